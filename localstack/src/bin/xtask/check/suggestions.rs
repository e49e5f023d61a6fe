//! The suggestions (网上建议) of the petitions table: what was found of each, and what must hold of it.

use super::{Link, chain, compare_rows, text};
use anyhow::{anyhow, bail};
use domain::ids::SuggestionId;
use domain::suggestion::{Body, Event, Identity, Status, Suggestion};
use std::collections::{BTreeMap, HashMap};
use store::Store;
use store::client::Item;
use store::keys::Key;
use store::suggestion_lists::{SuggestionRow, rows};
use store::suggestions::{SuggestionHead, event_of, words_of};

/// One suggestion as gathered from the table.
#[derive(Default)]
struct Gathered {
    head: Option<SuggestionHead>,
    events: Vec<(bool, Event, String, String)>,
    text: bool,
    reply: bool,
}

/// Everything found.
#[derive(Default)]
pub(super) struct Found {
    all: BTreeMap<String, Gathered>,
    rows: HashMap<Key, Item>,
    numbers: HashMap<String, String>,
}

impl Found {
    /// How many suggestions.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Whose they are, each with its id.
    pub(super) fn owners(&self) -> impl Iterator<Item = (String, String)> {
        self.all.iter().filter_map(|(id, found)| {
            let head = found.head.as_ref()?;
            Some((head.owner.to_string(), id.clone()))
        })
    }

    /// How many list rows.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Whose a number is.
    pub(super) fn claim(&mut self, number: &str, suggestion: String) {
        self.numbers.insert(number.to_owned(), suggestion);
    }

    /// Takes an item in; `rest` is its partition without the prefix.
    pub(super) fn sort_in(&mut self, store: &Store, key: &Key, rest: &str, item: Item) -> anyhow::Result<()> {
        if key.pk.starts_with("SUGWHO#") || key.pk.starts_with("DESK#") {
            self.rows.insert(key.clone(), item);
            return Ok(());
        }
        let id: SuggestionId = rest
            .parse()
            .map_err(|_| anyhow!("a suggestion without an id: {rest}"))?;
        let public = key.pk.starts_with("SUG#");
        let gathered = self.all.entry(rest.to_owned()).or_default();
        match key.sk.as_str() {
            sk if sk.starts_with("EVT#") => {
                let (event, data, mac) = event_of(store.keys(), item)?;
                gathered.events.push((public, event, data, mac));
            }
            "HEAD" if public => gathered.head = Some(SuggestionHead::from_item(item)?),
            "DET" if public => {
                words_of(store.keys(), id, item)?;
                gathered.text = true;
            }
            "RPY" if public => {
                words_of(store.keys(), id, item)?;
                gathered.reply = true;
            }
            sk => bail!("an item of no known kind: {} {sk} {}", key.pk, text(&item, "v")),
        }
        Ok(())
    }

    /// What does not hold.
    pub(super) fn verify(&self, store: &Store) -> Vec<String> {
        let mut findings = Vec::new();
        let mut expected = HashMap::new();
        for (id, gathered) in &self.all {
            let Some(head) = &gathered.head else {
                findings.push(format!("suggestion {id}: items without a header"));
                continue;
            };
            self.one(store, id, head, gathered, &mut findings);
            for (key, row) in rows(head) {
                expected.insert(key, serde_json::to_string(&row).unwrap_or_default());
            }
        }
        compare_rows::<SuggestionRow>(&expected, &self.rows, &mut findings);
        for (number, id) in &self.numbers {
            if !self.all.contains_key(id) {
                findings.push(format!("number of no suggestion: {number}"));
            }
        }
        findings
    }

    fn one(
        &self,
        store: &Store,
        id: &str,
        head: &SuggestionHead,
        gathered: &Gathered,
        findings: &mut Vec<String>,
    ) {
        let suggestion = &head.suggestion;
        let mut events: Vec<_> = gathered.events.iter().collect();
        events.sort_by_key(|(_, event, _, _)| event.seq);
        let links = events.iter().map(|(public, event, data, mac)| Link {
            seq: event.seq,
            public: *public,
            should_be_public: event.body.is_public(),
            data,
            mac,
        });
        chain(store, id, links, &head.mac, findings);
        let plain: Vec<Event> = events.iter().map(|(_, event, _, _)| event.clone()).collect();
        let identity = Identity {
            id: suggestion.id,
            number: suggestion.number,
        };
        let folded = Suggestion::fold(identity, &plain);
        match folded.map(|folded| folded.map(|folded| as_stored(folded, suggestion))) {
            Some(Ok(folded)) if folded == *suggestion => {}
            Some(Ok(_)) => findings.push(format!("{id}: the header is not the fold of its events")),
            Some(Err(error)) => findings.push(format!("{id}: the events do not follow: {error}")),
            None => findings.push(format!("{id}: a header without events")),
        }
        if !gathered.text {
            findings.push(format!("{id}: the text is missing"));
        }
        let replied = matches!(suggestion.status, Status::Replied { .. });
        let told = plain
            .iter()
            .any(|event| matches!(event.body, Body::Replied { .. }));
        if gathered.reply != (replied && told) {
            findings.push(format!(
                "{id}: a reply without its words, or words without a reply"
            ));
        }
        let claimed = self.numbers.get(&suggestion.number.to_string());
        if claimed.map(String::as_str) != Some(id) {
            findings.push(format!("{id}: its number is not claimed for it"));
        }
        let keys = store.keys();
        if head.open_title(keys).is_err() || head.open_name(keys).is_err() || head.open_mobile(keys).is_err()
        {
            findings.push(format!("{id}: a sealed field does not open"));
        }
    }
}

/// The fold as the header has it: one that was passed on before the time was kept does not have the time.
fn as_stored(mut folded: Suggestion, stored: &Suggestion) -> Suggestion {
    if let (Status::Transferred { at: None, .. }, Status::Transferred { at, .. }) =
        (&stored.status, &mut folded.status)
    {
        *at = None;
    }
    folded
}
