//! `/staff/admin/messages`: every kind of message with its words as they are now.

use super::{At, top};
use crate::components::notice::inset;
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 短信用语.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Every kind.
    pub rows: Vec<Row>,
    /// How many messages were given up and wait for a decision.
    pub dead: u32,
}

/// 一种短信.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path of the page that changes its words.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The words, with their blanks.
    pub words: String,
    /// Whether it waits for the morning.
    pub daytime: bool,
    /// Messages that a network makes of it.
    pub parts: usize,
    /// When and by whom the words were changed; empty for those that were never changed.
    pub changed: String,
    /// Whether the words are the built-in ones.
    pub built_in: bool,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        (top(At::Words, view.dead))
        div.sheet-list {
            div.scroll role="region" aria-label="短信用语" tabindex="0" { table.table.cards-narrow.message-words {
                caption.vh { "短信用语" }
                thead { tr { th scope="col" { "种类" } th scope="col" { "现在的用语" } th scope="col" { "发送时间" } th scope="col" { "条数" } th scope="col" { "最近修改" } } }
                tbody { @for row in &view.rows { tr {
                    td data-label="种类" { a href=(row.href) { (row.name) } }
                    td data-label="用语" { (row.words) }
                    td data-label="发送时间" { @if row.daytime { "白天（8–21 时）" } @else { "随时" } }
                    td.num data-label="条数" { (row.parts) }
                    td data-label="最近修改" {
                        @if row.built_in { (Tag::new("内置", Tone::Quiet).render()) } @else { (Tag::new("已修改", Tone::Info).render()) }
                        @if !row.changed.is_empty() { span.sub-line { (row.changed) } }
                    }
                } } }
            } }
        }
        (inset(&html! {
            p { "花括号里的是填空，发送时换成这一件的编号、单位、期限。改了用语，还在排队的短信也按新的用语发，不用重新部署。" }
            p { "用阿里云短信的，发出去的文字以在阿里云登记的模板为准，这里的用语只用来预览；改用语要同时到阿里云申请新模板。" }
        }))
    };
    view.shell.render(
        Page {
            title: "短信用语",
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// As new; one changed.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = Row {
            href: "/staff/admin/messages/filed".into(),
            name: "信访事项已收到".into(),
            words: "您的信访事项已收到，编号{number}。工作人员将在15日内处理，请妥善保管查询码。查询：{site}"
                .into(),
            daytime: false,
            parts: 2,
            changed: String::new(),
            built_in: true,
        };
        let changed = Row {
            href: "/staff/admin/messages/replied".into(),
            name: "已答复".into(),
            words: crate::samples::LONG.into(),
            daytime: true,
            parts: 3,
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
            built_in: false,
        };
        let plain = Self {
            shell: crate::samples::administrator(),
            rows: vec![row.clone()],
            dead: 0,
        };
        vec![
            plain.clone(),
            Self {
                rows: vec![row, changed],
                dead: 120,
                ..plain
            },
        ]
    }
}
