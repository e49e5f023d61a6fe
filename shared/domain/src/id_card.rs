//! 读卡数据: what an ID card reader hands over, as a small JSON object (docs/card-reader.md). Owns what of it is taken and
//! what makes it unusable. The nation, the issuing authority and the photo are not taken: no step needs them.

use crate::contact::{NameError, real_name};
use crate::identity_document::Sex;
use crate::resident_id::{ResidentId, ResidentIdError};
use crate::text::normalise_line;
use chrono::NaiveDate;
use serde::Deserialize;

/// Most bytes of one hand-over: readers may send a photo along.
pub const CARD_BYTES_MAX: usize = 200_000;

/// 身份证: what is taken over from a card. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    /// 姓名
    pub name: String,
    /// 公民身份号码
    pub id_number: String,
    /// 性别, as the number has it.
    pub sex: Sex,
    /// 住址; may be empty.
    pub address: String,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Card")
    }
}

/// What a reader hands over. Fields that are not there are empty; others are passed over.
#[derive(Deserialize)]
struct HandedOver {
    #[serde(default)]
    name: String,
    #[serde(default)]
    sex: String,
    #[serde(default)]
    birth: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    id_number: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
}

/// 读卡数据用不上: why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Longer than any card.
    #[error("读卡数据太长，请检查读卡软件，或者直接在下面填写")]
    TooLong,
    /// It is no JSON object of that shape.
    #[error("读卡数据不完整或者格式不对，请把输入法切换到英文后再刷一次，或者直接在下面填写")]
    Unreadable,
    /// There is no name.
    #[error("读卡数据里没有姓名，请再刷一次，或者直接在下面填写")]
    NoName,
    /// The name is none.
    #[error("读卡数据里的姓名不对：{0}")]
    Name(NameError),
    /// There is no number.
    #[error("读卡数据里没有身份证号，请再刷一次，或者直接在下面填写")]
    NoNumber,
    /// The number is none.
    #[error("读卡数据里的号码不对：{0}")]
    Number(ResidentIdError),
    /// The birth date is not the number's.
    #[error("读卡数据里的出生日期和身份证号对不上，请核对证件")]
    Birth,
    /// The sex is not the number's.
    #[error("读卡数据里的性别和身份证号对不上，请核对证件")]
    Sex,
    /// A date of validity that is none.
    #[error("读卡数据里的有效期限看不懂，请核对证件")]
    Validity,
    /// The card is not valid yet.
    #[error("这张身份证 {0} 起才有效，请核对证件")]
    NotYet(NaiveDate),
    /// The card has expired.
    #[error("这张身份证 {0} 已经过期，请来访人出示有效证件；没有的，直接在下面填写")]
    Expired(NaiveDate),
}

/// Reads what a reader typed or handed over.
///
/// # Errors
/// [`CardError`] says what is wrong with it; `today` is the date in Shanghai.
pub fn read(typed: &str, today: NaiveDate) -> Result<Card, CardError> {
    if typed.len() > CARD_BYTES_MAX {
        return Err(CardError::TooLong);
    }
    let typed = typed.trim();
    // A list would be read as the fields in their order.
    if !typed.starts_with('{') {
        return Err(CardError::Unreadable);
    }
    let card: HandedOver = serde_json::from_str(typed).map_err(|_| CardError::Unreadable)?;
    let name = real_name(&card.name).map_err(|error| match error {
        NameError::Empty => CardError::NoName,
        other => CardError::Name(other),
    })?;
    let id = ResidentId::parse(&card.id_number, today).map_err(|error| match error {
        ResidentIdError::Empty => CardError::NoNumber,
        other => CardError::Number(other),
    })?;
    let birth = date(&card.birth).map_err(|()| CardError::Birth)?;
    if birth.is_some_and(|birth| birth != id.birth_date()) {
        return Err(CardError::Birth);
    }
    let sex = match card.sex.trim() {
        "" => None,
        "男" | "1" | "M" | "m" => Some(Sex::Male),
        "女" | "2" | "F" | "f" => Some(Sex::Female),
        _ => return Err(CardError::Sex),
    };
    if sex.is_some_and(|sex| sex != id.sex()) {
        return Err(CardError::Sex);
    }
    if let Some(from) = date(&card.valid_from).map_err(|()| CardError::Validity)?
        && from > today
    {
        return Err(CardError::NotYet(from));
    }
    // 长期: of cards that do not expire.
    if card.valid_to.trim() != "长期"
        && let Some(to) = date(&card.valid_to).map_err(|()| CardError::Validity)?
        && to < today
    {
        return Err(CardError::Expired(to));
    }
    Ok(Card {
        name,
        id_number: id.as_str().to_owned(),
        sex: id.sex(),
        address: normalise_line(&card.address),
    })
}

