//! Filing, third stage: `/petitions/new?step=attachments`. With JavaScript `upload.js` sends files
//! with progress; without it one plain multipart form goes straight to the store and comes back by 303.

use super::filing::{STAGES, back};
use crate::components::button::submit;
use crate::components::error_summary::error_summary;
use crate::components::file_list::{FileItem, Removal, file_list};
use crate::components::form::{FormState, described_by, group_class, hidden, hint_and_error};
use crate::components::notice::inset;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::steps::steps;
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 反映问题，第三步. Going on posts `csrf draft step=attachments` to `/petitions/new`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token and errors; an error about a file goes to the field `file`.
    pub form: FormState,
    /// Id of the draft.
    pub draft: String,
    /// The files so far.
    pub files: Vec<FileItem>,
    /// Categories that the text suggests; none where it says too little.
    pub suggestions: Vec<String>,
    /// The plain form for the next file; without it a button posts `csrf draft` to `/petitions/uploads/plain`,
    /// which leads back here with the form. With ten files there is neither.
    pub plain: Option<PlainUpload>,
}

/// 不用脚本的上传: a presigned POST.
#[derive(Clone, Debug, Default)]
pub struct PlainUpload {
    /// Where the browser posts the file.
    pub url: String,
    /// Hidden fields that go before the file.
    pub fields: Vec<(String, String)>,
}

/// What may be chosen, for the browser's file dialog; what is allowed is decided on what arrives.
const ACCEPT: &str = "image/*,.heic,.heif,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,audio/*,video/*";

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (back("details", &view.draft))
            (error_summary(form))
            (steps(&STAGES, 2))
            h1 { "附件" }
            p.lead { "照片、合同、录音等能说明情况的材料。没有就直接继续；提交以后还可以补充。" }
            (limits())
            (uploader(&Uploader { form, draft: &view.draft, files: view.files.len(), plain: view.plain.as_ref(), within: false }))
            section.part aria-labelledby="files" {
                h2 id="files" { "已传的附件" }
                p.hint data-no-files hidden[!view.files.is_empty()] { "还没有附件。" }
                (file_list(&view.files, Some(Removal { csrf: &form.csrf, draft: &view.draft, within: false })))
            }
            form method="post" action="/petitions/new" {
                (form.hidden_csrf())
                (hidden("step", "attachments"))
                (hidden("draft", &view.draft))
                (suggested(&view.suggestions, form))
                p.buttons { (submit("继续")) }
            }
        }
    };
    let page = Page {
        title: "反映问题：附件",
        failed: form.has_errors(),
        nav: Nav::File,
        script: Some("upload.js"),
        ..Page::default()
    };
    view.shell.render(page, &content)
}

/// What may be uploaded, said before anything is chosen.
pub(super) fn limits() -> Markup {
    inset(
        &html! { p { "可以传：图片（含 HEIC）、PDF、Office 文档、录音、录像。每个不超过 50 MB，最多 10 个。" } },
    )
}

/// How many files a petition may have.
const FILES_MAX: usize = 10;

/// 分类建议: offered, never filled in.
fn suggested(suggestions: &[String], form: &FormState) -> Markup {
    if suggestions.is_empty() {
        return html! {};
    }
    let mut choices: Vec<Choice> = suggestions
        .iter()
        .map(|name| Choice::new(name, format!("可能属于：{name}")))
        .collect();
    choices.push(Choice::new("none", "都不是，或者说不清"));
    let radios = Radios {
        name: "category_hint",
        legend: "这件事大致属于哪一类",
        hint: "这是系统按您写的文字推测的，不一定准。选对了能快些转到该办的单位；不选也可以，工作人员会归类。",
        choices: &choices,
        optional: true,
        ..Radios::default()
    };
    html! { section.part { (radios.render(form)) } }
}

/// Where the next file is chosen.
pub(super) struct Uploader<'a> {
    /// Token and errors.
    pub form: &'a FormState,
    /// The draft, or the petition that is added to.
    pub draft: &'a str,
    /// How many files there are.
    pub files: usize,
    /// The plain form for the next file.
    pub plain: Option<&'a PlainUpload>,
    /// Whether it stands within a form whose button `then=file` prepares the next file.
    pub within: bool,
}

/// The next file: a plain form that goes straight to the store, or the button that prepares one;
/// `upload.js` puts its own chooser in place of either.
pub(super) fn uploader(view: &Uploader<'_>) -> Markup {
    let form = view.form;
    let error = form.error("file");
    let left = FILES_MAX.saturating_sub(view.files);
    html! {
        @if left == 0 { p.inset id="file" { "已经有 10 个附件。要换，请先删除一个。" } }
        @else {
            div data-uploads data-ticket-url="/petitions/uploads" data-draft=(view.draft) data-csrf=(form.csrf) data-left=(left) {
                @if let Some(plain) = view.plain {
                    form method="post" action=(plain.url) enctype="multipart/form-data" data-plain {
                        @for (name, value) in &plain.fields { (hidden(name, value)) }
                        div class=(group_class(error)) {
                            label.label for="file" { "选择一个文件" }
                            (hint_and_error("file", "选好后点“上传”，传完会回到这一页。", error))
                            input.input id="file" name="file" type="file" accept=(ACCEPT)
                                aria-describedby=[described_by("file", "hint", error, None)];
                        }
                        button.button.button-second type="submit" data-once { "上传" }
                    }
                } @else if view.within {
                    div class=(group_class(error)) data-plain {
                        (hint_and_error("file", "", error))
                        button.button.button-second id="file" type="submit" name="then" value="file" { "添加一个文件" }
                    }
                } @else {
                    form method="post" action="/petitions/uploads/plain" data-plain {
                        (form.hidden_csrf())
                        (hidden("draft", view.draft))
                        div class=(group_class(error)) {
                            (hint_and_error("file", "", error))
                            button.button.button-second id="file" type="submit" data-once { "添加一个文件" }
                        }
                    }
                }
            }
        }
    }
}

impl View {
    /// Empty, with files in every state, full with an error.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let fields = vec![
            ("key".to_owned(), "quarantine/d1/a1".to_owned()),
            ("policy".to_owned(), "e30=".to_owned()),
        ];
        let empty = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample"),
            draft: "d1".into(),
            files: Vec::new(),
            suggestions: Vec::new(),
            plain: Some(PlainUpload {
                url: "http://127.0.0.1:3000/xf-attachments".into(),
                fields,
            }),
        };
        let some = Self {
            suggestions: vec!["城乡建设".into(), "环境保护".into()],
            files: crate::samples::files(),
            form: FormState::new("sample").failing("file", "这个文件超过 50 MB，请压缩后再传"),
            ..empty.clone()
        };
        let button = Self {
            files: crate::samples::files(),
            plain: None,
            ..empty.clone()
        };
        let full = Self {
            files: crate::samples::files()
                .into_iter()
                .cycle()
                .take(FILES_MAX)
                .collect(),
            ..button.clone()
        };
        vec![empty, some, button, full]
    }
}
