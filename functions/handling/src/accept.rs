//! 受理告知 (条例第 23 条): the responsible unit takes the matter up; the notice of acceptance goes to the
//! petitioner and the 60 days of handling begin (第 34 条).

use crate::letters::facts;
use crate::note;
use crate::scope::{held, other_way, same_version};
use crate::step::{impossible, step};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::deadline::DeadlineKind;
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use domain::time::{zh_date, zh_date_plain};
use store::cases::CaseFile;
use templates::letters::compose;
use templates::staff::accept;
use web::render::invalid;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, html, see_other};

async fn acceptable(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = held(app, officer, id).await?;
    if let Some(reason) = other_way(&case.file.head.petition) {
        return Err(impossible(id, reason));
    }
    match case.file.head.petition.status.kind() {
        StatusKind::Transferred => Ok(case),
        _ => Err(impossible(id, "这件信访现在不能受理，可能已经有人受理了。")),
    }
}

/// `GET /staff/petitions/{id}/accept`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = acceptable(&app, &officer, id).await?;
    Ok(html(page(
        &app,
        &visit,
        &officer,
        &case,
        FormState::new(visit.csrf(&app)),
    )?))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
) -> Result<templates::Markup> {
    let head = &case.file.head;
    let due = steps::deadline(DeadlineKind::Handling, visit.now());
    let mut known = facts(app, &officer.reference().agency, head, visit.now())?;
    known.letter_number = "（签发时编号）".to_owned();
    Ok(accept::page(&accept::View {
        step: step(app, visit, officer, head, "accept", form)?,
        due: zh_date(due.due),
        preview: compose::acceptance_notice(&known, &zh_date_plain(due.due)),
    }))
}

/// `POST /staff/petitions/{id}/accept`
pub async fn accept(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = acceptable(&app, &officer, id).await?;
    let head = &case.file.head;
    same_version(&sent, &head.petition)?;
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    if state.has_errors() {
        return Ok(invalid(page(&app, &visit, &officer, &case, state)?));
    }
    steps::accept(&app, &officer.reference(), head, &note, visit.now()).await?;
    Ok(see_other(&format!("/staff/petitions/{id}?done=accepted")))
}
