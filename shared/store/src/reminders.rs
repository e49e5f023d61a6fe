//! Reminders: messages that are written with a change, fall due days later, and are dropped if the
//! reason for them is gone by then. Owns the condition and the move out of the night; sending is like
//! that of any message (see `outbox`).

use crate::client::{Store, Table, item, key_item};
use crate::error::{Result, StoreError};
use crate::keys;
use crate::outbox::{Message, NewMessage};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// 评价提醒: a message that reminds of rating a case, unless that has been done.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// The message; it names its petition.
    pub message: NewMessage,
    /// When it is to be sent.
    pub due: DateTime<Utc>,
    /// From then on there is nothing left to remind of.
    pub until: DateTime<Utc>,
}

/// What a stored message says of being a reminder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Reminding {
    pub(crate) due: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
}

impl Store {
    pub(crate) fn tx_reminder(&self, reminder: &Reminder, now: DateTime<Utc>) -> Result<TransactWriteItem> {
        let reminding = Reminding {
            due: reminder.due,
            until: reminder.until,
        };
        self.tx_message_at(&reminder.message, now, reminder.due, Some(reminding))
    }

    /// Whether there is still something to remind of: the time for it is not over and the case was not
    /// rated. Only asks whether a rating is there, so that delivery needs no right to read a case.
    /// Always so for messages that are no reminders.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn still_stands(&self, message: &Message, now: DateTime<Utc>) -> Result<bool> {
        let Some(reminding) = message.reminding() else {
            return Ok(true);
        };
        let Some(petition) = message.petition else {
            return Ok(true);
        };
        if now >= reminding.until {
            return Ok(false);
        }
        let unrated = ConditionCheck::builder()
            .table_name(self.config.table(Table::Petitions))
            .set_key(Some(key_item(&keys::rating(petition, 1))))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        let check = TransactWriteItem::builder().condition_check(unrated).build();
        match self.transact(vec![check]).await {
            Ok(()) => Ok(true),
            Err(StoreError::Cancelled(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Takes a message out of the outbox that is not to be sent any more.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails; it then comes up again.
    pub async fn drop_message(&self, message: &Message) -> Result<()> {
        let delete = self.tx_delete(Table::Petitions, message.key(), true)?;
        self.transact(vec![delete]).await
    }

    /// Puts a reminder off; that is no attempt.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails; it then comes up again.
    pub async fn put_off(&self, message: &Message, to: DateTime<Utc>) -> Result<()> {
        let record = message.record_due_at(to);
        self.move_due(message.key(), item(message.key(), &record)?, to)
            .await?;
        Ok(())
    }
}
