//! What a petitioner added later: each addition with its date, its words and its files.

use super::file_list::{FileItem, file_list};
use maud::{Markup, html};

/// 补充材料.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaterialItem {
    /// When it was sent, as people read it.
    pub when: String,
    /// The words as typed; may be empty.
    pub words: String,
    /// The files.
    pub files: Vec<FileItem>,
}

/// The additions, oldest first; nothing if there are none.
#[must_use]
pub fn materials(items: &[MaterialItem]) -> Markup {
    html! {
        @if !items.is_empty() {
            h3 { "补充的材料" }
            @for item in items {
                div.added {
                    p.hint { (item.when) " 补充" }
                    @if !item.words.is_empty() { div.quote.typed { (item.words) } }
                    @if !item.files.is_empty() { (file_list(&item.files, false)) }
                }
            }
        }
    }
}
