//! Accounts, officers and what expires: every claim (占用) belongs to whom it says and is of a value that is theirs, nothing
//! sealed is lost, whoever filed has an account, every officer has an agency, and no guard stays for ever.

use super::text;
use anyhow::bail;
use std::collections::{BTreeMap, HashMap};
use store::Store;
use store::accounts::Account;
use store::client::{Item, Table};
use store::content::Agencies;
use store::keys::Key;
use store::staff::OfficerRecord;

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
    let accounts = accounts(store, &mut people.findings).await?;
    let officers = officers(store, tree, &mut people.findings).await?;
    people.accounts = accounts.owners.len();
    people.officers = officers.owners.len();
    people.findings.extend(accounts.verify());
    people.findings.extend(officers.verify());
    for (account, filed) in filers {
        if !accounts.owners.contains_key(account) {
            let finding = format!("{filed}: there is no account {account} that filed it");
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

async fn each(
    store: &Store,
    table: Table,
    mut take: impl FnMut(Key, Item) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut pages = store
        .dynamodb()
        .scan()
        .table_name(store.config().table(table))
        .consistent_read(true)
        .into_paginator()
        .items()
        .send();
    while let Some(item) = pages.next().await {
        let item = item?;
        take(Key::new(text(&item, "pk"), text(&item, "sk")), item)?;
    }
    Ok(())
}

async fn accounts(store: &Store, findings: &mut Vec<String>) -> anyhow::Result<Claims> {
    let mut found = Claims::default();
    each(store, Table::Accounts, |key, item| {
        match key.pk.split_once('#') {
            Some(("ACC", id)) => {
                let account: Account = serde_dynamo::from_item(item)?;
                let claims = match store.claims_of_account(&account) {
                    Ok(claims) => claims,
                    Err(error) => {
                        findings.push(format!("account {id}: {error}"));
                        Vec::new()
                    }
                };
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

async fn officers(store: &Store, tree: &Agencies, findings: &mut Vec<String>) -> anyhow::Result<Claims> {
    let mut found = Claims::default();
    each(store, Table::Staff, |key, item| {
        match key.pk.split_once('#') {
            Some(("OFF", id)) => {
                let officer: OfficerRecord = serde_dynamo::from_item(item)?;
                if tree.get(&officer.agency).is_none() {
                    findings.push(format!("officer {id}: there is no agency {}", officer.agency));
                }
                if let Err(error) = officer.totp(store.keys()) {
                    findings.push(format!("officer {id}: {error}"));
                }
                let claims = store.claims_of_officer(&officer)?;
                let closed = false;
                found.owners.insert(id.to_owned(), Owner { claims, closed });
            }
            Some(("USER", _)) => {
                found.claims.insert(key, text(&item, "owner"));
            }
            _ => bail!("an item of no known kind: {}", key.pk),
        }
        Ok(())
    })
    .await?;
    Ok(found)
}

impl Claims {
    fn verify(&self) -> Vec<String> {
        let mut findings = Vec::new();
        let mut usernames: HashMap<&str, usize> = HashMap::new();
        for (key, id) in &self.claims {
            let Some(owner) = self.owners.get(id) else {
                findings.push(format!("{}: claimed for {id}, who does not exist", key.pk));
                continue;
            };
            let is_username = key.pk.starts_with("USER#");
            *usernames.entry(id).or_default() += usize::from(is_username);
            let theirs = if owner.closed {
                is_username
            } else {
                owner.claims.iter().flatten().any(|claim| claim == key)
            };
            if !theirs {
                findings.push(format!("{}: claimed for {id}, whose it is not", key.pk));
            }
        }
        for (id, owner) in &self.owners {
            let held = |keys: &Vec<Key>| keys.iter().any(|key| self.claims.get(key) == Some(id));
            for keys in owner.claims.iter().filter(|keys| !held(keys)) {
                let key = keys.first().map(|key| key.pk.as_str()).unwrap_or_default();
                findings.push(format!("{id}: nothing claims {key} for it"));
            }
            let names = usernames.get(id.as_str()).copied().unwrap_or(0);
            if names != 1 {
                findings.push(format!("{id}: {names} usernames lead to it"));
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
        assert_eq!(moved("IDN#372", None), ["a: nothing claims IDN#372 for it"]);
        assert_eq!(
            moved("USER#wang", None),
            ["gone: 0 usernames lead to it"],
            "a name stays taken"
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#999", "nobody"))),
            ["IDN#999: claimed for nobody, who does not exist"]
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#999", "a"))),
            ["IDN#999: claimed for a, whose it is not"]
        );
        assert_eq!(
            moved("IDN#none", Some(("IDN#999", "gone"))),
            ["IDN#999: claimed for gone, whose it is not"],
            "a closed account gives its document free"
        );
        assert_eq!(
            moved("IDN#none", Some(("USER#zhao", "gone"))),
            ["gone: 2 usernames lead to it"]
        );
    }
}
