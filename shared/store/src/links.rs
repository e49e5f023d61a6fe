//! 关联: which cases belong to a case. The event that links two lies with the case that was being registered; each of
//! the two has a row that names the other, written and removed in the event's transaction. The other case is not
//! changed by it: its version stays, and whoever works on it is not interrupted.

use crate::client::{Item, Query, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::head::Head;
use crate::keys::{self, Key};
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use domain::dedupe::{LINKS_MAX, Link, Relation};
use domain::event::Body;
use domain::ids::PetitionId;
use domain::number::PetitionNumber;
use serde::{Deserialize, Serialize};

/// Links that are read of a case: all of its own ([`domain::dedupe::LINKS_MAX`]) and the newest of the others'.
pub const LINKS_READ_MAX: usize = 30;

const _: () = assert!(LINKS_MAX < LINKS_READ_MAX, "all own links are read");

/// 关联行: a case that belongs to the case in whose partition it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRow {
    /// Layout version.
    pub v: u8,
    /// The other case.
    pub other: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// What the two are.
    pub relation: Relation,
    /// How often the matter had come before this case, by the other one; 0 if that one came later or is another matter.
    pub repeats: u32,
    /// When they were linked.
    pub at: DateTime<Utc>,
    /// Whether the event that did it lies with the other case, which was being registered then.
    pub theirs: bool,
}

/// 关联的信访件, as many as are shown.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// The case's own links, then those that others made; the newest first.
    pub rows: Vec<LinkRow>,
    /// Whether there are more.
    pub more: bool,
}

impl LinkRow {
    /// The link that the row tells of.
    #[must_use]
    pub fn link(&self) -> Link {
        Link {
            other: self.other,
            number: self.number,
            relation: self.relation,
            repeats: self.repeats,
            at: self.at,
            theirs: self.theirs,
        }
    }
}

/// The row that a link has in the partition of `own`; `theirs`: the other case's event made it.
#[must_use]
pub fn row_key(own: PetitionId, theirs: bool, at: DateTime<Utc>, other: PetitionId) -> Key {
    // Read backwards: the own ones come first.
    let side = if theirs { "a" } else { "b" };
    Key::new(keys::linked(own), format!("{side}#{}", keys::by_time(at, other)))
}

/// The two rows of a link that an event of `own` at `at` makes, each with its key; `repeats`: of own and of other.
#[must_use]
pub fn rows(
    own: (PetitionId, PetitionNumber),
    other: (PetitionId, PetitionNumber),
    relation: Relation,
    repeats: [u32; 2],
    at: DateTime<Utc>,
) -> [(Key, LinkRow); 2] {
    let row = |(id, number): (PetitionId, PetitionNumber), repeats, theirs| LinkRow {
        v: 1,
        other: id,
        number,
        relation,
        repeats,
        at,
        theirs,
    };
    let [of_own, of_other] = repeats;
    [
        (row_key(own.0, false, at, other.0), row(other, of_own, false)),
        (row_key(other.0, true, at, own.0), row(own, of_other, true)),
    ]
}

impl Store {
    /// The writes of the rows that follow from linking and unlinking.
    pub(crate) fn tx_links<'a>(
        &self,
        own: (PetitionId, PetitionNumber),
        steps: impl Iterator<Item = &'a Body>,
        at: DateTime<Utc>,
    ) -> Result<Vec<TransactWriteItem>> {
        let mut writes = Vec::new();
        for step in steps {
            match step {
                Body::Linked {
                    other,
                    number,
                    relation,
                    repeats,
                    repeats_of_other,
                } => {
                    let repeats = [*repeats, *repeats_of_other];
                    for (key, row) in rows(own, (*other, *number), *relation, repeats, at) {
                        writes.push(self.tx_put(Table::Petitions, item(&key, &row)?, true)?);
                    }
                }
                Body::Unlinked {
                    other, since, theirs, ..
                } => {
                    let of_own = row_key(own.0, *theirs, *since, *other);
                    let of_other = row_key(*other, !theirs, *since, own.0);
                    for key in [of_own, of_other] {
                        writes.push(self.tx_delete(Table::Petitions, &key, true)?);
                    }
                }
                _ => {}
            }
        }
        Ok(writes)
    }

    /// The cases that are linked with a case, from either side: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn linked(&self, id: PetitionId) -> Result<Linked> {
        let pk = keys::linked(id);
        let limit = i32::try_from(LINKS_READ_MAX + 1).unwrap_or(i32::MAX);
        let query = Query {
            limit: Some(limit),
            newest_first: true,
            ..Query::of(Table::Petitions, &pk)
        };
        let (items, _) = self.query(query).await?;
        let mut rows = items.into_iter().map(link_row).collect::<Result<Vec<_>>>()?;
        let more = rows.len() > LINKS_READ_MAX;
        rows.truncate(LINKS_READ_MAX);
        Ok(Linked { rows, more })
    }

    /// The headers of several petitions, missing ones left out: one request, none for none.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn heads(&self, ids: &[PetitionId]) -> Result<Vec<Head>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: Vec<_> = ids.iter().map(|id| (Table::Petitions, keys::head(*id))).collect();
        let found = self.get_many(&wanted).await?;
        found.into_iter().flatten().map(Head::from_item).collect()
    }
}

/// The link in an item.
///
/// # Errors
/// [`StoreError::Corrupt`] for a layout this version does not know.
pub fn link_row(stored: Item) -> Result<LinkRow> {
    let row: LinkRow = read(stored)?;
    match row.v {
        1 => Ok(row),
        other => Err(StoreError::Corrupt(format!("link layout {other}"))),
    }
}
