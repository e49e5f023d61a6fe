//! Deadlines against dates worked out by hand, and properties over many start days.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn from(kind: DeadlineKind, start: &str) -> Deadline {
    kind.from(day(start), Calendar::builtin(), RollRule::NextWorkingDay)
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..9_500).prop_map(|n| day("2004-01-05") + chrono::TimeDelta::days(n))
}

fn any_kind() -> impl Strategy<Value = DeadlineKind> {
    proptest::sample::select(DeadlineKind::ALL.to_vec())
}

#[test]
fn every_limit_is_as_long_as_its_article_says() {
    use DeadlineKind as K;
    let table = [
        (K::Registration, Limit::Days(15), "《信访工作条例》第二十二条"),
        (K::Notice, Limit::Days(15), "《信访工作条例》第二十三条"),
        (K::Objection, Limit::WorkingDays(5), "《信访工作条例》第二十三条"),
        (K::Handling, Limit::Days(60), "《信访工作条例》第三十四条"),
        (K::Extension, Limit::Days(90), "《信访工作条例》第三十四条"),
        (
            K::ReviewWindow,
            Limit::Days(30),
            "《信访工作条例》第三十五条、第三十六条",
        ),
        (
            K::ReviewDecision,
            Limit::Days(30),
            "《信访工作条例》第三十五条、第三十六条",
        ),
        (K::SimpleAccept, Limit::WorkingDays(3), "信访事项简易办理规定"),
        (K::SimpleOpinion, Limit::WorkingDays(10), "信访事项简易办理规定"),
        (K::RatingWindow, Limit::Days(30), "满意度评价规则"),
        (K::Report, Limit::Days(60), "《信访工作条例》第二十二条"),
    ];
    assert_eq!(table.map(|(kind, ..)| kind), K::ALL);
    for (kind, limit, article) in table {
        assert_eq!((kind.limit(), kind.article()), (limit, article), "{kind:?}");
        assert!(from(kind, "2026-03-02").explain()[0].contains(kind.starts_with()));
    }
}

#[test]
fn a_short_limit_is_amber_from_five_days_before_its_end() {
    // Five working days from a Monday are seven days: a third of them would be two.
    let deadline = from(DeadlineKind::Objection, "2026-11-02");
    assert_eq!(deadline.due, day("2026-11-09"));
    let band = |date| deadline.progress(day(date)).band;
    assert_eq!(
        (band("2026-11-03"), band("2026-11-04")),
        (Band::Green, Band::Amber)
    );
}

#[test]
fn a_count_that_begins_or_rolls_in_a_year_not_loaded_is_provisional_even_if_it_ends_in_a_loaded_one() {
    let begun = from(DeadlineKind::SimpleAccept, "2003-12-30");
    assert_eq!((begun.due, begun.provisional), (day("2004-01-05"), true));
    // 31 December 2028 is a Sunday of a year not loaded; the next working day lies in one that is.
    let loaded = Calendar::builtin()
        .with_year(2029, &[day("2029-01-01")], &[])
        .unwrap();
    let rolled = DeadlineKind::Notice.from(day("2028-12-16"), &loaded, RollRule::NextWorkingDay);
    assert_eq!(
        (rolled.nominal, rolled.due, rolled.provisional),
        (day("2028-12-31"), day("2029-01-02"), true)
    );
}

#[test]
fn fifteen_days_do_not_count_the_first_and_include_the_last() {
    let deadline = from(DeadlineKind::Registration, "2026-11-02");
    assert_eq!(
        (deadline.nominal, deadline.due),
        (day("2026-11-17"), day("2026-11-17"))
    );
    assert!(!deadline.provisional);
}

#[test]
fn a_last_day_on_a_weekend_moves_to_monday() {
    let deadline = from(DeadlineKind::Notice, "2026-11-06");
    assert_eq!(
        (deadline.nominal, deadline.due),
        (day("2026-11-21"), day("2026-11-23"))
    );
}

#[test]
fn a_last_day_on_a_working_saturday_stays() {
    let deadline = from(DeadlineKind::Registration, "2026-09-25");
    assert_eq!(
        (deadline.nominal, deadline.due),
        (day("2026-10-10"), day("2026-10-10"))
    );
}

