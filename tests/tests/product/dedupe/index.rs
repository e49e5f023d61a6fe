//! The index as operators meet it: `xtask check` knows it, `xtask reindex` makes it for what was there before; the deployed
//! functions have the rights they need.

use super::{form_path, form_with, pressed, row, story};
use crate::audit::{run_task, store_of};
use std::path::Path;
use store::Store;
use store::client::{Item, Table};
use tests::{Citizen, Officer, Stack};

async fn task(dir: &Path, name: &str) -> (bool, String) {
    run_task(&[name, "--data-dir", dir.to_str().unwrap()], &[]).await
}

/// The items of the petitions table whose partition begins with a prefix.
async fn items(store: &Store, prefix: &str) -> Vec<Item> {
    let table = store.config().table(Table::Petitions);
    let scan = store.dynamodb().scan().table_name(table).consistent_read(true);
    let mut pages = scan.into_paginator().items().send();
    let mut found = Vec::new();
    while let Some(item) = pages.next().await {
        let item = item.unwrap();
        if item["pk"].as_s().unwrap().starts_with(prefix) {
            found.push(item);
        }
    }
    found
}

async fn remove(store: &Store, item: &Item) {
    let request = store
        .dynamodb()
        .delete_item()
        .table_name(store.config().table(Table::Petitions))
        .key("pk", item["pk"].clone())
        .key("sk", item["sk"].clone());
    request.send().await.unwrap();
}

async fn put(store: &Store, item: &Item) {
    let table = store.config().table(Table::Petitions);
    let request = store
        .dynamodb()
        .put_item()
        .table_name(table)
        .set_item(Some(item.clone()));
    request.send().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_finds_a_missing_row_and_a_link_on_one_side_and_what_was_there_before_is_indexed() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let store = store_of(dir.path(), &stack);
    let officer = Officer::login(&stack, "dengji").await;
    let first = Citizen::anonymous(&stack)
        .await
        .file("枫林活动室没有暖气", &story("枫林"))
        .await;
    let second = Citizen::anonymous(&stack)
        .await
        .file("枫林的老人没处去", &story("枫林"))
        .await;
    for filed in [&first, &second] {
        officer.open(&filed.id).await;
    }
    let page = form_with(&stack, &officer, &second, &first).await;
    let linked = officer
        .client
        .send(&pressed(&page, &second, "matter", &first))
        .await;
    assert_eq!(linked.status, 200, "{}", linked.main());
    stack
        .until("everything is indexed", || async {
            items(&store, "MATCHDUE#").await.is_empty().then_some(())
        })
        .await;
    let (fine, said) = task(dir.path(), "check").await;
    assert!(
        fine && said.contains("linked cases        1") && !said.contains("not indexed yet"),
        "{said}"
    );

    let of_first = format!("MATCHED#{}", first.id);
    let manifest = items(&store, &of_first).await.remove(0);
    let rows = items(&store, "MATCH#").await;
    let of_first = rows
        .iter()
        .find(|row| row["sk"].as_s().unwrap().ends_with(&first.id))
        .unwrap();
    remove(&store, of_first).await;
    let (fine, said) = task(dir.path(), "check").await;
    assert!(
        !fine && said.contains(&format!("BROKEN: {}: not found under", first.id)),
        "{said}"
    );
    put(&store, of_first).await;

    let link = items(&store, &format!("LINKED#{}", first.id)).await.remove(0);
    remove(&store, &link).await;
    let (fine, said) = task(dir.path(), "check").await;
    assert!(
        !fine && said.contains("BROKEN: link missing on one side"),
        "{said}"
    );
    put(&store, &link).await;
    let mut stray = link.clone();
    stray.insert("sk".to_owned(), link["pk"].clone());
    put(&store, &stray).await;
    let (fine, said) = task(dir.path(), "check").await;
    assert!(
        !fine && said.contains("BROKEN: link that no event made"),
        "{said}"
    );
    remove(&store, &stray).await;

    // As if it had been filed before there was an index.
    for row in items(&store, "MATCH#").await {
        if row["sk"].as_s().unwrap().ends_with(&first.id) {
            remove(&store, &row).await;
        }
    }
    remove(&store, &manifest).await;
    let (fine, said) = task(dir.path(), "check").await;
    assert!(
        fine && said.contains("not indexed yet     1 (xtask reindex)"),
        "{said}"
    );
    let third = Citizen::anonymous(&stack)
        .await
        .file("枫林又没有暖气", &story("枫林"))
        .await;
    officer.open(&third.id).await;
    let page = form_with(&stack, &officer, &third, &second).await;
    assert!(row(&page, &first).is_none(), "{}", page.main());
    let (fine, said) = task(dir.path(), "reindex").await;
    assert!(fine && said.contains("are indexed now"), "{said}");
    form_with(&stack, &officer, &third, &first).await;
    stack
        .until("everything is indexed", || async {
            items(&store, "MATCHDUE#").await.is_empty().then_some(())
        })
        .await;
    let (fine, said) = task(dir.path(), "check").await;
    assert!(fine && !said.contains("not indexed yet"), "{said}");
    let form = officer.client.get(&form_path(&third)).await;
    assert!(
        form.headers.contains_key("x-store-usage"),
        "what a page costs is told"
    );
    let usage = form.headers["x-store-usage"].to_str().unwrap();
    let requests = usage
        .split_whitespace()
        .find_map(|word| word.strip_prefix("requests="));
    let requests: u32 = requests.unwrap().parse().unwrap();
    // The session; the case, its links, who else is at it and what was put aside; sixteen questions to the index; the
    // candidates.
    assert_eq!(requests, 1 + 2 + 1 + 1 + 1 + 16 + 1, "{usage}");
}
