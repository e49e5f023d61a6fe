//! 夜间免打扰: no reminder wakes anybody. Owns the hours; what counts as a reminder is not decided here.

use crate::time::{SHANGHAI, local_date, local_midnight};
use chrono::{DateTime, Days, TimeDelta, Timelike as _, Utc};

/// The hour (Shanghai) from which nothing is sent that can wait.
const QUIET_FROM: u32 = 21;
/// The hour (Shanghai) at which sending begins again.
const QUIET_UNTIL: u32 = 8;

/// When what can wait may be sent, if `at` lies in the quiet hours; `None` outside them.
#[must_use]
pub fn quiet_until(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let hour = at.with_timezone(&SHANGHAI).hour();
    let morning = local_date(at);
    let morning = match hour {
        QUIET_FROM.. => morning.checked_add_days(Days::new(1))?,
        ..QUIET_UNTIL => morning,
        _ => return None,
    };
    Some(local_midnight(morning) + TimeDelta::hours(i64::from(QUIET_UNTIL)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_night_from_nine_to_eight_is_quiet_to_the_second() {
        let morning = Some(at("2026-11-24T08:00:00+08:00"));
        for (moment, until) in [
            ("2026-11-23T20:59:59+08:00", None),
            ("2026-11-23T21:00:00+08:00", morning),
            ("2026-11-23T23:59:59+08:00", morning),
            ("2026-11-24T00:00:00+08:00", morning),
            ("2026-11-24T07:59:59+08:00", morning),
            ("2026-11-24T08:00:00+08:00", None),
            ("2026-11-24T12:00:00+08:00", None),
        ] {
            assert_eq!(quiet_until(at(moment)), until, "{moment}");
        }
    }

    proptest! {
        #[test]
        fn what_was_put_off_goes_out_within_eleven_hours(seconds in 0_i64..2_000_000_000) {
            let moment = DateTime::UNIX_EPOCH + TimeDelta::days(8_000) + TimeDelta::seconds(seconds % 1_000_000_000);
            if let Some(until) = quiet_until(moment) {
                prop_assert!(until > moment && until - moment <= TimeDelta::hours(11));
                prop_assert_eq!(quiet_until(until), None);
            }
        }
    }
}
