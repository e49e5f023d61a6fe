//! Who stands behind a letter or a visit is corrected, and a further letter joins a case: in which state of which channel,
//! and what of the header it changes.

use super::*;
use crate::correction::{Corrected, Correction, refusal};

fn correction() -> Correction {
    Correction {
        fields: vec![Corrected::Name, Corrected::Mobile],
        reason: "姓名看错了".into(),
        visitors: None,
        due: None,
        form: "hash".into(),
    }
}

fn corrected(correction: Correction) -> Body {
    Body::SenderCorrected {
        correction: Box::new(correction),
    }
}

fn renewed() -> Body {
    Body::ContactRenewed {
        fields: vec![Corrected::Mobile],
    }
}

fn joined() -> Body {
    Body::LetterJoined {
        brief: crate::ids::BriefId::new(at(3), [5; 10]),
        number: "B370000-20261103-00001".parse().unwrap(),
        received: crate::time::local_date(at(2)),
        count: 2,
    }
}

/// A petition of a channel in a state; `None` where none of that channel gets there.
fn of(channel: Channel, kind: StatusKind) -> Option<Petition> {
    if channel == Channel::Web {
        return Some(in_state(kind));
    }
    let mut body = filed();
    if let Body::Filed { channel: filed, .. } = &mut body {
        *filed = channel;
    }
    let identity = Identity {
        id: PetitionId::new(at(2), [1; 10]),
        number: PetitionNumber::new(
            channel,
            "370100".parse().unwrap(),
            crate::time::local_date(at(2)),
            1,
        ),
    };
    let event = Event {
        seq: 1,
        at: at(2),
        by: by(),
        body,
    };
    let mut petition = Petition::begin(identity, &event).unwrap();
    if channel == Channel::Visit {
        let arranged = Body::InterviewArranged {
            ticket: 7,
            visitors: 6,
            to: officer(),
        };
        petition = then(&petition, arranged).unwrap();
    }
    // It was opened when it was entered.
    for body in life(saved()).into_iter().skip(1) {
        if petition.status.kind() == kind {
            break;
        }
        petition = then(&petition, body).unwrap();
    }
    (petition.status.kind() == kind).then_some(petition)
}

#[test]
fn only_the_petitioner_and_only_of_a_petition_from_the_web_renews_the_contact_until_it_ends() {
    for channel in [Channel::Web, Channel::Letter, Channel::Visit] {
        for kind in StatusKind::ALL {
            let Some(petition) = of(channel, kind) else {
                continue;
            };
            let by_whom = |by| petition.apply(&petition.next_event(at(30), by, renewed()));
            let open = !matches!(kind, StatusKind::Withdrawn | StatusKind::Concluded);
            let after = by_whom(By::Petitioner);
            assert_eq!(
                after.is_ok(),
                channel == Channel::Web && open,
                "{channel:?} {kind:?}"
            );
            assert!(by_whom(by()).is_err(), "{channel:?} {kind:?}");
            if let Ok(after) = after {
                let same = Petition {
                    version: petition.version,
                    ..after.clone()
                };
                assert_eq!(after.version, petition.version + 1);
                assert_eq!(same, petition, "nothing else changes");
            }
        }
    }
}

#[test]
fn letters_and_visits_are_corrected_until_they_are_concluded_and_nothing_else_ever_is() {
    use StatusKind as S;
    let channels = [Channel::Web, Channel::Letter, Channel::Visit, Channel::Phone];
    for (channel, kind) in channels
        .into_iter()
        .flat_map(|one| S::ALL.map(|kind| (one, kind)))
    {
        let Some(petition) = of(channel, kind) else {
            assert!(matches!(kind, S::Filed | S::Withdrawn), "{channel:?} {kind:?}");
            continue;
        };
        let on_paper = matches!(channel, Channel::Letter | Channel::Visit);
        let possible = on_paper && kind != S::Concluded;
        assert_eq!(refusal(&petition).is_none(), possible, "{channel:?} {kind:?}");
        match then(&petition, corrected(correction())) {
            Ok(next) => {
                assert!(possible, "{channel:?} {kind:?}");
                let expected = Petition {
                    version: petition.version + 1,
                    ..petition
                };
                assert_eq!(
                    next, expected,
                    "names and numbers are no part of the header's fold"
                );
            }
            Err(error) => {
                assert!(!possible, "{channel:?} {kind:?}: {error}");
                assert_eq!((error.state, error.attempted), (kind, "更正信访人信息"));
            }
        }
    }
}

