//! 案例公开 (manual of 2014, 2.13): the concluded cases that their petitioners let be told, for everybody. Owns the
//! public's pages of them; must not read a petition, nor what officers write before it is approved.

mod list;
mod show;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("showcase")
        .get("/cases", Action::ReadPublic, list::show)
        .get("/cases/{id}", Action::ReadPublic, show::show)
}
