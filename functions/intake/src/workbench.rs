//! `GET /staff`: 工作台 — what waits for this officer's agency, with what is due first. Petition offices see
//! their unread suggestions and what they assigned among it, and everybody what leaders are asked.

use axum::extract::State;
use domain::access::{Action, may};
use domain::approval::Verdict;
use domain::deadline::{Band, Deadline};
use domain::notice::Board;
use domain::time::{local_date, zh_date};
use store::approvals::{ApprovalRow, ApprovalTray};
use store::head::{Queue, Row};
use store::suggestion_lists::SuggestionRow;
use templates::components::tag::Tone;
use templates::staff::workbench::{self, AlertRow, Card, DueRow};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Result, Visit, html, notices, present};

/// What a list is called, where it is, and who works on it.
const LISTS: [(Queue, &str, &str, Action); 7] = [
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
    (
        Queue::VisitsWaiting,
        "来访（待转送）",
        "/staff/intake/visits?mark=waiting",
        Action::RegisterVisit,
    ),
    (Queue::Inbox, "单位收件", "/staff/inbox", Action::ReadInbox),
    (Queue::Handling, "办理中", "/staff/todo", Action::ReadInbox),
    (Queue::Assigned, "交办", "/staff/assigned", Action::ReadAssigned),
    (
        Queue::Owed,
        "我单位承办、已转出的",
        "/staff/assigned?tab=owed",
        Action::ReadAssigned,
    ),
];

/// Rows of what is reported at once; the others stand in a list of their own.
const ALERTS_MAX: usize = 5;

/// Rows of what is due soon.
const DUE_MAX: usize = 15;

/// What the list of suggestions is called, and where it is.
const SUGGESTIONS: (&str, &str) = ("网上建议（未阅）", "/staff/suggestions");

/// `GET /staff`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer) -> Result {
    let actor = officer.actor();
    let lists: Vec<_> = LISTS
        .into_iter()
        .filter(|(_, _, _, action)| may(&actor, *action))
        .collect();
    // One Query a list, all at once: a hundred rows, the most urgent first, which is as far as badges count.
    let pages = futures_util::future::try_join_all(
        lists
            .iter()
            .map(|(queue, _, _, _)| app.store.queue_start(&officer.agency, *queue)),
    );
    let (pages, alerts, unread, asked, interviews, notices) = tokio::join!(
        pages,
        alerts(&app, &officer),
        unread_suggestions(&app, &officer),
        approvals(&app, &officer),
        interviews(&app, &officer),
        notices::newest(&app, &visit, Board::Staff)
    );
    let (pages, alerts, unread, asked, interviews) = (pages?, alerts?, unread?, asked?, interviews?);
    let mut cards = Vec::new();
    let mut due = Vec::new();
    for ((queue, label, href, _), page) in lists.iter().zip(&pages) {
        let lights = card(label, href, page.iter().map(|row| urgent(*queue, row)), &visit);
        let stopped = page
            .iter()
            .filter(|row| row.suspended.is_some() && !is_assigned(*queue));
        cards.push(Card {
            stopped: u32::try_from(stopped.count()).unwrap_or(u32::MAX),
            ..lights
        });
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
    let waiting = asked.waiting;
    cards.extend(asked.card());
    if let Some(waiting) = interviews {
        cards.push(Card {
            label: "来访接谈".to_owned(),
            href: "/staff/interviews".to_owned(),
            counts: vec![("等我接谈".to_owned(), waiting, Tone::Warn)],
            ..Card::default()
        });
    }
    due.sort_by_key(|(date, _)| *date);
    let mut shell = staff_shell(&app, &visit, Some(&officer));
    shell.menu.approvals = shell.menu.approvals.map(|_| waiting);
    shell.menu.interviews = shell.menu.interviews.map(|_| interviews.unwrap_or(0));
    Ok(html(workbench::page(&workbench::View {
        shell,
        more_alerts: alerts.len().saturating_sub(ALERTS_MAX),
        alerts: alerts
            .iter()
            .take(ALERTS_MAX)
            .map(|row| alert_row(&app, row))
            .collect::<Result<_>>()?,
        cards,
        due: due.into_iter().take(DUE_MAX).map(|(_, row)| row).collect(),
        notices: notices.important.into_iter().chain(notices.others).collect(),
        today: zh_date(local_date(visit.now())),
    })))
}

/// 重大紧急、扬言: what the agency has to report at once; none for who sees no case.
async fn alerts(app: &App, officer: &Officer) -> Result<Vec<Row>> {
    if !may(&officer.actor(), Action::ReadInbox) {
        return Ok(Vec::new());
    }
    Ok(app.store.queue_start(&officer.agency, Queue::Alerts).await?)
}

