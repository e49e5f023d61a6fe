//! Boxes that set a message apart: worth knowing, done, or a warning.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// Something worth knowing before going on.
#[must_use]
pub fn inset(content: &Markup) -> Markup {
    html! { div.inset { (content) } }
}

/// A warning: an icon, the word and the text.
#[must_use]
pub fn warning(text: &str) -> Markup {
    html! { div.warning { (icon(Icon::Warning)) p { strong { "注意：" } (text) } } }
}

/// A warning of more than a sentence.
#[must_use]
pub fn warning_with(content: &Markup) -> Markup {
    html! { div.warning { (icon(Icon::Warning)) div { (content) } } }
}

/// What was just done; said by screen readers. Nothing when empty.
#[must_use]
pub fn flash(text: &str) -> Markup {
    html! { @if !text.is_empty() { div.flash role="status" { (icon(Icon::Done)) p { (text) } } } }
}
