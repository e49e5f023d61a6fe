//! 短信用语: the words of messages as administrators have written them, one item of the content table for
//! each kind that was ever changed. Owns the items and the process's copy; which words are acceptable is
//! [`domain::wording`]'s.

use crate::client::{Query, Store, Table, item, read};
use crate::error::Result;
use crate::kept::Kept;
use crate::keys::{self, MESSAGES};
use crate::settings::is_fresh;
use chrono::{DateTime, Utc};
use domain::message::MessageKind;
use domain::settings::Changed;
use domain::wording::Wording;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) type WordingsCopy = Kept<Wordings, DateTime<Utc>>;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Record {
    v: u8,
    kind: MessageKind,
    revision: u32,
    /// None once the built-in words were restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    changed: Changed,
}

/// 短信用语 of every kind.
#[derive(Clone, Debug, Default)]
pub struct Wordings(BTreeMap<MessageKind, Record>);

impl Wordings {
    /// The words of a kind as they are now. Words that a later version of the product does not accept any
    /// more (a blank is gone) give way to the built-in ones: a message goes out in any case.
    #[must_use]
    pub fn of(&self, kind: MessageKind) -> Wording {
        self.own(kind).unwrap_or_else(|| Wording::built_in(kind))
    }

    /// Whether a kind has words of its own.
    #[must_use]
    pub fn is_changed(&self, kind: MessageKind) -> bool {
        self.own(kind).is_some()
    }

    /// When and by whom the words of a kind were changed last.
    #[must_use]
    pub fn changed(&self, kind: MessageKind) -> Option<&Changed> {
        self.0.get(&kind).map(|record| &record.changed)
    }

    /// The revision of a kind's words; a change is conditioned on it.
    #[must_use]
    pub fn revision(&self, kind: MessageKind) -> u32 {
        self.0.get(&kind).map_or(0, |record| record.revision)
    }

    fn own(&self, kind: MessageKind) -> Option<Wording> {
        let text = self.0.get(&kind)?.text.as_ref()?;
        Wording::parse(kind, text).ok()
    }
}

impl Store {
    /// The words: no request within [`crate::settings::KEPT_SECONDS`] of the last reading.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn wordings(&self, now: DateTime<Utc>) -> Result<Arc<Wordings>> {
        match self.wordings.get(|read_at| is_fresh(read_at, now)) {
            Some(kept) => Ok(kept),
            None => self.wordings_now(now).await,
        }
    }

    /// The words as they stand in the table: for the pages that change them; one request.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn wordings_now(&self, now: DateTime<Utc>) -> Result<Arc<Wordings>> {
        let reading = self.wordings.reading();
        let items = self.query_all(Query::of(Table::Content, MESSAGES)).await?;
        let mut found = BTreeMap::new();
        for stored in items {
            // A kind of a later version is none of this one's business.
            if let Ok(record) = read::<Record>(stored) {
                found.insert(record.kind, record);
            }
        }
        Ok(self.wordings.keep(&reading, now, Wordings(found)))
    }

    /// Stores words made from those of a revision (none: the built-in ones again) under the next one.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] if somebody else has changed them since.
    pub async fn save_wording(
        &self,
        kind: MessageKind,
        words: Option<&Wording>,
        revision: u32,
        changed: Changed,
    ) -> Result<()> {
        let next = Record {
            v: 1,
            kind,
            revision: revision + 1,
            text: words.map(|words| words.text().to_owned()),
            changed,
        };
        let stored = item(&keys::wording(kind), &next)?;
        let sent = self.put_over(Table::Content, stored, revision).await;
        self.wordings.forget();
        sent
    }
}
