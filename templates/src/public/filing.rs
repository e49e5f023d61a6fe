//! Filing, the first stage: `/petitions/new?step=where` (where and what), and the offer to go on with an
//! unfinished draft.

use crate::components::button::{link_button, submit, submit_as};
use crate::components::category_picker::category_hint;
use crate::components::division_picker::DivisionPicker;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::inset;
use crate::components::steps::steps;
use crate::components::text_input::TextInput;
use crate::layout::{Nav, Page, PublicShell};
use domain::text::{ADDRESS_MAX, TITLE_MAX};
use maud::{Markup, html};

/// 反映问题，第一步. Fields: `title division address category_hint`; hidden `csrf draft step=where from`.
#[derive(Clone, Debug, Default)]
pub struct WhereView {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Id of the draft, drawn with the page before the first save.
    pub draft: String,
    /// The city whose site sent the person here: its name, and the word in `from`.
    pub from_city: Option<(String, String)>,
    /// When the draft was saved, as people read it; may be empty.
    pub saved_at: String,
    /// How often it was saved.
    pub revision: u32,
}

/// 有一份没写完的草稿.
#[derive(Clone, Debug, Default)]
pub struct DraftOfferView {
    /// The frame.
    pub shell: PublicShell,
    /// Token.
    pub csrf: String,
    /// Id of the draft.
    pub draft: String,
    /// Step to go on with: `where`, `details` or `check`.
    pub step: String,
    /// Its title; may be empty.
    pub title: String,
    /// When it was saved.
    pub saved_at: String,
    /// Query of a deep link to keep for a fresh start, such as `division=370100&from=jinan`; may be empty.
    pub fresh_query: String,
}

/// The names of the stages.
pub(crate) const STAGES: [&str; 3] = ["地点和事项", "详情和附件", "核对提交"];

/// 第一步.
#[must_use]
pub fn where_page(view: &WhereView) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            (steps(&STAGES, 0))
            h1 { "什么事，在哪里" }
            @if let Some((city, _)) = &view.from_city { (inset(&html! { p { "您从" strong { (city) } "信访页面过来，已经替您选好地点，可以修改。" } })) }
            form method="post" action="/petitions/new" novalidate data-unsaved data-autosave {
                (form.hidden_csrf())
                (hidden("step", "where"))
                (hidden("draft", &view.draft))
                (hidden("revision", &view.revision.to_string()))
                @if let Some((_, from)) = &view.from_city { (hidden("from", from)) }
                (TextInput { name: "title", label: "标题", hint: "用一句话说清什么事，例如：泉城路 1 号院地下车库积水，物业半年未修。", count_max: Some(TITLE_MAX), ..TextInput::default() }.render(form))
                (category_hint(form))
                (DivisionPicker { name: "division", label: "问题发生在哪里", hint: "选到县（市、区）。", optional: false }.render(form))
                (TextInput { name: "address", label: "详细地址", hint: "街道、村、小区、单位名称或门牌号。", count_max: Some(ADDRESS_MAX), ..TextInput::default() }.render(form))
                p.buttons { (submit("保存并继续")) }
                (saved(&view.saved_at))
            }
        }
    };
    view.shell.render(
        Page {
            title: "反映问题：什么事，在哪里",
            failed: form.has_errors(),
            nav: Nav::File,
            scripts: &["filing.js", "autosave.js"],
            ..Page::default()
        },
        &content,
    )
}

/// The unfinished draft.
#[must_use]
pub fn draft_offer(view: &DraftOfferView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "您有一份没写完的" }
            div.card {
                p.teaser { @if view.title.is_empty() { "（还没有标题）" } @else { (view.title) } }
                p.hint { (view.saved_at) " 保存" }
            }
            p.buttons {
                (link_button("接着写", &format!("/petitions/new?draft={}&step={}", view.draft, view.step), true))
            }
            form.spaced method="post" action="/petitions/new" {
                (hidden("csrf", &view.csrf))
                (hidden("draft", &view.draft))
                (hidden("step", "discard"))
                @if !view.fresh_query.is_empty() { (hidden("query", &view.fresh_query)) }
                p { "不要这份了？删除后不能恢复。" }
                (submit_as("删除它，另写一份", "confirm", "yes", false))
            }
        }
    };
    view.shell.render(
        Page {
            title: "您有一份没写完的",
            nav: Nav::File,
            ..Page::default()
        },
        &content,
    )
}

/// 已经提交过了.
#[derive(Clone, Debug, Default)]
pub struct FiledAlreadyView {
    /// The frame.
    pub shell: PublicShell,
    /// Path of the petition.
    pub href: String,
    /// What was typed since, to be copied.
    pub typed: String,
}

/// A form of a draft that is a petition by now: sent from another window, or after going back.
#[must_use]
pub fn filed_already(view: &FiledAlreadyView) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 tabindex="-1" data-focus { "这一件已经提交过了" }
            p.lead { "刚才写的没有提交，也没有保存，都在下面。还要说的，请复制下来，到这一件里补充材料。" }
            p.buttons {
                (link_button("去补充材料", &format!("{}/materials", view.href), true))
                (link_button("查看这一件", &view.href, false))
            }
            section.part aria-labelledby="typed-title" {
                div.title-row {
                    h2 id="typed-title" { "刚才写的" }
                    button.button.button-quiet type="button" data-copy="typed" hidden { "复制" }
                }
                div.quote.typed id="typed" { (view.typed) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "这一件已经提交过了",
            failed: true,
            nav: Nav::File,
            ..Page::default()
        },
        &content,
    )
}

impl FiledAlreadyView {
    /// With a long text.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![Self {
            shell: crate::samples::signed_in(),
            href: "/petitions/p1".into(),
            typed: crate::samples::STORY.into(),
        }]
    }
}

/// The link to the stage before.
pub(crate) fn back(step: &str, draft: &str) -> Markup {
    html! { p.back { a href={ "/petitions/new?draft=" (draft) "&step=" (step) } { "上一步" } } }
}

/// When it was saved, or that it will be; `autosave.js` goes on saying it.
pub(crate) fn saved(at: &str) -> Markup {
    html! {
        p.hint data-saved { (saved_words(at)) }
        p data-unsaved-why role="status" {}
    }
}

/// What stands under the form: when it was saved, or that it will be.
#[must_use]
pub fn saved_words(at: &str) -> String {
    if at.is_empty() {
        return "写的内容会替您保存，下次登录可以接着写。".to_owned();
    }
    format!("已保存：{at}。下次登录可以接着写。")
}

impl WhereView {
    /// Empty, from a city, wrong, very long.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample"),
            ..Self::default()
        };
        let city = Self {
            form: FormState::new("sample").with("division", "370100"),
            from_city: Some(("济南市".into(), "jinan".into())),
            ..plain.clone()
        };
        let wrong = FormState::new("sample")
            .with("title", crate::samples::LONG)
            .failing("title", "标题不能超过 100 个字，现在有 203 个字")
            .failing("division", "请选择问题发生地")
            .failing("address", "请填写详细地址");
        let wrong = Self {
            form: wrong,
            draft: "d1".into(),
            saved_at: "2026年11月23日（周一）14:06".into(),
            ..plain.clone()
        };
        vec![plain, city, wrong]
    }
}

impl DraftOfferView {
    /// With and without a title.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            csrf: "sample".into(),
            draft: "d1".into(),
            step: "details".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            saved_at: "2026年11月22日（周日）20:15".into(),
            fresh_query: "division=370100&from=jinan".into(),
        };
        vec![
            plain.clone(),
            Self {
                title: String::new(),
                ..plain
            },
        ]
    }
}
