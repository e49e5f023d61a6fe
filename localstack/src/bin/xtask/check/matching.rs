//! The index of dedupe (判重) and the links between cases: every row is of a petition that asks for it, every petition is
//! found under all that it says, and a link stands on both sides and in the events of one.

use super::Gathered;
use anyhow::anyhow;
use domain::event::Body;
use domain::fingerprint::LAYOUT;
use domain::ids::PetitionId;
use domain::petition::Status;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::Store;
use store::client::Item;
use store::keys::Key;
use store::links::{LinkRow, link_row, row_key, rows};
use store::matching::{self, Manifest, sort_key_of};

/// Everything found.
#[derive(Default)]
pub(super) struct Found {
    /// Rows of the index: whose each is.
    index: HashMap<Key, String>,
    manifests: BTreeMap<String, Manifest>,
    due: BTreeSet<String>,
    links: HashMap<Key, LinkRow>,
}

/// What there is to say of it.
#[derive(Default)]
pub(super) struct Verdict {
    /// Petitions that are found under what they say.
    pub indexed: usize,
    /// Petitions whose turn has not come yet.
    pub waiting: usize,
    /// Petitions that were filed before there was an index, or are indexed in an older way.
    pub to_index: usize,
    /// Broken promises.
    pub findings: Vec<String>,
}

impl Found {
    /// How many rows and links.
    pub(super) fn rows(&self) -> usize {
        self.index.len()
    }

    /// How many links, each counted once.
    pub(super) fn links(&self) -> usize {
        self.links.values().filter(|row| !row.theirs).count()
    }

    /// Takes an item in; `rest` is its partition without the prefix.
    pub(super) fn sort_in(&mut self, prefix: &str, key: &Key, rest: &str, item: Item) -> anyhow::Result<()> {
        match prefix {
            "MATCH" => {
                self.index.insert(key.clone(), super::text(&item, "petition"));
            }
            "MATCHED" => {
                self.manifests.insert(rest.to_owned(), Manifest::from_item(item)?);
            }
            "MATCHDUE" => {
                self.due.insert(super::text(&item, "petition"));
            }
            _ => {
                self.links.insert(key.clone(), link_row(item)?);
            }
        }
        Ok(())
    }

    /// What does not hold.
    pub(super) fn verify(
        &self,
        store: &Store,
        petitions: &BTreeMap<String, Gathered>,
    ) -> anyhow::Result<Verdict> {
        let mut verdict = Verdict {
            waiting: self.due.len(),
            ..Verdict::default()
        };
        let mut listed = BTreeSet::new();
        for (id, manifest) in &self.manifests {
            let there = petitions.get(id).is_some_and(|found| found.head.is_some());
            if !there {
                verdict
                    .findings
                    .push(format!("{id}: indexed, and there is no such petition"));
            }
            for row in &manifest.rows {
                let key = Key::new(row, &manifest.row_sk);
                match self.index.get(&key) {
                    None => verdict.findings.push(format!("{id}: not found under {row}")),
                    Some(owner) if owner != id => {
                        verdict
                            .findings
                            .push(format!("{id}: the index row {row} names {owner}"));
                    }
                    Some(_) => {}
                }
                listed.insert(key);
            }
        }
        for key in self.index.keys().filter(|key| !listed.contains(*key)) {
            verdict
                .findings
                .push(format!("index row of nothing: {} {}", key.pk, key.sk));
        }
        for (id, found) in petitions {
            self.one(store, id, found, &mut verdict)?;
        }
        self.compare_links(petitions, &mut verdict)?;
        Ok(verdict)
    }

    /// A petition's rows are those of what it says, unless its turn is still to come.
    fn one(&self, store: &Store, id: &str, found: &Gathered, verdict: &mut Verdict) -> anyhow::Result<()> {
        let (Some(head), Some(detail)) = (&found.head, &found.detail) else {
            return Ok(());
        };
        if self.due.contains(id) {
            return Ok(());
        }
        let Some(manifest) = self.manifests.get(id) else {
            let withdrawn = head.petition.status == Status::Withdrawn;
            verdict.to_index += usize::from(!withdrawn);
            return Ok(());
        };
        verdict.indexed += 1;
        let asked = matching::partitions(store.keys(), head, detail)?;
        if manifest.row_sk != sort_key_of(head) || head.petition.status == Status::Withdrawn {
            verdict.findings.push(format!("{id}: indexed as it is not"));
        } else if manifest.layout != LAYOUT {
            verdict.to_index += 1;
        } else if manifest.rows != asked {
            // Under an older key it is found all the same.
            if store.keys().blind_all("", "").len() > 1 {
                verdict.to_index += 1;
            } else {
                verdict
                    .findings
                    .push(format!("{id}: what it is indexed under is not what it says"));
            }
        }
        Ok(())
    }

    /// Each link that an event made has its two rows, and no row is without its link.
    fn compare_links(
        &self,
        petitions: &BTreeMap<String, Gathered>,
        verdict: &mut Verdict,
    ) -> anyhow::Result<()> {
        let mut expected: HashMap<Key, LinkRow> = HashMap::new();
        let mut ended = Vec::new();
        for (id, found) in petitions {
            let Some(head) = &found.head else { continue };
            let own: PetitionId = id
                .parse()
                .map_err(|_| anyhow!("a petition without an id: {id}"))?;
            for (_, event, ..) in &found.events {
                match &event.body {
                    Body::Linked {
                        other,
                        number,
                        relation,
                        repeats,
                        repeats_of_other,
                    } => {
                        let there = petitions.get(&other.to_string());
                        let there = there.and_then(|there| there.head.as_ref());
                        if there.is_none_or(|there| there.petition.number != *number) {
                            let finding = format!("{id}: linked with {number}, which is no such case");
                            verdict.findings.push(finding);
                        }
                        expected.extend(rows(
                            (own, head.petition.number),
                            (*other, *number),
                            *relation,
                            [*repeats, *repeats_of_other],
                            event.at,
                        ));
                    }
                    // Either side may end what either side began.
                    Body::Unlinked {
                        other, since, theirs, ..
                    } => {
                        ended.push(row_key(own, *theirs, *since, *other));
                        ended.push(row_key(*other, !theirs, *since, own));
                    }
                    _ => {}
                }
            }
        }
        for key in &ended {
            expected.remove(key);
        }
        for (key, row) in &expected {
            if self.links.get(key) != Some(row) {
                verdict
                    .findings
                    .push(format!("link missing on one side: {} {}", key.pk, key.sk));
            }
        }
        for key in self.links.keys().filter(|key| !expected.contains_key(key)) {
            verdict
                .findings
                .push(format!("link that no event made: {} {}", key.pk, key.sk));
        }
        Ok(())
    }
}
