//! Every state against every event. What each step changes, and whole lives, are in `lives`.

use super::*;
use crate::approval::{Draft, DraftKind, Verdict};
use crate::assignment::Task;
use crate::calendar::Calendar;
use crate::category::Category;
use crate::deadline::{DeadlineKind, RollRule};
use crate::ending::LawfulRoute;
use crate::event::{LetterRef, OfficerRef};
use crate::ids::LetterId;
use crate::rating::{Assessment, Grade, RatedVia, Rating, RatingChoice};
use crate::registration::{Flags, Outcome, Procedure, Purpose, Registration};
use crate::text::Summary;

#[path = "petition_tests/accusation.rs"]
mod accusation;
#[path = "petition_tests/alerts.rs"]
mod alerts;
#[path = "petition_tests/corrected.rs"]
mod corrected;
#[path = "petition_tests/ends.rs"]
mod ends;
#[path = "petition_tests/lives.rs"]
mod lives;
#[path = "petition_tests/ratings.rs"]
mod ratings;
#[path = "petition_tests/suspended.rs"]
mod suspended;
#[path = "petition_tests/visits.rs"]
mod visits;

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-11-{day:02}T01:00:00Z").parse().unwrap()
}

fn agency(code: &str) -> AgencyRef {
    AgencyRef {
        code: code.parse().unwrap(),
        name: format!("单位 {code}"),
    }
}

fn due(kind: DeadlineKind) -> Deadline {
    kind.from(
        crate::time::local_date(at(2)),
        Calendar::builtin(),
        RollRule::default(),
    )
}

fn letter() -> LetterRef {
    LetterRef {
        id: LetterId::new(at(2), [1; 10]),
        number: "鲁信受〔2026〕第1号".into(),
        title: "受理告知书".into(),
    }
}

fn registration(purpose: Purpose) -> Registration {
    Registration {
        division: "370102".parse().unwrap(),
        category: Category::parse("城乡建设/城市建设和市政管理/小区管理").unwrap(),
        purpose,
        procedure: Procedure::Petition,
        summary: Summary::parse("摘要").unwrap(),
        people_count: 1,
        people_affected: 0,
        flags: Flags::default(),
        threat_text: None,
        initial: true,
        repeat_number: 0,
        public: false,
        rating: (purpose != Purpose::RequestToResolve).then_some(RatingChoice::Exclude),
        accused: None,
        cause: None,
        hot_topic: None,
        initial_nationally: None,
    }
}

fn filed() -> Body {
    Body::Filed {
        channel: Channel::Web,
        division: "370100".parse().unwrap(),
        intake: agency("370000-xfj"),
        attachments: 2,
        due: due(DeadlineKind::Registration),
    }
}

fn saved() -> Body {
    Body::RegistrationSaved {
        registration: Box::new(registration(Purpose::RequestToResolve)),
    }
}

fn transferred(to: &str) -> Body {
    Body::Transferred {
        to: agency(to),
        letter: letter(),
        due: due(DeadlineKind::Notice),
        task: None,
    }
}

fn task() -> Task {
    Task {
        due: due(DeadlineKind::Report),
    }
}

fn assigned(to: &str) -> Body {
    match transferred(to) {
        Body::Transferred { to, letter, due, .. } => Body::Transferred {
            to,
            letter,
            due,
            task: Some(task()),
        },
        other => other,
    }
}

/// The events that come last in `bodies`: of assigning and of asking a leader.
fn later() -> [Body; 5] {
    [
        assigned("370100-xfj"),
        Body::TaskWorded {
            letter: letter(),
            instruction: "查明积水原因".into(),
            reason: String::new(),
        },
        Body::SubmittedForApproval {
            to: officer(),
            draft: Box::new(Draft {
                kind: DraftKind::Transfer,
                fields: Vec::new(),
                lines: Vec::new(),
                question: "这样转合适吗？".into(),
            }),
        },
        Body::Instructed {
            submission: 5,
            draft: DraftKind::Transfer,
            verdict: Verdict::Approved,
            text: String::new(),
        },
        Body::SubmissionWithdrawn {
            submission: 5,
            draft: DraftKind::Transfer,
        },
    ]
}

fn replied() -> Body {
    Body::Replied {
        letter: letter(),
        outcome: Outcome::Support,
        due: due(DeadlineKind::ReviewWindow),
        rating: Some(due(DeadlineKind::RatingWindow)),
    }
}

