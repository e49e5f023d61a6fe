//! `POST /staff/intake/web/{id}/editing`: the page of a registration form reports that somebody is filling it in, and
//! hears who else is. It keeps nobody out.

use crate::register::{blocked, came_in_here};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use serde::Serialize;
use web::session::Officer;
use web::{App, AppError, Path, Result, Visit};

/// What the page's script is told.
#[derive(Serialize)]
struct Told {
    /// Who else fills it in, if somebody does.
    other: Option<String>,
}

/// `POST /staff/intake/web/{id}/editing`
pub async fn report(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result<Response> {
    let head = app.store.head(id).await?.ok_or(AppError::NotFound)?;
    let petition = &head.petition;
    let opened = !matches!(petition.status.kind(), StatusKind::Filed | StatusKind::Withdrawn);
    if !came_in_here(&officer, petition) || !opened {
        return Err(AppError::NotFound);
    }
    if blocked(petition).is_some() {
        return Ok(Json(Told { other: None }).into_response());
    }
    let other = app
        .store
        .mark_editing(id, officer.id, &officer.name, visit.now())
        .await?;
    Ok(Json(Told {
        other: other.map(|other| other.name),
    })
    .into_response())
}
