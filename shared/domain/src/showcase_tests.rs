//! The steps of a case for the public over every state, and what bars a publication.

use super::*;
use crate::event::OfficerRef;
use crate::redaction::Kind;
use chrono::NaiveDate;

fn at(minute: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
    start + chrono::TimeDelta::minutes(minute)
}

fn officer(n: u8) -> OfficerRef {
    OfficerRef {
        id: OfficerId::new(at(0), [n; 10]),
        name: format!("officer {n}"),
        agency: AgencyRef {
            code: "370100-xfj".parse().unwrap(),
            name: "济南市信访局".to_owned(),
        },
    }
}

fn words(handled: &str) -> Words {
    Words {
        title: "小区水泵修好了".to_owned(),
        outcome: "六楼以上恢复供水。".to_owned(),
        reported: "居民反映泵房漏水。".to_owned(),
        handled: handled.to_owned(),
        place: Place::parse("370100").unwrap(),
        category: "城乡建设".to_owned(),
    }
}

fn wish(answer: Answer) -> Step {
    Step::Ask(Box::new(Wish {
        answer,
        way: Way::Phone,
        on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        by: officer(1),
        at: at(0),
    }))
}

fn save(handled: &str) -> Step {
    Step::Save {
        words: Box::new(words(handled)),
        explained: Vec::new(),
    }
}

const DRAFTER: u8 = 1;
const COLLEAGUE: u8 = 2;

/// A case in each state there is, written by the drafter, agreed to by the petitioner.
fn every_state() -> Vec<Showcase> {
    let petition = (
        PetitionId::new(at(0), [9; 10]),
        "W370102-20261014-00042".parse().unwrap(),
    );
    let first = Showcase::begin(
        ShowcaseId::new(at(0), [8; 10]),
        petition,
        words("已查实。"),
        &officer(DRAFTER),
        at(0),
    );
    let first = first
        .apply(&wish(Answer::Agreed), &officer(DRAFTER), at(1))
        .unwrap();
    let shown = Public::Shown {
        since: at(2),
        at: at(3),
    };
    // Withdrawn for another reason, and asked again since.
    let gone = Public::Withdrawn {
        since: at(-8),
        at: at(-4),
    };
    let mut all = Vec::new();
    for public in [Public::Never, shown, gone] {
        for work in [Work::None, Work::Draft, Work::Waiting, Work::SentBack] {
            if (public, work) == (Public::Never, Work::None) {
                continue; // It would be nothing: see `may_be_dropped`.
            }
            all.push(Showcase {
                public,
                work,
                approved: (public != Public::Never).then(|| Approved {
                    words: words("旧的一版。"),
                    explained: Vec::new(),
                }),
                authors: match work {
                    Work::None => Vec::new(),
                    _ => vec![officer(DRAFTER).id],
                },
                ..first.clone()
            });
        }
    }
    all
}

fn steps() -> Vec<Step> {
    let remark = || "请把门牌去掉".to_owned();
    vec![
        save("又写了一遍。"),
        wish(Answer::Agreed),
        Step::Submit,
        Step::TakeBack,
        Step::SendBack { remark: remark() },
        Step::Approve,
        Step::Withdraw { remark: remark() },
        Step::DropVersion,
    ]
}

/// What a step leads to, by a colleague who has written nothing: the work and the public state after it.
fn expected(public: &str, work: Work, step: &Step) -> Result<(Work, &'static str), Refusal> {
    let same = |public: &str| match public {
        "never" => "never",
        "shown" => "shown",
        _ => "gone",
    };
    match (step, work) {
        (Step::Save { .. } | Step::Submit | Step::DropVersion, Work::Waiting) => Err(Refusal::IsWaiting),
        (Step::Save { .. }, _) | (Step::TakeBack, Work::Waiting) => Ok((Work::Draft, same(public))),
        (Step::Ask(_), work) => Ok((work, same(public))),
        (Step::Submit, Work::Draft | Work::SentBack) => Ok((Work::Waiting, same(public))),
        (Step::Submit | Step::DropVersion, Work::None) => Err(Refusal::NothingWritten),
        (Step::SendBack { .. }, Work::Waiting) => Ok((Work::SentBack, same(public))),
        (Step::Approve, Work::Waiting) => Ok((Work::None, "shown")),
        (Step::TakeBack | Step::SendBack { .. } | Step::Approve, _) => Err(Refusal::NotWaiting),
        (Step::Withdraw { .. }, work) if public == "shown" => Ok((work, "gone")),
        (Step::Withdraw { .. }, _) => Err(Refusal::NotShown),
        (Step::DropVersion, _) if public == "never" => Err(Refusal::NeverShown),
        (Step::DropVersion, _) => Ok((Work::None, same(public))),
    }
}

