//! 单位收件、办理中、已办: the agency's lists, by deadline.

use axum::extract::State;
use domain::contact::{ANONYMOUS_NAME, mask_name};
use domain::petition::StatusKind;
use domain::time::short_datetime;
use store::head::{Queue, Row};
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::queue;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, FormData, Query, Result, Visit, html, present};

/// `GET /staff/inbox`
pub async fn inbox(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    list(&app, &visit, &officer, &query, Queue::Inbox).await
}

/// `GET /staff/todo`
pub async fn todo(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    list(&app, &visit, &officer, &query, Queue::Handling).await
}

/// `GET /staff/done?tab=`: what the agency concluded, or what it passed on and others did.
pub async fn done(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let kind = match query.text("tab") {
        "passed" => Queue::Passed,
        _ => Queue::Done,
    };
    list(&app, &visit, &officer, &query, kind).await
}

/// `GET /staff/alerts`: what the agency has to report at once (条例第二十五条).
pub async fn alerts(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    list(&app, &visit, &officer, &query, Queue::Alerts).await
}

async fn list(app: &App, visit: &Visit, officer: &Officer, query: &FormData, kind: Queue) -> Result {
    let (shown, path) = match kind {
        Queue::Inbox => (queue::Queue::Inbox, "/staff/inbox"),
        Queue::Done => (queue::Queue::Done, "/staff/done"),
        Queue::Passed => (queue::Queue::Passed, "/staff/done?tab=passed"),
        Queue::Alerts => (queue::Queue::Alerts, "/staff/alerts"),
        _ => (queue::Queue::Todo, "/staff/todo"),
    };
    let cursor = query.cursor()?;
    let page = app
        .store
        .queue(&officer.agency, kind, cursor.as_ref(), visit.now())
        .await?;
    let rows = page
        .items
        .iter()
        .map(|row| {
            let mut shown = entry(app, visit, row)?;
            if matches!(kind, Queue::Passed | Queue::Alerts) {
                shown.from.clone_from(&row.holder.name);
            }
            Ok(shown)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(html(queue::page(&queue::View {
        shell: staff_shell(app, visit, Some(officer)),
        queue: shown,
        rows,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| path.to_owned()),
            next: page.next.map(|next| {
                let and = if path.contains('?') { '&' } else { '?' };
                format!("{path}{and}after={}", next.as_str())
            }),
        },
    })))
}

fn entry(app: &App, visit: &Visit, row: &Row) -> Result<queue::Row> {
    let running = !matches!(row.status, StatusKind::Replied | StatusKind::Concluded);
    Ok(queue::Row {
        href: format!("/staff/petitions/{}", row.id),
        fresh: row.status == StatusKind::Transferred || row.new_material,
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        petitioner: if row.anonymous {
            ANONYMOUS_NAME.to_owned()
        } else {
            mask_name(&row.open_name(app.store.keys())?)
        },
        place: domain::division::full_name(row.division),
        from: String::new(),
        arrived: short_datetime(row.filed_at),
        status: Tag::status(row.status.label()),
        deadline: present::left(row.running(), visit.now()).filter(|_| running),
        hints: row
            .assignment
            .iter()
            .map(|one| present::assignments::mark(one, visit.now()))
            .chain(present::alert(row.alert))
            .chain(present::new_material(row.new_material))
            .chain(row.anonymous.then(|| Tag::new("匿名", Tone::Quiet)))
            .collect(),
    })
}
