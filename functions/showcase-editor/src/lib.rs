//! 案例选登 (manual of 2014, 3.3): officers choose a concluded case, ask its petitioner, write it anew for everybody,
//! and a colleague approves it. Owns the officers' pages of it. A function of its own, because it reads petitions and
//! the public's must not; it changes none.

mod choose;
mod discard;
mod edit;
mod finds;
mod go;
mod list;
mod preview;
mod reach;
mod remark;
mod show;
pub mod steps;
mod wish;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("showcase-editor")
        .get("/staff/showcase", Action::ReadShowcase, list::show)
        .get("/staff/showcase/new", Action::EditShowcase, choose::show)
        .post("/staff/showcase/new", Action::EditShowcase, choose::choose)
        .get("/staff/showcase/{id}", Action::ReadShowcase, show::show)
        .get(
            "/staff/showcase/{id}/preview",
            Action::ReadShowcase,
            preview::show,
        )
        .get("/staff/showcase/{id}/edit", Action::EditShowcase, edit::show)
        .post("/staff/showcase/{id}/edit", Action::EditShowcase, edit::save)
        .get("/staff/showcase/{id}/wish", Action::EditShowcase, wish::show)
        .post("/staff/showcase/{id}/wish", Action::EditShowcase, wish::record)
        .post("/staff/showcase/{id}/submit", Action::EditShowcase, go::submit)
        .post(
            "/staff/showcase/{id}/take-back",
            Action::EditShowcase,
            go::take_back,
        )
        .post(
            "/staff/showcase/{id}/approve",
            Action::ApproveShowcase,
            go::approve,
        )
        .get(
            "/staff/showcase/{id}/back",
            Action::ApproveShowcase,
            remark::back_page,
        )
        .post(
            "/staff/showcase/{id}/back",
            Action::ApproveShowcase,
            remark::send_back,
        )
        .get(
            "/staff/showcase/{id}/withdraw",
            Action::WithdrawShowcase,
            remark::withdraw_page,
        )
        .post(
            "/staff/showcase/{id}/withdraw",
            Action::WithdrawShowcase,
            remark::withdraw,
        )
        .get("/staff/showcase/{id}/drop", Action::EditShowcase, discard::show)
        .post(
            "/staff/showcase/{id}/drop",
            Action::EditShowcase,
            discard::discard,
        )
}
