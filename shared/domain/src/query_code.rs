//! 查询码: sixteen digits with which anyone who has the name follows a petition.
//! Owns its check digit and how it is read and shown. Must not print it in `Debug`; random digits
//! come in as a parameter.

use crate::text::half_width;
use std::fmt;

/// 查询码: fifteen random digits and a check digit (ISO 7064 MOD 11,10).
#[derive(Clone, PartialEq, Eq)]
pub struct QueryCode(String);

/// 查询码错误: why a typed code can't be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryCodeError {
    /// Not sixteen digits.
    #[error("查询码是 16 位数字，请检查是否少输或多输了")]
    Length,
    /// Something other than digits, spaces and hyphens.
    #[error("查询码只有数字，请检查")]
    NotDigits,
    /// The check digit does not fit: something was mistyped.
    #[error("查询码有一位输错了，请对照回执检查")]
    Check,
}

impl QueryCode {
    /// Number of digits with the check digit.
    pub const LENGTH: usize = 16;

    /// Makes a code of random digits, each 0–9; of a greater number only the last digit counts.
    #[must_use]
    pub fn from_random(digits: [u8; 15]) -> Self {
        let digits = digits.map(|d| d % 10);
        let mut code: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
        code.push(char::from(b'0' + check_digit(&digits)));
        Self(code)
    }

    /// Reads a code as people type or paste it: spaces, hyphens and full-width digits are fine, and so is what stands
    /// around it in a message or on a receipt, as long as only one number of sixteen digits is there.
    ///
    /// # Errors
    /// [`QueryCodeError`] says what is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, QueryCodeError> {
        let text = half_width(raw);
        let numbers = text.split(|c: char| !c.is_ascii_digit() && !is_separator(c));
        let numbers = numbers.map(|number| number.chars().filter(char::is_ascii_digit).collect::<String>());
        let numbers: Vec<String> = numbers.filter(|number| !number.is_empty()).collect();
        let whole = |number: &&String| number.len() == Self::LENGTH;
        let mut found = numbers.iter().filter(whole);
        let (Some(code), None) = (found.next(), found.next()) else {
            let other = text.chars().any(|c| !c.is_ascii_digit() && !is_separator(c));
            let nearly = numbers.iter().any(|number| number.len() + 2 > Self::LENGTH);
            return Err(match other && !nearly {
                true => QueryCodeError::NotDigits,
                false => QueryCodeError::Length,
            });
        };
        let digits: Vec<u8> = code.bytes().map(|b| b - b'0').collect();
        if check_digit(&digits[..15]) == digits[15] {
            Ok(Self(code.clone()))
        } else {
            Err(QueryCodeError::Check)
        }
    }

    /// The sixteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In fours, as it is shown: `4821 0937 5562 1048`.
    #[must_use]
    pub fn grouped(&self) -> String {
        [&self.0[..4], &self.0[4..8], &self.0[8..12], &self.0[12..]].join(" ")
    }
}

impl fmt::Debug for QueryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QueryCode(…)")
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}' | '\u{FEFF}' | '_' | '.'
        )
}

