//! 送审: the submissions of a case and the rows of the officers' lists. What was submitted and answered are events of the
//! case; an item beside them holds their fold, so that a step need not read the whole history to know which of them it
//! ends, and the rows follow from that by [`approval_rows`]. Both are written by [`crate::cases`] in the transaction of
//! the step. Must not decide what is possible ([`domain::approval`] does).

use crate::client::{Item, Query, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::head::{Head, open};
use crate::keys::{self, Key};
use crate::lists::BADGE_MAX;
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use domain::approval::{Approval, Approvals, Decided, DraftKind, Ended};
use domain::deadline::Deadline;
use domain::event::Body;
use domain::ids::{OfficerId, PetitionId};
use domain::number::PetitionNumber;
use domain::paging::{Cursor, Page};
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

/// 送审列表: an officer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApprovalTray {
    /// 等我批示
    Waiting,
    /// 我批示过的, and what did not wait for it.
    Decided,
    /// 我送审的: waiting, or answered and not carried out yet.
    Sent,
    /// 已结束的: of those I submitted.
    Past,
}

impl ApprovalTray {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Decided, Self::Sent, Self::Past];

    /// The name in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Decided => "decided",
            Self::Sent => "sent",
            Self::Past => "past",
        }
    }

    /// What waits for somebody shows the oldest first, all else the newest.
    #[must_use]
    pub fn newest_first(self) -> bool {
        self != Self::Waiting
    }
}

/// 送审列表行
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApprovalRow {
    /// Layout version.
    pub v: u8,
    /// The petition.
    pub petition: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// Its title, sealed under the petition.
    pub title: String,
    /// The event of the submission.
    pub submission: u32,
    /// What it is a draft of.
    pub kind: DraftKind,
    /// The name of who asks.
    pub by: String,
    /// The name of who is asked.
    pub to: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What the leader said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Ended, DateTime<Utc>)>,
    /// What the case must be done by, while somebody has to do with the submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Deadline>,
    /// 中止计时: that the clock of the case stands still, while somebody has to do with the submission.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suspended: bool,
}

impl ApprovalRow {
    /// Opens the title.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_title(&self, keys: &KeyRing) -> Result<String> {
        open(
            keys,
            self.petition,
            crate::head::SealedField::Title.name(),
            &self.title,
        )
    }
}

#[derive(Serialize, Deserialize)]
struct Record {
    v: u8,
    all: Approvals,
}

/// The submissions in an item.
///
/// # Errors
/// [`StoreError::Corrupt`] for a layout this version does not know.
pub fn approvals_of(stored: Item) -> Result<Approvals> {
    let record: Record = read(stored)?;
    if record.v == 1 {
        Ok(record.all)
    } else {
        Err(StoreError::Corrupt(format!("approvals layout {}", record.v)))
    }
}

/// Every row that the submissions of a case demand, with its key.
#[must_use]
pub fn approval_rows(head: &Head, all: &Approvals) -> Vec<(Key, ApprovalRow)> {
    all.0.iter().flat_map(|one| rows_of(head, one)).collect()
}

fn rows_of(head: &Head, one: &Approval) -> [(Key, ApprovalRow); 2] {
    let row = ApprovalRow {
        v: 1,
        petition: head.petition.id,
        number: head.petition.number,
        title: head.title.clone(),
        submission: one.submission,
        kind: one.kind,
        by: one.by.name.clone(),
        to: one.to.name.clone(),
        at: one.at,
        decided: one.decided,
        ended: one.ended,
        due: head.petition.due.filter(|_| one.is_alive()),
        suspended: one.is_alive() && head.petition.suspended().is_some(),
    };
    let theirs = if one.is_waiting() {
        ApprovalTray::Waiting
    } else {
        ApprovalTray::Decided
    };
    let mine = if one.is_alive() {
        ApprovalTray::Sent
    } else {
        ApprovalTray::Past
    };
    let sk = keys::by_time(one.at, format_args!("{}#{:06}", head.petition.id, one.submission));
    [(one.to.id, theirs), (one.by.id, mine)].map(|(officer, tray)| {
        (
            Key::new(keys::approvals_of(officer, tray.key()), &*sk),
            row.clone(),
        )
    })
}

impl Store {
    /// The submissions of a case before a change by officers, if the change can touch any: one request where a leader was
    /// ever asked about the case, none else.
    pub(crate) async fn approvals_before(&self, head: &Head, steps: &[Body]) -> Result<Option<Approvals>> {
        let asks = steps
            .iter()
            .any(|body| matches!(body, Body::SubmittedForApproval { .. }));
        if !head.petition.submitted {
            return Ok(asks.then(Approvals::default));
        }
        let found = self
            .get(Table::Petitions, &keys::approvals(head.petition.id))
            .await?;
        found.map(approvals_of).transpose()
    }

    /// The writes that turn the submissions of a case, and their rows, into others: `old` and `new` with the header of
    /// then.
    pub(crate) fn tx_approvals(
        &self,
        old: (&Head, &Approvals),
        new: (&Head, &Approvals),
    ) -> Result<Vec<TransactWriteItem>> {
        let rows = |(head, all)| approval_rows(head, all);
        let mut writes = self.tx_row_difference(rows(old), rows(new))?;
        if old.1 != new.1 {
            let record = Record {
                v: 1,
                all: new.1.clone(),
            };
            let stored = item(&keys::approvals(new.0.petition.id), &record)?;
            writes.push(self.tx_put(Table::Petitions, stored, false)?);
        }
        Ok(writes)
    }

    /// A page of an officer's list.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn approvals(
        &self,
        officer: OfficerId,
        tray: ApprovalTray,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<ApprovalRow>> {
        let pk = keys::approvals_of(officer, tray.key());
        self.page(Table::Petitions, &pk, tray.newest_first(), cursor, now)
            .await
    }

    /// The first [`BADGE_MAX`] rows of an officer's list, for counting them: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn approvals_start(&self, officer: OfficerId, tray: ApprovalTray) -> Result<Vec<ApprovalRow>> {
        let pk = keys::approvals_of(officer, tray.key());
        let query = Query {
            limit: Some(BADGE_MAX),
            newest_first: tray.newest_first(),
            ..Query::of(Table::Petitions, &pk)
        };
        let (items, _) = self.query(query).await?;
        items.into_iter().map(read).collect()
    }
}
