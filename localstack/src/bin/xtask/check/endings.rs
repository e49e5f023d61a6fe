//! What must hold of the letters to a petitioner: each is the one that an event speaks of, opens, and is of the kind that
//! the event owes; what ends a case is the letter that its kind of demand may be ended with.

use domain::ending::Ending;
use domain::event::{Body, Event};
use domain::letter::{Letter, LetterKind};
use domain::registration::{ClosingLetter, Procedure};
use std::collections::BTreeSet;
use store::head::Head;

/// The letter that an event owes its petitioner.
fn owed(body: &Body) -> Option<LetterKind> {
    Some(match body {
        Body::Transferred { task: None, .. } => LetterKind::TransferNotice,
        Body::Transferred { task: Some(_), .. } => LetterKind::AssignmentNotice,
        Body::Accepted { .. } => LetterKind::AcceptanceNotice,
        Body::Replied { .. } => LetterKind::HandlingOpinion,
        Body::Directed { .. } => LetterKind::RouteNotice,
        Body::DirectReplied { .. } => LetterKind::DirectReply,
        _ => return None,
    })
}

/// Every letter of a petition with its event, and the end with the kind of demand.
pub(super) fn letters(id: &str, head: &Head, events: &[Event], kept: &[Letter], findings: &mut Vec<String>) {
    let mut spoken_of = BTreeSet::new();
    for event in events.iter().filter(|event| event.body.is_public()) {
        let Some(reference) = event.body.letter() else {
            continue;
        };
        spoken_of.insert(reference.id);
        match kept.iter().find(|letter| letter.id == reference.id) {
            None => findings.push(format!("{id}: the letter {} is missing", reference.id)),
            Some(letter) if Some(letter.kind) != owed(&event.body) || letter.number != reference.number => {
                findings.push(format!(
                    "{id}: the letter {} is not what its event says",
                    letter.id
                ));
            }
            Some(_) => {}
        }
    }
    for stray in kept.iter().filter(|letter| !spoken_of.contains(&letter.id)) {
        findings.push(format!("{id}: no event speaks of the letter {}", stray.id));
    }
    let Some(ending) = head.petition.ending() else {
        return;
    };
    let allowed = head.petition.procedure.map(Procedure::closing_letter);
    let fits = match ending {
        Ending::Opinion | Ending::DirectReply => allowed == Some(ClosingLetter::HandlingOpinion),
        Ending::Route => allowed == Some(ClosingLetter::RouteNotice),
    };
    if !fits {
        findings.push(format!(
            "{id}: ended by {}, which its procedure does not allow",
            ending.label()
        ));
    }
}
