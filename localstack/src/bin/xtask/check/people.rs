//! Accounts, officers and what expires: every claim (占用) belongs to whom it says and is of a value that is theirs, nothing
//! sealed is lost, whoever filed has an account, every officer has an agency, and no guard stays for ever.

use super::{compare_rows, each, text};
use anyhow::bail;
use std::collections::{BTreeMap, HashMap};
use store::Store;
use store::accounts::Account;
use store::client::Table;
use store::content::Agencies;
use store::keys::Key;
use store::staff::{Colleague, OfficerRecord};

/// What was read, and what is wrong with it.
#[derive(Default)]
pub struct People {
    /// Accounts, closed ones too.
    pub accounts: usize,
    /// Officers.
    pub officers: usize,
    /// Sessions, captchas, counters.
    pub guards: usize,
    /// Broken promises.
    pub findings: Vec<String>,
}

/// One who claims values, with the keys that each claim may lie under.
struct Owner {
    claims: Vec<Vec<Key>>,
    /// A closed account keeps the claim on its username and nothing else.
    closed: bool,
}

/// The owners of one table and its claims: by key, whose it says it is.
#[derive(Default)]
struct Claims {
    owners: BTreeMap<String, Owner>,
    claims: HashMap<Key, String>,
}

/// Reads the tables of accounts, officers and guards once. `filers` are the accounts that filed something,
/// each with what.
pub async fn verify(
    store: &Store,
    tree: &Agencies,
    filers: &BTreeMap<String, String>,
) -> anyhow::Result<People> {
    let mut people = People::default();
    let (accounts, officers, mut findings) = claims(store, tree).await?;
    if !findings.is_empty() {
        // People register and move while the tables are read: what is broken is so the second time too.
        let (.., again) = claims(store, tree).await?;
        findings.retain(|finding| again.contains(finding));
    }
    people.accounts = accounts.owners.len();
    people.officers = officers.owners.len();
    people.findings = findings;
    for (account, filed) in filers {
        if !accounts.owners.contains_key(account) {
            let finding = format!("{filed}: there is no account {account} that made it");
            people.findings.push(finding);
        }
    }
    each(store, Table::Guards, |key, item| {
        people.guards += 1;
        let expires = item.get(store::keys::EXPIRES).and_then(|at| at.as_n().ok());
        if expires.is_none_or(|at| at.parse::<i64>().is_err()) {
            people
                .findings
                .push(format!("{} {}: it never expires", key.pk, key.sk));
        }
        Ok(())
    })
    .await?;
    Ok(people)
}

/// Accounts, officers, and what is wrong with their claims.
async fn claims(store: &Store, tree: &Agencies) -> anyhow::Result<(Claims, Claims, Vec<String>)> {
    let mut findings = Vec::new();
    let accounts = accounts(store, &mut findings).await?;
    let officers = officers(store, tree, &mut findings).await?;
    findings.extend(accounts.verify());
    findings.extend(officers.verify());
    Ok((accounts, officers, findings))
}

async fn accounts(store: &Store, findings: &mut Vec<String>) -> anyhow::Result<Claims> {
    let mut found = Claims::default();
    each(store, Table::Accounts, |key, item| {
        match key.pk.split_once('#') {
            Some(("ACC", id)) => {
                let account: Account = serde_dynamo::from_item(item)?;
                let claims = noted(
                    store.claims_of_account(&account),
                    &format!("account {id}"),
                    findings,
                );
                noted(
                    account.recovery_mobile(store.keys()),
                    &format!("account {id}"),
                    findings,
                );
                let closed = account.closed_at.is_some();
                found.owners.insert(id.to_owned(), Owner { claims, closed });
            }
            Some(("USER" | "IDN", _)) => {
                found.claims.insert(key, text(&item, "owner"));
            }
            _ => bail!("an item of no known kind: {}", key.pk),
        }
        Ok(())
    })
    .await?;
    Ok(found)
}

/// What was read, or nothing and a finding.
fn noted<T: Default>(read: store::error::Result<T>, whose: &str, findings: &mut Vec<String>) -> T {
    read.unwrap_or_else(|error| {
        findings.push(format!("{whose}: {error}"));
        T::default()
    })
}

