//! `/staff/intake/letters/brief/{id}`: a letter registered in brief: masked with the question why, or in full after it
//! was answered.

use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::link::Link;
use crate::components::notice::flash;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 简单登记的一封. Fields: `reason`; hidden `csrf`; posts to its own path.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was chosen and what was wrong.
    pub form: FormState,
    /// Its path.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Key and value; personal ones masked or not.
    pub facts: Vec<(String, String)>,
    /// The case that it joined, by its number.
    pub original: Option<Link>,
    /// Whether anything is masked.
    pub masked: bool,
    /// What was just done; may be empty.
    pub flash: String,
    /// The reasons to choose from.
    pub reasons: Vec<Choice>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let rows: Vec<SummaryRow> = view
        .facts
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    let content = html! {
        div.narrow {
            p.back { a href="/staff/intake/letters?tab=brief" { "返回来信登记" } }
            (error_summary(&view.form))
            (flash(&view.flash))
            p.hint.num { (view.number) }
            h1 { "来信简单登记" }
            (summary_list(&rows))
            @if let Some(original) = &view.original { p { "已并入原件 " a.num href=(original.href) { (original.text) } "，它的办理过程里有这一封。" } }
            p.hint { "简单登记的来信不再办理，没有查询码；登记内容不能修改，登错的请另登一封，并在说明里写明。" }
            p.buttons { (link_button("再登一封", super::BRIEF, true)) }
            @if view.masked {
                details open[view.form.has_errors()] {
                    summary { "查看姓名、住址和电话" }
                    form method="post" action=(view.href) novalidate {
                        (view.form.hidden_csrf())
                        (Radios { name: "reason", legend: "为什么要看", hint: "您的姓名、时间和理由会记入审计日志，不能修改。", choices: &view.reasons, ..Radios::default() }.render(&view.form))
                        p.buttons { (submit("查看")) }
                    }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("来信简单登记 {}", view.number),
            failed: view.form.has_errors(),
            menu: Menu::Letters,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Just registered, asked without a reason, in full.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let masked = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            href: "/staff/intake/letters/brief/b1".into(),
            number: "B370000-20261127-00003".into(),
            facts: vec![
                pair("来信人", "李**"),
                pair("类型", "重复来信"),
                pair("办理方式", "并入原件：L370102-20261101-00002"),
                pair("说明", crate::samples::LONG),
            ],
            original: Some(Link::new("/staff/petitions/p1", "L370102-20261101-00002")),
            masked: true,
            flash: "已登记。".into(),
            reasons: vec![
                Choice::new("contact", "联系信访人"),
                Choice::new("verify", "核实身份"),
            ],
        };
        let mut refused = Self {
            flash: String::new(),
            ..masked.clone()
        };
        refused.form.fail("reason", "请选择查看的理由");
        let whole = Self {
            masked: false,
            original: None,
            facts: vec![pair("来信人", "李秀英"), pair("住址", crate::samples::LONG)],
            flash: "已记录：您因“联系信访人”查看了完整信息。".into(),
            ..masked.clone()
        };
        vec![masked, refused, whole]
    }
}
