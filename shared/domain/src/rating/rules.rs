//! The settings of the rating: how long one may rate, and the dictionary of reasons. Owns reading
//! `data/rating.json`; must not know a case.

use super::given::Rated;
use crate::calendar::Calendar;
use crate::deadline::{Deadline, DeadlineKind, RollRule, in_force};
use crate::time::local_midnight;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::OnceLock;

/// The hour, in Shanghai, at which a reminder is due.
const REMINDER_HOUR: i64 = 9;

/// 评价期限规则: how long after the reply one may rate, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct WindowRule {
    /// The first day (Shanghai) whose replies it holds for.
    pub from: NaiveDate,
    /// Calendar days after the day of the reply, the last one included.
    pub days: u32,
    /// What happens to a last day without work.
    pub roll: RollRule,
    /// Days before the last one at which who has not rated is reminded.
    pub remind_days: u32,
}

/// 不满意原因代码: `not_done`; kept in events, so it never changes its meaning.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ReasonCode(String);

/// 不满意原因
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reason {
    /// The code.
    pub code: ReasonCode,
    /// The words.
    pub label: String,
    /// Not offered any more; only old ratings have it.
    #[serde(default)]
    pub retired: bool,
}

/// 原因代码格式错误: not 1–30 lower-case letters and underscores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("原因代码格式不对")]
pub struct ReasonCodeError;

impl ReasonCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`ReasonCodeError`] for anything but 1–30 lower-case letters and underscores.
    pub fn parse(text: &str) -> Result<Self, ReasonCodeError> {
        let fine =
            (1..=30).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        fine.then(|| Self(text.to_owned())).ok_or(ReasonCodeError)
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ReasonCode> for String {
    fn from(code: ReasonCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for ReasonCode {
    type Error = ReasonCodeError;

    fn try_from(text: String) -> Result<Self, ReasonCodeError> {
        Self::parse(&text)
    }
}

#[derive(Deserialize)]
struct Reasons {
    petition_office: Vec<Reason>,
    responsible_unit: Vec<Reason>,
}

#[derive(Deserialize)]
struct File {
    window: Vec<WindowRule>,
    reasons: Reasons,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        #[expect(
            clippy::expect_used,
            reason = "the file is compiled in and read by every test"
        )]
        serde_json::from_str(include_str!("../../data/rating.json"))
            .expect("the settings of the rating are well-formed")
    })
}

/// The dictionary of reasons of one object, in the order of the form, with those retired.
#[must_use]
pub fn reasons(object: Rated) -> &'static [Reason] {
    match object {
        Rated::PetitionOffice => &file().reasons.petition_office,
        Rated::ResponsibleUnit => &file().reasons.responsible_unit,
    }
}

/// A reason in words; one that is not in the dictionary shows its code.
#[must_use]
pub fn reason_label(object: Rated, code: &ReasonCode) -> String {
    reasons(object)
        .iter()
        .find(|reason| reason.code == *code)
        .map_or_else(|| code.as_str().to_owned(), |reason| reason.label.clone())
}

/// The rule that holds for a reply given on `day`.
#[must_use]
pub fn window_rule(day: NaiveDate) -> WindowRule {
    rule_of(&file().window, day)
}

fn rule_of(rules: &[WindowRule], day: NaiveDate) -> WindowRule {
    let rule = in_force(rules, day, |rule| rule.from);
    *rule.unwrap_or(&WindowRule {
        from: day,
        days: 30,
        roll: RollRule::NextWorkingDay,
        remind_days: 7,
    })
}

impl WindowRule {
    /// The window that a reply on `start` opens: that day is not counted, the last one is included.
    #[must_use]
    pub fn window(&self, start: NaiveDate, calendar: &Calendar) -> Deadline {
        DeadlineKind::RatingWindow.counting(self.days, start, calendar, self.roll)
    }

    /// When to remind whoever has not rated by then; none if the window was too short for that.
    #[must_use]
    pub fn reminder(&self, window: &Deadline) -> Option<DateTime<Utc>> {
        let day = window.due.checked_sub_days(Days::new(self.remind_days.into()))?;
        (day > window.start).then(|| local_midnight(day) + TimeDelta::hours(REMINDER_HOUR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_settings_are_in_order_and_say_thirty_days_and_a_week() {
        let rules = &file().window;
        assert!(rules.windows(2).all(|pair| pair[0].from < pair[1].from) && !rules.is_empty());
        let today = window_rule(day("2026-11-23"));
        // The home page, the guide and the help pages say so too.
        assert_eq!((today.days, today.remind_days), (30, 7));
        for rule in rules {
            assert!(rule.days > rule.remind_days);
        }
    }

    #[test]
    fn a_rule_holds_from_its_day_on_and_the_first_one_before_all() {
        let rule = |from: &str, days| WindowRule {
            from: day(from),
            days,
            roll: RollRule::Keep,
            remind_days: 7,
        };
        let rules = [rule("2020-01-01", 30), rule("2027-01-01", 15)];
        for (on, days) in [
            ("2019-12-31", 30),
            ("2020-01-01", 30),
            ("2026-12-31", 30),
            ("2027-01-01", 15),
            ("2030-05-05", 15),
        ] {
            assert_eq!(rule_of(&rules, day(on)).days, days, "{on}");
        }
    }

    #[test]
    fn every_reason_has_one_code_and_words_and_both_objects_end_with_another() {
        for object in Rated::ALL {
            let all = reasons(object);
            let codes: BTreeSet<_> = all.iter().map(|reason| &reason.code).collect();
            assert_eq!(codes.len(), all.len());
            assert!(all.iter().all(|reason| !reason.label.trim().is_empty()));
            assert_eq!(all.last().unwrap().label, "其他");
            for reason in all {
                assert_eq!(reason_label(object, &reason.code), reason.label);
            }
        }
        let unknown = ReasonCode::parse("no_such").unwrap();
        assert_eq!(reason_label(Rated::ResponsibleUnit, &unknown), "no_such");
    }

    #[test]
    fn a_reason_code_is_a_word_and_nothing_else() {
        let long = "a".repeat(31);
        for bad in ["", "A", "a b", "原因", "a-b", "a1", long.as_str()] {
            assert_eq!(ReasonCode::parse(bad), Err(ReasonCodeError), "{bad}");
        }
        assert!(ReasonCode::parse(&"a".repeat(30)).is_ok());
    }

    #[test]
    fn the_reminder_comes_at_nine_a_week_before_the_end() {
        let rule = window_rule(day("2026-11-23"));
        let window = rule.window(day("2026-11-23"), Calendar::builtin());
        assert_eq!(window.due, day("2026-12-23"));
        let at = rule.reminder(&window).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-12-16T01:00:00+00:00");
        let short = WindowRule { days: 7, ..rule };
        let window = short.window(day("2026-11-23"), Calendar::builtin());
        assert_eq!(short.reminder(&window), None, "it would come with the reply");
    }

    #[test]
    fn a_last_day_without_work_moves_and_the_reminder_with_it() {
        let rule = window_rule(day("2026-09-03"));
        let window = rule.window(day("2026-09-03"), Calendar::builtin());
        // The thirtieth day falls into the National Day holiday, which ends on the seventh.
        assert_eq!(
            (window.nominal, window.due),
            (day("2026-10-03"), day("2026-10-08"))
        );
        let at = rule.reminder(&window).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-10-01T01:00:00+00:00");
    }
}
