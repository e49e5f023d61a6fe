//! Buttons of forms.

use maud::{Markup, html};

/// The submit button; `site.js` keeps a second click from submitting twice.
#[must_use]
pub fn submit(label: &str) -> Markup {
    html! { button.button type="submit" data-once { (label) } }
}

/// A submit button with a name and value, for forms with several.
#[must_use]
pub fn submit_as(label: &str, name: &str, value: &str, primary: bool) -> Markup {
    let class = if primary { "button" } else { "button button-second" };
    html! { button class=(class) type="submit" name=(name) value=(value) data-once { (label) } }
}

/// A submit button that sends the form elsewhere, with a name and value.
#[must_use]
pub fn submit_to(label: &str, action: &str, name: &str, value: &str) -> Markup {
    html! { button.button.button-second type="submit" formaction=(action) name=(name) value=(value) data-once { (label) } }
}

/// A link that looks like a button.
#[must_use]
pub fn link_button(label: &str, href: &str, primary: bool) -> Markup {
    let class = if primary { "button" } else { "button button-second" };
    html! { a class=(class) href=(href) { (label) } }
}

/// A greyed button with its reason beneath.
#[must_use]
pub fn off(label: &str, reason: &str, id: &str) -> Markup {
    html! {
        button.button.button-off type="button" aria-disabled="true" aria-describedby=(id) { (label) }
        p.why id=(id) { (reason) }
    }
}
