//! `GET /staff/petitions/{id}/attachments/{attachment}`: a short-lived link to the checked copy.

use crate::scope::is_visible;
use axum::extract::State;
use domain::ids::{AttachmentId, PetitionId};
use web::session::Officer;
use web::{App, AppError, Path, Result, see_other};

/// `GET /staff/petitions/{id}/attachments/{attachment}`
pub async fn download(
    State(app): State<App>,
    officer: Officer,
    Path((id, attachment)): Path<(PetitionId, AttachmentId)>,
) -> Result {
    let (head, attachment) = tokio::try_join!(app.store.head(id), app.store.attachment(id, attachment))?;
    let seen = head.is_some_and(|head| is_visible(&officer, &head.petition));
    let attachment = attachment.filter(|_| seen).ok_or(AppError::NotFound)?;
    Ok(see_other(
        &app.store
            .attachment_link(&attachment)
            .await?
            .ok_or(AppError::NotFound)?,
    ))
}
