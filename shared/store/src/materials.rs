//! 补充材料: what a petitioner adds to a petition after filing, and what of it is not sent yet. The words
//! lie sealed in an item of their own; the event only says that there are some. The change itself is
//! [`Store::commit`]'s.

use crate::attachments::{Attachment, Uploader};
use crate::cases::{sealed_item, unseal};
use crate::client::{Item, Store, Table, n};
use crate::drafts::draft_expiry;
use crate::error::{Result, StoreError};
use crate::head::Head;
use crate::keys::{self, EXPIRES};
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use domain::ids::{AttachmentId, MaterialId, PetitionId};
use serde::{Deserialize, Serialize};

/// 补充材料: one addition, as sent. Sealed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Identity, drawn when its form was made: sending the form twice adds once.
    pub id: MaterialId,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The words; may be empty if there are attachments.
    pub words: String,
    /// Its attachments.
    pub attachments: Vec<AttachmentId>,
}

/// An addition to be written with the change that tells of it.
#[derive(Clone, Debug)]
pub struct NewMaterial {
    /// The addition.
    pub material: Material,
    /// Uploads that were announced and never came, or were refused: their items go.
    pub dropped: Vec<AttachmentId>,
}

/// What a petitioner is putting together and has not sent yet.
#[derive(Clone, Debug, Default)]
pub struct Adding {
    /// The words as saved last.
    pub words: String,
    /// What was uploaded for it.
    pub attachments: Vec<Attachment>,
}

impl Store {
    /// The addition in an item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn material_of(&self, id: PetitionId, stored: Item) -> Result<Material> {
        unseal(&self.keys, id, "material", stored)
    }

    pub(crate) fn material_draft_of(&self, id: PetitionId, stored: Item) -> Result<String> {
        unseal(&self.keys, id, "material-draft", stored)
    }

    /// Keeps the words of an addition that is not sent yet, for as long as a draft.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn save_material_draft(&self, id: PetitionId, words: &str, now: DateTime<Utc>) -> Result<()> {
        let mut item = sealed_item(
            &self.keys,
            id,
            &keys::material_draft(id),
            "material-draft",
            &words,
        )?;
        item.insert(EXPIRES.to_owned(), n(draft_expiry(now).timestamp()));
        self.put(Table::Petitions, item, false).await
    }

    /// The writes of an addition: its item (once), its attachments, which lose their expiry, and the end
    /// of what was being put together.
    pub(crate) fn tx_material(
        &self,
        head: &Head,
        new: &NewMaterial,
        now: DateTime<Utc>,
    ) -> Result<Vec<TransactWriteItem>> {
        let id = head.petition.id;
        let material = &new.material;
        let key = keys::material(id, material.id);
        let owner = head
            .owner
            .ok_or_else(|| StoreError::Corrupt("an addition to what has no owner".to_owned()))?;
        let mut writes = vec![
            self.tx_put(
                Table::Petitions,
                sealed_item(&self.keys, id, &key, "material", material)?,
                true,
            )?,
            self.tx_delete(Table::Petitions, &keys::material_draft(id), false)?,
        ];
        writes.extend(self.tx_files(
            id,
            Uploader::Citizen(owner),
            &material.attachments,
            &new.dropped,
            now,
        )?);
        Ok(writes)
    }
}
