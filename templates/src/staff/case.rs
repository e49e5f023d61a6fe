//! `/staff/petitions/{id}`: the case: summary, timeline, letters, attachments, and on the right what
//! this officer may do now.

use crate::components::action::{ActionItem, action_list};
use crate::components::button::submit;
use crate::components::deadline_bar::DeadlineBar;
use crate::components::error_summary::error_summary;
use crate::components::file_list::{FileItem, file_list};
use crate::components::form::{FormState, hidden};
use crate::components::icon::{Icon, icon};
use crate::components::link::Link;
use crate::components::materials::{MaterialItem, materials};
use crate::components::notice::{flash, warning};
use crate::components::rating::{RatingCard, rating_cards};
use crate::components::related::{RelatedCase, related};
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::Tag;
use crate::components::textarea::Textarea;
use crate::components::timeline::{TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 信访件（工作人员）.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Status.
    pub status: Tag,
    /// 联名, 扬言, 涉法涉诉, 匿名.
    pub flags: Vec<Tag>,
    /// Who has it now.
    pub agency: String,
    /// The deadline that runs now.
    pub deadline: Option<DeadlineBar>,
    /// Facts of the registration and of the petitioner (masked): key and value.
    pub facts: Vec<(String, String)>,
    /// Where the masked values can be seen in full; none for an anonymous petitioner.
    pub petitioner: Option<String>,
    /// 重大紧急、扬言: what waits to be reported by the officer's agency.
    pub alert: Option<Alert>,
    /// 摘要; may be empty.
    pub summary: String,
    /// 扬言内容; may be empty.
    pub threat: String,
    /// The text as typed.
    pub content: String,
    /// Cases that belong to it, the newest links first.
    pub related: Vec<RelatedCase>,
    /// Whether there are more of them.
    pub more_related: bool,
    /// 又收到的来信: letters registered in brief that joined it, the newest first.
    pub joined: Vec<Joined>,
    /// Public and internal steps, newest first.
    pub timeline: Vec<TimelineItem>,
    /// How the rating stands, in a sentence; empty while there can be none.
    pub rating: String,
    /// Every rating with reasons and message.
    pub ratings: Vec<RatingCard>,
    /// Letters.
    pub letters: Vec<Link>,
    /// Attachments.
    pub files: Vec<FileItem>,
    /// What the petitioner added later.
    pub materials: Vec<MaterialItem>,
    /// What this officer may do, and what not now and why.
    pub actions: Vec<ActionItem>,
    /// 下一步: what the interview came to and leads to; empty where it leads to none of the officers' steps.
    pub next: String,
    /// Where a handling record is added; none if the officer may not.
    pub note: Option<Note>,
    /// 交办: who owes whom a result by when.
    pub assignments: Vec<Assigned>,
    /// 送审: what leaders were asked, the newest first.
    pub approvals: Vec<Submitted>,
    /// A message after something was done; may be empty.
    pub flash: String,
    /// Which menu entry it belongs to.
    pub menu: Menu,
    /// The list in which it stands for the officer's agency, if it stands in one.
    pub back: Option<Link>,
}

/// 又收到的来信: one of a case.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// How many, by which number, when, in a sentence.
    pub words: String,
    /// Its page; none for officers of another office than the one that registered it.
    pub href: Option<String>,
}

/// 紧急情况. Posts `report csrf` to `action`.
#[derive(Clone, Debug, Default)]
pub struct Alert {
    /// Why, in a sentence without a full stop.
    pub why: String,
    /// Where it posts; none for who does not record it.
    pub action: Option<String>,
    /// What was typed and what was wrong.
    pub form: FormState,
}

/// 交办: one of a case.
#[derive(Clone, Debug, Default)]
pub struct Assigned {
    /// Who assigned it to whom, in a sentence.
    pub what: String,
    /// By when, as people read it.
    pub due: String,
    /// Days left, or that it was reported.
    pub standing: Tag,
}

