//! 查询: anyone with a name and a query code sees the public timeline; the receipt shows an owner the
//! code again. Owns both; must not show what the petitioner wrote beyond the title and who files together.

mod messages;
mod receipt;
mod result;
mod track;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("tracking")
        .get("/track", Action::Track, track::form)
        .post_without_token("/track", Action::Track, track::find)
        .get("/track/result", Action::Track, result::show)
        .post("/track/messages", Action::Track, messages::switch)
        .get("/petitions/{id}/receipt", Action::ReadOwnPetition, receipt::show)
}
