//! Reading a petition and changing it. [`Store::commit`] is the only way a case changes: the
//! header conditioned on its version, the events, the letters, the list rows and the messages are
//! one transaction.

use crate::attachments::{Attachment, Uploader};
use crate::client::{Item, Query, Range, Store, Table, item, key_of, n, read};
use crate::error::{Result, StoreError};
use crate::head::{Head, SealedField, json, open, rows, seal};
use crate::interviews::interview_rows;
use crate::keys::{
    self, ATTACHMENT_PREFIX, DETAIL, EVENT_PREFIX, HEAD, Key, LETTER_PREFIX, MATERIAL_DRAFT, MATERIAL_PREFIX,
    RATING_PREFIX, SK, STEPS_TOLD,
};
use crate::materials::{Adding, Material, NewMaterial};
use crate::outbox::NewMessage;
use crate::ratings::{RatingText, rating_text};
use crate::reminders::Reminder;
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Datelike as _, Utc};
use domain::approval::Approvals;
use domain::event::{Body, By, Event};
use domain::identity_document::{IdType, Sex};
use domain::ids::{AgencyCode, AttachmentId, LetterId, OfficerId, PetitionId};
use domain::incoming::{Brief, Incoming};
use domain::joint::CoPetitioner;
use domain::letter::{Letter, LetterKind};
use domain::petition::Identity;
use domain::registration::Registration;
use domain::visitors::Visitors;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;
use std::collections::BTreeMap;
use std::fmt::Display;

/// 信访人: who filed it, as known when it was filed. Sealed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petitioner {
    /// The name; 匿名 if anonymous.
    pub name: String,
    /// Filed without a name: every field below is empty then.
    pub anonymous: bool,
    /// Sex as registered.
    pub sex: Option<Sex>,
    /// Kind of identity document.
    pub id_type: Option<IdType>,
    /// Its number.
    pub id_number: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// 户口所在地, 常用地址, 通讯地址: at least one if not anonymous.
    pub addresses: Vec<(String, String)>,
}

/// 来件内容: what the petitioner wrote and who they are. Sealed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// 问题详细地址
    pub address: String,
    /// 投诉内容
    pub content: String,
    /// The category the petitioner proposed, if any.
    pub category_hint: Option<String>,
    /// How many people it concerns.
    pub people_count: u32,
    /// Filed by several petitioners together.
    pub joint: bool,
    /// 联名人 beside the one who filed it; each opens it at the tracking page.
    #[serde(default)]
    pub co_petitioners: Vec<CoPetitioner>,
    /// Who filed it.
    pub petitioner: Petitioner,
    /// 来信要素, of a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Box<Incoming>>,
    /// 来访情况, of a visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Box<Visitors>>,
}

#[derive(Serialize, Deserialize)]
struct EventRecord {
    v: u8,
    data: String,
    mac: String,
}

#[derive(Serialize, Deserialize)]
struct SealedRecord {
    v: u8,
    sealed: String,
}

/// 信访件 (可公开部分): everything its petitioner may see.
#[derive(Clone, Debug)]
pub struct PetitionFile {
    /// The header.
    pub head: Head,
    /// What was written.
    pub detail: Detail,
    /// Public events in order.
    pub events: Vec<Event>,
    /// Attachments in the order of upload.
    pub attachments: Vec<Attachment>,
    /// Letters in the order of issue.
    pub letters: Vec<Letter>,
    /// What was written with each rating, in their order.
    pub rating_texts: Vec<RatingText>,
    /// What the petitioner added, in order.
    pub materials: Vec<Material>,
    /// What is being added and not sent yet: the owner's only, always empty in a [`CaseFile`].
    pub adding: Adding,
    /// Whether the petitioner wants messages about its steps.
    pub steps_told: bool,
}

/// 办理过程: what tracking shows.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The header.
    pub head: Head,
    /// Public events in order.
    pub events: Vec<Event>,
    /// Whether the petitioner wants messages about its steps.
    pub steps_told: bool,
}

/// 案卷: the petition with what only staff may see.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The public part.
    pub file: PetitionFile,
    /// Internal events in order.
    pub internal: Vec<Event>,
    /// Letters between offices in the order of issue.
    pub letters: Vec<Letter>,
}

/// How often a file of two collections is read until both are of one moment.
pub(crate) const READS: usize = 5;

/// Whether as many events were read as the header of this version is the fold of.
pub(crate) fn is_whole(events: usize, version: u32) -> bool {
    u32::try_from(events) == Ok(version)
}

