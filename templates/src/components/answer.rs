//! The reply to a suggestion, as its maker reads it: what became of it, the words, who answered and when.

use super::tag::{Tag, Tone};
use maud::{Markup, html};

/// 建议的答复.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// 采纳, 部分采纳, 留作参考 or 已有规定.
    pub outcome: String,
    /// The words; line breaks are kept.
    pub text: String,
    /// The petition office.
    pub office: String,
    /// When, as people read it.
    pub when: String,
}

impl Answer {
    /// Its markup, under a heading of level 2 with the id `answer`.
    #[must_use]
    pub fn render(&self) -> Markup {
        html! {
            section.answer aria-labelledby="answer" {
                div.case-head { h2 id="answer" { "答复" } (Tag::new(&*self.outcome, Tone::Good).render()) }
                div.typed { (self.text) }
                p.answer-by { (self.office) br; (self.when) }
            }
        }
    }

    /// A partial adoption, for samples.
    pub(crate) fn sample() -> Self {
        Self {
            outcome: "部分采纳".into(),
            text: "您好。您的建议已经研究。\n\n12 月 1 日起，K52 路在早晚高峰加密到 8 分钟一班；新增站点需要改造人行道，列入明年的公交优化计划。\n\n感谢您关心公共交通。".into(),
            office: "济南市信访局".into(),
            when: "2026年11月20日（周五）15:32".into(),
        }
    }
}
