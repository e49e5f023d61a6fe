//! Attachments: their items, from the upload ticket to the checked copy. The bytes go from the
//! browser to S3 and from S3 to the browser; no function but the checker ever holds them.

use crate::client::{Item, Query, Range, Store, Table, item, n, read, s};
use crate::drafts::draft_expiry;
use crate::error::{Result, StoreError};
use crate::head::{open, seal};
use crate::keys::{self, ATTACHMENT_PREFIX, Key};
use chrono::{DateTime, Duration, Utc};
use domain::ids::{AccountId, AttachmentId, OfficerId, PetitionId};
use serde::{Deserialize, Serialize};
use services::upload_policy::{PresignedPost, UploadCredentials, UploadPolicy};

/// Upload policies are checked against the real time, whatever the injected clock says.
#[expect(clippy::disallowed_methods, reason = "signing for S3 uses the system clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

/// 附件状态
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AttachmentState {
    /// 等待上传: a ticket was given out, nothing has arrived yet.
    Expected,
    /// 可以使用: checked; the copy without metadata is served.
    Ready {
        /// SHA-256 of the original, hexadecimal.
        sha256: String,
        /// Size of the original in bytes.
        bytes: u64,
        /// The extension that fits what the file is, without the dot.
        extension: String,
    },
    /// 没有通过检查
    Rejected {
        /// Why, for the person who uploaded it.
        reason: String,
    },
}

/// 上传人: a citizen, or an officer who registers what came on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Uploader {
    /// From an account.
    Citizen(AccountId),
    /// From an office.
    Officer(OfficerId),
}

/// What officers' ids begin with where they stand beside accounts'.
const OFFICER: &str = "officer-";

impl From<Uploader> for String {
    fn from(uploader: Uploader) -> Self {
        match uploader {
            Uploader::Citizen(id) => id.to_string(),
            Uploader::Officer(id) => format!("{OFFICER}{id}"),
        }
    }
}

impl TryFrom<String> for Uploader {
    type Error = domain::ids::IdError;

    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        match text.strip_prefix(OFFICER) {
            Some(id) => id.parse().map(Self::Officer),
            None => text.parse().map(Self::Citizen),
        }
    }
}

/// 附件
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Identity.
    pub id: AttachmentId,
    /// The petition (or draft) it belongs to.
    pub petition: PetitionId,
    /// Who uploaded it.
    pub owner: Uploader,
    /// The file's name, as the browser told it.
    pub name: String,
    /// The type the browser announced.
    pub content_type: String,
    /// The size the browser announced, in bytes.
    pub announced_bytes: u64,
    /// When the ticket was given out.
    pub created: DateTime<Utc>,
    /// Where it stands.
    pub state: AttachmentState,
    /// Until when it is kept while it is not filed: part of a draft, of an addition that is being put together
    /// or of a form of registration. Its owner's only. None once it is filed.
    pub expires: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
struct Record {
    v: u8,
    id: AttachmentId,
    owner: Uploader,
    name: String,
    content_type: String,
    announced_bytes: u64,
    created: DateTime<Utc>,
    state: AttachmentState,
    /// Set while it belongs to a draft; filing removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<i64>,
}

impl Attachment {
    /// Whether it is not filed yet.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.expires.is_some()
    }

    /// The object as uploaded.
    #[must_use]
    pub fn quarantine_key(&self) -> String {
        quarantine_key(self.petition, self.id)
    }

    /// The checked copy without metadata.
    #[must_use]
    pub fn clean_key(&self) -> String {
        clean_key(self.petition, self.id)
    }

    /// The untouched original, kept as evidence once checked.
    #[must_use]
    pub fn original_key(&self) -> String {
        original_key(self.petition, self.id)
    }
}

/// The key a browser uploads to.
#[must_use]
pub fn quarantine_key(petition: PetitionId, id: AttachmentId) -> String {
    format!("quarantine/{petition}/{id}")
}

/// The checked copy's key.
pub(crate) fn clean_key(petition: PetitionId, id: AttachmentId) -> String {
    format!("clean/{petition}/{id}")
}

/// The untouched original's key.
pub(crate) fn original_key(petition: PetitionId, id: AttachmentId) -> String {
    format!("original/{petition}/{id}")
}

/// How long an upload form works.
const UPLOAD_MINUTES: i64 = 60;
/// Attachments of one petition.
pub const ATTACHMENTS_MAX: usize = 10;
/// The most bytes of one file.
pub const UPLOAD_BYTES_MAX: u64 = 50 * 1024 * 1024;

