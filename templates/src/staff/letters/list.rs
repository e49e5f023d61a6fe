//! `/staff/intake/letters`: the letters of the officer's petition office, in detail and in brief.

use super::{BRIEF, DETAILED, LIST};
use crate::components::button::link_button;
use crate::components::empty_state::empty_state;
use crate::components::filters::{Filter, Filters};
use crate::components::pagination::Pagination;
use crate::components::pick::{self, Picks};
use crate::components::row_title::{Opens, row_title};
use crate::components::select::Choice;
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 来信登记的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LetterTab {
    /// `detailed`.
    #[default]
    Detailed,
    /// `brief`.
    Brief,
}

impl LetterTab {
    /// Both in page order.
    pub const ALL: [Self; 2] = [Self::Detailed, Self::Brief];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Detailed => "detailed",
            Self::Brief => "brief",
        }
    }

    /// The tab a query names; anything unknown is the first.
    #[must_use]
    pub fn parse(slug: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|tab| tab.slug() == slug)
            .unwrap_or_default()
    }

    fn label(self) -> &'static str {
        match self {
            Self::Detailed => "详细登记",
            Self::Brief => "简单登记",
        }
    }
}

/// 来信登记.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Which tab.
    pub tab: LetterTab,
    /// Letters that are not passed on yet; 0 shows nothing.
    pub waiting: u32,
    /// How many there are today.
    pub today: super::Today,
    /// What narrows and orders the list.
    pub filters: Filters,
    /// While it is narrowed: how far it was looked through; empty otherwise.
    pub looked: String,
    /// The rows of this page.
    pub rows: Rows,
    /// Letters that wait can be chosen (集中转送、交办).
    pub picks: Picks,
    /// Paging.
    pub pages: Pagination,
}

/// 列表的行.
#[derive(Clone, Debug)]
pub enum Rows {
    /// In detail.
    Detailed(Vec<Row>),
    /// In brief.
    Brief(Vec<BriefRow>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Detailed(Vec::new())
    }
}

impl Rows {
    fn is_empty(&self) -> bool {
        match self {
            Self::Detailed(rows) => rows.is_empty(),
            Self::Brief(rows) => rows.is_empty(),
        }
    }
}

/// 一件来信.
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
    /// Masked name, or 匿名.
    pub sender: String,
    /// Full name of the division.
    pub place: String,
    /// When it was registered: `11-23 08:12`.
    pub registered: String,
    /// Days left to pass it on; none once it is.
    pub deadline: Option<Tag>,
    /// Number of scans.
    pub files: u32,
    /// Status, 匿名, 联名.
    pub hints: Vec<Tag>,
}

/// 简单登记的一封.
#[derive(Clone, Debug, Default)]
pub struct BriefRow {
    /// Where it is shown.
    pub href: String,
    /// Its number.
    pub number: String,
    /// 类型, with how many.
    pub kind: String,
    /// Masked name; 未署名 where there is none.
    pub sender: String,
    /// Masked address; may be empty.
    pub address: String,
    /// When it came: `11-23`.
    pub received: String,
    /// 办理方式 and 去向.
    pub method: String,
    /// Who registered it.
    pub by: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = LetterTab::ALL
        .into_iter()
        .map(|tab| Tab {
            label: tab.label().into(),
            count: None,
            href: format!("{LIST}?tab={}", tab.slug()),
            current: tab == view.tab,
        })
        .collect();
    let picks = match &view.rows {
        Rows::Detailed(rows) => view.picks.of(rows.iter().map(|row| row.waits)),
        Rows::Brief(_) => None,
    };
    let content = html! {
        div.desk-title {
            h1 { "来信登记" }
            @if view.waiting > 0 { (Tag::new(format!("{} 件还没有转送", crate::components::tabs::count_word(view.waiting)), Tone::Warn).render()) }
        }
        (view.today.render())
        p.buttons {
            (link_button("来信详细登记", DETAILED, view.tab == LetterTab::Detailed))
            (link_button("来信简单登记", BRIEF, view.tab == LetterTab::Brief))
        }
        (tabs("按登记方式分类", &items))
        div.sheet-list {
            (view.filters.render())
            @if !view.looked.is_empty() { p.looked role="status" { (view.looked) } }
            @if !view.rows.is_empty() {
                div.scroll role="region" aria-label="来信列表" tabindex="0" {
                    @match &view.rows { Rows::Detailed(rows) => (detailed(rows, picks)), Rows::Brief(rows) => (brief(rows)) }
                }
            } @else if view.looked.is_empty() && view.pages.first.is_none() { (nothing(view.tab)) }
            @if !view.rows.is_empty() || view.pages.first.is_some() || view.pages.next.is_some() {
                div.list-foot { (pick::form(picks)) (crate::staff::queue::keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "来信登记",
            menu: Menu::Letters,
            ..Page::default()
        },
        &content,
    )
}

fn detailed(rows: &[Row], picks: Option<&Picks>) -> Markup {
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "详细登记的来信" }
            thead { tr {
                th scope="col" { (pick::head(picks, "标题和编号")) } th scope="col" { "来信人" } th scope="col" { "问题属地" } th scope="col" { "登记" }
                th scope="col" { "转送期限" } th.right scope="col" { "附件" } th scope="col" { "提示" }
            } }
            tbody { @for row in rows { tr.(if row.waits { "fresh" } else { "" }) {
                td data-label="标题" { (pick::cell(picks, row.waits, &row.id, &row.title, &html! { (row_title(&row.title, &row.href, Opens::Link, "")) span.sub.num { (row.number) } })) }
                td data-label="来信人" { (row.sender) }
                td data-label="问题属地" { (row.place) }
                td.num data-label="登记" { (row.registered) }
                td data-label="转送期限" { @if let Some(tag) = &row.deadline { (tag.render()) } @else { "—" } }
                td.num.right data-label="附件" { (row.files) }
                td data-label="提示" { div.tags { @for hint in &row.hints { (hint.render()) } } }
            } } }
        }
    }
}

