//! 来访接谈 (manual of 2014, chapter 5): who talks with whoever came, how far that is, and what was said; also 领导公开接访,
//! when a leader of the agency receives somebody in public. Owns the life of an interview as the fold of the events of its
//! petition, and what a record needs. Must not know how it is typed or stored.

use crate::event::{Body, By, Event, OfficerRef};
use crate::ids::{AttachmentId, OfficerId};
use crate::petition::StatusKind;
use crate::text::{char_count, normalise, normalise_line};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Longest record of an interview, in characters.
pub const RECORD_MAX: usize = 5_000;
/// Longest advice, or reason for sending an interview on, in characters.
pub const ADVICE_MAX: usize = 500;
/// Longest place of a reception, in characters.
pub const PLACE_MAX: usize = 100;
/// Receptions by leaders of one visit; more than any needs.
pub const RECEPTIONS_MAX: u32 = 10;
/// A reception that is older than so many years is a slip of the keyboard.
const AGE_YEARS_MAX: u32 = 1;

/// 接谈: of one visit, where it stands. Part of the petition's header: holds nothing personal of who came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// 排队号: the number of the day at the office.
    pub ticket: u32,
    /// 来访人数: how many came.
    pub visitors: u32,
    /// 接谈人: who talks with them.
    pub to: OfficerRef,
    /// Since when it waits for this interviewer.
    pub since: DateTime<Utc>,
    /// Whether anything was recorded.
    #[serde(default)]
    pub recorded: bool,
    /// 已办: when it was done; not yet if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<DateTime<Utc>>,
    /// 领导公开接访: how often a leader received them.
    #[serde(default)]
    pub receptions: u32,
}

macro_rules! conclusions {
    ($($(#[$each:meta])* $variant:ident = $code:literal, $label:literal;)+) => {
        /// 接谈结论: what the interview came to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Conclusion { $($(#[$each])* $variant,)+ }

        impl Conclusion {
            /// Every one, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The value in forms.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The one with this value.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

conclusions! {
    /// 转有权处理的单位办理
    PassOn = "pass_on", "转有权处理的单位办理";
    /// 已当场解释、答复
    Explained = "explained", "已当场解释、答复";
    /// 引导走诉讼、仲裁、复议等法定途径
    OtherWay = "other_way", "引导走诉讼、仲裁、复议等法定途径";
    /// 需要补充材料再谈
    Again = "again", "需要补充材料再谈";
}

/// 接谈记录: written as often as needed until the interview is done; the last one counts. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewRecord {
    /// 接谈时间
    pub at: DateTime<Utc>,
    /// 接谈记录: what was said.
    pub text: String,
    /// 接谈结论
    pub conclusion: Conclusion,
    /// 处理建议; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

/// 领导公开接访: one reception. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderReception {
    /// 接访领导: the name, chosen among the agency's leaders or typed.
    pub leader: String,
    /// 接访日期
    pub date: NaiveDate,
    /// 接访地点
    pub place: String,
    /// 接访记录
    pub text: String,
    /// 附件
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentId>,
}

impl std::fmt::Debug for InterviewRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InterviewRecord({})", self.conclusion.code())
    }
}

impl std::fmt::Debug for LeaderReception {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LeaderReception({})", self.date)
    }
}

/// 接谈办不成: why a step of an interview is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InterviewRefusal {
    /// It is marked done.
    #[error("这次接谈已经设为已办")]
    Done,
    /// It is somebody else's.
    #[error("这次接谈已经不在您名下")]
    NotYours,
    /// Nothing was recorded.
    #[error("还没有接谈记录，写好记录才能设为已办")]
    Unrecorded,
    /// It is not done: there is nothing to take back.
    #[error("这次接谈还是待办")]
    Waiting,
    /// The case has gone on.
    #[error("这件信访已经往下办理，接谈不能再恢复待办")]
    GoneOn,
    /// It is sent to who has it.
    #[error("这次接谈本来就在这位接谈人名下")]
    Same,
    /// So many receptions are more than any visit needs.
    #[error("领导公开接访的记录已经满 10 次，不能再加")]
    Full,
    /// There is no interview, or it has begun.
    #[error("这件信访没有这一步")]
    None,
}

impl Interview {
    /// Whether this officer has to talk with whoever came.
    #[must_use]
    pub fn is_with(&self, officer: OfficerId) -> bool {
        self.to.id == officer
    }

