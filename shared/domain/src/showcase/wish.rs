//! 信访人意愿: what the petitioner said when asked whether the case may be told. Owns what is recorded of it.

use crate::event::OfficerRef;
use crate::text::{half_width, normalise_line};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// 答复.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 同意.
    Agreed,
    /// 不同意.
    Refused,
    /// 没有联系上.
    NotReached,
}

impl Answer {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Agreed, Self::Refused, Self::NotReached];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::NotReached => "not_reached",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Agreed => "同意公开",
            Self::Refused => "不同意公开",
            Self::NotReached => "没有联系上",
        }
    }

    /// The answer of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// 征求方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 电话.
    Phone,
    /// 当面.
    InPerson,
    /// 书面.
    Writing,
}

impl Way {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Phone, Self::InPerson, Self::Writing];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::InPerson => "in_person",
            Self::Writing => "writing",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Phone => "打电话",
            Self::InPerson => "当面",
            Self::Writing => "书面（信件、回执）",
        }
    }

    /// The way of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// 征求意愿记录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// What was said.
    pub answer: Answer,
    /// How the petitioner was asked.
    pub way: Way,
    /// On which day (Shanghai).
    pub on: NaiveDate,
    /// Who asked.
    pub by: OfficerRef,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

/// 征求日期填写错误.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskedOnError {
    /// Nothing.
    #[error("请填写哪一天问的")]
    Empty,
    /// It is no date.
    #[error("日期看不懂，请写成 2026-11-23 这样")]
    NoDate,
    /// It has not come yet.
    #[error("日期还没有到，请填写实际征求意见的日期")]
    Future,
    /// There was nothing to ask about yet.
    #[error("日期早于收到这件信访的那一天")]
    TooEarly,
}

/// The day on which somebody was asked, as typed: not before the petition came, not after today.
///
/// # Errors
/// [`AskedOnError`]
pub fn asked_on(typed: &str, filed: NaiveDate, today: NaiveDate) -> Result<NaiveDate, AskedOnError> {
    let typed = normalise_line(&half_width(typed));
    if typed.is_empty() {
        return Err(AskedOnError::Empty);
    }
    let parts: Vec<&str> = typed
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    let [year, month, day] = parts[..] else {
        return Err(AskedOnError::NoDate);
    };
    let date = match (year.parse(), month.parse(), day.parse()) {
        (Ok(year @ 1000..=9999), Ok(month), Ok(day)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    match date.ok_or(AskedOnError::NoDate)? {
        date if date > today => Err(AskedOnError::Future),
        date if date < filed => Err(AskedOnError::TooEarly),
        date => Ok(date),
    }
}
