//! 案例 as pages show them: the text, the newest, addresses, and how long a page of them may be kept. The same for the
//! public and for officers; must not know who may write one.

use crate::app::App;
use crate::visit::Visit;
use chrono::{DateTime, Utc};
use domain::ids::ShowcaseId;
use domain::showcase::{Place, Words};
use domain::time::{local_date, zh_date};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::showcase_rows::CaseRow;
use store::showcase_search::Filter;
use templates::components::teasers::Teaser;
use templates::public::cases::CaseText;

/// What stands where nothing is written yet: only officers see it.
const NOTHING_YET: &str = "（还没有写）";

/// The page of a case.
#[must_use]
pub fn path(id: ShowcaseId) -> String {
    format!("/cases/{id}")
}

/// The list by words and by what readers choose.
#[must_use]
pub fn address(words: &str, filter: &Filter) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut pairs = Vec::new();
    if !words.is_empty() {
        pairs.push(format!("q={}", encode(words)));
    }
    pairs.extend(filter.place.map(|place| format!("city={}", place.code())));
    let category = filter.category.as_deref();
    pairs.extend(category.map(|category| format!("category={}", encode(category))));
    if pairs.is_empty() {
        return "/cases".to_owned();
    }
    format!("/cases?{}", pairs.join("&"))
}

fn list_of(place: Option<Place>, category: Option<&str>) -> String {
    let filter = Filter {
        place,
        category: category.map(str::to_owned),
    };
    address("", &filter)
}

/// A case as its readers see it; `shown` is since when it is public and when this version was approved.
#[must_use]
pub fn text(words: &Words, shown: Option<(DateTime<Utc>, DateTime<Utc>)>) -> CaseText {
    let day = |at: DateTime<Utc>| zh_date(local_date(at));
    let written = |text: &str| match text {
        "" => NOTHING_YET.to_owned(),
        text => text.to_owned(),
    };
    let place = (
        list_of(Some(words.place), None),
        format!("{}的案例", words.place.name()),
    );
    let category = Some(words.category.as_str()).filter(|name| !name.is_empty());
    let category = category.map(|name| (list_of(None, Some(name)), format!("{name}的案例")));
    let more = std::iter::once(place).chain(category).collect();
    CaseText {
        title: written(&words.title),
        outcome: written(&words.outcome),
        reported: written(&words.reported),
        handled: written(&words.handled),
        place: words.place.name().to_owned(),
        category: words.category.clone(),
        published: shown.map(|(since, _)| day(since)).unwrap_or_default(),
        changed: shown
            .filter(|(since, at)| day(*since) != day(*at))
            .map(|(_, at)| day(at))
            .unwrap_or_default(),
        more: shown.map(|_| more).unwrap_or_default(),
    }
}

/// Where a case is from, of what kind it is and since when it is public, in one line.
#[must_use]
pub fn note(row: &CaseRow) -> String {
    let since = zh_date(local_date(row.since));
    format!("{} · {} · {since}公开", row.place.name(), row.category)
}

/// The newest cases, for a page that is about something else and must not fail because of them.
pub async fn newest(app: &App, visit: &Visit) -> Vec<Teaser> {
    match app.store.newest_cases(visit.now()).await {
        Ok(rows) => rows
            .iter()
            .map(|row| Teaser {
                href: path(row.id),
                title: row.title.clone(),
                note: note(row),
            })
            .collect(),
        Err(error) => {
            tracing::warn!(request = visit.id(), %error, "the newest cases were not read");
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_asked_and_nothing_else() {
        assert_eq!(address("", &Filter::default()), "/cases");
        let filter = Filter {
            place: Place::parse("370100").ok(),
            category: Some("城乡建设".to_owned()),
        };
        let whole = address("水泵 a&b", &filter);
        assert!(
            whole.starts_with("/cases?q=%E6%B0%B4%E6%B3%B5%20a%26b&city=370100&category=%E5"),
            "{whole}"
        );
    }
}
