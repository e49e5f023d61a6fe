//! `GET /staff/petitions/{id}/attachments/{attachment}`: a short-lived link to the checked copy.

use crate::scope::is_visible;
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::{AttachmentId, PetitionId};
use web::session::Officer;
use web::{App, AppError, Path, Result, Visit, audit, see_other};

/// `GET /staff/petitions/{id}/attachments/{attachment}`
pub async fn download(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, attachment)): Path<(PetitionId, AttachmentId)>,
) -> Result {
    let (head, attachment) = tokio::try_join!(app.store.head(id), app.store.attachment(id, attachment))?;
    let seen = head.is_some_and(|head| is_visible(&officer, &head.petition));
    let attachment = attachment
        .filter(|attachment| seen && !attachment.is_pending())
        .ok_or(AppError::NotFound)?;
    let link = app.store.attachment_link(&attachment).await?;
    let link = link.ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::AttachmentDownloaded).of(id, attachment.id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    Ok(see_other(&link))
}
