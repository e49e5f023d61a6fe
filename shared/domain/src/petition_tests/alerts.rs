//! Cases that are reported at once (条例第二十五条): in which states, by whom, and once for each agency.

use super::*;
use crate::alert::{Alert, waits_at};

pub(super) fn reported() -> Body {
    Body::AlertReported {
        report: "九点报县委办、县公安局，民警已到场。".into(),
    }
}

fn marked(flags: &[&str]) -> Body {
    let mut registration = registration(Purpose::RequestToResolve);
    registration.flags = Flags::from_names(flags.iter().copied());
    registration.threat_text = registration.flags.threat.then(|| "不解决就去堵路".to_owned());
    Body::RegistrationSaved {
        registration: Box::new(registration),
    }
}

/// The life of an ordinary petition whose registration sets these marks, up to each of its states.
fn lives(flags: &[&str]) -> Vec<Petition> {
    let life = [
        marked(flags),
        Body::Registered {
            division: "370102".parse().unwrap(),
            rating: true,
        },
        transferred("370100-xfj"),
        Body::Accepted {
            letter: letter(),
            due: due(DeadlineKind::Handling),
        },
        replied(),
        Body::Concluded,
    ];
    let mut states = vec![begun(), opened()];
    for body in life {
        let next = then(states.last().unwrap(), body).unwrap();
        states.push(next);
    }
    states
}

fn by_agency(petition: &Petition, code: &str, body: Body) -> Result<Petition, TransitionError> {
    let mut officer = officer();
    officer.agency = agency(code);
    petition.apply(&petition.next_event(at(3), By::Officer(officer), body))
}

#[test]
fn it_is_reported_once_by_each_agency_on_the_way_from_the_registration_to_the_end() {
    for (step, petition) in lives(&["grave_urgent", "threat"]).into_iter().enumerate() {
        let is_marked = (2..7).contains(&step);
        let passed_on = step >= 4;
        let waits = |code: &str| waits_at(&petition, &agency(code).code);
        let kind = petition.status.kind();
        assert_eq!(waits("370000-xfj"), is_marked, "where it came in, {kind:?}");
        assert_eq!(
            waits("370100-xfj"),
            is_marked && passed_on,
            "where it went, {kind:?}"
        );
        assert!(!waits("370200-xfj"), "who never had it");
        for code in ["370000-xfj", "370100-xfj", "370200-xfj"] {
            let told = by_agency(&petition, code, reported());
            assert_eq!(told.is_ok(), waits(code), "{code}, {kind:?}");
            let Ok(told) = told else { continue };
            assert_eq!(told.status, petition.status, "nothing else changes");
            assert!(!waits_at(&told, &agency(code).code));
            assert!(by_agency(&told, code, reported()).is_err(), "once");
            let other = if code == "370000-xfj" {
                "370100-xfj"
            } else {
                "370000-xfj"
            };
            assert_eq!(waits_at(&told, &agency(other).code), waits(other));
        }
        let by_petitioner = petition.next_event(at(3), By::Petitioner, reported());
        assert!(petition.apply(&by_petitioner).is_err());
    }
}

#[test]
fn what_is_not_marked_waits_nowhere_and_what_was_amended_waits_anew() {
    for petition in lives(&["joint"]) {
        assert_eq!(petition.alert, None);
        assert!(by_agency(&petition, "370000-xfj", reported()).is_err());
    }
    let own = &agency("370000-xfj").code;
    let threat = then(&opened(), marked(&["threat"])).unwrap();
    let told = then(&threat, reported()).unwrap();
    assert_eq!(told.alerted, std::slice::from_ref(own));
    let same = then(&told, marked(&["threat", "joint"])).unwrap();
    assert!(!waits_at(&same, own), "what was reported stays reported");
    let graver = then(&told, marked(&["threat", "grave_urgent"])).unwrap();
    assert!(waits_at(&graver, own), "that was not reported");
    let less = then(&then(&graver, reported()).unwrap(), marked(&["threat"])).unwrap();
    assert!(!waits_at(&less, own));
    let none = then(&told, marked(&[])).unwrap();
    assert_eq!((none.alert, none.alerted.len()), (None, 0));
    assert_eq!(Alert::of(Flags::default()), None);
}
