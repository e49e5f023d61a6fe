//! Visits by the deployed functions: `visits` registers, has them talked with and received; `intake` counts who waits.

use super::cloud::Cloud;
use crate::uploads::{draft_of, fields, pdf, post_file};
use crate::visits::{LIST, NEW, Registered, changed, interviewer, press, visit};
use serde_json::{Value, json};
use tests::{Client, Officer, Page};

const CARD: &str = r#"{"name":"艾守信","id_number":"37040319890717262X"}"#;

/// Announces a file by script and sends it; gives its id.
async fn upload(cloud: &Cloud, officer: &Officer, page: &Page, name: &str) -> String {
    let client = &officer.client;
    let csrf = page.attribute("[data-uploads]", "data-csrf").unwrap();
    let body = json!({"csrf": csrf, "draft": draft_of(page), "name": name, "size": 2_000, "type": ""});
    let tickets = client.url("/staff/intake/visits/uploads");
    let announced = client.once(client.http().post(tickets).json(&body)).await;
    let ticket: Value = serde_json::from_str(&announced.body).unwrap();
    let sent = post_file(
        client,
        ticket["url"].as_str().unwrap(),
        &fields(&ticket),
        name,
        pdf(2_000),
    )
    .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    cloud.arrived(&fields(&ticket)).await;
    ticket["id"].as_str().unwrap().to_owned()
}

/// The clerk registers a visit with two files and takes one back; the interviewer sends it on and the other talks; a
/// leader receives them; who came follows it.
pub async fn registered(cloud: &Cloud, clerk: &Officer) {
    let client = &clerk.client;
    let form = client.get(NEW).await;
    let (csrf, draft) = (
        form.attribute("[data-uploads]", "data-csrf").unwrap(),
        draft_of(&form),
    );
    upload(cloud, clerk, &form, "材料.pdf").await;
    let wrong = upload(cloud, clerk, &form, "拿错的.pdf").await;
    let state = format!("/staff/intake/visits/uploads/{wrong}?draft={draft}");
    assert!(client.get(&state).await.body.contains("ready"));
    let look = format!("/staff/intake/visits/uploads/{wrong}/file?visit={draft}");
    assert_eq!(client.get_once(&look).await.status, 303);
    let about = json!({"csrf": csrf, "draft": draft});
    for what in ["done", "delete"] {
        let path = client.url(&format!("/staff/intake/visits/uploads/{wrong}/{what}"));
        let done = client.once(client.http().post(path).json(&about)).await;
        assert_eq!(done.status, 200, "{what}: {}", done.body);
    }
    let read = press(clerk, &form, "card", &[("card", CARD)]).await;
    assert!(read.says("已读入来访人"), "{}", read.main());
    let chosen = interviewer(&read, "蒋言");
    let typed = changed(
        &visit("艾守信", "艾草巷口的井盖松了，夜里有人绊倒过，请求换掉。"),
        &[("interviewer", &chosen), ("mobile", "13812340055")],
    );
    let plain = press(clerk, &read, "file", &typed).await;
    let back = client.get(&plain.link("返回登记").unwrap()).await;
    let back = press(clerk, &back, "companion_add", &[("visitors", "2")]).await;
    let back = press(clerk, &back, "photo_1", &[("companion_1_name", "艾守义")]).await;
    let back = client.get(&back.link("不拍了，返回登记").unwrap()).await;
    let done = Registered::of(press(clerk, &back, "save", &[]).await);
    let sms = format!("{LIST}/{}/slip/sms", done.id);
    let sent = client.submit(&done.slip, &sms, &[]).await;
    assert!(sent.path.ends_with("done=code"), "{} {}", sent.path, sent.main());
    cloud.deliver_to("13812340055", &done.code).await;
    let again = format!("{LIST}/{}/slip", done.id);
    assert!(client.get(&again).await.says(&done.code));
    assert!(client.get(LIST).await.says(&done.number));
    cloud.index().await;
    let found = press(clerk, &client.get(NEW).await, "check", &typed).await;
    assert!(found.says(&done.number), "{}", found.main());

    let path = format!("{}/sender", done.case());
    let form = client.get(&path).await;
    let anew = [("companion_1_name", "艾守礼"), ("reason", "字看错了")];
    let corrected = client.submit(&form, &path, &anew).await;
    assert!(corrected.says("更正了：随访人"), "{}", corrected.main());

    let talks = cloud.officer("jietan").await;
    assert!(talks.client.get("/staff").await.says("等我接谈"));
    assert!(talks.client.get("/staff/interviews").await.says(&done.number));
    let page = talks.client.get(&done.interview()).await;
    let other = page.attribute("input[name=to]", "value").unwrap();
    let to = [("to", other.as_str()), ("reason", "他熟悉")];
    // The button of the record's own form leads there.
    let mut send = page.form(&done.interview()).with(&to);
    send.action = format!("{}/send", done.interview());
    let sent = talks.client.send(&send).await;
    assert!(sent.says("已发送"), "{}", sent.main());
    let other = cloud.officer("jietan2").await;
    let page = other.client.get(&done.interview()).await;
    let record = [("text", "谈过了"), ("conclusion", "pass_on"), ("then", "done")];
    let over = other.client.submit(&page, &done.interview(), &record).await;
    assert!(over.says("已设为已办"), "{}", over.main());
    let reopen = format!("{}/reopen", done.interview());
    let open = other.client.submit(&over, &reopen, &[]).await;
    assert!(open.says("已恢复待办"), "{}", open.main());

    let path = format!("{LIST}/{}/reception", done.id);
    let form = client.get(&path).await;
    upload(cloud, clerk, &form, "签到表.pdf").await;
    let values = [
        ("leader", "郭志远"),
        ("place", "大厅"),
        ("text", "听取"),
        ("then", "save"),
    ];
    let kept = client.submit(&form, &path, &values).await;
    assert!(
        kept.says("签到表.pdf") && kept.says("材料.pdf"),
        "{}",
        kept.main()
    );
    assert!(!kept.says("拿错的"), "{}", kept.main());

    // It goes another way, and ends where it was registered.
    clerk
        .register(&done.id, "later", &[("procedure", "arbitration")])
        .await;
    let route = [
        ("route", "labour_arbitration"),
        ("body", "历下区劳动人事争议仲裁委员会"),
        ("explanation", "属于劳动争议"),
        ("next", "issue"),
    ];
    let told = clerk.step(&done.id, "route", &route).await;
    assert!(
        told.path.ends_with("done=directed"),
        "{} {}",
        told.path,
        told.main()
    );
    let letter = told.link("法定途径告知书").unwrap();
    assert!(client.get(&letter).await.says("历下区劳动人事争议仲裁委员会"));

    let visitor = Client::new(&cloud.url);
    let page = visitor.get("/track").await;
    let captcha = cloud.operator.captcha(&page, "/track").await;
    let values = [
        ("name", "艾守信"),
        ("query_code", done.code.as_str()),
        ("captcha", &captcha),
    ];
    let tracked = visitor.submit(&page, "/track", &values).await;
    assert!(tracked.says(&done.number), "{}", tracked.main());
}
