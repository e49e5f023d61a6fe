//! `/staff/admin/messages/dead/{id}`: one message that was given up: send it again, or not, and why.

use crate::components::button::{off, submit, submit_as};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 一条没有发出的短信. Fields: `reason`; hidden `csrf`; posts to its own path. Sending again posts `csrf id`
/// to `/staff/admin/messages/dead`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was chosen and what was wrong.
    pub form: FormState,
    /// Its id.
    pub id: String,
    /// The kind.
    pub kind: String,
    /// What is known of it.
    pub facts: Vec<SummaryRow>,
    /// Why it cannot be sent again; none if it can.
    pub over: Option<String>,
    /// The reasons for not sending it.
    pub reasons: Vec<Choice>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.narrow {
            p.back { a href="/staff/admin/messages/dead" { "返回没有发出的短信" } }
            (error_summary(form))
            h1 { (view.kind) "（没有发出）" }
            (summary_list(&view.facts))
            section.card {
                h2 { "再次发送" }
                @match &view.over {
                    Some(reason) => (off("再次发送", reason, "why-over")),
                    None => {
                        p { "放回发送队列，马上再试，失败了按原来的办法再试十二次。先确认原因已经解决。" }
                        form method="post" action="/staff/admin/messages/dead" {
                            (form.hidden_csrf())
                            (hidden("id", &view.id))
                            (submit("再次发送"))
                        }
                    }
                }
            }
            section.card {
                h2 { "不再发送" }
                form method="post" action={ "/staff/admin/messages/dead/" (view.id) } novalidate {
                    (form.hidden_csrf())
                    (Radios { name: "reason", legend: "为什么不再发送", hint: "记入发送记录和审计日志。", choices: &view.reasons, ..Radios::default() }.render(form))
                    p.buttons { (submit_as("不再发送", "do", "discard", false)) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: "没有发出的短信",
            failed: form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// One that can be sent, one that is over and without a reason.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let one = Self {
            shell: crate::samples::administrator(),
            form: FormState::new("sample"),
            id: "m1".into(),
            kind: "已受理".into(),
            facts: vec![
                SummaryRow::new("手机号", "138****0001"),
                SummaryRow::new("信访事项", "W370102-20261123-00042"),
                SummaryRow::new("最后一次的原因", "短信网关没有及时应答"),
                SummaryRow::new("试了几次", "13"),
            ],
            over: None,
            reasons: vec![
                Choice::new("wrong_number", "号码有误或已停用"),
                Choice::new("told_otherwise", "已用其他方式告知"),
            ],
        };
        let over = Self {
            over: Some("验证码和查询码过了时间就没有用了，请群众重新申请。".into()),
            form: FormState::new("sample").failing("reason", "请选择为什么不再发送"),
            ..one.clone()
        };
        vec![one, over]
    }
}
