//! 来访接待 (manual of 2014, chapter 5): a clerk of a petition office registers whoever comes, which makes a petition with a
//! query code and a number of the day; an interviewer of the office talks with them and records it; a leader may receive
//! them in public. What comes after is `handling`'s; a registration is amended, and linked to others, on the form of
//! `intake`.

mod alike;
mod card;
mod companions;
mod files;
mod filter;
mod form;
mod interview;
mod interviewers;
mod interviews;
mod list;
mod reach;
mod reception;
mod register;
mod save;
mod send_on;
mod slip;
mod standing;
pub mod steps;

use web::{Action, Routes};

pub use form::{Entry, parse};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("visits")
        .get("/staff/intake/visits", Action::ReadVisits, list::show)
        .get("/staff/intake/visits/new", Action::RegisterVisit, register::show)
        .post("/staff/intake/visits/new", Action::RegisterVisit, register::send)
        .get(
            "/staff/intake/visits/{id}/slip",
            Action::RegisterVisit,
            slip::show,
        )
        .post(
            "/staff/intake/visits/{id}/slip",
            Action::RegisterVisit,
            slip::again,
        )
        .post(
            "/staff/intake/visits/{id}/slip/sms",
            Action::RegisterVisit,
            slip::send,
        )
        .get(
            "/staff/intake/visits/{id}/reception",
            Action::RecordReception,
            reception::show,
        )
        .post(
            "/staff/intake/visits/{id}/reception",
            Action::RecordReception,
            reception::send,
        )
        .post(
            "/staff/intake/visits/uploads",
            Action::RecordReception,
            files::ticket,
        )
        .get(
            "/staff/intake/visits/uploads/{id}",
            Action::RecordReception,
            files::state,
        )
        .get(
            "/staff/intake/visits/uploads/{id}/file",
            Action::RecordReception,
            files::file,
        )
        .post(
            "/staff/intake/visits/uploads/{id}/done",
            Action::RecordReception,
            files::done,
        )
        .post(
            "/staff/intake/visits/uploads/{id}/delete",
            Action::RecordReception,
            files::delete,
        )
        .get("/staff/interviews", Action::InterviewVisit, interviews::show)
        .get("/staff/interviews/{id}", Action::ReadVisits, interview::show)
        .post(
            "/staff/interviews/{id}",
            Action::InterviewVisit,
            interview::record,
        )
        .post("/staff/interviews/{id}/send", Action::ReadVisits, send_on::send)
        .post(
            "/staff/interviews/{id}/reopen",
            Action::InterviewVisit,
            standing::reopen,
        )
}
