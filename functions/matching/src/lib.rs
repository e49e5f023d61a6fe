//! 判重索引: has every petition found under what it says: its petitioners' numbers, names and place, and its words.
//! Filing, withdrawing and registering elsewhere only put a petition on the list; the rows are written here, so that
//! nobody waits for them. Whoever calls (a schedule, the local tick) only wakes it; done twice is done once.
//!
//! Must not: compare petitions, decide that two are the same, or log anything of what they say.

use chrono::{DateTime, TimeDelta, Utc};
use domain::time::Clock;
use futures_util::future::join_all;
use store::matching::{Indexed, LEASE_SECONDS, MatchDue};
use store::{Store, StoreError};

/// Petitions indexed at the same time.
const AT_ONCE: usize = 8;
/// Petitions of each partition in one round of [`work_off`].
const ROUND_PETITIONS: i32 = 25;
/// What is left of a function's time when its last round may begin, seconds.
pub const LAST_ROUND_SECONDS: u64 = 20;

const _: () = assert!(
    LAST_ROUND_SECONDS < LEASE_SECONDS,
    "a round ends before its leases"
);

/// What one run has done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Petitions that are found now, or need not be any more.
    pub indexed: usize,
    /// Petitions that could not be indexed now; their turn comes again.
    pub left: usize,
    /// How long the oldest of those had waited that came in new, seconds.
    pub oldest_seconds: i64,
}

/// Indexes what waits in rounds until nothing does, or until too little is left of the time up to `deadline`.
///
/// # Errors
/// [`StoreError`] when the list cannot be read; what was leased comes up again by itself.
pub async fn work_off(store: &Store, clock: &Clock, deadline: DateTime<Utc>) -> Result<(), StoreError> {
    let last_round = deadline - TimeDelta::seconds(LAST_ROUND_SECONDS.cast_signed());
    while clock.now() <= last_round {
        let run = index_due(store, clock.now(), ROUND_PETITIONS).await?;
        // `infra/app.yaml` makes a metric of the age.
        tracing::info!(
            indexed = run.indexed,
            left = run.left,
            matching_age_seconds = run.oldest_seconds,
            "petitions indexed"
        );
        if run.indexed == 0 {
            break;
        }
    }
    Ok(())
}

/// Indexes what waits, at most `limit` petitions of each partition. One's failure does not hold up the others.
///
/// # Errors
/// [`StoreError`] when the list cannot be read; what was leased comes up again by itself.
pub async fn index_due(store: &Store, now: DateTime<Utc>, limit: i32) -> Result<Run, StoreError> {
    let due = store.lease_matching(now, limit).await?;
    let since = due.iter().filter_map(|one| one.since);
    let ages = since.map(|since| (now - since).num_seconds());
    let oldest_seconds = ages.max().unwrap_or(0);
    let mut outcomes: Vec<bool> = Vec::with_capacity(due.len());
    for some in due.chunks(AT_ONCE) {
        outcomes.extend(join_all(some.iter().map(|one| index(store, one))).await);
    }
    let indexed = outcomes.iter().filter(|done| **done).count();
    Ok(Run {
        indexed,
        left: outcomes.len() - indexed,
        oldest_seconds,
    })
}

async fn index(store: &Store, due: &MatchDue) -> bool {
    match store.index(due).await {
        Ok(Indexed::Done | Indexed::Gone) => true,
        // Its lease ends by itself.
        Ok(Indexed::Later) => false,
        Err(error) => {
            tracing::error!(petition = %due.petition, %error, "a petition could not be indexed");
            false
        }
    }
}
