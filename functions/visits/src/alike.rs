//! 判重 while a visit is entered: [`web::matches::entering`].

use crate::{companions, form};
use chrono::{DateTime, Utc};
use domain::dedupe::Party;
use domain::ids::PetitionId;
use templates::staff::visits::NEW;
use web::matches::entering::{Asked, Entering, Kind};
use web::session::Officer;
use web::{App, FormData};

/// What is entered.
const VISIT: Kind = Kind {
    action: NEW,
    word: "来访",
    baseline: || form::empty(String::new()),
    asks_sex: true,
};

/// How many companions are asked about: more would leave no question for the words.
const COMPANIONS_ASKED: usize = 8;

/// What is typed of a visit, with those who came along: representatives first, then who showed an ID.
pub(crate) fn asked(sent: &FormData) -> Asked {
    let mut others = companions::typed(sent);
    others.retain(|one| !one.name.trim().is_empty() || !one.id_number.trim().is_empty());
    others.sort_by_key(|one| (!one.representative, one.id_number.trim().is_empty()));
    let others = others.iter().take(COMPANIONS_ASKED);
    let others = others.map(|one| Party::new(&one.name, Some(&one.id_number), None));
    Asked::of(sent, others.collect())
}

/// A visit that is being entered.
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
        kind: VISIT,
        id,
        asked,
        now,
    }
}
