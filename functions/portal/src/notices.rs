//! 公告: `/notices` and `/notices/{id}`. What is not published, or over, is not there.

use axum::extract::State;
use domain::ids::NoticeId;
use domain::notice::Board;
use templates::public::notices as page;
use web::render::public_shell;
use web::{App, MaybeCitizen, Path, Query, Result, Visit, html, notices};

/// `GET /notices`
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query) -> Result {
    let (MaybeCitizen(citizen), found) = tokio::join!(
        MaybeCitizen::with_settings(&app, &visit),
        notices::list(&app, &visit, Board::Public, &query)
    );
    let (notices, pages) = found?;
    Ok(html(page::list(&page::ListView {
        shell: public_shell(&app, &visit, citizen.as_ref()).into(),
        notices,
        pages,
    })))
}

/// `GET /notices/{id}`
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<NoticeId>) -> Result {
    let (MaybeCitizen(citizen), found) = tokio::join!(
        MaybeCitizen::with_settings(&app, &visit),
        notices::hung(&app, &visit, Board::Public, id)
    );
    let shell = public_shell(&app, &visit, citizen.as_ref());
    Ok(html(page::page(&notices::view(
        shell.into(),
        Board::Public,
        &found?,
    ))))
}
