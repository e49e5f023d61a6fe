//! The two ends of a case that need no acceptance: `/staff/petitions/{id}/route` (告知法定途径, article 31(1)–(4)) and
//! `/staff/petitions/{id}/direct-reply` (直接回复). Each writes a letter: preview, then issue.

use super::step::Step;
use crate::components::button::{link_button, submit_as};
use crate::components::form::FormState;
use crate::components::notice::warning;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use crate::letters::Letter;
use crate::letters::sheet::sheet;
use domain::ending::{BODY_MAX, EXPLANATION_MAX, REPLY_MAX};
use maud::{Markup, html};

/// 告知法定途径. Fields: `route body explanation`, button `next` (`preview`|`issue`); hidden `csrf version`; posts to
/// `action`.
#[derive(Clone, Debug)]
pub struct RouteView {
    /// Frame, form and case.
    pub step: Step,
    /// Which menu entry it belongs to.
    pub menu: Menu,
    /// 诉求分类 as registered.
    pub procedure: String,
    /// What the law says of such demands, as the letter does.
    pub law: String,
    /// The ways that such a demand may take; one alone is chosen already.
    pub routes: Vec<Choice>,
    /// Why no notice may be given here; the form is then not shown.
    pub blocked: Option<String>,
    /// The letter as it would be sent, after `preview`.
    pub preview: Option<Letter>,
}

/// 直接回复. Fields: `reply`, button `next` (`preview`|`issue`); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug)]
pub struct ReplyView {
    /// Frame, form and case.
    pub step: Step,
    /// Which menu entry it belongs to.
    pub menu: Menu,
    /// 信访目的 as registered.
    pub purpose: String,
    /// Why it may not be answered directly; the form is then not shown.
    pub blocked: Option<String>,
    /// The letter as it would be sent, after `preview`.
    pub preview: Option<Letter>,
}

/// The page of 告知法定途径.
#[must_use]
pub fn route_page(view: &RouteView) -> Markup {
    let content = match &view.blocked {
        Some(reason) => refused(&view.step, "告知法定途径", reason),
        None => html! {
            (view.step.opening("告知法定途径", ""))
            div.beside { (route(view)) section.preview aria-label="告知书预览" { (preview(&view.step, view.preview.as_ref(), "告知书")) } }
        },
    };
    view.step.render("告知法定途径", view.menu, "main-wide", &content)
}

fn route(view: &RouteView) -> Markup {
    let form = &view.step.form;
    let only = match view.routes.as_slice() {
        [one] => one.value.as_str(),
        _ => "",
    };
    html! {
        form.beside-form method="post" action=(view.step.action) novalidate data-unsaved {
            (view.step.hidden())
            @if !view.procedure.is_empty() {
                p.inset { "登记的诉求分类：" (view.procedure) "（条例第三十一条）。告知书里写：" (view.law) }
            }
            (Radios { name: "route", legend: "走哪条途径", choices: &view.routes, default: only, ..Radios::default() }.render(form))
            (TextInput { name: "body", label: "向哪里提出", hint: "写全称，如“济南市历下区劳动人事争议仲裁委员会”，群众照着就能找到。", count_max: Some(BODY_MAX), ..TextInput::default() }.render(form))
            (Textarea { name: "explanation", label: "说明", hint: "为什么走这条途径，要带什么材料，有没有期限。", rows: 6, count_max: Some(EXPLANATION_MAX), ..Textarea::default() }.render(form))
            (buttons(&view.step, "出具告知书并办结", "route"))
            @if view.step.is_open() { p.hint { "出具后不能修改，信访人马上能看到，这件信访随之办结。" } }
        }
    }
}

/// The page of 直接回复.
#[must_use]
pub fn reply_page(view: &ReplyView) -> Markup {
    let content = match &view.blocked {
        Some(reason) => refused(&view.step, "直接回复", reason),
        None => html! {
            (view.step.opening("直接回复", ""))
            div.beside { (reply(view)) section.preview aria-label="答复函预览" { (preview(&view.step, view.preview.as_ref(), "答复函")) } }
        },
    };
    view.step.render("直接回复", view.menu, "main-wide", &content)
}

