//! Uploads that wait to be checked, and, once they are, for the day on which they go unless they were filed: one
//! entry in a due-queue for each. Owns the queue `CHECK#`; what is in a file is decided by the function
//! `attachments`.

use crate::attachments::{Attachment, AttachmentState, clean_key, original_key, quarantine_key};
use crate::client::{Store, Table, item, n, read, s};
use crate::due::{First, Leased, moved_item, shard};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use chrono::{DateTime, Duration, Utc};
use domain::ids::{AttachmentId, PetitionId};
use serde::{Deserialize, Serialize};

/// An upload to check, under lease.
#[derive(Clone, Debug)]
pub struct PendingCheck {
    /// The attachment, as it stands.
    pub attachment: Attachment,
    lease: Leased,
}

#[derive(Serialize, Deserialize)]
struct CheckRecord {
    v: u8,
    petition: PetitionId,
    attachment: AttachmentId,
}

/// What a person reads of a file that was there too long.
const EXPIRED: &str = "放了三十天没有提交，文件已经删除，请重新上传";

impl Store {
    /// The write that queues a check.
    pub(crate) fn tx_expect_check(&self, attachment: &Attachment) -> Result<TransactWriteItem> {
        let record = CheckRecord {
            v: 1,
            petition: attachment.petition,
            attachment: attachment.id,
        };
        let id = format!("{}#{}", attachment.petition, attachment.id);
        let key = Key::new(keys::check(shard(&id)), keys::by_time(attachment.created, &id));
        self.tx_put(Table::Petitions, item(&key, &record)?, true)
    }

    /// Leases uploads whose check is due. What was checked already is looked after here: of a file that is still
    /// not filed when its time is over nothing is kept.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn lease_checks(&self, now: DateTime<Utc>, limit: i32) -> Result<Vec<PendingCheck>> {
        let mut checks = Vec::new();
        for partition in 0..keys::SHARDS {
            let until = now + Duration::minutes(5);
            for lease in self
                .lease_due(&keys::check(partition), now, until, limit, First::Oldest)
                .await?
            {
                let record: CheckRecord = read(lease.item.clone())?;
                match self.attachment(record.petition, record.attachment).await? {
                    Some(attachment) if attachment.state == AttachmentState::Expected => {
                        checks.push(PendingCheck { attachment, lease });
                    }
                    Some(attachment) => self.look_after(&attachment, &lease, now).await?,
                    None => {
                        let objects = objects(record.petition, record.attachment);
                        self.delete_objects(&objects).await?;
                        self.take(Table::Petitions, &lease.key).await?;
                    }
                }
            }
        }
        Ok(checks)
    }

    async fn look_after(&self, attachment: &Attachment, lease: &Leased, now: DateTime<Utc>) -> Result<()> {
        match attachment.expires {
            Some(at) if at > now => {
                self.move_due(&lease.key, lease.item.clone(), at).await?;
                return Ok(());
            }
            Some(_) => self.drop_expired(attachment, now).await?,
            None => {}
        }
        self.take(Table::Petitions, &lease.key).await.map(|_| ())
    }

    /// Ends a file whose time is over, unless it was filed or renewed at this moment, then its objects.
    async fn drop_expired(&self, attachment: &Attachment, now: DateTime<Utc>) -> Result<()> {
        let over = AttachmentState::Rejected {
            reason: EXPIRED.to_owned(),
        };
        let update = self.tx_state(
            attachment,
            &over,
            "#x <= :now",
            vec![("#x", s(keys::EXPIRES)), (":now", n(now.timestamp()))],
        )?;
        match self.transact(vec![update]).await {
            Ok(()) => {
                self.delete_objects(&objects(attachment.petition, attachment.id))
                    .await
            }
            // Its next look is the one of a file that is filed or renewed.
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
            Err(error) => Err(error),
        }
    }

    fn tx_state(
        &self,
        attachment: &Attachment,
        state: &AttachmentState,
        condition: &str,
        mut values: Vec<(&str, AttributeValue)>,
    ) -> Result<TransactWriteItem> {
        let value =
            serde_dynamo::to_attribute_value(state).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        values.extend([("#state", s("state")), (":state", value)]);
        let key = keys::attachment(attachment.petition, attachment.id);
        self.tx_update(
            Table::Petitions,
            &key,
            "SET #state = :state",
            Some(condition),
            values,
        )
    }

    /// Looks again later: nothing has arrived yet, or a part failed.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn check_again(&self, check: &PendingCheck, at: DateTime<Utc>) -> Result<()> {
        self.move_due(&check.lease.key, check.lease.item.clone(), at)
            .await
            .map(|_| ())
    }

    /// Records what the check found: one transaction. The entry of a file that may be used waits for the day on
    /// which the file goes unless it was filed.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn check_done(&self, check: &PendingCheck, state: &AttachmentState) -> Result<()> {
        let attachment = &check.attachment;
        let lease = &check.lease;
        let mut writes = vec![
            self.tx_state(attachment, state, "attribute_exists(pk)", Vec::new())?,
            self.tx_delete(Table::Petitions, &lease.key, false)?,
        ];
        if let (AttachmentState::Ready { .. }, Some(at)) = (state, attachment.expires) {
            writes.push(self.tx_put(
                Table::Petitions,
                moved_item(&lease.key, lease.item.clone(), at).item,
                false,
            )?);
        }
        match self.transact(writes).await {
            // The draft was thrown away meanwhile: only the queue's item is left to remove.
            Err(StoreError::Cancelled(_)) => self.take(Table::Petitions, &lease.key).await.map(|_| ()),
            other => other,
        }
    }
}

/// Every object that an upload may have.
fn objects(petition: PetitionId, id: AttachmentId) -> [String; 3] {
    [
        quarantine_key(petition, id),
        clean_key(petition, id),
        original_key(petition, id),
    ]
}
