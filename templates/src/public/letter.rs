//! A letter as a page, for its petitioner and for staff, made to be printed.

use crate::components::link::Link;
use crate::layout::{Menu, Nav, Page, Shell};
use crate::letters::Letter;
use maud::{Markup, html};

/// 文书页.
#[derive(Clone, Debug)]
pub struct View {
    /// The frame.
    pub shell: Shell,
    /// The letter as issued.
    pub letter: Letter,
    /// Where the letter is given as a file.
    pub download: String,
    /// The way back to the petition.
    pub back: Link,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let title = format!("{} {}", view.letter.kind.title(), view.letter.number);
    let content = html! {
        div.wrap {
            div.letter-bar.no-print {
                p.back { a href=(view.back.href) { (view.back.text) } }
                span.letter-tools {
                    button.button.button-second type="button" data-print hidden { "打印" }
                    a.button.button-second href=(view.download) { "下载" }
                }
            }
            (crate::letters::sheet::sheet(&view.letter, true))
        }
    };
    view.shell.render(
        Page {
            title: &title,
            nav: Nav::Mine,
            menu: Menu::None,
            styles: &["letter.css"],
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Every kind of letter, for both audiences.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let back = Link::new("/petitions/p1", "返回这一件");
        let mut all: Vec<Self> = crate::samples::letters()
            .into_iter()
            .map(|letter| Self {
                shell: crate::samples::signed_in().into(),
                letter,
                download: "/petitions/p1/letters/l1?download=1".into(),
                back: back.clone(),
            })
            .collect();
        if let Some(first) = all.first().cloned() {
            all.push(Self {
                shell: crate::samples::staff().into(),
                ..first
            });
        }
        all
    }
}