impl Store {
    /// The signed form with which a browser sends an announced file straight to the bucket; with
    /// `back`, the browser is sent there afterwards (303).
    #[must_use]
    pub fn upload_form(
        &self,
        attachment: &Attachment,
        content_type: &str,
        back: Option<&str>,
    ) -> PresignedPost {
        let credentials = &self.config.credentials;
        let now = system_now();
        let policy = UploadPolicy {
            url: &self.config.bucket_public_url,
            bucket: &self.config.bucket,
            region: &self.config.region,
            key: &attachment.quarantine_key(),
            content_type,
            bytes_max: UPLOAD_BYTES_MAX,
            success_action_redirect: back,
            expires_at: now + Duration::minutes(UPLOAD_MINUTES),
        };
        let signer = UploadCredentials {
            access_key: credentials.access_key_id(),
            secret_key: credentials.secret_access_key(),
            session_token: credentials.session_token(),
        };
        policy.sign(&signer, now)
    }

    /// A short-lived link to the checked copy; `None` while there is none.
    ///
    /// # Errors
    /// [`StoreError`] if signing fails.
    pub async fn attachment_link(&self, attachment: &Attachment) -> Result<Option<String>> {
        let AttachmentState::Ready { extension, .. } = &attachment.state else {
            return Ok(None);
        };
        let suffix = format!(".{extension}");
        let named = attachment
            .name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| !ending.is_empty());
        let name = if named {
            attachment.name.clone()
        } else {
            format!("{}{suffix}", attachment.name)
        };
        let name = services::file_type::safe_download_name(&name);
        self.download_link(&attachment.clean_key(), &name, "application/octet-stream")
            .await
            .map(Some)
    }

    pub(crate) fn attachment_of(&self, petition: PetitionId, stored: Item) -> Result<Attachment> {
        let record: Record = read(stored)?;
        Ok(Attachment {
            id: record.id,
            petition,
            owner: record.owner,
            name: open(&self.keys, petition, "attachment", &record.name)?,
            content_type: record.content_type,
            announced_bytes: record.announced_bytes,
            created: record.created,
            state: record.state,
            expires: match record.expires {
                None => None,
                Some(at) => Some(
                    DateTime::from_timestamp(at, 0)
                        .ok_or_else(|| StoreError::Corrupt("attachment's expiry".to_owned()))?,
                ),
            },
        })
    }

    fn attachment_item(&self, attachment: &Attachment) -> Result<Item> {
        let record = Record {
            v: 1,
            id: attachment.id,
            owner: attachment.owner,
            name: seal(&self.keys, attachment.petition, "attachment", &attachment.name)?,
            content_type: attachment.content_type.clone(),
            announced_bytes: attachment.announced_bytes,
            created: attachment.created,
            state: attachment.state.clone(),
            expires: attachment.expires.map(|at| at.timestamp()),
        };
        item(&keys::attachment(attachment.petition, attachment.id), &record)
    }

    /// Writes the item of an attachment that is about to be uploaded to a draft, and queues its
    /// check: one transaction. It expires with its draft ([`DRAFT_DAYS`](crate::drafts::DRAFT_DAYS)) unless the
    /// draft is saved again or filed.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the draft has [`ATTACHMENTS_MAX`] already; otherwise the store's
    /// failures.
    pub async fn expect_attachment(&self, attachment: &Attachment) -> Result<()> {
        let Some(expires) = attachment.expires else {
            return Err(StoreError::Corrupt("an upload that does not expire".to_owned()));
        };
        let room = self.tx_update(
            Table::Petitions,
            &keys::attachment_count(attachment.petition),
            "SET #x = :x ADD #n :one",
            Some("attribute_not_exists(#n) OR #n < :max"),
            vec![
                ("#x", s(keys::EXPIRES)),
                ("#n", s("n")),
                (":x", n(expires.timestamp())),
                (":one", n(1)),
                (":max", n(ATTACHMENTS_MAX)),
            ],
        )?;
        let writes = vec![
            self.tx_put(Table::Petitions, self.attachment_item(attachment)?, true)?,
            self.tx_expect_check(attachment)?,
            room,
        ];
        self.transact(writes).await.map_err(|error| match error {
            StoreError::Cancelled(_) => StoreError::Conflict,
            other => other,
        })
    }

    /// Reads one attachment.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn attachment(&self, petition: PetitionId, id: AttachmentId) -> Result<Option<Attachment>> {
        let found = self
            .get(Table::Petitions, &keys::attachment(petition, id))
            .await?;
        found.map(|item| self.attachment_of(petition, item)).transpose()
    }

    /// Reads the attachments of a draft or petition, in the order of upload.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn attachments(&self, petition: PetitionId) -> Result<Vec<Attachment>> {
        let pk = keys::petition(petition);
        let query = Query {
            range: Range::Prefix(ATTACHMENT_PREFIX),
            ..Query::of(Table::Petitions, &pk)
        };
        let items = self.query_all(query).await?;
        items
            .into_iter()
            .map(|item| self.attachment_of(petition, item))
            .collect()
    }

    /// Removes an attachment of a draft; the objects follow by the bucket's lifecycle or at once by
    /// [`Store::delete_objects`].
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it is filed already or gone.
    pub async fn remove_attachment(&self, petition: PetitionId, id: AttachmentId) -> Result<()> {
        let write = self.tx_drop_attachment(petition, id)?;
        let room = self.tx_update(
            Table::Petitions,
            &keys::attachment_count(petition),
            "ADD #n :one",
            Some("#n > :none"),
            vec![("#n", s("n")), (":one", n(-1)), (":none", n(0))],
        )?;
        self.transact(vec![write, room])
            .await
            .map_err(|error| match error {
                StoreError::Cancelled(_) => StoreError::Conflict,
                other => other,
            })
    }

    /// The write that removes an attachment that is not filed.
    pub(crate) fn tx_drop_attachment(
        &self,
        petition: PetitionId,
        id: AttachmentId,
    ) -> Result<aws_sdk_dynamodb::types::TransactWriteItem> {
        let delete = aws_sdk_dynamodb::types::Delete::builder()
            .table_name(self.config.table(Table::Petitions))
            .set_key(Some(crate::client::key_item(&keys::attachment(petition, id))))
            .condition_expression("attribute_exists(pk) AND attribute_exists(expires)")
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(aws_sdk_dynamodb::types::TransactWriteItem::builder()
            .delete(delete)
            .build())
    }

    /// Keeps the files of a draft for as long as the draft that is saved at `now`: those that would go more than
    /// a day before it. Nothing if one was filed or taken away at this moment: the next save does it.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn renew_attachments(&self, attachments: &[Attachment], now: DateTime<Utc>) -> Result<()> {
        let expires = draft_expiry(now);
        let stale = expires - Duration::days(1);
        let due: Vec<&Attachment> = attachments
            .iter()
            .filter(|attachment| attachment.expires.is_some_and(|at| at < stale))
            .collect();
        let Some(first) = due.first() else { return Ok(()) };
        let until = |key: &Key, condition| {
            let values = vec![("#x", s(keys::EXPIRES)), (":x", n(expires.timestamp()))];
            self.tx_update(Table::Petitions, key, "SET #x = :x", Some(condition), values)
        };
        let mut writes = vec![until(
            &keys::attachment_count(first.petition),
            "attribute_exists(pk)",
        )?];
        for attachment in due {
            let key = keys::attachment(attachment.petition, attachment.id);
            writes.push(until(&key, "attribute_exists(#x)")?);
        }
        match self.transact(writes).await {
            Err(StoreError::Cancelled(_)) => Ok(()),
            other => other,
        }
    }

    /// The writes that make uploads part of a petition, drop those that never came, and count both down.
    pub(crate) fn tx_files(
        &self,
        petition: PetitionId,
        owner: Uploader,
        kept: &[AttachmentId],
        dropped: &[AttachmentId],
        now: DateTime<Utc>,
    ) -> Result<Vec<aws_sdk_dynamodb::types::TransactWriteItem>> {
        let mut writes = Vec::new();
        for attachment in kept {
            writes.push(self.tx_file_attachment(petition, owner, *attachment, now)?);
        }
        for attachment in dropped {
            writes.push(self.tx_drop_attachment(petition, *attachment)?);
        }
        let done = kept.len() + dropped.len();
        if done > 0 {
            // Counted down, not deleted: another file may be announced at this moment.
            let done = i64::try_from(done).map_err(|_| StoreError::Corrupt("attachment count".to_owned()))?;
            writes.push(self.tx_update(
                Table::Petitions,
                &keys::attachment_count(petition),
                "ADD #n :done",
                None,
                vec![("#n", s("n")), (":done", n(-done))],
            )?);
        }
        Ok(writes)
    }

    /// The write that makes a draft's attachment part of the petition being filed. One whose time is over stays
    /// what it is: its copies are taken away ([`Store::drop_expired`]).
    pub(crate) fn tx_file_attachment(
        &self,
        petition: PetitionId,
        owner: Uploader,
        id: AttachmentId,
        now: DateTime<Utc>,
    ) -> Result<aws_sdk_dynamodb::types::TransactWriteItem> {
        self.tx_update(
            Table::Petitions,
            &keys::attachment(petition, id),
            "SET filed = :now REMOVE expires",
            Some("expires > :now AND #owner = :owner"),
            vec![
                ("#owner", s("owner")),
                (":owner", s(owner)),
                (":now", n(now.timestamp())),
            ],
        )
    }
}
