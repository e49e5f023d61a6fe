//! `/petitions/{id}/materials`: words and files that are added to a petition under way.

use crate::components::button::{link_button, submit_as};
use crate::components::error_summary::error_summary;
use crate::components::file_list::FileItem;
use crate::components::form::FormState;
use crate::components::notice::warning_with;
use crate::components::textarea::Textarea;
use crate::components::uploader::{CITIZENS, Files, PlainUpload, files, one_file};
use crate::layout::{Nav, Page, PublicShell};
use domain::petition::MATERIALS_MAX;
use domain::text::SUPPLEMENT_MAX;
use maud::{Markup, html};

/// 补充材料. Posts `csrf entry content` and `then` (`send`, `file` or `remove_file_<id>`) to itself.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token, `entry`, `content`, errors.
    pub form: FormState,
    /// Id of the petition.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// How often something can still be added.
    pub left: u32,
    /// The files so far.
    pub files: Vec<FileItem>,
    /// The plain form for the next file; the words are kept meanwhile.
    pub plain: Option<PlainUpload>,
    /// Why nothing can be added.
    pub blocked: Option<String>,
    /// When this very form was sent before, with other words or fewer files.
    pub earlier: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let href = format!("/petitions/{}", view.id);
    let content = html! {
        div.wrap.narrow {
            p.back { a href=(href) { "返回这一件" } }
            @if view.plain.is_none() { (error_summary(form)) }
            h1 { @if view.blocked.is_some() { "不能补充材料了" } @else { "补充材料" } }
            @if let (Some(at), None) = (&view.earlier, &view.blocked) { (earlier(at, &href)) }
            div.card { p.teaser { (view.title) } p.hint.num { (view.number) } }
            @if let Some(reason) = &view.blocked { (over(view, reason)) }
            @else if let Some(plain) = &view.plain {
                (one_file(&taken(view), &format!("{href}/materials?from=files"), plain, form.value("content")))
            }
            @else { (together(view)) }
        }
    };
    let page = Page {
        title: "补充材料",
        failed: form.has_errors() || view.earlier.is_some(),
        nav: Nav::Mine,
        scripts: if view.blocked.is_none() {
            &["upload.js"]
        } else {
            &[]
        },
        ..Page::default()
    };
    view.shell.render(page, &content)
}

fn taken(view: &View) -> Files<'_> {
    Files {
        form: &view.form,
        tickets: CITIZENS,
        draft: &view.id,
        files: &view.files,
        hint: "",
    }
}

fn together(view: &View) -> Markup {
    let form = &view.form;
    html! {
        p.lead { "办理中有了新的情况、新的照片或者文件，在这里交给工作人员。" }
        form method="post" action={ "/petitions/" (view.id) "/materials" } novalidate data-unsaved {
            (form.hidden_csrf())
            input type="hidden" name="entry" value=(form.value("entry"));
            (Textarea { name: "content", label: "要补充的情况", hint: "只传附件的可以不写。", optional: true, rows: 7, count_max: Some(SUPPLEMENT_MAX) }.render(form))
            (files(&taken(view)))
            p.hint { "提交后不能修改或者收回。每一件最多补充 " (MATERIALS_MAX) " 次，还可以补充 " (view.left) " 次。" }
            p.buttons { (submit_as("提交补充材料", "then", "send", true)) (link_button("不补充了", &format!("/petitions/{}", view.id), false)) }
        }
    }
}

/// What was sent from this page before is kept; this is something else.
fn earlier(at: &str, href: &str) -> Markup {
    html! {
        div id="earlier" role="alert" tabindex="-1" data-focus {
            (warning_with(&html! {
                p { "这一页在 " (at) " 已经交过一次补充材料，和现在写的或者附的不一样，以那一次为准，现在的还没有交。" a href=(href) { "查看已经交的" } "。" }
                p { "还要再补充的，在下面核对以后再点一次“提交补充材料”，会作为新的一次。" }
            }))
        }
    }
}

fn over(view: &View, reason: &str) -> Markup {
    let words = view.form.value("content");
    html! {
        p.lead { (reason) }
        @if !words.is_empty() {
            p { "您刚才写的没有交上去。需要的话，请先复制下来：" }
            div.quote.typed { (words) }
        }
        p.buttons { (link_button("查看这一件", &format!("/petitions/{}", view.id), true)) }
    }
}

impl View {
    /// Empty, with files and an error, a plain file, full, and over with something typed.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let empty = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample").with("entry", "m1"),
            id: "p1".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            left: 9,
            files: Vec::new(),
            plain: None,
            blocked: None,
            earlier: None,
        };
        let earlier = Self {
            form: empty.form.clone().with("content", crate::samples::STORY),
            earlier: Some("2026年11月23日（周一）14:06".into()),
            left: 8,
            ..empty.clone()
        };
        let wrong = Self {
            form: empty
                .form
                .clone()
                .with("content", crate::samples::LONG)
                .failing("content", "补充说明不能超过 2000 个字，现在有 2003 个字"),
            files: crate::samples::files(),
            title: crate::samples::LONG.into(),
            ..empty.clone()
        };
        let plain = Self {
            form: empty.form.clone().with("content", crate::samples::STORY),
            plain: Some(PlainUpload {
                url: "http://127.0.0.1:3000/xf-attachments".into(),
                fields: vec![("key".into(), "quarantine/p1/a1".into())],
            }),
            ..empty.clone()
        };
        let over = Self {
            form: FormState::new("sample").with("content", crate::samples::STORY),
            blocked: Some("这件信访已经办结，不能再补充材料。有新的情况，可以重新反映。".into()),
            ..empty.clone()
        };
        vec![empty, wrong, plain, over, earlier]
    }
}
