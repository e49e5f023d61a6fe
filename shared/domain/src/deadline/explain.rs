//! How the date of a deadline came about, in plain sentences.

use super::{Deadline, DeadlineKind, HANDLING_DAYS, Limit, plus};
use crate::calendar::Calendar;
use crate::time::zh_date;
use chrono::Datelike as _;

impl Deadline {
    /// How this date was computed, one plain sentence each, by the built-in calendar.
    #[must_use]
    pub fn explain(&self) -> Vec<String> {
        self.explain_with(Calendar::builtin())
    }

    /// How this date was computed, one plain sentence each, by the calendar it was computed with.
    #[must_use]
    pub fn explain_with(&self, calendar: &Calendar) -> Vec<String> {
        let mut lines = vec![self.rule_sentence(), self.count_sentence(calendar)];
        if self.carried > 0 {
            lines.push(format!(
                "计时中止的时候，期限正在因休息日顺延；恢复后从原来顺延到的那一天往后加，到{}。",
                zh_date(self.due)
            ));
        } else if self.due != self.nominal {
            let why = match calendar.reason_off(self.nominal) {
                Some(weekday) if weekday.starts_with('周') => "是周末".to_owned(),
                Some(holiday) => format!("在{holiday}内"),
                None => "不是工作日".to_owned(),
            };
            let (nominal, due) = (zh_date(self.nominal), zh_date(self.due));
            lines.push(format!("{nominal}{why}，顺延到之后的第一个工作日：{due}。"));
        }
        if self.provisional {
            let year = self.due.year();
            lines.push(format!(
                "国家还没有公布（或本系统还没有录入）{year}年的放假安排，这个日期先按普通周末推算，\
                 公布后可能调整。"
            ));
        }
        lines
    }

    /// How many days the rule gives, without those excluded and those it was moved by.
    fn days_of_rule(&self) -> i64 {
        (self.nominal - self.start).num_days() - i64::from(self.excluded)
    }

    fn rule_sentence(&self) -> String {
        let (article, start) = (self.kind.article(), self.kind.starts_with());
        match (self.kind, self.kind.limit()) {
            (DeadlineKind::Extension, _) => {
                let more = self.days_of_rule() - i64::from(HANDLING_DAYS);
                format!(
                    "{article}：自{start}之日起 {HANDLING_DAYS} 日内办结，经批准延长 {more} 日，只能延长一次。"
                )
            }
            (_, Limit::Days(_)) => {
                let days = self.days_of_rule();
                format!("{article}：自{start}之日起 {days} 日内。")
            }
            (_, Limit::WorkingDays(days)) => format!("{article}：自{start}之日起 {days} 个工作日内。"),
        }
    }

    fn count_sentence(&self, calendar: &Calendar) -> String {
        let (start, nominal) = (zh_date(self.start), zh_date(self.nominal));
        let first = zh_date(plus(self.start, 1));
        match self.kind.limit() {
            Limit::Days(_) => {
                let days = self.days_of_rule();
                let without = match self.excluded {
                    0 => String::new(),
                    days => format!("中止计时的 {days} 天不算，"),
                };
                format!(
                    "当天（{start}）不算，从{first}起算第 1 天，{without}第 {days} 天是{nominal}，这一天也算在内。"
                )
            }
            Limit::WorkingDays(n) => {
                let between = self.start.iter_days().skip(1).take_while(|d| *d <= self.due);
                let skipped = between.filter(|d| !calendar.is_working_day(*d)).count();
                let skipped = match skipped {
                    0 => String::new(),
                    days => format!("跳过 {days} 天周末和节假日，"),
                };
                format!(
                    "当天（{start}）不算，只数工作日，{skipped}第 {n} 个工作日是{nominal}，这一天也算在内。"
                )
            }
        }
    }
}
