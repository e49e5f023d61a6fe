//! One line of text, with its label, hint and error.

use super::form::{FormState, described_by, group_class, label};
use maud::{Markup, html};

/// 文本框.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextInput<'a> {
    /// Name and id.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// Whether it may be left out.
    pub optional: bool,
    /// `autocomplete` token; `off` when empty.
    pub autocomplete: &'a str,
    /// `inputmode`; left out when empty.
    pub inputmode: &'a str,
    /// Width class: `w-short`, `w-half`, or empty for the full width.
    pub width: &'a str,
    /// Characters allowed; a count is shown with JavaScript. The server decides.
    pub count_max: Option<usize>,
    /// What stands in the empty field as an example; may be empty.
    pub placeholder: &'a str,
    /// Whether it has the focus when the page opens; at most one field of a page.
    pub focus: bool,
}

impl TextInput<'_> {
    /// Its markup.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        let counter = self.count_max.map(|_| format!("{}-count", self.name));
        html! {
            div class=(group_class(error)) {
                (label(self.name, self.label, self.hint, self.optional, error))
                input class={ "input " (self.width) } id=(self.name) name=(self.name) type="text"
                    value=(form.value(self.name)) required[!self.optional]
                    autocomplete=(if self.autocomplete.is_empty() { "off" } else { self.autocomplete })
                    inputmode=[(!self.inputmode.is_empty()).then_some(self.inputmode)]
                    placeholder=[(!self.placeholder.is_empty()).then_some(self.placeholder)]
                    data-count=[self.count_max] autofocus[self.focus]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(self.name, self.hint, error, counter.as_deref())];
                (count(self.name, self.count_max))
            }
        }
    }
}

/// The line under a field that says how many characters it takes.
pub(crate) fn count(name: &str, max: Option<usize>) -> Markup {
    html! { @if let Some(max) = max { p.count id={ (name) "-count" } { "最多 " (max) " 个字" } } }
}
