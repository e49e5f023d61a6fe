//! 交办 as pages show it. Decides no rule and reads nothing.

use super::deadline_tag;
use chrono::{DateTime, Utc};
use domain::assignment::Assignment;
use domain::time::{local_date, zh_date, zh_date_plain};
use templates::components::tag::{Tag, Tone};
use templates::staff::case::Assigned;

/// Whether a result is owed, in a word.
#[must_use]
pub fn owed(one: &Assignment) -> &'static str {
    if one.task.result {
        "要结果"
    } else {
        "不要结果"
    }
}

/// What is left of an assignment, or that it is done: for its own list and the case.
#[must_use]
pub fn standing(one: &Assignment, now: DateTime<Utc>) -> Tag {
    let Some(at) = one.reported else {
        return deadline_tag(&one.task.due, now);
    };
    let day = local_date(at);
    let what = if one.task.result {
        "已报结果"
    } else {
        "已办结"
    };
    let late = day > one.task.due.due;
    let tone = if late { Tone::Warn } else { Tone::Good };
    let said = if late { "，超期" } else { "" };
    Tag::new(format!("{} {what}{said}", zh_date_plain(day)), tone)
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
        owed: owed(one).to_owned(),
        due: zh_date(one.task.due.due),
        standing: standing(one, now),
    };
    all.iter().map(shown).collect()
}
