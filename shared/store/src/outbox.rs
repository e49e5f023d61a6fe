//! Messages to people: written in the transaction of the change they tell of, delivered at least
//! once by whoever wakes up ([`Store::lease_messages`]), tried again with growing pauses, and after
//! [`ATTEMPTS_MAX`] given up where operators see it.

use crate::client::{Store, Table, item, read};
use crate::due::{Leased, shard};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use crate::lists::BADGE_MAX;
use crate::reminders::Reminding;
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Duration, Utc};
use domain::ids::{MessageId, PetitionId};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use services::crypto::FieldAad;

/// Attempts before a message is given up: with the pauses of [`pause_after`], about a day and a half.
pub const ATTEMPTS_MAX: u32 = 13;

/// A message to be written with a change.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Identity; the provider may use it to drop repeats.
    pub id: MessageId,
    /// The petition it tells of, if any.
    pub petition: Option<PetitionId>,
    /// The mobile number.
    pub to: String,
    /// The words; never the petition's text.
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    v: u8,
    id: MessageId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    petition: Option<PetitionId>,
    to: String,
    text: String,
    attempts: u32,
    created: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reminder: Option<Reminding>,
}

/// A message under lease, opened for sending.
#[derive(Clone, Debug)]
pub struct Message {
    /// Identity.
    pub id: MessageId,
    /// The petition it tells of, if any.
    pub petition: Option<PetitionId>,
    /// The mobile number.
    pub to: String,
    /// The words.
    pub text: String,
    /// Attempts before this one.
    pub attempts: u32,
    /// Since when it waits to be sent: since the change it tells of, or since a reminder fell due.
    pub waits_since: DateTime<Utc>,
    lease: Leased,
    record: Record,
}

/// The pause before attempt `attempts + 1`: 30 s, 1 min, 2 min … at most 12 hours.
#[must_use]
pub fn pause_after(attempts: u32) -> Duration {
    Duration::seconds((30_i64 << attempts.min(11)).min(12 * 3600))
}

impl Message {
    /// Whether it is a reminder, which may be dropped or wait for the morning.
    #[must_use]
    pub fn is_reminder(&self) -> bool {
        self.record.reminder.is_some()
    }

    pub(crate) fn reminding(&self) -> Option<&Reminding> {
        self.record.reminder.as_ref()
    }

    pub(crate) fn key(&self) -> &Key {
        &self.lease.key
    }

    /// The record with a reminder's due time moved.
    pub(crate) fn record_due_at(&self, to: DateTime<Utc>) -> Record {
        let mut record = self.record.clone();
        if let Some(reminding) = &mut record.reminder {
            reminding.due = to;
        }
        record
    }
}

fn aad_owner(id: MessageId) -> String {
    format!("message/{id}")
}

impl Store {
    pub(crate) fn tx_message(&self, message: &NewMessage, now: DateTime<Utc>) -> Result<TransactWriteItem> {
        self.tx_message_at(message, now, now, None)
    }

    /// A message that is due at a time.
    pub(crate) fn tx_message_at(
        &self,
        message: &NewMessage,
        now: DateTime<Utc>,
        due: DateTime<Utc>,
        reminder: Option<Reminding>,
    ) -> Result<TransactWriteItem> {
        let owner = aad_owner(message.id);
        let to = self.keys.seal(
            &message.to,
            &FieldAad {
                owner: &owner,
                field: "to",
            },
        );
        let text = self.keys.seal(
            &message.text,
            &FieldAad {
                owner: &owner,
                field: "text",
            },
        );
        let record = Record {
            v: 1,
            id: message.id,
            petition: message.petition,
            to: to.0,
            text: text.0,
            attempts: 0,
            created: now,
            last_error: None,
            reminder,
        };
        let pk = keys::outbox(shard(&message.id.to_string()));
        self.tx_put(
            Table::Petitions,
            item(&Key::new(pk, keys::by_time(due, message.id)), &record)?,
            true,
        )
    }