fn alert_row(app: &App, row: &Row) -> Result<AlertRow> {
    Ok(AlertRow {
        href: format!("/staff/petitions/{}", row.id),
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        marks: present::alert(row.alert),
        holder: row.holder.name.clone(),
    })
}

/// The unread suggestions of the officer's office, the longest waiting first; `None` where there is nothing to
/// show: for who does not read them, and where the installation has no suggestions and none is left.
async fn unread_suggestions(app: &App, officer: &Officer) -> Result<Option<Vec<SuggestionRow>>> {
    if !may(&officer.actor(), Action::ReadSuggestion) {
        return Ok(None);
    }
    let rows = app.store.desk_start(&officer.agency).await?;
    Ok((app.config.site.suggestions || !rows.is_empty()).then_some(rows))
}

/// 来访接谈: how many wait for this officer; `None` for who talks with nobody.
async fn interviews(app: &App, officer: &Officer) -> Result<Option<u32>> {
    if !may(&officer.actor(), Action::InterviewVisit) {
        return Ok(None);
    }
    let waiting = app.store.interviews_waiting(&[officer.id]).await?;
    Ok(waiting.first().copied())
}

/// 送审批示: what waits for this officer's answer, and what came of what this officer asked.
#[derive(Default)]
struct Asked {
    /// For who is asked.
    leads: bool,
    /// For who asks.
    asks: bool,
    waiting: u32,
    sent: Vec<ApprovalRow>,
}

/// Both lists of an officer, as far as the posts have any, in parallel.
async fn approvals(app: &App, officer: &Officer) -> Result<Asked> {
    let actor = officer.actor();
    let (leads, asks) = (
        may(&actor, Action::DecideApproval),
        may(&actor, Action::SubmitApproval),
    );
    let list = async |wanted: bool, tray| {
        if wanted {
            app.store.approvals_start(officer.id, tray).await
        } else {
            Ok(Vec::new())
        }
    };
    let (waiting, sent) =
        tokio::try_join!(list(leads, ApprovalTray::Waiting), list(asks, ApprovalTray::Sent))?;
    Ok(Asked {
        leads,
        asks,
        waiting: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        sent,
    })
}

impl Asked {
    /// The card; none for whom there is nothing and never was a leader's post.
    fn card(&self) -> Option<Card> {
        if !self.leads && (!self.asks || self.sent.is_empty()) {
            return None;
        }
        let verdict = |wanted: Option<Verdict>| {
            let rows = self
                .sent
                .iter()
                .filter(|row| row.decided.map(|decided| decided.verdict) == wanted);
            u32::try_from(rows.count()).unwrap_or(u32::MAX)
        };
        let mut counts = Vec::new();
        if self.leads {
            counts.push(("等我批示".to_owned(), self.waiting, Tone::Warn));
        }
        if self.asks {
            counts.push((
                "我送审的，已同意".to_owned(),
                verdict(Some(Verdict::Approved)),
                Tone::Good,
            ));
            counts.push((
                "我送审的，已退回".to_owned(),
                verdict(Some(Verdict::Returned)),
                Tone::Urgent,
            ));
            counts.push(("我送审的，等待批示".to_owned(), verdict(None), Tone::Info));
        }
        Some(Card {
            label: "送审批示".to_owned(),
            href: "/staff/approvals".to_owned(),
            counts,
            ..Card::default()
        })
    }
}

/// Whether a list is about the day on which a result is owed, not about what the law asks of who has the case.
fn is_assigned(queue: Queue) -> bool {
    matches!(queue, Queue::Assigned | Queue::Owed)
}

/// What decides how urgent a row is: its deadline, or the earlier day on which its result is owed.
fn urgent(queue: Queue, row: &Row) -> Option<Deadline> {
    let owed = row.assignment.as_ref().map(|one| one.task.due);
    if is_assigned(queue) {
        return owed;
    }
    row.due.into_iter().chain(owed).min_by_key(|due| due.due)
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
        ..Card::default()
    }
}

fn due_row(
    app: &App,
    visit: &Visit,
    queue: Queue,
    href: &str,
    row: &Row,
) -> Result<Option<(chrono::NaiveDate, DueRow)>> {
    let owed = row.assignment.as_ref().map(|one| one.task.due);
    let law = row
        .due
        .filter(|_| row.status != domain::petition::StatusKind::Replied && !is_assigned(queue));
    let Some(due) = law.into_iter().chain(owed).min_by_key(|due| due.due) else {
        return Ok(None);
    };
    let what = match queue {
        Queue::Assigned => "等交办结果",
        Queue::Owed => "催办并反馈结果",
        _ => present::staff_duty(due.kind),
    };
    let row = DueRow {
        href: match queue {
            Queue::WebUnregistered => href.to_owned(),
            _ => format!("/staff/petitions/{}", row.id),
        },
        title: row.open_title(app.store.keys())?,
        number: row.number.to_string(),
        what: what.to_owned(),
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
