//! `GET /staff/interviews`: 来访接谈 — who waits for this officer, the longest first, and whom the officer has talked with.

use axum::extract::State;
use domain::contact::{ANONYMOUS_NAME, mask_name};
use domain::time::{local_date, short_datetime};
use store::interviews::{InterviewRow, InterviewTray};
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::interviews::LIST;
use templates::staff::interviews::list::{self, InterviewTab};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html, present};

fn tray(tab: InterviewTab) -> InterviewTray {
    match tab {
        InterviewTab::Waiting => InterviewTray::Waiting,
        InterviewTab::Done => InterviewTray::Done,
    }
}

/// `GET /staff/interviews?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tab = InterviewTab::parse(query.text("tab"));
    let cursor = query.cursor()?;
    let mine = [officer.id];
    let (page, waiting) = tokio::try_join!(
        app.store
            .interviews(officer.id, tray(tab), cursor.as_ref(), visit.now()),
        app.store.interviews_waiting(&mine)
    )?;
    let waiting = waiting.first().copied().unwrap_or(0);
    let mut shell = staff_shell(&app, &visit, Some(&officer));
    shell.menu.interviews = shell.menu.interviews.map(|_| waiting);
    let path = format!("{LIST}?tab={}", tab.slug());
    let rows = page.items.iter().map(|row| entry(&app, &visit, row));
    Ok(html(list::page(&list::View {
        shell,
        tab,
        waiting,
        rows: rows.collect::<Result<_>>()?,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| path.clone()),
            next: page.next.map(|next| format!("{path}&after={}", next.as_str())),
        },
        flash: match query.text("done") {
            "sent" => "已发送，对方的待办接谈里已经有了。",
            "done" => "已设为已办。",
            _ => "",
        }
        .to_owned(),
    })))
}

fn entry(app: &App, visit: &Visit, row: &InterviewRow) -> Result<list::Row> {
    let interview = &row.interview;
    let name = if row.anonymous {
        ANONYMOUS_NAME.to_owned()
    } else {
        mask_name(&row.open_name(app.store.keys())?)
    };
    let day = local_date(row.came);
    let ticket = if day == local_date(visit.now()) {
        format!("{} 号", interview.ticket)
    } else {
        format!("{} {} 号", day.format("%m-%d"), interview.ticket)
    };
    let recorded = interview.is_waiting() && interview.recorded;
    let hints = present::interviews::collective(interview.visitors)
        .into_iter()
        .chain(recorded.then(|| Tag::new("已有记录", Tone::Good)));
    Ok(list::Row {
        href: format!("{LIST}/{}", row.petition),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        visitor: format!("{name}　{} 人", interview.visitors),
        ticket,
        at: short_datetime(interview.done.unwrap_or(interview.since)),
        hints: hints.collect(),
    })
}