#[test]
fn a_stopped_clock_keeps_nobody_from_correcting() {
    let accepted = of(Channel::Letter, StatusKind::Accepted).unwrap();
    let stopped = then(&accepted, suspended::suspend()).unwrap();
    let next = then(&stopped, corrected(correction())).unwrap();
    assert_eq!((next.due, next.suspensions), (None, stopped.suspensions));
}

#[test]
fn how_many_came_is_the_visits_and_the_day_of_receipt_the_letters_until_it_is_passed_on() {
    let many = || {
        corrected(Correction {
            fields: vec![Corrected::Visitors],
            visitors: Some(4),
            ..correction()
        })
    };
    let visit = of(Channel::Visit, StatusKind::Transferred).unwrap();
    let next = then(&visit, many()).unwrap();
    assert_eq!(next.interview.unwrap().visitors, 4);
    let letter = of(Channel::Letter, StatusKind::Registered).unwrap();
    assert!(then(&letter, many()).is_err(), "nobody came");

    let filed = crate::time::local_date(letter.filed_at);
    let by_day = |day| DeadlineKind::Registration.from(day, Calendar::builtin(), RollRule::default());
    let earlier = by_day(filed - chrono::Days::new(6));
    let received = |due| {
        corrected(Correction {
            fields: vec![Corrected::Received],
            due: Some(due),
            ..correction()
        })
    };
    let next = then(&letter, received(earlier)).unwrap();
    assert_eq!((next.due, next.status), (Some(earlier), letter.status.clone()));
    assert!(
        then(&letter, received(due(DeadlineKind::Notice))).is_err(),
        "another deadline"
    );
    let later = by_day(filed + chrono::Days::new(6));
    assert!(
        then(&letter, received(later)).is_err(),
        "it was registered by then"
    );
    for kind in [StatusKind::Transferred, StatusKind::Accepted, StatusKind::Replied] {
        let letter = of(Channel::Letter, kind).unwrap();
        assert!(
            then(&letter, received(earlier)).is_err(),
            "{kind:?} has a deadline of its own"
        );
    }
    let visit = of(Channel::Visit, StatusKind::Registered).unwrap();
    assert!(
        then(&visit, received(earlier)).is_err(),
        "who came, came on that day"
    );
}

#[test]
fn a_correction_of_nothing_is_none() {
    let letter = of(Channel::Letter, StatusKind::Registered).unwrap();
    let nothing = Correction {
        fields: Vec::new(),
        ..correction()
    };
    assert!(then(&letter, corrected(nothing)).is_err());
}

#[test]
fn a_further_letter_joins_what_was_opened_and_changes_nothing_of_it() {
    use StatusKind as S;
    for channel in [Channel::Web, Channel::Letter, Channel::Visit] {
        for petition in S::ALL.into_iter().filter_map(|kind| of(channel, kind)) {
            let kind = petition.status.kind();
            let possible = !matches!(kind, S::Filed | S::Withdrawn);
            match then(&petition, joined()) {
                Ok(next) => {
                    let expected = Petition {
                        version: petition.version + 1,
                        ..petition
                    };
                    assert_eq!(next, expected, "{kind:?}");
                }
                Err(error) => assert_eq!(error.attempted, "又收到来信"),
            }
            assert_eq!(
                then(&of(channel, kind).unwrap(), joined()).is_ok(),
                possible,
                "{kind:?}"
            );
        }
    }
}

#[test]
fn both_are_staff_only_answer_nothing_that_was_added_and_read_back_from_storage() {
    let added = then(&in_state(StatusKind::Accepted), material()).unwrap();
    assert!(then(&added, joined()).unwrap().new_material);
    for body in [corrected(correction()), joined()] {
        assert!(!body.is_public() && body.is_beside() && body.letter().is_none());
        let event = Event {
            seq: 1,
            at: at(2),
            by: by(),
            body,
        };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
}