#[test]
fn a_last_day_in_the_national_holiday_moves_behind_it() {
    let deadline = from(DeadlineKind::Handling, "2026-08-04");
    assert_eq!(
        (deadline.nominal, deadline.due),
        (day("2026-10-03"), day("2026-10-08"))
    );
    let kept = DeadlineKind::Handling.from(day("2026-08-04"), Calendar::builtin(), RollRule::Keep);
    assert_eq!((kept.due, kept.provisional), (day("2026-10-03"), false));
}

#[test]
fn working_days_skip_the_spring_festival_and_count_working_saturdays() {
    // 13 Feb is a Friday, 14 Feb a working Saturday, 15–23 Feb the holiday.
    let deadline = from(DeadlineKind::Objection, "2026-02-13");
    assert_eq!(deadline.due, day("2026-02-27"));
    assert_eq!(
        from(DeadlineKind::SimpleAccept, "2026-02-13").due,
        day("2026-02-25")
    );
    assert_eq!(
        from(DeadlineKind::SimpleOpinion, "2026-02-13").due,
        day("2026-03-05")
    );
}

#[test]
fn an_acceptance_in_november_2026_reaches_into_a_year_not_loaded_and_says_so() {
    let deadline = from(DeadlineKind::Handling, "2026-11-23");
    assert_eq!((deadline.due, deadline.provisional), (day("2027-01-22"), true));
    let explained = deadline.explain();
    assert!(
        explained.last().unwrap().contains("2027年的放假安排"),
        "{explained:?}"
    );
    assert!(from(DeadlineKind::Objection, "2026-12-30").provisional);
    assert!(
        !from(DeadlineKind::Handling, "2026-11-01").provisional,
        "31 December 2026 is a known Thursday"
    );
}

#[test]
fn loading_the_year_moves_an_open_deadline_and_makes_it_certain() {
    let open = from(DeadlineKind::Registration, "2026-12-17");
    assert_eq!((open.due, open.provisional), (day("2027-01-01"), true));
    let off = ["2027-01-01", "2027-01-02", "2027-01-03"].map(day);
    let loaded = Calendar::builtin().with_year(2027, &off, &[]).unwrap();
    let again = open.recomputed(&loaded, RollRule::NextWorkingDay);
    assert_eq!(
        (again.due, again.nominal, again.provisional),
        (day("2027-01-04"), day("2027-01-01"), false)
    );
    assert!(again.explain_with(&loaded)[2].contains("元旦假期"));
    let working = from(DeadlineKind::SimpleAccept, "2026-12-30");
    assert_eq!(working.due, day("2027-01-04"));
    assert_eq!(
        working.recomputed(&loaded, RollRule::NextWorkingDay).due,
        day("2027-01-05")
    );
}

#[test]
fn an_extension_runs_on_from_the_sixtieth_day_and_happens_once() {
    let calendar = Calendar::builtin();
    let handling = from(DeadlineKind::Handling, "2026-08-04");
    let extended = handling.extended(30, calendar, RollRule::NextWorkingDay).unwrap();
    assert_eq!(
        (extended.start, extended.nominal),
        (day("2026-08-04"), day("2026-11-02"))
    );
    assert_eq!(extended.due, day("2026-11-02"));
    assert_eq!(
        extended,
        from(DeadlineKind::Extension, "2026-08-04"),
        "the longest extension is the limit"
    );
    let refuse = |deadline: Deadline, days| {
        deadline
            .extended(days, calendar, RollRule::NextWorkingDay)
            .unwrap_err()
    };
    assert_eq!(refuse(extended, 1), ExtensionError::NotExtendable);
    assert_eq!(
        refuse(from(DeadlineKind::Notice, "2026-08-04"), 1),
        ExtensionError::NotExtendable
    );
    assert_eq!(
        (refuse(handling, 0), refuse(handling, 31)),
        (ExtensionError::Days, ExtensionError::Days)
    );
}

