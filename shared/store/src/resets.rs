//! Forgotten passwords: one row for each code that was asked for, whether or not one was sent. It holds
//! a keyed hash of the code, how often it was tried, and whether it was used. Must not know the code.

use crate::accounts::Account;
use crate::client::{Store, Table, item, key_item, n, read, s};
use crate::error::{Result, StoreError};
use crate::guards::living;
use crate::keys::{self, EXPIRES};
use crate::outbox::NewMessage;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, ReturnValue, TransactWriteItem};
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use services::crypto::Sealed;

/// How often a code may be tried, right or wrong.
pub const RESET_TRIES_MAX: u32 = 5;

/// 找回密码: one request for a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// Keyed hash of id and code.
    pub hash: String,
    /// Whose password it is about; nobody's if name and number did not fit together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// What was typed to ask for it, sealed.
    pub typed: Sealed,
    /// How often a code was tried.
    pub tries: u32,
    /// The form that used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
    /// When it ends.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub expires: DateTime<Utc>,
}

#[derive(Serialize)]
struct Padding {
    expires: i64,
    padding: String,
}

/// 重设失败: why the new password was not stored.
#[derive(Debug, thiserror::Error)]
pub enum FinishResetError {
    /// The code was used at the same moment.
    #[error("the code was used")]
    Used,
    /// The store failed, or the account changed meanwhile ([`StoreError::Conflict`]).
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes a request, and the message with its code if there is somebody to send it to. Without one as
    /// much is written elsewhere: time must not tell the two apart.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn open_reset(
        &self,
        id: &str,
        reset: &Reset,
        message: Option<&NewMessage>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let second = self.message_or_padding(id, message, reset.expires, now)?;
        let row = item(&keys::password_reset(id), reset)?;
        self.transact(vec![self.tx_put(Table::Guards, row, true)?, second])
            .await
    }

    /// Writes a message to who asked for it, if there is somebody to send it to; otherwise as much elsewhere, under a
    /// word drawn for it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn send_if_anybody(
        &self,
        id: &str,
        message: Option<&NewMessage>,
        expires: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let one = self.message_or_padding(id, message, expires, now)?;
        self.transact(vec![one]).await
    }

    fn message_or_padding(
        &self,
        id: &str,
        message: Option<&NewMessage>,
        expires: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<TransactWriteItem> {
        if let Some(message) = message {
            return self.tx_message(message, now);
        }
        let padding = Padding {
            expires: expires.timestamp(),
            padding: "x".repeat(600),
        };
        let row = item(&keys::password_reset_padding(id), &padding)?;
        self.tx_put(Table::Guards, row, true)
    }

    /// A request that has not expired.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn reset(&self, id: &str, now: DateTime<Utc>) -> Result<Option<Reset>> {
        living(self.get(Table::Guards, &keys::password_reset(id)).await?, now)
            .map(read)
            .transpose()
    }

    /// Counts a try before anybody looks at it, so that many at once count too. `None` when there is none
    /// left, or the request is over or used.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn try_reset(&self, id: &str, now: DateTime<Utc>) -> Result<Option<Reset>> {
        let sent = self
            .db()
            .update_item()
            .table_name(self.config.table(Table::Guards))
            .set_key(Some(key_item(&keys::password_reset(id))))
            .update_expression("ADD tries :one")
            .condition_expression("tries < :most AND #x > :now AND attribute_not_exists(used)")
            .expression_attribute_names("#x", EXPIRES)
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":most", n(RESET_TRIES_MAX))
            .expression_attribute_values(":now", n(now.timestamp()))
            .return_values(ReturnValue::AllNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .boxed()
            .await;
        match sent {
            Ok(output) => {
                crate::usage::record(crate::usage::Kind::Write, output.consumed_capacity());
                output.attributes.map(read).transpose()
            }
            Err(e)
                if e.as_service_error()
                    .is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(None)
            }
            Err(e) => Err(StoreError::service(&e)),
        }
    }

    /// Stores the new password, uses the request up and ends every session: all or nothing. `form` tells
    /// a second click of the same page from another one.
    ///
    /// # Errors
    /// [`FinishResetError`]
    pub async fn finish_reset(
        &self,
        id: &str,
        form: &str,
        account: &Account,
        hash: &str,
    ) -> Result<(), FinishResetError> {
        let mut next = account.clone();
        hash.clone_into(&mut next.password_hash);
        next.session_epoch += 1;
        next.revision += 1;
        let used = self.tx_update(
            Table::Guards,
            &keys::password_reset(id),
            "SET used = :form",
            Some("attribute_exists(pk) AND attribute_not_exists(used)"),
            vec![(":form", s(form))],
        )?;
        match self.transact(vec![used, self.tx_account(account, &next)?]).await {
            Ok(()) => Ok(()),
            Err(StoreError::Cancelled(at)) if at.contains(&0) => Err(FinishResetError::Used),
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict.into()),
            Err(error) => Err(error.into()),
        }
    }
}
