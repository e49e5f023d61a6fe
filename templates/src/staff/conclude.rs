//! `/staff/petitions/{id}/conclude`: asks before the case is concluded.

use super::step::Step;
use crate::components::button::{link_button, submit};
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use maud::{Markup, html};

/// 办结确认. Fields: `note` (optional, internal); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Frame, form and case.
    pub step: Step,
    /// When and how it was answered, in one sentence.
    pub answered: String,
    /// Why it can't be concluded now; the page then says so instead of asking.
    pub blocked: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.step.form;
    let content = html! {
        div.narrow {
            (view.step.opening(if view.blocked.is_some() || !view.step.is_open() { "现在不能办结" } else { "确定办结吗？" }, ""))
            @if let Some(reason) = &view.blocked {
                p.lead { (reason) }
                p.buttons { (link_button("返回这一件", &view.step.href, true)) }
            } @else {
                p { (view.answered) }
                form method="post" action=(view.step.action) novalidate data-unsaved {
                    (view.step.hidden())
                    (Textarea { name: "note", label: "内部备注", hint: "信访人看不到。", optional: true, rows: 3, count_max: Some(500) }.render(form))
                    @if view.step.is_open() { p.buttons { (submit("确定办结")) (link_button("先不办结", &view.step.href, false)) } }
                }
            }
        }
    };
    view.step.render("办结", Menu::Todo, "", &content)
}

impl View {
    /// Asking, too early.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let asking = Self {
            step: Step::sample("conclude"),
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
