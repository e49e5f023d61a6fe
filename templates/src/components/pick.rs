//! Rows of a list that are chosen to be passed on together (集中转送、交办): a box in each that waits, one above them for
//! the whole page where scripts run, and the form that takes the chosen ones along.

use super::form::hidden;
use maud::{Markup, html};

/// Which rows of a page can be chosen, and where one comes back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picks {
    /// Whether the officer may pass on.
    pub passes_on: bool,
    /// Address of this page of the list.
    pub here: String,
}

impl Picks {
    /// These, if one of the rows waits to be passed on; none otherwise.
    #[must_use]
    pub fn of(&self, mut waiting: impl Iterator<Item = bool>) -> Option<&Self> {
        (self.passes_on && waiting.any(|waits| waits)).then_some(self)
    }
}

/// The head of the column: what it holds, and the box for all.
#[must_use]
pub fn head(picks: Option<&Picks>, what: &str) -> Markup {
    html! { div.pick {
        @if picks.is_some() { span.pick-all hidden { input.pick-box id="select-all" type="checkbox" data-select-all aria-label="选择本页全部"; } }
        span { (what) }
    } }
}

/// The cell of a row: its box, if it waits, before what it holds.
#[must_use]
pub fn cell(picks: Option<&Picks>, waits: bool, id: &str, title: &str, content: &Markup) -> Markup {
    html! { div.pick {
        @if picks.is_some() && waits { input.pick-box id={ "choose-" (id) } type="checkbox" name="id" value=(id) form="batch" aria-label={ "选择：" (title) }; }
        div { (content) }
    } }
}

/// The form below the list.
#[must_use]
pub fn form(picks: Option<&Picks>) -> Markup {
    html! { @if let Some(picks) = picks {
        form.batch id="batch" method="get" action="/staff/batch/transfer" { (hidden("back", &picks.here)) button.button type="submit" { "集中转送、交办所选" } }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_waits_is_chosen_and_only_by_who_passes_on() {
        let picks = Picks {
            passes_on: true,
            here: "/staff/x?tab=a".into(),
        };
        assert!(picks.of([false, false].into_iter()).is_none());
        assert!(Picks::default().of([true].into_iter()).is_none());
        let some = picks.of([false, true].into_iter());
        let cell = |waits| cell(some, waits, "p1", "积水", &html! { "积水" }).into_string();
        assert!(cell(true).contains(r#"name="id" value="p1" form="batch""#));
        assert!(!cell(false).contains("input"));
        assert!(form(some).into_string().contains(r#"value="/staff/x?tab=a""#));
        assert_eq!(form(None).into_string(), "");
    }
}
