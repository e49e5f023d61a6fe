//! `xtask check`: reads every item of the tables of petitions, accounts, officers, content, guards and audit once,
//! and verifies what must always hold.
//! The invariants stand in ARCHITECTURE.md; each has its own line of output, so that a finding says
//! which promise was broken and where.

mod agencies;
mod approvals;
mod audit;
mod endings;
mod letters;
mod matching;
mod people;
mod senders;
mod showcase;
mod suggestions;
mod visits;

use crate::connect::Place;
use anyhow::bail;
use domain::approval::Approvals;
use domain::event::Event;
use domain::letter::Letter;
use domain::number::{BriefNumber, SuggestionNumber};
use domain::petition::{Identity, Petition};
use domain::time::Clock;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write as _;
use store::Store;
use store::cases::Detail;
use store::client::{Item, Table};
use store::head::{Head, rows};
use store::keys::Key;
use store::ratings::RatingText;

/// One petition as gathered from the table.
#[derive(Default)]
struct Gathered {
    head: Option<Head>,
    events: Vec<(bool, Event, String, String)>,
    detail: Option<Detail>,
    attachments: usize,
    unfiled_attachments: usize,
    filed: BTreeSet<String>,
    counted: Option<i64>,
    materials: usize,
    rating_texts: Vec<RatingText>,
    approvals: Option<Approvals>,
    office_letters: BTreeSet<String>,
    letters: Vec<Letter>,
}

/// Everything gathered.
#[derive(Default)]
struct Contents {
    items: usize,
    petitions: BTreeMap<String, Gathered>,
    rows: HashMap<Key, Item>,
    approval_rows: HashMap<Key, Item>,
    interview_rows: HashMap<Key, Item>,
    codes: HashMap<String, (String, Item)>,
    numbers: HashMap<String, String>,
    drafts: HashMap<String, String>,
    outbox: usize,
    dead: usize,
    suggestions: suggestions::Found,
    letters: letters::Found,
    matching: matching::Found,
}

impl Contents {
    /// The accounts that made something, each with one of the things they made.
    fn filers(&self) -> BTreeMap<String, String> {
        let petitions = self.petitions.iter().filter_map(|(id, found)| {
            let head = found.head.as_ref()?;
            Some((head.owner?.to_string(), id.clone()))
        });
        let drafts = self
            .drafts
            .iter()
            .map(|(id, account)| (account.clone(), id.clone()));
        petitions.chain(drafts).chain(self.suggestions.owners()).collect()
    }
}

