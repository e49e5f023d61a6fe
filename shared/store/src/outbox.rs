//! Messages to people: written in the transaction of the change they tell of, delivered at least
//! once by whoever wakes up ([`Store::lease_messages`]), tried again with growing pauses, and after
//! [`ATTEMPTS_MAX`] given up where operators see it. What is kept is what a message tells, not its words:
//! it is worded when it goes out (ADR 12).

use crate::client::{Store, Table, item};
use crate::due::{First, Leased, shard};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use crate::lists::BADGE_MAX;
use crate::outbox_record::{LAYOUT, Record, number_in, seal};
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Duration, Utc};
use domain::ids::{MessageId, PetitionId};
use domain::message::{MessageKind, Timing};
use futures_util::future::try_join_all;
use services::sms_text::SmsText;

pub use crate::outbox_record::{Content, Outcome};

/// Attempts before a message is given up: with the pauses of [`pause_after`], about a day and a half.
pub const ATTEMPTS_MAX: u32 = 13;

/// How long a message is leased to whoever sends it, seconds.
pub const LEASE_SECONDS: u64 = 120;

/// How long the log keeps an entry, days: longer than the half year for which the law wants logs kept.
const LOG_DAYS: i64 = 400;

/// A message to be written with a change.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Identity; the provider may use it to drop repeats.
    pub id: MessageId,
    /// The petition it tells of, if any.
    pub petition: Option<PetitionId>,
    /// The mobile number.
    pub to: String,
    /// What it tells.
    pub text: SmsText,
    /// To the recovery number of an anonymous account: no list shows it, not even masked.
    pub anonymous: bool,
}

impl NewMessage {
    /// A message written now.
    #[must_use]
    pub fn new(petition: Option<PetitionId>, to: String, text: SmsText, now: DateTime<Utc>) -> Self {
        Self {
            id: MessageId::new(now, services::random::bytes()),
            petition,
            to,
            text,
            anonymous: false,
        }
    }
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
    /// What it tells.
    pub content: Content,
    /// Attempts before this one.
    pub attempts: u32,
    /// Since when it waits to be sent: since the change it tells of, since a reminder fell due, or since
    /// the end of the night.
    pub waits_since: DateTime<Utc>,
    lease: Leased,
    record: Record,
}

/// When a message is to be sent, and until when and on what condition it is worth sending.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub due: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
    pub unless_rated: bool,
}

/// The pause before attempt `attempts + 1`: 30 s, 1 min, 2 min … at most 12 hours.
#[must_use]
pub fn pause_after(attempts: u32) -> Duration {
    Duration::seconds((30_i64 << attempts.min(11)).min(12 * 3600))
}

impl Message {
    /// Its kind; none of a message that was kept as words.
    #[must_use]
    pub fn kind(&self) -> Option<MessageKind> {
        self.record.kind
    }

    /// Whether it waits for the morning.
    #[must_use]
    pub fn waits_for_the_morning(&self) -> bool {
        self.kind().is_some_and(|kind| kind.timing() == Timing::Daytime)
    }

    /// Whether it is too late for it.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.record.valid_until.is_some_and(|until| now >= until)
    }

    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    fn key(&self) -> &Key {
        &self.lease.key
    }
}

impl Store {
    pub(crate) fn tx_message(&self, message: &NewMessage, now: DateTime<Utc>) -> Result<TransactWriteItem> {
        let times = Times {
            due: now,
            valid_until: message.text.kind().good_for().map(|long| now + long),
            unless_rated: false,
        };
        self.tx_message_at(message, now, times)
    }

    /// A message that is due at a time.
    pub(crate) fn tx_message_at(
        &self,
        message: &NewMessage,
        now: DateTime<Utc>,
        times: Times,
    ) -> Result<TransactWriteItem> {
        let text = serde_json::to_string(&message.text).map_err(|e| StoreError::unreadable(&e))?;
        let record = Record {
            v: LAYOUT,
            id: message.id,
            petition: message.petition,
            kind: Some(message.text.kind()),
            number: number_in(&message.text),
            anonymous: message.anonymous,
            to: seal(&self.keys, message.id, "to", &message.to),
            message: Some(seal(&self.keys, message.id, "message", &text)),
            text: None,
            attempts: 0,
            created: now,
            due: times.due,
            valid_until: times.valid_until,
            unless_rated: times.unless_rated,
            last_error: None,
            outcome: None,
            ended: None,
            expires: None,
            discarded_for: None,
        };
        let key = outbox_key(message.id, times.due);
        self.tx_put(Table::Petitions, item(&key, &record)?, true)
    }

