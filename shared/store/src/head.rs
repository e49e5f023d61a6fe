//! A petition's header as stored, and the list rows that follow from it. [`rows`] is the one answer
//! to "in whose lists does this petition stand": a change writes the difference of two answers, and
//! `xtask check` compares the answer with what lies in the table.

use crate::client::{Item, item, read};
use crate::error::{Result, StoreError};
use crate::keys::{self, Key};
use chrono::{DateTime, Utc};
use domain::alert::Alert;
use domain::assignment::Assignment;
use domain::deadline::Deadline;
use domain::event::AgencyRef;
use domain::ids::{AccountId, AgencyCode, PetitionId};
use domain::interview::Interview;
use domain::number::PetitionNumber;
use domain::petition::{Petition, Status, StatusKind};
use domain::rating::RatingStanding;
use domain::registration::Channel;
use domain::suspension::{Running, Suspension};
use serde::{Deserialize, Serialize};
use services::crypto::{FieldAad, Sealed};
use services::keys::KeyRing;
use std::fmt::Display;

/// 信访件头: the fold of the events with what lists and messages need, sealed.
#[derive(Clone, Debug)]
pub struct Head {
    /// The fold.
    pub petition: Petition,
    /// Whose it is: the account it was filed from; none of what an officer registered.
    pub owner: Option<AccountId>,
    /// Whether it was filed without a name.
    pub anonymous: bool,
    /// The title, sealed under the petition.
    pub title: String,
    /// The petitioner's name (匿名 for an anonymous one), sealed under the petition.
    pub name: String,
    /// The mobile number for messages, sealed under the petition; none if not given or anonymous.
    pub mobile: Option<String>,
    /// Once the number was corrected: keyed hash of the one that messages go to, empty where there is none any more. What
    /// was written to another one before is not sent to it.
    pub reached: Option<String>,
    /// The query code, sealed under the petition, for reprinting.
    pub code: String,
    /// The chain value of the last event.
    pub mac: String,
}

#[derive(Serialize, Deserialize)]
struct HeadRecord {
    v: u8,
    version: u32,
    data: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<AccountId>,
    anonymous: bool,
    title: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mobile: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reached: Option<String>,
    code: String,
    mac: String,
}

impl Head {
    pub(crate) fn to_item(&self) -> Result<Item> {
        let record = HeadRecord {
            v: 1,
            version: self.petition.version,
            data: json(&self.petition)?,
            owner: self.owner,
            anonymous: self.anonymous,
            title: self.title.clone(),
            name: self.name.clone(),
            mobile: self.mobile.clone(),
            reached: self.reached.clone(),
            code: self.code.clone(),
            mac: self.mac.clone(),
        };
        item(&keys::head(self.petition.id), &record)
    }

    /// The header in an item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a layout this version does not know.
    pub fn from_item(stored: Item) -> Result<Self> {
        let record: HeadRecord = read(stored)?;
        if record.v != 1 {
            return Err(StoreError::Corrupt(format!("header layout {}", record.v)));
        }
        let petition = serde_json::from_str(&record.data).map_err(|e| StoreError::unreadable(&e))?;
        Ok(Self {
            petition,
            owner: record.owner,
            anonymous: record.anonymous,
            title: record.title,
            name: record.name,
            mobile: record.mobile,
            reached: record.reached,
            code: record.code,
            mac: record.mac,
        })
    }

    /// Opens one of the sealed fields: `title`, `name`, `mobile` or `code`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open(&self, keys: &KeyRing, field: SealedField) -> Result<String> {
        let sealed = match field {
            SealedField::Title => &self.title,
            SealedField::Name => &self.name,
            SealedField::Code => &self.code,
            SealedField::Mobile => self
                .mobile
                .as_ref()
                .ok_or(StoreError::Corrupt("no mobile".to_owned()))?,
        };
        open(keys, self.petition.id, field.name(), sealed)
    }
}

/// The sealed fields of a header; list rows carry copies of the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedField {
    /// The title.
    Title,
    /// The petitioner's name.
    Name,
    /// The mobile number for messages.
    Mobile,
    /// The query code.
    Code,
}

impl SealedField {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Name => "name",
            Self::Mobile => "mobile",
            Self::Code => "code",
        }
    }
}

/// Seals a text under its owner (the id of a petition or of a suggestion) and a field name.
pub(crate) fn seal(keys: &KeyRing, owner: impl Display, field: &str, text: &str) -> Result<String> {
    Ok(keys
        .seal(
            text,
            &FieldAad {
                owner: &owner.to_string(),
                field,
            },
        )
        .0)
}

