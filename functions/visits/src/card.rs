//! 读卡: what a card reader typed or handed over goes into the form: into the visitor's fields, or, once somebody stands
//! there, into a companion's row. So one card after the other can be read without touching anything else. Pure.

use crate::companions::{self, set};
use chrono::NaiveDate;
use domain::contact::normalise_name;
use domain::id_card::{Card, CardError, read};
use domain::identity_document::IdType;
use domain::text::half_width;
use domain::visitors::{COMPANIONS_MAX, count, field};
use web::FormState;
use web::forms::take;

/// The field of the hand-over.
pub(crate) const FIELD: &str = "card";

/// Reads the card into the form and says what was filled in; `None` with the error at the field, where the hand-over stays.
pub(crate) fn fill(state: &mut FormState, today: NaiveDate) -> Option<String> {
    let typed = state.value(FIELD).to_owned();
    let card = match read(&typed, today) {
        // It was read well: what is said of it stays, and the field is free for the next one.
        Err(error @ (CardError::Expired(_) | CardError::NotYet(_))) => {
            return refuse(state, error.to_string());
        }
        other => take(state, FIELD, other)?,
    };
    let of_companion = (1..=companions::rows(state))
        .find(|at| number(state.value(&field(*at, "id_number"))) == card.id_number);
    if let Some(at) = of_companion {
        return refuse(state, format!("这张身份证已经读过，是随访人 {at}"));
    }
    let vacant = is_free_for(state, "id_number", "name", &card);
    let said = if vacant {
        visitor(state, &card)
    } else {
        companion(state, &card)?
    };
    set(state, FIELD, "");
    Some(said)
}

/// Says why a card is not taken, and frees its field.
fn refuse(state: &mut FormState, why: String) -> Option<String> {
    set(state, FIELD, "");
    state.fail(FIELD, why);
    None
}

/// A number as it stands on a card.
fn number(typed: &str) -> String {
    let text = half_width(typed).to_uppercase();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a place is the card's: its number stands there, or none does and the name is the card's or missing.
fn is_free_for(state: &FormState, number_field: &str, name_field: &str, card: &Card) -> bool {
    let typed = number(state.value(number_field));
    let name = normalise_name(state.value(name_field));
    typed == card.id_number || (typed.is_empty() && (name.is_empty() || name == normalise_name(&card.name)))
}

fn visitor(state: &mut FormState, card: &Card) -> String {
    set(state, "name", &card.name);
    set(state, "anonymous", "");
    set(state, "id_type", IdType::ResidentId.code());
    set(state, "id_number", &card.id_number);
    set(state, "sex", card.sex.code());
    let mut filled = "已读入来访人：姓名、证件号码、性别".to_owned();
    if state.value("mailing_address").trim().is_empty() && !card.address.is_empty() {
        set(state, "mailing_address", &card.address);
        filled.push_str("、通讯地址（身份证上的住址，不是的请改）");
    }
    filled.push('。');
    filled
}

fn companion(state: &mut FormState, card: &Card) -> Option<String> {
    let rows = companions::rows(state);
    let vacant = (1..=rows).find(|at| {
        let (number, name) = (field(*at, "id_number"), field(*at, "name"));
        is_free_for(state, &number, &name, card)
    });
    if vacant.is_none() && rows == COMPANIONS_MAX {
        let why = format!("随访人已经写满 {COMPANIONS_MAX} 位，其余的算在来访人数里");
        return refuse(state, why);
    }
    let at = vacant.unwrap_or_else(|| companions::add(state));
    set(state, &field(at, "name"), &card.name);
    set(state, &field(at, "id_number"), &card.id_number);
    let named = companions::rows(state) + 1;
    // What cannot be read as a number is the clerk's to mend; what can is only raised.
    let too_few = match count(state.value("visitors")) {
        Ok(said) => usize::try_from(said).is_ok_and(|said| said < named),
        Err(_) => state.value("visitors").trim().is_empty(),
    };
    if too_few {
        set(state, "visitors", &named.to_string());
    }
    Some(format!("已读入随访人 {at}：姓名、身份证号。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str =
        r#"{"name":"王芳","sex":"女","address":"香港中路 1 号","id_number":"370202198509230022"}"#;
    const SECOND: &str = r#"{"name":"李秀英","id_number":"370102195810215244"}"#;

    fn swipe(state: &mut FormState, card: &str) -> Option<String> {
        set(state, FIELD, card);
        fill(state, NaiveDate::from_ymd_opt(2026, 11, 27).unwrap())
    }

    #[test]
    fn the_first_card_is_the_visitors_and_the_next_ones_are_companions() {
        let mut state = FormState::new("t").with("visitors", "1");
        assert!(swipe(&mut state, FIRST).unwrap().contains("来访人"));
        assert_eq!((state.value("name"), state.value("sex")), ("王芳", "2"));
        assert_eq!(state.value("mailing_address"), "香港中路 1 号");
        assert!(swipe(&mut state, SECOND).unwrap().contains("随访人 1"));
        assert_eq!(state.value("companion_1_name"), "李秀英");
        assert_eq!((state.value("visitors"), state.value("name")), ("2", "王芳"));
        assert_eq!(state.value(FIELD), "");
        assert!(swipe(&mut state, SECOND).is_none(), "read before");
        assert!(state.error(FIELD).is_some());
    }

    #[test]
    fn a_card_overwrites_no_address_and_nobody_else() {
        let mut state = FormState::new("t")
            .with("name", "打好的名字")
            .with("mailing_address", "打好的地址");
        swipe(&mut state, FIRST).unwrap();
        assert_eq!(state.value("name"), "打好的名字");
        assert_eq!(state.value("companion_1_name"), "王芳");
        let mut state = FormState::new("t").with("mailing_address", "打好的地址");
        swipe(&mut state, FIRST).unwrap();
        assert_eq!(state.value("mailing_address"), "打好的地址");
    }

    #[test]
    fn a_card_belongs_to_the_name_that_was_typed_before_it() {
        let mut state = FormState::new("t").with("name", " 王芳 ").with("visitors", "1");
        assert!(swipe(&mut state, FIRST).unwrap().contains("来访人"));
        assert_eq!(state.value("visitors"), "1");
        set(&mut state, "companion_1_name", "李秀英");
        set(&mut state, "visitors", "２３人");
        assert!(swipe(&mut state, SECOND).unwrap().contains("随访人 1"));
        assert_eq!(
            (state.value("companion_1_id_number"), state.value("visitors")),
            ("370102195810215244", "２３人"),
            "a number that is large enough stays as it was typed"
        );
        let lower = FIRST.replace("370202198509230022", "37010219720315061X");
        let mut state = FormState::new("t")
            .with("name", "王芳")
            .with("id_number", "37010219720315061x");
        let said = swipe(&mut state, &lower.replace("女", ""));
        assert!(
            said.is_some_and(|said| said.contains("来访人")),
            "{:?}",
            state.error(FIELD)
        );
    }

    #[test]
    fn a_card_that_is_not_taken_leaves_its_field_free() {
        let mut state = FormState::new("t");
        let expired = SECOND.replace('}', r#","valid_to":"2020-01-01"}"#);
        assert!(swipe(&mut state, &expired).is_none());
        assert!(state.error(FIELD).is_some() && state.value(FIELD).is_empty());
    }

    #[test]
    fn what_cannot_be_read_stays_in_its_field_with_the_reason() {
        let mut state = FormState::new("t").with("name", "");
        assert!(swipe(&mut state, "{\"name\"").is_none());
        assert_eq!(state.value(FIELD), "{\"name\"");
        assert!(state.error(FIELD).is_some());
    }
}
