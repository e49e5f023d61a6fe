//! What an officer records about a petition, and the word lists it is recorded in.
//! Owns the consistency of a registration. Must not know how it is typed or stored.

use crate::accused::Accused;
use crate::category::Category;
use crate::division::DivisionCode;
use crate::rating::{RatingChoice, RatingError, RatingScope, rating_scope, resolve};
use crate::text::{SUMMARY_MAX, Summary, char_count};
use serde::{Deserialize, Serialize};

pub use words::{Channel, ClosingLetter, Outcome, Procedure, Purpose};

#[cfg(test)]
mod tests;
mod words;

/// 标识: what is special about a petition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flags {
    /// 联名: several people filed it together.
    pub joint: bool,
    /// 匿名: nobody is named.
    pub anonymous: bool,
    /// 扬言: it announces something extreme; the words are in `threat_text`.
    pub threat: bool,
    /// 重大紧急: to be reported up at once (条例第二十五条).
    pub grave_urgent: bool,
    /// 涉法涉诉: a matter of courts, procuratorates or police.
    pub litigation_related: bool,
    /// 逐级走访
    pub stepwise_visit: bool,
    /// 涉港
    pub hong_kong: bool,
    /// 涉澳
    pub macao: bool,
    /// 涉台
    pub taiwan: bool,
    /// 涉侨
    pub overseas_chinese: bool,
    /// 涉外
    pub foreign: bool,
}

impl Flags {
    /// Every flag: its name in forms and the word people see.
    pub const ALL: [(&'static str, &'static str); 11] = [
        ("joint", "联名"),
        ("anonymous", "匿名"),
        ("threat", "扬言"),
        ("grave_urgent", "重大紧急"),
        ("litigation_related", "涉法涉诉"),
        ("stepwise_visit", "逐级走访"),
        ("hong_kong", "涉港"),
        ("macao", "涉澳"),
        ("taiwan", "涉台"),
        ("overseas_chinese", "涉侨"),
        ("foreign", "涉外"),
    ];

    /// The flags with these names; unknown names are ignored.
    #[must_use]
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut flags = Self::default();
        for name in names {
            if let Some(flag) = flags.flag_mut(name) {
                *flag = true;
            }
        }
        flags
    }

    fn flag_mut(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "joint" => &mut self.joint,
            "anonymous" => &mut self.anonymous,
            "threat" => &mut self.threat,
            "grave_urgent" => &mut self.grave_urgent,
            "litigation_related" => &mut self.litigation_related,
            "stepwise_visit" => &mut self.stepwise_visit,
            "hong_kong" => &mut self.hong_kong,
            "macao" => &mut self.macao,
            "taiwan" => &mut self.taiwan,
            "overseas_chinese" => &mut self.overseas_chinese,
            "foreign" => &mut self.foreign,
            _ => return None,
        })
    }

    /// Whether the flag with this name is set.
    #[must_use]
    pub fn has(mut self, name: &str) -> bool {
        self.flag_mut(name).is_some_and(|flag| *flag)
    }

    /// The words of the flags that are set, in the order of [`Flags::ALL`].
    #[must_use]
    pub fn labels(self) -> Vec<&'static str> {
        Self::ALL
            .into_iter()
            .filter(|(name, _)| self.has(name))
            .map(|(_, label)| label)
            .collect()
    }
}

/// 登记要素: everything an officer records about one petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// 问题属地: where the matter is.
    pub division: DivisionCode,
    /// 内容分类
    pub category: Category,
    /// 信访目的
    pub purpose: Purpose,
    /// 诉求性质: which of the six ways it has to take (条例第三十一条).
    pub procedure: Procedure,
    /// 内容摘要
    pub summary: Summary,
    /// 信访人数: how many filed it.
    pub people_count: u32,
    /// 涉及人数: how many it concerns.
    pub people_affected: u32,
    /// 标识
    #[serde(default)]
    pub flags: Flags,
    /// 扬言内容: what was announced; only with that flag.
    #[serde(default)]
    pub threat_text: Option<String>,
    /// 初次信访: the first time here.
    pub initial: bool,
    /// 重复次数: how many times it came before; 0 for an initial one.
    #[serde(default)]
    pub repeat_number: u32,
    /// 公开: whether the petition and its outcome may be made public.
    #[serde(default)]
    pub public: bool,
    /// 纳入评价: what the officer ticked; nothing where the rule leaves no choice.
    #[serde(default)]
    pub rating: Option<RatingChoice>,
    /// 被揭发控告的人或者单位: exactly with that purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accused: Option<Accused>,
    /// 信访原因: at most [`CAUSE_MAX`] characters.
    #[serde(default)]
    pub cause: Option<String>,
    /// 热点问题: at most [`CAUSE_MAX`] characters.
    #[serde(default)]
    pub hot_topic: Option<String>,
    /// 全国初次: whether it is the first time anywhere in the country; unknown where nobody can say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_nationally: Option<bool>,
}

