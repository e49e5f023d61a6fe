//! The deadline bar: which day it is of how many, the last date, the days left, and how it was counted.

use maud::{Markup, html};

/// 期限的紧急程度.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// In good time.
    #[default]
    Calm,
    /// Due soon.
    Soon,
    /// Due within days or overdue.
    Late,
}

/// 期限: a running deadline as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeadlineBar {
    /// What must happen by then, as a verb: `答复`, `登记并转办`, `告知您是否受理`.
    pub what: String,
    /// The day it is now, counted from 1.
    pub day: u32,
    /// How many days the rule gives.
    pub total: u32,
    /// How many days more it became, because its last day was no working day.
    pub rolled: u32,
    /// The last day as people read it: `2026年12月29日（周二）`.
    pub due: String,
    /// Days left; 0 is today, negative is overdue.
    pub days_left: i64,
    /// How urgent it is.
    pub urgency: Urgency,
    /// How the date was counted, one sentence each.
    pub explain: Vec<String>,
}

impl DeadlineBar {
    /// Its markup.
    #[must_use]
    pub fn render(&self) -> Markup {
        let class = match self.urgency {
            Urgency::Calm => "deadline",
            Urgency::Soon => "deadline deadline-soon",
            Urgency::Late => "deadline deadline-late",
        };
        let whole = self.total + self.rolled;
        html! {
            section class=(class) aria-label="办理期限" {
                p.deadline-line {
                    strong { (self.count()) }
                    " "
                    span { @if self.rolled > 0 { "遇休息日顺延，" } "最迟 " (self.due) (self.what) "，" (self.left()) }
                }
                progress.deadline-bar max=(whole) value=(self.day.min(whole)) aria-label={ (self.count()) "，" (self.left()) } {}
                @if !self.explain.is_empty() {
                    details.deadline-how {
                        summary { "这个日期是怎么算的？" }
                        ul { @for line in &self.explain { li { (line) } } }
                    }
                }
            }
        }
    }

    /// `第 3 天，共 15 天`; past the fifteenth the days are no longer counted out of fifteen.
    fn count(&self) -> String {
        if self.day > self.total {
            format!("第 {} 天，期限 {} 天", self.day, self.total)
        } else {
            format!("第 {} 天，共 {} 天", self.day, self.total)
        }
    }

    fn left(&self) -> String {
        match self.days_left {
            i64::MIN..=-1 => format!("已经超过 {} 天", -self.days_left),
            0 => "今天是最后一天".to_owned(),
            days => format!("还剩 {days} 天"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(day: u32, rolled: u32, days_left: i64) -> String {
        let bar = DeadlineBar {
            what: "告知您是否受理".into(),
            day,
            total: 15,
            rolled,
            due: "2026年12月14日（周一）".into(),
            days_left,
            ..DeadlineBar::default()
        };
        bar.render().into_string()
    }

    #[test]
    fn it_counts_the_days_of_the_rule_and_says_that_the_last_one_moved() {
        let moved = words(1, 2, 16);
        assert!(moved.contains("<strong>第 1 天，共 15 天</strong>"), "{moved}");
        assert!(
            moved.contains("遇休息日顺延，最迟 2026年12月14日（周一）告知您是否受理，还剩 16 天"),
            "{moved}"
        );
        assert!(moved.contains("max=\"17\" value=\"1\""), "{moved}");
        let after = words(16, 2, 1);
        assert!(after.contains("第 16 天，期限 15 天"), "{after}");
        assert!(!words(1, 0, 14).contains("顺延"));
    }
}
