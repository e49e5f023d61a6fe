//! Deadlines of the 《信访工作条例》 as pure functions of a date and a calendar, with their article.
//! Owns counting, rolling, excluded days, progress and the explanation of a date. Must not decide which
//! deadline a petition is under, nor whether its clock may stop (see `petition`, `suspension`).

use crate::calendar::Calendar;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

#[cfg(test)]
#[path = "deadline/excluded_tests.rs"]
mod excluded_tests;
mod explain;
#[cfg(test)]
mod tests;

/// 期限种类: one time limit of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// 登记转送期限: the petition office registers and routes.
    Registration,
    /// 告知期限: the responsible unit tells the petitioner whether it accepts.
    Notice,
    /// 管辖异议期限: to object to jurisdiction.
    Objection,
    /// 办理期限: to handle an ordinary matter.
    Handling,
    /// 延长后的办理期限: handling with its one extension; counted from acceptance like [`Self::Handling`].
    Extension,
    /// 申请复查（复核）期限: the petitioner's window.
    ReviewWindow,
    /// 复查（复核）决定期限: to decide a review or re-review.
    ReviewDecision,
    /// 简易办理受理期限: to decide on acceptance in simple handling.
    SimpleAccept,
    /// 简易办理答复期限: the opinion in simple handling.
    SimpleOpinion,
    /// 满意度评价期限: the petitioner's; a setting and no limit of the law (see `rating`).
    RatingWindow,
    /// 交办期限: to report the result of what was assigned; named by the office that assigns, and no limit of the law
    /// (see `assignment`).
    Report,
}

/// 期限长度: how a limit is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 日: calendar days.
    Days(u32),
    /// 工作日: working days.
    WorkingDays(u32),
}

/// 顺延规则: what happens to a calendar deadline on a day off. A setting, on by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollRule {
    /// It moves to the next working day.
    #[default]
    NextWorkingDay,
    /// It stays.
    Keep,
}

/// Longest extension of handling, in days; once only (条例第三十四条).
pub const EXTENSION_DAYS_MAX: u32 = 30;

const HANDLING_DAYS: u32 = 60;

/// Where nothing else is set.
const RATING_DAYS: u32 = 30;

/// Where nothing else is set.
const REPORT_DAYS: u32 = 60;

impl DeadlineKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Registration,
        Self::Notice,
        Self::Objection,
        Self::Handling,
        Self::Extension,
        Self::ReviewWindow,
        Self::ReviewDecision,
        Self::SimpleAccept,
        Self::SimpleOpinion,
        Self::RatingWindow,
        Self::Report,
    ];

    /// How long the law gives; an extension counts with the sixty days it extends.
    #[must_use]
    pub fn limit(self) -> Limit {
        match self {
            Self::Registration | Self::Notice => Limit::Days(15),
            Self::Objection => Limit::WorkingDays(5),
            Self::Handling => Limit::Days(HANDLING_DAYS),
            Self::Extension => Limit::Days(HANDLING_DAYS + EXTENSION_DAYS_MAX),
            Self::ReviewWindow | Self::ReviewDecision => Limit::Days(30),
            Self::SimpleAccept => Limit::WorkingDays(3),
            Self::SimpleOpinion => Limit::WorkingDays(10),
            Self::RatingWindow => Limit::Days(RATING_DAYS),
            Self::Report => Limit::Days(REPORT_DAYS),
        }
    }

    /// What it is called on pages.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "登记转送期限",
            Self::Notice => "受理告知期限",
            Self::Objection => "管辖异议期限",
            Self::Handling => "办理期限",
            Self::Extension => "延长后的办理期限",
            Self::ReviewWindow => "申请复查（复核）期限",
            Self::ReviewDecision => "复查（复核）决定期限",
            Self::SimpleAccept => "简易办理受理期限",
            Self::SimpleOpinion => "简易办理答复期限",
            Self::RatingWindow => "满意度评价期限",
            Self::Report => "交办期限",
        }
    }

    /// What starts the clock, as it fits into "自……的次日起".
    #[must_use]
    pub fn starts_with(self) -> &'static str {
        match self {
            Self::Registration => "收到信访事项",
            Self::Notice | Self::Objection | Self::SimpleAccept => "收到转送的信访事项",
            Self::Handling | Self::Extension | Self::SimpleOpinion => "受理",
            Self::ReviewWindow => "收到书面答复",
            Self::RatingWindow => "答复",
            Self::Report => "交办",
            Self::ReviewDecision => "收到复查（复核）申请",
        }
    }

    /// Where it is written.
    #[must_use]
    pub fn article(self) -> &'static str {
        match self {
            Self::Registration | Self::Report => "《信访工作条例》第二十二条",
            Self::Notice | Self::Objection => "《信访工作条例》第二十三条",
            Self::Handling | Self::Extension => "《信访工作条例》第三十四条",
            Self::ReviewWindow | Self::ReviewDecision => "《信访工作条例》第三十五条、第三十六条",
            Self::SimpleAccept | Self::SimpleOpinion => "信访事项简易办理规定",
            Self::RatingWindow => "满意度评价规则",
        }
    }

    /// The deadline that an event on `start` sets running; the day of the event is not counted.
    #[must_use]
    pub fn from(self, start: NaiveDate, calendar: &Calendar, roll: RollRule) -> Deadline {
        match self.limit() {
            Limit::Days(days) => self.counting(days, start, calendar, roll),
            Limit::WorkingDays(n) => {
                let due = calendar.add_working_days(start, n);
                let provisional = (start.year()..=due.year()).any(|year| !calendar.is_loaded(year));
                Deadline {
                    kind: self,
                    start,
                    due,
                    nominal: due,
                    provisional,
                    excluded: 0,
                    carried: 0,
                }
            }
        }
    }

    /// The same with so many calendar days, where the number is a setting.
    pub(crate) fn counting(
        self,
        days: u32,
        start: NaiveDate,
        calendar: &Calendar,
        roll: RollRule,
    ) -> Deadline {
        counted(self, start, plus(start, days), calendar, roll)
    }
}

