//! Cases for the public: each opens, tells a petition that exists and is concluded and whose petitioner agreed where it
//! is shown, stands in exactly the lists that follow from it, and is read by the public exactly as it was approved. Of
//! the search every pair of what is shown is there; pairs of nothing are harmless and only counted. This is the one
//! place that reads the whole table of content, and it refuses items of unknown kind there too.

use super::{Contents, each, text};
use anyhow::{Context as _, bail};
use domain::ids::ShowcaseId;
use domain::petition::StatusKind;
use domain::showcase::{Showcase, search};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::Store;
use store::client::{Item, Table};
use store::keys::{self, Key};
use store::showcase::showcase_of;
use store::showcase_rows::{CaseRow, DeskRow, Shown, case_rows, desk_keys, shown_of};

/// What was found in the table of content.
#[derive(Default)]
pub(super) struct Found {
    pub(super) items: usize,
    all: BTreeMap<String, Showcase>,
    claims: HashMap<String, String>,
    desk: HashMap<Key, Item>,
    shown: HashMap<Key, Item>,
    rows: HashMap<Key, Item>,
    pairs: HashSet<Key>,
    pub(super) stale: usize,
}

impl Found {
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Reads the whole table.
    pub(super) async fn gather(store: &Store) -> anyhow::Result<Self> {
        let mut found = Self::default();
        each(store, Table::Content, |key, item| {
            found.items += 1;
            found.sort_in(store, key, item)
        })
        .await?;
        Ok(found)
    }

    fn sort_in(&mut self, store: &Store, key: Key, item: Item) -> anyhow::Result<()> {
        let (prefix, rest) = key.pk.split_once('#').unwrap_or((key.pk.as_str(), ""));
        match (prefix, key.sk.as_str()) {
            ("SHOWCASE", "HEAD") => {
                let id: ShowcaseId = rest.parse().context("a case with another id")?;
                self.all
                    .insert(rest.to_owned(), showcase_of(store.keys(), id, item)?);
            }
            ("PICKED", "CLAIM") => {
                self.claims.insert(rest.to_owned(), text(&item, "showcase"));
            }
            ("SHOWDESK", _) => {
                self.desk.insert(key, item);
            }
            ("SHOWN", "TEXT") => {
                self.shown.insert(key, item);
            }
            ("CASES", _) => {
                self.rows.insert(key, item);
            }
            ("GRAM", _) => {
                self.pairs.insert(key);
            }
            ("AGENCIES" | "NOTICES" | "MESSAGES", _)
            | ("BOARD-PUBLIC" | "BOARD-STAFF" | "HUNG-PUBLIC" | "HUNG-STAFF", _)
            | ("SETTINGS", "NOW")
            | ("SEED", "MARK") => {}
            (_, sk) => bail!("an item of no known kind: {} {sk}", key.pk),
        }
        Ok(())
    }

    /// What does not hold.
    pub(super) fn verify(&mut self, store: &Store, contents: &Contents) -> Vec<String> {
        let mut findings = Vec::new();
        let (mut rows, mut shown) = (HashMap::new(), HashMap::new());
        let (mut desk, mut pairs) = (HashSet::new(), HashSet::new());
        for (id, showcase) in &self.all {
            self.one(id, showcase, contents, &mut findings);
            for (_, key) in desk_keys(showcase) {
                self.desk_row(store, showcase, &key, &mut findings);
                desk.insert(key);
            }
            for (key, row) in case_rows(showcase) {
                pairs.extend(pairs_of(showcase, &key.sk));
                rows.insert(key, serde_json::to_string(&row).unwrap_or_default());
            }
            if let Some(one) = shown_of(showcase) {
                shown.insert(
                    keys::shown(showcase.id),
                    serde_json::to_string(&one).unwrap_or_default(),
                );
            }
        }
        super::compare_rows::<CaseRow>(&rows, &self.rows, &mut findings);
        super::compare_rows::<Shown>(&shown, &self.shown, &mut findings);
        for key in self.desk.keys().filter(|key| !desk.contains(key)) {
            findings.push(format!("list row of nothing: {} {}", key.pk, key.sk));
        }
        for key in pairs.difference(&self.pairs) {
            findings.push(format!("{}: a pair of it cannot be searched for", key.sk));
        }
        self.stale = self.pairs.difference(&pairs).count();
        for (petition, id) in &self.claims {
            let told = self.all.get(id);
            if told.is_none_or(|showcase| showcase.petition.to_string() != *petition) {
                findings.push(format!("{petition}: chosen for a case that does not tell it"));
            }
        }
        findings
    }

    fn one(&self, id: &str, showcase: &Showcase, contents: &Contents, findings: &mut Vec<String>) {
        let petition = showcase.petition.to_string();
        if self.claims.get(&petition).map(String::as_str) != Some(id) {
            findings.push(format!("case {id}: its petition is not claimed for it"));
        }
        let status = contents
            .petitions
            .get(&petition)
            .and_then(|found| found.head.as_ref());
        let status = status.map(|head| head.petition.status.kind());
        if status != Some(StatusKind::Concluded) {
            findings.push(format!("case {id}: its petition is not concluded, or not there"));
        }
        if showcase.is_shown() && showcase.approved.is_none() {
            findings.push(format!("case {id}: shown without being approved"));
        }
        let Some(approved) = showcase.approved.as_ref().filter(|_| showcase.is_shown()) else {
            return;
        };
        let as_approved = Showcase {
            words: approved.words.clone(),
            explained: approved.explained.clone(),
            ..showcase.clone()
        };
        if let Err(refusal) = as_approved.ready() {
            findings.push(format!("case {id}: shown although {refusal}"));
        }
    }

    fn desk_row(&self, store: &Store, showcase: &Showcase, key: &Key, findings: &mut Vec<String>) {
        let Some(stored) = self.desk.get(key) else {
            findings.push(format!("list row missing: {} {}", key.pk, key.sk));
            return;
        };
        let row: Result<DeskRow, _> = serde_dynamo::from_item(stored.clone());
        let same = row.is_ok_and(|row| {
            row.open_title(store.keys())
                .is_ok_and(|title| title == showcase.words.title)
                && (row.id, row.number, row.work) == (showcase.id, showcase.number, showcase.work)
                && (row.place, &row.category) == (showcase.words.place, &showcase.words.category)
                && row.shown == showcase.is_shown()
                && row.agreed == showcase.wish.as_ref().map(|_| showcase.is_agreed())
                && (row.at, &row.by) == (showcase.changed_at, &showcase.changed_by)
        });
        if !same {
            findings.push(format!("list row differs from its header: {} {}", key.pk, key.sk));
        }
    }
}

fn pairs_of(showcase: &Showcase, sk: &str) -> Vec<Key> {
    let pairs = showcase.shown().map(search::pairs).unwrap_or_default();
    pairs.iter().map(|pair| Key::new(keys::gram(pair), sk)).collect()
}
