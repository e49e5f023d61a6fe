//! 了结 (ends of a case): besides the handling opinion the law knows two that need no acceptance. A demand of 条例第三十一条
//! 第一项至第四项 gets a notice of its lawful route (法定途径告知书); an enquiry, a suggestion or the like may be answered by
//! the petition office itself (直接回复). Owns which end fits which case, and why another does not. Knows no letter's words.

use crate::interview::Conclusion;
use crate::petition::{Petition, StatusKind};
use crate::registration::{ClosingLetter, Procedure, Purpose};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Longest name of where to go, in characters.
pub const BODY_MAX: usize = 100;
/// Longest explanation of a route, in characters.
pub const EXPLANATION_MAX: usize = 2_000;
/// Longest direct reply, in characters.
pub const REPLY_MAX: usize = 5_000;

/// 了结方式: how a case came to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 处理意见: accepted, answered with an opinion, closed.
    #[default]
    Opinion,
    /// 告知法定途径
    Route,
    /// 直接回复
    DirectReply,
}

impl Ending {
    /// Whether it is the usual one.
    #[must_use]
    pub fn is_opinion(&self) -> bool {
        *self == Self::Opinion
    }

    /// What is done, as buttons and headings say it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Opinion => "答复并办结",
            Self::Route => "告知法定途径",
            Self::DirectReply => "直接回复",
        }
    }
}

