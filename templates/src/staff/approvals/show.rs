//! `/staff/approvals/{petition}/{submission}`: one submission: the draft, the question, what happened since, and for the
//! leader who was asked the answer (批示).

use crate::components::action::{ActionItem, action_list};
use crate::components::button::submit;
use crate::components::deadline_bar::DeadlineBar;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::flash;
use crate::components::overtaken::Overtaken;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::tag::Tag;
use crate::components::textarea::Textarea;
use crate::components::timeline::{TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 一次送审. Fields of the answer: `verdict` (`approve`|`return`) `instruction`; hidden `csrf version`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Path of this submission; the answer posts to it.
    pub action: String,
    /// Path of the case.
    pub case: String,
    /// Version of the case.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Status of the case.
    pub status: Tag,
    /// The deadline that runs now.
    pub deadline: Option<DeadlineBar>,
    /// 转送, 交办.
    pub what: String,
    /// Who asks, and when.
    pub asked: String,
    /// What is asked.
    pub question: String,
    /// What the petitioner wrote.
    pub content: String,
    /// The draft as people read it.
    pub lines: Vec<(String, String)>,
    /// Where it stands.
    pub standing: Tag,
    /// Who answered and when; empty while nobody has.
    pub answered: String,
    /// What was answered; may be empty.
    pub answer: String,
    /// What else happened since, newest first.
    pub news: Vec<TimelineItem>,
    /// Whether this officer is to answer it.
    pub decides: bool,
    /// What else this officer may do: go on, take it back.
    pub actions: Vec<ActionItem>,
    /// What others did while the answer was written.
    pub overtaken: Option<Overtaken>,
    /// A message after something was done; may be empty.
    pub flash: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.narrow {
            p.back { a href="/staff/approvals" { "返回送审批示" } }
            (flash(&view.flash))
            @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
            (error_summary(&view.form))
            h1 { "送审：拟" (view.what) }
            p.standing { (view.standing.render()) }
            div.about {
                p.teaser { a href=(view.case) { (view.title) } }
                p.hint { span.num { (view.number) } " " (view.status.render()) }
            }
            @if let Some(deadline) = &view.deadline { (deadline.render()) }
            section.block aria-labelledby="question" { h2 id="question" { "请示事项" } p.hint { (view.asked) } div.quote.typed { (view.question) } }
            section.block aria-labelledby="draft" { h2 id="draft" { "拟稿" } (super::draft(&view.lines)) }
            details.block { summary { "群众反映的内容" } div.quote.typed { (view.content) } p { a href=(view.case) { "打开这一件，看附件和经过" } } }
            @if !view.news.is_empty() { section.block aria-labelledby="news" { h2 id="news" { "送审以后的新情况" } (timeline(&view.news)) } }
            @if !view.answered.is_empty() { section.block aria-labelledby="answer" { h2 id="answer" { "批示" } p.hint { (view.answered) } @if view.answer.is_empty() { p { (view.standing.word) } } @else { div.quote.typed { (view.answer) } } } }
            @if view.decides { (decision(view)) }
            @if !view.actions.is_empty() { section.block aria-label="可以做的" { (action_list(&view.actions)) } }
        }
    };
    view.shell.render(
        Page {
            title: &format!("送审 {}", view.number),
            failed: view.form.has_errors() || view.overtaken.is_some(),
            menu: Menu::Approvals,
            ..Page::default()
        },
        &content,
    )
}

fn decision(view: &View) -> Markup {
    let verdicts = [
        Choice::new("approve", "同意").hinted("送审人按拟稿继续办。"),
        Choice::new("return", "退回修改").hinted("请写明怎样改。"),
    ];
    let closed = view.overtaken.as_ref().is_some_and(|late| late.closed.is_some());
    html! {
        section.block aria-labelledby="decide" {
            h2 id="decide" { "批示" }
            p { "批示不改变这一件的办理，由送审人去办。" }
            form method="post" action=(view.action) novalidate data-unsaved {
                (view.form.hidden_csrf()) (hidden("version", &view.version))
                (Radios { name: "verdict", legend: "结果", choices: &verdicts, ..Radios::default() }.render(&view.form))
                (Textarea { name: "instruction", label: "批示内容", hint: "同意的可以不写。只有工作人员看得到。", optional: true, rows: 4, count_max: Some(1000) }.render(&view.form))
                @if !closed { p.buttons { (submit("批示")) } }
            }
        }
    }
}

impl View {
    /// To answer, wrong, too late, answered, waiting for another.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let waiting = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            action: "/staff/approvals/p1/5".into(),
            case: "/staff/petitions/p1".into(),
            version: "5".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            status: Tag::status("已登记"),
            deadline: Some(crate::samples::deadline()),
            what: "交办".into(),
            asked: "邓洁（省信访局），2026年11月23日（周一）09:02".into(),
            question: "期限定早一些，合适吗？\n物业说下周能修。".into(),
            content: "地下车库积水半年，水泵坏了没有人修。\n物业说等维修资金。".into(),
            lines: super::sample_lines(),
            standing: Tag::new("等待批示", Tone::Info),
            decides: true,
            ..Self::default()
        };
        let [noted, closed] = Overtaken::samples();
        let take_back = ActionItem::post(
            "撤回送审",
            "/staff/approvals/p1/5/take-back",
            vec![
                ("csrf".into(), "sample".into()),
                ("seen".into(), "waiting".into()),
            ],
        );
        vec![
            waiting.clone(),
            Self {
                form: FormState::new("sample")
                    .with("verdict", "return")
                    .failing("instruction", "退回修改的，请写明怎样改"),
                title: crate::samples::LONG.into(),
                question: crate::samples::LONG.into(),
                overtaken: Some(noted),
                ..waiting.clone()
            },
            Self {
                overtaken: Some(closed),
                ..waiting.clone()
            },
            Self {
                decides: false,
                standing: Tag::new("同意", Tone::Good),
                answered: "郭志远，2026年11月23日（周一）10:30".into(),
                news: crate::samples::timeline(),
                actions: vec![
                    ActionItem::link("按批示继续办", "/staff/petitions/p1/assign?draft=5").main(),
                    take_back.clone(),
                ],
                flash: "已批示。".into(),
                ..waiting.clone()
            },
            Self {
                decides: false,
                deadline: None,
                actions: vec![take_back],
                ..waiting
            },
        ]
    }
}
