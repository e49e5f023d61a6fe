//! `GET /suggestions`: 我的建议, newest first.

use axum::extract::State;
use domain::time::{local_date, zh_date};
use store::suggestion_lists::SuggestionRow;
use templates::components::pagination::Pagination;
use templates::public::suggestions::{ListView, Row, list_page};
use web::present::suggestions::status_tag;
use web::render::public_shell;
use web::session::Citizen;
use web::{App, Query, Result, Visit, html};

/// `GET /suggestions`
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    let cursor = query.cursor()?;
    let page = app
        .store
        .my_suggestions(citizen.id, cursor.as_ref(), visit.now())
        .await?;
    let rows = page.items.iter().map(|row| entry(&app, row));
    Ok(html(list_page(&ListView {
        shell: public_shell(&app, &visit, Some(&citizen)),
        rows: rows.collect::<Result<_>>()?,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| "/suggestions".to_owned()),
            next: page
                .next
                .map(|next| format!("/suggestions?after={}", next.as_str())),
        },
    })))
}

fn entry(app: &App, row: &SuggestionRow) -> Result<Row> {
    let answered = matches!(row.status, domain::suggestion::Status::Replied { .. });
    let verb = if answered { "答复" } else { "研究" };
    Ok(Row {
        href: format!("/suggestions/{}", row.id),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        status: status_tag(&row.status),
        facts: vec![
            format!("{}提交", zh_date(local_date(row.made_at))),
            domain::division::full_name(row.division),
            format!("由{}{verb}", row.holder.name),
        ],
    })
}
