//! `/staff/admin`: the index of administration: each page with what it is for and how things stand.

use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 系统管理.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// The pages that this officer may open.
    pub entries: Vec<Entry>,
}

/// 一项管理.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its path.
    pub href: String,
    /// Its name.
    pub title: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// How things stand there; may be empty.
    pub state: Vec<Tag>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.desk-title { h1 { "系统管理" } p.hint { "这里不能看到任何信访件。每次改动都记入审计日志。" } }
        ul.cards { @for entry in &view.entries { li.card {
            h2 { a href=(entry.href) { (entry.title) } }
            p { (entry.about) }
            @if !entry.state.is_empty() { p.tags { @for tag in &entry.state { (tag.render()) } } }
        } } }
    };
    view.shell.render(
        Page {
            title: "系统管理",
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// All open; something switched off.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let entry = |state| Entry {
            href: "/staff/admin/settings".into(),
            title: "运行设置".into(),
            about: "暂停网上反映或注册、挂出拥堵提示、暂停短信、开关网上建议。".into(),
            state,
        };
        [
            vec![Tag::new("全部正常", Tone::Good)],
            vec![
                Tag::new("网上反映已暂停", Tone::Urgent),
                Tag::new("短信已暂停", Tone::Warn),
            ],
        ]
        .map(|state| Self {
            shell: crate::samples::administrator(),
            entries: vec![entry(state)],
        })
        .into()
    }
}
