//! Days on which the clock was stopped.

use super::*;
use proptest::prelude::*;

const ROLL: RollRule = RollRule::NextWorkingDay;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn handling(start: &str) -> Deadline {
    DeadlineKind::Handling.from(day(start), Calendar::builtin(), ROLL)
}

fn without(deadline: Deadline, from: &str, until: &str) -> Deadline {
    deadline.excluding(day(from), day(until), Calendar::builtin(), ROLL)
}

#[test]
fn the_example_of_the_documentation_holds() {
    let before = handling("2026-03-02");
    assert_eq!(
        (before.nominal, before.due),
        (day("2026-05-01"), day("2026-05-06"))
    );
    assert_eq!(before.progress(day("2026-03-25")).day, 23);
    let after = without(before, "2026-03-25", "2026-03-27");
    assert_eq!(
        (after.excluded, after.nominal, after.due),
        (2, day("2026-05-03"), day("2026-05-06"))
    );
    let progress = after.progress(day("2026-03-27"));
    assert_eq!((progress.day, progress.total, progress.days_left), (23, 63, 40));
}

#[test]
fn the_day_it_stops_counts_and_the_day_it_goes_on_does_not() {
    let before = handling("2026-08-04");
    for (until, excluded, nominal) in [
        ("2026-08-20", 0, "2026-10-03"),
        ("2026-08-21", 1, "2026-10-04"),
        ("2026-09-03", 14, "2026-10-17"),
    ] {
        let after = without(before, "2026-08-20", until);
        assert_eq!(
            (after.excluded, after.nominal),
            (excluded, day(nominal)),
            "{until}"
        );
        // As far as on the evening on which it stopped.
        let evening = after.progress(day(until));
        assert_eq!(evening.day, before.progress(day("2026-08-20")).day);
    }
    assert_eq!(
        without(before, "2026-08-20", "2026-08-20"),
        before,
        "the same day"
    );
    assert_eq!(
        without(before, "2026-08-20", "2026-08-19"),
        before,
        "no day is given back"
    );
}

#[test]
fn two_suspensions_add_up_whether_they_meet_or_not() {
    let first = without(handling("2026-08-04"), "2026-08-10", "2026-08-15");
    let apart = without(first, "2026-09-01", "2026-09-04");
    let meeting = without(first, "2026-08-15", "2026-08-18");
    assert_eq!((apart.excluded, apart.nominal), (8, day("2026-10-11")));
    assert_eq!((meeting.excluded, meeting.nominal), (8, day("2026-10-11")));
    assert_eq!(
        meeting,
        without(handling("2026-08-04"), "2026-08-10", "2026-08-18")
    );
}

#[test]
fn stopped_on_the_last_day_it_ends_on_the_day_it_goes_on_or_the_next_working_day() {
    // The sixtieth day is Friday, 2026-09-18.
    let before = handling("2026-07-20");
    assert_eq!(before.due, day("2026-09-18"));
    assert_eq!(without(before, "2026-09-18", "2026-09-22").due, day("2026-09-22"));
    // A Saturday without work.
    assert_eq!(without(before, "2026-09-18", "2026-09-26").due, day("2026-09-28"));
}

#[test]
fn days_it_had_rolled_over_are_not_lost_by_stopping_among_them() {
    // The sixtieth day is in the National Day holiday; the last one is Thursday, 2026-10-08.
    let before = handling("2026-08-04");
    assert_eq!(
        (before.nominal, before.due),
        (day("2026-10-03"), day("2026-10-08"))
    );
    let after = without(before, "2026-10-05", "2026-10-12");
    assert_eq!(
        (after.nominal, after.excluded, after.carried),
        (day("2026-10-10"), 7, 5)
    );
    assert_eq!(
        after.due,
        day("2026-10-15"),
        "three days were left, and three are"
    );
    // Stopped on the last day itself, none was left: it ends today.
    assert_eq!(without(before, "2026-10-08", "2026-10-12").due, day("2026-10-12"));
    // They are kept by what comes after, and said.
    let extended = after.extended(30, Calendar::builtin(), ROLL).unwrap();
    assert_eq!((extended.carried, extended.nominal), (5, day("2026-11-09")));
    assert_eq!(extended.due, day("2026-11-16"), "the fourteenth is a Saturday");
    let lines = after.explain();
    assert!(
        lines[2].contains("期限正在因休息日顺延") && lines[2].contains("2026年10月15日"),
        "{lines:?}"
    );
}

