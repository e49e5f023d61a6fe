use super::*;
use domain::calendar::Calendar;
use domain::deadline::RollRule;

fn day(d: &str) -> NaiveDate {
    d.parse().unwrap()
}

fn due(kind: DeadlineKind, start: &str) -> Deadline {
    kind.from(day(start), Calendar::builtin(), RollRule::NextWorkingDay)
}

const WITHIN: &str = "2026-03-10";
const OVER: &str = "2026-09-01";

/// Every standing a case can have: not known, not in scope, not answered, to be rated, rated once, rated twice.
fn standings() -> [RatingStanding; 6] {
    let of = |scope, last: Option<&str>, ratings| RatingStanding {
        scope,
        last_day: last.map(day),
        ratings,
    };
    let last = Some("2026-04-01");
    [
        of(None, None, 0),
        of(Some(false), None, 0),
        of(Some(true), None, 0),
        of(Some(true), last, 0),
        of(Some(true), last, 1),
        of(Some(true), last, 2),
    ]
}

#[test]
fn while_it_waits_for_an_agency_the_petitioner_reads_until_when_and_what_however_it_may_be_rated() {
    let cases = [
        (
            StatusKind::Filed,
            DeadlineKind::Registration,
            "2026年3月17日（周二）",
            "登记并转办",
        ),
        (
            StatusKind::Opened,
            DeadlineKind::Registration,
            "2026年3月17日（周二）",
            "登记并转办",
        ),
        (
            StatusKind::Registered,
            DeadlineKind::Registration,
            "2026年3月17日（周二）",
            "登记并转办",
        ),
        (
            StatusKind::Transferred,
            DeadlineKind::Notice,
            "2026年3月17日（周二）",
            "告知您是否受理",
        ),
        (
            StatusKind::Accepted,
            DeadlineKind::Handling,
            "2026年5月6日（周三）",
            "书面答复您",
        ),
    ];
    for (status, kind, last, what) in cases {
        for standing in standings() {
            let due = due(kind, "2026-03-02");
            let say = |today| now_for_you(status, Running::Towards(&due), standing, day(today));
            assert_eq!(
                say(WITHIN),
                format!("现在不用您做什么，{last}以前会{what}。"),
                "{status:?}"
            );
            let late = format!("应当在 {last}以前{what}，期限已经过了。您可以打电话问现在办理的单位。");
            assert_eq!(say(OVER), late, "{status:?}");
            assert_eq!(
                now_for_you(status, Running::Not, standing, day(WITHIN)),
                "现在不用您做什么，有进展会写在办理过程里。"
            );
        }
    }
}

#[test]
fn who_withdrew_has_nothing_to_do() {
    for standing in standings() {
        for today in [WITHIN, OVER] {
            let said = now_for_you(StatusKind::Withdrawn, Running::Not, standing, day(today));
            assert_eq!(said, "已经撤回，不用您做什么。需要时可以重新反映。");
        }
    }
}

#[test]
fn once_answered_it_says_whether_to_rate_and_until_when_to_ask_for_a_review() {
    let window = due(DeadlineKind::ReviewWindow, "2026-03-02");
    let review = "对答复不服的，可以在 2026年4月1日（周三）以前向上一级机关申请复查。";
    let rate = [
        "",
        "",
        "",
        "请评价，到 2026年4月1日（周三）为止。",
        "您已经评价过，到 2026年4月1日（周三）为止还可以再评价一次。",
        "",
    ];
    for (standing, rate) in standings().into_iter().zip(rate) {
        let say = |status, today| now_for_you(status, Running::Towards(&window), standing, day(today));
        for status in [StatusKind::Replied, StatusKind::Concluded] {
            assert_eq!(
                say(status, WITHIN),
                format!("{rate}{review}"),
                "{status:?} {standing:?}"
            );
            assert_eq!(
                say(status, "2026-04-01"),
                format!("{rate}{review}"),
                "the last day counts"
            );
        }
        assert_eq!(
            say(StatusKind::Replied, OVER),
            "申请复查的期限到 2026年4月1日（周三）为止，已经过了。"
        );
        assert_eq!(say(StatusKind::Concluded, OVER), "已经办结，不用您再做什么。");
    }
}

#[test]
fn the_rating_may_outlast_the_review() {
    let window = due(DeadlineKind::ReviewWindow, "2026-01-05");
    let said = now_for_you(
        StatusKind::Concluded,
        Running::Towards(&window),
        standings()[3],
        day(WITHIN),
    );
    assert_eq!(said, "请评价，到 2026年4月1日（周三）为止。");
}

#[test]
fn a_list_shows_the_next_deadline_with_its_tone_and_none_once_nothing_is_due() {
    let at = |d: &str| domain::time::local_midnight(day(d));
    let notice = due(DeadlineKind::Notice, "2026-03-02");
    let tone = |today| due_line(StatusKind::Transferred, Running::Towards(&notice), at(today)).unwrap();
    let (words, tag) = tone("2026-03-03");
    assert_eq!(words, "受理告知期限：2026年3月17日（周二）");
    assert_eq!(tag, Tag::new("剩 14 天", Tone::Good));
    assert_eq!(tone("2026-03-12").1.tone, Tone::Warn);
    assert_eq!(tone("2026-03-17").1, Tag::new("今天到期", Tone::Urgent));
    assert_eq!(tone("2026-03-20").1, Tag::new("超期 3 天", Tone::Urgent));

    let window = due(DeadlineKind::ReviewWindow, "2026-03-02");
    let own = |today| due_line(StatusKind::Replied, Running::Towards(&window), at(today));
    assert_eq!(own("2026-04-01").unwrap().1, Tag::new("今天到期", Tone::Info));
    assert_eq!(own("2026-04-02"), None);
    for status in [StatusKind::Withdrawn, StatusKind::Concluded] {
        assert_eq!(
            due_line(status, Running::Towards(&window), at("2026-03-20")),
            None
        );
    }
}
