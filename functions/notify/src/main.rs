//! The Lambda function `notify`: woken by a schedule, sends what is due. Must not hold anything but
//! the start; needs none of the web layer, so it is small.

use std::env::var;
use std::sync::Arc;

use domain::time::Clock;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use services::keys::KeyRing;
use services::sms::Sms;
use store::{Store, StoreConfig};

/// Messages of each partition in one go; the outbox has four partitions.
const MESSAGES_MAX: i32 = 25;
/// Rounds in one call: a backlog is worked off over several calls, within the function's time limit.
const ROUNDS_MAX: usize = 4;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let keys = KeyRing::from_json(&var("KEYS")?)?;
    let store = Store::new(StoreConfig::from_env(|name| var(name).ok())?, Arc::new(keys));
    let sms = Sms::from_env(services::http::client()?, |name| var(name).ok())?;
    let site = var("PUBLIC_ORIGIN")?;
    let clock = Clock::system();
    lambda_runtime::run(service_fn(|_woken: LambdaEvent<Value>| {
        work(&store, &sms, &site, &clock)
    }))
    .await
}

async fn work(store: &Store, sms: &Sms, site: &str, clock: &Clock) -> Result<(), Error> {
    for _round in 0..ROUNDS_MAX {
        let delivered = notify::deliver_due(store, sms, site, clock.now(), MESSAGES_MAX).await?;
        // `infra/app.yaml` makes a metric of the age.
        tracing::info!(
            sent = delivered.sent,
            failed = delivered.failed,
            outbox_age_seconds = delivered.oldest_seconds,
            "messages"
        );
        if delivered.total() == 0 {
            break;
        }
    }
    Ok(())
}
