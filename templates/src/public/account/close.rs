//! `/me/close`: what closing an account does, said plainly, and then done.

use super::{back, confirmation};
use crate::components::button::{link_button, submit};
use crate::components::checkboxes::checkbox;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::select::Choice;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 注销账号. Fields: `confirm password csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was chosen and what was wrong.
    pub form: FormState,
    /// Whether the account is anonymous.
    pub anonymous: bool,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (back())
            (error_summary(form))
            h1 { "注销账号" }
            p.lead { "注销马上生效，不能恢复。请先看清楚下面几点。" }
            h2 { "注销以后" }
            ul {
                li { "这个用户名再也不能登录，也不会给别人用。" }
                @if view.anonymous {
                    li { "账号里留的手机号（如果留过）删除。" }
                } @else {
                    li { "账号里的姓名、证件号码、手机号和住址删除。您以后想用，可以用同一个证件重新注册。" }
                }
                li { "没写完的草稿看不到了，30 天内自动删除。" }
            }
            h2 { "不受影响的" }
            ul {
                li { "已经提交的信访事项照常办理、照常答复，办理进度照样发短信。" }
                li { "提过的建议照常研究，答复的短信照样发；" strong { "答复的内容就看不到了" } "，请先到" a href="/suggestions" { "我的建议" } "里看好。" }
                li { "已经提交的材料按法律规定保存，不能删除；里面有提交时填写的联系方式。" }
                li { "办到哪一步，用" strong { "姓名和查询码" } "在" a href="/track" { "查询进度" } "里看。" strong { "没有查询码就查不到了" } "，请先到" a href="/petitions" { "我反映的问题" } "里抄下来或者打印查询单。" }
            }
            p { "想自己留一份资料的，先" a href="/me/download" { "下载我的资料" } "。还想撤回的，先在" a href="/petitions?tab=withdrawable" { "可以撤回的" } "里撤回。" }
            form method="post" action="/me/close" novalidate {
                (form.hidden_csrf())
                section.part {
                    (checkbox("confirm", &Choice::new("yes", "我看清楚了，查询码已经记下"), form))
                    (confirmation(form))
                }
                p.buttons { (submit("注销账号")) (link_button("不注销", "/me", false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "注销账号",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Asking, wrong, anonymous.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample"),
            anonymous: false,
        };
        let form = FormState::new("sample")
            .failing("confirm", "请先看清楚，再勾选")
            .failing("password", "密码不对，请检查后再填一次");
        vec![
            plain.clone(),
            Self {
                form,
                ..plain.clone()
            },
            Self {
                anonymous: true,
                ..plain
            },
        ]
    }
}
