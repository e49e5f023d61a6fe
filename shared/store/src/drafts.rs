//! Drafts: what a citizen has typed so far, sealed, on the server, so that a lost connection or an
//! expired session loses at most one step. A draft carries the id of the petition it will become:
//! filing twice is then the same petition, whatever the browser does.

use crate::attachments::{Attachment, Uploader};
use crate::cases::{sealed_item, sort_key, unseal};
use crate::client::{Item, Query, Range, Store, Table, key_item, n};
use crate::error::{Result, StoreError};
use crate::head::Head;
use crate::keys::{self, ATTACHMENT_PREFIX, EXPIRES, HEAD, Key};
use aws_sdk_dynamodb::types::{Delete, TransactWriteItem};
use chrono::{DateTime, Duration, Utc};
use domain::ids::{AccountId, PetitionId};
use domain::joint::TypedPerson;
use serde::{Deserialize, Serialize};

/// How long an untouched draft is kept.
pub const DRAFT_DAYS: i64 = 30;

/// The most drafts one account begins. Two windows at once may begin one more; nothing depends on it.
pub const DRAFTS_MAX: usize = 10;

/// 草稿: the answers as typed, not yet valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// 标题
    pub title: String,
    /// 问题发生地, a division code or empty.
    pub division: String,
    /// 问题详细地址
    pub address: String,
    /// 投诉内容
    pub content: String,
    /// The category the petitioner proposes, or empty.
    pub category_hint: String,
    /// How many people it concerns, as typed.
    pub people_count: String,
    /// Whether several petitioners file together.
    pub joint: bool,
    /// 联名人 beside the one who files, as typed.
    pub people: Vec<TypedPerson>,
    /// The city site the petitioner came from, or empty.
    pub from: String,
    /// When it was saved last.
    pub saved_at: Option<DateTime<Utc>>,
    /// How often it was saved.
    pub revision: u32,
    /// The page that saved it last by itself, drawn by its script; empty if a button did.
    pub saved_by: String,
    /// Whether it is written on one page, as by who has filed before.
    pub whole: bool,
    /// The place and the address of what was filed before, as they were offered when it was begun; may be empty.
    pub last_place: (String, String),
}

/// A draft with what was uploaded to it, or the petition it became.
#[derive(Clone, Debug)]
pub enum DraftState {
    /// Still a draft.
    Open {
        /// The answers.
        draft: Box<Draft>,
        /// What was uploaded.
        attachments: Vec<Attachment>,
    },
    /// Already filed.
    Filed {
        /// The petition it became.
        head: Box<Head>,
        /// What was uploaded since for an addition that is not sent yet.
        pending: Vec<Attachment>,
    },
}

/// When a draft saved now expires.
#[must_use]
pub fn draft_expiry(now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::days(DRAFT_DAYS)
}

fn key(account: AccountId, id: PetitionId) -> Key {
    Key::new(keys::drafts(account), id.to_string())
}

impl Store {
    /// Saves a draft if nobody has since it was read; it learns when, and its next revision.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody has; otherwise the store's failures.
    pub async fn save_draft(
        &self,
        account: AccountId,
        id: PetitionId,
        draft: &mut Draft,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let seen = draft.revision;
        let item = self.next_draft(account, id, draft, now)?;
        self.put_over(Table::Petitions, item, seen).await
    }

    fn next_draft(
        &self,
        account: AccountId,
        id: PetitionId,
        draft: &mut Draft,
        now: DateTime<Utc>,
    ) -> Result<Item> {
        draft.saved_at = Some(now);
        draft.revision = draft.revision.saturating_add(1);
        let mut item = sealed_item(&self.keys, id, &key(account, id), "draft", draft)?;
        item.insert("revision".to_owned(), n(draft.revision));
        item.insert(EXPIRES.to_owned(), n(draft_expiry(now).timestamp()));
        Ok(item)
    }

