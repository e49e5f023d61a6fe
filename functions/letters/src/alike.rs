//! 判重 while a letter is entered: [`web::matches::entering`].

use crate::form;
use chrono::{DateTime, Utc};
use domain::dedupe::Party;
use domain::ids::PetitionId;
use templates::staff::letters::DETAILED;
use web::matches::entering::{Asked, Entering, Kind};
use web::session::Officer;
use web::{App, FormData, sender};

/// What is entered.
const LETTER: Kind = Kind {
    action: DETAILED,
    word: "来信",
    baseline: || form::empty(String::new(), "", ""),
    asks_sex: false,
};

/// What is typed of a letter, with all who signed it.
pub(crate) fn asked(sent: &FormData) -> Asked {
    let others = sender::typed_others(sent)
        .into_iter()
        .map(|one| Party::new(&one.name, Some(&one.id_number), Some(&one.mobile)));
    Asked::of(sent, others.collect())
}

/// A letter that is being entered.
pub(crate) fn entering<'a>(
    app: &'a App,
    officer: &'a Officer,
    id: PetitionId,
    asked: &'a Asked,
    now: DateTime<Utc>,
) -> Entering<'a> {
    Entering {
        app,
        officer,
        kind: LETTER,
        id,
        asked,
        now,
    }
}
