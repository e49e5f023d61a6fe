//! `/staff/approvals`: 送审批示 — what waits for me, what I answered, what I asked.

use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::Tag;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 送审批示 的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApprovalTab {
    /// `waiting`: leaders.
    #[default]
    Waiting,
    /// `decided`: leaders.
    Decided,
    /// `sent`: who asks.
    Sent,
    /// `past`: who asks.
    Past,
}

impl ApprovalTab {
    /// Every tab in page order.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Decided, Self::Sent, Self::Past];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Decided => "decided",
            Self::Sent => "sent",
            Self::Past => "past",
        }
    }

    /// Whether it is for who is asked; the others are for who asks.
    #[must_use]
    pub fn is_for_leaders(self) -> bool {
        matches!(self, Self::Waiting | Self::Decided)
    }

    fn label(self) -> &'static str {
        match self {
            Self::Waiting => "等我批示",
            Self::Decided => "我批示过的",
            Self::Sent => "我送审的",
            Self::Past => "送审已结束的",
        }
    }
}

/// 送审批示.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// The tabs that this officer has.
    pub tabs: Vec<ApprovalTab>,
    /// Which is shown.
    pub tab: ApprovalTab,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// A message after something was done; may be empty.
    pub flash: String,
}

/// 一次送审.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// Title of the case.
    pub title: String,
    /// Number of the case.
    pub number: String,
    /// 转送, 交办.
    pub what: String,
    /// Who asks, or who is asked.
    pub who: String,
    /// When: `11-23 08:12`.
    pub at: String,
    /// What is left until the case must be done, while it waits or is to be carried out.
    pub left: Option<Tag>,
    /// Where it stands.
    pub standing: Tag,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = view
        .tabs
        .iter()
        .map(|tab| Tab {
            label: tab.label().into(),
            count: None,
            href: format!("/staff/approvals?tab={}", tab.slug()),
            current: *tab == view.tab,
        })
        .collect();
    let who = if view.tab.is_for_leaders() {
        "送审人"
    } else {
        "送给"
    };
    let content = html! {
        (crate::components::notice::flash(&view.flash))
        div.desk-title { h1 { "送审批示" } }
        (tabs("按批示情况分类", &items))
        div.sheet-list {
            @if view.rows.is_empty() { (nothing(view.tab)) } @else {
                div.scroll role="region" aria-label="送审列表" tabindex="0" { table.table.cards-narrow data-keys {
                    caption.vh { (view.tab.label()) }
                    thead { tr { th scope="col" { "标题和编号" } th scope="col" { "拟" } th scope="col" { (who) } th scope="col" { "送审" } th scope="col" { "办理期限" } th scope="col" { "批示" } } }
                    tbody { @for row in &view.rows { tr {
                        td data-label="标题" { a href=(row.href) data-open { (row.title) } span.sub.num { (row.number) } }
                        td data-label="拟" { (row.what) }
                        td data-label=(who) { (row.who) }
                        td.num data-label="送审" { (row.at) }
                        td data-label="办理期限" { @if let Some(left) = &row.left { (left.render()) } @else { "—" } }
                        td data-label="批示" { (row.standing.render()) }
                    } } }
                } }
                div.list-foot { (crate::staff::queue::keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("送审批示 {}", view.tab.label()),
            menu: Menu::Approvals,
            ..Page::default()
        },
        &content,
    )
}

fn nothing(tab: ApprovalTab) -> Markup {
    match tab {
        ApprovalTab::Waiting => empty_state("没有等您批示的", "本单位工作人员送给您的会出现在这里。", None),
        ApprovalTab::Decided => empty_state(
            "还没有批示过",
            "批示以后会出现在这里。",
            Some(("查看等我批示", "/staff/approvals?tab=waiting")),
        ),
        ApprovalTab::Sent => empty_state(
            "没有送审的",
            "登记、转送、交办、出具处理意见时拿不准的，在那一页点“送领导审批”。",
            None,
        ),
        ApprovalTab::Past => empty_state(
            "还没有结束的",
            "按批示办理、撤回或者过时以后会出现在这里。",
            Some(("查看我送审的", "/staff/approvals?tab=sent")),
        ),
    }
}

impl View {
    /// Full, and empty in every tab.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let row = |title: &str, standing| Row {
            href: "/staff/approvals/p1/5".into(),
            title: title.into(),
            number: "W370102-20261014-00042".into(),
            what: "交办".into(),
            who: "邓洁".into(),
            at: "11-23 08:12".into(),
            left: Some(Tag::days_left(3, true, false)),
            standing,
        };
        let full = Self {
            shell: crate::samples::staff(),
            tabs: ApprovalTab::ALL.into(),
            tab: ApprovalTab::Sent,
            rows: vec![
                row(
                    "泉城路 1 号院地下车库积水，物业半年未修",
                    Tag::new("同意", Tone::Good),
                ),
                row(crate::samples::LONG, Tag::new("等待批示", Tone::Info)),
            ],
            pages: Pagination::default(),
            flash: "已送审。".into(),
        };
        let empty = ApprovalTab::ALL.map(|tab| Self {
            shell: crate::samples::staff(),
            tabs: vec![tab],
            tab,
            ..Self::default()
        });
        std::iter::once(full).chain(empty).collect()
    }
}
