//! Registration before and after its form: the notice (`GET /register`), the choice between real
//! name and anonymity (`GET /register?agree=yes`), and the page after success.

use crate::components::button::{link_button, submit};
use crate::components::checkboxes::checkbox;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::link::query_value;
use crate::components::notice::warning;
use crate::components::select::Choice;
use crate::layout::{Closed, Page, PublicShell};
use maud::{Markup, html};

/// 注册须知: `GET /register`.
#[derive(Clone, Debug, Default)]
pub struct NoticeView {
    /// The frame.
    pub shell: PublicShell,
    /// Where to go after registration (a local path), carried along as `next`; may be empty.
    pub next: String,
    /// Set when one went on without agreeing.
    pub must_agree: bool,
}

/// 实名或匿名: `GET /register?agree=yes`.
#[derive(Clone, Debug, Default)]
pub struct ModeView {
    /// The frame.
    pub shell: PublicShell,
    /// Carried along; may be empty.
    pub next: String,
}

/// 注册成功.
#[derive(Clone, Debug, Default)]
pub struct DoneView {
    /// The frame (signed in).
    pub shell: PublicShell,
    /// The username.
    pub username: String,
    /// Whether it is an anonymous account.
    pub anonymous: bool,
    /// Where to go on; `/petitions/new` when empty.
    pub next: String,
}

/// The notice.
#[must_use]
pub fn notice(view: &NoticeView) -> Markup {
    let mut form = FormState::default();
    if view.must_agree {
        form.fail("agree", "请先阅读须知，同意后勾选");
    }
    let content = html! {
        div.wrap.narrow {
            (error_summary(&form))
            h1 { "注册须知" }
            p.lead { "注册后可以反映问题、查看进度和答复。请先看完下面几条。" }
            @if view.shell.closed.filing { (warning("现在暂停网上反映：可以先注册，恢复以后再提交。急着反映的，可以写信或者到当地信访部门当面反映。")) }
            ol.notice-list {
                li { strong { "如实反映。" } "对您提供的情况负责；捏造事实、诬告陷害要承担法律责任。" }
                li { strong { "实名或匿名由您选择。" } @if let Some(which) = view.shell.site.confirms() { "实名的，证件号" (which) "；" } "匿名的，不收姓名、证件和住址，工作人员无法知道您是谁。" }
                li { strong { "一件事提交一次。" } "同一件事重复提交会合并办理，不会更快。" }
                li { strong { "依法分类办理。" } "应当通过诉讼、仲裁、行政复议等途径解决的，会告诉您该走哪条路（《信访工作条例》第三十一条）。" }
                li { strong { "保护您的信息。" } "个人信息加密保存，只用于办理您的诉求，详见" a href="/privacy" { "隐私说明" } "。" }
                li { strong { "保管好用户名、密码和查询码。" } "有了它们就能看到办理情况。" }
            }
            form method="get" action="/register" novalidate {
                @if !view.next.is_empty() { (hidden("next", &view.next)) }
                (checkbox("agree", &Choice::new("yes", "我已看完，并且同意"), &form))
                p.buttons { (submit("同意并继续")) a.button.button-second href="/" { "不同意，返回首页" } }
            }
        }
    };
    view.shell.render(
        Page {
            title: "注册须知",
            failed: view.must_agree,
            ..Page::default()
        },
        &content,
    )
}

/// The choice.
#[must_use]
pub fn mode(view: &ModeView) -> Markup {
    let href = |mode: &str| {
        let next = if view.next.is_empty() {
            String::new()
        } else {
            format!("&next={}", query_value(&view.next))
        };
        format!("/register?agree=yes&mode={mode}{next}")
    };
    let content = html! {
        div.wrap.narrow {
            h1 { "实名还是匿名" }
            p.lead { "两种都会依法办理。注册以后不能互相转换。" }
            div.pair {
                section.card {
                    h2 { "实名" }
                    ul {
                        li { "填写姓名、证件、手机号和住址" }
                        li { "工作人员可以联系您核实、送达答复" }
                        li { "办到哪一步，有短信告诉您" }
                    }
                    (link_button("实名注册", &href("realname"), true))
                }
                section.card {
                    h2 { "匿名" }
                    ul {
                        li { "只填用户名和密码" }
                        li { "工作人员看不到您是谁，也联系不到您" }
                        li { "没有短信通知，要自己来查看进度" }
                    }
                    (link_button("匿名注册", &href("anonymous"), false))
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: "实名还是匿名",
            ..Page::default()
        },
        &content,
    )
}

/// After success.
#[must_use]
pub fn done(view: &DoneView) -> Markup {
    let next = if view.next.is_empty() {
        "/petitions/new"
    } else {
        &view.next
    };
    let content = html! {
        div.wrap.narrow {
            div.panel { h1 { "注册成功" } p { "用户名 " strong { (view.username) } "，已经为您登录" } }
            @if view.anonymous {
                (warning("匿名账号只能用用户名和密码登录。没有留手机号的，忘了密码就无法找回，请现在记下来。"))
            }
            h2 { "下一步" }
            @if view.shell.closed.filing && next.starts_with("/petitions/new") {
                p { "现在暂停网上反映，恢复以后登录提交就行。" }
                p.buttons { (link_button("查看我的账号", "/me", true)) (link_button("还能怎么办", next, false)) }
            } @else {
                p.buttons { (link_button("反映问题", next, true)) (link_button("查看我的账号", "/me", false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "注册成功",
            ..Page::default()
        },
        &content,
    )
}

const FILING_CLOSED: Closed = Closed {
    filing: true,
    registration: false,
};

impl NoticeView {
    /// Ordinary, while filing is closed, and gone on without agreeing.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![
            Self::default(),
            Self {
                shell: PublicShell {
                    closed: FILING_CLOSED,
                    ..PublicShell::default()
                },
                ..Self::default()
            },
            Self {
                next: "/petitions/new?division=370100".into(),
                must_agree: true,
                ..Self::default()
            },
        ]
    }
}

impl ModeView {
    /// Ordinary.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self {
            next: "/petitions/new?division=370100&from=jinan".into(),
            ..Self::default()
        }]
    }
}

impl DoneView {
    /// With a name, while filing is closed, and anonymous.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let named = Self {
            shell: crate::samples::signed_in(),
            username: "lixiuying".into(),
            ..Self::default()
        };
        let mut closed = named.clone();
        closed.shell.closed = FILING_CLOSED;
        vec![
            named.clone(),
            closed,
            Self {
                anonymous: true,
                username: "过路人2026".into(),
                ..named
            },
        ]
    }
}
