//! 送审、交办: what leaders were asked about a case is the fold of its events, and every letter between offices (交办函) is
//! the one that an event speaks of.

use domain::approval::Approvals;
use domain::event::{Body, Event};
use domain::petition::Identity;
use std::collections::BTreeSet;

/// The submissions that are kept are those of the events; none are kept where nobody was asked.
pub fn verify(
    id: &str,
    identity: Identity,
    events: &[Event],
    kept: Option<&Approvals>,
    findings: &mut Vec<String>,
) {
    let events: Vec<&Event> = events.iter().collect();
    let asked = events.iter().any(|event| event.body.is_about_approval());
    match (Approvals::fold(identity, &events), kept) {
        (Ok(folded), Some(kept)) if folded == *kept && asked => {}
        (Ok(_), None) if !asked => {}
        (Ok(_), Some(_)) => findings.push(format!("{id}: the submissions are not those of its events")),
        (Ok(_), None) => findings.push(format!("{id}: the submissions are missing")),
        (Err(error), _) => findings.push(format!("{id}: the submissions do not follow: {error}")),
    }
}

/// Each letter between offices is one that an event speaks of, and is there.
pub fn letters(id: &str, events: &[Event], kept: &BTreeSet<String>, findings: &mut Vec<String>) {
    let spoken_of: BTreeSet<String> = events
        .iter()
        .filter_map(|event| match &event.body {
            Body::TaskWorded { letter, .. } => Some(letter.id.to_string()),
            _ => None,
        })
        .collect();
    for missing in spoken_of.difference(kept) {
        findings.push(format!("{id}: the letter {missing} to an agency is missing"));
    }
    for stray in kept.difference(&spoken_of) {
        findings.push(format!("{id}: no event speaks of the letter {stray}"));
    }
}
