//! 公民身份号码: GB 11643-1999, the eighteen digits of a resident ID.
//! Owns its check digit and birth date. Must not judge the division code (abolished ones stay valid
//! for life) and must not print the number in `Debug`.

use crate::contact::mask_id_number;
use crate::identity_document::Sex;
use crate::text::half_width;
use chrono::NaiveDate;
use std::fmt;

/// 公民身份号码: seventeen digits and a check character 0–9 or X.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentId {
    number: String,
    birth: NaiveDate,
}

/// 身份证号错误: why a text is no resident ID number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdError {
    /// Nothing was typed.
    #[error("请填写身份证号")]
    Empty,
    /// Fifteen digits: the first generation, void since 2013.
    #[error("15 位的旧身份证号已经停用，请填写 18 位身份证号")]
    OldGeneration,
    /// Not eighteen characters.
    #[error("身份证号应当是 18 位，请检查是否少输或多输了")]
    Length,
    /// Something other than digits, or an X that is not last.
    #[error("身份证号前 17 位应当是数字，最后一位是数字或 X")]
    Characters,
    /// Digits 7–14 are no date of the calendar, or one nobody alive was born on.
    #[error("身份证号中的出生日期不对，请检查第 7 到 14 位")]
    BirthDate,
    /// Born after today.
    #[error("身份证号中的出生日期晚于今天，请检查第 7 到 14 位")]
    BirthInFuture,
    /// The last character does not fit the others: something was mistyped.
    #[error("身份证号有误（最后一位校验不通过），请对照证件逐位检查")]
    Check,
}

impl ResidentIdError {
    /// The sentence to show beside the field.
    #[must_use]
    pub fn message(self) -> String {
        self.to_string()
    }
}

/// Nobody alive was born before this year.
const BIRTH_YEAR_MIN: i32 = 1850;

impl ResidentId {
    /// Reads a number as people type it: spaces and full-width characters are fine, x becomes X.
    ///
    /// # Errors
    /// [`ResidentIdError`] says what is wrong with it; `today` is the date in Shanghai.
    pub fn parse(raw: &str, today: NaiveDate) -> Result<Self, ResidentIdError> {
        let number: String = half_width(raw).chars().filter(|c| !c.is_whitespace()).collect();
        let number = number.to_ascii_uppercase();
        if number.is_empty() {
            return Err(ResidentIdError::Empty);
        }
        let digits_only = number.bytes().all(|b| b.is_ascii_digit());
        match number.chars().count() {
            18 => {}
            15 if digits_only => return Err(ResidentIdError::OldGeneration),
            _ => return Err(ResidentIdError::Length),
        }
        let bytes = number.as_bytes();
        let shape = bytes.len() == 18
            && bytes[..17].iter().all(u8::is_ascii_digit)
            && (bytes[17].is_ascii_digit() || bytes[17] == b'X');
        if !shape {
            return Err(ResidentIdError::Characters);
        }
        let birth = birth_date(&number[6..14]).ok_or(ResidentIdError::BirthDate)?;
        if birth > today {
            return Err(ResidentIdError::BirthInFuture);
        }
        if check_character(&bytes[..17]) != bytes[17] {
            return Err(ResidentIdError::Check);
        }
        Ok(Self { number, birth })
    }

    /// The eighteen characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The date of birth in it.
    #[must_use]
    pub fn birth_date(&self) -> NaiveDate {
        self.birth
    }

    /// The sex in it: the seventeenth digit is odd for men.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.number.as_bytes()[16] % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Whether it starts with one of `prefixes`: such numbers go through the real-name service.
    #[must_use]
    pub fn prefix_in<S: AsRef<str>>(&self, prefixes: &[S]) -> bool {
        prefixes
            .iter()
            .any(|p| !p.as_ref().is_empty() && self.number.starts_with(p.as_ref()))
    }

    /// The number with most of it hidden, as lists may show it.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_id_number(&self.number)
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentId(…)")
    }
}

fn birth_date(digits: &str) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(4..6)?, number(6..8)?).filter(|_| year >= BIRTH_YEAR_MIN)
}

