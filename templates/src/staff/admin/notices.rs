//! `/staff/admin/notices`: every notice, drafts too, and where each stands.

use crate::components::button::link_button;
use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::tag::Tag;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 公告管理.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// The notices of this page, the last written first.
    pub rows: Vec<Row>,
    /// The other pages.
    pub pages: Pagination,
}

/// 列表里的一条.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path of its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// Whom it is for.
    pub audience: String,
    /// Where it stands, and whether it is important.
    pub tags: Vec<Tag>,
    /// The last day on which it is shown; may be empty.
    pub until: String,
    /// When and by whom it was changed last.
    pub changed: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        p.back { a href="/staff/admin" { "返回系统管理" } }
        div.desk-title { h1 { "公告" } }
        p.buttons { (link_button("写一条公告", "/staff/admin/notices/new", true)) }
        div.sheet-list.sheet-alone {
            @if view.rows.is_empty() {
                (empty_state("还没有公告", "写好的公告先存为草稿，看过样子再发布。", None))
            } @else {
                div.scroll role="region" aria-label="公告列表" tabindex="0" { table.table.cards-narrow {
                    caption.vh { "公告" }
                    thead { tr {
                        th scope="col" { "标题" } th scope="col" { "给谁看" } th scope="col" { "状态" }
                        th scope="col" { "截止" } th scope="col" { "最近修改" }
                    } }
                    tbody { @for row in &view.rows { tr {
                        td data-label="标题" { a href=(row.href) { (row.title) } }
                        td data-label="给谁看" { (row.audience) }
                        td data-label="状态" { @for tag in &row.tags { (tag.render()) " " } }
                        td data-label="截止" { @if row.until.is_empty() { "—" } @else { (row.until) } }
                        td data-label="最近修改" { (row.changed) }
                    } } }
                } }
            }
            @if view.pages != Pagination::default() { div.list-foot { (view.pages.render()) } }
        }
    };
    view.shell.render(
        Page {
            title: "公告",
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Some of each kind, none.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let row = |title: &str, tags: Vec<Tag>, until: &str| Row {
            href: "/staff/admin/notices/n1".into(),
            title: title.into(),
            audience: "群众和工作人员".into(),
            tags,
            until: until.into(),
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
        };
        let some = Self {
            shell: crate::samples::administrator(),
            rows: vec![
                row(
                    "12 月 1 日 0 时至 6 时系统维护",
                    vec![Tag::new("已发布", Tone::Good), Tag::new("重要", Tone::Urgent)],
                    "2026年12月1日（周二）",
                ),
                row(crate::samples::LONG, vec![Tag::new("草稿", Tone::Quiet)], ""),
                row(
                    "国庆期间网上信访照常",
                    vec![Tag::new("已过期", Tone::Quiet)],
                    "2026年10月8日（周四）",
                ),
            ],
            pages: Pagination {
                next: Some("/staff/admin/notices?after=x".into()),
                ..Pagination::default()
            },
        };
        vec![
            some,
            Self {
                shell: crate::samples::administrator(),
                ..Self::default()
            },
        ]
    }
}
