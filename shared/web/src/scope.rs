//! Which cases an officer may see: checked beside the data, after the role was checked at the route. What is out of scope
//! does not exist.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::session::Officer;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use store::cases::CaseFile;

/// The case, if it lies in the officer's scope and has been opened: reading what the petitioner wrote before that would be
/// opening it.
///
/// # Errors
/// Not found outside the scope; the store's failures.
pub async fn visible(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = app.store.case(id).await?.ok_or(AppError::NotFound)?;
    if is_visible(officer, &case.file.head.petition) {
        Ok(case)
    } else {
        Err(AppError::NotFound)
    }
}

/// Whether the officer may read a case.
#[must_use]
pub fn is_visible(officer: &Officer, petition: &Petition) -> bool {
    let opened = !matches!(petition.status.kind(), StatusKind::Filed | StatusKind::Withdrawn);
    opened && petition.is_in_scope_of(&officer.agency)
}

/// Why this officer cannot work on the case, if it lies with another agency.
#[must_use]
pub fn lies_elsewhere(officer: &Officer, petition: &Petition) -> Option<String> {
    (petition.holder.code != officer.agency).then(|| format!("这件信访现在由{}办理", petition.holder.name))
}
