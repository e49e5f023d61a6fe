//! A suggestion by the deployed functions: each does its part with the rights it has.

use super::cloud::Cloud;
use crate::suggestions::{Made, NEW, REPLY, TEXT, TITLE, open, step};
use tests::{Citizen, Officer};

/// The citizen suggests, the province passes it on and the city answers; the citizen reads and keeps it. Gives the
/// officer of the province.
pub async fn made_and_answered(cloud: &Cloud, citizen: &Citizen) -> Officer {
    let page = citizen.client.get(NEW).await;
    let values = [("title", TITLE), ("division", "370000"), ("content", TEXT)];
    let wrong = page.form(NEW).with(&values).with(&[("captcha", "0")]);
    let wrong = citizen.client.send(&wrong).await;
    assert!(wrong.error("captcha").is_some(), "{}", wrong.main());
    let answer = cloud.operator.captcha(&wrong, NEW).await;
    let sent = citizen.client.submit(&wrong, NEW, &[("captcha", &answer)]).await;
    let made = Made::of(&sent);

    let province = cloud.officer("dengji2").await;
    open(&province, &made).await;
    step(&province, &made, "notes", &[("note", "归济南市管")]).await;
    let to = [("agency", "370100-xfj"), ("note", "线路归济南市管")];
    let passed = step(&province, &made, "transfer", &to).await;
    assert!(passed.says("已转交"), "{}", passed.main());
    let city = cloud.officer("jinan_dj").await;
    open(&city, &made).await;
    let replied = step(&city, &made, "reply", &REPLY).await;
    assert!(replied.says("已答复"), "{}", replied.main());

    let mine = citizen.client.get("/suggestions").await;
    assert!(mine.says(&made.number), "{}", mine.main());
    let read = citizen.client.get(&made.page()).await;
    assert!(read.says("加密采纳"), "{}", read.main());
    let file = citizen.client.get("/me/download").await;
    let file = citizen.client.submit(&file, "/me/download", &[]).await;
    assert!(file.body.contains("加密采纳"), "{}", file.body);
    province
}
