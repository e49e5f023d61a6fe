//! `/me/profile`: how somebody is reached. The form starts with what is stored; an anonymous account has
//! only the number to recover it with, which is not shown even to its owner.

use super::{back, confirmation};
use crate::components::button::{link_button, submit};
use crate::components::checkboxes::checkbox;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{inset, warning};
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use crate::layout::{Page, PublicShell};
use crate::public::register_form::addresses;
use maud::{Markup, html};

/// 修改联系方式和住址. Fields: `mobile household_division household_address usual_address mailing_address
/// version password csrf`; of an anonymous account `mobile remove_mobile version password csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What is stored, or what was typed and was wrong.
    pub form: FormState,
    /// Whether the account is anonymous.
    pub anonymous: bool,
    /// Whether an anonymous account has a number.
    pub has_mobile: bool,
    /// The revision that the form was filled in from.
    pub version: u32,
    /// A problem that belongs to no field: somebody has changed the account meanwhile.
    pub trouble: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let title = if view.anonymous {
        "修改找回密码的手机号"
    } else {
        "修改联系方式和住址"
    };
    let content = html! {
        div.wrap.narrow {
            (back())
            (error_summary(form))
            @if let Some(trouble) = &view.trouble { (warning(trouble)) }
            h1 { (title) }
            form method="post" action="/me/profile" novalidate {
                (form.hidden_csrf())
                (hidden("version", &view.version.to_string()))
                @if view.anonymous { (recovery(view)) } @else { (contact(form)) }
                section.part { (confirmation(form)) }
                p.buttons { (submit("保存")) (link_button("不改了", "/me", false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title,
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

fn contact(form: &FormState) -> Markup {
    html! {
        (inset(&html! { p { "改了以后，再反映问题用新的。已经提交、还没有办结的，保存以后在“我的账号”里点“也用到还没有办结的事项上”，就一起改。" } }))
        (TextInput { name: "mobile", label: "手机号", hint: "用来联系您、通知办理进度、找回密码。换了号码，旧号码会收到一条提醒。", inputmode: "tel", autocomplete: "tel", width: "w-half", ..TextInput::default() }.render(form))
        (addresses(form))
    }
}

fn recovery(view: &View) -> Markup {
    let form = &view.form;
    let (said, hint) = if view.has_mobile {
        (
            "您留过一个手机号。为了不让别人知道您是谁，这里不显示它。",
            "填新的号码，就换掉原来的。",
        )
    } else {
        (
            "您没有留手机号。忘了密码的，没有手机号就无法找回。",
            "只用来找回密码，办理的人看不到。",
        )
    };
    html! {
        p.lead { (said) }
        (TextInput { name: "mobile", label: "新的手机号", hint, optional: true, inputmode: "tel", autocomplete: "tel", width: "w-half", ..TextInput::default() }.render(form))
        @if view.has_mobile { (checkbox("remove_mobile", &Choice::new("yes", "不留手机号了，把原来的删掉"), form)) }
    }
}

impl View {
    /// As stored, wrong, overtaken, anonymous with and without a number.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let stored = FormState::new("sample")
            .with("mobile", "13800000001")
            .with("household_division", "370102")
            .with("usual_address", "济南市历下区泉城路 1 号");
        let plain = Self {
            shell: crate::samples::signed_in(),
            form: stored.clone(),
            version: 3,
            ..Self::default()
        };
        let wrong = stored
            .with("household_address", crate::samples::LONG)
            .failing("mobile", "手机号码应当是 11 位数字，以 1 开头，请检查")
            .failing("household_address", "三个地址至少留一个")
            .failing("password", "密码不对，请检查后再填一次");
        let anonymous = Self {
            anonymous: true,
            form: FormState::new("sample"),
            ..plain.clone()
        };
        vec![
            plain.clone(),
            Self {
                form: wrong,
                ..plain.clone()
            },
            Self {
                trouble: Some("您的资料刚刚在别处改过。".into()),
                ..plain
            },
            Self {
                has_mobile: true,
                ..anonymous.clone()
            },
            anonymous,
        ]
    }
}
