//! `/staff/suggestions`: 网上建议调阅 — a petition office's suggestions in three tabs. What nobody has opened
//! yet stands in bold and is opened by a POST.

use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::row_title::{Opens, row_title};
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 网上建议调阅 的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeskTab {
    /// `unread`.
    #[default]
    Unread,
    /// `studying`.
    Studying,
    /// `replied`.
    Replied,
}

impl DeskTab {
    /// Every tab in page order.
    pub const ALL: [Self; 3] = [Self::Unread, Self::Studying, Self::Replied];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Studying => "studying",
            Self::Replied => "replied",
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
            Self::Unread => "未阅",
            Self::Studying => "研究中",
            Self::Replied => "已答复",
        }
    }
}

/// 网上建议调阅.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Token of the forms that open a row.
    pub csrf: String,
    /// Which tab.
    pub tab: DeskTab,
    /// How many are unread.
    pub unread: u32,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// A message after something was done; may be empty.
    pub flash: String,
}

/// 一条建议.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Whether this office has not opened it yet.
    pub unopened: bool,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Masked name, or 匿名.
    pub maker: String,
    /// Full name of the division.
    pub place: String,
    /// 领域; may be empty.
    pub category: String,
    /// When it was made: `11-23 08:12`.
    pub made: String,
    /// Days left to open it, or to pass it on (条例第 22 条); none once it was opened.
    pub deadline: Option<Tag>,
    /// 由省信访局转交, 采纳, 匿名.
    pub hints: Vec<Tag>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = DeskTab::ALL
        .into_iter()
        .map(|tab| Tab {
            label: tab.label().into(),
            count: (tab == DeskTab::Unread).then_some(view.unread),
            href: format!("/staff/suggestions?tab={}", tab.slug()),
            current: tab == view.tab,
        })
        .collect();
    let content = html! {
        (crate::components::notice::flash(&view.flash))
        div.desk-title { h1 { "网上建议调阅" } }
        (tabs("按研究情况分类", &items))
        @if view.rows.is_empty() { div.sheet-list { (nothing(view.tab)) } }
        @else {
            div.sheet-list {
                div.scroll role="region" aria-label="网上建议列表" tabindex="0" { (table(view)) }
                div.list-foot { (crate::staff::queue::keys()) (view.pages.render()) }
            }
            @if view.tab == DeskTab::Unread { p.hint { "从本单位收到的次日起 15 日内打开登记；不归本级管的，也在这 15 日内转交（条例第二十二条）。" } }
        }
    };
    view.shell.render(
        Page {
            title: "网上建议调阅",
            menu: Menu::Suggestions,
            ..Page::default()
        },
        &content,
    )
}

fn table(view: &View) -> Markup {
    // What was opened is registered.
    let dated = view.tab == DeskTab::Unread;
    html! {
        table.table.cards-narrow data-keys {
            caption.vh { "网上建议：" (view.tab.label()) }
            thead { tr {
                th scope="col" { "标题和编号" } th scope="col" { "建议人" } th scope="col" { "涉及地区" }
                th scope="col" { "领域" } th scope="col" { "收到" }
                @if dated { th scope="col" { "登记转送期限" } }
                th scope="col" { "提示" }
            } }
            tbody { @for row in &view.rows { tr.(if row.unopened { "fresh" } else { "" }) {
                td data-label="标题" { (title(row, &view.csrf)) span.sub.num { (row.number) } }
                td data-label="建议人" { (row.maker) }
                td data-label="涉及地区" { (row.place) }
                td data-label="领域" { @if row.category.is_empty() { "—" } @else { (row.category) } }
                td.num data-label="收到" { (row.made) }
                @if dated { td data-label="期限" { @if let Some(tag) = &row.deadline { (tag.render()) } @else { "—" } } }
                td data-label="提示" { div.tags { @for hint in &row.hints { (hint.render()) } } }
            } } }
        }
    }
}

fn title(row: &Row, csrf: &str) -> Markup {
    let opens = if row.unopened { Opens::Post } else { Opens::Link };
    row_title(&row.title, &format!("/staff/suggestions/{}", row.id), opens, csrf)
}

fn nothing(tab: DeskTab) -> Markup {
    match tab {
        DeskTab::Unread => empty_state(
            "都看过了",
            "送到本单位的新建议会出现在这里。",
            Some(("查看研究中", "/staff/suggestions?tab=studying")),
        ),
        DeskTab::Studying => empty_state(
            "没有正在研究的",
            "打开以后、答复以前的建议会出现在这里。",
            Some(("查看未阅", "/staff/suggestions")),
        ),
        DeskTab::Replied => empty_state(
            "还没有答复过",
            "答复以后会出现在这里。",
            Some(("查看未阅", "/staff/suggestions")),
        ),
    }
}

impl View {
    /// Full, answered, empty in every tab.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, unopened, hint: Tag| Row {
            id: "s1".into(),
            unopened,
            title: title.into(),
            number: "J370100-20261116-00003".into(),
            maker: "李**".into(),
            place: "济南市".into(),
            category: "交通运输".into(),
            made: "11-16 21:05".into(),
            deadline: unopened.then(|| Tag::days_left(8, false, false)),
            hints: vec![hint],
        };
        let full = Self {
            shell: crate::samples::staff(),
            csrf: "sample".into(),
            tab: DeskTab::Unread,
            unread: 128,
            rows: vec![
                row(
                    "建议早高峰加密 K52 路公交车",
                    true,
                    Tag::new("由省信访局转交", Tone::Info),
                ),
                Row {
                    category: String::new(),
                    maker: "匿名".into(),
                    deadline: Some(Tag::days_left(-2, false, true)),
                    ..row(crate::samples::LONG, true, Tag::new("匿名", Tone::Quiet))
                },
            ],
            pages: Pagination {
                next: Some("/staff/suggestions?after=x".into()),
                ..Pagination::default()
            },
            flash: "已转交济南市信访局。".into(),
        };
        let replied = Self {
            tab: DeskTab::Replied,
            rows: vec![row(
                "建议老年人就医免填纸质表",
                false,
                Tag::new("采纳", Tone::Good),
            )],
            flash: String::new(),
            ..full.clone()
        };
        let empty = DeskTab::ALL.map(|tab| Self {
            shell: crate::samples::staff(),
            tab,
            ..Self::default()
        });
        [full, replied].into_iter().chain(empty).collect()
    }
}
