//! 去向 on a registration form: what becomes of the petition once it is registered, and what an assignment asks besides.

use super::checkboxes::checkbox;
use super::date_input::DateInput;
use super::form::FormState;
use super::radios::Radios;
use super::select::{Choice, OptGroup, Select};
use super::text_input::TextInput;
use super::textarea::Textarea;
use maud::{Markup, html};

/// Characters of the note to the agency.
const NOTE_MAX: usize = 500;

/// 交办期限: which days there are, as people read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskView {
    /// The usual one.
    pub usual: String,
    /// The last one.
    pub last: String,
}

impl TaskView {
    /// The fields that an assignment has and a transfer has not: `due reason`; `optional` where a transfer can be
    /// chosen on the same page.
    #[must_use]
    pub fn fields(&self, form: &FormState, optional: bool) -> Markup {
        let usual = format!(
            "一般是{}（60 日）。要早些或者晚些，选一个工作日，并写明理由；最晚{}。",
            self.usual, self.last
        );
        html! {
            (DateInput { name: "due", label: "交办期限", hint: &usual, optional }.render(form))
            (TextInput { name: "reason", label: "期限早于或者晚于一般期限的理由", hint: "期限没有改的不用写。", optional: true, count_max: Some(200), ..TextInput::default() }.render(form))
        }
    }
}

/// 去向. Fields: `way` (`transfer`|`assign`|`later`) `agency` (empty: by the place of the matter) `note`, of an assignment
/// `due reason`, of an accusation `destination_checked` (`yes`, checkbox).
#[derive(Clone, Debug, Default)]
pub struct Destination {
    /// Agencies by group.
    pub agencies: Vec<OptGroup>,
    /// Name of the one that the place in the form leads to; may be empty.
    pub proposed: String,
    /// 交办期限; none where the officer may not assign.
    pub task: Option<TaskView>,
}

impl Destination {
    /// The fields.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let later = Choice::new("later", "先登记，以后再办");
        let ways: Vec<Choice> = [
            Some(Choice::new("transfer", "转送")),
            self.task
                .as_ref()
                .map(|_| Choice::new("assign", "交办（要反馈结果）")),
            Some(later),
        ]
        .into_iter()
        .flatten()
        .collect();
        let prompt = match self.proposed.as_str() {
            "" => "请选择".to_owned(),
            name => format!("按问题属地：{name}"),
        };
        // Refused because of whom it accuses: only then there is something to confirm.
        let check =
            form.is_chosen("destination_checked", "yes") || form.error("destination_checked").is_some();
        html! {
            div.destination {
                (Radios { name: "way", legend: "登记以后", choices: &ways, inline: true, default: "transfer", ..Radios::default() }.render(form))
                div.destination-to data-by-place="division" {
                    (Select { name: "agency", label: "去向单位", hint: "不选的，按问题属地给信访部门。", groups: &self.agencies, prompt: &prompt, filter: Some("输入单位名称，缩小下面的列表"), ..Select::default() }.render(form))
                    @if check {
                        (checkbox("destination_checked", &Choice::new("yes", "核对过了：去向不是被揭发控告的单位"), form))
                    }
                    (Textarea { name: "note", label: "转送意见或者交办要求", hint: "只有工作人员看得到。交办的必须写，写进交办函。", optional: true, rows: 2, count_max: Some(NOTE_MAX) }.render(form))
                    @if let Some(task) = &self.task { div.destination-task { (task.fields(form, true)) } }
                }
            }
        }
    }

    /// For samples.
    #[must_use]
    pub(crate) fn sample() -> Self {
        let choice = Choice::new;
        Self {
            agencies: vec![
                OptGroup {
                    label: "信访部门".into(),
                    choices: vec![
                        choice("370100-xfj", "济南市信访局"),
                        choice("370102-xfj", "历下区信访局"),
                    ],
                },
                OptGroup {
                    label: "政府部门".into(),
                    choices: vec![choice("370102-zjj", "历下区住房和城乡建设局")],
                },
            ],
            proposed: "济南市信访局".into(),
            task: Some(TaskView {
                usual: "2027年1月22日（周五）".into(),
                last: "2027年3月8日（周一）".into(),
            }),
        }
    }
}
