//! What `xtask check` knows of visits: it finds nothing wrong with what people did, and what somebody did to the tables.

use super::files::taken;
use super::{NEW, Registered, changed, interviewer, press, visit};
use crate::audit::{run_task, store_of};
use std::path::Path;
use store::client::Table;
use tests::{Officer, Stack};

async fn check(dir: &Path) -> (bool, String) {
    run_task(&["check", "--data-dir", dir.to_str().unwrap()], &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_knows_visits_and_finds_what_was_tampered_with() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let form = clerk.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let typed = changed(
        &visit("核对的人", "登记、接谈、转手以后核对"),
        &[
            ("visitors", "6"),
            ("companions", "1"),
            ("companion_1_name", "代表一"),
            ("companion_1_representative", "yes"),
            ("interviewer", &chosen),
        ],
    );
    let form = press(&clerk, &form, "companion_add", &typed).await;
    let form = taken(&stack, &clerk, &form, 1, &[]).await;
    let photo = form.form(NEW).value("companion_1_photo").unwrap().to_owned();
    let done = Registered::of(press(&clerk, &form, "save", &[]).await);
    let talks = Officer::login(&stack, "jietan").await;
    let page = talks.client.get(&done.interview()).await;
    let record = [("text", "谈过了"), ("conclusion", "again"), ("then", "save")];
    let page = talks.client.submit(&page, &done.interview(), &record).await;
    let to = page.attribute("input[name=to]", "value").unwrap();
    let send = format!("{}/send", done.interview());
    let sent = talks
        .client
        .submit(&page, &send, &[("to", &to), ("reason", "换人")])
        .await;
    assert!(sent.path.ends_with("done=sent"), "{}", sent.main());
    let (fine, said) = check(dir.path()).await;
    assert!(fine && said.contains("every invariant holds"), "{said}");

    // An interview that nobody finds any more, and a photo that is gone.
    let store = store_of(dir.path(), &stack);
    let table = store.config().table(Table::Petitions);
    let scan = store.dynamodb().scan().table_name(&table).consistent_read(true);
    let mut pages = scan.into_paginator().items().send();
    let mut gone = 0;
    while let Some(item) = pages.next().await {
        let item = item.unwrap();
        let (pk, sk) = (item["pk"].as_s().unwrap(), item["sk"].as_s().unwrap());
        let row = pk.starts_with("INTERVIEW#") && sk.ends_with(&done.id);
        if row || *sk == format!("ATT#{photo}") {
            let delete = store.dynamodb().delete_item().table_name(&table);
            let delete = delete.key("pk", item["pk"].clone()).key("sk", item["sk"].clone());
            delete.send().await.unwrap();
            gone += 1;
        }
    }
    assert_eq!(gone, 2);
    let (fine, said) = check(dir.path()).await;
    assert!(!fine, "{said}");
    for finding in [
        "list row missing: INTERVIEW#",
        &format!("{photo} is spoken of and not filed"),
        "0 attachments, not 1",
    ] {
        assert!(said.contains(finding), "{finding}: {said}");
    }
}
