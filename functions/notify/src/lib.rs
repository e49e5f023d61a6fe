//! 短信通知: delivers the messages that changes of a case have put into the outbox. Whoever calls
//! (a schedule, the local tick) only wakes it; leases keep two callers from sending one message twice
//! at the same time, and the message's id lets the gateway drop a repeat after a crash.
//!
//! What can wait for the morning waits; what is too late, or has lost its reason, is dropped and logged as
//! such. A message is worded here, from what it tells, in the words of its kind as they are now. While an
//! administrator has stopped messages (运行设置), nothing is leased: all of them lie where they lay, and no
//! attempt is counted.
//!
//! Must not: decide who is told what, or log a number or a text.

use chrono::{DateTime, TimeDelta, Utc};
use domain::audit::{Deed, Doer, Entry};
use domain::quiet_hours::quiet_until;
use domain::time::Clock;
use futures_util::future::join_all;
use services::sms::{Outgoing, Sms, SmsError, TIMEOUT_SECONDS};
use store::outbox::{Content, LEASE_SECONDS, Message, Outcome};
use store::wordings::Wordings;
use store::{Store, StoreError};

/// Messages sent at the same time; what was done of them is in the audit chain before the next are sent.
const SENDS_AT_ONCE: usize = 8;

/// Messages of each partition in one round of [`work_off`]: together they are sent at once.
const ROUND_MESSAGES: i32 = 2;

/// The longest that a round of [`work_off`] is reckoned to take, seconds: a gateway that does not answer in
/// its time, and as long again for the store.
pub const ROUND_SECONDS_MAX: u64 = 2 * TIMEOUT_SECONDS;

/// What is left of a function's time when its last round may begin, seconds: the round, and half as much
/// again, so that even a bad round ends before the function is cut off.
pub const LAST_ROUND_SECONDS: u64 = ROUND_SECONDS_MAX + ROUND_SECONDS_MAX / 2;

const _: () = {
    let at_once = ROUND_MESSAGES as usize * store::keys::SHARDS as usize;
    assert!(at_once <= SENDS_AT_ONCE, "a round waits for the gateway once");
    assert!(
        ROUND_SECONDS_MAX < LEASE_SECONDS,
        "a round ends before its leases"
    );
};

/// What one run has done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// Messages that the gateway took.
    pub sent: usize,
    /// Messages that it did not take; they are tried again later or lie in the dead-letter list.
    pub failed: usize,
    /// Messages that wait for the morning.
    pub held_back: usize,
    /// Messages that were dropped: too late, not needed any more, not wanted.
    pub dropped: usize,
    /// Age of the oldest of them all, seconds. The alarm that people wait for their messages looks at it.
    pub oldest_seconds: i64,
}

impl Delivered {
    /// Messages that were due.
    #[must_use]
    pub const fn total(self) -> usize {
        self.sent + self.failed + self.held_back + self.dropped
    }
}

/// How one message fared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Sent,
    Failed,
    HeldBack,
    Dropped,
}

/// Sends what is due in small rounds until nothing is, or until too little is left of the time up to
/// `deadline` for another round: what waits then was not touched, and the next call begins with it.
///
/// # Errors
/// As [`deliver_due`]; what earlier rounds sent is sent and recorded.
pub async fn work_off(
    store: &Store,
    sms: &Sms,
    site: &str,
    clock: &Clock,
    deadline: DateTime<Utc>,
) -> Result<(), StoreError> {
    let last_round = deadline - TimeDelta::seconds(LAST_ROUND_SECONDS.cast_signed());
    while clock.now() <= last_round {
        let delivered = deliver_due(store, sms, site, clock.now(), ROUND_MESSAGES).await?;
        // `infra/app.yaml` makes a metric of the age.
        tracing::info!(
            sent = delivered.sent,
            failed = delivered.failed,
            outbox_age_seconds = delivered.oldest_seconds,
            "messages"
        );
        if delivered.total() == 0 {
            break;
        }
    }
    Ok(())
}

