//! `xtask reindex`: puts petitions on the list of what is to be indexed for dedupe (判重): those filed before there was an
//! index, and those indexed in an older way or under a key that is being replaced. `matching`, or the tick of the single
//! process, does the work. Leaders who were entered before colleagues could find them are listed too. May be run again, and
//! while people work.

use crate::check::each;
use crate::connect::Place;
use domain::fingerprint::LAYOUT;
use domain::petition::Status;
use domain::time::Clock;
use std::collections::BTreeMap;
use std::io::Write as _;
use store::client::Table;
use store::head::Head;
use store::matching::Manifest;
use store::staff::OfficerRecord;

/// Reads the table once and lists what is to be indexed.
pub async fn run(place: &Place, all: bool) -> anyhow::Result<()> {
    let store = place.store()?;
    let mut petitions: BTreeMap<String, Head> = BTreeMap::new();
    let mut manifests: BTreeMap<String, Manifest> = BTreeMap::new();
    each(&store, Table::Petitions, |key, item| {
        match key.pk.split_once('#') {
            Some(("PET", id)) if key.sk == store::keys::HEAD => {
                petitions.insert(id.to_owned(), Head::from_item(item)?);
            }
            Some(("MATCHED", id)) => {
                manifests.insert(id.to_owned(), Manifest::from_item(item)?);
            }
            _ => {}
        }
        Ok(())
    })
    .await?;
    let rotating = store.keys().blind_all("", "").len() > 1;
    let (mut listed, now) = (0_usize, Clock::system().now());
    for (id, head) in &petitions {
        let current = manifests
            .get(id)
            .is_some_and(|manifest| manifest.layout == LAYOUT);
        let withdrawn = head.petition.status == Status::Withdrawn;
        if all || !withdrawn && (!current || rotating) {
            let petition = &head.petition;
            store.index_again(petition.id, petition.filed_at, now).await?;
            listed += 1;
        }
    }
    let mut officers: Vec<OfficerRecord> = Vec::new();
    each(&store, Table::Staff, |key, item| {
        if key.pk.starts_with("OFF#") {
            officers.push(serde_dynamo::from_item(item)?);
        }
        Ok(())
    })
    .await?;
    for officer in &officers {
        store.list_officer(officer).await?;
    }
    let found = petitions.len();
    writeln!(
        std::io::stdout(),
        "{listed} of {found} petitions are indexed now, in the background"
    )?;
    Ok(())
}
