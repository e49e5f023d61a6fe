//! The ticket of a form: the id that what it makes will have, drawn with the form and signed for the officer, so that a
//! second click, a reload or a second window makes nothing twice, and nobody uploads to what is not theirs.

use chrono::TimeDelta;
use domain::ids::{BriefId, OfficerId, PetitionId};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Result, Visit};

const PURPOSE: &str = "letter-form";
/// Longer than any officer's session: a form that is resumed after login still has its ticket.
const HOURS: i64 = 24;
/// The hidden field.
pub(crate) const FIELD: &str = "letter";

/// A new ticket.
pub(crate) fn draw(app: &App, visit: &Visit, officer: &Officer) -> Result<String> {
    let id = PetitionId::new(visit.now(), services::random::bytes());
    let expires = visit.now() + TimeDelta::hours(HOURS);
    app.keys
        .sign(PURPOSE, &(id, officer.id), expires)
        .map_err(AppError::internal)
}

/// The id that a ticket stands for; `None` if it is not this officer's, or too old.
pub(crate) fn read(app: &App, visit: &Visit, officer: &Officer, ticket: &str) -> Option<PetitionId> {
    let (id, owner): (PetitionId, OfficerId) = app.keys.verify(PURPOSE, ticket, visit.now()).ok()?;
    (owner == officer.id).then_some(id)
}

/// The id of a form that was sent. One without a ticket of ours still holds what somebody typed: it gets one.
pub(crate) fn of(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    sent: &FormData,
    state: &mut FormState,
) -> Result<PetitionId> {
    if let Some(id) = read(app, visit, officer, sent.text(FIELD)) {
        return Ok(id);
    }
    let ticket = draw(app, visit, officer)?;
    let id = read(app, visit, officer, &ticket).ok_or_else(|| AppError::internal("a ticket of ours"))?;
    put(state, ticket);
    Ok(id)
}

/// The form with another ticket.
pub(crate) fn put(state: &mut FormState, ticket: String) {
    state.values.retain(|(name, _)| name != FIELD);
    state.values.push((FIELD.to_owned(), ticket));
}

/// The same id for a letter in brief: one form makes one thing.
pub(crate) fn as_brief(id: PetitionId) -> Result<BriefId> {
    id.to_string().parse().map_err(AppError::internal)
}
