//! 判重索引: under which values a petition is found, and asking for those of another. Filing only says that a petition
//! is to be indexed; [`Store::index`] writes the rows, in the background. A row holds no more than an id: what two
//! petitions really share is found out by comparing them.
//! What a petition is indexed under is a function of it: nothing once it is withdrawn.

use crate::cases::{Detail, unseal};
use crate::client::{Item, Query, Range, Store, Table, item, key_item, n, read};
use crate::due::{First, Leased, shard};
use crate::error::{Result, StoreError};
use crate::head::{Head, SealedField};
use crate::keys::{self, Key};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
use chrono::{DateTime, Duration, Utc};
use domain::dedupe::{Mark, Party, Profile, Side};
use domain::fingerprint::LAYOUT;
use domain::ids::PetitionId;
use domain::petition::Status;
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// Queries of one dedupe, at most: while a key is replaced, each value has two.
const QUERIES_MAX: usize = domain::dedupe::PROBES_MAX;
/// Rows of one Query.
const ROWS_MAX: i32 = 20;
/// Petitions that are read and compared, at most, beside those that are linked already.
pub const CANDIDATES_MAX: usize = 20;
/// How long an indexing is leased, seconds.
pub const LEASE_SECONDS: u64 = 120;

#[derive(Serialize, Deserialize)]
struct DueRecord {
    v: u8,
    petition: PetitionId,
    since: DateTime<Utc>,
    /// Whether it was there already and is to be indexed once more.
    #[serde(default)]
    again: bool,
}

#[derive(Serialize, Deserialize)]
struct RowRecord {
    v: u8,
    petition: PetitionId,
}

/// 索引清单: under what a petition is indexed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout version of the item.
    pub v: u8,
    /// Layout of the bands.
    pub layout: u8,
    /// The sort key of all its rows.
    pub row_sk: String,
    /// The partitions of its rows, in order.
    pub rows: Vec<String>,
}

impl Manifest {
    /// The manifest in an item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a layout this version does not know.
    pub fn from_item(stored: Item) -> Result<Self> {
        let manifest: Self = read(stored)?;
        match manifest.v {
            1 => Ok(manifest),
            other => Err(StoreError::Corrupt(format!("manifest layout {other}"))),
        }
    }
}

/// A petition to index, under lease.
#[derive(Clone, Debug)]
pub struct MatchDue {
    /// The petition.
    pub petition: PetitionId,
    /// Since when it waits; `None` for what is indexed once more, which nobody waits for.
    pub since: Option<DateTime<Utc>>,
    lease: Leased,
}

/// 判重候选: a petition as it is now, with what it says.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The header.
    pub head: Head,
    /// What was written, and by whom.
    pub detail: Detail,
}

/// Whether a change has the petition found under other values.
pub(crate) fn is_found_otherwise(old: &Head, new: &Head) -> bool {
    let withdrawn = |head: &Head| head.petition.status == Status::Withdrawn;
    old.petition.division != new.petition.division || withdrawn(old) != withdrawn(new)
}

/// What of a petition is compared with others.
///
/// # Errors
/// [`StoreError::Corrupt`] if the title does not open.
pub fn profile(keys: &KeyRing, head: &Head, detail: &Detail) -> Result<Profile> {
    let owner = &detail.petitioner;
    let parties = if owner.anonymous {
        Vec::new()
    } else {
        let first = Party::new(&owner.name, owner.id_number.as_deref(), owner.mobile.as_deref());
        let others = detail
            .co_petitioners
            .iter()
            .map(|one| Party::new(&one.name, one.id_number.as_deref(), one.mobile.as_deref()));
        std::iter::once(first).chain(others).collect()
    };
    let title = head.open(keys, SealedField::Title)?;
    Ok(Profile::new(
        parties,
        head.petition.division,
        &title,
        &detail.content,
    ))
}

fn partition(mark: &Mark, blind: &str) -> String {
    keys::matches(&mark.kind.key(), blind)
}

/// The keyed hashes of a value under every key version, the current one first.
fn blinds(keys: &KeyRing, mark: &Mark) -> Vec<String> {
    keys.blind_all(&format!("match-{}", mark.kind.key()), &mark.value)
}

/// The partitions of all rows that a petition asks for; none once it is withdrawn.
///
/// # Errors
/// [`StoreError::Corrupt`] if the title does not open.
pub fn partitions(keys: &KeyRing, head: &Head, detail: &Detail) -> Result<Vec<String>> {
    if head.petition.status == Status::Withdrawn {
        return Ok(Vec::new());
    }
    let marks = profile(keys, head, detail)?.marks();
    let current = |mark: &Mark| {
        blinds(keys, mark)
            .into_iter()
            .next()
            .map(|blind| partition(mark, &blind))
    };
    Ok(marks
        .iter()
        .filter_map(current)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect())
}

/// The sort key of all rows of a petition.
#[must_use]
pub fn sort_key_of(head: &Head) -> String {
    keys::by_time(head.petition.filed_at, head.petition.id)
}

