//! Links to the previous and the next page of a list, and which rows these are.

use maud::{Markup, html};

/// 翻页.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pagination {
    /// Which rows these are: `第 1–25 件`; may be empty.
    pub range: String,
    /// Path of the first page, when this is not it.
    pub first: Option<String>,
    /// Path of the next page.
    pub next: Option<String>,
}

impl Pagination {
    /// Its markup; nothing when there is nothing to page through.
    #[must_use]
    pub fn render(&self) -> Markup {
        if self.first.is_none() && self.next.is_none() && self.range.is_empty() {
            return html! {};
        }
        html! {
            nav.pages aria-label="翻页" {
                @if !self.range.is_empty() { span.pages-range { (self.range) } }
                @if let Some(href) = &self.first { a href=(href) { "回到第一页" } }
                @if let Some(href) = &self.next { a href=(href) rel="next" { "下一页" } }
            }
        }
    }
}
