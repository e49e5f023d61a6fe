//! `/staff/intake/web`: the web petitions to be registered. An unopened row is a button, because
//! opening ends the petitioner's right to withdraw and so must be a POST.

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

/// The path of the list.
pub const LIST: &str = "/staff/intake/web";

/// 网信登记的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IntakeTab {
    /// `unregistered`.
    #[default]
    Unregistered,
    /// `registered`.
    Registered,
    /// `withdrawn`.
    Withdrawn,
}

impl IntakeTab {
    /// Every tab in page order.
    pub const ALL: [Self; 3] = [Self::Unregistered, Self::Registered, Self::Withdrawn];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Unregistered => "unregistered",
            Self::Registered => "registered",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The tab a query names; anything unknown is unregistered.
    #[must_use]
    pub fn parse(slug: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|tab| tab.slug() == slug)
            .unwrap_or_default()
    }

    fn label(self) -> &'static str {
        match self {
            Self::Unregistered => "未登记",
            Self::Registered => "已登记",
            Self::Withdrawn => "已撤回",
        }
    }
}

/// 网信登记.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Token of the forms that open a row.
    pub csrf: String,
    /// Which tab.
    pub tab: IntakeTab,
    /// Rows per tab, in the order of [`IntakeTab::ALL`]; `None` shows no number.
    pub counts: [Option<u32>; 3],
    /// Where each tab leads, in the same order.
    pub hrefs: [String; 3],
    /// How many are due today or overdue; 0 shows nothing.
    pub due_today: u32,
    /// What narrows and orders the list.
    pub filters: Filters,
    /// While it is narrowed: how far it was looked through; empty otherwise.
    pub looked: String,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Rows that wait can be chosen (集中转送、交办).
    pub picks: Picks,
    /// Paging.
    pub pages: Pagination,
}

/// 一件网信.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Id of the petition.
    pub id: String,
    /// Whether nobody has opened it yet: bold, and opened by `POST /staff/intake/web/{id}/open`.
    pub unopened: bool,
    /// Whether it is registered and waits to be passed on.
    pub waits: bool,
    /// Whether it can't be opened at all (withdrawn): text without a link.
    pub closed: bool,
    /// Title.
    pub title: String,
    /// Masked name, or 匿名.
    pub petitioner: String,
    /// Full name of the division.
    pub place: String,
    /// When it came: `11-23 08:12`.
    pub received: String,
    /// Days left to register; none when registered or withdrawn.
    pub deadline: Option<Tag>,
    /// Number of attachments.
    pub files: u32,
    /// 匿名, 联名 18 人, 正由 赵登记 办理, 疑似重复 2.
    pub hints: Vec<Tag>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = IntakeTab::ALL
        .into_iter()
        .zip(view.counts)
        .zip(&view.hrefs)
        .map(|((tab, count), href)| Tab {
            label: tab.label().into(),
            count,
            href: href.clone(),
            current: tab == view.tab,
        })
        .collect();
    let picks = view.picks.of(view.rows.iter().map(|row| row.waits));
    let content = html! {
        div.desk-title {
            h1 { "网信登记" }
            @if view.due_today > 0 { (Tag::new(format!("{} 件今天到期或者超期", view.due_today), Tone::Urgent).render()) }
        }
        (tabs("按登记情况分类", &items))
        @if view.rows.is_empty() && view.looked.is_empty() && view.pages.first.is_none() {
            div.sheet-list { (view.filters.render()) (nothing(view.tab)) }
        }
        @else {
            div.sheet-list {
                (view.filters.render())
                @if !view.looked.is_empty() { p.looked role="status" { (view.looked) } }
                @if !view.rows.is_empty() { div.scroll role="region" aria-label="网信列表" tabindex="0" { (table(view, picks)) } }
                div.list-foot {
                    (pick::form(picks))
                    (crate::staff::queue::keys()) (view.pages.render())
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: "网信登记",
            menu: Menu::Intake,
            ..Page::default()
        },
        &content,
    )
}

fn table(view: &View, picks: Option<&Picks>) -> Markup {
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "网信：" (view.tab.label()) }
            thead { tr {
                th scope="col" { (pick::head(picks, "标题")) } th scope="col" { "信访人" } th scope="col" { "问题属地" } th scope="col" { "收到" }
                th scope="col" { "登记期限" } th.right scope="col" { "附件" } th scope="col" { "提示" }
            } }
            tbody { @for row in &view.rows { tr.(if row.unopened { "fresh" } else { "" }) {
                td data-label="标题" { (pick::cell(picks, row.waits, &row.id, &row.title, &title(row, &view.csrf))) }
                td data-label="信访人" { (row.petitioner) }
                td data-label="问题属地" { (row.place) }
                td.num data-label="收到" { (row.received) }
                td data-label="登记期限" { @if let Some(tag) = &row.deadline { (tag.render()) } @else { "—" } }
                td.num.right data-label="附件" { (row.files) }
                td data-label="提示" { div.tags { @for hint in &row.hints { (hint.render()) } } }
            } } }
        }
    }
}

