//! The ticket of a letter's form: [`web::ticket`].

use domain::ids::{BriefId, PetitionId};
use web::ticket::Tickets;
use web::{AppError, Result};

/// The tickets of letters.
pub(crate) const TICKETS: Tickets = Tickets {
    purpose: "letter-form",
    field: "letter",
};

/// The same id for a letter in brief: one form makes one thing.
pub(crate) fn as_brief(id: PetitionId) -> Result<BriefId> {
    id.to_string().parse().map_err(AppError::internal)
}
