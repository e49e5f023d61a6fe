//! 短信通知: delivers the messages that changes of a case have put into the outbox. Whoever calls
//! (a schedule, the local tick) only wakes it; leases keep two callers from sending one message twice
//! at the same time, and the message's id lets the gateway drop a repeat after a crash.
//!
//! Reminders wait for the morning, and are dropped when their reason is gone. While an administrator has
//! stopped messages (运行设置), nothing is leased: all of them lie where they lay, and no attempt is counted.
//!
//! Must not: write texts (`services::sms_text`), decide who is told what, or log a number or a text.

use chrono::{DateTime, Utc};
use domain::audit::{Deed, Doer, Entry};
use domain::quiet_hours::quiet_until;
use futures_util::stream::{self, StreamExt as _};
use services::sms::{Sms, SmsError};
use store::outbox::Message;
use store::{Store, StoreError};

/// Messages sent at the same time: a gateway that answers in its 5 seconds keeps within the lease.
const SENDS_AT_ONCE: usize = 8;

/// What one run has done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// Messages that the gateway took.
    pub sent: usize,
    /// Messages that it did not take; they are tried again later or lie in the dead-letter list.
    pub failed: usize,
    /// Reminders that were not needed any more, or that wait for the morning.
    pub held_back: usize,
    /// Age of the oldest of them all, seconds. The alarm that people wait for their messages looks at it.
    pub oldest_seconds: i64,
}

impl Delivered {
    /// Messages that were due.
    #[must_use]
    pub const fn total(self) -> usize {
        self.sent + self.failed + self.held_back
    }
}

/// How one message fared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Sent,
    Failed,
    HeldBack,
}

/// Sends what is due, at most `limit` messages of each partition. One message's failure does not
/// hold up the others.
///
/// # Errors
/// [`StoreError`] when the settings or the outbox cannot be read; what was leased comes up again by itself.
pub async fn deliver_due(
    store: &Store,
    sms: &Sms,
    now: DateTime<Utc>,
    limit: i32,
) -> Result<Delivered, StoreError> {
    if store.settings(now).await?.sms_stopped {
        return Ok(Delivered::default());
    }
    let messages = store.lease_messages(now, limit).await?;
    let ages = messages
        .iter()
        .map(|message| (now - message.waits_since).num_seconds());
    let oldest_seconds = ages.max().unwrap_or(0);
    let outcomes: Vec<(Fate, Option<Entry>)> = stream::iter(messages)
        .map(|message| deliver(store, sms, message, now))
        .buffer_unordered(SENDS_AT_ONCE)
        .collect()
        .await;
    let (fates, entries): (Vec<Fate>, Vec<Option<Entry>>) = outcomes.into_iter().unzip();
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    store.audit_all(&Doer::Delivery, &entries).await?;
    let count = |fate| fates.iter().filter(|f| **f == fate).count();
    Ok(Delivered {
        sent: count(Fate::Sent),
        failed: count(Fate::Failed),
        held_back: count(Fate::HeldBack),
        oldest_seconds,
    })
}

/// Drops a reminder whose reason is gone, and puts one off that would come at night; says whether it did.
async fn hold_back(store: &Store, message: &Message, now: DateTime<Utc>) -> Result<bool, StoreError> {
    if !store.still_stands(message, now).await? {
        store.drop_message(message).await?;
        return Ok(true);
    }
    match quiet_until(now) {
        Some(morning) => store.put_off(message, morning).await.map(|()| true),
        None => Ok(false),
    }
}

/// Sends one message and records how it went; says how it fared, and what the audit chain says of what
/// was sent or refused.
async fn deliver(store: &Store, sms: &Sms, message: Message, now: DateTime<Utc>) -> (Fate, Option<Entry>) {
    if message.is_reminder() {
        match hold_back(store, &message, now).await {
            Ok(false) => {}
            Ok(true) => return (Fate::HeldBack, None),
            // Its lease ends in a moment, and it is looked at again.
            Err(error) => {
                tracing::error!(message = %message.id, %error, "a reminder could not be checked");
                return (Fate::Failed, None);
            }
        }
    }
    let outcome = sms
        .send(&message.id.to_string(), &message.to, &message.text)
        .await;
    let recorded = match outcome {
        Ok(()) => store.message_delivered(&message, now).await,
        Err(error) => {
            tracing::warn!(message = %message.id, attempts = message.attempts + 1, %error, "message not delivered");
            let useless = error == SmsError::Refused;
            store.message_failed(&message, reason(error), useless, now).await
        }
    };
    // Its lease ends in a moment, and it is sent once more under the same id.
    if let Err(error) = recorded {
        tracing::error!(message = %message.id, %error, "the outcome of a message could not be recorded");
    }
    let (fate, deed) = match outcome {
        Ok(()) => (Fate::Sent, Deed::MessageDelivered),
        Err(_) => (Fate::Failed, Deed::MessageFailed),
    };
    let mut entry = Entry::new(deed, now);
    entry.petition = message.petition;
    entry.object = Some(message.id.to_string());
    (fate, Some(entry))
}

/// What operators read in the list of messages that were given up.
const fn reason(error: SmsError) -> &'static str {
    match error {
        SmsError::Timeout => "短信网关没有及时应答",
        SmsError::Unavailable => "短信网关无法连接或暂时停用",
        SmsError::Refused => "短信网关拒绝了这条短信",
    }
}
