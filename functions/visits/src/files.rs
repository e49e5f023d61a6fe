//! 附件: an officer's uploads to a visit that is being entered, or to a reception of one that is registered.

use crate::reach::{RECEPTION, TICKETS};
use axum::extract::State;
use axum::response::Response;
use domain::ids::AttachmentId;
use templates::staff::visits;
use web::officer_uploads::OfficerUploads;
use web::session::Officer;
use web::uploads::{self, About, TicketRequest, told};
use web::{App, Json, Path, Query, Result, Visit};

/// The files of visits.
pub(crate) const FILES: OfficerUploads = OfficerUploads {
    path: visits::TICKETS,
    form: TICKETS,
    later: &[RECEPTION],
    registered: "这批来访已经登记，材料没有传上。",
};

/// `POST /staff/intake/visits/uploads`
pub async fn ticket(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Json(request): Json<TicketRequest>,
) -> Result<Response> {
    FILES.ticket(&app, &visit, &officer, request).await
}

/// `GET /staff/intake/visits/uploads/{id}?draft=`
pub async fn state(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    let file = FILES.own(&app, &visit, &officer, query.text("draft"), id);
    Ok(told(&file.await?))
}

/// `GET /staff/intake/visits/uploads/{id}/file?visit=`: to look at it before it is saved.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    FILES.look(&app, &visit, &officer, query.text("visit"), id).await
}

/// `POST /staff/intake/visits/uploads/{id}/done`
pub async fn done(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let file = FILES.own(&app, &visit, &officer, &about.draft, id);
    Ok(told(&file.await?))
}

/// `POST /staff/intake/visits/uploads/{id}/delete`
pub async fn delete(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let file = FILES.own(&app, &visit, &officer, &about.draft, id).await?;
    uploads::delete(&app, &file).await
}
