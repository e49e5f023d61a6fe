//! 办结: the responsible unit closes a case that was answered.

use crate::note;
use crate::scope::{held, same_version};
use crate::step::{impossible, step};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::event::Body;
use domain::ids::PetitionId;
use domain::petition::{Petition, Status};
use domain::time::zh_datetime;
use store::cases::CaseFile;
use templates::staff::conclude;
use web::render::invalid;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, html, see_other};

fn blocked(petition: &Petition) -> Option<String> {
    match petition.status {
        Status::Replied { .. } => None,
        Status::Concluded { .. } => Some("这件信访已经办结。".to_owned()),
        _ => Some("答复信访人以后才能办结。".to_owned()),
    }
}

/// `GET /staff/petitions/{id}/conclude`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = held(&app, &officer, id).await?;
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
    let answered = case.file.events.iter().rev().find_map(|event| match &event.body {
        Body::Replied { outcome, .. } => {
            Some(format!("{} 答复：{}。", zh_datetime(event.at), outcome.label()))
        }
        _ => None,
    });
    Ok(conclude::page(&conclude::View {
        step: step(app, visit, officer, head, "conclude", form)?,
        answered: answered.unwrap_or_default(),
        blocked: blocked(&head.petition),
    }))
}

/// `POST /staff/petitions/{id}/conclude`
pub async fn conclude(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = held(&app, &officer, id).await?;
    let head = &case.file.head;
    same_version(&sent, &head.petition)?;
    if let Some(reason) = blocked(&head.petition) {
        return Err(impossible(id, reason));
    }
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    if state.has_errors() {
        return Ok(invalid(page(&app, &visit, &officer, &case, state)?));
    }
    steps::conclude(&app, &officer.reference(), head, &note, visit.now()).await?;
    Ok(see_other(&format!("/staff/petitions/{id}?done=concluded")))
}
