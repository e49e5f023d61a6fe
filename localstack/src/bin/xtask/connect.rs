//! How a task reaches the data of a running stack: the file the local stack keeps in its data
//! directory while it runs, or, for other endpoints, the same environment as the functions.

use anyhow::{Context as _, anyhow};
use serde::Deserialize;
use services::keys::KeyRing;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Store, StoreConfig};
use web::app::Parts;
use web::{App, Clock, Config};

/// Which store a task works on.
#[derive(Clone, Debug, clap::Args)]
pub struct Place {
    /// The data directory of the running local stack.
    #[arg(long, default_value = ".local")]
    pub data_dir: PathBuf,
    /// Not the local stack, but the store that the environment names, as for the functions.
    #[arg(long)]
    pub env: bool,
}

impl Place {
    /// The store.
    pub fn store(&self) -> anyhow::Result<Store> {
        if !self.env {
            return store(&self.data_dir);
        }
        let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let keys = read("KEYS").context("KEYS is not set")?;
        let config = StoreConfig::from_env(read).map_err(|why| anyhow!(why))?;
        Ok(Store::new(config, Arc::new(KeyRing::from_json(&keys)?)))
    }
}

/// What a running local stack says about itself (`run.json` in its data directory).
#[derive(Deserialize)]
pub struct Running {
    /// Where people reach it.
    pub url: String,
    /// Its DynamoDB endpoint.
    pub dynamodb: String,
    /// Its S3 endpoint.
    pub s3: String,
    /// Its access key.
    pub access_key: String,
    /// Its secret key.
    pub secret_key: String,
    /// Its region.
    pub region: String,
    /// What its table names begin with.
    pub table_prefix: String,
    /// Its bucket.
    pub bucket: String,
    /// Its bucket of audit heads.
    pub audit_bucket: String,
}

/// Reads `run.json`.
pub fn running(dir: &Path) -> anyhow::Result<Running> {
    let file = dir.join("run.json");
    let text = std::fs::read_to_string(&file).with_context(|| {
        format!(
            "{} is not there: start the local stack first (`cargo run -- --data-dir {}`)",
            file.display(),
            dir.display()
        )
    })?;
    serde_json::from_str(&text).with_context(|| format!("{} cannot be read", file.display()))
}

/// The whole product on the data of the stack that runs on `dir`, without pages.
pub fn app(dir: &Path) -> anyhow::Result<App> {
    let store = store(dir)?;
    let config = Config::new(&running(dir)?.url, &store.config().bucket_public_url);
    let keys = Arc::new(store.keys().clone());
    Ok(App::new(Parts {
        store,
        keys,
        clock: Clock::system(),
        config,
        realname: None,
    }))
}

/// The store of the stack that runs on `dir`.
pub fn store(dir: &Path) -> anyhow::Result<Store> {
    let running = running(dir)?;
    let keys = std::fs::read_to_string(dir.join("keys.json")).context("keys.json cannot be read")?;
    let keys = Arc::new(KeyRing::from_json(&keys)?);
    let config = StoreConfig {
        table_prefix: running.table_prefix,
        bucket_public_url: format!("{}/{}", running.url, running.bucket),
        bucket: running.bucket,
        audit_bucket: running.audit_bucket,
        endpoint_url: Some(running.dynamodb),
        s3_endpoint_url: Some(running.s3),
        region: running.region,
        credentials: aws_sdk_dynamodb::config::Credentials::new(
            running.access_key,
            running.secret_key,
            None,
            None,
            "xtask",
        ),
    };
    Ok(Store::new(config, keys))
}
