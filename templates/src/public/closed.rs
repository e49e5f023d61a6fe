//! What people see while an administrator has closed filing (`/petitions/new`) or registration (`/register`):
//! why, what has been kept, and every way that is still open. It is no error of theirs, so it is no error page.

use crate::components::button::link_button;
use crate::components::notice::{flash, inset};
use crate::layout::{Closed, Nav, Page, PublicShell};
use maud::{Markup, html};

/// 暂停网上反映.
#[derive(Clone, Debug, Default)]
pub struct FilingView {
    /// The frame.
    pub shell: PublicShell,
    /// Why, and until when, in the administrator's words.
    pub reason: String,
    /// Whether something was typed just now; it has been kept.
    pub kept: bool,
    /// The drafts, newest first.
    pub drafts: Vec<KeptDraft>,
}

/// 没写完的: whole, so that it can be copied to another way while this one is closed.
#[derive(Clone, Debug, Default)]
pub struct KeptDraft {
    /// The title; may be empty.
    pub title: String,
    /// When it was saved.
    pub saved_at: String,
    /// Where: place and address; may be empty.
    pub place: String,
    /// What was written so far; may be empty.
    pub content: String,
}

/// 暂停注册.
#[derive(Clone, Debug, Default)]
pub struct RegistrationView {
    /// The frame.
    pub shell: PublicShell,
    /// Why, and until when, in the administrator's words.
    pub reason: String,
}

/// The page in place of filing.
#[must_use]
pub fn filing(view: &FilingView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            @if view.kept { (flash("您刚才填写的内容已经保存，还没有提交。")) }
            h1 { "现在暂停网上反映" }
            (inset(&html! { p { strong { (view.reason) } } }))
            @if !view.drafts.is_empty() {
                section.part aria-labelledby="drafts" {
                    h2 id="drafts" { "您没写完的" }
                    @for (at, draft) in view.drafts.iter().enumerate() { (kept(at, draft)) }
                }
            }
            section.part aria-labelledby="still" {
                h2 id="still" { "这些照常办" }
                ul.teasers {
                    li { a.teaser href="/petitions" { "我反映的问题" } p.hint { "看进度和答复、补充材料、撤回、评价" } }
                    li { a.teaser href="/track" { "凭查询码查询" } p.hint { "不用登录" } }
                }
            }
            (other_ways())
            p.buttons { (link_button("返回首页", "/", false)) }
        }
    };
    view.shell.render(
        Page {
            title: "现在暂停网上反映",
            nav: Nav::File,
            ..Page::default()
        },
        &content,
    )
}

fn kept(at: usize, draft: &KeptDraft) -> Markup {
    let id = format!("draft-{at}");
    html! {
        div.card {
            p.teaser { @if draft.title.is_empty() { "（还没有标题）" } @else { (draft.title) } }
            p.hint { (draft.saved_at) " 保存。草稿和附件保留 30 天，恢复以后从这一页接着写。" }
            @if !draft.content.is_empty() {
                details.kept {
                    summary { "看写好的内容，写信或者走访时可以照着用" }
                    @if !draft.place.is_empty() { p.hint { (draft.place) } }
                    div.quote.typed id=(id) { (draft.content) }
                    p.no-print { button.button.button-second type="button" data-copy=(id) hidden { "复制" } }
                }
            }
        }
    }
}

/// The page in place of registration.
#[must_use]
pub fn registration(view: &RegistrationView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "现在暂停注册" }
            (inset(&html! { p { strong { (view.reason) } } }))
            section.part aria-labelledby="still" {
                h2 id="still" { "这些照常办" }
                ul.teasers {
                    li { a.teaser href="/login" { "登录" } p.hint {
                        @if view.shell.closed.filing { "已经有账号的，照常看进度、补充材料、评价；网上反映现在也暂停" } @else { "已经有账号的，照常使用" }
                    } }
                    li { a.teaser href="/track" { "凭查询码查询" } p.hint { "不用登录，凭姓名和查询码" } }
                }
            }
            (other_ways())
            p.buttons { (link_button("返回首页", "/", false)) }
        }
    };
    view.shell.render(
        Page {
            title: "现在暂停注册",
            ..Page::default()
        },
        &content,
    )
}

fn other_ways() -> Markup {
    html! {
        section.part aria-labelledby="other" {
            h2 id="other" { "不想等，还可以" }
            ul {
                li { "写信：寄给问题发生地的信访部门，写明姓名、地址和联系电话" }
                li { "走访：到当地信访接待场所当面反映" }
                li { a href="/guide/offices" { "省市信访部门" } "和" a href="/cities" { "各市信访" } "，在这里找" }
            }
            p { "信件和走访同样登记、同样有期限。有生命危险请拨 110、119、120。" }
        }
    }
}

impl FilingView {
    /// A draft kept just now, nothing kept, very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            reason: "系统升级，11 月 30 日 18 时恢复。".into(),
            ..Self::default()
        };
        let kept = Self {
            kept: true,
            drafts: vec![
                KeptDraft {
                    title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
                    saved_at: "2026年11月23日（周一）14:06".into(),
                    place: "山东省济南市历下区泉城路 1 号院".into(),
                    content: crate::samples::STORY.into(),
                },
                KeptDraft {
                    saved_at: "2026年11月20日（周五）08:30".into(),
                    ..KeptDraft::default()
                },
            ],
            ..plain.clone()
        };
        let long = Self {
            reason: crate::samples::LONG.into(),
            drafts: vec![KeptDraft {
                title: crate::samples::LONG.into(),
                saved_at: "2026年11月23日（周一）14:06".into(),
                place: crate::samples::LONG.into(),
                content: crate::samples::LONG.into(),
            }],
            ..plain.clone()
        };
        vec![kept, plain, long]
    }
}

impl RegistrationView {
    /// Ordinary, very long and filing closed too.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let closed = |reason: &str, filing| Self {
            shell: PublicShell {
                closed: Closed {
                    filing,
                    registration: true,
                },
                ..PublicShell::default()
            },
            reason: reason.into(),
        };
        vec![
            closed("实名核验服务维护，明天 8 时恢复。", false),
            closed(crate::samples::LONG, true),
        ]
    }
}
