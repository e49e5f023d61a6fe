//! 扫描件: an officer's uploads to a letter that is being entered. The page names the letter by the ticket of its form.
//! What is the same for citizens is `web::uploads`.

use crate::ticket::TICKETS;
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::ids::{AttachmentId, PetitionId};
use store::attachments::{Attachment, Uploader};
use templates::components::file_list::{FileItem, FileState};
use templates::staff::letters;
use web::session::Officer;
use web::uploads::{self, About, TicketRequest, told};
use web::{App, AppError, Json, Path, Query, Result, Visit, audit, see_other};

/// Where an officer's scans of a letter go.
pub(crate) use web::uploads::of_officer as place;
/// The scans of a letter that is being entered.
pub(crate) use web::uploads::pending_of_officer as of;

/// The files to list on the form with this ticket.
pub(crate) async fn listed(app: &App, files: &[Attachment], ticket: &str) -> Result<Vec<FileItem>> {
    let mut items = uploads::listed(app, files, letters::TICKETS).await?;
    for item in &mut items {
        if let FileState::Ready { href } = &mut item.state {
            href.push_str("/file?letter=");
            href.push_str(ticket);
        }
    }
    Ok(items)
}

fn named(app: &App, visit: &Visit, officer: &Officer, ticket: &str) -> Result<PetitionId> {
    TICKETS
        .read(app, visit, officer, ticket)
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
        .filter(|file| file.owner == Uploader::Officer(officer.id))
        .ok_or(AppError::NotFound)
}

/// `POST /staff/intake/letters/uploads`
pub async fn ticket(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Json(request): Json<TicketRequest>,
) -> Result<Response> {
    let id = named(&app, &visit, &officer, &request.draft)?;
    if app.store.head(id).await?.is_some() {
        return Err(AppError::conflict_at(
            "这封来信已经登记，扫描件没有传上。",
            format!("/staff/petitions/{id}"),
            "查看信访件",
        ));
    }
    let files = of(&app, &officer, id).await?;
    uploads::ticket(&app, &visit, place(&officer, id), &files, request).await
}

/// `GET /staff/intake/letters/uploads/{id}?draft=`
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

/// `GET /staff/intake/letters/uploads/{id}/file?letter=`: to look at it before the letter is registered.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    let file = own(&app, &visit, &officer, query.text("letter"), id).await?;
    let link = app
        .store
        .attachment_link(&file)
        .await?
        .ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::AttachmentDownloaded).of(file.petition, file.id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    Ok(see_other(&link))
}

/// `POST /staff/intake/letters/uploads/{id}/done`
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

/// `POST /staff/intake/letters/uploads/{id}/delete`
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
