//! Mobile numbers, and how names, numbers and addresses are hidden in lists.
//! Owns masking and the form of a name that is compared. Must not print a number in `Debug`.

use crate::text::{char_count, half_width, is_invisible, normalise_line};
use std::fmt;

/// 匿名: the name under which an anonymous petition is tracked.
pub const ANONYMOUS_NAME: &str = "匿名";

/// 手机号码: eleven digits, `^1[3-9]\d{9}$`.
#[derive(Clone, PartialEq, Eq)]
pub struct Mobile(String);

/// 手机号错误: why a text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MobileError {
    /// Nothing was typed.
    #[error("请填写手机号码")]
    Empty,
    /// Not a mobile number of the mainland.
    #[error("手机号码应当是 11 位数字，以 1 开头，请检查")]
    Invalid,
}

impl Mobile {
    /// Reads a number as people type it: spaces, hyphens, full-width digits and +86 are fine.
    ///
    /// # Errors
    /// [`MobileError`] when it is none.
    pub fn parse(raw: &str) -> Result<Self, MobileError> {
        let is_filler =
            |c: char| c.is_whitespace() || is_invisible(c) || matches!(c, '-' | '(' | ')' | '.' | '–');
        let typed: String = half_width(raw).chars().filter(|c| !is_filler(*c)).collect();
        if typed.is_empty() {
            return Err(MobileError::Empty);
        }
        // Eleven digits never begin with 86 or 0, so only a country code can be cut off here.
        let number = ["+86", "0086", "86"]
            .iter()
            .find_map(|p| typed.strip_prefix(p))
            .unwrap_or(&typed);
        let digits = number.as_bytes();
        let fits = digits.len() == 11
            && digits.iter().all(u8::is_ascii_digit)
            && digits[0] == b'1'
            && digits[1] >= b'3';
        if fits {
            Ok(Self(number.to_owned()))
        } else {
            Err(MobileError::Invalid)
        }
    }

    /// The eleven digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number with its middle hidden: `138****5678`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_mobile(&self.0)
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mobile({})", self.masked())
    }
}

/// 复姓: surnames of two characters that are still in use.
const COMPOUND_SURNAMES: [&str; 32] = [
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "轩辕", "令狐", "宇文", "长孙",
    "慕容", "夏侯", "申屠", "端木", "百里", "呼延", "南宫", "独孤", "西门", "闻人", "澹台", "公冶", "淳于",
    "单于", "太史", "钟离", "赫连", "拓跋", "亓官",
];

/// A name with the given name hidden: `李**`, `欧阳**`, `J***`; 匿名 stays as it is.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    let characters: Vec<char> = name.chars().collect();
    let Some(first) = characters.first() else {
        return String::new();
    };
    if name == ANONYMOUS_NAME {
        return name.to_owned();
    }
    // Names in letters, and long ones (买买提-like with a middle dot): the length itself would tell too much.
    if !is_han(*first) || characters.len() > 5 {
        return format!("{first}***");
    }
    let is_compound = characters.len() >= 3 && COMPOUND_SURNAMES.iter().any(|s| name.starts_with(s));
    let surname = match characters.len() {
        1 => 0,
        _ if is_compound => 2,
        _ => 1,
    };
    characters
        .iter()
        .enumerate()
        .map(|(at, c)| if at < surname { *c } else { '*' })
        .collect()
}

/// An identity number with only its ends left: `370***********002X`; short ones keep their first character.
#[must_use]
pub fn mask_id_number(number: &str) -> String {
    let length = number.chars().count();
    if length < 12 {
        keep_ends(number, 1.min(length.saturating_sub(1)), 0)
    } else {
        keep_ends(number, 3, 4)
    }
}

/// A phone number with its middle hidden: `138****5678`.
#[must_use]
pub fn mask_mobile(number: &str) -> String {
    if number.chars().count() < 9 {
        keep_ends(number, 0, 2)
    } else {
        keep_ends(number, 3, 4)
    }
}

/// An address with its end hidden: at most its first six characters, never more than half of it.
#[must_use]
pub fn mask_address(address: &str) -> String {
    let address = address.trim();
    let keep = (address.chars().count() / 2).min(6);
    if address.is_empty() {
        return String::new();
    }
    let mut shown: String = address.chars().take(keep).collect();
    shown.push_str("****");
    shown
}

fn keep_ends(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    let tail = if head + tail < length { tail } else { 0 };
    text.chars()
        .enumerate()
        .map(|(at, c)| if at < head || at + tail >= length { c } else { '*' })
        .collect()
}

/// Longest real name, in characters: names in letters are long.
const NAME_CHARS_MAX: usize = 50;

/// 姓名错误: why a text is no name as on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("请填写姓名")]
    Empty,
    /// One character: no whole name.
    #[error("请填写完整的姓名")]
    Incomplete,
    /// Longer than any name.
    #[error("姓名不能超过 50 个字")]
    TooLong,
    /// Digits, or signs that no name has.
    #[error("姓名只能用文字，请照证件填写")]
    Odd,
}

