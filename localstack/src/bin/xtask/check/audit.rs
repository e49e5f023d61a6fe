//! The audit chains: every chain without gap or change, none missing from its day's list, and none
//! shorter or other than what was sealed in the locked bucket.

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use store::audit::{Link, fault};
use store::client::Table;
use store::keys;

/// What was read, and what is wrong with it.
#[derive(Default)]
pub struct Audit {
    /// Chains read.
    pub chains: usize,
    /// Entries read.
    pub entries: usize,
    /// Days whose ends lie in the bucket.
    pub sealed_days: usize,
    /// Broken promises.
    pub findings: Vec<String>,
}

/// Reads the audit table once and compares it with the bucket.
pub async fn verify(store: &Store) -> anyhow::Result<Audit> {
    let mut chains: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    let mut listed = BTreeSet::new();
    let mut dates = BTreeSet::new();
    super::each(store, Table::Audit, |key, item| {
        if let Some(date) = key.pk.strip_prefix("DAY#") {
            let date: NaiveDate = date.parse()?;
            listed.insert(keys::audit(&key.sk, date));
            dates.insert(date);
        } else if key.pk.starts_with("AUDIT#") {
            chains.entry(key.pk).or_default().push(Link::from_item(item)?);
        } else {
            anyhow::bail!("an item of no known kind: {}", key.pk);
        }
        Ok(())
    })
    .await?;
    let mut audit = Audit {
        chains: chains.len(),
        entries: chains.values().map(Vec::len).sum(),
        ..Audit::default()
    };
    for (pk, links) in &mut chains {
        links.sort_by_key(|link| link.seq);
        if let Some(fault) = fault(store.keys(), pk, links) {
            audit.findings.push(format!("{pk}: {fault}"));
        }
        if !listed.contains(pk) {
            audit.findings.push(format!("{pk}: not in the list of its day"));
        }
    }
    for pk in listed.iter().filter(|pk| !chains.contains_key(*pk)) {
        audit
            .findings
            .push(format!("{pk}: in the list of its day, and gone"));
    }
    for date in dates {
        let Some(heads) = store.sealed_day(date).await? else {
            continue;
        };
        audit.sealed_days += 1;
        for head in heads.chains {
            let pk = keys::audit(&head.actor, date);
            let place = chains.get(&pk).and_then(|links| {
                let at = usize::try_from(head.entries).ok()?.checked_sub(1)?;
                links.get(at)
            });
            match place {
                None => audit
                    .findings
                    .push(format!("{pk}: shorter than when it was sealed")),
                Some(link) if link.mac != head.mac => {
                    audit
                        .findings
                        .push(format!("{pk}: other than when it was sealed"));
                }
                Some(_) => {}
            }
        }
    }
    Ok(audit)
}
