//! Asking a leader and assigning by the deployed functions: `approvals` keeps the draft, `intake` counts it on the desk,
//! `handling` carries it out with its letter.

use super::cloud::Cloud;
use crate::approvals::{answer, opened, submit};
use tests::Officer;
use tests::people::Filed;

/// The province asks a leader whether to assign the case to the city, takes that back, asks again, and assigns it.
pub async fn asked_and_assigned(cloud: &Cloud, clerk: &Officer, filed: &Filed) {
    let due = clerk
        .client
        .get(&format!("/staff/petitions/{}/assign", filed.id))
        .await;
    assert!(due.says("交办期限"), "{}", due.main());
    let draft = [("agency", "370100-xfj"), ("note", "请尽快")];
    submit(clerk, filed, "assign", &draft, "高岚").await;
    let mine = opened(clerk, "sent", filed).await;
    let back = format!("{}/take-back", mine.path);
    let back = clerk.client.submit(&mine, &back, &[]).await;
    assert!(back.says("已撤回送审"), "{}", back.main());
    submit(clerk, filed, "assign", &draft, "高岚").await;
    let leader = cloud.officer("lingdao2").await;
    let desk = leader.client.get("/staff").await;
    assert!(desk.says("等我批示 1"), "{}", desk.main());
    let page = opened(&leader, "waiting", filed).await;
    let done = answer(&leader, &page, "approve", "可以").await;
    assert!(done.says("已批示同意"), "{}", done.main());
    let case = clerk.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    let path = format!("/staff/petitions/{}/assign", filed.id);
    let sent = clerk.client.submit(&form, &path, &[]).await;
    assert!(sent.says("已交办") && sent.says("同意，已办"), "{}", sent.main());
    let letter = clerk.client.get(&sent.link("信访事项交办函").unwrap()).await;
    assert!(letter.says("请尽快"), "{}", letter.main());
    let list = clerk.client.get("/staff/assigned").await;
    assert!(list.says(&filed.number), "{}", list.main());
}
