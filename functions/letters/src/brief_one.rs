//! `/staff/intake/letters/brief/{id}`: a letter registered in brief. Who wrote it is masked; an officer says why it is
//! needed, and sees it once (个人信息保护法第五十一条).

use crate::brief::own;
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer, RevealReason};
use domain::contact::{mask_address, mask_mobile, mask_name};
use domain::ids::BriefId;
use domain::incoming::{Brief, BriefEntry};
use domain::time::{zh_date, zh_datetime};
use templates::components::link::Link;
use templates::components::select::Choice;
use templates::staff::letters::brief_one::{View, page};
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, audit, html};

/// What stands where no name is.
pub(crate) const UNSIGNED: &str = "未署名";

/// `GET /staff/intake/letters/brief/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<BriefId>,
    Query(query): Query,
) -> Result {
    let brief = own(&app, &officer, id).await?;
    let mut view = view(&app, &visit, &officer, &brief, false);
    view.form = FormState::new(visit.csrf(&app));
    if query.text("done") == "registered" {
        "已登记。".clone_into(&mut view.flash);
    }
    Ok(html(page(&view)))
}

/// `POST /staff/intake/letters/brief/{id}`
pub async fn reveal(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<BriefId>,
    sent: FormData,
) -> Result<Response> {
    let brief = own(&app, &officer, id).await?;
    let Some(reason) = RevealReason::from_code(sent.text("reason")) else {
        let mut view = view(&app, &visit, &officer, &brief, false);
        view.form = sent.state(visit.csrf(&app));
        view.form.fail("reason", "请选择查看的理由");
        return Ok(invalid(page(&view)));
    };
    let entry = audit::entry(&app, &visit, Deed::PetitionerRevealed);
    let entry = entry.about(format!("{id} {}", reason.code()));
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let mut view = view(&app, &visit, &officer, &brief, true);
    view.flash = format!("已记录：您因“{}”查看了完整信息。", reason.label());
    Ok(html(page(&view)))
}

fn view(app: &App, visit: &Visit, officer: &Officer, brief: &Brief, whole: bool) -> View {
    let entry = &brief.entry;
    let personal = !(entry.name.is_empty() && entry.address.is_empty() && entry.mobile.is_none());
    View {
        shell: staff_shell(app, visit, Some(officer)),
        form: FormState::default(),
        href: format!("/staff/intake/letters/brief/{}", brief.id),
        number: brief.number.to_string(),
        facts: facts(brief, whole),
        original: brief
            .joined
            .map(|case| Link::new(format!("/staff/petitions/{case}"), &*brief.entry.destination)),
        masked: personal && !whole,
        flash: String::new(),
        reasons: RevealReason::ALL
            .map(|reason| Choice::new(reason.code(), reason.label()))
            .to_vec(),
    }
}

fn facts(brief: &Brief, whole: bool) -> Vec<(String, String)> {
    let entry = &brief.entry;
    let show = |value: &str, mask: fn(&str) -> String| match whole {
        true => value.to_owned(),
        false => mask(value),
    };
    let name = match entry.name.as_str() {
        "" => UNSIGNED.to_owned(),
        name => show(name, mask_name),
    };
    let address = match entry.address.as_str() {
        "" => String::new(),
        address => show(address, mask_address),
    };
    let mobile = entry.mobile.as_deref().map(|mobile| show(mobile, mask_mobile));
    let facts = [
        ("来信人", name),
        ("住址", address),
        ("手机号", mobile.unwrap_or_default()),
        (
            "问题属地",
            entry
                .division
                .map(domain::division::full_name)
                .unwrap_or_default(),
        ),
        ("类型", entry.kind.label().to_owned()),
        ("来信数量", format!("{} 封", entry.count)),
        ("收信日期", zh_date(entry.received)),
        ("收信人", entry.addressee.clone()),
        ("办理方式", method(entry)),
        ("说明", entry.note.clone()),
        ("登记", format!("{}　{}", zh_datetime(brief.at), brief.by.name)),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// 办理方式和去向.
pub(crate) fn method(entry: &BriefEntry) -> String {
    let label = entry.method.label();
    match entry.destination.as_str() {
        "" => label.to_owned(),
        destination => format!("{label}：{destination}"),
    }
}
