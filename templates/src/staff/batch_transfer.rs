//! `/staff/batch/transfer`: pass several registered cases on at once (集中转送, 集中交办, article 22). Before, each row can still
//! be left out; afterwards each row says how it went. With JavaScript the cases are sent one by one under a progress
//! bar.

use crate::components::button::submit;
use crate::components::destination::TaskView;
use crate::components::empty_state::empty_state;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden, hint_and_error};
use crate::components::radios::Radios;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::tag::{Tag, Tone};
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::{letters, visits};
use maud::{Markup, html};

/// The list that the cases come from, as a whole.
pub const LIST: &str = "/staff/intake/web?tab=registered";

/// 集中转送、集中交办. Fields: `listed`* (`id:version`) `row`* (`id`) `way` (`transfer`|`assign`) `to` (`place`|`one`)
/// `agency` `note` `due` `reason` `result` `back` `csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Path of the list as it was left.
    pub back: String,
    /// Agencies by group.
    pub agencies: Vec<OptGroup>,
    /// The cases.
    pub rows: Vec<Row>,
    /// 交办: which days there are.
    pub task: TaskView,
}

/// 一件.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Id of the petition.
    pub id: String,
    /// Version of the case as shown.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Full name of the division.
    pub place: String,
    /// The agency that the place of the matter proposes; may be empty.
    pub proposed: String,
    /// Why it cannot be passed on; empty if it can.
    pub closed: String,
    /// How it went, once it was tried.
    pub outcome: Option<Outcome>,
}

/// 结果.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Passed on: where to.
    Done(String),
    /// Not passed on: why.
    Not(String),
    /// Not passed on by no fault of the case.
    Failed(String),
}

