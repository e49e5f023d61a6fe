//! 交办 as pages show it. Decides no rule and reads nothing.

use super::deadline_tag;
use chrono::{DateTime, Utc};
use domain::assignment::Assignment;
use domain::deadline::Deadline;
use domain::time::{local_date, zh_date, zh_date_plain};
use templates::components::tag::{Tag, Tone};
use templates::staff::case::Assigned;

/// The day, and that it may still move: of a year whose days off are not announced yet.
#[must_use]
pub fn due(due: &Deadline) -> String {
    let day = zh_date(due.due);
    if due.provisional {
        format!("{day}，暂定")
    } else {
        day
    }
}

/// What is left of an assignment, or that it is done: for its own list and the case.
#[must_use]
pub fn standing(one: &Assignment, now: DateTime<Utc>) -> Tag {
    let Some(at) = one.reported else {
        return deadline_tag(&one.task.due, now);
    };
    let day = local_date(at);
    let late = day > one.task.due.due;
    let tone = if late { Tone::Warn } else { Tone::Good };
    let said = if late { "，超期" } else { "" };
    Tag::new(format!("{} 已反馈{said}", zh_date_plain(day)), tone)
}

/// The mark of an assigned case in the lists of who works on it.
#[must_use]
pub fn mark(one: &Assignment, now: DateTime<Utc>) -> Tag {
    let left = deadline_tag(&one.task.due, now);
    Tag::new(format!("交办 {}", left.word), left.tone)
}

/// The assignments of a case on its page.
#[must_use]
pub fn of_case(all: &[Assignment], now: DateTime<Utc>) -> Vec<Assigned> {
    let shown = |one: &Assignment| Assigned {
        what: format!("{}交{}办理", one.by.name, one.to.name),
        due: due(&one.task.due),
        standing: standing(one, now),
    };
    all.iter().map(shown).collect()
}