/// ISO 7064 hybrid system MOD 11,10 over digits 0–9.
fn check_digit(digits: &[u8]) -> u8 {
    let product = digits.iter().fold(10_u8, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digits() -> impl Strategy<Value = [u8; 15]> {
        proptest::array::uniform15(0_u8..10)
    }

    #[test]
    fn the_check_digit_is_the_standards() {
        // The example of ISO 7064: 0794 takes 5. A German tax number (same system): 8609574271 takes 9.
        assert_eq!(check_digit(&[0, 7, 9, 4]), 5);
        assert_eq!(check_digit(&[8, 6, 0, 9, 5, 7, 4, 2, 7, 1]), 9);
    }

    #[test]
    fn what_was_pasted_along_is_dropped_if_only_one_number_can_be_meant() {
        let code = QueryCode::from_random([9, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for (before, after) in [
            ("查询码：", ""),
            (" 查询码 ", "。"),
            ("您的查询码是：", "（请保管）"),
            (
                "W370102-20261014-00042 的查询码是",
                "，请勿转告他人。查询：https://xf.example.gov.cn/track",
            ),
            ("编号 1：", ""),
            ("Query code: ", " "),
        ] {
            let pasted = format!("{before}{}{after}", code.grouped());
            assert_eq!(QueryCode::parse(&pasted), Ok(code.clone()), "{pasted}");
        }
        let twice = format!("{} 和 {}", code.grouped(), code.grouped());
        assert_eq!(
            QueryCode::parse(&twice),
            Err(QueryCodeError::Length),
            "which of them?"
        );
        let joined = format!("1 {}", code.grouped());
        assert_eq!(QueryCode::parse(&joined), Err(QueryCodeError::Length));
    }

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(digits in digits()) {
            let code = QueryCode::from_random(digits);
            prop_assert_eq!(QueryCode::parse(code.as_str()), Ok(code.clone()));
            prop_assert_eq!(QueryCode::parse(&code.grouped()), Ok(code.clone()));
            prop_assert_eq!(QueryCode::parse(&format!("　{}　", code.grouped().replace(' ', "-"))), Ok(code.clone()));
            let wide: String =
                code.as_str().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
            prop_assert_eq!(QueryCode::parse(&wide), Ok(code));
        }

        #[test]
        fn every_single_wrong_digit_is_caught(digits in digits()) {
            let code = QueryCode::from_random(digits);
            for at in 0..16 {
                for wrong in b'0'..=b'9' {
                    let mut typed = code.as_str().as_bytes().to_vec();
                    if typed[at] != wrong {
                        typed[at] = wrong;
                        let typed = String::from_utf8(typed).unwrap();
                        prop_assert_eq!(QueryCode::parse(&typed), Err(QueryCodeError::Check));
                    }
                }
            }
        }

        #[test]
        fn a_digit_too_many_or_too_few_is_a_length(digits in digits()) {
            let code = QueryCode::from_random(digits);
            prop_assert_eq!(QueryCode::parse(&code.as_str()[..15]), Err(QueryCodeError::Length));
            prop_assert_eq!(QueryCode::parse(&format!("{}0", code.as_str())), Err(QueryCodeError::Length));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            let _ = QueryCode::parse(&text);
        }
    }

    /// MOD 11,10 promises every substitution but only nearly every transposition of neighbours: two
    /// neighbours change places unnoticed only for the pairs in which both orders give the same product.
    #[test]
    fn of_all_transpositions_of_neighbours_fewer_than_one_in_forty_slips_through() {
        let step = |product: u8, digit: u8| {
            let sum = (product + digit) % 10;
            (if sum == 0 { 10 } else { sum }) * 2 % 11
        };
        let (mut all, mut missed) = (0, 0);
        for product in 1..=10 {
            for a in 0..10 {
                for b in (0..10).filter(|b| *b != a) {
                    all += 1;
                    missed += u32::from(step(step(product, a), b) == step(step(product, b), a));
                }
            }
        }
        assert_eq!(all, 900);
        assert!(missed * 40 < all, "{missed} of {all}");
    }

    #[test]
    fn letters_are_named_as_such_and_nothing_is_a_length() {
        assert_eq!(
            QueryCode::parse("48210937556210AB"),
            Err(QueryCodeError::NotDigits)
        );
        assert_eq!(QueryCode::parse("四八二一"), Err(QueryCodeError::NotDigits));
        assert_eq!(QueryCode::parse(" "), Err(QueryCodeError::Length));
    }

    #[test]
    fn debug_output_does_not_show_the_code() {
        let code = QueryCode::from_random([4, 8, 2, 1, 0, 9, 3, 7, 5, 5, 6, 2, 1, 0, 4]);
        assert!(!format!("{code:?}").contains(|c: char| c.is_ascii_digit()));
        assert!(code.grouped().starts_with("4821 0937 5562 104"));
    }
}
