//! `/staff/showcase/{id}/edit`: writing a case. Beside the form stands what the petition says; beneath each field
//! what in it seems personal, marked, each with a box to have it masked. Works without JavaScript.

use crate::components::button::submit_as;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{flash, warning};
use crate::components::overtaken::Overtaken;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use domain::showcase::Field;
use maud::{Markup, html};

/// 编辑案例. Fields: `title outcome reported handled city category`, boxes `mask`, selects `why-<n>` with hidden
/// `kept-<n>`; button `then` (`save`, `mask` or `preview`); hidden `csrf revision`; posts to `<href>/edit`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Path of the case.
    pub href: String,
    /// The revision that is shown.
    pub revision: String,
    /// Number of the petition.
    pub number: String,
    /// Whether an older version is public meanwhile.
    pub shown: bool,
    /// What whoever sent it back said; may be empty.
    pub sent_back: String,
    /// The places.
    pub places: Vec<Choice>,
    /// The categories.
    pub categories: Vec<Choice>,
    /// What was found in each field, in the order of the page.
    pub found: Vec<(Field, Found)>,
    /// The numbers that stand in the words and have to be explained if they stay.
    pub numbers: Vec<Number>,
    /// What the petition says: heading and words.
    pub source: Vec<(String, String)>,
    /// A message after something was done; may be empty.
    pub flash: String,
    /// What others did meanwhile.
    pub overtaken: Option<Overtaken>,
}

/// 一栏里找到的.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The text in pieces, each with what it seems to be, if anything.
    pub pieces: Vec<(String, Option<String>)>,
    /// The boxes: what is sent, the words, what they seem to be, what would stand in their place, whether ticked.
    pub boxes: Vec<FoundBox>,
}

/// 一处或者几处同样的.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundBox {
    /// What is sent.
    pub value: String,
    /// The words.
    pub words: String,
    /// 姓名, 手机号 …
    pub kind: String,
    /// What would stand in their place.
    pub mask: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// 要说明的号码.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// What is sent with the reason.
    pub value: String,
    /// The characters.
    pub words: String,
    /// What they seem to be.
    pub kind: String,
    /// The reasons there can be; none if it has to be masked.
    pub reasons: Vec<Choice>,
    /// The one given; may be empty.
    pub given: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let open = view.overtaken.as_ref().is_none_or(|late| late.closed.is_none());
    let content = html! {
        p.back { a href=(view.href) { "返回这个案例" } }
        @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
        (error_summary(form))
        (flash(&view.flash))
        h1 { "编辑案例" }
        p.hint.num { (view.number) }
        @if view.shown { (warning("这个案例正在公开。改好的一版要重新审核，审核通过以前，公众看到的还是原来的一版。")) }
        @if !view.sent_back.is_empty() { (warning(&format!("审核退回：{}", view.sent_back))) }
        div.beside {
            form.beside-form method="post" action={ (view.href) "/edit" } novalidate data-unsaved {
                (form.hidden_csrf()) (hidden("revision", &view.revision))
                (TextInput { name: "title", label: "标题", hint: "说清什么事、结果怎样，不写人名和单位门牌。", count_max: Some(Field::Title.max()), ..TextInput::default() }.render(form))
                (found(view, Field::Title))
                (Textarea { name: "outcome", label: "处理结果", hint: "公众最先看到的一段：最后办成了什么。", rows: 4, count_max: Some(Field::Outcome.max()), ..Textarea::default() }.render(form))
                (found(view, Field::Outcome))
                (Textarea { name: "reported", label: "群众反映", hint: "什么事、多久了、要求什么。", rows: 6, count_max: Some(Field::Reported.max()), ..Textarea::default() }.render(form))
                (found(view, Field::Reported))
                (Textarea { name: "handled", label: "办理经过", hint: "谁查的、查到什么、依据什么、怎样办的。", rows: 8, count_max: Some(Field::Handled.max()), ..Textarea::default() }.render(form))
                (found(view, Field::Handled))
                div.fields-row {
                    (Select { name: "city", label: "地区", groups: &group(&view.places), ..Select::default() }.render(form))
                    (Select { name: "category", label: "类别", groups: &group(&view.categories), prompt: "请选择", ..Select::default() }.render(form))
                }
                (numbers(view))
                @if open {
                    p.buttons.sticky {
                        (submit_as("保存", "then", "save", true))
                        @if has_boxes(view) { (submit_as("遮盖勾选的并保存", "then", "mask", false)) }
                        (submit_as("保存并看公开的样子", "then", "preview", false))
                    }
                    p.hint { "姓名和住址是估计着找的，会漏，也会多。公开以前请逐字看一遍。" }
                }
            }
            section.beside-text aria-label="信访件原文" {
                p.hint { "信访件里的内容，供起草时对照；不会公开。" }
                @for (heading, words) in &view.source { h2 { (heading) } div.quote.typed { (words) } }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("编辑案例 {}", view.number),
            failed: form.has_errors() || view.overtaken.is_some(),
            menu: Menu::Showcase,
            class: "main-wide",
            ..Page::default()
        },
        &content,
    )
}

