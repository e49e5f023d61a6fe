//! `/staff/admin/messages/log`: what became of the messages of a day. Numbers are masked, words are never
//! shown.

use super::{At, top};
use crate::components::empty_state::empty_state;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::pagination::Pagination;
use crate::components::tag::Tag;
use crate::components::text_input::TextInput;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 发送记录. Field: `date`, by GET.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// The day as typed, and what is wrong with it.
    pub form: FormState,
    /// The day in words.
    pub day: String,
    /// The day before, and the day after if it has begun.
    pub before: String,
    /// The day after; none of today.
    pub after: Option<String>,
    /// The rows of this page, newest first.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// How many messages were given up and wait for a decision.
    pub dead: u32,
}

/// 一条短信.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// When it was sent or dropped: `09:12:31`.
    pub at: String,
    /// The kind.
    pub kind: String,
    /// Masked number, or why none is shown.
    pub to: String,
    /// The petition's number; may be empty.
    pub number: String,
    /// What became of it.
    pub outcome: Tag,
    /// Why, where there is more to say; may be empty.
    pub note: String,
    /// How often it was tried.
    pub attempts: u32,
    /// How long it waited: `3 秒`.
    pub waited: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        (error_summary(&view.form))
        (top(At::Log, view.dead))
        div.sheet-list {
            div.list-tools {
                form.inline-form method="get" action="/staff/admin/messages/log" {
                    (TextInput { name: "date", label: "哪一天", hint: "例如 2026-11-23", width: "w-half", ..TextInput::default() }.render(&view.form))
                    button.button.button-second type="submit" { "查看" }
                }
                // Buttons, not links: nobody who follows links walks through all days.
                form.inline-form method="get" action="/staff/admin/messages/log" aria-label="换一天" {
                    button.button.button-second type="submit" name="date" value=(view.before) { "前一天" }
                    span.pages-range { (view.day) }
                    @if let Some(after) = &view.after { button.button.button-second type="submit" name="date" value=(after) { "后一天" } }
                }
            }
            @if view.rows.is_empty() { (empty_state("这一天没有短信", "发出的、过期没有发的、不用再发的都记在这里，保存 400 天。", None)) }
            @else {
                div.scroll role="region" aria-label="发送记录" tabindex="0" { table.table.cards-narrow {
                    caption.vh { "发送记录，" (view.day) }
                    thead { tr { th scope="col" { "种类" } th scope="col" { "时间" } th scope="col" { "手机号" } th scope="col" { "信访事项" } th scope="col" { "结果" } th scope="col" { "试了几次" } th scope="col" { "等了多久" } } }
                    tbody { @for row in &view.rows { tr {
                        td data-label="种类" { (row.kind) }
                        td.num data-label="时间" { (row.at) }
                        td.num data-label="手机号" { (row.to) }
                        td.num data-label="信访事项" { @if row.number.is_empty() { "—" } @else { (row.number) } }
                        td data-label="结果" { (row.outcome.render()) @if !row.note.is_empty() { span.sub-line { (row.note) } } }
                        td.num data-label="试了几次" { (row.attempts) }
                        td.num data-label="等了多久" { (row.waited) }
                    } } }
                } }
                div.list-foot { (view.pages.render()) }
            }
        }
        p.hint { "这里不显示短信的内容：有的短信里有验证码和查询码。" }
    };
    view.shell.render(
        Page {
            title: "短信发送记录",
            failed: view.form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// A day, an empty day, a date that is none.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let row = |kind: &str, to: &str, outcome, note: &str| Row {
            at: "09:12:31".into(),
            kind: kind.into(),
            to: to.into(),
            number: "W370102-20261123-00042".into(),
            outcome,
            note: note.into(),
            attempts: 1,
            waited: "3 秒".into(),
        };
        let day = Self {
            shell: crate::samples::administrator(),
            form: FormState::default().with("date", "2026-11-23"),
            day: "2026年11月23日（周一）".into(),
            before: "2026-11-22".into(),
            after: Some("2026-11-24".into()),
            rows: vec![
                row("已受理", "138****0001", Tag::new("已发出", Tone::Good), ""),
                Row {
                    number: String::new(),
                    ..row(
                        "重设密码的验证码",
                        "匿名账号，不显示",
                        Tag::new("过期未发", Tone::Warn),
                        "短信网关没有及时应答",
                    )
                },
                row("已办结", "138****0002", Tag::new("群众不要", Tone::Quiet), ""),
                row(
                    "已登记",
                    "138****0003",
                    Tag::new("不再发送", Tone::Quiet),
                    "号码有误或已停用",
                ),
            ],
            pages: Pagination {
                next: Some("/staff/admin/messages/log?date=2026-11-23&after=x".into()),
                ..Pagination::default()
            },
            dead: 3,
        };
        let empty = Self {
            rows: Vec::new(),
            after: None,
            dead: 0,
            ..day.clone()
        };
        let wrong = Self {
            form: FormState::default()
                .with("date", "昨天")
                .failing("date", "请按“年-月-日”填写，例如 2026-11-23"),
            ..empty.clone()
        };
        vec![day, empty, wrong]
    }
}