impl CaseFile {
    /// The registration as saved last.
    #[must_use]
    pub fn registration(&self) -> Option<&Registration> {
        self.internal.iter().rev().find_map(|event| match &event.body {
            Body::RegistrationSaved { registration } => Some(registration.as_ref()),
            _ => None,
        })
    }

    /// What leaders were asked about it, from the events.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a history that does not fit.
    pub fn approvals(&self) -> Result<Approvals> {
        let petition = &self.file.head.petition;
        if !petition.submitted {
            return Ok(Approvals::default());
        }
        let identity = Identity {
            id: petition.id,
            number: petition.number,
        };
        Approvals::fold(identity, &self.all_events()).map_err(|e| StoreError::Corrupt(e.to_string()))
    }

    /// All events, public and internal, in order.
    #[must_use]
    pub fn all_events(&self) -> Vec<&Event> {
        let mut events: Vec<&Event> = self.file.events.iter().chain(&self.internal).collect();
        events.sort_by_key(|event| event.seq);
        events
    }
}

/// A change of a case: what happens, and what goes out with it.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What happens, in order.
    pub steps: Vec<(By, Body)>,
    /// Letters to the petitioner issued by these steps.
    pub letters: Vec<Letter>,
    /// Letters to another office.
    pub office_letters: Vec<Letter>,
    /// Messages to send.
    pub messages: Vec<NewMessage>,
    /// Messages for later, which may lose their reason by then.
    pub reminders: Vec<Reminder>,
    /// What was written with a rating; with every rating, if only to say that nothing was.
    pub rating_text: Option<RatingText>,
    /// What the petitioner adds with it.
    pub material: Option<NewMaterial>,
    /// What an officer uploaded for it.
    pub files: Option<OfficerFiles>,
    /// The text with who stands behind it put right; with a step that says so.
    pub sender: Option<Box<Detail>>,
    /// A letter that is registered in brief and joins the case; with a step that says so.
    pub brief: Option<Box<Brief>>,
}

/// 工作人员上传的附件: what a step of an officer makes part of the case.
#[derive(Clone, Debug)]
pub struct OfficerFiles {
    /// Who uploaded them.
    pub by: OfficerId,
    /// They arrived.
    pub kept: Vec<AttachmentId>,
    /// They were announced and never came, or were refused: their items go.
    pub dropped: Vec<AttachmentId>,
}

/// An event's item and the chain value after it.
pub(crate) fn event_item(
    keys: &KeyRing,
    id: PetitionId,
    event: &Event,
    previous: &str,
) -> Result<(Item, String)> {
    let public = event.body.is_public();
    let sealed = (!public).then_some((id, event.seq));
    chained_item(keys, &keys::event(id, public, event.seq), sealed, event, previous)
}

/// An event's item and the chain value after it, sealed under its owner and place where only staff may
/// read it.
pub(crate) fn chained_item<E: Serialize>(
    keys: &KeyRing,
    key: &Key,
    sealed: Option<(impl Display, u32)>,
    event: &E,
    previous: &str,
) -> Result<(Item, String)> {
    let mut data = json(event)?;
    if let Some((owner, seq)) = sealed {
        data = seal(keys, owner, &event_field(seq), &data)?;
    }
    let mac = keys.chain(previous, data.as_bytes());
    let record = EventRecord {
        v: 1,
        data,
        mac: mac.clone(),
    };
    Ok((item(key, &record)?, mac))
}

/// The field name under which an internal event is sealed. What officers write about a case (summary,
/// notes) is as personal as what the petitioner wrote; public events hold no free text.
fn event_field(seq: u32) -> String {
    format!("event/{seq}")
}

/// The letter in an item, for the invariant check.
///
/// # Errors
/// [`StoreError::Corrupt`] if the seal does not open.
pub fn letter_of(keys: &KeyRing, id: PetitionId, stored: Item) -> Result<Letter> {
    unseal(keys, id, "letter", stored)
}

/// The event in an item, with its stored bytes and chain value for the invariant check.
///
/// # Errors
/// [`StoreError::Corrupt`] for a layout this version does not know.
pub fn event_of(keys: &KeyRing, stored: Item) -> Result<(Event, String, String)> {
    chained_of(keys, "CASE#", stored)
}