    /// Reads a citizen's draft and its attachments, or finds that it was filed: two requests in
    /// parallel. `None` if the citizen has no such draft.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn draft(&self, account: AccountId, id: PetitionId) -> Result<Option<DraftState>> {
        let pk = keys::petition(id);
        // ATT#… and HEAD, without the text in between being long: DET exists only once filed.
        let around = Query {
            range: Range::Between(ATTACHMENT_PREFIX, HEAD),
            ..Query::of(Table::Petitions, &pk)
        };
        let own_key = key(account, id);
        let (saved, items) = tokio::try_join!(self.get(Table::Petitions, &own_key), self.query_all(around))?;
        let mut attachments = Vec::new();
        let mut head = None;
        for item in items {
            match sort_key(&item) {
                HEAD => head = Some(Head::from_item(item)?),
                sk if sk.starts_with(ATTACHMENT_PREFIX) => attachments.push(self.attachment_of(id, item)?),
                _ => {}
            }
        }
        attachments
            .retain(|attachment| attachment.owner == Uploader::Citizen(account) && attachment.is_pending());
        if head.is_none() && saved.is_none() {
            // It may have been filed between the two reads: the draft gone already, the header not there yet.
            let filed = self.get(Table::Petitions, &keys::head(id)).await?;
            head = filed.map(Head::from_item).transpose()?;
        }
        if let Some(head) = head {
            return Ok((head.owner == Some(account)).then(|| DraftState::Filed {
                head: Box::new(head),
                pending: attachments,
            }));
        }
        let Some(saved) = saved else { return Ok(None) };
        Ok(Some(DraftState::Open {
            draft: Box::new(unseal(&self.keys, id, "draft", saved)?),
            attachments,
        }))
    }

    /// The citizen's drafts, newest first: all of them, since [`DRAFTS_MAX`] keeps them few. One request, unless they
    /// are very long.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn drafts(&self, account: AccountId) -> Result<Vec<(PetitionId, Draft)>> {
        let pk = keys::drafts(account);
        let query = Query {
            newest_first: true,
            ..Query::of(Table::Petitions, &pk)
        };
        let items = self.query_all(query).await?;
        items
            .into_iter()
            .map(|item| {
                let id: PetitionId = sort_key(&item)
                    .parse()
                    .map_err(|_| StoreError::Corrupt("draft key".to_owned()))?;
                Ok((id, unseal(&self.keys, id, "draft", item)?))
            })
            .collect()
    }

    /// Whether the citizen has as many drafts as there may be: one request, unless they are very long.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn has_drafts_enough(&self, account: AccountId) -> Result<bool> {
        let pk = keys::drafts(account);
        let (mut count, mut after) = (0, None);
        loop {
            let query = Query {
                after,
                ..Query::of(Table::Petitions, &pk)
            };
            let (found, last) = self.count_page(query).await?;
            count += usize::try_from(found).unwrap_or(usize::MAX);
            if count >= DRAFTS_MAX || last.is_none() {
                return Ok(count >= DRAFTS_MAX);
            }
            after = last;
        }
    }

    /// Throws a draft away, with what was uploaded to it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn discard_draft(&self, account: AccountId, id: PetitionId) -> Result<()> {
        let Some(DraftState::Open { attachments, .. }) = self.draft(account, id).await? else {
            return Ok(());
        };
        self.take(Table::Petitions, &key(account, id)).await?;
        for attachment in attachments {
            match self.remove_attachment(id, attachment.id).await {
                Ok(()) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
            let objects = [
                attachment.quarantine_key(),
                attachment.clean_key(),
                attachment.original_key(),
            ];
            self.delete_objects(&objects).await?;
        }
        Ok(())
    }

    /// The write that ends a draft which becomes a petition: it is still as it was when it was checked.
    pub(crate) fn tx_discard_draft(
        &self,
        account: AccountId,
        id: PetitionId,
        revision: u32,
    ) -> Result<TransactWriteItem> {
        let delete = Delete::builder()
            .table_name(self.config.table(Table::Petitions))
            .set_key(Some(key_item(&key(account, id))))
            .condition_expression("attribute_not_exists(revision) OR revision = :revision")
            .expression_attribute_values(":revision", n(revision))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }
}
