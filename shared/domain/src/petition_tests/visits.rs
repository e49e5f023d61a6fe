//! What the steps of an interview change in the header of a visit, and that no other petition has them.

use super::*;
use crate::ids::AttachmentId;
use crate::interview::{Conclusion, Interview, InterviewRecord, LeaderReception};

/// One of each step of an interview, in the order of a visit's life; all are taken by the one interviewer.
fn steps() -> [Body; 6] {
    [
        Body::InterviewArranged {
            ticket: 7,
            visitors: 6,
            to: officer(),
        },
        Body::InterviewRecorded {
            record: Box::new(InterviewRecord {
                at: at(3),
                text: "谈了".into(),
                conclusion: Conclusion::PassOn,
                advice: String::new(),
            }),
        },
        Body::LeaderReceived {
            reception: Box::new(LeaderReception {
                leader: "郭志远".into(),
                date: chrono::NaiveDate::default(),
                place: "大厅".into(),
                text: "听取".into(),
                attachments: vec![AttachmentId::new(at(3), [4; 10])],
            }),
        },
        Body::InterviewDone,
        Body::InterviewReopened,
        Body::InterviewSent {
            to: OfficerRef {
                id: "019f0000-0000-7000-8000-000000000009".parse().unwrap(),
                ..officer()
            },
            reason: "他熟悉".into(),
        },
    ]
}

fn visit() -> Petition {
    let mut body = filed();
    if let Body::Filed { channel, .. } = &mut body {
        *channel = Channel::Visit;
    }
    let identity = Identity {
        id: PetitionId::new(at(2), [1; 10]),
        number: "V370100-20261102-00001".parse().unwrap(),
    };
    let event = Event {
        seq: 1,
        at: at(2),
        by: by(),
        body,
    };
    Petition::begin(identity, &event).unwrap()
}

#[test]
fn the_steps_of_an_interview_change_it_and_move_the_case_nowhere() {
    let mut petition = visit();
    for body in steps() {
        assert!(body.is_about_interview() && !body.is_public());
        let next = then(&petition, body.clone()).unwrap();
        let files = u32::from(matches!(body, Body::LeaderReceived { .. }));
        let expected = Petition {
            interview: next.interview.clone(),
            attachments: petition.attachments + files,
            version: petition.version + 1,
            ..petition.clone()
        };
        assert_eq!(next, expected, "{}", body.label());
        petition = next;
    }
    let Some(Interview {
        ticket,
        visitors,
        recorded,
        done,
        receptions,
        ..
    }) = petition.interview
    else {
        panic!("an interview")
    };
    assert_eq!(
        (ticket, visitors, recorded, done, receptions),
        (7, 6, true, None, 1)
    );
}

#[test]
fn no_petition_of_another_channel_has_an_interview_in_any_state() {
    for state in StatusKind::ALL {
        for body in steps() {
            let label = body.label();
            let refused = then(&in_state(state), body).unwrap_err();
            assert_eq!((refused.state, refused.attempted), (state, label));
        }
    }
}

#[test]
fn a_case_that_was_passed_on_keeps_its_interview_open_to_its_interviewer() {
    let mut petition = visit();
    let [arranged, recorded, ..] = steps();
    let life = [
        arranged,
        saved(),
        Body::Registered {
            division: "370102".parse().unwrap(),
            rating: true,
        },
        transferred("370100-xfj"),
        recorded,
        Body::InterviewDone,
    ];
    for body in life {
        petition = then(&petition, body).unwrap();
    }
    assert_eq!(petition.status.kind(), StatusKind::Transferred);
    assert!(petition.interview.as_ref().unwrap().done.is_some());
    assert!(
        then(&petition, Body::InterviewReopened).is_err(),
        "it has gone on"
    );
}
