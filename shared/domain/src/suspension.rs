//! 中止计时: the days of handling stop under a rule that can be cited, and go on afterwards (条例第三十四条 gives no
//! ground of its own, so a new installation has none). Owns the grounds that administrators keep, what a case keeps
//! of each suspension, and when a clock may stop. How days are excluded is [`crate::deadline`]'s.

use crate::calendar::Calendar;
use crate::deadline::{Deadline, DeadlineKind, RollRule, days_between};
use crate::petition::{Petition, Status};
use crate::time::zh_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

mod grounds;
#[cfg(test)]
mod tests;

pub use grounds::{
    ARTICLE_MAX, Field, GROUNDS_MAX, Ground, GroundError, RULE_MAX, WORDS_MAX, changes, in_force,
};

/// 中止依据: why a clock stopped, in an administrator's words of that day. Holds nothing that an officer or a
/// petitioner wrote.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Basis {
    /// 事由: `等待司法鉴定结论`.
    pub words: String,
    /// 依据: the name of the rule, without its brackets.
    pub rule: String,
    /// 条款: `第四十四条`.
    pub article: String,
}

impl Basis {
    /// The rule as it is cited: `《…办法》第四十四条`.
    #[must_use]
    pub fn cited(&self) -> String {
        format!("《{}》{}", self.rule, self.article)
    }

    /// Ground and rule: `等待司法鉴定结论（《…办法》第四十四条）`.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{}（{}）", self.words, self.cited())
    }
}

/// 一次中止: a stretch of time in which the clock of a case did not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Why.
    pub basis: Basis,
    /// The day on which the clock was stopped; it still counts as a day of handling.
    pub from: NaiveDate,
    /// The day on which it went on, or was of no use any more because the case was answered; none while it
    /// stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The deadline that stopped, as it was.
    pub paused: Deadline,
}

impl Suspension {
    /// Whether the clock stands still.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.until.is_none()
    }

    /// 扣除的天数: how many days it excluded; 0 while it is not over.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.until.map_or(0, |until| days_between(self.from, until))
    }

    /// The deadline if the clock goes on on `today`, and how many days that excludes.
    #[must_use]
    pub fn resumed(&self, today: NaiveDate, calendar: &Calendar, roll: RollRule) -> (u32, Deadline) {
        let due = self.paused.excluding(self.from, today, calendar, roll);
        (days_between(self.from, today), due)
    }

    /// Whether a deadline is the one that stopped, moved by the days up to `today`. Where the last day was rolled to is
    /// the calendar's of that day.
    fn admits(&self, excluded: u32, due: &Deadline, today: NaiveDate) -> bool {
        let moved = days_between(self.paused.nominal, due.nominal);
        let before = &self.paused;
        excluded == days_between(self.from, today)
            && moved == excluded
            && due.excluded == before.excluded + excluded
            && (due.kind, due.start) == (before.kind, before.start)
            && due.due >= due.nominal
    }

    /// What it was, in a sentence for whoever asks how a date came about.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (from, why) = (zh_date(self.from), self.basis.told());
        match self.until {
            None => format!("{from}中止计时：{why}。恢复以前的日子都不算。"),
            Some(until) if until == self.from => {
                format!("{from}中止计时，当天恢复，没有扣除日子：{why}。")
            }
            Some(until) => {
                format!(
                    "{from}中止计时，{}恢复，扣除 {} 天：{why}。",
                    zh_date(until),
                    self.days()
                )
            }
        }
    }
}

/// 期限状况: what the clock of a case does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running<'a> {
    /// It runs towards a day.
    Towards(&'a Deadline),
    /// It stands still.
    Suspended(&'a Suspension),
    /// There is none.
    Not,
}

impl<'a> Running<'a> {
    /// From what a header or a list row keeps: a case whose clock stands still has no deadline.
    #[must_use]
    pub fn of(due: Option<&'a Deadline>, suspended: Option<&'a Suspension>) -> Self {
        match (suspended, due) {
            (Some(suspension), _) => Self::Suspended(suspension),
            (None, Some(due)) => Self::Towards(due),
            (None, None) => Self::Not,
        }
    }
}

/// 不能中止: why the clock of a case cannot be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SuspensionRefusal {
    /// Not accepted yet.
    #[error("受理后才能中止计时")]
    NotAccepted,
    /// Answered, or over.
    #[error("已经答复，办理期限不再计算")]
    Answered,
    /// It stands still already.
    #[error("已经中止计时")]
    Suspended,
    /// A limit that ran out cannot stop.
    #[error("办理期限已经过了，不能再中止计时")]
    Overdue,
}

