//! The proof of having tracked a petition by name and query code, so that neither has to stand in an
//! address or be typed again: a cookie that opens the result for half an hour, and a ticket in the form
//! of a rating that lives longer, because one writes there. Each is signed for its purpose and names
//! one petition and says whether it is a joint one: what belongs to the one who filed it (the messages to
//! that person) is not for every name that opens it.

use crate::app::App;
use crate::cookies;
use crate::errors::{AppError, Result};
use crate::visit::Visit;
use chrono::TimeDelta;
use services::signed::SignedError;
use store::filing::Tracked;

const RESULT: &str = "track";
const RESULT_MINUTES: i64 = 30;
const RATING: &str = "track-rate";
const RATING_HOURS: i64 = 2;

/// Remembers in the browser what was found.
///
/// # Errors
/// [`AppError::Internal`] if it cannot be signed.
pub fn remember(app: &App, visit: &Visit, found: Tracked) -> Result<()> {
    let expires = visit.now() + TimeDelta::minutes(RESULT_MINUTES);
    let token = app
        .keys
        .sign(RESULT, &found, expires)
        .map_err(AppError::internal)?;
    visit.set_cookie(app, cookies::TRACK, token, Some(RESULT_MINUTES * 60));
    Ok(())
}

/// The petition that was found in this browser, while that is still good.
#[must_use]
pub fn found(app: &App, visit: &Visit) -> Option<Tracked> {
    let token = visit.cookie(cookies::TRACK)?;
    app.keys.verify(RESULT, token, visit.now()).ok()
}

/// The ticket for the form that rates a petition just found.
///
/// # Errors
/// [`AppError::Internal`] if it cannot be signed.
pub fn rating_ticket(app: &App, visit: &Visit, found: Tracked) -> Result<String> {
    let expires = visit.now() + TimeDelta::hours(RATING_HOURS);
    app.keys.sign(RATING, &found, expires).map_err(AppError::internal)
}

/// The petition that a ticket lets one rate.
///
/// # Errors
/// [`SignedError`] if it is not ours, or too old.
pub fn redeem(app: &App, visit: &Visit, ticket: &str) -> Result<Tracked, SignedError> {
    app.keys.verify(RATING, ticket, visit.now())
}
