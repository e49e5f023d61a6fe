//! 网上建议 (条例第 29 条; manual of 2014, 2.10): a citizen makes a suggestion and reads what became of it.
//! Owns the public's side only: studying and answering are `intake`'s, so that what is open to the public
//! has no right on officers, their lists or their notes.

pub mod command;
mod form;
mod make;
mod mine;
mod show;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("suggestions")
        .get("/suggestions", Action::ReadOwnSuggestion, mine::show)
        .get("/suggestions/new", Action::MakeSuggestion, make::show)
        .post("/suggestions/new", Action::MakeSuggestion, make::send)
        .get("/suggestions/{id}", Action::ReadOwnSuggestion, show::show)
        .get(
            "/suggestions/{id}/receipt",
            Action::ReadOwnSuggestion,
            show::receipt,
        )
}
