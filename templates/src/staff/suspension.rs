//! `/staff/petitions/{id}/suspend` and `/resume`: the clock of handling is stopped under a rule, and goes on.

use super::step::Step;
use crate::components::button::{link_button, submit};
use crate::components::deadline_bar::DeadlineBar;
use crate::components::form::FormState;
use crate::components::overtaken::Overtaken;
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::textarea::Textarea;
use crate::layout::Menu;
use maud::{Markup, html};

/// 中止计时. Fields: `basis` (the value of a ground), `note` (optional, internal); hidden `csrf version`; posts to
/// `action`.
#[derive(Clone, Debug, Default)]
pub struct SuspendView {
    /// Frame, form and case.
    pub step: Step,
    /// How the clock stands.
    pub deadline: Option<DeadlineBar>,
    /// The grounds in force: value, words, rule with article.
    pub grounds: Vec<(String, String, String)>,
}

/// 恢复计时. Fields: `note` (optional, internal); hidden `csrf version`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct ResumeView {
    /// Frame, form and case.
    pub step: Step,
    /// How the clock stands.
    pub deadline: Option<DeadlineBar>,
    /// If it goes on today: days excluded, last day, how much is left; none if it does not stand still any more.
    pub after: Option<(u32, String, String)>,
}

fn note(form: &FormState) -> Markup {
    Textarea {
        name: "note",
        label: "内部备注",
        hint: "信访人看不到。",
        optional: true,
        rows: 3,
        count_max: Some(500),
    }
    .render(form)
}

/// The page that stops the clock.
#[must_use]
pub fn suspend(view: &SuspendView) -> Markup {
    let form = &view.step.form;
    let choices: Vec<Choice> = view
        .grounds
        .iter()
        .map(|(value, words, rule)| Choice::new(value.as_str(), words.as_str()).hinted(rule.as_str()))
        .collect();
    let content = html! {
        div.narrow {
            (view.step.opening(if view.step.is_open() { "中止计时" } else { "现在不能中止计时" }, ""))
            @if let Some(deadline) = &view.deadline { (deadline.render()) }
            @if view.step.is_open() {
                p { "中止后，从明天起的日子不算在办理期限里，到恢复计时为止；信访人马上看到事由和依据，留了手机号的还收到短信。办理工作可以照常做，也可以直接出具处理意见。" }
            }
            form method="post" action=(view.step.action) novalidate data-unsaved {
                (view.step.hidden())
                (Radios { name: "basis", legend: "事由", hint: "只能按规定里写明的情形中止。", choices: &choices, ..Radios::default() }.render(form))
                (note(form))
                @if view.step.is_open() { p.buttons { (submit("中止计时")) (link_button("先不中止", &view.step.href, false)) } }
            }
        }
    };
    view.step.render("中止计时", Menu::Todo, "", &content)
}

/// The page that lets it go on.
#[must_use]
pub fn resume(view: &ResumeView) -> Markup {
    let form = &view.step.form;
    let content = html! {
        div.narrow {
            (view.step.opening(if view.step.is_open() { "恢复计时" } else { "现在不能恢复计时" }, ""))
            @if let Some(deadline) = &view.deadline { (deadline.render()) }
            @if let Some((days, due, left)) = view.after.as_ref().filter(|_| view.step.is_open()) {
                p {
                    "今天恢复的，"
                    @if *days == 0 { "没有扣除日子，" } @else { "扣除 " (days) " 天，" }
                    strong { "最迟 " (due) " 答复信访人" } "，" (left) "。信访人马上看到新的期限，留了手机号的还收到短信。"
                }
            }
            form method="post" action=(view.step.action) novalidate data-unsaved {
                (view.step.hidden())
                (note(form))
                @if view.step.is_open() { p.buttons { (submit("恢复计时")) (link_button("先不恢复", &view.step.href, false)) } }
            }
        }
    };
    view.step.render("恢复计时", Menu::Todo, "", &content)
}

impl SuspendView {
    /// Asking, nothing chosen, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let ground =
            |words: &str, rule: &str| (format!("{words}（{rule}）"), words.to_owned(), rule.to_owned());
        let asking = Self {
            step: Step::sample("suspend"),
            deadline: Some(crate::samples::deadline()),
            grounds: vec![
                ground("等待司法鉴定结论", "《某某省信访事项办理期限规定》第十二条"),
                ground(
                    &crate::samples::LONG[..90],
                    "《某某条例》第四十四条第二款第（三）项",
                ),
            ],
        };
        let wrong = FormState::new("sample").failing("basis", "请选择中止计时的事由");
        let [news, closed] = Overtaken::samples();
        let late = |overtaken| Self {
            step: asking.step.clone().overtaken(Some(overtaken)),
            ..asking.clone()
        };
        vec![
            asking.clone(),
            Self {
                step: asking.step.with_form(wrong),
                deadline: Some(crate::samples::deadline_resumed()),
                ..asking.clone()
            },
            late(news),
            late(closed),
        ]
    }
}

impl ResumeView {
    /// Asking, on the day it was stopped, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let asking = Self {
            step: Step::sample("resume"),
            deadline: Some(crate::samples::deadline_stopped()),
            after: Some((2, "2026年12月31日（周四）".into(), "还剩 38 天".into())),
        };
        let [news, closed] = Overtaken::samples();
        let late = |overtaken, after| Self {
            step: asking.step.clone().overtaken(Some(overtaken)),
            after,
            ..asking.clone()
        };
        vec![
            asking.clone(),
            Self {
                after: Some((0, "2026年12月29日（周二）".into(), "还剩 36 天".into())),
                ..asking.clone()
            },
            late(news, asking.after.clone()),
            late(closed, None),
        ]
    }
}
