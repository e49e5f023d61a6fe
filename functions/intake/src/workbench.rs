//! `GET /staff`: 工作台 — what waits for this officer's agency, with what is due first. Petition offices see
//! their unread suggestions among it.

use axum::extract::State;
use domain::access::{Action, may};
use domain::deadline::{Band, Deadline};
use domain::notice::Board;
use domain::time::{local_date, zh_date};
use store::head::{Queue, Row};
use store::suggestion_lists::SuggestionRow;
use templates::staff::workbench::{self, Card, DueRow};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Result, Visit, html, notices, present};

/// What a list is called, where it is, and who works on it.
const LISTS: [(Queue, &str, &str, Action); 4] = [
    (
        Queue::WebUnregistered,
        "网信登记",
        "/staff/intake/web",
        Action::ReadIntake,
    ),
    (
        Queue::LettersWaiting,
        "来信（待转送）",
        "/staff/intake/letters?mark=waiting",
        Action::ReadLetters,
    ),
    (Queue::Inbox, "单位收件", "/staff/inbox", Action::ReadInbox),
    (Queue::Handling, "办理中", "/staff/todo", Action::ReadInbox),
];

/// What the list of suggestions is called, and where it is.
const SUGGESTIONS: (&str, &str) = ("网上建议（未阅）", "/staff/suggestions");

/// `GET /staff`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer) -> Result {
    let actor = officer.actor();
    let lists: Vec<_> = LISTS
        .into_iter()
        .filter(|(_, _, _, action)| may(&actor, *action))
        // Letters are written to petition offices only.
        .filter(|(_, _, _, action)| *action != Action::ReadLetters || officer.agency.is_petition_office())
        .collect();
    // One Query a list, all at once: a hundred rows, the most urgent first, which is as far as badges count.
    let pages = futures_util::future::try_join_all(
        lists
            .iter()
            .map(|(queue, _, _, _)| app.store.queue_start(&officer.agency, *queue)),
    );
    let (pages, unread, notices) = tokio::join!(
        pages,
        unread_suggestions(&app, &officer),
        notices::newest(&app, &visit, Board::Staff)
    );
    let (pages, unread) = (pages?, unread?);
    let mut cards = Vec::new();
    let mut due = Vec::new();
    for ((queue, label, href, _), page) in lists.iter().zip(&pages) {
        cards.push(card(label, href, page.iter().map(|row| row.due), &visit));
        for row in page {
            due.extend(due_row(&app, &visit, *queue, href, row)?);
        }
    }
    if let Some(rows) = unread {
        cards.push(card(
            SUGGESTIONS.0,
            SUGGESTIONS.1,
            rows.iter().map(SuggestionRow::due),
            &visit,
        ));
        for row in &rows {
            due.extend(due_suggestion(&app, &visit, row)?);
        }
    }
    due.sort_by_key(|(date, _)| *date);
    Ok(html(workbench::page(&workbench::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        cards,
        due: due.into_iter().take(10).map(|(_, row)| row).collect(),
        notices: notices.important.into_iter().chain(notices.others).collect(),
        today: zh_date(local_date(visit.now())),
    })))
}

/// The unread suggestions of the officer's office, the longest waiting first; `None` where there is nothing to
/// show: for who does not read them, and where the installation has no suggestions and none is left.
async fn unread_suggestions(app: &App, officer: &Officer) -> Result<Option<Vec<SuggestionRow>>> {
    if !may(&officer.actor(), Action::ReadSuggestion) || !officer.agency.is_petition_office() {
        return Ok(None);
    }
    let rows = app.store.desk_start(&officer.agency).await?;
    Ok((app.config.site.suggestions || !rows.is_empty()).then_some(rows))
}

fn card(label: &str, href: &str, rows: impl Iterator<Item = Option<Deadline>>, visit: &Visit) -> Card {
    let today = local_date(visit.now());
    let bands: Vec<Band> = rows.flatten().map(|due| due.progress(today).band).collect();
    let count = |wanted: &[Band]| {
        let rows = bands.iter().filter(|band| wanted.contains(band));
        u32::try_from(rows.count()).unwrap_or(u32::MAX)
    };
    Card {
        label: label.to_owned(),
        href: href.to_owned(),
        green: count(&[Band::Green]),
        amber: count(&[Band::Amber]),
        red: count(&[Band::Red, Band::Overdue]),
    }
}

fn due_row(
    app: &App,
    visit: &Visit,
    queue: Queue,
    href: &str,
    row: &Row,
) -> Result<Option<(chrono::NaiveDate, DueRow)>> {
    let Some(due) = row
        .due
        .filter(|_| row.status != domain::petition::StatusKind::Replied)
    else {
        return Ok(None);
    };
    let row = DueRow {
        href: match queue {
            Queue::WebUnregistered => href.to_owned(),
            _ => format!("/staff/petitions/{}", row.id),
        },
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        what: present::staff_duty(due.kind).to_owned(),
        due: zh_date(due.due),
        left: present::deadline_tag(&due, visit.now()),
    };
    Ok(Some((due.due, row)))
}

/// It is opened from the list, by a POST.
fn due_suggestion(
    app: &App,
    visit: &Visit,
    row: &SuggestionRow,
) -> Result<Option<(chrono::NaiveDate, DueRow)>> {
    let Some(due) = row.due() else {
        return Ok(None);
    };
    let row = DueRow {
        href: SUGGESTIONS.1.to_owned(),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        what: "打开建议".to_owned(),
        due: zh_date(due.due),
        left: present::deadline_tag(&due, visit.now()),
    };
    Ok(Some((due.due, row)))
}
