//! `GET /staff/admin/notices`: every notice, the last written first.

use super::{changed, path, state};
use axum::extract::State;
use domain::time::zh_date;
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::notices::{self as page, Row, View};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html};

/// `GET /staff/admin/notices`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let cursor = query.cursor()?;
    let found = app.store.notices(cursor.as_ref(), visit.now()).await?;
    let rows = found.items.iter().map(|notice| {
        let mut tags = vec![state(notice, &visit)];
        tags.extend(notice.words.important.then(|| Tag::new("重要", Tone::Urgent)));
        Row {
            href: path(notice.id),
            title: notice.words.title.clone(),
            audience: notice.words.audience.label().to_owned(),
            tags,
            until: notice.words.until.map(zh_date).unwrap_or_default(),
            changed: changed(notice),
        }
    });
    let list = "/staff/admin/notices";
    Ok(html(page::page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        rows: rows.collect(),
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| list.to_owned()),
            next: found.next.map(|next| format!("{list}?after={}", next.as_str())),
        },
    })))
}