/// `20300101`, `2030-01-01`, `2030.01.01`; nothing for nothing.
fn date(typed: &str) -> Result<Option<NaiveDate>, ()> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let digits: String = typed.chars().filter(|c| !matches!(c, '-' | '.' | '/')).collect();
    if digits.len() != 8 {
        return Err(());
    }
    NaiveDate::parse_from_str(&digits, "%Y%m%d")
        .map(Some)
        .map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
    }

    /// A card with some fields changed; an empty value leaves the field out.
    fn card(changes: &[(&str, &str)]) -> String {
        let mut fields = vec![
            ("name", "王芳"),
            ("sex", "女"),
            ("nation", "汉"),
            ("birth", "19850923"),
            ("address", "青岛市市南区香港中路 1 号"),
            ("id_number", "370202198509230022"),
            ("authority", "青岛市公安局市南分局"),
            ("valid_from", "20200101"),
            ("valid_to", "20400101"),
        ];
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            if !value.is_empty() {
                fields.push((name, value));
            }
        }
        let object: std::collections::BTreeMap<_, _> = fields.into_iter().collect();
        serde_json::to_string(&object).unwrap()
    }

    #[test]
    fn a_card_gives_name_number_sex_and_address_and_nothing_else() {
        let read = read(&card(&[]), today()).unwrap();
        assert_eq!(
            (read.name.as_str(), read.id_number.as_str(), read.sex),
            ("王芳", "370202198509230022", Sex::Female)
        );
        assert_eq!(read.address, "青岛市市南区香港中路 1 号");
        assert_eq!(format!("{read:?}"), "Card");
    }

    #[test]
    fn a_card_may_be_valid_for_ever_and_may_leave_out_what_is_not_needed() {
        for changes in [
            vec![("valid_to", "长期")],
            vec![("valid_to", ""), ("valid_from", ""), ("birth", ""), ("sex", "")],
            vec![("valid_to", "2026-11-27"), ("birth", "1985.09.23"), ("sex", "2")],
            vec![("photo", "AAAA"), ("address", "")],
        ] {
            assert!(read(&card(&changes), today()).is_ok(), "{changes:?}");
        }
    }

    #[test]
    fn each_thing_that_makes_it_unusable_has_its_own_words() {
        let wrong = |changes: &[(&str, &str)]| read(&card(changes), today()).unwrap_err();
        assert_eq!(wrong(&[("name", "")]), CardError::NoName);
        assert!(matches!(wrong(&[("name", "王1")]), CardError::Name(_)));
        assert_eq!(wrong(&[("id_number", "")]), CardError::NoNumber);
        assert_eq!(
            wrong(&[("id_number", "370202198509230023")]),
            CardError::Number(ResidentIdError::Check)
        );
        assert_eq!(wrong(&[("birth", "19850924")]), CardError::Birth);
        assert_eq!(wrong(&[("birth", "昨天")]), CardError::Birth);
        assert_eq!(wrong(&[("sex", "男")]), CardError::Sex);
        assert_eq!(wrong(&[("sex", "x")]), CardError::Sex);
        assert_eq!(wrong(&[("valid_to", "20269999")]), CardError::Validity);
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(
            wrong(&[("valid_to", "20261126")]),
            CardError::Expired(day(2026, 11, 26))
        );
        assert_eq!(
            wrong(&[("valid_from", "20270101")]),
            CardError::NotYet(day(2027, 1, 1))
        );
        for nonsense in ["", "{", "[]", "“name”：“王芳”", "{\"name\": 3}"] {
            assert_eq!(read(nonsense, today()), Err(CardError::Unreadable), "{nonsense}");
        }
        let long = "x".repeat(CARD_BYTES_MAX + 1);
        assert_eq!(read(&long, today()), Err(CardError::TooLong));
    }
}
