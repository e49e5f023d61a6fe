//! One day, with its label, hint and error. Browsers show a calendar; what is sent is `2026-11-23`.

use super::form::{FormState, described_by, group_class, label};
use maud::{Markup, html};

/// 日期.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateInput<'a> {
    /// Name and id.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// Whether it may be left out.
    pub optional: bool,
}

impl DateInput<'_> {
    /// Its markup.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        html! {
            div class=(group_class(error)) {
                (label(self.name, self.label, self.hint, self.optional, error))
                input.input.w-half id=(self.name) name=(self.name) type="date" value=(form.value(self.name)) required[!self.optional]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(self.name, self.hint, error, None)];
            }
        }
    }
}
