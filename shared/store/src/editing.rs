//! Who is filling in the registration of a petition just now: a mark among the guards, for colleagues to see. It keeps
//! nobody out (two forms are kept apart by the version they showed) and ends by itself.

use crate::client::{Store, Table, item, key_item, n, read, s};
use crate::error::{Result, StoreError};
use crate::guards::living;
use crate::keys::{self, EXPIRES};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{OfficerId, PetitionId};
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How long a mark stands after its page was last heard of, seconds: two of the page's reports may get lost.
pub const EDITING_SECONDS: i64 = 180;

/// 正在登记: who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    /// The officer.
    pub officer: OfficerId,
    /// The officer's name.
    pub name: String,
    /// When the mark ends.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub expires: DateTime<Utc>,
}

impl Store {
    /// Marks that `officer` is filling in the registration, or goes on to, unless somebody else is; gives whoever
    /// that is.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn mark_editing(
        &self,
        petition: PetitionId,
        officer: OfficerId,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Editing>> {
        let mark = Editing {
            officer,
            name: name.to_owned(),
            expires: now + TimeDelta::seconds(EDITING_SECONDS),
        };
        let request = self
            .putting(Table::Guards, item(&keys::editing(petition), &mark)?)
            .condition_expression("attribute_not_exists(pk) OR officer = :me OR #x <= :now")
            .expression_attribute_names("#x", EXPIRES)
            .expression_attribute_values(":me", s(officer.to_string()))
            .expression_attribute_values(":now", n(now.timestamp()));
        match self.sent(request).await {
            Ok(()) => Ok(None),
            Err(StoreError::Conflict) => self.editing(petition, now).await,
            Err(error) => Err(error),
        }
    }

    /// Who is filling in the registration just now.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn editing(&self, petition: PetitionId, now: DateTime<Utc>) -> Result<Option<Editing>> {
        living(self.get(Table::Guards, &keys::editing(petition)).await?, now)
            .map(read)
            .transpose()
    }

    /// The same of several petitions (at most 100), in one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn editing_of(
        &self,
        petitions: &[PetitionId],
        now: DateTime<Utc>,
    ) -> Result<HashMap<PetitionId, Editing>> {
        let wanted: Vec<_> = petitions
            .iter()
            .map(|id| (Table::Guards, keys::editing(*id)))
            .collect();
        let found = self.get_many(&wanted).await?;
        let marks = petitions.iter().zip(found);
        marks
            .filter_map(|(id, stored)| Some((*id, living(stored, now)?)))
            .map(|(id, stored)| Ok((id, read(stored)?)))
            .collect()
    }

    /// Takes an officer's own mark away.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn unmark_editing(&self, petition: PetitionId, officer: OfficerId) -> Result<()> {
        let request = self
            .db()
            .delete_item()
            .table_name(self.config.table(Table::Guards))
            .set_key(Some(key_item(&keys::editing(petition))))
            .condition_expression("officer = :me")
            .expression_attribute_values(":me", s(officer.to_string()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        match request.send().boxed().await {
            Ok(output) => {
                crate::usage::record(crate::usage::Kind::Write, output.consumed_capacity());
                Ok(())
            }
            Err(error) => match error.as_service_error() {
                Some(refused) if refused.is_conditional_check_failed_exception() => Ok(()),
                _ => Err(StoreError::service(&error)),
            },
        }
    }
}
