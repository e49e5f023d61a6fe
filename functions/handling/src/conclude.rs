//! 办结: the responsible unit closes a case that was answered.

use crate::note;
use crate::scope::{held, same_version};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::event::Body;
use domain::ids::PetitionId;
use domain::petition::{Petition, Status};
use domain::time::zh_datetime;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::staff::conclude;
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, see_other};

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
    let id = head.petition.id;
    let answered = case.file.events.iter().rev().find_map(|event| match &event.body {
        Body::Replied { outcome, .. } => {
            Some(format!("{} 答复：{}。", zh_datetime(event.at), outcome.label()))
        }
        _ => None,
    });
    Ok(conclude::page(&conclude::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("/staff/petitions/{id}/conclude"),
        href: format!("/staff/petitions/{id}"),
        version: head.petition.version.to_string(),
        number: head.petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
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
        return Err(AppError::conflict_at(
            reason,
            format!("/staff/petitions/{id}"),
            "查看信访件",
        ));
    }
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    if state.has_errors() {
        return Ok(invalid(page(&app, &visit, &officer, &case, state)?));
    }
    steps::conclude(&app, &officer.reference(), head, &note, visit.now()).await?;
    Ok(see_other(&format!("/staff/petitions/{id}?done=concluded")))
}
