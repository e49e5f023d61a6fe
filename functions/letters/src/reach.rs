//! Whose letters they are: those that the officer's own petition office registered. For everybody else there are none.

use domain::ids::PetitionId;
use domain::petition::Petition;
use domain::registration::Channel;
use store::cases::PetitionFile;
use web::session::Officer;
use web::{App, AppError, Result};

/// Whether a petition is a letter that the officer's office registered.
pub(crate) fn is_own(officer: &Officer, petition: &Petition) -> bool {
    petition.channel == Channel::Letter && petition.came_in_at(&officer.agency)
}

/// A letter of the officer's office.
pub(crate) async fn own(app: &App, officer: &Officer, id: PetitionId) -> Result<PetitionFile> {
    let found = app.store.petition(id).await?;
    found
        .filter(|file| is_own(officer, &file.head.petition))
        .ok_or(AppError::NotFound)
}
