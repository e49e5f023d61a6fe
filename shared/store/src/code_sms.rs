//! 查询码短信: how often a petition's query code was sent on a day, and sending it once more. Counting and
//! the message are one transaction, so that no two clicks send more than was meant.

use crate::client::{Store, Table, n, s};
use crate::error::{Result, StoreError};
use crate::keys::{self, EXPIRES, Key};
use crate::outbox::NewMessage;
use chrono::{DateTime, Datelike as _, Duration, Utc};
use domain::ids::PetitionId;
use domain::time::local_date;

/// How often the query code of one petition is sent on one day (Shanghai).
pub const CODES_A_DAY_MAX: u32 = 3;

/// What was sent on the day that is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodesSent {
    /// How often.
    pub count: u32,
    /// When it was sent last.
    pub last: Option<DateTime<Utc>>,
}

impl CodesSent {
    /// How often it may still be sent on the same day.
    #[must_use]
    pub fn left(self) -> u32 {
        CODES_A_DAY_MAX.saturating_sub(self.count)
    }
}

fn key(id: PetitionId, now: DateTime<Utc>) -> Key {
    let day = local_date(now).num_days_from_ce();
    keys::rate("code-sms", &id.to_string(), i64::from(day))
}

impl Store {
    /// How often the code of a petition was sent today: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn codes_sent(&self, id: PetitionId, now: DateTime<Utc>) -> Result<CodesSent> {
        let Some(item) = self.get(Table::Guards, &key(id, now)).await? else {
            return Ok(CodesSent::default());
        };
        let number = |name: &str| {
            item.get(name)
                .and_then(|value| value.as_n().ok()?.parse::<i64>().ok())
        };
        Ok(CodesSent {
            count: number("n")
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(0),
            last: number("last").and_then(|at| DateTime::from_timestamp(at, 0)),
        })
    }

    /// Counts and puts the message into the outbox: one transaction.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was sent meanwhile (or as often as is allowed), so that `sent` does
    /// not hold any more; otherwise the store's failures.
    pub async fn send_code(
        &self,
        id: PetitionId,
        message: &NewMessage,
        sent: CodesSent,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if sent.left() == 0 {
            return Err(StoreError::Conflict);
        }
        let condition = if sent.count == 0 {
            "attribute_not_exists(#n)"
        } else {
            "#n = :sent"
        };
        let mut values = vec![
            ("#n", s("n")),
            ("#x", s(EXPIRES)),
            ("#last", s("last")),
            (":one", n(1)),
            (":now", n(now.timestamp())),
            (":x", n((now + Duration::days(2)).timestamp())),
        ];
        if sent.count > 0 {
            values.push((":sent", n(sent.count)));
        }
        let count = self.tx_update(
            Table::Guards,
            &key(id, now),
            "SET #x = :x, #last = :now ADD #n :one",
            Some(condition),
            values,
        )?;
        let writes = vec![count, self.tx_message(message, now)?];
        self.transact(writes).await.map_err(|error| match error {
            StoreError::Cancelled(_) => StoreError::Conflict,
            other => other,
        })
    }
}
