//! `/rate/{id}`: the petitioner, signed in, rates an own petition. Anybody else's does not exist.

use crate::rating::{self, Rater};
use axum::extract::State;
use domain::ids::PetitionId;
use domain::rating::RatedVia;
use store::ratings::RatingFile;
use templates::components::link::Link;
use templates::public::rate::Place;
use web::session::Citizen;
use web::{App, AppError, FormData, Path, Result, Visit};

async fn own(app: &App, citizen: Citizen, id: PetitionId) -> Result<(Rater, RatingFile)> {
    let file = app.store.rating_file(id).await?;
    let file = file
        .filter(|file| file.head.owner == Some(citizen.id))
        .ok_or(AppError::NotFound)?;
    let rater = Rater {
        id,
        citizen: Some(citizen),
        via: RatedVia::Account,
        place: Place {
            action: format!("/rate/{id}"),
            back: Link::new(format!("/petitions/{id}"), "返回这一件"),
            ..Place::default()
        },
    };
    Ok((rater, file))
}

/// `GET /rate/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
) -> Result {
    let (rater, file) = own(&app, citizen, id).await?;
    rating::show(&app, &visit, &rater, &file)
}

/// `POST /rate/{id}`
pub async fn rate(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result {
    let (rater, file) = own(&app, citizen, id).await?;
    rating::rate(&app, &visit, &rater, file, &sent).await
}

/// `GET /rate/{id}/done`
pub async fn done(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
) -> Result {
    let (rater, file) = own(&app, citizen, id).await?;
    rating::done(&app, &visit, &rater, &file)
}
