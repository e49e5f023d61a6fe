//! The agency tree (机构): read whole with one Query, kept for a minute in each process; how people reach an agency is
//! changed by revision.

use crate::client::{Query, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::kept::Kept;
use crate::keys::{self, AGENCIES};
use chrono::{DateTime, TimeDelta, Utc};
use domain::division::{DivisionCode, Level};
use domain::event::AgencyRef;
use domain::ids::AgencyCode;
use domain::office::Contact;
use domain::settings::Changed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a process goes by its copy of the tree: after this many seconds, by the clock of the caller, a changed
/// contact is shown everywhere.
pub const AGENCIES_KEPT_SECONDS: i64 = 60;

/// 机构类别
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// 信访部门
    PetitionOffice,
    /// 政府部门
    Department,
    /// 乡镇（街道）
    Township,
}

/// 机构
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Layout version.
    pub v: u8,
    /// The code, unique in the province.
    pub code: AgencyCode,
    /// The full name, as on letters.
    pub name: String,
    /// The short name, as in lists.
    pub short_name: String,
    /// What it is.
    pub kind: AgencyKind,
    /// The agency above it: who reviews its opinions; none for the province's petition office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AgencyCode>,
    /// How people reach it, as far as that is known.
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
    /// Raised by each change of the contact; of two at once exactly one wins.
    #[serde(default)]
    pub revision: u32,
    /// When and by whom the contact was changed on the page of administration; none if it is as provisioned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// What became of an agency that was to be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// It was not there and is now.
    Made,
    /// It was there; its contact is the given one now.
    ContactSet,
    /// It was there, and there was nothing to change.
    AsItWas,
    /// It was there with a contact that an administrator has written, which stays.
    ContactKept,
}

impl Agency {
    /// One of which nothing is known but what it is and where it stands.
    #[must_use]
    pub fn new(code: AgencyCode, kind: AgencyKind, name: &str, short_name: &str) -> Self {
        Self {
            v: 1,
            code,
            name: name.to_owned(),
            short_name: short_name.to_owned(),
            kind,
            parent: None,
            contact: Contact::default(),
            revision: 0,
            changed: None,
        }
    }

    /// Whether the directory of the province shows it (`/guide/offices`): the petition office of the province or
    /// of a city.
    #[must_use]
    pub fn is_in_directory(&self) -> bool {
        let level = self.code.division_code().map(DivisionCode::level);
        self.code.is_petition_office() && matches!(level, Some(Level::Province | Level::City))
    }

    /// The agency as events name it.
    #[must_use]
    pub fn reference(&self) -> AgencyRef {
        AgencyRef {
            code: self.code.clone(),
            name: self.name.clone(),
        }
    }
}

/// 机构树
#[derive(Clone, Debug, Default)]
pub struct Agencies(BTreeMap<AgencyCode, Agency>);

impl Agencies {
    /// One agency.
    #[must_use]
    pub fn get(&self, code: &AgencyCode) -> Option<&Agency> {
        self.0.get(code)
    }

    /// All agencies, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.0.values()
    }

    /// The petition office of a division, or of the nearest division above it that has one.
    #[must_use]
    pub fn petition_office(&self, division: DivisionCode) -> Option<&Agency> {
        domain::division::path(division)
            .into_iter()
            .rev()
            .find_map(|d| self.get(&AgencyCode::petition_office(d.code)))
    }

    /// Whether `agency` may pass a case to `other`: anything at or below its own division but itself.
    #[must_use]
    pub fn may_transfer(&self, agency: &AgencyCode, other: &AgencyCode) -> bool {
        agency != other && domain::access::within_scope(agency, std::slice::from_ref(other))
    }
}

impl FromIterator<Agency> for Agencies {
    fn from_iter<I: IntoIterator<Item = Agency>>(agencies: I) -> Self {
        Self(
            agencies
                .into_iter()
                .map(|agency| (agency.code.clone(), agency))
                .collect(),
        )
    }
}

