//! The part of a form that takes files: the second stage of filing, what is added to a petition under way, and the scans
//! of a letter. With JavaScript `upload.js` puts its own chooser there and sends files with progress; without it
//! a button keeps what was typed and leads to a plain multipart form, which goes straight to the store
//! and comes back by 303.

use super::error_summary::error_summary;
use super::file_list::{FileItem, file_list};
use super::form::{FormState, described_by, group_class, hidden, hint_and_error};
use super::notice::inset;
use maud::{Markup, html};

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

/// Where citizens' tickets for uploads are asked for.
pub(crate) const CITIZENS: &str = "/petitions/uploads";
/// How many files a petition may have.
pub(crate) const FILES_MAX: usize = 10;

/// 附件, within a form.
pub(crate) struct Files<'a> {
    /// Token and errors; an error about a file goes to the field `file`.
    pub form: &'a FormState,
    /// Where tickets for uploads are asked for.
    pub tickets: &'a str,
    /// What the files are uploaded to: the draft, the petition that is added to, or the ticket of a letter.
    pub draft: &'a str,
    /// The files so far.
    pub files: &'a [FileItem],
    /// What to say before anything else; may be empty.
    pub hint: &'a str,
}

/// What may be uploaded, the next file, and those so far. Buttons of the form: `then=file` and
/// `then=remove_file_<id>`.
pub(crate) fn files(view: &Files<'_>) -> Markup {
    html! {
        section.part aria-labelledby="files" {
            h2 id="files" { "附件" }
            @if !view.hint.is_empty() { p { (view.hint) } }
            (limits())
            (next(view))
            p.hint data-no-files hidden[!view.files.is_empty()] { "还没有附件。" }
            (file_list(view.files, true))
        }
    }
}

/// What may be uploaded, said before anything is chosen.
fn limits() -> Markup {
    inset(
        &html! { p { "可以传：图片（含 HEIC）、PDF、Office 文档、录音、录像。每个不超过 50 MB，最多 10 个。" } },
    )
}

/// The button that keeps the form and prepares a plain upload; `upload.js` puts its chooser in place.
fn next(view: &Files<'_>) -> Markup {
    let error = view.form.error("file");
    let left = FILES_MAX.saturating_sub(view.files.len());
    if left == 0 {
        return html! { p.inset id="file" { "已经有 10 个附件。要换，请先删除一个。" } };
    }
    taking(
        view,
        left,
        &html! {
            div class=(group_class(error)) data-plain {
                (hint_and_error("file", "", error))
                button.button.button-second id="file" type="submit" name="then" value="file" { "添加一个文件" }
            }
        },
    )
}

/// Where files are taken: what scripts need to know, around what works without them.
fn taking(view: &Files<'_>, left: usize, plain: &Markup) -> Markup {
    html! {
        div data-uploads data-ticket-url=(view.tickets) data-draft=(view.draft) data-csrf=(view.form.csrf) data-left=(left) { (plain) }
    }
}

/// 不用脚本, one file: a page's content with the form that goes to the store, and the words as they were
/// kept. `back` leads to the form it came from.
pub(crate) fn one_file(view: &Files<'_>, back: &str, plain: &PlainUpload, words: &str) -> Markup {
    let form = view.form;
    let error = form.error("file");
    let upload = html! {
        form method="post" action=(plain.url) enctype="multipart/form-data" data-plain {
            @for (name, value) in &plain.fields { (hidden(name, value)) }
            div class=(group_class(error)) {
                label.label for="file" { "选择一个文件" }
                (hint_and_error("file", "选好后点“上传”，传完会回到上一页。", error))
                input.input id="file" name="file" type="file" accept=(ACCEPT)
                    aria-describedby=[described_by("file", "hint", error, None)];
            }
            p.buttons {
                button.button.button-second type="submit" data-once { "上传" }
                a href=(back) { "先不传这个文件，返回" }
            }
        }
    };
    html! {
        (error_summary(form))
        (limits())
        (taking(view, 1, &upload))
        ul.files data-file-list {}
        @if !words.is_empty() { h2 { "您写的已经保存" } div.quote.typed { (words) } }
    }
}

/// 不用摄像头的画面, a photo as a file: the same form for who has scripts and who has none, so that the picture goes to the row
/// that it was taken for. `back` leads to the form it came from.
pub(crate) fn one_photo(back: &str, plain: &PlainUpload) -> Markup {
    html! {
        form.kiosk method="post" action=(plain.url) enctype="multipart/form-data" data-plain {
            @for (name, value) in &plain.fields { (hidden(name, value)) }
            div.field {
                label.label for="file" { "拍照，或者选一张照片" }
                p.hint id="file-hint" { "手机、平板会直接打开相机；没有摄像头的，选一张照片。选好后点“上传”，传完会回到登记表，填过的都在。" }
                input.input id="file" name="file" type="file" accept="image/*" capture="environment" aria-describedby="file-hint";
            }
            p.buttons {
                button.button type="submit" data-once { "上传" }
                a href=(back) { "不拍了，返回登记" }
            }
        }
    }
}