/// The check character of seventeen ASCII digits (GB 11643: ISO 7064 MOD 11-2).
fn check_character(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    b"10X98765432"[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    fn parse(raw: &str) -> Result<ResidentId, ResidentIdError> {
        ResidentId::parse(raw, today())
    }

    fn numbers() -> impl Strategy<Value = String> {
        (0_u32..1_000_000, 0_i64..60_000, 0_u32..1000).prop_map(|(division, days, order)| {
            let birth = NaiveDate::from_ymd_opt(1860, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            let body = format!("{division:06}{}{order:03}", birth.format("%Y%m%d"));
            let check = char::from(check_character(body.as_bytes()));
            format!("{body}{check}")
        })
    }

    #[test]
    fn the_standards_examples_are_valid() {
        // GB 11643-1999, annex A.
        let man = parse("11010519491231002X").unwrap();
        assert_eq!(
            (man.sex(), man.birth_date()),
            (Sex::Female, "1949-12-31".parse().unwrap())
        );
        assert_eq!(parse("440524188001010014").unwrap().sex(), Sex::Male);
    }

    #[test]
    fn it_reads_what_people_type() {
        let expected = parse("11010519491231002X").unwrap();
        for typed in [
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２ｘ",
        ] {
            assert_eq!(parse(typed), Ok(expected.clone()), "{typed}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_message() {
        use ResidentIdError as E;
        let cases = [
            ("", E::Empty),
            ("110105491231002", E::OldGeneration),
            ("11010519491231002", E::Length),
            ("1101051949123100222", E::Length),
            ("1101051949123100XX", E::Characters),
            ("身份证号码身份证号码身份证号码身份证", E::Characters),
            ("11010519490231002X", E::BirthDate),
            ("11010500000101002X", E::BirthDate),
            ("110105202612310023", E::BirthInFuture),
            ("110105194912310021", E::Check),
        ];
        for (typed, error) in cases {
            assert_eq!(parse(typed), Err(error), "{typed}");
            assert!(error.message().contains("身份证号"));
        }
    }

    #[test]
    fn somebody_born_today_has_a_number_and_somebody_born_tomorrow_has_not() {
        let body = "37010220261123001";
        let number = format!("{body}{}", char::from(check_character(body.as_bytes())));
        assert!(parse(&number).is_ok());
        assert_eq!(
            ResidentId::parse(&number, today().pred_opt().unwrap()),
            Err(ResidentIdError::BirthInFuture)
        );
    }

    #[test]
    fn prefixes_decide_who_is_verified() {
        let id = parse("11010519491231002X").unwrap();
        assert!(id.prefix_in(&["37", "11"]));
        assert!(!id.prefix_in(&["37"]) && !id.prefix_in(&[""]) && !id.prefix_in::<&str>(&[]));
    }

    #[test]
    fn debug_output_does_not_show_the_number() {
        let shown = format!("{:?}", parse("11010519491231002X"));
        assert!(!shown.contains("1949") && !shown.contains("110105"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_division_code_is_taken(number in numbers()) {
            let id = parse(&number).unwrap();
            prop_assert_eq!(id.as_str(), &number);
            prop_assert!(id.birth_date().year() >= 1860);
        }

        #[test]
        fn every_single_wrong_digit_and_every_swap_of_neighbours_is_caught(number in numbers()) {
            for at in 0..17 {
                for wrong in b'0'..=b'9' {
                    let mut typed = number.clone().into_bytes();
                    if typed[at] != wrong {
                        typed[at] = wrong;
                        prop_assert!(parse(&String::from_utf8(typed).unwrap()).is_err());
                    }
                }
                let mut typed = number.clone().into_bytes();
                if typed[at] != typed[at + 1] {
                    typed.swap(at, at + 1);
                    prop_assert!(parse(&String::from_utf8(typed).unwrap()).is_err());
                }
            }
            for wrong in "0123456789X".chars().filter(|c| !number.ends_with(*c)) {
                prop_assert_eq!(parse(&format!("{}{wrong}", &number[..17])), Err(ResidentIdError::Check));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}|[0-9é中]{18}") {
            let _ = parse(&text);
        }
    }
}
