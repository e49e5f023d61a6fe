//! What fits together in an assessment: every grade × reasons × message.

use super::*;
use crate::event::AgencyRef;

fn agency() -> AgencyRef {
    AgencyRef {
        code: "370102-zjj".parse().unwrap(),
        name: "历下区住建局".into(),
    }
}

fn code(text: &str) -> ReasonCode {
    ReasonCode::parse(text).unwrap()
}

#[test]
fn reasons_go_with_dissatisfaction_and_with_nothing_else() {
    for grade in Grade::ALL {
        for chosen in [vec![], vec![code("other")]] {
            for message in [false, true] {
                let made = Assessment::new(Rated::ResponsibleUnit, agency(), grade, &chosen, message);
                let expected = match (grade, chosen.is_empty(), message) {
                    (Grade::Dissatisfied, false, _) | (Grade::Satisfied | Grade::Mostly, true, false) => None,
                    (Grade::Dissatisfied, true, _) => Some(AssessmentError::NoReason),
                    _ => Some(AssessmentError::ReasonsOfTheContent),
                };
                assert_eq!(made.err(), expected, "{grade:?} {chosen:?} {message}");
            }
        }
    }
}

#[test]
fn each_object_has_its_own_reasons() {
    let make =
        |object, reason: &str| Assessment::new(object, agency(), Grade::Dissatisfied, &[code(reason)], false);
    assert!(make(Rated::ResponsibleUnit, "not_done").is_ok());
    assert_eq!(
        make(Rated::PetitionOffice, "not_done"),
        Err(AssessmentError::UnknownReason)
    );
    assert_eq!(
        make(Rated::ResponsibleUnit, "made_up"),
        Err(AssessmentError::UnknownReason)
    );
}

#[test]
fn reasons_stand_once_and_in_the_order_of_the_dictionary() {
    let chosen = ["other", "late", "other", "facts"].map(code);
    let made = Assessment::new(
        Rated::ResponsibleUnit,
        agency(),
        Grade::Dissatisfied,
        &chosen,
        true,
    );
    assert_eq!(made.unwrap().reasons, ["late", "facts", "other"].map(code));
}

#[test]
fn forms_values_and_words_lead_to_their_grade_and_back() {
    for grade in Grade::ALL {
        assert_eq!(Grade::from_code(grade.code()), Some(grade));
    }
    assert_eq!(Grade::ALL.map(Grade::label), ["满意", "基本满意", "不满意"]);
    assert_eq!(Grade::from_code("满意"), None);
}

#[test]
fn two_ratings_say_the_same_however_they_came() {
    let unit = Assessment::new(Rated::ResponsibleUnit, agency(), Grade::Satisfied, &[], false).unwrap();
    let first = Rating {
        round: 1,
        via: RatedVia::Account,
        office: None,
        unit,
    };
    let same = Rating {
        via: RatedVia::QueryCode,
        ..first.clone()
    };
    let mut other = first.clone();
    other.unit.grade = Grade::Mostly;
    assert!(first.says_the_same(&same) && !first.says_the_same(&other));
}
