//! Letters (文书) that go to a petitioner, or from one office to another about a case: their kinds and what is kept of one. A letter is kept as it
//! was issued and never composed anew. The wording is the templates' business; which letter a step
//! owes is decided by the handlers.

use crate::event::{AgencyRef, LetterRef};
use crate::ids::{LetterId, PetitionId};
use crate::number::PetitionNumber;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// 文书种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 转送告知书: tells the petitioner who has it now (条例第 22、23 条).
    TransferNotice,
    /// 交办告知书: the same of what is assigned to an agency (条例第 22、23 条).
    AssignmentNotice,
    /// 交办函: to the agency that is to handle a case and report its result; the petitioner does not get it (条例第 22 条).
    AssignmentLetter,
    /// 受理告知书: the responsible unit takes it up (条例第 23 条).
    AcceptanceNotice,
    /// 信访事项处理意见书: the written opinion, with the right to ask for a review (条例第 32、35 条).
    HandlingOpinion,
    /// 法定途径告知书: names the lawful route of what is no ordinary petition (条例第 31 条第 1–4 项).
    RouteNotice,
    /// 信访事项答复函: what the petition office answers itself.
    DirectReply,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::TransferNotice,
        Self::AssignmentNotice,
        Self::AssignmentLetter,
        Self::AcceptanceNotice,
        Self::HandlingOpinion,
        Self::RouteNotice,
        Self::DirectReply,
    ];

    /// The title at its head.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TransferNotice => "信访事项转送告知书",
            Self::AssignmentNotice => "信访事项交办告知书",
            Self::AssignmentLetter => "信访事项交办函",
            Self::AcceptanceNotice => "信访事项受理告知书",
            Self::HandlingOpinion => "信访事项处理意见书",
            Self::RouteNotice => "法定途径告知书",
            Self::DirectReply => "信访事项答复函",
        }
    }

    /// Whether it is what the petitioner is told in the end.
    #[must_use]
    pub const fn ends_a_case(self) -> bool {
        matches!(
            self,
            Self::HandlingOpinion | Self::RouteNotice | Self::DirectReply
        )
    }

    /// The word in its document number (文号).
    #[must_use]
    pub fn number_word(self) -> &'static str {
        match self {
            Self::TransferNotice => "信转",
            Self::AssignmentNotice => "信交告",
            Self::AssignmentLetter => "信交",
            Self::AcceptanceNotice => "信受",
            Self::HandlingOpinion => "信处",
            Self::RouteNotice => "信途",
            Self::DirectReply => "信复",
        }
    }

    /// The name in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::TransferNotice => "transfer-notice",
            Self::AssignmentNotice => "assignment-notice",
            Self::AssignmentLetter => "assignment-letter",
            Self::AcceptanceNotice => "acceptance-notice",
            Self::HandlingOpinion => "handling-opinion",
            Self::RouteNotice => "route-notice",
            Self::DirectReply => "direct-reply",
        }
    }
}

/// 段落
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paragraph {
    /// A heading.
    Heading(String),
    /// Text; line breaks make paragraphs.
    Text(String),
}

/// 文书: one letter, complete enough to be printed again in ten years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Identity.
    pub id: LetterId,
    /// What it is.
    pub kind: LetterKind,
    /// The document number (文号).
    pub number: String,
    /// The petition.
    pub petition: PetitionId,
    /// The petition's number.
    pub petition_number: PetitionNumber,
    /// Who it is addressed to; 匿名信访人 for an anonymous one, an agency's name for a letter between offices.
    pub addressee: String,
    /// Who issues it.
    pub issuer: AgencyRef,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// What it says.
    pub body: Vec<Paragraph>,
}

impl Letter {
    /// How events refer to it.
    #[must_use]
    pub fn reference(&self) -> LetterRef {
        LetterRef {
            id: self.id,
            number: self.number.clone(),
            title: self.kind.title().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_title_word_and_key() {
        let table = LetterKind::ALL.map(|kind| (kind.title(), kind.number_word(), kind.key()));
        assert_eq!(
            table,
            [
                ("信访事项转送告知书", "信转", "transfer-notice"),
                ("信访事项交办告知书", "信交告", "assignment-notice"),
                ("信访事项交办函", "信交", "assignment-letter"),
                ("信访事项受理告知书", "信受", "acceptance-notice"),
                ("信访事项处理意见书", "信处", "handling-opinion"),
                ("法定途径告知书", "信途", "route-notice"),
                ("信访事项答复函", "信复", "direct-reply"),
            ]
        );
    }

    #[test]
    fn a_reference_names_the_letter_and_the_letter_reads_back_from_storage() {
        let at: DateTime<Utc> = "2026-11-23T02:00:00Z".parse().unwrap();
        let letter = Letter {
            id: LetterId::new(at, [7; 10]),
            kind: LetterKind::AcceptanceNotice,
            number: "鲁信受〔2026〕第1024号".to_owned(),
            petition: PetitionId::new(at, [8; 10]),
            petition_number: "W370102-20261014-00042".parse().unwrap(),
            addressee: "李秀英".to_owned(),
            issuer: AgencyRef {
                code: "370102-zjj".parse().unwrap(),
                name: "历下区住房和城乡建设局".to_owned(),
            },
            issued_at: at,
            body: vec![
                Paragraph::Heading("告知".to_owned()),
                Paragraph::Text("决定受理。".to_owned()),
            ],
        };
        let reference = letter.reference();
        assert_eq!(reference.id, letter.id);
        assert_eq!(reference.number, "鲁信受〔2026〕第1024号");
        assert_eq!(reference.title, "信访事项受理告知书");
        let json = serde_json::to_string(&letter).unwrap();
        assert_eq!(serde_json::from_str::<Letter>(&json).unwrap(), letter);
    }
}
