//! The life of a submission: every event against every standing, and what the case's own steps mean for it.

use super::*;
use crate::assignment::{Task, usual_due};
use crate::calendar::Calendar;
use crate::deadline::{Deadline, DeadlineKind, RollRule};
use crate::event::{AgencyRef, LetterRef};
use crate::ids::LetterId;
use crate::number::PetitionNumber;
use crate::registration::{Channel, Outcome};

fn at(minute: u32) -> DateTime<Utc> {
    let begun: DateTime<Utc> = "2026-11-02T01:00:00Z".parse().unwrap();
    begun + chrono::TimeDelta::minutes(minute.into())
}

fn officer(n: u8, agency: &str) -> OfficerRef {
    OfficerRef {
        id: format!("019f0000-0000-7000-8000-0000000000{n:02}")
            .parse()
            .unwrap(),
        name: format!("工作人员 {n}"),
        agency: AgencyRef {
            code: agency.parse().unwrap(),
            name: agency.to_owned(),
        },
    }
}

fn clerk() -> OfficerRef {
    officer(1, "370000-xfj")
}

fn leader() -> OfficerRef {
    officer(2, "370000-xfj")
}

fn due(kind: DeadlineKind) -> Deadline {
    kind.from(
        "2026-11-02".parse().unwrap(),
        Calendar::builtin(),
        RollRule::default(),
    )
}

/// A case and its submissions, with what happened to it.
struct Life {
    petition: Petition,
    all: Approvals,
    events: Vec<Event>,
}

impl Life {
    fn begun() -> Self {
        let identity = Identity {
            id: "019f0000-0000-7000-8000-000000000090".parse().unwrap(),
            number: PetitionNumber::new(
                Channel::Web,
                "370100".parse().unwrap(),
                "2026-11-02".parse().unwrap(),
                1,
            ),
        };
        let filed = Event {
            seq: 1,
            at: at(0),
            by: By::Petitioner,
            body: Body::Filed {
                channel: Channel::Web,
                division: "370100".parse().unwrap(),
                intake: clerk().agency,
                attachments: 0,
                due: due(DeadlineKind::Registration),
            },
        };
        Self {
            petition: Petition::begin(identity, &filed).unwrap(),
            all: Approvals::default(),
            events: vec![filed],
        }
    }

    fn opened() -> Self {
        let mut life = Self::begun();
        life.does(&clerk(), Body::Opened).unwrap();
        life
    }

    /// Lies with the province, registered.
    fn registered() -> Self {
        let mut life = Self::opened();
        life.petition.registration_saved = true;
        life.does(
            &clerk(),
            Body::Registered {
                division: "370100".parse().unwrap(),
                rating: false,
            },
        )
        .unwrap();
        life
    }

    fn does(&mut self, by: &OfficerRef, body: Body) -> Result<(), ApprovalRefusal> {
        let event = self
            .petition
            .next_event(at(self.petition.version), By::Officer(by.clone()), body);
        let after = self.petition.apply(&event).unwrap();
        let mut all = self.all.clone();
        all.apply(&event, &after)?;
        (self.petition, self.all) = (after, all);
        self.events.push(event);
        Ok(())
    }

    fn submits(&mut self, kind: DraftKind) -> Result<u32, ApprovalRefusal> {
        self.does(
            &clerk(),
            Body::SubmittedForApproval {
                to: leader(),
                draft: Box::new(draft(kind)),
            },
        )?;
        Ok(self.petition.version)
    }

    fn answers(&mut self, by: &OfficerRef, submission: u32, verdict: Verdict) -> Result<(), ApprovalRefusal> {
        self.does(by, answer(submission, verdict))
    }

    fn ended(&self, submission: u32) -> Option<Ended> {
        self.all.get(submission).unwrap().ended.map(|(ended, _)| ended)
    }
}

fn draft(kind: DraftKind) -> Draft {
    Draft {
        kind,
        fields: vec![("note".into(), "附言".into())],
        lines: vec![("转送意见".into(), "附言".into())],
        question: "这样转合适吗？".into(),
    }
}

fn answer(submission: u32, verdict: Verdict) -> Body {
    Body::Instructed {
        submission,
        draft: DraftKind::Transfer,
        verdict,
        text: "按此办理".into(),
    }
}

fn withdrawal(submission: u32) -> Body {
    Body::SubmissionWithdrawn {
        submission,
        draft: DraftKind::Transfer,
    }
}