fn reply(view: &ReplyView) -> Markup {
    html! {
        form.beside-form method="post" action=(view.step.action) novalidate data-unsaved {
            (view.step.hidden())
            @if !view.purpose.is_empty() {
                p.inset { "登记的信访目的：" (view.purpose) "。不转送、不受理，由信访部门直接答复信访人。" }
            }
            (Textarea { name: "reply", label: "答复内容", hint: "逐项答复；还要找哪里、电话多少，也写上。", rows: 10, count_max: Some(REPLY_MAX), ..Textarea::default() }.render(&view.step.form))
            (buttons(&view.step, "出具答复函并办结", "direct-reply"))
            @if view.step.is_open() { p.hint { "出具后不能修改，信访人马上能看到，这件信访随之办结。" } }
        }
    }
}

fn buttons(step: &Step, issue: &str, kind: &str) -> Markup {
    html! { @if step.is_open() { p.buttons.sticky { (submit_as(issue, "next", "issue", true)) (submit_as("预览", "next", "preview", false)) (step.ask_button(kind)) } } }
}

fn preview(step: &Step, letter: Option<&Letter>, what: &str) -> Markup {
    html! {
        @if let Some(letter) = letter { p.hint { (what) "预览" } (sheet(letter, false)) }
        @else if step.is_open() { p.hint { "点“预览”，在这里看" (what) "的样子。" } }
    }
}

fn refused(step: &Step, heading: &str, reason: &str) -> Markup {
    html! {
        (step.opening(heading, ""))
        (warning(reason))
        p.buttons { (link_button("返回这一件", &step.href, true)) }
    }
}

impl RouteView {
    /// Empty, previewed, wrong, one way only, refused.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let law = "您反映的事项应当通过仲裁解决，请按照法律规定向有关仲裁机构申请仲裁。";
        let empty = Self {
            step: Step::sample("route"),
            menu: Menu::Intake,
            procedure: "仲裁事项".into(),
            law: law.into(),
            routes: vec![
                Choice::new("labour_arbitration", "劳动人事争议仲裁"),
                Choice::new("land_arbitration", "农村土地承包经营纠纷仲裁"),
            ],
            blocked: None,
            preview: None,
        };
        let typed = FormState::new("sample")
            .with("route", "labour_arbitration")
            .with("body", "济南市历下区劳动人事争议仲裁委员会")
            .with("explanation", crate::samples::STORY);
        let wrong = FormState::new("sample")
            .with("explanation", crate::samples::LONG)
            .failing("route", "请选择走哪条途径")
            .failing("body", "请填写向哪里提出");
        let [late, over] = crate::components::overtaken::Overtaken::samples();
        vec![
            empty.clone(),
            Self {
                step: empty.step.with_form(typed.clone()),
                preview: crate::samples::letters().into_iter().nth(6),
                ..empty.clone()
            },
            Self {
                step: empty.step.with_form(wrong),
                ..empty.clone()
            },
            Self {
                routes: vec![Choice::new("party_appeal", "党员、党组织申诉、复审程序")],
                step: empty.step.with_form(typed.clone()).overtaken(Some(late)),
                ..empty.clone()
            },
            Self {
                step: empty.step.with_form(typed).overtaken(Some(over)),
                ..empty.clone()
            },
            Self {
                blocked: Some("登记的是普通信访事项，应当受理、答复。".into()),
                ..empty
            },
        ]
    }
}

impl ReplyView {
    /// Empty, previewed, wrong, refused.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let empty = Self {
            step: Step::sample("direct-reply"),
            menu: Menu::Intake,
            purpose: "咨询".into(),
            blocked: None,
            preview: None,
        };
        let typed = FormState::new("sample").with("reply", crate::samples::STORY);
        vec![
            empty.clone(),
            Self {
                step: empty.step.with_form(typed),
                preview: crate::samples::letters().into_iter().nth(7),
                ..empty.clone()
            },
            Self {
                step: empty
                    .step
                    .with_form(FormState::new("sample").failing("reply", "请填写答复内容")),
                ..empty.clone()
            },
            Self {
                blocked: Some("信访目的是“求决”，应当由有权处理的单位受理并出具处理意见。".into()),
                ..empty
            },
        ]
    }
}
