//! `/staff/intake/letters/brief/new`: 来信简单登记 — letters that get no case.

use super::{BRIEF, Earlier, Last, Today, carried};
use crate::components::button::submit_as;
use crate::components::division_picker::DivisionPicker;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::known::Known;
use crate::components::notice::inset;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use crate::staff::matches::{self, Panel};
use domain::incoming::NOTE_MAX;
use maud::{Markup, html};

/// What the page asks; every other value of the form is carried along, for the way back to 详细登记.
const SHOWN: [&str; 12] = [
    "csrf",
    "name",
    "mailing_address",
    "mobile",
    "division",
    "received",
    "addressee",
    "kind",
    "count",
    "note",
    "method",
    "destination",
];

/// 来信简单登记. Fields: those of `SHOWN`; hidden `letter` and whatever else the form had. Buttons are named `then`:
/// `next`, `save`, `check`, `detailed`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong; with the value of `letter`.
    pub form: FormState,
    /// What is taken over from a case of the same petitioner, on the other page.
    pub known: Known,
    /// 类型
    pub kinds: Vec<Choice>,
    /// 办理方式
    pub methods: Vec<Choice>,
    /// Scans that were uploaded on the other page, which this entry does not keep.
    pub scans: usize,
    /// 判重
    pub matches: Panel,
    /// What was registered just before.
    pub last: Option<Last>,
    /// What the same form became before.
    pub earlier: Option<Earlier>,
    /// How many there are today.
    pub today: Today,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let calm = !form.has_errors() && view.earlier.is_none() && !view.matches.asked();
    let content = html! {
        p.back { a href="/staff/intake/letters?tab=brief" { "返回来信登记" } }
        @if let Some(last) = &view.last { (last.render()) }
        @if let Some(earlier) = &view.earlier { (earlier.render()) }
        (error_summary(form))
        div.desk-title { h1 { "来信简单登记" } }
        (view.today.render())
        (inset(&html! { p { "内容不清、重复、外省、涉法涉诉、三级终结的来信，登记后不再办理，没有查询码。要办理的，请用详细登记。" } }))
        (view.matches.render())
        form.card id=(matches::FORM) method="post" action=(BRIEF) novalidate data-unsaved data-dirty[form.typed] {
            button type="submit" name="then" value="save" hidden { "保存" }
            (form.hidden_csrf())
            (carried(form, &SHOWN))
            div.beside {
                div {
                    (TextInput { name: "name", label: "来信人姓名", hint: "没有署名或者看不清的，不填。", optional: true, width: "w-half", focus: calm, ..TextInput::default() }.render(form))
                    (view.known.input(TextInput { name: "mailing_address", label: "住址", optional: true, ..TextInput::default() }, form))
                    (view.known.input(TextInput { name: "mobile", label: "手机号", optional: true, inputmode: "tel", width: "w-half", ..TextInput::default() }, form))
                    (DivisionPicker { name: "division", label: "问题属地", hint: "看得出来的才选，判重用得上。", optional: true }.render(form))
                    div.fields-row {
                        (TextInput { name: "received", label: "收信日期", placeholder: "2026-11-27", ..TextInput::default() }.render(form))
                        (TextInput { name: "addressee", label: "收信人", optional: true, ..TextInput::default() }.render(form))
                    }
                    (TextInput { name: "count", label: "来信数量", hint: "同一人一起寄来的，合并登记。", inputmode: "numeric", width: "w-short", ..TextInput::default() }.render(form))
                }
                div {
                    (Radios { name: "kind", legend: "类型", choices: &view.kinds, ..Radios::default() }.render(form))
                    (Radios { name: "method", legend: "办理方式", hint: "不选的按类型：内容不清、三级终结存查，重复来信并入原件，外省、涉法涉诉转有关单位。", choices: &view.methods, optional: true, ..Radios::default() }.render(form))
                    (TextInput { name: "destination", label: "去向", hint: "转有关单位的写单位名称，并入原件的写原件编号。", optional: true, ..TextInput::default() }.render(form))
                    (Textarea { name: "note", label: "说明", hint: "信里说了什么，为什么这样处理。", optional: true, rows: 4, count_max: Some(NOTE_MAX) }.render(form))
                }
            }
            @if view.scans > 0 { p.inset { "已经上传的 " (view.scans) " 个扫描件，简单登记不保存；改回详细登记的照样在。" } }
            p.buttons.sticky {
                button.button type="submit" name="then" value="next" data-once data-quick { "保存并录入下一封" span hidden data-keys-help { "（Ctrl+Enter）" } }
                (submit_as("保存", "then", "save", false))
                (submit_as("判重", "then", "check", false))
                (submit_as("转为详细登记", "then", "detailed", false))
            }
        }
    };
    view.shell.render(
        Page {
            title: "来信简单登记",
            failed: form.has_errors() || view.earlier.is_some() || view.matches.failed(),
            class: "main-wide",
            menu: Menu::Letters,
            scripts: &["filing.js"],
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// The next of a batch; carried over with matches and wrong everywhere; registered before; empty.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [many, ..] = Panel::samples();
        let many = Panel { open: false, ..many };
        let words = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(code, label)| Choice::new(*code, *label))
                .collect::<Vec<_>>()
        };
        let next = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample")
                .with("letter", "ticket")
                .with("received", "2026-11-27")
                .with("kind", "repeat"),
            kinds: words(&[("unclear", "内容不清"), ("repeat", "重复来信")]),
            methods: words(&[("file", "存查"), ("forward", "转有关单位")]),
            last: Some(Last {
                number: "B370000-20261127-00003".into(),
                ..Last::default()
            }),
            today: Today {
                detailed: 12,
                brief: 3,
            },
            ..Self::default()
        };
        let wrong = Self {
            form: FormState::new("sample")
                .with("letter", "ticket")
                .with("name", "李秀英")
                .with("summary", crate::samples::LONG)
                .with("note", crate::samples::LONG)
                .failing("count", "来信数量应当在 1 到 999 之间")
                .failing("kind", "请选择类型")
                .failing("destination", "转有关单位的，请填写转给哪个单位"),
            scans: 2,
            matches: many,
            last: None,
            ..next.clone()
        };
        let again = Self {
            earlier: Some(Earlier {
                number: "B370000-20261127-00003".into(),
                href: "/staff/intake/letters/brief/b1".into(),
            }),
            ..next.clone()
        };
        let empty = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            ..Self::default()
        };
        vec![next, wrong, again, empty]
    }
}
