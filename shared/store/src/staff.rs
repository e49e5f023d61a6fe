//! Officers: credentials, agency and roles. A table of its own, so that no public function can read
//! it. Must not decide permission ([`domain::access`] does).

use crate::client::{Query, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::ids::{AgencyCode, OfficerId};
use domain::username::Username;
use serde::{Deserialize, Serialize};
use services::crypto::{FieldAad, Sealed};
use services::keys::KeyRing;
use services::totp::TotpSecret;

pub(crate) const USERNAME: &str = "staff-username";
const TOTP: &str = "totp";

/// 工作人员: one officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerRecord {
    /// Layout version.
    pub v: u8,
    /// Identity.
    pub id: OfficerId,
    /// The name to log in with.
    pub username: String,
    /// The name on the trace of cases.
    pub name: String,
    /// The agency.
    pub agency: AgencyCode,
    /// The posts held.
    pub roles: Vec<Role>,
    /// argon2id.
    pub password_hash: String,
    /// What the authenticator shares with us.
    pub totp_secret: Sealed,
    /// Raised to end every session.
    pub session_epoch: u32,
    /// Locked out.
    #[serde(default)]
    pub locked: bool,
    /// When the officer was entered.
    pub created_at: DateTime<Utc>,
}

/// 新工作人员: what an administrator (or the seed) enters.
#[derive(Clone)]
pub struct NewOfficer {
    /// Identity.
    pub id: OfficerId,
    /// The name to log in with.
    pub username: Username,
    /// The name on the trace of cases.
    pub name: String,
    /// The agency.
    pub agency: AgencyCode,
    /// The posts held.
    pub roles: Vec<Role>,
    /// argon2id.
    pub password_hash: String,
    /// What the authenticator shares with us.
    pub totp_secret: TotpSecret,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// 领导、接谈人: by whom colleagues of an agency find them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Layout version.
    pub v: u8,
    /// The officer.
    pub id: OfficerId,
    /// The name on the trace of cases.
    pub name: String,
}

impl OfficerRecord {
    /// The rows by which colleagues find a leader or an interviewer, with their keys; none for who is neither, or locked
    /// out.
    #[must_use]
    pub fn listed(&self) -> Vec<(Key, Colleague)> {
        let lists = [
            (Role::Leader, keys::leaders(&self.agency)),
            (Role::Interviewer, keys::interviewers(&self.agency)),
        ];
        let row = Colleague {
            v: 1,
            id: self.id,
            name: self.name.clone(),
        };
        lists
            .into_iter()
            .filter(|(role, _)| self.roles.contains(role) && !self.locked)
            .map(|(_, pk)| (Key::new(pk, self.id.to_string()), row.clone()))
            .collect()
    }

    /// The secret of the authenticator.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if its seal does not open.
    pub fn totp(&self, keys: &KeyRing) -> Result<TotpSecret> {
        let owner = self.id.to_string();
        let opened = keys.open(
            &self.totp_secret,
            &FieldAad {
                owner: &owner,
                field: TOTP,
            },
        );
        let text = opened.map_err(|e| StoreError::Corrupt(e.to_string()))?;
        TotpSecret::from_base32(&text).ok_or_else(|| StoreError::Corrupt("one-time code secret".to_owned()))
    }
}

impl Store {
    /// Enters an officer. [`StoreError::Conflict`] if the id or the username is taken: the seed may
    /// run again.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn create_officer(&self, new: NewOfficer) -> Result<OfficerRecord> {
        let owner = new.id.to_string();
        let secret = self.keys.seal(
            &new.totp_secret.to_base32(),
            &FieldAad {
                owner: &owner,
                field: TOTP,
            },
        );
        let record = OfficerRecord {
            v: 1,
            id: new.id,
            username: new.username.as_str().to_owned(),
            name: new.name,
            agency: new.agency,
            roles: new.roles,
            password_hash: new.password_hash,
            totp_secret: secret,
            session_epoch: 0,
            locked: false,
            created_at: new.created_at,
        };
        let mut writes = vec![self.tx_put(Table::Staff, item(&keys::officer(record.id), &record)?, true)?];
        writes.extend(self.claim(
            Table::Staff,
            keys::username,
            USERNAME,
            &new.username.key(),
            &owner,
        )?);
        for (key, row) in record.listed() {
            writes.push(self.tx_put(Table::Staff, item(&key, &row)?, false)?);
        }
        match self.transact(writes).await {
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
            other => other.map(|()| record),
        }
    }

    /// Has colleagues find an officer who was entered before there were rows of leaders or interviewers; nothing for who is
    /// neither.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn list_officer(&self, record: &OfficerRecord) -> Result<()> {
        for (key, row) in record.listed() {
            self.sent(self.putting(Table::Staff, item(&key, &row)?)).await?;
        }
        Ok(())
    }

    /// The leaders of an agency whom its officers may ask, by name: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn leaders(&self, agency: &AgencyCode) -> Result<Vec<Colleague>> {
        self.colleagues(&keys::leaders(agency)).await
    }

    /// The interviewers of an office, by name: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn interviewers(&self, agency: &AgencyCode) -> Result<Vec<Colleague>> {
        self.colleagues(&keys::interviewers(agency)).await
    }

    async fn colleagues(&self, pk: &str) -> Result<Vec<Colleague>> {
        let found = self.query_all(Query::of(Table::Staff, pk)).await?;
        let mut all: Vec<Colleague> = found.into_iter().map(read).collect::<Result<_>>()?;
        all.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        Ok(all)
    }

    /// Replaces the record of an officer that was read as `before`, if nobody else has since. Raise the epoch to end every
    /// session (lock, other roles, new password).
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] if somebody else did.
    pub async fn update_officer(&self, before: &OfficerRecord, after: &OfficerRecord) -> Result<()> {
        use crate::client::n;
        use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
        let put = Put::builder()
            .table_name(self.config.table(Table::Staff))
            .set_item(Some(item(&keys::officer(after.id), after)?))
            .condition_expression("session_epoch = :epoch")
            .expression_attribute_values(":epoch", n(before.session_epoch))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        let mut writes = vec![TransactWriteItem::builder().put(put).build()];
        let (old, new) = (before.listed(), after.listed());
        for (key, _) in old {
            if new.iter().all(|(kept, _)| *kept != key) {
                writes.push(self.tx_delete(Table::Staff, &key, false)?);
            }
        }
        for (key, row) in new {
            writes.push(self.tx_put(Table::Staff, item(&key, &row)?, false)?);
        }
        self.transact(writes).await
    }

    /// An officer by id.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn officer(&self, id: OfficerId) -> Result<Option<OfficerRecord>> {
        self.get(Table::Staff, &keys::officer(id))
            .await?
            .map(read)
            .transpose()
    }

    /// An officer by username, as typed: two requests.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn officer_by_username(&self, username: &Username) -> Result<Option<OfficerRecord>> {
        let claimed = self
            .claimed(Table::Staff, keys::username, USERNAME, &username.key())
            .await?;
        match claimed.and_then(|id| id.parse().ok()) {
            Some(id) => self.officer(id).await,
            None => {
                // As many requests as for a name that exists: time must not tell the two apart.
                self.get(Table::Staff, &keys::nobody()).await.map(|_| None)
            }
        }
    }
}
