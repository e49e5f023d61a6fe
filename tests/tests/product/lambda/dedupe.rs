//! Dedupe by the deployed functions: filing lists, `matching` indexes, intake asks and links, handling shows.

use super::cloud::Cloud;
use crate::dedupe::{form_path, pressed, row, story};
use tests::people::Filed;
use tests::{Citizen, Officer};

pub async fn file(cloud: &Cloud, citizen: &Citizen, title: &str) -> Filed {
    let check = citizen.write(title, &story("雪松")).await;
    let wrong = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", "0")])
        .await;
    let answer = cloud.operator.captcha(&wrong, "/petitions/new").await;
    let receipt = citizen
        .client
        .submit(&wrong, "/petitions/new", &[("captcha", &answer)])
        .await;
    Filed::of(&receipt)
}

/// The citizen files one matter twice and takes back a third filing; the clerk finds and links the two.
pub async fn found_and_linked(cloud: &Cloud, citizen: &Citizen, clerk: &Officer) {
    let first = file(cloud, citizen, "雪松活动室没有暖气").await;
    let second = file(cloud, citizen, "雪松的老人没处去").await;
    let third = file(cloud, citizen, "写错了的一件").await;
    let path = format!("/petitions/{}/withdraw", third.id);
    let ask = citizen.client.get(&path).await;
    citizen.client.submit(&ask, &path, &[]).await;
    cloud.index().await;
    assert!(
        cloud.log("matching").contains("\"matching_age_seconds\":"),
        "{}",
        cloud.log("matching")
    );
    for filed in [&first, &second] {
        clerk.open(&filed.id).await;
    }
    let page = clerk.client.get(&form_path(&second)).await;
    let found = row(&page, &first).unwrap_or_else(|| panic!("{}", page.main()));
    assert!(
        found.contains("证件号相同") && found.contains("文字相似"),
        "{found}"
    );
    assert!(row(&page, &third).is_none(), "{}", page.main());
    let compared = clerk.client.get(&page.link("对照两件的文字").unwrap()).await;
    assert_eq!(compared.status, 200);
    let linked = clerk
        .client
        .send(&pressed(&page, &second, "matter", &first))
        .await;
    assert!(linked.says("已关联"), "{} {}", linked.status, linked.main());
    let case = clerk.client.get(&format!("/staff/petitions/{}", first.id)).await;
    let related = case.text("#related + .match-list").unwrap_or_default();
    assert!(related.contains(&second.number), "{}", case.main());
    let undone = clerk
        .client
        .send(&pressed(&linked, &second, "undo", &first))
        .await;
    assert!(undone.says("已取消关联"), "{}", undone.main());
    // Another place: it is found there from now on.
    let moved = clerk
        .register(&second.id, "later", &[("division", "370103")])
        .await;
    assert!(moved.path.ends_with("done=registered"), "{}", moved.main());
    cloud.index().await;
}
