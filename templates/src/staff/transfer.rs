//! `/staff/petitions/{id}/transfer` and `/assign`: pass a registered case on to another agency (article 22). 转送 asks for
//! nothing back; 交办 names a day by which the result is owed. One page, whose fields the batch page shares.

use super::step::Step;
use crate::components::button::{link_button, submit};
use crate::components::destination::{Destination, TaskView};
use crate::components::form::FormState;
use crate::components::instruction::Instruction;
use crate::components::notice::{inset, warning};
use crate::components::select::{OptGroup, Select};
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use maud::{Markup, html};

/// 转送、交办. Fields: `agency note`, of an assignment `due reason` too; hidden `csrf version`; posts to
/// `action`.
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
    /// 揭发控告: to whom it must not go; empty for everything else.
    pub barred: String,
    /// 交办: which days there are; none for a transfer.
    pub task: Option<TaskView>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let (name, code) = match view.task {
        Some(_) => ("交办", "assign"),
        None => ("转送", "transfer"),
    };
    let content = html! {
        div.narrow {
            (view.step.opening(name, &view.place))
            @if !view.barred.is_empty() { (warning(&view.barred)) }
            @if view.agencies.is_empty() {
                (warning(&format!("本单位没有可以{name}的单位。不属于本单位职权的，请和转来的单位联系。")))
                p.buttons { (link_button("返回这一件", &view.step.href, true)) }
            } @else { (fields(view, name, code)) }
        }
    };
    view.step.render(name, Menu::Intake, "", &content)
}

fn fields(view: &View, name: &str, code: &str) -> Markup {
    let form = &view.step.form;
    let hint = if view.proposed_reason.is_empty() {
        "可以输入名称缩小列表。"
    } else {
        &view.proposed_reason
    };
    html! {
        form method="post" action=(view.step.action) novalidate data-unsaved {
            (view.step.hidden())
            (Select { name: "agency", label: &format!("{name}给"), hint, groups: &view.agencies, prompt: "请选择", filter: Some("输入单位名称，缩小下面的列表"), combobox: None, default: &view.proposed, optional: false }.render(form))
            @match &view.task {
                Some(task) => {
                    (Textarea { name: "note", label: "交办要求", hint: "要查明什么、办成什么样。写进交办函，信访人看不到。", optional: false, rows: 4, count_max: Some(500) }.render(form))
                    (task.fields(form, false))
                }
                None => (Textarea { name: "note", label: "转送意见", hint: "只有工作人员看得到。", optional: true, rows: 4, count_max: Some(500) }.render(form)),
            }
            (inset(&html! { p { (name) "后信访人能看到交给了谁，并收到告知书；接收单位 15 日内要告知是否受理（条例第二十三条）。" } }))
            @if view.step.is_open() { p.buttons { (submit(name)) (view.step.ask_button(code)) (link_button(&format!("先不{name}"), &view.step.href, false)) } }
        }
    }
}

impl View {
    /// With a proposal, wrong, assigned, from an agency below which there is none.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let proposed = Self {
            step: Step::sample("transfer"),
            place: "济南市历下区".into(),
            agencies: Destination::sample().agencies,
            proposed: "370102-xfj".into(),
            proposed_reason: "按问题属地，默认转送历下区信访局，可以改选。".into(),
            barred: String::new(),
            task: None,
        };
        let task = Destination::sample().task.unwrap_or_default();
        let [approved, waiting] = Instruction::samples();
        let assigned = FormState::new("sample")
            .with("due", "2026-12-10")
            .with("draft", "5")
            .failing("note", "请写明交办要求")
            .failing("reason", "期限不是一般期限的，请写明理由");
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
                barred: "这是揭发控告件，不得转给被揭发控告的人和单位（《信访工作条例》第三十条）：已经去掉济南市历下区住房和城乡建设局。".into(),
                ..proposed.clone()
            },
            Self {
                step: Step {
                    instruction: Some(waiting),
                    ask: None,
                    ..proposed.step.clone()
                },
                task: Some(task.clone()),
                ..proposed.clone()
            },
            Self {
                step: Step {
                    instruction: Some(approved),
                    ..proposed.step.with_form(assigned)
                },
                task: Some(task),
                ..proposed.clone()
            },
            Self {
                agencies: Vec::new(),
                proposed: String::new(),
                proposed_reason: String::new(),
                ..proposed
            },
        ]
    }
}
