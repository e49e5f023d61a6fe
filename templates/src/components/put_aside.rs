//! 暂存: what an officer put aside of a form, above the form.

use super::timeline::{TimelineItem, timeline};
use maud::{Markup, html};

/// 暂存的一张表.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutAside {
    /// When it was put aside, as people read it.
    pub when: String,
    /// Where it is taken up again; none if it is the form below.
    pub resume: Option<String>,
    /// Until when it is kept, as people read it.
    pub until: String,
    /// What happened to the case since, newest first.
    pub news: Vec<TimelineItem>,
}

impl PutAside {
    /// Its markup; `form` is the form's id, `button` the name of its buttons. Throwing it away is `forget`.
    #[must_use]
    pub fn render(&self, form: &str, button: &str) -> Markup {
        html! {
            section.inset aria-label="暂存" {
                @match &self.resume {
                    Some(href) => p { "您 " (self.when) " 暂存了一张没有填完的表，保留到 " (self.until) "。 " a href=(href) { "接着填" } },
                    None => p { "这是您 " (self.when) " 暂存的，还没有登记，保留到 " (self.until) "。" },
                }
                @if !self.news.is_empty() { p { "暂存以后，这一件有新情况：" } (timeline(&self.news)) }
                button.button.button-quiet type="submit" form=(form) name=(button) value="forget" { "不要暂存的了" }
            }
        }
    }

    /// With the form below; elsewhere.
    #[must_use]
    pub(crate) fn samples() -> [Self; 2] {
        let below = Self {
            when: "2026年11月23日（周一）10:02".into(),
            until: "2026年12月8日（周二）10:02".into(),
            ..Self::default()
        };
        let elsewhere = Self {
            resume: Some("/staff/intake/letters/new?unfinished=1".into()),
            ..below.clone()
        };
        [below, elsewhere]
    }
}
