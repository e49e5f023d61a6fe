//! `/staff/interviews`: 来访接谈 — who waits for me, and whom I have talked with.

use super::LIST;
use crate::components::empty_state::empty_state;
use crate::components::notice::flash;
use crate::components::pagination::Pagination;
use crate::components::row_title::{Opens, row_title};
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 来访接谈的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InterviewTab {
    /// `waiting`.
    #[default]
    Waiting,
    /// `done`.
    Done,
}

impl InterviewTab {
    /// Both in page order.
    pub const ALL: [Self; 2] = [Self::Waiting, Self::Done];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
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
            Self::Waiting => "待办接谈",
            Self::Done => "已办接谈",
        }
    }
}

/// 来访接谈.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Which tab.
    pub tab: InterviewTab,
    /// How many wait.
    pub waiting: u32,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// What was just done; may be empty.
    pub flash: String,
}

/// 一次接谈.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Masked name, or 匿名, with how many came.
    pub visitor: String,
    /// 排队号, with the day if it is not today.
    pub ticket: String,
    /// Since when it waits, or when it was done.
    pub at: String,
    /// 已有记录, band.
    pub hints: Vec<Tag>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = InterviewTab::ALL
        .into_iter()
        .map(|tab| Tab {
            label: tab.label().into(),
            count: (tab == InterviewTab::Waiting).then_some(view.waiting),
            href: format!("{LIST}?tab={}", tab.slug()),
            current: tab == view.tab,
        })
        .collect();
    let at = match view.tab {
        InterviewTab::Waiting => "开始等",
        InterviewTab::Done => "办完",
    };
    let content = html! {
        div.desk-title { h1 { "来访接谈" } }
        (flash(&view.flash))
        (tabs("按办没办分类", &items))
        div.sheet-list {
            @if view.rows.is_empty() && view.pages.first.is_none() { (nothing(view.tab)) } @else {
                div.scroll role="region" aria-label="接谈列表" tabindex="0" {
                    table.table.cards-narrow data-keys {
                        caption.vh { (view.tab.label()) }
                        thead { tr {
                            th scope="col" { "标题和编号" } th scope="col" { "来访人" } th scope="col" { "排队号" } th scope="col" { (at) } th scope="col" { "提示" }
                        } }
                        tbody { @for row in &view.rows { tr {
                            td data-label="标题" { (row_title(&row.title, &row.href, Opens::Link, "")) span.sub.num { (row.number) } }
                            td data-label="来访人" { (row.visitor) }
                            td.num data-label="排队号" { (row.ticket) }
                            td.num data-label=(at) { (row.at) }
                            td data-label="提示" { div.tags { @for hint in &row.hints { (hint.render()) } } }
                        } } }
                    }
                }
                div.list-foot { (crate::staff::queue::keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "来访接谈",
            menu: Menu::Interviews,
            ..Page::default()
        },
        &content,
    )
}

fn nothing(tab: InterviewTab) -> Markup {
    match tab {
        InterviewTab::Waiting => empty_state(
            "没有等您接谈的",
            "登记人员选您为接谈人、或者同事发送给您以后，会出现在这里。",
            None,
        ),
        InterviewTab::Done => empty_state("还没有办完的接谈", "设为已办以后会出现在这里。", None),
    }
}

impl View {
    /// Waiting, done, nothing in either.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, hints: Vec<Tag>| Row {
            href: "/staff/interviews/p1".into(),
            title: title.into(),
            number: "V370102-20261127-00003".into(),
            visitor: "李**　6 人".into(),
            ticket: "12 号".into(),
            at: "11-27 10:12".into(),
            hints,
        };
        let waiting = Self {
            shell: crate::samples::staff(),
            waiting: 2,
            rows: vec![
                row(
                    "泉城路 1 号院地下车库积水",
                    vec![Tag::new("集体访 5–10 人", Tone::Info)],
                ),
                row(crate::samples::LONG, vec![Tag::new("已有记录", Tone::Good)]),
            ],
            pages: Pagination {
                range: String::new(),
                first: None,
                next: Some(format!("{LIST}?after=x")),
            },
            flash: "已发送给沈问。".into(),
            ..Self::default()
        };
        let done = Self {
            tab: InterviewTab::Done,
            pages: Pagination::default(),
            ..waiting.clone()
        };
        let empty = InterviewTab::ALL.map(|tab| Self {
            shell: crate::samples::staff(),
            tab,
            ..Self::default()
        });
        [waiting, done].into_iter().chain(empty).collect()
    }
}
