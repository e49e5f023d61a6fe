//! Which end fits which kind of demand, purpose and state, and what is said where it does not.

use super::*;
use crate::event::{AgencyRef, Body, By, Event};
use crate::petition::{Identity, Status};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

fn agency() -> AgencyRef {
    AgencyRef {
        code: "370100-xfj".parse().unwrap(),
        name: "济南市信访局".into(),
    }
}

fn case(status: Status, procedure: Procedure, purpose: Purpose) -> Petition {
    use crate::calendar::Calendar;
    use crate::deadline::{DeadlineKind, RollRule};
    let at: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
    let due = DeadlineKind::Registration.from(
        crate::time::local_date(at),
        Calendar::builtin(),
        RollRule::default(),
    );
    let filed = Event {
        seq: 1,
        at,
        by: By::Petitioner,
        body: Body::Filed {
            channel: crate::registration::Channel::Web,
            division: "370100".parse().unwrap(),
            intake: agency(),
            attachments: 0,
            due,
        },
    };
    let identity = Identity {
        id: "019f0000-0000-7000-8000-000000000002".parse().unwrap(),
        number: "W370100-20261123-00001".parse().unwrap(),
    };
    Petition {
        status,
        procedure: Some(procedure),
        purpose: Some(purpose),
        ..Petition::begin(identity, &filed).unwrap()
    }
}

fn every_state() -> [Status; 6] {
    let at = "2026-11-24T01:00:00Z".parse().unwrap();
    [
        Status::Opened { at },
        Status::Registered,
        Status::Transferred { from: agency() },
        Status::Accepted { at },
        Status::Replied { at },
        Status::Concluded {
            at,
            how: Ending::Opinion,
        },
    ]
}

#[test]
fn the_route_is_told_of_the_first_four_kinds_of_demand_before_acceptance_and_of_nothing_else() {
    for status in every_state() {
        let early = matches!(status, Status::Registered | Status::Transferred { .. });
        for procedure in Procedure::ALL {
            for purpose in Purpose::ALL {
                let refusal = route_refusal(&case(status.clone(), procedure, purpose));
                let fits = early && !LawfulRoute::of(procedure).is_empty();
                assert_eq!(refusal.is_none(), fits, "{status:?} {procedure:?} {refusal:?}");
                assert!(refusal.is_none_or(|words| !words.ends_with('。') && !words.is_empty()));
            }
        }
    }
}

#[test]
fn a_direct_reply_is_for_ordinary_enquiries_suggestions_and_others_where_they_were_registered() {
    let mut possible = BTreeSet::new();
    for status in every_state() {
        for procedure in Procedure::ALL {
            for purpose in Purpose::ALL {
                let refusal = reply_refusal(&case(status.clone(), procedure, purpose));
                match refusal {
                    None => {
                        possible.insert((status.kind(), procedure, purpose));
                    }
                    Some(words) => assert!(!words.ends_with('。') && !words.is_empty()),
                }
            }
        }
    }
    let wanted = [Purpose::Suggestion, Purpose::Enquiry, Purpose::Other];
    let wanted = wanted.map(|purpose| (StatusKind::Registered, Procedure::Petition, purpose));
    assert_eq!(possible, BTreeSet::from(wanted));
}

#[test]
fn who_is_owed_an_opinion_is_told_so_and_an_old_header_is_registered_once_more() {
    let wanted = case(Status::Registered, Procedure::Petition, Purpose::RequestToResolve);
    assert!(
        reply_refusal(&wanted)
            .unwrap()
            .contains("“求决”，应当由有权处理的单位受理")
    );
    let old = Petition {
        purpose: None,
        ..wanted
    };
    assert!(reply_refusal(&old).unwrap().contains("再保存一次"));
}

#[test]
fn every_route_has_a_name_of_its_own_and_belongs_to_a_demand_that_gets_the_notice() {
    let codes: BTreeSet<_> = LawfulRoute::ALL.iter().map(|route| route.code()).collect();
    let labels: BTreeSet<_> = LawfulRoute::ALL.iter().map(|route| route.label()).collect();
    assert_eq!(codes.len(), LawfulRoute::ALL.len());
    assert_eq!(labels.len(), LawfulRoute::ALL.len());
    for route in LawfulRoute::ALL {
        assert_eq!(LawfulRoute::from_code(route.code()), Some(*route));
        assert_eq!(
            serde_json::to_string(route).unwrap(),
            format!("\"{}\"", route.code())
        );
        assert!(is_directed(route.procedure()));
    }
    for procedure in Procedure::ALL {
        assert_eq!(is_directed(procedure), !LawfulRoute::of(procedure).is_empty());
    }
}

#[test]
fn a_conclusion_leads_to_the_end_that_fits_the_registration_while_the_case_lies_where_it_came_in() {
    use Conclusion as C;
    let ordinary = |status| case(status, Procedure::Petition, Purpose::Enquiry);
    let other = |status| case(status, Procedure::Arbitration, Purpose::Enquiry);
    let table = [
        (C::PassOn, None, None),
        (C::Explained, Some(Ending::DirectReply), Some(Ending::Route)),
        (C::OtherWay, Some(Ending::Route), Some(Ending::Route)),
        (C::Again, None, None),
    ];
    for (conclusion, of_ordinary, of_other) in table {
        assert_eq!(
            suggested(conclusion, &ordinary(Status::Registered)),
            of_ordinary,
            "{conclusion:?}"
        );
        assert_eq!(
            suggested(conclusion, &other(Status::Registered)),
            of_other,
            "{conclusion:?}"
        );
        let gone = other(Status::Transferred { from: agency() });
        assert_eq!(suggested(conclusion, &gone), None);
    }
}