/// The event in an item of a chain; those in partitions that begin with `internal` are sealed.
pub(crate) fn chained_of<E: DeserializeOwned>(
    keys: &KeyRing,
    internal: &str,
    stored: Item,
) -> Result<(E, String, String)> {
    let key = key_of(&stored).ok_or_else(|| StoreError::Corrupt("event key".to_owned()))?;
    let record: EventRecord = read(stored)?;
    let data = match key.pk.strip_prefix(internal) {
        Some(owner) => {
            let seq = key
                .sk
                .strip_prefix(EVENT_PREFIX)
                .and_then(|seq| seq.parse().ok())
                .unwrap_or(0);
            open(keys, owner, &event_field(seq), &record.data)?
        }
        None => record.data.clone(),
    };
    let event = serde_json::from_str(&data).map_err(|e| StoreError::unreadable(&e))?;
    Ok((event, record.data, record.mac))
}

pub(crate) fn sealed_item<T: Serialize>(
    keys: &KeyRing,
    owner: impl Display,
    key: &Key,
    field: &str,
    value: &T,
) -> Result<Item> {
    item(
        key,
        &SealedRecord {
            v: 1,
            sealed: seal(keys, owner, field, &json(value)?)?,
        },
    )
}

pub(crate) fn unseal<T: DeserializeOwned>(
    keys: &KeyRing,
    owner: impl Display,
    field: &str,
    stored: Item,
) -> Result<T> {
    let record: SealedRecord = read(stored)?;
    serde_json::from_str(&open(keys, owner, field, &record.sealed)?).map_err(|e| StoreError::unreadable(&e))
}

