//! One of several, all visible.

use super::form::{FormState, described_by, group_class, hint_and_error, mark};
use super::select::Choice;
use maud::{Markup, html};

/// 单选.
#[derive(Clone, Copy, Debug, Default)]
pub struct Radios<'a> {
    /// Name; also the id of the first choice, so that the error summary leads there.
    pub name: &'a str,
    /// The question.
    pub legend: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// The choices.
    pub choices: &'a [Choice],
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether the choices stand side by side.
    pub inline: bool,
    /// Chosen when the form has no value yet; may be empty.
    pub default: &'a str,
}

impl Radios<'_> {
    /// Its markup.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        let typed = form.value(self.name);
        let value = if typed.is_empty() { self.default } else { typed };
        html! {
            fieldset class=(group_class(error)) aria-describedby=[described_by(self.name, self.hint, error, None)] {
                legend.label { (self.legend) " " (mark(self.optional)) }
                (hint_and_error(self.name, self.hint, error))
                div class=(if self.inline { "choices choices-inline" } else { "choices" }) {
                    @for (index, choice) in self.choices.iter().enumerate() {
                        (one(self.name, index, choice, "radio", choice.value == value))
                    }
                }
            }
        }
    }
}

/// One radio or checkbox with its label and hint.
pub(crate) fn one(name: &str, index: usize, choice: &Choice, kind: &str, chosen: bool) -> Markup {
    let id = if index == 0 {
        name.to_owned()
    } else {
        format!("{name}-{index}")
    };
    html! {
        div.choice {
            input id=(id) name=(name) type=(kind) value=(choice.value) checked[chosen]
                aria-describedby=[(!choice.hint.is_empty()).then(|| format!("{id}-about"))];
            label for=(id) { (choice.label) }
            @if !choice.hint.is_empty() { p.hint id={ (id) "-about" } { (choice.hint) } }
        }
    }
}
