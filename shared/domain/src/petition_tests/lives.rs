//! What each step changes in the header, and the fold of whole lives.

use super::*;

#[test]
fn a_filing_makes_a_header_of_everything_it_says() {
    let petition = begun();
    assert_eq!((petition.filed_at, &petition.status), (at(2), &Status::Filed));
    assert_eq!(
        (petition.channel, petition.division.to_string().as_str()),
        (Channel::Web, "370100")
    );
    assert_eq!(
        (&petition.holder, &petition.path[..]),
        (&agency("370000-xfj"), &[agency("370000-xfj")][..])
    );
    assert_eq!(petition.due, Some(due(DeadlineKind::Registration)));
    assert_eq!(
        (petition.attachments, petition.rating, petition.version),
        (2, None, 1)
    );
    assert!(!petition.registration_saved);
}

#[test]
fn what_an_officer_enters_begins_opened_and_cannot_be_withdrawn() {
    for channel in Channel::ALL {
        let mut body = filed();
        if let Body::Filed { channel: of, .. } = &mut body {
            *of = channel;
        }
        let event = Event {
            seq: 1,
            at: at(2),
            by: By::Petitioner,
            body,
        };
        let identity = Identity {
            id: PetitionId::new(at(2), [1; 10]),
            number: "W370100-20261102-00001".parse().unwrap(),
        };
        let petition = Petition::begin(identity, &event).unwrap();
        let web = channel == Channel::Web;
        assert_eq!(petition.can_be_withdrawn(), web, "{channel:?}");
        assert_eq!(then(&petition, Body::Withdrawn).is_ok(), web, "{channel:?}");
        assert_eq!(then(&petition, saved()).is_ok(), !web, "{channel:?}");
    }
}

/// Nothing but what the step is about may differ, so each expectation is the whole header.
#[test]
fn each_step_changes_what_it_is_about_and_nothing_else() {
    let now = at(3);
    let check = |before: &Petition, body: Body, change: &dyn Fn(&mut Petition)| {
        let label = body.label();
        let mut expected = before.clone();
        expected.version += 1;
        change(&mut expected);
        assert_eq!(then(before, body).unwrap(), expected, "{label}");
    };
    check(&begun(), Body::Withdrawn, &|p| {
        p.status = Status::Withdrawn;
        p.due = None;
    });
    check(&begun(), Body::Opened, &|p| p.status = Status::Opened { at: now });
    check(&opened(), saved(), &|p| {
        p.registration_saved = true;
        p.procedure = Some(Procedure::Petition);
        p.purpose = Some(Purpose::RequestToResolve);
        p.division = "370102".parse().unwrap();
    });
    for rating in [true, false] {
        let division: DivisionCode = "370103".parse().unwrap();
        check(
            &in_state(StatusKind::Opened),
            Body::Registered { division, rating },
            &|p| {
                p.status = Status::Registered;
                p.division = division;
                p.rating = Some(rating);
            },
        );
    }
    check(
        &in_state(StatusKind::Registered),
        transferred("370102-zjj"),
        &|p| {
            p.status = Status::Transferred {
                from: agency("370000-xfj"),
            };
            p.holder = agency("370102-zjj");
            p.path.push(agency("370102-zjj"));
            p.due = Some(due(DeadlineKind::Notice));
        },
    );
    check(
        &in_state(StatusKind::Transferred),
        transferred("370000-xfj"),
        &|p| {
            p.status = Status::Transferred {
                from: agency("370100-xfj"),
            };
            p.holder = agency("370000-xfj");
        },
    );
    let [
        ..,
        noted,
        accepted,
        replied,
        concluded,
        _,
        _,
        _,
        rated,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
    ] = bodies();
    for kind in StatusKind::ALL
        .into_iter()
        .filter(|k| !matches!(k, StatusKind::Filed | StatusKind::Withdrawn))
    {
        check(&in_state(kind), noted.clone(), &|_| {});
    }
    check(&in_state(StatusKind::Transferred), accepted, &|p| {
        p.status = Status::Accepted { at: now };
        p.due = Some(due(DeadlineKind::Handling));
    });
    check(&in_state(StatusKind::Accepted), suspended::suspend(), &|p| {
        p.suspensions.push(crate::suspension::Suspension {
            basis: suspended::basis(),
            from: crate::time::local_date(now),
            until: None,
            paused: due(DeadlineKind::Handling),
        });
        p.due = None;
    });
    check(&suspended::suspended(), suspended::resume_at_once(), &|p| {
        p.suspensions[0].until = Some(crate::time::local_date(now));
        p.due = Some(due(DeadlineKind::Handling));
    });
    check(&in_state(StatusKind::Accepted), replied, &|p| {
        p.status = Status::Replied { at: now };
        p.due = Some(due(DeadlineKind::ReviewWindow));
        p.rating_right = Some(RatingRight {
            office: Some(agency("370000-xfj")),
            unit: agency("370100-xfj"),
            window: due(DeadlineKind::RatingWindow),
        });
    });
    for kind in [StatusKind::Replied, StatusKind::Concluded] {
        check(&in_state(kind), rated.clone(), &|p| p.ratings = 1);
    }
    check(&in_state(StatusKind::Replied), concluded, &|p| {
        p.status = Status::Concluded {
            at: now,
            how: Ending::Opinion,
        };
    });
}

