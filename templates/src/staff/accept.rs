//! `/staff/petitions/{id}/accept`: accept the case and notify the petitioner (articles 23, 31).

use super::transfer::about;
use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use crate::letters::Letter;
use crate::letters::sheet::sheet;
use maud::{Markup, html};

/// 受理. Fields: `note` (optional, internal); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug)]
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
    /// Last day of handling when accepted today, as people read it.
    pub due: String,
    /// The notice as it will be sent.
    pub preview: Letter,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        p.back { a href=(view.href) { "返回这一件" } }
        (error_summary(form))
        h1 { "受理并告知" }
        (about(&view.title, &view.number, ""))
        div.beside {
            form.beside-form method="post" action=(view.action) novalidate {
                (form.hidden_csrf())
                (hidden("version", &view.version))
                p { "受理后，" strong { "最迟 " (view.due) } " 答复信访人（条例第三十四条，60 日）。右边的告知书会马上发给信访人。" }
                (Textarea { name: "note", label: "内部备注", hint: "信访人看不到。", optional: true, rows: 3, count_max: Some(500) }.render(form))
                p.buttons { (submit("受理并发出告知书")) (link_button("先不受理", &view.href, false)) }
                p.hint { "不属于本单位职责的，不要受理；不予受理和退回正在建设，先联系转送单位。" }
            }
            section.preview aria-label="告知书预览" { p.hint { "告知书预览" } (sheet(&view.preview, false)) }
        }
    };
    view.shell.render(
        Page {
            title: &format!("受理 {}", view.number),
            failed: form.has_errors(),
            class: "main-wide",
            menu: Menu::Inbox,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Ordinary, wrong.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ordinary = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            action: "/staff/petitions/p1/accept".into(),
            href: "/staff/petitions/p1".into(),
            version: "4".into(),
            number: "W370102-20261014-00042".into(),
            title: crate::samples::LONG.into(),
            due: "2026年12月29日（周二）".into(),
            preview: crate::samples::letters().swap_remove(0),
        };
        let form = FormState::new("sample").failing("note", "备注不能超过 500 个字");
        vec![ordinary.clone(), Self { form, ..ordinary }]
    }
}
