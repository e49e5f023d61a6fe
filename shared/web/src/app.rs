//! The one struct of dependencies that handlers get: store, keys, clock, configuration, edges.
//! Must not hold anything of a single request.

use crate::config::{Config, ConfigError, env, need, store_config};
use chrono::{DateTime, Utc};
use domain::time::Clock;
use services::keys::KeyRing;
use services::realname::RealName;
use std::ops::Deref;
use std::sync::Arc;
use store::Store;

/// 应用: everything a handler works with. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of; its fields are reached through the app itself.
pub struct Parts {
    /// The data.
    pub store: Store,
    /// Secret keys.
    pub keys: Arc<KeyRing>,
    /// The injected clock.
    pub clock: Clock,
    /// The settings of the installation.
    pub config: Config,
    /// The public-security real-name service; only `identity` has it.
    pub realname: Option<RealName>,
}

impl App {
    /// Puts an app together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Puts an app together from the environment (see the list in README.md); sends nothing yet. It has no
    /// real-name service: whoever does not need one does not carry its HTTP client.
    ///
    /// # Errors
    /// [`ConfigError`] when a setting is missing or malformed: the process must not start then.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self::new(parts_from_env()?))
    }

    /// The same with the real-name service, if `REALNAME_URL` names one.
    ///
    /// # Errors
    /// As [`App::from_env`].
    pub fn from_env_with_real_name() -> Result<Self, ConfigError> {
        let mut parts = parts_from_env()?;
        if let Some(url) = env("REALNAME_URL") {
            let http = services::http::client().map_err(|e| ConfigError::RealName(e.to_string()))?;
            parts.realname = Some(RealName::new(http, url, need("REALNAME_TOKEN")?));
        }
        Ok(Self::new(parts))
    }

    /// The time by the injected clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }
}

fn parts_from_env() -> Result<Parts, ConfigError> {
    let keys = Arc::new(KeyRing::from_json(&need("KEYS")?)?);
    Ok(Parts {
        store: Store::new(store_config()?, keys.clone()),
        keys,
        clock: Clock::system(),
        config: Config::from_env()?,
        realname: None,
    })
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
