//! Ratings as events: who, how often, until when. Every state × scope × count, and properties over days.

use super::*;
use chrono::TimeDelta;
use proptest::prelude::*;

/// A case in a state, in scope or not.
fn case(kind: StatusKind, scope: Option<bool>) -> Petition {
    let mut petition = in_state(kind);
    petition.rating = scope;
    if scope != Some(true) {
        petition.rating_right = None;
    }
    petition
}

fn at_moment(petition: &Petition, at: DateTime<Utc>, body: Body) -> Result<Petition, TransitionError> {
    petition.apply(&petition.next_event(at, By::Petitioner, body))
}

#[test]
fn only_an_answered_case_in_scope_is_rated_and_at_most_twice_in_order() {
    let mut allowed = Vec::new();
    for kind in StatusKind::ALL {
        for scope in [None, Some(false), Some(true)] {
            for before in 0..=3 {
                let mut petition = case(kind, scope);
                petition.ratings = before;
                for round in 0..=4 {
                    if then(&petition, rated(round)).is_ok() {
                        allowed.push((kind, scope, before, round));
                    }
                }
            }
        }
    }
    let expected: Vec<_> = [StatusKind::Replied, StatusKind::Concluded]
        .into_iter()
        .flat_map(|kind| [(kind, Some(true), 0, 1), (kind, Some(true), 1, 2)])
        .collect();
    assert_eq!(allowed, expected);
}

#[test]
fn a_reply_opens_the_rating_only_where_the_case_is_in_scope() {
    for (scope, open) in [(Some(true), true), (Some(false), false), (None, false)] {
        let answered = then(&case(StatusKind::Accepted, scope), replied()).unwrap();
        assert_eq!(answered.rating_right.is_some(), open, "{scope:?}");
    }
}

#[test]
fn a_reply_without_a_window_opens_no_rating() {
    let without = Body::Replied {
        letter: letter(),
        outcome: Outcome::Support,
        due: due(DeadlineKind::ReviewWindow),
        rating: None,
    };
    let answered = then(&in_state(StatusKind::Accepted), without).unwrap();
    assert_eq!(
        answered.rating_turn(crate::time::local_date(at(3))),
        Err(NoRating::NotAnswered)
    );
    assert!(then(&answered, rated(1)).is_err());
}

#[test]
fn the_office_that_took_it_in_is_rated_unless_it_is_the_unit_itself() {
    let window = due(DeadlineKind::RatingWindow);
    let right = |path: &[&str], unit: &str| {
        let path: Vec<_> = path.iter().map(|code| agency(code)).collect();
        let right = RatingRight::new(&path, &agency(unit), window);
        (
            right.office.map(|a| a.code.to_string()),
            right.unit.code.to_string(),
        )
    };
    let some = |code: &str| Some(code.to_owned());
    assert_eq!(
        right(&["370000-xfj", "370100-xfj", "370102-zjj"], "370102-zjj"),
        (some("370000-xfj"), "370102-zjj".to_owned())
    );
    assert_eq!(
        right(&["370000-xfj", "370100-xfj"], "370100-xfj"),
        (some("370000-xfj"), "370100-xfj".to_owned())
    );
    assert_eq!(
        right(&["370000-xfj"], "370000-xfj"),
        (None, "370000-xfj".to_owned())
    );
    assert_eq!(
        right(&["370102-zjj"], "370102-zjj"),
        (None, "370102-zjj".to_owned()),
        "filed with a department directly"
    );
}

#[test]
fn a_rating_speaks_of_exactly_the_two_agencies_and_fits_together() {
    let petition = in_state(StatusKind::Replied);
    let good = rating(1, Grade::Satisfied);
    let try_it = |rating: Rating| {
        then(
            &petition,
            Body::Rated {
                rating: Box::new(rating),
            },
        )
        .is_ok()
    };
    assert!(try_it(good.clone()));
    let mut other_unit = good.clone();
    other_unit.unit.agency = agency("370102-zjj");
    let mut other_office = good.clone();
    other_office.office.as_mut().unwrap().agency = agency("370100-xfj");
    let no_office = Rating {
        office: None,
        ..good.clone()
    };
    let mut no_reason = good.clone();
    no_reason.unit.grade = Grade::Dissatisfied;
    let mut message_of_the_content = good.clone();
    message_of_the_content.unit.message = true;
    for wrong in [
        other_unit,
        other_office,
        no_office,
        no_reason,
        message_of_the_content,
    ] {
        assert!(!try_it(wrong.clone()), "{wrong:?}");
    }
    let mut alone = petition.clone();
    alone.rating_right.as_mut().unwrap().office = None;
    let office_too_much = then(
        &alone,
        Body::Rated {
            rating: Box::new(good),
        },
    );
    assert!(office_too_much.is_err(), "nobody is rated who did nothing");
}

