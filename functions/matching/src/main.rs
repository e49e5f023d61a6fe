//! The Lambda function `matching`: woken by a schedule, indexes what was filed. Must not hold anything but the start;
//! needs none of the web layer, so it is small.

use std::env::var;
use std::sync::Arc;

use chrono::DateTime;
use domain::time::Clock;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use services::keys::KeyRing;
use store::{Store, StoreConfig};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let keys = KeyRing::from_json(&var("KEYS")?)?;
    let store = Store::new(StoreConfig::from_env(|name| var(name).ok())?, Arc::new(keys));
    let clock = Clock::system();
    lambda_runtime::run(service_fn(|woken: LambdaEvent<Value>| {
        work(&store, &clock, woken.context.deadline)
    }))
    .await
}

/// `deadline`: when the function is cut off, milliseconds of the epoch.
async fn work(store: &Store, clock: &Clock, deadline: u64) -> Result<(), Error> {
    let deadline = DateTime::from_timestamp_millis(deadline.cast_signed()).unwrap_or_default();
    matching::work_off(store, clock, deadline).await?;
    Ok(())
}
