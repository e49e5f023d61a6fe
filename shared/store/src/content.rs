//! The agency tree (机构): read whole with one Query, kept for a minute in each process.

use crate::client::{Query, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::kept::Kept;
use crate::keys::{self, AGENCIES, Key};
use domain::division::DivisionCode;
use domain::event::AgencyRef;
use domain::ids::AgencyCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a process believes its copy of the tree.
const KEPT: Duration = Duration::from_secs(60);

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
}

impl Agency {
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
pub(crate) type AgencyCopy = Kept<Agencies, Instant>;

impl Store {
    /// The agency tree: no request within a minute of the last one.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn agencies(&self) -> Result<Arc<Agencies>> {
        let kept = self.agencies.get(|read_at| read_at.elapsed() < KEPT);
        if let Some(kept) = kept.filter(|tree| tree.iter().next().is_some()) {
            return Ok(kept);
        }
        let reading = self.agencies.reading();
        let query = Query {
            consistent: false,
            ..Query::of(Table::Content, AGENCIES)
        };
        let items = self.query_all(query).await?;
        let tree: Agencies = items
            .into_iter()
            .map(read::<Agency>)
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .collect();
        Ok(self.agencies.keep(&reading, Instant::now(), tree))
    }

    /// Writes an agency unless it is there; says whether it was written.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn add_agency(&self, agency: &Agency) -> Result<bool> {
        let stored = item(&Key::new(AGENCIES, agency.code.as_str()), agency)?;
        match self.put(Table::Content, stored, true).await {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Writes an agency (provisioning and administration).
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn put_agency(&self, agency: &Agency) -> Result<()> {
        self.put(
            Table::Content,
            item(&Key::new(AGENCIES, agency.code.as_str()), agency)?,
            false,
        )
        .await?;
        self.agencies.forget();
        Ok(())
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
