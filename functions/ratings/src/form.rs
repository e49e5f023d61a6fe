//! The fields of a rating: reading what was typed into a rating, or saying beside each field what is
//! wrong with it. Owns the names of fields; what fits together is the domain's.

use domain::event::AgencyRef;
use domain::rating::{Assessment, AssessmentError, Grade, Rated, RatedVia, Rating, RatingRight, ReasonCode};
use domain::text::RatingMessage;
use store::ratings::RatingText;
use web::forms::take;
use web::{FormData, FormState};

/// What somebody wants to say: the rating and what was written with it.
pub(crate) struct Wish {
    pub(crate) rating: Rating,
    pub(crate) text: RatingText,
}

/// The name of an object's field: `unit_grade`, `unit_reasons`, `unit_message`.
pub(crate) fn field(object: Rated, what: &str) -> String {
    format!("{}_{what}", object.code())
}

/// Reads the form for the agencies that can be rated; `None` with every error in `state`.
pub(crate) fn read(
    sent: &FormData,
    state: &mut FormState,
    right: &RatingRight,
    via: RatedVia,
    round: u8,
) -> Option<Wish> {
    let office = right
        .office
        .as_ref()
        .map(|agency| one(sent, state, Rated::PetitionOffice, agency));
    let unit = one(sent, state, Rated::ResponsibleUnit, &right.unit);
    let (office, office_text) = match office {
        Some(read) => read.map(|(given, text)| (Some(given), text))?,
        None => (None, None),
    };
    let (unit, unit_text) = unit?;
    Some(Wish {
        rating: Rating {
            round,
            via,
            office,
            unit,
        },
        text: RatingText {
            round,
            office: office_text,
            unit: unit_text,
        },
    })
}

fn one(
    sent: &FormData,
    state: &mut FormState,
    object: Rated,
    agency: &AgencyRef,
) -> Option<(Assessment, Option<String>)> {
    let (grade, message) = (field(object, "grade"), field(object, "message"));
    // What looks empty is empty: a message of invisible characters is none.
    let written = !domain::text::normalise(sent.raw(&message)).is_empty();
    let given = Grade::from_code(sent.text(&grade));
    let given = take(
        state,
        &grade,
        given.ok_or_else(|| format!("请选择对{}是否满意", object.label())),
    );
    let assessment = given.and_then(|given| assess(sent, state, object, agency, given, written));
    let text = if written {
        take(state, &message, RatingMessage::parse(sent.raw(&message))).map(|text| Some(text.into_string()))
    } else {
        Some(None)
    };
    Some((assessment?, text?))
}

fn assess(
    sent: &FormData,
    state: &mut FormState,
    object: Rated,
    agency: &AgencyRef,
    grade: Grade,
    written: bool,
) -> Option<Assessment> {
    let reasons = field(object, "reasons");
    let chosen: Result<Vec<_>, _> = sent.get_all(&reasons).map(ReasonCode::parse).collect();
    let made = chosen
        .map_err(|_| AssessmentError::UnknownReason)
        .and_then(|chosen| Assessment::new(object, agency.clone(), grade, &chosen, written));
    let at = match made {
        Err(AssessmentError::ReasonsOfTheContent) => field(object, "grade"),
        _ => reasons,
    };
    take(state, &at, made)
}

/// What was typed, to be sent again after it was checked.
pub(crate) fn again(sent: &FormData) -> Vec<(String, String)> {
    let ours = |name: &str| {
        Rated::ALL.into_iter().any(|object| {
            ["grade", "reasons", "message"]
                .iter()
                .any(|what| field(object, what) == name)
        })
    };
    sent.kept().into_iter().filter(|(name, _)| ours(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Calendar;

    fn right() -> RatingRight {
        let agency = |code: &str| AgencyRef {
            code: code.parse().unwrap(),
            name: code.to_owned(),
        };
        let day = "2026-11-23".parse().unwrap();
        RatingRight::new(
            &[agency("370000-xfj"), agency("370102-zjj")],
            &agency("370102-zjj"),
            domain::rating::window_rule(day).window(day, Calendar::builtin()),
        )
    }

    fn try_it(body: &str) -> (Option<Wish>, FormState) {
        let sent = FormData::parse(body.as_bytes()).unwrap();
        let mut state = sent.state("token");
        let wish = read(&sent, &mut state, &right(), RatedVia::Account, 1);
        (wish, state)
    }

    #[test]
    fn nothing_typed_asks_for_both_grades_in_page_order() {
        let (wish, state) = try_it("");
        assert!(wish.is_none());
        let fields: Vec<_> = state.errors.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(fields, ["office_grade", "unit_grade"]);
    }

    #[test]
    fn every_error_stands_at_its_own_field() {
        let long = "长".repeat(501);
        for (body, at) in [
            ("office_grade=satisfied&unit_grade=great".to_owned(), "unit_grade"),
            (
                "office_grade=satisfied&unit_grade=dissatisfied".to_owned(),
                "unit_reasons",
            ),
            (
                "office_grade=satisfied&unit_grade=dissatisfied&unit_reasons=nothing".to_owned(),
                "unit_reasons",
            ),
            (
                "office_grade=satisfied&unit_grade=dissatisfied&unit_reasons=%3Cb%3E".to_owned(),
                "unit_reasons",
            ),
            (
                "office_grade=satisfied&unit_grade=mostly&unit_message=x".to_owned(),
                "unit_grade",
            ),
            (
                "office_grade=satisfied&office_reasons=slow&unit_grade=mostly".to_owned(),
                "office_grade",
            ),
            (
                format!(
                    "office_grade=satisfied&unit_grade=dissatisfied&unit_reasons=late&unit_message={long}"
                ),
                "unit_message",
            ),
        ] {
            let (wish, state) = try_it(&body);
            assert!(wish.is_none(), "{body}");
            assert!(state.error(at).is_some(), "{body}: {:?}", state.errors);
            assert_eq!(state.errors.len(), 1, "{body}: {:?}", state.errors);
        }
    }

    #[test]
    fn a_whole_rating_is_read_with_reasons_and_message() {
        let (wish, state) = try_it(
            "office_grade=mostly&unit_grade=dissatisfied&unit_reasons=other&unit_reasons=late&unit_message=+a%0D%0Ab+",
        );
        let wish = wish.unwrap();
        assert!(!state.has_errors());
        let unit = &wish.rating.unit;
        assert_eq!(
            unit.reasons.iter().map(ReasonCode::as_str).collect::<Vec<_>>(),
            ["late", "other"]
        );
        assert!(unit.message && wish.text.unit.as_deref() == Some("a\nb") && wish.text.office.is_none());
    }

    #[test]
    fn a_message_of_nothing_visible_is_no_message() {
        let (wish, _) =
            try_it("office_grade=mostly&unit_grade=dissatisfied&unit_reasons=late&unit_message=%E2%80%8B");
        let wish = wish.map(|wish| (wish.rating.unit.message, wish.text.unit));
        assert_eq!(wish, Some((false, None)));
    }

    #[test]
    fn where_only_the_unit_can_be_rated_nothing_is_asked_of_an_office() {
        let mut alone = right();
        alone.office = None;
        let sent = FormData::parse(b"unit_grade=satisfied&office_grade=dissatisfied").unwrap();
        let mut state = sent.state("token");
        let wish = read(&sent, &mut state, &alone, RatedVia::QueryCode, 2).unwrap();
        assert!(wish.rating.office.is_none() && wish.rating.round == 2);
    }
}
