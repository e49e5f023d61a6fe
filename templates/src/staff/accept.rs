//! `/staff/petitions/{id}/accept`: accept the case and notify the petitioner (articles 23, 31).

use super::step::Step;
use crate::components::button::{link_button, submit};
use crate::components::form::FormState;
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use crate::letters::Letter;
use crate::letters::sheet::sheet;
use maud::{Markup, html};

/// 受理. Fields: `note` (optional, internal); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug)]
pub struct View {
    /// Frame, form and case.
    pub step: Step,
    /// Last day of handling when accepted today, as people read it.
    pub due: String,
    /// The notice as it will be sent.
    pub preview: Letter,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.step.form;
    let content = html! {
        (view.step.opening("受理并告知", ""))
        div.beside {
            form.beside-form method="post" action=(view.step.action) novalidate data-unsaved {
                (view.step.hidden())
                @if view.step.is_open() { p { "受理后，" strong { "最迟 " (view.due) } " 答复信访人（条例第三十四条，60 日）。右边的告知书会马上发给信访人。" } }
                (Textarea { name: "note", label: "内部备注", hint: "信访人看不到。", optional: true, rows: 3, count_max: Some(500) }.render(form))
                @if view.step.is_open() { p.buttons { (submit("受理并发出告知书")) (link_button("先不受理", &view.step.href, false)) } }
                p.hint { "不属于本单位职责的，不要受理；不予受理和退回正在建设，先联系转送单位。" }
            }
            @if view.step.is_open() { section.preview aria-label="告知书预览" { p.hint { "告知书预览" } (sheet(&view.preview, false)) } }
        }
    };
    view.step.render("受理", Menu::Inbox, "main-wide", &content)
}

impl View {
    /// Ordinary, wrong.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let step = Step {
            title: crate::samples::LONG.into(),
            ..Step::sample("accept")
        };
        let wrong = FormState::new("sample").failing("note", "备注不能超过 500 个字");
        [step.clone(), step.with_form(wrong)]
            .map(|step| Self {
                step,
                due: "2026年12月29日（周二）".into(),
                preview: crate::samples::letters().swap_remove(0),
            })
            .into()
    }
}