    /// Whether the interviewer still has to do with it.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.done.is_none()
    }

    /// Whether this officer may write and mark it done; each says what is missing.
    ///
    /// # Errors
    /// [`InterviewRefusal`]
    pub fn open_to(&self, officer: &OfficerRef) -> Result<(), InterviewRefusal> {
        if !self.is_with(officer.id) {
            Err(InterviewRefusal::NotYours)
        } else if self.done.is_some() {
            Err(InterviewRefusal::Done)
        } else {
            Ok(())
        }
    }

    /// Whether this officer may have somebody else talk with them: any colleague of the office, since who has it may be ill
    /// or gone.
    ///
    /// # Errors
    /// [`InterviewRefusal`]
    pub fn sendable_by(&self, officer: &OfficerRef) -> Result<(), InterviewRefusal> {
        if self.to.agency.code != officer.agency.code {
            Err(InterviewRefusal::NotYours)
        } else if self.done.is_some() {
            Err(InterviewRefusal::Done)
        } else {
            Ok(())
        }
    }

    /// Whether this officer may take it back from done: the same interviewer, while the case lies where it came in.
    ///
    /// # Errors
    /// [`InterviewRefusal`]
    pub fn reopenable_by(&self, officer: &OfficerRef, state: StatusKind) -> Result<(), InterviewRefusal> {
        if !self.is_with(officer.id) {
            Err(InterviewRefusal::NotYours)
        } else if self.done.is_none() {
            Err(InterviewRefusal::Waiting)
        } else if !matches!(state, StatusKind::Opened | StatusKind::Registered) {
            Err(InterviewRefusal::GoneOn)
        } else {
            Ok(())
        }
    }
}

/// The interview after an event about it; `state` is the state of its case.
///
/// # Errors
/// [`InterviewRefusal`] if the event is not possible.
pub fn after(
    before: Option<&Interview>,
    state: StatusKind,
    event: &Event,
) -> Result<Interview, InterviewRefusal> {
    use InterviewRefusal as No;
    let By::Officer(by) = &event.by else {
        return Err(No::None);
    };
    if let Body::InterviewArranged { ticket, visitors, to } = &event.body {
        if before.is_some() || state != StatusKind::Opened {
            return Err(No::None);
        }
        return Ok(Interview {
            ticket: *ticket,
            visitors: *visitors,
            to: to.clone(),
            since: event.at,
            recorded: false,
            done: None,
            receptions: 0,
        });
    }
    let mut next = before.cloned().ok_or(No::None)?;
    match &event.body {
        Body::InterviewRecorded { .. } => {
            next.open_to(by)?;
            next.recorded = true;
        }
        Body::InterviewSent { to, .. } => {
            next.sendable_by(by)?;
            if next.to.id == to.id {
                return Err(No::Same);
            }
            next.to = to.clone();
            next.since = event.at;
        }
        Body::InterviewDone => {
            next.open_to(by)?;
            if !next.recorded {
                return Err(No::Unrecorded);
            }
            next.done = Some(event.at);
        }
        Body::InterviewReopened => {
            next.reopenable_by(by, state)?;
            next.done = None;
        }
        Body::LeaderReceived { .. } => {
            if next.receptions >= RECEPTIONS_MAX {
                return Err(No::Full);
            }
            next.receptions += 1;
        }
        _ => return Err(No::None),
    }
    Ok(next)
}

/// Words that have to be there, of at most `max` characters.
///
/// # Errors
/// What to say beside the field.
pub fn words(typed: &str, missing: &str, max: usize) -> Result<String, String> {
    let text = normalise(typed);
    match char_count(&text) {
        0 => Err(missing.to_owned()),
        count if count > max => Err(format!("不能超过 {max} 个字，现在有 {count} 个字")),
        _ => Ok(text),
    }
}

/// The same on one line.
///
/// # Errors
/// What to say beside the field.
pub fn line(typed: &str, missing: &str, max: usize) -> Result<String, String> {
    words(&normalise_line(typed), missing, max)
}

/// A day on which a reception can have been: not after today, nor more than a year ago.
///
/// # Errors
/// What to say beside the field.
pub fn reception_date(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let date = crate::incoming::letter_date(typed, today).map_err(|error| match error {
        crate::incoming::DateError::Empty => "请填写接访日期".to_owned(),
        other => other.to_string(),
    })?;
    let oldest = today
        .checked_sub_months(chrono::Months::new(12 * AGE_YEARS_MAX))
        .unwrap_or(today);
    if date < oldest {
        return Err("接访日期早于一年前，请核对".to_owned());
    }
    Ok(date)
}

/// A time of day as people type it: `9:05`, `0905`, `14点30分`.
#[must_use]
pub fn time_of_day(typed: &str) -> Option<chrono::NaiveTime> {
    let text = crate::text::half_width(typed).replace(['点', '时', '.', '：'], ":");
    let text = text.replace('分', "");
    let text = text.trim().trim_end_matches(':');
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = if digits {
        text.split_at(2)
    } else {
        text.split_once(':').unwrap_or((text, "0"))
    };
    chrono::NaiveTime::from_hms_opt(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0)
}
