//! The index against the embedded database: what is found under what, when, and what one dedupe may cost.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::Calendar;
use domain::deadline::{DeadlineKind, RollRule};
use domain::dedupe::{PROBES_MAX, Reason};
use domain::event::{AgencyRef, Body, By, Event};
use domain::ids::{AccountId, PetitionId};
use domain::joint::CoPetitioner;
use domain::number::PetitionNumber;
use domain::query_code::QueryCode;
use domain::registration::Channel;
use domain::time::local_date;
use matching::{Run, index_due};
use services::keys::KeyRing;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::attachments::Uploader;
use store::cases::{Change, Detail, Petitioner};
use store::filing::NewPetition;
use store::head::Head;
use store::matching::{CANDIDATES_MAX, Indexed, profile};
use store::usage::measured;
use store::{Store, StoreConfig};
use tokio::net::TcpListener;

const STORY: &str = "泉城路 1 号院地下车库 B 区长期积水，最深的地方有二十厘米，已经有三辆车泡了水。我们多次找物业，物业说水泵坏了，要等维修资金，半年过去没有人来修。";
const OTHER: &str = "学校东门外是一条双向四车道，没有红绿灯，也没有斑马线。早上和下午接送的车停得到处都是，孩子们只能从车缝里钻过去，希望装上红绿灯。";

struct Stack {
    store: Store,
    keys: String,
    endpoint: String,
    now: DateTime<Utc>,
    next: AtomicU32,
}

/// Who files.
#[derive(Clone, Copy)]
struct Person(&'static str, &'static str, &'static str);

const LI: Person = Person("李秀英", "370102195810215244", "19953100001");
const WANG: Person = Person("王建国", "370202196303068518", "19953100002");

impl Stack {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let database = dynoxide::Database::memory().unwrap();
        tokio::spawn(dynoxide::server::serve_with_shutdown(
            listener,
            database,
            std::future::pending(),
        ));
        let keys = KeyRing::generate();
        let store = store_with(&endpoint, &keys);
        for name in ["xf-petitions", "xf-guards"] {
            create_table(&store, name).await;
        }
        Self {
            store,
            keys,
            endpoint,
            now: "2026-11-23T04:00:00Z".parse().unwrap(),
            next: AtomicU32::new(1),
        }
    }

    /// Files a petition, a minute after the one before.
    async fn file(&self, who: Option<Person>, content: &str, others: Vec<CoPetitioner>) -> Head {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let at = self.now - TimeDelta::days(1) + TimeDelta::minutes(i64::from(n));
        let today = local_date(at);
        let division = "370102".parse().unwrap();
        let petitioner = Petitioner {
            name: who.map_or("匿名", |who| who.0).to_owned(),
            anonymous: who.is_none(),
            sex: None,
            id_type: None,
            id_number: who.map(|who| who.1.to_owned()),
            mobile: who.map(|who| who.2.to_owned()),
            addresses: Vec::new(),
        };
        let owner = AccountId::new(at, services::random::bytes());
        let new = NewPetition {
            id: PetitionId::new(at, services::random::bytes()),
            draft_revision: 0,
            owner: Some(owner),
            uploader: Uploader::Citizen(owner),
            number: PetitionNumber::new(Channel::Web, division, today, n),
            code: code(),
            title: "反映一件事".to_owned(),
            detail: Detail {
                address: "泉城路".to_owned(),
                content: content.to_owned(),
                category_hint: None,
                people_count: 1,
                joint: !others.is_empty(),
                co_petitioners: others,
                petitioner,
                letter: None,
                visit: None,
            },
            event: Event {
                seq: 1,
                at,
                by: By::Petitioner,
                body: Body::Filed {
                    channel: Channel::Web,
                    division,
                    intake: AgencyRef {
                        code: "370000-xfj".parse().unwrap(),
                        name: "省信访局".to_owned(),
                    },
                    attachments: 0,
                    due: DeadlineKind::Registration.from(today, Calendar::builtin(), RollRule::default()),
                },
            },
            more: Vec::new(),
            letters: Vec::new(),
            office_letters: Vec::new(),
            attachments: Vec::new(),
            dropped: Vec::new(),
            messages: Vec::new(),
            captcha: None,
            limit: None,
        };
        self.store.file(new, at).await.unwrap()
    }

    async fn index(&self) -> Run {
        let mut all = Run::default();
        loop {
            let run = index_due(&self.store, self.now, 25).await.unwrap();
            all.indexed += run.indexed;
            all.left += run.left;
            if run.indexed == 0 {
                return all;
            }
        }
    }

    /// What a dedupe of a petition finds, with the reasons.
    async fn found(&self, store: &Store, head: &Head) -> Vec<(PetitionId, Vec<Reason>)> {
        let id = head.petition.id;
        let file = store.petition(id).await.unwrap().unwrap();
        let own = profile(store.keys(), &file.head, &file.detail).unwrap();
        let mut found = Vec::new();
        for candidate in store
            .candidates(id, file.head.petition.filed_at, &own, &[])
            .await
            .unwrap()
        {
            let other = profile(store.keys(), &candidate.head, &candidate.detail).unwrap();
            let reasons = own.reasons(&other);
            if !reasons.is_empty() {
                found.push((candidate.head.petition.id, reasons));
            }
        }
        found
    }

    /// The items of the petitions table whose partition begins with a prefix.
    async fn items(&self, prefix: &str) -> Vec<(String, String)> {
        let mut pages = self
            .store
            .dynamodb()
            .scan()
            .table_name("xf-petitions")
            .into_paginator()
            .items()
            .send();
        let mut found = Vec::new();
        let text = |value: &AttributeValue| value.as_s().unwrap().clone();
        while let Some(item) = pages.next().await {
            let item = item.unwrap();
            if text(&item["pk"]).starts_with(prefix) {
                found.push((text(&item["pk"]), text(&item["sk"])));
            }
        }
        found
    }
}