/// The process's copy of the tree.
pub(crate) type AgencyCopy = Kept<Agencies, DateTime<Utc>>;

impl Store {
    /// The agency tree: no request within [`AGENCIES_KEPT_SECONDS`] of the last one.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn agencies(&self, now: DateTime<Utc>) -> Result<Arc<Agencies>> {
        let good_for = TimeDelta::zero()..TimeDelta::seconds(AGENCIES_KEPT_SECONDS);
        let kept = self.agencies.get(|read_at| good_for.contains(&(now - read_at)));
        match kept.filter(|tree| tree.iter().next().is_some()) {
            Some(kept) => Ok(kept),
            None => self.read_agencies(now, false).await,
        }
    }

    /// The agency tree as it stands in the table: for the pages that change it; one request.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn agencies_now(&self, now: DateTime<Utc>) -> Result<Arc<Agencies>> {
        self.read_agencies(now, true).await
    }

    async fn read_agencies(&self, now: DateTime<Utc>, consistent: bool) -> Result<Arc<Agencies>> {
        let reading = self.agencies.reading();
        let query = Query {
            consistent,
            ..Query::of(Table::Content, AGENCIES)
        };
        let items = self.query_all(query).await?;
        let tree = items
            .into_iter()
            .map(read::<Agency>)
            .collect::<Result<Agencies>>()?;
        Ok(self.agencies.keep(&reading, now, tree))
    }

    /// One agency as it stands in the table.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn agency(&self, code: &AgencyCode) -> Result<Option<Agency>> {
        let found = self.get(Table::Content, &keys::agency(code)).await?;
        found.map(read).transpose()
    }

    /// Enters an agency (provisioning). One that is there keeps its names and its place; a contact that is given
    /// replaces the one it has, unless an administrator has written that and `over_administrators` is not set.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody changes it in the same instant; it may be entered again.
    pub async fn enter_agency(&self, agency: &Agency, over_administrators: bool) -> Result<Entered> {
        let stored = item(&keys::agency(&agency.code), agency)?;
        match self.put(Table::Content, stored, true).await {
            Ok(()) => {
                self.agencies.forget();
                return Ok(Entered::Made);
            }
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error),
        }
        let there = self.agency(&agency.code).await?.ok_or(StoreError::Conflict)?;
        if agency.contact.is_empty() || agency.contact == there.contact {
            return Ok(Entered::AsItWas);
        }
        if there.changed.is_some() && !over_administrators {
            return Ok(Entered::ContactKept);
        }
        self.save_contact(&there, agency.contact.clone(), None).await?;
        Ok(Entered::ContactSet)
    }

    /// Stores another contact of an agency as it was read, under the next revision, and drops the copy of this
    /// process. `changed` names the administrator; none if it was provisioned.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody else has changed it since it was read.
    pub async fn save_contact(
        &self,
        read: &Agency,
        contact: Contact,
        changed: Option<Changed>,
    ) -> Result<()> {
        let next = Agency {
            contact,
            revision: read.revision + 1,
            changed,
            ..read.clone()
        };
        let stored = item(&keys::agency(&read.code), &next)?;
        let sent = self.put_over(Table::Content, stored, read.revision).await;
        self.agencies.forget();
        sent
    }

    /// Whether the demo data are complete.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn seed_done(&self, edition: u32) -> Result<bool> {
        let mark: Option<SeedMark> = self
            .get(Table::Content, &keys::seed_mark())
            .await?
            .map(read)
            .transpose()?;
        Ok(mark.is_some_and(|mark| mark.edition >= edition))
    }

    /// Marks the demo data as complete; written last.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn mark_seed_done(&self, edition: u32) -> Result<()> {
        self.put(
            Table::Content,
            item(&keys::seed_mark(), &SeedMark { edition })?,
            false,
        )
        .await
    }
}

#[derive(Serialize, Deserialize)]
struct SeedMark {
    edition: u32,
}
