//! What the public reads of the cases: lists, one text, the newest, and the search. A search asks the rows of a few
//! pairs of characters in parallel, the newest first and a fixed number of each, keeps what all of them have, reads
//! those texts in one request and shows what really holds the words. Its cost does not grow with the number of
//! cases; where it has not looked through everything it says from where to go on.

use crate::client::{Query, Range, Store, Table, key_item, read};
use crate::error::Result;
use crate::kept::Kept;
use crate::keys::{self, Key};
use crate::lists::PAGE_ROWS;
use crate::settings::is_fresh;
use crate::showcase_rows::{CaseRow, Shown};
use chrono::{DateTime, Utc};
use domain::ids::ShowcaseId;
use domain::paging::{Cursor, Page};
use domain::showcase::Place;
use domain::showcase::search::Search;
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// How many rows of each pair a search reads.
const ROWS_EACH: i32 = 200;
/// How many of the newest cases a page shows that is about something else.
const NEWEST: i32 = 3;

/// The process's copy of the newest cases.
pub(crate) type NewestCases = Kept<Vec<CaseRow>, DateTime<Utc>>;

/// 筛选: what readers choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A place, or all.
    pub place: Option<Place>,
    /// A first-level category, or all.
    pub category: Option<String>,
}

impl Filter {
    fn admits(&self, place: Place, category: &str) -> bool {
        self.place.is_none_or(|one| one == place)
            && self.category.as_deref().is_none_or(|one| one == category)
    }

    fn list(&self) -> String {
        let place = self.place.map(|place| place.code().to_string());
        keys::cases(place.as_deref(), self.category.as_deref())
    }
}

/// 索引行: that two characters stand together in a case; no more than a hint. The rows of the public's lists read as
/// one, too: they lie under the same sort keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    v: u8,
    /// The case.
    pub id: ShowcaseId,
}

impl Posting {
    pub(crate) fn of(id: ShowcaseId) -> Self {
        Self { v: 1, id }
    }
}

/// The rows of one pair, or of the list that readers chose, as far as they were read.
struct List {
    rows: BTreeMap<String, ShowcaseId>,
    /// The oldest key that was read, where there are more.
    floor: Option<String>,
}

impl List {
    /// Whether a key is not in the part that was read, or is in the list.
    fn may_have(&self, sk: &str) -> bool {
        self.rows.contains_key(sk) || self.floor.as_deref().is_some_and(|floor| sk < floor)
    }

    /// Lists that reach further back sort lower, then those with fewer rows.
    fn depth(&self) -> (bool, &str, usize) {
        (
            self.floor.is_some(),
            self.floor.as_deref().unwrap_or_default(),
            self.rows.len(),
        )
    }
}

/// What the lists have in common, newest first: the keys to read, and from where to go on.
fn candidates(lists: &[List]) -> (Vec<(String, ShowcaseId)>, Option<String>) {
    let Some(deepest) = lists.iter().min_by_key(|list| list.depth()) else {
        return (Vec::new(), None);
    };
    let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let mut found: Vec<(String, ShowcaseId)> = deepest
        .rows
        .iter()
        .rev()
        .filter(|(sk, _)| lists.iter().all(|list| list.may_have(sk)))
        .map(|(sk, id)| (sk.clone(), *id))
        .collect();
    let goes_on = if found.len() > most {
        found.truncate(most);
        found.last().map(|(sk, _)| sk.clone())
    } else {
        deepest.floor.clone()
    };
    (found, goes_on)
}

impl Store {
    /// A page of the cases that are shown, the newest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn cases(
        &self,
        filter: &Filter,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<CaseRow>> {
        self.page(Table::Content, &filter.list(), true, cursor, now).await
    }

