//! `GET /staff/intake/web`: 网信登记 in three tabs, narrowed and ordered as asked; what nobody has opened yet stands
//! in bold.

mod filter;

use self::filter::Filter;
use axum::extract::State;
use domain::access::{Action, may};
use domain::contact::mask_name;
use domain::paging::Cursor;
use domain::petition::StatusKind;
use domain::time::short_datetime;
use store::StoreError;
use store::head::{Queue, Row};
use store::lists::{Found, Look};
use templates::components::pick::Picks;
use templates::components::tag::{Tag, Tone};
use templates::staff::intake_list::{self, IntakeTab};
use web::narrowed::Looked;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html, narrowed, present};

/// `GET /staff/intake/web?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tab = IntakeTab::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let filter = Filter::parse(&query, tab, &officer.agency);
    let today = domain::time::local_date(visit.now());
    let count = |tab| app.store.queue_count(&officer.agency, queue(tab));
    // The session was the first request; the rows and the counts come together.
    let (found, waiting, registered, withdrawn) = tokio::try_join!(
        rows(&app, &visit, &officer, tab, &filter, cursor.as_ref()),
        count(IntakeTab::Unregistered),
        count(IntakeTab::Registered),
        count(IntakeTab::Withdrawn)
    )?;
    let first = cursor.is_none();
    let looked = looked(&found, &filter, first);
    let page = found.page;
    let opened = page.items.iter().filter(|row| row.status == StatusKind::Opened);
    let opened: Vec<_> = opened.map(|row| row.id).collect();
    let editing = app.store.editing_of(&opened, visit.now()).await?;
    let mut rows = Vec::new();
    for row in &page.items {
        let mut entry = entry(&app, &visit, row)?;
        if let Some(mark) = editing.get(&row.id) {
            let who = if mark.officer == officer.id {
                "您"
            } else {
                &mark.name
            };
            entry.hints.push(Tag::new(format!("正由{who}登记"), Tone::Info));
        }
        rows.push(entry);
    }
    // The oldest stand on the first page of the whole list; a part of it says nothing of how many are due.
    let whole = first && filter.keeps_all() && !narrowed::turned(&filter.lists);
    let due_today = page
        .items
        .iter()
        .filter(|row| whole && is_open(row) && row.due.is_some_and(|due| due.due <= today))
        .count();
    let mut shell = staff_shell(&app, &visit, Some(&officer));
    shell.menu.intake = Some(waiting);
    Ok(html(intake_list::page(&intake_list::View {
        shell,
        csrf: visit.csrf(&app),
        tab,
        counts: [Some(waiting), Some(registered), Some(withdrawn)],
        due_today: u32::try_from(due_today).unwrap_or(0),
        hrefs: IntakeTab::ALL.map(|tab| Filter::href_of(&query, tab, &officer.agency)),
        looked,
        rows,
        picks: Picks {
            passes_on: may(&officer.actor(), Action::TransferCase),
            here: visit.path_and_query().to_owned(),
        },
        pages: filter.lists.pages(first, page.next.as_ref().map(Cursor::as_str)),
        filters: filter.lists,
    })))
}

/// The rows of the page. Of a list that nothing narrows no more is read than is shown.
async fn rows(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    tab: IntakeTab,
    filter: &Filter,
    cursor: Option<&Cursor>,
) -> Result<Found<Row>, StoreError> {
    let today = domain::time::local_date(visit.now());
    let newest_first = queue(tab).newest_first() != narrowed::turned(&filter.lists);
    app.store
        .queue_matching(
            &officer.agency,
            queue(tab),
            Look::of(newest_first, filter.keeps_all(), cursor),
            visit.now(),
            |row| filter.keeps(row, today),
        )
        .await
}

/// How far a narrowed list was looked through, in words; of the whole list only where it has ended.
fn looked(found: &Found<Row>, filter: &Filter, first: bool) -> String {
    let looked = Looked {
        shown: found.page.items.len(),
        through: found.looked_through,
        more: found.page.next.is_some(),
        first,
        narrows: !filter.keeps_all(),
        keeps_all: filter.keeps_all(),
    };
    looked.words()
}

fn queue(tab: IntakeTab) -> Queue {
    match tab {
        IntakeTab::Unregistered => Queue::WebUnregistered,
        IntakeTab::Registered => Queue::WebRegistered,
        IntakeTab::Withdrawn => Queue::WebWithdrawn,
    }
}

fn is_open(row: &Row) -> bool {
    matches!(row.status, StatusKind::Filed | StatusKind::Opened)
}

fn entry(app: &App, visit: &Visit, row: &Row) -> Result<intake_list::Row> {
    let mut hints = present::alert(row.alert);
    hints.extend(present::new_material(row.new_material));
    if row.anonymous {
        hints.push(Tag::new("匿名", Tone::Quiet));
    }
    if !is_open(row) && row.status != StatusKind::Withdrawn {
        hints.push(Tag::status(row.status.label()));
    }
    Ok(intake_list::Row {
        id: row.id.to_string(),
        unopened: row.status == StatusKind::Filed,
        waits: row.status == StatusKind::Registered,
        closed: row.status == StatusKind::Withdrawn,
        title: row.open_title(app.store.keys())?,
        petitioner: masked(app, row)?,
        place: domain::division::full_name(row.division),
        received: short_datetime(row.filed_at),
        deadline: row
            .due
            .filter(|_| is_open(row))
            .map(|due| present::deadline_tag(&due, visit.now())),
        files: row.attachments,
        hints,
    })
}

fn masked(app: &App, row: &Row) -> Result<String> {
    if row.anonymous {
        return Ok(domain::contact::ANONYMOUS_NAME.to_owned());
    }
    Ok(mask_name(&row.open_name(app.store.keys())?))
}
