//! 满意度评价 (manual of 2014, 2.9): here whether a case is within its scope, as registration decides it;
//! beneath, what a rating says (`given`), when one may rate (`right`) and the settings (`rules`).

mod given;
#[cfg(test)]
mod rating_tests;
mod right;
mod rules;

pub use given::{Assessment, AssessmentError, Grade, RATINGS_MAX, Rated, RatedVia, Rating};
pub use right::{NoRating, RatingRight, RatingStanding, RatingTurn};
pub use rules::{Reason, ReasonCode, ReasonCodeError, WindowRule, reason_label, reasons, window_rule};

use crate::registration::Purpose;
use serde::{Deserialize, Serialize};

/// 评价范围: what the rule says before the officer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingScope {
    /// 必须评价: ticked by the system and locked.
    Must,
    /// 由登记人员决定: free.
    OfficerDecides,
    /// 不参加评价: locked, for these reasons.
    Barred(Vec<BarReason>),
}

/// 不参加评价的原因: why a case is barred from rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BarReason {
    /// 重复信访
    NotInitial,
    /// 匿名
    Anonymous,
    /// 涉法涉诉
    LitigationRelated,
}

impl BarReason {
    /// The reason in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotInitial => "不是初次信访",
            Self::Anonymous => "信访人匿名",
            Self::LitigationRelated => "属于涉法涉诉",
        }
    }
}

impl RatingScope {
    /// Whether the officer has no choice.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        *self != Self::OfficerDecides
    }

    /// The rule in words, as the registration form shows it.
    #[must_use]
    pub fn explanation(&self) -> String {
        match self {
            Self::Must => "初次、实名、不涉法涉诉的求决事项，必须纳入满意度评价。".to_owned(),
            Self::OfficerDecides => "由登记人员决定是否纳入满意度评价。".to_owned(),
            Self::Barred(reasons) => {
                let reasons: Vec<_> = reasons.iter().map(|r| r.label()).collect();
                format!("不纳入满意度评价：{}。", reasons.join("、"))
            }
        }
    }
}

/// 评价选择: what the officer ticked, where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatingChoice {
    /// 纳入评价
    Include,
    /// 不纳入评价
    Exclude,
}

impl RatingChoice {
    /// The choice with this form value.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "include" => Some(Self::Include),
            "exclude" => Some(Self::Exclude),
            _ => None,
        }
    }

    /// The value in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::Exclude => "exclude",
        }
    }
}

/// 评价范围错误: the officer's choice is not the rule's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatingError {
    /// The officer had to choose and did not.
    #[error("请选择是否纳入满意度评价")]
    Missing,
    /// A case that must be rated was left out.
    #[error("这件信访必须纳入满意度评价")]
    Must,
    /// A barred case was put in.
    #[error("这件信访不能纳入满意度评价")]
    Barred,
}

/// What the rule says for a case.
#[must_use]
pub fn rating_scope(
    initial: bool,
    anonymous: bool,
    litigation_related: bool,
    purpose: Purpose,
) -> RatingScope {
    let reasons: Vec<_> = [
        (!initial, BarReason::NotInitial),
        (anonymous, BarReason::Anonymous),
        (litigation_related, BarReason::LitigationRelated),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect();
    match (reasons.is_empty(), purpose) {
        (false, _) => RatingScope::Barred(reasons),
        (true, Purpose::RequestToResolve) => RatingScope::Must,
        (true, _) => RatingScope::OfficerDecides,
    }
}

/// Whether the case is in scope, from the rule and what the officer ticked. A locked box sends
/// nothing, so no choice is fine where the rule leaves none.
///
/// # Errors
/// [`RatingError`] when the choice is missing or against the rule.
pub fn resolve(scope: &RatingScope, choice: Option<RatingChoice>) -> Result<bool, RatingError> {
    match (scope, choice) {
        (RatingScope::Must, Some(RatingChoice::Exclude)) => Err(RatingError::Must),
        (RatingScope::Must, _) => Ok(true),
        (RatingScope::Barred(_), Some(RatingChoice::Include)) => Err(RatingError::Barred),
        (RatingScope::Barred(_), _) => Ok(false),
        (RatingScope::OfficerDecides, Some(choice)) => Ok(choice == RatingChoice::Include),
        (RatingScope::OfficerDecides, None) => Err(RatingError::Missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHOICES: [Option<RatingChoice>; 3] =
        [None, Some(RatingChoice::Include), Some(RatingChoice::Exclude)];

    #[test]
    fn all_forty_eight_combinations_follow_the_table() {
        let mut seen = 0;
        for bits in 0..8_u8 {
            let (initial, anonymous, litigation) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0);
            for purpose in Purpose::ALL {
                seen += 1;
                let scope = rating_scope(initial, anonymous, litigation, purpose);
                let clean = bits == 1;
                match &scope {
                    RatingScope::Must => assert!(clean && purpose == Purpose::RequestToResolve),
                    RatingScope::OfficerDecides => assert!(clean && purpose != Purpose::RequestToResolve),
                    RatingScope::Barred(reasons) => {
                        assert!(!clean);
                        assert_eq!(reasons.contains(&BarReason::NotInitial), !initial);
                        assert_eq!(reasons.contains(&BarReason::Anonymous), anonymous);
                        assert_eq!(reasons.contains(&BarReason::LitigationRelated), litigation);
                    }
                }
                assert_eq!(
                    scope.is_locked(),
                    CHOICES
                        .iter()
                        .any(|c| resolve(&scope, *c).is_err() && c.is_some())
                );
            }
        }
        assert_eq!(seen, 48);
    }

    #[test]
    fn a_choice_counts_only_where_there_is_one() {
        use RatingChoice::{Exclude, Include};
        let barred = RatingScope::Barred(vec![BarReason::Anonymous]);
        let outcomes = |scope: &RatingScope| CHOICES.map(|choice| resolve(scope, choice));
        assert_eq!(
            outcomes(&RatingScope::Must),
            [Ok(true), Ok(true), Err(RatingError::Must)]
        );
        assert_eq!(
            outcomes(&barred),
            [Ok(false), Err(RatingError::Barred), Ok(false)]
        );
        assert_eq!(
            outcomes(&RatingScope::OfficerDecides),
            [Err(RatingError::Missing), Ok(true), Ok(false)]
        );
        for choice in [Include, Exclude] {
            assert_eq!(RatingChoice::from_code(choice.code()), Some(choice));
        }
    }

    #[test]
    fn the_reasons_are_told_in_words() {
        let scope = rating_scope(false, true, true, Purpose::Enquiry);
        assert_eq!(
            scope.explanation(),
            "不纳入满意度评价：不是初次信访、信访人匿名、属于涉法涉诉。"
        );
    }
}
