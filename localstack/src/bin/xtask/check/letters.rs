//! What must hold of letters: of one in brief, that it lies with the office that registered it, opens, says in the open
//! what it says under its seal, has its number, and that it and the case that it joined name each other; of one in detail, that it has no account, and what is recorded of a
//! letter and of nothing else.

use super::Gathered;
use domain::event::Body;
use domain::incoming::BriefMethod;
use domain::registration::Channel;
use std::collections::BTreeMap;
use store::Store;
use store::briefs::BriefRow;
use store::cases::Detail;
use store::client::Item;
use store::head::Head;
use store::keys::{self, Key};

/// The letters in brief, as gathered from the table.
#[derive(Default)]
pub(super) struct Found {
    rows: Vec<(Key, BriefRow)>,
    claims: BTreeMap<String, String>,
}

impl Found {
    pub(super) fn sort_in(&mut self, key: Key, item: Item) -> anyhow::Result<()> {
        self.rows.push((key, BriefRow::from_item(item)?));
        Ok(())
    }

    pub(super) fn claim(&mut self, number: &str, brief: String) {
        self.claims.insert(number.to_owned(), brief);
    }

    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn verify(&self, store: &Store, petitions: &BTreeMap<String, Gathered>) -> Vec<String> {
        let mut findings = Vec::new();
        let mut joining = joining(petitions);
        let mut numbered = 0;
        for (key, row) in &self.rows {
            let brief = match row.open(store.keys()) {
                Ok(brief) => brief,
                Err(error) => {
                    findings.push(format!("letter in brief {}: {error}", row.id));
                    continue;
                }
            };
            if *key != keys::brief(&brief.by.agency.code, brief.id) || row.id != brief.id {
                findings.push(format!(
                    "letter in brief {}: lies at {} {}",
                    row.id, key.pk, key.sk
                ));
            }
            if (row.kind, row.method) != (brief.entry.kind, brief.entry.method) {
                findings.push(format!("letter in brief {}: its row says something else", row.id));
            }
            if brief.entry.method.destination().is_some() && brief.entry.destination.is_empty() {
                findings.push(format!("letter in brief {}: went nowhere", row.id));
            }
            let said = joining.remove(&row.id.to_string());
            if said != brief.joined.map(|petition| petition.to_string()) {
                findings.push(format!(
                    "letter in brief {}: it and the case that it joined do not name each other",
                    row.id
                ));
            }
            if brief.joined.is_some() && brief.entry.method != BriefMethod::Join {
                findings.push(format!(
                    "letter in brief {}: it joined a case by another method",
                    row.id
                ));
            }
            match self.claims.get(&brief.number.to_string()) {
                Some(id) if *id == brief.id.to_string() => numbered += 1,
                _ => findings.push(format!("letter in brief {}: its number is not claimed", row.id)),
            }
        }
        for (brief, petition) in joining {
            findings.push(format!(
                "{petition}: letter in brief {brief} joined it and is not there"
            ));
        }
        if numbered < self.claims.len() {
            let more = self.claims.len() - numbered;
            findings.push(format!("{more} numbers of letters in brief that are nobody's"));
        }
        findings
    }
}

/// The letters in brief that joined a case, by what the cases say: each with its case.
fn joining(petitions: &BTreeMap<String, Gathered>) -> BTreeMap<String, String> {
    let mut joining = BTreeMap::new();
    for (id, found) in petitions {
        for (_, event, _, _) in &found.events {
            if let Body::LetterJoined { brief, .. } = &event.body {
                joining.insert(brief.to_string(), id.clone());
            }
        }
    }
    joining
}

/// What must hold of a petition by how it came in.
pub(super) fn of_a_petition(id: &str, head: Option<&Head>, detail: Option<&Detail>) -> Vec<String> {
    let (Some(head), Some(detail)) = (head, detail) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let channel = head.petition.channel;
    if head.owner.is_some() != (channel == Channel::Web) {
        findings.push(format!(
            "{id}: {} and its account do not go together",
            channel.label()
        ));
    }
    if detail.letter.is_some() != (channel == Channel::Letter) {
        findings.push(format!(
            "{id}: {} and what is recorded of a letter do not go together",
            channel.label()
        ));
    }
    findings
}