/// Opens a text sealed under its owner and a field name.
pub(crate) fn open(keys: &KeyRing, owner: impl Display, field: &str, sealed: &str) -> Result<String> {
    keys.open(
        &Sealed(sealed.to_owned()),
        &FieldAad {
            owner: &owner.to_string(),
            field,
        },
    )
    .map_err(|e| StoreError::Corrupt(e.to_string()))
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// 列表种类: an agency's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Queue {
    /// 网信·未登记
    WebUnregistered,
    /// 网信·已登记
    WebRegistered,
    /// 网信·已撤回
    WebWithdrawn,
    /// 来信: registered in detail by this petition office.
    Letters,
    /// 来信·待转送: those of them that are not passed on yet.
    LettersWaiting,
    /// 来访: registered by this petition office.
    Visits,
    /// 来访·待转送: those of them that are not passed on yet.
    VisitsWaiting,
    /// 单位收件: transferred here, not yet accepted.
    Inbox,
    /// 正在办理: accepted here.
    Handling,
    /// 已办结
    Done,
    /// 转出以后办结: the agency had it and passed it on; another concluded it.
    Passed,
    /// 重大紧急、扬言: what the agency has to report at once and nobody there has (条例第二十五条).
    Alerts,
    /// 交办·没有报结果的: what the agency had others handle.
    Assigned,
    /// 交办·已报结果的
    Reported,
    /// 交办·我单位承办: a result that this agency owes while the case lies with another, to which it was passed on.
    Owed,
}

impl Queue {
    /// Every list.
    pub const ALL: [Self; 15] = [
        Self::WebUnregistered,
        Self::WebRegistered,
        Self::WebWithdrawn,
        Self::Letters,
        Self::LettersWaiting,
        Self::Visits,
        Self::VisitsWaiting,
        Self::Inbox,
        Self::Handling,
        Self::Done,
        Self::Passed,
        Self::Alerts,
        Self::Assigned,
        Self::Reported,
        Self::Owed,
    ];

    /// The name in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WebUnregistered => "web-unregistered",
            Self::WebRegistered => "web-registered",
            Self::WebWithdrawn => "web-withdrawn",
            Self::Letters => "letters",
            Self::LettersWaiting => "letters-waiting",
            Self::Visits => "visits",
            Self::VisitsWaiting => "visits-waiting",
            Self::Inbox => "inbox",
            Self::Handling => "handling",
            Self::Done => "done",
            Self::Passed => "passed",
            Self::Alerts => "alerts",
            Self::Assigned => "assigned",
            Self::Reported => "reported",
            Self::Owed => "owed",
        }
    }

    /// Lists of work show the oldest deadline first, lists of the past the newest entry.
    #[must_use]
    pub fn newest_first(self) -> bool {
        matches!(
            self,
            Self::WebRegistered
                | Self::WebWithdrawn
                | Self::Letters
                | Self::Visits
                | Self::Done
                | Self::Passed
                | Self::Reported
        )
    }
}

/// 列表行: what a list shows of a petition without reading it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Layout version.
    pub v: u8,
    /// The petition.
    pub id: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// Its title, sealed under the petition.
    pub title: String,
    /// The petitioner's name, sealed under the petition.
    pub name: String,
    /// Whether it was filed without a name.
    pub anonymous: bool,
    /// How it came in.
    pub channel: Channel,
    /// Where it stands.
    pub status: StatusKind,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// The next legal deadline; none while its clock is stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Deadline>,
    /// 中止计时: why and since when its clock stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspension>,
    /// Where the matter is.
    pub division: domain::division::DivisionCode,
    /// How many attachments came with it.
    pub attachments: u32,
    /// Who has it now.
    pub holder: AgencyRef,
    /// Whether it can be rated: in the petitioner's own list only, so that a rating changes no list
    /// of an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingStanding>,
    /// Whether the petitioner added something that the holder has not dealt with yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_material: bool,
    /// 重大紧急、扬言, as registered; never in the petitioner's own list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    /// 交办: in the lists of who works on it, what is owed first; in those of the office that assigned it, its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Assignment>,
    /// 接谈: in the lists of the office that was visited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<Interview>,
}

impl Row {
    /// What the clock of the case does.
    #[must_use]
    pub fn running(&self) -> Running<'_> {
        Running::of(self.due.as_ref(), self.suspended.as_ref())
    }

    /// Opens the title.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_title(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.id, SealedField::Title.name(), &self.title)
    }

    /// Opens the petitioner's name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_name(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.id, SealedField::Name.name(), &self.name)
    }
}

/// The list of the agency where it came in.
fn came_in_by(petition: &Petition) -> Queue {
    match (petition.channel, &petition.status) {
        (Channel::Letter, _) => Queue::Letters,
        (Channel::Visit, _) => Queue::Visits,
        (_, Status::Filed | Status::Opened { .. }) => Queue::WebUnregistered,
        (_, Status::Withdrawn) => Queue::WebWithdrawn,
        _ => Queue::WebRegistered,
    }
}

