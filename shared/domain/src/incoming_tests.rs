//! Dates, lines, numbers and the rule of joint letters.

use super::*;
use crate::category::Category;
use crate::registration::{Procedure, Purpose};
use crate::text::Summary;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
}

#[test]
fn a_date_is_read_in_every_usual_spelling_and_must_be_possible() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
    for typed in [
        "2026-11-03",
        "2026-11-3",
        "２０２６.11.3",
        "20261103",
        "2026年11月3日",
        " 2026/11/03 ",
    ] {
        assert_eq!(letter_date(typed, today()), Ok(day), "{typed}");
    }
    assert_eq!(letter_date("2026-11-27", today()), Ok(today()), "today itself");
    for (typed, error) in [
        (" ", DateError::Empty),
        ("昨天", DateError::Unreadable),
        ("2026-02-30", DateError::Unreadable),
        ("2026-11-28", DateError::Future),
        ("2023-11-26", DateError::TooOld),
    ] {
        assert_eq!(letter_date(typed, today()), Err(error), "{typed}");
    }
    assert!(letter_date("2023-11-27", today()).is_ok());
}

#[test]
fn a_registered_number_is_kept_as_it_stands_on_the_label() {
    assert_eq!(
        registered_number(" xa 1234 5678 9 cn "),
        Ok("XA123456789CN".to_owned())
    );
    assert_eq!(registered_number(""), Ok(String::new()));
    for wrong in ["12", "XA1234五", &"1".repeat(31)] {
        assert!(registered_number(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_line_may_be_empty_and_not_too_long() {
    assert_eq!(line(" 省\n长 ", "收信人", 5), Ok("省 长".to_owned()));
    assert_eq!(line("", "收信人", 5), Ok(String::new()));
    assert_eq!(
        line("省委书记亲启", "收信人", 5).unwrap_err(),
        "收信人不能超过 5 个字，现在有 6 个字"
    );
}

fn of(people_count: u32, joint: bool) -> Registration {
    Registration {
        division: "370102".parse().unwrap(),
        category: Category::parse("城乡建设/住房保障与房地产/物业服务").unwrap(),
        purpose: Purpose::RequestToResolve,
        procedure: Procedure::Petition,
        summary: Summary::parse("车库积水").unwrap(),
        people_count,
        people_affected: 0,
        flags: Flags {
            joint,
            ..Flags::default()
        },
        threat_text: None,
        initial: true,
        repeat_number: 0,
        public: false,
        rating: None,
        accused: None,
        cause: None,
        hot_topic: None,
        initial_nationally: None,
    }
}

#[test]
fn a_letter_of_five_people_is_joint_and_one_of_four_is_not() {
    let field = |people, joint| joint_problem(&of(people, joint), Channel::Letter).map(|(field, _)| field);
    assert_eq!((field(4, false), field(5, true)), (None, None));
    assert_eq!(field(5, false), Some("flags"));
    assert_eq!(field(4, true), Some("people_count"));
    for (people, joint) in [(4, false), (5, true), (5, false), (4, true)] {
        let visit = joint_problem(&of(people, joint), Channel::Visit).map(|(field, _)| field);
        assert_eq!(visit, field(people, joint), "a visit counts the same");
        assert_eq!(joint_problem(&of(people, joint), Channel::Web), None);
    }
}

#[test]
fn every_word_is_found_by_its_code_and_a_usual_method_that_leads_somewhere_says_so() {
    for kind in BriefKind::ALL {
        assert_eq!(BriefKind::from_code(kind.code()), Some(*kind));
    }
    for method in BriefMethod::ALL {
        assert_eq!(BriefMethod::from_code(method.code()), Some(*method));
    }
    assert!(BriefKind::OtherProvince.usual().destination().is_some());
    assert!(BriefKind::Unclear.usual().destination().is_none());
    assert_eq!(BriefKind::from_code(""), None);
}
