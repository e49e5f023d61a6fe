//! `/staff/intake/visits/{id}/slip`: 来访接谈单 — the number of the day, who will talk with whoever came, and the query code.
//! Printed and handed over. It is called out and may lie about: the name on it is masked.

use super::{LIST, NEW};
use crate::components::button::{link_button, submit};
use crate::components::code_display::code_display;
use crate::components::code_sms::Sms;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::flash;
use crate::components::qr::qr;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 来访接谈单. Without the code it asks why it is needed again. Fields: `reason`; hidden `csrf`; posts to its own path.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was chosen and what was wrong.
    pub form: FormState,
    /// Its path.
    pub href: String,
    /// Path of the case.
    pub case: String,
    /// Number of the petition.
    pub number: String,
    /// 排队号.
    pub ticket: u32,
    /// Masked name, or 匿名.
    pub name: String,
    /// How many came, with the band.
    pub visitors: String,
    /// 接谈人.
    pub interviewer: String,
    /// Query code in groups of four; none until a reason is given.
    pub query_code: Option<String>,
    /// QR code as an `<svg>` of our own making.
    pub qr_svg: String,
    /// Where it can be tracked, in words.
    pub address: String,
    /// Who registered it.
    pub office: String,
    /// When it was registered, as people read it.
    pub registered: String,
    /// What was just done; may be empty.
    pub flash: String,
    /// The reasons to choose from.
    pub reasons: Vec<Choice>,
    /// Sending the code by message; none where no number is known.
    pub sms: Option<Sms>,
    /// Whether a reception by a leader may be recorded.
    pub reception: bool,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        p.back.no-print { a href=(LIST) { "返回来访登记" } }
        div.no-print { (error_summary(&view.form)) (flash(&view.flash)) }
        div.slip {
            h1 { "来访接谈单" }
            p.ticket { span.ticket-number.num id="ticket" { (view.ticket) } " 号　由 " strong { (view.interviewer) } " 接谈" }
            dl.facts {
                div { dt { "来访人" } dd { (view.name) "　" (view.visitors) } }
                div { dt { "编号" } dd.num id="number" { (view.number) } }
                div { dt { "登记" } dd { (view.office) "　" (view.registered) } }
            }
            @match &view.query_code {
                Some(code) => div.slip-row {
                    section.slip-code aria-labelledby="code-title" {
                        h2 id="code-title" { "查询码" }
                        (code_display("query-code", code))
                        p { "用登记的姓名和查询码，在 " (view.address) " 查询办理进度；代表用自己的姓名也能查询。请像密码一样保管。" }
                    }
                    (qr(&view.qr_svg, "扫码查询进度"))
                },
                None => (ask(view)),
            }
        }
        p.buttons.no-print {
            @if view.query_code.is_some() { button.button type="button" data-print hidden { "打印" } }
            (link_button("登记下一批", NEW, view.query_code.is_none()))
            @if view.reception { (link_button("登记领导公开接访", &format!("{}/reception", view.href.trim_end_matches("/slip")), false)) }
            (link_button("查看信访件", &view.case, false))
        }
        @if let Some(sms) = &view.sms { div.no-print { (sms.render(&view.href, &view.form)) } }
    };
    view.shell.render(
        Page {
            title: &format!("来访接谈单 {}", view.number),
            failed: view.form.has_errors(),
            menu: Menu::Visits,
            ..Page::default()
        },
        &content,
    )
}

fn ask(view: &View) -> Markup {
    html! {
        p { "查询码只在登记当天给登记人看。再打印要说明理由，并留下记录。" }
        form.no-print method="post" action=(view.href) novalidate {
            (view.form.hidden_csrf())
            (Radios { name: "reason", legend: "为什么要再打印", hint: "您的姓名、时间和理由会记入审计日志，不能修改。", choices: &view.reasons, ..Radios::default() }.render(&view.form))
            p.buttons { (submit("显示查询码")) }
        }
    }
}

impl View {
    /// Just registered, asking, asked without a reason.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let fresh = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            href: "/staff/intake/visits/p1/slip".into(),
            case: "/staff/petitions/p1".into(),
            number: "V370102-20261127-00003".into(),
            ticket: 12,
            name: "李**".into(),
            visitors: "6 人（集体访 5–10 人）".into(),
            interviewer: "蒋谈".into(),
            query_code: Some("4821 0937 5562 1048".into()),
            qr_svg: crate::samples::QR.into(),
            address: "https://xf.example.cn/track".into(),
            office: "山东省信访局".into(),
            registered: "2026年11月27日（周五）10:12".into(),
            flash: "已登记。".into(),
            reasons: vec![Choice::new("serve", "送达文书")],
            sms: Some(Sms {
                to: "138****0001".into(),
                sent: 1,
                left: 2,
                blocked: None,
            }),
            reception: true,
        };
        let asking = Self {
            query_code: None,
            flash: String::new(),
            interviewer: crate::samples::LONG.into(),
            reception: false,
            ..fresh.clone()
        };
        let mut refused = asking.clone();
        refused.form.fail("reason", "请选择理由");
        vec![fresh, asking, refused]
    }
}
