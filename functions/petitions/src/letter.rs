//! `GET /petitions/{id}/letters/{letter}`: a letter to the petitioner, as a page that prints; with `download=1` the
//! same as a file to keep.

use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::{LetterId, PetitionId};
use templates::components::link::Link;
use templates::public::letter;
use web::present;
use web::render::{letter_file, public_shell};
use web::session::Citizen;
use web::{App, AppError, Path, Query, Result, Visit, audit, html};

/// `GET /petitions/{id}/letters/{letter}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path((id, letter_id)): Path<(PetitionId, LetterId)>,
    Query(query): Query,
) -> Result {
    let (head, letter) = tokio::try_join!(app.store.head(id), app.store.letter(id, letter_id))?;
    let owned = head.is_some_and(|head| head.owner == Some(citizen.id));
    let letter = letter.filter(|_| owned).ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::LetterShown).of(id, letter_id);
    app.store.audit(&Doer::Citizen(citizen.id), entry).await?;
    let letter = present::letter(&letter);
    if query.text("download") == "1" {
        return Ok(letter_file(&letter));
    }
    Ok(html(letter::page(&letter::View {
        shell: public_shell(&app, &visit, Some(&citizen)).into(),
        letter,
        download: format!("/petitions/{id}/letters/{letter_id}?download=1"),
        back: Link::new(format!("/petitions/{id}"), "返回办理过程"),
    })))
}
