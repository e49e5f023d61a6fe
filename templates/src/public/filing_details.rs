//! Filing, second stage: `/petitions/new?step=details`: what happened, who files together, and the files. For who has
//! filed before it is the first, `step=whole`, with the fields of `filing` above its own.

use super::filing::{Came, LastPlace, SHORT, STAGES, back, came_from, place_fields, saved};
use super::filing_joint::joint;
use crate::components::button::submit;
use crate::components::error_summary::error_summary;
use crate::components::file_list::FileItem;
use crate::components::form::{FormState, hidden};
use crate::components::steps::steps;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::components::uploader::{CITIZENS, FILES_MAX, Files, PlainUpload, files, one_file};
use crate::layout::{Nav, Page, PublicShell};
use domain::text::CONTENT_MAX;
use maud::{Markup, html};

/// 反映问题，第二步. Fields: `content people_count joint` and those of 联名人 (`filing_joint`); hidden
/// `csrf draft step=details co_rows`. `joint=yes` when several people file together. Buttons besides the
/// one that goes on: `then=file` and `then=remove_file_<id>` (without scripts), and those of 联名人.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Id of the draft.
    pub draft: String,
    /// Rows of 联名人 shown; `None` for an anonymous account.
    pub joint: Option<usize>,
    /// When the draft was saved; may be empty.
    pub saved_at: String,
    /// How often it was saved.
    pub revision: u32,
    /// The files so far.
    pub files: Vec<FileItem>,
    /// The plain form for the next file; the words are kept meanwhile.
    pub plain: Option<PlainUpload>,
    /// Both stages on this page.
    pub whole: Option<Came>,
}

impl View {
    fn step(&self) -> &'static str {
        if self.whole.is_some() { "whole" } else { "details" }
    }

    fn bar(&self) -> Markup {
        if self.whole.is_some() {
            steps(&SHORT, 0)
        } else {
            steps(&STAGES, 1)
        }
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap.narrow {
            @if let Some(plain) = &view.plain {
                (view.bar())
                h1 { "添加一个附件" }
                (one_file(&taken(view), &href(view), plain, view.form.value("content")))
            } @else { (together(view)) }
        }
    };
    view.shell.render(
        Page {
            title: if view.whole.is_some() {
                "反映问题：填写"
            } else {
                "反映问题：详细情况和附件"
            },
            failed: view.form.has_errors(),
            nav: Nav::File,
            scripts: &["filing.js", "autosave.js", "upload.js"],
            ..Page::default()
        },
        &content,
    )
}

fn href(view: &View) -> String {
    format!("/petitions/new?draft={}&step={}#files", view.draft, view.step())
}

fn taken(view: &View) -> Files<'_> {
    Files {
        form: &view.form,
        tickets: CITIZENS,
        draft: &view.draft,
        files: &view.files,
        hint: "照片、合同、录音等能说明情况的材料。没有就直接继续；提交以后还可以补充。",
    }
}

fn together(view: &View) -> Markup {
    let form = &view.form;
    html! {
        @if view.whole.is_none() { (back("where", &view.draft)) }
        (error_summary(form))
        (view.bar())
        h1 { @if view.whole.is_some() { "写清要反映的问题" } @else { "详细情况和附件" } }
        @if let Some(came) = &view.whole { (came_from(came)) }
        details.tips {
            summary { "怎样写更容易办成" }
            ul {
                li { "什么时候、和谁、发生了什么，按先后写" }
                li { "找过哪些单位，他们怎么说" }
                li { "您希望怎样解决，单独写一段" }
                li { "不要写银行卡号、密码" }
            }
        }
        form method="post" action="/petitions/new" novalidate data-unsaved data-autosave {
            // Enter in a field goes on; without this it would press the first button among the people.
            button type="submit" hidden { "保存并继续" }
            (form.hidden_csrf())
            (hidden("step", view.step()))
            (hidden("draft", &view.draft))
            (hidden("revision", &view.revision.to_string()))
            @if let Some(came) = &view.whole { (place_fields(form, came)) }
            (Textarea { name: "content", label: "情况和要求", hint: "写清时间、经过和您希望怎样解决。", rows: 14, count_max: Some(CONTENT_MAX), ..Textarea::default() }.render(form))
            (TextInput { name: "people_count", label: "涉及多少人", hint: "填数字，只有您自己就填 1。", optional: true, inputmode: "numeric", width: "w-short", ..TextInput::default() }.render(form))
            (joint(form, view.joint))
            (files(&taken(view)))
            p.buttons { (submit("保存并继续")) }
            (saved(&view.saved_at))
        }
    }
}

impl View {
    /// Filled in by three together with files, wrong everywhere, full, anonymous, and one file to be sent.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let filled = FormState::new("sample")
            .with("content", crate::samples::STORY)
            .with("people_count", "18")
            .with("joint", "yes")
            .with("co_1_name", "王芳")
            .with("co_1_mobile", "13800000002")
            .with("co_2_name", "赵河");
        let wrong = FormState::new("sample")
            .with("joint", "yes")
            .with("co_1_name", crate::samples::LONG)
            .failing("content", "请填写情况和要求")
            .failing("people_count", "涉及人数不能少于联名的 3 人（含您本人）")
            .failing("joint", "联名的，请至少写上一位联名人的姓名")
            .failing("co_1_name", "姓名不能超过 50 个字")
            .failing("co_1_id_number", "身份证号应当是 18 位，请检查是否少输或多输了")
            .failing("co_2_mobile", "手机号码应当是 11 位数字，以 1 开头，请检查")
            .failing("file", "有一个附件已经不在了，请核对附件后再提交");
        let plain = Self {
            shell: crate::samples::signed_in(),
            form: filled,
            draft: "d1".into(),
            joint: Some(2),
            saved_at: String::new(),
            revision: 1,
            files: crate::samples::files(),
            plain: None,
            whole: None,
        };
        let full = Self {
            joint: Some(domain::joint::CO_PETITIONERS_MAX),
            files: crate::samples::files()
                .into_iter()
                .cycle()
                .take(FILES_MAX)
                .collect(),
            ..plain.clone()
        };
        let anonymous = Self {
            form: FormState::new("sample"),
            joint: None,
            files: Vec::new(),
            ..plain.clone()
        };
        let one = Self {
            plain: Some(PlainUpload {
                url: "http://127.0.0.1:3000/xf-attachments".into(),
                fields: vec![
                    ("key".into(), "quarantine/d1/a1".into()),
                    ("policy".into(), "e30=".into()),
                ],
            }),
            ..plain.clone()
        };
        let wrong = Self {
            form: wrong,
            ..plain.clone()
        };
        let whole = Self {
            form: FormState::new("sample"),
            joint: Some(0),
            files: Vec::new(),
            whole: Some(Came {
                from_city: Some("济南市".into()),
                last: Some(LastPlace {
                    division: "370102".into(),
                    name: "济南市历下区".into(),
                    address: crate::samples::LONG.into(),
                }),
            }),
            ..plain.clone()
        };
        let whole_wrong = Self {
            form: wrong
                .form
                .clone()
                .failing("title", "请填写标题")
                .failing("address", "请填写详细地址"),
            joint: Some(2),
            ..whole.clone()
        };
        vec![plain, wrong, full, anonymous, one, whole, whole_wrong]
    }
}
