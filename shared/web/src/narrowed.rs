//! What the lists of the desk are narrowed by, and how far a narrowed one has been looked through, in words. Reads
//! nothing.

use crate::FormData;
use domain::division::{self, DivisionCode};
use domain::ids::AgencyCode;
use templates::components::filters::{Filter, Filters};

/// A mark of a row: what it is, its name in the address, and what is read.
pub type Mark<T> = (T, &'static str, &'static str);

/// The one of `marks` with this name.
#[must_use]
pub fn named<T: Copy>(marks: &[Mark<T>], name: &str) -> Option<T> {
    marks
        .iter()
        .find(|(_, slug, _)| *slug == name)
        .map(|(one, _, _)| *one)
}

/// The list of `marks`, with what the address asks for.
pub fn marks<T>(
    name: &'static str,
    label: &'static str,
    marks: impl IntoIterator<Item = Mark<T>>,
    query: &FormData,
) -> Filter {
    let choices = marks.into_iter().map(|(_, slug, label)| (slug, label));
    Filter::asked(name, label, "全部", choices, query.text(name))
}

/// 顺序: the list's own order, or the other one.
#[must_use]
pub fn order(newest_first: bool, query: &FormData) -> Filter {
    let (own, other) = match newest_first {
        true => ("新的在前", "旧的在前"),
        false => ("旧的在前", "新的在前"),
    };
    Filter::asked(ORDER, "顺序", own, [("turned", other)], query.text(ORDER))
}

const ORDER: &str = "order";

/// Whether the other order than the list's own is asked for.
#[must_use]
pub fn turned(filters: &Filters) -> bool {
    !filters.chosen(ORDER).is_empty()
}

/// Whether every row is kept, whatever the order.
#[must_use]
pub fn keeps_all(filters: &Filters) -> bool {
    keeps_all_but(filters, ORDER)
}

/// Whether every row is kept of a list that holds only what is chosen under `name`.
#[must_use]
pub fn keeps_all_but(filters: &Filters, name: &str) -> bool {
    let narrows = |filter: &Filter| ![ORDER, name].contains(&filter.name) && !filter.chosen.is_empty();
    !filters.filters.iter().any(narrows)
}

/// 问题属地: the cities with what concerns the whole province, and the counties of the city that is chosen; where none
/// is, of the one that the office lies in.
#[must_use]
pub fn places(office: &AgencyCode, query: &FormData) -> Vec<Filter> {
    let cities = division::cities()
        .iter()
        .map(|city| (city.code.to_string(), city.name));
    let province = (DivisionCode::PROVINCE.to_string(), "省本级");
    let place = Filter::asked(
        "place",
        "问题属地",
        "全省",
        std::iter::once(province).chain(cities),
        query.text("place"),
    );
    let chosen: Option<DivisionCode> = place.chosen.parse().ok();
    let city = match chosen {
        Some(place) => place.city(),
        None => office.division_code().and_then(DivisionCode::city),
    };
    let counties = city.map(|city| {
        let counties = division::counties_of(city).map(|county| (county.code.to_string(), county.name));
        Filter::asked("county", "县（市、区）", "全部", counties, query.text("county"))
    });
    std::iter::once(place).chain(counties).collect()
}

/// Whether a matter lies where [`places`] asks for.
#[must_use]
pub fn lies_there(filters: &Filters, division: DivisionCode) -> bool {
    let asked = |name| filters.chosen(name).parse::<DivisionCode>().ok();
    match (asked("county"), asked("place")) {
        (Some(county), _) => division == county,
        (None, Some(place)) => division == place || division.city() == Some(place),
        (None, None) => true,
    }
}

/// What one page of a list found.
#[derive(Clone, Copy, Debug)]
pub struct Looked {
    /// Rows shown.
    pub shown: usize,
    /// Rows looked through for them.
    pub through: usize,
    /// Whether there are more to look through.
    pub more: bool,
    /// Whether it is the first page.
    pub first: bool,
    /// Whether anything was asked for that not every row has.
    pub narrows: bool,
    /// Whether the list read holds nothing else: then nothing is said of what was looked through.
    pub keeps_all: bool,
}

impl Looked {
    /// The words; empty where the list speaks for itself. Of the whole list only where it has ended.
    #[must_use]
    pub fn words(self) -> String {
        let Self { shown, through, .. } = self;
        match (shown, self.more) {
            (0, false) if !self.first => "后面没有了。".to_owned(),
            (0, false) if self.narrows => "没有符合的。".to_owned(),
            _ if self.keeps_all => String::new(),
            (_, false) => format!("这一页符合的 {shown} 件，后面没有了。"),
            (_, true) => {
                format!("看过 {through} 件，符合的 {shown} 件；后面还有没看过的，请点“下一页”继续。")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(office: &str, query: &str) -> Filters {
        let office = office.parse::<AgencyCode>().unwrap();
        let query = FormData::parse(query.as_bytes()).unwrap();
        let mut filters = places(&office, &query);
        filters.push(order(true, &query));
        Filters {
            action: "/staff/x",
            filters,
            ..Filters::default()
        }
    }

    #[test]
    fn a_county_is_asked_for_within_the_city_that_is_chosen_or_the_office_lies_in() {
        let there = |filters: &Filters, code: &str| lies_there(filters, code.parse().unwrap());
        let province = "370000-xfj";
        assert_eq!(asked(province, "").filters.len(), 2, "no counties without a city");
        assert!(keeps_all(&asked(province, "order=turned")) && turned(&asked(province, "order=turned")));
        let jinan = asked(province, "place=370100");
        assert!(there(&jinan, "370102") && there(&jinan, "370100") && !there(&jinan, "370202"));
        let lixia = asked(province, "place=370100&county=370102");
        assert!(there(&lixia, "370102") && !there(&lixia, "370103") && !keeps_all(&lixia));
        assert_eq!(lixia.href(), "/staff/x?place=370100&county=370102");
        assert_eq!(
            asked(province, "place=370200&county=370102").href(),
            "/staff/x?place=370200"
        );
        let whole = asked(province, "place=370000");
        assert!(there(&whole, "370000") && !there(&whole, "370100"));
        assert!(
            there(&asked("370102-xfj", "county=370103"), "370103"),
            "of its own city"
        );
        assert_eq!(
            asked(province, "county=370102").href(),
            "/staff/x",
            "no city, no county"
        );
        assert!(there(&asked(province, "place=x&order=1"), "370102"));
    }

    #[test]
    fn every_value_stands_in_an_address_as_it_is() {
        for filter in &asked("370100-xfj", "").filters {
            let plain = |value: &str| {
                value
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
            };
            assert!(
                filter.choices.iter().all(|choice| plain(&choice.value)),
                "{}",
                filter.name
            );
        }
    }

    #[test]
    fn a_list_says_how_far_it_was_looked_through_only_where_that_tells_something() {
        let words = |shown, more, first, narrows, keeps_all| {
            Looked {
                shown,
                through: 500,
                more,
                first,
                narrows,
                keeps_all,
            }
            .words()
        };
        assert_eq!(words(0, false, true, false, true), "", "the empty state speaks");
        assert_eq!(words(0, false, true, true, true), "没有符合的。");
        assert_eq!(words(0, false, false, false, true), "后面没有了。");
        assert_eq!(words(3, true, true, true, true), "");
        assert_eq!(
            words(3, false, true, true, false),
            "这一页符合的 3 件，后面没有了。"
        );
        assert!(words(0, true, true, true, false).contains("看过 500 件"));
    }
}
