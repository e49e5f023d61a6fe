//! `/staff/showcase`: an agency's cases in four tabs.

use crate::components::empty_state::empty_state;
use crate::components::notice::flash;
use crate::components::pagination::Pagination;
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use domain::showcase::Tray;
use maud::{Markup, html};

/// 案例选登.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Which tab.
    pub tray: Tray,
    /// How many wait for approval.
    pub waiting: u32,
    /// The rows of this page, the last changed first.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// A message after something was done; may be empty.
    pub flash: String,
}

/// 一个案例.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path of its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number of the petition.
    pub number: String,
    /// 济南市 · 城乡建设.
    pub about: String,
    /// Where it stands, and what the petitioner said.
    pub tags: Vec<Tag>,
    /// When and by whom it was changed last.
    pub changed: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = Tray::ALL
        .into_iter()
        .map(|tray| Tab {
            label: tray.label().into(),
            count: (tray == Tray::Waiting).then_some(view.waiting),
            href: format!("/staff/showcase?tab={}", tray.key()),
            current: tray == view.tray,
        })
        .collect();
    let content = html! {
        (flash(&view.flash))
        div.desk-title { h1 { "案例选登" } p.hint { "从办结的信访件里选（" a href="/staff/done" { "本单位办结的" } "、" a href="/staff/done?tab=passed" { "转出以后办结的" } "），打开那一件，点“选登为案例”。" } }
        (tabs("按进度分类", &items))
        div.sheet-list {
            @if view.rows.is_empty() { (nothing(view.tray)) }
            @else {
                div.scroll role="region" aria-label="案例列表" tabindex="0" { (table(view)) }
                div.list-foot { (crate::staff::queue::keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "案例选登",
            menu: Menu::Showcase,
            ..Page::default()
        },
        &content,
    )
}

fn table(view: &View) -> Markup {
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "案例：" (view.tray.label()) }
            thead { tr {
                th scope="col" { "标题和编号" } th scope="col" { "地区和类别" } th scope="col" { "情况" } th scope="col" { "最近修改" }
            } }
            tbody { @for row in &view.rows { tr {
                td data-label="标题" { a href=(row.href) { (row.title) } span.sub.num { (row.number) } }
                td data-label="地区和类别" { (row.about) }
                td data-label="情况" { @for tag in &row.tags { (tag.render()) " " } }
                td data-label="最近修改" { (row.changed) }
            } } }
        }
    }
}

fn nothing(tray: Tray) -> Markup {
    match tray {
        Tray::Drafts => empty_state(
            "没有正在写的案例",
            "在办结的信访件里点“选登为案例”，就从这里开始写。",
            Some(("查看转出以后办结的信访件", "/staff/done?tab=passed")),
        ),
        Tray::Waiting => empty_state(
            "没有等审核的案例",
            "写好送审的案例，由另一位同事在这里审核。",
            None,
        ),
        Tray::Published => empty_state(
            "还没有公开的案例",
            "审核通过的案例会出现在这里。",
            Some(("查看正在写的", "/staff/showcase")),
        ),
        Tray::Withdrawn => empty_state("没有撤下的案例", "撤下的案例还能在这里查到经过。", None),
    }
}

impl View {
    /// Drafts, waiting, and each tab empty.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, tags: Vec<Tag>| Row {
            href: "/staff/showcase/c1".into(),
            title: title.into(),
            number: "W370102-20261014-00042".into(),
            about: "济南市 · 城乡建设".into(),
            tags,
            changed: "11-23 09:12 柏青".into(),
        };
        let drafts = Self {
            shell: crate::samples::staff(),
            waiting: 2,
            rows: vec![
                row(
                    "小区水泵修好了",
                    vec![
                        Tag::new("起草中", Tone::Info),
                        Tag::new("还没有问信访人", Tone::Warn),
                    ],
                ),
                row(
                    crate::samples::LONG,
                    vec![
                        Tag::new("退回修改", Tone::Urgent),
                        Tag::new("信访人同意", Tone::Good),
                    ],
                ),
            ],
            pages: Pagination {
                next: Some("/staff/showcase?tab=drafts&after=x".into()),
                ..Pagination::default()
            },
            flash: "稿子已经删除。".into(),
            ..Self::default()
        };
        let empty = Tray::ALL.map(|tray| Self {
            shell: crate::samples::staff(),
            tray,
            ..Self::default()
        });
        [drafts].into_iter().chain(empty).collect()
    }
}
