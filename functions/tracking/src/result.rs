//! `GET /track/result`: the public timeline of what was found, for half an hour, by a signed cookie
//! that names the petition. Neither name nor code stands in an address.

use axum::extract::State;
use chrono::TimeDelta;
use domain::ids::PetitionId;
use store::head::SealedField;
use templates::components::tag::Tag;
use templates::public::track;
use web::present::{self, Told};
use web::render::public_shell;
use web::{App, AppError, MaybeCitizen, Result, Visit, html, see_other};

const COOKIE: &str = "xf_track";
const PURPOSE: &str = "track";
const MINUTES: i64 = 30;

/// Remembers what was found.
pub(crate) fn remember(app: &App, visit: &Visit, id: PetitionId) -> Result<()> {
    let expires = visit.now() + TimeDelta::minutes(MINUTES);
    let token = app.keys.sign(PURPOSE, &id, expires).map_err(AppError::internal)?;
    visit.set_cookie(app, COOKIE, token, Some(MINUTES * 60));
    Ok(())
}

/// `GET /track/result`
pub async fn show(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Result {
    let id = visit
        .cookie(COOKIE)
        .and_then(|token| app.keys.verify::<PetitionId>(PURPOSE, token, visit.now()).ok());
    let Some(id) = id else {
        return Ok(see_other("/track"));
    };
    let (head, events) = app.store.timeline(id).await?.ok_or(AppError::NotFound)?;
    let petition = &head.petition;
    let events: Vec<_> = events.iter().collect();
    Ok(html(track::result_page(&track::ResultView {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        number: petition.number.to_string(),
        title: app.store.open_field(&head, SealedField::Title)?,
        status: Tag::status(petition.status.kind().label()),
        agency: present::holder(petition),
        deadline: present::deadline_bar(petition, visit.now(), false),
        timeline: present::timeline(petition, &events, "", Told::ToTracker),
        letters: Vec::new(),
    })))
}
