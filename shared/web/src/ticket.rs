//! The ticket of a form: the id that what it makes will have, drawn with the form and signed for the officer, so that a
//! second click, a reload or a second window makes nothing twice, and nobody uploads to what is not theirs.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::{FormData, FormState};
use crate::session::Officer;
use crate::visit::Visit;
use chrono::TimeDelta;
use domain::ids::{OfficerId, PetitionId};

/// Longer than any officer's session: a form that is resumed after login still has its ticket.
pub(crate) const HOURS: i64 = 24;

/// 登记表的票: of one kind of form.
#[derive(Clone, Copy, Debug)]
pub struct Tickets {
    /// What the signature is for: the ticket of one form is none of another.
    pub purpose: &'static str,
    /// The hidden field.
    pub field: &'static str,
}

impl Tickets {
    /// A new ticket.
    ///
    /// # Errors
    /// An internal one if it cannot be signed.
    pub fn draw(self, app: &App, visit: &Visit, officer: &Officer) -> Result<String> {
        let id = PetitionId::new(visit.now(), services::random::bytes());
        self.draw_for(app, visit, officer, id)
    }

    /// A ticket for what has its id already.
    ///
    /// # Errors
    /// As [`Tickets::draw`].
    pub fn draw_for(self, app: &App, visit: &Visit, officer: &Officer, id: PetitionId) -> Result<String> {
        let expires = visit.now() + TimeDelta::hours(HOURS);
        app.keys
            .sign(self.purpose, &(id, officer.id), expires)
            .map_err(AppError::internal)
    }

    /// The id that a ticket stands for; `None` if it is not this officer's, or too old.
    #[must_use]
    pub fn read(self, app: &App, visit: &Visit, officer: &Officer, ticket: &str) -> Option<PetitionId> {
        let (id, owner): (PetitionId, OfficerId) = app.keys.verify(self.purpose, ticket, visit.now()).ok()?;
        (owner == officer.id).then_some(id)
    }

    /// The id of a form that was sent. One without a ticket of ours still holds what somebody typed: it gets one.
    ///
    /// # Errors
    /// As [`Tickets::draw`].
    pub fn of(
        self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        sent: &FormData,
        state: &mut FormState,
    ) -> Result<PetitionId> {
        if let Some(id) = self.read(app, visit, officer, sent.text(self.field)) {
            return Ok(id);
        }
        let ticket = self.draw(app, visit, officer)?;
        let id = self
            .read(app, visit, officer, &ticket)
            .ok_or_else(|| AppError::internal("a ticket of ours"))?;
        self.put(state, ticket);
        Ok(id)
    }

    /// The form with another ticket.
    pub fn put(self, state: &mut FormState, ticket: String) {
        state.values.retain(|(name, _)| name != self.field);
        state.values.push((self.field.to_owned(), ticket));
    }
}