    /// Puts a message into the outbox outside a change of a case (registration, for example).
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn enqueue(&self, message: &NewMessage, now: DateTime<Utc>) -> Result<()> {
        self.transact(vec![self.tx_message(message, now)?]).await
    }

    /// Leases up to `limit` due messages of every partition for two minutes.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn lease_messages(&self, now: DateTime<Utc>, limit: i32) -> Result<Vec<Message>> {
        let mut messages = Vec::new();
        for partition in 0..keys::SHARDS {
            let until = now + Duration::minutes(2);
            for lease in self
                .lease_due(&keys::outbox(partition), now, until, limit)
                .await?
            {
                let record: Record = read(lease.item.clone())?;
                let owner = aad_owner(record.id);
                let open = |field: &str, sealed: &str| {
                    let sealed = services::crypto::Sealed(sealed.to_owned());
                    self.keys
                        .open(&sealed, &FieldAad { owner: &owner, field })
                        .map_err(|e| StoreError::Corrupt(e.to_string()))
                };
                messages.push(Message {
                    id: record.id,
                    petition: record.petition,
                    to: open("to", &record.to)?,
                    text: open("text", &record.text)?,
                    attempts: record.attempts,
                    waits_since: record.reminder.as_ref().map_or(record.created, |r| r.due),
                    lease,
                    record,
                });
            }
        }
        Ok(messages)
    }

    /// How many messages are due and not sent, up to [`BADGE_MAX`]: one request for each partition, all at
    /// once.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn messages_waiting(&self, now: DateTime<Utc>) -> Result<u32> {
        let partitions = (0..keys::SHARDS).map(|shard| async move {
            let pk = keys::outbox(shard);
            self.count_due(&pk, now, BADGE_MAX).await
        });
        let counts = try_join_all(partitions).await?;
        Ok(counts.into_iter().sum::<u32>().min(BADGE_MAX.unsigned_abs()))
    }

    /// Moves a delivered message to the delivery log of the day.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails; the message is then delivered once more, later.
    pub async fn message_delivered(&self, message: &Message, now: DateTime<Utc>) -> Result<()> {
        self.finish_message(
            message,
            keys::sent(domain::time::local_date(now), now, message.id),
            None,
        )
        .await
    }

    /// Notes a failed attempt: tried again after [`pause_after`], or given up after the last one, or
    /// at once if another try is of no use.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn message_failed(
        &self,
        message: &Message,
        reason: &str,
        useless: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let attempts = message.attempts + 1;
        if useless || attempts >= ATTEMPTS_MAX {
            let key = keys::dead(domain::time::local_date(now), now, message.id);
            return self.finish_message(message, key, Some(reason)).await;
        }
        let record = Record {
            attempts,
            last_error: Some(reason.to_owned()),
            ..message.record.clone()
        };
        let again = now + pause_after(message.attempts);
        self.move_due(&message.lease.key, item(&message.lease.key, &record)?, again)
            .await?;
        Ok(())
    }

    async fn finish_message(&self, message: &Message, key: Key, error: Option<&str>) -> Result<()> {
        let record = Record {
            attempts: message.attempts + 1,
            last_error: error.map(str::to_owned),
            ..message.record.clone()
        };
        let writes = vec![
            self.tx_delete(Table::Petitions, &message.lease.key, true)?,
            self.tx_put(Table::Petitions, item(&key, &record)?, false)?,
        ];
        self.transact(writes).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stop_growing_at_twelve_hours() {
        let pauses: Vec<_> = (0..ATTEMPTS_MAX + 5)
            .map(|n| pause_after(n).num_seconds())
            .collect();
        assert_eq!(pauses[0], 30);
        assert!(pauses.windows(2).all(|w| w[0] <= w[1]));
        assert_eq!(pauses.last(), Some(&(12 * 3600)));
    }
}