    /// Puts a message into the outbox outside any other change.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn enqueue(&self, message: &NewMessage, now: DateTime<Utc>) -> Result<()> {
        self.transact(vec![self.tx_message(message, now)?]).await
    }

    /// Leases up to `limit` due messages of every partition for [`LEASE_SECONDS`]. One that cannot be read (of a
    /// later version, or under a key that is gone) is logged, comes up again, and holds up no other.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn lease_messages(&self, now: DateTime<Utc>, limit: i32) -> Result<Vec<Message>> {
        let mut messages = Vec::new();
        for partition in 0..keys::SHARDS {
            let until = now + Duration::seconds(LEASE_SECONDS.cast_signed());
            for lease in self
                .lease_due(&keys::outbox(partition), now, until, limit, First::Oldest)
                .await?
            {
                let place = lease.key.clone();
                match self.opened(lease) {
                    Ok(message) => messages.push(message),
                    Err(error) => {
                        tracing::error!(pk = place.pk, sk = place.sk, %error, "an unreadable message");
                    }
                }
            }
        }
        Ok(messages)
    }

    fn opened(&self, lease: Leased) -> Result<Message> {
        let record = Record::from_item(lease.item.clone())?;
        Ok(Message {
            id: record.id,
            petition: record.petition,
            to: record.open_to(&self.keys)?,
            content: record.open_content(&self.keys)?,
            attempts: record.attempts,
            waits_since: record.due,
            lease,
            record,
        })
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
        let record = Record {
            attempts: message.attempts + 1,
            last_error: None,
            ..message.record.clone()
        };
        self.log_message(message.key(), record, Outcome::Sent, now).await
    }

    /// Moves a message that is not to be sent any more to the delivery log of the day.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails; it then comes up again.
    pub async fn drop_message(&self, message: &Message, why: Outcome, now: DateTime<Utc>) -> Result<()> {
        self.log_message(message.key(), message.record.clone(), why, now)
            .await
    }

    /// Puts a message off; that is no attempt.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails; it then comes up again.
    pub async fn put_off(&self, message: &Message, to: DateTime<Utc>) -> Result<()> {
        let record = Record {
            due: to,
            ..message.record.clone()
        };
        self.move_due(message.key(), item(message.key(), &record)?, to)
            .await?;
        Ok(())
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
        let record = Record {
            attempts,
            last_error: Some(reason.to_owned()),
            ..message.record.clone()
        };
        if useless || attempts >= ATTEMPTS_MAX {
            let dead = keys::dead(message.id);
            let record = Record {
                ended: Some(now),
                ..record
            };
            let writes = vec![
                self.tx_delete(Table::Petitions, message.key(), true)?,
                self.tx_put(Table::Petitions, item(&dead, &record)?, false)?,
            ];
            return self.transact(writes).await;
        }
        let again = now + pause_after(message.attempts);
        self.move_due(message.key(), item(message.key(), &record)?, again)
            .await?;
        Ok(())
    }

    /// Ends a message: from where it lies into the log, without what it said.
    pub(crate) async fn log_message(
        &self,
        from: &Key,
        record: Record,
        outcome: Outcome,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let to = keys::sent(domain::time::local_date(now), now, record.id);
        let record = Record {
            v: LAYOUT,
            message: None,
            text: None,
            outcome: Some(outcome),
            ended: Some(now),
            expires: Some((now + Duration::days(LOG_DAYS)).timestamp()),
            ..record
        };
        let writes = vec![
            self.tx_delete(Table::Petitions, from, true)?,
            self.tx_put(Table::Petitions, item(&to, &record)?, false)?,
        ];
        self.transact(writes).await
    }
}

/// Where a message waits that is due at a time.
pub(crate) fn outbox_key(id: MessageId, due: DateTime<Utc>) -> Key {
    let pk = keys::outbox(shard(&id.to_string()));
    Key::new(pk, keys::by_time(due, id))
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