/// Sends what is due, at most `limit` messages of each partition; `site` is the public address that
/// messages name. One message's failure does not hold up the others.
///
/// # Errors
/// [`StoreError`] when the settings or the outbox cannot be read; what was leased comes up again by itself.
pub async fn deliver_due(
    store: &Store,
    sms: &Sms,
    site: &str,
    now: DateTime<Utc>,
    limit: i32,
) -> Result<Delivered, StoreError> {
    if store.settings(now).await?.sms_stopped {
        return Ok(Delivered::default());
    }
    // Before anything is leased: what cannot be worded is not held up for two minutes.
    let words = store.wordings(now).await?;
    let messages = store.lease_messages(now, limit).await?;
    let ages = messages
        .iter()
        .map(|message| (now - message.waits_since).num_seconds());
    let oldest_seconds = ages.max().unwrap_or(0);
    let mut fates = Vec::with_capacity(messages.len());
    for some in messages.chunks(SENDS_AT_ONCE) {
        let outcomes = join_all(some.iter().map(|one| deliver(store, sms, &words, site, one, now))).await;
        let (done, entries): (Vec<Fate>, Vec<Option<Entry>>) = outcomes.into_iter().unzip();
        let entries: Vec<Entry> = entries.into_iter().flatten().collect();
        // Before the next are sent: being cut off must not lose the record of more than these.
        store.audit_all(&Doer::Delivery, &entries).await?;
        fates.extend(done);
    }
    let count = |fate| fates.iter().filter(|f| **f == fate).count();
    Ok(Delivered {
        sent: count(Fate::Sent),
        failed: count(Fate::Failed),
        held_back: count(Fate::HeldBack),
        dropped: count(Fate::Dropped),
        oldest_seconds,
    })
}

/// What keeps a message from being sent now; nothing if it is to be sent.
async fn hold_back(
    store: &Store,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Option<(Fate, Option<Deed>)>, StoreError> {
    // The night first: what is dropped in the morning may as well be found out then, and a message that
    // must not wait is not asked about.
    if message.waits_for_the_morning()
        && !message.is_over(now)
        && let Some(morning) = quiet_until(now)
    {
        store.put_off(message, morning).await?;
        return Ok(Some((Fate::HeldBack, None)));
    }
    let Some(why) = store.reason_gone(message, now).await? else {
        return Ok(None);
    };
    store.drop_message(message, why, now).await?;
    let deed = (why == Outcome::Expired).then_some(Deed::MessageExpired);
    Ok(Some((Fate::Dropped, deed)))
}

/// Sends one message and records how it went; says how it fared, and what the audit chain says of what
/// was sent, refused, or too late.
async fn deliver(
    store: &Store,
    sms: &Sms,
    words: &Wordings,
    site: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> (Fate, Option<Entry>) {
    match hold_back(store, message, now).await {
        Ok(None) => {}
        Ok(Some((fate, deed))) => return (fate, deed.map(|deed| entry(message, deed, now))),
        // Its lease ends in a moment, and it is looked at again.
        Err(error) => {
            tracing::error!(message = %message.id, %error, "whether a message still stands could not be asked");
            return (Fate::Failed, None);
        }
    }
    let (text, tells) = match &message.content {
        Content::Template(tells) => (tells.render(&words.of(tells.kind()), site), Some(tells)),
        Content::Words(words) => (words.clone(), None),
    };
    let outgoing = Outgoing {
        id: &message.id.to_string(),
        to: &message.to,
        text: &text,
        tells,
        at: now,
    };
    let outcome = sms.send(outgoing).await;
    let recorded = match &outcome {
        Ok(()) => store.message_delivered(message, now).await,
        Err(error) => {
            tracing::warn!(message = %message.id, attempts = message.attempts + 1, %error, "message not delivered");
            store
                .message_failed(message, &reason(error), error.is_final(), now)
                .await
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
    (fate, Some(entry(message, deed, now)))
}

fn entry(message: &Message, deed: Deed, now: DateTime<Utc>) -> Entry {
    let mut entry = Entry::new(deed, now);
    entry.petition = message.petition;
    entry.object = Some(message.id.to_string());
    entry
}

/// What operators read in the list of messages that were given up.
fn reason(error: &SmsError) -> String {
    let (words, code) = match error {
        SmsError::Timeout => ("短信网关没有及时应答", None),
        SmsError::Unavailable(code) => ("短信网关无法连接或暂时停用", code.as_deref()),
        SmsError::Throttled(code) => ("短信网关限制了发送的次数", code.as_deref()),
        SmsError::Setup(code) => ("短信网关的设置、余额或模板有问题", code.as_deref()),
        SmsError::Refused(code) => ("短信网关拒绝了这条短信", code.as_deref()),
    };
    code.map_or_else(|| words.to_owned(), |code| format!("{words}（{code}）"))
}
