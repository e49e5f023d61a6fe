//! `/staff/petitions/{id}/slip`: 查询码条 of a petition from the web, as [`web::slip`] has it, for whoever comes to the window
//! and asks for the query code: at the office where it came in, once it was opened, always for a reason.

use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use domain::registration::Channel;
use store::cases::PetitionFile;
use templates::staff::slip::Of;
use web::session::Officer;
use web::slip::{Slip, answer};
use web::{App, AppError, FormData, Path, Query, Result, Visit, scope};

/// A petition from the web that came in at the officer's office, was opened there and does not accuse it.
async fn own(app: &App, officer: &Officer, id: PetitionId) -> Result<PetitionFile> {
    let found = app.store.petition(id).await?;
    found
        .filter(|file| {
            let petition = &file.head.petition;
            petition.channel == Channel::Web
                && petition.came_in_at(&officer.agency)
                && scope::is_visible(officer, petition)
        })
        .ok_or(AppError::NotFound)
}

async fn read(app: &App, visit: &Visit, officer: &Officer, id: PetitionId) -> Result<Slip> {
    let path = format!("/staff/petitions/{id}/slip");
    Slip::read((app, visit), (Of::Web, path), id, own(app, officer, id)).await
}

/// `GET /staff/petitions/{id}/slip`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let slip = read(&app, &visit, &officer, id).await?;
    Ok(answer(&slip.show(&app, &visit, &officer, &query).await?))
}

/// `POST /staff/petitions/{id}/slip`: the code, for a reason.
pub async fn again(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let slip = read(&app, &visit, &officer, id).await?;
    Ok(answer(&slip.again(&app, &visit, &officer, &sent).await?))
}

/// `POST /staff/petitions/{id}/slip/sms`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    form: FormData,
) -> Result<Response> {
    let slip = read(&app, &visit, &officer, id).await?;
    slip.send(&app, &visit, &officer, &form).await
}