fn title(row: &Row, csrf: &str) -> Markup {
    let opens = match (row.closed, row.unopened) {
        (true, _) => Opens::Never,
        (false, true) => Opens::Post,
        (false, false) => Opens::Link,
    };
    row_title(&row.title, &format!("{LIST}/{}", row.id), opens, csrf)
}

fn nothing(tab: IntakeTab) -> Markup {
    match tab {
        IntakeTab::Unregistered => empty_state(
            "都登记完了",
            "新的网信会出现在这里。",
            Some(("查看已登记", "/staff/intake/web?tab=registered")),
        ),
        IntakeTab::Registered => empty_state(
            "还没有登记过",
            "登记以后会出现在这里。",
            Some(("查看未登记", LIST)),
        ),
        IntakeTab::Withdrawn => empty_state(
            "没有撤回的",
            "群众在打开以前撤回的，留在这里备查。",
            Some(("查看未登记", LIST)),
        ),
    }
}

impl View {
    /// Full, empty in every tab.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str,
                   unopened,
                   who: &str,
                   place: &str,
                   received: &str,
                   days,
                   files,
                   hint: Option<Tag>| Row {
            id: "p1".into(),
            unopened,
            waits: false,
            closed: false,
            title: title.into(),
            petitioner: who.into(),
            place: place.into(),
            received: received.into(),
            deadline: Some(Tag::days_left(days, days < 8, days < 3)),
            files,
            hints: hint.into_iter().collect(),
        };
        let quiet = |word: &str| Some(Tag::new(word, Tone::Quiet));
        let full = Self {
            shell: crate::samples::staff(),
            csrf: "sample".into(),
            tab: IntakeTab::Unregistered,
            counts: [Some(128), None, Some(4)],
            hrefs: IntakeTab::ALL.map(|tab| format!("{LIST}?tab={}", tab.slug())),
            due_today: 3,
            filters: Filters::default(),
            looked: String::new(),
            picks: Picks {
                passes_on: true,
                here: "/staff/intake/web?tab=registered".into(),
            },
            rows: vec![
                row(
                    "村集体土地流转款三年未发到户",
                    true,
                    "张**",
                    "菏泽市曹县",
                    "11-23 08:12",
                    15,
                    3,
                    quiet("疑似重复 2"),
                ),
                row(
                    "幼儿园旁化工仓库夜间异味",
                    true,
                    "刘**",
                    "淄博市张店区",
                    "11-23 07:55",
                    15,
                    5,
                    None,
                ),
                row(
                    "退休教师取暖补贴停发",
                    true,
                    "匿名",
                    "潍坊市昌乐县",
                    "11-22 22:40",
                    14,
                    0,
                    quiet("匿名"),
                ),
                row(
                    "泉城路 1 号院地下车库积水，物业半年未修",
                    false,
                    "李**",
                    "济南市历下区",
                    "11-15 21:47",
                    7,
                    2,
                    quiet("正由 赵登记 办理"),
                ),
                row(
                    "公司拖欠 2025 年四季度工资",
                    false,
                    "陈**",
                    "青岛市黄岛区",
                    "11-08 09:03",
                    0,
                    4,
                    Some(Tag::new("集体 18 人", Tone::Urgent)),
                ),
                row(
                    crate::samples::LONG,
                    false,
                    "周**",
                    "烟台市芝罘区",
                    "11-08 08:47",
                    -1,
                    1,
                    None,
                ),
            ],
            pages: Pagination {
                range: "第 1–25 件".into(),
                first: None,
                next: Some("/staff/intake/web?after=x".into()),
            },
        };
        let empty = IntakeTab::ALL.map(|tab| Self {
            shell: crate::samples::staff(),
            tab,
            ..Self::default()
        });
        let narrowed = Self {
            tab: IntakeTab::Registered,
            filters: Filters {
                action: LIST,
                kept: vec![("tab", "registered".into())],
                filters: vec![Filter {
                    name: "place",
                    label: "问题属地",
                    choices: vec![Choice::new("", "全省"), Choice::new("370100", "济南市")],
                    chosen: "370100".into(),
                }],
            },
            looked: "看过 500 件，符合的 6 件；后面还有，请点“下一页”继续。".into(),
            rows: full
                .rows
                .iter()
                .enumerate()
                .map(|(at, row)| Row {
                    id: format!("p{at}"),
                    unopened: false,
                    waits: at % 2 == 0,
                    ..row.clone()
                })
                .collect(),
            ..full.clone()
        };
        let nothing_found = Self {
            rows: Vec::new(),
            looked: "没有符合的。".into(),
            pages: Pagination::default(),
            ..narrowed.clone()
        };
        [full, narrowed, nothing_found].into_iter().chain(empty).collect()
    }
}
