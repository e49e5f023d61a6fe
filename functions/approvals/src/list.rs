//! `GET /staff/approvals`: 送审批示 — what waits for this officer, what the officer answered, and what the officer asked.

use axum::extract::State;
use domain::access::{Action, may};
use domain::time::short_datetime;
use store::approvals::{ApprovalRow, ApprovalTray};
use templates::components::pagination::Pagination;
use templates::staff::approvals::list::{self, ApprovalTab};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, Query, Result, Visit, html, present};

/// The tabs of an officer: those of who is asked, then those of who asks.
fn tabs(officer: &Officer) -> Vec<ApprovalTab> {
    let actor = officer.actor();
    let (leads, asks) = (
        may(&actor, Action::DecideApproval),
        may(&actor, Action::SubmitApproval),
    );
    let theirs = |tab: &ApprovalTab| if tab.is_for_leaders() { leads } else { asks };
    ApprovalTab::ALL.into_iter().filter(theirs).collect()
}

fn tray(tab: ApprovalTab) -> ApprovalTray {
    match tab {
        ApprovalTab::Waiting => ApprovalTray::Waiting,
        ApprovalTab::Decided => ApprovalTray::Decided,
        ApprovalTab::Sent => ApprovalTray::Sent,
        ApprovalTab::Past => ApprovalTray::Past,
    }
}

/// `GET /staff/approvals?tab=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tabs = tabs(&officer);
    let named = tabs.iter().find(|tab| tab.slug() == query.text("tab"));
    let tab = *named.or(tabs.first()).ok_or(AppError::NotFound)?;
    let cursor = query.cursor()?;
    let waiting = async {
        if tabs.contains(&ApprovalTab::Waiting) {
            app.store.approvals_start(officer.id, ApprovalTray::Waiting).await
        } else {
            Ok(Vec::new())
        }
    };
    let page = app
        .store
        .approvals(officer.id, tray(tab), cursor.as_ref(), visit.now());
    let (page, waiting) = tokio::try_join!(page, waiting)?;
    let mut shell = staff_shell(&app, &visit, Some(&officer));
    shell.menu.approvals = Some(u32::try_from(waiting.len()).unwrap_or(u32::MAX));
    let path = format!("/staff/approvals?tab={}", tab.slug());
    let rows = page.items.iter().map(|row| entry(&app, &visit, tab, row));
    Ok(html(list::page(&list::View {
        shell,
        tab,
        tabs: tabs.clone(),
        rows: rows.collect::<Result<_>>()?,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| path.clone()),
            next: page.next.map(|next| format!("{path}&after={}", next.as_str())),
        },
        flash: match query.text("done") {
            "approve" => "已批示同意，送审人会看到。",
            "return" => "已退回修改，送审人会看到。",
            _ => "",
        }
        .to_owned(),
    })))
}

fn entry(app: &App, visit: &Visit, tab: ApprovalTab, row: &ApprovalRow) -> Result<list::Row> {
    Ok(list::Row {
        href: present::approvals::path(row.petition, row.submission),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        what: row.kind.label().to_owned(),
        who: if tab.is_for_leaders() { &row.by } else { &row.to }.clone(),
        at: short_datetime(row.at),
        left: match row.suspended {
            true => Some(present::stopped()),
            false => row.due.map(|due| present::deadline_tag(&due, visit.now())),
        },
        standing: present::approvals::standing(row.decided, row.ended.map(|(ended, _)| ended)),
    })
}