fn counted(
    kind: DeadlineKind,
    start: NaiveDate,
    nominal: NaiveDate,
    calendar: &Calendar,
    roll: RollRule,
) -> Deadline {
    Deadline {
        kind,
        start,
        due: nominal,
        nominal,
        provisional: false,
        excluded: 0,
        carried: 0,
    }
    .rolled(calendar, roll)
}

/// Of rules by the day they take effect, the latest that has on `day`; the first one for days before all of them.
pub(crate) fn in_force<T>(rules: &[T], day: NaiveDate, from: impl Fn(&T) -> NaiveDate) -> Option<&T> {
    let current = rules.iter().rev().find(|rule| from(rule) <= day);
    current.or(rules.first())
}

fn plus(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into()))
        .unwrap_or(NaiveDate::MAX)
}

/// Calendar days from one day to a later one; 0 to an earlier one.
pub(crate) fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

/// 期限: by when something has to be done, and where that date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Which limit of the law.
    pub kind: DeadlineKind,
    /// The day of the event that set it running; not counted.
    pub start: NaiveDate,
    /// The last day, included.
    pub due: NaiveDate,
    /// The last day before it was moved off a day without work; equal to `due` if it was not.
    pub nominal: NaiveDate,
    /// Whether it leans on a year whose holidays are not known yet.
    pub provisional: bool,
    /// 扣除的天数: calendar days on which its clock was stopped (see [`Deadline::excluding`]); `nominal` has
    /// moved by them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub excluded: u32,
    /// Days without work over which it had moved already when its clock was stopped among them: they are not
    /// taken back. 0 but for that.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub carried: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(days: &u32) -> bool {
    *days == 0
}

/// 延期错误: an extension the law does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// Not a handling deadline, or extended already.
    #[error("只有办理期限可以延长，并且只能延长一次")]
    NotExtendable,
    /// None, or more than thirty days.
    #[error("延长的天数应当在 1 到 30 天之间")]
    Days,
}

/// 期限颜色: how near the end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 正常: time enough.
    Green,
    /// 临近: five days or a third of the time are left, whichever is more.
    Amber,
    /// 紧急: due today, tomorrow or the day after.
    Red,
    /// 超期: past the last day.
    Overdue,
}

impl Band {
    /// The word that goes with the colour.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Green => "正常",
            Self::Amber => "临近到期",
            Self::Red => "即将到期",
            Self::Overdue => "已超期",
        }
    }
}

/// 期限进度: `day + days_left == total`, all in calendar days, also for limits in working days. Days on which
/// the clock was stopped are in none of the three: with `e` of them excluded, `day = today - start - e`,
/// `total = due - start - e` and `days_left = due - today`; and `total` is what the rule gives with what the last
/// day was moved by (`due - nominal`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which day it is: 0 on the day of the event, `total` on the last day, more when overdue.
    pub day: i64,
    /// Days from the event to the last day, with those it was moved by.
    pub total: i64,
    /// Days left after today; 0 on the last day, negative when overdue.
    pub days_left: i64,
    /// How near the end is.
    pub band: Band,
}

