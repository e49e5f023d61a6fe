//! The Lambda function `attachments`: woken by the bucket when a file has arrived in quarantine, and
//! by a schedule for whatever an event has missed. Must not hold anything but the start; needs none
//! of the web layer, so it is small.

use std::env::var;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::time::Clock;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use services::keys::KeyRing;
use services::scanner::Scanner;
use store::{Store, StoreConfig};

/// A bucket's event says that a file is there now, while its check may be set for some seconds later
/// (at most the longest pause between two looks).
const EVENT_LOOKS_AHEAD_SECONDS: i64 = 60;
/// Rounds in one call: a backlog is worked off over several calls, within the function's time limit.
const ROUNDS_MAX: usize = 4;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let keys = KeyRing::from_json(&var("KEYS")?)?;
    let store = Store::new(StoreConfig::from_env(|name| var(name).ok())?, Arc::new(keys));
    let scanner = match var("SCANNER_URL").ok().filter(|url| !url.is_empty()) {
        Some(url) => Some(Scanner::new(services::http::client()?, url)),
        None => None,
    };
    let clock = Clock::system();
    let handler = |woken: LambdaEvent<Value>| {
        let ahead = if is_bucket_event(&woken.payload) {
            EVENT_LOOKS_AHEAD_SECONDS
        } else {
            0
        };
        work(&store, scanner.as_ref(), &clock, TimeDelta::seconds(ahead))
    };
    lambda_runtime::run(service_fn(handler)).await
}

/// The bucket tells EventBridge (see `infra/app.yaml`); a bucket that notifies the function itself sends
/// `Records`. What a schedule sends is of no interest.
fn is_bucket_event(event: &Value) -> bool {
    event["source"] == "aws.s3" || event.get("Records").is_some_and(Value::is_array)
}

async fn work(
    store: &Store,
    scanner: Option<&Scanner>,
    clock: &Clock,
    ahead: TimeDelta,
) -> Result<(), Error> {
    for _round in 0..ROUNDS_MAX {
        let checked = attachments::check_pending(store, scanner, clock.now() + ahead).await?;
        tracing::info!(
            ready = checked.ready,
            rejected = checked.rejected,
            waiting = checked.waiting,
            failed = checked.failed,
            "uploads"
        );
        // Those that wait would only be looked at again.
        if checked.ready + checked.rejected == 0 {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_event_is_told_from_a_schedule() {
        let arrived = serde_json::json!({ "Records": [{ "s3": { "object": { "key": "quarantine/a/b" } } }] });
        assert!(is_bucket_event(&arrived));
        let by_event_bridge = serde_json::json!({ "source": "aws.s3", "detail-type": "Object Created" });
        assert!(is_bucket_event(&by_event_bridge));
        assert!(!is_bucket_event(
            &serde_json::json!({ "source": "aws.scheduler" })
        ));
    }
}