#[test]
fn an_extension_counts_on_from_the_sixtieth_day_without_what_was_excluded() {
    let after = without(handling("2026-08-04"), "2026-08-10", "2026-08-15");
    let extended = after.extended(30, Calendar::builtin(), ROLL).unwrap();
    assert_eq!((extended.excluded, extended.nominal), (5, day("2026-11-07")));
    let lines = extended.explain();
    assert!(lines[0].contains("经批准延长 30 日"), "{lines:?}");
    assert!(
        lines[1].contains("中止计时的 5 天不算，第 90 天是2026年11月7日"),
        "{lines:?}"
    );
    let again = without(extended, "2026-11-01", "2026-11-03");
    assert_eq!((again.kind, again.excluded), (DeadlineKind::Extension, 7));
}

#[test]
fn a_year_that_is_loaded_later_moves_the_last_day_and_not_what_was_excluded() {
    let after = without(handling("2026-11-02"), "2026-11-10", "2026-11-12");
    assert!(after.provisional && after.nominal == day("2027-01-03"));
    assert_eq!(after.recomputed(Calendar::builtin(), ROLL), after);
}

#[test]
fn where_nothing_rolls_the_last_day_moves_by_the_excluded_days() {
    let kept = DeadlineKind::Handling.from(day("2026-08-04"), Calendar::builtin(), RollRule::Keep);
    let after = kept.excluding(
        day("2026-08-10"),
        day("2026-08-12"),
        Calendar::builtin(),
        RollRule::Keep,
    );
    assert_eq!((after.due, after.excluded), (day("2026-10-05"), 2));
}

#[test]
fn what_was_stored_before_reads_and_nothing_is_written_of_what_is_not() {
    let old = r#"{"kind":"handling","start":"2026-08-04","due":"2026-10-08","nominal":"2026-10-03","provisional":false}"#;
    let read: Deadline = serde_json::from_str(old).unwrap();
    assert_eq!(read, handling("2026-08-04"));
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let after = without(read, "2026-08-10", "2026-08-12");
    let text = serde_json::to_string(&after).unwrap();
    assert!(
        text.contains(r#""excluded":2"#) && !text.contains("carried"),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Deadline>(&text).unwrap(), after);
}

proptest! {
    #[test]
    fn whatever_day_it_stops_nothing_is_lost_and_the_sums_hold(
        start in (0_i64..7_900).prop_map(|n| day("2004-01-05") + chrono::TimeDelta::days(n)),
        at in 0.0_f64..=1.0,
        lasts in 0_i64..200,
        then in 0.0_f64..=1.0,
        lasts_again in 0_i64..40,
    ) {
        let calendar = Calendar::builtin();
        let mut deadline = DeadlineKind::Handling.from(start, calendar, ROLL);
        let mut earliest = start;
        for (at, lasts) in [(at, lasts), (then, lasts_again)] {
            // A day on which it may stop: not before the last step and not after the last day.
            let room = (deadline.due - earliest).num_days();
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small numbers")]
            let stopped = earliest + chrono::TimeDelta::days((room as f64 * at) as i64);
            let goes_on = stopped + chrono::TimeDelta::days(lasts);
            let left = deadline.progress(stopped).days_left;
            let after = deadline.excluding(stopped, goes_on, calendar, ROLL);
            prop_assert_eq!(i64::from(after.excluded - deadline.excluded), lasts);
            prop_assert_eq!((after.nominal - deadline.nominal).num_days(), lasts);
            prop_assert!(after.due >= deadline.due);
            prop_assert!(calendar.is_working_day(after.due));
            let progress = after.progress(goes_on);
            // What had rolled may roll less far from another day; what the rule gives is left in any case.
            let counted_to = deadline.nominal + chrono::TimeDelta::days(deadline.carried.into());
            let by_rule = (counted_to - stopped).num_days();
            prop_assert!(progress.days_left >= by_rule.max(0), "{by_rule} {progress:?}");
            if stopped > counted_to {
                prop_assert!(progress.days_left >= left, "{left} {progress:?}");
            }
            prop_assert_eq!(progress.day + progress.days_left, progress.total);
            prop_assert_eq!(progress.total, 60 + (after.due - after.nominal).num_days());
            deadline = after;
            earliest = goes_on;
        }
    }
}
