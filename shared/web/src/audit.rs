//! 审计: records what the person of a request did that changes no case. An entry is written before the
//! deed takes effect: what cannot be recorded does not happen. (A new account is recorded when it is there.)

use crate::app::App;
use crate::errors::Result;
use crate::visit::Visit;
use domain::audit::{Deed, Doer, Entry};

/// An entry for this request: its time, its reference number, and a keyed hash of its address.
#[must_use]
pub fn entry(app: &App, visit: &Visit, deed: Deed) -> Entry {
    Entry {
        address: Some(app.keys.blind("audit-address", visit.address())),
        request: Some(visit.id().to_owned()),
        ..Entry::new(deed, visit.now())
    }
}

/// Records a deed that concerns no petition.
///
/// # Errors
/// The store's.
pub async fn record(app: &App, visit: &Visit, actor: &Doer, deed: Deed) -> Result<()> {
    Ok(app.store.audit(actor, entry(app, visit, deed)).await?)
}

/// Somebody by the name they typed, which may be nobody's. The name itself is not kept.
pub(crate) fn unknown(app: &App, name: &str) -> Doer {
    Doer::Unknown(app.keys.blind("audit-name", name))
}