impl Petition {
    /// 中止中: the suspension that is not over, if the clock stands still.
    #[must_use]
    pub fn suspended(&self) -> Option<&Suspension> {
        self.suspensions.last().filter(|last| last.is_open())
    }

    /// What its clock does.
    #[must_use]
    pub fn running(&self) -> Running<'_> {
        Running::of(self.due.as_ref(), self.suspended())
    }

    /// Why the clock of handling cannot be stopped on `today` (Shanghai); `None` if it can, a ground given.
    #[must_use]
    pub fn suspension_refusal(&self, today: NaiveDate) -> Option<SuspensionRefusal> {
        match (&self.status, self.suspended(), &self.due) {
            (Status::Replied { .. } | Status::Concluded { .. }, ..) => Some(SuspensionRefusal::Answered),
            (Status::Accepted { .. }, Some(_), _) => Some(SuspensionRefusal::Suspended),
            (Status::Accepted { .. }, None, Some(due)) if is_handling(due) => {
                (today > due.due).then_some(SuspensionRefusal::Overdue)
            }
            _ => Some(SuspensionRefusal::NotAccepted),
        }
    }

    /// Stops the clock on `today`; `false` if that is not possible.
    pub(crate) fn suspend(&mut self, basis: &Basis, today: NaiveDate) -> bool {
        let refused = self.suspension_refusal(today).is_some();
        let Some(paused) = self.due.filter(|_| !refused) else {
            return false;
        };
        self.suspensions.push(Suspension {
            basis: basis.clone(),
            from: today,
            until: None,
            paused,
        });
        self.due = None;
        true
    }

    /// Lets the clock go on on `today` towards `due`; `false` if it does not stand still, or not from there.
    pub(crate) fn resume(&mut self, basis: &Basis, excluded: u32, due: &Deadline, today: NaiveDate) -> bool {
        let open = self.suspensions.last_mut().filter(|last| last.is_open());
        let Some(open) = open.filter(|open| open.basis == *basis && open.admits(excluded, due, today)) else {
            return false;
        };
        open.until = Some(today);
        self.due = Some(*due);
        true
    }

    /// The answer is out: nothing waits for the clock any more.
    pub(crate) fn end_suspension(&mut self, today: NaiveDate) {
        if let Some(open) = self.suspensions.last_mut().filter(|last| last.is_open()) {
            open.until = Some(today);
        }
    }

    /// What is wrong with what it keeps of its suspensions; `None` of every header that events made. Each begins where
    /// the one before was over; only the last may be open, of an accepted case, and then no clock runs; a
    /// deadline of handling excludes exactly their days.
    #[must_use]
    pub fn suspensions_breach(&self) -> Option<&'static str> {
        let all = &self.suspensions;
        let (open, over): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.is_open());
        let ordered = all.windows(2).all(|pair| pair[0].until <= Some(pair[1].from));
        let whole = over.iter().all(|one| one.until >= Some(one.from));
        let excluded: u32 = over.iter().map(|one| one.days()).sum();
        let handled = self.due.as_ref().filter(|due| is_handling(due));
        if open.len() > 1 || (open.len() == 1 && self.suspended().is_none()) {
            Some("suspended twice at once")
        } else if !ordered || !whole {
            Some("suspensions out of order")
        } else if self.suspended().is_some() && !matches!(self.status, Status::Accepted { .. }) {
            Some("suspended but not in hand")
        } else if self.suspended().is_some() && self.due.is_some() {
            Some("a clock runs while it is suspended")
        } else if handled.is_some_and(|due| due.excluded != excluded) {
            Some("other days excluded than it was suspended")
        } else {
            None
        }
    }
}

fn is_handling(due: &Deadline) -> bool {
    matches!(due.kind, DeadlineKind::Handling | DeadlineKind::Extension)
}
