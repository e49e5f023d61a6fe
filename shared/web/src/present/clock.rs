//! The clock of a case as pages show it: the bar with its explanation, and what is left in a list. A clock that stands
//! still has no days left and is never late. Decides no rule and reads nothing.

use super::{duty, staff_duty};
use chrono::{DateTime, Utc};
use domain::deadline::{Band, Deadline, DeadlineKind, Progress};
use domain::petition::{Petition, Status};
use domain::suspension::{Running, Suspension};
use domain::time::{local_date, zh_date};
use templates::components::deadline_bar::{DeadlineBar, Stopped, Urgency};
use templates::components::tag::{Tag, Tone};

/// The clock of a petition; none once the petition is withdrawn or concluded.
#[must_use]
pub fn deadline_bar(petition: &Petition, now: DateTime<Utc>, staff: bool) -> Option<DeadlineBar> {
    let over = matches!(petition.status, Status::Withdrawn | Status::Concluded { .. });
    match petition.running() {
        Running::Towards(due) if !over => Some(towards(petition, due, now, staff)),
        Running::Suspended(open) if !over => Some(suspended(petition, open)),
        _ => None,
    }
}

fn towards(petition: &Petition, due: &Deadline, now: DateTime<Utc>, staff: bool) -> DeadlineBar {
    let progress = due.progress(local_date(now));
    let urgency = match progress.band {
        // The window to ask for a review is the petitioner's own time: nobody is late in it.
        _ if due.kind == DeadlineKind::ReviewWindow => Urgency::Calm,
        Band::Green => Urgency::Calm,
        Band::Amber => Urgency::Soon,
        Band::Red | Band::Overdue => Urgency::Late,
    };
    let handling = matches!(due.kind, DeadlineKind::Handling | DeadlineKind::Extension);
    let stops = petition.suspensions.iter().filter(|_| handling);
    let what = if staff {
        staff_duty(due.kind)
    } else {
        duty(due.kind)
    };
    DeadlineBar {
        what: what.to_owned(),
        due: zh_date(due.due),
        days_left: progress.days_left,
        urgency,
        less: less(due, &petition.suspensions),
        explain: due
            .explain()
            .into_iter()
            .chain(stops.map(Suspension::sentence))
            .collect(),
        ..counted(due, &progress)
    }
}

/// Where it stood when it was stopped.
fn suspended(petition: &Petition, open: &Suspension) -> DeadlineBar {
    let due = &open.paused;
    let rule = due.explain().into_iter().next();
    DeadlineBar {
        less: less(due, &petition.suspensions),
        stopped: Some(Stopped {
            why: open.basis.told(),
            since: zh_date(open.from),
        }),
        explain: rule
            .into_iter()
            .chain(petition.suspensions.iter().map(Suspension::sentence))
            .collect(),
        ..counted(due, &due.progress(open.from))
    }
}

fn counted(due: &Deadline, progress: &Progress) -> DeadlineBar {
    let rolled = (due.due - due.nominal).num_days();
    let days = |days: i64| u32::try_from(days).unwrap_or(0);
    DeadlineBar {
        day: days(progress.day),
        total: days(progress.total - rolled),
        rolled: days(rolled),
        ..DeadlineBar::default()
    }
}

/// How many days a deadline excludes and why: `2 天：等待…（《…》第…条）`; empty if it excludes none.
fn less(due: &Deadline, all: &[Suspension]) -> String {
    let mut whys: Vec<(String, u32)> = Vec::new();
    for one in all.iter().filter(|one| due.excluded > 0 && one.days() > 0) {
        let why = one.basis.told();
        match whys.iter_mut().find(|(said, _)| *said == why) {
            Some((_, days)) => *days += one.days(),
            None => whys.push((why, one.days())),
        }
    }
    match &whys[..] {
        [] => String::new(),
        [(why, days)] => format!("{days} 天：{why}"),
        several => {
            let each = several.iter().map(|(why, days)| format!("{why} {days} 天"));
            format!("{} 天：{}", due.excluded, each.collect::<Vec<_>>().join("；"))
        }
    }
}

/// The days left as a tag for lists.
#[must_use]
pub fn deadline_tag(due: &Deadline, now: DateTime<Utc>) -> Tag {
    let progress = due.progress(local_date(now));
    Tag::days_left(
        progress.days_left,
        progress.band == Band::Amber,
        matches!(progress.band, Band::Red | Band::Overdue),
    )
}

/// In place of the days left, of a clock that stands still.
#[must_use]
pub fn stopped() -> Tag {
    Tag::new("计时中止", Tone::Quiet)
}

/// What is left, as a tag for lists; none where no clock is.
#[must_use]
pub fn left(running: Running<'_>, now: DateTime<Utc>) -> Option<Tag> {
    match running {
        Running::Towards(due) => Some(deadline_tag(due, now)),
        Running::Suspended(_) => Some(stopped()),
        Running::Not => None,
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
