//! Lists of suggestions: the rows that follow from a header, and reading them, one Query a page.

use crate::client::{Query, Store, Table, read};
use crate::error::Result;
use crate::head::open;
use crate::keys::{self, Key};
use crate::lists::BADGE_MAX;
use crate::suggestions::{NAME, SuggestionHead, TITLE};
use chrono::{DateTime, Utc};
use domain::deadline::Deadline;
use domain::division::DivisionCode;
use domain::event::AgencyRef;
use domain::ids::{AccountId, AgencyCode, SuggestionId};
use domain::number::SuggestionNumber;
use domain::paging::{Cursor, Page};
use domain::suggestion::Status;
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

/// 列表: a petition office's suggestions, by what is to be done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tray {
    /// 未阅
    Unread,
    /// 研究中
    Studying,
    /// 已答复
    Replied,
}

impl Tray {
    /// Every list.
    pub const ALL: [Self; 3] = [Self::Unread, Self::Studying, Self::Replied];

    /// The name in keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Studying => "studying",
            Self::Replied => "replied",
        }
    }
}

/// 列表行: what a list shows of a suggestion without reading it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionRow {
    /// Layout version.
    pub v: u8,
    /// The suggestion.
    pub id: SuggestionId,
    /// Its number.
    pub number: SuggestionNumber,
    /// Its title, sealed under the suggestion.
    pub title: String,
    /// The maker's name, sealed under the suggestion.
    pub name: String,
    /// Whether it was made without a name.
    pub anonymous: bool,
    /// Where it stands.
    pub status: Status,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The place it concerns.
    pub division: DivisionCode,
    /// 领域, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Which office has it now.
    pub holder: AgencyRef,
}

impl SuggestionRow {
    /// By when the office that has it opens or passes it on, while it has not.
    #[must_use]
    pub fn due(&self) -> Option<Deadline> {
        self.status.due(self.made_at)
    }

    /// Opens the title.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`] if the seal does not open.
    pub fn open_title(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.id, TITLE, &self.title)
    }

    /// Opens the maker's name.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`] if the seal does not open.
    pub fn open_name(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.id, NAME, &self.name)
    }
}

/// Every list row that the header demands, with its key: the maker's, and one at the office that has it.
#[must_use]
pub fn rows(head: &SuggestionHead) -> Vec<(Key, SuggestionRow)> {
    let suggestion = &head.suggestion;
    let row = SuggestionRow {
        v: 1,
        id: suggestion.id,
        number: suggestion.number,
        title: head.title.clone(),
        name: head.name.clone(),
        anonymous: head.anonymous,
        status: suggestion.status.clone(),
        made_at: suggestion.made_at,
        division: suggestion.division,
        category: suggestion.category.clone(),
        holder: suggestion.holder.clone(),
    };
    let (tray, at) = match suggestion.status {
        Status::Received | Status::Transferred { .. } => (Tray::Unread, suggestion.made_at),
        Status::Studying { .. } => (Tray::Studying, suggestion.made_at),
        Status::Replied { at, .. } => (Tray::Replied, at),
    };
    let id = suggestion.id;
    let mine = Key::new(
        keys::my_suggestions(head.owner),
        keys::by_time(suggestion.made_at, id),
    );
    let desk = Key::new(
        keys::desk(&suggestion.holder.code, tray.key()),
        keys::by_time(at, id),
    );
    vec![(mine, row.clone()), (desk, row)]
}

impl Store {
    /// A page of a citizen's suggestions, newest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn my_suggestions(
        &self,
        account: AccountId,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<SuggestionRow>> {
        let pk = keys::my_suggestions(account);
        self.page(Table::Petitions, &pk, true, cursor, now).await
    }

    /// The ids of all of a citizen's suggestions, newest first.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn my_suggestion_ids(&self, account: AccountId) -> Result<Vec<SuggestionId>> {
        let pk = keys::my_suggestions(account);
        let query = Query {
            newest_first: true,
            ..Query::of(Table::Petitions, &pk)
        };
        let rows = self.query_all(query).await?;
        rows.into_iter()
            .map(|row| Ok(read::<SuggestionRow>(row)?.id))
            .collect()
    }

    /// A page of a petition office's list: what waits the longest first, what is answered the newest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn desk(
        &self,
        office: &AgencyCode,
        tray: Tray,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<SuggestionRow>> {
        let pk = keys::desk(office, tray.key());
        self.page(Table::Petitions, &pk, tray == Tray::Replied, cursor, now)
            .await
    }

    /// The first [`BADGE_MAX`] suggestions that nobody at an office has opened, for counting them by urgency:
    /// one request.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn desk_start(&self, office: &AgencyCode) -> Result<Vec<SuggestionRow>> {
        let pk = keys::desk(office, Tray::Unread.key());
        let query = Query {
            limit: Some(BADGE_MAX),
            ..Query::of(Table::Petitions, &pk)
        };
        let (items, _) = self.query(query).await?;
        items.into_iter().map(read).collect()
    }

    /// How many suggestions nobody at an office has opened, up to [`BADGE_MAX`].
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn desk_unread(&self, office: &AgencyCode) -> Result<u32> {
        let pk = keys::desk(office, Tray::Unread.key());
        self.count(Query {
            limit: Some(BADGE_MAX),
            consistent: false,
            ..Query::of(Table::Petitions, &pk)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestions::tests::head;
    use domain::suggestion::Outcome;

    #[test]
    fn every_state_has_a_row_for_its_maker_and_one_in_exactly_one_tray() {
        let at: DateTime<Utc> = "2026-11-25T01:00:00Z".parse().unwrap();
        let from = head(Status::Received).suggestion.holder;
        let outcome = Outcome::Adopted;
        for (status, tray) in [
            (Status::Received, "unread"),
            (Status::Transferred { from, at: Some(at) }, "unread"),
            (Status::Studying { at }, "studying"),
            (Status::Replied { at, outcome }, "replied"),
        ] {
            let head = head(status.clone());
            let rows = rows(&head);
            let pks: Vec<_> = rows.iter().map(|(key, _)| key.pk.clone()).collect();
            let desk = format!("DESK#370100-xfj#{tray}");
            assert_eq!(pks, [keys::my_suggestions(head.owner), desk], "{status:?}");
            assert!(rows.iter().all(|(_, row)| row.status == status));
        }
    }
}
