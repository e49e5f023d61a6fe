//! `/staff`: the workbench: what waits, how urgent it is, and what is due this week.

use crate::components::empty_state::empty_state;
use crate::components::icon::{Icon, icon};
use crate::components::tabs::count_word;
use crate::components::tag::{Tag, Tone};
use crate::components::teasers::{Teaser, teasers};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 工作台.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// 重大紧急、扬言: what the agency has to report at once, the first of them.
    pub alerts: Vec<AlertRow>,
    /// How many more of them there are.
    pub more_alerts: usize,
    /// One card per list the officer works on.
    pub cards: Vec<Card>,
    /// What is due soon, most urgent first.
    pub due: Vec<DueRow>,
    /// 公告 for officers, newest first.
    pub notices: Vec<Teaser>,
    /// Today as people read it.
    pub today: String,
}

/// 要立即报告的一件.
#[derive(Clone, Debug, Default)]
pub struct AlertRow {
    /// Path of the case.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// 重大紧急, 扬言.
    pub marks: Vec<Tag>,
    /// Who has it now.
    pub holder: String,
}

/// 一个队列的数字; each counts to 99 and then shows 99+.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Name of the list.
    pub label: String,
    /// Its path.
    pub href: String,
    /// In good time.
    pub green: u32,
    /// Due soon.
    pub amber: u32,
    /// Due within days or overdue.
    pub red: u32,
    /// 计时中止: those whose clock stands still; shown if there are any.
    pub stopped: u32,
    /// What it counts instead, where it has no deadlines: words, number, and how they look.
    pub counts: Vec<(String, u32, Tone)>,
}

/// 快到期的一件.
#[derive(Clone, Debug, Default)]
pub struct DueRow {
    /// Path; for an unopened web petition the list, not the case.
    pub href: String,
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// What must be done: 登记, 告知受理, 答复.
    pub what: String,
    /// Last day as people read it.
    pub due: String,
    /// Days left.
    pub left: Tag,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.desk-title { h1 { "工作台" } p.hint { (view.today) } }
        @if view.cards.is_empty() && view.shell.menu.admin.is_none() {
            (empty_state("没有分配工作", "您的岗位现在没有要办的列表，请联系本单位系统管理员。", None))
        }
        @if !view.alerts.is_empty() { (alerts(view)) }
        ul.cards.cards-lights {
            @if view.shell.menu.admin.is_some() { li.card {
                h2 { a href="/staff/admin" { "系统管理" } }
                p { "运行设置、公告。系统管理员看不到任何信访件。" }
            } }
            @for card in &view.cards { li.card {
            h2 { a href=(card.href) { (card.label) } }
            ul.lights {
                @for (label, count, tone) in &card.counts { (light(label, *count, *tone)) }
                @if card.counts.is_empty() {
                (light("超期或快到期", card.red, Tone::Urgent))
                (light("一周内", card.amber, Tone::Warn))
                (light("时间充裕", card.green, Tone::Good))
                @if card.stopped > 0 { (light("计时中止", card.stopped, Tone::Quiet)) }
                }
            }
        } } }
        @if !view.cards.is_empty() { section.block aria-labelledby="due" {
            h2 id="due" { "快到期的" }
            @if view.due.is_empty() { p.hint { "这几天没有到期的。" } } @else {
                div.scroll role="region" aria-label="快到期的信访件" tabindex="0" { table.table.cards-narrow {
                    thead { tr { th scope="col" { "标题和编号" } th scope="col" { "要做的" } th scope="col" { "最后一天" } th scope="col" { "期限" } } }
                    tbody { @for row in &view.due { tr {
                        td data-label="标题" { a href=(row.href) { (row.title) } span.sub.num { (row.number) } }
                        td data-label="要做的" { (row.what) }
                        td data-label="最后一天" { (row.due) }
                        td data-label="期限" { (row.left.render()) }
                    } } }
                } }
            }
        } }
        @if !view.notices.is_empty() {
            section.block aria-labelledby="notices" {
                h2 id="notices" { "公告" }
                (teasers(&view.notices))
                p { a href="/staff/notices" { "全部公告" } }
            }
        }
    };
    view.shell.render(
        Page {
            title: "工作台",
            menu: Menu::Home,
            ..Page::default()
        },
        &content,
    )
}

