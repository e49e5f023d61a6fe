//! What follows from a case for the public: the rows of the officers' lists, what the public reads, the rows of the
//! public's lists. Pure functions: a change writes the difference of two answers, and `xtask check` compares the
//! answer with what lies in the table.

use crate::error::Result;
use crate::head::open;
use crate::keys::{self, Key};
use chrono::{DateTime, Utc};
use domain::ids::ShowcaseId;
use domain::number::PetitionNumber;
use domain::showcase::{Field, Place, Public, Showcase, Tray, Words, Work};
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

/// Under this name the title of a row is sealed.
pub(crate) const TITLE: &str = "showcase-title";
/// How much of an outcome a list shows, in characters.
const TEASER_MAX: usize = 120;

/// 工作人员列表的一行.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRow {
    /// Layout version.
    pub v: u8,
    /// The case.
    pub id: ShowcaseId,
    /// The number of its petition.
    pub number: PetitionNumber,
    /// Its title, sealed under the case.
    pub title: String,
    /// Its place.
    pub place: Place,
    /// Its category.
    pub category: String,
    /// Where the words stand.
    pub work: Work,
    /// Whether the public reads it.
    pub shown: bool,
    /// Whether the petitioner agreed; none before anybody asked.
    pub agreed: Option<bool>,
    /// When it was changed last.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

impl DeskRow {
    /// Opens the title.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`] if the seal does not open.
    pub fn open_title(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.id, TITLE, &self.title)
    }
}

/// 公众读到的: the text of a case, or that it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Layout version.
    pub v: u8,
    /// The case.
    pub id: ShowcaseId,
    /// Since when it was shown first.
    pub since: DateTime<Utc>,
    /// When this version was approved, or when it was withdrawn.
    pub at: DateTime<Utc>,
    /// What it says; none if it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// 公众列表的一行.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Layout version.
    pub v: u8,
    /// The case.
    pub id: ShowcaseId,
    /// Its title.
    pub title: String,
    /// The beginning of its outcome.
    pub outcome: String,
    /// Its place.
    pub place: Place,
    /// Its category.
    pub category: String,
    /// Since when it is shown.
    pub since: DateTime<Utc>,
}

impl CaseRow {
    /// The row of a text.
    #[must_use]
    pub fn of(id: ShowcaseId, since: DateTime<Utc>, words: &Words) -> Self {
        let mut outcome: String = words.get(Field::Outcome).chars().take(TEASER_MAX).collect();
        if outcome.len() < words.outcome.len() {
            outcome.push('…');
        }
        Self {
            v: 1,
            id,
            title: words.title.clone(),
            outcome,
            place: words.place,
            category: words.category.clone(),
            since,
        }
    }
}

/// What the public reads of a case, if anything.
#[must_use]
pub fn shown_of(showcase: &Showcase) -> Option<Shown> {
    let (since, at) = match showcase.public {
        Public::Never => return None,
        Public::Shown { since, at } | Public::Withdrawn { since, at } => (since, at),
    };
    Some(Shown {
        v: 1,
        id: showcase.id,
        since,
        at,
        words: showcase.shown().cloned(),
    })
}

/// The rows of the public's lists.
#[must_use]
pub fn case_rows(showcase: &Showcase) -> Vec<(Key, CaseRow)> {
    let (Public::Shown { since, .. }, Some(words)) = (showcase.public, showcase.shown()) else {
        return Vec::new();
    };
    let row = CaseRow::of(showcase.id, since, words);
    let place = words.place.code().to_string();
    let category = words.category.as_str();
    let lists = [
        keys::cases(None, None),
        keys::cases(Some(&place), None),
        keys::cases(None, Some(category)),
        keys::cases(Some(&place), Some(category)),
    ];
    lists
        .into_iter()
        .map(|pk| (Key::new(pk, keys::by_time(since, showcase.id)), row.clone()))
        .collect()
}

/// The keys of an officer's rows: they do not tell the sealed title.
#[must_use]
pub fn desk_keys(showcase: &Showcase) -> Vec<(Tray, Key)> {
    let sk = keys::by_time(showcase.changed_at, showcase.id);
    let of = |tray: Tray| keys::showcase_desk(&showcase.agency.code, tray.key());
    showcase
        .trays()
        .into_iter()
        .map(|tray| (tray, Key::new(of(tray), sk.clone())))
        .collect()
}

/// The key of everything that follows from a case.
pub(crate) fn following_keys(showcase: &Showcase) -> Vec<Key> {
    let desk = desk_keys(showcase).into_iter().map(|(_, key)| key);
    let shown = shown_of(showcase).map(|_| keys::shown(showcase.id));
    let cases = case_rows(showcase).into_iter().map(|(key, _)| key);
    desk.chain(shown).chain(cases).collect()
}
