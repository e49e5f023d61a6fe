//! 短信通知: delivers the messages that changes of a case have put into the outbox. Whoever calls
//! (a schedule, the local tick) only wakes it; leases keep two callers from sending one message twice
//! at the same time, and the message's id lets the gateway drop a repeat after a crash.
//!
//! Must not: write texts (`services::sms_text`), decide who is told what, or log a number or a text.

use chrono::{DateTime, Utc};
use domain::audit::{Deed, Doer, Entry};
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
    /// Age of the oldest of them all, seconds. The alarm that people wait for their messages looks at it.
    pub oldest_seconds: i64,
}

impl Delivered {
    /// Messages that were due.
    #[must_use]
    pub const fn total(self) -> usize {
        self.sent + self.failed
    }
}

/// Sends what is due, at most `limit` messages of each partition. One message's failure does not
/// hold up the others.
///
/// # Errors
/// [`StoreError`] when the outbox cannot be read; what was leased comes up again by itself.
pub async fn deliver_due(
    store: &Store,
    sms: &Sms,
    now: DateTime<Utc>,
    limit: i32,
) -> Result<Delivered, StoreError> {
    let messages = store.lease_messages(now, limit).await?;
    let ages = messages
        .iter()
        .map(|message| (now - message.created).num_seconds());
    let oldest_seconds = ages.max().unwrap_or(0);
    let outcomes: Vec<(bool, Entry)> = stream::iter(messages)
        .map(|message| deliver(store, sms, message, now))
        .buffer_unordered(SENDS_AT_ONCE)
        .collect()
        .await;
    let (taken, entries): (Vec<bool>, Vec<Entry>) = outcomes.into_iter().unzip();
    store.audit_all(&Doer::Delivery, &entries).await?;
    let sent = taken.iter().filter(|sent| **sent).count();
    Ok(Delivered {
        sent,
        failed: taken.len() - sent,
        oldest_seconds,
    })
}

/// Sends one message and records how it went; says whether the gateway took it, and what the
/// audit chain says of it.
async fn deliver(store: &Store, sms: &Sms, message: Message, now: DateTime<Utc>) -> (bool, Entry) {
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
    let deed = match outcome {
        Ok(()) => Deed::MessageDelivered,
        Err(_) => Deed::MessageFailed,
    };
    let mut entry = Entry::new(deed, now);
    entry.petition = message.petition;
    entry.object = Some(message.id.to_string());
    (outcome.is_ok(), entry)
}

/// What operators read in the list of messages that were given up.
const fn reason(error: SmsError) -> &'static str {
    match error {
        SmsError::Timeout => "短信网关没有及时应答",
        SmsError::Unavailable => "短信网关无法连接或暂时停用",
        SmsError::Refused => "短信网关拒绝了这条短信",
    }
}
