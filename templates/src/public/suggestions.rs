//! `/suggestions`: what one has suggested; the page of each with its reply; and the receipt.

use crate::components::answer::Answer;
use crate::components::button::link_button;
use crate::components::empty_state::empty_state;
use crate::components::pagination::Pagination;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::{Tag, Tone};
use crate::components::timeline::{StepState, TimelineItem, timeline_folded};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 我的建议.
#[derive(Clone, Debug, Default)]
pub struct ListView {
    /// The frame; its site says whether suggestions are taken now.
    pub shell: PublicShell,
    /// The suggestions of this page of the list.
    pub rows: Vec<Row>,
    /// Paging.
    pub pages: Pagination,
}

/// 一条.
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
    /// Grey facts: `2026年11月18日（周三）提交`, `济南市`, `由济南市信访局研究`.
    pub facts: Vec<String>,
}

/// 一条建议.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Status.
    pub status: Tag,
    /// Who has it now.
    pub office: String,
    /// The reply, once there is one.
    pub answer: Option<Answer>,
    /// Steps, newest first.
    pub timeline: Vec<TimelineItem>,
    /// Full name of the division.
    pub place: String,
    /// 领域; may be empty.
    pub category: String,
    /// The text as typed.
    pub content: String,
}

/// 回执.
#[derive(Clone, Debug, Default)]
pub struct ReceiptView {
    /// The frame.
    pub shell: PublicShell,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Full name of the division.
    pub place: String,
    /// The petition office it went to.
    pub office: String,
    /// When it was made, as people read it.
    pub made_at: String,
    /// Whether a message tells of the reply.
    pub told: bool,
    /// Path of the suggestion.
    pub href: String,
}

/// The list.
#[must_use]
pub fn list_page(view: &ListView) -> Markup {
    let open = view.shell.site.suggestions;
    let content = html! {
        div.wrap {
            div.title-row { h1 { "我的建议" } @if open { a.button href="/suggestions/new" { "提一条建议" } } }
            @if !open { p.hint { "网上建议暂未开放，现在不收新的建议；提过的照常研究、答复。" } }
            @if view.rows.is_empty() {
                (empty_state("还没有提过建议", "提交以后，研究到哪一步、怎样答复都在这里看。",
                    if open { Some(("提一条建议", "/suggestions/new")) }
                    else { (!view.shell.closed.filing).then_some(("反映问题", "/petitions/new")) }))
            } @else {
                ul.cases { @for row in &view.rows { li.case {
                    div.case-head { h2 { a href=(row.href) { (row.title) } } (row.status.render()) }
                    p.hint { span.num { (row.number) } @for fact in &row.facts { span.dot { (fact) } } }
                } } }
                (view.pages.render())
            }
        }
    };
    view.shell.render(
        Page {
            title: "我的建议",
            nav: Nav::MySuggestions,
            ..Page::default()
        },
        &content,
    )
}

/// One suggestion.
#[must_use]
pub fn page(view: &View) -> Markup {
    let facts: Vec<SummaryRow> = [
        SummaryRow::new("编号", &*view.number),
        SummaryRow::new("涉及地区", &*view.place),
        SummaryRow::new("领域", &*view.category),
        SummaryRow::new("建议内容", &*view.content),
    ]
    .into_iter()
    .filter(|row| !row.value.is_empty())
    .collect();
    let content = html! {
        div.wrap.narrow {
            nav.crumbs aria-label="您在这里" { ol { li { a href="/suggestions" { "我的建议" } } li aria-current="page" { (view.number) } } }
            h1 { (view.title) }
            p.standing { (view.status.render()) " " span { @if view.answer.is_some() { "由 " (view.office) " 答复" } @else { "现在由 " (view.office) " 研究" } } }
            @if let Some(answer) = &view.answer {
                (answer.render())
                p.hint { "答复以后，这条建议就办完了。提建议不是请求解决自己的事，没有复查和评价；您有新的想法，可以再提一条。" }
            }
            section.block aria-labelledby="process" { h2 id="process" { "办到哪一步" } (timeline_folded(&view.timeline)) }
            section.block aria-labelledby="made" { h2 id="made" { "您的建议" } (summary_list(&facts)) }
            p.no-print { button.button.button-second type="button" data-print hidden { "打印" } }
        }
    };
    view.shell.render(
        Page {
            title: &view.title,
            nav: Nav::MySuggestions,
            ..Page::default()
        },
        &content,
    )
}

