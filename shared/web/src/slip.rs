//! The slip that whoever wrote or came gets with the query code: who sees the code on it. On the day of the registration who
//! registered it does; everybody else, and later everybody, for a reason that is recorded.

use crate::app::App;
use crate::errors::Result;
use crate::present;
use crate::session::Officer;
use crate::visit::Visit;
use domain::audit::{Doer, Entry};
use domain::event::By;
use domain::time::local_date;
use store::cases::PetitionFile;
use store::head::SealedField;

/// Whether it was registered by this officer, today.
#[must_use]
pub fn is_fresh(officer: &Officer, file: &PetitionFile, visit: &Visit) -> bool {
    let first = file.events.first();
    first.is_some_and(|event| {
        let own = matches!(&event.by, By::Officer(by) if by.id == officer.id);
        own && local_date(event.at) == local_date(visit.now())
    })
}

/// The code, after the look was recorded.
///
/// # Errors
/// The store's.
pub async fn reveal(app: &App, officer: &Officer, file: &PetitionFile, entry: Entry) -> Result<String> {
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let code = app.store.open_field(&file.head, SealedField::Code)?;
    Ok(present::grouped_code(&code))
}
