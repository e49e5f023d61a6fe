//! A QR code. The SVG is our own making (never a person's text), so it goes in as it is.

use maud::{Markup, PreEscaped, html};

/// The code with what it is for; nothing when empty. An XML prolog is dropped: it has no place in HTML.
#[must_use]
pub fn qr(svg: &str, label: &str) -> Markup {
    let Some(start) = svg.find("<svg") else {
        return html! {};
    };
    html! { figure.qr { div role="img" aria-label=(label) { (PreEscaped(&svg[start..])) } figcaption { (label) } } }
}
