//! Claims (占用): values that belong to one owner each, such as a username. A claim is an item under the
//! keyed hash of its value, written in the transaction of what it belongs to.

use crate::accounts::{Account, DOCUMENT, USERNAME};
use crate::client::{Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use crate::staff::{self, OfficerRecord};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
use domain::username::Username;
use serde::{Deserialize, Serialize};

impl Store {
    /// The writes that claim a value for `owner`: the claim under the current key, and a check that
    /// nobody holds one under an older key while a rotation is under way.
    pub(crate) fn claim(
        &self,
        table: Table,
        key: impl Fn(&str) -> Key,
        what: &str,
        value: &str,
        owner: &str,
    ) -> Result<Vec<TransactWriteItem>> {
        let mut writes = Vec::new();
        for (at, blind) in self.keys.blind_all(what, value).into_iter().enumerate() {
            if at == 0 {
                let claim = Claim {
                    v: 1,
                    owner: owner.to_owned(),
                };
                writes.push(self.tx_put(table, item(&key(&blind), &claim)?, true)?);
                continue;
            }
            let check = ConditionCheck::builder()
                .table_name(self.config.table(table))
                .set_key(Some(crate::client::key_item(&key(&blind))))
                .condition_expression("attribute_not_exists(pk)")
                .build()
                .map_err(|e| StoreError::Service(e.to_string()))?;
            writes.push(TransactWriteItem::builder().condition_check(check).build());
        }
        Ok(writes)
    }

    /// The writes that give a value free, under whichever key it was claimed.
    pub(crate) fn release(
        &self,
        table: Table,
        key: impl Fn(&str) -> Key,
        what: &str,
        value: &str,
    ) -> Result<Vec<TransactWriteItem>> {
        let blinds = self.keys.blind_all(what, value);
        blinds
            .iter()
            .map(|blind| self.tx_delete(table, &key(blind), false))
            .collect()
    }

    /// The keys that the claims of an account may lie under: for each value it claims, the current one first.
    /// A closed account no longer knows its username, whose claim stays.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a seal does not open or the username is none.
    pub fn claims_of_account(&self, account: &Account) -> Result<Vec<Vec<Key>>> {
        let mut claims = Vec::new();
        if account.closed_at.is_none() {
            claims.push(self.claims_of_username(&account.username, USERNAME)?);
        }
        if let Some(person) = account.person(&self.keys)? {
            let blinds = self.keys.blind_all(DOCUMENT, &person.document());
            claims.push(
                blinds
                    .iter()
                    .map(|blind| keys::identity_document(blind))
                    .collect(),
            );
        }
        Ok(claims)
    }

    /// The keys that the claims of an officer may lie under, as [`Store::claims_of_account`].
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the username is none.
    pub fn claims_of_officer(&self, officer: &OfficerRecord) -> Result<Vec<Vec<Key>>> {
        Ok(vec![self.claims_of_username(&officer.username, staff::USERNAME)?])
    }

    fn claims_of_username(&self, username: &str, what: &str) -> Result<Vec<Key>> {
        let username = Username::parse(username).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        let blinds = self.keys.blind_all(what, &username.key());
        Ok(blinds.iter().map(|blind| keys::username(blind)).collect())
    }

    /// Who has claimed a value, under any key.
    pub(crate) async fn claimed(
        &self,
        table: Table,
        key: impl Fn(&str) -> Key,
        what: &str,
        value: &str,
    ) -> Result<Option<String>> {
        let wanted: Vec<_> = self
            .keys
            .blind_all(what, value)
            .iter()
            .map(|blind| (table, key(blind)))
            .collect();
        let found = self.get_many(&wanted).await?.into_iter().flatten().next();
        Ok(found.map(read::<Claim>).transpose()?.map(|claim| claim.owner))
    }
}

/// 占用: a value that belongs to one account.
#[derive(Serialize, Deserialize)]
struct Claim {
    v: u8,
    owner: String,
}
