//! `GET /petitions/{id}/attachments/{attachment}`: a short-lived link to the checked copy of an own
//! attachment; the bytes never pass through here.

use axum::extract::State;
use domain::ids::{AttachmentId, PetitionId};
use web::session::Citizen;
use web::{App, AppError, Path, Result, see_other};

/// `GET /petitions/{id}/attachments/{attachment}`
pub async fn download(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, attachment)): Path<(PetitionId, AttachmentId)>,
) -> Result {
    let attachment = app
        .store
        .attachment(id, attachment)
        .await?
        .ok_or(AppError::NotFound)?;
    if attachment.owner != citizen.id {
        return Err(AppError::NotFound);
    }
    Ok(see_other(
        &app.store
            .attachment_link(&attachment)
            .await?
            .ok_or(AppError::NotFound)?,
    ))
}
