//! The Lambda function `audit`: woken by a schedule after midnight. Must not hold anything but the
//! start; needs none of the web layer, so it is small.

use std::env::var;
use std::sync::Arc;

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
    lambda_runtime::run(service_fn(|_woken: LambdaEvent<Value>| work(&store, &clock))).await
}

async fn work(store: &Store, clock: &Clock) -> Result<(), Error> {
    let sealed = audit::seal_days(store, clock.now()).await?;
    tracing::info!(days = sealed.len(), "audit heads");
    Ok(())
}