/// What was done with a petition that was to be indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexed {
    /// It is found under what it says.
    Done,
    /// There is no such petition: nothing to do.
    Gone,
    /// It changed meanwhile; its turn comes again.
    Later,
}

impl Store {
    /// The write that has a petition indexed.
    pub(crate) fn tx_match_due(&self, id: PetitionId, now: DateTime<Utc>) -> Result<TransactWriteItem> {
        let (key, record) = match_due(id, now, now);
        self.tx_put(Table::Petitions, item(&key, &record)?, false)
    }

    /// Has a petition indexed that is there already: for those filed before there was an index. It stands in the
    /// list by when it was filed, once however often this is asked.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn index_again(
        &self,
        id: PetitionId,
        filed_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (key, mut record) = match_due(id, filed_at, now);
        record.again = true;
        self.put(Table::Petitions, item(&key, &record)?, false).await
    }

    /// Leases up to `limit` petitions of every partition that are to be indexed, what came in last first: however many
    /// old ones are indexed once more, those of today do not wait behind them.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn lease_matching(&self, now: DateTime<Utc>, limit: i32) -> Result<Vec<MatchDue>> {
        let until = now + Duration::seconds(LEASE_SECONDS.cast_signed());
        let mut found = Vec::new();
        for partition in 0..keys::SHARDS {
            let pk = keys::match_due(partition);
            for lease in self.lease_due(&pk, now, until, limit, First::Newest).await? {
                let place = lease.key.clone();
                match read::<DueRecord>(lease.item.clone()) {
                    Ok(record) => found.push(MatchDue {
                        petition: record.petition,
                        since: (!record.again).then_some(record.since),
                        lease,
                    }),
                    // It comes up again, and holds up no other.
                    Err(error) => {
                        tracing::error!(pk = place.pk, sk = place.sk, %error, "an unreadable entry");
                    }
                }
            }
        }
        Ok(found)
    }

    /// Writes the rows of a petition, removes those it has no more, and takes it off the list of what is to be done:
    /// one transaction, on condition that the petition is still as it was read.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails or the petition cannot be read; its lease then ends by itself.
    pub async fn index(&self, due: &MatchDue) -> Result<Indexed> {
        self.index_and_end(due.petition, &due.lease.key).await
    }

    /// The same for a petition filed just now, before anybody has leased it: for filling a store.
    ///
    /// # Errors
    /// As [`Store::index`].
    pub async fn index_filed(&self, head: &Head) -> Result<Indexed> {
        let petition = &head.petition;
        let filed = petition.filed_at;
        self.index_and_end(petition.id, &match_due(petition.id, filed, filed).0)
            .await
    }

    async fn index_and_end(&self, id: PetitionId, due: &Key) -> Result<Indexed> {
        let wanted = [keys::head(id), keys::detail(id), keys::matched(id)];
        let wanted = wanted.map(|key| (Table::Petitions, key));
        let mut found = self.get_many(&wanted).await?.into_iter();
        let (head, detail, manifest) = (
            found.next().flatten(),
            found.next().flatten(),
            found.next().flatten(),
        );
        let (Some(head), Some(detail)) = (head, detail) else {
            self.take(Table::Petitions, due).await?;
            return Ok(Indexed::Gone);
        };
        let head = Head::from_item(head)?;
        let detail: Detail = unseal(&self.keys, id, "detail", detail)?;
        let old = manifest.map(Manifest::from_item).transpose()?;
        let mut writes = self.tx_index(&head, &detail, old.as_ref())?;
        writes.push(self.tx_delete(Table::Petitions, due, false)?);
        match self.transact(writes).await {
            Ok(()) => Ok(Indexed::Done),
            Err(StoreError::Cancelled(_)) => Ok(Indexed::Later),
            Err(error) => Err(error),
        }
    }

    /// The writes that make what is indexed of a petition what it asks for.
    fn tx_index(
        &self,
        head: &Head,
        detail: &Detail,
        old: Option<&Manifest>,
    ) -> Result<Vec<TransactWriteItem>> {
        let petition = &head.petition;
        let sk = sort_key_of(head);
        let rows = partitions(&self.keys, head, detail)?;
        let mut writes = vec![self.tx_same_version(petition.id, petition.version)?];
        let known = old.map_or(&[][..], |old| old.rows.as_slice());
        for row in rows.iter().filter(|row| !known.contains(row)) {
            let record = RowRecord {
                v: 1,
                petition: petition.id,
            };
            writes.push(self.tx_put(Table::Petitions, item(&Key::new(row, &sk), &record)?, false)?);
        }
        for row in known.iter().filter(|row| !rows.contains(row)) {
            writes.push(self.tx_delete(Table::Petitions, &Key::new(row, &sk), false)?);
        }
        let manifest = Manifest {
            v: 1,
            layout: LAYOUT,
            row_sk: sk,
            rows,
        };
        if manifest.rows.is_empty() && petition.status == Status::Withdrawn {
            writes.push(self.tx_delete(Table::Petitions, &keys::matched(petition.id), false)?);
        } else if old != Some(&manifest) {
            let stored = item(&keys::matched(petition.id), &manifest)?;
            writes.push(self.tx_put(Table::Petitions, stored, false)?);
        }
        Ok(writes)
    }

    /// The write that fails unless a petition has this version.
    fn tx_same_version(&self, id: PetitionId, version: u32) -> Result<TransactWriteItem> {
        let check = ConditionCheck::builder()
            .table_name(self.config.table(Table::Petitions))
            .set_key(Some(key_item(&keys::head(id))))
            .condition_expression("version = :read")
            .expression_attribute_values(":read", n(version))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }

    /// The petitions that may be the same matter as this one or from the same petitioner, and those of `linked`: at most
    /// 16 Queries in parallel, then one BatchGetItem. Withdrawn ones are left out; nobody has compared anything yet.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn candidates(
        &self,
        own: PetitionId,
        filed_at: DateTime<Utc>,
        profile: &Profile,
        linked: &[PetitionId],
    ) -> Result<Vec<Candidate>> {
        let mut ids = self.alike(own, filed_at, profile).await?;
        ids.retain(|found| !linked.contains(found));
        ids.truncate(CANDIDATES_MAX);
        let ids: Vec<PetitionId> = linked.iter().copied().chain(ids).collect();
        self.read_candidates(&ids).await
    }

    /// Petitions by their ids, each as it is now with what it says; withdrawn and missing ones are left out. One request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn read_candidates(&self, ids: &[PetitionId]) -> Result<Vec<Candidate>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: Vec<_> = ids
            .iter()
            .flat_map(|id| [keys::head(*id), keys::detail(*id)])
            .map(|key| (Table::Petitions, key))
            .collect();
        let mut items = self.get_many(&wanted).await?.into_iter();
        let mut found = Vec::new();
        for id in ids {
            let (Some(head), Some(detail)) = (items.next().flatten(), items.next().flatten()) else {
                continue;
            };
            let read = Head::from_item(head)
                .and_then(|head| Ok((head, unseal::<Detail>(&self.keys, *id, "detail", detail)?)));
            match read {
                Ok((head, _)) if head.petition.status == Status::Withdrawn => {}
                Ok((head, detail)) => found.push(Candidate { head, detail }),
                // One that cannot be read keeps nobody from registering another.
                Err(error) => {
                    tracing::error!(petition = %id, %error, "a petition to compare with cannot be read");
                }
            }
        }
        Ok(found)
    }

    /// The ids that the index has for a petition's values, the likeliest first.
    async fn alike(
        &self,
        own: PetitionId,
        filed_at: DateTime<Utc>,
        profile: &Profile,
    ) -> Result<Vec<PetitionId>> {
        let probes = profile.probes();
        let own_sk = keys::by_time(filed_at, own);
        let own_sk = own_sk.as_str();
        // Each value under the current key before any under an older one, and what came after last.
        let mut asked: Vec<(usize, &Mark, Side, String)> = Vec::new();
        for (probe, side) in &probes {
            for (age, blind) in blinds(&self.keys, probe).iter().enumerate() {
                asked.push((age, probe, *side, partition(probe, blind)));
            }
        }
        asked.sort_by_key(|(age, _, side, _)| (*side == Side::After, *age));
        asked.truncate(QUERIES_MAX);
        let rows = try_join_all(asked.iter().map(|(_, probe, side, pk)| async move {
            let query = Query {
                limit: Some(ROWS_MAX),
                range: match side {
                    Side::Both => Range::All,
                    Side::Before => Range::Before(own_sk),
                    // Its own row comes first.
                    Side::After => Range::Between(own_sk, "~"),
                },
                newest_first: *side != Side::After,
                consistent: false,
                ..Query::of(Table::Petitions, pk)
            };
            let (items, _) = self.query(query).await?;
            let rows = items
                .into_iter()
                .map(read::<RowRecord>)
                .collect::<Result<Vec<_>>>()?;
            Ok::<_, StoreError>((probe.kind.weight(), rows))
        }))
        .await?;
        let mut scores: HashMap<PetitionId, u32> = HashMap::new();
        for (weight, rows) in rows {
            for row in rows.into_iter().filter(|row| row.petition != own) {
                *scores.entry(row.petition).or_default() += weight;
            }
        }
        let mut ids: Vec<_> = scores.into_iter().collect();
        // Of equals, what was there before, and of those what came last; the newer id is the greater.
        ids.sort_by_key(|(id, score)| (Reverse(*score), *id > own, Reverse(*id)));
        Ok(ids.into_iter().map(|(id, _)| id).collect())
    }
}

/// The entry of a petition: due at a time, waiting since another.
fn match_due(id: PetitionId, at: DateTime<Utc>, since: DateTime<Utc>) -> (Key, DueRecord) {
    let key = Key::new(keys::match_due(shard(&id.to_string())), keys::by_time(at, id));
    let record = DueRecord {
        v: 1,
        petition: id,
        since,
        again: false,
    };
    (key, record)
}
