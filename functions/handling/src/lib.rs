//! 信访件办理: the agency's inbox and cases, transfer, acceptance, handling opinion, conclusion, and the
//! case page. Owns what happens after registration; deadlines and transitions are the domain's.

mod accept;
mod alert;
mod assigned;
mod attachment;
mod batch;
mod case;
mod conclude;
mod direct;
mod direct_reply;
mod inbox;
mod letter_form;
mod letters;
mod material;
mod opinion;
mod petitioner;
mod record;
mod related;
mod scope;
mod step;
pub mod steps;
mod suspension;
mod transfer;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("handling")
        .get("/staff/inbox", Action::ReadInbox, inbox::inbox)
        .get("/staff/todo", Action::ReadInbox, inbox::todo)
        .get("/staff/done", Action::ReadInbox, inbox::done)
        .get("/staff/petitions/{id}", Action::ReadCase, case::show)
        .get(
            "/staff/petitions/{id}/attachments/{attachment}",
            Action::ReadCase,
            attachment::download,
        )
        .get(
            "/staff/petitions/{id}/letters/{letter}",
            Action::ReadCase,
            letters::show,
        )
        .post(
            "/staff/petitions/{id}/materials/read",
            Action::ReadMaterial,
            material::read,
        )
        .post("/staff/petitions/{id}/notes", Action::NoteCase, record::add)
        .get("/staff/alerts", Action::ReadInbox, inbox::alerts)
        .post("/staff/petitions/{id}/alert", Action::ReportAlert, alert::report)
        .get(
            "/staff/petitions/{id}/petitioner",
            Action::ReadCase,
            petitioner::show,
        )
        .post(
            "/staff/petitions/{id}/petitioner",
            Action::ReadCase,
            petitioner::reveal,
        )
        .get(
            "/staff/petitions/{id}/transfer",
            Action::TransferCase,
            transfer::show,
        )
        .post(
            "/staff/petitions/{id}/transfer",
            Action::TransferCase,
            transfer::transfer,
        )
        .get(
            "/staff/petitions/{id}/assign",
            Action::AssignCase,
            transfer::show_assign,
        )
        .post(
            "/staff/petitions/{id}/assign",
            Action::AssignCase,
            transfer::assign,
        )
        .get("/staff/assigned", Action::ReadAssigned, assigned::show)
        .get("/staff/batch/transfer", Action::TransferCase, batch::show)
        .post("/staff/batch/transfer", Action::TransferCase, batch::transfer)
        .get("/staff/petitions/{id}/accept", Action::HandleCase, accept::show)
        .post("/staff/petitions/{id}/accept", Action::HandleCase, accept::accept)
        .get(
            "/staff/petitions/{id}/suspend",
            Action::SuspendCase,
            suspension::show_suspend,
        )
        .post(
            "/staff/petitions/{id}/suspend",
            Action::SuspendCase,
            suspension::suspend,
        )
        .get(
            "/staff/petitions/{id}/resume",
            Action::SuspendCase,
            suspension::show_resume,
        )
        .post(
            "/staff/petitions/{id}/resume",
            Action::SuspendCase,
            suspension::resume,
        )
        .get("/staff/petitions/{id}/opinion", Action::HandleCase, opinion::show)
        .post(
            "/staff/petitions/{id}/opinion",
            Action::HandleCase,
            opinion::issue,
        )
        .get("/staff/petitions/{id}/route", Action::DirectCase, direct::show)
        .post("/staff/petitions/{id}/route", Action::DirectCase, direct::issue)
        .get(
            "/staff/petitions/{id}/direct-reply",
            Action::ReplyDirectly,
            direct_reply::show,
        )
        .post(
            "/staff/petitions/{id}/direct-reply",
            Action::ReplyDirectly,
            direct_reply::issue,
        )
        .get(
            "/staff/petitions/{id}/conclude",
            Action::HandleCase,
            conclude::show,
        )
        .post(
            "/staff/petitions/{id}/conclude",
            Action::HandleCase,
            conclude::conclude,
        )
}
