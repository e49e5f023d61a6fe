//! What the petitioner has to do now: one sentence in a box near the top, with the one button it asks for.

use super::action::{ActionItem, ActionKind};
use maud::{Markup, html};

/// 现在要您做的.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The sentence.
    pub text: String,
    /// 评价, where one can rate now.
    pub rate: Option<ActionItem>,
}

impl Now {
    /// Its markup.
    #[must_use]
    pub fn render(&self) -> Markup {
        html! {
            section.now aria-label="现在要您做的" {
                p { (self.text) }
                @if let Some(ActionItem { label, kind: ActionKind::Link(href), .. }) = &self.rate {
                    a.button href=(href) { (label) }
                }
            }
        }
    }
}
