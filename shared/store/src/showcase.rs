//! 案例选登: a case for the public as its officers have it, sealed as a whole, and what follows from it: the rows of
//! the officers' lists, what the public reads, the rows of the public's lists. All of that follows by pure functions
//! and is written in the transaction of each change. The pairs of characters by which the public searches are too
//! many for one transaction: they are written before it and removed after it, and a search trusts none of them
//! ([`crate::showcase_search`]). Which step is allowed is [`domain::showcase`]'s.

use crate::client::{Item, Store, Table, item, n, read};
use crate::error::{Result, StoreError};
use crate::head::{json, open, seal};
use crate::keys::{self, Key};
use crate::showcase_rows::{DeskRow, TITLE, case_rows, desk_keys, following_keys, shown_of};
use crate::showcase_search::Posting;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use chrono::{DateTime, Utc};
use domain::ids::{AgencyCode, PetitionId, ShowcaseId};
use domain::paging::{Cursor, Page};
use domain::showcase::{Public, Showcase, Tray, search};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;
use std::collections::BTreeSet;

/// Under this name a case is sealed.
const WHOLE: &str = "showcase";
/// How many pairs of characters are written at once.
const CHUNK: usize = 100;
/// So many chunks are under way at a time.
const CHUNKS_AT_ONCE: usize = 4;

#[derive(Serialize, Deserialize)]
struct Record {
    v: u8,
    revision: u32,
    agency: AgencyCode,
    sealed: String,
}

#[derive(Serialize, Deserialize)]
struct Claim {
    v: u8,
    showcase: ShowcaseId,
}

/// The pairs of characters of what is shown.
fn shown_pairs(showcase: &Showcase) -> BTreeSet<String> {
    showcase.shown().map(search::pairs).unwrap_or_default()
}

fn posting_key(showcase: &Showcase, pair: &str) -> Option<Key> {
    let (Public::Shown { since, .. } | Public::Withdrawn { since, .. }) = showcase.public else {
        return None;
    };
    Some(Key::new(keys::gram(pair), keys::by_time(since, showcase.id)))
}

