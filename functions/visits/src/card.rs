//! 读卡: what a card reader typed or handed over goes into the form: into the visitor's fields, or, once somebody stands
//! there, into a companion's row. So one card after the other can be read without touching anything else. Pure.

use crate::companions::{self, set};
use chrono::NaiveDate;
use domain::id_card::{Card, read};
use domain::identity_document::IdType;
use domain::visitors::{COMPANIONS_MAX, field};
use web::FormState;
use web::forms::take;

/// The field of the hand-over.
pub(crate) const FIELD: &str = "card";

/// Reads the card into the form and says what was filled in; `None` with the error at the field, where the hand-over stays.
pub(crate) fn fill(state: &mut FormState, today: NaiveDate) -> Option<String> {
    let typed = state.value(FIELD).to_owned();
    let card = take(state, FIELD, read(&typed, today))?;
    let of_companion = (1..=companions::rows(state))
        .find(|at| state.value(&field(*at, "id_number")).trim() == card.id_number);
    if let Some(at) = of_companion {
        state.fail(FIELD, format!("这张身份证已经读过，是随访人 {at}"));
        return None;
    }
    let known = state.value("id_number").trim().to_owned();
    let vacant = known == card.id_number || (known.is_empty() && state.value("name").trim().is_empty());
    let said = if vacant {
        visitor(state, &card)
    } else {
        companion(state, &card)?
    };
    set(state, FIELD, "");
    Some(said)
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
        ["name", "id_number"]
            .iter()
            .all(|what| state.value(&field(*at, what)).trim().is_empty())
    });
    if vacant.is_none() && rows == COMPANIONS_MAX {
        state.fail(
            FIELD,
            format!("随访人已经写满 {COMPANIONS_MAX} 位，其余的算在来访人数里"),
        );
        return None;
    }
    let at = vacant.unwrap_or_else(|| companions::add(state));
    set(state, &field(at, "name"), &card.name);
    set(state, &field(at, "id_number"), &card.id_number);
    let named = companions::rows(state) + 1;
    let said: usize = state.value("visitors").trim().parse().unwrap_or(0);
    if said < named {
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
    fn what_cannot_be_read_stays_in_its_field_with_the_reason() {
        let mut state = FormState::new("t").with("name", "");
        assert!(swipe(&mut state, "{\"name\"").is_none());
        assert_eq!(state.value(FIELD), "{\"name\"");
        assert!(state.error(FIELD).is_some());
    }
}