impl Store {
    /// Reads a header: one request. `None` also for an id that is only a draft.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn head(&self, id: PetitionId) -> Result<Option<Head>> {
        self.get(Table::Petitions, &keys::head(id))
            .await?
            .map(Head::from_item)
            .transpose()
    }

    /// Reads header and public events, without the text: one request of a few kilobytes. `fresh` for
    /// whoever has just changed something there.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn timeline(&self, id: PetitionId, fresh: bool) -> Result<Option<Timeline>> {
        let pk = keys::petition(id);
        let query = Query {
            range: Range::Between(EVENT_PREFIX, HEAD),
            consistent: fresh,
            ..Query::of(Table::Petitions, &pk)
        };
        let (mut head, mut events, mut steps_told) = (None, Vec::new(), true);
        for item in self.query_all(query).await? {
            match sort_key(&item) {
                HEAD => head = Some(Head::from_item(item)?),
                STEPS_TOLD => steps_told = told(&item),
                _ => events.push(event_of(&self.keys, item)?.0),
            }
        }
        Ok(head.map(|head| Timeline {
            head,
            events,
            steps_told,
        }))
    }

    /// Reads everything its petitioner may see: one request (more only past 1 MB).
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn petition(&self, id: PetitionId) -> Result<Option<PetitionFile>> {
        let items = self
            .query_all(Query::of(Table::Petitions, &keys::petition(id)))
            .await?;
        let mut head = None;
        let mut detail = None;
        let mut events = Vec::new();
        let mut attachments = Vec::new();
        let mut letters: Vec<Letter> = Vec::new();
        let mut rating_texts = Vec::new();
        let mut materials: Vec<Material> = Vec::new();
        let mut adding = Adding::default();
        let mut steps_told = true;
        for item in items {
            match sort_key(&item) {
                HEAD => head = Some(Head::from_item(item)?),
                DETAIL => detail = Some(unseal(&self.keys, id, "detail", item)?),
                sk if sk.starts_with(EVENT_PREFIX) => events.push(event_of(&self.keys, item)?.0),
                sk if sk.starts_with(ATTACHMENT_PREFIX) => attachments.push(self.attachment_of(id, item)?),
                sk if sk.starts_with(LETTER_PREFIX) => letters.push(unseal(&self.keys, id, "letter", item)?),
                sk if sk.starts_with(RATING_PREFIX) => rating_texts.push(rating_text(&self.keys, id, item)?),
                sk if sk.starts_with(MATERIAL_PREFIX) => materials.push(self.material_of(id, item)?),
                STEPS_TOLD => steps_told = told(&item),
                MATERIAL_DRAFT => adding.words = self.material_draft_of(id, item)?,
                _ => {}
            }
        }
        letters.sort_by_key(|letter| letter.issued_at);
        materials.sort_by_key(|material| material.at);
        (adding.attachments, attachments) = attachments.into_iter().partition(Attachment::is_pending);
        Ok(match (head, detail) {
            (Some(head), Some(detail)) => Some(PetitionFile {
                head,
                detail,
                events,
                attachments,
                letters,
                rating_texts,
                materials,
                adding,
                steps_told,
            }),
            _ => None,
        })
    }

    /// Reads the whole case as it was at one moment: two requests in parallel, again if a step was taken between
    /// them.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn case(&self, id: PetitionId) -> Result<Option<CaseFile>> {
        let mut left = READS;
        loop {
            let case = self.case_once(id).await?;
            left -= 1;
            let whole = case
                .as_ref()
                .is_none_or(|case| is_whole(case.all_events().len(), case.file.head.petition.version));
            if whole || left == 0 {
                return Ok(case);
            }
        }
    }

    async fn case_once(&self, id: PetitionId) -> Result<Option<CaseFile>> {
        let pk = keys::case(id);
        let internal = self.query_all(Query::of(Table::Petitions, &pk));
        let (file, internal) = tokio::try_join!(self.petition(id), internal)?;
        let Some(mut file) = file else { return Ok(None) };
        file.adding = Adding::default();
        let (mut events, mut letters) = (Vec::new(), Vec::<Letter>::new());
        for item in internal {
            match sort_key(&item) {
                sk if sk.starts_with(EVENT_PREFIX) => events.push(event_of(&self.keys, item)?.0),
                sk if sk.starts_with(LETTER_PREFIX) => letters.push(unseal(&self.keys, id, "letter", item)?),
                _ => {}
            }
        }
        letters.sort_by_key(|letter| letter.issued_at);
        Ok(Some(CaseFile {
            file,
            internal: events,
            letters,
        }))
    }

    /// Reads who files together with the owner: one request. Empty for a petition of one person.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn co_petitioners(&self, id: PetitionId) -> Result<Vec<CoPetitioner>> {
        let detail = self.detail(id).await?;
        Ok(detail.map(|detail| detail.co_petitioners).unwrap_or_default())
    }

    /// Reads what was written: one request. Whether the reader may is for the caller to know.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn detail(&self, id: PetitionId) -> Result<Option<Detail>> {
        let found = self.get(Table::Petitions, &keys::detail(id)).await?;
        found.map(|item| self.detail_of(id, item)).transpose()
    }

    /// What was written, from its item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn detail_of(&self, id: PetitionId, stored: Item) -> Result<Detail> {
        unseal(&self.keys, id, "detail", stored)
    }

    /// Reads one letter of a petition: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn letter(&self, id: PetitionId, letter: LetterId) -> Result<Option<Letter>> {
        let found = self.get(Table::Petitions, &keys::letter(id, letter)).await?;
        found
            .map(|item| unseal(&self.keys, id, "letter", item))
            .transpose()
    }

    /// Reads one letter of a case, to its petitioner or between offices: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn case_letter(&self, id: PetitionId, letter: LetterId) -> Result<Option<Letter>> {
        let wanted =
            [keys::letter(id, letter), keys::case_letter(id, letter)].map(|key| (Table::Petitions, key));
        let found = self.get_many(&wanted).await?;
        let found = found.into_iter().flatten().next();
        found
            .map(|item| unseal(&self.keys, id, "letter", item))
            .transpose()
    }

    /// Takes the next number of an agency's letters of one kind in the year of `now` (Shanghai).
    /// Gaps are allowed: a number taken for a change that then loses is not given again.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn next_letter_number(
        &self,
        agency: &AgencyCode,
        kind: LetterKind,
        now: DateTime<Utc>,
    ) -> Result<u64> {
        let year = domain::time::local_date(now).year();
        self.add(
            Table::Petitions,
            &keys::letter_counter(agency, kind.key(), year),
            1,
            None,
        )
        .await
    }

    /// Carries out a change in one transaction, conditioned on the header being the one given.
    ///
    /// # Errors
    /// [`StoreError::Transition`] if the state does not allow a step; [`StoreError::Conflict`] if
    /// somebody changed the case since `head` was read; otherwise the store's own failures.
    pub async fn commit(&self, head: &Head, change: Change, at: DateTime<Utc>) -> Result<Head> {
        let id = head.petition.id;
        let mut next = head.clone();
        let mut writes: Vec<TransactWriteItem> = Vec::new();
        let mut events = Vec::new();
        let own = (id, head.petition.number);
        let links = self.tx_links(own, change.steps.iter().map(|(_, body)| body), at)?;
        let by_officers: Vec<Body> = change
            .steps
            .iter()
            .filter(|(by, _)| matches!(by, By::Officer(_)))
            .map(|(_, body)| body.clone())
            .collect();
        let asked = if by_officers.is_empty() {
            None
        } else {
            self.approvals_before(head, &by_officers).await?
        };
        let mut answered = asked.clone();
        for (by, body) in change.steps {
            let event = next.petition.next_event(at, by, body);
            next.petition = next.petition.apply(&event)?;
            if let Some(approvals) = &mut answered {
                // Whoever looked before saw that it was possible: somebody was first.
                approvals
                    .apply(&event, &next.petition)
                    .map_err(|_| StoreError::Conflict)?;
            }
            let (item, mac) = event_item(&self.keys, id, &event, &next.mac)?;
            next.mac = mac;
            events.push(self.tx_put(Table::Petitions, item, true)?);
        }
        if let Some(detail) = &change.sender {
            writes.extend(self.tx_sender(&mut next, detail).await?);
        }
        writes.push(self.tx_header(head, &next)?);
        writes.extend(events);
        writes.extend(self.tx_letters(id, &change.letters, &change.office_letters)?);
        writes.extend(self.tx_rows(Some(head), &next)?);
        writes.extend(self.tx_row_difference(interview_rows(head), interview_rows(&next))?);
        writes.extend(links);
        if let (Some(old), Some(new)) = (&asked, &answered) {
            writes.extend(self.tx_approvals((head, old), (&next, new))?);
        }
        if change.sender.is_some() || crate::matching::is_found_otherwise(head, &next) {
            writes.push(self.tx_match_due(id, at)?);
        }
        for message in &change.messages {
            writes.push(self.tx_message(message, at)?);
        }
        for reminder in &change.reminders {
            writes.push(self.tx_reminder(reminder, at)?);
        }
        if let Some(text) = &change.rating_text {
            writes.push(self.tx_rating_text(id, text)?);
        }
        if let Some(material) = &change.material {
            writes.extend(self.tx_material(head, material, at)?);
        }
        if let Some(files) = &change.files {
            writes.extend(self.tx_files(id, Uploader::Officer(files.by), &files.kept, &files.dropped, at)?);
        }
        if let Some(brief) = &change.brief {
            writes.extend(self.tx_brief(brief)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(next),
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
            Err(error) => Err(error),
        }
    }

    /// The writes of letters that are issued: to the petitioner, and between offices.
    pub(crate) fn tx_letters(
        &self,
        id: PetitionId,
        letters: &[Letter],
        office_letters: &[Letter],
    ) -> Result<Vec<TransactWriteItem>> {
        let public = letters.iter().map(|one| (keys::letter(id, one.id), one));
        let internal = office_letters
            .iter()
            .map(|one| (keys::case_letter(id, one.id), one));
        public
            .chain(internal)
            .map(|(key, letter)| {
                let item = sealed_item(&self.keys, id, &key, "letter", letter)?;
                self.tx_put(Table::Petitions, item, true)
            })
            .collect()
    }

    fn tx_header(&self, old: &Head, new: &Head) -> Result<TransactWriteItem> {
        self.tx_put_at_version(new.to_item()?, old.petition.version)
    }

    /// The write of a header, conditioned on the version that was read.
    pub(crate) fn tx_put_at_version(&self, header: Item, read: u32) -> Result<TransactWriteItem> {
        let put = aws_sdk_dynamodb::types::Put::builder()
            .table_name(self.config.table(Table::Petitions))
            .set_item(Some(header))
            .condition_expression("version = :read")
            .expression_attribute_values(":read", n(read))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// The difference between the rows that stand and the rows that should.
    pub(crate) fn tx_rows(&self, old: Option<&Head>, new: &Head) -> Result<Vec<TransactWriteItem>> {
        self.tx_row_difference(old.map(rows).unwrap_or_default(), rows(new))
    }

    /// The writes that turn the list rows of one answer into those of another.
    pub(crate) fn tx_row_difference<R: Serialize + PartialEq>(
        &self,
        old: Vec<(Key, R)>,
        new: Vec<(Key, R)>,
    ) -> Result<Vec<TransactWriteItem>> {
        let old: BTreeMap<_, _> = old.into_iter().collect();
        let new: BTreeMap<_, _> = new.into_iter().collect();
        let mut writes = Vec::new();
        for key in old.keys().filter(|key| !new.contains_key(key)) {
            writes.push(self.tx_delete(Table::Petitions, key, false)?);
        }
        for (key, row) in &new {
            if old.get(key) != Some(row) {
                writes.push(self.tx_put(Table::Petitions, item(key, row)?, false)?);
            }
        }
        Ok(writes)
    }

    /// Opens a sealed field of a header.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_field(&self, head: &Head, field: SealedField) -> Result<String> {
        head.open(&self.keys, field)
    }
}

/// What the item says of messages about steps.
fn told(item: &Item) -> bool {
    item.get("told")
        .and_then(|v| v.as_bool().ok())
        .copied()
        .unwrap_or(true)
}

pub(crate) fn sort_key(item: &Item) -> &str {
    item.get(SK)
        .and_then(|v| v.as_s().ok())
        .map_or("", String::as_str)
}
