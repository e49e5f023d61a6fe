//! Whether a case can be rated now, and if not, why. Owns that decision for pages, lists and the
//! transition alike; must not know how a rating is typed.

use super::given::{RATINGS_MAX, Rated, Rating};
use crate::deadline::Deadline;
use crate::event::AgencyRef;
use crate::petition::StatusKind;
use crate::time::zh_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// 评价权: what the reply of a case within the scope opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingRight {
    /// 信访部门: the one that took the case in; none if that is the responsible unit itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<AgencyRef>,
    /// 责任单位: the one that replied.
    pub unit: AgencyRef,
    /// 评价期限
    pub window: Deadline,
}

impl RatingRight {
    /// The right that a reply of `unit` opens on a case that went along `path`.
    #[must_use]
    pub fn new(path: &[AgencyRef], unit: &AgencyRef, window: Deadline) -> Self {
        let office = path
            .iter()
            .find(|agency| agency.code.is_petition_office() && agency.code != unit.code);
        Self {
            office: office.cloned(),
            unit: unit.clone(),
            window,
        }
    }

    /// The agency to be rated as `object`.
    #[must_use]
    pub fn agency(&self, object: Rated) -> Option<&AgencyRef> {
        match object {
            Rated::PetitionOffice => self.office.as_ref(),
            Rated::ResponsibleUnit => Some(&self.unit),
        }
    }

    /// Whether a rating speaks of exactly these agencies, and each part of it fits together.
    pub(crate) fn admits(&self, rating: &Rating) -> bool {
        Rated::ALL.into_iter().all(|object| {
            let (wanted, given) = (self.agency(object), rating.of(object));
            wanted.map(|agency| &agency.code) == given.map(|given| &given.agency.code)
                && given.is_none_or(super::Assessment::fits_together)
        })
    }
}

/// 评价情况: everything that decides whether a case can be rated; list rows carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingStanding {
    /// Whether the case is in scope; unknown until it is registered.
    pub scope: Option<bool>,
    /// The last day to rate, once it is answered.
    pub last_day: Option<NaiveDate>,
    /// How often it was rated.
    pub ratings: u8,
}

/// 可以评价: which rating it would be, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingTurn {
    /// 第几次, from 1.
    pub round: u8,
    /// The last day, included.
    pub last_day: NaiveDate,
}

/// 不能评价的原因
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRating {
    /// 已撤回
    Withdrawn,
    /// 还没有登记: whether it is in scope is decided then.
    NotRegistered,
    /// 不在评价范围
    OutOfScope,
    /// 还没有答复
    NotAnswered,
    /// 已经评价两次
    RatedTwice,
    /// 超过期限
    Over {
        /// The last day.
        last_day: NaiveDate,
        /// Whether it was rated before that; if not, it counts as 超期未评价.
        rated: bool,
    },
}

impl NoRating {
    /// The reason in words, as it stands beneath a greyed button.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::Withdrawn => "已经撤回，不用评价".to_owned(),
            Self::NotRegistered => "登记时确定是否纳入评价，答复后才能评价".to_owned(),
            Self::OutOfScope => {
                "不在满意度评价范围内（重复、匿名、涉法涉诉的不评价，咨询、建议等由登记人员决定）".to_owned()
            }
            Self::NotAnswered => "责任单位答复后才能评价".to_owned(),
            Self::RatedTwice => "已经评价过两次，不能再评价".to_owned(),
            Self::Over {
                last_day,
                rated: false,
            } => format!("评价期限到 {}为止，已经过了", zh_date(last_day)),
            Self::Over {
                last_day,
                rated: true,
            } => format!("评价期限到 {}为止，以您已经作出的评价为准", zh_date(last_day)),
        }
    }
}

impl RatingStanding {
    /// Whether a case in this state can be rated on `today` (Shanghai), and which rating it would be.
    ///
    /// # Errors
    /// [`NoRating`]: why not.
    pub fn turn(self, state: StatusKind, today: NaiveDate) -> Result<RatingTurn, NoRating> {
        if state == StatusKind::Withdrawn {
            return Err(NoRating::Withdrawn);
        }
        match self.scope {
            None => return Err(NoRating::NotRegistered),
            Some(false) => return Err(NoRating::OutOfScope),
            Some(true) => {}
        }
        let last_day = self.last_day.ok_or(NoRating::NotAnswered)?;
        if self.ratings >= RATINGS_MAX {
            return Err(NoRating::RatedTwice);
        }
        if today > last_day {
            return Err(NoRating::Over {
                last_day,
                rated: self.ratings > 0,
            });
        }
        Ok(RatingTurn {
            round: self.ratings + 1,
            last_day,
        })
    }
}
