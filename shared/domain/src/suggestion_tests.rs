//! Every state of a suggestion against every event, and whole lives.

use super::*;
use crate::event::OfficerRef;
use crate::number::SuggestionNumber;
use proptest::prelude::*;

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-11-{day:02}T01:00:00Z").parse().unwrap()
}

fn office(code: &str) -> AgencyRef {
    AgencyRef {
        code: code.parse().unwrap(),
        name: format!("单位 {code}"),
    }
}

fn identity() -> Identity {
    let division = "370100".parse().unwrap();
    Identity {
        id: SuggestionId::new(at(1), [1; 10]),
        number: SuggestionNumber::new(division, at(1).date_naive(), 7),
    }
}

fn made() -> Body {
    Body::Made {
        division: "370100".parse().unwrap(),
        category: Some("交通运输".to_owned()),
        office: office("370100-xfj"),
    }
}

fn noted() -> Body {
    Body::Noted {
        note: "请交通部门看看".to_owned(),
    }
}

fn transferred() -> Body {
    Body::Transferred {
        to: office("370102-xfj"),
    }
}

fn replied() -> Body {
    Body::Replied {
        outcome: Outcome::PartlyAdopted,
    }
}

fn bodies() -> [Body; 5] {
    [made(), Body::Opened, noted(), transferred(), replied()]
}

fn officer() -> By {
    By::Officer(OfficerRef {
        id: crate::ids::OfficerId::new(at(1), [2; 10]),
        name: "邓洁".to_owned(),
        agency: office("370100-xfj"),
    })
}

/// The suggestion after these steps.
fn after(steps: &[Body]) -> Suggestion {
    let first = Event {
        seq: 1,
        at: at(1),
        by: By::Petitioner,
        body: made(),
    };
    let start = Suggestion::begin(identity(), &first).unwrap();
    (2_u32..).zip(steps).fold(start, |header, (day, body)| {
        let event = header.next_event(at(day), officer(), body.clone());
        header.apply(&event).unwrap()
    })
}

fn in_state(kind: StatusKind) -> Suggestion {
    let found = match kind {
        StatusKind::Received => after(&[]),
        StatusKind::Studying => after(&[Body::Opened]),
        StatusKind::Transferred => after(&[Body::Opened, transferred()]),
        StatusKind::Replied => after(&[Body::Opened, replied()]),
    };
    assert_eq!(found.status.kind(), kind);
    found
}

/// Where a step leads, as the rules have it and not as the code says it.
fn expected(state: StatusKind, body: &Body) -> Option<StatusKind> {
    match (state, body) {
        (StatusKind::Received | StatusKind::Transferred, Body::Opened)
        | (StatusKind::Studying, Body::Noted { .. }) => Some(StatusKind::Studying),
        (StatusKind::Studying, Body::Transferred { .. }) => Some(StatusKind::Transferred),
        (StatusKind::Studying, Body::Replied { .. }) => Some(StatusKind::Replied),
        _ => None,
    }
}

#[test]
fn every_state_allows_exactly_the_steps_of_the_table() {
    for state in StatusKind::ALL {
        let header = in_state(state);
        for body in bodies() {
            let event = header.next_event(at(9), officer(), body.clone());
            match (header.apply(&event), expected(state, &body)) {
                (Ok(next), Some(kind)) => {
                    assert_eq!(next.status.kind(), kind, "{state:?} {body:?}");
                    assert_eq!(next.version, header.version + 1);
                }
                (Err(error), None) => {
                    assert_eq!(
                        error,
                        TransitionError {
                            state,
                            attempted: body.label()
                        }
                    );
                    assert!(error.message().ends_with("没有生效。"));
                }
                (found, wanted) => panic!("{state:?} {body:?}: {found:?}, not {wanted:?}"),
            }
        }
    }
}

#[test]
fn an_event_out_of_its_place_is_refused_whatever_it_says() {
    let header = in_state(StatusKind::Received);
    for seq in [0, 1, 3] {
        let event = Event {
            seq,
            ..header.next_event(at(2), officer(), Body::Opened)
        };
        assert!(header.apply(&event).is_err(), "{seq}");
    }
}

