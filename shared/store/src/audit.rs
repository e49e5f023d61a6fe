//! 审计链: what changes no case, in one chain per actor and day (Shanghai). Each entry stores an HMAC
//! over its bytes and the entry before; nobody has the right to change or delete one. Once a day the
//! end of every chain is written to a bucket whose objects nobody can change ([`Store::seal_day`]), so
//! that cutting off or rewriting a chain shows. Must not decide what is recorded.

use crate::client::{Item, Query, Store, Table, item, key_of, read};
use crate::error::{Result, StoreError};
use crate::head::json;
use crate::keys::{self, Key};
use aws_sdk_s3::primitives::ByteStream;
use chrono::{DateTime, NaiveDate, Utc};
use domain::audit::{Doer, Entry};
use domain::time::local_date;
use futures_util::FutureExt;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

/// Tries to append before giving up: so many requests of one actor may write at the same moment.
const TRIES_MAX: usize = 12;
/// Ends of chains that are read at a time.
const READS_AT_ONCE: usize = 16;
/// Entries that are appended in one transaction at most.
const BATCH_MAX: usize = 90;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Record {
    v: u8,
    data: String,
    mac: String,
}

#[derive(Serialize, Deserialize)]
struct ChainRow {
    v: u8,
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The actor's name in the key.
    pub actor: String,
    /// How many entries.
    pub entries: u32,
    /// The chain value of the last one.
    pub mac: String,
}

/// 每日链头: the ends of all chains of a day, as kept in the bucket that is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHeads {
    /// Layout.
    pub v: u8,
    /// The day.
    pub date: NaiveDate,
    /// When it was written.
    pub made: DateTime<Utc>,
    /// The chains, in the order of their actors.
    pub chains: Vec<ChainHead>,
}

/// An entry as read from the table, for verification.
#[derive(Clone, Debug)]
pub struct Link {
    /// Place in the chain, from 1.
    pub seq: u32,
    /// What it says.
    pub entry: Entry,
    data: String,
    /// Its chain value.
    pub mac: String,
}

impl Link {
    /// The link in an item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a layout this version does not know.
    pub fn from_item(stored: Item) -> Result<Self> {
        let seq = key_of(&stored).and_then(|key| key.sk.parse().ok());
        let seq = seq.ok_or_else(|| StoreError::Corrupt("audit key".to_owned()))?;
        let record: Record = read(stored)?;
        if record.v != 1 {
            return Err(StoreError::Corrupt(format!("audit layout {}", record.v)));
        }
        Ok(Self {
            seq,
            entry: serde_json::from_str(&record.data).map_err(|e| StoreError::unreadable(&e))?,
            data: record.data,
            mac: record.mac,
        })
    }
}

/// What is wrong with a chain, if anything: places without a gap, each value following from the one
/// before. `pk` is the partition: it is what the first entry follows.
#[must_use]
pub fn fault(keys: &KeyRing, pk: &str, links: &[Link]) -> Option<String> {
    let mut previous = pk;
    for (at, link) in links.iter().enumerate() {
        if usize::try_from(link.seq).ok() != Some(at + 1) {
            return Some(format!("entry {} stands at place {}", link.seq, at + 1));
        }
        if !keys.chain_holds(previous, link.data.as_bytes(), &link.mac) {
            return Some(format!("the chain is broken at entry {}", link.seq));
        }
        previous = &link.mac;
    }
    None
}

impl Store {
    /// Appends one entry to its actor's chain of the day: a read and a write.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails: what was to be recorded must not happen then.
    pub async fn audit(&self, actor: &Doer, entry: Entry) -> Result<()> {
        self.audit_all(actor, &[entry]).await
    }

