//! `/staff/showcase/new?petition=`: a concluded case before it is chosen for the public.

use crate::components::button::{link_button, submit};
use crate::components::form::hidden;
use crate::components::notice::{inset, warning};
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 选登为案例. Posts hidden `csrf id petition` to `/staff/showcase/new`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Token.
    pub csrf: String,
    /// The id that the new case will have: sending the form twice makes one.
    pub id: String,
    /// Id of the petition.
    pub petition: String,
    /// Path of the petition.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Key and value: outcome, place, category, when it was concluded.
    pub facts: Vec<(String, String)>,
    /// Filed by several people: all of them are asked.
    pub joint: bool,
    /// Why it cannot be chosen; a sentence, empty if it can.
    pub blocked: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let rows: Vec<SummaryRow> = view
        .facts
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    let content = html! {
        div.narrow {
            p.back { a href=(view.href) { "返回这一件" } }
            h1 { "选登为案例" }
            div.about { p.teaser { (view.title) } p.hint.num { (view.number) } }
            (summary_list(&rows))
            @if !view.blocked.is_empty() {
                (warning(&view.blocked))
                p.buttons { (link_button("返回这一件", &view.href, true)) }
            } @else {
                (inset(&html! {
                    p { "选登以后：用登记摘要和处理意见起草 → 遮盖个人信息 → 征求信访人意愿 → 同事审核 → 公开。" }
                    p { "信访件本身不会有任何改变。没有信访人同意的记录，不能公开。" }
                    @if view.joint { p { "这一件是联名反映的，要问过每一位联名人，都同意才算同意。" } }
                }))
                form method="post" action="/staff/showcase/new" {
                    (hidden("csrf", &view.csrf)) (hidden("id", &view.id)) (hidden("petition", &view.petition))
                    p.buttons { (submit("开始起草")) (link_button("先不选", &view.href, false)) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("选登为案例 {}", view.number),
            menu: Menu::Showcase,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Joint, blocked and very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let joint = Self {
            shell: crate::samples::staff(),
            csrf: "sample".into(),
            id: "c1".into(),
            petition: "p1".into(),
            href: "/staff/petitions/p1".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            facts: vec![
                pair("办结", "2026年11月20日（周五）"),
                pair("处理结果", "予以支持"),
                pair("问题属地", "济南市历下区"),
            ],
            joint: true,
            blocked: String::new(),
        };
        let blocked = Self {
            title: crate::samples::LONG.into(),
            blocked: "这件信访是匿名反映的，没有办法征求信访人的意愿，不能选登。".into(),
            ..joint.clone()
        };
        vec![joint, blocked]
    }
}
