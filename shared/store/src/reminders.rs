//! Messages that may lose their reason before they are sent: reminders, which fall due days later, steps of a case, whose
//! petitioner may want none, and whatever waits while the number it is to go to is corrected. Owns the conditions, which are asked at delivery and
//! not when the message is written: what was rated, or switched off, in the meantime counts.

use crate::client::{Store, Table, key_item, n, s};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use crate::outbox::{Message, NewMessage, Outcome, Times};
use crate::senders::reached;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, ReturnConsumedCapacity, TransactWriteItem};
use chrono::{DateTime, Utc};
use domain::ids::PetitionId;
use domain::message::MessageKind;
use futures_util::FutureExt;

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

/// The attributes of the item that says whether messages about steps are wanted: all that the right to
/// change it covers.
pub const STEPS_TOLD_ATTRIBUTES: [&str; 5] = ["pk", "sk", "told", "told_at", "v"];

impl Store {
    pub(crate) fn tx_reminder(&self, reminder: &Reminder, now: DateTime<Utc>) -> Result<TransactWriteItem> {
        let times = Times {
            due: reminder.due,
            valid_until: Some(reminder.until),
            unless_rated: true,
        };
        self.tx_message_at(&reminder.message, now, times)
    }

    /// Why a message is not to be sent any more, if so: its time is over, its number was corrected,
    /// the case was rated, or its petitioner switched messages about steps off. Only asks whether the items say so, so that
    /// delivery needs no right to read a case; one request, and none for messages about no petition.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn reason_gone(&self, message: &Message, now: DateTime<Utc>) -> Result<Option<Outcome>> {
        if message.is_over(now) {
            return Ok(Some(Outcome::Expired));
        }
        let Some(petition) = message.petition else {
            return Ok(None);
        };
        let hashes = reached(&self.keys, &message.to);
        let names: Vec<String> = (0..hashes.len()).map(|at| format!(":n{at}")).collect();
        let condition = format!(
            "attribute_not_exists(reached) OR reached IN ({})",
            names.join(", ")
        );
        let values = names
            .iter()
            .map(String::as_str)
            .zip(hashes.into_iter().map(s))
            .collect();
        let mut asked = vec![Outcome::NumberCorrected];
        let mut checks = vec![self.tx_check(&keys::head(petition), &condition, values)?];
        if message.kind().is_some_and(MessageKind::is_step) {
            asked.push(Outcome::SwitchedOff);
            let condition = "attribute_not_exists(pk) OR told = :told";
            let told = vec![(":told", AttributeValue::Bool(true))];
            checks.push(self.tx_check(&keys::steps_told(petition), condition, told)?);
        }
        if message.record().unless_rated {
            asked.push(Outcome::NotNeeded);
            checks.push(self.tx_check(&keys::rating(petition, 1), "attribute_not_exists(pk)", Vec::new())?);
        }
        match self.transact(checks).await {
            Ok(()) => Ok(None),
            Err(StoreError::Cancelled(at)) => Ok(at.last().and_then(|at| asked.get(*at)).copied()),
            Err(error) => Err(error),
        }
    }

    fn tx_check(
        &self,
        key: &Key,
        condition: &str,
        values: Vec<(&str, AttributeValue)>,
    ) -> Result<TransactWriteItem> {
        let mut check = ConditionCheck::builder()
            .table_name(self.config.table(Table::Petitions))
            .set_key(Some(key_item(key)))
            .condition_expression(condition);
        for (name, value) in values {
            check = check.expression_attribute_values(name, value);
        }
        let check = check.build().map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }

    /// Switches messages about the steps of a petition on or off. It is no change of the case: the item is
    /// one of its own, and whoever acts on the case meanwhile is not disturbed. Touches nothing but its own
    /// attributes, which is all that the right to do so covers.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn set_steps_told(&self, id: PetitionId, told: bool, now: DateTime<Utc>) -> Result<()> {
        let output = self
            .db()
            .update_item()
            .table_name(self.config.table(Table::Petitions))
            .set_key(Some(key_item(&keys::steps_told(id))))
            .update_expression("SET told = :told, told_at = :at, v = :v")
            .expression_attribute_values(":told", AttributeValue::Bool(told))
            .expression_attribute_values(":at", s(now.to_rfc3339()))
            .expression_attribute_values(":v", n(1))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        crate::usage::record(crate::usage::Kind::Write, output.consumed_capacity());
        Ok(())
    }
}