#[test]
fn folding_a_life_gives_the_same_header_as_living_it() {
    let mut petition = begun();
    let mut events = vec![Event {
        seq: 1,
        at: at(2),
        by: By::Petitioner,
        body: filed(),
    }];
    for body in [
        Body::Opened,
        saved(),
        Body::Registered {
            division: "370102".parse().unwrap(),
            rating: true,
        },
        transferred("370100-xfj"),
        transferred("370102-zjj"),
        transferred("370100-xfj"),
        Body::Accepted {
            letter: letter(),
            due: due(DeadlineKind::Handling),
        },
    ] {
        let event = petition.next_event(at(4), by(), body);
        petition = petition.apply(&event).unwrap();
        events.push(event);
    }
    let identity = Identity {
        id: petition.id,
        number: petition.number,
    };
    assert_eq!(Petition::fold(identity, &events).unwrap().unwrap(), petition);
    let codes: Vec<_> = petition.path.iter().map(|agency| agency.code.as_str()).collect();
    assert_eq!(
        codes,
        ["370000-xfj", "370100-xfj", "370102-zjj"],
        "agencies stand once, in order"
    );
    assert_eq!(petition.holder.code.as_str(), "370100-xfj");
    assert_eq!(petition.due, Some(due(DeadlineKind::Handling)));
    assert_eq!(petition.version, 8);
}

#[test]
fn folding_stops_at_the_first_event_that_does_not_fit() {
    let identity = Identity {
        id: begun().id,
        number: begun().number,
    };
    let history = |bodies: &[Body]| -> Vec<Event> {
        (1..)
            .zip(bodies)
            .map(|(seq, body)| Event {
                seq,
                at: at(2),
                by: by(),
                body: body.clone(),
            })
            .collect()
    };
    let fold = |bodies: &[Body]| Petition::fold(identity, &history(bodies)).unwrap();
    let error = |state, attempted| Err(TransitionError { state, attempted });
    assert_eq!(
        fold(&[Body::Opened, filed()]),
        error(StatusKind::Filed, "工作人员已查看")
    );
    assert_eq!(
        fold(&[filed(), Body::Opened, Body::Withdrawn, Body::Concluded]),
        error(StatusKind::Opened, "您已撤回"),
        "the first one is told"
    );
    assert_eq!(
        fold(&[filed(), Body::Concluded, Body::Opened]),
        error(StatusKind::Filed, "已办结"),
        "a later one that would fit does not heal it"
    );
}