/// 登记错误: what does not fit together in a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// Nobody filed it.
    #[error("信访人数应当在 1 到 {PEOPLE_MAX} 之间")]
    PeopleCount,
    /// More people than there are.
    #[error("涉及人数应当在 0 到 {PEOPLE_MAX} 之间")]
    PeopleAffected,
    /// A joint petition of one person.
    #[error("联名信访的人数至少是 2 人")]
    JointAlone,
    /// The flag without the words.
    #[error("勾选了扬言，请填写扬言内容")]
    ThreatTextMissing,
    /// The words without the flag.
    #[error("填写了扬言内容，请勾选扬言")]
    ThreatFlagMissing,
    /// Too many words.
    #[error("扬言内容不能超过 {SUMMARY_MAX} 个字")]
    ThreatTextTooLong,
    /// An initial petition that came before.
    #[error("初次信访的重复次数应当是 0")]
    InitialRepeated,
    /// First in the country, and not the first time here.
    #[error("本地是重复信访的，不会是全国初次")]
    NationallyInitialRepeat,
    /// Too many words.
    #[error("信访原因不能超过 {CAUSE_MAX} 个字")]
    CauseTooLong,
    /// Too many words.
    #[error("热点问题不能超过 {CAUSE_MAX} 个字")]
    HotTopicTooLong,
    /// A repeat without a count.
    #[error("重复信访请填写重复次数")]
    RepeatMissing,
    /// Sorted as a litigation matter without the flag, which would let it be rated.
    #[error("诉求性质选了诉讼类，请勾选涉法涉诉")]
    LitigationFlagMissing,
    /// Marked as a matter of courts, procuratorates or police and sorted as an ordinary petition: it would get the wrong
    /// letter (条例第三十一条).
    #[error("勾选了涉法涉诉，诉求性质不能选普通信访事项；不属于政法机关、不走诉讼仲裁复议的，去掉涉法涉诉")]
    LitigationAsPetition,
    /// An accusation of nobody.
    #[error(
        "信访目的是揭发控告，请填写被揭发控告的人或者单位（《信访工作条例》第三十条）；没有写明的，填“不清楚”"
    )]
    AccusedMissing,
    /// Somebody accused by what is no accusation.
    #[error("填写了被揭发控告的人或者单位，信访目的请选揭发控告")]
    AccusedUnasked,
    /// The rating does not follow the rule.
    #[error(transparent)]
    Rating(#[from] RatingError),
}

/// Longest cause or hot topic, in characters.
pub const CAUSE_MAX: usize = 50;

/// Most people one petition can count: the province's population has nine digits.
pub const PEOPLE_MAX: u32 = 999_999_999;

impl RegistrationError {
    /// The form field to show it beside.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::PeopleCount | Self::JointAlone => "people_count",
            Self::PeopleAffected => "people_affected",
            Self::ThreatTextMissing | Self::ThreatTextTooLong => "threat_text",
            Self::ThreatFlagMissing | Self::LitigationFlagMissing => "flags",
            Self::LitigationAsPetition => "procedure",
            Self::AccusedMissing | Self::AccusedUnasked => "accused_name",
            Self::InitialRepeated | Self::RepeatMissing => "repeat_number",
            Self::NationallyInitialRepeat => "initial_nationally",
            Self::CauseTooLong => "cause",
            Self::HotTopicTooLong => "hot_topic",
            Self::Rating(_) => "rating",
        }
    }
}

impl Registration {
    /// What the rule says about rating this case.
    #[must_use]
    pub fn rating_scope(&self) -> RatingScope {
        rating_scope(
            self.initial,
            self.flags.anonymous,
            self.flags.litigation_related,
            self.purpose,
        )
    }

    /// Whether the case is within the scope of the satisfaction rating.
    ///
    /// # Errors
    /// [`RatingError`] when the officer's choice is missing or against the rule.
    pub fn is_rated(&self) -> Result<bool, RatingError> {
        resolve(&self.rating_scope(), self.rating)
    }

    /// Everything that does not fit together, each with its field; empty when the registration may
    /// be completed.
    #[must_use]
    pub fn problems(&self) -> Vec<RegistrationError> {
        use RegistrationError as E;
        let threat = self
            .threat_text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let is_alone = self.flags.joint && self.people_count == 1;
        let is_unflagged = self.procedure == Procedure::Litigation && !self.flags.litigation_related;
        let accuses = self.purpose == Purpose::Accusation;
        let is_long = |words: &Option<String>| {
            words
                .as_deref()
                .is_some_and(|words| char_count(words) > CAUSE_MAX)
        };
        let checks = [
            (!(1..=PEOPLE_MAX).contains(&self.people_count), E::PeopleCount),
            (self.people_affected > PEOPLE_MAX, E::PeopleAffected),
            (is_alone, E::JointAlone),
            (self.flags.threat && threat.is_none(), E::ThreatTextMissing),
            (!self.flags.threat && threat.is_some(), E::ThreatFlagMissing),
            (
                threat.is_some_and(|text| char_count(text) > SUMMARY_MAX),
                E::ThreatTextTooLong,
            ),
            (self.initial && self.repeat_number > 0, E::InitialRepeated),
            (!self.initial && self.repeat_number == 0, E::RepeatMissing),
            (
                !self.initial && self.initial_nationally == Some(true),
                E::NationallyInitialRepeat,
            ),
            (is_long(&self.cause), E::CauseTooLong),
            (is_long(&self.hot_topic), E::HotTopicTooLong),
            (is_unflagged, E::LitigationFlagMissing),
            (
                self.flags.litigation_related && self.procedure == Procedure::Petition,
                E::LitigationAsPetition,
            ),
            (accuses && self.accused.is_none(), E::AccusedMissing),
            (!accuses && self.accused.is_some(), E::AccusedUnasked),
        ];
        let mut problems: Vec<_> = checks
            .into_iter()
            .filter_map(|(is_wrong, error)| is_wrong.then_some(error))
            .collect();
        problems.extend(self.is_rated().err().map(E::Rating));
        problems
    }
}
