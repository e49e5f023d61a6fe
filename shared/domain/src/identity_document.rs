//! Identity documents and sex, by the codes of the exchange standard.
//! Owns the code lists. Must not check a number against anybody (resident IDs: see `resident_id`).

use crate::text::half_width;
use serde::{Deserialize, Serialize};
use std::fmt;

/// 证件类型: which document somebody proves an identity with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IdType {
    /// 居民身份证
    #[serde(rename = "111")]
    ResidentId,
    /// 户口簿
    #[serde(rename = "113")]
    HouseholdBook,
    /// 军官证
    #[serde(rename = "114")]
    OfficersCard,
    /// 护照
    #[serde(rename = "414")]
    Passport,
    /// 台湾居民来往大陆通行证
    #[serde(rename = "511")]
    TaiwanPermit,
    /// 港澳居民来往内地通行证
    #[serde(rename = "516")]
    HongKongMacaoPermit,
    /// 其他证件
    #[serde(rename = "990")]
    Other,
}

impl IdType {
    /// Every type, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::ResidentId,
        Self::HouseholdBook,
        Self::OfficersCard,
        Self::Passport,
        Self::TaiwanPermit,
        Self::HongKongMacaoPermit,
        Self::Other,
    ];

    /// The type with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }

    /// The three digits of its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ResidentId => "111",
            Self::HouseholdBook => "113",
            Self::OfficersCard => "114",
            Self::Passport => "414",
            Self::TaiwanPermit => "511",
            Self::HongKongMacaoPermit => "516",
            Self::Other => "990",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ResidentId => "居民身份证",
            Self::HouseholdBook => "户口簿",
            Self::OfficersCard => "军官证",
            Self::Passport => "护照",
            Self::TaiwanPermit => "台湾居民来往大陆通行证",
            Self::HongKongMacaoPermit => "港澳居民来往内地通行证",
            Self::Other => "其他证件",
        }
    }
}

/// 性别: GB/T 2261.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sex {
    /// 未知的性别
    #[serde(rename = "0")]
    Unknown,
    /// 男
    #[serde(rename = "1")]
    Male,
    /// 女
    #[serde(rename = "2")]
    Female,
    /// 未说明的性别
    #[serde(rename = "9")]
    Unstated,
}

impl Sex {
    /// Every value of the standard.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Male, Self::Female, Self::Unstated];

    /// The value with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The digit of its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "0",
            Self::Male => "1",
            Self::Female => "2",
            Self::Unstated => "9",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unknown => "未知",
            Self::Male => "男",
            Self::Female => "女",
            Self::Unstated => "未说明",
        }
    }
}

/// 证件号码: of a document other than the resident ID; only its shape is checked.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentNumber(String);

/// 证件号码错误: why a text can't be the number of any document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentNumberError {
    /// Nothing was typed.
    #[error("请填写证件号码")]
    Empty,
    /// Shorter than 4 or longer than 30 characters.
    #[error("证件号码应当是 4 到 30 位")]
    Length,
    /// Punctuation or other characters that no document has.
    #[error("证件号码只能有文字、字母、数字和短横线")]
    Characters,
}

impl DocumentNumber {
    /// Cleans and upper-cases what was typed; an officer's card may have Chinese characters in it.
    ///
    /// # Errors
    /// [`DocumentNumberError`] when nothing document-like is left.
    pub fn parse(raw: &str) -> Result<Self, DocumentNumberError> {
        let number: String = half_width(raw).chars().filter(|c| !c.is_whitespace()).collect();
        let number = number.to_uppercase();
        if number.is_empty() {
            return Err(DocumentNumberError::Empty);
        }
        if !(4..=30).contains(&number.chars().count()) {
            return Err(DocumentNumberError::Length);
        }
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '(' | ')' | '〔' | '〕' | '.' | '/');
        if number.chars().all(fits) {
            Ok(Self(number))
        } else {
            Err(DocumentNumberError::Characters)
        }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_from_forms_and_from_storage() {
        for id_type in IdType::ALL {
            assert_eq!(IdType::from_code(id_type.code()), Some(id_type));
            assert_eq!(
                serde_json::to_string(&id_type).unwrap(),
                format!("\"{}\"", id_type.code())
            );
        }
        for sex in Sex::ALL {
            assert_eq!(Sex::from_code(sex.code()), Some(sex));
            assert_eq!(
                serde_json::to_string(&sex).unwrap(),
                format!("\"{}\"", sex.code())
            );
        }
        assert_eq!(IdType::from_code("112"), None);
        assert_eq!(Sex::from_code("3"), None);
    }

    #[test]
    fn document_numbers_are_cleaned_and_only_nonsense_is_refused() {
        assert_eq!(
            DocumentNumber::parse(" e1234５678 ").unwrap().as_str(),
            "E12345678"
        );
        assert_eq!(
            DocumentNumber::parse("军字第0012345号").unwrap().as_str(),
            "军字第0012345号"
        );
        assert_eq!(DocumentNumber::parse("　"), Err(DocumentNumberError::Empty));
        assert_eq!(DocumentNumber::parse("A1"), Err(DocumentNumberError::Length));
        assert_eq!(
            DocumentNumber::parse("<script>"),
            Err(DocumentNumberError::Characters)
        );
        assert_eq!(
            format!("{:?}", DocumentNumber::parse("E12345678").unwrap()),
            "DocumentNumber(…)"
        );
    }
}
