//! Drop-down lists above a table that narrow and order it: a form that GETs, so that a narrowed list has an address.

use super::form::hidden;
use super::select::Choice;
use maud::{Markup, html};

/// 一项筛选.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Name in the query, and id.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// The choices; the first one is what nothing chosen means.
    pub choices: Vec<Choice>,
    /// What is chosen; empty stands for the first.
    pub chosen: String,
}

/// 筛选条.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Path of the list.
    pub action: &'static str,
    /// What the address keeps besides: name and value.
    pub kept: Vec<(&'static str, String)>,
    /// The lists.
    pub filters: Vec<Filter>,
    /// Address of the whole list, while it is narrowed.
    pub clear: Option<String>,
}

impl Filters {
    /// Its markup; nothing without a list.
    #[must_use]
    pub fn render(&self) -> Markup {
        if self.filters.is_empty() {
            return html! {};
        }
        html! {
            form.filters role="search" aria-label="筛选" method="get" action=(self.action) {
                @for (name, value) in &self.kept { (hidden(name, value)) }
                @for filter in &self.filters {
                    div.filter {
                        label for={ "filter-" (filter.name) } { (filter.label) }
                        select.select id={ "filter-" (filter.name) } name=(filter.name) {
                            @for choice in &filter.choices {
                                option value=(choice.value) selected[choice.value == filter.chosen] { (choice.label) }
                            }
                        }
                    }
                }
                button.button.button-second type="submit" { "筛选" }
                @if let Some(href) = &self.clear { a href=(href) { "清除筛选" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gets_keeps_the_rest_of_the_address_and_shows_what_is_chosen() {
        assert_eq!(Filters::default().render().into_string(), "");
        let filters = Filters {
            action: "/staff/x",
            kept: vec![("tab", "registered".into())],
            filters: vec![Filter {
                name: "place",
                label: "属地",
                choices: vec![Choice::new("", "全省"), Choice::new("370100", "济南市")],
                chosen: "370100".into(),
            }],
            clear: Some("/staff/x?tab=registered".into()),
        };
        let markup = filters.render().into_string();
        assert!(markup.contains(r#"method="get" action="/staff/x""#), "{markup}");
        assert!(markup.contains(r#"name="tab" value="registered""#), "{markup}");
        assert!(
            markup.contains(r#"<option value="370100" selected>济南市"#),
            "{markup}"
        );
        assert!(markup.contains("清除筛选"), "{markup}");
    }
}
