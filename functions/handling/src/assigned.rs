//! `GET /staff/assigned`: 交办 — what the officer's petition office had others handle, by the day it is due, so that late
//! ones come first by themselves; and what it owes a result of itself though it passed it on.

use axum::extract::State;
use domain::petition::StatusKind;
use domain::time::local_date;
use store::head::{Queue, Row};
use templates::components::pagination::Pagination;
use templates::components::tag::Tag;
use templates::staff::assigned::{self, AssignedTab};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, Query, Result, Visit, html, present};

/// `GET /staff/assigned?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tab = AssignedTab::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let queue = match tab {
        AssignedTab::Reported => Queue::Reported,
        AssignedTab::Open | AssignedTab::Late => Queue::Assigned,
        AssignedTab::Owed => Queue::Owed,
    };
    let today = local_date(visit.now());
    let mut page = app
        .store
        .queue(&officer.agency, queue, cursor.as_ref(), visit.now())
        .await?;
    if tab == AssignedTab::Late {
        let read_out = page.items.len();
        page.items.retain(|row| {
            let due = row.assignment.as_ref().map(|one| one.task.due.due);
            due.is_some_and(|due| due < today)
        });
        // What comes after one that is in time is in time too. (The next page may turn out empty: it says so.)
        page.next = page.next.filter(|_| page.items.len() == read_out);
    }
    let path = format!("/staff/assigned?tab={}", tab.slug());
    let rows = page.items.iter().map(|row| entry(&app, &visit, row));
    Ok(html(assigned::page(&assigned::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        tab,
        rows: rows.collect::<Result<_>>()?,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| path.clone()),
            next: page.next.map(|next| format!("{path}&after={}", next.as_str())),
        },
    })))
}

fn entry(app: &App, visit: &Visit, row: &Row) -> Result<assigned::Row> {
    let one = row
        .assignment
        .as_ref()
        .ok_or_else(|| AppError::internal("a row of assignments without one"))?;
    let holder = if row.status == StatusKind::Concluded {
        String::new()
    } else {
        row.holder.name.clone()
    };
    Ok(assigned::Row {
        href: format!("/staff/petitions/{}", row.id),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        from: one.by.name.clone(),
        to: one.to.name.clone(),
        holder: if holder.is_empty() {
            "—".to_owned()
        } else {
            holder
        },
        due: present::assignments::due(&one.task.due),
        standing: present::assignments::standing(one, visit.now()),
        status: Tag::status(row.status.label()),
    })
}
