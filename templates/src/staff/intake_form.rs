//! `/staff/intake/web/{id}`: the registration form beside the petitioner's text.

use crate::components::button::{off, submit_as, submit_to};
use crate::components::deadline_bar::DeadlineBar;
use crate::components::destination::Destination;
use crate::components::error_summary::error_summary;
use crate::components::file_list::{FileItem, file_list};
use crate::components::form::{FormState, hidden};
use crate::components::instruction::Instruction;
use crate::components::link::Link;
use crate::components::materials::{MaterialItem, materials};
use crate::components::notice::{flash, warning};
use crate::components::overtaken::Overtaken;
use crate::components::put_aside::PutAside;
use crate::components::registration::{Lists, RatingView};
use crate::components::timeline::{TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::matches::{self, Panel};
use crate::staff::step::ASK;
use maud::{Markup, html};

/// 登记表. Fields: `division category purpose procedure summary people_count people_affected
/// flags`* `threat_text initial` (`initial`|`repeat`) `repeat_number public` (`yes`|`no`) `rating`
/// (`yes`, checkbox), those of the destination, `version csrf`; posts to `/staff/intake/web/{id}`. Buttons are named `next`: `save`, `keep`, `forget`.
/// Values of `flags`: `joint grave_urgent threat litigation_related stepwise_visit overseas`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Which menu entry it belongs to.
    pub menu: Menu,
    /// The list it came from.
    pub back: Link,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Id of the petition.
    pub id: String,
    /// Version of the case the form was shown for (hidden field `version`).
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Masked name, or 匿名.
    pub petitioner: String,
    /// Masked phone; may be empty.
    pub phone: String,
    /// 联名人, masked; may be empty.
    pub co_petitioners: String,
    /// Where who stands behind it is corrected, and what that is called; none where it is not.
    pub correct: Option<Link>,
    /// Full name of the division as filed.
    pub place: String,
    /// Address as filed.
    pub address: String,
    /// Category the petitioner suggested; may be empty.
    pub category_hint: String,
    /// When it was filed, as people read it.
    pub received: String,
    /// The text as typed.
    pub content: String,
    /// Attachments.
    pub files: Vec<FileItem>,
    /// What the petitioner added later.
    pub materials: Vec<MaterialItem>,
    /// Deadline of registration.
    pub deadline: Option<DeadlineBar>,
    /// Handling record so far, newest first.
    pub record: Vec<TimelineItem>,
    /// The lists of the form.
    pub lists: Lists,
    /// 去向; none for who passes nothing on, or where it cannot be saved any more.
    pub destination: Option<Destination>,
    /// 判重
    pub matches: Panel,
    /// Whether the officer registers and passes on what comes in; an interviewer only amends.
    pub registers: bool,
    /// Why it cannot be saved (any more), without a full stop; `None` if it can.
    pub blocked: Option<String>,
    /// Who else fills it in just now; may be empty.
    pub other: String,
    /// What others did while it was filled in, if they did anything.
    pub overtaken: Option<Overtaken>,
    /// What the officer put aside of it.
    pub put_aside: Option<PutAside>,
    /// What was just done; may be empty.
    pub flash: String,
    /// 送审: what a leader was asked about the registration, and said.
    pub instruction: Option<Instruction>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        p.back { a href=(view.back.href) { (view.back.text) } }
        @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
        (error_summary(form))
        div.desk-title { h1 { "登记：" (view.title) } }
        @if let (Some(reason), None) = (&view.blocked, &view.overtaken) { (warning(&format!("{reason}。"))) }
        div.inset role="status" data-editing-other hidden[view.other.is_empty()] { p { strong { (view.other) } " 也在登记这一件。谁先保存谁的生效，后保存的会先看到对方的内容。" } }
        (flash(&view.flash))
        @if let Some(put_aside) = &view.put_aside { (put_aside.render(matches::FORM, "next")) }
        (view.matches.render())
        div.beside {
            (filed(view))
            form.card.beside-form id=(matches::FORM) method="post" action={ "/staff/intake/web/" (view.id) } novalidate data-unsaved data-dirty[form.typed] data-editing[view.blocked.is_none()] {
                h2 { "登记表" }
                @if view.blocked.is_none() { p.hint hidden data-keys-help { "按 f 键到第一个还没有填的必填项，按 Ctrl+Enter 提交。" } }
                @if let Some(instruction) = &view.instruction { (instruction.render()) }
                (form.hidden_csrf())
                (hidden("version", &view.version))
                @if !form.value("draft").is_empty() { (hidden("draft", form.value("draft"))) }
                (view.lists.render(form))
                @if let Some(destination) = &view.destination {
                    section.part aria-labelledby="destination-title" { h3 id="destination-title" { "去向" } (destination.render(form)) }
                }
                @if let Some(reason) = &view.blocked { (off("保存登记", reason, "why-save")) }
                @else {
                    p.buttons.sticky {
                        button.button type="submit" name="next" value="save" data-once data-quick { @if view.destination.is_some() { "提交登记" } @else { "保存登记" } span hidden data-keys-help { "（Ctrl+Enter）" } }
                        (submit_as("暂存", "next", "keep", false))
                        @if view.registers && !view.instruction.as_ref().is_some_and(|asked| asked.waits) {
                            (submit_to("送领导审批", &format!("/staff/petitions/{}/approvals", view.id), ASK, "registration"))
                        }
                    }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("登记 {}", view.number),
            failed: form.has_errors() || view.overtaken.is_some() || view.matches.failed(),
            class: "main-wide",
            menu: view.menu,
            scripts: &["filing.js"],
            ..Page::default()
        },
        &content,
    )
}

fn filed(view: &View) -> Markup {
    let rows = [
        ("编号", &view.number),
        ("信访人", &view.petitioner),
        ("电话", &view.phone),
        ("联名人", &view.co_petitioners),
        ("收到", &view.received),
        ("地点", &view.place),
        ("详细地址", &view.address),
        ("自选类别", &view.category_hint),
    ];
    html! {
        section.beside-text aria-labelledby="filed" {
            h2 id="filed" { "群众反映的内容" }
            @if let Some(deadline) = &view.deadline { (deadline.render()) }
            dl.facts { @for (key, value) in rows { @if !value.is_empty() { div { dt { (key) } dd { (value) } } } } }
            @if let Some(correct) = &view.correct { p { a href=(correct.href) { (correct.text) } } }
            div.quote.typed { (view.content) }
            @if !view.files.is_empty() { h3 { "附件" } (file_list(&view.files, false)) }
            (materials(&view.materials))
            @if !view.record.is_empty() { h2 { "经过" } (timeline(&view.record)) }
        }
    }
}

impl View {
    /// Just opened, wrong, already registered.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [many, none, refused, closed, unknown] = Panel::samples();
        let [below, _] = PutAside::samples();
        let opened = Self {
            shell: crate::samples::staff(),
            menu: Menu::Intake,
            registers: true,
            back: Link::new("/staff/intake/web", "返回网信登记"),
            form: FormState::new("sample")
                .with("division", "370102")
                .with("people_count", "18")
                .with("flags", "joint"),
            id: "p1".into(),
            version: "2".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            petitioner: "李**".into(),
            phone: "138****0001".into(),
            co_petitioners: "王*　138****0002；赵*".into(),
            correct: Some(Link::new("/staff/petitions/p1/sender", "更正来信人")),
            place: "济南市历下区".into(),
            address: "泉城路 1 号院".into(),
            category_hint: "城乡建设".into(),
            received: "2026年11月15日（周日）21:47".into(),
            content: crate::samples::STORY.into(),
            materials: crate::samples::materials(),
            files: crate::samples::files(),
            deadline: Some(DeadlineBar {
                what: "登记并转送".into(),
                day: 8,
                total: 15,
                days_left: 7,
                due: "2026年11月30日（周一）".into(),
                ..DeadlineBar::default()
            }),
            record: vec![TimelineItem {
                when: "2026年11月16日（周一）09:02".into(),
                title: "打开".into(),
                who: Some("王登记".into()),
                internal: true,
                ..TimelineItem::default()
            }],
            lists: Lists::sample(RatingView::Must),
            destination: Some(Destination::sample()),
            matches: many,
            blocked: None,
            other: String::new(),
            overtaken: None,
            put_aside: None,
            flash: String::new(),
            instruction: None,
        };
        let [approved, _] = Instruction::samples();
        let [noted, passed_on] = Overtaken::samples();
        let wrong = FormState::new("sample")
            .with("summary", crate::samples::LONG)
            .with("initial", "repeat")
            .failing("category", "请选择内容分类")
            .failing("procedure", "请选择诉求分类")
            .failing("summary", "摘要不能超过 500 个字")
            .failing("threat_text", "选了“扬言”，请摘录原话");
        vec![
            opened.clone(),
            Self {
                form: wrong,
                lists: Lists::sample(RatingView::Free),
                content: crate::samples::LONG.repeat(4),
                matches: none,
                ..opened.clone()
            },
            Self {
                instruction: Some(approved),
                other: "赵登记".into(),
                overtaken: Some(noted),
                ..opened.clone()
            },
            Self {
                put_aside: Some(below),
                flash: "已暂存。".into(),
                ..opened.clone()
            },
            Self {
                blocked: Some("这件信访已经转送济南市信访局，登记内容不能再改".into()),
                overtaken: Some(passed_on),
                ..opened.clone()
            },
            Self {
                matches: refused,
                ..opened.clone()
            },
            Self {
                matches: unknown,
                ..opened.clone()
            },
            Self {
                matches: closed,
                lists: Lists::sample(RatingView::Barred(vec!["匿名".into(), "重复".into()])),
                blocked: Some("这件信访已经转送济南市信访局，登记内容不能再改".into()),
                ..opened
            },
        ]
    }
}
