use super::*;
use crate::present::{due_line, now_for_you};
use domain::calendar::Calendar;
use domain::deadline::RollRule;
use domain::petition::StatusKind;
use domain::suspension::Basis;

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T01:00:00Z").parse().unwrap()
}

/// A case accepted on 2 March 2026, with what its clock went through.
fn case(suspensions: Vec<Suspension>, due: Option<Deadline>) -> Petition {
    let mut case: Petition = serde_json::from_value(serde_json::json!({
        "id": "019f0000-0000-7000-8000-000000000002",
        "number": "W370100-20260301-00001",
        "channel": "web",
        "filed_at": "2026-03-01T01:00:00Z",
        "division": "370100",
        "status": { "state": "accepted", "at": "2026-03-02T01:00:00Z" },
        "holder": { "code": "370100-xfj", "name": "济南市信访局" },
        "path": [{ "code": "370100-xfj", "name": "济南市信访局" }],
        "due": null,
        "rating": true,
        "attachments": 0,
        "registration_saved": true,
        "version": 5
    }))
    .unwrap();
    case.suspensions = suspensions;
    case.due = due;
    case
}

fn suspension(words: &str, from: &str, until: Option<&str>, paused: Deadline) -> Suspension {
    Suspension {
        basis: Basis {
            words: words.into(),
            rule: "某某办法".into(),
            article: "第四十四条".into(),
        },
        from: from.parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
        paused,
    }
}

fn handling() -> Deadline {
    DeadlineKind::Handling.from(
        "2026-03-02".parse().unwrap(),
        Calendar::builtin(),
        RollRule::default(),
    )
}

fn without(due: &Deadline, from: &str, until: &str) -> Deadline {
    due.excluding(
        from.parse().unwrap(),
        until.parse().unwrap(),
        Calendar::builtin(),
        RollRule::default(),
    )
}

#[test]
fn a_clock_that_goes_on_says_what_was_excluded_and_why() {
    let first = suspension("等待鉴定", "2026-03-25", Some("2026-03-27"), handling());
    let due = without(&handling(), "2026-03-25", "2026-03-27");
    let bar = deadline_bar(&case(vec![first.clone()], Some(due)), at("2026-03-27"), false).unwrap();
    assert_eq!((bar.day, bar.total, bar.rolled, bar.days_left), (23, 60, 3, 40));
    assert_eq!(bar.less, "2 天：等待鉴定（《某某办法》第四十四条）");
    assert!(bar.stopped.is_none() && bar.explain.last().unwrap().contains("扣除 2 天"));
    // Twice for the same reason, once for another; a suspension of no day is no excluded day.
    let again = suspension("等待鉴定", "2026-03-30", Some("2026-03-31"), due);
    let due = without(&due, "2026-03-30", "2026-03-31");
    let none = suspension("等待别的", "2026-04-01", Some("2026-04-01"), due);
    let two = [first, again, none];
    let bar = deadline_bar(&case(two.to_vec(), Some(due)), at("2026-04-01"), true).unwrap();
    assert_eq!(bar.less, "3 天：等待鉴定（《某某办法》第四十四条）");
    let other = suspension("等待评审", "2026-04-02", Some("2026-04-04"), due);
    let due = without(&due, "2026-04-02", "2026-04-04");
    let all = two.into_iter().chain([other]).collect();
    let bar = deadline_bar(&case(all, Some(due)), at("2026-04-05"), true).unwrap();
    assert_eq!(
        bar.less,
        "5 天：等待鉴定（《某某办法》第四十四条） 3 天；等待评审（《某某办法》第四十四条） 2 天"
    );
}

#[test]
fn a_clock_that_stands_still_is_never_late_however_long() {
    let case = case(vec![suspension("等待鉴定", "2026-05-06", None, handling())], None);
    for now in ["2026-05-06", "2026-05-07", "2027-05-07"] {
        let bar = deadline_bar(&case, at(now), false).unwrap();
        assert_eq!((bar.day, bar.total, bar.urgency), (65, 60, Urgency::Calm));
        let stopped = bar.stopped.unwrap();
        assert_eq!(
            (stopped.why.as_str(), stopped.since.as_str()),
            ("等待鉴定（《某某办法》第四十四条）", "2026年5月6日（周三）")
        );
        assert_eq!(left(case.running(), at(now)), Some(super::stopped()));
        let line = due_line(StatusKind::Accepted, case.running(), at(now));
        let words = "办理期限：等待鉴定（《某某办法》第四十四条）".to_owned();
        assert_eq!(line, Some((words, super::stopped())));
        let today = local_date(at(now));
        let said = now_for_you(
            StatusKind::Accepted,
            case.running(),
            case.rating_standing(),
            today,
        );
        assert!(said.contains("恢复计时以后") && !said.contains("过了"), "{said}");
    }
}

#[test]
fn the_window_for_a_review_has_nothing_excluded() {
    let window = DeadlineKind::ReviewWindow.from(
        "2026-03-28".parse().unwrap(),
        Calendar::builtin(),
        RollRule::default(),
    );
    let ended = suspension("等待鉴定", "2026-03-25", Some("2026-03-28"), handling());
    let bar = deadline_bar(&case(vec![ended], Some(window)), at("2026-03-29"), false).unwrap();
    assert!(bar.less.is_empty() && bar.explain.iter().all(|line| !line.contains("中止")));
    assert_eq!(left(case(Vec::new(), None).running(), at("2026-03-29")), None);
}