/// A rating of the two agencies that the cases of these tests have.
fn rating(round: u8, grade: Grade) -> Rating {
    let assessed = |code: &str, grade| Assessment {
        agency: agency(code),
        grade,
        reasons: Vec::new(),
        message: false,
    };
    Rating {
        round,
        via: RatedVia::Account,
        office: Some(assessed("370000-xfj", Grade::Satisfied)),
        unit: assessed("370100-xfj", grade),
    }
}

fn rated(round: u8) -> Body {
    Body::Rated {
        rating: Box::new(rating(round, Grade::Mostly)),
    }
}

fn directed(route: LawfulRoute) -> Body {
    Body::Directed {
        letter: letter(),
        route,
        rating: Some(due(DeadlineKind::RatingWindow)),
    }
}

fn direct_replied() -> Body {
    Body::DirectReplied {
        letter: letter(),
        rating: Some(due(DeadlineKind::RatingWindow)),
    }
}

/// One of each event, in the order of the columns below.
fn bodies() -> [Body; 25] {
    let [assigned, worded, submitted, instructed, taken_back] = later();
    [
        filed(),
        Body::Withdrawn,
        Body::Opened,
        saved(),
        Body::Registered {
            division: "370102".parse().unwrap(),
            rating: true,
        },
        transferred("370100-xfj"),
        Body::Noted {
            note: "附言".into()
        },
        Body::Accepted {
            letter: letter(),
            due: due(DeadlineKind::Handling),
        },
        replied(),
        Body::Concluded,
        material(),
        Body::MaterialRead,
        alerts::reported(),
        rated(1),
        linked(),
        unlinked(),
        assigned,
        worded,
        submitted,
        instructed,
        taken_back,
        suspended::suspend(),
        suspended::resume_at_once(),
        directed(LawfulRoute::LabourArbitration),
        direct_replied(),
    ]
}

fn unlinked() -> Body {
    Body::Unlinked {
        other: other(),
        number: number_of_other(),
        since: at(2),
        theirs: false,
    }
}

fn other() -> PetitionId {
    "019f0000-0000-7000-8000-000000000003".parse().unwrap()
}

fn number_of_other() -> PetitionNumber {
    "W370100-20261101-00007".parse().unwrap()
}

fn linked() -> Body {
    Body::Linked {
        other: other(),
        number: number_of_other(),
        relation: crate::dedupe::Relation::SameMatter,
        repeats: 1,
        repeats_of_other: 0,
    }
}

fn material() -> Body {
    Body::MaterialAdded {
        words: true,
        attachments: 3,
    }
}

fn officer() -> OfficerRef {
    OfficerRef {
        id: "019f0000-0000-7000-8000-000000000001".parse().unwrap(),
        name: "邓洁".into(),
        agency: agency("370000-xfj"),
    }
}

fn by() -> By {
    By::Officer(officer())
}

fn begun() -> Petition {
    let identity = Identity {
        id: "019f0000-0000-7000-8000-000000000002".parse().unwrap(),
        number: PetitionNumber::new(
            Channel::Web,
            "370100".parse().unwrap(),
            crate::time::local_date(at(2)),
            1,
        ),
    };
    Petition::begin(
        identity,
        &Event {
            seq: 1,
            at: at(2),
            by: By::Petitioner,
            body: filed(),
        },
    )
    .unwrap()
}

fn then(petition: &Petition, body: Body) -> Result<Petition, TransitionError> {
    petition.apply(&petition.next_event(at(3), by(), body))
}

/// Opened, with no registration details saved yet.
fn opened() -> Petition {
    then(&begun(), Body::Opened).unwrap()
}

/// The steps of an officer in the life of an ordinary petition that is registered so.
fn life(saved: Body) -> [Body; 7] {
    [
        Body::Opened,
        saved,
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
    ]
}

/// A petition in each state, reached by its own events; an opened one has its details saved.
fn in_state(kind: StatusKind) -> Petition {
    if kind == StatusKind::Withdrawn {
        return then(&begun(), Body::Withdrawn).unwrap();
    }
    let mut petition = begun();
    for body in life(saved()) {
        if petition.status.kind() == kind && (kind != StatusKind::Opened || petition.registration_saved) {
            break;
        }
        petition = then(&petition, body).unwrap();
    }
    assert_eq!(petition.status.kind(), kind);
    petition
}

/// Registered as a demand of this kind with this purpose, in the rating's scope.
fn registered_as(procedure: Procedure, purpose: Purpose) -> Petition {
    let registration = Registration {
        procedure,
        rating: Some(RatingChoice::Include),
        ..registration(purpose)
    };
    let saved = Body::RegistrationSaved {
        registration: Box::new(registration),
    };
    let registered = Body::Registered {
        division: "370102".parse().unwrap(),
        rating: true,
    };
    let life = [saved, registered];
    life.into_iter()
        .fold(opened(), |petition, body| then(&petition, body).unwrap())
}

