//! 工作日历: which days are working days in China, from the State Council's yearly notices.
//! Owns the built-in years and the import of a further one. Must not know any time limit
//! (see `deadline`).

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// 工作日历: public holidays, and the Saturdays and Sundays that were made working days.
///
/// A year that is not loaded counts plain weekends; what was computed with it is provisional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeSet<i32>,
    off: BTreeSet<NaiveDate>,
    work_weekends: BTreeSet<NaiveDate>,
}

/// 日历导入错误: why a further year was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A date of another year (late December of the year before may belong to New Year's Day).
    #[error("{date} 不属于要导入的年份")]
    OtherYear {
        /// The date in question.
        date: NaiveDate,
    },
    /// A working weekend that is not a Saturday or Sunday.
    #[error("{date} 不是周六或周日，不能列为调休上班日")]
    NotAWeekend {
        /// The date in question.
        date: NaiveDate,
    },
    /// The same day is a holiday and a working day.
    #[error("{date} 既列为放假，又列为上班")]
    Contradiction {
        /// The date in question.
        date: NaiveDate,
    },
    /// No holiday at all: not a year's notice.
    #[error("没有放假日期")]
    Empty,
}

#[derive(Deserialize)]
struct File {
    first_year: i32,
    last_year: i32,
    off: BTreeSet<NaiveDate>,
    work_weekends: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The calendar of the built-in years, 2004–2026.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static CALENDAR: OnceLock<Calendar> = OnceLock::new();
        CALENDAR.get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "the file is compiled in and read by every test"
            )]
            let file: File = serde_json::from_str(include_str!("../data/workdays-cn-2004-2026.json"))
                .expect("the calendar is well-formed");
            Self {
                years: (file.first_year..=file.last_year).collect(),
                off: file.off,
                work_weekends: file.work_weekends,
            }
        })
    }

    /// This calendar with one more year, or with that year replaced.
    ///
    /// `off` and `work_weekends` are the dates of that year's notice; dates in December of the year
    /// before are taken too, since a New Year's holiday may begin there.
    ///
    /// # Errors
    /// [`CalendarError`] when a date can't belong to such a notice; nothing is taken then.
    pub fn with_year(
        &self,
        year: i32,
        off: &[NaiveDate],
        work_weekends: &[NaiveDate],
    ) -> Result<Self, CalendarError> {
        if off.is_empty() {
            return Err(CalendarError::Empty);
        }
        for &date in off.iter().chain(work_weekends) {
            if date.year() != year && (date.year() != year - 1 || date.month() != 12) {
                return Err(CalendarError::OtherYear { date });
            }
        }
        for &date in work_weekends {
            if !is_weekend(date) {
                return Err(CalendarError::NotAWeekend { date });
            }
            if off.contains(&date) {
                return Err(CalendarError::Contradiction { date });
            }
        }
        let mut next = self.clone();
        next.years.insert(year);
        next.off
            .retain(|d| d.year() != year && !work_weekends.contains(d));
        next.work_weekends
            .retain(|d| d.year() != year && !off.contains(d));
        next.off.extend(off);
        next.work_weekends.extend(work_weekends);
        Ok(next)
    }

    /// Whether the year's notice is loaded, so that its dates are certain.
    #[must_use]
    pub fn is_loaded(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The loaded years.
    pub fn loaded_years(&self) -> impl Iterator<Item = i32> {
        self.years.iter().copied()
    }

    /// Whether people work on that day.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        if self.off.contains(&date) {
            return false;
        }
        !is_weekend(date) || self.work_weekends.contains(&date)
    }

    /// The `n`-th working day after `from`; the day of the event itself is not counted.
    #[must_use]
    pub fn add_working_days(&self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut date = from;
        for _ in 0..n {
            date = self.roll_forward(next_day(date));
        }
        date
    }

    /// The date itself if it is a working day, else the next working day.
    #[must_use]
    pub fn roll_forward(&self, date: NaiveDate) -> NaiveDate {
        let mut date = date;
        // The end of time is the only day without a next one; no holiday lasts until then.
        while !self.is_working_day(date) && date != NaiveDate::MAX {
            date = next_day(date);
        }
        date
    }

    /// Why nobody works on that day: `国庆节假期`, `周六`; `None` on a working day.
    #[must_use]
    pub fn reason_off(&self, date: NaiveDate) -> Option<&'static str> {
        if self.is_working_day(date) {
            None
        } else if self.off.contains(&date) {
            Some(holiday_name(date))
        } else {
            Some(if date.weekday() == Weekday::Sat {
                "周六"
            } else {
                "周日"
            })
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next_day(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
}

/// The notices' dates carry no names, but no two holidays ever fall into the same part of the year,
/// but for the Mid-Autumn Festival that some years share with the National Day.
fn holiday_name(date: NaiveDate) -> &'static str {
    match (date.month(), date.day()) {
        (12, _) | (1, 1..=5) => "元旦假期",
        (1 | 2, _) => "春节假期",
        (4, 1..=15) => "清明节假期",
        (4, _) | (5, 1..=10) => "劳动节假期",
        (5..=7, _) => "端午节假期",
        (9, 6..=28) => "中秋节假期",
        (9, 29..) | (10, 1..=10) => "国庆节假期",
        _ => "法定节假日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_i64..11_000).prop_map(|n| day("2003-01-01") + chrono::TimeDelta::days(n))
    }

    #[test]
    fn spring_festival_2026_is_nine_days_with_two_working_saturdays() {
        let calendar = Calendar::builtin();
        for n in 15..=23 {
            let date = NaiveDate::from_ymd_opt(2026, 2, n).unwrap();
            assert!(!calendar.is_working_day(date), "{date}");
            assert_eq!(calendar.reason_off(date), Some("春节假期"));
        }
        assert!(calendar.is_working_day(day("2026-02-14")) && calendar.is_working_day(day("2026-02-28")));
        assert_eq!(calendar.roll_forward(day("2026-02-15")), day("2026-02-24"));
        assert_eq!(calendar.add_working_days(day("2026-02-13"), 2), day("2026-02-24"));
    }

    #[test]
    fn national_day_2026_ends_on_the_seventh_and_the_tenth_is_a_working_saturday() {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.roll_forward(day("2026-10-01")), day("2026-10-08"));
        assert!(calendar.is_working_day(day("2026-10-10")));
        assert!(!calendar.is_working_day(day("2026-10-11")));
        assert!(calendar.is_working_day(day("2026-09-20")), "a working Sunday");
    }

    #[test]
    fn days_off_say_why() {
        let calendar = Calendar::builtin();
        let reason = |text| calendar.reason_off(day(text));
        assert_eq!(reason("2026-11-21"), Some("周六"));
        assert_eq!(reason("2026-11-22"), Some("周日"));
        assert_eq!(reason("2026-11-23"), None);
        assert_eq!(reason("2026-01-02"), Some("元旦假期"));
        assert_eq!(reason("2026-04-06"), Some("清明节假期"));
        assert_eq!(reason("2026-05-05"), Some("劳动节假期"));
        assert_eq!(reason("2026-06-19"), Some("端午节假期"));
        assert_eq!(reason("2026-09-25"), Some("中秋节假期"));
        assert_eq!(reason("2026-10-07"), Some("国庆节假期"));
        assert_eq!(reason("2012-01-23"), Some("春节假期"));
        assert_eq!(reason("2007-12-31"), Some("元旦假期"));
        assert_eq!(reason("2015-09-03"), Some("法定节假日"));
    }

    #[test]
    fn the_built_in_years_are_exactly_2004_to_2026() {
        let years: Vec<_> = Calendar::builtin().loaded_years().collect();
        assert_eq!(years, (2004..=2026).collect::<Vec<_>>());
        assert!(!Calendar::builtin().is_loaded(2027) && !Calendar::builtin().is_loaded(2003));
    }

    #[test]
    fn every_built_in_working_weekend_is_a_weekend_and_no_holiday() {
        let calendar = Calendar::builtin();
        for date in &calendar.work_weekends {
            assert!(is_weekend(*date) && !calendar.off.contains(date), "{date}");
        }
    }

    #[test]
    fn a_year_that_is_not_loaded_has_plain_weekends_until_it_is_imported() {
        let plain = Calendar::builtin();
        assert!(plain.is_working_day(day("2027-01-01")));
        assert!(!plain.is_working_day(day("2027-01-02")));
        let off = [day("2027-01-01"), day("2027-01-02"), day("2027-01-03")];
        let loaded = plain.with_year(2027, &off, &[day("2027-02-20")]).unwrap();
        assert!(loaded.is_loaded(2027));
        assert_eq!(loaded.roll_forward(day("2027-01-01")), day("2027-01-04"));
        assert!(loaded.is_working_day(day("2027-02-20")));
        assert!(!loaded.is_working_day(day("2026-10-01")), "other years stay");
    }

    #[test]
    fn importing_a_year_again_replaces_it() {
        let first = Calendar::builtin()
            .with_year(2027, &[day("2027-01-01")], &[])
            .unwrap();
        let second = first
            .with_year(2027, &[day("2026-12-31"), day("2027-01-04")], &[])
            .unwrap();
        assert!(second.is_working_day(day("2027-01-01")));
        assert!(!second.is_working_day(day("2027-01-04")));
        assert!(
            !second.is_working_day(day("2026-12-31")),
            "New Year may begin in December"
        );
    }

    #[test]
    fn a_notice_that_can_not_be_one_is_refused() {
        let calendar = Calendar::builtin();
        let refused = |off: &[&str], work: &[&str]| {
            let dates = |texts: &[&str]| texts.iter().map(|t| day(t)).collect::<Vec<_>>();
            calendar.with_year(2027, &dates(off), &dates(work)).unwrap_err()
        };
        assert_eq!(refused(&[], &[]), CalendarError::Empty);
        assert_eq!(
            refused(&["2028-01-01"], &[]),
            CalendarError::OtherYear {
                date: day("2028-01-01")
            }
        );
        assert_eq!(
            refused(&["2026-11-30"], &[]),
            CalendarError::OtherYear {
                date: day("2026-11-30")
            }
        );
        let monday = day("2027-01-04");
        assert_eq!(
            refused(&["2027-01-01"], &["2027-01-04"]),
            CalendarError::NotAWeekend { date: monday }
        );
        let saturday = day("2027-01-02");
        assert_eq!(
            refused(&["2027-01-02"], &["2027-01-02"]),
            CalendarError::Contradiction { date: saturday }
        );
    }

    proptest! {
        #[test]
        fn adding_working_days_passes_exactly_that_many(from in any_day(), n in 0_u32..80) {
            let calendar = Calendar::builtin();
            let end = calendar.add_working_days(from, n);
            let passed = from.iter_days().skip(1).take_while(|d| *d <= end);
            prop_assert_eq!(passed.filter(|d| calendar.is_working_day(*d)).count(), n as usize);
            prop_assert!(n == 0 || calendar.is_working_day(end));
        }

        #[test]
        fn rolling_forward_skips_only_days_off(date in any_day()) {
            let calendar = Calendar::builtin();
            let rolled = calendar.roll_forward(date);
            prop_assert!(calendar.is_working_day(rolled));
            prop_assert!(date.iter_days().take_while(|d| *d < rolled).all(|d| !calendar.is_working_day(d)));
            prop_assert_eq!(calendar.reason_off(date).is_none(), rolled == date);
        }
    }
}
