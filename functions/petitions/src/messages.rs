//! `POST /petitions/{id}/messages`: 进度短信: the owner switches messages about the steps of a petition off,
//! and on again. Default is on.

use crate::show::own_head;
use axum::extract::State;
use domain::audit::Doer;
use domain::ids::PetitionId;
use web::session::Citizen;
use web::{App, FormData, Path, Result, Visit, see_other, tell};

/// `POST /petitions/{id}/messages`
pub async fn switch(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result {
    let head = own_head(&app, &citizen, id).await?;
    let who = Doer::Citizen(citizen.id);
    let done = tell::switch(&app, &visit, &who, &head, sent.text("want")).await?;
    Ok(see_other(&format!("/petitions/{id}?done={done}")))
}