impl Store {
    /// A case as its officers have it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn showcase(&self, id: ShowcaseId) -> Result<Option<Showcase>> {
        let found = self.get(Table::Content, &keys::showcase(id)).await?;
        found
            .map(|stored| showcase_of(&self.keys, id, stored))
            .transpose()
    }

    /// The case that tells a petition, if it was chosen.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn picked(&self, petition: PetitionId) -> Result<Option<ShowcaseId>> {
        let found = self.get(Table::Content, &keys::picked(petition)).await?;
        found
            .map(|stored| Ok(read::<Claim>(stored)?.showcase))
            .transpose()
    }

    /// A page of an agency's cases, the last changed first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn showcase_desk(
        &self,
        agency: &AgencyCode,
        tray: Tray,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<DeskRow>> {
        let pk = keys::showcase_desk(agency, tray.key());
        self.page(Table::Content, &pk, true, cursor, now).await
    }

    /// How many cases of an agency lie in a tray, up to the limit of badges.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn showcase_count(&self, agency: &AgencyCode, tray: Tray) -> Result<u32> {
        let pk = keys::showcase_desk(agency, tray.key());
        self.count(crate::client::Query {
            limit: Some(crate::lists::BADGE_MAX),
            consistent: false,
            ..crate::client::Query::of(Table::Content, &pk)
        })
        .await
    }

    /// Chooses a petition. [`StoreError::Conflict`] if it was chosen already.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn pick_showcase(&self, new: &Showcase) -> Result<Showcase> {
        let claim = Claim {
            v: 1,
            showcase: new.id,
        };
        let claim = item(&keys::picked(new.petition), &claim)?;
        let claim = self.tx_put(Table::Content, claim, true)?;
        self.write_showcase(None, new, vec![claim]).await
    }

    /// Writes a case that was made from the one read, under the next revision, with all that follows from it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody else has changed it since.
    pub async fn change_showcase(&self, before: &Showcase, after: &Showcase) -> Result<Showcase> {
        let (old, new) = (shown_pairs(before), shown_pairs(after));
        let added: Vec<&String> = new.difference(&old).collect();
        self.write_postings(after, &added).await?;
        let next = self.write_showcase(Some(before), after, Vec::new()).await?;
        let stale: Vec<&String> = old.difference(&new).collect();
        // They lead nowhere any more, whether or not they are gone.
        if let Err(error) = self.remove_postings(before, &stale).await {
            tracing::warn!(%error, "the search terms of an old text were not removed");
        }
        Ok(next)
    }

    /// Deletes a case that never was shown, as if it had not been chosen.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody else has changed it since.
    pub async fn drop_showcase(&self, before: &Showcase) -> Result<()> {
        let delete = Delete::builder()
            .table_name(self.config.table(Table::Content))
            .set_key(Some(crate::client::key_item(&keys::showcase(before.id))))
            .condition_expression("revision = :revision")
            .expression_attribute_values(":revision", n(before.revision))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        let mut writes = vec![
            TransactWriteItem::builder().delete(delete).build(),
            self.tx_delete(Table::Content, &keys::picked(before.petition), false)?,
        ];
        for (_, key) in desk_keys(before) {
            writes.push(self.tx_delete(Table::Content, &key, false)?);
        }
        self.finish(writes).await
    }

    async fn write_showcase(
        &self,
        before: Option<&Showcase>,
        after: &Showcase,
        mut writes: Vec<TransactWriteItem>,
    ) -> Result<Showcase> {
        let next = Showcase {
            revision: before.map_or(1, |before| before.revision + 1),
            ..after.clone()
        };
        writes.push(self.tx_showcase(before, &next)?);
        let new: Vec<(Key, Item)> = self.follows(&next)?;
        for key in before.map(following_keys).unwrap_or_default() {
            if !new.iter().any(|(kept, _)| *kept == key) {
                writes.push(self.tx_delete(Table::Content, &key, false)?);
            }
        }
        for (_, stored) in new {
            writes.push(self.tx_put(Table::Content, stored, false)?);
        }
        let sent = self.finish(writes).await;
        self.newest_cases.forget();
        sent.map(|()| next)
    }

    async fn finish(&self, writes: Vec<TransactWriteItem>) -> Result<()> {
        match self.transact(writes).await {
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
            other => other,
        }
    }

    fn tx_showcase(&self, before: Option<&Showcase>, next: &Showcase) -> Result<TransactWriteItem> {
        let record = Record {
            v: 1,
            revision: next.revision,
            agency: next.agency.code.clone(),
            sealed: seal(&self.keys, next.id, WHOLE, &json(next)?)?,
        };
        let stored = item(&keys::showcase(next.id), &record)?;
        let Some(before) = before else {
            return self.tx_put(Table::Content, stored, true);
        };
        let put = Put::builder()
            .table_name(self.config.table(Table::Content))
            .set_item(Some(stored))
            .condition_expression("revision = :revision")
            .expression_attribute_values(":revision", n(before.revision))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// Everything that follows from a case, with its keys.
    fn follows(&self, showcase: &Showcase) -> Result<Vec<(Key, Item)>> {
        let mut all = Vec::new();
        let row = DeskRow {
            v: 1,
            id: showcase.id,
            number: showcase.number,
            title: seal(&self.keys, showcase.id, TITLE, &showcase.words.title)?,
            place: showcase.words.place,
            category: showcase.words.category.clone(),
            work: showcase.work,
            shown: showcase.is_shown(),
            agreed: showcase.wish.as_ref().map(|_| showcase.is_agreed()),
            at: showcase.changed_at,
            by: showcase.changed_by.clone(),
        };
        for (_, key) in desk_keys(showcase) {
            all.push((key.clone(), item(&key, &row)?));
        }
        if let Some(shown) = shown_of(showcase) {
            let key = keys::shown(showcase.id);
            all.push((key.clone(), item(&key, &shown)?));
        }
        for (key, row) in case_rows(showcase) {
            all.push((key.clone(), item(&key, &row)?));
        }
        Ok(all)
    }

    async fn write_postings(&self, showcase: &Showcase, pairs: &[&String]) -> Result<()> {
        let posting = Posting::of(showcase.id);
        let mut writes = Vec::with_capacity(pairs.len());
        for key in pairs.iter().filter_map(|pair| posting_key(showcase, pair)) {
            writes.push(self.tx_put(Table::Content, item(&key, &posting)?, false)?);
        }
        self.in_chunks(writes).await
    }

    async fn remove_postings(&self, showcase: &Showcase, pairs: &[&String]) -> Result<()> {
        let keys = pairs.iter().filter_map(|pair| posting_key(showcase, pair));
        let writes = keys.map(|key| self.tx_delete(Table::Content, &key, false));
        self.in_chunks(writes.collect::<Result<_>>()?).await
    }

    async fn in_chunks(&self, writes: Vec<TransactWriteItem>) -> Result<()> {
        let chunks = writes.chunks(CHUNK).map(|chunk| self.transact(chunk.to_vec()));
        stream::iter(chunks.collect::<Vec<_>>())
            .buffer_unordered(CHUNKS_AT_ONCE)
            .try_collect::<Vec<()>>()
            .await?;
        Ok(())
    }
}

/// The case in an item.
///
/// # Errors
/// [`StoreError::Corrupt`] for a layout this version does not know, or a seal that does not open.
pub fn showcase_of(keys: &KeyRing, id: ShowcaseId, stored: Item) -> Result<Showcase> {
    let record: Record = read(stored)?;
    if record.v != 1 {
        return Err(StoreError::Corrupt(format!("showcase layout {}", record.v)));
    }
    let text = open(keys, id, WHOLE, &record.sealed)?;
    let showcase: Showcase = serde_json::from_str(&text).map_err(|e| StoreError::unreadable(&e))?;
    if showcase.revision == record.revision && showcase.agency.code == record.agency {
        Ok(showcase)
    } else {
        Err(StoreError::Corrupt(
            "a case is not what it is sealed as".to_owned(),
        ))
    }
}