impl Outcome {
    fn tag(&self) -> Markup {
        match self {
            Self::Done(text) => Tag::new(text, Tone::Good).render(),
            Self::Not(text) | Self::Failed(text) => {
                Tag::new(format!("未成功：{text}"), Tone::Urgent).render()
            }
        }
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let tried = view.rows.iter().any(|row| row.outcome.is_some());
    let content = html! {
        p.back { a href=(view.back) { "返回列表" } }
        (error_summary(&view.form))
        h1 { "集中转送、交办" }
        @if view.rows.is_empty() {
            div.sheet-list.sheet-alone { (empty_state("没有选中信访件", "请在“已登记”列表里勾选，再点“集中转送、交办所选”。", Some(("去已登记", LIST)))) }
        }
        @else if tried { (results(view)) }
        @else { (form(view)) }
    };
    view.shell.render(
        Page {
            title: "集中转送、交办",
            failed: view.form.has_errors(),
            menu: menu(&view.back),
            scripts: &["batch.js"],
            ..Page::default()
        },
        &content,
    )
}

/// The list that the cases were chosen in.
fn menu(back: &str) -> Menu {
    match back {
        _ if back.starts_with(letters::LIST) => Menu::Letters,
        _ if back.starts_with(visits::LIST) => Menu::Visits,
        _ => Menu::Intake,
    }
}

fn results(view: &View) -> Markup {
    let done = |row: &&Row| matches!(row.outcome, Some(Outcome::Done(_)));
    let count = view.rows.iter().filter(done).count();
    html! {
        p.looked role="status" { "成功 " (count) " 件" @if count < view.rows.len() { "，未成功 " (view.rows.len() - count) " 件，原因见表" } "。" }
        div.sheet-list.sheet-alone { div.scroll role="region" aria-label="结果" tabindex="0" { table.table.cards-narrow {
            caption.vh { "每一件的结果" }
            thead { tr { th scope="col" { "标题和编号" } th scope="col" { "问题属地" } th scope="col" { "结果" } } }
            tbody { @for row in &view.rows { tr {
                td data-label="标题" { (case(row)) }
                td data-label="问题属地" { (row.place) }
                td data-label="结果" { @if let Some(outcome) = &row.outcome { (outcome.tag()) } }
            } } }
        } } }
        p.buttons { a.button href=(view.back) { "返回列表" } }
    }
}

fn case(row: &Row) -> Markup {
    html! { a href={ "/staff/petitions/" (row.id) } { (row.title) } span.sub.num { (row.number) } }
}

fn form(view: &View) -> Markup {
    let form = &view.form;
    let ways = [
        Choice::new("transfer", "转送").hinted("不要求反馈结果。"),
        Choice::new("assign", "交办").hinted("限期办结，向本单位反馈办理结果。"),
    ];
    let to = [
        Choice::new("place", "各按问题属地").hinted("每一件给属地的信访部门，见表中“默认去向”。"),
        Choice::new("one", "全部给一个单位"),
    ];
    html! {
        form method="post" action="/staff/batch/transfer" novalidate data-batch data-unsaved {
            (form.hidden_csrf()) (hidden("back", &view.back))
            div.sheet-list.sheet-alone id="row" tabindex="-1" { div.scroll role="region" aria-label="选中的信访件" tabindex="0" { table.table.cards-narrow {
                caption.vh { "选中的信访件" }
                thead { tr { th scope="col" { "标题和编号" } th scope="col" { "问题属地" } th scope="col" { "默认去向" } th scope="col" { "结果" } } }
                tbody { @for row in &view.rows { (line(form, row)) } }
            } } }
            (hint_and_error("row", "", form.error("row")))
            div.narrow.batch-fields data-batch-fields {
                (Radios { name: "way", legend: "办理方式", choices: &ways, default: "transfer", ..Radios::default() }.render(form))
                (Radios { name: "to", legend: "去向机构", choices: &to, ..Radios::default() }.render(form))
                (Select { name: "agency", label: "单位", hint: "选了“全部给一个单位”才用。", groups: &view.agencies, prompt: "请选择", filter: Some("输入单位名称，缩小下面的列表"), optional: true, ..Select::default() }.render(form))
                (Textarea { name: "note", label: "转送意见或者交办要求", hint: "每一件都附上，信访人看不到。交办的必须写，写进交办函。", optional: true, rows: 3, count_max: Some(500) }.render(form))
                div.batch-task { p.label { "选了“交办”的填写" } (view.task.fields(form, true)) }
                p.hint { "每一件各有自己的告知书，信访人会收到通知。揭发控告不能转给被揭发控告的人或单位（条例第三十条）。" }
                p.buttons { (submit("集中转送、交办")) a.button.button-second href=(view.back) { "先不办" } }
            }
            div.narrow.batch-progress data-batch-progress tabindex="-1" hidden {
                progress max="1" value="0" aria-label="进度" {} p role="status" {}
                p.buttons hidden { a.button href=(view.back) { "返回列表" } }
            }
        }
    }
}

fn line(form: &FormState, row: &Row) -> Markup {
    let wrong = form.error("row").map(|_| "row-error");
    html! {
        tr data-row {
            td data-label="标题" { div.pick {
                @if row.closed.is_empty() { input.pick-box id={ "row-" (row.id) } type="checkbox" name="row" value=(row.id) checked[form.is_chosen("row", &row.id)] aria-label={ "选择：" (row.title) } aria-describedby=[wrong]; }
                div { (case(row)) }
                (hidden("listed", &format!("{}:{}", row.id, row.version)))
            } }
            td data-label="问题属地" { (row.place) }
            td data-label="默认去向" { @if row.proposed.is_empty() { "没有，请选一个单位" } @else { (row.proposed) } }
            td data-label="结果" data-result { @if !row.closed.is_empty() { (Tag::new(&*row.closed, Tone::Quiet).render()) } }
        }
    }
}

impl View {
    /// Three cases, one closed; wrong; tried; none.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |id: &str, title: &str| Row {
            id: id.into(),
            version: "3".into(),
            number: "W370102-20261014-00042".into(),
            title: title.into(),
            place: "济南市历下区".into(),
            proposed: "济南市信访局".into(),
            ..Row::default()
        };
        let rows = vec![
            row("p1", "泉城路 1 号院地下车库积水，物业半年未修"),
            Row {
                place: "山东省".into(),
                proposed: String::new(),
                ..row("p2", crate::samples::LONG)
            },
            Row {
                closed: "这件信访已经受理，不能再转送".into(),
                ..row("p3", "退休教师取暖补贴停发")
            },
        ];
        let ready = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample")
                .with("to", "place")
                .with("row", "p1")
                .with("due", "2027-01-22"),
            task: TaskView {
                usual: "2027年1月22日（周五）".into(),
                last: "2027年3月8日（周一）".into(),
            },
            back: LIST.into(),
            agencies: vec![OptGroup {
                label: "信访部门".into(),
                choices: vec![Choice::new("370100-xfj", "济南市信访局")],
            }],
            rows: rows.clone(),
        };
        let outcomes = [
            Outcome::Done("已转送中共济南市委济南市人民政府信访局".into()),
            Outcome::Not("问题属地没有下级信访部门可转，请单独转送".into()),
            Outcome::Not("这件信访已经受理，不能再转送".into()),
        ];
        vec![
            ready.clone(),
            Self {
                form: FormState::new("sample")
                    .with("to", "one")
                    .with("way", "assign")
                    .failing("row", "请至少选择一件")
                    .failing("agency", "请选择去向单位")
                    .failing("note", "请写明交办要求")
                    .failing("due", "2026年12月5日（周六）不是工作日，请选一个工作日"),
                ..ready.clone()
            },
            Self {
                rows: rows
                    .into_iter()
                    .zip(outcomes)
                    .map(|(row, outcome)| Row {
                        outcome: Some(outcome),
                        ..row
                    })
                    .collect(),
                ..ready.clone()
            },
            Self {
                rows: Vec::new(),
                ..ready
            },
        ]
    }
}