    /// What the public reads of a case, or that it was withdrawn.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn shown_case(&self, id: ShowcaseId) -> Result<Option<Shown>> {
        self.get(Table::Content, &keys::shown(id))
            .await?
            .map(read)
            .transpose()
    }

    /// The newest cases: no request within twenty seconds of the last reading.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn newest_cases(&self, now: DateTime<Utc>) -> Result<Arc<Vec<CaseRow>>> {
        if let Some(kept) = self.newest_cases.get(|read_at| is_fresh(read_at, now)) {
            return Ok(kept);
        }
        let reading = self.newest_cases.reading();
        let pk = Filter::default().list();
        let query = Query {
            limit: Some(NEWEST),
            newest_first: true,
            ..Query::of(Table::Content, &pk)
        };
        let (items, _) = self.query(query).await?;
        let rows = items.into_iter().map(read).collect::<Result<Vec<CaseRow>>>()?;
        Ok(self.newest_cases.keep(&reading, now, rows))
    }

    /// A page of the cases that hold what is looked for, the newest first: two requests, the first of them for
    /// several lists in parallel. A page may be short, even empty, and still go on.
    ///
    /// # Errors
    /// [`crate::StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn search_cases(
        &self,
        search: &Search,
        filter: &Filter,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<Shown>> {
        let asked = search.asked();
        // A cursor goes on with the same question only.
        let question = format!("{}?{}", filter.list(), asked.join("+"));
        let after = cursor
            .map(|cursor| self.read_cursor(&question, cursor, now))
            .transpose()?
            .and_then(|key| crate::client::key_of(&key))
            .map(|key| key.sk);
        // What readers chose is a list like those of the pairs, and always right.
        let chosen = (*filter != Filter::default()).then(|| filter.list());
        let lists: Vec<String> = asked.iter().map(|pair| keys::gram(pair)).chain(chosen).collect();
        let lists = lists.iter().map(|pk| self.list(pk, after.as_deref()));
        let lists = try_join_all(lists).await?;
        let (found, goes_on) = candidates(&lists);
        let next = goes_on
            .map(|sk| self.write_cursor(&key_item(&Key::new(question, sk)), now))
            .transpose()?;
        if found.is_empty() {
            return Ok(Page::new(Vec::new(), next));
        }
        // A row that was left behind by an earlier publication names a case a second time.
        let ids: BTreeSet<ShowcaseId> = found.iter().map(|(_, id)| *id).collect();
        let wanted: Vec<(Table, Key)> = ids
            .into_iter()
            .map(|id| (Table::Content, keys::shown(id)))
            .collect();
        let texts = self.get_many(&wanted).await?.into_iter().flatten();
        let texts = texts.map(read).collect::<Result<Vec<Shown>>>()?;
        let texts: HashMap<ShowcaseId, Shown> = texts.into_iter().map(|shown| (shown.id, shown)).collect();
        let hit = |(sk, id): &(String, ShowcaseId)| {
            let shown = texts
                .get(id)
                .filter(|shown| keys::by_time(shown.since, *id) == *sk)?;
            let words = shown.words.as_ref()?;
            (filter.admits(words.place, &words.category) && search.finds(words)).then(|| shown.clone())
        };
        Ok(Page::new(found.iter().filter_map(hit).collect(), next))
    }

    /// The newest rows of a list. Not consistent: a page of cases may be a minute old anyway.
    async fn list(&self, pk: &str, before: Option<&str>) -> Result<List> {
        let query = Query {
            limit: Some(ROWS_EACH),
            newest_first: true,
            range: before.map_or(Range::All, Range::Before),
            consistent: false,
            ..Query::of(Table::Content, pk)
        };
        let (items, last) = self.query(query).await?;
        let mut rows = BTreeMap::new();
        for stored in items {
            let key = crate::client::key_of(&stored);
            let row: Posting = read(stored)?;
            rows.extend(key.map(|key| (key.sk, row.id)));
        }
        let floor = last.and_then(|_| rows.first_key_value().map(|(sk, _)| sk.clone()));
        Ok(List { rows, floor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: &[u8], more: bool) -> List {
        let rows: BTreeMap<_, _> = rows
            .iter()
            .map(|n| (format!("{n:03}"), ShowcaseId::new(DateTime::UNIX_EPOCH, [*n; 10])))
            .collect();
        let floor = more.then(|| rows.first_key_value().unwrap().0.clone());
        List { rows, floor }
    }

    fn found(lists: &[List]) -> (Vec<String>, Option<String>) {
        let (found, next) = candidates(lists);
        (found.into_iter().map(|(sk, _)| sk).collect(), next)
    }

    #[test]
    fn what_all_lists_have_is_a_candidate_the_newest_first() {
        let lists = [list(&[1, 3, 5], false), list(&[1, 2, 5], false)];
        assert_eq!(found(&lists), (vec!["005".to_owned(), "001".to_owned()], None));
        assert_eq!(found(&[]), (Vec::new(), None));
    }

    #[test]
    fn a_rare_pair_decides_where_the_list_of_a_common_one_was_not_read_to_its_end() {
        let rare = list(&[2, 8], false);
        let common = list(&[6, 7, 8, 9], true);
        // 2 lies where the common list was not read: it is a candidate, and the text decides.
        assert_eq!(
            found(&[common, rare]),
            (vec!["008".to_owned(), "002".to_owned()], None)
        );
    }

    #[test]
    fn two_common_pairs_go_on_where_the_deeper_one_ended() {
        let lists = [list(&[6, 7, 9], true), list(&[4, 5, 7], true)];
        let (keys, next) = found(&lists);
        assert_eq!(keys, ["007", "005", "004"], "below 6 the first list is unknown");
        assert_eq!(next.as_deref(), Some("004"));
    }

    #[test]
    fn a_page_takes_as_many_as_a_page_has_and_goes_on_after_the_last() {
        let many: Vec<u8> = (0..60).collect();
        let (keys, next) = found(&[list(&many, false)]);
        assert_eq!(keys.len(), 25);
        assert_eq!(next.as_deref(), Some("035"));
    }
}
