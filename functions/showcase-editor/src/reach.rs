//! Who may see and work on a case for the public: checked here beside the data, after the role was checked at the
//! route. What another agency tells, and a petition out of scope, does not exist.

use domain::access::{Action, may};
use domain::ids::{PetitionId, ShowcaseId};
use domain::petition::{Petition, StatusKind};
use domain::showcase::Showcase;
use store::cases::CaseFile;
use web::session::Officer;
use web::{App, AppError, Result};

/// The page of a case.
pub(crate) fn path(id: ShowcaseId) -> String {
    format!("/staff/showcase/{id}")
}

/// The case, if the officer's own agency tells it.
pub(crate) async fn known(app: &App, officer: &Officer, id: ShowcaseId) -> Result<Showcase> {
    let found = app.store.showcase(id).await?;
    found
        .filter(|showcase| showcase.agency.code == officer.agency)
        .ok_or(AppError::NotFound)
}

/// The petition, if it lies in the officer's scope and has been opened.
pub(crate) async fn petition(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = app.store.case(id).await?.ok_or(AppError::NotFound)?;
    if is_visible(officer, &case.file.head.petition) {
        Ok(case)
    } else {
        Err(AppError::NotFound)
    }
}

fn is_visible(officer: &Officer, petition: &Petition) -> bool {
    let opened = !matches!(petition.status.kind(), StatusKind::Filed | StatusKind::Withdrawn);
    opened && petition.is_in_scope_of(&officer.agency)
}

/// Whether the officer's role allows an action.
pub(crate) fn allowed(officer: &Officer, action: Action) -> bool {
    may(&officer.actor(), action)
}
