//! `/staff/petitions/{id}/conclude`: asks before the case is concluded.

use super::transfer::about;
use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 办结确认. Fields: `note` (optional, internal); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Where the form posts.
    pub action: String,
    /// Path of the case.
    pub href: String,
    /// Version of the case.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// When and how it was answered, in one sentence.
    pub answered: String,
    /// Why it can't be concluded now; the page then says so instead of asking.
    pub blocked: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.narrow {
            p.back { a href=(view.href) { "返回这一件" } }
            (error_summary(form))
            h1 { @if view.blocked.is_some() { "现在不能办结" } @else { "确定办结吗？" } }
            (about(&view.title, &view.number, ""))
            @if let Some(reason) = &view.blocked {
                p.lead { (reason) }
                p.buttons { (link_button("返回这一件", &view.href, true)) }
            } @else {
                p { (view.answered) }
                form method="post" action=(view.action) novalidate {
                    (form.hidden_csrf())
                    (hidden("version", &view.version))
                    (Textarea { name: "note", label: "内部备注", hint: "信访人看不到。", optional: true, rows: 3, count_max: Some(500) }.render(form))
                    p.buttons { (submit("确定办结")) (link_button("先不办结", &view.href, false)) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("办结 {}", view.number),
            failed: form.has_errors(),
            menu: Menu::Todo,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Asking, too early.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let asking = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            action: "/staff/petitions/p1/conclude".into(),
            href: "/staff/petitions/p1".into(),
            version: "6".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            answered: "2026年11月20日（周五）出具处理意见书，结论：支持。".into(),
            blocked: None,
        };
        vec![
            asking.clone(),
            Self {
                blocked: Some("还没有答复信访人，答复以后才能办结。".into()),
                ..asking
            },
        ]
    }
}
