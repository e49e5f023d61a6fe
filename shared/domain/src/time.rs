//! Time: the one clock of the product, the time zone of the law, and dates as people read them.
//! Owns the only read of the system clock. Must not hold any deadline rule (see `deadline`).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 时区: every date a person sees or the law counts is a date in Shanghai, eight hours ahead of UTC. There
/// has been no summer time since 1991, and no petition is older than this system; the table of all the
/// world's zones would be a tenth of each function. A test compares it with that table.
pub const SHANGHAI: FixedOffset = FixedOffset::east_opt(8 * 3600).expect("eight hours are an offset");

/// Two hundred years: far enough for any test, near enough that no date arithmetic overflows.
const OFFSET_MS_MAX: i64 = 200 * 366 * 24 * 3600 * 1000;

/// 时钟: the system clock plus an offset that can only grow, shared by all clones.
///
/// In the cloud the offset stays zero; the local stack and tests move it forward.
#[derive(Clone, Debug)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

/// 时钟倒退: somebody asked the clock to go back, which it never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("时钟只能向前调整")]
pub struct ClockWentBack;

impl Clock {
    /// The clock of production: exactly the system's time.
    #[must_use]
    pub fn system() -> Self {
        Self::with_offset_ms(0)
    }

    /// A clock that shows `at` now and runs on from there; `at` may lie in the past.
    #[must_use]
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self::with_offset_ms(ahead_ms(at))
    }

    /// A clock with an offset that was kept earlier; milliseconds, as from [`Clock::offset_ms`].
    #[must_use]
    pub fn with_offset_ms(offset_ms: i64) -> Self {
        Self {
            offset_ms: Arc::new(AtomicI64::new(offset_ms.clamp(-OFFSET_MS_MAX, OFFSET_MS_MAX))),
        }
    }

    /// How far this clock is ahead of the system clock, in milliseconds.
    #[must_use]
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::SeqCst)
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        system_now() + TimeDelta::milliseconds(self.offset_ms())
    }

    /// Moves the clock forward; stops at two centuries ahead of the system clock.
    pub fn advance(&self, by: std::time::Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let moved = |offset: i64| Some(offset.saturating_add(by).min(OFFSET_MS_MAX));
        // The closure always answers, so the update cannot fail.
        let _ = self
            .offset_ms
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved);
    }

    /// Moves the clock forward to `at`.
    ///
    /// # Errors
    /// [`ClockWentBack`] when `at` is before the present moment; the clock is then unchanged.
    pub fn set(&self, at: DateTime<Utc>) -> Result<(), ClockWentBack> {
        let wanted = ahead_ms(at).min(OFFSET_MS_MAX);
        let before = self.offset_ms.fetch_max(wanted, Ordering::SeqCst);
        if wanted < before {
            Err(ClockWentBack)
        } else {
            Ok(())
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the clock is the one place that reads the system time"
)]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

/// Rounded up, so that a clock set to midnight never shows the last instant of the day before.
fn ahead_ms(at: DateTime<Utc>) -> i64 {
    let ahead = at - system_now();
    let whole = ahead.num_milliseconds();
    if TimeDelta::milliseconds(whole) < ahead {
        whole + 1
    } else {
        whole
    }
}

/// The date in Shanghai at that moment: the date the law counts from.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&SHANGHAI).date_naive()
}

/// The moment the day begins in Shanghai.
#[must_use]
pub fn local_midnight(date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    // Midnight is missing or doubled nowhere but in the summer times of 1940–1991; any nearby moment does.
    SHANGHAI.from_local_datetime(&midnight).earliest().map_or_else(
        || midnight.and_utc() - TimeDelta::hours(8),
        |local| local.with_timezone(&Utc),
    )
}

/// 星期: `周一` … `周日`.
#[must_use]
pub fn zh_weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// A date as people read it: `2026年11月23日（周一）`.
#[must_use]
pub fn zh_date(date: NaiveDate) -> String {
    format!("{}（{}）", zh_date_plain(date), zh_weekday(date))
}

/// A date without its weekday, as letters print it: `2026年11月23日`.
#[must_use]
pub fn zh_date_plain(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A moment in Shanghai as people read it: `2026年11月23日（周一）14:06`.
#[must_use]
pub fn zh_datetime(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&SHANGHAI);
    format!("{}{}", zh_date(local.date_naive()), local.format("%H:%M"))
}

