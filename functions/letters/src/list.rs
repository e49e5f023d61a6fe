//! `GET /staff/intake/letters`: 来信登记 in two tabs, narrowed and ordered as asked; what is not passed on yet stands in
//! bold.

use crate::batch;
use crate::brief_one::{UNSIGNED, method};
use crate::filter::Filter;
use axum::extract::State;
use domain::access::{Action, may};
use domain::contact::{ANONYMOUS_NAME, mask_address, mask_name};
use domain::paging::Cursor;
use domain::petition::StatusKind;
use domain::time::short_datetime;
use store::briefs::BriefRow;
use store::head::{Queue, Row};
use store::lists::Look;
use templates::components::pick::Picks;
use templates::components::tag::{Tag, Tone};
use templates::staff::letters::LIST;
use templates::staff::letters::list::{self, LetterTab, Rows};
use web::narrowed::Looked;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, Query, Result, Visit, html, present};

/// A page of either list.
struct Page {
    rows: Rows,
    shown: usize,
    looked: usize,
    next: Option<Cursor>,
}

/// `GET /staff/intake/letters?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tab = LetterTab::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let filter = Filter::parse(&query, tab, &officer.agency);
    let look = Look::of(filter.newest_first(), filter.keeps_all(), cursor.as_ref());
    let waiting = async {
        let count = app.store.queue_count(&officer.agency, Queue::LettersWaiting);
        Ok::<_, AppError>(count.await?)
    };
    let (page, today, waiting) = tokio::try_join!(
        rows(&app, &visit, &officer, tab, &filter, look),
        batch::today(&app, &visit, &officer),
        waiting
    )?;
    let first = cursor.is_none();
    Ok(html(list::page(&list::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        tab,
        waiting,
        today,
        looked: looked(&page, &filter, first),
        rows: page.rows,
        picks: Picks {
            passes_on: may(&officer.actor(), Action::TransferCase),
            here: visit.path_and_query().to_owned(),
        },
        pages: filter.lists.pages(first, page.next.as_ref().map(Cursor::as_str)),
        filters: filter.lists,
    })))
}

async fn rows(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    tab: LetterTab,
    filter: &Filter,
    look: Look<'_>,
) -> Result<Page> {
    let now = visit.now();
    match tab {
        LetterTab::Detailed => {
            let found = app
                .store
                .queue_matching(&officer.agency, filter.queue(), look, now, |row| {
                    filter.keeps(row)
                })
                .await?;
            let rows: Vec<_> = found
                .page
                .items
                .iter()
                .map(|row| detailed(app, visit, row))
                .collect::<Result<_>>()?;
            Ok(Page {
                shown: rows.len(),
                rows: Rows::Detailed(rows),
                looked: found.looked_through,
                next: found.page.next,
            })
        }
        LetterTab::Brief => {
            let found = app
                .store
                .briefs(&officer.agency, look, now, |row| filter.keeps_brief(row))
                .await?;
            let rows: Vec<_> = found
                .page
                .items
                .iter()
                .map(|row| brief(app, row))
                .collect::<Result<_>>()?;
            Ok(Page {
                shown: rows.len(),
                rows: Rows::Brief(rows),
                looked: found.looked_through,
                next: found.page.next,
            })
        }
    }
}

/// How far a narrowed list was looked through, in words; of the whole list only where it has ended.
fn looked(page: &Page, filter: &Filter, first: bool) -> String {
    let looked = Looked {
        shown: page.shown,
        through: page.looked,
        more: page.next.is_some(),
        first,
        narrows: filter.narrows(),
        keeps_all: filter.keeps_all(),
    };
    looked.words()
}

fn detailed(app: &App, visit: &Visit, row: &Row) -> Result<list::Row> {
    let waits = row.status == StatusKind::Registered;
    let mut hints = present::alert(row.alert);
    hints.push(Tag::status(row.status.label()));
    if row.anonymous {
        hints.push(Tag::new(ANONYMOUS_NAME, Tone::Quiet));
    }
    Ok(list::Row {
        id: row.id.to_string(),
        href: format!("/staff/petitions/{}", row.id),
        number: row.number.to_string(),
        waits,
        title: row.open_title(app.store.keys())?,
        sender: if row.anonymous {
            ANONYMOUS_NAME.to_owned()
        } else {
            mask_name(&row.open_name(app.store.keys())?)
        },
        place: domain::division::full_name(row.division),
        registered: short_datetime(row.filed_at),
        deadline: row
            .due
            .filter(|_| waits)
            .map(|due| present::deadline_tag(&due, visit.now())),
        files: row.attachments,
        hints,
    })
}

fn brief(app: &App, row: &BriefRow) -> Result<list::BriefRow> {
    let brief = row.open(app.store.keys())?;
    let entry = &brief.entry;
    Ok(list::BriefRow {
        href: format!("{LIST}/brief/{}", brief.id),
        number: brief.number.to_string(),
        kind: match entry.count {
            1 => entry.kind.label().to_owned(),
            count => format!("{}（{count} 封）", entry.kind.label()),
        },
        sender: match entry.name.as_str() {
            "" => UNSIGNED.to_owned(),
            name => mask_name(name),
        },
        address: match entry.address.as_str() {
            "" => String::new(),
            address => mask_address(address),
        },
        received: entry.received.format("%m-%d").to_string(),
        method: method(entry),
        by: brief.by.name,
    })
}
