//! What people type: cleaning it without changing what it says, and the limits of each field.
//! Must not judge content; must not print it in `Debug` (petition text is never logged).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 100;
/// Longest content of a petition, in characters.
pub const CONTENT_MAX: usize = 10_000;
/// Longest detailed address, in characters.
pub const ADDRESS_MAX: usize = 200;
/// Longest text of an addition (补充材料), in characters.
pub const SUPPLEMENT_MAX: usize = 2_000;
/// Longest summary written by an officer, in characters.
pub const SUMMARY_MAX: usize = 500;
/// Longest text of a suggestion (网上建议), in characters.
pub const SUGGESTION_MAX: usize = 5_000;
/// Longest reply to a suggestion, in characters.
pub const SUGGESTION_REPLY_MAX: usize = 2_000;
/// Longest note that officers write while they study a suggestion, in characters.
pub const STUDY_NOTE_MAX: usize = 1_000;
/// Longest message with a rating, to one agency, in characters.
pub const RATING_MESSAGE_MAX: usize = 500;

/// 填写错误: a text that is missing or too long; the message names the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("请填写{what}")]
    Empty {
        /// The field as people call it.
        what: &'static str,
    },
    /// More characters than the field takes.
    #[error("{what}不能超过 {max} 个字，现在有 {count} 个字")]
    TooLong {
        /// The field as people call it.
        what: &'static str,
        /// How many characters it takes.
        max: usize,
        /// How many there are.
        count: usize,
    },
}

impl TextError {
    /// The sentence to show beside the field.
    #[must_use]
    pub fn message(self) -> String {
        self.to_string()
    }
}

/// How many characters a person would count: Unicode scalars, line breaks as one.
#[must_use]
pub fn char_count(text: &str) -> usize {
    text.chars().count()
}

/// Full-width letters, digits and punctuation turned into half-width ones, `３７Ｘ` into `37X`.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars().map(half_width_char).collect()
}

fn half_width_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// Text of several lines as it is kept: line feeds only, no control characters, nothing at either end.
#[must_use]
pub fn normalise(text: &str) -> String {
    clean(text, '\n')
}

/// Text of one line as it is kept: line breaks become spaces.
#[must_use]
pub fn normalise_line(text: &str) -> String {
    clean(text, ' ')
}

fn clean(text: &str, line_break: char) -> String {
    let unified = text.replace("\r\n", "\n");
    let kept: String = unified
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(line_break),
            '\t' => Some(' '),
            c if is_invisible(c) => None,
            c => Some(c),
        })
        .collect();
    kept.trim().to_owned()
}

/// Control characters, and marks that turn the writing direction or hide text: they could make an
/// officer read something else than what is stored.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}

fn limited(text: String, what: &'static str, max: usize) -> Result<String, TextError> {
    match char_count(&text) {
        0 => Err(TextError::Empty { what }),
        count if count > max => Err(TextError::TooLong { what, max, count }),
        _ => Ok(text),
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $max:expr, $normalise:path;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// Cleans what was typed and checks its length.
            ///
            /// # Errors
            /// [`TextError`] when nothing is left or it is too long.
            pub fn parse(raw: &str) -> Result<Self, TextError> {
                limited($normalise(raw), $what, $max).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, by value.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} characters)"), char_count(&self.0))
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;
            fn try_from(raw: String) -> Result<Self, TextError> {
                Self::parse(&raw)
            }
        }
    )+};
}

texts! {
    /// 标题: of a petition, one line.
    Title, "标题", TITLE_MAX, normalise_line;
    /// 反映内容: of a petition, lines kept.
    Content, "反映内容", CONTENT_MAX, normalise;
    /// 详细地址: where it happened or where somebody lives, one line.
    Address, "详细地址", ADDRESS_MAX, normalise_line;
    /// 补充说明: what a petitioner adds to a petition, lines kept.
    Supplement, "补充说明", SUPPLEMENT_MAX, normalise;
    /// 建议内容: of a suggestion, lines kept.
    SuggestionText, "建议内容", SUGGESTION_MAX, normalise;
    /// 答复内容: of the reply to a suggestion, lines kept.
    SuggestionReply, "答复内容", SUGGESTION_REPLY_MAX, normalise;
    /// 研究意见: internal, lines kept.
    StudyNote, "研究意见", STUDY_NOTE_MAX, normalise;
    /// 内容摘要: an officer's summary of a petition.
    Summary, "内容摘要", SUMMARY_MAX, normalise;
    /// 评价留言: what a petitioner tells one agency with a rating.
    RatingMessage, "留言", RATING_MESSAGE_MAX, normalise;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn messages_say_what_is_missing_or_by_how_much_it_is_too_long() {
        assert_eq!(Title::parse(" \u{3000}\n").unwrap_err().message(), "请填写标题");
        let long = Title::parse(&"长".repeat(123)).unwrap_err();
        assert_eq!(long.message(), "标题不能超过 100 个字，现在有 123 个字");
        assert_eq!(Address::parse("").unwrap_err().message(), "请填写详细地址");
        assert_eq!(Content::parse("\u{0}").unwrap_err().message(), "请填写反映内容");
    }

    #[test]
    fn a_limit_counts_characters_and_not_bytes() {
        assert!(Title::parse(&"𠮷".repeat(TITLE_MAX)).is_ok());
        assert!(Title::parse(&"𠮷".repeat(TITLE_MAX + 1)).is_err());
        assert!(Content::parse(&"访".repeat(CONTENT_MAX)).is_ok());
        assert!(Content::parse(&"访".repeat(CONTENT_MAX + 1)).is_err());
    }

    #[test]
    fn a_browsers_line_breaks_count_once_and_stay() {
        let content = Content::parse("第一行\r\n\r\n第二行\r第三行").unwrap();
        assert_eq!(content.as_str(), "第一行\n\n第二行\n第三行");
        let full = "字\r\n".repeat(CONTENT_MAX / 2);
        assert!(Content::parse(&full).is_ok());
    }

    #[test]
    fn a_title_has_one_line() {
        assert_eq!(Title::parse("路灯\r\n不亮").unwrap().as_str(), "路灯 不亮");
    }

    #[test]
    fn hidden_characters_are_dropped_and_joined_emoji_stay_whole() {
        assert_eq!(normalise("甲\u{0}乙\u{202E}丙\u{200B}\u{7}\t丁"), "甲乙丙 丁");
        assert_eq!(normalise("👨\u{200D}👩\u{200D}👧"), "👨\u{200D}👩\u{200D}👧");
        assert_eq!(normalise("<script>&\"'"), "<script>&\"'");
    }

    #[test]
    fn debug_output_does_not_show_what_somebody_wrote() {
        let shown = format!("{:?}", Content::parse("我家的水管").unwrap());
        assert_eq!(shown, "Content(5 characters)");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "\\PC{0,40}|[\\s\\x00-\\x20a]{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once.clone());
            prop_assert!(!once.contains('\r'));
        }

        #[test]
        fn a_text_reads_back_from_storage(text in ".{1,60}") {
            if let Ok(title) = Title::parse(&text) {
                let json = serde_json::to_string(&title).unwrap();
                prop_assert_eq!(serde_json::from_str::<Title>(&json).unwrap(), title);
            }
        }
    }
}