/// 送审: one of a case.
#[derive(Clone, Debug, Default)]
pub struct Submitted {
    /// Its page.
    pub href: String,
    /// 拟转送, 送郭志远.
    pub what: String,
    /// 等待批示, 同意.
    pub standing: Tag,
    /// What the leader said; may be empty.
    pub text: String,
    /// Where it is carried out, if it waits for that.
    pub go_on: Option<String>,
}

/// 添加办理记录. Posts `note csrf version` to `action`.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// Where it posts.
    pub action: String,
    /// Version of the case.
    pub version: String,
    /// What was typed and what was wrong.
    pub form: FormState,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let mut facts: Vec<SummaryRow> = view
        .facts
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    if !view.summary.is_empty() {
        facts.push(SummaryRow::new("摘要", &*view.summary));
    }
    let content = html! {
        @if let Some(back) = &view.back { p.back { a href=(back.href) { (back.text) } } }
        (flash(&view.flash))
        @if let Some(note) = &view.note { (error_summary(&note.form)) }
        p.hint.num { (view.number) }
        div.desk-title { h1 { (view.title) } }
        p.standing { (view.status.render()) @for flag in &view.flags { " " (flag.render()) } @if !view.agency.is_empty() { " " span { "现在由 " (view.agency) " 办理" } } }
        @if let Some(alert) = &view.alert { (report(alert)) }
        @if !view.threat.is_empty() { (warning(&format!("扬言内容：{}", view.threat))) }
        @if let Some(deadline) = &view.deadline { (deadline.render()) }
        div.two {
            div.two-main {
                section.block aria-labelledby="facts" { h2 id="facts" { "登记内容" } (summary_list(&facts))
                    @if let Some(href) = &view.petitioner { p { a href=(href) { "查看信访人完整信息" } " " span.hint { "要说明理由，并留下记录" } } } }
                section.block aria-labelledby="text" { h2 id="text" { "群众反映的内容" } div.quote.typed { (view.content) }
                    @if !view.files.is_empty() { h3 { "附件" } (file_list(&view.files, false)) }
                    (materials(&view.materials)) }
                @if !view.rating.is_empty() {
                    section.block aria-labelledby="ratings" { h2 id="ratings" { "满意度评价" } p { (view.rating) } (rating_cards(&view.ratings)) }
                }
                @if !view.related.is_empty() {
                    section.block aria-labelledby="related" { h2 id="related" { "关联的信访件" } (related(&view.related, view.more_related)) }
                }
                (joined(&view.joined))
                section.block aria-labelledby="process" { h2 id="process" { "办理过程" } (timeline(&view.timeline))
                    @if let Some(note) = &view.note { (add(note)) } }
            }
            aside.two-side aria-label="可以做的" {
                (asked(&view.approvals))
                (assigned(&view.assignments))
                section.card { h2 { "可以做的" }
                    @if !view.next.is_empty() { p.inset { (view.next) } }
                    @if view.actions.is_empty() { p.hint { "您的岗位现在不能对这一件做操作。" } }
                    (action_list(&view.actions)) }
                section.card { h2 { "文书" }
                    @if view.letters.is_empty() { p.hint { "还没有文书。" } }
                    @else { ul.letters { @for letter in &view.letters { li { (icon(Icon::Letter)) a href=(letter.href) { (letter.text) } } } } } }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("{} {}", view.number, view.title),
            menu: view.menu,
            failed: view.note.as_ref().is_some_and(|note| note.form.has_errors()),
            class: "main-wide",
            ..Page::default()
        },
        &content,
    )
}

fn joined(all: &[Joined]) -> Markup {
    html! { @if !all.is_empty() {
        section.block aria-labelledby="joined" { h2 id="joined" { "又收到的来信" }
            ul.plain.case-notes { @for one in all { li { p {
                (one.words)
                @if let Some(href) = &one.href { " " a href=(href) { "查看登记内容" } }
            } } } } }
    } }
}

