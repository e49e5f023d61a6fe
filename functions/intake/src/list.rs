//! `GET /staff/intake/web`: 网信登记 in three tabs; what nobody has opened yet stands in bold.

use axum::extract::State;
use domain::contact::mask_name;
use domain::paging::Cursor;
use domain::petition::StatusKind;
use domain::time::short_datetime;
use store::StoreError;
use store::head::{Queue, Row};
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::intake_list::{self, IntakeTab};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, Query, Result, Visit, html, present};

/// `GET /staff/intake/web?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tab = IntakeTab::parse(query.text("tab"));
    let cursor = query
        .get("after")
        .map(Cursor::parse)
        .transpose()
        .map_err(|_| AppError::from(StoreError::Cursor))?;
    // The session was the first request; the rows and the one count that is work come together.
    let (page, waiting) = tokio::try_join!(
        app.store
            .queue(&officer.agency, queue(tab), cursor.as_ref(), visit.now()),
        app.store.queue_count(&officer.agency, Queue::WebUnregistered)
    )?;
    let rows = page
        .items
        .iter()
        .map(|row| entry(&app, &visit, row))
        .collect::<Result<Vec<_>>>()?;
    let today = domain::time::local_date(visit.now());
    let due_today = page
        .items
        .iter()
        .filter(|row| is_open(row) && row.due.is_some_and(|due| due.due <= today))
        .count();
    let mut shell = staff_shell(&app, &visit, Some(&officer));
    shell.menu.intake = Some(waiting);
    let base = format!("/staff/intake/web?tab={}", tab.slug());
    Ok(html(intake_list::page(&intake_list::View {
        shell,
        csrf: visit.csrf(&app),
        tab,
        counts: [Some(waiting), None, None],
        due_today: u32::try_from(due_today).unwrap_or(0),
        rows,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| base.clone()),
            next: page.next.map(|next| format!("{base}&after={}", next.as_str())),
        },
    })))
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
    let mut hints: Vec<Tag> = present::new_material(row.new_material).into_iter().collect();
    if row.anonymous {
        hints.push(Tag::new("匿名", Tone::Quiet));
    }
    if !is_open(row) && row.status != StatusKind::Withdrawn {
        hints.push(Tag::status(row.status.label()));
    }
    Ok(intake_list::Row {
        id: row.id.to_string(),
        unopened: row.status == StatusKind::Filed,
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
