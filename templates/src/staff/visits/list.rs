//! `/staff/intake/visits`: the visits that the officer's petition office registered, today's first.

use super::{LIST, NEW};
use crate::components::button::link_button;
use crate::components::empty_state::empty_state;
use crate::components::filters::{Filter, Filters};
use crate::components::pagination::Pagination;
use crate::components::pick::{self, Picks};
use crate::components::row_title::{Opens, row_title};
use crate::components::select::Choice;
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 来访登记.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Visits that are not passed on yet; 0 shows nothing.
    pub waiting: u32,
    /// How many there are today.
    pub today: u32,
    /// Whether this officer registers visits.
    pub registers: bool,
    /// What narrows and orders the list.
    pub filters: Filters,
    /// While it is narrowed: how far it was looked through; empty otherwise.
    pub looked: String,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Visits that wait can be chosen (集中转送、交办).
    pub picks: Picks,
    /// Paging.
    pub pages: Pagination,
}

/// 一批来访.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Id of the petition.
    pub id: String,
    /// Where it is opened.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Whether it waits to be passed on: bold.
    pub waits: bool,
    /// Title.
    pub title: String,
    /// Masked name, or 匿名, with how many came.
    pub visitor: String,
    /// When they came: `11-23 08:12`, with the number of the day.
    pub came: String,
    /// Where the interview stands.
    pub interview: Option<Tag>,
    /// Days left to pass it on; none once it is.
    pub deadline: Option<Tag>,
    /// Status, band, 匿名.
    pub hints: Vec<Tag>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let picks = view.picks.of(view.rows.iter().map(|row| row.waits));
    let content = html! {
        div.desk-title {
            h1 { "来访登记" }
            @if view.waiting > 0 { (Tag::new(format!("{} 件还没有转送", crate::components::tabs::count_word(view.waiting)), Tone::Warn).render()) }
        }
        p.hint { "今天本单位已登记 " strong.num data-today { (view.today) } " 批" }
        @if view.registers { p.buttons { (link_button("登记来访", NEW, true)) } }
        div.sheet-list.sheet-alone {
            (view.filters.render())
            @if !view.looked.is_empty() { p.looked role="status" { (view.looked) } }
            @if !view.rows.is_empty() {
                div.scroll role="region" aria-label="来访列表" tabindex="0" { (table(&view.rows, picks)) }
            } @else if view.looked.is_empty() && view.pages.first.is_none() {
                (empty_state("还没有登记过来访", "登记以后会出现在这里。", view.registers.then_some(("登记来访", NEW))))
            }
            @if !view.rows.is_empty() || view.pages.first.is_some() || view.pages.next.is_some() {
                div.list-foot { (pick::form(picks)) (crate::staff::queue::keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "来访登记",
            menu: Menu::Visits,
            ..Page::default()
        },
        &content,
    )
}

fn table(rows: &[Row], picks: Option<&Picks>) -> Markup {
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "来访" }
            thead { tr {
                th scope="col" { (pick::head(picks, "标题和编号")) } th scope="col" { "来访人" } th scope="col" { "来访" } th scope="col" { "接谈" }
                th scope="col" { "转送期限" } th scope="col" { "提示" }
            } }
            tbody { @for row in rows { tr.(if row.waits { "fresh" } else { "" }) {
                td data-label="标题" { (pick::cell(picks, row.waits, &row.id, &row.title, &html! { (row_title(&row.title, &row.href, Opens::Link, "")) span.sub.num { (row.number) } })) }
                td data-label="来访人" { (row.visitor) }
                td.num data-label="来访" { (row.came) }
                td data-label="接谈" { @if let Some(tag) = &row.interview { (tag.render()) } @else { "—" } }
                td data-label="转送期限" { @if let Some(tag) = &row.deadline { (tag.render()) } @else { "—" } }
                td data-label="提示" { div.tags { @for hint in &row.hints { (hint.render()) } } }
            } } }
        }
    }
}

impl View {
    /// Full, narrowed to nothing, empty for who registers and for who does not.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, waits, visitor: &str, days: i64| Row {
            id: format!("p{days}"),
            href: "/staff/petitions/p1".into(),
            number: "V370102-20261127-00003".into(),
            waits,
            title: title.into(),
            visitor: visitor.into(),
            came: "11-27 10:12　12 号".into(),
            interview: Some(if waits {
                Tag::new("等蒋谈接谈", Tone::Warn)
            } else {
                Tag::new("蒋谈已接谈", Tone::Good)
            }),
            deadline: waits.then(|| Tag::days_left(days, days < 8, days < 3)),
            hints: vec![
                Tag::status(if waits { "已登记" } else { "办理中" }),
                Tag::new("集体访 5–10 人", Tone::Info),
            ],
        };
        let full = Self {
            shell: crate::samples::staff(),
            waiting: 3,
            today: 12,
            registers: true,
            rows: vec![
                row("村集体土地流转款三年未发到户", true, "张**　6 人", 12),
                row(crate::samples::LONG, true, "匿名　1 人", -1),
                row("退休教师取暖补贴停发", false, "刘**　2 人", 0),
            ],
            picks: Picks {
                passes_on: true,
                here: LIST.into(),
            },
            pages: Pagination {
                range: String::new(),
                first: None,
                next: Some(format!("{LIST}?after=x")),
            },
            ..Self::default()
        };
        let narrowed = Self {
            rows: Vec::new(),
            filters: Filters {
                action: LIST,
                kept: Vec::new(),
                filters: vec![Filter {
                    name: "size",
                    label: "人数",
                    choices: vec![Choice::new("", "全部"), Choice::new("collective", "集体访")],
                    chosen: "collective".into(),
                }],
            },
            looked: "没有符合的。".into(),
            pages: Pagination::default(),
            ..full.clone()
        };
        let empty = Self {
            shell: crate::samples::staff(),
            registers: true,
            ..Self::default()
        };
        let reader = Self {
            registers: false,
            ..empty.clone()
        };
        vec![full, narrowed, empty, reader]
    }
}
