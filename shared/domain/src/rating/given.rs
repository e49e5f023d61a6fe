//! What a petitioner says of the two agencies. Owns the grades, the two objects and what fits
//! together; must not know when one may rate (see `right`), and holds no free text.

use super::rules::{ReasonCode, reasons};
use crate::event::AgencyRef;
use serde::{Deserialize, Serialize};

/// At most this many ratings of one case; the last one counts.
pub const RATINGS_MAX: u8 = 2;

/// 评价对象: who is rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rated {
    /// 信访部门
    PetitionOffice,
    /// 责任单位
    ResponsibleUnit,
}

impl Rated {
    /// Both objects, in the order of the form.
    pub const ALL: [Self; 2] = [Self::PetitionOffice, Self::ResponsibleUnit];

    /// What it is called on pages.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::PetitionOffice => "信访部门",
            Self::ResponsibleUnit => "责任单位",
        }
    }

    /// What its fields in forms begin with.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PetitionOffice => "office",
            Self::ResponsibleUnit => "unit",
        }
    }
}

/// 评价等级
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 满意
    Satisfied,
    /// 基本满意
    Mostly,
    /// 不满意: asks for reasons and allows a message.
    Dissatisfied,
}

impl Grade {
    /// Every grade, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Satisfied, Self::Mostly, Self::Dissatisfied];

    /// The word people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Satisfied => "满意",
            Self::Mostly => "基本满意",
            Self::Dissatisfied => "不满意",
        }
    }

    /// The value in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Mostly => "mostly",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    /// The grade with this form value.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.code() == code)
    }
}

/// 对一个单位的评价: the grade with its reasons. What was written beside it is kept sealed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The agency, as it was called when it was rated.
    pub agency: AgencyRef,
    /// 满意, 基本满意, 不满意.
    pub grade: Grade,
    /// 不满意原因, in the order of the dictionary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonCode>,
    /// Whether a message was left.
    #[serde(default)]
    pub message: bool,
}

/// 评价填写错误: what does not fit together, in words for the petitioner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssessmentError {
    /// 不满意 without a reason.
    #[error("请至少选一个不满意的原因")]
    NoReason,
    /// A reason that is not offered.
    #[error("请从列出的原因里选")]
    UnknownReason,
    /// Reasons or a message beside another grade.
    #[error("原因和留言只在选“不满意”时填写，请改选“不满意”，或者去掉原因和留言")]
    ReasonsOfTheContent,
}

impl Assessment {
    /// An assessment of `object`; reasons are put in order and stand once.
    ///
    /// # Errors
    /// [`AssessmentError`] if reasons are missing, not offered, or do not belong to the grade.
    pub fn new(
        object: Rated,
        agency: AgencyRef,
        grade: Grade,
        chosen: &[ReasonCode],
        message: bool,
    ) -> Result<Self, AssessmentError> {
        let offered: Vec<&ReasonCode> = reasons(object)
            .iter()
            .filter(|r| !r.retired)
            .map(|r| &r.code)
            .collect();
        if chosen.iter().any(|code| !offered.contains(&code)) {
            return Err(AssessmentError::UnknownReason);
        }
        let reasons = offered
            .into_iter()
            .filter(|code| chosen.contains(code))
            .cloned()
            .collect();
        let assessment = Self {
            agency,
            grade,
            reasons,
            message,
        };
        match assessment.fits_together() {
            true => Ok(assessment),
            false if grade == Grade::Dissatisfied => Err(AssessmentError::NoReason),
            false => Err(AssessmentError::ReasonsOfTheContent),
        }
    }

    /// Reasons with 不满意 and only there; a message only there.
    pub(crate) fn fits_together(&self) -> bool {
        match self.grade {
            Grade::Dissatisfied => !self.reasons.is_empty(),
            Grade::Satisfied | Grade::Mostly => self.reasons.is_empty() && !self.message,
        }
    }
}

/// 评价途径: how the petitioner proved to be the petitioner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatedVia {
    /// 登录账号
    Account,
    /// 姓名和查询码
    QueryCode,
}

impl RatedVia {
    /// What staff read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Account => "登录后评价",
            Self::QueryCode => "凭姓名和查询码评价",
        }
    }
}

/// 满意度评价: one rating of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 第几次评价, from 1.
    pub round: u8,
    /// How the petitioner came.
    pub via: RatedVia,
    /// 对信访部门; none where no petition office but the responsible unit handled the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Assessment>,
    /// 对责任单位
    pub unit: Assessment,
}

impl Rating {
    /// What is said of one object.
    #[must_use]
    pub fn of(&self, object: Rated) -> Option<&Assessment> {
        match object {
            Rated::PetitionOffice => self.office.as_ref(),
            Rated::ResponsibleUnit => Some(&self.unit),
        }
    }

    /// Everything said, with whom it is said of.
    pub fn assessments(&self) -> impl Iterator<Item = (Rated, &Assessment)> {
        Rated::ALL
            .into_iter()
            .filter_map(|object| Some((object, self.of(object)?)))
    }

    /// Whether two ratings say the same, however they came.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.office == other.office && self.unit == other.unit
    }
}
