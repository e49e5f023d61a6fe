//! Letters of a case: showing one, and issuing a new one.

use crate::scope::is_visible;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::audit::{Deed, Doer};
use domain::event::AgencyRef;
use domain::ids::{LetterId, PetitionId};
use domain::letter::{Letter, LetterKind};
use store::head::Head;
use templates::components::link::Link;
use templates::letters::compose::Facts;
use templates::public::letter as page;
use web::issuing::{self, About};
use web::render::{letter_file, staff_shell};
use web::session::Officer;
use web::{App, AppError, Path, Query, Result, Visit, audit, html, present};

/// `GET /staff/petitions/{id}/letters/{letter}`; with `download=1` as a file to keep.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, letter_id)): Path<(PetitionId, LetterId)>,
    Query(query): Query,
) -> Result {
    let (head, letter) = tokio::try_join!(app.store.head(id), app.store.case_letter(id, letter_id))?;
    let seen = head.is_some_and(|head| is_visible(&officer, &head.petition));
    let letter = letter.filter(|_| seen).ok_or(AppError::NotFound)?;
    let entry = audit::entry(&app, &visit, Deed::LetterShown).of(id, letter_id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let letter = present::letter(&letter);
    if query.text("download") == "1" {
        return Ok(letter_file(&letter));
    }
    Ok(html(page::page(&page::View {
        shell: staff_shell(&app, &visit, Some(&officer)).into(),
        letter,
        download: format!("/staff/petitions/{id}/letters/{letter_id}?download=1"),
        back: Link::new(format!("/staff/petitions/{id}"), "返回信访件"),
    })))
}

/// What every letter about a case states; without a number yet.
pub(crate) fn facts(app: &App, issuer: &AgencyRef, head: &Head, now: DateTime<Utc>) -> Result<Facts> {
    Ok(About::case(app, head)?.facts(issuer, now))
}

/// A letter about a case with its own number, composed by `compose` from the facts.
pub(crate) async fn make(
    app: &App,
    issuer: &AgencyRef,
    head: &Head,
    kind: LetterKind,
    now: DateTime<Utc>,
    compose: impl FnOnce(&Facts) -> templates::letters::Letter,
) -> Result<Letter> {
    issuing::make(app, issuer, &About::case(app, head)?, kind, now, compose).await
}
