//! The ends of a case that need no acceptance.

use super::*;

#[test]
fn telling_the_lawful_route_ends_the_case_with_its_deadline_and_reports_what_was_assigned() {
    let registered = registered_as(Procedure::Arbitration, Purpose::RequestToResolve);
    let assigned = then(&registered, assigned("370100-xfj")).unwrap();
    let told = then(&assigned, directed(LawfulRoute::LabourArbitration)).unwrap();
    assert_eq!((told.due, told.ending()), (None, Some(Ending::Route)));
    assert_eq!(told.assignments[0].reported, Some(at(3)));
    let right = told.rating_right.clone().unwrap();
    assert_eq!(right.office, Some(agency("370000-xfj")));
    assert_eq!(right.unit, agency("370100-xfj"));
    assert!(then(&told, rated(1)).is_ok());
    // The route is one of the kind of demand that was registered, and of no other.
    for route in LawfulRoute::ALL {
        let next = then(&assigned, directed(*route));
        assert_eq!(
            next.is_ok(),
            route.procedure() == Procedure::Arbitration,
            "{route:?}"
        );
    }
}

#[test]
fn an_end_without_acceptance_opens_a_rating_only_where_the_case_is_in_scope() {
    let enquiry = registered_as(Procedure::Petition, Purpose::Enquiry);
    let answered = then(&enquiry, direct_replied()).unwrap();
    assert_eq!(
        (answered.due, answered.ending()),
        (None, Some(Ending::DirectReply))
    );
    let right = answered.rating_right.unwrap();
    assert_eq!((right.office, right.unit), (None, agency("370000-xfj")));
    let out = Petition {
        rating: Some(false),
        ..enquiry
    };
    assert_eq!(then(&out, direct_replied()).unwrap().rating_right, None);
}

#[test]
fn neither_end_is_possible_while_links_were_changed_after_the_registration() {
    let arbitration = registered_as(Procedure::Arbitration, Purpose::RequestToResolve);
    let enquiry = registered_as(Procedure::Petition, Purpose::Enquiry);
    for (petition, end) in [
        (arbitration, directed(LawfulRoute::LabourArbitration)),
        (enquiry, direct_replied()),
    ] {
        let changed = then(&petition, linked()).unwrap();
        assert!(then(&changed, end.clone()).is_err());
        assert!(then(&petition, end).is_ok());
    }
}

#[test]
fn a_case_that_was_concluded_before_there_were_other_ends_reads_as_answered_with_an_opinion() {
    let old = r#"{"state":"concluded","at":"2026-11-03T01:00:00Z"}"#;
    let status: Status = serde_json::from_str(old).unwrap();
    assert_eq!(status, in_state(StatusKind::Concluded).status);
    assert_eq!(serde_json::to_string(&status).unwrap(), old);
}
