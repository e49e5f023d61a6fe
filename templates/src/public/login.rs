//! `/login` and `/logout` for citizens.

use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::link::query_value;
use crate::components::notice::inset;
use crate::components::password_input::PasswordInput;
use crate::components::text_input::TextInput;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 登录. Fields: `username password captcha captcha_id next held csrf`. An error for the pair
/// of name and password goes to `username`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// The captcha, when one is demanded.
    pub captcha: Option<Captcha>,
    /// Where to go after login (a local path); may be empty.
    pub next: String,
    /// Id of a held submission to be offered again after login; may be empty.
    pub held: String,
    /// Why one has to log in, in one sentence; may be empty.
    pub reason: String,
}

/// 退出: `GET /logout` asks, `POST /logout` does it.
#[derive(Clone, Debug, Default)]
pub struct LogoutView {
    /// The frame.
    pub shell: crate::layout::Shell,
    /// Token.
    pub csrf: String,
    /// `/logout` or `/staff/logout`.
    pub action: String,
}

/// The login.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            h1 { "登录" }
            @if !view.held.is_empty() {
                (inset(&html! { p { "您刚才提交时登录已经过期。内容替您保留一小时，登录后接着提交。" } }))
            } @else if !view.reason.is_empty() { (inset(&html! { p { (view.reason) } })) }
            form method="post" action="/login" novalidate {
                (form.hidden_csrf())
                @if !view.next.is_empty() { (hidden("next", &view.next)) }
                @if !view.held.is_empty() { (hidden("held", &view.held)) }
                (TextInput { name: "username", label: "用户名", autocomplete: "username", width: "w-half", ..TextInput::default() }.render(form))
                (PasswordInput { name: "password", label: "密码", ..PasswordInput::default() }.render(form))
                @if let Some(captcha) = &view.captcha { (captcha.render(form)) }
                p.buttons { (submit("登录")) }
            }
            p { "还没有账号？" a href=(register_href(&view.next)) { "注册" } }
            p { "只想看办到哪一步？不登录，用姓名和查询码也能" a href="/track" { "查询进度" } "。" }
        }
    };
    view.shell.render(
        Page {
            title: "登录",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

fn register_href(next: &str) -> String {
    if next.is_empty() {
        "/register".to_owned()
    } else {
        format!("/register?next={}", query_value(next))
    }
}

/// The question before signing out.
#[must_use]
pub fn logout(view: &LogoutView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "退出登录" }
            p.lead { "在别人的电脑或手机上用过，请一定退出。没写完的内容已经保存。" }
            form method="post" action=(view.action) {
                (hidden("csrf", &view.csrf))
                p.buttons { (submit("退出")) a.button.button-second href="/" { "不退出" } }
            }
        }
    };
    view.shell.render(
        Page {
            title: "退出登录",
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Ordinary, failed with a captcha, held.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            form: FormState::new("sample"),
            ..Self::default()
        };
        let failed = Self {
            form: FormState::new("sample")
                .with("username", "lixiuying")
                .failing("username", "用户名或密码不对"),
            captcha: Some(Captcha::new("sample")),
            next: "/petitions/new?division=370100".into(),
            reason: "反映问题要先登录。".into(),
            ..Self::default()
        };
        vec![
            plain.clone(),
            failed,
            Self {
                held: "h1".into(),
                ..plain
            },
        ]
    }
}

impl LogoutView {
    /// For both audiences.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let csrf = String::from("sample");
        vec![
            Self {
                shell: crate::samples::signed_in().into(),
                csrf: csrf.clone(),
                action: "/logout".into(),
            },
            Self {
                shell: crate::samples::staff().into(),
                csrf,
                action: "/staff/logout".into(),
            },
        ]
    }
}