/// Runs the check.
pub async fn run(place: &Place) -> anyhow::Result<()> {
    let store = place.store()?;
    let contents = gather(&store).await?;
    let mut findings = verify(&store, &contents);
    let audit = audit::verify(&store).await?;
    findings.extend(audit.findings);
    findings.extend(contents.suggestions.verify(&store));
    findings.extend(contents.letters.verify(&store, &contents.petitions));
    findings.extend(senders::verify(&store, &contents));
    for (id, found) in &contents.petitions {
        findings.extend(letters::of_a_petition(
            id,
            found.head.as_ref(),
            found.detail.as_ref(),
        ));
        findings.extend(visits::of_a_petition(
            id,
            found.head.as_ref(),
            found.detail.as_ref(),
            found.events.iter().map(|(_, event, _, _)| event),
            &found.filed,
        ));
    }
    let mut matching = contents.matching.verify(&store, &contents.petitions)?;
    if !matching.findings.is_empty() {
        // What is filed while the table is read is indexed meanwhile: what is broken is so the second time too.
        let again = gather(&store).await?;
        let second = again.matching.verify(&store, &again.petitions)?;
        matching
            .findings
            .retain(|finding| second.findings.contains(finding));
    }
    findings.extend(matching.findings);
    let mut cases = showcase::Found::gather(&store).await?;
    findings.extend(cases.verify(&store, &contents));
    let tree = store.agencies_now(Clock::system().now()).await?;
    findings.extend(agencies::verify(&tree));
    let people = people::verify(&store, &tree, &contents.filers()).await?;
    findings.extend(people.findings);
    let mut out = std::io::stdout().lock();
    let events: usize = contents.petitions.values().map(|p| p.events.len()).sum();
    let filed = contents.petitions.values().filter(|p| p.head.is_some()).count();
    writeln!(out, "items read          {}", contents.items + cases.items)?;
    writeln!(out, "petitions           {filed}")?;
    writeln!(out, "events              {events}")?;
    writeln!(out, "suggestions         {}", contents.suggestions.count())?;
    writeln!(out, "letters in brief    {}", contents.letters.count())?;
    writeln!(out, "cases for the public {}", cases.count())?;
    writeln!(out, "search pairs of nothing {}", cases.stale)?;
    writeln!(
        out,
        "list rows           {}",
        contents.rows.len()
            + contents.approval_rows.len()
            + contents.interview_rows.len()
            + contents.suggestions.rows()
    )?;
    writeln!(out, "query codes         {}", contents.codes.len())?;
    writeln!(
        out,
        "dedupe index        {} rows of {} petitions, {} waiting",
        contents.matching.rows(),
        matching.indexed,
        matching.waiting
    )?;
    if matching.to_index > 0 {
        writeln!(out, "not indexed yet     {} (xtask reindex)", matching.to_index)?;
    }
    let asked = contents.petitions.values().filter_map(|p| p.approvals.as_ref());
    writeln!(
        out,
        "drafts submitted    {}",
        asked.map(|all| all.0.len()).sum::<usize>()
    )?;
    writeln!(out, "linked cases        {}", contents.matching.links())?;
    writeln!(out, "drafts              {}", contents.drafts.len())?;
    writeln!(out, "messages waiting    {}", contents.outbox)?;
    writeln!(out, "messages given up   {}", contents.dead)?;
    writeln!(
        out,
        "audit entries       {} in {} chains",
        audit.entries, audit.chains
    )?;
    writeln!(out, "audit days sealed   {}", audit.sealed_days)?;
    writeln!(out, "agencies            {}", tree.iter().count())?;
    writeln!(out, "accounts            {}", people.accounts)?;
    writeln!(out, "officers            {}", people.officers)?;
    writeln!(out, "sessions and limits {}", people.guards)?;
    for finding in &findings {
        writeln!(out, "BROKEN: {finding}")?;
    }
    if !findings.is_empty() {
        bail!("{} broken invariants", findings.len());
    }
    writeln!(out, "every invariant holds")?;
    Ok(())
}

fn text(item: &Item, name: &str) -> String {
    item.get(name)
        .and_then(|v| v.as_s().ok())
        .cloned()
        .unwrap_or_default()
}

