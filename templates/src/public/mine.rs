//! `/petitions`: what I filed, in five tabs.

use crate::components::action::{ActionItem, ActionKind};
use crate::components::draft_list::{DraftItem, draft_list};
use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::Tag;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 我反映的问题 的分类; the value of `?tab=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MineTab {
    /// `all`.
    #[default]
    All,
    /// `withdrawable`.
    Withdrawable,
    /// `withdrawn`.
    Withdrawn,
    /// `to-rate`.
    ToRate,
    /// `concluded`.
    Concluded,
}

impl MineTab {
    /// Every tab in page order.
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Withdrawable,
        Self::Withdrawn,
        Self::ToRate,
        Self::Concluded,
    ];

    /// The value in the query.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Withdrawable => "withdrawable",
            Self::Withdrawn => "withdrawn",
            Self::ToRate => "to-rate",
            Self::Concluded => "concluded",
        }
    }

    /// The tab a query names; anything unknown is all.
    #[must_use]
    pub fn parse(slug: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|tab| tab.slug() == slug)
            .unwrap_or_default()
    }

    fn label(self) -> &'static str {
        match self {
            Self::All => "全部",
            Self::Withdrawable => "可以撤回",
            Self::Withdrawn => "已撤回",
            Self::ToRate => "待评价",
            Self::Concluded => "已办结",
        }
    }
}

/// 我反映的问题.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Which tab.
    pub tab: MineTab,
    /// The petitions of this page of the list.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
    /// Token, for throwing a draft away.
    pub csrf: String,
    /// Unfinished drafts, newest first.
    pub drafts: Vec<DraftItem>,
}

/// 一件.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Status.
    pub status: Tag,
    /// Grey facts: `2026年10月14日（周三）提交`, `济南市历下区`, `现在由 … 办理`.
    pub facts: Vec<String>,
    /// The next deadline, `受理告知期限：2026年12月8日（周二）`, and the days left; none once nothing is due.
    pub due: Option<(String, Tag)>,
    /// What one has to do now, in a sentence.
    pub now: String,
    /// 评价: possible, or over and why; none where it was never possible yet.
    pub rate: Option<ActionItem>,
}

impl Row {
    /// The deadline, the sentence, and the button where one can rate; where one could, quietly why no more. Where one
    /// can rate, that comes before the window of a review.
    fn next(&self) -> Markup {
        let can_rate = self.rate.as_ref().is_some_and(|rate| rate.blocked.is_none());
        let due = html! {
            @if let Some((due, left)) = &self.due { p.case-due { span { (due) } (left.render()) } }
        };
        html! {
            @if !can_rate { (due) }
            @if !self.now.is_empty() { p.case-now { (self.now) } }
            @match self.rate.as_ref().map(|rate| (rate, &rate.blocked, &rate.kind)) {
                Some((rate, None, ActionKind::Link(href))) => {
                    p.case-now { a.button.button-small href=(href) { (rate.label) span.vh { "：" (self.title) } } }
                }
                Some((_, Some(reason), _)) => { p.hint { (reason) "。" } }
                _ => {}
            }
            @if can_rate { (due) }
        }
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let items: Vec<Tab> = MineTab::ALL
        .into_iter()
        .map(|tab| Tab {
            label: tab.label().into(),
            count: None,
            href: format!("/petitions?tab={}", tab.slug()),
            current: tab == view.tab,
        })
        .collect();
    let closed = view.shell.closed.filing;
    let content = html! {
        div.wrap {
            div.title-row { h1 { "我反映的问题" } a href="/suggestions" { "我的建议" } @if !closed { a.button href="/petitions/new" { "反映新的问题" } } }
            @if closed { p.hint { "现在暂停网上反映，已经提交的照常办理。" a href="/petitions/new" { "想反映新问题，还能怎么办" } } }
            @if !view.drafts.is_empty() {
                details {
                    summary { "没写完的（" (view.drafts.len()) " 份）" }
                    (draft_list(&view.drafts, &view.csrf, "/petitions", "", closed))
                }
            }
            (tabs("按进展分类", &items))
            @if view.rows.is_empty() { (nothing(view.tab, closed)) }
            @else {
                ul.cases { @for row in &view.rows { li.case {
                    div.case-head { h2 { a href=(row.href) { (row.title) } } (row.status.render()) }
                    p.hint { span.num { (row.number) } @for fact in &row.facts { span.dot { (fact) } } }
                    (row.next())
                } } }
                (view.pages.render())
            }
        }
    };
    view.shell.render(
        Page {
            title: "我反映的问题",
            nav: Nav::Mine,
            ..Page::default()
        },
        &content,
    )
}

fn nothing(tab: MineTab, closed: bool) -> Markup {
    let (title, text, next) = match tab {
        MineTab::All => (
            "还没有反映过问题",
            "提交以后，办到哪一步都在这里看。",
            (!closed).then_some(("反映问题", "/petitions/new")),
        ),
        MineTab::Withdrawable => (
            "没有可以撤回的",
            "工作人员打开以后就不能撤回了。",
            Some(("查看全部", "/petitions")),
        ),
        MineTab::Withdrawn => (
            "没有撤回过",
            "撤回的会留在这里备查。",
            Some(("查看全部", "/petitions")),
        ),
        MineTab::ToRate => (
            "没有等您评价的",
            "属于评价范围的，责任单位答复以后、评价期限以内会出现在这里。",
            Some(("查看全部", "/petitions")),
        ),
        MineTab::Concluded => (
            "还没有办结的",
            "办结以后会出现在这里。",
            Some(("查看全部", "/petitions")),
        ),
    };
    empty_state(title, text, next)
}

impl View {
    /// Full, empty in every tab, very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, number: &str, status: &str, facts: &[&str]| Row {
            href: "/petitions/p1".into(),
            title: title.into(),
            number: number.into(),
            status: Tag::status(status),
            facts: facts.iter().map(|fact| (*fact).to_owned()).collect(),
            due: (status == "办理中").then(|| {
                (
                    "办理期限：2026年12月29日（周二）".into(),
                    Tag::days_left(36, false, false),
                )
            }),
            now: match status {
                "已办结" => "请评价，到 2026年12月23日（周三）为止。",
                "已撤回" => "已经撤回，不用您做什么。需要时可以重新反映。",
                _ => "现在不用您做什么，2026年12月29日（周二）以前会书面答复您。",
            }
            .into(),
            rate: match status {
                "已办结" => Some(ActionItem::link("评价", "/rate/p1")),
                "已答复" => Some(ActionItem::blocked("评价", "已经评价过两次，不能再评价")),
                _ => None,
            },
        };
        let full = Self {
            shell: crate::samples::signed_in(),
            tab: MineTab::All,
            rows: vec![
                row(
                    "泉城路 1 号院地下车库积水，物业半年未修",
                    "W370102-20261014-00042",
                    "办理中",
                    &["10月14日提交", "现在由 济南市历下区住房和城乡建设局 办理"],
                ),
                Row {
                    due: Some((
                        format!("办理期限：{}", crate::samples::SUSPENDED_FOR),
                        Tag::new("计时中止", crate::components::tag::Tone::Quiet),
                    )),
                    now: "现在不用您做什么。恢复计时以后，会告诉您新的答复期限。".into(),
                    ..row(
                        "楼上漏水，等待司法鉴定",
                        "W370102-20260921-00031",
                        "办理中",
                        &["9月21日提交", "现在由 济南市历下区住房和城乡建设局 办理"],
                    )
                },
                row(
                    "公交 49 路末班车提前",
                    "W370102-20260902-00007",
                    "已办结",
                    &["9月2日提交", "10月11日答复"],
                ),
                row(
                    "小区南门的消防通道常年停满车，救护车进不来",
                    "W370102-20260815-00003",
                    "已答复",
                    &["8月15日提交", "现在由 济南市历下区住房和城乡建设局 办理"],
                ),
                row(
                    "路灯不亮",
                    "W370102-20260801-00011",
                    "已撤回",
                    &["8月1日提交", "8月1日撤回"],
                ),
                row(
                    crate::samples::LONG,
                    "W370102-20260701-00012",
                    "已收到",
                    &["7月1日提交"],
                ),
            ],
            pages: Pagination {
                range: "第 1–25 件".into(),
                first: None,
                next: Some("/petitions?after=x".into()),
            },
            csrf: "sample".into(),
            drafts: DraftItem::samples(),
        };
        let empty = MineTab::ALL.map(|tab| Self {
            shell: crate::samples::signed_in(),
            tab,
            ..Self::default()
        });
        std::iter::once(full).chain(empty).collect()
    }
}
