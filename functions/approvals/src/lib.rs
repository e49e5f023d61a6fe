//! 送审批示: an officer shows a draft to one leader of the own agency, who approves it or returns it with an instruction.
//! Owns the submission and its answer; carrying a draft out is the business of the function whose form it is a draft of.
//! Changes nothing of a case but what is told of it inside.

mod ask;
mod decide;
mod draft;
mod list;
mod show;
pub mod steps;
mod take_back;

use web::{Action, Routes};

/// The routes of this function.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("approvals")
        .get("/staff/approvals", Action::ReadApproval, list::show)
        .get(
            "/staff/petitions/{id}/approvals",
            Action::RegisterPetition,
            ask::show,
        )
        .post(
            "/staff/petitions/{id}/approvals",
            Action::SubmitApproval,
            ask::submit,
        )
        .get(
            "/staff/approvals/{id}/{submission}",
            Action::ReadApproval,
            show::show,
        )
        .post(
            "/staff/approvals/{id}/{submission}",
            Action::DecideApproval,
            decide::decide,
        )
        .post(
            "/staff/approvals/{id}/{submission}/take-back",
            Action::SubmitApproval,
            take_back::take_back,
        )
}
