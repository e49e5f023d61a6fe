//! Claims (占用): values that belong to one owner each, such as a username. A claim is an item under the
//! keyed hash of its value, written in the transaction of what it belongs to.

use crate::client::{Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::keys::Key;
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
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
