//! The clock of handling that is stopped and goes on.

use super::*;
use crate::suspension::{Basis, Running, SuspensionRefusal};

pub(super) fn basis() -> Basis {
    Basis {
        words: "等待司法鉴定结论".into(),
        rule: "某某办法".into(),
        article: "第四十四条".into(),
    }
}

pub(super) fn suspend() -> Body {
    Body::Suspended { basis: basis() }
}

/// On the day on which it was stopped.
pub(super) fn resume_at_once() -> Body {
    Body::Resumed {
        basis: basis(),
        excluded: 0,
        due: due(DeadlineKind::Handling),
    }
}

/// Accepted on 2 November, stopped on the third.
pub(super) fn suspended() -> Petition {
    then(&in_state(StatusKind::Accepted), suspend()).unwrap()
}

fn on(petition: &Petition, day: &str, body: Body) -> Result<Petition, TransitionError> {
    let at = format!("{day}T01:00:00Z").parse().unwrap();
    petition.apply(&petition.next_event(at, by(), body))
}

/// The event that lets it go on on a day.
fn resume(petition: &Petition, day: &str) -> Body {
    let open = petition.suspended().unwrap();
    let (excluded, due) = open.resumed(day.parse().unwrap(), Calendar::builtin(), RollRule::default());
    resumed(excluded, due)
}

fn resumed(excluded: u32, due: Deadline) -> Body {
    Body::Resumed {
        basis: basis(),
        excluded,
        due,
    }
}

#[test]
fn no_clock_runs_while_it_is_stopped_and_what_stopped_is_kept() {
    let accepted = in_state(StatusKind::Accepted);
    assert!(matches!(accepted.running(), Running::Towards(due) if Some(*due) == accepted.due));
    let stopped = suspended();
    assert_eq!((stopped.due, stopped.status.kind()), (None, StatusKind::Accepted));
    let open = stopped.suspended().unwrap();
    assert_eq!((open.basis.clone(), Some(open.paused)), (basis(), accepted.due));
    assert_eq!(
        (open.from.to_string().as_str(), open.until, open.days()),
        ("2026-11-03", None, 0)
    );
    assert_eq!(stopped.running(), Running::Suspended(open));
    assert_eq!(stopped.suspensions_breach(), None);
    assert_eq!(begun().suspended(), None);
}

#[test]
fn it_goes_on_without_the_days_of_the_suspension() {
    let stopped = suspended();
    let running = on(&stopped, "2026-11-05", resume(&stopped, "2026-11-05")).unwrap();
    let (before, after) = (stopped.suspensions[0].paused, running.due.unwrap());
    assert_eq!(
        (after.excluded, after.start, after.kind),
        (2, before.start, before.kind)
    );
    assert_eq!((after.nominal - before.nominal).num_days(), 2);
    assert_eq!(running.suspensions[0].days(), 2);
    assert_eq!((running.suspended(), running.suspensions_breach()), (None, None));
    // And once more, on the day on which it went on.
    let again = on(&running, "2026-11-05", suspend()).unwrap();
    let third = on(&again, "2026-11-30", resume(&again, "2026-11-30")).unwrap();
    assert_eq!(third.due.unwrap().excluded, 27);
    assert_eq!((third.suspensions.len(), third.suspensions_breach()), (2, None));
}

#[test]
fn it_goes_on_only_towards_the_deadline_that_stopped() {
    let stopped = suspended();
    let Body::Resumed { excluded, due, .. } = resume(&stopped, "2026-11-05") else {
        panic!("it goes on")
    };
    let other_days = [(1, due), (3, due), (excluded, super::due(DeadlineKind::Handling))];
    let other_start = Deadline {
        start: due.start.succ_opt().unwrap(),
        ..due
    };
    let other_kind = Deadline {
        kind: DeadlineKind::Extension,
        ..due
    };
    let too_early = Deadline {
        due: due.nominal.pred_opt().unwrap(),
        ..due
    };
    let others = [other_start, other_kind, too_early].map(|due| (excluded, due));
    for (excluded, due) in other_days.into_iter().chain(others) {
        assert!(on(&stopped, "2026-11-05", resumed(excluded, due)).is_err());
    }
    let other_ground = Body::Resumed {
        basis: Basis {
            words: "等别的".into(),
            ..basis()
        },
        excluded,
        due,
    };
    assert!(on(&stopped, "2026-11-05", other_ground).is_err());
    // Nor on another day than it was counted for, nor without having stopped.
    assert!(on(&stopped, "2026-11-06", resumed(excluded, due)).is_err());
    let accepted = in_state(StatusKind::Accepted);
    assert!(on(&accepted, "2026-11-05", resumed(excluded, due)).is_err());
}