fn group(choices: &[Choice]) -> [OptGroup; 1] {
    [OptGroup {
        label: String::new(),
        choices: choices.to_vec(),
    }]
}

fn has_boxes(view: &View) -> bool {
    view.found.iter().any(|(_, found)| !found.boxes.is_empty())
}

fn found(view: &View, field: Field) -> Markup {
    let Some((_, found)) = view
        .found
        .iter()
        .find(|(one, found)| *one == field && !found.boxes.is_empty())
    else {
        return html! {};
    };
    html! {
        fieldset.field.finds {
            legend { "“" (field.label()) "”里找到 " (found.boxes.len()) " 处，勾选要遮盖的" }
            p.quote.typed { @for (text, kind) in &found.pieces {
                @if let Some(kind) = kind { mark { (text) span.vh { "（" (kind) "）" } } } @else { (text) }
            } }
            div.choices { @for (n, one) in found.boxes.iter().enumerate() {
                div.choice {
                    input id={ "mask-" (field.code()) "-" (n) } name="mask" type="checkbox" value=(one.value) checked[one.ticked];
                    label for={ "mask-" (field.code()) "-" (n) } {
                        span.chip { (one.kind) } " " strong { (one.words) } " → " (one.mask)
                    }
                }
            } }
        }
    }
}

fn numbers(view: &View) -> Markup {
    if view.numbers.is_empty() {
        return html! {};
    }
    html! {
        fieldset.field.finds {
            legend.label { "号码：遮盖，或者说明为什么可以保留" }
            @for (n, number) in view.numbers.iter().enumerate() {
                p { span.chip { (number.kind) } " " strong.num { (number.words) } }
                @if number.reasons.is_empty() {
                    p.hint { "这是一个真实有效的身份证号，只能遮盖。" }
                } @else {
                    (hidden(&format!("kept-{n}"), &number.value))
                    div.field {
                        label for={ "why-" (n) } { "“" (number.words) "”可以保留，因为" }
                        select.select id={ "why-" (n) } name={ "why-" (n) } {
                            option value="" { "（没有说明，送审前要遮盖）" }
                            @for reason in &number.reasons { option value=(reason.value) selected[reason.value == number.given] { (reason.label) } }
                        }
                    }
                }
            }
        }
    }
}

impl View {
    /// Prefilled with finds, sent back and shown, wrong, too late while it can be saved and when it cannot.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let form = FormState::new("sample")
            .with("title", "泉城路 1 号院地下车库积水")
            .with("outcome", "排水泵已经更换。请打 0531-88886666。")
            .with("reported", crate::samples::STORY)
            .with("handled", "")
            .with("city", "370100")
            .with("category", "城乡建设");
        let one = |words: &str, kind: &str, mask: &str| FoundBox {
            value: format!("outcome|landline|{words}"),
            words: words.into(),
            kind: kind.into(),
            mask: mask.into(),
            ticked: true,
        };
        let prefilled = Self {
            shell: crate::samples::staff(),
            form,
            href: "/staff/showcase/c1".into(),
            revision: "1".into(),
            number: "W370102-20261014-00042".into(),
            places: vec![Choice::new("370100", "济南市")],
            categories: vec![Choice::new("城乡建设", "城乡建设")],
            found: vec![
                (
                    Field::Title,
                    Found {
                        pieces: vec![
                            ("泉城路 1 号院".into(), Some("住址".into())),
                            ("地下车库积水".into(), None),
                        ],
                        boxes: vec![one("泉城路 1 号院", "住址", "某处")],
                    },
                ),
                (
                    Field::Outcome,
                    Found {
                        pieces: vec![
                            ("排水泵已经更换。请打 ".into(), None),
                            ("0531-88886666".into(), Some("固定电话".into())),
                            ("。".into(), None),
                        ],
                        boxes: vec![one("0531-88886666", "固定电话", "（电话略）")],
                    },
                ),
            ],
            numbers: vec![
                Number {
                    value: "landline|0531-88886666".into(),
                    words: "0531-88886666".into(),
                    kind: "固定电话".into(),
                    reasons: vec![Choice::new("office_contact", "是单位对外公开的电话或者邮箱")],
                    given: "office_contact".into(),
                },
                Number {
                    value: "resident_id|x".into(),
                    words: "370102…".into(),
                    kind: "身份证号".into(),
                    ..Number::default()
                },
            ],
            source: vec![
                ("登记摘要".into(), "反映车库积水，请求修复。".into()),
                ("群众反映的内容".into(), crate::samples::STORY.into()),
            ],
            ..Self::default()
        };
        let back = Self {
            shown: true,
            sent_back: "标题里的门牌请去掉，结果写得再具体些。".into(),
            flash: "已经保存。".into(),
            ..prefilled.clone()
        };
        let wrong = Self {
            form: prefilled
                .form
                .clone()
                .failing("title", "标题不能超过 60 个字，现在有 203 个字"),
            ..prefilled.clone()
        };
        let late = Overtaken::samples().map(|overtaken| Self {
            overtaken: Some(overtaken),
            ..prefilled.clone()
        });
        [prefilled, back, wrong].into_iter().chain(late).collect()
    }
}
