//! Several lines of text, with its label, hint, error and character count.

use super::form::{FormState, described_by, group_class, label};
use super::text_input::count;
use maud::{Markup, html};

/// 多行文本框.
#[derive(Clone, Copy, Debug, Default)]
pub struct Textarea<'a> {
    /// Name and id.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// Whether it may be left out.
    pub optional: bool,
    /// Lines shown.
    pub rows: u32,
    /// Characters allowed; the server decides.
    pub count_max: Option<usize>,
}

impl Textarea<'_> {
    /// Its markup. The line break after the tag is the one browsers drop.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        let counter = self.count_max.map(|_| format!("{}-count", self.name));
        html! {
            div class=(group_class(error)) {
                (label(self.name, self.label, self.hint, self.optional, error))
                textarea.input id=(self.name) name=(self.name) rows=(self.rows.max(2)) required[!self.optional]
                    data-count=[self.count_max]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(self.name, self.hint, error, counter.as_deref())] {
                    "\n" (form.value(self.name))
                }
                (count(self.name, self.count_max))
            }
        }
    }
}
