//! `/me/password`: another password, for somebody who knows the present one.

use super::{back, new_password};
use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::password_input::PasswordInput;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 修改密码. Fields: `password new_password new_password_again csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was wrong; passwords are never kept.
    pub form: FormState,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (back())
            (error_summary(form))
            h1 { "修改密码" }
            p.lead { "改好以后，这里照常使用；别的手机和电脑上都要用新密码重新登录。" }
            form method="post" action="/me/password" novalidate {
                (form.hidden_csrf())
                (PasswordInput { name: "password", label: "现在的密码", hint: "", fresh: false }.render(form))
                (new_password(form))
                p.buttons { (submit("修改密码")) (link_button("不改了", "/me", false)) }
            }
            p { "想不起现在的密码？" a href="/password/reset" { "用手机短信重设" } "。" }
        }
    };
    view.shell.render(
        Page {
            title: "修改密码",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Empty, wrong.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample"),
        };
        let form = FormState::new("sample")
            .failing(
                "password",
                "密码不对，请检查后再填一次。再错 2 次，就要等一会儿才能试",
            )
            .failing("new_password", "密码至少 8 位")
            .failing("new_password_again", "两次输入的密码不一样，请重新输入");
        vec![plain.clone(), Self { form, ..plain }]
    }
}
