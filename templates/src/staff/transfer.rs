//! `/staff/petitions/{id}/transfer`: pass a registered case on to another agency (转送, article 22).

use super::step::Step;
use crate::components::button::{link_button, submit};
use crate::components::form::FormState;
use crate::components::notice::inset;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use maud::{Markup, html};

/// 转送. Fields: `agency note`; hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Frame, form and case.
    pub step: Step,
    /// Full name of the division.
    pub place: String,
    /// Agencies by group (petition offices of the division's path first).
    pub agencies: Vec<OptGroup>,
    /// The agency the rule proposes (code); may be empty.
    pub proposed: String,
    /// Why it is proposed, in one sentence; may be empty.
    pub proposed_reason: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.step.form;
    let hint = if view.proposed_reason.is_empty() {
        "可以输入名称缩小列表。"
    } else {
        &view.proposed_reason
    };
    let content = html! {
        div.narrow {
            (view.step.opening("转送", &view.place))
            form method="post" action=(view.step.action) novalidate data-unsaved {
                (view.step.hidden())
                (Select { name: "agency", label: "转送给", hint, groups: &view.agencies, prompt: "请选择", filter: Some("输入单位名称，缩小下面的列表"), combobox: None, default: &view.proposed, optional: false }.render(form))
                (Textarea { name: "note", label: "转送意见", hint: "只有工作人员看得到。", optional: true, rows: 4, count_max: Some(500) }.render(form))
                (inset(&html! { p { "转送后信访人能看到转给了谁，并收到转送告知书；接收单位 15 日内要告知是否受理（条例第二十三条）。揭发控告不能转给被揭发控告的人或单位（第三十条）。" } }))
                @if view.step.is_open() { p.buttons { (submit("转送")) (link_button("先不转送", &view.step.href, false)) } }
            }
        }
    };
    view.step.render("转送", Menu::Intake, "", &content)
}

impl View {
    /// With a proposal, wrong.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let choice = Choice::new;
        let proposed = Self {
            step: Step::sample("transfer"),
            place: "济南市历下区".into(),
            agencies: vec![
                OptGroup {
                    label: "信访部门".into(),
                    choices: vec![
                        choice("370100-xfj", "济南市信访局"),
                        choice("370102-xfj", "历下区信访局"),
                    ],
                },
                OptGroup {
                    label: "历下区部门".into(),
                    choices: vec![choice("370102-zjj", "历下区住房和城乡建设局")],
                },
            ],
            proposed: "370102-xfj".into(),
            proposed_reason: "按问题属地，默认转送历下区信访局，可以改选。".into(),
        };
        let wrong = FormState::new("sample")
            .failing("agency", "请选择转送给哪个单位")
            .with("note", crate::samples::LONG);
        vec![
            proposed.clone(),
            Self {
                step: Step {
                    title: crate::samples::LONG.into(),
                    ..proposed.step.with_form(wrong)
                },
                proposed: String::new(),
                proposed_reason: String::new(),
                ..proposed
            },
        ]
    }
}