/// The receipt.
#[must_use]
pub fn receipt_page(view: &ReceiptView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            div.panel { h1 { "建议已收到，谢谢您" } p { "编号" } p.panel-number id="number" { (view.number) } }
            (summary_list(&[
                SummaryRow::new("标题", &*view.title),
                SummaryRow::new("涉及地区", &*view.place),
                SummaryRow::new("送交", &*view.office),
                SummaryRow::new("提交时间", &*view.made_at),
            ]))
            section.part {
                h2 { "接下来" }
                ol.next {
                    li { strong { "研究" } span { (view.office) "在 15 天内打开登记（条例第二十二条），开始研究；涉及下级的，转交那里的信访部门，您看得到转给了谁。" } }
                    li { strong { "答复" } span { "采纳、部分采纳、留作参考，还是已有规定，都会答复您并说明。" @if view.told { "有了答复发短信告诉您。" } @else { "请常来“我的建议”看看。" } } }
                }
                p.hint { "研究多久、什么时候答复，条例没有规定（第二十九条），要看事情的大小。" }
            }
            p.buttons.no-print { (link_button("查看这条建议", &view.href, true)) (link_button("我的建议", "/suggestions", false)) }
        }
    };
    view.shell.render(
        Page {
            title: "建议已收到",
            nav: Nav::MySuggestions,
            ..Page::default()
        },
        &content,
    )
}

/// The steps of a suggestion that was answered, for samples.
pub(crate) fn sample_steps() -> Vec<TimelineItem> {
    let step = |when: &str, title: &str, body: &str, state| TimelineItem {
        when: when.into(),
        title: title.into(),
        body: body.into(),
        state,
        ..TimelineItem::default()
    };
    vec![
        step(
            "2026年11月20日（周五）15:32",
            "已答复",
            "济南市信访局答复：部分采纳。",
            StepState::Current,
        ),
        step(
            "2026年11月18日（周三）09:10",
            "开始研究",
            "济南市信访局打开了这条建议。",
            StepState::Past,
        ),
        step(
            "2026年11月17日（周二）16:20",
            "已转交",
            "山东省信访局转交济南市信访局研究。",
            StepState::Past,
        ),
        step(
            "2026年11月16日（周一）21:05",
            "收到",
            "送交山东省信访局。",
            StepState::Past,
        ),
    ]
}

fn signed_in() -> PublicShell {
    let mut shell = crate::samples::signed_in();
    shell.site.suggestions = true;
    shell
}

impl ListView {
    /// Full, empty, empty while none are taken.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let row = |title: &str, word: &str, tone| Row {
            href: "/suggestions/s1".into(),
            title: title.into(),
            number: "J370100-20261116-00003".into(),
            status: Tag::new(word, tone),
            facts: vec![
                "2026年11月16日（周一）提交".into(),
                "济南市".into(),
                "由济南市信访局研究".into(),
            ],
        };
        vec![
            Self {
                shell: signed_in(),
                rows: vec![
                    row("建议早高峰加密 K52 路公交车", "部分采纳", Tone::Good),
                    row("建议老年人就医免填纸质表", "研究中", Tone::Info),
                    row(crate::samples::LONG, "已收到", Tone::Info),
                ],
                pages: Pagination {
                    next: Some("/suggestions?after=x".into()),
                    ..Pagination::default()
                },
            },
            Self {
                shell: signed_in(),
                ..Self::default()
            },
            Self {
                shell: crate::samples::signed_in(),
                ..Self::default()
            },
        ]
    }
}

impl View {
    /// Answered, just made, very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let answered = Self {
            shell: signed_in(),
            number: "J370100-20261116-00003".into(),
            title: "建议早高峰加密 K52 路公交车".into(),
            status: Tag::new("已答复", Tone::Good),
            office: "济南市信访局".into(),
            answer: Some(Answer::sample()),
            timeline: sample_steps(),
            place: "济南市".into(),
            category: "交通运输".into(),
            content: "K52 路早高峰 15 分钟一班，经常挤不上。\n\n建议 7:00–9:00 加密到 8 分钟一班，并在黄台南路东口加一站。".into(),
        };
        let made = Self {
            status: Tag::new("已收到", Tone::Info),
            answer: None,
            timeline: sample_steps().into_iter().skip(3).collect(),
            category: String::new(),
            ..answered.clone()
        };
        let mut long = Self {
            title: crate::samples::LONG.into(),
            content: crate::samples::LONG.into(),
            ..answered.clone()
        };
        long.shell.prefs.elder = true;
        if let Some(answer) = &mut long.answer {
            answer.text = crate::samples::LONG.into();
        }
        vec![answered, made, long]
    }
}

impl ReceiptView {
    /// Told by message; not told, very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let told = Self {
            shell: signed_in(),
            number: "J370100-20261123-00001".into(),
            title: "建议早高峰加密 K52 路公交车".into(),
            place: "济南市".into(),
            office: "济南市信访局".into(),
            made_at: "2026年11月23日（周一）21:47".into(),
            told: true,
            href: "/suggestions/s1".into(),
        };
        vec![
            told.clone(),
            Self {
                title: crate::samples::LONG.into(),
                told: false,
                ..told
            },
        ]
    }
}
