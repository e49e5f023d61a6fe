//! `/staff/admin/messages/dead`: the messages that were given up, until somebody decides about each.

use super::{At, top};
use crate::components::button::submit;
use crate::components::empty_state::empty_state;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::flash;
use crate::components::pagination::Pagination;
use crate::components::tag::Tag;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 没有发出的短信. Field: `id`, once for each that is chosen; hidden `csrf`; posts to
/// `/staff/admin/messages/dead`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Token, and what is wrong with what was sent.
    pub form: FormState,
    /// The rows of this page, newest first.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// How many there are, up to a hundred.
    pub count: u32,
    /// What was just done.
    pub flash: String,
}

/// 一条没有发出的短信.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its id, as sent.
    pub id: String,
    /// Path of its page.
    pub href: String,
    /// The kind.
    pub kind: String,
    /// Masked number, or why none is shown.
    pub to: String,
    /// The petition's number; may be empty.
    pub number: String,
    /// When it was given up: `11-24 21:12`.
    pub ended: String,
    /// What the gateway said last.
    pub error: String,
    /// How often it was tried.
    pub attempts: u32,
    /// 已经过期: it can only be discarded.
    pub over: Option<Tag>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        (flash(&view.flash))
        (error_summary(&view.form))
        (top(At::Dead, view.count))
        div.sheet-list {
            @if view.rows.is_empty() {
                (empty_state("没有发不出去的短信", "试了十三次还发不出去、或者网关拒收的短信会到这里，等您决定再发一次还是不再发送。", Some(("看发送记录", "/staff/admin/messages/log"))))
            } @else {
                form method="post" action="/staff/admin/messages/dead" {
                    (view.form.hidden_csrf())
                    @if let Some(error) = view.form.error("id") { p.field-error id="id-error" { span.vh { "错误：" } (error) } }
                    div.scroll id="id" role="region" aria-label="没有发出的短信" tabindex="0" { table.table.cards-narrow.dead-messages {
                        caption.vh { "没有发出的短信" }
                        thead { tr { th scope="col" { "选择" } th scope="col" { "种类" } th scope="col" { "放弃的时间" } th scope="col" { "手机号" } th scope="col" { "信访事项" } th scope="col" { "最后一次的原因" } th scope="col" { "试了几次" } } }
                        tbody { @for row in &view.rows { tr {
                            td data-label="选择" {
                                @match &row.over {
                                    Some(tag) => (tag.render()),
                                    None => span.choice { input id={ "id-" (row.id) } type="checkbox" name="id" value=(row.id) checked[view.form.is_chosen("id", &row.id)]; label for={ "id-" (row.id) } { span.vh { "选择" (row.kind) "，" (row.to) } } },
                                }
                            }
                            td data-label="种类" { a href=(row.href) { (row.kind) } }
                            td.num data-label="放弃的时间" { (row.ended) }
                            td.num data-label="手机号" { (row.to) }
                            td.num data-label="信访事项" { @if row.number.is_empty() { "—" } @else { (row.number) } }
                            td data-label="原因" { (row.error) }
                            td.num data-label="试了几次" { (row.attempts) }
                        } } }
                    } }
                    div.list-foot { (submit("再次发送选中的")) (view.pages.render()) }
                }
            }
        }
        p.hint { "不再发送的，点种类打开那一条，选理由。短信的内容不显示。" }
    };
    view.shell.render(
        Page {
            title: "没有发出的短信",
            failed: view.form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Some, none, nothing chosen.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let row = Row {
            id: "m1".into(),
            href: "/staff/admin/messages/dead/m1".into(),
            kind: "已受理".into(),
            to: "138****0001".into(),
            number: "W370102-20261123-00042".into(),
            ended: "11-24 21:12".into(),
            error: "短信网关拒绝了这条短信（isv.MOBILE_NUMBER_ILLEGAL）".into(),
            attempts: 1,
            over: None,
        };
        let over = Row {
            id: "m2".into(),
            kind: "重设密码的验证码".into(),
            to: "匿名账号，不显示".into(),
            number: String::new(),
            error: "短信网关没有及时应答".into(),
            attempts: 13,
            over: Some(Tag::new("已过期", Tone::Quiet)),
            ..row.clone()
        };
        let some = Self {
            shell: crate::samples::administrator(),
            form: FormState::new("sample"),
            rows: vec![row, over],
            pages: Pagination::default(),
            count: 2,
            flash: "2 条短信已经放回发送队列。".into(),
        };
        let none = Self {
            rows: Vec::new(),
            count: 0,
            flash: String::new(),
            ..some.clone()
        };
        let wrong = Self {
            form: FormState::new("sample").failing("id", "请先选择要再次发送的短信"),
            flash: String::new(),
            ..some.clone()
        };
        vec![some, none, wrong]
    }
}
