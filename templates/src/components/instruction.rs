//! What a leader said to a draft (批示), above the form that carries the draft out.

use super::timeline::{TimelineItem, timeline};
use maud::{Markup, html};

/// 批示.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instruction {
    /// Who was asked.
    pub leader: String,
    /// 等待批示, 同意 or 退回修改.
    pub standing: String,
    /// The words; may be empty.
    pub text: String,
    /// The page of the submission.
    pub href: String,
    /// Whether the leader is still to answer.
    pub waits: bool,
    /// The form filled in with the draft, where it is not by now.
    pub fill: Option<String>,
    /// What else happened since the draft was submitted, newest first.
    pub news: Vec<TimelineItem>,
}

impl Instruction {
    /// Its markup.
    #[must_use]
    pub fn render(&self) -> Markup {
        html! {
            section.inset.instruction aria-label="送审和批示" {
                p { "送" (self.leader) "审批：" strong { (self.standing) } }
                @if !self.text.is_empty() { p.typed { (self.text) } }
                p { a href=(self.href) { "查看送审的拟稿" } @if let Some(fill) = &self.fill { span.dot { a href=(fill) { "用拟稿填写" } } } }
                @if !self.news.is_empty() {
                    h2 { "送审以后这一件有了新情况，请先看看拟稿还合不合适。" }
                    (timeline(&self.news))
                }
            }
        }
    }

    /// Approved with words, and one that waits.
    #[must_use]
    pub(crate) fn samples() -> [Self; 2] {
        let approved = Self {
            leader: "郭志远".into(),
            standing: "同意".into(),
            text: "先电话沟通，再转。".into(),
            href: "/staff/approvals/p1/5".into(),
            waits: false,
            fill: None,
            news: vec![TimelineItem {
                when: "2026年11月23日（周一）10:02".into(),
                title: "已补充材料".into(),
                body: "补充了文字说明。".into(),
                ..TimelineItem::default()
            }],
        };
        let waiting = Self {
            leader: "郭志远".into(),
            standing: "等待批示".into(),
            text: String::new(),
            href: "/staff/approvals/p1/5".into(),
            waits: true,
            fill: Some("/staff/petitions/p1/transfer?draft=5".into()),
            news: Vec::new(),
        };
        [approved, waiting]
    }
}