/// The time of day in Shanghai: `14:06`.
#[must_use]
pub fn time_of_day(at: DateTime<Utc>) -> String {
    at.with_timezone(&SHANGHAI).format("%H:%M").to_string()
}

/// A moment in Shanghai as tables show it: `11-23 08:12`.
#[must_use]
pub fn short_datetime(at: DateTime<Utc>) -> String {
    at.with_timezone(&SHANGHAI).format("%m-%d %H:%M").to_string()
}

/// A date for machines: `2026-11-23`.
#[must_use]
pub fn iso_date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A moment for machines, in Shanghai time: `2026-11-23T14:06:00+08:00`.
#[must_use]
pub fn iso_datetime(at: DateTime<Utc>) -> String {
    at.with_timezone(&SHANGHAI)
        .format("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shanghai_is_what_the_time_zone_database_says_since_summer_time_ended() {
        let mut at = Utc.with_ymd_and_hms(1992, 1, 1, 0, 0, 0).unwrap();
        while at.year() < 2100 {
            let (ours, theirs) = (
                at.with_timezone(&SHANGHAI),
                at.with_timezone(&chrono_tz::Asia::Shanghai),
            );
            assert_eq!(ours.naive_local(), theirs.naive_local());
            at += TimeDelta::hours(24 * 7);
        }
    }
    use std::time::Duration;

    fn utc(s: &str) -> DateTime<Utc> {
        s.parse().unwrap()
    }

    #[test]
    fn a_moment_late_in_the_utc_day_is_already_the_next_day_in_shanghai() {
        assert_eq!(iso_date(local_date(utc("2026-11-22T15:59:59Z"))), "2026-11-22");
        assert_eq!(iso_date(local_date(utc("2026-11-22T16:00:00Z"))), "2026-11-23");
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let at = utc("2026-11-23T06:06:30Z");
        assert_eq!(zh_date(local_date(at)), "2026年11月23日（周一）");
        assert_eq!(zh_date_plain(local_date(at)), "2026年11月23日");
        assert_eq!(zh_datetime(at), "2026年11月23日（周一）14:06");
        assert_eq!(time_of_day(at), "14:06");
        assert_eq!(short_datetime(utc("2026-11-23T00:12:00Z")), "11-23 08:12");
        assert_eq!(iso_datetime(at), "2026-11-23T14:06:30+08:00");
        assert_eq!(zh_date("2026-02-01".parse().unwrap()), "2026年2月1日（周日）");
    }

    #[test]
    fn a_day_begins_at_four_in_the_afternoon_utc_and_its_date_is_that_day() {
        let begins = local_midnight("2026-11-23".parse().unwrap());
        assert_eq!(begins, utc("2026-11-22T16:00:00Z"));
        for date in "1940-01-01"
            .parse::<NaiveDate>()
            .unwrap()
            .iter_days()
            .take(25_000)
        {
            assert_eq!(local_date(local_midnight(date)), date);
        }
    }

    #[test]
    fn a_clone_of_the_clock_moves_with_it() {
        let clock = Clock::starting_at(utc("2026-11-23T00:00:00Z"));
        let clone = clock.clone();
        clock.advance(Duration::from_secs(86_400));
        let now = clone.now();
        assert!(
            now >= utc("2026-11-24T00:00:00Z") && now < utc("2026-11-24T00:05:00Z"),
            "{now}"
        );
    }

    #[test]
    fn the_clock_refuses_to_go_back_and_stays_where_it_was() {
        let clock = Clock::starting_at(utc("2026-11-23T00:00:00Z"));
        let offset = clock.offset_ms();
        assert_eq!(clock.set(utc("2026-11-22T00:00:00Z")), Err(ClockWentBack));
        assert_eq!(clock.offset_ms(), offset);
        assert_eq!(clock.set(utc("2027-01-01T00:00:00Z")), Ok(()));
        assert!(clock.now() >= utc("2027-01-01T00:00:00Z"));
    }

    #[test]
    fn an_offset_survives_being_kept_and_restored() {
        let clock = Clock::starting_at(utc("2030-01-01T00:00:00Z"));
        assert_eq!(
            Clock::with_offset_ms(clock.offset_ms()).offset_ms(),
            clock.offset_ms()
        );
    }

    #[test]
    fn an_absurd_advance_is_capped_and_the_clock_still_works() {
        let clock = Clock::system();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert!(clock.now().year() < 2400);
    }
}
