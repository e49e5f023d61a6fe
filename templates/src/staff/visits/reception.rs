//! `/staff/intake/visits/{id}/reception`: 领导公开接访 — that a leader received whoever came, in public.

use super::LIST;
use crate::components::button::{link_button, submit_as};
use crate::components::date_input::DateInput;
use crate::components::error_summary::error_summary;
use crate::components::file_list::FileItem;
use crate::components::form::{FormState, hidden};
use crate::components::overtaken::Overtaken;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::components::uploader::{Files, PlainUpload, files, one_file};
use crate::layout::{Menu, Page, StaffShell};
use domain::interview::{PLACE_MAX, RECORD_MAX};
use maud::{Markup, html};

/// The value of `leader` for one who is not in the list.
pub const OTHER: &str = "other";

/// 领导公开接访. Fields: `leader leader_other date place text`; hidden `visit version csrf`. Buttons are named `then`: `save`,
/// `file`, `remove_file_<id>`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong; with the value of `visit`, the ticket of the files.
    pub form: FormState,
    /// Its path.
    pub action: String,
    /// Where tickets for uploads are asked for.
    pub tickets: String,
    /// Path of the case.
    pub case: String,
    /// Version of the case.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// The agency's leaders: name and name; then [`OTHER`].
    pub leaders: Vec<Choice>,
    /// Files so far.
    pub files: Vec<FileItem>,
    /// Without scripts: the form of the next file.
    pub plain: Option<PlainUpload>,
    /// Where the page of one file leads back to.
    pub back: String,
    /// The slip of a visit that was registered just now; empty otherwise.
    pub slip: String,
    /// What others did while it was filled in.
    pub overtaken: Option<Overtaken>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = match &view.plain {
        Some(plain) => html! {
            div.narrow {
                p.back { a href=(view.back) { "返回领导公开接访" } }
                h1 { "添加一个附件" }
                (one_file(&attached(view), &view.back, plain, ""))
            }
        },
        None => whole(view),
    };
    view.shell.render(
        Page {
            title: &format!("领导公开接访 {}", view.number),
            failed: view.form.has_errors() || view.overtaken.is_some(),
            menu: Menu::Visits,
            scripts: &["filing.js", "upload.js"],
            ..Page::default()
        },
        &content,
    )
}

fn attached(view: &View) -> Files<'_> {
    Files {
        form: &view.form,
        tickets: &view.tickets,
        draft: view.form.value("visit"),
        files: &view.files,
        hint: "接访的照片、签字的记录等。没有就不传。",
    }
}

fn whole(view: &View) -> Markup {
    let form = &view.form;
    let leaders = [OptGroup {
        label: String::new(),
        choices: view.leaders.clone(),
    }];
    let open = view
        .overtaken
        .as_ref()
        .is_none_or(|overtaken| overtaken.closed.is_none());
    html! {
        p.back { a href=(LIST) { "返回来访登记" } }
        @if let Some(overtaken) = &view.overtaken { (overtaken.render()) }
        @if !view.slip.is_empty() { div.inset role="status" { p { strong { "来访已登记，编号 " span.num { (view.number) } "。" } } p { a href=(view.slip) { "打印接谈单" } "（查询码、排队号），再写接访记录。" } } }
        (error_summary(form))
        h1 { "领导公开接访" }
        div.about { p.teaser { (view.title) } p.hint { span.num { (view.number) } } }
        form.card method="post" action=(view.action) novalidate data-unsaved data-dirty[form.typed] {
            button type="submit" name="then" value="save" hidden { "保存" }
            (form.hidden_csrf())
            (hidden("version", &view.version))
            (hidden("visit", form.value("visit")))
            div.fields-row {
                @if !view.leaders.is_empty() {
                    (Select { name: "leader", label: "接访领导", groups: &leaders, prompt: "请选择", ..Select::default() }.render(form))
                    (TextInput { name: "leader_other", label: "其他领导姓名", hint: "选了“其他领导”的，在这里写。", optional: true, ..TextInput::default() }.render(form))
                } @else {
                    (TextInput { name: "leader_other", label: "接访领导姓名", width: "w-half", ..TextInput::default() }.render(form))
                }
            }
            div.fields-row {
                (DateInput { name: "date", label: "接访日期", ..DateInput::default() }.render(form))
                (TextInput { name: "place", label: "接访地点", count_max: Some(PLACE_MAX), ..TextInput::default() }.render(form))
            }
            (Textarea { name: "text", label: "接访记录", hint: "谈了什么，领导怎么答复、交办。", rows: 8, count_max: Some(RECORD_MAX), ..Textarea::default() }.render(form))
            (files(&attached(view)))
            p.buttons {
                @if open { (submit_as("保存接访记录", "then", "save", true)) }
                (link_button("查看信访件", &view.case, false))
            }
        }
    }
}

impl View {
    /// Empty, wrong everywhere, late, one file without scripts.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [late, over] = Overtaken::samples();
        let empty = Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample")
                .with("visit", "ticket")
                .with("date", "2026-11-27"),
            action: "/staff/intake/visits/p1/reception".into(),
            tickets: super::TICKETS.into(),
            case: "/staff/petitions/p1".into(),
            version: "5".into(),
            number: "V370102-20261127-00003".into(),
            title: "泉城路 1 号院地下车库积水".into(),
            leaders: vec![
                Choice::new("郭志远", "郭志远"),
                Choice::new("高岚", "高岚"),
                Choice::new(OTHER, "其他领导"),
            ],
            ..Self::default()
        };
        let wrong = Self {
            title: crate::samples::LONG.into(),
            form: FormState::new("sample")
                .with("text", crate::samples::LONG)
                .failing("leader", "请选择接访领导")
                .failing("date", "日期不能晚于今天")
                .failing("place", "请填写接访地点")
                .failing("text", "请填写接访记录"),
            files: crate::samples::files(),
            ..empty.clone()
        };
        let later = Self {
            overtaken: Some(late),
            leaders: Vec::new(),
            ..empty.clone()
        };
        let ended = Self {
            overtaken: Some(over),
            ..empty.clone()
        };
        let plain = Self {
            plain: Some(PlainUpload {
                url: "/bucket".into(),
                fields: vec![("key".into(), "quarantine/x/y".into())],
            }),
            back: "/staff/intake/visits/p1/reception?kept=x".into(),
            slip: String::new(),
            ..empty.clone()
        };
        vec![empty, wrong, later, ended, plain]
    }
}
