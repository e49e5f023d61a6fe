//! `/staff/suggestions/{id}/transfer` and `/reply`: pass a suggestion on to another petition office, and
//! answer it (article 29).

use super::step::Step;
use crate::components::answer::Answer;
use crate::components::button::{link_button, submit, submit_as};
use crate::components::form::FormState;
use crate::components::notice::inset;
use crate::components::overtaken::Overtaken;
use crate::components::radios::Radios;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use domain::text::{STUDY_NOTE_MAX, SUGGESTION_REPLY_MAX};
use maud::{Markup, html};

/// 转交. Fields: `agency note`; hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct TransferView {
    /// Frame, form and suggestion.
    pub step: Step,
    /// Full name of the division.
    pub place: String,
    /// Petition offices above, then those below by city.
    pub offices: Vec<OptGroup>,
}

/// 答复. Fields: `outcome reply`, button `next` (`preview` or `send`); hidden `csrf version`; posts to
/// `action`.
#[derive(Clone, Debug, Default)]
pub struct ReplyView {
    /// Frame, form and suggestion.
    pub step: Step,
    /// The suggestion's text, to be seen while answering.
    pub content: String,
    /// The reply as its maker will read it, after `preview`.
    pub preview: Option<Answer>,
}

/// Passes it on.
#[must_use]
pub fn transfer_page(view: &TransferView) -> Markup {
    let form = &view.step.form;
    let content = html! {
        div.narrow {
            (view.step.opening("转交其他信访部门", &view.place))
            form method="post" action=(view.step.action) novalidate data-unsaved {
                (view.step.hidden())
                (Select { name: "agency", label: "转交给", hint: "本地区以下的，或者上级的信访部门。", groups: &view.offices, prompt: "请选择", filter: Some("输入名称，缩小下面的列表"), ..Select::default() }.render(form))
                (Textarea { name: "note", label: "转交理由", hint: "为什么由那里研究更合适。只有工作人员看得到。", rows: 4, count_max: Some(STUDY_NOTE_MAX), ..Textarea::default() }.render(form))
                (inset(&html! { p { "转交后由接收的信访部门研究并答复，建议人看得到转给了谁；本单位还能查看，不能再办理。" } }))
                @if view.step.is_open() { p.buttons { (submit("转交")) (link_button("先不转交", &view.step.href, false)) } }
            }
        }
    };
    view.step.render("转交建议", Menu::Suggestions, "", &content)
}

/// Answers it.
#[must_use]
pub fn reply_page(view: &ReplyView) -> Markup {
    let form = &view.step.form;
    let outcomes = [
        Choice::new("adopted", "采纳").hinted("科学合理，具有现实可行性"),
        Choice::new("partly_adopted", "部分采纳").hinted("说清哪些采纳，哪些不采纳，为什么"),
        Choice::new("kept_for_reference", "留作参考").hinted("现在做不到，说清原因"),
        Choice::new("already_provided", "已有规定").hinted("说清是什么规定，怎样办"),
    ];
    let content = html! {
        (view.step.opening("答复建议", ""))
        div.beside {
            form.beside-form method="post" action=(view.step.action) novalidate data-unsaved {
                (view.step.hidden())
                (Radios { name: "outcome", legend: "研究结果（条例第二十九条）", choices: &outcomes, ..Radios::default() }.render(form))
                (Textarea { name: "reply", label: "答复内容", hint: "直接对建议人说，用平常话；不写内部研究过程。", rows: 10, count_max: Some(SUGGESTION_REPLY_MAX), ..Textarea::default() }.render(form))
                @if view.step.is_open() {
                    p.buttons.sticky { (submit_as("答复", "next", "send", true)) (submit_as("预览", "next", "preview", false)) }
                    p.hint { "答复后不能修改，建议人马上能看到；留了手机号的，会收到短信。" }
                }
            }
            section.preview aria-label="建议和答复预览" {
                @if let Some(answer) = &view.preview { p.hint { "建议人看到的样子" } (answer.render()) }
                @else { p.hint { "点“预览”，在这里看建议人看到的样子。" } }
                details open[view.preview.is_none()] { summary { "建议原文" } div.quote.typed { (view.content) } }
            }
        }
    };
    view.step
        .render("答复建议", Menu::Suggestions, "main-wide", &content)
}

fn step(name: &str) -> Step {
    Step {
        action: format!("/staff/suggestions/s1/{name}"),
        href: "/staff/suggestions/s1".into(),
        number: "J370100-20261116-00003".into(),
        title: "建议早高峰加密 K52 路公交车".into(),
        ..Step::sample(name)
    }
}

impl TransferView {
    /// Empty, wrong and very long, too late.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let empty = Self {
            step: step("transfer"),
            place: "济南市".into(),
            offices: vec![OptGroup {
                label: "济南市".into(),
                choices: vec![Choice::new("370102-xfj", "济南市历下区信访局")],
            }],
        };
        let wrong = FormState::new("sample")
            .failing("agency", "请选择转交给哪个信访部门")
            .failing("note", "请写明转交理由");
        let wrong = Self {
            step: Step {
                title: crate::samples::LONG.into(),
                ..empty.step.with_form(wrong)
            },
            ..empty.clone()
        };
        let typed = FormState::new("sample")
            .with("agency", "370102-xfj")
            .with("note", "线路归历下区管。");
        let [noted, _] = Overtaken::samples();
        let late = Self {
            step: Step {
                overtaken: Some(noted),
                ..empty.step.with_form(typed)
            },
            ..empty.clone()
        };
        vec![empty, wrong, late]
    }
}

impl ReplyView {
    /// Empty, previewed, wrong, too late while it can still be sent and when it cannot.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let empty = Self {
            step: step("reply"),
            content: crate::samples::STORY.into(),
            preview: None,
        };
        let typed = FormState::new("sample")
            .with("outcome", "partly_adopted")
            .with("reply", Answer::sample().text);
        let wrong = FormState::new("sample")
            .with("reply", crate::samples::LONG)
            .failing("outcome", "请选择研究结果")
            .failing("reply", "答复内容不能超过 2000 个字，现在有 2001 个字");
        let late = Overtaken::samples().map(|overtaken| Self {
            step: Step {
                overtaken: Some(overtaken),
                ..empty.step.with_form(typed.clone())
            },
            ..empty.clone()
        });
        let ordinary = [
            empty.clone(),
            Self {
                step: empty.step.with_form(typed),
                preview: Some(Answer::sample()),
                ..empty.clone()
            },
            Self {
                step: empty.step.with_form(wrong),
                ..empty
            },
        ];
        ordinary.into_iter().chain(late).collect()
    }
}
