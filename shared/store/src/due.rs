//! Queues of things to do at a time: messages to send, uploads to check. The sort key is the due
//! time, so the next thing is the first item; taking a lease is *moving* the item to a later time in
//! one transaction, so exactly one worker gets it and a worker that dies loses nothing.

use crate::client::{Item, Query, Range, Store, Table, key_item, key_of};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use chrono::{DateTime, Utc};

/// An item under lease: its content and the key it lies under until the lease ends.
#[derive(Clone, Debug)]
pub struct Leased {
    pub(crate) key: Key,
    pub(crate) item: Item,
}

/// The shard of an id: spreads a due-queue over [`keys::SHARDS`] partitions.
pub(crate) fn shard(id: &str) -> u8 {
    id.bytes().fold(0_u8, u8::wrapping_add) % keys::SHARDS
}

/// The due time in a due-queue's sort key is replaced, the rest of the key stays.
fn moved(key: &Key, to: DateTime<Utc>) -> Key {
    let rest = key.sk.split_once('#').map_or("", |(_, rest)| rest);
    Key::new(key.pk.clone(), keys::by_time(to, rest))
}

/// The item at another due time. A transaction cannot delete and put one key: at the same time it is a
/// millisecond later.
pub(crate) fn moved_item(key: &Key, mut item: Item, to: DateTime<Utc>) -> Leased {
    let mut target = moved(key, to);
    if target == *key {
        target = moved(key, to + chrono::Duration::milliseconds(1));
    }
    item.extend(key_item(&target));
    Leased { key: target, item }
}

/// Which items come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    /// Those due for the longest time.
    Oldest,
    /// Those due last.
    Newest,
}

/// Up to `limit` items of one partition that are due, oldest first.
fn due<'a>(pk: &'a str, to: &'a str, limit: i32) -> Query<'a> {
    Query {
        range: Range::Between("0", to),
        limit: Some(limit),
        ..Query::of(Table::Petitions, pk)
    }
}

/// The sort key after everything that is due.
fn due_end(now: DateTime<Utc>) -> String {
    format!("{:014}~", now.timestamp_millis())
}

impl Store {
    /// How many items of one partition are due, up to `limit`.
    pub(crate) async fn count_due(&self, pk: &str, now: DateTime<Utc>, limit: i32) -> Result<u32> {
        let to = due_end(now);
        let query = Query {
            consistent: false,
            ..due(pk, &to, limit)
        };
        self.count(query).await
    }

    /// Up to `limit` items of one partition that are due, each leased until `until`.
    /// Items that another worker leases at the same moment are left out.
    pub(crate) async fn lease_due(
        &self,
        pk: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: i32,
        first: First,
    ) -> Result<Vec<Leased>> {
        let to = due_end(now);
        let query = Query {
            newest_first: first == First::Newest,
            ..due(pk, &to, limit)
        };
        let (items, _) = self.query(query).await?;
        let mut leased = Vec::with_capacity(items.len());
        for item in items {
            let Some(key) = key_of(&item) else { continue };
            match self.move_due(&key, item, until).await {
                Ok(lease) => leased.push(lease),
                Err(StoreError::Cancelled(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(leased)
    }

    /// Moves an item to another due time; fails if it is no longer where it was.
    pub(crate) async fn move_due(&self, key: &Key, item: Item, to: DateTime<Utc>) -> Result<Leased> {
        let target = moved_item(key, item, to);
        let writes = vec![
            self.tx_delete(Table::Petitions, key, true)?,
            self.tx_put(Table::Petitions, target.item.clone(), false)?,
        ];
        self.transact(writes).await?;
        Ok(target)
    }
}