#[test]
fn the_last_day_is_included_to_its_last_second_in_shanghai() {
    let petition = in_state(StatusKind::Replied);
    let last = petition.rating_right.as_ref().unwrap().window.due;
    let end = crate::time::local_midnight(last) + TimeDelta::days(1);
    assert!(at_moment(&petition, end - TimeDelta::milliseconds(1), rated(1)).is_ok());
    assert!(at_moment(&petition, end, rated(1)).is_err());
    assert_eq!(
        petition.rating_turn(last.succ_opt().unwrap()),
        Err(NoRating::Over {
            last_day: last,
            rated: false
        })
    );
    let once = at_moment(&petition, end - TimeDelta::days(3), rated(1)).unwrap();
    assert_eq!(
        once.rating_turn(last.succ_opt().unwrap()),
        Err(NoRating::Over {
            last_day: last,
            rated: true
        })
    );
}

#[test]
fn every_reason_against_a_rating_is_told_and_in_its_own_words() {
    let day = crate::time::local_date(at(3));
    let reason = |petition: &Petition| petition.rating_turn(day).unwrap_err();
    let mut twice = in_state(StatusKind::Concluded);
    twice.ratings = 2;
    let mut over = in_state(StatusKind::Concluded);
    over.rating_right.as_mut().unwrap().window.due = day.pred_opt().unwrap();
    let mut over_rated = over.clone();
    over_rated.ratings = 1;
    let cases = [
        (reason(&in_state(StatusKind::Withdrawn)), NoRating::Withdrawn),
        (reason(&begun()), NoRating::NotRegistered),
        (
            reason(&case(StatusKind::Concluded, Some(false))),
            NoRating::OutOfScope,
        ),
        (reason(&in_state(StatusKind::Accepted)), NoRating::NotAnswered),
        (reason(&twice), NoRating::RatedTwice),
        (
            reason(&over),
            NoRating::Over {
                last_day: day.pred_opt().unwrap(),
                rated: false,
            },
        ),
        (
            reason(&over_rated),
            NoRating::Over {
                last_day: day.pred_opt().unwrap(),
                rated: true,
            },
        ),
    ];
    let mut words = std::collections::BTreeSet::new();
    for (found, expected) in cases {
        assert_eq!(found, expected);
        assert!(words.insert(found.message()), "{found:?}");
    }
}

proptest! {
    /// Whatever is tried and whenever: never more than two, each the next one, none after the end.
    #[test]
    fn never_more_than_two_are_counted(tries in proptest::collection::vec((0_u8..4, 0_i64..45), 0..12)) {
        let mut petition = in_state(StatusKind::Replied);
        let last = petition.rating_right.as_ref().unwrap().window.due;
        let mut days: Vec<(u8, i64)> = tries;
        days.sort_by_key(|(_, day)| *day);
        for (round, day) in days {
            let moment = at(2) + TimeDelta::days(day);
            let before = petition.ratings;
            match at_moment(&petition, moment, rated(round)) {
                Ok(next) => {
                    prop_assert!(crate::time::local_date(moment) <= last);
                    prop_assert_eq!((next.ratings, round), (before + 1, before + 1));
                    petition = next;
                }
                Err(_) => {
                    let refused = before == 2 || round != before + 1 || crate::time::local_date(moment) > last;
                    prop_assert!(refused);
                }
            }
            prop_assert!(petition.ratings <= 2);
        }
    }

    /// The window: thirty days, moved to a working day, and open on exactly the days up to it.
    #[test]
    fn the_window_is_open_on_exactly_its_days(start in 0_i64..8_000, ahead in 0_i64..60) {
        let start = chrono::NaiveDate::from_ymd_opt(2005, 1, 3).unwrap() + TimeDelta::days(start);
        let calendar = Calendar::builtin();
        let window = crate::rating::window_rule(start).window(start, calendar);
        prop_assert_eq!(window.nominal, start + TimeDelta::days(30));
        prop_assert_eq!(window.due, calendar.roll_forward(window.nominal));
        let mut petition = in_state(StatusKind::Replied);
        petition.rating_right.as_mut().unwrap().window = window;
        let today = start + TimeDelta::days(ahead);
        prop_assert_eq!(petition.rating_turn(today).is_ok(), today <= window.due);
    }
}
