//! Lists: one Query a page, flat in the number of petitions, read consistently so that what one
//! just did is in the list one sees next.

use crate::client::{Item, Query, Store, Table, key_item, key_of, read};
use crate::error::{Result, StoreError};
use crate::head::{Queue, Row};
use crate::keys::{self, Key};
use chrono::{DateTime, Duration, Utc};
use domain::ids::{AccountId, AgencyCode, PetitionId};
use domain::paging::{Cursor, Page};
use serde::de::DeserializeOwned;

/// Rows on a page.
pub const PAGE_ROWS: i32 = 25;
/// Rows that one request looks through at most for those that are asked for.
pub const LOOK_THROUGH_MAX: i32 = 500;
/// Badges count this far, then say 99+.
pub const BADGE_MAX: i32 = 100;
/// How long a page cursor works.
const CURSOR_HOURS: i64 = 12;

/// 怎样查找: which part of a list to look through.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The newest rows first.
    pub newest_first: bool,
    /// How many rows at most.
    pub rows_max: i32,
    /// Where to go on; the beginning if there is none.
    pub cursor: Option<&'a Cursor>,
}

impl<'a> Look<'a> {
    /// A page of the list; `whole` says that every row is kept: of such a list no more is read than is shown.
    #[must_use]
    pub fn of(newest_first: bool, whole: bool, cursor: Option<&'a Cursor>) -> Self {
        Self {
            newest_first,
            rows_max: if whole { PAGE_ROWS } else { LOOK_THROUGH_MAX },
            cursor,
        }
    }
}

/// 查找结果: what a look through a part of a list found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// At most [`PAGE_ROWS`] rows, and where to go on if the list does.
    pub page: Page<T>,
    /// How many rows of the list were looked through.
    pub looked_through: usize,
}

impl Store {
    /// A page of a citizen's petitions, newest first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn my_petitions(
        &self,
        account: AccountId,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<Row>> {
        self.page(Table::Petitions, &keys::mine(account), true, cursor, now)
            .await
    }

    /// The ids of all of a citizen's petitions, newest first: one request for some two thousand of them.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn my_petition_ids(&self, account: AccountId) -> Result<Vec<PetitionId>> {
        let pk = keys::mine(account);
        let query = Query {
            newest_first: true,
            ..Query::of(Table::Petitions, &pk)
        };
        let rows = self.query_all(query).await?;
        rows.into_iter().map(|row| Ok(read::<Row>(row)?.id)).collect()
    }

    /// A page of an agency's list.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn queue(
        &self,
        agency: &AgencyCode,
        queue: Queue,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<Row>> {
        let pk = keys::queue(agency, queue.key());
        self.page(Table::Petitions, &pk, queue.newest_first(), cursor, now)
            .await
    }

    /// The next rows of an agency's list that `keeps` keeps, in either order: one request, which looks through
    /// no more rows than `look` says, so that its cost does not grow with the list. A page may therefore be short, or even
    /// empty, and still go on.
    ///
    /// # Errors
    /// As [`Store::queue`].
    pub async fn queue_matching(
        &self,
        agency: &AgencyCode,
        queue: Queue,
        look: Look<'_>,
        now: DateTime<Utc>,
        keeps: impl Fn(&Row) -> bool,
    ) -> Result<Found<Row>> {
        let pk = keys::queue(agency, queue.key());
        self.look(Table::Petitions, &pk, look, now, keeps).await
    }

    /// The first [`BADGE_MAX`] rows of a list, for counting them by urgency: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn queue_start(&self, agency: &AgencyCode, queue: Queue) -> Result<Vec<Row>> {
        let pk = keys::queue(agency, queue.key());
        let query = Query {
            limit: Some(BADGE_MAX),
            newest_first: queue.newest_first(),
            ..Query::of(Table::Petitions, &pk)
        };
        let (items, _) = self.query(query).await?;
        items.into_iter().map(read).collect()
    }

    /// How many rows a list has, up to [`BADGE_MAX`].
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn queue_count(&self, agency: &AgencyCode, queue: Queue) -> Result<u32> {
        let pk = keys::queue(agency, queue.key());
        self.count(Query {
            limit: Some(BADGE_MAX),
            consistent: false,
            ..Query::of(Table::Petitions, &pk)
        })
        .await
    }

    /// A page of a partition whose items are all `T`.
    pub(crate) async fn page<T: DeserializeOwned>(
        &self,
        table: Table,
        pk: &str,
        newest_first: bool,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<T>> {
        let look = Look {
            newest_first,
            rows_max: PAGE_ROWS,
            cursor,
        };
        let found = self.look(table, pk, look, now, |_| true).await?;
        Ok(found.page)
    }

    /// The next rows of a partition that `keeps` keeps: one request.
    pub(crate) async fn look<T: DeserializeOwned>(
        &self,
        table: Table,
        pk: &str,
        look: Look<'_>,
        now: DateTime<Utc>,
        keeps: impl Fn(&T) -> bool,
    ) -> Result<Found<T>> {
        let after = look
            .cursor
            .map(|cursor| self.read_cursor(pk, cursor, now))
            .transpose()?;
        let query = Query {
            limit: Some(look.rows_max),
            newest_first: look.newest_first,
            after,
            ..Query::of(table, pk)
        };
        let (items, mut last) = self.query(query).await?;
        let page_rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let (mut rows, mut looked_through) = (Vec::new(), 0);
        let read_out = items.len();
        for stored in items {
            looked_through += 1;
            let key = key_of(&stored);
            let row: T = read(stored)?;
            if keeps(&row) {
                rows.push(row);
            }
            if rows.len() == page_rows {
                if looked_through < read_out {
                    last = key.as_ref().map(key_item);
                }
                break;
            }
        }
        let next = last.map(|last| self.write_cursor(&last, now)).transpose()?;
        Ok(Found {
            page: Page::new(rows, next),
            looked_through,
        })
    }

    /// A cursor is signed and names its partition: one list's cursor opens no other list.
    pub(crate) fn write_cursor(&self, last: &Item, now: DateTime<Utc>) -> Result<Cursor> {
        let key = key_of(last).ok_or(StoreError::Cursor)?;
        let token = self
            .keys
            .sign("cursor", &(key.pk, key.sk), now + Duration::hours(CURSOR_HOURS));
        let token = token.map_err(|_| StoreError::Cursor)?;
        Cursor::parse(&token).map_err(|_| StoreError::Cursor)
    }

    pub(crate) fn read_cursor(&self, pk: &str, cursor: &Cursor, now: DateTime<Utc>) -> Result<Item> {
        let (from, sk): (String, String) = self
            .keys
            .verify("cursor", cursor.as_str(), now)
            .map_err(|_| StoreError::Cursor)?;
        if from != pk {
            return Err(StoreError::Cursor);
        }
        Ok(key_item(&Key::new(from, sk)))
    }
}