fn name(public: Public) -> &'static str {
    match public {
        Public::Never => "never",
        Public::Shown { .. } => "shown",
        Public::Withdrawn { .. } => "gone",
    }
}

#[test]
fn every_step_in_every_state_leads_where_the_table_says_or_nowhere() {
    let mut seen = 0;
    for before in every_state() {
        for step in steps() {
            let after = before.apply(&step, &officer(COLLEAGUE), at(10));
            let found = after.as_ref().map(|after| (after.work, name(after.public)));
            let wanted = expected(name(before.public), before.work, &step);
            assert_eq!(
                found.map_err(Clone::clone),
                wanted,
                "{:?} {:?} {}",
                before.public,
                before.work,
                step.label()
            );
            seen += 1;
            if let Ok(after) = after {
                assert_eq!(after.shown().is_some(), after.is_shown(), "{}", step.label());
                assert_eq!(after.changed_by, "officer 2");
                assert_eq!(
                    after.trail.last().map(|one| one.done.as_str()),
                    Some(step.label())
                );
                assert!(!after.trays().is_empty(), "it stands in a list");
            }
        }
    }
    assert_eq!(seen, 11 * 8);
}

#[test]
fn who_wrote_a_version_neither_approves_it_nor_sends_it_back() {
    for before in every_state().into_iter().filter(|one| one.work == Work::Waiting) {
        for step in [
            Step::Approve,
            Step::SendBack {
                remark: "不行".to_owned(),
            },
        ] {
            assert_eq!(before.apply(&step, &officer(DRAFTER), at(10)), Err(Refusal::Own));
        }
        assert!(before.apply(&Step::TakeBack, &officer(DRAFTER), at(10)).is_ok());
    }
}

#[test]
fn whoever_saves_becomes_an_author_and_a_new_version_has_authors_of_its_own() {
    let draft = every_state()
        .into_iter()
        .find(|one| one.work == Work::Draft)
        .unwrap();
    let both = draft
        .apply(&save("同事补写。"), &officer(COLLEAGUE), at(5))
        .unwrap();
    assert_eq!(both.authors, [officer(DRAFTER).id, officer(COLLEAGUE).id]);
    let waiting = both.apply(&Step::Submit, &officer(DRAFTER), at(6)).unwrap();
    assert_eq!(
        waiting.apply(&Step::Approve, &officer(COLLEAGUE), at(7)),
        Err(Refusal::Own)
    );
    let shown = waiting.apply(&Step::Approve, &officer(3), at(7)).unwrap();
    let next = shown.apply(&save("改了一个字。"), &officer(3), at(8)).unwrap();
    assert_eq!(next.authors, [officer(3).id]);
    let next = next.apply(&Step::Submit, &officer(3), at(9)).unwrap();
    assert!(next.apply(&Step::Approve, &officer(DRAFTER), at(10)).is_ok());
}

#[test]
fn the_old_version_stays_public_until_the_new_one_is_approved() {
    let shown = every_state()
        .into_iter()
        .find(|one| one.is_shown() && one.work == Work::None)
        .unwrap();
    let old = shown.shown().cloned().unwrap();
    let writing = shown
        .apply(&save("新的一版。"), &officer(DRAFTER), at(5))
        .unwrap();
    assert_eq!(writing.shown(), Some(&old));
    assert_eq!(writing.trays(), [Tray::Drafts, Tray::Published]);
    let waiting = writing.apply(&Step::Submit, &officer(DRAFTER), at(6)).unwrap();
    assert_eq!(waiting.shown(), Some(&old));
    let approved = waiting.apply(&Step::Approve, &officer(COLLEAGUE), at(7)).unwrap();
    assert_eq!(approved.shown(), Some(&words("新的一版。")));
    assert_eq!(
        approved.public,
        Public::Shown {
            since: at(2),
            at: at(7)
        },
        "it is no new case"
    );
    let dropped = writing
        .apply(&Step::DropVersion, &officer(DRAFTER), at(6))
        .unwrap();
    assert_eq!((&dropped.words, dropped.shown()), (&old, Some(&old)));
}

