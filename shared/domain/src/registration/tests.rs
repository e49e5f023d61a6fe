//! Registrations that fit together, and each way in which one does not.

use super::*;

fn registration() -> Registration {
    Registration {
        division: "370102".parse().unwrap(),
        category: "城乡建设/城市建设和市政管理/冬季采暖".parse().unwrap(),
        purpose: Purpose::RequestToResolve,
        procedure: Procedure::Petition,
        summary: Summary::parse("小区暖气不热").unwrap(),
        people_count: 1,
        people_affected: 300,
        flags: Flags::default(),
        threat_text: None,
        initial: true,
        repeat_number: 0,
        public: true,
        rating: None,
        accused: None,
        cause: None,
        hot_topic: None,
        initial_nationally: None,
    }
}

fn problems(change: impl FnOnce(&mut Registration)) -> Vec<RegistrationError> {
    let mut changed = registration();
    change(&mut changed);
    changed.problems()
}

#[test]
fn an_ordinary_registration_has_no_problem_and_must_be_rated() {
    assert_eq!(problems(|_| {}), []);
    assert_eq!(registration().is_rated(), Ok(true));
}

#[test]
fn each_contradiction_is_named_with_its_field() {
    use RegistrationError as E;
    let threat = |text: &str| Some(text.to_owned());
    let cases: Vec<(E, &str, Vec<E>)> = vec![
        (E::PeopleCount, "people_count", problems(|r| r.people_count = 0)),
        (
            E::PeopleCount,
            "people_count",
            problems(|r| r.people_count = PEOPLE_MAX + 1),
        ),
        (
            E::PeopleAffected,
            "people_affected",
            problems(|r| r.people_affected = PEOPLE_MAX + 1),
        ),
        (E::JointAlone, "people_count", problems(|r| r.flags.joint = true)),
        (
            E::ThreatTextMissing,
            "threat_text",
            problems(|r| r.flags.threat = true),
        ),
        (
            E::ThreatFlagMissing,
            "flags",
            problems(|r| r.threat_text = threat("要去堵路")),
        ),
        (
            E::ThreatTextTooLong,
            "threat_text",
            problems(|r| {
                r.flags.threat = true;
                r.threat_text = threat(&"字".repeat(SUMMARY_MAX + 1));
            }),
        ),
        (
            E::InitialRepeated,
            "repeat_number",
            problems(|r| r.repeat_number = 2),
        ),
        (E::RepeatMissing, "repeat_number", problems(|r| r.initial = false)),
        (
            E::LitigationFlagMissing,
            "flags",
            problems(|r| r.procedure = Procedure::Litigation),
        ),
        (
            E::LitigationAsPetition,
            "procedure",
            problems(|r| {
                r.flags.litigation_related = true;
                r.rating = None;
            }),
        ),
        (
            E::AccusedMissing,
            "accused_name",
            problems(|r| {
                r.purpose = Purpose::Accusation;
                r.rating = Some(RatingChoice::Exclude);
            }),
        ),
        (
            E::AccusedUnasked,
            "accused_name",
            problems(|r| {
                let typed = crate::accused::Typed {
                    name: "王某",
                    unit: "不清楚",
                    level: "unknown",
                    ..Default::default()
                };
                r.accused = typed.parse().ok();
            }),
        ),
        (
            E::Rating(RatingError::Must),
            "rating",
            problems(|r| r.rating = Some(RatingChoice::Exclude)),
        ),
        (
            E::Rating(RatingError::Missing),
            "rating",
            problems(|r| r.purpose = Purpose::Enquiry),
        ),
    ];
    for (error, field, found) in cases {
        assert_eq!(found, [error]);
        assert_eq!(error.field(), field);
    }
}

#[test]
fn several_problems_are_told_at_once() {
    let found = problems(|r| {
        r.people_count = 0;
        r.flags.threat = true;
        r.initial = false;
        r.rating = Some(RatingChoice::Include);
    });
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn blank_threat_words_are_none() {
    assert_eq!(problems(|r| r.threat_text = Some(" \n".to_owned())), []);
}

#[test]
fn a_registration_reads_back_from_storage_and_an_older_one_without_the_new_fields_too() {
    let mut whole = registration();
    whole.flags = Flags::from_names(["joint", "hong_kong"]);
    whole.rating = Some(RatingChoice::Include);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Registration>(&json).unwrap(), whole);
    let old = r#"{"division":"370102","category":"城乡建设/城市建设和市政管理/冬季采暖",
        "purpose":"request_to_resolve","procedure":"petition","summary":"小区暖气不热",
        "people_count":1,"people_affected":300,"initial":true,"public":true}"#;
    assert_eq!(serde_json::from_str::<Registration>(old).unwrap(), registration());
}

#[test]
fn every_flag_is_set_by_its_own_name_only() {
    for (name, label) in Flags::ALL {
        let flags = Flags::from_names([name, "no_such_flag"]);
        assert!(flags.has(name));
        assert_eq!(flags.labels(), [label]);
        let stored: serde_json::Value = serde_json::to_value(flags).unwrap();
        assert_eq!(stored[name], true, "the form name is the stored name");
    }
    assert_eq!(Flags::default().labels(), Vec::<&str>::new());
}

#[test]
fn codes_in_forms_are_codes_in_storage() {
    let stored = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    for purpose in Purpose::ALL {
        assert_eq!(stored(serde_json::to_value(purpose).unwrap()), purpose.code());
        assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
    }
    for procedure in Procedure::ALL {
        assert_eq!(stored(serde_json::to_value(procedure).unwrap()), procedure.code());
        assert_eq!(Procedure::from_code(procedure.code()), Some(procedure));
    }
    for outcome in Outcome::ALL {
        assert_eq!(stored(serde_json::to_value(outcome).unwrap()), outcome.code());
        assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
    }
}

#[test]
fn only_an_ordinary_petition_ends_with_a_handling_opinion() {
    for procedure in Procedure::ALL {
        assert_eq!(
            procedure.allows_handling_opinion(),
            procedure == Procedure::Petition
        );
        let names_the_review = procedure.lawful_route().contains("复查");
        assert_eq!(
            names_the_review,
            procedure == Procedure::Petition,
            "{procedure:?}"
        );
    }
    assert_eq!(Procedure::DutyRequest.closing_letter(), ClosingLetter::DutyResult);
    assert!(Procedure::DutyRequest.lawful_route().contains("60 日"));
    assert_eq!(Procedure::Litigation.closing_letter(), ClosingLetter::RouteNotice);
}
