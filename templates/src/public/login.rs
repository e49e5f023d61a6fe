//! `/login` and `/logout` for citizens.

use crate::components::button::{link_button, submit};
use crate::components::captcha::Captcha;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::link::query_value;
use crate::components::notice::{flash, inset};
use crate::components::password_input::PasswordInput;
use crate::components::text_input::TextInput;
use crate::layout::{Closed, Page, PublicShell};
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
    /// What was just done (a password reset, an account closed); may be empty.
    pub flash: String,
}

/// 先等一等: too many failures. Says until when, and what to do instead of waiting.
#[derive(Clone, Debug, Default)]
pub struct WaitView {
    /// The frame.
    pub shell: PublicShell,
    /// Minutes to wait.
    pub minutes: u32,
    /// When one may try again: `09:30`.
    pub until: String,
    /// The way back to the login.
    pub again: String,
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
            (flash(&view.flash))
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
            p { "忘了密码？" a href="/password/reset" { "用手机短信重设" } }
            p { "实名注册的，忘了用户名？" a href="/username/forgotten" { "忘了用户名" } }
            @if view.shell.closed.registration {
                p { "还没有账号？现在暂停注册，" a href="/register" { "看看原因和别的办法" } "。" }
            } @else { p { "还没有账号？" a href=(register_href(&view.next)) { "注册" } } }
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

/// The page of somebody who has to wait.
#[must_use]
pub fn wait(view: &WaitView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "密码错了太多次，先等一等" }
            p.lead { "为了不让别人猜您的密码，现在暂停登录。请过 " strong { (view.minutes) " 分钟" } "，到 " strong.num { (view.until) } " 以后再试。" }
            p { "等的时候不用一直点，多点不会更快。账号和您反映的问题都好好的。" }
            h2 { "不想等，或者忘了密码" }
            p { "用注册时留的手机号收一条短信，设一个新密码，马上就能登录。" }
            p.buttons { (link_button("用手机短信重设密码", "/password/reset", true)) (link_button("回到登录", &view.again, false)) }
            h2 { "手机号也不用了" }
            p { "没有留手机号、号码也不用了的，过了上面的时间再试密码；实在想不起来的，账号现在没有办法找回，" a href="/password/reset" { "看看还能怎么办" } "。只想看办到哪一步的，不用登录，用姓名和查询码" a href="/track" { "查询进度" } "。" }
        }
    };
    view.shell.render(
        Page {
            title: "密码错了太多次，先等一等",
            ..Page::default()
        },
        &content,
    )
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
                shell: PublicShell {
                    closed: Closed {
                        filing: true,
                        registration: true,
                    },
                    ..PublicShell::default()
                },
                reason: "现在暂停网上反映。系统升级，18 时恢复。登录后可以看写好的草稿和以前反映的问题。"
                    .into(),
                ..plain.clone()
            },
            Self {
                held: "h1".into(),
                ..plain.clone()
            },
            Self {
                flash: "密码改好了，请用新密码登录。".into(),
                ..plain
            },
        ]
    }
}

impl WaitView {
    /// One.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self {
            minutes: 12,
            until: "09:30".into(),
            again: "/login?next=/petitions/new".into(),
            ..Self::default()
        }]
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
