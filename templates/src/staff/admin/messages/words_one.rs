//! `/staff/admin/messages/{kind}`: the words of one kind, with a preview.

use super::Preview;
use crate::components::button::{link_button, submit_as};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{flash, inset, warning};
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 修改短信用语. Fields: `words`, `do` (`preview`, `save`, `restore`); hidden `csrf revision`; posts to
/// `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed, or how things stand.
    pub form: FormState,
    /// Where it posts to.
    pub action: String,
    /// The name of the kind.
    pub name: String,
    /// The revision that the form was made from.
    pub revision: String,
    /// When and by whom it was changed last; empty if never.
    pub changed: String,
    /// Whether the words are the built-in ones, so that there is nothing to restore.
    pub is_built_in: bool,
    /// The built-in words.
    pub built_in: String,
    /// The blanks: as typed, what they stand for, whether they must be there.
    pub blanks: Vec<(String, String, bool)>,
    /// Whether it waits for the morning.
    pub daytime: bool,
    /// How it looks; none while the words are not acceptable.
    pub preview: Option<Preview>,
    /// Whether the preview is of words that are not saved.
    pub is_draft: bool,
    /// What was just done.
    pub flash: String,
    /// Somebody else saved meanwhile: who and when, and the words now.
    pub conflict: Option<(String, String)>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div {
            p.back { a href="/staff/admin/messages" { "返回短信用语" } }
            (flash(&view.flash))
            @if let Some((who, now)) = &view.conflict {
                div role="alert" {
                    (warning(&format!("{who}，您的这一次没有保存。下面是您填的内容；确定要改成这样，请再保存一次。")))
                    (inset(&html! { p { "现在的用语：" (now) } }))
                }
            }
            (error_summary(form))
            h1 { (view.name) }
            p.hint {
                @if view.daytime { "晚上 21 时到早上 8 时不发，推迟到 8 时。" } @else { "不分昼夜，马上发。" }
                @if !view.changed.is_empty() { " 最近一次修改：" (view.changed) "。" }
            }
            div.beside {
                form.card method="post" action=(view.action) novalidate {
                    (form.hidden_csrf())
                    (hidden("revision", &view.revision))
                    (Textarea {
                        name: "words",
                        label: "用语",
                        hint: "签名【山东信访】由系统加在最前面。不要写姓名和反映的内容：手机常常是一家人合用的。",
                        rows: 5,
                        ..Textarea::default()
                    }.render(form))
                    h2 { "可以用的填空" }
                    dl.facts { @for (typed, meaning, needed) in &view.blanks {
                        div { dt { code { (typed) } } dd { (meaning) @if *needed { "（必须有）" } } }
                    } }
                    p.buttons {
                        (submit_as("保存", "do", "save", true))
                        (submit_as("先看看样子", "do", "preview", false))
                        (link_button("不改了", "/staff/admin/messages", false))
                    }
                }
                div {
                    @match &view.preview {
                        Some(preview) => {
                            @if view.is_draft { p { strong { "还没有保存，这是改了以后的样子：" } } }
                            (preview.render())
                        }
                        None => (inset(&html! { p { "改好标出的地方，就能看到样子。" } })),
                    }
                    (inset(&html! { p { "编号、单位、期限按一般长度举例。70 个字以内算一条，更长的每 67 个字一条，最多 3 条。用阿里云短信的，发出去的文字以阿里云登记的模板为准，这里只是预览。" } }))
                    @if !view.is_built_in {
                        section.card {
                            h2 { "内置的用语" }
                            p.typed { (view.built_in) }
                            form method="post" action=(view.action) {
                                (form.hidden_csrf())
                                (hidden("revision", &view.revision))
                                (submit_as("恢复内置的用语", "do", "restore", false))
                            }
                        }
                    }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: &view.name,
            failed: form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Built-in, changed and previewed, wrong, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let words = "您的信访事项（编号{number}）已转送{agency}办理。查询：{site}";
        let preview = Preview {
            text: "【山东信访】您的信访事项（编号W370102-20261123-00042）已转送济南市历下区住房和城乡建设局办理。查询：xf.example.gov.cn".into(),
            chars: 79,
            parts: 2,
        };
        let plain = Self {
            shell: crate::samples::administrator(),
            form: FormState::new("sample").with("words", words),
            action: "/staff/admin/messages/transferred".into(),
            name: "已转送".into(),
            revision: "0".into(),
            is_built_in: true,
            built_in: words.into(),
            blanks: vec![
                ("{number}".into(), "信访事项编号".into(), true),
                ("{agency}".into(), "单位名称".into(), false),
                ("{site}".into(), "网站地址".into(), false),
            ],
            daytime: true,
            preview: Some(preview),
            ..Self::default()
        };
        let changed = Self {
            revision: "3".into(),
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
            is_built_in: false,
            is_draft: true,
            ..plain.clone()
        };
        let wrong = Self {
            form: FormState::new("sample")
                .with("words", "您的信访事项已转送{agancy}办理。")
                .failing(
                    "words",
                    "这种短信没有“{agancy}”，可以用的有 {number} {agency} {site}",
                ),
            preview: None,
            ..changed.clone()
        };
        let late = Self {
            conflict: Some((
                "钱管理在 2026年11月23日（周一）09:14 改过".into(),
                crate::samples::LONG.into(),
            )),
            flash: String::new(),
            ..changed.clone()
        };
        let saved = Self {
            flash: "已经保存，最迟 20 秒生效。".into(),
            is_draft: false,
            ..changed.clone()
        };
        vec![plain, changed, wrong, late, saved]
    }
}
