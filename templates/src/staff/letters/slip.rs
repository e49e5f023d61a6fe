//! `/staff/intake/letters/{id}/slip`: what whoever wrote a letter needs to follow it: number, query code, dates. Printed,
//! folded and sent, or handed over.

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
use crate::staff::matches::Panel;
use maud::{Markup, html};

/// 查询码条. Without the code it asks why it is needed again. Fields: `reason`; hidden `csrf`; posts to its own path.
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
    /// Query code in groups of four; none until a reason is given.
    pub query_code: Option<String>,
    /// QR code as an `<svg>` of our own making.
    pub qr_svg: String,
    /// Where it can be tracked, in words.
    pub address: String,
    /// Who registered it.
    pub office: String,
    /// Title.
    pub title: String,
    /// When it was registered, as people read it.
    pub registered: String,
    /// Name to track it by: the first sender's, or 匿名.
    pub track_name: String,
    /// Who else signed.
    pub others: Vec<String>,
    /// What happens next: the date and what will be done by then.
    pub next: Vec<(String, String)>,
    /// Sending the code by message; none where no number is known.
    pub sms: Option<Sms>,
    /// Whether it can be passed on from here.
    pub transfers: bool,
    /// What was just done; may be empty.
    pub flash: String,
    /// The reasons to choose from.
    pub reasons: Vec<Choice>,
    /// What dedupe found; nothing to be said of it here.
    pub matches: Panel,
    /// Where the letter is linked to others, while that is possible.
    pub link: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        p.back.no-print { a href="/staff/intake/letters" { "返回来信登记" } }
        div.no-print { (error_summary(&view.form)) (flash(&view.flash)) }
        div.slip {
            h1 { "来信查询码条" }
            @match &view.query_code {
                Some(code) => (slip(view, code)),
                None => (ask(view)),
            }
        }
        div.no-print {
            p.buttons {
                @if view.query_code.is_some() { button.button type="button" data-print hidden { "打印" } }
                (link_button("登记下一封", super::DETAILED, view.query_code.is_none()))
                @if view.transfers { (link_button("转送", &format!("{}/transfer", view.case), false)) }
                (link_button("查看信访件", &view.case, false))
            }
            @if let Some(sms) = &view.sms { (sms.render(&view.href, &view.form)) }
            @if view.matches.asked() {
                div.part {
                    (view.matches.render())
                    @if let Some(href) = &view.link { p { a href=(href) { "去关联或者修改登记" } } }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("来信查询码条 {}", view.number),
            failed: view.form.has_errors(),
            menu: Menu::Letters,
            ..Page::default()
        },
        &content,
    )
}

fn slip(view: &View, code: &str) -> Markup {
    html! {
        div.slip-row {
            section.slip-code aria-labelledby="code-title" {
                p { "编号 " strong.num id="number" { (view.number) } }
                h2 id="code-title" { "查询码" }
                (code_display("query-code", code))
                p { "用姓名“" strong { (view.track_name) } "”和查询码，在 " (view.address) " 查询办理进度。请像密码一样保管。" }
                @if !view.others.is_empty() { p { "共同署名的" strong { (view.others.join("、")) } "各自用自己的姓名和这个查询码也能查询。" } }
            }
            (qr(&view.qr_svg, "扫码查询进度"))
        }
        dl.facts {
            div { dt { "来信反映" } dd { (view.title) } }
            div { dt { "登记单位" } dd { (view.office) } }
            div { dt { "登记时间" } dd { (view.registered) } }
        }
        @if !view.next.is_empty() { ol.next { @for (date, what) in &view.next { li { strong { (date) } span { (what) } } } } }
    }
}

fn ask(view: &View) -> Markup {
    html! {
        p { "编号 " strong.num id="number" { (view.number) } }
        p { "查询码只在登记当天给登记人看。再打印要说明理由，并留下记录。" }
        form.no-print method="post" action=(view.href) novalidate {
            (view.form.hidden_csrf())
            (Radios { name: "reason", legend: "为什么要再打印", hint: "您的姓名、时间和理由会记入审计日志，不能修改。", choices: &view.reasons, ..Radios::default() }.render(&view.form))
            p.buttons { (submit("显示查询码")) }
        }
    }
}

impl View {
    /// Just registered, with matches and a long title, asking, asked without a reason.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [many, ..] = Panel::samples();
        let fresh = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            href: "/staff/intake/letters/p1/slip".into(),
            case: "/staff/petitions/p1".into(),
            number: "L370102-20261127-00003".into(),
            query_code: Some("4821 0937 5562 1048".into()),
            qr_svg: crate::samples::QR.into(),
            address: "https://xf.example.cn/track".into(),
            office: "山东省信访局".into(),
            title: "泉城路 1 号院地下车库积水".into(),
            registered: "2026年11月27日（周五）10:12".into(),
            track_name: "李秀英".into(),
            others: vec!["王芳".into()],
            next: vec![(
                "最迟 2026年12月14日（周一）".into(),
                "登记并转送有权处理的单位".into(),
            )],
            sms: Some(Sms {
                to: "138****0001".into(),
                sent: 1,
                left: 2,
                blocked: None,
            }),
            transfers: true,
            flash: "已登记。".into(),
            ..Self::default()
        };
        let long = Self {
            title: crate::samples::LONG.into(),
            track_name: "匿名".into(),
            others: Vec::new(),
            sms: Some(Sms {
                to: "138****0001".into(),
                sent: 3,
                left: 0,
                blocked: Some("今天已经发过 3 次，请明天再发".into()),
            }),
            matches: Panel { open: false, ..many },
            link: Some("/staff/intake/web/p1".into()),
            ..fresh.clone()
        };
        let asking = Self {
            query_code: None,
            flash: String::new(),
            reasons: vec![Choice::new("serve", "送达文书")],
            ..fresh.clone()
        };
        let mut refused = asking.clone();
        refused.form.fail("reason", "请选择理由");
        vec![fresh, long, asking, refused]
    }
}
