//! `/staff/inbox`, `/staff/todo`, `/staff/done`, `/staff/alerts`: the lists of an agency.

use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::tabs::{Tab, tabs};
use crate::components::tag::{Tag, Tone};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 队列.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Queue {
    /// 单位收件: transferred here, not accepted yet.
    #[default]
    Inbox,
    /// 办理中: accepted here.
    Todo,
    /// 已办: concluded here.
    Done,
    /// 已办: passed on from here, concluded by others.
    Passed,
    /// 要立即报告的: marked grave and urgent, or threatening, and not reported by this agency yet.
    Alerts,
}

/// 单位收件、办理中、已办.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Which list.
    pub queue: Queue,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
}

/// 一件.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Path: `/staff/petitions/{id}`.
    pub href: String,
    /// Whether it is new here: bold.
    pub fresh: bool,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Masked name, or 匿名.
    pub petitioner: String,
    /// Full name of the division.
    pub place: String,
    /// Where it came from; may be empty.
    pub from: String,
    /// When it came: `11-23 08:12`.
    pub arrived: String,
    /// Status.
    pub status: Tag,
    /// Days left.
    pub deadline: Option<Tag>,
    /// 匿名, 联名, 扬言.
    pub hints: Vec<Tag>,
}

impl Queue {
    fn words(self) -> (&'static str, &'static str, Menu) {
        match self {
            Self::Inbox => ("单位收件", "收到", Menu::Inbox),
            Self::Todo => ("办理中", "受理", Menu::Todo),
            Self::Done | Self::Passed => ("已办", "提交", Menu::Done),
            Self::Alerts => ("要立即报告的", "收到", Menu::Home),
        }
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let (name, arrived, menu) = view.queue.words();
    // Waiting matters by its date, finished by its status: one column shows whichever it is.
    let over = matches!(view.queue, Queue::Done | Queue::Passed);
    let standing = if over { "状态" } else { "期限" };
    let from = match view.queue {
        Queue::Passed => "办结单位",
        Queue::Alerts => "办理单位",
        _ => "来自",
    };
    let content = html! {
        div.desk-title { h1 { (name) } }
        @if over { (tabs("按办结单位分类", &[
            tab("本单位办结", "/staff/done", view.queue == Queue::Done),
            tab("转出以后办结", "/staff/done?tab=passed", view.queue == Queue::Passed),
        ])) }
        div.sheet-list {
            @if view.rows.is_empty() { (nothing(view.queue)) }
            @else {
                div.scroll role="region" aria-label={ (name) "列表" } tabindex="0" { table.table.cards-narrow data-keys {
                    caption.vh { (name) }
                    thead { tr {
                        th scope="col" { "标题和编号" } th scope="col" { "信访人" } th scope="col" { "问题属地" }
                        th scope="col" { (from) } th scope="col" { (arrived) } th scope="col" { (standing) } th scope="col" { "提示" }
                    } }
                    tbody { @for row in &view.rows { tr.(if row.fresh { "fresh" } else { "" }) {
                        td data-label="标题" { a href=(row.href) data-open { @if row.fresh { span.vh { "新：" } } (row.title) } span.sub.num { (row.number) } }
                        td data-label="信访人" { (row.petitioner) }
                        td data-label="问题属地" { (row.place) }
                        td data-label=(from) { @if row.from.is_empty() { "—" } @else { (row.from) } }
                        td.num data-label=(arrived) { (row.arrived) }
                        td data-label=(standing) { (row.deadline.as_ref().unwrap_or(&row.status).render()) }
                        td data-label="提示" { div.tags { @for hint in &row.hints { (hint.render()) } } }
                    } } }
                } }
                div.list-foot { (keys()) (view.pages.render()) }
            }
        }
    };
    view.shell.render(
        Page {
            title: name,
            menu,
            ..Page::default()
        },
        &content,
    )
}

fn tab(label: &str, href: &str, current: bool) -> Tab {
    Tab {
        label: label.to_owned(),
        count: None,
        href: href.to_owned(),
        current,
    }
}

/// The keys a list answers to, and their help; shown only where `staff.js` runs.
pub(crate) fn keys() -> Markup {
    html! {
        p.keys data-keys-help hidden { kbd { "j" } " " kbd { "k" } " 移动 " kbd { "Enter" } " 打开 " button.button.button-quiet type="button" data-help { kbd { "?" } " 全部快捷键" } }
        dialog.dialog id="keys-dialog" aria-labelledby="keys-title" {
            h2 id="keys-title" { "快捷键" }
            dl.facts {
                @for (key, what) in [("j", "下一件"), ("k", "上一件"), ("Enter", "打开"), ("x", "选择或取消选择（能批量办理的列表）"), ("n", "下一页"), ("f", "登记表里：到第一个还没有填的必填项"), ("Ctrl+Enter", "登记表里：提交"), ("?", "这个说明"), ("Esc", "关闭")] {
                    div { dt { kbd { (key) } } dd { (what) } }
                }
            }
            form method="dialog" { button.button type="submit" { "关闭" } }
        }
    }
}

fn nothing(queue: Queue) -> Markup {
    match queue {
        Queue::Inbox => empty_state(
            "没有新收到的",
            "转送给本单位的信访件会出现在这里，15 日内要告知是否受理。",
            Some(("查看办理中", "/staff/todo")),
        ),
        Queue::Todo => empty_state(
            "没有在办的",
            "受理以后会出现在这里，60 日内要答复。",
            Some(("查看单位收件", "/staff/inbox")),
        ),
        Queue::Done => empty_state(
            "还没有办结的",
            "办结以后会出现在这里。",
            Some(("查看办理中", "/staff/todo")),
        ),
        Queue::Alerts => empty_state(
            "没有要立即报告的",
            "登记为重大紧急或者扬言的信访件，在本单位记录已报告以前会出现在这里（条例第二十五条）。",
            None,
        ),
        Queue::Passed => empty_state(
            "转出的还没有办结的",
            "本单位登记、经手，转给别的单位办结的，会出现在这里。",
            None,
        ),
    }
}

impl View {
    /// Full, passed on and over, empty in every list.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, fresh, days| Row {
            href: "/staff/petitions/p1".into(),
            fresh,
            title: title.into(),
            number: "W370102-20261014-00042".into(),
            petitioner: "李**".into(),
            place: "济南市历下区".into(),
            from: "省信访局".into(),
            arrived: "11-20 09:31".into(),
            status: Tag::status("已转送"),
            deadline: Some(Tag::days_left(days, days < 8, days < 3)),
            hints: vec![Tag::new("联名 18 人", Tone::Warn)],
        };
        let full = Self {
            shell: crate::samples::staff(),
            queue: Queue::Inbox,
            rows: vec![
                Row {
                    status: Tag::status("办理中"),
                    deadline: Some(Tag::new("计时中止", Tone::Quiet)),
                    ..row("楼上漏水，等待司法鉴定", false, 30)
                },
                row("泉城路 1 号院地下车库积水，物业半年未修", true, 12),
                row(crate::samples::LONG, false, 1),
            ],
            pages: Pagination {
                range: "第 26–27 件".into(),
                first: Some("/staff/inbox".into()),
                next: None,
            },
        };
        let over = Self {
            queue: Queue::Passed,
            rows: full.rows.clone(),
            ..Self::default()
        };
        let empty = [
            Queue::Inbox,
            Queue::Todo,
            Queue::Done,
            Queue::Passed,
            Queue::Alerts,
        ]
        .map(|queue| Self {
            shell: crate::samples::staff(),
            queue,
            ..Self::default()
        });
        [full, over].into_iter().chain(empty).collect()
    }
}
