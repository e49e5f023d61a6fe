//! `GET /petitions/{id}/attachments/{attachment}`: a short-lived link to the checked copy of an own
//! attachment; the bytes never pass through here.

use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::{AttachmentId, PetitionId};
use store::attachments::Uploader;
use web::session::Citizen;
use web::{App, AppError, Path, Result, Visit, audit, see_other};

/// `GET /petitions/{id}/attachments/{attachment}`
pub async fn download(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path((id, attachment)): Path<(PetitionId, AttachmentId)>,
) -> Result {
    let attachment = app
        .store
        .attachment(id, attachment)
        .await?
        .ok_or(AppError::NotFound)?;
    if attachment.owner != Uploader::Citizen(citizen.id) {
        return Err(AppError::NotFound);
    }
    let link = app.store.attachment_link(&attachment).await?;
    let link = link.ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::AttachmentDownloaded).of(id, attachment.id);
    app.store.audit(&Doer::Citizen(citizen.id), entry).await?;
    Ok(see_other(&link))
}
