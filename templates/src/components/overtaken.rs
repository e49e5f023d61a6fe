//! What stands above a form that came too late: what happened meanwhile, and what becomes of what was typed.
//! It takes the focus like an error summary; the form below keeps every value.

use super::icon::{Icon, icon};
use super::timeline::{StepState, TimelineItem, timeline};
use maud::{Markup, html};

/// 别人先办了.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overtaken {
    /// What happened since the page was shown, newest first; empty if that is not known.
    pub news: Vec<TimelineItem>,
    /// Why the form cannot be sent any more, without a full stop; `None` if it can.
    pub closed: Option<String>,
}

impl Overtaken {
    /// Its markup.
    #[must_use]
    pub fn render(&self) -> Markup {
        html! {
            section.overtaken id="overtaken" tabindex="-1" data-focus aria-labelledby="overtaken-title" {
                div role="alert" {
                    h2.overtaken-title id="overtaken-title" { (icon(Icon::Warning)) "您填写的时候，这一件有了新情况，您这一次没有生效" }
                    @match &self.closed {
                        Some(reason) => p { (reason) "。您填的内容还在下面，需要的请复制。" }
                        None => p { "您填的内容都还在下面。看过新的情况，确定还要这样办的，请再提交一次。" }
                    }
                }
                @if !self.news.is_empty() { (timeline(&self.news)) }
            }
        }
    }

    /// A colleague's note, and a colleague's answer, for samples.
    #[must_use]
    pub(crate) fn samples() -> [Self; 2] {
        let step = |title: &str, body: &str, internal| TimelineItem {
            when: "2026年11月23日（周一）10:02".into(),
            title: title.into(),
            body: body.into(),
            who: Some("邓洁 · 济南市信访局".into()),
            internal,
            state: StepState::Current,
            ..TimelineItem::default()
        };
        let noted = Self {
            news: vec![step(
                "研究意见",
                "已商市交通局：加密可行，加站要等人行道改造。",
                true,
            )],
            closed: None,
        };
        let replied = Self {
            news: vec![step("已答复", "济南市信访局答复：采纳。", false)],
            closed: Some("这条建议已经答复".into()),
        };
        [noted, replied]
    }
}
