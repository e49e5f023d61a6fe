//! `/password/reset`: who forgot a password asks for a code by SMS; `/password/reset/code`: and sets a new
//! one with it. Neither page tells whether the account exists or has this number.

use super::new_password;
use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::{inset, warning};
use crate::components::steps::steps;
use crate::components::text_input::TextInput;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

const STEPS: [&str; 2] = ["收短信", "设新密码"];

/// 忘了密码. Fields: `username mobile captcha captcha_id csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// The captcha.
    pub captcha: Captcha,
    /// Asked too often: how many minutes to wait.
    pub wait_minutes: Option<u32>,
    /// No message goes out now, so there is nothing to ask for.
    pub sms_stopped: bool,
}

/// 设新密码. Fields: `sms_code new_password new_password_again csrf`.
#[derive(Clone, Debug, Default)]
pub struct CodeView {
    /// The frame.
    pub shell: PublicShell,
    /// What was wrong; neither code nor passwords are kept.
    pub form: FormState,
    /// The number that was typed, masked.
    pub mobile: String,
    /// Until when the code works: `09:24`.
    pub until: String,
}

/// The first page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            @if let Some(minutes) = view.wait_minutes {
                (warning(&format!("短信要得太多了，请过 {minutes} 分钟再试。前面收到的最后一条短信，10 分钟内还能用。")))
            }
            h1 { "忘了密码" }
            (steps(&STEPS, 0))
            p.lead { "填写用户名和注册时留的手机号，我们发一条带验证码的短信，您再设一个新密码。" }
            @if view.sms_stopped {
                (warning("短信现在暂停发送，收不到验证码。请过一段时间再来这一页。"))
            } @else { form method="post" action="/password/reset" novalidate {
                (form.hidden_csrf())
                (TextInput { name: "username", label: "用户名", hint: "一家人可能用同一个手机号，所以要填用户名。", autocomplete: "username", width: "w-half", ..TextInput::default() }.render(form))
                (TextInput { name: "mobile", label: "手机号", hint: "注册时留的，或者后来在“我的账号”里改过的。", inputmode: "tel", autocomplete: "tel", width: "w-half", ..TextInput::default() }.render(form))
                (view.captcha.render(form))
                p.buttons { (submit("发送短信")) }
                p { "用户名也忘了？" a href="/username/forgotten" { "先用证件找回用户名" } "（匿名账号没有证件，不能这样找）。" }
            } }
            (lost(view.shell.closed.registration))
        }
    };
    view.shell.render(
        Page {
            title: "忘了密码",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

/// The second page.
#[must_use]
pub fn code_page(view: &CodeView) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            h1 { "设新密码" }
            (steps(&STEPS, 1))
            (inset(&html! { p {
                "如果用户名和手机号对得上，短信已经发往 " strong.num { (view.mobile) } "，一两分钟内收到。里面的 6 位数字到 " strong.num { (view.until) } " 之前有效。"
            } }))
            form method="post" action="/password/reset/code" novalidate {
                (form.hidden_csrf())
                (TextInput { name: "sms_code", label: "短信验证码", hint: "6 位数字。不要告诉任何人，工作人员也不会问您要。", inputmode: "numeric", autocomplete: "one-time-code", width: "w-short", ..TextInput::default() }.render(form))
                (new_password(form))
                p.buttons { (submit("设为新密码")) }
            }
            h2 { "没有收到短信？" }
            ul {
                li { "等两分钟，看看是不是被手机拦成了垃圾短信。" }
                li { "还没有的，" a href="/password/reset?again=1" { "核对用户名和手机号，再发一次" } "。" }
            }
            (lost(view.shell.closed.registration))
        }
    };
    view.shell.render(
        Page {
            title: "设新密码",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

/// What is left to who has lost the number, or never left one: the same words whoever reads them. There is no way
/// back into such an account, and nothing is said that sounds like one.
pub(super) fn lost(registration_closed: bool) -> Markup {
    html! {
        section.part {
            h2 { "没有留手机号，或者号码不用了？" }
            p { "这样的账号现在没有办法找回，信访部门也不能替您改密码。事情不会因此耽误：" }
            ul {
                li { "以前提交的照常办理。不用登录，用姓名（匿名的填“匿名”）和查询码就能" a href="/track" { "查询进度" } "。" }
                li { "要反映新的问题，可以写信或者走访，" a href="/guide/offices" { "各地信访部门的地址和电话" } "。" @if !registration_closed { "也可以" a href="/register" { "注册一个匿名账号" } "在网上提交；原来的证件不能再注册一次。" } }
            }
            p { "想起密码了？" a href="/login" { "去登录" } "。" }
        }
    }
}

impl View {
    /// Empty, wrong, asked too often, while messages are stopped.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            form: FormState::new("sample"),
            captcha: Captcha::new("sample"),
            ..Self::default()
        };
        let typed = FormState::new("sample")
            .with("username", "lixiuying")
            .with("mobile", "1380000");
        vec![
            plain.clone(),
            Self {
                form: typed
                    .clone()
                    .failing("mobile", "手机号码应当是 11 位数字，以 1 开头，请检查")
                    .failing("captcha", "请填写验证码"),
                ..plain.clone()
            },
            Self {
                form: typed,
                wait_minutes: Some(41),
                ..plain.clone()
            },
            Self {
                sms_stopped: true,
                ..plain
            },
        ]
    }
}

impl CodeView {
    /// Waiting for the code, wrong.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            form: FormState::new("sample"),
            mobile: "138****0001".into(),
            until: "09:24".into(),
            ..Self::default()
        };
        let form = FormState::new("sample")
            .failing("sms_code", "验证码不对，请看最后收到的那条短信。还能试 4 次")
            .failing("new_password", "密码至少 8 位");
        vec![plain.clone(), Self { form, ..plain }]
    }
}
