//! `GET /petitions`: 我反映的问题, newest first, in tabs.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::paging::Cursor;
use domain::petition::StatusKind;
use domain::time::{local_date, zh_date};
use store::head::Row;
use store::lists::PAGE_ROWS;
use templates::components::pagination::Pagination;
use templates::components::tag::Tag;
use templates::public::mine::{self, MineTab};
use web::render::public_shell;
use web::session::Citizen;
use web::{App, Query, Result, Visit, html, present};

/// `GET /petitions`
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    let tab = MineTab::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let (found, drafts) = tokio::try_join!(
        matching(&app, &citizen, tab, cursor.clone(), visit.now()),
        async { Ok(app.store.drafts(citizen.id).await?) }
    )?;
    let (rows, next) = found;
    let rows = rows
        .iter()
        .map(|row| entry(&app, row, visit.now()))
        .collect::<Result<Vec<_>>>()?;
    Ok(html(mine::page(&mine::View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        tab,
        rows,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| format!("/petitions?tab={}", tab.slug())),
            next: next.map(|next| format!("/petitions?tab={}&after={}", tab.slug(), next.as_str())),
        },
        csrf: visit.csrf(&app),
        drafts: drafts
            .iter()
            .map(|(id, draft)| crate::file::drafts::item(*id, draft))
            .collect(),
    })))
}

/// Pages of the list that one request looks through for a tab.
const PAGES_MAX: usize = 8;

/// The rows of a tab from `cursor` on: at least a page of them, unless the list ends or is very long.
async fn matching(
    app: &App,
    citizen: &Citizen,
    tab: MineTab,
    mut cursor: Option<Cursor>,
    now: DateTime<Utc>,
) -> Result<(Vec<Row>, Option<Cursor>)> {
    let mut rows = Vec::new();
    let today = local_date(now);
    for _ in 0..PAGES_MAX {
        let page = app.store.my_petitions(citizen.id, cursor.as_ref(), now).await?;
        rows.extend(page.items.into_iter().filter(|row| belongs(tab, row, today)));
        cursor = page.next;
        if cursor.is_none() || rows.len() >= usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX) {
            break;
        }
    }
    Ok((rows, cursor))
}

fn belongs(tab: MineTab, row: &Row, today: NaiveDate) -> bool {
    let status = row.status;
    match tab {
        MineTab::All => true,
        MineTab::Withdrawable => status == StatusKind::Filed,
        MineTab::Withdrawn => status == StatusKind::Withdrawn,
        // Who has rated once may do so again, but nothing waits for it.
        MineTab::ToRate => row
            .rating
            .and_then(|standing| standing.turn(status, today).ok())
            .is_some_and(|turn| turn.round == 1),
        MineTab::Concluded => status == StatusKind::Concluded,
    }
}

fn entry(app: &App, row: &Row, now: DateTime<Utc>) -> Result<mine::Row> {
    let mut facts = vec![
        format!("{}提交", zh_date(local_date(row.filed_at))),
        domain::division::full_name(row.division),
    ];
    if !matches!(row.status, StatusKind::Withdrawn | StatusKind::Concluded) {
        facts.push(format!("现在由 {} 办理", row.holder.name));
    }
    Ok(mine::Row {
        href: format!("/petitions/{}", row.id),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        status: Tag::status(row.status.label()),
        facts,
        due: present::due_line(row.status, row.running(), now),
        now: row
            .rating
            .map(|standing| present::now_for_you(row.status, row.running(), standing, local_date(now)))
            .unwrap_or_default(),
        rate: row.rating.and_then(|standing| {
            present::ratings::in_list(standing, row.status, now, &format!("/rate/{}", row.id))
        }),
    })
}
