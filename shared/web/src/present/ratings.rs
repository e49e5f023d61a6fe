//! Ratings as pages show them: the button with its reason, the cards, the sentence of a timeline.

use super::Told;
use chrono::{DateTime, Utc};
use domain::event::Event;
use domain::petition::{Petition, StatusKind};
use domain::rating::{NoRating, RATINGS_MAX, Rated, Rating, RatingStanding, reason_label};
use domain::time::{local_date, zh_date, zh_datetime};
use store::ratings::RatingText;
use templates::components::action::ActionItem;
use templates::components::rating::{RatingCard, RatingLine, grade_tag};

/// The button 评价: blue with its last day, or grey with its reason.
#[must_use]
pub fn action(standing: RatingStanding, state: StatusKind, now: DateTime<Utc>, href: &str) -> ActionItem {
    match standing.turn(state, local_date(now)) {
        Ok(turn) => {
            let label = if turn.round == 1 {
                "评价"
            } else {
                "再评价一次"
            };
            let note = format!("到 {}为止", zh_date(turn.last_day));
            ActionItem::link(label, href).main().noted(note)
        }
        Err(why) => ActionItem::blocked("评价", why.message()),
    }
}

/// The same in a list: only where one can rate, or could and cannot any more.
#[must_use]
pub fn in_list(
    standing: RatingStanding,
    state: StatusKind,
    now: DateTime<Utc>,
    href: &str,
) -> Option<ActionItem> {
    match standing.turn(state, local_date(now)) {
        Ok(_) | Err(NoRating::RatedTwice | NoRating::Over { .. }) => Some(action(standing, state, now, href)),
        Err(NoRating::Withdrawn | NoRating::NotRegistered | NoRating::OutOfScope | NoRating::NotAnswered) => {
            None
        }
    }
}

/// Every rating among the events, the first one first. Messages are for staff and for the petitioner who
/// is signed in; whoever came by name and code only learns that there is one.
#[must_use]
pub fn cards(events: &[Event], texts: &[RatingText], told: Told) -> Vec<RatingCard> {
    let all: Vec<_> = store::ratings::ratings(events).collect();
    let last = all.len();
    all.into_iter()
        .zip(1..)
        .map(|((at, rating), place)| {
            let text = texts.iter().find(|text| text.round == rating.round);
            let when = match told {
                Told::ToStaff => format!("{} · {}", zh_datetime(at), rating.via.label()),
                Told::ToPetitioner | Told::ToTracker => zh_datetime(at),
            };
            RatingCard {
                when,
                replaced: place < last,
                ..card(rating, text, told)
            }
        })
        .collect()
}

/// One rating, sent or not, without its time.
#[must_use]
pub fn card(rating: &Rating, text: Option<&RatingText>, told: Told) -> RatingCard {
    let lines = rating.assessments().map(|(object, given)| {
        let message = text.and_then(|text| text.to(object)).unwrap_or_default();
        let hidden = given.message && told == Told::ToTracker;
        RatingLine {
            object: object.label().to_owned(),
            agency: given.agency.name.clone(),
            grade: grade_tag(given.grade.label()),
            reasons: given
                .reasons
                .iter()
                .map(|code| reason_label(object, code))
                .collect(),
            message: if hidden { String::new() } else { message.to_owned() },
            message_hidden: if hidden {
                "写了留言，登录后可以看到。".to_owned()
            } else {
                String::new()
            },
        }
    });
    RatingCard {
        heading: format!("第 {} 次评价", rating.round),
        lines: lines.collect(),
        ..RatingCard::default()
    }
}

/// How the rating of a case stands, for staff; empty while there can be none.
#[must_use]
pub fn standing(petition: &Petition, now: DateTime<Utc>) -> String {
    match petition.rating_turn(local_date(now)) {
        Ok(turn) if turn.round == 1 => format!("等信访人评价，到 {}为止。", zh_date(turn.last_day)),
        Ok(turn) => format!(
            "已评价一次；信访人到 {}前（含当日）可以再评价一次。",
            zh_date(turn.last_day)
        ),
        Err(NoRating::RatedTwice) => format!("已评价 {RATINGS_MAX} 次，统计以最后一次为准。"),
        Err(NoRating::Over { last_day, rated }) => {
            let outcome = if rated {
                "统计以最后一次评价为准。"
            } else {
                "超期未评价。"
            };
            format!("评价期限到 {}为止，已经过了。{outcome}", zh_date(last_day))
        }
        Err(NoRating::Withdrawn | NoRating::NotRegistered | NoRating::OutOfScope | NoRating::NotAnswered) => {
            String::new()
        }
    }
}

/// Who was given which grade.
pub(super) fn in_a_sentence(rating: &Rating) -> String {
    let said: Vec<_> = rating
        .assessments()
        .map(|(object, given)| {
            let who = match object {
                Rated::PetitionOffice => "信访部门",
                Rated::ResponsibleUnit => "责任单位",
            };
            format!("{who}{}：{}", given.agency.name, given.grade.label())
        })
        .collect();
    format!("第 {} 次评价。{}。", rating.round, said.join("；"))
}
