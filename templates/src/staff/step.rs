//! What every page that carries out a step of handling has: the frame, the form, which case it is about
//! and which version of it. Knows no step.

use crate::components::button::submit_to;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::instruction::Instruction;
use crate::components::overtaken::Overtaken;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 办理步骤.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Where the form posts.
    pub action: String,
    /// Path of the case.
    pub href: String,
    /// Version of the case.
    pub version: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// What others did while it was filled in, if they did anything.
    pub overtaken: Option<Overtaken>,
    /// 送审: what a leader was asked about such a step, and said.
    pub instruction: Option<Instruction>,
    /// Where the form goes to ask a leader first; none where that is not possible.
    pub ask: Option<String>,
}

/// The field that says what is submitted for approval; its value is the kind of draft.
pub const ASK: &str = "ask_kind";
/// The button that shows the form again as it was typed, without carrying anything out.
pub const FORM_AGAIN: &str = "form_again";

impl Step {
    /// The way back, what was wrong, the heading, and which case it is about; `place` may be empty.
    pub(crate) fn opening(&self, heading: &str, place: &str) -> Markup {
        html! {
            p.back { a href=(self.href) { "返回这一件" } }
            @if let Some(overtaken) = &self.overtaken { (overtaken.render()) }
            (error_summary(&self.form))
            h1 { (heading) }
            div.about {
                p.teaser { (self.title) }
                p.hint { span.num { (self.number) } @if !place.is_empty() { span.dot { (place) } } }
            }
            @if let Some(instruction) = &self.instruction { (instruction.render()) }
        }
    }

    /// The button that asks a leader about what is typed; `kind` is the draft's.
    pub(crate) fn ask_button(&self, kind: &str) -> Markup {
        html! { @if let Some(action) = &self.ask { (submit_to("送领导审批", action, ASK, kind)) } }
    }

    /// The same, with what others did meanwhile.
    #[must_use]
    pub fn overtaken(self, overtaken: Option<Overtaken>) -> Self {
        Self { overtaken, ..self }
    }

    /// Whether the form can be sent: not if what others did has ended the matter.
    pub(crate) fn is_open(&self) -> bool {
        self.overtaken
            .as_ref()
            .is_none_or(|overtaken| overtaken.closed.is_none())
    }

    /// The hidden fields of the form.
    pub(crate) fn hidden(&self) -> Markup {
        html! { (self.form.hidden_csrf()) (hidden("version", &self.version)) @if !self.form.value("draft").is_empty() { (hidden("draft", self.form.value("draft"))) } }
    }

    /// The whole page; its title says `what` is done, `class` may be empty.
    pub(crate) fn render(&self, what: &str, menu: Menu, class: &str, content: &Markup) -> Markup {
        self.shell.render(
            Page {
                title: &format!("{what} {}", self.number),
                failed: self.form.has_errors() || self.overtaken.is_some(),
                class,
                menu,
                // Some steps show the letter they write.
                styles: &["letter.css"],
                ..Page::default()
            },
            content,
        )
    }

    /// A case at a step, for samples.
    pub(crate) fn sample(name: &str) -> Self {
        Self {
            shell: crate::samples::staff(),
            form: FormState::new("sample"),
            action: format!("/staff/petitions/p1/{name}"),
            href: "/staff/petitions/p1".into(),
            version: "4".into(),
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            overtaken: None,
            instruction: None,
            ask: Some("/staff/petitions/p1/approvals".into()),
        }
    }

    /// The same with another state of the form.
    pub(crate) fn with_form(&self, form: FormState) -> Self {
        Self { form, ..self.clone() }
    }
}
