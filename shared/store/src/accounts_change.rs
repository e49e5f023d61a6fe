//! Changes of an account by its owner. Each is one transaction, conditioned on the revision that was read:
//! of two at once exactly one wins. What goes with it (claims, a message, a used code) is part of it.

use crate::accounts::{Account, Contact, DOCUMENT};
use crate::client::{Store, Table, item, n};
use crate::error::{Result, StoreError};
use crate::keys;
use crate::outbox::NewMessage;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use chrono::{DateTime, Utc};
use services::crypto::FieldAad;

/// 换证件号码失败: why a new document number was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ChangeDocumentError {
    /// Somebody has registered with this document.
    #[error("the identity document is registered already")]
    Taken,
    /// The store failed, or the account changed meanwhile ([`StoreError::Conflict`]).
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Stores a new password hash. `end_sessions` for a new password; not for the same one hashed anew.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the account changed meanwhile.
    pub async fn set_password(
        &self,
        account: &Account,
        hash: &str,
        end_sessions: bool,
        message: Option<&NewMessage>,
        now: DateTime<Utc>,
    ) -> Result<Account> {
        let mut next = account.clone();
        hash.clone_into(&mut next.password_hash);
        next.session_epoch += u32::from(end_sessions);
        self.change(account, next, message, now).await
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the account changed meanwhile.
    pub async fn end_sessions(&self, account: &Account, now: DateTime<Utc>) -> Result<Account> {
        let mut next = account.clone();
        next.session_epoch += 1;
        self.change(account, next, None, now).await
    }

    /// Stores how somebody is reached.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the account changed meanwhile.
    pub async fn set_contact(
        &self,
        account: &Account,
        contact: &Contact,
        message: Option<&NewMessage>,
        now: DateTime<Utc>,
    ) -> Result<Account> {
        let mut next = account.clone();
        next.set_contact(&self.keys, contact);
        self.change(account, next, message, now).await
    }

    /// Stores another document number (of the same type): the claim moves with it.
    ///
    /// # Errors
    /// [`ChangeDocumentError`]
    pub async fn set_id_number(
        &self,
        account: &Account,
        id_number: &str,
    ) -> Result<Account, ChangeDocumentError> {
        let Some(before) = account.person(&self.keys)? else {
            return Err(StoreError::Corrupt("an anonymous account has no document".to_owned()).into());
        };
        let mut after = before.clone();
        id_number.clone_into(&mut after.id_number);
        let owner = account.id.to_string();
        let field = "id_number";
        let mut next = account.clone();
        next.id_number = Some(self.keys.seal(id_number, &FieldAad { owner: &owner, field }));
        next.revision += 1;
        let mut writes = vec![self.tx_account(account, &next)?];
        let claim = keys::identity_document;
        writes.extend(self.claim(Table::Accounts, claim, DOCUMENT, &after.document(), &owner)?);
        writes.extend(self.release(Table::Accounts, claim, DOCUMENT, &before.document())?);
        match self.transact(writes).await {
            Ok(()) => Ok(next),
            Err(StoreError::Cancelled(at)) if at.contains(&0) => Err(StoreError::Conflict.into()),
            Err(StoreError::Cancelled(_)) => Err(ChangeDocumentError::Taken),
            Err(error) => Err(error.into()),
        }
    }

    /// Closes an account: who it was goes, the document may register again, the username stays taken,
    /// every session ends. Petitions keep what the law wants kept of their petitioner.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the account changed meanwhile.
    pub async fn close_account(
        &self,
        account: &Account,
        message: Option<&NewMessage>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let person = account.person(&self.keys)?;
        let mut next = account.clone();
        next.set_contact(&self.keys, &Contact::default());
        (next.sex, next.id_type, next.real_name, next.id_number) = (None, None, None, None);
        // Only its claim keeps the name, as a keyed hash. A hash that cannot be read fits no password.
        next.username.clear();
        next.password_hash.clear();
        next.session_epoch += 1;
        next.revision += 1;
        next.closed_at = Some(now);
        let mut writes = vec![self.tx_account(account, &next)?];
        if let Some(person) = person {
            let claim = keys::identity_document;
            writes.extend(self.release(Table::Accounts, claim, DOCUMENT, &person.document())?);
        }
        if let Some(message) = message {
            writes.push(self.tx_message(message, now)?);
        }
        conflict(self.transact(writes).await)
    }

    async fn change(
        &self,
        read: &Account,
        mut next: Account,
        message: Option<&NewMessage>,
        now: DateTime<Utc>,
    ) -> Result<Account> {
        next.revision += 1;
        let mut writes = vec![self.tx_account(read, &next)?];
        if let Some(message) = message {
            writes.push(self.tx_message(message, now)?);
        }
        conflict(self.transact(writes).await)?;
        Ok(next)
    }

    /// The write of an account, if it is still as it was read.
    pub(crate) fn tx_account(&self, read: &Account, next: &Account) -> Result<TransactWriteItem> {
        let put = Put::builder()
            .table_name(self.config.table(Table::Accounts))
            .set_item(Some(item(&keys::account(next.id), next)?))
            .condition_expression("revision = :read")
            .expression_attribute_values(":read", n(read.revision))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

fn conflict(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
        other => other,
    }
}