fn code() -> QueryCode {
    let mut digits = [0; 15];
    digits.copy_from_slice(&services::random::digits(15));
    QueryCode::from_random(digits)
}

fn store_with(endpoint: &str, keys: &str) -> Store {
    let read = |name: &str| match name {
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("local".to_owned()),
        "AWS_ENDPOINT_URL" | "BUCKET_PUBLIC_URL" => Some(endpoint.to_owned()),
        _ => None,
    };
    let config = StoreConfig::from_env(read).unwrap();
    Store::new(config, Arc::new(KeyRing::from_json(keys).unwrap()))
}

async fn create_table(store: &Store, name: &str) {
    let mut table = store
        .dynamodb()
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest);
    for (name, key) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let attribute = AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S);
        let schema = KeySchemaElement::builder().attribute_name(name).key_type(key);
        table = table
            .attribute_definitions(attribute.build().unwrap())
            .key_schema(schema.build().unwrap());
    }
    table.send().await.unwrap();
}

#[tokio::test]
async fn filing_only_lists_a_petition_and_the_background_has_it_found() {
    let stack = Stack::start().await;
    let first = stack.file(Some(LI), STORY, Vec::new()).await;
    assert_eq!(stack.items("MATCH#").await, [], "nobody waits for the index");
    assert_eq!(stack.items("MATCHDUE#").await.len(), 1);
    let second = stack.file(Some(LI), OTHER, Vec::new()).await;
    assert_eq!(stack.found(&stack.store, &second).await, []);
    assert_eq!(
        stack.index().await,
        Run {
            indexed: 2,
            ..Run::default()
        }
    );
    assert_eq!(stack.items("MATCHDUE#").await, []);
    let found = stack.found(&stack.store, &second).await;
    let reasons = vec![Reason::IdNumber, Reason::Mobile, Reason::NamePlace];
    assert_eq!(found, [(first.petition.id, reasons)]);
    let third = stack
        .file(Some(WANG), &STORY.replace("三辆", "四辆"), Vec::new())
        .await;
    let found = stack.found(&stack.store, &third).await;
    assert!(
        matches!(found.as_slice(), [(id, reasons)] if *id == first.petition.id && matches!(reasons.as_slice(), [Reason::Text(_)])),
        "{found:?}"
    );
}

#[tokio::test]
async fn the_index_holds_ids_and_keyed_hashes_and_nothing_of_what_was_written() {
    let stack = Stack::start().await;
    stack.file(Some(LI), STORY, Vec::new()).await;
    stack.index().await;
    let rows = stack.items("MATCH").await;
    let kinds: BTreeSet<&str> = rows.iter().filter_map(|(pk, _)| pk.split('#').nth(1)).collect();
    assert!(
        kinds.contains("id") && kinds.contains("tel") && kinds.contains("who") && kinds.contains("t0"),
        "{rows:?}"
    );
    for secret in [LI.0, LI.1, LI.2] {
        assert!(!format!("{rows:?}").contains(secret));
    }
}