fn report(alert: &Alert) -> Markup {
    html! { section.card.alert aria-labelledby="alert-title" {
        h2 id="alert-title" { (icon(Icon::Warning)) (alert.why) "，应当立即报告" }
        p { "《信访工作条例》第二十五条：及时报告本级党委和政府，通报有关主管部门和本级信访工作联席会议办公室，在职责范围内依法及时采取措施，必要时请公安机关协助。" }
        @match &alert.action {
            Some(action) => form method="post" action=(action) novalidate data-unsaved data-dirty[alert.form.typed] {
                (alert.form.hidden_csrf())
                (Textarea { name: "report", label: "报告和处置情况", hint: "几点向谁报告、通报了谁、采取了什么措施。只有工作人员看得到。记下以后，本单位工作台上不再提示。", rows: 3, count_max: Some(500), ..Textarea::default() }.render(&alert.form))
                p.buttons { (submit("记录已报告")) }
            },
            None => p.hint { "本单位还没有记录报告情况。" },
        }
    } }
}

fn asked(all: &[Submitted]) -> Markup {
    html! { @if !all.is_empty() { section.card { h2 { "送审" }
        ul.plain.case-notes { @for one in all { li {
            p { a href=(one.href) { (one.what) } " " (one.standing.render()) }
            @if !one.text.is_empty() { p.typed { (one.text) } }
            @if let Some(href) = &one.go_on { p { a.button href=(href) { "按批示继续办" } } }
        } } }
    } } }
}

fn assigned(all: &[Assigned]) -> Markup {
    html! { @if !all.is_empty() { section.card { h2 { "交办" }
        ul.plain.case-notes { @for one in all { li {
            p { (one.what) }
            p.hint { "最迟 " (one.due) " 反馈结果" }
            p { (one.standing.render()) }
        } } }
    } } }
}

fn add(note: &Note) -> Markup {
    html! {
        details.add-note open[note.form.has_errors()] {
            summary { "添加办理记录" }
            form method="post" action=(note.action) novalidate data-unsaved {
                (note.form.hidden_csrf()) (hidden("version", &note.version))
                (Textarea { name: "note", label: "办理记录", hint: "问了谁、怎么说、约了什么时候。只有工作人员看得到。", rows: 4, count_max: Some(500), ..Textarea::default() }.render(&note.form))
                p.buttons { (submit("记下")) }
            }
        }
    }
}