/// Every list row that the header demands, with its key.
#[must_use]
pub fn rows(head: &Head) -> Vec<(Key, Row)> {
    let petition = &head.petition;
    let row = Row {
        v: 1,
        id: petition.id,
        number: petition.number,
        title: head.title.clone(),
        name: head.name.clone(),
        anonymous: head.anonymous,
        channel: petition.channel,
        status: petition.status.kind(),
        filed_at: petition.filed_at,
        due: petition.due,
        suspended: petition.suspended().cloned(),
        division: petition.division,
        attachments: petition.attachments,
        holder: petition.holder.clone(),
        rating: None,
        new_material: petition.new_material,
        alert: petition.alert,
        assignment: None,
        interview: None,
    };
    let filed = keys::by_time(petition.filed_at, petition.id);
    let mut rows = Vec::new();
    if let Some(owner) = head.owner {
        let mine = Row {
            rating: Some(petition.rating_standing()),
            alert: None,
            ..row.clone()
        };
        rows.push((Key::new(keys::mine(owner), filed.clone()), mine));
    }
    let owed = petition.open_assignments().min_by_key(|one| one.task.due.due);
    // What is due first decides where it stands; what waits for no day, because its clock is stopped, stands behind
    // all that does, the longest stopped first.
    let due_at = petition
        .due
        .iter()
        .chain(owed.map(|one| &one.task.due))
        .map(|due| domain::time::local_midnight(due.due))
        .min();
    let by_deadline = match (due_at, petition.suspended()) {
        (None, Some(open)) => keys::behind_time(domain::time::local_midnight(open.from), petition.id),
        (at, _) => keys::by_time(at.unwrap_or(petition.filed_at), petition.id),
    };
    if let Some(intake) = petition.path.first() {
        let own = |queue: Queue, sk: String| {
            let row = Row {
                interview: petition.interview.clone(),
                ..row.clone()
            };
            (Key::new(keys::queue(&intake.code, queue.key()), sk), row)
        };
        rows.push(own(came_in_by(petition), filed));
        let waiting = match petition.channel {
            Channel::Letter => Some(Queue::LettersWaiting),
            Channel::Visit => Some(Queue::VisitsWaiting),
            Channel::Web | Channel::Phone => None,
        };
        if let Some(queue) = waiting.filter(|_| petition.status == Status::Registered) {
            rows.push(own(queue, by_deadline.clone()));
        }
    }
    let held = match &petition.status {
        Status::Transferred { .. } => Some((Queue::Inbox, by_deadline)),
        Status::Accepted { .. } | Status::Replied { .. } => Some((Queue::Handling, by_deadline)),
        Status::Concluded { at, .. } => Some((Queue::Done, keys::by_time(*at, petition.id))),
        _ => None,
    };
    if let Some((queue, sk)) = held {
        let pk = keys::queue(&petition.holder.code, queue.key());
        let row = Row {
            assignment: owed.cloned(),
            ..row.clone()
        };
        rows.push((Key::new(pk, sk), row));
    }
    if let Status::Concluded { at, .. } = &petition.status {
        let others = petition
            .path
            .iter()
            .filter(|agency| agency.code != petition.holder.code);
        rows.extend(others.map(|agency| {
            let pk = keys::queue(&agency.code, Queue::Passed.key());
            (Key::new(pk, keys::by_time(*at, petition.id)), row.clone())
        }));
    }
    let alerted = petition
        .path
        .iter()
        .filter(|agency| domain::alert::waits_at(petition, &agency.code));
    rows.extend(alerted.map(|agency| {
        let pk = keys::queue(&agency.code, Queue::Alerts.key());
        (
            Key::new(pk, keys::by_time(petition.filed_at, petition.id)),
            row.clone(),
        )
    }));
    for one in &petition.assignments {
        let due = domain::time::local_midnight(one.task.due.due);
        let own = |agency: &AgencyCode, queue: Queue, at| {
            let row = Row {
                assignment: Some(one.clone()),
                ..row.clone()
            };
            let pk = keys::queue(agency, queue.key());
            (Key::new(pk, keys::by_time(at, petition.id)), row)
        };
        rows.push(match one.reported {
            None => own(&one.by.code, Queue::Assigned, due),
            Some(at) => own(&one.by.code, Queue::Reported, at),
        });
        // An agency owes no result twice: of two that assigned to it, the first is due first.
        let first = petition
            .open_assignments()
            .find(|other| other.to.code == one.to.code);
        if one.is_open() && petition.holder.code != one.to.code && first == Some(one) {
            rows.push(own(&one.to.code, Queue::Owed, due));
        }
    }
    rows
}