#[tokio::test]
async fn who_files_without_a_name_is_found_by_words_only() {
    let stack = Stack::start().await;
    let nameless = stack.file(None, STORY, Vec::new()).await;
    let again = stack.file(None, OTHER, Vec::new()).await;
    stack.index().await;
    let rows = stack.items("MATCH#").await;
    assert!(rows.iter().all(|(pk, _)| pk.starts_with("MATCH#t")), "{rows:?}");
    assert_eq!(stack.found(&stack.store, &again).await, []);
    let named = stack.file(Some(LI), STORY, Vec::new()).await;
    let found = stack.found(&stack.store, &named).await;
    assert!(
        matches!(found.as_slice(), [(id, reasons)] if *id == nameless.petition.id && reasons.len() == 1),
        "{found:?}"
    );
}

#[tokio::test]
async fn what_is_withdrawn_is_found_no_more_even_before_its_rows_are_gone() {
    let stack = Stack::start().await;
    let first = stack.file(Some(LI), STORY, Vec::new()).await;
    let second = stack.file(Some(LI), OTHER, Vec::new()).await;
    stack.index().await;
    let change = Change {
        steps: vec![(By::Petitioner, Body::Withdrawn)],
        ..Change::default()
    };
    stack.store.commit(&first, change, stack.now).await.unwrap();
    assert_eq!(stack.found(&stack.store, &second).await, [], "the header says so");
    let before = stack.items("MATCH#").await.len();
    stack.index().await;
    assert!(stack.items("MATCH#").await.len() < before);
    assert_eq!(stack.items("MATCHED#").await.len(), 1);
}

#[tokio::test]
async fn a_petition_that_changes_while_it_is_indexed_is_indexed_again_as_it_is_then() {
    let stack = Stack::start().await;
    let first = stack.file(Some(LI), STORY, Vec::new()).await;
    let due = stack.store.lease_matching(stack.now, 25).await.unwrap();
    let [one] = due.as_slice() else {
        panic!("one is due: {due:?}")
    };
    assert!(
        stack
            .store
            .lease_matching(stack.now, 25)
            .await
            .unwrap()
            .is_empty(),
        "it is leased"
    );
    assert_eq!(stack.store.index(one).await.unwrap(), Indexed::Done);
    // The lease of a second worker that was slow: the same rows, once.
    let rows = stack.items("MATCH#").await;
    assert_eq!(stack.store.index(one).await.unwrap(), Indexed::Done);
    assert_eq!(stack.items("MATCH#").await, rows);
    let change = Change {
        steps: vec![(By::Petitioner, Body::Withdrawn)],
        ..Change::default()
    };
    stack.store.commit(&first, change, stack.now).await.unwrap();
    assert_eq!(stack.store.index(one).await.unwrap(), Indexed::Done);
    assert_eq!(
        stack.items("MATCH#").await,
        [],
        "it went by what the petition is now"
    );
}

#[tokio::test]
async fn a_value_that_very_many_share_costs_no_more_than_the_budget() {
    let stack = Stack::start().await;
    for _ in 0..60 {
        stack.file(Some(LI), STORY, Vec::new()).await;
    }
    stack.index().await;
    let last = stack.file(Some(LI), STORY, Vec::new()).await;
    let file = stack.store.petition(last.petition.id).await.unwrap().unwrap();
    let own = profile(stack.store.keys(), &file.head, &file.detail).unwrap();
    let asked = stack
        .store
        .candidates(last.petition.id, last.petition.filed_at, &own, &[]);
    let (found, usage) = measured(asked).await;
    let found = found.unwrap();
    assert_eq!(found.len(), CANDIDATES_MAX);
    assert!(
        usage.requests <= u32::try_from(PROBES_MAX).unwrap() + 1,
        "{usage:?}"
    );
    // Twenty headers and texts, and sixteen short pages of the index.
    assert!(usage.rcu <= 70.0, "{usage:?}");
    assert!(usage.wcu == 0.0);
}

#[tokio::test]
async fn copies_that_came_later_do_not_hide_what_was_there_before() {
    let stack = Stack::start().await;
    let mut first = Vec::new();
    for _ in 0..3 {
        first.push(stack.file(None, STORY, Vec::new()).await.petition.id);
    }
    let own = stack.file(None, STORY, Vec::new()).await;
    for _ in 0..60 {
        stack.file(None, STORY, Vec::new()).await;
    }
    stack.index().await;
    let found: Vec<PetitionId> = stack
        .found(&stack.store, &own)
        .await
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert!(first.iter().all(|id| found.contains(id)), "{found:?}");
    let earlier = found.iter().take(3).all(|id| first.contains(id));
    assert!(earlier, "what was there before stands first: {found:?}");
    assert!(found.len() > 3, "the first of those after it are there too");
}