    /// Appends entries of one day in their order, in as few transactions as possible.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn audit_all(&self, actor: &Doer, entries: &[Entry]) -> Result<()> {
        for batch in entries.chunks(BATCH_MAX) {
            self.append(actor, batch).await?;
        }
        Ok(())
    }

    async fn append(&self, actor: &Doer, entries: &[Entry]) -> Result<()> {
        let Some(first) = entries.first() else {
            return Ok(());
        };
        let date = local_date(first.at);
        let actor = actor.to_string();
        let pk = keys::audit(&actor, date);
        for _ in 0..TRIES_MAX {
            let (mut seq, mut mac) = match self.chain_end(&pk).await? {
                Some(end) => (end.seq, end.mac),
                None => (0, pk.clone()),
            };
            let mut writes = Vec::with_capacity(entries.len() + 1);
            if seq == 0 {
                let row = item(&keys::audit_chain(date, &actor), &ChainRow { v: 1 })?;
                writes.push(self.tx_put(Table::Audit, row, false)?);
            }
            for entry in entries {
                seq += 1;
                let data = json(entry)?;
                mac = self.keys.chain(&mac, data.as_bytes());
                let record = Record {
                    v: 1,
                    data,
                    mac: mac.clone(),
                };
                let stored = item(&Key::new(pk.clone(), keys::audit_seq(seq)), &record)?;
                if entries.len() == 1 && seq > 1 {
                    // One write of its own costs half of what it costs in a transaction.
                    match self.put(Table::Audit, stored, true).await {
                        Err(StoreError::Conflict) => break,
                        done => return done,
                    }
                }
                writes.push(self.tx_put(Table::Audit, stored, true)?);
            }
            if writes.is_empty() {
                continue;
            }
            match self.transact(writes).await {
                Err(StoreError::Cancelled(_)) => {}
                done => return done,
            }
        }
        Err(StoreError::Conflict)
    }

    async fn chain_end(&self, pk: &str) -> Result<Option<Link>> {
        let query = Query {
            limit: Some(1),
            newest_first: true,
            ..Query::of(Table::Audit, pk)
        };
        let (items, _) = self.query(query).await?;
        items.into_iter().next().map(Link::from_item).transpose()
    }

    /// All entries of an actor's day, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn audit_chain(&self, actor: &str, date: NaiveDate) -> Result<Vec<Link>> {
        let pk = keys::audit(actor, date);
        let items = self.query_all(Query::of(Table::Audit, &pk)).await?;
        items.into_iter().map(Link::from_item).collect()
    }

    /// The names of all who have a chain on a day.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn audit_actors(&self, date: NaiveDate) -> Result<Vec<String>> {
        let pk = keys::audit_day(date);
        let items = self.query_all(Query::of(Table::Audit, &pk)).await?;
        Ok(items.iter().filter_map(key_of).map(|key| key.sk).collect())
    }

    /// Writes the ends of all chains of a day that is over to the locked bucket, unless they are
    /// there. Returns whether something was written; a day without entries has no object.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn seal_day(&self, date: NaiveDate, now: DateTime<Utc>) -> Result<bool> {
        // The object first: of the days that are looked back on, all but one are there.
        if self.day_is_sealed(date).await? {
            return Ok(false);
        }
        let actors = self.audit_actors(date).await?;
        if actors.is_empty() {
            return Ok(false);
        }
        let chains = stream::iter(actors.into_iter().map(|actor| self.chain_head(actor, date)))
            .buffered(READS_AT_ONCE)
            .try_collect()
            .await?;
        let heads = DayHeads {
            v: 1,
            date,
            made: now,
            chains,
        };
        self.s3()
            .put_object()
            .bucket(&self.config.audit_bucket)
            .key(keys::audit_object(date))
            .content_type("application/json")
            .body(ByteStream::from(json(&heads)?.into_bytes()))
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        Ok(true)
    }

    async fn chain_head(&self, actor: String, date: NaiveDate) -> Result<ChainHead> {
        match self.chain_end(&keys::audit(&actor, date)).await? {
            Some(end) => Ok(ChainHead {
                actor,
                entries: end.seq,
                mac: end.mac,
            }),
            None => Err(StoreError::Corrupt(format!("the chain of {actor} has no entry"))),
        }
    }

    async fn day_is_sealed(&self, date: NaiveDate) -> Result<bool> {
        let request = self.s3().head_object().bucket(&self.config.audit_bucket);
        match request.key(keys::audit_object(date)).send().boxed().await {
            Ok(_) => Ok(true),
            Err(error) if error.raw_response().is_some_and(|r| r.status().as_u16() == 404) => Ok(false),
            Err(error) => Err(StoreError::service(&error)),
        }
    }

    /// The ends of a day's chains as they were written, if they were.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails or the object is no such list.
    pub async fn sealed_day(&self, date: NaiveDate) -> Result<Option<DayHeads>> {
        let request = self.s3().get_object().bucket(&self.config.audit_bucket);
        let found = match request.key(keys::audit_object(date)).send().boxed().await {
            Ok(found) => found,
            Err(error) if error.raw_response().is_some_and(|r| r.status().as_u16() == 404) => {
                return Ok(None);
            }
            Err(error) => return Err(StoreError::service(&error)),
        };
        let body = found.body.collect().await;
        let bytes = body.map_err(|e| StoreError::Service(e.to_string()))?;
        let heads = serde_json::from_slice(&bytes.into_bytes()).map_err(|e| StoreError::unreadable(&e))?;
        Ok(Some(heads))
    }
}
