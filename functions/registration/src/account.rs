//! 我的账号 (`GET /me`): what was registered, masked as a person looking over one's shoulder may see it.

use axum::extract::State;
use domain::contact::{mask_address, mask_id_number, mask_mobile, mask_name};
use domain::division;
use domain::time::{local_date, zh_date};
use store::accounts::Person;
use templates::public::me;
use web::render::public_shell;
use web::{App, Citizen, Result, Visit, html};

/// `GET /me`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    let person = citizen.person(&app.keys)?;
    let view = me::View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        username: citizen.username.clone(),
        anonymous: citizen.anonymous,
        fixed: person.as_ref().map(fixed).unwrap_or_default(),
        editable: person.as_ref().map(editable).unwrap_or_default(),
        since: zh_date(local_date(citizen.created_at)),
    };
    Ok(html(me::page(&view)))
}

/// What can't be changed later (and the number, which would have to be verified again).
fn fixed(person: &Person) -> Vec<(String, String)> {
    let document = format!("{} {}", person.id_type.label(), mask_id_number(&person.id_number));
    pairs([
        ("姓名", Some(mask_name(&person.real_name))),
        ("性别", Some(person.sex.label().to_owned())),
        ("证件", Some(document)),
    ])
}

/// What can.
fn editable(person: &Person) -> Vec<(String, String)> {
    let masked = |address: &Option<String>| address.as_deref().map(mask_address);
    pairs([
        ("手机号", Some(mask_mobile(&person.mobile))),
        ("户籍所在地", person.household_division.map(division::full_name)),
        ("户籍地址", masked(&person.household_address)),
        ("经常居住地址", masked(&person.usual_address)),
        ("通信地址", masked(&person.mailing_address)),
    ])
}

fn pairs<const N: usize>(facts: [(&str, Option<String>); N]) -> Vec<(String, String)> {
    facts
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
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
        assert!(shown.contains("历下区") && !shown.contains("通信地址"));
    }
}
