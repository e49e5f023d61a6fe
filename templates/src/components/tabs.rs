//! Tabs as links, each with its count.

use maud::{Markup, html};

/// 标签页.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Words.
    pub label: String,
    /// Number of rows; none shows nothing.
    pub count: Option<u32>,
    /// Path.
    pub href: String,
    /// Whether this is it.
    pub current: bool,
}

/// The tabs; `name` says what they sort.
#[must_use]
pub fn tabs(name: &str, items: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(name) {
            ul {
                @for tab in items {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label)
                            @if let Some(count) = tab.count { " " span.num { (count_word(count)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A count as badges show it: to 99, then 99+.
#[must_use]
pub fn count_word(count: u32) -> String {
    if count > 99 {
        "99+".to_owned()
    } else {
        count.to_string()
    }
}