#[test]
fn progress_adds_up_and_turns_amber_red_and_overdue() {
    let deadline = from(DeadlineKind::Handling, "2026-09-01");
    assert_eq!(deadline.due, day("2026-11-02"), "31 October is a Saturday");
    let at = |date: &str| deadline.progress(day(date));
    let start = at("2026-09-01");
    assert_eq!(
        (start.day, start.total, start.days_left, start.band),
        (0, 62, 62, Band::Green)
    );
    assert_eq!(
        (at("2026-10-12").days_left, at("2026-10-12").band),
        (21, Band::Green)
    );
    assert_eq!(
        (at("2026-10-13").days_left, at("2026-10-13").band),
        (20, Band::Amber)
    );
    assert_eq!(
        (at("2026-10-30").days_left, at("2026-10-30").band),
        (3, Band::Amber)
    );
    assert_eq!(
        (at("2026-10-31").days_left, at("2026-10-31").band),
        (2, Band::Red)
    );
    assert_eq!(at("2026-11-02").band, Band::Red);
    assert_eq!(
        (at("2026-11-03").days_left, at("2026-11-03").band),
        (-1, Band::Overdue)
    );
    assert_eq!(at("2026-10-13").left_text(), "还剩 20 天");
    assert_eq!(at("2026-11-02").left_text(), "今天到期");
    assert_eq!(at("2026-11-05").left_text(), "已超期 3 天");
}

#[test]
fn the_explanation_tells_every_step_of_the_count() {
    let explained = from(DeadlineKind::Handling, "2026-08-04").explain();
    assert_eq!(
        explained,
        [
            "《信访工作条例》第三十四条：自受理之日起 60 日内。",
            "当天（2026年8月4日（周二））不算，从2026年8月5日（周三）起算第 1 天，第 60 天是2026年10月3日（周六），\
             这一天也算在内。",
            "2026年10月3日（周六）在国庆节假期内，顺延到之后的第一个工作日：2026年10月8日（周四）。",
        ]
    );
    let weekend = from(DeadlineKind::Notice, "2026-11-06").explain();
    assert!(
        weekend[2].starts_with("2026年11月21日（周六）是周末"),
        "{weekend:?}"
    );
    let working = from(DeadlineKind::Objection, "2026-02-13").explain();
    assert!(
        working[1].contains("跳过 9 天周末和节假日，第 5 个工作日是2026年2月27日"),
        "{working:?}"
    );
    let extended = from(DeadlineKind::Extension, "2026-08-04").explain();
    assert!(extended[0].contains("经批准延长 30 日"), "{extended:?}");
}

#[test]
fn a_deadline_reads_back_from_storage() {
    for kind in DeadlineKind::ALL {
        let deadline = from(kind, "2026-11-23");
        let json = serde_json::to_string(&deadline).unwrap();
        assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), deadline);
    }
}

proptest! {
    #[test]
    fn a_deadline_ends_on_a_working_day_and_never_before_the_legal_one(start in any_day(), kind in any_kind()) {
        let calendar = Calendar::builtin();
        let deadline = kind.from(start, calendar, RollRule::NextWorkingDay);
        prop_assert!(calendar.is_working_day(deadline.due));
        prop_assert!(deadline.due >= deadline.nominal && deadline.nominal > start);
        if let Limit::Days(days) = kind.limit() {
            prop_assert_eq!((deadline.nominal - start).num_days(), i64::from(days));
        }
        prop_assert_eq!(deadline.provisional, deadline.due.year() > 2026);
        prop_assert_eq!(deadline.recomputed(calendar, RollRule::NextWorkingDay), deadline);
        prop_assert!(!deadline.explain_with(calendar).is_empty());
    }

    #[test]
    fn an_event_a_day_later_is_never_due_earlier(start in any_day(), kind in any_kind()) {
        let due = |start| kind.from(start, Calendar::builtin(), RollRule::NextWorkingDay).due;
        prop_assert!(due(start) <= due(start.succ_opt().unwrap()));
    }

    #[test]
    fn progress_only_gets_more_urgent(start in any_day(), kind in any_kind(), after in 0_i64..120) {
        let deadline = kind.from(start, Calendar::builtin(), RollRule::NextWorkingDay);
        let at = |n| deadline.progress(start + chrono::TimeDelta::days(n));
        let (today, tomorrow) = (at(after), at(after + 1));
        prop_assert_eq!(today.day + today.days_left, today.total);
        prop_assert!(today.band <= tomorrow.band);
        prop_assert_eq!(today.band == Band::Overdue, today.days_left < 0);
    }
}
