//! 办理进度短信: whether each step is told by message, and the button that changes it.

use super::form::hidden;
use maud::{Markup, html};

/// 办理进度短信. Posts `csrf want` (`on`, `off`) to `action`.
#[derive(Clone, Debug, Default)]
pub struct StepMessages {
    /// Path.
    pub action: String,
    /// Token.
    pub csrf: String,
    /// The masked mobile number.
    pub to: String,
    /// Whether they are sent now.
    pub on: bool,
}

impl StepMessages {
    /// Its card.
    #[must_use]
    pub fn render(&self) -> Markup {
        let (state, want, button) = if self.on {
            ("每一步都发短信到", "off", "不用发短信了")
        } else {
            ("现在不发短信到", "on", "每一步都发短信通知我")
        };
        html! {
            section.card.no-print id="step-messages" {
                h2 { "进度短信" }
                p { (state) " " strong.num { (self.to) } "。" }
                form method="post" action=(self.action) {
                    (hidden("csrf", &self.csrf))
                    (hidden("want", want))
                    button.button.button-second type="submit" data-once { (button) }
                }
                p.hint { @if self.on { "登记、转送、受理、答复、办结都会发，晚上 9 点到早上 8 点不发。" } @else { "您自己要的查询码短信照常发。想知道进度，请常来查询。" } }
            }
        }
    }
}
