//! `GET /staff/intake/visits`: 来访登记 — everybody's visits registered at the office, today's first, narrowed and ordered as
//! asked; what is not passed on yet stands in bold.

use crate::filter::Filter;
use axum::extract::State;
use domain::access::{Action, may};
use domain::contact::{ANONYMOUS_NAME, mask_name};
use domain::paging::Cursor;
use domain::petition::StatusKind;
use domain::time::{local_date, local_midnight, short_datetime};
use store::head::{Queue, Row};
use store::lists::Look;
use templates::components::pick::Picks;
use templates::components::tag::{Tag, Tone};
use templates::staff::visits::list;
use web::narrowed::Looked;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html, present};

/// `GET /staff/intake/visits`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let cursor = query.cursor()?;
    let filter = Filter::parse(&query, &officer.agency);
    let look = Look::of(filter.newest_first(), filter.keeps_all(), cursor.as_ref());
    let (now, office) = (visit.now(), &officer.agency);
    let today = local_date(now);
    let (found, count, waiting) = tokio::try_join!(
        app.store
            .queue_matching(office, filter.queue(), look, now, |row| filter.keeps(row, today)),
        app.store.visits_since(office, local_midnight(today)),
        app.store.queue_count(office, Queue::VisitsWaiting)
    )?;
    let rows: Vec<list::Row> = found
        .page
        .items
        .iter()
        .map(|row| entry(&app, &visit, row))
        .collect::<Result<_>>()?;
    let first = cursor.is_none();
    let looked = Looked {
        shown: rows.len(),
        through: found.looked_through,
        more: found.page.next.is_some(),
        first,
        narrows: filter.narrows(),
        keeps_all: filter.keeps_all(),
    };
    let looked = looked.words();
    Ok(html(list::page(&list::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        waiting,
        today: count,
        registers: may(&officer.actor(), Action::RegisterVisit),
        looked,
        rows,
        picks: Picks {
            passes_on: may(&officer.actor(), Action::TransferCase),
            here: visit.path_and_query().to_owned(),
        },
        pages: filter
            .lists
            .pages(first, found.page.next.as_ref().map(Cursor::as_str)),
        filters: filter.lists,
    })))
}

fn entry(app: &App, visit: &Visit, row: &Row) -> Result<list::Row> {
    let waits = row.status == StatusKind::Registered;
    let interview = row.interview.as_ref();
    let visitors = interview.map_or(1, |interview| interview.visitors);
    let mut hints = present::alert(row.alert);
    hints.push(Tag::status(row.status.label()));
    hints.extend(present::interviews::collective(visitors));
    if row.anonymous {
        hints.push(Tag::new(ANONYMOUS_NAME, Tone::Quiet));
    }
    let name = if row.anonymous {
        ANONYMOUS_NAME.to_owned()
    } else {
        mask_name(&row.open_name(app.store.keys())?)
    };
    let ticket = interview.map(|interview| format!("　{} 号", interview.ticket));
    Ok(list::Row {
        id: row.id.to_string(),
        href: format!("/staff/petitions/{}", row.id),
        number: row.number.to_string(),
        waits,
        title: row.open_title(app.store.keys())?,
        visitor: format!("{name}　{visitors} 人"),
        came: format!("{}{}", short_datetime(row.filed_at), ticket.unwrap_or_default()),
        interview: interview.map(present::interviews::standing),
        deadline: row
            .due
            .filter(|_| waits)
            .map(|due| present::deadline_tag(&due, visit.now())),
        hints,
    })
}
