//! Drop-down lists above a table that narrow and order it: a form that GETs, so that a narrowed list has an address.

use super::form::hidden;
use super::pagination::Pagination;
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

impl Filter {
    /// A list that begins with `first`, which asks for nothing; `asked` is chosen if it is one of `choices`, each a value
    /// and what is read.
    pub fn asked<V: Into<String>, L: Into<String>>(
        name: &'static str,
        label: &'static str,
        first: &str,
        choices: impl IntoIterator<Item = (V, L)>,
        asked: &str,
    ) -> Self {
        let rest = choices
            .into_iter()
            .map(|(value, label)| Choice::new(value, label));
        let choices: Vec<Choice> = std::iter::once(Choice::new("", first)).chain(rest).collect();
        let known = choices.iter().any(|choice| choice.value == asked);
        Self {
            name,
            label,
            choices,
            chosen: if known { asked.to_owned() } else { String::new() },
        }
    }
}

/// 筛选条. Values are made of letters, digits, `-` and `_` only: they stand in addresses as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Path of the list.
    pub action: &'static str,
    /// What the address keeps besides: name and value.
    pub kept: Vec<(&'static str, String)>,
    /// The lists.
    pub filters: Vec<Filter>,
}

impl Filters {
    /// What is chosen of one list; empty if nothing is, or there is no such list.
    #[must_use]
    pub fn chosen(&self, name: &str) -> &str {
        let found = self.filters.iter().find(|filter| filter.name == name);
        found.map_or("", |filter| &filter.chosen)
    }

    /// The address of the list as it is narrowed and ordered.
    #[must_use]
    pub fn href(&self) -> String {
        let chosen = self.filters.iter().filter(|filter| !filter.chosen.is_empty());
        let pairs = chosen.map(|filter| (filter.name, &filter.chosen));
        let kept = self.kept.iter().map(|(name, value)| (*name, value));
        let query: Vec<String> = kept
            .chain(pairs)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        match query.is_empty() {
            true => self.action.to_owned(),
            false => format!("{}?{}", self.action, query.join("&")),
        }
    }

    /// Paging through it: `first` on the first page, `next` where the list goes on.
    #[must_use]
    pub fn pages(&self, first: bool, next: Option<&str>) -> Pagination {
        let href = self.href();
        let joint = if href.contains('?') { '&' } else { '?' };
        Pagination {
            range: String::new(),
            next: next.map(|cursor| format!("{href}{joint}after={cursor}")),
            first: (!first).then_some(href),
        }
    }

    /// The address of the whole list, while something is chosen.
    fn clear(&self) -> Option<String> {
        let narrowed = self.filters.iter().any(|filter| !filter.chosen.is_empty());
        let whole = Self {
            filters: Vec::new(),
            ..self.clone()
        };
        narrowed.then(|| whole.href())
    }

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
                @if let Some(href) = self.clear() { a href=(href) { "清除筛选" } }
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

    #[test]
    fn what_is_not_among_the_choices_is_left_out_and_what_is_comes_back_in_the_address() {
        let mark = |asked: &str| Filter::asked("mark", "情况", "全部", [("files", "有附件的")], asked);
        let of = |asked: &str| Filters {
            action: "/staff/x",
            filters: vec![mark(asked)],
            ..Filters::default()
        };
        assert_eq!(of("files").href(), "/staff/x?mark=files");
        let pages = |asked: &str, first| of(asked).pages(first, Some("c"));
        assert_eq!(
            pages("files", true).next.as_deref(),
            Some("/staff/x?mark=files&after=c")
        );
        assert_eq!(pages("files", true).first, None);
        assert_eq!(pages("", false).first.as_deref(), Some("/staff/x"));
        assert_eq!(of("files").chosen("mark"), "files");
        assert_eq!(of("'").href(), "/staff/x");
        assert_eq!(pages("", false).next.as_deref(), Some("/staff/x?after=c"));
        assert_eq!(of("files").chosen("place"), "");
        assert!(!of("").render().into_string().contains("清除筛选"));
    }
}
