//! `/username/forgotten`: who registered by name gets the username by SMS. Neither page tells whether the document is
//! registered.

use super::reset::lost;
use crate::components::button::{link_button, submit};
use crate::components::captcha::Captcha;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::{inset, warning};
use crate::components::text_input::TextInput;
use crate::layout::{Page, PublicShell};
use crate::public::register_form::document_type;
use maud::{Markup, html};

/// 忘了用户名. Fields: `id_type id_number captcha captcha_id csrf`.
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

/// 短信已经发出, if there was anybody to send it to.
#[derive(Clone, Debug, Default)]
pub struct SentView {
    /// The frame.
    pub shell: PublicShell,
}

/// The form.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            @if let Some(minutes) = view.wait_minutes {
                @let wait = if minutes > 90 { format!("{} 小时", minutes.div_ceil(60)) } else { format!("{minutes} 分钟") };
                (warning(&format!("问得太多了，请过 {wait}再试。")))
            }
            h1 { "忘了用户名" }
            p.lead { "填写注册时用的证件，我们把用户名发到您留的手机号上。" }
            @if view.sms_stopped {
                (warning("短信现在暂停发送，请过一段时间再来这一页。"))
            } @else { form method="post" action="/username/forgotten" novalidate {
                (form.hidden_csrf())
                (document_type(form))
                (TextInput { name: "id_number", label: "证件号码", width: "w-half", ..TextInput::default() }.render(form))
                (view.captcha.render(form))
                p.buttons { (submit("把用户名发给我")) }
            } }
            (lost(view.shell.closed.registration))
        }
    };
    view.shell.render(
        Page {
            title: "忘了用户名",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

/// After it: the same words for everybody.
#[must_use]
pub fn sent(view: &SentView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "请看短信" }
            (inset(&html! { p { "如果这个证件注册过账号，并且留了手机号，用户名已经发到那个号码，一两分钟内收到。" } }))
            p.buttons { (link_button("去登录", "/login", true)) (link_button("密码也忘了，用短信重设", "/password/reset", false)) }
            h2 { "没有收到短信？" }
            ul {
                li { "等两分钟，看看是不是被手机拦成了垃圾短信。" }
                li { "还没有的，" a href="/username/forgotten" { "核对证件号码，再发一次" } "。" }
            }
            (lost(view.shell.closed.registration))
        }
    };
    view.shell.render(
        Page {
            title: "请看短信",
            ..Page::default()
        },
        &content,
    )
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
        let wrong = FormState::new("sample")
            .with("id_number", "3701021958")
            .failing("id_type", "请选择证件种类")
            .failing("id_number", "身份证号应当是 18 位，请检查是否少输或多输了")
            .failing("captcha", "请填写验证码");
        vec![
            plain.clone(),
            Self {
                form: wrong,
                ..plain.clone()
            },
            Self {
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

impl SentView {
    /// One.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self::default()]
    }
}
