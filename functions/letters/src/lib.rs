//! 来信登记 (manual of 2014, chapter 4): a clerk of a petition office registers letters, in detail, which makes a petition
//! with a query code, or in brief, which makes a record of its own. What comes after is `handling`'s; a registration is
//! amended, and linked to others, on the form of `intake`.

mod alike;
mod batch;
mod brief;
mod brief_form;
mod brief_one;
mod detailed;
mod filter;
mod form;
mod joined;
mod list;
mod reach;
mod scans;
mod slip;
pub mod steps;
mod ticket;

use web::{Action, Routes};

pub use brief_form::parse as parse_brief;
pub use form::{Entry, parse};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("letters")
        .get("/staff/intake/letters", Action::ReadLetters, list::show)
        .get(
            "/staff/intake/letters/new",
            Action::RegisterLetter,
            detailed::show,
        )
        .post(
            "/staff/intake/letters/new",
            Action::RegisterLetter,
            detailed::send,
        )
        .get(
            "/staff/intake/letters/brief/new",
            Action::RegisterLetter,
            brief::show,
        )
        .post(
            "/staff/intake/letters/brief/new",
            Action::RegisterLetter,
            brief::send,
        )
        .get(
            "/staff/intake/letters/brief/{id}",
            Action::ReadLetters,
            brief_one::show,
        )
        .post(
            "/staff/intake/letters/brief/{id}",
            Action::ReadLetters,
            brief_one::reveal,
        )
        .get(
            "/staff/intake/letters/{id}/slip",
            Action::RegisterLetter,
            slip::show,
        )
        .post(
            "/staff/intake/letters/{id}/slip",
            Action::RegisterLetter,
            slip::again,
        )
        .post(
            "/staff/intake/letters/{id}/slip/sms",
            Action::RegisterLetter,
            slip::send,
        )
        .post(
            "/staff/intake/letters/uploads",
            Action::RegisterLetter,
            scans::ticket,
        )
        .get(
            "/staff/intake/letters/uploads/{id}",
            Action::RegisterLetter,
            scans::state,
        )
        .get(
            "/staff/intake/letters/uploads/{id}/file",
            Action::RegisterLetter,
            scans::file,
        )
        .post(
            "/staff/intake/letters/uploads/{id}/done",
            Action::RegisterLetter,
            scans::done,
        )
        .post(
            "/staff/intake/letters/uploads/{id}/delete",
            Action::RegisterLetter,
            scans::delete,
        )
}
