//! 来访接谈: the rows by which interviewers find what waits for them and what they have done. Whose they are stands in the
//! header ([`domain::interview`]); the rows follow from it by [`interview_rows`] and are written in the transaction of the
//! step. They hold nothing that a step of handling changes, so that handling needs no right on them. Also the number of
//! the day that whoever comes is given.

use crate::briefs::AFTER_TIMES;
use crate::client::{Query, Range, Store, Table};
use crate::error::{Result, StoreError};
use crate::head::{Head, SealedField, open};
use crate::keys::{self, Key};
use crate::lists::BADGE_MAX;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AgencyCode, OfficerId, PetitionId};
use domain::interview::Interview;
use domain::number::PetitionNumber;
use domain::paging::{Cursor, Page};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

/// 接谈列表: an interviewer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InterviewTray {
    /// 待办接谈
    Waiting,
    /// 已办接谈
    Done,
}

impl InterviewTray {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Waiting, Self::Done];

    /// The name in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }

    /// Who waits longest comes first, what was done last comes first.
    #[must_use]
    pub fn newest_first(self) -> bool {
        self == Self::Done
    }
}

/// 接谈列表行
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InterviewRow {
    /// Layout version.
    pub v: u8,
    /// The petition.
    pub petition: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// Its title, sealed under the petition.
    pub title: String,
    /// The petitioner's name, sealed under the petition.
    pub name: String,
    /// Whether no name was given.
    pub anonymous: bool,
    /// When they came.
    pub came: DateTime<Utc>,
    /// Where the interview stands.
    pub interview: Interview,
}

impl InterviewRow {
    /// Opens the title.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_title(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.petition, SealedField::Title.name(), &self.title)
    }

    /// Opens the petitioner's name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_name(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.petition, SealedField::Name.name(), &self.name)
    }
}

/// Every row that the interview of a petition demands, with its key: one, of a visit.
#[must_use]
pub fn interview_rows(head: &Head) -> Vec<(Key, InterviewRow)> {
    let petition = &head.petition;
    let Some(interview) = &petition.interview else {
        return Vec::new();
    };
    let (tray, at) = match interview.done {
        None => (InterviewTray::Waiting, interview.since),
        Some(done) => (InterviewTray::Done, done),
    };
    let row = InterviewRow {
        v: 1,
        petition: petition.id,
        number: petition.number,
        title: head.title.clone(),
        name: head.name.clone(),
        anonymous: head.anonymous,
        came: petition.filed_at,
        interview: interview.clone(),
    };
    let pk = keys::interviews_of(interview.to.id, tray.key());
    vec![(Key::new(pk, keys::by_time(at, petition.id)), row)]
}

impl Store {
    /// Takes the next number of the day for whoever comes to an office (one request; gaps are allowed).
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn next_visit_ticket(&self, office: &AgencyCode, date: NaiveDate) -> Result<u32> {
        let key = keys::visit_counter(office, date);
        let next = self.add(Table::Petitions, &key, 1, None).await?;
        u32::try_from(next).map_err(|_| StoreError::Corrupt("visit counter".to_owned()))
    }

    /// A page of an interviewer's list.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn interviews(
        &self,
        officer: OfficerId,
        tray: InterviewTray,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<InterviewRow>> {
        let pk = keys::interviews_of(officer, tray.key());
        self.page(Table::Petitions, &pk, tray.newest_first(), cursor, now)
            .await
    }

    /// How many interviews wait for each of these officers, up to [`BADGE_MAX`]: one request each, in parallel.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn interviews_waiting(&self, officers: &[OfficerId]) -> Result<Vec<u32>> {
        let waiting = officers.iter().map(|officer| async move {
            let pk = keys::interviews_of(*officer, InterviewTray::Waiting.key());
            let query = Query {
                limit: Some(BADGE_MAX),
                ..Query::of(Table::Petitions, &pk)
            };
            self.count(query).await
        });
        try_join_all(waiting).await
    }

    /// How many visits an office has registered since a moment: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn visits_since(&self, office: &AgencyCode, since: DateTime<Utc>) -> Result<u32> {
        let pk = keys::queue(office, crate::head::Queue::Visits.key());
        let from = keys::by_time(since, "");
        let query = Query {
            range: Range::Between(&from, AFTER_TIMES),
            ..Query::of(Table::Petitions, &pk)
        };
        self.count(query).await
    }
}
