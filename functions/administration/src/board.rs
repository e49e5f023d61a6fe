//! 公告 for officers: `/staff/notices` and `/staff/notices/{id}`, whatever their posts.

use axum::extract::State;
use domain::ids::NoticeId;
use domain::notice::Board;
use templates::public::notices as page;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Path, Query, Result, Visit, html, notices};

/// `GET /staff/notices`
pub async fn list(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let (notices, pages) = notices::list(&app, &visit, Board::Staff, &query).await?;
    Ok(html(page::list(&page::ListView {
        shell: staff_shell(&app, &visit, Some(&officer)).into(),
        notices,
        pages,
    })))
}

/// `GET /staff/notices/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<NoticeId>,
) -> Result {
    let notice = notices::hung(&app, &visit, Board::Staff, id).await?;
    let shell = staff_shell(&app, &visit, Some(&officer));
    Ok(html(page::page(&notices::view(
        shell.into(),
        Board::Staff,
        &notice,
    ))))
}
