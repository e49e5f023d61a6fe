//! The error summary at the top of a form: one list, each line a link to its field. `site.js` moves
//! the focus here; `role="alert"` on the child makes screen readers say it without.

use super::form::FormState;
use maud::{Markup, html};

/// The summary; nothing when nothing is wrong.
#[must_use]
pub fn error_summary(form: &FormState) -> Markup {
    if !form.has_errors() {
        return html! {};
    }
    html! {
        div.errors id="errors" tabindex="-1" data-focus {
            div role="alert" {
                h2.errors-title { "有 " (form.errors.len()) " 处需要修改" }
                ul { @for (field, message) in &form.errors { li { a href={ "#" (field) } { (message) } } } }
            }
        }
    }
}
