//! 审计链头存证: once a day writes the ends of all audit chains of the days before to a bucket in which
//! nobody can change them. Must not write to a chain; what is wrong with one `xtask check` says.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::time::local_date;
use store::{Store, StoreError};

/// Days that are looked back: a function that did not run for a week loses nothing.
const DAYS_BACK: u64 = 7;
/// Requests that began before midnight have ended by then.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// The days (Shanghai) that are over and may still lack their heads, oldest first.
#[must_use]
pub fn days_over(now: DateTime<Utc>) -> Vec<NaiveDate> {
    let today = local_date(now - GRACE);
    let back = (1..=DAYS_BACK).rev();
    back.filter_map(|days| today.checked_sub_days(Days::new(days)))
        .collect()
}

/// Writes the heads of every such day that has none. Returns the days written.
///
/// # Errors
/// [`StoreError`] when the store fails; days written before stay written.
pub async fn seal_days(store: &Store, now: DateTime<Utc>) -> Result<Vec<NaiveDate>, StoreError> {
    let mut sealed = Vec::new();
    for date in days_over(now) {
        if store.seal_day(date, now).await? {
            sealed.push(date);
        }
    }
    Ok(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_ten_minutes_after_midnight_in_shanghai() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = |now: &str| *days_over(now.parse().unwrap()).last().unwrap();
        assert_eq!(last("2026-11-23T16:09:59Z"), date("2026-11-22"));
        assert_eq!(last("2026-11-23T16:10:00Z"), date("2026-11-23"));
        let days = days_over("2026-11-23T16:10:00Z".parse().unwrap());
        assert_eq!((days.len(), days[0]), (7, date("2026-11-17")));
    }
}
