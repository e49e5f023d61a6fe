//! How a letter looks: on screen a sheet of paper, in print A4 after GB/T 9704-2012 (margins 37 mm top,
//! 28 mm left, text block 156 × 225 mm, 仿宋三号, 22 lines of 28 characters; see `letter.css`, which every page with a sheet names).

use super::{Letter, Paragraph};
use maud::{Markup, html};

/// The sheet. Its title is the page's `h1` when `main`, else an `h2` (a preview inside a form page).
#[must_use]
pub fn sheet(letter: &Letter, main: bool) -> Markup {
    html! {
        article.sheet {
            @if main { h1.sheet-title { (letter.kind.title()) } } @else { h2.sheet-title { (letter.kind.title()) } }
            p.sheet-number { (letter.number) }
            p.sheet-to { (letter.addressee) "：" }
            @for paragraph in &letter.body {
                @match paragraph {
                    Paragraph::Heading(text) => { p.sheet-heading { (text) } }
                    Paragraph::Text(text) => { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p.sheet-text { (line.trim()) } } }
                }
            }
            div.sheet-sign { p { (letter.agency) } p { (letter.date) } }
        }
    }
}
