//! What a form page gets: the values as typed, the errors in page order, and the token that proves
//! the form is ours. Must not validate anything, and never shows its values in `Debug`.

use maud::{Markup, html};
use std::fmt;

/// 表单状态: what was typed and what was wrong with it. A field's name is also its id on the page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormState {
    /// The value of the hidden field `csrf`; empty on pages that may be cached.
    pub csrf: String,
    /// Name and value pairs as typed; a name may come more than once (checkboxes).
    pub values: Vec<(String, String)>,
    /// Field name and message, in the order in which the fields stand on the page.
    pub errors: Vec<(String, String)>,
    /// Whether somebody typed it and it is saved nowhere: leaving the page would lose it.
    pub typed: bool,
}

/// 字段: one field's value and its error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What was typed, or nothing.
    pub value: String,
    /// What is wrong with it, in plain Chinese.
    pub error: Option<String>,
}

impl FormState {
    /// An empty form with its token.
    #[must_use]
    pub fn new(csrf: impl Into<String>) -> Self {
        Self {
            csrf: csrf.into(),
            ..Self::default()
        }
    }

    /// A form as somebody typed it.
    #[must_use]
    pub fn typed(csrf: impl Into<String>, values: Vec<(String, String)>) -> Self {
        Self {
            csrf: csrf.into(),
            values,
            errors: Vec::new(),
            typed: true,
        }
    }

    /// The same form with a value filled in.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// The same form with an error at a field.
    #[must_use]
    pub fn failing(mut self, name: impl Into<String>, message: impl Into<String>) -> Self {
        self.fail(name, message);
        self
    }

    /// Adds an error at a field.
    pub fn fail(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.errors.push((name.into(), message.into()));
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The first value of a field, or the empty string.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// Whether a field was sent with this value (checkboxes, radios).
    #[must_use]
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.values
            .iter()
            .any(|(key, given)| key == name && given == value)
    }

    /// The first error of a field.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, message)| message.as_str())
    }

    /// A field's value and error together.
    #[must_use]
    pub fn field(&self, name: &str) -> Field {
        Field {
            value: self.value(name).to_owned(),
            error: self.error(name).map(str::to_owned),
        }
    }

    /// The hidden `csrf` field; nothing when the page has no token.
    #[must_use]
    pub fn hidden_csrf(&self) -> Markup {
        html! { @if !self.csrf.is_empty() { input type="hidden" name="csrf" value=(self.csrf); } }
    }
}

impl fmt::Debug for FormState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("FormState")
            .field("names", &names)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

/// A hidden field.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// The label, hint and error of a control; the control's `aria-describedby` is [`described_by`].
#[must_use]
pub(crate) fn label(name: &str, text: &str, hint: &str, optional: bool, error: Option<&str>) -> Markup {
    html! {
        label.label for=(name) { (text) " " (mark(optional)) }
        (hint_and_error(name, hint, error))
    }
}

/// 必填 or 选填, in words.
#[must_use]
pub(crate) fn mark(optional: bool) -> Markup {
    html! { span.mark { @if optional { "选填" } @else { "必填" } } }
}

/// Hint and error under a label or legend, each with the id [`described_by`] names.
#[must_use]
pub(crate) fn hint_and_error(name: &str, hint: &str, error: Option<&str>) -> Markup {
    html! {
        @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
        @if let Some(message) = error {
            p.field-error id={ (name) "-error" } { span.vh { "错误：" } (message) }
        }
    }
}

/// The ids of hint and error that exist for a control, for `aria-describedby`.
#[must_use]
pub(crate) fn described_by(
    name: &str,
    hint: &str,
    error: Option<&str>,
    extra: Option<&str>,
) -> Option<String> {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{name}-hint"));
    }
    if error.is_some() {
        ids.push(format!("{name}-error"));
    }
    ids.extend(extra.map(str::to_owned));
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// The class of a field's wrapper.
#[must_use]
pub(crate) fn group_class(error: Option<&str>) -> &'static str {
    if error.is_some() {
        "field field-wrong"
    } else {
        "field"
    }
}
