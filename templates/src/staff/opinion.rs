//! `/staff/petitions/{id}/opinion`: reply with a handling opinion (articles 31(6), 32, 34), only for
//! ordinary petitions: the wrong letter for the procedure is refused with the reason.

use super::step::Step;
use crate::components::button::{link_button, submit_as};
use crate::components::form::FormState;
use crate::components::notice::warning;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use crate::letters::Letter;
use crate::letters::sheet::sheet;
use maud::{Markup, html};

/// 处理意见. Fields: `outcome` (`support`|`explain`|`not_support`) `facts basis opinion`, button `next`
/// (`preview`|`issue`); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug)]
pub struct View {
    /// Frame, form and case.
    pub step: Step,
    /// Why no handling opinion may be given here (procedures 1–5); the form is then not shown.
    pub blocked: Option<String>,
    /// The letter as it would be sent, after `preview`.
    pub preview: Option<Letter>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        (view.step.opening("处理意见", ""))
        @if let Some(reason) = &view.blocked {
            (warning(reason))
            p { "用错文种会影响群众的救济权利，所以这里不能出具处理意见书。" }
            p.buttons { (link_button("返回这一件", &view.step.href, true)) }
        } @else {
            div.beside { (entry(view)) section.preview aria-label="意见书预览" { (preview(view)) } }
        }
    };
    view.step.render("处理意见", Menu::Todo, "main-wide", &content)
}

fn entry(view: &View) -> Markup {
    let form = &view.step.form;
    let outcomes = [
        Choice::new("support", "支持").hinted("事实清楚，符合法律、法规、规章或者其他有关规定"),
        Choice::new("explain", "解释说明").hinted("事由合理但缺乏法律依据"),
        Choice::new("not_support", "不予支持").hinted("缺乏事实根据或者不符合有关规定"),
    ];
    let area = |name, label, hint, rows| {
        Textarea {
            name,
            label,
            hint,
            rows,
            count_max: Some(5000),
            ..Textarea::default()
        }
        .render(form)
    };
    html! {
        form.beside-form method="post" action=(view.step.action) novalidate data-unsaved {
            (view.step.hidden())
            (Radios { name: "outcome", legend: "结论（条例第三十二条）", choices: &outcomes, ..Radios::default() }.render(form))
            (area("facts", "调查核实的事实", "写查到了什么、怎么查的。", 6))
            (area("basis", "依据", "法律、法规、规章或者其他规定的名称和条款。", 3))
            (area("opinion", "处理意见", "逐项回应群众的要求；什么时候落实、由谁落实。", 6))
            @if view.step.is_open() { p.buttons.sticky { (submit_as("出具并答复", "next", "issue", true)) (submit_as("预览", "next", "preview", false)) (view.step.ask_button("opinion")) } }
            @if view.step.is_open() { p.hint { "出具后不能修改，信访人马上能看到，并从收到的第二天起有 30 日申请复查。" } }
        }
    }
}

fn preview(view: &View) -> Markup {
    html! {
        @if let Some(letter) = &view.preview { p.hint { "意见书预览" } (sheet(letter, false)) }
        @else if view.step.is_open() { p.hint { "点“预览”，在这里看意见书的样子。" } }
    }
}

impl View {
    /// Empty, previewed, wrong, refused.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let empty = Self {
            step: Step::sample("opinion"),
            blocked: None,
            preview: None,
        };
        let typed = FormState::new("sample")
            .with("outcome", "support")
            .with("facts", crate::samples::STORY)
            .with("basis", "《物业管理条例》第五十四条");
        let wrong = typed
            .clone()
            .failing("outcome", "请选择结论")
            .failing("opinion", "请填写处理意见");
        vec![
            empty.clone(),
            Self {
                step: empty.step.with_form(typed),
                preview: crate::samples::letters().into_iter().nth(1),
                ..empty.clone()
            },
            Self {
                step: empty.step.with_form(wrong),
                ..empty.clone()
            },
            Self {
                blocked: Some("这一件登记为第二类（仲裁），应当告知法定途径，不出具处理意见书。".into()),
                ..empty
            },
        ]
    }
}
