//! 扫描件: an officer's uploads to a letter that is being entered.

use crate::ticket::TICKETS;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AttachmentId;
use templates::staff::letters;
use web::officer_uploads::OfficerUploads;
use web::session::Officer;
use web::uploads::{self, About, TicketRequest, told};
use web::{App, Json, Path, Query, Result, Visit};

/// Where an officer's scans of a letter go.
pub(crate) use web::uploads::of_officer as place;
/// The scans of a letter that is being entered.
pub(crate) use web::uploads::pending_of_officer as of;

/// The scans of letters.
pub(crate) const SCANS: OfficerUploads = OfficerUploads {
    path: letters::TICKETS,
    form: TICKETS,
    later: &[],
    registered: "这封来信已经登记，扫描件没有传上。",
};

/// `POST /staff/intake/letters/uploads`
pub async fn ticket(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Json(request): Json<TicketRequest>,
) -> Result<Response> {
    SCANS.ticket(&app, &visit, &officer, request).await
}

/// `GET /staff/intake/letters/uploads/{id}?draft=`
pub async fn state(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    let file = SCANS.own(&app, &visit, &officer, query.text("draft"), id);
    Ok(told(&file.await?))
}

/// `GET /staff/intake/letters/uploads/{id}/file?letter=`: to look at it before it is saved.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    SCANS.look(&app, &visit, &officer, query.text("letter"), id).await
}

/// `POST /staff/intake/letters/uploads/{id}/done`
pub async fn done(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let file = SCANS.own(&app, &visit, &officer, &about.draft, id);
    Ok(told(&file.await?))
}

/// `POST /staff/intake/letters/uploads/{id}/delete`
pub async fn delete(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let file = SCANS.own(&app, &visit, &officer, &about.draft, id).await?;
    uploads::delete(&app, &file).await
}
