//! Citizens' accounts. Whatever tells who somebody is lies sealed, field by field; an anonymous
//! account has no such field at all but, if its owner likes, a number to recover it with. A username
//! and an identity document belong to one account each: claims in the same transaction.

use crate::cases::Petitioner;
use crate::client::{Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::keys;
use crate::outbox::NewMessage;
use chrono::{DateTime, Utc};
use domain::contact::{ANONYMOUS_NAME, mask_name};
use domain::division;
use domain::identity_document::{IdType, Sex};
use domain::ids::AccountId;
use domain::username::Username;
use serde::{Deserialize, Serialize};
use services::crypto::{FieldAad, Sealed};
use services::keys::KeyRing;

pub use crate::accounts_person::{Contact, Person};

pub(crate) const USERNAME: &str = "username";
pub(crate) const DOCUMENT: &str = "id-number";

/// 信访人账号: one citizen's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Layout version.
    pub v: u8,
    /// Identity.
    pub id: AccountId,
    /// The name to log in with.
    pub username: String,
    /// 匿名: nothing tells who it is.
    pub anonymous: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sex: Option<Sex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id_type: Option<IdType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) real_name: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id_number: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mobile: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) household_division: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) household_address: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) usual_address: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mailing_address: Option<Sealed>,
    /// argon2id.
    pub password_hash: String,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// Raised to end every session.
    pub session_epoch: u32,
    /// Locked out.
    #[serde(default)]
    pub locked: bool,
    /// Raised by each change; a change is conditioned on the one that was read.
    #[serde(default)]
    pub revision: u32,
    /// When its owner closed it. Nothing then tells any more who it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
}

/// 注册方式: named or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewIdentity {
    /// 实名
    Named(Box<Person>),
    /// 匿名, with a number to recover the account with, which nobody is ever shown.
    Anonymous {
        /// The number.
        recovery_mobile: Option<String>,
    },
}

/// 新账号: what registration has found valid.
#[derive(Clone)]
pub struct NewAccount {
    /// Identity.
    pub id: AccountId,
    /// The name to log in with.
    pub username: Username,
    /// argon2id.
    pub password_hash: String,
    /// Named or not.
    pub identity: NewIdentity,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// 注册失败: why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// Somebody has this username.
    #[error("the username is taken")]
    UsernameTaken,
    /// Somebody has registered with this document.
    #[error("the identity document is registered already")]
    DocumentTaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Account {
    fn make(keys: &KeyRing, new: &NewAccount) -> Self {
        let owner = new.id.to_string();
        let seal = |field: &str, text: &str| Some(keys.seal(text, &FieldAad { owner: &owner, field }));
        let mut account = Self {
            v: 1,
            id: new.id,
            username: new.username.as_str().to_owned(),
            anonymous: true,
            sex: None,
            id_type: None,
            real_name: None,
            id_number: None,
            mobile: None,
            household_division: None,
            household_address: None,
            usual_address: None,
            mailing_address: None,
            password_hash: new.password_hash.clone(),
            created_at: new.created_at,
            session_epoch: 0,
            locked: false,
            revision: 0,
            closed_at: None,
        };
        match &new.identity {
            NewIdentity::Anonymous { recovery_mobile } => {
                account.set_contact(
                    keys,
                    &Contact {
                        mobile: recovery_mobile.clone(),
                        ..Contact::default()
                    },
                );
            }
            NewIdentity::Named(person) => {
                account.anonymous = false;
                account.sex = Some(person.sex);
                account.id_type = Some(person.id_type);
                account.real_name = seal("real_name", &person.real_name);
                account.id_number = seal("id_number", &person.id_number);
                account.set_contact(keys, &person.contact());
            }
        }
        account
    }

    pub(crate) fn set_contact(&mut self, keys: &KeyRing, contact: &Contact) {
        let owner = self.id.to_string();
        let seal = |field: &str, text: Option<&str>| {
            text.map(|text| keys.seal(text, &FieldAad { owner: &owner, field }))
        };
        let division = contact.household_division.map(|code| code.to_string());
        self.mobile = seal("mobile", contact.mobile.as_deref());
        self.household_division = seal("household_division", division.as_deref());
        self.household_address = seal("household_address", contact.household_address.as_deref());
        self.usual_address = seal("usual_address", contact.usual_address.as_deref());
        self.mailing_address = seal("mailing_address", contact.mailing_address.as_deref());
    }

    fn open(&self, keys: &KeyRing, field: &str, sealed: Option<&Sealed>) -> Result<Option<String>> {
        let owner = self.id.to_string();
        let opened = sealed
            .map(|sealed| keys.open(sealed, &FieldAad { owner: &owner, field }))
            .transpose();
        opened.map_err(|e| StoreError::Corrupt(format!("account field {field}: {e}")))
    }

    /// Who it is; `None` for an anonymous account (its recovery number is not given out).
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a seal does not open.
    pub fn person(&self, keys: &KeyRing) -> Result<Option<Person>> {
        if self.anonymous {
            return Ok(None);
        }
        let required = |field: &str, sealed: Option<&Sealed>| {
            let opened = self.open(keys, field, sealed)?;
            opened.ok_or_else(|| StoreError::Corrupt(format!("account field {field} is missing")))
        };
        let division = self.open(keys, "household_division", self.household_division.as_ref())?;
        Ok(Some(Person {
            real_name: required("real_name", self.real_name.as_ref())?,
            sex: self.sex.unwrap_or(Sex::Unknown),
            id_type: self.id_type.unwrap_or(IdType::Other),
            id_number: required("id_number", self.id_number.as_ref())?,
            mobile: required("mobile", self.mobile.as_ref())?,
            household_division: division.and_then(|code| code.parse().ok()),
            household_address: self.open(keys, "household_address", self.household_address.as_ref())?,
            usual_address: self.open(keys, "usual_address", self.usual_address.as_ref())?,
            mailing_address: self.open(keys, "mailing_address", self.mailing_address.as_ref())?,
        }))
    }

    /// The petitioner as filed with a petition.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a seal does not open.
    pub fn petitioner(&self, keys: &KeyRing) -> Result<Petitioner> {
        let Some(person) = self.person(keys)? else {
            return Ok(Petitioner {
                name: ANONYMOUS_NAME.to_owned(),
                anonymous: true,
                sex: None,
                id_type: None,
                id_number: None,
                mobile: None,
                addresses: Vec::new(),
            });
        };
        let household = match (person.household_division, person.household_address) {
            (Some(code), Some(address)) => Some(format!("{}{address}", division::full_name(code))),
            (Some(code), None) => Some(division::full_name(code)),
            (None, address) => address,
        };
        let addresses = [
            ("户籍地址", household),
            ("经常居住地址", person.usual_address),
            ("通信地址", person.mailing_address),
        ];
        Ok(Petitioner {
            name: person.real_name,
            anonymous: false,
            sex: Some(person.sex),
            id_type: Some(person.id_type),
            id_number: Some(person.id_number),
            mobile: Some(person.mobile),
            addresses: addresses
                .into_iter()
                .filter_map(|(k, v)| Some((k.to_owned(), v?)))
                .collect(),
        })
    }

    /// The number to send messages to: none of an anonymous account, whose number is for recovery only.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a seal does not open.
    pub fn message_mobile(&self, keys: &KeyRing) -> Result<Option<String>> {
        if self.anonymous {
            Ok(None)
        } else {
            self.open(keys, "mobile", self.mobile.as_ref())
        }
    }

    /// Whether it can be used: neither locked nor closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.locked && self.closed_at.is_none()
    }