async fn officers(store: &Store, tree: &Agencies, findings: &mut Vec<String>) -> anyhow::Result<Claims> {
    let mut found = Claims::default();
    let (mut expected, mut stored) = (HashMap::new(), HashMap::new());
    each(store, Table::Staff, |key, item| {
        match key.pk.split_once('#') {
            Some(("OFF", id)) => {
                let officer: OfficerRecord = serde_dynamo::from_item(item)?;
                for (key, row) in officer.listed() {
                    expected.insert(key, serde_json::to_string(&row)?);
                }
                if tree.get(&officer.agency).is_none() {
                    findings.push(format!("officer {id}: there is no agency {}", officer.agency));
                }
                if let Err(error) = officer.totp(store.keys()) {
                    findings.push(format!("officer {id}: {error}"));
                }
                let claims = noted(
                    store.claims_of_officer(&officer),
                    &format!("officer {id}"),
                    findings,
                );
                let closed = false;
                found.owners.insert(id.to_owned(), Owner { claims, closed });
            }
            Some(("LEADERS" | "INTERVIEWERS", _)) => {
                stored.insert(key, item);
            }
            Some(("USER", _)) => {
                found.claims.insert(key, text(&item, "owner"));
            }
            _ => bail!("an item of no known kind: {}", key.pk),
        }
        Ok(())
    })
    .await?;
    compare_rows::<Colleague>(&expected, &stored, findings);
    Ok(found)
}

impl Claims {
    fn verify(&self) -> Vec<String> {
        let mut findings = Vec::new();
        let mut held: HashMap<&str, usize> = HashMap::new();
        for (key, id) in &self.claims {
            let Some(owner) = self.owners.get(id) else {
                findings.push(format!("{}: claimed for {id}, who does not exist", key.pk));
                continue;
            };
            *held.entry(id).or_default() += 1;
            let theirs = if owner.closed {
                key.pk.starts_with("USER#")
            } else {
                owner.claims.iter().flatten().any(|claim| claim == key)
            };
            if !theirs {
                findings.push(format!("{}: claimed for {id}, whose it is not", key.pk));
            }
        }
        // By the current key, under which every owner's values are known, whatever key they were claimed under.
        let mut values: HashMap<&Key, &str> = HashMap::new();
        for (id, owner) in &self.owners {
            for keys in &owner.claims {
                let Some(current) = keys.first() else { continue };
                if !keys.iter().any(|key| self.claims.get(key) == Some(id)) {
                    findings.push(format!("{id}: nothing claims {} for it", current.pk));
                }
                if let Some(other) = values.insert(current, id) {
                    findings.push(format!("{}: of {other} and of {id}", current.pk));
                }
            }
            let expected = if owner.closed { 1 } else { owner.claims.len() };
            let count = held.get(id.as_str()).copied().unwrap_or(0);
            if count != expected {
                findings.push(format!("{id}: {count} claims, not {expected}"));
            }
        }
        findings.sort();
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pk: &str) -> Key {
        Key::new(pk, "CLAIM")
    }

    /// One account with a username and a document, one closed; `change` spoils something.
    fn with(change: impl FnOnce(&mut Claims)) -> Vec<String> {
        let owner = |claims: &[&str], closed| Owner {
            claims: claims.iter().map(|pk| vec![key(pk), key("IDN#old")]).collect(),
            closed,
        };
        let mut all = Claims::default();
        all.owners
            .insert("a".into(), owner(&["USER#li", "IDN#372"], false));
        all.owners.insert("gone".into(), owner(&[], true));
        for (pk, id) in [("USER#li", "a"), ("IDN#372", "a"), ("USER#wang", "gone")] {
            all.claims.insert(key(pk), id.into());
        }
        change(&mut all);
        all.verify()
    }

    #[test]
    fn each_fault_of_a_claim_is_found() {
        assert_eq!(with(|_| {}), [""; 0]);
        let moved = |from: &'static str, to: Option<(&'static str, &'static str)>| {
            with(move |all| {
                all.claims.remove(&key(from));
                if let Some((pk, id)) = to {
                    all.claims.insert(key(pk), id.into());
                }
            })
        };
        assert_eq!(moved("IDN#372", Some(("IDN#old", "a"))), [""; 0], "an older key");
        assert_eq!(
            moved("IDN#372", None),
            ["a: 1 claims, not 2", "a: nothing claims IDN#372 for it"]
        );
        assert_eq!(
            moved("USER#wang", None),
            ["gone: 0 claims, not 1"],
            "a name stays taken"
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#999", "nobody"))),
            ["IDN#999: claimed for nobody, who does not exist"]
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#999", "a"))),
            ["IDN#999: claimed for a, whose it is not", "a: 3 claims, not 2"]
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#999", "gone"))),
            [
                "IDN#999: claimed for gone, whose it is not",
                "gone: 2 claims, not 1"
            ],
            "a closed account gives its document free"
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#old", "a"))),
            ["a: 3 claims, not 2"],
            "under both keys"
        );
        let twice = with(|all| {
            let other = Owner {
                claims: vec![vec![key("IDN#372"), key("IDN#old")]],
                closed: false,
            };
            all.owners.insert("b".into(), other);
            all.claims.insert(key("IDN#old"), "b".into());
        });
        assert_eq!(twice, ["IDN#372: of a and of b"], "while a key is replaced");
    }
}