/// Reads every item of a table once.
pub(super) async fn each(
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

async fn gather(store: &Store) -> anyhow::Result<Contents> {
    let mut contents = Contents::default();
    each(store, Table::Petitions, |key, item| {
        contents.items += 1;
        sort_in(store, &mut contents, key, item)
    })
    .await?;
    Ok(contents)
}

fn sort_in(store: &Store, contents: &mut Contents, key: Key, item: Item) -> anyhow::Result<()> {
    let Some((prefix, rest)) = key.pk.split_once('#') else {
        bail!("a key without a prefix: {}", key.pk)
    };
    match (prefix, key.sk.as_str()) {
        ("PET", "HEAD") => {
            contents.petitions.entry(rest.to_owned()).or_default().head = Some(Head::from_item(item)?);
        }
        ("PET", "DET") => {
            let id = rest
                .parse()
                .map_err(|_| anyhow::anyhow!("a petition without an id: {rest}"))?;
            let detail = store.detail_of(id, item)?;
            contents.petitions.entry(rest.to_owned()).or_default().detail = Some(detail);
        }
        ("PET" | "CASE", sk) if sk.starts_with("EVT#") => {
            let (event, data, mac) = store::cases::event_of(store.keys(), item)?;
            let gathered = contents.petitions.entry(rest.to_owned()).or_default();
            gathered.events.push((prefix == "PET", event, data, mac));
        }
        ("PET", sk) if sk.starts_with("ATT#") => {
            let gathered = contents.petitions.entry(rest.to_owned()).or_default();
            gathered.attachments += 1;
            if item.contains_key("expires") {
                gathered.unfiled_attachments += 1;
            } else {
                gathered.filed.insert(sk.replace("ATT#", ""));
            }
        }
        ("PET", "ATN") => {
            let count = item
                .get("n")
                .and_then(|v| v.as_n().ok())
                .and_then(|n| n.parse().ok());
            contents.petitions.entry(rest.to_owned()).or_default().counted = count;
        }
        ("PET", sk) if sk.starts_with("LTR#") => {
            let letter = store::cases::letter_of(store.keys(), rest.parse()?, item)?;
            contents
                .petitions
                .entry(rest.to_owned())
                .or_default()
                .letters
                .push(letter);
        }
        ("PET", sk) if sk.starts_with("RAT#") => {
            let text = store::ratings::rating_text(store.keys(), rest.parse()?, item)?;
            contents
                .petitions
                .entry(rest.to_owned())
                .or_default()
                .rating_texts
                .push(text);
        }
        ("PET", sk) if sk.starts_with("MAT#") => {
            let id = rest
                .parse()
                .map_err(|_| anyhow::anyhow!("a petition without an id: {rest}"))?;
            store.material_of(id, item)?;
            contents.petitions.entry(rest.to_owned()).or_default().materials += 1;
        }
        ("CASE", "APR") => {
            let gathered = contents.petitions.entry(rest.to_owned()).or_default();
            gathered.approvals = Some(store::approvals::approvals_of(item)?);
        }
        ("CASE", sk) if sk.starts_with("LTR#") => {
            let gathered = contents.petitions.entry(rest.to_owned()).or_default();
            gathered.office_letters.insert(sk.replace("LTR#", ""));
        }
        ("APPROVAL", _) => {
            contents.approval_rows.insert(key, item);
        }
        ("INTERVIEW", _) => {
            contents.interview_rows.insert(key, item);
        }
        ("CODE", _) => {
            contents
                .codes
                .insert(text(&item, "petition"), (key.pk.clone(), item));
        }
        ("SUG" | "STUDY" | "SUGWHO" | "DESK", _) => {
            let rest = rest.to_owned();
            contents.suggestions.sort_in(store, &key, &rest, item)?;
        }
        ("BRIEF", _) => contents.letters.sort_in(key, item)?,
        ("NUM", _) if rest.starts_with(BriefNumber::PREFIX) => {
            contents.letters.claim(rest, text(&item, "brief"));
        }
        ("MATCH" | "MATCHED" | "MATCHDUE" | "LINKED", _) => {
            contents.matching.sort_in(prefix, &key, rest, item)?;
        }
        ("NUM", _) if rest.starts_with(SuggestionNumber::PREFIX) => {
            contents.suggestions.claim(rest, text(&item, "suggestion"));
        }
        ("NUM", _) => {
            contents.numbers.insert(rest.to_owned(), text(&item, "petition"));
        }
        ("WHO" | "QUEUE", _) => {
            contents.rows.insert(key, item);
        }
        ("DRAFT", sk) => {
            contents.drafts.insert(sk.to_owned(), rest.to_owned());
        }
        ("OUTBOX", _) => contents.outbox += 1,
        ("DEAD", _) => contents.dead += 1,
        // `MTD`, what is being added and not sent yet, expires; `FYI` is a wish and no part of the case.
        ("PET", "MTD" | "FYI") | ("CTR" | "CHECK" | "SENT", _) => {}
        (other, sk) => bail!("an item of no known kind: {other}#… {sk}"),
    }
    Ok(())
}

fn verify(store: &Store, contents: &Contents) -> Vec<String> {
    let mut findings = Vec::new();
    let mut expected_rows: HashMap<Key, String> = HashMap::new();
    let mut expected_approvals: HashMap<Key, String> = HashMap::new();
    let mut expected_interviews: HashMap<Key, String> = HashMap::new();
    for (id, gathered) in &contents.petitions {
        let Some(head) = &gathered.head else {
            let is_draft = gathered.events.is_empty() && gathered.detail.is_none();
            if !is_draft {
                findings.push(format!("{id}: items without a header"));
            } else if gathered.unfiled_attachments < gathered.attachments {
                findings.push(format!("{id}: a draft's attachment that never expires"));
            }
            continue;
        };
        one(store, id, head, gathered, contents, &mut findings);
        for (key, row) in rows(head) {
            expected_rows.insert(key, serde_json::to_string(&row).unwrap_or_default());
        }
        let approvals = gathered.approvals.clone().unwrap_or_default();
        for (key, row) in store::approvals::approval_rows(head, &approvals) {
            expected_approvals.insert(key, serde_json::to_string(&row).unwrap_or_default());
        }
        for (key, row) in store::interviews::interview_rows(head) {
            expected_interviews.insert(key, serde_json::to_string(&row).unwrap_or_default());
        }
    }
    compare_rows::<store::interviews::InterviewRow>(
        &expected_interviews,
        &contents.interview_rows,
        &mut findings,
    );
    compare_rows::<store::approvals::ApprovalRow>(
        &expected_approvals,
        &contents.approval_rows,
        &mut findings,
    );
    compare_rows::<store::head::Row>(&expected_rows, &contents.rows, &mut findings);
    for (petition, (code, _)) in &contents.codes {
        if contents.petitions.get(petition).is_none_or(|p| p.head.is_none()) {
            findings.push(format!("query code of nothing: {code}"));
        }
    }
    findings
}

/// Every row that should be there is, as it should be, and no other.
fn compare_rows<R: Serialize + DeserializeOwned>(
    expected: &HashMap<Key, String>,
    stored: &HashMap<Key, Item>,
    findings: &mut Vec<String>,
) {
    for (key, row) in expected {
        match stored.get(key) {
            None => findings.push(format!("list row missing: {} {}", key.pk, key.sk)),
            Some(item) => {
                let stored: Result<R, _> = serde_dynamo::from_item(item.clone());
                let same = stored.is_ok_and(|r| serde_json::to_string(&r).is_ok_and(|json| json == *row));
                if !same {
                    findings.push(format!("list row differs from its header: {} {}", key.pk, key.sk));
                }
            }
        }
    }
    for key in stored.keys().filter(|key| !expected.contains_key(key)) {
        findings.push(format!("list row of nothing: {} {}", key.pk, key.sk));
    }
}

/// One event of a chain: its place, whether it is public, its stored bytes and chain value.
struct Link<'a> {
    seq: u32,
    public: bool,
    should_be_public: bool,
    data: &'a str,
    mac: &'a str,
}

