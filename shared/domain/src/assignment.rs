//! 交办 (条例第二十二条): a petition office has an agency handle a case and report its result by a day that the office
//! names. Owns which days it may name, and what of an assignment the header of a case keeps. Whether a case can be
//! assigned is [`crate::petition`]'s; it is the same step as a transfer, with a [`Task`].

use crate::calendar::Calendar;
use crate::deadline::{Deadline, DeadlineKind, RollRule, in_force};
use crate::event::AgencyRef;
use crate::time::zh_date;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// 交办内容: what makes an assignment of a transfer: its result is owed. Its words are kept inside (see `event`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// By when the result is to be reported.
    pub due: Deadline,
}

/// 交办件: an assignment as the header of its case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The petition office that assigned it.
    pub by: AgencyRef,
    /// The agency that owes the result, wherever the case lies by now.
    pub to: AgencyRef,
    /// By when.
    pub task: Task,
    /// When the case was concluded, which reports the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<DateTime<Utc>>,
}

impl Assignment {
    /// Whether its result is still to come.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.reported.is_none()
    }
}

/// 交办期限错误: a day that cannot be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaskDueError {
    /// Today, or before.
    #[error("交办期限应当在今天以后")]
    Past,
    /// Nobody works on that day.
    #[error("{}不是工作日，请选一个工作日", zh_date(*.0))]
    DayOff(NaiveDate),
    /// After the last day that the law leaves for handling.
    #[error(
        "最迟{}：告知 15 日、办理 60 日、延长 30 日（条例第二十三条、第三十四条）",
        zh_date(*.0)
    )]
    TooLate(NaiveDate),
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Rule {
    from: NaiveDate,
    days: u32,
    roll: RollRule,
}

#[derive(Deserialize)]
struct File {
    report: Vec<Rule>,
}

/// The rule for what is assigned on `day`: the latest that has taken effect, or the first.
fn rule(day: NaiveDate) -> Rule {
    static FILE: OnceLock<File> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        #[expect(
            clippy::expect_used,
            reason = "the file is compiled in and read by every test"
        )]
        serde_json::from_str(include_str!("../data/assignment.json"))
            .expect("the settings of assignments are well-formed")
    });
    let rule = in_force(&file.report, day, |rule| rule.from);
    rule.copied().unwrap_or(Rule {
        from: day,
        days: 60,
        roll: RollRule::NextWorkingDay,
    })
}

/// The day on which the result of what is assigned on `start` is due where nothing else is said.
#[must_use]
pub fn usual_due(start: NaiveDate, calendar: &Calendar) -> Deadline {
    let rule = rule(start);
    DeadlineKind::Report.counting(rule.days, start, calendar, rule.roll)
}

/// The last day that can be named: all that the law leaves for notice, handling and its one extension.
#[must_use]
pub fn last_due(start: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let roll = RollRule::NextWorkingDay;
    let notice = DeadlineKind::Notice.from(start, calendar, roll);
    DeadlineKind::Extension.from(notice.due, calendar, roll).due
}

/// The deadline of a day that an office names for what it assigns on `start`.
///
/// # Errors
/// [`TaskDueError`] for a day that is past, off, or later than the law allows.
pub fn named_due(start: NaiveDate, day: NaiveDate, calendar: &Calendar) -> Result<Deadline, TaskDueError> {
    let usual = usual_due(start, calendar);
    if day == usual.due {
        return Ok(usual);
    }
    if day <= start {
        return Err(TaskDueError::Past);
    }
    let last = last_due(start, calendar);
    if day > last {
        return Err(TaskDueError::TooLate(last));
    }
    if !calendar.is_working_day(day) {
        return Err(TaskDueError::DayOff(day));
    }
    let days = u32::try_from((day - start).num_days()).unwrap_or(0);
    Ok(Deadline {
        provisional: !calendar.is_loaded(day.year()),
        ..DeadlineKind::Report.counting(days, start, calendar, RollRule::Keep)
    })
}

/// Puts a new assignment among those of a case: an office has one of it. (Where cases can come back, whoever passes one
/// on anew must end the old assignment and those made below it.)
pub(crate) fn assign(assignments: &mut Vec<Assignment>, by: &AgencyRef, to: &AgencyRef, task: Task) {
    assignments.retain(|one| one.by.code != by.code);
    assignments.push(Assignment {
        by: by.clone(),
        to: to.clone(),
        task,
        reported: None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn named(start: &str, wanted: &str) -> Result<Deadline, TaskDueError> {
        named_due(day(start), day(wanted), Calendar::builtin())
    }

    #[test]
    fn sixty_days_are_usual_and_end_on_a_working_day() {
        let usual = usual_due(day("2026-03-02"), Calendar::builtin());
        assert_eq!((usual.due, usual.nominal), (day("2026-05-06"), day("2026-05-01")));
        assert_eq!(
            usual.kind,
            DeadlineKind::Report,
            "the first of May is a holiday until the fifth"
        );
        assert_eq!(
            named("2026-03-02", "2026-05-06"),
            Ok(usual),
            "naming it changes nothing"
        );
    }

    #[test]
    fn any_other_working_day_can_be_named_as_far_as_the_law_goes() {
        let start = "2026-03-02";
        assert_eq!(named(start, "2026-03-03").unwrap().due, day("2026-03-03"));
        assert_eq!(named(start, start), Err(TaskDueError::Past));
        assert_eq!(named(start, "2025-03-02"), Err(TaskDueError::Past));
        let saturday = day("2026-03-07");
        assert_eq!(named(start, "2026-03-07"), Err(TaskDueError::DayOff(saturday)));
        let sunday_at_work = "2026-02-28";
        assert_eq!(
            named("2026-02-20", sunday_at_work).unwrap().due,
            day(sunday_at_work),
            "a Saturday on which people work"
        );
        let last = last_due(day(start), Calendar::builtin());
        assert_eq!(last, day("2026-06-15"), "17 March, and 90 days");
        assert_eq!(named(start, "2026-06-15").unwrap().due, last);
        assert_eq!(named(start, "2026-06-16"), Err(TaskDueError::TooLate(last)));
    }

    #[test]
    fn what_is_said_of_a_wrong_day_names_it() {
        let words = TaskDueError::DayOff(day("2026-03-07")).to_string();
        assert_eq!(words, "2026年3月7日（周六）不是工作日，请选一个工作日");
        assert!(
            TaskDueError::TooLate(day("2026-06-15"))
                .to_string()
                .contains("2026年6月15日")
        );
    }

    #[test]
    fn an_office_has_one_assignment_of_a_case() {
        let agency = |code: &str| AgencyRef {
            code: code.parse().unwrap(),
            name: code.to_owned(),
        };
        let task = Task {
            due: usual_due(day("2026-03-02"), Calendar::builtin()),
        };
        let mut all = Vec::new();
        assign(&mut all, &agency("370000-xfj"), &agency("370100-xfj"), task);
        assign(&mut all, &agency("370100-xfj"), &agency("370102-xfj"), task);
        assign(&mut all, &agency("370100-xfj"), &agency("370100-zjj"), task);
        let to: Vec<_> = all.iter().map(|one| one.to.code.as_str()).collect();
        assert_eq!(to, ["370100-xfj", "370100-zjj"]);
        assert!(all.iter().all(Assignment::is_open));
    }
}