impl Progress {
    /// How much is left, in words: `还剩 12 天`, `今天到期`, `已超期 3 天`.
    #[must_use]
    pub fn left_text(&self) -> String {
        match self.days_left {
            0 => "今天到期".to_owned(),
            left if left > 0 => format!("还剩 {left} 天"),
            over => format!("已超期 {} 天", -over),
        }
    }
}

impl Deadline {
    /// How far along it is on `today`.
    #[must_use]
    pub fn progress(&self, today: NaiveDate) -> Progress {
        let day = (today - self.start).num_days() - i64::from(self.excluded);
        let total = (self.due - self.start).num_days() - i64::from(self.excluded);
        let days_left = total - day;
        let band = match days_left {
            ..0 => Band::Overdue,
            0..=2 => Band::Red,
            left if left <= 5 || left * 3 <= total => Band::Amber,
            _ => Band::Green,
        };
        Progress {
            day,
            total,
            days_left,
            band,
        }
    }

    /// The handling deadline with its one extension of 1–30 days, counted on from the sixtieth day
    /// (not from where a holiday had moved it).
    ///
    /// # Errors
    /// [`ExtensionError`] when this is no handling deadline or the days are out of range.
    pub fn extended(&self, days: u32, calendar: &Calendar, roll: RollRule) -> Result<Self, ExtensionError> {
        if self.kind != DeadlineKind::Handling {
            return Err(ExtensionError::NotExtendable);
        }
        if !(1..=EXTENSION_DAYS_MAX).contains(&days) {
            return Err(ExtensionError::Days);
        }
        Ok(Self {
            kind: DeadlineKind::Extension,
            nominal: plus(self.nominal, days),
            ..*self
        }
        .rolled(calendar, roll))
    }

    /// The same deadline after its clock was stopped on `suspended` and went on on `resumed`.
    ///
    /// 扣除的天数: the days after the one on which it was stopped, up to and with the one on which it went on. As of any
    /// event, the day itself is not counted with what follows it: the day on which the clock is stopped still counts
    /// as a day of handling, the one on which it goes on does not yet. So as many days are left on the evening of
    /// `resumed` as were on the evening of `suspended`, and a clock that goes on on the same day excludes none.
    ///
    /// Example: accepted on 2026-03-02 (Monday), the sixtieth day is 2026-05-01 (Labour Day), the last one
    /// 2026-05-06. Stopped on 2026-03-25, day 23; it goes on on 2026-03-27: two days, the 26th and the 27th, are
    /// excluded. The 27th is day 23 again; the sixtieth day is 2026-05-03, in the holiday, so the last one is
    /// 2026-05-06 still.
    ///
    /// The last day without rolling (`nominal`) moves by the excluded days, then it is rolled. Where the clock was
    /// stopped among the days off over which the last day had moved, those are kept (`carried`): otherwise a rest
    /// of the limit could be gone on the day on which the clock goes on.
    #[must_use]
    pub fn excluding(
        &self,
        suspended: NaiveDate,
        resumed: NaiveDate,
        calendar: &Calendar,
        roll: RollRule,
    ) -> Self {
        let days = days_between(suspended, resumed);
        let counted_to = plus(self.nominal, self.carried);
        let carried = if suspended > counted_to {
            days_between(self.nominal, self.due)
        } else {
            self.carried
        };
        Self {
            nominal: plus(self.nominal, days),
            excluded: self.excluded + days,
            carried,
            ..*self
        }
        .rolled(calendar, roll)
    }

    /// The last day, and what it leans on, from the nominal one.
    fn rolled(self, calendar: &Calendar, roll: RollRule) -> Self {
        let last = plus(self.nominal, self.carried);
        let (due, provisional) = match roll {
            RollRule::Keep => (last, false),
            RollRule::NextWorkingDay => {
                let due = calendar.roll_forward(last);
                let unknown = (last.year()..=due.year()).any(|year| !calendar.is_loaded(year));
                (due, unknown)
            }
        };
        Self {
            due,
            provisional,
            ..self
        }
    }

    /// The same deadline under another calendar, after a further year was loaded.
    #[must_use]
    pub fn recomputed(&self, calendar: &Calendar, roll: RollRule) -> Self {
        match self.kind.limit() {
            Limit::Days(_) => self.rolled(calendar, roll),
            Limit::WorkingDays(_) => self.kind.from(self.start, calendar, roll),
        }
    }
}
