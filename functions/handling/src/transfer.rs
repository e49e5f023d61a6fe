//! 单件转送 (条例第 22 条): passes a case to another agency, with the transfer notice to the petitioner. No
//! result is owed back; the receiving agency owes the petitioner a notice within 15 days (第 23 条).

use crate::note;
use crate::scope::held;
use crate::step::{Became, Sent, impossible, step};
use crate::steps::Work;
use axum::extract::State;
use axum::response::Response;
use domain::division::{DivisionCode, Level};
use domain::ids::{AgencyCode, PetitionId};
use domain::petition::{Petition, StatusKind};
use store::cases::CaseFile;
use store::content::{Agencies, Agency, AgencyKind};
use templates::components::overtaken::Overtaken;
use templates::components::select::{Choice, OptGroup};
use templates::staff::transfer;
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, see_other};

/// Why a case waits whose links were changed after its registration was saved.
pub(crate) const RELINKED: &str = "关联的信访件改过，要先核对登记内容、再保存一次才能转送";

/// Why a case cannot be passed on.
pub(crate) fn blocked(petition: &Petition) -> Option<String> {
    match petition.status.kind() {
        StatusKind::Registered if petition.relinked => Some(RELINKED.to_owned()),
        StatusKind::Registered | StatusKind::Transferred => None,
        StatusKind::Opened => Some("登记完成后才能转送".to_owned()),
        _ => Some("这件信访已经受理，不能再转送".to_owned()),
    }
}

/// `GET /staff/petitions/{id}/transfer`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = held(&app, &officer, id).await?;
    let petition = &case.file.head.petition;
    if let Some(reason) = blocked(petition).map(|reason| format!("{reason}。")) {
        return Err(match petition.status.kind() {
            StatusKind::Opened | StatusKind::Registered => {
                AppError::conflict_at(reason, format!("/staff/intake/web/{id}"), "去登记")
            }
            _ => impossible(id, reason),
        });
    }
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &officer, &case, form, None).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    mut form: FormState,
    overtaken: Option<Overtaken>,
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
        step: step(app, visit, officer, &case.file.head, "transfer", form)?.overtaken(overtaken),
        place: domain::division::full_name(petition.division),
        agencies: groups(&agencies, officer),
        proposed: proposed
            .map(|agency| agency.code.as_str().to_owned())
            .unwrap_or_default(),
        proposed_reason: reason.unwrap_or_default(),
    }))
}

/// The petition office one level down on the way to the place of the matter.
pub(crate) fn proposed<'a>(
    agencies: &'a Agencies,
    officer: &Officer,
    division: DivisionCode,
) -> Option<&'a Agency> {
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

pub(crate) fn groups(agencies: &Agencies, officer: &Officer) -> Vec<OptGroup> {
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

/// The agency that a form names, if the officer may pass a case on to it; else what to say at the field.
pub(crate) fn chosen<'a>(
    agencies: &'a Agencies,
    officer: &Officer,
    sent: &FormData,
) -> std::result::Result<&'a Agency, &'static str> {
    let code = sent.get("agency").ok_or("请选择去向单位")?;
    let code = code.parse::<AgencyCode>().ok();
    code.and_then(|code| agencies.get(&code))
        .filter(|to| agencies.may_transfer(&officer.agency, &to.code))
        .ok_or("请从列表中选择去向单位")
}

/// `POST /staff/petitions/{id}/transfer`
pub async fn transfer(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let agencies = app.store.agencies(app.now()).await?;
    let mut state = sent.state(visit.csrf(&app));
    let to = take(&mut state, "agency", chosen(&agencies, &officer, &sent));
    let note = note::read(&sent, &mut state);
    let work = to
        .filter(|_| !state.has_errors())
        .map(|to| Work::Transfer { to, note: &note });
    let form = Sent::new(&app, &officer, id, &sent);
    match form.carry_out(&visit, blocked, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("/staff/petitions/{id}?done=transferred"))),
        Became::Back(case, late) => {
            let status = late.is_some();
            Ok(returned(
                status,
                page(&app, &visit, &officer, &case, state, late).await?,
            ))
        }
    }
}
