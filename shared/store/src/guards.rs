//! What guards the door: captchas, failure counters, one-time form tokens, held forms, used one-time
//! codes (sessions have a file of their own). Every item expires; the table's own expiry is late by hours, so each read compares
//! the time itself. Must not hold anything that has to outlive a day.

use crate::client::{Item, Store, Table, item, key_item, n, read};
use crate::error::{Result, StoreError};
use crate::keys::{self, EXPIRES, Key};
use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, ReturnValue};
use chrono::{DateTime, Utc};
use domain::ids::OfficerId;
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use services::crypto::Sealed;

/// 验证码: the answer, for drawing and speaking it (sealed) and for comparing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptchaRow {
    /// Keyed hash of id and answer.
    pub hash: String,
    /// The answer.
    pub answer: Sealed,
    /// What makes picture and sound the same each time they are asked for.
    pub seed: u64,
    /// When it ends.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub expires: DateTime<Utc>,
}

/// 留存的表单: a form that met an expired session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Of a staff page.
    pub staff: bool,
    /// Whose session it was: nobody else gets it back.
    pub subject: String,
    /// Where it was going and what was typed.
    pub content: Sealed,
    /// When it ends.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub expires: DateTime<Utc>,
}

/// 计数器: failures of one kind, by one key, in one window of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// What is counted.
    pub what: &'static str,
    /// Keyed hash of the account or address.
    pub blind: String,
    /// Number of the window.
    pub window: i64,
    /// When the counter may go.
    pub expires: DateTime<Utc>,
}

impl Counter {
    fn key(&self) -> Key {
        keys::rate(self.what, &self.blind, self.window)
    }
}

#[derive(Serialize, Deserialize)]
struct FormResult {
    location: String,
    expires: i64,
}

#[derive(Serialize)]
struct Mark {
    expires: i64,
}

/// An item that is there and has not expired.
pub(crate) fn living(item: Option<Item>, now: DateTime<Utc>) -> Option<Item> {
    item.filter(|item| {
        let expires = item
            .get(EXPIRES)
            .and_then(|value| value.as_n().ok()?.parse::<i64>().ok());
        expires.is_some_and(|at| now.timestamp() < at)
    })
}

impl Store {
    /// Writes a new captcha.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn put_captcha(&self, id: &str, row: &CaptchaRow) -> Result<()> {
        self.put(Table::Guards, item(&keys::captcha(id), row)?, true)
            .await
    }

    /// A captcha that can still be answered, for drawing it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn captcha(&self, id: &str, now: DateTime<Utc>) -> Result<Option<CaptchaRow>> {
        living(self.get(Table::Guards, &keys::captcha(id)).await?, now)
            .map(read)
            .transpose()
    }

    /// Takes a captcha away to compare its answer: it works once, whatever the answer.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn take_captcha(&self, id: &str, now: DateTime<Utc>) -> Result<Option<CaptchaRow>> {
        living(self.take(Table::Guards, &keys::captcha(id)).await?, now)
            .map(read)
            .transpose()
    }

    /// Adds `by` (negative takes back) to a counter and returns its new value.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn count_failure(&self, counter: &Counter, by: i64) -> Result<u64> {
        let output = self
            .db()
            .update_item()
            .table_name(self.config.table(Table::Guards))
            .set_key(Some(key_item(&counter.key())))
            .update_expression("SET #x = :x ADD #n :by")
            .expression_attribute_names("#x", EXPIRES)
            .expression_attribute_names("#n", "n")
            .expression_attribute_values(":x", n(counter.expires.timestamp()))
            .expression_attribute_values(":by", n(by))
            .return_values(ReturnValue::UpdatedNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        crate::usage::record(crate::usage::Kind::Write, output.consumed_capacity());
        Ok(output.attributes().map_or(0, count_in))
    }

    /// Takes a counter away.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn forget_failures(&self, counter: &Counter) -> Result<()> {
        self.take(Table::Guards, &counter.key()).await.map(drop)
    }

    /// The values of several counters in one request; 0 where there is none.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn failures(&self, counters: &[Counter]) -> Result<Vec<u64>> {
        let wanted: Vec<_> = counters
            .iter()
            .map(|counter| (Table::Guards, counter.key()))
            .collect();
        let found = self.get_many(&wanted).await?;
        Ok(found
            .into_iter()
            .map(|item| item.as_ref().map_or(0, count_in))
            .collect())
    }

    /// Keeps a form.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn hold(&self, id: &str, held: &Held) -> Result<()> {
        self.put(Table::Guards, item(&keys::held(id), held)?, true).await
    }

    /// Keeps a form in place of the one under the same id.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn hold_instead(&self, id: &str, held: &Held) -> Result<()> {
        self.put(Table::Guards, item(&keys::held(id), held)?, false).await
    }

    /// Throws a kept form away.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn drop_held(&self, id: &str) -> Result<()> {
        self.take(Table::Guards, &keys::held(id)).await.map(drop)
    }

    /// A form that was kept. It stays until it expires: the page may be loaded again.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn held(&self, id: &str, now: DateTime<Utc>) -> Result<Option<Held>> {
        living(self.get(Table::Guards, &keys::held(id)).await?, now)
            .map(read)
            .transpose()
    }

    /// Uses up an officer's one-time code; `false` if it was used before.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn use_totp_step(&self, officer: OfficerId, step: u64, expires: DateTime<Utc>) -> Result<bool> {
        let mark = item(
            &keys::totp(officer, step),
            &Mark {
                expires: expires.timestamp(),
            },
        )?;
        match self.put(Table::Guards, mark, true).await {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Records where a one-time form has led. `None`: this call was the first; else where the first led.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn claim_form(
        &self,
        token: &str,
        location: &str,
        expires: DateTime<Utc>,
    ) -> Result<Option<String>> {
        let key = keys::form_token(token);
        let row = FormResult {
            location: location.to_owned(),
            expires: expires.timestamp(),
        };
        match self.put(Table::Guards, item(&key, &row)?, true).await {
            Ok(()) => Ok(None),
            Err(StoreError::Conflict) => {
                let first = self
                    .get(Table::Guards, &key)
                    .await?
                    .map(read::<FormResult>)
                    .transpose()?;
                Ok(Some(
                    first.map_or_else(|| location.to_owned(), |first| first.location),
                ))
            }
            Err(error) => Err(error),
        }
    }
}

fn count_in(item: &Item) -> u64 {
    item.get("n")
        .and_then(|value| value.as_n().ok()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::s;

    #[test]
    fn an_item_lives_until_the_second_it_expires_and_without_expiry_not_at_all() {
        let now: DateTime<Utc> = "2026-11-23T00:00:00Z".parse().unwrap();
        let at = |seconds: i64| Some(Item::from([(EXPIRES.to_owned(), n(now.timestamp() + seconds))]));
        assert!(living(at(1), now).is_some());
        assert!(living(at(0), now).is_none() && living(at(-1), now).is_none());
        assert!(living(Some(Item::new()), now).is_none() && living(None, now).is_none());
        assert!(living(Some(Item::from([(EXPIRES.to_owned(), s("soon"))])), now).is_none());
    }
}