    /// The number that a forgotten password is reset through, of an anonymous account too.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if its seal does not open.
    pub fn recovery_mobile(&self, keys: &KeyRing) -> Result<Option<String>> {
        self.open(keys, "mobile", self.mobile.as_ref())
    }

    /// What to call the person at the top of pages: `李女士`, or the username of an anonymous account.
    #[must_use]
    pub fn display_name(&self, keys: &KeyRing) -> String {
        let name = self
            .open(keys, "real_name", self.real_name.as_ref())
            .ok()
            .flatten();
        let Some(name) = name else {
            return self.username.clone();
        };
        let masked = mask_name(&name);
        let title = match self.sex {
            Some(Sex::Male) => "先生",
            Some(Sex::Female) => "女士",
            _ => return masked,
        };
        format!("{}{title}", masked.trim_end_matches('*'))
    }
}

impl Store {
    /// Makes an account: account, claims and the message that says so in one transaction.
    ///
    /// # Errors
    /// [`CreateAccountError`] says which claim is taken.
    pub async fn create_account(
        &self,
        new: &NewAccount,
        message: Option<&NewMessage>,
    ) -> Result<Account, CreateAccountError> {
        let account = Account::make(&self.keys, new);
        let owner = account.id.to_string();
        let mut writes =
            vec![self.tx_put(Table::Accounts, item(&keys::account(account.id), &account)?, true)?];
        writes.extend(self.claim(
            Table::Accounts,
            keys::username,
            USERNAME,
            &new.username.key(),
            &owner,
        )?);
        let documents_from = writes.len();
        if let NewIdentity::Named(person) = &new.identity {
            writes.extend(self.claim(
                Table::Accounts,
                keys::identity_document,
                DOCUMENT,
                &person.document(),
                &owner,
            )?);
        }
        let documents = documents_from..writes.len();
        if let Some(message) = message {
            writes.push(self.tx_message(message, new.created_at)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(account),
            Err(StoreError::Cancelled(at)) if at.iter().any(|at| (1..documents_from).contains(at)) => {
                Err(CreateAccountError::UsernameTaken)
            }
            Err(StoreError::Cancelled(at)) if at.iter().any(|at| documents.contains(at)) => {
                Err(CreateAccountError::DocumentTaken)
            }
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether somebody has this username now; registration asks before it asks the real-name service.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn username_taken(&self, username: &Username) -> Result<bool> {
        Ok(self
            .claimed(Table::Accounts, keys::username, USERNAME, &username.key())
            .await?
            .is_some())
    }

    /// An account by id.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        self.get(Table::Accounts, &keys::account(id))
            .await?
            .map(read)
            .transpose()
    }

    /// The account that is registered with a document: two requests, whether there is one or not.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn account_by_document(&self, id_type: IdType, number: &str) -> Result<Option<Account>> {
        let document = format!("{}:{number}", id_type.code());
        let claimed = self
            .claimed(Table::Accounts, keys::identity_document, DOCUMENT, &document)
            .await?;
        self.claimant(claimed).await
    }

    async fn claimant(&self, claimed: Option<String>) -> Result<Option<Account>> {
        match claimed.and_then(|id| id.parse().ok()) {
            Some(id) => self.account(id).await,
            None => {
                // As many requests as for one that exists: time must not tell the two apart.
                self.get(Table::Accounts, &keys::nobody()).await.map(|_| None)
            }
        }
    }

    /// An account by username, as typed: two requests.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn account_by_username(&self, username: &Username) -> Result<Option<Account>> {
        let claimed = self
            .claimed(Table::Accounts, keys::username, USERNAME, &username.key())
            .await?;
        self.claimant(claimed).await
    }
}

#[cfg(test)]
#[path = "accounts_tests.rs"]
mod tests;
