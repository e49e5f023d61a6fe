//! The word lists of a registration: how it came in, what is wanted, which way it takes, how it ended.
//! Owns codes and labels. Must not combine them (see the parent module).

use serde::{Deserialize, Serialize};

/// 信访形式: how a petition came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 网上信访
    Web,
    /// 来信
    Letter,
    /// 来访
    Visit,
    /// 来电
    Phone,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Web, Self::Letter, Self::Visit, Self::Phone];

    /// The letter that petition numbers begin with.
    #[must_use]
    pub fn prefix(self) -> char {
        match self {
            Self::Web => 'W',
            Self::Letter => 'L',
            Self::Visit => 'V',
            Self::Phone => 'P',
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Web => "网上信访",
            Self::Letter => "来信",
            Self::Visit => "来访",
            Self::Phone => "来电",
        }
    }
}

/// 信访目的: what the petitioner wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 申诉
    Appeal,
    /// 求决
    RequestToResolve,
    /// 揭发控告: never reaches the accused (条例第三十条).
    Accusation,
    /// 意见建议: gets a study and a reply (条例第二十九条).
    Suggestion,
    /// 咨询
    Enquiry,
    /// 其他
    Other,
}

impl Purpose {
    /// Every purpose, in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Appeal,
        Self::RequestToResolve,
        Self::Accusation,
        Self::Suggestion,
        Self::Enquiry,
        Self::Other,
    ];

    /// The purpose with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }

    /// The value in forms and storage.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Appeal => "appeal",
            Self::RequestToResolve => "request_to_resolve",
            Self::Accusation => "accusation",
            Self::Suggestion => "suggestion",
            Self::Enquiry => "enquiry",
            Self::Other => "other",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Appeal => "申诉",
            Self::RequestToResolve => "求决",
            Self::Accusation => "揭发控告",
            Self::Suggestion => "意见建议",
            Self::Enquiry => "咨询",
            Self::Other => "其他",
        }
    }
}

/// 诉求性质: which of the six ways of 条例第三十一条 a demand takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// (一) 诉讼、检察、公安事项
    Litigation,
    /// (二) 仲裁
    Arbitration,
    /// (三) 党员、党组织申诉
    PartyDiscipline,
    /// (四) 行政复议、裁决、确认、许可、处罚
    Administrative,
    /// (五) 申请查处违法行为、履行法定职责
    DutyRequest,
    /// (六) 普通信访事项
    Petition,
}

/// 办结文书: the letter that ends a matter of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClosingLetter {
    /// 信访事项处理意见书: with the right to ask for a review.
    HandlingOpinion,
    /// 履职结果告知书: with the right to reconsideration (60 days) or a lawsuit (6 months).
    DutyResult,
    /// 法定途径告知书: names the lawful route.
    RouteNotice,
}

impl ClosingLetter {
    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::HandlingOpinion => "信访事项处理意见书",
            Self::DutyResult => "履职结果告知书",
            Self::RouteNotice => "法定途径告知书",
        }
    }
}

impl Procedure {
    /// The six ways, in the order of the article.
    pub const ALL: [Self; 6] = [
        Self::Litigation,
        Self::Arbitration,
        Self::PartyDiscipline,
        Self::Administrative,
        Self::DutyRequest,
        Self::Petition,
    ];

    /// The way with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }

    /// The value in forms and storage.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Litigation => "litigation",
            Self::Arbitration => "arbitration",
            Self::PartyDiscipline => "party_discipline",
            Self::Administrative => "administrative",
            Self::DutyRequest => "duty_request",
            Self::Petition => "petition",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Litigation => "诉讼、检察、公安事项",
            Self::Arbitration => "仲裁事项",
            Self::PartyDiscipline => "党员、党组织申诉",
            Self::Administrative => "行政复议、裁决、许可、处罚等行政程序",
            Self::DutyRequest => "申请查处违法行为、履行法定职责",
            Self::Petition => "普通信访事项",
        }
    }

    /// The letter that may end it; any other is a known error that the system prevents.
    #[must_use]
    pub fn closing_letter(self) -> ClosingLetter {
        match self {
            Self::Petition => ClosingLetter::HandlingOpinion,
            Self::DutyRequest => ClosingLetter::DutyResult,
            Self::Litigation | Self::Arbitration | Self::PartyDiscipline | Self::Administrative => {
                ClosingLetter::RouteNotice
            }
        }
    }

    /// Whether a handling opinion with review rights may be issued: for ordinary petitions only.
    #[must_use]
    pub fn allows_handling_opinion(self) -> bool {
        self.closing_letter() == ClosingLetter::HandlingOpinion
    }

    /// What the petitioner is told about the lawful route or the remedy.
    #[must_use]
    pub fn lawful_route(self) -> &'static str {
        match self {
            Self::Litigation => {
                "您反映的事项属于诉讼、检察或者公安机关的职权范围，请按照法律规定的程序向有关人民法院、\
                 人民检察院或者公安机关提出。"
            }
            Self::Arbitration => "您反映的事项应当通过仲裁解决，请按照法律规定向有关仲裁机构申请仲裁。",
            Self::PartyDiscipline => {
                "您反映的事项属于党员或者党组织的申诉，请按照党内有关规定向有管辖权的党组织或者纪检机关提出。"
            }
            Self::Administrative => {
                "您反映的事项可以通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决，\
                 请按照法律、法规规定的程序向有关行政机关提出。"
            }
            Self::DutyRequest => {
                "您的请求属于申请查处违法行为、履行法定职责。对处理结果不服的，可以自收到本告知书之日起 60 日内\
                 申请行政复议，或者在 6 个月内向人民法院提起行政诉讼。"
            }
            Self::Petition => {
                "对本处理意见不服的，可以自收到书面答复之日起 30 日内，向原办理机关、单位的上一级机关、单位\
                 申请复查。"
            }
        }
    }
}

/// 处理结果: how the demand was answered (条例第三十二条).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 支持
    Support,
    /// 解释说明
    Explain,
    /// 不予支持
    NotSupport,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Support, Self::Explain, Self::NotSupport];

    /// The outcome with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.code() == code)
    }

    /// The value in forms and storage.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Explain => "explain",
            Self::NotSupport => "not_support",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Support => "支持",
            Self::Explain => "解释说明",
            Self::NotSupport => "不予支持",
        }
    }
}
