//! What one may do here: buttons and links, and those one may not do now, greyed, each with its reason.

use maud::{Markup, html};

/// 操作的方式: how it is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Leads to a page.
    Link(String),
    /// Prints this page (needs JavaScript; without it the browser's own menu does).
    Print,
    /// Posts at once, with hidden fields (put `csrf` among them).
    Post {
        /// Path.
        action: String,
        /// Hidden fields.
        fields: Vec<(String, String)>,
    },
}

/// 操作: one thing one may do, or may not do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionItem {
    /// A verb.
    pub label: String,
    /// How.
    pub kind: ActionKind,
    /// Whether it is the one main action of the page.
    pub primary: bool,
    /// Why it is not possible now; the button is greyed and this stands beneath it.
    pub blocked: Option<String>,
    /// A sentence beneath a possible one, such as until when; may be empty.
    pub note: String,
}

impl ActionItem {
    /// An action that leads to a page.
    #[must_use]
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind: ActionKind::Link(href.into()),
            primary: false,
            blocked: None,
            note: String::new(),
        }
    }

    /// An action that posts at once.
    #[must_use]
    pub fn post(label: impl Into<String>, action: impl Into<String>, fields: Vec<(String, String)>) -> Self {
        let kind = ActionKind::Post {
            action: action.into(),
            fields,
        };
        Self {
            label: label.into(),
            kind,
            primary: false,
            blocked: None,
            note: String::new(),
        }
    }

    /// An action that prints this page.
    #[must_use]
    pub fn print(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind: ActionKind::Print,
            primary: false,
            blocked: None,
            note: String::new(),
        }
    }

    /// An action that is not possible now, with the reason.
    #[must_use]
    pub fn blocked(label: impl Into<String>, reason: impl Into<String>) -> Self {
        let kind = ActionKind::Link(String::new());
        Self {
            label: label.into(),
            kind,
            primary: false,
            blocked: Some(reason.into()),
            note: String::new(),
        }
    }

    /// The same with a sentence beneath it.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same as the main action.
    #[must_use]
    pub fn main(mut self) -> Self {
        self.primary = true;
        self
    }
}

/// The actions as a stack of full-width buttons.
#[must_use]
pub fn action_list(items: &[ActionItem]) -> Markup {
    html! { ul.actions { @for (index, item) in items.iter().enumerate() { li { (one(item, index)) } } } }
}

fn one(item: &ActionItem, index: usize) -> Markup {
    let class = if item.primary {
        "button"
    } else {
        "button button-second"
    };
    if let Some(reason) = &item.blocked {
        return html! {
            button.button.button-off type="button" aria-disabled="true" aria-describedby={ "why-" (index) } { (item.label) }
            p.why id={ "why-" (index) } { (reason) }
        };
    }
    let button = match &item.kind {
        ActionKind::Link(href) => html! { a class=(class) href=(href) { (item.label) } },
        ActionKind::Print => html! { button class=(class) type="button" data-print hidden { (item.label) } },
        ActionKind::Post { action, fields } => html! {
            form method="post" action=(action) {
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                button class=(class) type="submit" { (item.label) }
            }
        },
    };
    html! { (button) @if !item.note.is_empty() { p.why { (item.note) } } }
}
