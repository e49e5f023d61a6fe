//! `/staff/assigned`: 交办 — what the office had others handle: still open, late, and reported; and what it was given itself
//! and passed on.

use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::Tag;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 交办列表 的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssignedTab {
    /// `open`.
    #[default]
    Open,
    /// `late`.
    Late,
    /// `reported`.
    Reported,
    /// `owed`.
    Owed,
}

impl AssignedTab {
    /// Every tab in page order.
    pub const ALL: [Self; 4] = [Self::Open, Self::Late, Self::Reported, Self::Owed];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Late => "late",
            Self::Reported => "reported",
            Self::Owed => "owed",
        }
    }

    /// The tab a query names; anything unknown is the first.
    #[must_use]
    pub fn parse(slug: &str) -> Self {
        let named = Self::ALL.into_iter().find(|tab| tab.slug() == slug);
        named.unwrap_or_default()
    }

    fn label(self) -> &'static str {
        match self {
            Self::Open => "正在办理",
            Self::Late => "已超期",
            Self::Reported => "已办结",
            Self::Owed => "我单位承办、已转出的",
        }
    }
}

/// 交办列表.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Which tab.
    pub tab: AssignedTab,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
}

/// 一件.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path of the case.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Who had it handled.
    pub from: String,
    /// Who owes the result.
    pub to: String,
    /// Who has it now.
    pub holder: String,
    /// The last day, as people read it.
    pub due: String,
    /// Days left; once it is reported, when.
    pub standing: Tag,
    /// Where the case stands.
    pub status: Tag,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = AssignedTab::ALL
        .into_iter()
        .map(|tab| Tab {
            label: tab.label().into(),
            count: None,
            href: format!("/staff/assigned?tab={}", tab.slug()),
            current: tab == view.tab,
        })
        .collect();
    let content = html! {
        div.desk-title { h1 { "交办" } }
        (tabs("按办理情况分类", &items))
        div.sheet-list {
            @if view.rows.is_empty() { (nothing(view)) } @else {
                div.scroll role="region" aria-label="交办列表" tabindex="0" { (table(view)) }
                div.list-foot { (crate::staff::queue::keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("交办 {}", view.tab.label()),
            menu: Menu::Assigned,
            ..Page::default()
        },
        &content,
    )
}

fn table(view: &View) -> Markup {
    let owed = view.tab == AssignedTab::Owed;
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "交办：" (view.tab.label()) }
            thead { tr {
                th scope="col" { "标题和编号" } th scope="col" { @if owed { "交办单位" } @else { "交给" } } th scope="col" { "现在由谁办" }
                th scope="col" { "交办期限" } th scope="col" { @if view.tab == AssignedTab::Reported { "办结" } @else { "还剩" } }
                th scope="col" { "状态" }
            } }
            tbody { @for row in &view.rows { tr {
                td data-label="标题" { a href=(row.href) data-open { (row.title) } span.sub.num { (row.number) } }
                @if owed { td data-label="交办单位" { (row.from) } } @else { td data-label="交给" { (row.to) } }
                td data-label="现在由谁办" { (row.holder) }
                td data-label="交办期限" { (row.due) }
                td data-label="还剩" { (row.standing.render()) }
                td data-label="状态" { (row.status.render()) }
            } } }
        }
    }
}

fn nothing(view: &View) -> Markup {
    match view.tab {
        AssignedTab::Open => empty_state(
            "没有正在办理的交办件",
            "在信访件页面点“交办”，或者在“已登记”列表里集中交办。",
            // Not everybody who assigns also registers.
            view.shell
                .menu
                .intake
                .map(|_| ("去已登记", super::batch_transfer::LIST)),
        ),
        AssignedTab::Late => empty_state(
            "没有超期的",
            "过了交办期限还没有办结的会出现在这里。",
            Some(("查看正在办理", "/staff/assigned")),
        ),
        AssignedTab::Reported => empty_state(
            "还没有办结的",
            "承办单位办结以后会出现在这里。",
            Some(("查看正在办理", "/staff/assigned")),
        ),
        AssignedTab::Owed => empty_state(
            "没有这样的件",
            "上级交办给本单位、本单位又转给别的单位的，办结以前会出现在这里：结果仍由本单位负责。",
            None,
        ),
    }
}

impl View {
    /// Full, empty in every tab.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, days: i64| Row {
            href: "/staff/petitions/p1".into(),
            title: title.into(),
            number: "W370102-20261014-00042".into(),
            from: "山东省信访局".into(),
            to: "济南市信访局".into(),
            holder: "济南市历下区住房和城乡建设局".into(),
            due: "2026年12月29日（周二）".into(),
            standing: Tag::days_left(days, days < 8, days < 3),
            status: Tag::status("办理中"),
        };
        let full = Self {
            shell: crate::samples::staff(),
            tab: AssignedTab::Open,
            rows: vec![
                row("泉城路 1 号院地下车库积水，物业半年未修", -2),
                row(crate::samples::LONG, 30),
            ],
            pages: Pagination::default(),
        };
        let empty = AssignedTab::ALL.map(|tab| Self {
            shell: crate::samples::staff(),
            tab,
            ..Self::default()
        });
        std::iter::once(full).chain(empty).collect()
    }
}
