//! `/staff/petitions/{id}/petitioner`: who the petitioner is: masked with the question why, or in full
//! after it was answered.

use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::flash;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 信访人信息. Fields: `reason`; hidden `csrf`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was chosen and what was wrong.
    pub form: FormState,
    /// Where the form posts.
    pub action: String,
    /// Path of the case.
    pub href: String,
    /// Number of the petition.
    pub number: String,
    /// Filed without a name: there is nothing to show.
    pub anonymous: bool,
    /// Key and value, masked or not.
    pub facts: Vec<(String, String)>,
    /// The reason given, once the values are shown in full.
    pub revealed_for: Option<String>,
    /// The reasons to choose from.
    pub reasons: Vec<Choice>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let rows: Vec<SummaryRow> = view
        .facts
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    let content = html! {
        div.narrow {
            p.back { a href=(view.href) { "返回这一件" } }
            (error_summary(form))
            @if let Some(reason) = &view.revealed_for {
                (flash(&format!("已记录：您因“{reason}”查看了完整信息。")))
            }
            p.hint.num { (view.number) }
            h1 { "信访人信息" }
            @if view.anonymous {
                p.lead { "这件信访是匿名反映的，系统里没有信访人的身份信息。" }
                p.buttons { (link_button("返回这一件", &view.href, true)) }
            } @else {
                (summary_list(&rows))
                @if view.revealed_for.is_some() {
                    p.hint { "离开这一页以后，再看要重新说明理由。请勿抄录、拍照外传。" }
                    p.buttons { (link_button("返回这一件", &view.href, true)) }
                } @else {
                    form method="post" action=(view.action) novalidate {
                        (form.hidden_csrf())
                        (Radios { name: "reason", legend: "为什么要看完整信息", hint: "您的姓名、时间和理由会记入审计日志，不能修改。", choices: &view.reasons, ..Radios::default() }.render(form))
                        p.buttons { (submit("查看完整信息")) (link_button("不看了", &view.href, false)) }
                    }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("信访人信息 {}", view.number),
            failed: form.has_errors(),
            menu: Menu::Todo,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Asking, shown, anonymous, refused.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let asking = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            action: "/staff/petitions/p1/petitioner".into(),
            href: "/staff/petitions/p1".into(),
            number: "W370102-20261014-00042".into(),
            anonymous: false,
            facts: vec![
                pair("姓名", "李**"),
                pair("手机号", "138****0001"),
                pair("户籍地址", "济南市历下区***"),
            ],
            revealed_for: None,
            reasons: vec![
                Choice::new("contact", "联系信访人"),
                Choice::new("verify", "核实身份"),
            ],
        };
        let mut refused = asking.clone();
        refused.form.fail("reason", "请选择查看的理由");
        vec![
            asking.clone(),
            Self {
                facts: vec![pair("姓名", "李秀英"), pair("通信地址", crate::samples::LONG)],
                revealed_for: Some("联系信访人".into()),
                ..asking.clone()
            },
            Self {
                anonymous: true,
                facts: Vec::new(),
                ..asking
            },
            refused,
        ]
    }
}