fn brief(rows: &[BriefRow]) -> Markup {
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "简单登记的来信" }
            thead { tr {
                th scope="col" { "类型和编号" } th scope="col" { "来信人" } th scope="col" { "住址" } th scope="col" { "收信" }
                th scope="col" { "办理方式和去向" } th scope="col" { "登记人" }
            } }
            tbody { @for row in rows { tr {
                td data-label="类型" { (row_title(&row.kind, &row.href, Opens::Link, "")) span.sub.num { (row.number) } }
                td data-label="来信人" { (row.sender) }
                td data-label="住址" { @if row.address.is_empty() { "—" } @else { (row.address) } }
                td.num data-label="收信" { (row.received) }
                td data-label="办理方式" { (row.method) }
                td data-label="登记人" { (row.by) }
            } } }
        }
    }
}

fn nothing(tab: LetterTab) -> Markup {
    match tab {
        LetterTab::Detailed => empty_state(
            "还没有登记过来信",
            "登记以后会出现在这里。",
            Some(("登记一封", DETAILED)),
        ),
        LetterTab::Brief => empty_state(
            "没有简单登记的来信",
            "内容不清、重复、外省、涉法涉诉、三级终结的来信登记在这里。",
            Some(("登记一封", BRIEF)),
        ),
    }
}

impl View {
    /// Full, in brief, narrowed to nothing, empty in both tabs.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, waits, sender: &str, days: i64| Row {
            id: format!("p{days}"),
            href: "/staff/petitions/p1".into(),
            number: "L370102-20261127-00003".into(),
            waits,
            title: title.into(),
            sender: sender.into(),
            place: "济南市历下区".into(),
            registered: "11-27 10:12".into(),
            deadline: waits.then(|| Tag::days_left(days, days < 8, days < 3)),
            files: 2,
            hints: vec![Tag::status(if waits { "已登记" } else { "办理中" })],
        };
        let full = Self {
            shell: crate::samples::staff(),
            tab: LetterTab::Detailed,
            waiting: 3,
            today: super::Today {
                detailed: 12,
                brief: 3,
            },
            rows: Rows::Detailed(vec![
                row("村集体土地流转款三年未发到户", true, "张**", 12),
                row(crate::samples::LONG, true, "匿名", -1),
                row("退休教师取暖补贴停发", false, "刘**", 0),
            ]),
            picks: Picks {
                passes_on: true,
                here: LIST.into(),
            },
            pages: Pagination {
                range: String::new(),
                first: None,
                next: Some("/staff/intake/letters?after=x".into()),
            },
            ..Self::default()
        };
        let brief_row = |note: &str| BriefRow {
            href: "/staff/intake/letters/brief/b1".into(),
            number: "B370000-20261127-00003".into(),
            kind: "重复来信（2 封）".into(),
            sender: "李**".into(),
            address: "济南市历下区***".into(),
            received: "11-26".into(),
            method: note.into(),
            by: "王登记".into(),
        };
        let brief = Self {
            tab: LetterTab::Brief,
            rows: Rows::Brief(vec![
                brief_row("并入原件：L370102-20261101-00002"),
                brief_row(crate::samples::LONG),
            ]),
            pages: Pagination::default(),
            ..full.clone()
        };
        let narrowed = Self {
            rows: Rows::default(),
            filters: Filters {
                action: LIST,
                kept: vec![("tab", "detailed".into())],
                filters: vec![Filter {
                    name: "place",
                    label: "问题属地",
                    choices: vec![Choice::new("", "全省"), Choice::new("370100", "济南市")],
                    chosen: "370100".into(),
                }],
            },
            looked: "没有符合的。".into(),
            pages: Pagination::default(),
            ..full.clone()
        };
        let empty = LetterTab::ALL.map(|tab| Self {
            shell: crate::samples::staff(),
            tab,
            ..Self::default()
        });
        [full, brief, narrowed].into_iter().chain(empty).collect()
    }
}
