//! `/staff/interviews/{id}`: one interview — who came and why, the record, and what comes of it: sent on, done, taken back.

use super::LIST;
use crate::components::action::{ActionItem, action_list};
use crate::components::button::{submit, submit_as, submit_to};
use crate::components::date_input::DateInput;
use crate::components::error_summary::error_summary;
use crate::components::file_list::{FileItem, file_list};
use crate::components::form::{FormState, hidden};
use crate::components::link::Link;
use crate::components::notice::flash;
use crate::components::overtaken::Overtaken;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::Tag;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::components::timeline::{TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use domain::interview::{ADVICE_MAX, RECORD_MAX};
use maud::{Markup, html};

/// 来访接谈. The record posts `date time text conclusion advice version csrf` (and `then`: `save`, `done`) to its own path;
/// sending on posts `to reason version csrf` to `{action}/send`, and the record too where the officer has one to write;
/// taking back posts `version csrf` to `{action}/reopen`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// The record and to whom it is sent, as typed, and what was wrong with it.
    pub form: FormState,
    /// Its path.
    pub action: String,
    /// Version of the case.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Where the interview stands.
    pub standing: Tag,
    /// Who came, masked, and what is registered: key and value.
    pub facts: Vec<(String, String)>,
    /// What they said when it was registered.
    pub content: String,
    /// What they brought.
    pub files: Vec<FileItem>,
    /// 接谈结论
    pub conclusions: Vec<Choice>,
    /// Who else may talk with them, and how many wait for each.
    pub others: Vec<Choice>,
    /// Whether this officer writes, sends on, marks done.
    pub open: bool,
    /// Whether this officer may take it back.
    pub reopens: bool,
    /// Why it is closed for this officer, without a full stop; empty where it is not.
    pub why: String,
    /// What was recorded, sent and received so far, newest first.
    pub steps: Vec<TimelineItem>,
    /// The way back: the list, for interviewers.
    pub back: Link,
    /// Whether it can be sent on to another interviewer.
    pub sends: bool,
    /// Where the case goes on.
    pub actions: Vec<ActionItem>,
    /// 下一步: what the conclusion leads to; empty where it leads to none of these.
    pub next: String,
    /// What others did while it was filled in.
    pub overtaken: Option<Overtaken>,
    /// What was just done; may be empty.
    pub flash: String,
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
        p.back { a href=(view.back.href) { (view.back.text) } }
        @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
        (error_summary(&view.form))
        (flash(&view.flash))
        p.hint.num { (view.number) }
        div.desk-title { h1 { "接谈：" (view.title) } }
        p.standing { (view.standing.render()) }
        div.two {
            div.two-main {
                @if view.open { (record(view)) } @else {
                    @if !view.why.is_empty() { p.inset { (view.why) "。" } }
                    @if view.overtaken.is_some() { (typed(view)) }
                }
                @if view.reopens {
                    form.block method="post" action={ (view.action) "/reopen" } {
                        (view.form.hidden_csrf()) (hidden("version", &view.version))
                        (submit("恢复待办"))
                        p.why { "要补充记录的，恢复待办后再改。转送以后不能恢复。" }
                    }
                }
                section.block aria-labelledby="facts" { h2 id="facts" { "来访登记" } (summary_list(&facts)) }
                section.block aria-labelledby="told" { h2 id="told" { "来访人的陈述" } div.quote.typed { (view.content) }
                    @if !view.files.is_empty() { h3 { "材料" } (file_list(&view.files, false)) } }
                @if !view.steps.is_empty() { section.block aria-labelledby="steps" { h2 id="steps" { "接谈经过" } (timeline(&view.steps)) } }
            }
            aside.two-side aria-label="可以办的事" {
                @if !view.next.is_empty() { p.inset { (view.next) } }
                (action_list(&view.actions))
                @if view.sends && !view.open {
                    section.part aria-labelledby="send" {
                        h2 id="send" { "发送给其他接谈人" }
                        form method="post" action={ (view.action) "/send" } novalidate {
                            (view.form.hidden_csrf()) (hidden("version", &view.version))
                            (to_whom(view))
                        }
                    }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("来访接谈 {}", view.number),
            failed: view.form.has_errors() || view.overtaken.is_some(),
            menu: Menu::Interviews,
            ..Page::default()
        },
        &content,
    )
}

fn record(view: &View) -> Markup {
    let form = &view.form;
    html! {
        section.card aria-labelledby="record" {
            h2 id="record" { "接谈记录" }
            form.kiosk method="post" action=(view.action) novalidate data-unsaved data-dirty[form.typed] {
                button type="submit" name="then" value="save" hidden { "保存" }
                (form.hidden_csrf()) (hidden("version", &view.version))
                div.fields-row {
                    (DateInput { name: "date", label: "接谈日期", ..DateInput::default() }.render(form))
                    (TextInput { name: "time", label: "接谈时间", placeholder: "14:30", width: "w-short", ..TextInput::default() }.render(form))
                }
                (Textarea { name: "text", label: "记录", hint: "来访人说了什么，怎样答复的。办完以前可以再改。", rows: 8, count_max: Some(RECORD_MAX), ..Textarea::default() }.render(form))
                (Radios { name: "conclusion", legend: "结论", choices: &view.conclusions, ..Radios::default() }.render(form))
                (Textarea { name: "advice", label: "处理建议", hint: "给转送、办理的人看。", optional: true, rows: 2, count_max: Some(ADVICE_MAX) }.render(form))
                p.buttons {
                    (submit_as("保存记录", "then", "save", false))
                    (submit_as("保存并设为已办", "then", "done", true))
                }
                @if view.sends {
                    @let wrong = form.error("to").or(form.error("reason")).is_some();
                    details.part open[wrong] {
                        summary { "发送给其他接谈人" }
                        p.hint { "写了记录的，一起保存、一起发送；没有写的，只发送。" }
                        (to_whom(view))
                    }
                }
            }
        }
    }
}

/// What was typed into a record that cannot be saved any more.
fn typed(view: &View) -> Markup {
    let [text, advice] = ["text", "advice"].map(|name| view.form.value(name));
    html! {
        @if !text.is_empty() || !advice.is_empty() {
            section.block aria-labelledby="typed" { h2 id="typed" { "您填写的记录" }
                @for words in [text, advice] { @if !words.is_empty() { div.quote.typed { (words) } } } }
        }
    }
}

/// 接谈人和理由, with the button that sends it.
fn to_whom(view: &View) -> Markup {
    html! {
        @if view.others.is_empty() { p.hint { "本单位没有其他接谈人。" } } @else {
            (Radios { name: "to", legend: "接谈人", choices: &view.others, ..Radios::default() }.render(&view.form))
            (Textarea { name: "reason", label: "理由", rows: 2, count_max: Some(ADVICE_MAX), ..Textarea::default() }.render(&view.form))
            p.buttons { (submit_to("发送", &format!("{}/send", view.action), "then", "send")) }
        }
    }
}

impl View {
    /// Waiting, wrong in both forms, late, done by this officer, sent to another.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let [late, over] = Overtaken::samples();
        let steps = late.news.clone();
        let waiting = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample")
                .with("date", "2026-11-27")
                .with("time", "10:30"),
            action: "/staff/interviews/p1".into(),
            version: "5".into(),
            number: "V370102-20261127-00003".into(),
            title: "泉城路 1 号院地下车库积水".into(),
            standing: Tag::new("等蒋谈接谈", Tone::Warn),
            facts: vec![
                ("来访人".into(), "李**".into()),
                ("来访人数".into(), "6 人（集体访 5–10 人）".into()),
                ("随访人".into(), "王*（代表）、赵*".into()),
            ],
            content: crate::samples::STORY.into(),
            conclusions: vec![
                Choice::new("pass_on", "转有权处理的单位办理"),
                Choice::new("explained", "已当场解释、答复"),
            ],
            others: vec![Choice::new("o2", "沈问（没有在等的）")],
            open: true,
            back: Link::new(LIST, "返回来访接谈"),
            sends: true,
            steps,
            actions: vec![ActionItem::link("查看信访件", "/staff/petitions/p1")],
            ..Self::default()
        };
        let wrong = Self {
            title: crate::samples::LONG.into(),
            form: FormState::new("sample")
                .with("text", crate::samples::LONG)
                .failing("time", "时间要写成 14:30 这样")
                .failing("text", "请填写接谈记录")
                .failing("conclusion", "请选择结论"),
            files: crate::samples::files(),
            ..waiting.clone()
        };
        let unsent = Self {
            form: FormState::new("sample")
                .with("text", "谈了四十分钟。")
                .failing("to", "请选择发送给谁")
                .failing("reason", "请写明理由"),
            others: vec![Choice::new("o2", "沈问（99+ 件在等）")],
            ..waiting.clone()
        };
        let later = Self {
            overtaken: Some(late),
            others: Vec::new(),
            ..waiting.clone()
        };
        let closed = Self {
            overtaken: Some(over),
            open: false,
            form: FormState::new("sample").with("text", crate::samples::LONG),
            why: "这次接谈已经由沈问办理".into(),
            ..waiting.clone()
        };
        let done = Self {
            open: false,
            reopens: true,
            standing: Tag::new("蒋谈已接谈", Tone::Good),
            flash: "已设为已办。".into(),
            next: "接谈结论是“引导走诉讼、仲裁、复议等法定途径”。下一步：告知法定途径。".into(),
            actions: vec![ActionItem::blocked(
                "告知法定途径",
                "登记的是普通信访事项，应当受理、答复",
            )],
            ..waiting.clone()
        };
        vec![waiting, wrong, unsent, later, closed, done]
    }
}
