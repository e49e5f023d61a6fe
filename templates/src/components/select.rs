//! A drop-down list, plain or in groups.

use super::form::{FormState, described_by, group_class, label};
use maud::{Markup, html};

/// 选项: one thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A sentence that helps to choose (radios and checkboxes only); may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// 选项组: choices under one heading; an empty heading means none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptGroup {
    /// The heading.
    pub label: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// 下拉列表.
#[derive(Clone, Debug, Default)]
pub struct Select<'a> {
    /// Name and id.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: &'a str,
    /// The choices.
    pub groups: &'a [OptGroup],
    /// Words of the empty first choice; none when empty.
    pub prompt: &'a str,
    /// Whether it may be left out.
    pub optional: bool,
    /// With JavaScript, a box above the list filters it as one types; these are that box's label.
    pub filter: Option<&'a str>,
    /// With JavaScript, a box above the list finds a choice by part of its name; these are its label.
    pub combobox: Option<&'a str>,
    /// What is chosen when the form has no value yet.
    pub default: &'a str,
}

impl Select<'_> {
    /// Its markup.
    #[must_use]
    pub fn render(&self, form: &FormState) -> Markup {
        let error = form.error(self.name);
        let typed = form.value(self.name);
        let value = if typed.is_empty() { self.default } else { typed };
        html! {
            div class=(group_class(error)) {
                (label(self.name, self.label, self.hint, self.optional, error))
                select.select id=(self.name) name=(self.name) required[!self.optional]
                    data-filter=[self.filter] data-combobox=[self.combobox]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(self.name, self.hint, error, None)] {
                    @if !self.prompt.is_empty() { option value="" { (self.prompt) } }
                    @for group in self.groups {
                        @if group.label.is_empty() { (options(&group.choices, value)) }
                        @else { optgroup label=(group.label) { (options(&group.choices, value)) } }
                    }
                }
            }
        }
    }
}

fn options(choices: &[Choice], value: &str) -> Markup {
    html! { @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } } }
}