#[test]
fn without_the_petitioners_consent_nothing_is_submitted_or_approved() {
    let states = every_state();
    let draft = states.iter().find(|one| one.work == Work::Draft).unwrap();
    let waiting = states.iter().find(|one| one.work == Work::Waiting).unwrap();
    for (answer, refusal) in [
        (None, Refusal::NotAgreed),
        (Some(Answer::NotReached), Refusal::NotAgreed),
        (Some(Answer::Refused), Refusal::Refused),
    ] {
        let asked = |one: &Showcase| {
            let fresh = Showcase {
                wish: None,
                ..one.clone()
            };
            match answer {
                Some(answer) => fresh.apply(&wish(answer), &officer(DRAFTER), at(5)).unwrap(),
                None => fresh,
            }
        };
        assert_eq!(
            asked(draft).apply(&Step::Submit, &officer(DRAFTER), at(6)),
            Err(refusal.clone())
        );
        assert_eq!(
            asked(waiting).apply(&Step::Approve, &officer(COLLEAGUE), at(6)),
            Err(refusal)
        );
    }
}

#[test]
fn who_is_not_reached_again_has_not_taken_back_and_who_refuses_later_has() {
    let shown = every_state().into_iter().find(Showcase::is_shown).unwrap();
    let away = shown
        .apply(&wish(Answer::NotReached), &officer(DRAFTER), at(5))
        .unwrap();
    assert!(away.is_agreed() && away.is_shown());
    let refused = away
        .apply(&wish(Answer::Refused), &officer(DRAFTER), at(6))
        .unwrap();
    assert_eq!(
        refused.public,
        Public::Withdrawn {
            since: at(2),
            at: at(6)
        }
    );
    assert_eq!(refused.shown(), None);
    assert!(
        refused
            .trail
            .last()
            .unwrap()
            .remark
            .contains("不同意公开：打电话")
    );
}

#[test]
fn a_withdrawal_ends_the_consent_and_dropping_a_version_goes_back_to_what_was_approved() {
    let shown = every_state()
        .into_iter()
        .find(|one| one.is_shown() && one.work == Work::None)
        .unwrap();
    let remark = "信访人来电".to_owned();
    let gone = shown
        .apply(&Step::Withdraw { remark }, &officer(DRAFTER), at(20))
        .unwrap();
    let again = gone.apply(&save("重写。"), &officer(COLLEAGUE), at(21)).unwrap();
    assert_eq!(
        again.apply(&Step::Submit, &officer(COLLEAGUE), at(22)),
        Err(Refusal::AskAgain)
    );
    let agreed = Wish {
        answer: Answer::Agreed,
        way: Way::Phone,
        on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        by: officer(1),
        at: at(23),
    };
    let asked = again
        .apply(&Step::Ask(Box::new(agreed)), &officer(1), at(23))
        .unwrap();
    assert!(asked.apply(&Step::Submit, &officer(COLLEAGUE), at(24)).is_ok());
    let dropped = asked.apply(&Step::DropVersion, &officer(3), at(25)).unwrap();
    assert_eq!((dropped.words, dropped.work), (words("旧的一版。"), Work::None));
    assert_eq!(
        dropped.authors,
        [],
        "what was approved has been read by a second officer"
    );
    // Writing on what one wrote before leaves one an author.
    let twice = asked.apply(&save("再改。"), &officer(3), at(26)).unwrap();
    assert_eq!(twice.authors, [officer(COLLEAGUE).id, officer(3).id]);
}

#[test]
fn an_older_consent_does_not_outlive_a_refusal_and_a_refusal_is_not_deleted() {
    let said = |answer, day, minute| {
        Step::Ask(Box::new(Wish {
            answer,
            way: Way::Writing,
            on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            by: officer(1),
            at: at(minute),
        }))
    };
    let draft = every_state()
        .into_iter()
        .find(|one| one.work == Work::Draft && one.public == Public::Never)
        .unwrap();
    let refused = draft
        .apply(&said(Answer::Refused, 22, 5), &officer(1), at(5))
        .unwrap();
    let late = refused
        .apply(&said(Answer::Agreed, 20, 6), &officer(1), at(6))
        .unwrap();
    assert!(late.is_refused());
    assert!(late.trail.last().unwrap().remark.contains("不作数"));
    assert_eq!(late.may_be_dropped(), Err(Refusal::KeepsRefusal));
    let anew = late
        .apply(&said(Answer::Agreed, 23, 7), &officer(1), at(7))
        .unwrap();
    assert!(anew.is_agreed() && anew.may_be_dropped().is_ok());
}

