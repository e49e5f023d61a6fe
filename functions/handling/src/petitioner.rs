//! 查看信访人完整信息: name, document and telephone are masked everywhere; here an officer says why they
//! are needed, and sees them once. Each look is in the officer's audit chain (个人信息保护法第五十一条).

use crate::scope::visible;
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer, RevealReason};
use domain::contact::{mask_address, mask_id_number, mask_mobile, mask_name};
use domain::ids::PetitionId;
use domain::incoming::Incoming;
use domain::joint::CoPetitioner;
use domain::visitors::Visitors;
use store::cases::{CaseFile, Petitioner};
use templates::components::select::Choice;
use templates::staff::petitioner as page;
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, audit, html};

/// `GET /staff/petitions/{id}/petitioner`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = visible(&app, &officer, id).await?;
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page::page(&view(&app, &visit, &officer, &case, form, None))))
}

/// `POST /staff/petitions/{id}/petitioner`
pub async fn reveal(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = visible(&app, &officer, id).await?;
    let mut form = sent.state(visit.csrf(&app));
    let Some(reason) = RevealReason::from_code(sent.text("reason")) else {
        form.fail("reason", "请选择查看的理由");
        return Ok(invalid(page::page(&view(
            &app, &visit, &officer, &case, form, None,
        ))));
    };
    let entry = audit::entry(&app, &visit, Deed::PetitionerRevealed).of(id, reason.code());
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    Ok(html(page::page(&view(
        &app,
        &visit,
        &officer,
        &case,
        form,
        Some(reason),
    ))))
}

fn view(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
    revealed: Option<RevealReason>,
) -> page::View {
    let petition = &case.file.head.petition;
    let person = &case.file.detail.petitioner;
    let envelope = on_envelope(case.file.detail.letter.as_deref(), revealed.is_some());
    page::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("/staff/petitions/{}/petitioner", petition.id),
        href: format!("/staff/petitions/{}", petition.id),
        number: petition.number.to_string(),
        anonymous: person.anonymous && envelope.is_empty(),
        facts: facts(person, &case.file.detail.co_petitioners, revealed.is_some())
            .into_iter()
            .chain(envelope)
            .chain(companions(case.file.detail.visit.as_deref(), revealed.is_some()))
            .collect(),
        revealed_for: revealed.map(|reason| reason.label().to_owned()),
        reasons: RevealReason::ALL
            .map(|reason| Choice::new(reason.code(), reason.label()))
            .to_vec(),
    }
}

/// Who sent a letter by its envelope, masked unless `whole`.
fn on_envelope(letter: Option<&Incoming>, whole: bool) -> Vec<(String, String)> {
    let Some(envelope) = letter.map(|letter| &letter.envelope) else {
        return Vec::new();
    };
    let show = |value: &str, mask: fn(&str) -> String| match (value, whole) {
        ("", _) => String::new(),
        (value, true) => value.to_owned(),
        (value, false) => mask(value),
    };
    let lines = [
        ("信封寄信人", show(&envelope.sender_name, mask_name)),
        ("信封地址", show(&envelope.sender_address, mask_address)),
    ];
    let written = lines.into_iter().filter(|(_, value)| !value.is_empty());
    written.map(|(label, value)| (label.to_owned(), value)).collect()
}

/// Who came along, masked unless `whole`.
fn companions(visitors: Option<&Visitors>, whole: bool) -> Vec<(String, String)> {
    let show = |value: &str, mask: fn(&str) -> String| if whole { value.to_owned() } else { mask(value) };
    let mut facts = Vec::new();
    for one in visitors.into_iter().flat_map(|visitors| &visitors.companions) {
        let role = if one.representative {
            "随访人（代表）"
        } else {
            "随访人"
        };
        facts.push((role.to_owned(), show(&one.name, mask_name)));
        let number = one
            .id_number
            .as_deref()
            .map(|number| show(number, mask_id_number));
        facts.extend(number.map(|number| ("身份证号".to_owned(), number)));
    }
    facts
}

/// What is known of the petitioner, masked unless `whole`.
fn facts(person: &Petitioner, others: &[CoPetitioner], whole: bool) -> Vec<(String, String)> {
    let show = |value: &str, mask: fn(&str) -> String| match whole {
        true => value.to_owned(),
        false => mask(value),
    };
    let mut facts = vec![("姓名".to_owned(), show(&person.name, mask_name))];
    if let Some(sex) = person.sex {
        facts.push(("性别".to_owned(), sex.label().to_owned()));
    }
    if let (Some(kind), Some(number)) = (person.id_type, &person.id_number) {
        facts.push((kind.label().to_owned(), show(number, mask_id_number)));
    }
    if let Some(mobile) = &person.mobile {
        facts.push(("手机号".to_owned(), show(mobile, mask_mobile)));
    }
    for (kind, address) in &person.addresses {
        facts.push((kind.clone(), show(address, mask_address)));
    }
    for other in others {
        facts.push(("联名人".to_owned(), show(&other.name, mask_name)));
        let id_number = other
            .id_number
            .as_deref()
            .map(|number| show(number, mask_id_number));
        facts.extend(id_number.map(|number| ("身份证号".to_owned(), number)));
        let mobile = other.mobile.as_deref().map(|number| show(number, mask_mobile));
        facts.extend(mobile.map(|number| ("手机号".to_owned(), number)));
    }
    facts
}
