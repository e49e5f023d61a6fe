//! `/petitions/{id}/withdraw`: asks before it is withdrawn.

use crate::components::button::{link_button, submit};
use crate::components::form::hidden;
use crate::components::link::Link;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 撤回确认. Posts `csrf` to `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token.
    pub csrf: String,
    /// `/petitions/{id}/withdraw`.
    pub action: String,
    /// Path of the petition.
    pub href: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Why it can't be withdrawn any more; the page then says so instead of asking.
    pub blocked: Option<String>,
    /// Whether it was withdrawn before.
    pub done: bool,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let back = Link::new(&*view.href, "返回这一件");
    let heading = match (&view.blocked, view.done) {
        (None, _) => "确定撤回吗",
        (Some(_), false) => "不能撤回了",
        (Some(_), true) => "已经撤回了",
    };
    let content = html! {
        div.wrap.narrow {
            @if let Some(reason) = &view.blocked {
                h1 { (heading) }
                p.lead { (reason) }
                @if !view.done { p { "有新的情况，或者问题已经解决的，请拨打页面下方的电话说明。" } }
                p.buttons { (link_button(&back.text, &back.href, true)) }
            } @else {
                h1 { "确定撤回吗？" }
                div.card { p.teaser { (view.title) } p.hint { (view.number) } }
                p { "撤回以后不再办理，也不能恢复。想改内容的，撤回后要重新提交。" }
                form method="post" action=(view.action) {
                    (hidden("csrf", &view.csrf))
                    p.buttons { (submit("确定撤回")) (link_button("不撤回", &back.href, false)) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: heading,
            nav: Nav::Mine,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Asking, too late, done.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let asking = Self {
            shell: crate::samples::signed_in(),
            csrf: "sample".into(),
            action: "/petitions/p1/withdraw".into(),
            href: "/petitions/p1".into(),
            number: "W370102-20261014-00042".into(),
            title: crate::samples::LONG.into(),
            blocked: None,
            done: false,
        };
        vec![
            asking.clone(),
            Self {
                blocked: Some("工作人员在 2026年10月15日（周四）09:02 打开了这一件，登记已经开始。".into()),
                ..asking.clone()
            },
            Self {
                blocked: Some("您已经撤回了这件信访。".into()),
                done: true,
                ..asking
            },
        ]
    }
}
