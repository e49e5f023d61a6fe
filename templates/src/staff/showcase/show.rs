//! `/staff/showcase/{id}`: a case as its officers have it: as the public will read it, what the petitioner said,
//! what happened to it, and what can be done now.

use crate::components::action::{ActionItem, action_list};
use crate::components::notice::{flash, warning};
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::Tag;
use crate::components::timeline::{TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use crate::public::cases::CaseText;
use maud::{Markup, html};

/// 一个案例.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Number of the petition.
    pub number: String,
    /// Path of the petition; empty if the officer may not read it.
    pub petition: String,
    /// The words as the public reads them; what is missing says so.
    pub case: CaseText,
    /// Where it stands.
    pub tags: Vec<Tag>,
    /// Key and value: what the petitioner said, when and to whom; who wrote it.
    pub facts: Vec<(String, String)>,
    /// What bars the publication; a sentence, empty if nothing does.
    pub bars: String,
    /// Numbers that stay, each with its reason.
    pub explained: Vec<(String, String)>,
    /// Names and addresses that the words may still hold.
    pub doubts: Vec<(String, String)>,
    /// What happened to it, newest first.
    pub trail: Vec<TimelineItem>,
    /// What can be done.
    pub actions: Vec<ActionItem>,
    /// A message after something was done; may be empty.
    pub flash: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let facts: Vec<SummaryRow> = view
        .facts
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    let content = html! {
        p.back { a href="/staff/showcase" { "案例选登" } }
        (flash(&view.flash))
        div.case-head { h1 { (view.case.title) } span.tags { @for tag in &view.tags { (tag.render()) } } }
        p.hint { span.num { (view.number) } @if !view.petition.is_empty() { span.dot { a href=(view.petition) { "查看信访件" } } } }
        @if !view.bars.is_empty() { (warning(&view.bars)) }
        div.two {
            div.two-main {
                section.card aria-label="公开以后的样子" {
                    p.hint { "公开以后的样子" }
                    p.teaser { (view.case.title) }
                    (view.case.render())
                }
                @if !view.doubts.is_empty() {
                    section.block aria-labelledby="doubts" { h2 id="doubts" { "还像是姓名、住址的地方" }
                        p.hint { "估计着找的，不一定是。请对照着看一遍。" }
                        ul { @for (kind, words) in &view.doubts { li { span.chip { (kind) } " " (words) } } } }
                }
                @if !view.explained.is_empty() {
                    section.block aria-labelledby="kept" { h2 id="kept" { "保留的号码" }
                        ul { @for (words, reason) in &view.explained { li { strong.num { (words) } "：" (reason) } } } }
                }
                section.block aria-labelledby="trail" { h2 id="trail" { "经过" } (timeline(&view.trail)) }
            }
            aside.two-side aria-label="可以做的" {
                section.card { h2 { "可以做的" }
                    @if view.actions.is_empty() { p.hint { "您的岗位现在不能对这个案例做操作。" } }
                    (action_list(&view.actions)) }
                section.card { h2 { "信访人意愿" } (summary_list(&facts)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("案例 {}", view.number),
            menu: Menu::Showcase,
            class: "main-wide",
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Waiting for approval, barred and very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        use crate::components::timeline::StepState;
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let step = |title: &str, body: &str, state| TimelineItem {
            when: "2026年11月23日（周一）10:02".into(),
            title: title.into(),
            body: body.into(),
            who: Some("柏青".into()),
            internal: true,
            state,
            ..TimelineItem::default()
        };
        let waiting = Self {
            shell: crate::samples::staff(),
            number: "W370102-20261014-00042".into(),
            petition: "/staff/petitions/p1".into(),
            case: CaseText {
                published: String::new(),
                more: Vec::new(),
                ..CaseText::sample()
            },
            tags: vec![Tag::new("待审核", Tone::Warn), Tag::new("信访人同意", Tone::Good)],
            facts: vec![
                pair("答复", "同意公开"),
                pair("怎样问的", "打电话，2026年11月20日（周五）"),
                pair("谁问的", "柏青"),
            ],
            explained: vec![pair("0531-88886666", "是单位对外公开的电话或者邮箱")],
            doubts: vec![pair("住址", "某小区 3 号楼")],
            trail: vec![
                step("送审", "", StepState::Current),
                step("选登", "", StepState::Past),
            ],
            actions: vec![
                ActionItem::link("同意发布", "/staff/showcase/c1/approve").main(),
                ActionItem::link("退回", "/staff/showcase/c1/back"),
                ActionItem::blocked("修改", "稿子已经送审，要改请先取回"),
            ],
            flash: "已送审。".into(),
            ..Self::default()
        };
        let barred = Self {
            case: CaseText {
                title: crate::samples::LONG.into(),
                handled: "（还没有写）".into(),
                ..waiting.case.clone()
            },
            bars: "还不能送审：还没有信访人同意公开的记录。".into(),
            explained: Vec::new(),
            doubts: Vec::new(),
            actions: Vec::new(),
            flash: String::new(),
            ..waiting.clone()
        };
        vec![waiting, barred]
    }
}
