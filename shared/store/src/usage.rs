//! Counts what one request costs: round trips and consumed capacity. The web layer opens a scope
//! for each request and logs the sum; the benchmark reads it. Outside a scope nothing is counted.

use aws_sdk_dynamodb::types::ConsumedCapacity;
use std::cell::Cell;
use std::future::Future;

/// What a request has cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Requests sent to DynamoDB (parallel ones count each).
    pub requests: u32,
    /// Read capacity units, as DynamoDB reports them.
    pub rcu: f64,
    /// Write capacity units, as DynamoDB reports them.
    pub wcu: f64,
}

tokio::task_local! {
    static USAGE: Cell<Usage>;
}

/// Whether capacity went into reading or writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
}

/// Runs `work` with its own counter and returns its result with what it cost.
pub async fn measured<F: Future>(work: F) -> (F::Output, Usage) {
    USAGE
        .scope(Cell::new(Usage::default()), async {
            let output = work.await;
            (output, USAGE.with(Cell::get))
        })
        .await
}

/// Adds one request to the current scope, if there is one.
pub(crate) fn record<'a>(kind: Kind, consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
    let units: f64 = consumed
        .into_iter()
        .filter_map(ConsumedCapacity::capacity_units)
        .sum();
    let _ = USAGE.try_with(|cell| {
        let mut usage = cell.get();
        usage.requests += 1;
        match kind {
            Kind::Read => usage.rcu += units,
            Kind::Write => usage.wcu += units,
        }
        cell.set(usage);
    });
}
