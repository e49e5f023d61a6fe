//! 我的账号 (`GET /me`): what was registered, masked as a person looking over one's shoulder may see it.

use axum::extract::State;
use domain::contact::{mask_address, mask_id_number, mask_mobile, mask_name};
use domain::division;
use domain::time::{local_date, zh_date};
use store::accounts::Person;
use templates::public::me;
use web::render::public_shell;
use web::{App, Citizen, Query, Result, Visit, html};

/// `GET /me`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    let person = citizen.person(&app.keys)?;
    let id_number = person.as_ref().map(|person| mask_id_number(&person.id_number));
    let view = me::View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        username: citizen.username.clone(),
        anonymous: citizen.anonymous,
        has_recovery: citizen.recovery_mobile(&app.keys)?.is_some(),
        fixed: person.as_ref().map(fixed).unwrap_or_default(),
        id_number: id_number.unwrap_or_default(),
        editable: person.as_ref().map(editable).unwrap_or_default(),
        since: zh_date(local_date(citizen.created_at)),
        flash: done(query.text("done")).to_owned(),
        csrf: visit.csrf(&app),
        contact_after: query.text("after").to_owned(),
    };
    Ok(html(me::page(&view)))
}

/// What was just done, by the address one was sent to afterwards.
fn done(what: &str) -> &'static str {
    match what {
        "profile" => {
            "保存好了。已经提交、还没有办结的，还是原来的联系方式；要一起改的，点下面“也用到还没有办结的事项上”。"
        }
        "contact" => "还没有办结的事项也改好了，以后用新的联系方式联系您、发进度短信。",
        "contact-more" => "改好了一部分，还有更早提交的：请再点一次“也用到还没有办结的事项上”。",
        "contact-same" => "没有需要改的：还没有办结的事项上，都已经是现在的联系方式。",
        "document" => "证件号码改好了。",
        "password" => "密码改好了。别的手机和电脑上都要用新密码重新登录。",
        _ => "",
    }
}

/// What can't be changed later.
fn fixed(person: &Person) -> Vec<(String, String)> {
    [
        ("姓名", mask_name(&person.real_name)),
        ("性别", person.sex.label().to_owned()),
        ("证件种类", person.id_type.label().to_owned()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into()
}

/// What can, with the name of its field.
fn editable(person: &Person) -> Vec<(String, String, String)> {
    let masked = |address: &Option<String>| address.as_deref().map(mask_address);
    [
        ("mobile", "手机号", Some(mask_mobile(&person.mobile))),
        (
            "household_division",
            "户籍所在地",
            person.household_division.map(division::full_name),
        ),
        ("household_address", "户籍地址", masked(&person.household_address)),
        ("usual_address", "经常居住地址", masked(&person.usual_address)),
        ("mailing_address", "通信地址", masked(&person.mailing_address)),
    ]
    .map(|(field, key, value)| {
        let value = value.unwrap_or_else(|| "没有填".to_owned());
        (field.to_owned(), key.to_owned(), value)
    })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity_document::{IdType, Sex};

    #[test]
    fn the_page_shows_no_whole_name_number_or_address() {
        let person = Person {
            real_name: "李秀英".into(),
            sex: Sex::Female,
            id_type: IdType::ResidentId,
            id_number: "370102195810215244".into(),
            mobile: "19953100001".into(),
            household_division: Some("370102".parse().unwrap()),
            household_address: None,
            usual_address: Some("济南市历下区泉城路 1 号 2 单元 301".into()),
            mailing_address: None,
        };
        let shown = format!("{:?}{:?}", fixed(&person), editable(&person));
        for secret in ["李秀英", "19581021", "53100", "301"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("历下区") && shown.contains("没有填"));
    }
}
