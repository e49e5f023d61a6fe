//! `/staff/suggestions/{id}`: a suggestion while it is studied: the text, notes of colleagues, and on the
//! right what this officer may do now.

use crate::components::action::{ActionItem, action_list};
use crate::components::answer::Answer;
use crate::components::button::submit;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::flash;
use crate::components::overtaken::Overtaken;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::{Tag, Tone};
use crate::components::textarea::Textarea;
use crate::components::timeline::{StepState, TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use domain::text::STUDY_NOTE_MAX;
use maud::{Markup, html};

/// 研究一条建议. The note posts `note csrf version` to `{href}/notes`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed as a note and what was wrong with it.
    pub form: FormState,
    /// Path of the suggestion.
    pub href: String,
    /// Version of the suggestion.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Status.
    pub status: Tag,
    /// Who has it now.
    pub office: String,
    /// Maker (masked), place, category, time: key and value.
    pub facts: Vec<(String, String)>,
    /// The text as typed.
    pub content: String,
    /// The reply, once there is one.
    pub answer: Option<Answer>,
    /// Steps for all and internal ones, newest first.
    pub timeline: Vec<TimelineItem>,
    /// Whether this officer can write a note now.
    pub can_note: bool,
    /// What this officer may do, and what not now and why.
    pub actions: Vec<ActionItem>,
    /// A message after something was done; may be empty.
    pub flash: String,
    /// What others did before the note in `form` came, if they ended the study.
    pub overtaken: Option<Overtaken>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let facts: Vec<SummaryRow> = view
        .facts
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    let content = html! {
        p.back { a href="/staff/suggestions" { "返回网上建议" } }
        @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
        (error_summary(&view.form))
        (flash(&view.flash))
        p.hint.num { (view.number) }
        div.desk-title { h1 { (view.title) } }
        p.standing { (view.status.render()) " " span { @if view.answer.is_some() { "由 " (view.office) " 答复" } @else { "现在由 " (view.office) " 研究" } } }
        div.two {
            div.two-main {
                section.block aria-labelledby="text" { h2 id="text" { "建议内容" } div.quote.typed { (view.content) } (summary_list(&facts)) }
                @if let Some(answer) = &view.answer { (answer.render()) }
                @if view.can_note || view.overtaken.is_some() { (note(view)) }
                section.block aria-labelledby="process" { h2 id="process" { "研究过程" } (timeline(&view.timeline)) }
            }
            aside.two-side aria-label="可以做的" {
                section.card { h2 { "可以做的" } (action_list(&view.actions)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("{} {}", view.number, view.title),
            failed: view.form.has_errors() || view.overtaken.is_some(),
            menu: Menu::Suggestions,
            class: "main-wide",
            ..Page::default()
        },
        &content,
    )
}

fn note(view: &View) -> Markup {
    html! {
        section.block aria-labelledby="noting" {
            h2 id="noting" { "记一条研究意见" }
            form method="post" action={ (view.href) "/notes" } novalidate data-unsaved {
                (view.form.hidden_csrf())
                (hidden("version", &view.version))
                (Textarea { name: "note", label: "研究意见", hint: "问了哪些部门、怎么说、能不能做。只有工作人员看得到。", rows: 4, count_max: Some(STUDY_NOTE_MAX), ..Textarea::default() }.render(&view.form))
                @if view.can_note { p.buttons { (submit("记下")) } }
            }
        }
    }
}

impl View {
    /// Studied, wrong note, lying elsewhere and very long, answered, a note that came too late.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let noted = TimelineItem {
            when: "2026年11月19日（周四）10:02".into(),
            title: "研究意见".into(),
            body: "已商市交通局：加密可行，加站要等人行道改造。".into(),
            who: Some("邓洁 · 济南市信访局".into()),
            internal: true,
            state: StepState::Current,
            ..TimelineItem::default()
        };
        let mut steps: Vec<TimelineItem> = super::super::public::suggestions::sample_steps()
            .into_iter()
            .skip(1)
            .collect();
        steps.insert(0, noted);
        let studied = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            href: "/staff/suggestions/s1".into(),
            version: "3".into(),
            number: "J370100-20261116-00003".into(),
            title: "建议早高峰加密 K52 路公交车".into(),
            status: Tag::new("研究中", Tone::Info),
            office: "济南市信访局".into(),
            facts: vec![
                pair("建议人", "李**"),
                pair("涉及地区", "济南市"),
                pair("领域", "交通运输"),
                pair("收到", "2026年11月16日（周一）21:05"),
                pair(
                    "转交期限",
                    "2026年12月1日（周二），还剩 8 天（条例第二十二条，不归本级管的）",
                ),
            ],
            content: crate::samples::STORY.into(),
            answer: None,
            timeline: steps,
            can_note: true,
            actions: vec![
                ActionItem::link("答复", "/staff/suggestions/s1/reply").main(),
                ActionItem::link("转交其他信访部门", "/staff/suggestions/s1/transfer"),
            ],
            flash: "已记下。".into(),
            overtaken: None,
        };
        let wrong = Self {
            form: FormState::new("sample").failing("note", "请填写研究意见"),
            flash: String::new(),
            ..studied.clone()
        };
        let elsewhere = Self {
            title: crate::samples::LONG.into(),
            content: crate::samples::LONG.into(),
            can_note: false,
            actions: vec![ActionItem::blocked("答复", "现在由济南市信访局研究")],
            flash: String::new(),
            ..studied.clone()
        };
        let answered = Self {
            status: Tag::new("已答复", Tone::Good),
            answer: Some(Answer::sample()),
            can_note: false,
            actions: vec![ActionItem::blocked("答复", "已经答复")],
            flash: "已答复。".into(),
            ..studied.clone()
        };
        let [_, replied] = Overtaken::samples();
        let late = Self {
            form: FormState::new("sample").with("note", "公交公司也同意了。"),
            flash: String::new(),
            overtaken: Some(replied),
            ..answered.clone()
        };
        vec![studied, wrong, elsewhere, answered, late]
    }
}