#[test]
fn a_number_bars_a_publication_until_it_is_masked_or_explained() {
    let draft = every_state()
        .into_iter()
        .find(|one| one.work == Work::Draft)
        .unwrap();
    let with = |explained: Vec<Explained>| {
        let step = Step::Save {
            words: Box::new(words("请打 0531-88886666 或者 13853112345。")),
            explained,
        };
        let saved = draft.apply(&step, &officer(DRAFTER), at(5)).unwrap();
        saved.apply(&Step::Submit, &officer(DRAFTER), at(6))
    };
    let Err(Refusal::Unexplained(open)) = with(Vec::new()) else {
        panic!("two numbers")
    };
    let kinds: Vec<Kind> = open.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Landline, Kind::Mobile]);
    let explain = |kind, words: &str, reason| Explained {
        kind,
        words: words.to_owned(),
        reason,
    };
    let office = explain(Kind::Landline, "0531-88886666", Reason::OfficeContact);
    let mobile = explain(Kind::Mobile, "13853112345", Reason::SomethingElse);
    assert!(matches!(with(vec![office.clone()]), Err(Refusal::Unexplained(open)) if open.len() == 1));
    assert!(with(vec![office, mobile]).is_ok());
}

#[test]
fn the_number_of_a_document_is_never_explained_away() {
    let id = "37010219720315061X";
    assert_eq!(Reason::of(Kind::ResidentId, id), []);
    for written in [
        "3701 0219 7203 1506 1Ｘ",
        "三七零一零二一九七二零三一五零六一X",
        "叁柒零壹零贰壹玖柒贰零叁壹伍零陆壹×",
        "370102-19720315-061Х",
    ] {
        assert_eq!(Reason::of(Kind::ResidentId, written), [], "{written}");
    }
    // One that cannot be anybody's is a slip or something else.
    assert_eq!(
        Reason::of(Kind::ResidentId, "370102197203150611"),
        [Reason::SomethingElse]
    );
    assert_eq!(Reason::of(Kind::Plate, "鲁A12345"), [Reason::SomethingElse]);
    let mut said = words("");
    said.handled = format!("身份证 {id}。");
    let claimed = Explained {
        kind: Kind::ResidentId,
        words: id.to_owned(),
        reason: Reason::SomethingElse,
    };
    assert_eq!(said.unexplained(&[claimed]).len(), 1);
}

#[test]
fn a_draft_may_be_unfinished_and_a_publication_not() {
    let draft = every_state()
        .into_iter()
        .find(|one| one.work == Work::Draft)
        .unwrap();
    let saved = draft.apply(&save(""), &officer(DRAFTER), at(5)).unwrap();
    assert_eq!(
        saved.apply(&Step::Submit, &officer(DRAFTER), at(6)),
        Err(Refusal::Missing(vec!["办理经过"]))
    );
    let long = Field::Title.parse(&"长".repeat(61)).unwrap_err().to_string();
    assert_eq!(long, "标题不能超过 60 个字，现在有 61 个字");
    assert_eq!(Field::Title.parse(" 两\n行 ").unwrap(), "两 行");
}

#[test]
fn only_what_was_never_shown_and_does_not_wait_is_dropped() {
    for one in every_state() {
        let may = match (one.public, one.work) {
            (Public::Never, Work::Waiting) => Err(Refusal::IsWaiting),
            (Public::Never, _) => Ok(()),
            _ => Err(Refusal::WasShown),
        };
        assert_eq!(one.may_be_dropped(), may);
    }
}

#[test]
fn a_case_reads_back_as_it_was_written() {
    for one in every_state() {
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Showcase>(&text).unwrap(), one);
    }
}

#[test]
fn saving_over_and_over_is_one_line_of_the_history() {
    let draft = every_state()
        .into_iter()
        .find(|one| one.work == Work::Draft)
        .unwrap();
    let twice = draft.apply(&save("一"), &officer(DRAFTER), at(5)).unwrap();
    let twice = twice.apply(&save("二"), &officer(DRAFTER), at(6)).unwrap();
    assert_eq!(twice.trail.len(), draft.trail.len() + 1);
    assert_eq!(twice.trail.last().unwrap().at, at(6));
}

#[test]
fn the_day_of_asking_lies_between_the_filing_and_today() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let on = |typed: &str| asked_on(typed, day("2026-10-14"), day("2026-11-23"));
    assert_eq!(on("2026年11月20日"), Ok(day("2026-11-20")));
    assert_eq!(on("２０２６/11/23"), Ok(day("2026-11-23")));
    assert_eq!(on(" "), Err(AskedOnError::Empty));
    assert_eq!(on("昨天"), Err(AskedOnError::NoDate));
    assert_eq!(on("2026-11-24"), Err(AskedOnError::Future));
    assert_eq!(on("2026-10-13"), Err(AskedOnError::TooEarly));
}

#[test]
fn places_are_the_province_and_its_cities() {
    assert_eq!(Place::all().count(), 17);
    assert!(Place::parse("370102").is_err() && Place::parse("x").is_err());
    assert_eq!(Place::of("370102".parse().unwrap()).name(), "济南市");
    assert_eq!(Place::of("370000".parse().unwrap()).name(), "省直");
}
