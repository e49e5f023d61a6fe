//! 短信管理: the words of each kind, what was delivered, and what was given up.

pub mod dead;
pub mod dead_one;
pub mod log;
pub mod words;
pub mod words_one;

use crate::components::tabs::{Tab, tabs};
use maud::{Markup, html};

/// Which of the three pages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Words,
    Log,
    Dead,
}

/// The way back, the name and the tabs of the three pages.
fn top(at: At, waiting: u32) -> Markup {
    let tab = |label: &str, href: &str, this: At, count| Tab {
        label: label.to_owned(),
        count,
        href: href.to_owned(),
        current: this == at,
    };
    let items = [
        tab("用语", "/staff/admin/messages", At::Words, None),
        tab("发送记录", "/staff/admin/messages/log", At::Log, None),
        tab(
            "没有发出的",
            "/staff/admin/messages/dead",
            At::Dead,
            Some(waiting),
        ),
    ];
    html! {
        p.back { a href="/staff/admin" { "返回系统管理" } }
        div.desk-title { h1 { "短信" } }
        (tabs("短信管理", &items))
    }
}

/// 手机上的样子: a message as a telephone shows it, and what it costs.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The message, signature included.
    pub text: String,
    /// Characters.
    pub chars: usize,
    /// Messages that a network makes of it.
    pub parts: usize,
}

impl Preview {
    fn render(&self) -> Markup {
        html! {
            figure.phone {
                figcaption { "手机上看到的" }
                p.bubble { (self.text) }
                p.hint { "共 " strong.num { (self.chars) } " 个字，按 " strong.num { (self.parts) } " 条计费。" }
            }
        }
    }
}
