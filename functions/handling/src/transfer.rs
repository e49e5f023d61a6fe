//! 单件转送 (条例第 22 条): passes a case to another agency, with the transfer notice to the petitioner. No
//! result is owed back; the receiving agency owes the petitioner a notice within 15 days (第 23 条).

use crate::note;
use crate::scope::{held, same_version};
use crate::step::{impossible, step};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::division::{DivisionCode, Level};
use domain::ids::{AgencyCode, PetitionId};
use domain::petition::StatusKind;
use store::cases::CaseFile;
use store::content::{Agencies, Agency, AgencyKind};
use templates::components::select::{Choice, OptGroup};
use templates::staff::transfer;
use web::render::invalid;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, see_other};

async fn transferable(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = held(app, officer, id).await?;
    match case.file.head.petition.status.kind() {
        StatusKind::Registered | StatusKind::Transferred => Ok(case),
        StatusKind::Opened => Err(AppError::conflict_at(
            "登记完成后才能转送。",
            format!("/staff/intake/web/{id}"),
            "去登记",
        )),
        _ => Err(impossible(id, "这件信访已经受理，不能再转送。")),
    }
}

/// `GET /staff/petitions/{id}/transfer`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = transferable(&app, &officer, id).await?;
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &officer, &case, form).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    mut form: FormState,
) -> Result<templates::Markup> {
    let agencies = app.store.agencies(app.now()).await?;
    let petition = &case.file.head.petition;
    let proposed = proposed(&agencies, officer, petition.division);
    let reason = proposed.map(|agency| {
        format!(
            "问题属地是{}，默认转送{}。",
            domain::division::full_name(petition.division),
            agency.name
        )
    });
    if let (true, Some(agency)) = (form.value("agency").is_empty(), proposed) {
        form = form.with("agency", agency.code.as_str());
    }
    Ok(transfer::page(&transfer::View {
        step: step(app, visit, officer, &case.file.head, "transfer", form)?,
        place: domain::division::full_name(petition.division),
        agencies: groups(&agencies, officer),
        proposed: proposed
            .map(|agency| agency.code.as_str().to_owned())
            .unwrap_or_default(),
        proposed_reason: reason.unwrap_or_default(),
    }))
}

/// The petition office one level down on the way to the place of the matter.
fn proposed<'a>(agencies: &'a Agencies, officer: &Officer, division: DivisionCode) -> Option<&'a Agency> {
    let own = officer.agency.division_code()?;
    let next = domain::division::path(division)
        .into_iter()
        .find(|step| level_rank(step.level) > level_rank(own.level()))?;
    let agency = agencies.get(&AgencyCode::petition_office(next.code))?;
    agencies
        .may_transfer(&officer.agency, &agency.code)
        .then_some(agency)
}

fn level_rank(level: Level) -> u8 {
    match level {
        Level::Province => 0,
        Level::City => 1,
        Level::County => 2,
    }
}

fn groups(agencies: &Agencies, officer: &Officer) -> Vec<OptGroup> {
    let kinds = [
        (AgencyKind::PetitionOffice, "信访部门"),
        (AgencyKind::Department, "政府部门"),
        (AgencyKind::Township, "乡镇（街道）"),
    ];
    kinds
        .into_iter()
        .map(|(kind, label)| OptGroup {
            label: label.to_owned(),
            choices: agencies
                .iter()
                .filter(|agency| agency.kind == kind && agencies.may_transfer(&officer.agency, &agency.code))
                .map(|agency| Choice::new(agency.code.as_str(), &agency.name))
                .collect(),
        })
        .filter(|group| !group.choices.is_empty())
        .collect()
}

/// `POST /staff/petitions/{id}/transfer`
pub async fn transfer(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = transferable(&app, &officer, id).await?;
    let head = &case.file.head;
    same_version(&sent, &head.petition)?;
    let agencies = app.store.agencies(app.now()).await?;
    let mut state = sent.state(visit.csrf(&app));
    let to = sent
        .get("agency")
        .and_then(|code| code.parse::<AgencyCode>().ok());
    let to = to
        .and_then(|code| agencies.get(&code))
        .filter(|to| agencies.may_transfer(&officer.agency, &to.code));
    if to.is_none() {
        let message = if sent.has("agency") {
            "请从列表中选择去向单位"
        } else {
            "请选择去向单位"
        };
        state.fail("agency", message);
    }
    let note = note::read(&sent, &mut state);
    let Some(to) = to.filter(|_| !state.has_errors()) else {
        return Ok(invalid(page(&app, &visit, &officer, &case, state).await?));
    };
    steps::transfer(&app, &officer.reference(), head, to, &note, visit.now()).await?;
    Ok(see_other(&format!("/staff/petitions/{id}?done=transferred")))
}
