//! 公告: every notice is an item among the administrators' own; what hangs on a board is there once more, as a
//! row of its list and as a whole, so that who reads a board has no right on drafts. All of it follows from the
//! notice by one pure function and is written in the transaction of each change. The newest rows of a board are kept
//! in the process like the settings. Which step is allowed is [`domain::notice`]'s.

use crate::client::{Item, Query, Store, Table, item, n, read};
use crate::error::{Result, StoreError};
use crate::kept::Kept;
use crate::keys::{self, Key};
use crate::settings::is_fresh;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::NoticeId;
use domain::notice::{Board, Notice};
use domain::paging::{Cursor, Page};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many rows of a board are looked through at first for the newest that are still shown, and as many of
/// them are enough. One request does in all but odd cases.
const NEWEST_ROWS: i32 = 25;
/// How many more are looked through at a time where most of those are over.
const OLDER_ROWS: i32 = 250;
/// How often, so that the home page stays within its three round trips.
const OLDER_TIMES: usize = 2;
/// How many make do if an important one is among them: no page shows more.
const ENOUGH_WITH_IMPORTANT: usize = 4;

/// The copies of the boards' newest rows.
#[derive(Clone, Default)]
pub(crate) struct NewestCopies {
    public: Kept<Vec<NoticeRow>, DateTime<Utc>>,
    staff: Kept<Vec<NoticeRow>, DateTime<Utc>>,
}

impl NewestCopies {
    fn of(&self, board: Board) -> &Kept<Vec<NoticeRow>, DateTime<Utc>> {
        match board {
            Board::Public => &self.public,
            Board::Staff => &self.staff,
        }
    }
}

/// 公告列表的一行: as much of a notice as a list shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// Layout version.
    pub v: u8,
    /// Identity.
    pub id: NoticeId,
    /// Title.
    pub title: String,
    /// 重要.
    pub important: bool,
    /// The last day on which it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Since when it hangs.
    pub at: DateTime<Utc>,
}

impl NoticeRow {
    /// Whether its last day is over.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// What of a notice hangs on the boards: for each a row of the list, and the whole.
fn hanging(notice: &Notice) -> Result<Vec<(Key, Item)>> {
    let mut all = Vec::new();
    for board in Board::ALL {
        let Some(at) = notice.hangs_on(board) else {
            continue;
        };
        let row = NoticeRow {
            v: 1,
            id: notice.id,
            title: notice.words.title.clone(),
            important: notice.words.important,
            until: notice.words.until,
            at,
        };
        let key = Key::new(keys::board(board), keys::by_time(at, notice.id));
        all.push((key.clone(), item(&key, &row)?));
        let key = keys::hung(board, notice.id);
        all.push((key.clone(), item(&key, notice)?));
    }
    Ok(all)
}

/// Whether older ones could change nothing on a page that shows the newest.
fn are_enough(rows: &[NoticeRow]) -> bool {
    let important = rows.iter().any(|row| row.important);
    rows.len()
        >= if important {
            ENOUGH_WITH_IMPORTANT
        } else {
            NEWEST_ROWS as usize
        }
}

impl Store {
    /// One notice, whatever it is.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn notice(&self, id: NoticeId) -> Result<Option<Notice>> {
        self.get(Table::Content, &keys::notice(id))
            .await?
            .map(read)
            .transpose()
    }

    /// A notice that hangs on a board, whether or not its last day is over.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn hung_notice(&self, board: Board, id: NoticeId) -> Result<Option<Notice>> {
        self.get(Table::Content, &keys::hung(board, id))
            .await?
            .map(read)
            .transpose()
    }

    /// A page of all notices, the last written first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn notices(&self, cursor: Option<&Cursor>, now: DateTime<Utc>) -> Result<Page<Notice>> {
        self.page(Table::Content, keys::NOTICES, true, cursor, now).await
    }

    /// A page of what hangs on a board, the newest first; what is over is left out, so that a page may be
    /// shorter than others.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn board(
        &self,
        board: Board,
        cursor: Option<&Cursor>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Page<NoticeRow>> {
        let pk = keys::board(board);
        let page: Page<NoticeRow> = self.page(Table::Content, pk, true, cursor, now).await?;
        let items = page.items.into_iter().filter(|row| !row.is_over(today));
        Ok(Page::new(items.collect(), page.next))
    }

    /// The newest of a board, what is over left out: no request within twenty seconds of the last reading.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn newest_notices(
        &self,
        board: Board,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<NoticeRow>> {
        let rows = self.newest_rows(board, today, now).await?;
        Ok(rows.iter().filter(|row| !row.is_over(today)).cloned().collect())
    }

    async fn newest_rows(
        &self,
        board: Board,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Arc<Vec<NoticeRow>>> {
        let copy = self.newest_notices.of(board);
        if let Some(kept) = copy.get(|read_at| is_fresh(read_at, now)) {
            return Ok(kept);
        }
        let reading = copy.reading();
        let mut rows: Vec<NoticeRow> = Vec::new();
        let mut after = None;
        for limit in std::iter::once(NEWEST_ROWS).chain([OLDER_ROWS; OLDER_TIMES]) {
            let query = Query {
                limit: Some(limit),
                newest_first: true,
                after,
                ..Query::of(Table::Content, keys::board(board))
            };
            let (items, last) = self.query(query).await?;
            let found = items.into_iter().map(read).collect::<Result<Vec<NoticeRow>>>()?;
            rows.extend(found.into_iter().filter(|row| !row.is_over(today)));
            after = last;
            if after.is_none() || are_enough(&rows) {
                break;
            }
        }
        Ok(copy.keep(&reading, now, rows))
    }

    /// Writes a notice that is new. [`StoreError::Conflict`] if it is there already: the same form was sent
    /// twice.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn add_notice(&self, notice: &Notice) -> Result<()> {
        self.write_notice(None, notice).await.map(drop)
    }

    /// Writes a notice that was made from the one read, under the next revision, with what hangs of it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody else has changed it since.
    pub async fn change_notice(&self, before: &Notice, after: &Notice) -> Result<Notice> {
        self.write_notice(Some(before), after).await
    }

    async fn write_notice(&self, before: Option<&Notice>, after: &Notice) -> Result<Notice> {
        let next = Notice {
            revision: before.map_or(1, |before| before.revision + 1),
            ..after.clone()
        };
        let mut writes = vec![self.tx_notice(before, &next)?];
        let old = before.map(hanging).transpose()?.unwrap_or_default();
        let new = hanging(&next)?;
        for (key, _) in &old {
            if !new.iter().any(|(kept, _)| kept == key) {
                writes.push(self.tx_delete(Table::Content, key, false)?);
            }
        }
        for (_, stored) in new {
            writes.push(self.tx_put(Table::Content, stored, false)?);
        }
        let sent = self.transact(writes).await;
        for board in Board::ALL {
            self.newest_notices.of(board).forget();
        }
        match sent {
            Ok(()) => Ok(next),
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
            Err(error) => Err(error),
        }
    }

    fn tx_notice(&self, before: Option<&Notice>, next: &Notice) -> Result<TransactWriteItem> {
        let stored = item(&keys::notice(next.id), next)?;
        let Some(before) = before else {
            return self.tx_put(Table::Content, stored, true);
        };
        let put = Put::builder()
            .table_name(self.config.table(Table::Content))
            .set_item(Some(stored))
            .condition_expression("revision = :revision")
            .expression_attribute_values(":revision", n(before.revision))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}
