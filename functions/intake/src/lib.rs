//! 登录、网信登记与网上建议: officers log in, see what came in by the web, open, register, and study
//! suggestions. Owns the intake lists and the registration form; what happens after registration is `handling`'s.

mod dedupe;
mod editing;
mod list;
mod login;
mod open;
mod register;
mod sender;
mod slip;
pub mod steps;
pub mod suggestions;
mod workbench;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    let routes = Routes::new("intake")
        .get("/staff/login", Action::StaffAuthenticate, login::show)
        .post("/staff/login", Action::StaffAuthenticate, login::login)
        .get("/staff/logout", Action::StaffAuthenticate, login::ask)
        .post("/staff/logout", Action::StaffAuthenticate, login::logout)
        .get("/staff/resume/{id}", Action::StaffHome, login::resume)
        .get("/staff", Action::StaffHome, workbench::show)
        .get("/staff/intake/web", Action::ReadIntake, list::show)
        .post(
            "/staff/intake/web/{id}/open",
            Action::RegisterPetition,
            open::open,
        )
        .post(
            "/staff/intake/web/{id}/editing",
            Action::AmendRegistration,
            editing::report,
        )
        .get(
            "/staff/intake/web/{id}",
            Action::AmendRegistration,
            register::show,
        )
        .post(
            "/staff/intake/web/{id}",
            Action::AmendRegistration,
            register::save,
        )
        .get(
            "/staff/petitions/{id}/sender",
            Action::AmendRegistration,
            sender::show,
        )
        .post(
            "/staff/petitions/{id}/sender",
            Action::AmendRegistration,
            sender::save,
        )
        .get("/staff/petitions/{id}/slip", Action::RegisterPetition, slip::show)
        .post(
            "/staff/petitions/{id}/slip",
            Action::RegisterPetition,
            slip::again,
        )
        .post(
            "/staff/petitions/{id}/slip/sms",
            Action::RegisterPetition,
            slip::send,
        )
        .post(
            "/staff/intake/web/{id}/links",
            Action::AmendRegistration,
            dedupe::link::link,
        )
        .get(
            "/staff/intake/web/{id}/links",
            Action::AmendRegistration,
            dedupe::link::back,
        )
        .get(
            "/staff/intake/web/{id}/compare/{other}",
            Action::AmendRegistration,
            dedupe::compare::show,
        );
    suggestions::routes(routes)
}
