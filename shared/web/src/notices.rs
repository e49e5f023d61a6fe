//! 公告 as pages show them: the newest of a board, its list, one notice. The same for the public and for
//! officers; must not know who may write one.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::visit::Visit;
use domain::ids::NoticeId;
use domain::notice::{Board, Notice, State};
use domain::paging::Cursor;
use domain::time::{local_date, zh_date};
use store::StoreError;
use store::notices::NoticeRow;
use templates::Shell;
use templates::components::pagination::Pagination;
use templates::components::teasers::Teaser;
use templates::public::notices as page;

/// How many of the newest a page shows that is about something else.
const NEWEST: usize = 3;

/// Where the notices of a board are read.
const fn path(board: Board) -> &'static str {
    match board {
        Board::Public => "/notices",
        Board::Staff => "/staff/notices",
    }
}

/// The newest notices of a board, for a page that is about something else.
#[derive(Clone, Debug, Default)]
pub struct Newest {
    /// The newest important one.
    pub important: Option<Teaser>,
    /// The newest of the others.
    pub others: Vec<Teaser>,
}

/// The newest notices of a board. A page that is about something else must not fail because of them.
pub async fn newest(app: &App, visit: &Visit, board: Board) -> Newest {
    let today = local_date(visit.now());
    let found = app.store.newest_notices(board, today, visit.now()).await;
    let rows = found.unwrap_or_else(|error| {
        tracing::warn!(request = visit.id(), %error, "the notices were not read");
        Vec::new()
    });
    let important = rows.iter().position(|row| row.important);
    let others = rows.iter().enumerate().filter(|(at, _)| Some(*at) != important);
    Newest {
        important: important.map(|at| teaser(&rows[at], board)),
        others: others.take(NEWEST).map(|(_, row)| teaser(row, board)).collect(),
    }
}

fn teaser(row: &NoticeRow, board: Board) -> Teaser {
    let published = zh_date(local_date(row.at));
    Teaser {
        href: format!("{}/{}", path(board), row.id),
        title: row.title.clone(),
        note: if row.important {
            format!("重要 · {published}")
        } else {
            published
        },
    }
}

/// A page of what hangs on a board; `query` may hold the cursor `after`.
///
/// # Errors
/// [`AppError::BadRequest`] for a cursor that is none of this list; the store's.
pub async fn list(
    app: &App,
    visit: &Visit,
    board: Board,
    query: &FormData,
) -> Result<(Vec<Teaser>, Pagination)> {
    let cursor = query.get("after").map(Cursor::parse).transpose();
    let cursor = cursor.map_err(|_| AppError::from(StoreError::Cursor))?;
    let today = local_date(visit.now());
    let found = app
        .store
        .board(board, cursor.as_ref(), today, visit.now())
        .await?;
    let list = path(board);
    let pages = Pagination {
        range: String::new(),
        first: cursor.is_some().then(|| list.to_owned()),
        next: found.next.map(|next| format!("{list}?after={}", next.as_str())),
    };
    Ok((found.items.iter().map(|row| teaser(row, board)).collect(), pages))
}

/// A notice that hangs on a board today.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such one for its readers; the store's.
pub async fn hung(app: &App, visit: &Visit, board: Board, id: NoticeId) -> Result<Notice> {
    let found = app.store.hung_notice(board, id).await?;
    found
        .filter(|notice| notice.is_shown_on(board, local_date(visit.now())))
        .ok_or(AppError::NotFound)
}

/// The page of a notice.
#[must_use]
pub fn view(shell: Shell, board: Board, notice: &Notice) -> page::View {
    page::View {
        shell,
        list: path(board).to_owned(),
        notice: shown(notice),
    }
}

/// A notice as its readers see it.
#[must_use]
pub fn shown(notice: &Notice) -> page::Notice {
    let words = &notice.words;
    page::Notice {
        title: words.title.clone(),
        important: words.important,
        published: match notice.state {
            State::Published { at } => zh_date(local_date(at)),
            State::Draft | State::TakenDown { .. } => String::new(),
        },
        until: words.until.map(zh_date).unwrap_or_default(),
        paragraphs: words.paragraphs().map(str::to_owned).collect(),
    }
}

/// Where readers find a notice that is shown to them today; nowhere for one that is not.
#[must_use]
pub fn found_at(notice: &Notice, visit: &Visit) -> Option<String> {
    let today = local_date(visit.now());
    let board = Board::ALL
        .into_iter()
        .find(|board| notice.is_shown_on(*board, today))?;
    Some(format!("{}/{}", path(board), notice.id))
}
