//! A password field: never filled in by us, whatever was typed before.

use super::form::{FormState, described_by, group_class, label};
use maud::{Markup, html};

/// 密码框.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasswordInput<'a> {
    /// Name and id.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// Whether it is a new password (a password manager then proposes one).
    pub fresh: bool,
}

impl PasswordInput<'_> {
    /// Its markup; with JavaScript it gets a button that shows what is typed.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        html! {
            div class=(group_class(error)) {
                (label(self.name, self.label, self.hint, false, error))
                div.with-button {
                    input.input.w-half id=(self.name) name=(self.name) type="password" required
                        autocomplete=(if self.fresh { "new-password" } else { "current-password" })
                        aria-invalid=[error.map(|_| "true")]
                        aria-describedby=[described_by(self.name, self.hint, error, None)];
                    button.button.button-quiet type="button" data-reveal=(self.name) hidden { "显示" }
                }
            }
        }
    }
}
