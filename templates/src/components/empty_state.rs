//! An empty list: what it means and the next step.

use maud::{Markup, html};

/// The state; `next` is the label and path of the next step.
#[must_use]
pub fn empty_state(title: &str, text: &str, next: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p.empty-title { (title) }
            p { (text) }
            @if let Some((label, href)) = next { p { a.button.button-second href=(href) { (label) } } }
        }
    }
}
