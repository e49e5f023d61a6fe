//! Icons as inline SVG, always with text beside them and hidden from screen readers.

use maud::{Markup, html};

/// 图标.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A tick.
    Done,
    /// A triangle with a mark.
    Warning,
    /// A sheet of paper.
    Letter,
    /// A pencil.
    Pencil,
    /// A magnifying glass.
    Search,
}

/// The icon's markup.
#[must_use]
pub fn icon(icon: Icon) -> Markup {
    let path = match icon {
        Icon::Done => "M4 12.5l5 5L20 6.5",
        Icon::Warning => "M12 3.5L22 20.5H2zM12 10v5M12 17.2v.8",
        Icon::Letter => "M5 3h10l4 4v14H5zM15 3v4h4M8.5 12h7M8.5 16h7",
        Icon::Pencil => "M4 20l1-4L16.5 4.5l3 3L8 19z",
        Icon::Search => "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21",
    };
    html! {
        svg.icon viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"
            fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {
            path d=(path) {}
        }
    }
}