#[test]
fn every_state_allows_exactly_the_events_of_the_table() {
    use StatusKind as S;
    // What is registered allows all this, and one end.
    let registered = |end: &'static str| {
        [
            ("保存登记要素", S::Registered),
            ("已转送", S::Transferred),
            ("办理记录", S::Registered),
            ("已补充材料", S::Registered),
            ("关联信访件", S::Registered),
            ("取消关联", S::Registered),
            ("已交办", S::Transferred),
            ("交办要求", S::Registered),
            ("送审", S::Registered),
            ("批示：同意", S::Registered),
            ("撤回送审", S::Registered),
            (end, S::Concluded),
        ]
    };
    // Each state with the events it allows, by their names, and where they lead. All others are refused.
    let arbitration = registered_as(Procedure::Arbitration, Purpose::RequestToResolve);
    let enquiry = registered_as(Procedure::Petition, Purpose::Enquiry);
    let duty = registered_as(Procedure::DutyRequest, Purpose::Other);
    let table: [(Petition, &[(&str, S)]); 15] = [
        (
            begun(),
            &[
                ("您已撤回", S::Withdrawn),
                ("工作人员已查看", S::Opened),
                ("已补充材料", S::Filed),
            ],
        ),
        (in_state(S::Withdrawn), &[]),
        (
            opened(),
            &[
                ("保存登记要素", S::Opened),
                ("办理记录", S::Opened),
                ("已补充材料", S::Opened),
                ("关联信访件", S::Opened),
                ("取消关联", S::Opened),
                ("送审", S::Opened),
                ("批示：同意", S::Opened),
                ("撤回送审", S::Opened),
            ],
        ),
        (
            in_state(S::Opened),
            &[
                ("保存登记要素", S::Opened),
                ("已登记", S::Registered),
                ("办理记录", S::Opened),
                ("已补充材料", S::Opened),
                ("关联信访件", S::Opened),
                ("取消关联", S::Opened),
                ("送审", S::Opened),
                ("批示：同意", S::Opened),
                ("撤回送审", S::Opened),
            ],
        ),
        (
            in_state(S::Registered),
            &[
                ("保存登记要素", S::Registered),
                ("已转送", S::Transferred),
                ("办理记录", S::Registered),
                ("已补充材料", S::Registered),
                ("关联信访件", S::Registered),
                ("取消关联", S::Registered),
                ("已交办", S::Transferred),
                ("交办要求", S::Registered),
                ("送审", S::Registered),
                ("批示：同意", S::Registered),
                ("撤回送审", S::Registered),
            ],
        ),
        (
            in_state(S::Transferred),
            &[
                ("已转送", S::Transferred),
                ("办理记录", S::Transferred),
                ("责任单位已受理", S::Accepted),
                ("已补充材料", S::Transferred),
                ("已交办", S::Transferred),
                ("交办要求", S::Transferred),
                ("送审", S::Transferred),
                ("批示：同意", S::Transferred),
                ("撤回送审", S::Transferred),
            ],
        ),
        (
            in_state(S::Accepted),
            &[
                ("办理记录", S::Accepted),
                ("责任单位已答复", S::Replied),
                ("已补充材料", S::Accepted),
                ("送审", S::Accepted),
                ("批示：同意", S::Accepted),
                ("撤回送审", S::Accepted),
                ("已中止计时", S::Accepted),
            ],
        ),
        (
            suspended::suspended(),
            &[
                ("办理记录", S::Accepted),
                ("责任单位已答复", S::Replied),
                ("已补充材料", S::Accepted),
                ("送审", S::Accepted),
                ("批示：同意", S::Accepted),
                ("撤回送审", S::Accepted),
                ("已恢复计时", S::Accepted),
            ],
        ),
        (
            in_state(S::Replied),
            &[
                ("办理记录", S::Replied),
                ("已办结", S::Concluded),
                ("已补充材料", S::Replied),
                ("您已评价", S::Replied),
                ("送审", S::Replied),
                ("批示：同意", S::Replied),
                ("撤回送审", S::Replied),
            ],
        ),
        (
            in_state(S::Concluded),
            &[
                ("办理记录", S::Concluded),
                ("您已评价", S::Concluded),
                ("送审", S::Concluded),
                ("批示：同意", S::Concluded),
                ("撤回送审", S::Concluded),
            ],
        ),
        // What goes another way is never accepted; what may be answered directly may be passed on too.
        (then(&arbitration, transferred("370100-xfj")).unwrap(), {
            &[
                ("已转送", S::Transferred),
                ("办理记录", S::Transferred),
                ("已补充材料", S::Transferred),
                ("已交办", S::Transferred),
                ("交办要求", S::Transferred),
                ("送审", S::Transferred),
                ("批示：同意", S::Transferred),
                ("撤回送审", S::Transferred),
                ("已告知法定途径", S::Concluded),
            ]
        }),
        (arbitration, &registered("已告知法定途径")),
        (then(&enquiry, transferred("370100-xfj")).unwrap(), {
            &[
                ("已转送", S::Transferred),
                ("办理记录", S::Transferred),
                ("责任单位已受理", S::Accepted),
                ("已补充材料", S::Transferred),
                ("已交办", S::Transferred),
                ("交办要求", S::Transferred),
                ("送审", S::Transferred),
                ("批示：同意", S::Transferred),
                ("撤回送审", S::Transferred),
            ]
        }),
        (enquiry, &registered("已直接回复")),
        // Its own letter is not there yet.
        (duty, &registered("")[..11]),
    ];
    for kind in S::ALL {
        assert!(table.iter().any(|(petition, _)| petition.status.kind() == kind));
    }
    for (petition, allowed) in table {
        let state = petition.status.kind();
        let mut found = Vec::new();
        for body in bodies() {
            let label = body.label();
            match then(&petition, body) {
                Ok(next) => {
                    assert_eq!(next.version, petition.version + 1);
                    found.push((label, next.status.kind()));
                }
                Err(error) => {
                    assert_eq!((error.state, error.attempted), (state, label));
                    assert!(error.message().ends_with("没有生效。"));
                }
            }
        }
        assert_eq!(found, allowed, "{state:?}");
    }
}