/// Events stand without gaps, each in the right collection and chained to the one before; `end` is the
/// header's chain value.
fn chain<'a>(
    store: &Store,
    id: &str,
    links: impl Iterator<Item = Link<'a>>,
    end: &str,
    findings: &mut Vec<String>,
) {
    let mut previous = "";
    for (at, link) in links.enumerate() {
        let seq = link.seq;
        if usize::try_from(seq).ok() != Some(at + 1) {
            findings.push(format!("{id}: event {seq} stands at place {}", at + 1));
        }
        if link.public != link.should_be_public {
            findings.push(format!("{id}: event {seq} lies in the wrong collection"));
        }
        if !store.keys().chain_holds(previous, link.data.as_bytes(), link.mac) {
            findings.push(format!("{id}: the chain is broken at event {seq}"));
        }
        previous = link.mac;
    }
    if previous != end {
        findings.push(format!("{id}: the header's chain value is not the last event's"));
    }
}

fn without_purpose(petition: &Petition) -> Petition {
    Petition {
        purpose: None,
        ..petition.clone()
    }
}

fn one(
    store: &Store,
    id: &str,
    head: &Head,
    gathered: &Gathered,
    contents: &Contents,
    findings: &mut Vec<String>,
) {
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
        id: head.petition.id,
        number: head.petition.number,
    };
    match Petition::fold(identity, &plain) {
        Some(Ok(folded)) if folded == head.petition => {}
        // A header that was written before headers had the purpose.
        Some(Ok(folded)) if head.petition.purpose.is_none() && without_purpose(&folded) == head.petition => {}
        Some(Ok(_)) => findings.push(format!("{id}: the header is not the fold of its events")),
        Some(Err(error)) => findings.push(format!("{id}: the events do not follow: {error}")),
        None => findings.push(format!("{id}: a header without events")),
    }
    if let Some(breach) = head.petition.suspensions_breach() {
        findings.push(format!("{id}: {breach}"));
    }
    approvals::verify(id, identity, &plain, gathered.approvals.as_ref(), findings);
    approvals::letters(id, &plain, &gathered.office_letters, findings);
    endings::letters(id, head, &plain, &gathered.letters, findings);
    ratings(id, head, &plain, &gathered.rating_texts, findings);
    if gathered.detail.is_none() {
        findings.push(format!("{id}: the text is missing"));
    }
    let unfiled = gathered.unfiled_attachments;
    let filed = gathered.attachments - unfiled;
    // Each expires by itself, so the count may be behind, never short.
    let counted = usize::try_from(gathered.counted.unwrap_or(0)).unwrap_or(0);
    if counted < unfiled {
        findings.push(format!(
            "{id}: {unfiled} attachments expire, {counted} are counted"
        ));
    }
    if usize::try_from(head.petition.attachments).ok() != Some(filed) {
        findings.push(format!(
            "{id}: {filed} attachments, not {}",
            head.petition.attachments
        ));
    }
    if usize::try_from(head.petition.materials).ok() != Some(gathered.materials) {
        let found = gathered.materials;
        findings.push(format!(
            "{id}: {found} additions, not {}",
            head.petition.materials
        ));
    }
    if contents.drafts.contains_key(id) {
        findings.push(format!("{id}: filed and still a draft"));
    }
    if !contents.codes.contains_key(id) {
        findings.push(format!("{id}: no query code leads to it"));
    }
    if contents
        .numbers
        .get(&head.petition.number.to_string())
        .map(String::as_str)
        != Some(id)
    {
        findings.push(format!("{id}: its number is not claimed for it"));
    }
    for field in [
        store::head::SealedField::Title,
        store::head::SealedField::Name,
        store::head::SealedField::Code,
    ] {
        if head.open(store.keys(), field).is_err() {
            findings.push(format!("{id}: the sealed {field:?} does not open"));
        }
    }
}

/// Each rating has its sealed text, which holds a message to whom the event says so and to nobody else.
fn ratings(id: &str, head: &Head, events: &[Event], texts: &[RatingText], findings: &mut Vec<String>) {
    if texts.len() != usize::from(head.petition.ratings) {
        findings.push(format!(
            "{id}: {} texts of ratings, not {}",
            texts.len(),
            head.petition.ratings
        ));
    }
    for (_, rating) in store::ratings::ratings(events) {
        let text = texts.iter().find(|text| text.round == rating.round);
        for (object, given) in rating.assessments() {
            let there = text.and_then(|text| text.to(object)).is_some();
            if there != given.message {
                findings.push(format!(
                    "{id}: rating {} and its text differ on a message to {object:?}",
                    rating.round
                ));
            }
        }
    }
}