/// 姓名: a name as on a document, on one line: characters or letters, no digits and no signs but those
/// of names.
///
/// # Errors
/// [`NameError`].
pub fn real_name(typed: &str) -> Result<String, NameError> {
    let name = normalise_line(typed);
    let odd = |c: char| !(c.is_alphabetic() || matches!(c, ' ' | '·' | '•' | '・' | '.' | '-' | '\'' | '〇'));
    match char_count(&name) {
        0 => Err(NameError::Empty),
        1 => Err(NameError::Incomplete),
        count if count > NAME_CHARS_MAX => Err(NameError::TooLong),
        _ if half_width(&name).chars().any(odd) => Err(NameError::Odd),
        _ => Ok(name),
    }
}

/// The form of a name that is compared (and indexed blindly): half-width, no white space, one kind
/// of middle dot, lower-case letters.
#[must_use]
pub fn normalise_name(name: &str) -> String {
    half_width(name)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| if is_middle_dot(c) { '·' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_middle_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '.' | '‧' | '∙' | '⋅' | '・' | '･' | '᛫' | '●')
}

/// Whether it is a Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_what_stands_on_a_document_and_each_mistake_has_its_own_error() {
        for name in ["李秀英", "阿卜杜拉·买买提", "John Smith", "〇一"] {
            assert_eq!(real_name(&format!(" {name} ")).as_deref(), Ok(name));
        }
        assert_eq!(real_name("  "), Err(NameError::Empty));
        assert_eq!(real_name("李"), Err(NameError::Incomplete));
        assert_eq!(real_name(&"李".repeat(50)), Ok("李".repeat(50)));
        assert_eq!(real_name(&"李".repeat(51)), Err(NameError::TooLong));
        for odd in ["李4", "李？", "<李秀英>"] {
            assert_eq!(real_name(odd), Err(NameError::Odd), "{odd}");
        }
    }

    #[test]
    fn a_mobile_is_read_however_it_is_typed() {
        for typed in [
            "13812345678",
            " 138 1234 5678 ",
            "138-1234-5678",
            "+86 13812345678",
            "008613812345678",
            "8613812345678",
            "１３８１２３４５６７８",
            "\u{202D}13812345678\u{202C}",
        ] {
            assert_eq!(Mobile::parse(typed).unwrap().as_str(), "13812345678", "{typed}");
        }
    }

    #[test]
    fn what_is_no_mobile_is_refused() {
        assert_eq!(Mobile::parse(" "), Err(MobileError::Empty));
        for typed in [
            "12812345678",
            "1381234567",
            "138123456789",
            "0531-86012345",
            "+85291234567",
            "一三八",
            "1381234567a",
            "23812345678",
        ] {
            assert_eq!(Mobile::parse(typed), Err(MobileError::Invalid), "{typed}");
        }
    }

    #[test]
    fn names_keep_their_surname_only() {
        let cases = [
            ("李秀英", "李**"),
            ("李英", "李*"),
            ("欧阳娜娜", "欧阳**"),
            ("欧阳修", "欧阳*"),
            ("欧阳", "欧*"),
            ("李", "*"),
            ("John Smith", "J***"),
            ("阿卜杜拉·买买提", "阿***"),
            ("匿名", "匿名"),
            ("", ""),
        ];
        for (name, masked) in cases {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn numbers_and_addresses_hide_what_identifies() {
        assert_eq!(mask_id_number("11010519491231002X"), "110***********002X");
        assert_eq!(mask_id_number("E12345678"), "E********");
        assert_eq!(mask_id_number("7"), "*");
        assert_eq!(mask_id_number(""), "");
        assert_eq!(mask_mobile("13812345678"), "138****5678");
        assert_eq!(mask_mobile("12345"), "***45");
        assert_eq!(mask_mobile("12"), "**");
        assert_eq!(mask_address("历下区泉城路180号3单元502"), "历下区泉城路****");
        assert_eq!(mask_address("泉城路"), "泉****");
        assert_eq!(
            format!("{:?}", Mobile::parse("13812345678").unwrap()),
            "Mobile(138****5678)"
        );
    }

    #[test]
    fn one_name_in_many_spellings_compares_equal() {
        let expected = normalise_name("阿卜杜拉·买买提");
        for spelling in [
            "阿卜杜拉•买买提",
            "阿卜杜拉．买买提",
            "阿卜杜拉.买买提",
            " 阿卜杜拉 ・ 买买提　",
        ] {
            assert_eq!(normalise_name(spelling), expected, "{spelling}");
        }
        assert_eq!(normalise_name("Ｊｏｈｎ  SMITH"), "johnsmith");
        assert_eq!(normalise_name(" 匿 名 "), ANONYMOUS_NAME);
        assert_ne!(normalise_name("李秀英"), normalise_name("李秀"));
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(name in "[a-zA-Z ａ-ｚ·•．中-国\\s]{0,20}") {
            prop_assert_eq!(normalise_name(&normalise_name(&name)), normalise_name(&name));
        }

        #[test]
        fn no_mask_shows_a_whole_number(number in "[0-9X]{1,20}") {
            prop_assert!(mask_id_number(&number).contains('*'));
            prop_assert!(mask_mobile(&number).contains('*'));
        }

        #[test]
        fn no_text_makes_masking_panic(text in ".{0,30}") {
            let _ = (mask_name(&text), mask_id_number(&text), mask_mobile(&text), mask_address(&text));
            let _ = Mobile::parse(&text);
        }
    }
}