#[test]
fn asking_a_leader_is_no_answer_to_what_the_petitioner_added() {
    let added = then(&opened(), material()).unwrap();
    for body in later().into_iter().filter(Body::is_about_approval) {
        assert!(then(&added, body).unwrap().new_material);
    }
}

#[test]
fn an_assignment_stands_until_the_case_is_concluded_wherever_it_lies() {
    let assigned = then(&in_state(StatusKind::Registered), assigned("370100-xfj")).unwrap();
    let [one] = &assigned.assignments[..] else {
        panic!("one assignment")
    };
    assert_eq!((&one.by, &one.to), (&agency("370000-xfj"), &agency("370100-xfj")));
    assert_eq!((one.task, one.is_open()), (task(), true));
    let mut case = then(&assigned, transferred("370102-zjj")).unwrap();
    assert_eq!(case.open_assignments().count(), 1, "passed on, and still owed");
    for body in [
        Body::Accepted {
            letter: letter(),
            due: due(DeadlineKind::Handling),
        },
        replied(),
    ] {
        case = then(&case, body).unwrap();
        assert_eq!(case.open_assignments().count(), 1);
    }
    case = then(&case, Body::Concluded).unwrap();
    assert_eq!(case.open_assignments().count(), 0);
    assert_eq!(case.assignments[0].reported, Some(at(3)));
}

#[test]
fn linking_two_cases_is_no_answer_to_what_the_petitioner_added() {
    let added = then(&opened(), material()).unwrap();
    assert!(added.new_material);
    assert!(then(&added, linked()).unwrap().new_material);
    assert!(!then(&added, saved()).unwrap().new_material);
}

#[test]
fn what_was_linked_after_saving_is_saved_once_more_before_the_case_is_passed_on() {
    let linked_first = then(&opened(), linked()).unwrap();
    assert!(!linked_first.relinked, "the form is still to be saved");
    let registered = in_state(StatusKind::Registered);
    for body in [linked(), unlinked()] {
        let relinked = then(&registered, body).unwrap();
        assert!(relinked.relinked);
        let transfer = transferred("370100-xfj");
        assert!(then(&relinked, transfer.clone()).is_err());
        let saved = then(&relinked, saved()).unwrap();
        assert!(!saved.relinked && then(&saved, transfer).is_ok());
    }
}

#[test]
fn registration_needs_its_details_first() {
    let registered = Body::Registered {
        division: "370102".parse().unwrap(),
        rating: true,
    };
    assert!(then(&opened(), registered.clone()).is_err());
    assert!(then(&then(&opened(), saved()).unwrap(), registered).is_ok());
}

#[test]
fn a_life_begins_with_filing_and_with_nothing_else() {
    let identity = Identity {
        id: begun().id,
        number: begun().number,
    };
    for body in bodies().into_iter().skip(1) {
        assert!(
            Petition::begin(
                identity,
                &Event {
                    seq: 1,
                    at: at(2),
                    by: by(),
                    body
                }
            )
            .is_err()
        );
    }
    assert!(Petition::fold(identity, &[]).is_none());
}

