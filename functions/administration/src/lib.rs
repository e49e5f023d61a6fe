//! 系统管理: what administrators run the installation with: the switches, the notices, how people reach the
//! agencies, and the board on which officers read notices. Owns their pages; must not read a case, and what
//! a switch does is the business of whom it concerns.

mod agencies;
mod board;
mod index;
mod messages;
mod notices;
mod settings;
mod suspension;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("administration")
        .get("/staff/admin", Action::ReadAdministration, index::show)
        .get("/staff/admin/settings", Action::ManageSettings, settings::show)
        .post("/staff/admin/settings", Action::ManageSettings, settings::save)
        .get(
            "/staff/admin/suspension",
            Action::ManageSettings,
            suspension::show,
        )
        .post(
            "/staff/admin/suspension",
            Action::ManageSettings,
            suspension::save,
        )
        .get(
            "/staff/admin/agencies",
            Action::ManageAgencies,
            agencies::list::show,
        )
        .get(
            "/staff/admin/agencies/{agency}",
            Action::ManageAgencies,
            agencies::edit::show,
        )
        .post(
            "/staff/admin/agencies/{agency}",
            Action::ManageAgencies,
            agencies::edit::save,
        )
        .get("/staff/admin/notices", Action::ManageNotices, notices::list::show)
        .get(
            "/staff/admin/notices/new",
            Action::ManageNotices,
            notices::write::new,
        )
        .post(
            "/staff/admin/notices/new",
            Action::ManageNotices,
            notices::write::add,
        )
        .get(
            "/staff/admin/notices/{id}",
            Action::ManageNotices,
            notices::show::show,
        )
        .get(
            "/staff/admin/notices/{id}/edit",
            Action::ManageNotices,
            notices::write::edit,
        )
        .post(
            "/staff/admin/notices/{id}/edit",
            Action::ManageNotices,
            notices::write::save,
        )
        .post(
            "/staff/admin/notices/{id}/publish",
            Action::ManageNotices,
            notices::step::publish,
        )
        .post(
            "/staff/admin/notices/{id}/down",
            Action::ManageNotices,
            notices::step::take_down,
        )
        .get("/staff/notices", Action::StaffHome, board::list)
        .get("/staff/notices/{id}", Action::StaffHome, board::show)
        .get(
            "/staff/admin/messages",
            Action::ManageMessages,
            messages::words::show,
        )
        .get(
            "/staff/admin/messages/log",
            Action::ManageMessages,
            messages::log::show,
        )
        .get(
            "/staff/admin/messages/dead",
            Action::ManageMessages,
            messages::dead::list,
        )
        .post(
            "/staff/admin/messages/dead",
            Action::ManageMessages,
            messages::dead::resend,
        )
        .get(
            "/staff/admin/messages/dead/{id}",
            Action::ManageMessages,
            messages::dead::one,
        )
        .post(
            "/staff/admin/messages/dead/{id}",
            Action::ManageMessages,
            messages::dead::discard,
        )
        .get(
            "/staff/admin/messages/{kind}",
            Action::ManageMessages,
            messages::words_one::show,
        )
        .post(
            "/staff/admin/messages/{kind}",
            Action::ManageMessages,
            messages::words_one::submit,
        )
}
