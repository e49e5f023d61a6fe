//! What must hold of who stands behind a petition, which lies in several places: the header says what the text says, and the
//! query code opens it to exactly those who speak for it.

use super::Contents;
use store::Store;
use store::senders::{claim_breach, header_breach};

/// Each place against the text.
pub(super) fn verify(store: &Store, contents: &Contents) -> Vec<String> {
    let mut findings = Vec::new();
    for (id, found) in &contents.petitions {
        let (Some(head), Some(detail)) = (&found.head, &found.detail) else {
            continue;
        };
        let keys = store.keys();
        let of_head = header_breach(keys, head, detail);
        let of_claim = match contents.codes.get(id) {
            Some((_, claim)) => claim_breach(keys, claim.clone(), detail),
            None => Ok(None),
        };
        for checked in [of_head, of_claim] {
            match checked {
                Ok(breach) => findings.extend(breach.map(|breach| format!("{id}: {breach}"))),
                Err(error) => findings.push(format!("{id}: {error}")),
            }
        }
    }
    findings
}