fn passed_on(task: bool) -> Body {
    let start = "2026-11-02".parse().unwrap();
    Body::Transferred {
        to: officer(9, "370100-xfj").agency,
        letter: LetterRef {
            id: LetterId::new(at(0), [1; 10]),
            number: "鲁信转〔2026〕第1号".into(),
            title: "信访事项转送告知书".into(),
        },
        due: due(DeadlineKind::Notice),
        task: task.then(|| Task {
            due: usual_due(start, Calendar::builtin()),
        }),
    }
}

#[test]
fn every_code_leads_back_to_its_kind_and_verdict() {
    for kind in DraftKind::ALL {
        assert_eq!(DraftKind::from_code(kind.code()), Some(kind));
    }
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
    }
    assert!(DraftKind::from_code("").is_none() && Verdict::from_code("x").is_none());
}

#[test]
fn a_submission_is_answered_once_and_by_the_leader_who_was_asked() {
    for verdict in Verdict::ALL {
        let mut life = Life::registered();
        let asked = life.submits(DraftKind::Transfer).unwrap();
        assert!(life.all.get(asked).unwrap().is_waiting());
        assert_eq!(
            life.answers(&officer(3, "370000-xfj"), asked, verdict),
            Err(ApprovalRefusal::Unknown),
            "another leader"
        );
        assert_eq!(
            life.answers(&leader(), asked + 1, verdict),
            Err(ApprovalRefusal::Unknown)
        );
        life.answers(&leader(), asked, verdict).unwrap();
        let one = life.all.get(asked).unwrap();
        assert_eq!(one.decided.map(|decided| decided.verdict), Some(verdict));
        assert!(one.is_alive());
        assert_eq!(
            life.answers(&leader(), asked, verdict),
            Err(ApprovalRefusal::Decided)
        );
    }
}

#[test]
fn only_one_of_a_kind_waits_and_an_answered_one_makes_room() {
    let mut life = Life::registered();
    let first = life.submits(DraftKind::Transfer).unwrap();
    assert_eq!(life.submits(DraftKind::Transfer), Err(ApprovalRefusal::Waiting));
    let other = life.submits(DraftKind::Assign).unwrap();
    life.answers(&leader(), first, Verdict::Returned).unwrap();
    let second = life.submits(DraftKind::Transfer).unwrap();
    assert_eq!(
        [first, other, second].map(|one| life.ended(one)),
        [Some(Ended::Replaced), None, None]
    );
}

#[test]
fn who_asked_or_a_colleague_takes_it_back_before_and_after_the_answer_and_nobody_elsewhere_does() {
    let colleague = officer(7, "370000-xfj");
    for (answered, who) in [
        (false, clerk()),
        (true, clerk()),
        (false, colleague.clone()),
        (true, colleague),
    ] {
        let mut life = Life::registered();
        let asked = life.submits(DraftKind::Transfer).unwrap();
        if answered {
            life.answers(&leader(), asked, Verdict::Approved).unwrap();
        }
        assert_eq!(
            life.does(&officer(4, "370100-xfj"), withdrawal(asked)),
            Err(ApprovalRefusal::Unknown)
        );
        life.does(&who, withdrawal(asked)).unwrap();
        assert_eq!(life.ended(asked), Some(Ended::TakenBack));
        assert_eq!(life.does(&clerk(), withdrawal(asked)), Err(ApprovalRefusal::Over));
        let late = life.answers(&leader(), asked, Verdict::Approved);
        assert_eq!(late, Err(ApprovalRefusal::Over));
    }
}

#[test]
fn carrying_out_what_was_answered_uses_it_and_moving_on_without_it_makes_it_lapse() {
    let answered = |verdict| {
        let mut life = Life::registered();
        let asked = life.submits(DraftKind::Transfer).unwrap();
        if let Some(verdict) = verdict {
            life.answers(&leader(), asked, verdict).unwrap();
        }
        (life, asked)
    };
    for (verdict, ended) in [
        (Verdict::Approved, Ended::Used),
        (Verdict::Returned, Ended::Otherwise),
    ] {
        let (mut life, asked) = answered(Some(verdict));
        life.does(&clerk(), passed_on(false)).unwrap();
        assert_eq!(life.ended(asked), Some(ended));
    }
    let (mut life, asked) = answered(None);
    life.does(&clerk(), passed_on(false)).unwrap();
    assert_eq!(
        life.ended(asked),
        Some(Ended::Lapsed),
        "nobody waited for the answer"
    );
    let (mut life, asked) = answered(Some(Verdict::Approved));
    life.does(&clerk(), passed_on(true)).unwrap();
    assert_eq!(
        life.ended(asked),
        Some(Ended::Lapsed),
        "assigned where a transfer was approved"
    );
    let noted = Body::Noted {
        note: "附言".into()
    };
    let (mut life, asked) = answered(None);
    life.does(&clerk(), noted).unwrap();
    assert_eq!(life.ended(asked), None, "a record changes nothing");
    assert_eq!(life.petition.status, crate::petition::Status::Registered);
}

