//! 附件上传: a citizen's tickets for uploads that go straight to S3, and what became of them. What is the same for officers
//! is `web::uploads`. With a script: ticket (JSON) → S3 → done → state. Without: a button of the form
//! ([`web::uploads::FileButton`]) announces a file and leads to a page whose form posts to S3.

use axum::extract::State;
use axum::response::Response;
use domain::ids::{AttachmentId, PetitionId};
use store::attachments::{Attachment, Uploader};
use store::drafts::DraftState;
use web::session::Citizen;
use web::uploads::{self, About, Place, TicketRequest, told};
use web::{App, AppError, Json, Path, Query, Result, Visit};

/// A citizen's place for files.
pub(crate) fn place(citizen: &Citizen, petition: PetitionId) -> Place {
    Place {
        petition,
        uploader: Uploader::Citizen(citizen.id),
    }
}

/// What files are being uploaded to: a draft, or an addition to a petition that is under way.
struct Collecting {
    id: PetitionId,
    files: Vec<Attachment>,
    /// Whether it is an addition.
    filed: bool,
}

async fn collecting(app: &App, citizen: &Citizen, draft: &str) -> Result<Collecting> {
    let id: PetitionId = draft.parse().map_err(|_| AppError::NotFound)?;
    match app.store.draft(citizen.id, id).await? {
        Some(DraftState::Open { attachments, .. }) => Ok(Collecting {
            id,
            files: attachments,
            filed: false,
        }),
        Some(DraftState::Filed { head, pending }) => match head.petition.material_refusal() {
            None => Ok(Collecting {
                id,
                files: pending,
                filed: true,
            }),
            Some(refusal) => Err(AppError::conflict_at(
                refusal.to_string(),
                format!("/petitions/{id}"),
                "查看这一件",
            )),
        },
        None => Err(AppError::NotFound),
    }
}

/// While filing is closed, drafts take no further files; what was filed before does.
async fn still_open(app: &App, visit: &Visit, place: &Collecting) -> Result<()> {
    match web::settings::filing_closed(app, visit).await? {
        Some(reason) if !place.filed => Err(AppError::FilingClosed(reason)),
        _ => Ok(()),
    }
}

/// `POST /petitions/uploads`
pub async fn ticket(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Json(request): Json<TicketRequest>,
) -> Result<Response> {
    let collecting = collecting(&app, &citizen, &request.draft).await?;
    still_open(&app, &visit, &collecting).await?;
    let place = place(&citizen, collecting.id);
    uploads::ticket(&app, &visit, place, &collecting.files, request).await
}

async fn own(app: &App, citizen: &Citizen, draft: &str, id: AttachmentId) -> Result<Attachment> {
    let petition: PetitionId = draft.parse().map_err(|_| AppError::NotFound)?;
    let found = app.store.attachment(petition, id).await?;
    found
        .filter(|attachment| attachment.owner == Uploader::Citizen(citizen.id))
        .ok_or(AppError::NotFound)
}

/// `GET /petitions/uploads/{id}?draft=`
pub async fn state(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    Ok(told(&own(&app, &citizen, query.text("draft"), id).await?))
}

/// `POST /petitions/uploads/{id}/done`: the browser has sent the file; the check finds it by itself.
pub async fn done(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    Ok(told(&own(&app, &citizen, &about.draft, id).await?))
}

/// `POST /petitions/uploads/{id}/delete`
pub async fn delete(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let attachment = own(&app, &citizen, &about.draft, id).await?;
    uploads::delete(&app, &attachment).await
}
