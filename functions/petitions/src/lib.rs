//! 反映问题与我反映的问题: filing in stages, uploads, the petitioner's list and petition page,
//! additions, withdrawal, and the file with all of it (下载我的资料). Owns what a citizen does with an own
//! petition; must not touch `CASE#` items.

mod attachment;
mod code;
pub mod command;
mod contact;
mod download;
mod file;
mod letter;
mod material;
mod messages;
mod mine;
mod show;
mod uploads;
mod withdraw;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("petitions")
        .get("/petitions/new", Action::FilePetition, file::show)
        .post("/petitions/new", Action::FilePetition, file::advance)
        .post("/petitions/uploads", Action::FilePetition, uploads::ticket)
        .get("/petitions/uploads/{id}", Action::FilePetition, uploads::state)
        .post(
            "/petitions/uploads/{id}/done",
            Action::FilePetition,
            uploads::done,
        )
        .post(
            "/petitions/uploads/{id}/delete",
            Action::FilePetition,
            uploads::delete,
        )
        .get("/me/download", Action::UseAccount, download::show)
        .post("/me/download", Action::UseAccount, download::download)
        .get("/petitions", Action::ReadOwnPetition, mine::show)
        .post("/petitions/contact", Action::UseAccount, contact::renew)
        .get("/petitions/{id}", Action::ReadOwnPetition, show::show)
        .get(
            "/petitions/{id}/attachments/{attachment}",
            Action::ReadOwnPetition,
            attachment::download,
        )
        .get(
            "/petitions/{id}/letters/{letter}",
            Action::ReadOwnPetition,
            letter::show,
        )
        .post("/petitions/{id}/code/sms", Action::SendQueryCode, code::send)
        .post(
            "/petitions/{id}/messages",
            Action::ReadOwnPetition,
            messages::switch,
        )
        .get("/petitions/{id}/materials", Action::AddMaterial, material::show)
        .post("/petitions/{id}/materials", Action::AddMaterial, material::send)
        .get(
            "/petitions/{id}/withdraw",
            Action::WithdrawPetition,
            withdraw::confirm,
        )
        .post(
            "/petitions/{id}/withdraw",
            Action::WithdrawPetition,
            withdraw::withdraw,
        )
}
