//! A code to be read out and copied: large digits in groups of four.

use maud::{Markup, html};

/// The code; with JavaScript a button copies it without its spaces.
#[must_use]
pub fn code_display(id: &str, grouped: &str) -> Markup {
    html! {
        p.code {
            span.code-digits id=(id) { (grouped) }
            " " button.button.button-quiet type="button" data-copy=(id) hidden { "复制" }
        }
    }
}
