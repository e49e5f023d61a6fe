//! 附件: an officer's uploads to a visit that is being entered, or to a reception of one that is registered. The page names
//! it by the ticket of its form. What is the same for citizens is `web::uploads`.

use crate::reach::{RECEPTION, TICKETS};
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::ids::{AttachmentId, PetitionId};
use store::attachments::Attachment;
use templates::components::file_list::{FileItem, FileState};
use templates::staff::visits;
use web::session::Officer;
use web::uploads::{self, About, TicketRequest, told};
use web::{App, AppError, Json, Path, Query, Result, Visit, audit, see_other};

/// The files to list on the form with this ticket.
pub(crate) async fn listed(app: &App, files: &[Attachment], ticket: &str) -> Result<Vec<FileItem>> {
    let mut items = uploads::listed(app, files, visits::TICKETS).await?;
    for item in &mut items {
        if let FileState::Ready { href } = &mut item.state {
            href.push_str("/file?visit=");
            href.push_str(ticket);
        }
    }
    Ok(items)
}

/// The petition that a ticket of either form names.
fn named(app: &App, visit: &Visit, officer: &Officer, ticket: &str) -> Result<PetitionId> {
    let id = TICKETS.read(app, visit, officer, ticket);
    id.or_else(|| RECEPTION.read(app, visit, officer, ticket))
        .ok_or(AppError::NotFound)
}

async fn own(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    ticket: &str,
    id: AttachmentId,
) -> Result<Attachment> {
    let petition = named(app, visit, officer, ticket)?;
    let found = app.store.attachment(petition, id).await?;
    found
        .filter(|file| file.owner == uploads::of_officer(officer, petition).uploader)
        .ok_or(AppError::NotFound)
}

/// `POST /staff/intake/visits/uploads`
pub async fn ticket(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Json(request): Json<TicketRequest>,
) -> Result<Response> {
    let id = named(&app, &visit, &officer, &request.draft)?;
    let entering = TICKETS.read(&app, &visit, &officer, &request.draft).is_some();
    if entering && app.store.head(id).await?.is_some() {
        return Err(AppError::conflict_at(
            "这批来访已经登记，材料没有传上。",
            format!("/staff/petitions/{id}"),
            "查看信访件",
        ));
    }
    let files = uploads::pending_of_officer(&app, &officer, id).await?;
    uploads::ticket(&app, &visit, uploads::of_officer(&officer, id), &files, request).await
}

/// `GET /staff/intake/visits/uploads/{id}?draft=`
pub async fn state(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    let file = own(&app, &visit, &officer, query.text("draft"), id).await?;
    Ok(told(&file))
}

/// `GET /staff/intake/visits/uploads/{id}/file?visit=`: to look at it before it is saved.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    let file = own(&app, &visit, &officer, query.text("visit"), id).await?;
    let link = app
        .store
        .attachment_link(&file)
        .await?
        .ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::AttachmentDownloaded).of(file.petition, file.id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    Ok(see_other(&link))
}

/// `POST /staff/intake/visits/uploads/{id}/done`
pub async fn done(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let file = own(&app, &visit, &officer, &about.draft, id).await?;
    Ok(told(&file))
}

/// `POST /staff/intake/visits/uploads/{id}/delete`
pub async fn delete(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let file = own(&app, &visit, &officer, &about.draft, id).await?;
    uploads::delete(&app, &file).await
}
