//! What a form knows without anybody having typed it: shown masked beside its field, never as its value. An empty field
//! leaves it as it is; a box or a button takes it away.

use super::checkboxes::checkbox;
use super::form::FormState;
use super::select::Choice;
use super::text_input::TextInput;
use maud::{Markup, html};

/// 去掉: how what is known of a field is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Drop {
    /// It is not: there must be one.
    #[default]
    Never,
    /// By a box of this name.
    Box(String),
    /// With its row, by a box of this name.
    WithRow(String),
    /// By a button of the form: the value of `pick`.
    Button(String),
}

/// 已知的一项.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownField {
    /// The form's field.
    pub field: String,
    /// Its value, masked.
    pub masked: String,
    /// The number of the case that it was taken from; empty for the case itself.
    pub from: String,
    /// How it is taken away.
    pub drop: Drop,
}

/// 已知的信访人信息.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What is known.
    pub fields: Vec<KnownField>,
    /// Whether the form corrects what is known: whether somebody is named is settled then, and cards and photos are done.
    pub correcting: bool,
}

impl Known {
    fn of(&self, field: &str) -> Option<&KnownField> {
        self.fields.iter().find(|one| one.field == field)
    }

    /// Whether anything is known of these fields.
    pub(crate) fn any(&self, mut fields: impl Iterator<Item = String>) -> bool {
        fields.any(|field| self.of(&field).is_some())
    }

    /// A field of one line with what is known of it.
    pub(crate) fn input(&self, input: TextInput<'_>, form: &FormState) -> Markup {
        let Some(one) = self.of(input.name) else {
            // Beside what is known of a row, that this is not.
            let hint = if self.has_row_of(input.name) {
                "现在没有填。"
            } else {
                input.hint
            };
            return TextInput { hint, ..input }.render(form);
        };
        let hint = match (one.from.as_str(), &one.drop) {
            ("", Drop::WithRow(_)) => format!("现在是 {}", one.masked),
            ("", _) => format!("现在是 {}。不改的不填。", one.masked),
            (from, _) => format!("{}（取自 {from}）。不用填；要用别的，在框里另填。", one.masked),
        };
        let input = TextInput {
            hint: &hint,
            optional: true,
            ..input
        };
        html! {
            (input.render(form))
            @match &one.drop {
                Drop::Box(name) => (checkbox(name, &Choice::new("yes", format!("去掉原来的{}", input.label)), form)),
                Drop::Button(pick) => p { button.button.button-second type="submit" name="pick" value=(pick) { "不用这个" span.vh { (input.label) } } },
                Drop::Never | Drop::WithRow(_) => {}
            }
        }
    }

    /// Whether something is known of the row that a field stands in: of `co_2_mobile` that is `co_2`.
    fn has_row_of(&self, field: &str) -> bool {
        let row = field.match_indices('_').nth(1).map(|(at, _)| &field[..=at]);
        let in_row = |row: &str| {
            let known = self.fields.iter().find(|one| one.field.starts_with(row));
            known.is_some_and(|one| matches!(one.drop, Drop::WithRow(_)))
        };
        row.is_some_and(in_row)
    }

    /// The box that takes away a whole row, if something is known of it; `field` is one of its fields.
    pub(crate) fn row_box(&self, field: &str, who: &str, form: &FormState) -> Markup {
        match self.of(field).map(|one| &one.drop) {
            Some(Drop::WithRow(name)) => {
                let choice = Choice::new("yes", format!("去掉{who}"));
                checkbox(name, &choice.hinted("框里另填了的，换成另填的这一位。"), form)
            }
            _ => html! {},
        }
    }
}
