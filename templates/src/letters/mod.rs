//! Letters to petitioners, and from one office to another: what they say ([`compose`]) how they look on paper ([`sheet`]),
//! and as a file to keep ([`mod@file`]), laid out
//! after GB/T 9704-2012. Must not decide which letter is owed: the domain does.

pub mod compose;
pub mod file;
pub mod sheet;

use serde::{Deserialize, Serialize};

/// 文书种类.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 转送告知书: registered and passed on to whom.
    TransferNotice,
    /// 交办告知书: the same of what is assigned.
    AssignmentNotice,
    /// 交办函: to the agency that is to handle it and report the result.
    AssignmentLetter,
    /// 受理告知书.
    AcceptanceNotice,
    /// 信访事项处理意见书: ordinary petitions only, with review rights.
    HandlingOpinion,
    /// 履行法定职责结果告知书: procedure 5, with reconsideration and lawsuit wording.
    DutyResult,
    /// 法定途径告知书: procedures 1–4, names the lawful route.
    RouteNotice,
    /// 信访事项答复函: what the petition office answers itself.
    DirectReply,
}

impl LetterKind {
    /// Its title on paper.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TransferNotice => "信访事项转送告知书",
            Self::AssignmentNotice => "信访事项交办告知书",
            Self::AssignmentLetter => "信访事项交办函",
            Self::AcceptanceNotice => "信访事项受理告知书",
            Self::HandlingOpinion => "信访事项处理意见书",
            Self::DutyResult => "履行法定职责结果告知书",
            Self::RouteNotice => "法定途径告知书",
            Self::DirectReply => "信访事项答复函",
        }
    }
}

/// 文书: a letter as issued; kept as it is and never composed anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Which.
    pub kind: LetterKind,
    /// Its number: `鲁信受〔2026〕第1024号`.
    pub number: String,
    /// Who it is addressed to: `李秀英`, or 匿名信访人.
    pub addressee: String,
    /// Its paragraphs in order.
    pub body: Vec<Paragraph>,
    /// Who issues it.
    pub agency: String,
    /// Date as people read it: `2026年10月30日`.
    pub date: String,
}

/// 段落.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paragraph {
    /// A heading in black type.
    Heading(String),
    /// Text; line breaks make paragraphs.
    Text(String),
}