#[test]
fn only_its_making_begins_a_suggestion() {
    for body in bodies() {
        let is_made = matches!(body, Body::Made { .. });
        let event = Event {
            seq: 1,
            at: at(1),
            by: By::Petitioner,
            body,
        };
        assert_eq!(Suggestion::begin(identity(), &event).is_ok(), is_made);
    }
}

#[test]
fn passing_it_on_changes_the_holder_and_keeps_who_had_it() {
    let there = after(&[Body::Opened, noted(), transferred()]);
    assert_eq!(there.holder, office("370102-xfj"));
    assert_eq!(there.path, [office("370100-xfj"), office("370102-xfj")]);
    assert_eq!(
        there.status,
        Status::Transferred {
            from: office("370100-xfj"),
            at: Some(at(4))
        }
    );
    let answered = after(&[Body::Opened, transferred(), Body::Opened, replied()]);
    assert_eq!(answered.holder, office("370102-xfj"));
    assert_eq!(
        answered.status,
        Status::Replied {
            at: at(5),
            outcome: Outcome::PartlyAdopted
        }
    );
}

/// The last day of the deadline, if one runs.
fn due(suggestion: &Suggestion) -> Option<String> {
    let due = suggestion.status.due(suggestion.made_at)?;
    Some(due.due.to_string())
}

#[test]
fn an_office_has_fifteen_days_from_when_it_came_to_it_until_it_is_opened() {
    assert_eq!(
        due(&in_state(StatusKind::Received)).as_deref(),
        Some("2026-11-16")
    );
    let there = after(&[Body::Opened, transferred()]);
    assert_eq!(due(&there).as_deref(), Some("2026-11-18"), "from the 3rd");
    assert_eq!(due(&in_state(StatusKind::Studying)), None);
    assert_eq!(due(&in_state(StatusKind::Replied)), None);
}

#[test]
fn what_was_passed_on_before_the_time_was_kept_counts_from_its_making() {
    let old = r#"{"state":"transferred","from":{"code":"370100-xfj","name":"济南市信访局"}}"#;
    let status: Status = serde_json::from_str(old).unwrap();
    assert_eq!(
        status.due(at(2)).map(|due| due.due.to_string()).as_deref(),
        Some("2026-11-17")
    );
    assert_eq!(
        serde_json::to_string(&status).unwrap(),
        old,
        "and is written as it was"
    );
}

#[test]
fn an_office_cannot_pass_it_to_itself() {
    let header = in_state(StatusKind::Studying);
    let to = header.holder.clone();
    let event = header.next_event(at(3), officer(), Body::Transferred { to });
    assert!(header.apply(&event).is_err());
}

#[test]
fn only_notes_are_kept_from_the_one_who_made_it() {
    for body in bodies() {
        assert_eq!(body.is_public(), !matches!(body, Body::Noted { .. }), "{body:?}");
    }
}

#[test]
fn outcomes_are_found_by_their_codes() {
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
    }
    assert_eq!(Outcome::from_code("support"), None);
    assert_eq!(Outcome::from_code(""), None);
}

proptest! {
    #[test]
    fn whatever_is_tried_the_header_is_the_fold_of_what_was_accepted(tries in prop::collection::vec(0_usize..5, 0..30)) {
        let mut header = after(&[]);
        let mut events = vec![Event { seq: 1, at: at(1), by: By::Petitioner, body: made() }];
        for choice in tries {
            let event = header.next_event(at(2), officer(), bodies()[choice].clone());
            let before = header.clone();
            match header.apply(&event) {
                Ok(next) => {
                    prop_assert!(before.status.kind() != StatusKind::Replied, "a reply is the end");
                    header = next;
                    events.push(event);
                }
                Err(_) => prop_assert_eq!(&before, &header),
            }
        }
        let json = serde_json::to_string(&events).unwrap();
        let read: Vec<Event> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(Suggestion::fold(identity(), &read), Some(Ok(header)));
    }
}
