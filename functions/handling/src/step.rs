//! What every page that carries out a step has in common. Decides nothing.

use domain::ids::PetitionId;
use store::head::{Head, SealedField};
use templates::staff::step::Step;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, FormState, Result, Visit};

/// Frame, form and case of the page of the step `name`, which is the last part of its path.
pub(crate) fn step(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    head: &Head,
    name: &str,
    form: FormState,
) -> Result<Step> {
    let petition = &head.petition;
    Ok(Step {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("/staff/petitions/{}/{name}", petition.id),
        href: format!("/staff/petitions/{}", petition.id),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        overtaken: None,
    })
}

/// The step is not possible (any more): says why and leads to the case.
pub(crate) fn impossible(id: PetitionId, reason: impl Into<String>) -> AppError {
    AppError::conflict_at(reason, format!("/staff/petitions/{id}"), "查看信访件")
}
