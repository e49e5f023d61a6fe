//! Whose visits they are: those that the officer's own petition office registered. For everybody else there are none.

use domain::ids::PetitionId;
use domain::petition::Petition;
use domain::registration::Channel;
use store::cases::{CaseFile, PetitionFile};
use web::session::Officer;
use web::ticket::Tickets;
use web::{App, AppError, Result};

/// The tickets of the form of a visit.
pub(crate) const TICKETS: Tickets = Tickets {
    purpose: "visit-form",
    field: "visit",
};
/// The tickets of files for a reception by a leader, of a visit that is registered.
pub(crate) const RECEPTION: Tickets = Tickets {
    purpose: "visit-reception",
    field: "visit",
};

/// Whether a petition is a visit that the officer's office registered.
pub(crate) fn is_own(officer: &Officer, petition: &Petition) -> bool {
    petition.channel == Channel::Visit && petition.came_in_at(&officer.agency)
}

/// A visit of the officer's office.
pub(crate) async fn own(app: &App, officer: &Officer, id: PetitionId) -> Result<PetitionFile> {
    let found = app.store.petition(id).await?;
    found
        .filter(|file| is_own(officer, &file.head.petition))
        .ok_or(AppError::NotFound)
}

/// The same with what only staff may see.
pub(crate) async fn own_case(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let found = app.store.case(id).await?;
    found
        .filter(|case| is_own(officer, &case.file.head.petition))
        .ok_or(AppError::NotFound)
}
