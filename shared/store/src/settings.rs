//! 运行设置: one item of the content table, read by every process at most once in [`KEPT_SECONDS`] and
//! changed by revision. Owns the item and its copy; what a switch means is [`domain::settings`]'s.

use crate::client::{Item, Store, Table, item, read};
use crate::error::Result;
use crate::kept::{Kept, Reading};
use crate::keys;
use chrono::{DateTime, TimeDelta, Utc};
use domain::settings::Settings;
use std::sync::Arc;

/// How long a process goes by its copy: after this many seconds, by the clock of the caller, a switch
/// holds everywhere.
pub const KEPT_SECONDS: i64 = 20;

pub(crate) type SettingsCopy = Kept<Settings, DateTime<Utc>>;

/// A copy read in the future of `now` is no copy: clocks are put back.
pub(crate) fn is_fresh(read_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (TimeDelta::zero()..TimeDelta::seconds(KEPT_SECONDS)).contains(&(now - read_at))
}

fn settings_in(found: Option<Item>) -> Result<Settings> {
    Ok(found.map(read).transpose()?.unwrap_or_default())
}

impl Store {
    /// The settings: no request within [`KEPT_SECONDS`] of the last reading. What was never set is as a new
    /// installation has it.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn settings(&self, now: DateTime<Utc>) -> Result<Arc<Settings>> {
        match self.kept_settings(now) {
            Some(kept) => Ok(kept),
            None => self.settings_now(now).await,
        }
    }

    /// The process's copy, if it is fresh; asks nobody. For what a page may do without.
    #[must_use]
    pub fn kept_settings(&self, now: DateTime<Utc>) -> Option<Arc<Settings>> {
        self.settings.get(|read_at| is_fresh(read_at, now))
    }

    /// The settings as they stand in the table: for the page that changes them.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn settings_now(&self, now: DateTime<Utc>) -> Result<Arc<Settings>> {
        let reading = self.settings.reading();
        let found = self.get(Table::Content, &keys::settings()).await?;
        Ok(self.settings.keep(&reading, now, settings_in(found)?))
    }

    /// What a request that reads something else anyway needs to bring a fresh copy along; `None` while
    /// there is one.
    pub(crate) fn reading_settings(&self, now: DateTime<Utc>) -> Option<Reading> {
        match self.kept_settings(now) {
            Some(_) => None,
            None => Some(self.settings.reading()),
        }
    }

    /// Keeps what came along. What cannot be understood is left to who needs it, who will say so.
    pub(crate) fn keep_settings(&self, reading: &Reading, now: DateTime<Utc>, found: Option<Item>) {
        if let Ok(settings) = settings_in(found) {
            self.settings.keep(reading, now, settings);
        }
    }

    /// Stores settings that were made from those of revision `settings.revision`, under the next one, and
    /// drops the copy of this process.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] if somebody else has changed them since.
    pub async fn save_settings(&self, settings: &Settings) -> Result<Settings> {
        let next = Settings {
            v: 1,
            revision: settings.revision + 1,
            ..settings.clone()
        };
        let stored = item(&keys::settings(), &next)?;
        let sent = self.put_over(Table::Content, stored, settings.revision).await;
        self.settings.forget();
        sent.map(|()| next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_fresh_for_twenty_seconds_and_never_from_the_future() {
        let read: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
        let after = |seconds| read + TimeDelta::seconds(seconds);
        assert!(is_fresh(read, read) && is_fresh(read, after(19)));
        assert!(!is_fresh(read, after(20)) && !is_fresh(read, after(-1)));
    }
}
