//! 案例选登 (manual of 2014, 2.13 and 3.3): a concluded petition told to the public in an officer's own words, with
//! the petitioner's consent and after a colleague has read it. Owns what a case for the public is, and the one
//! `match` that decides every step. The petition itself is never touched. Pure: no clock, no store.

mod machine;
pub mod search;
mod wish;
mod words;

use crate::event::AgencyRef;
use crate::ids::{OfficerId, PetitionId, ShowcaseId};
use crate::number::PetitionNumber;
use crate::petition::{Petition, StatusKind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use machine::{Refusal, Step};
pub use wish::{Answer, AskedOnError, Way, Wish, asked_on};
pub use words::{
    Explained, Field, HANDLED_MAX, OUTCOME_MAX, Place, PlaceError, REPORTED_MAX, Reason, TITLE_MAX,
    Unexplained, Words,
};

/// Longest words with a step (why it is sent back, why it is withdrawn), in characters.
pub const REMARK_MAX: usize = 500;
/// How many steps of its history a case keeps; older ones are in the audit chains.
const TRAIL_MAX: usize = 200;

/// 公开情况: what the public sees of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Public {
    /// 未公开: nothing, and never has.
    Never,
    /// 已公开.
    Shown {
        /// Since when; a new version does not make it a new case.
        since: DateTime<Utc>,
        /// When the version that is shown was approved.
        at: DateTime<Utc>,
    },
    /// 已撤下: that it was there.
    Withdrawn {
        /// Since when it had been shown.
        since: DateTime<Utc>,
        /// When it was withdrawn.
        at: DateTime<Utc>,
    },
}

/// 稿子: where the words that are being written stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Nobody writes; the words are those that are or were shown.
    None,
    /// 起草中.
    Draft,
    /// 待审核.
    Waiting,
    /// 已退回: by whoever was to approve it.
    SentBack,
}

/// 列表: where officers find it; one that is shown while a new version is written stands in two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tray {
    /// 起草中, with what was sent back.
    #[default]
    Drafts,
    /// 待审核.
    Waiting,
    /// 已公开.
    Published,
    /// 已撤下.
    Withdrawn,
}

impl Tray {
    /// Every list, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Drafts, Self::Waiting, Self::Published, Self::Withdrawn];

    /// Its name in keys and in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The list an address names; anything unknown is the first.
    #[must_use]
    pub fn parse(key: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|tray| tray.key() == key)
            .unwrap_or_default()
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Drafts => "起草中",
            Self::Waiting => "待审核",
            Self::Published => "已公开",
            Self::Withdrawn => "已撤下",
        }
    }
}

/// 经过: one step of its history, for the officers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// When.
    pub at: DateTime<Utc>,
    /// The revision that it led to.
    pub revision: u32,
    /// The officer's name on that day.
    pub by: String,
    /// The officer.
    pub by_id: OfficerId,
    /// What was done.
    pub done: String,
    /// What was said with it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// 定稿: the words that were approved, and what was said of the numbers in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The words.
    pub words: Words,
    /// The numbers that may stay.
    pub explained: Vec<Explained>,
}

/// 选登的案例.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showcase {
    /// Layout version.
    pub v: u8,
    /// Identity: nothing in it tells the petition.
    pub id: ShowcaseId,
    /// The petition it tells of.
    pub petition: PetitionId,
    /// Its number, for the officers.
    pub number: PetitionNumber,
    /// The agency whose officers write and approve it.
    pub agency: AgencyRef,
    /// Raised by each change; of two officers at once exactly one wins.
    pub revision: u32,
    /// The words that are being written, or those that are shown.
    pub words: Words,
    /// Who wrote them since the last approval: none of them may approve.
    pub authors: Vec<OfficerId>,
    /// The numbers in the words that may stay, each with its reason.
    pub explained: Vec<Explained>,
    /// What was approved last, whether or not it is still shown; none before the first approval.
    pub approved: Option<Approved>,
    /// Whether the public sees it.
    pub public: Public,
    /// Where the words stand.
    pub work: Work,
    /// What the petitioner said when asked; none before that.
    pub wish: Option<Wish>,
    /// What happened to it, in order.
    pub trail: Vec<Trace>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// The name of the officer who did.
    pub changed_by: String,
}

/// Why a petition cannot be told to the public, in a sentence without a full stop; `None` if it can.
#[must_use]
pub fn why_not(petition: &Petition, anonymous: bool) -> Option<String> {
    if petition.status.kind() != StatusKind::Concluded {
        return Some("办结以后才能选登".to_owned());
    }
    // Nobody is known who could be asked, and nobody may be guessed.
    anonymous.then(|| "匿名反映的，没有办法征求信访人的意愿，不能选登".to_owned())
}

impl Showcase {
    /// The lists it stands in.
    #[must_use]
    pub fn trays(&self) -> Vec<Tray> {
        let work = match self.work {
            Work::None => None,
            Work::Draft | Work::SentBack => Some(Tray::Drafts),
            Work::Waiting => Some(Tray::Waiting),
        };
        let public = match self.public {
            Public::Never => None,
            Public::Shown { .. } => Some(Tray::Published),
            Public::Withdrawn { .. } => Some(Tray::Withdrawn),
        };
        work.into_iter().chain(public).collect()
    }

    /// Whether the public reads it now.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        matches!(self.public, Public::Shown { .. })
    }

    /// What the public reads; none before the first approval and after a withdrawal.
    #[must_use]
    pub fn shown(&self) -> Option<&Words> {
        let approved = self.approved.as_ref().filter(|_| self.is_shown());
        approved.map(|approved| &approved.words)
    }

    /// What whoever sent it back asked for, until somebody saves again.
    #[must_use]
    pub fn sent_back(&self) -> Option<&str> {
        let last = self
            .trail
            .iter()
            .rev()
            .find(|trace| trace.done == machine::SENT_BACK)?;
        (self.work == Work::SentBack).then_some(last.remark.as_str())
    }

    /// Whether the petitioner said no.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.wish
            .as_ref()
            .is_some_and(|wish| wish.answer == Answer::Refused)
    }

    /// Whether the petitioner agreed.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.wish
            .as_ref()
            .is_some_and(|wish| wish.answer == Answer::Agreed)
    }
}

#[cfg(test)]
#[path = "showcase_tests.rs"]
mod tests;