impl View {
    /// In hand, bare, very long, wrong, its clock stopped and going on again.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let mut timeline = crate::samples::timeline();
        timeline[3].internal = true;
        timeline[3].who = Some("王登记".into());
        let in_hand = Self {
            shell: crate::samples::staff(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            status: Tag::status("办理中"),
            flags: vec![Tag::new("联名 18 人", crate::components::tag::Tone::Warn)],
            agency: "济南市历下区住房和城乡建设局".into(),
            deadline: Some(crate::samples::deadline()),
            facts: vec![
                pair("信访人", "李**　138****0001"),
                pair("问题属地", "济南市历下区"),
                pair("内容分类", "城乡建设/城市建设和市政管理/小区管理"),
                pair("诉求分类", "六、普通信访事项"),
                pair("评价范围", "纳入（必须）"),
            ],
            petitioner: Some("/staff/petitions/p1/petitioner".into()),
            alert: Some(Alert {
                why: "重大紧急、扬言".into(),
                action: Some("/staff/petitions/p1/alert".into()),
                form: FormState::new("sample"),
            }),
            threat: "再不修就去堵门。".into(),
            summary: "反映泉城路 1 号院地下车库自 4 月起积水，物业未修，要求修复排水泵并说明维修资金情况。"
                .into(),
            content: crate::samples::STORY.into(),
            related: crate::components::related::sample(),
            more_related: false,
            joined: vec![
                Joined {
                    words: "又收到来信 1 件（B370000-20261127-00003，2026年11月26日（周四）收到）".into(),
                    href: Some("/staff/intake/letters/brief/b1".into()),
                },
                Joined {
                    words: "又收到来信 2 件（B370100-20261120-00001，2026年11月19日（周四）收到）".into(),
                    href: None,
                },
            ],
            timeline,
            rating: String::new(),
            ratings: Vec::new(),
            letters: vec![Link::new(
                "/staff/petitions/p1/letters/l1",
                "受理告知书（鲁信受〔2026〕第1024号）",
            )],
            files: crate::samples::files(),
            materials: crate::samples::materials(),
            actions: vec![
                ActionItem::link("出具处理意见", "/staff/petitions/p1/opinion").main(),
                ActionItem::blocked("受理", "10月30日 已受理"),
                ActionItem::blocked("办结", "答复以后才能办结"),
            ],
            next: String::new(),
            note: Some(Note {
                action: "/staff/petitions/p1/notes".into(),
                version: "6".into(),
                form: FormState::new("sample"),
            }),
            assignments: vec![Assigned {
                what: "省信访局交济南市历下区住房和城乡建设局办理".into(),
                due: "2026年12月29日（周二）".into(),
                standing: Tag::days_left(2, true, true),
            }],
            approvals: vec![Submitted {
                href: "/staff/approvals/p1/5".into(),
                what: "拟处理意见，送李国华".into(),
                standing: Tag::new("同意", crate::components::tag::Tone::Good),
                text: "补充依据后出具。".into(),
                go_on: Some("/staff/petitions/p1/opinion?draft=5".into()),
            }],
            flash: "已受理。受理告知书已发给信访人。".into(),
            menu: Menu::Todo,
            back: Some(Link::new("/staff/todo", "返回办理中")),
        };
        let bare = Self {
            alert: Some(Alert {
                why: "扬言".into(),
                ..Alert::default()
            }),
            flash: String::new(),
            note: None,
            actions: Vec::new(),
            letters: Vec::new(),
            files: Vec::new(),
            deadline: None,
            flags: Vec::new(),
            related: Vec::new(),
            assignments: Vec::new(),
            approvals: Vec::new(),
            ..in_hand.clone()
        };
        let long = Self {
            alert: None,
            title: crate::samples::LONG.into(),
            content: crate::samples::LONG.repeat(6),
            summary: crate::samples::LONG.into(),
            more_related: true,
            rating: "已评价两次，统计以第二次为准。".into(),
            ratings: vec![
                RatingCard {
                    replaced: true,
                    ..crate::public::rate::sample_card()
                },
                RatingCard {
                    heading: "第 2 次评价".into(),
                    ..crate::public::rate::sample_card()
                },
            ],
            ..in_hand.clone()
        };
        let to_end = Self {
            flash: String::new(),
            status: Tag::status("已登记"),
            next: "接谈结论是“引导走诉讼、仲裁、复议等法定途径”。下一步：告知法定途径。".into(),
            actions: vec![
                ActionItem::link("告知法定途径", "/staff/petitions/p1/route").main(),
                ActionItem::blocked("直接回复", "登记的是“仲裁事项”，应当告知法定途径，不能直接回复"),
            ],
            ..in_hand.clone()
        };
        let wrong = Self {
            flash: String::new(),
            note: in_hand.note.clone().map(|note| Note {
                form: FormState::new("sample").failing("note", "请填写办理记录"),
                ..note
            }),
            ..in_hand.clone()
        };
        let stopped = Self {
            flash: "计时已中止，信访人能看到事由和依据。".into(),
            flags: vec![Tag::new("计时中止", crate::components::tag::Tone::Quiet)],
            deadline: Some(crate::samples::deadline_stopped()),
            timeline: crate::samples::timeline_suspended(),
            actions: vec![
                ActionItem::link("出具处理意见", "/staff/petitions/p1/opinion").main(),
                ActionItem::link("恢复计时", "/staff/petitions/p1/resume"),
            ],
            ..in_hand.clone()
        };
        let resumed = Self {
            flash: "计时已恢复，信访人能看到新的期限。".into(),
            deadline: Some(crate::samples::deadline_resumed()),
            ..in_hand.clone()
        };
        vec![in_hand, bare, long, wrong, stopped, resumed, to_end]
    }
}
