//! 来信简单登记: letters that get no case, each a record of its own in the partition of the petition office that registered
//! it. Written once, never changed. Also how many letters of either kind an office has registered since a moment.

use crate::client::{Item, Query, Range, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::head::{Queue, json, open, seal};
use crate::keys;
use crate::lists::{Found, Look};
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, NaiveDate, Utc};
use domain::division::DivisionCode;
use domain::ids::{AgencyCode, BriefId, PetitionId};
use domain::incoming::{Brief, BriefKind, BriefMethod};
use domain::number::BriefNumber;
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

const FIELD: &str = "brief";
/// Sorts after every id.
const AFTER_IDS: &str = "g";
/// Sorts after every time.
pub(crate) const AFTER_TIMES: &str = "9";

/// 简单登记行: what lists are narrowed by, and the whole of it, sealed under its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefRow {
    /// Layout version.
    pub v: u8,
    /// The letter.
    pub id: BriefId,
    /// 类型
    pub kind: BriefKind,
    /// 办理方式
    pub method: BriefMethod,
    sealed: String,
}

/// 编号的归属: whose a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Numbered {
    /// A petition's.
    Petition {
        /// Which.
        petition: PetitionId,
    },
    /// A letter's that was registered in brief.
    Brief {
        /// Which.
        brief: BriefId,
    },
    /// Something else's.
    Other {},
}

#[derive(Serialize)]
struct NumberClaim {
    v: u8,
    brief: BriefId,
}

/// 今天登记了多少封.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Registered {
    /// In detail.
    pub detailed: u32,
    /// In brief.
    pub brief: u32,
}

impl BriefRow {
    /// The row in an item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a layout this version does not know.
    pub fn from_item(stored: Item) -> Result<Self> {
        let row: Self = read(stored)?;
        match row.v {
            1 => Ok(row),
            other => Err(StoreError::Corrupt(format!("brief letter layout {other}"))),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open(&self, keys: &KeyRing) -> Result<Brief> {
        let text = open(keys, self.id, FIELD, &self.sealed)?;
        serde_json::from_str(&text).map_err(|e| StoreError::unreadable(&e))
    }
}

impl Store {
    /// Takes the next number of letters in brief for a division and day (one request; gaps are allowed).
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn next_brief_number(&self, division: DivisionCode, date: NaiveDate) -> Result<BriefNumber> {
        let key = keys::number_counter(BriefNumber::PREFIX, &division.to_string(), date);
        let next = self.add(Table::Petitions, &key, 1, None).await?;
        let next = u32::try_from(next).map_err(|_| StoreError::Corrupt("brief counter".to_owned()))?;
        Ok(BriefNumber::new(division, date, next))
    }

    /// Writes a letter in brief and the claim of its number: one transaction.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if its form was registered before; otherwise the store's failures.
    pub async fn register_brief(&self, brief: &Brief) -> Result<()> {
        let writes = self.tx_brief(brief)?.into();
        self.transact(writes).await.map_err(|error| match error {
            StoreError::Cancelled(_) => StoreError::Conflict,
            other => other,
        })
    }

    /// The writes of a letter in brief and of the claim of its number, which fail if it was registered before.
    pub(crate) fn tx_brief(&self, brief: &Brief) -> Result<[TransactWriteItem; 2]> {
        let row = BriefRow {
            v: 1,
            id: brief.id,
            kind: brief.entry.kind,
            method: brief.entry.method,
            sealed: seal(&self.keys, brief.id, FIELD, &json(brief)?)?,
        };
        let claim = NumberClaim {
            v: 1,
            brief: brief.id,
        };
        Ok([
            self.tx_put(
                Table::Petitions,
                item(&keys::brief(&brief.by.agency.code, brief.id), &row)?,
                true,
            )?,
            self.tx_put(
                Table::Petitions,
                item(&keys::number(&brief.number.to_string()), &claim)?,
                true,
            )?,
        ])
    }

    /// Whose a number is, of petitions and of letters in brief: one request. `None` for one that nobody has.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn numbered(&self, number: &str) -> Result<Option<Numbered>> {
        let found = self.get(Table::Petitions, &keys::number(number)).await?;
        found.map(read).transpose()
    }

    /// A letter that an office registered in brief: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn brief(&self, office: &AgencyCode, id: BriefId) -> Result<Option<Brief>> {
        let found = self.get(Table::Petitions, &keys::brief(office, id)).await?;
        found
            .map(|item| BriefRow::from_item(item)?.open(&self.keys))
            .transpose()
    }

    /// The next letters of an office that `keeps` keeps, in either order: one request, as [`Store::queue_matching`].
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn briefs(
        &self,
        office: &AgencyCode,
        look: Look<'_>,
        now: DateTime<Utc>,
        keeps: impl Fn(&BriefRow) -> bool,
    ) -> Result<Found<BriefRow>> {
        self.look(Table::Petitions, &keys::briefs(office), look, now, keeps)
            .await
    }

    /// How many letters an office has registered since a moment: two counts in parallel.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn letters_since(&self, office: &AgencyCode, since: DateTime<Utc>) -> Result<Registered> {
        let (detailed_pk, brief_pk) = (keys::queue(office, Queue::Letters.key()), keys::briefs(office));
        let from_time = keys::by_time(since, "");
        let from_id = BriefId::new(since, [0; 10]).to_string();
        let counting = |pk, from, to| Query {
            range: Range::Between(from, to),
            ..Query::of(Table::Petitions, pk)
        };
        let (detailed, brief) = tokio::try_join!(
            self.count(counting(&detailed_pk, &from_time, AFTER_TIMES)),
            self.count(counting(&brief_pk, &from_id, AFTER_IDS))
        )?;
        Ok(Registered { detailed, brief })
    }
}
