//! A list of things to read, each with its title and a grey line beneath.

use maud::{Markup, html};

/// 一条预告: a case, a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Teaser {
    /// Where it leads; text without a link when empty.
    pub href: String,
    /// Title.
    pub title: String,
    /// The grey line beneath; may be empty.
    pub note: String,
}

/// The list; nothing without items.
#[must_use]
pub fn teasers(items: &[Teaser]) -> Markup {
    html! {
        @if !items.is_empty() {
            ul.teasers { @for item in items { li {
                @if item.href.is_empty() { p.teaser { (item.title) } } @else { a.teaser href=(item.href) { (item.title) } }
                @if !item.note.is_empty() { p.hint { (item.note) } }
            } } }
        }
    }
}
