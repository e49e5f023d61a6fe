//! The steps of a case for the public that ask for something: what the petitioner said, why it is sent back, why it
//! is withdrawn, and whether it is really to be dropped.

use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::inset;
use crate::components::overtaken::Overtaken;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use domain::showcase::{Answer, REMARK_MAX, Way};
use maud::{Markup, html};

/// What these pages have in common; hidden `csrf revision`; each posts to `<href>/<step>`.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Path of the case.
    pub href: String,
    /// The revision that is shown.
    pub revision: String,
    /// Its title.
    pub title: String,
    /// Number of the petition.
    pub number: String,
    /// What others did meanwhile.
    pub overtaken: Option<Overtaken>,
}

/// 征求信访人意愿. Fields: `answer way on`; posts to `<href>/wish`.
#[derive(Clone, Debug, Default)]
pub struct WishView {
    /// Frame, form and case.
    pub step: Step,
    /// Path of the page with the petitioner's telephone; empty if the officer may not read the petition.
    pub petitioner: String,
    /// Filed by several people.
    pub joint: bool,
    /// Whether the public reads it now: a refusal withdraws it.
    pub shown: bool,
}

/// 退回 or 撤下. Field: `remark`.
#[derive(Clone, Debug, Default)]
pub struct RemarkView {
    /// Frame, form and case.
    pub step: Step,
    /// Which of the two.
    pub withdraw: bool,
}

/// 删除稿子 or 放弃修改.
#[derive(Clone, Debug, Default)]
pub struct DropView {
    /// Frame, form and case.
    pub step: Step,
    /// Whether something stays that is or was public.
    pub version_only: bool,
}

impl Step {
    fn page(&self, heading: &str, path: &str, fields: &Markup, label: &str) -> Markup {
        let open = self.overtaken.as_ref().is_none_or(|late| late.closed.is_none());
        let content = html! {
            div.narrow {
                p.back { a href=(self.href) { "返回这个案例" } }
                @if let Some(overtaken) = &self.overtaken { (overtaken.render()) }
                (error_summary(&self.form))
                h1 { (heading) }
                div.about { p.teaser { (self.title) } p.hint.num { (self.number) } }
                form method="post" action={ (self.href) "/" (path) } novalidate data-unsaved {
                    (self.form.hidden_csrf()) (hidden("revision", &self.revision))
                    (fields)
                    @if open { p.buttons { (submit(label)) (link_button("返回", &self.href, false)) } }
                }
            }
        };
        self.shell.render(
            Page {
                title: &format!("{heading} {}", self.number),
                failed: self.form.has_errors() || self.overtaken.is_some(),
                menu: Menu::Showcase,
                ..Page::default()
            },
            &content,
        )
    }

    fn sample() -> Self {
        Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            href: "/staff/showcase/c1".into(),
            revision: "3".into(),
            title: "小区二次供水泵房漏水两年，十一天修复".into(),
            number: "W370102-20261014-00042".into(),
            overtaken: None,
        }
    }
}

/// Asks what the petitioner said.
#[must_use]
pub fn wish_page(view: &WishView) -> Markup {
    let answers = Answer::ALL.map(|answer| Choice::new(answer.code(), answer.label()));
    let ways = Way::ALL.map(|way| Choice::new(way.code(), way.label()));
    let fields = html! {
        (inset(&html! {
            p { "告诉信访人：会公开什么、隐去什么，登在哪里；不同意不影响这件信访的办理和评价；公开以后随时可以要求撤下。" }
            @if view.joint { p { "这一件是联名反映的：每一位联名人都同意，才选“同意公开”。" } }
            @if view.shown { p { strong { "这个案例正在公开。记下“不同意公开”，会马上撤下。" } } }
        }))
        @if !view.petitioner.is_empty() { p { a href=(view.petitioner) { "查看信访人的电话" } " " span.hint { "要说明理由，并留下记录" } } }
        (Radios { name: "answer", legend: "信访人怎样答复", choices: &answers, ..Radios::default() }.render(&view.step.form))
        (Radios { name: "way", legend: "怎样问的", choices: &ways, ..Radios::default() }.render(&view.step.form))
        (TextInput { name: "on", label: "哪一天问的", hint: "例如 2026-11-23。", width: "w-half", ..TextInput::default() }.render(&view.step.form))
    };
    view.step.page("记录信访人意愿", "wish", &fields, "记录")
}

/// Sends it back, or withdraws it.
#[must_use]
pub fn remark_page(view: &RemarkView) -> Markup {
    let (heading, path, label, hint) = if view.withdraw {
        (
            "撤下案例",
            "withdraw",
            "为什么撤下",
            "只有工作人员看得到。公众打开原来的网址，只看到已经撤下和撤下的日期。",
        )
    } else {
        (
            "退回修改",
            "back",
            "要改什么",
            "写给起草的同事，说清改哪一处、怎样改。",
        )
    };
    let fields = Textarea {
        name: "remark",
        label,
        hint,
        rows: 4,
        count_max: Some(REMARK_MAX),
        ..Textarea::default()
    };
    view.step.page(
        heading,
        path,
        &fields.render(&view.step.form),
        if view.withdraw { "撤下" } else { "退回" },
    )
}

/// Drops a draft.
#[must_use]
pub fn drop_page(view: &DropView) -> Markup {
    let (heading, words) = if view.version_only {
        ("放弃修改", "丢掉正在写的这一稿，回到公开过的那一稿。")
    } else {
        (
            "删除稿子",
            "稿子和征求意愿的记录会一起删除，不能恢复；信访件不受影响，以后还可以重新选登。",
        )
    };
    view.step
        .page(heading, "drop", &inset(&html! { p { (words) } }), heading)
}

impl WishView {
    /// Empty, wrong, joint and shown, too late.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let empty = Self {
            step: Step::sample(),
            petitioner: "/staff/petitions/p1/petitioner".into(),
            ..Self::default()
        };
        let with = |form: FormState, overtaken: Option<Overtaken>| Self {
            step: Step {
                form,
                overtaken,
                ..Step::sample()
            },
            joint: true,
            shown: true,
            ..empty.clone()
        };
        let typed = FormState::new("sample")
            .with("answer", "agreed")
            .with("on", "明天");
        let wrong = typed
            .clone()
            .failing("way", "请选择怎样问的")
            .failing("on", "日期看不懂，请写成 2026-11-23 这样");
        let [late, _] = Overtaken::samples();
        vec![empty.clone(), with(wrong, None), with(typed, Some(late))]
    }
}

impl RemarkView {
    /// Sent back, withdrawn, wrong, too late when it cannot be sent any more.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let back = Self {
            step: Step::sample(),
            withdraw: false,
        };
        let [_, closed] = Overtaken::samples();
        vec![
            back.clone(),
            Self {
                withdraw: true,
                ..back.clone()
            },
            Self {
                step: Step {
                    form: FormState::new("sample").failing("remark", "请写明要改什么"),
                    title: crate::samples::LONG.into(),
                    ..Step::sample()
                },
                ..back.clone()
            },
            Self {
                step: Step {
                    form: FormState::new("sample").with("remark", crate::samples::STORY),
                    overtaken: Some(closed),
                    ..Step::sample()
                },
                ..back
            },
        ]
    }
}

impl DropView {
    /// A draft, a new version.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        [false, true]
            .map(|version_only| Self {
                step: Step::sample(),
                version_only,
            })
            .into()
    }
}