#[tokio::test]
async fn what_is_indexed_once_more_does_not_hold_up_what_comes_in() {
    let stack = Stack::start().await;
    let again = async |head: &Head| {
        let petition = &head.petition;
        let an_hour_ago = stack.now - TimeDelta::hours(1);
        let listed = stack
            .store
            .index_again(petition.id, petition.filed_at, an_hour_ago);
        listed.await.unwrap();
    };
    let mut old = Vec::new();
    for _ in 0..8 {
        old.push(stack.file(None, STORY, Vec::new()).await);
    }
    stack.index().await;
    for head in &old {
        again(head).await;
    }
    let run = index_due(&stack.store, stack.now, 25).await.unwrap();
    assert_eq!((run.indexed, run.oldest_seconds), (8, 0), "nobody waits for them");
    for head in &old {
        again(head).await;
    }
    // So many that each partition has one.
    for _ in 0..60 {
        stack.file(None, OTHER, Vec::new()).await;
    }
    let due = stack.store.lease_matching(stack.now, 1).await.unwrap();
    assert!(
        !due.is_empty() && due.iter().all(|one| one.since.is_some()),
        "{due:?}"
    );
}

#[tokio::test]
async fn everybody_in_a_joint_petition_is_found_and_finds() {
    let stack = Stack::start().await;
    let others: Vec<CoPetitioner> = [
        "370101199001010011",
        "370101199001010022",
        "370101199001010033",
        "370101199001010044",
    ]
    .iter()
    .enumerate()
    .map(|(at, number)| CoPetitioner {
        name: format!("联名{at}"),
        id_number: Some((*number).to_owned()),
        mobile: Some(format!("1380000000{at}")),
    })
    .collect();
    let joint = stack.file(Some(LI), STORY, others).await;
    stack.index().await;
    let alone = Person("联名改了名", "370101199001010044", "13900000000");
    let alone = stack.file(Some(alone), OTHER, Vec::new()).await;
    assert_eq!(
        stack.found(&stack.store, &alone).await,
        [(joint.petition.id, vec![Reason::IdNumber])]
    );
    stack.index().await;
    assert_eq!(
        stack.found(&stack.store, &joint).await,
        [(alone.petition.id, vec![Reason::IdNumber])]
    );
}

#[tokio::test]
async fn while_a_key_is_replaced_what_was_indexed_under_the_old_one_is_found() {
    let stack = Stack::start().await;
    let first = stack.file(Some(LI), STORY, Vec::new()).await;
    stack.index().await;
    let mut ring: serde_json::Value = serde_json::from_str(&stack.keys).unwrap();
    let fresh: serde_json::Value = serde_json::from_str(&KeyRing::generate()).unwrap();
    ring["blind"]["keys"]["k2"] = fresh["blind"]["keys"]["k1"].clone();
    ring["blind"]["current"] = "k2".into();
    let rotated = store_with(&stack.endpoint, &ring.to_string());
    let second = stack.file(Some(LI), OTHER, Vec::new()).await;
    let found = stack.found(&rotated, &second).await;
    assert_eq!(found.len(), 1, "{found:?}");
    // Indexed again, it lies under the new key only.
    let old = stack.items("MATCH#").await;
    rotated
        .index_again(first.petition.id, first.petition.filed_at, stack.now)
        .await
        .unwrap();
    index_due(&rotated, stack.now, 25).await.unwrap();
    let new: Vec<_> = stack.items("MATCH#").await;
    assert!(
        old.iter().all(|row| !new.contains(row)),
        "no row under the old key is left"
    );
    assert_eq!(stack.found(&rotated, &second).await.len(), 1);
}

#[tokio::test]
async fn what_waits_for_nothing_is_taken_off_the_list() {
    let stack = Stack::start().await;
    let nothing = PetitionId::new(stack.now, [1; 10]);
    stack
        .store
        .index_again(nothing, stack.now, stack.now)
        .await
        .unwrap();
    assert_eq!(stack.index().await.indexed, 1);
    assert_eq!(stack.items("MATCH").await, []);
}
