//! Any of several, all visible; also a single box.

use super::form::{FormState, described_by, group_class, hint_and_error};
use super::radios::one;
use super::select::Choice;
use maud::{Markup, html};

/// 多选.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checkboxes<'a> {
    /// Name; also the id of the first box.
    pub name: &'a str,
    /// The question.
    pub legend: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// The boxes.
    pub choices: &'a [Choice],
    /// Whether the boxes stand side by side.
    pub inline: bool,
}

impl Checkboxes<'_> {
    /// Its markup.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        html! {
            fieldset class=(group_class(error)) aria-describedby=[described_by(self.name, self.hint, error, None)] {
                legend.label { (self.legend) }
                (hint_and_error(self.name, self.hint, error))
                div class=(if self.inline { "choices choices-inline" } else { "choices" }) {
                    @for (index, choice) in self.choices.iter().enumerate() {
                        (one(self.name, index, choice, "checkbox", form.is_chosen(self.name, &choice.value)))
                    }
                }
            }
        }
    }
}

/// A single box with its error, such as 我已阅读并同意.
#[must_use]
pub fn checkbox(name: &str, choice: &Choice, form: &FormState) -> Markup {
    let error = form.error(name);
    html! {
        div class=(group_class(error)) {
            (hint_and_error(name, "", error))
            div.choices { (one(name, 0, choice, "checkbox", form.is_chosen(name, &choice.value))) }
        }
    }
}
