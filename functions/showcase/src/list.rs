//! `GET /cases`: the cases, newest first; by place, by category, by words.

use axum::extract::State;
use domain::paging::Cursor;
use domain::showcase::Place;
use domain::showcase::search::Search;
use store::StoreError;
use store::showcase_rows::{CaseRow, Shown};
use store::showcase_search::Filter;
use templates::components::pagination::Pagination;
use templates::components::select::Choice;
use templates::public::cases::{self, CaseItem, ListView, Marked};
use web::render::{invalid, public_shell};
use web::{App, FormData, FormState, MaybeCitizen, Query, Result, Visit};

/// `GET /cases?q=&city=&category=&after=`
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query) -> Result {
    let filter = filter(&query);
    let (search, wrong) = match Search::parse(query.text("q")) {
        Ok(search) => (search, None),
        Err(error) => (None, Some(error)),
    };
    let cursor = query.cursor()?;
    let found = async {
        match (&search, wrong) {
            (_, Some(_)) => Ok((Vec::new(), None)),
            (Some(search), None) => {
                let page = app
                    .store
                    .search_cases(search, &filter, cursor.as_ref(), visit.now())
                    .await?;
                let items = page.items.iter().filter_map(|shown| hit(search, shown));
                Ok::<_, StoreError>((items.collect(), page.next))
            }
            (None, None) => {
                let page = app.store.cases(&filter, cursor.as_ref(), visit.now()).await?;
                Ok((page.items.iter().map(plain).collect(), page.next))
            }
        }
    };
    let (MaybeCitizen(citizen), found) = tokio::join!(MaybeCitizen::with_settings(&app, &visit), found);
    let (cases, next): (Vec<CaseItem>, Option<Cursor>) = found?;
    let mut form = FormState::default();
    for name in ["q", "city", "category"] {
        form = form.with(name, query.text(name));
    }
    if let Some(error) = wrong {
        form.fail("q", error.to_string());
    }
    let same = web::cases::address(query.text("q"), &filter);
    let view = ListView {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        form,
        places: Place::all()
            .map(|place| Choice::new(place.code().to_string(), place.name()))
            .collect(),
        categories: domain::category::level1()
            .map(|name| Choice::new(name, name))
            .collect(),
        asked: search.is_some() || filter != Filter::default() || wrong.is_some(),
        cases,
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| same.clone()),
            next: next.map(|next| {
                let joint = if same.contains('?') { '&' } else { '?' };
                format!("{same}{joint}after={}", next.as_str())
            }),
        },
    };
    let page = cases::list(&view);
    if view.form.has_errors() {
        return Ok(invalid(page));
    }
    Ok(web::render::kept(&visit, citizen.as_ref(), page))
}

/// What readers chose; what is no place or no category is not chosen.
fn filter(query: &FormData) -> Filter {
    let category = query.text("category");
    Filter {
        place: Place::parse(query.text("city")).ok(),
        category: domain::category::level1()
            .find(|name| *name == category)
            .map(str::to_owned),
    }
}

fn plain(row: &CaseRow) -> CaseItem {
    let whole = |text: &str| -> Marked { vec![(text.to_owned(), false)] };
    CaseItem {
        href: web::cases::path(row.id),
        title: whole(&row.title),
        outcome: whole(&row.outcome),
        excerpt: Vec::new(),
        note: web::cases::note(row),
    }
}

fn hit(search: &Search, shown: &Shown) -> Option<CaseItem> {
    let words = shown.words.as_ref()?;
    let row = CaseRow::of(shown.id, shown.since, words);
    Some(CaseItem {
        title: search.marked(&row.title),
        outcome: search.marked(&row.outcome),
        excerpt: search
            .excerpt(words, &row.outcome)
            .map(|text| search.marked(&text))
            .unwrap_or_default(),
        ..plain(&row)
    })
}