#[test]
fn a_draft_fits_where_its_step_does_and_for_who_holds_the_case() {
    let mut life = Life::opened();
    assert_eq!(life.submits(DraftKind::Transfer), Err(ApprovalRefusal::Stale));
    assert_eq!(life.submits(DraftKind::Opinion), Err(ApprovalRefusal::Stale));
    assert!(life.submits(DraftKind::Registration).is_ok());
    let mut life = Life::registered();
    let foreign = Body::SubmittedForApproval {
        to: officer(5, "370100-xfj"),
        draft: Box::new(draft(DraftKind::Transfer)),
    };
    assert_eq!(
        life.does(&officer(4, "370100-xfj"), foreign),
        Err(ApprovalRefusal::Stale)
    );
    let reply = Body::Replied {
        letter: LetterRef {
            id: LetterId::new(at(0), [1; 10]),
            number: "1".into(),
            title: "信访事项处理意见书".into(),
        },
        outcome: Outcome::Support,
        due: due(DeadlineKind::ReviewWindow),
        rating: None,
    };
    assert!(DraftKind::Opinion.is_carried_out_by(&reply));
}

#[test]
fn asking_changes_nothing_of_the_case_and_the_fold_says_the_same() {
    let mut life = Life::opened();
    let before = life.petition.clone();
    let asked = life.submits(DraftKind::Registration).unwrap();
    life.answers(&leader(), asked, Verdict::Returned).unwrap();
    life.does(&clerk(), withdrawal(asked)).unwrap();
    assert!(life.petition.submitted);
    let mut expected = before;
    (expected.version, expected.submitted) = (life.petition.version, true);
    assert_eq!(life.petition, expected);
    let identity = Identity {
        id: life.petition.id,
        number: life.petition.number,
    };
    let events: Vec<&Event> = life.events.iter().collect();
    assert_eq!(Approvals::fold(identity, &events), Ok(life.all.clone()));
    let json = serde_json::to_string(&life.all).unwrap();
    assert_eq!(serde_json::from_str::<Approvals>(&json).unwrap(), life.all);
    let shown = format!("{:?}", draft(DraftKind::Transfer));
    assert!(!shown.contains("附言"), "{shown}");
}

#[test]
fn a_case_is_submitted_only_so_often() {
    let mut life = Life::registered();
    for _ in 0..SUBMISSIONS_MAX {
        let asked = life.submits(DraftKind::Transfer).unwrap();
        life.answers(&leader(), asked, Verdict::Returned).unwrap();
    }
    assert_eq!(life.submits(DraftKind::Transfer), Err(ApprovalRefusal::TooMany));
}

#[test]
fn a_draft_of_an_end_fits_the_kind_of_demand_and_is_used_by_its_own_step() {
    use crate::ending::LawfulRoute;
    use crate::registration::{Procedure, Purpose};
    let letter = || LetterRef {
        id: LetterId::new(at(0), [1; 10]),
        number: "1".into(),
        title: "法定途径告知书".into(),
    };
    let told = Body::Directed {
        letter: letter(),
        route: LawfulRoute::Court,
        rating: None,
    };
    let answered = Body::DirectReplied {
        letter: letter(),
        rating: None,
    };
    for (kind, other, procedure, end) in [
        (
            DraftKind::Route,
            DraftKind::DirectReply,
            Procedure::Litigation,
            told,
        ),
        (
            DraftKind::DirectReply,
            DraftKind::Route,
            Procedure::Petition,
            answered,
        ),
    ] {
        let mut life = Life::registered();
        life.petition.procedure = Some(procedure);
        life.petition.purpose = Some(Purpose::Enquiry);
        assert_eq!(life.submits(other), Err(ApprovalRefusal::Stale));
        let asked = life.submits(kind).unwrap();
        life.answers(&leader(), asked, Verdict::Approved).unwrap();
        life.does(&clerk(), end).unwrap();
        assert_eq!(life.ended(asked), Some(Ended::Used));
    }
}
