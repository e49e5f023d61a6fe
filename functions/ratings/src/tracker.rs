//! `/track/rate`: whoever found the petition by name and query code rates it, without an account. The
//! page opens by what the browser remembers of the search; the form carries a ticket for this petition
//! and this purpose, so that writing may take longer than the search is remembered.

use crate::rating::{self, Rater};
use axum::extract::State;
use domain::rating::{Rated, RatedVia};
use store::filing::Tracked;
use store::ratings::RatingFile;
use templates::components::link::Link;
use templates::public::rate::Place;
use templates::public::rate_steps::{ExpiredView, expired_page};
use web::render::{invalid, public_shell};
use web::session::Citizen;
use web::{App, AppError, FormData, MaybeCitizen, Result, Visit, see_other, tracked};

async fn found(
    app: &App,
    visit: &Visit,
    citizen: Option<Citizen>,
    tracked: Tracked,
) -> Result<(Rater, RatingFile)> {
    // Who tracked has no session that would bring the settings along.
    let (file, ()) = tokio::join!(
        app.store.rating_file(tracked.petition),
        web::settings::look(app, visit)
    );
    let file = file?.ok_or(AppError::NotFound)?;
    let rater = Rater {
        id: tracked.petition,
        citizen,
        via: RatedVia::QueryCode,
        place: Place {
            action: "/track/rate".to_owned(),
            back: Link::new("/track/result", "返回查询结果"),
            tracked: true,
            ticket: tracked::rating_ticket(app, visit, tracked)?,
        },
    };
    Ok((rater, file))
}

/// `GET /track/rate`
pub async fn show(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Result {
    let Some(tracked) = tracked::found(&app, &visit) else {
        return Ok(see_other("/track"));
    };
    let (rater, file) = found(&app, &visit, citizen, tracked).await?;
    rating::show(&app, &visit, &rater, &file)
}

/// `POST /track/rate`
pub async fn rate(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    sent: FormData,
) -> Result {
    let Ok(tracked) = tracked::redeem(&app, &visit, sent.text("ticket")) else {
        let written = Rated::ALL
            .into_iter()
            .filter_map(|object| sent.get(&crate::form::field(object, "message")))
            .map(str::to_owned)
            .collect();
        return Ok(invalid(expired_page(&ExpiredView {
            shell: public_shell(&app, &visit, citizen.as_ref()),
            written,
        })));
    };
    let (rater, file) = found(&app, &visit, citizen, tracked).await?;
    let answer = rating::rate(&app, &visit, &rater, file, &sent).await?;
    if answer.status().is_redirection() {
        // The thanks open by what the browser remembers, which may have run out while writing.
        tracked::remember(&app, &visit, tracked)?;
    }
    Ok(answer)
}

/// `GET /track/rate/done`
pub async fn done(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Result {
    let Some(tracked) = tracked::found(&app, &visit) else {
        return Ok(see_other("/track"));
    };
    let (rater, file) = found(&app, &visit, citizen, tracked).await?;
    rating::done(&app, &visit, &rater, &file)
}
