//! 系统管理: what administrators run the installation with: the switches, the notices. Owns their pages;
//! must not read a case, and what a switch does is the business of whom it concerns.

mod index;
mod settings;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("administration")
        .get("/staff/admin", Action::ReadAdministration, index::show)
        .get("/staff/admin/settings", Action::ManageSettings, settings::show)
        .post("/staff/admin/settings", Action::ManageSettings, settings::save)
}
