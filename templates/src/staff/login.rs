//! `/staff/login`: name, password and the six digits of the authenticator.

use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::inset;
use crate::components::password_input::PasswordInput;
use crate::components::text_input::TextInput;
use crate::layout::{Page, StaffShell};
use maud::{Markup, html};

/// 工作人员登录. Fields: `username password totp captcha captcha_id next held csrf`. The uniform failure goes
/// to `username`. The shell's `officer` is empty.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// The captcha, when one is demanded.
    pub captcha: Option<Captcha>,
    /// Where to go after login; may be empty.
    pub next: String,
    /// Id of a held submission; may be empty.
    pub held: String,
    /// Why one has to log in; may be empty.
    pub reason: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            h1 { "工作人员登录" }
            @if !view.held.is_empty() {
                (inset(&html! { p { "您刚才提交时登录已经过期。内容替您保留一小时，登录后接着提交。" } }))
            } @else if !view.reason.is_empty() { (inset(&html! { p { (view.reason) } })) }
            form method="post" action="/staff/login" novalidate {
                (form.hidden_csrf())
                @if !view.next.is_empty() { (hidden("next", &view.next)) }
                @if !view.held.is_empty() { (hidden("held", &view.held)) }
                (TextInput { name: "username", label: "用户名", autocomplete: "username", width: "w-half", ..TextInput::default() }.render(form))
                (PasswordInput { name: "password", label: "密码", ..PasswordInput::default() }.render(form))
                (TextInput { name: "totp", label: "动态验证码", hint: "手机验证器上现在显示的 6 位数字。", inputmode: "numeric", autocomplete: "one-time-code", width: "w-short", ..TextInput::default() }.render(&without_totp(form)))
                @if let Some(captcha) = &view.captcha { (captcha.render(form)) }
                p.buttons { (submit("登录")) }
            }
            p.hint { "群众请到" a href="/login" { "网上信访登录" } "。丢了验证器，请联系本单位系统管理员。" }
        }
    };
    view.shell.render(
        Page {
            title: "工作人员登录",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

/// A code works once, so the one typed is never shown again.
fn without_totp(form: &FormState) -> FormState {
    let mut form = form.clone();
    form.values.retain(|(name, _)| name != "totp");
    form
}

impl View {
    /// Ordinary, failed with a captcha, held.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            form: FormState::new("sample"),
            ..Self::default()
        };
        let failed = FormState::new("sample")
            .with("username", "wang")
            .with("totp", "123456")
            .failing("username", "用户名、密码或动态验证码不对");
        vec![
            plain.clone(),
            Self {
                form: failed,
                captcha: Some(Captcha::new("sample")),
                next: "/staff/inbox".into(),
                ..plain.clone()
            },
            Self {
                held: "h1".into(),
                ..plain
            },
        ]
    }
}
