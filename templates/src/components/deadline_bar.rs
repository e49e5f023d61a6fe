//! The deadline bar: which day it is of how many, the last date, the days left, what was excluded, and how it was
//! counted; of a clock that stands still, why.

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

/// 计时中止: why a clock stands still.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Ground and rule: `等待司法鉴定结论（《…》第四十四条）`.
    pub why: String,
    /// Since when, as people read it.
    pub since: String,
}

/// 期限: a deadline as people read it.
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
    /// 扣除的天数 and why: `2 天：等待司法鉴定结论（《…》第四十四条）`; empty if none are excluded.
    pub less: String,
    /// Why it stands still; `day` is then where it stopped, and there is no last day and nothing left.
    pub stopped: Option<Stopped>,
    /// How the date was counted, one sentence each.
    pub explain: Vec<String>,
}

impl DeadlineBar {
    /// Its markup.
    #[must_use]
    pub fn render(&self) -> Markup {
        let class = match self.urgency {
            _ if self.stopped.is_some() => "deadline deadline-stopped",
            Urgency::Calm => "deadline",
            Urgency::Soon => "deadline deadline-soon",
            Urgency::Late => "deadline deadline-late",
        };
        let whole = self.total + self.rolled;
        html! {
            section class=(class) aria-label="办理期限" {
                @match &self.stopped {
                    Some(stopped) => {
                        p.deadline-line { strong { "计时已中止：" } span { (stopped.why) "，恢复后继续计算" } }
                        p.deadline-line { "从 " (stopped.since) " 起中止，停在" (self.count()) (self.less()) }
                        progress.deadline-bar max=(whole) value=(self.day.min(whole)) aria-label={ "计时已中止，停在" (self.count()) } {}
                    }
                    None => {
                        @if !self.less.is_empty() { p.deadline-line { strong { (self.count()) "；" } span { "已扣除 " (self.less) } } }
                        p.deadline-line {
                            @if self.less.is_empty() { strong { (self.count()) } " " }
                            span { @if self.rolled > 0 { "遇休息日顺延，" } "最迟 " (self.due) (self.what) "，" (self.left()) }
                        }
                        progress.deadline-bar max=(whole) value=(self.day.min(whole)) aria-label={ (self.count()) "，" (self.left()) } {}
                    }
                }
                @if !self.explain.is_empty() {
                    details.deadline-how {
                        summary { @if self.stopped.is_some() { "期限是怎么算的？" } @else { "这个日期是怎么算的？" } }
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

    /// `；已扣除 2 天：等待…（《…》第…条）`.
    fn less(&self) -> Markup {
        html! { @if !self.less.is_empty() { span { "；已扣除 " (self.less) } } }
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
    #[test]
    fn excluded_days_are_said_with_their_ground_and_a_stopped_clock_has_nothing_left() {
        let why = "等待司法鉴定结论（《某某办法》第四十四条）";
        let bar = DeadlineBar {
            day: 23,
            total: 60,
            less: format!("2 天：{why}"),
            due: "2026年12月31日（周四）".into(),
            days_left: 37,
            ..DeadlineBar::default()
        };
        let running = bar.render().into_string();
        assert!(
            running.contains("第 23 天，共 60 天") && running.contains(&format!("已扣除 2 天：{why}")),
            "{running}"
        );
        let stopped = DeadlineBar {
            stopped: Some(Stopped {
                why: why.into(),
                since: "2026年11月24日（周二）".into(),
            }),
            urgency: Urgency::Late,
            ..bar
        };
        let stopped = stopped.render().into_string();
        assert!(
            stopped.contains("<strong>计时已中止：</strong>") && stopped.contains("恢复后继续计算"),
            "{stopped}"
        );
        for no in ["还剩", "最迟", "超过", "deadline-late", "2026年12月31日"] {
            assert!(!stopped.contains(no), "{stopped}");
        }
    }
}
