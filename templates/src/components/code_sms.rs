//! The button that sends the query code of what an officer registered to the number that was given.

use super::button::off;
use super::form::{FormState, hidden};
use maud::{Markup, html};

/// 查询码短信: sends the code to the number on record. Posts `sent csrf` to `{href}/sms`.
#[derive(Clone, Debug, Default)]
pub struct Sms {
    /// The number, masked.
    pub to: String,
    /// How often it was sent today.
    pub sent: u32,
    /// How often it can still be sent today.
    pub left: u32,
    /// Why not now; none if it can.
    pub blocked: Option<String>,
}

impl Sms {
    /// Its markup; `href` is the path of the slip.
    #[must_use]
    pub fn render(&self, href: &str, form: &FormState) -> Markup {
        let label = format!("把查询码发到 {}", self.to);
        html! {
            @match &self.blocked {
                Some(reason) => { (off(&label, reason, "why-sms")) }
                None => form method="post" action={ (href) "/sms" } {
                    (form.hidden_csrf()) (hidden("sent", &self.sent.to_string()))
                    button.button.button-second type="submit" data-once { (label) }
                    p.why { "今天还可以发 " (self.left) " 次。" }
                }
            }
        }
    }
}
