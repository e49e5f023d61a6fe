//! `/staff/intake/web/{id}`: the registration form beside the petitioner's text.

use crate::components::button::{off, submit_as};
use crate::components::category_picker::category_picker;
use crate::components::checkboxes::{Checkboxes, checkbox};
use crate::components::deadline_bar::DeadlineBar;
use crate::components::division_picker::DivisionPicker;
use crate::components::error_summary::error_summary;
use crate::components::file_list::{FileItem, file_list};
use crate::components::form::{FormState, hidden};
use crate::components::materials::{MaterialItem, materials};
use crate::components::notice::warning;
use crate::components::overtaken::Overtaken;
use crate::components::radios::Radios;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::components::timeline::{TimelineItem, timeline};
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::matches::{self, Panel};
use domain::registration::Flags;
use domain::text::SUMMARY_MAX;
use maud::{Markup, html};

/// 评价范围: what the rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RatingView {
    /// Must be in scope: ticked, locked.
    Must,
    /// The officer decides (field `rating`).
    #[default]
    Free,
    /// Barred, locked, with the reasons.
    Barred(Vec<String>),
}

/// 登记表. Fields: `division category purpose procedure summary people_count people_affected
/// flags`* `threat_text initial` (`initial`|`repeat`) `repeat_number public` (`yes`|`no`) `rating`
/// (`yes`, checkbox) `next` (`save`|`transfer`, the button) `version csrf`; posts to `/staff/intake/web/{id}`.
/// Values of `flags`: `joint grave_urgent threat litigation_related stepwise_visit overseas`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
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
    /// Full name of the division as filed.
    pub place: String,
    /// Address as filed.
    pub address: String,
    /// Category the petitioner suggested; may be empty.
    pub category_hint: String,
    /// First-level categories that the text suggests; none where it says too little.
    pub suggestions: Vec<String>,
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
    /// 信访目的: code and label.
    pub purposes: Vec<Choice>,
    /// 诉求分类处理 (six ways): code, label, hint.
    pub procedures: Vec<Choice>,
    /// What the rule says of the rating, for the values in the form.
    pub rating: RatingView,
    /// 判重
    pub matches: Panel,
    /// Why it cannot be saved (any more), without a full stop; `None` if it can.
    pub blocked: Option<String>,
    /// Who else fills it in just now; may be empty.
    pub other: String,
    /// What others did while it was filled in, if they did anything.
    pub overtaken: Option<Overtaken>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        p.back { a href="/staff/intake/web" { "返回网信登记" } }
        @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
        (error_summary(form))
        div.desk-title { h1 { "登记：" (view.title) } }
        @if let (Some(reason), None) = (&view.blocked, &view.overtaken) { (warning(&format!("{reason}。"))) }
        div.inset role="status" data-editing-other hidden[view.other.is_empty()] { p { strong { (view.other) } " 也在登记这一件。谁先保存谁的生效，后保存的会先看到对方的内容。" } }
        (view.matches.render())
        div.beside {
            (filed(view))
            form.card.beside-form id=(matches::FORM) method="post" action={ "/staff/intake/web/" (view.id) } novalidate data-unsaved data-editing[view.blocked.is_none()] {
                h2 { "登记表" }
                (form.hidden_csrf())
                (hidden("version", &view.version))
                (matter(view))
                (people(form))
                (marks(form))
                (rating(view))
                @if let Some(reason) = &view.blocked { (off("保存登记", reason, "why-save")) }
                @else {
                    p.buttons.sticky { (submit_as("登记并转送", "next", "transfer", true)) (submit_as("保存登记", "next", "save", false)) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("登记 {}", view.number),
            failed: form.has_errors() || view.overtaken.is_some() || view.matches.failed(),
            class: "main-wide",
            menu: Menu::Intake,
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
            div.quote.typed { (view.content) }
            @if !view.files.is_empty() { h3 { "附件" } (file_list(&view.files, false)) }
            (materials(&view.materials))
            @if !view.record.is_empty() { h2 { "经过" } (timeline(&view.record)) }
        }
    }
}

fn matter(view: &View) -> Markup {
    let form = &view.form;
    let purposes = [OptGroup {
        label: String::new(),
        choices: view.purposes.clone(),
    }];
    html! {
        (DivisionPicker { name: "division", label: "问题属地", hint: "", optional: false }.render(form))
        (category_picker(form))
            @if !view.suggestions.is_empty() {
                p.hint.picks data-picks="category" { "按来件文字推测，可能属于：" @for name in &view.suggestions { span.chip data-pick=(name) { (name) } " " } }
            }
        (Select { name: "purpose", label: "信访目的", groups: &purposes, prompt: "请选择", ..Select::default() }.render(form))
        (Radios { name: "procedure", legend: "诉求分类（条例第三十一条）", hint: "决定以后能出具哪种文书：只有第六类出具处理意见书。", choices: &view.procedures, ..Radios::default() }.render(form))
        (Textarea { name: "summary", label: "摘要", hint: "时间、地点、问题、诉求，列表和转送函里用。", rows: 4, count_max: Some(SUMMARY_MAX), ..Textarea::default() }.render(form))
    }
}

fn people(form: &FormState) -> Markup {
    let number = |name, label| {
        TextInput {
            name,
            label,
            inputmode: "numeric",
            width: "w-short",
            ..TextInput::default()
        }
        .render(form)
    };
    let times = [Choice::new("initial", "初次"), Choice::new("repeat", "重复")];
    html! {
        div.fields-row { (number("people_count", "信访人数")) (number("people_affected", "涉及人数")) }
        (Radios { name: "initial", legend: "初次还是重复", choices: &times, inline: true, default: "initial", ..Radios::default() }.render(form))
        (TextInput { name: "repeat_number", label: "重复次数", hint: "重复的填写：以前反映过几次。", optional: true, inputmode: "numeric", width: "w-short", ..TextInput::default() }.render(form))
    }
}

fn marks(form: &FormState) -> Markup {
    // Whether the petitioner is anonymous is known; it is no mark that an officer sets.
    let flags: Vec<Choice> = Flags::ALL
        .into_iter()
        .filter(|(name, _)| *name != "anonymous")
        .map(|(name, label)| Choice::new(name, label))
        .collect();
    let public = [Choice::new("yes", "可以公开"), Choice::new("no", "不公开")];
    html! {
        (Checkboxes { name: "flags", legend: "标记", hint: "没有就不选。", choices: &flags, inline: true }.render(form))
        (Textarea { name: "threat_text", label: "扬言内容", hint: "选了“扬言”的，照原话摘录。", optional: true, rows: 2, ..Textarea::default() }.render(form))
        (Radios { name: "public", legend: "办结后是否可以公开", choices: &public, inline: true, default: "no", ..Radios::default() }.render(form))
    }
}

fn rating(view: &View) -> Markup {
    let locked = |on: bool, reason: &Markup| {
        html! {
            fieldset.field disabled {
                legend.label { "满意度评价" }
                div.choices { div.choice {
                    input id="rating" type="checkbox" name="rating" value="yes" checked[on] aria-describedby="rating-why";
                    label for="rating" { "纳入评价范围（系统锁定）" }
                } }
                p.why id="rating-why" { (reason) }
            }
        }
    };
    match &view.rating {
        RatingView::Must => locked(true, &html! { "初次、实名、不涉法涉诉的求决件，必须评价。" }),
        RatingView::Barred(reasons) => locked(false, &html! { "不纳入评价：" (reasons.join("、")) "。" }),
        RatingView::Free => html! {
            fieldset.field {
                legend.label { "满意度评价" }
                (checkbox("rating", &Choice::new("yes", "纳入评价范围").hinted("初次、实名、不涉法涉诉，但不是求决的，由登记人决定。改了上面几项，保存时按规则重新判断。"), &view.form))
            }
        },
    }
}

impl View {
    /// Just opened, wrong, already registered.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [many, none, refused, closed, unknown] = Panel::samples();
        let opened = Self {
            shell: crate::samples::staff(),
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
            place: "济南市历下区".into(),
            address: "泉城路 1 号院".into(),
            category_hint: "城乡建设".into(),
            received: "2026年11月15日（周日）21:47".into(),
            content: crate::samples::STORY.into(),
            suggestions: vec!["城乡建设".into(), "环境保护".into()],
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
            purposes: ["求决", "申诉", "揭发控告", "意见建议", "咨询", "其他"]
                .map(|label| Choice::new(label, label))
                .to_vec(),
            procedures: vec![
                Choice::new("litigation", "一、诉讼、检察、公安事项"),
                Choice::new("duty", "五、申请查处或者履行职责").hinted("出具结果告知书，写明复议、诉讼权利"),
                Choice::new("ordinary", "六、普通信访事项").hinted("60 日内出具处理意见书，可以复查、复核"),
            ],
            rating: RatingView::Must,
            matches: many,
            blocked: None,
            other: String::new(),
            overtaken: None,
        };
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
                rating: RatingView::Free,
                content: crate::samples::LONG.repeat(4),
                matches: none,
                ..opened.clone()
            },
            Self {
                other: "赵登记".into(),
                overtaken: Some(noted),
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
                rating: RatingView::Barred(vec!["匿名".into(), "重复".into()]),
                blocked: Some("这件信访已经转送济南市信访局，登记内容不能再改".into()),
                ..opened
            },
        ]
    }
}
