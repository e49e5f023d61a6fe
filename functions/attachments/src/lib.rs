//! 附件检查: takes what browsers have put into quarantine, decides whether it may be used, and makes
//! the copy without metadata that is served; the original is kept untouched as evidence. Whoever calls
//! (a bucket event, a schedule, the local tick) only wakes it.
//!
//! Must not: serve a file, log a file's name, or call anything clean that the scanner (where there is
//! one) has not called clean.

mod examine;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{self, StreamExt as _};
use services::scanner::{Scan, Scanner};
use store::attachments::{Attachment, AttachmentState};
use store::checks::PendingCheck;
use store::{Store, StoreError};

use examine::{BYTES_MAX, Examined, examine};

/// Uploads of each partition in one go (there are four).
const CHECKS_MAX: i32 = 8;
/// Files in memory at the same time; each is there up to three times over.
const CHECKS_AT_ONCE: usize = 2;
/// How long after its ticket a file may still arrive.
const ARRIVAL_HOURS_MAX: i64 = 2;
/// How long a check that does not succeed is tried again.
const CHECK_HOURS_MAX: i64 = 72;

const NEVER_ARRIVED: &str = "没有收到这个文件，请重新上传";
const NOT_CHECKED: &str = "文件检查没有完成，请重新上传";
const TOO_LARGE: &str = "文件超过50MB，请压缩或拆分后重新上传";
const INFECTED: &str = "文件中发现病毒，不能使用";

/// What one run has done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Files that may now be used.
    pub ready: usize,
    /// Files that may not.
    pub rejected: usize,
    /// Tickets whose file has not arrived yet.
    pub waiting: usize,
    /// Checks that could not be done now and are tried again.
    pub failed: usize,
}

enum Outcome {
    Ready,
    Rejected,
    Waiting,
    Failed,
}

/// Checks the uploads that are due at `now`. One file's failure does not hold up the others.
///
/// # Errors
/// [`StoreError`] when the list of uploads cannot be read; what was leased comes up again by itself.
pub async fn check_pending(
    store: &Store,
    scanner: Option<&Scanner>,
    now: DateTime<Utc>,
) -> Result<Checked, StoreError> {
    let pending = store.lease_checks(now, CHECKS_MAX).await?;
    let mut outcomes = stream::iter(pending)
        .map(|check| check_one(store, scanner, check, now))
        .buffer_unordered(CHECKS_AT_ONCE);
    let mut checked = Checked::default();
    while let Some(outcome) = outcomes.next().await {
        match outcome {
            Outcome::Ready => checked.ready += 1,
            Outcome::Rejected => checked.rejected += 1,
            Outcome::Waiting => checked.waiting += 1,
            Outcome::Failed => checked.failed += 1,
        }
    }
    Ok(checked)
}

/// How long after `age` one looks again for a file that has not arrived: often while somebody waits at
/// the page, seldom afterwards.
fn pause_for_arrival(age: TimeDelta) -> TimeDelta {
    let seconds = match age.num_seconds() {
        ..=120 => 2,
        121..=600 => 10,
        _ => 60,
    };
    TimeDelta::seconds(seconds)
}

async fn check_one(
    store: &Store,
    scanner: Option<&Scanner>,
    check: PendingCheck,
    now: DateTime<Utc>,
) -> Outcome {
    let id = check.attachment.id;
    match try_check(store, scanner, &check, now).await {
        Ok(outcome) => outcome,
        Err(error) => {
            // Its lease ends by itself, and it is checked again.
            tracing::error!(attachment = %id, %error, "an upload could not be checked");
            Outcome::Failed
        }
    }
}

async fn try_check(
    store: &Store,
    scanner: Option<&Scanner>,
    check: &PendingCheck,
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let attachment = &check.attachment;
    let age = now - attachment.created;
    let quarantine = attachment.quarantine_key();
    let Some(size) = store.object_size(&quarantine).await? else {
        if age > TimeDelta::hours(ARRIVAL_HOURS_MAX) {
            return reject(store, check, NEVER_ARRIVED).await;
        }
        store.check_again(check, now + pause_for_arrival(age)).await?;
        return Ok(Outcome::Waiting);
    };
    if size > BYTES_MAX {
        return reject(store, check, TOO_LARGE).await;
    }
    if age > TimeDelta::hours(CHECK_HOURS_MAX) {
        return reject(store, check, NOT_CHECKED).await;
    }
    let Some(bytes) = store.object(&quarantine, BYTES_MAX).await? else {
        return Ok(Outcome::Failed);
    };
    let name = attachment.name.clone();
    let work = tokio::task::spawn_blocking(move || examine(&name, bytes));
    let examined = work.await.map_err(|e| StoreError::Service(e.to_string()))?;
    let Examined {
        kind,
        sha256,
        original,
        clean,
    } = match examined {
        Ok(examined) => examined,
        Err(reason) => return reject(store, check, &reason).await,
    };
    if let Some(scanner) = scanner {
        match scanner.scan(original.clone()).await {
            Ok(Scan::Clean) => {}
            Ok(Scan::Infected { threat }) => {
                tracing::warn!(attachment = %attachment.id, threat, "malware in an upload");
                return reject(store, check, INFECTED).await;
            }
            Err(error) => {
                tracing::warn!(attachment = %attachment.id, %error, "an upload could not be scanned");
                store.check_again(check, now + TimeDelta::minutes(1)).await?;
                return Ok(Outcome::Failed);
            }
        }
    }
    let bytes = original.len() as u64;
    store
        .put_object(&attachment.original_key(), kind.content_type(), original)
        .await?;
    store
        .put_object(&attachment.clean_key(), kind.content_type(), clean)
        .await?;
    store
        .check_done(
            check,
            &AttachmentState::Ready {
                sha256,
                bytes,
                extension: kind.extension().to_owned(),
            },
        )
        .await?;
    store.delete_objects(&[quarantine]).await?;
    remove_if_thrown_away(store, attachment).await?;
    Ok(Outcome::Ready)
}

/// Records that a file may not be used, and why; then nothing of it is kept.
async fn reject(store: &Store, check: &PendingCheck, reason: &str) -> Result<Outcome, StoreError> {
    store
        .check_done(
            check,
            &AttachmentState::Rejected {
                reason: reason.to_owned(),
            },
        )
        .await?;
    store.delete_objects(&[check.attachment.quarantine_key()]).await?;
    Ok(Outcome::Rejected)
}

/// The person may have removed the attachment while it was being checked: then nothing refers to the
/// copies just made, and no lifecycle rule would ever remove them.
async fn remove_if_thrown_away(store: &Store, attachment: &Attachment) -> Result<(), StoreError> {
    if store
        .attachment(attachment.petition, attachment.id)
        .await?
        .is_none()
    {
        store
            .delete_objects(&[attachment.original_key(), attachment.clean_key()])
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_looks_often_at_first_and_seldom_later() {
        let pauses =
            [0, 120, 121, 600, 601, 7000].map(|age| pause_for_arrival(TimeDelta::seconds(age)).num_seconds());
        assert_eq!(pauses, [2, 2, 10, 10, 60, 60]);
    }
}