#[test]
fn it_stops_on_the_last_day_and_not_after_it() {
    let accepted = in_state(StatusKind::Accepted);
    let last = accepted.due.unwrap().due;
    assert_eq!(accepted.suspension_refusal(last), None);
    let stopped = on(&accepted, &last.to_string(), suspend()).unwrap();
    let later = last + chrono::TimeDelta::days(40);
    let running = on(&stopped, &later.to_string(), resume(&stopped, &later.to_string())).unwrap();
    assert!(
        running.due.unwrap().progress(later).days_left >= 0,
        "nobody is late by stopping"
    );
    let after = last.succ_opt().unwrap();
    assert_eq!(
        accepted.suspension_refusal(after),
        Some(SuspensionRefusal::Overdue)
    );
    assert!(on(&accepted, &after.to_string(), suspend()).is_err());
}

#[test]
fn each_state_says_why_its_clock_cannot_stop() {
    use SuspensionRefusal as R;
    let today = crate::time::local_date(at(3));
    for kind in StatusKind::ALL {
        let expected = match kind {
            StatusKind::Accepted => None,
            StatusKind::Replied | StatusKind::Concluded => Some(R::Answered),
            _ => Some(R::NotAccepted),
        };
        assert_eq!(in_state(kind).suspension_refusal(today), expected, "{kind:?}");
    }
    assert_eq!(suspended().suspension_refusal(today), Some(R::Suspended));
}

#[test]
fn an_answer_ends_the_suspension_and_the_case_goes_on_as_any() {
    let stopped = suspended();
    let replied = on(&stopped, "2026-11-09", replied()).unwrap();
    assert_eq!(replied.suspended(), None);
    assert_eq!(
        replied.suspensions[0].until.map(|day| day.to_string()).as_deref(),
        Some("2026-11-09")
    );
    assert_eq!(replied.due.unwrap().kind, DeadlineKind::ReviewWindow);
    assert!(on(&replied, "2026-11-10", resume_at_once()).is_err());
    let concluded = on(&replied, "2026-11-10", Body::Concluded).unwrap();
    for case in [replied, concluded] {
        assert_eq!(case.suspensions_breach(), None);
    }
}

#[test]
fn what_the_petitioner_adds_meanwhile_is_new_and_stopping_is_a_step_that_saw_it() {
    let stopped = suspended();
    let more = added(&stopped).unwrap();
    assert!(more.new_material && more.suspended().is_some());
    assert!(!then(&more, resume_at_once()).unwrap().new_material);
}

#[test]
fn an_extended_deadline_stops_and_keeps_what_was_excluded() {
    let stopped = suspended();
    let running = on(&stopped, "2026-11-05", resume(&stopped, "2026-11-05")).unwrap();
    let due = running.due.unwrap();
    let extended = due
        .extended(30, Calendar::builtin(), RollRule::default())
        .unwrap();
    assert_eq!(extended.excluded, 2);
    // As an extension will leave it.
    let case = Petition {
        due: Some(extended),
        ..running
    };
    let again = on(&case, "2027-01-20", suspend()).unwrap();
    let on_again = on(&again, "2027-01-23", resume(&again, "2027-01-23")).unwrap();
    assert_eq!(on_again.due.unwrap().excluded, 5);
    assert_eq!(on_again.suspensions_breach(), None);
}

#[test]
fn a_header_that_no_events_made_is_told() {
    let stopped = suspended();
    let running = on(&stopped, "2026-11-05", resume(&stopped, "2026-11-05")).unwrap();
    let two_open = Petition {
        suspensions: vec![stopped.suspensions[0].clone(); 2],
        ..stopped.clone()
    };
    let open_first = Petition {
        suspensions: vec![stopped.suspensions[0].clone(), running.suspensions[0].clone()],
        ..stopped.clone()
    };
    let clock_runs = Petition {
        due: running.due,
        ..stopped.clone()
    };
    let elsewhere = Petition {
        status: Status::Registered,
        ..stopped.clone()
    };
    let other_days = Petition {
        due: stopped.suspensions[0].paused.into(),
        ..running.clone()
    };
    let twice = Petition {
        suspensions: vec![running.suspensions[0].clone(); 2],
        ..running
    };
    for (case, said) in [
        (two_open, "twice at once"),
        (open_first, "twice at once"),
        (clock_runs, "runs while"),
        (elsewhere, "not in hand"),
        (other_days, "other days"),
        (twice, "out of order"),
    ] {
        let breach = case.suspensions_breach().unwrap_or("nothing");
        assert!(breach.contains(said), "{breach} instead of {said}");
    }
}

#[test]
fn a_header_of_before_reads_and_one_that_never_stopped_says_nothing_of_it() {
    let json = serde_json::to_string(&in_state(StatusKind::Accepted)).unwrap();
    for word in ["suspensions", "excluded", "carried"] {
        assert!(!json.contains(word), "{json}");
    }
    let read: Petition = serde_json::from_str(&json).unwrap();
    assert!(read.suspensions.is_empty() && read.due.unwrap().excluded == 0);
}