#[test]
fn withdrawing_ends_the_clock_and_opening_ends_the_right_to_withdraw() {
    assert!(begun().can_be_withdrawn());
    assert_eq!(then(&begun(), Body::Withdrawn).unwrap().due, None);
    assert!(!then(&begun(), Body::Opened).unwrap().can_be_withdrawn());
}

#[test]
fn amending_a_registration_amends_the_scope_of_the_rating() {
    let registered = in_state(StatusKind::Registered);
    assert_eq!(registered.rating, Some(true));
    let enquiry = Body::RegistrationSaved {
        registration: Box::new(registration(Purpose::Enquiry)),
    };
    assert_eq!(then(&registered, enquiry).unwrap().rating, Some(false));
    assert_eq!(
        then(&opened(), saved()).unwrap().rating,
        None,
        "unknown until registered"
    );
}

#[test]
fn only_internal_events_are_hidden_from_the_petitioner() {
    let hidden: Vec<_> = bodies()
        .iter()
        .filter(|b| !b.is_public())
        .map(Body::label)
        .collect();
    let expected = [
        "保存登记要素",
        "办理记录",
        "已阅补充材料",
        "紧急情况已报告",
        "关联信访件",
        "取消关联",
        "交办要求",
        "送审",
        "批示：同意",
        "撤回送审",
    ];
    assert_eq!(hidden, expected);
}

#[test]
fn an_event_refers_to_the_letter_it_brought_about() {
    for body in bodies() {
        let owes_one = matches!(
            body,
            Body::Transferred { .. }
                | Body::TaskWorded { .. }
                | Body::Accepted { .. }
                | Body::Replied { .. }
                | Body::Directed { .. }
                | Body::DirectReplied { .. }
        );
        assert_eq!(body.letter(), owes_one.then_some(&letter()), "{}", body.label());
    }
}

#[test]
fn every_event_and_every_header_reads_back_from_storage() {
    for (seq, body) in (1..).zip(bodies()) {
        let event = Event {
            seq,
            at: at(2),
            by: by(),
            body,
        };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
    for petition in StatusKind::ALL
        .map(in_state)
        .into_iter()
        .chain([suspended::suspended()])
    {
        let json = serde_json::to_string(&petition).unwrap();
        assert_eq!(serde_json::from_str::<Petition>(&json).unwrap(), petition);
    }
}

/// The same petition after its petitioner added something.
fn added(petition: &Petition) -> Result<Petition, TransitionError> {
    petition.apply(&petition.next_event(at(4), By::Petitioner, material()))
}

#[test]
fn what_is_added_counts_and_is_new_until_an_officer_does_something() {
    let accepted = in_state(StatusKind::Accepted);
    let next = added(&accepted).unwrap();
    assert_eq!(
        (next.materials, next.attachments, next.new_material),
        (1, accepted.attachments + 3, true)
    );
    assert_eq!(next.status, accepted.status);
    assert!(!then(&next, Body::MaterialRead).unwrap().new_material);
    let noted = Body::Noted {
        note: "已看".into()
    };
    assert!(
        then(&next, noted).unwrap().new_material,
        "a record may be added without a look"
    );
    assert!(then(&accepted, Body::MaterialRead).is_err(), "nothing is new");
    let read_twice = then(&then(&next, Body::MaterialRead).unwrap(), Body::MaterialRead);
    assert!(read_twice.is_err());
}

#[test]
fn what_is_added_before_anybody_opens_it_is_no_news_and_leaves_the_right_to_withdraw() {
    let next = added(&begun()).unwrap();
    assert!(!next.new_material && next.can_be_withdrawn());
    assert!(then(&next, Body::Withdrawn).is_ok());
}

#[test]
fn material_is_added_at_most_ten_times_and_never_to_what_is_over() {
    let mut petition = in_state(StatusKind::Transferred);
    for _ in 0..MATERIALS_MAX {
        assert_eq!(petition.material_refusal(), None);
        petition = added(&petition).unwrap();
    }
    assert_eq!(petition.material_refusal(), Some(MaterialRefusal::Full));
    assert!(added(&petition).is_err());
    for (kind, refusal) in [
        (StatusKind::Withdrawn, MaterialRefusal::Withdrawn),
        (StatusKind::Concluded, MaterialRefusal::Concluded),
    ] {
        assert_eq!(in_state(kind).material_refusal(), Some(refusal));
        assert!(added(&in_state(kind)).is_err());
    }
}
