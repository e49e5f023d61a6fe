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
    /// How many days there are.
    pub total: u32,
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
        html! {
            section class=(class) aria-label="办理期限" {
                p.deadline-line {
                    strong { "第 " (self.day) " 天，共 " (self.total) " 天" }
                    " "
                    span { "最迟 " (self.due) (self.what) "，" (self.left()) }
                }
                progress.deadline-bar max=(self.total) value=(self.day.min(self.total)) aria-label={ "第 " (self.day) " 天，共 " (self.total) " 天" } {}
                @if !self.explain.is_empty() {
                    details.deadline-how {
                        summary { "这个日期是怎么算的？" }
                        ul { @for line in &self.explain { li { (line) } } }
                    }
                }
            }
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
