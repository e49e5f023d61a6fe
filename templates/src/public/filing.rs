//! Filing, the first stage: `/petitions/new?step=where` (where and what).

use crate::components::button::{link_button, submit};
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
    /// Where one comes from.
    pub came: Came,
    /// When the draft was saved, as people read it; may be empty.
    pub saved_at: String,
    /// How often it was saved.
    pub revision: u32,
}

/// Where somebody who files comes from.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// Name of the city whose site sent the person here and whose place was chosen for them, until they saved one.
    pub from_city: Option<String>,
    /// What was filed before.
    pub last: Option<LastPlace>,
}

/// 上次的地点, offered and never filled in by itself.
#[derive(Clone, Debug, Default)]
pub struct LastPlace {
    /// The division's code.
    pub division: String,
    /// Its full name: `济南市历下区`.
    pub name: String,
    /// The address.
    pub address: String,
}

/// The names of the stages.
pub(crate) const STAGES: [&str; 3] = ["地点和事项", "详情和附件", "核对提交"];

/// The names of the stages for who has filed before.
pub(crate) const SHORT: [&str; 2] = ["填写", "核对提交"];

/// 第一步.
#[must_use]
pub fn where_page(view: &WhereView) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            (steps(&STAGES, 0))
            h1 { "什么事，在哪里" }
            (came_from(&view.came))
            form method="post" action="/petitions/new" novalidate data-unsaved data-autosave {
                (form.hidden_csrf())
                (hidden("step", "where"))
                (hidden("draft", &view.draft))
                (hidden("revision", &view.revision.to_string()))
                (place_fields(form, &view.came))
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

/// The city whose site sent the person here.
pub(crate) fn came_from(came: &Came) -> Markup {
    html! {
        @if let Some(city) = &came.from_city { (inset(&html! { p { "您从" strong { (city) } "信访页面过来，已经替您选好地点，可以修改。" } })) }
    }
}

/// What it is about and where: the fields of the first stage.
pub(crate) fn place_fields(form: &FormState, came: &Came) -> Markup {
    html! {
        @if !form.value("from").is_empty() { (hidden("from", form.value("from"))) }
        (TextInput { name: "title", label: "标题", hint: "用一句话说清什么事，例如：泉城路 1 号院地下车库积水，物业半年未修。", count_max: Some(TITLE_MAX), ..TextInput::default() }.render(form))
        (category_hint(form))
        @if let Some(last) = &came.last { (last_place(last, form)) }
        (DivisionPicker { name: "division", label: "问题发生在哪里", hint: "选到县（市、区）。", optional: false }.render(form))
        (TextInput { name: "address", label: "详细地址", hint: "街道、村、小区、单位名称或门牌号。", count_max: Some(ADDRESS_MAX), ..TextInput::default() }.render(form))
    }
}

/// The place of what was filed before, with the button that takes it over: the server does it, or `filing.js` at once.
fn last_place(last: &LastPlace, form: &FormState) -> Markup {
    let taken = form.value("division") == last.division && form.value("address") == last.address;
    html! {
        (hidden("last_division", &last.division))
        (hidden("last_address", &last.address))
        @if !taken {
            div.inset data-last-place {
                p { "您上次反映的在：" strong { (last.name) " " (last.address) } }
                p.buttons { button.button.button-second type="submit" name="then" value="last_place" formnovalidate data-once { "这次也在这里" } }
            }
        }
    }
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
            form: FormState::new("sample")
                .with("division", "370100")
                .with("from", "jinan"),
            came: Came {
                from_city: Some("济南市".into()),
                last: None,
            },
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
