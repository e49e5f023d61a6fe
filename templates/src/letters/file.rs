//! A letter as one file to keep: the same sheet with its style sheet in it, so that it looks and prints the same
//! without this site. It loads nothing and leads nowhere.

use super::{Letter, sheet::sheet};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// How a sheet looks, on screen and on paper; the same file that pages load.
const STYLE: &str = include_str!("../../assets/letter.css");

/// The document.
#[must_use]
pub fn document(letter: &Letter) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (letter.kind.title()) " " (letter.number) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (sheet(letter, true)) } }
        }
    }
}

/// What the file is called: `信访事项受理告知书 鲁信受〔2026〕第1024号.html`.
#[must_use]
pub fn name(letter: &Letter) -> String {
    format!("{} {}.html", letter.kind.title(), letter.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_its_letter_and_its_looks_and_asks_nobody_for_anything() {
        for letter in crate::samples::letters() {
            let text = document(&letter).into_string();
            let holds = |words: &str| text.contains(words);
            assert!(
                holds(&letter.number) && holds(&letter.agency) && holds(&letter.date),
                "{text}"
            );
            assert!(
                holds("@page letter") && holds("37mm 26mm 35mm 28mm"),
                "it prints as the page does"
            );
            for outside in [
                "<link", "<script", "src=", "href=", "url(", "@import", "http:", "https:",
            ] {
                assert!(!holds(outside), "{outside}");
            }
            assert!(!STYLE.contains('<'), "a style sheet that ends itself");
            assert!(name(&letter).ends_with("号.html"), "{}", name(&letter));
        }
    }
}