macro_rules! routes {
    ($($(#[$each:meta])* $variant:ident = $code:literal, $procedure:ident, $label:literal;)+) => {
        /// 法定途径: where a demand of the first four kinds of 条例第三十一条 belongs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum LawfulRoute { $($(#[$each])* $variant,)+ }

        impl LawfulRoute {
            /// Every route, in the order of the article.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The value in forms.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The kind of demand that takes it.
            #[must_use]
            pub const fn procedure(self) -> Procedure {
                match self { $(Self::$variant => Procedure::$procedure,)+ }
            }

            /// What it is called.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

routes! {
    /// 诉讼
    Court = "court", Litigation, "人民法院诉讼、再审程序";
    /// 检察
    Procuratorate = "procuratorate", Litigation, "检察机关刑事立案、法律监督程序";
    /// 公安
    Police = "police", Litigation, "公安机关法律程序";
    /// 劳动人事争议仲裁
    LabourArbitration = "labour_arbitration", Arbitration, "劳动人事争议仲裁";
    /// 农村土地承包经营纠纷仲裁
    LandArbitration = "land_arbitration", Arbitration, "农村土地承包经营纠纷仲裁";
    /// 合同纠纷等民商事仲裁
    CommercialArbitration = "commercial_arbitration", Arbitration, "合同纠纷等民商事仲裁";
    /// 党员、党组织申诉
    PartyAppeal = "party_appeal", PartyDiscipline, "党员、党组织申诉、复审程序";
    /// 行政复议
    Reconsideration = "reconsideration", Administrative, "行政复议";
    /// 行政裁决
    Ruling = "ruling", Administrative, "行政裁决";
    /// 行政确认
    Confirmation = "confirmation", Administrative, "行政确认";
    /// 行政许可
    Licence = "licence", Administrative, "行政许可";
    /// 行政处罚
    Penalty = "penalty", Administrative, "行政处罚";
}

impl LawfulRoute {
    /// The route with this value.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|route| route.code() == code)
    }

    /// The routes of a kind of demand; none where it does not go another way.
    #[must_use]
    pub fn of(procedure: Procedure) -> Vec<Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|route| route.procedure() == procedure).collect()
    }
}

/// The item of 条例第三十一条 that a kind of demand falls under.
#[must_use]
pub fn item_of_article_31(procedure: Procedure) -> &'static str {
    match procedure {
        Procedure::Litigation => "第一项",
        Procedure::Arbitration => "第二项",
        Procedure::PartyDiscipline => "第三项",
        Procedure::Administrative => "第四项",
        Procedure::DutyRequest => "第五项",
        Procedure::Petition => "第六项",
    }
}

/// Whether what is wanted may be answered by the petition office itself. Who asks to have something decided, appeals, or
/// accuses somebody is owed acceptance and a written opinion by who has the power to decide.
#[must_use]
pub fn is_answered_directly(purpose: Purpose) -> bool {
    match purpose {
        Purpose::Enquiry | Purpose::Suggestion | Purpose::Other => true,
        Purpose::RequestToResolve | Purpose::Appeal | Purpose::Accusation => false,
    }
}

/// Whether a demand of this kind ends with the notice of its lawful route.
#[must_use]
pub fn is_directed(procedure: Procedure) -> bool {
    procedure.closing_letter() == ClosingLetter::RouteNotice
}

/// Why a case waits whose links were changed after its registration was saved.
pub const RELINKED: &str = "关联的信访件改过，要先核对登记内容、再保存一次";

/// 告知法定途径: why it is not possible in this case, without a full stop; `None` if it is.
#[must_use]
pub fn route_refusal(petition: &Petition) -> Option<String> {
    let state = petition.status.kind();
    match state {
        StatusKind::Registered | StatusKind::Transferred => {}
        StatusKind::Accepted | StatusKind::Replied => {
            return Some("这件信访已经受理，不能再告知法定途径".to_owned());
        }
        StatusKind::Concluded => return Some("这件信访已经办结".to_owned()),
        StatusKind::Filed | StatusKind::Withdrawn | StatusKind::Opened => {
            return Some("登记完成后才能告知法定途径".to_owned());
        }
    }
    if petition.relinked {
        return Some(RELINKED.to_owned());
    }
    match petition.procedure {
        Some(procedure) if is_directed(procedure) => None,
        Some(Procedure::DutyRequest) => Some(
            "登记的是申请查处、履行职责，应当依法履行职责并告知结果，不能用法定途径告知书（《信访工作条例》第三十一条第五项）"
                .to_owned(),
        ),
        _ if state == StatusKind::Registered => Some(
            "登记的是普通信访事项，应当受理、答复。确实要走法定途径的，先修改登记，把“诉求分类”改为第一至四类"
                .to_owned(),
        ),
        _ => Some(
            "登记的是普通信访事项，应当受理并出具处理意见。如果登记有误，请联系登记单位".to_owned(),
        ),
    }
}

/// 直接回复: why it is not possible in this case, without a full stop; `None` if it is.
#[must_use]
pub fn reply_refusal(petition: &Petition) -> Option<String> {
    let reason = match petition.status.kind() {
        StatusKind::Registered => "",
        StatusKind::Filed | StatusKind::Withdrawn | StatusKind::Opened => "登记完成后才能直接回复",
        StatusKind::Transferred => "已经转送，由收到的单位办理",
        StatusKind::Accepted | StatusKind::Replied => "已经受理，由责任单位答复",
        StatusKind::Concluded => "这件信访已经办结",
    };
    if !reason.is_empty() {
        return Some(reason.to_owned());
    }
    if petition.relinked {
        return Some(RELINKED.to_owned());
    }
    let Some((procedure, purpose)) = petition.procedure.zip(petition.purpose) else {
        return Some("登记里没有记下信访目的，要先核对登记内容、再保存一次".to_owned());
    };
    if is_directed(procedure) {
        let what = procedure.label();
        return Some(format!("登记的是“{what}”，应当告知法定途径，不能直接回复"));
    }
    if procedure == Procedure::DutyRequest {
        return Some(
            "登记的是申请查处、履行职责，应当由有权的单位履行职责并告知结果，不能直接回复".to_owned(),
        );
    }
    (!is_answered_directly(purpose)).then(|| {
        format!(
            "信访目的是“{}”，应当由有权处理的单位受理并出具处理意见，信访部门不能直接回复",
            purpose.label()
        )
    })
}

/// The end that the conclusion of an interview leads to, while the case lies where it came in; none where it goes on to
/// another agency, or is to be talked about again.
#[must_use]
pub fn suggested(conclusion: Conclusion, petition: &Petition) -> Option<Ending> {
    let open = matches!(
        petition.status.kind(),
        StatusKind::Opened | StatusKind::Registered
    );
    let directed = petition.procedure.is_some_and(is_directed);
    match conclusion {
        _ if !open => None,
        Conclusion::OtherWay => Some(Ending::Route),
        // Whoever was told on the spot that it goes another way is owed that in writing.
        Conclusion::Explained if directed => Some(Ending::Route),
        Conclusion::Explained => Some(Ending::DirectReply),
        Conclusion::PassOn | Conclusion::Again => None,
    }
}