fn alerts(view: &View) -> Markup {
    html! { section.card.alert aria-labelledby="alerts" {
        h2 id="alerts" { (icon(Icon::Warning)) "要立即报告的" }
        p { "重大紧急、扬言的信访件，应当及时报告、处置（《信访工作条例》第二十五条）。记录已报告以后不再提示。" }
        ul.plain.alert-list { @for row in &view.alerts { li {
            a href=(row.href) { (row.title) } " " @for mark in &row.marks { (mark.render()) " " }
            span.sub { span.num { (row.number) } "　现在由" (row.holder) "办理" }
        } } }
        @if view.more_alerts > 0 { p { a href="/staff/alerts" { "另外 " (view.more_alerts) " 件" } } }
    } }
}

fn light(label: &str, count: u32, tone: Tone) -> Markup {
    let tone = if count == 0 { Tone::Quiet } else { tone };
    html! { li { span { (label) } (Tag::new(count_word(count), tone).render()) } }
}

impl View {
    /// Ordinary, nothing to do, an administrator.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let card = |label: &str, href: &str, green, amber, red| Card {
            label: label.into(),
            href: href.into(),
            green,
            amber,
            red,
            stopped: 0,
            counts: Vec::new(),
        };
        let due = |title: &str, what: &str, days, red| DueRow {
            href: "/staff/petitions/p1".into(),
            title: title.into(),
            number: "W370102-20261108-00003".into(),
            what: what.into(),
            due: "2026年11月23日（周一）".into(),
            left: Tag::days_left(days, true, red),
        };
        let alert = |title: &str| AlertRow {
            href: "/staff/petitions/p1".into(),
            title: title.into(),
            number: "V370102-20261108-00003".into(),
            marks: vec![Tag::new("重大紧急", Tone::Urgent), Tag::new("扬言", Tone::Urgent)],
            holder: "济南市历下区信访局".into(),
        };
        let ordinary = Self {
            shell: crate::samples::staff(),
            alerts: vec![alert("工地塌方，三个人还没有救出来"), alert(crate::samples::LONG)],
            more_alerts: 4,
            cards: vec![
                card("网信登记", "/staff/intake/web", 120, 5, 3),
                card("单位收件", "/staff/inbox", 40, 2, 0),
                Card {
                    stopped: 2,
                    ..card("办理中", "/staff/todo", 12, 4, 1)
                },
                card("网上建议（未阅）", "/staff/suggestions", 3, 0, 1),
                Card {
                    label: "送审批示".into(),
                    href: "/staff/approvals".into(),
                    counts: vec![
                        ("等我批示".into(), 2, Tone::Warn),
                        ("我送审的已有批示".into(), 1, Tone::Good),
                    ],
                    ..Card::default()
                },
            ],
            due: vec![
                due("邻里噪声纠纷调解未果", "登记", 0, true),
                due(crate::samples::LONG, "告知受理", -2, true),
                due("公司拖欠 2025 年四季度工资", "答复", 4, false),
            ],
            notices: vec![Teaser {
                href: "/staff/notices/n1".into(),
                title: "12 月 1 日 0 时至 6 时系统维护".into(),
                note: "重要 · 2026年11月23日（周一）".into(),
            }],
            today: "2026年11月23日（周一）".into(),
        };
        vec![
            ordinary,
            Self {
                shell: crate::samples::staff(),
                today: "2026年11月23日（周一）".into(),
                ..Self::default()
            },
            Self {
                shell: crate::samples::administrator(),
                today: "2026年11月23日（周一）".into(),
                ..Self::default()
            },
        ]
    }
}
