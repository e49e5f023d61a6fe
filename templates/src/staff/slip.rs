//! The slip with what one needs to follow a petition: number, query code, what comes next. Of a letter 来信查询码条, printed,
//! folded and sent; of a visit 来访接谈单, called out and handed over; of a petition from the web 查询码条, for who asks for it
//! at the window.

use super::matches::Panel;
use super::{letters, visits};
use crate::components::button::{link_button, submit};
use crate::components::code_display::code_display;
use crate::components::code_sms::Sms;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::link::Link;
use crate::components::notice::flash;
use crate::components::qr::qr;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// Which way in a slip is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// 来信.
    Letter,
    /// 来访.
    Visit,
    /// 网信.
    #[default]
    Web,
}

/// The words that differ from one way in to another.
struct Words {
    heading: &'static str,
    menu: Menu,
    back: (&'static str, &'static str),
    /// When the code is not asked for.
    rule: &'static str,
    legend: &'static str,
    /// Who else tracks it by the own name.
    others: &'static str,
    /// What it is about or whom it is of, who has it, since when.
    facts: [&'static str; 3],
}

impl Of {
    const fn words(self) -> Words {
        match self {
            Self::Letter => Words {
                heading: "来信查询码条",
                menu: Menu::Letters,
                back: (letters::LIST, "返回来信登记"),
                rule: "查询码只在登记当天给登记人看。再打印要说明理由，并留下记录。",
                legend: "为什么要再打印",
                others: "共同署名的",
                facts: ["来信反映", "登记单位", "登记时间"],
            },
            Self::Visit => Words {
                heading: "来访接谈单",
                menu: Menu::Visits,
                back: (visits::LIST, "返回来访登记"),
                rule: "查询码只在登记当天给登记人看。再打印要说明理由，并留下记录。",
                legend: "为什么要再打印",
                others: "其他代表",
                facts: ["来访人", "登记单位", "登记时间"],
            },
            Self::Web => Words {
                heading: "查询码条",
                menu: Menu::Intake,
                back: ("", "返回这一件"),
                rule: "凭查询码和姓名就能看到办理过程。每次看都要说明理由，并留下记录。",
                legend: "为什么要看查询码",
                others: "联名的",
                facts: ["反映的问题", "接收单位", "提交时间"],
            },
        }
    }
}

/// A slip. Without the code it asks why it is needed. Fields: `reason`; hidden `csrf`; posts to its own path.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Which way in it is of.
    pub of: Of,
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
    /// 排队号 and 接谈人, of a visit.
    pub called: Option<(u32, String)>,
    /// Query code in groups of four; none until a reason is given.
    pub query_code: Option<String>,
    /// QR code as an `<svg>` of our own making.
    pub qr_svg: String,
    /// Where it can be tracked, in words.
    pub address: String,
    /// Filed, written or said without a name.
    pub anonymous: bool,
    /// Name to track it by: 匿名, a letter's as it is, else masked.
    pub name: String,
    /// Who else tracks it, in the same way.
    pub others: Vec<String>,
    /// How many came, with the band, of a visit.
    pub visitors: Option<String>,
    /// Title; not shown of a visit.
    pub title: String,
    /// The office where it came in.
    pub office: String,
    /// When it came in, as people read it.
    pub since: String,
    /// What happens next, and until when.
    pub next: Vec<(&'static str, String)>,
    /// Sending the code by message; none where no number is known.
    pub sms: Option<Sms>,
    /// Where one may go on from here.
    pub links: Vec<Link>,
    /// What was just done; may be empty.
    pub flash: String,
    /// The reasons to choose from.
    pub reasons: Vec<Choice>,
    /// What dedupe found; nothing to be said of it here.
    pub matches: Panel,
    /// Where it is linked to others, while that is possible.
    pub link: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let words = view.of.words();
    let back = match view.of {
        Of::Web => view.case.as_str(),
        Of::Letter | Of::Visit => words.back.0,
    };
    let content = html! {
        p.back.no-print { a href=(back) { (words.back.1) } }
        div.no-print { (error_summary(&view.form)) (flash(&view.flash)) }
        div.slip {
            h1 { (words.heading) }
            @if let Some((ticket, interviewer)) = &view.called {
                p.ticket { span.ticket-number.num id="ticket" { (ticket) } " 号　由 " strong { (interviewer) } " 接谈" }
            }
            p { "编号 " strong.num id="number" { (view.number) } }
            @if let Some(code) = &view.query_code { (with_code(view, &words, code)) }
            (facts(view, &words))
            @match &view.query_code {
                Some(_) => @if !view.next.is_empty() {
                    section aria-labelledby="next-title" {
                        h2 id="next-title" { "接下来" }
                        ol.next { @for (what, when) in &view.next { li { strong { (what) } span { (when) } } } }
                    }
                },
                None => (ask(view, &words)),
            }
        }
        div.no-print { (after(view)) }
    };
    view.shell.render(
        Page {
            title: &format!("{} {}", words.heading, view.number),
            failed: view.form.has_errors(),
            menu: words.menu,
            ..Page::default()
        },
        &content,
    )
}

fn with_code(view: &View, words: &Words, code: &str) -> Markup {
    html! {
        div.slip-row {
            section.slip-code aria-labelledby="code-title" {
                h2 id="code-title" { "查询码" }
                (code_display("query-code", code))
                p {
                    @if view.anonymous || view.of == Of::Letter { "用姓名“" strong { (view.name) } "”和查询码" }
                    @else { "用登记的姓名（" (view.name) "）和查询码" }
                    "，在 " (view.address) " 查询办理进度。请像密码一样保管。"
                }
                @if !view.others.is_empty() {
                    p { (words.others) strong { (view.others.join("、")) } "各自用自己的姓名和这个查询码也能查询。" }
                }
            }
            (qr(&view.qr_svg, "扫码查询进度"))
        }
    }
}

fn facts(view: &View, words: &Words) -> Markup {
    let [of, office, since] = words.facts;
    html! {
        dl.facts {
            div { dt { (of) } dd {
                @match &view.visitors {
                    Some(visitors) => { (view.name) "　" (visitors) },
                    None => (view.title),
                }
            } }
            div { dt { (office) } dd { (view.office) } }
            div { dt { (since) } dd { (view.since) } }
        }
    }
}

/// Why the code is needed, and of the web how to make sure to whom it is given.
fn ask(view: &View, words: &Words) -> Markup {
    html! {
        div.no-print {
            p { (words.rule) }
            @match (view.of, view.anonymous) {
                (Of::Web, true) => p { "匿名反映的，系统里没有身份信息，核对不了证件。请来人说出什么时候提交的、反映了什么，都对得上再给。查询时姓名写“匿名”。" },
                (Of::Web, false) => p { "请先看来人的证件，和登记的信访人（" (view.name) "）核对。" a href={ (view.case) "/petitioner" } { "查看完整信息" } },
                _ => {}
            }
            form method="post" action=(view.href) novalidate {
                (view.form.hidden_csrf())
                (Radios { name: "reason", legend: words.legend, hint: "您的姓名、时间和理由会记入审计日志，不能修改。", choices: &view.reasons, ..Radios::default() }.render(&view.form))
                p.buttons { (submit("显示查询码")) }
            }
        }
    }
}

/// What can be done with it, besides.
fn after(view: &View) -> Markup {
    html! {
        p.buttons {
            @if view.query_code.is_some() { button.button type="button" data-print hidden { "打印" } }
            @for link in &view.links { (link_button(&link.text, &link.href, false)) }
            @if view.of != Of::Web { (link_button("查看信访件", &view.case, false)) }
        }
        @match &view.sms {
            Some(sms) => {
                @if view.of == Of::Web { p { "查询码也可以发到登记的手机，发以前请问清楚这个号码还在用。" } }
                (sms.render(&view.href, &view.form))
            },
            None => p.why { "没有登记手机号，查询码不能用短信发。" },
        }
        @if view.matches.asked() {
            div.part {
                (view.matches.render())
                @if let Some(href) = &view.link { p { a href=(href) { "去关联或者修改登记" } } }
            }
        }
    }
}

impl View {
    /// Of a letter just registered, with matches and a long title, of a visit, from the web, without a name; each asking,
    /// and asked without a reason.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [many, ..] = Panel::samples();
        let sms = |sent: u32, blocked: Option<&str>| {
            Some(Sms {
                to: "138****0001".into(),
                sent,
                left: 3 - sent,
                blocked: blocked.map(Into::into),
            })
        };
        let letter = Self {
            of: Of::Letter,
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            href: "/staff/intake/letters/p1/slip".into(),
            case: "/staff/petitions/p1".into(),
            number: "L370102-20261127-00003".into(),
            query_code: Some("4821 0937 5562 1048".into()),
            qr_svg: crate::samples::QR.into(),
            address: "https://xf.example.cn/track".into(),
            name: "李秀英".into(),
            others: vec!["王芳".into()],
            title: "泉城路 1 号院地下车库积水".into(),
            office: "山东省信访局".into(),
            since: "2026年11月27日（周五）10:12".into(),
            next: vec![
                ("转办", "最迟 2026年12月14日（周一）".into()),
                ("受理告知", "责任单位收到后 15 日内".into()),
            ],
            sms: sms(1, None),
            links: vec![Link::new(letters::DETAILED, "登记下一封")],
            flash: "已登记。".into(),
            reasons: vec![Choice::new("serve", "随文书送达")],
            ..Self::default()
        };
        let long = Self {
            title: crate::samples::LONG.into(),
            anonymous: true,
            name: "匿名".into(),
            others: Vec::new(),
            sms: sms(3, Some("今天已经发过 3 次，请明天再发")),
            matches: Panel { open: false, ..many },
            link: Some("/staff/intake/web/p1".into()),
            ..letter.clone()
        };
        let visit = Self {
            of: Of::Visit,
            href: "/staff/intake/visits/p1/slip".into(),
            number: "V370102-20261127-00003".into(),
            called: Some((12, "蒋谈".into())),
            name: "李**".into(),
            others: vec!["王*".into(), "赵*".into()],
            visitors: Some("6 人（集体访 5–10 人）".into()),
            links: vec![Link::new(visits::NEW, "登记下一批")],
            ..letter.clone()
        };
        let web = Self {
            of: Of::Web,
            href: "/staff/petitions/p1/slip".into(),
            number: "W370102-20261127-00003".into(),
            name: "李**".into(),
            others: Vec::new(),
            next: Vec::new(),
            links: Vec::new(),
            flash: "已记录：您因“信访人本人来要”查看了查询码。".into(),
            ..letter.clone()
        };
        let nameless = Self {
            anonymous: true,
            name: "匿名".into(),
            title: crate::samples::LONG.into(),
            sms: None,
            ..web.clone()
        };
        let asking = |view: &Self| Self {
            query_code: None,
            flash: String::new(),
            called: view
                .called
                .as_ref()
                .map(|(ticket, _)| (*ticket, crate::samples::LONG.into())),
            ..view.clone()
        };
        let asked = [&letter, &visit, &web, &nameless].map(asking);
        let refused = asked.clone().map(|mut view| {
            view.form.fail("reason", "请选择理由");
            view
        });
        [letter, long, visit, web, nameless]
            .into_iter()
            .chain(asked)
            .chain(refused)
            .collect()
    }
}
