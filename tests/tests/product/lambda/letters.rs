//! Letters by the deployed functions: `letters` registers, `matching` indexes, `tracking` shows, `handling` goes on.

use super::cloud::Cloud;
use crate::letters::{LIST, NEW, Registered, changed, letter, press};
use crate::uploads::{draft_of, fields, pdf, post_file};
use serde_json::{Value, json};
use tests::{Client, Officer};

const MOBILE: &str = "13812340066";
const BRIEF: &str = "/staff/intake/letters/brief/new";

/// The clerk registers a letter with a scan and another one that belongs to it, and one in brief; its sender follows it.
pub async fn registered(cloud: &Cloud, clerk: &Officer) {
    let client = &clerk.client;
    let form = client.get(NEW).await;
    let csrf = form.attribute("[data-uploads]", "data-csrf").unwrap();
    let draft = draft_of(&form);
    let mut scans = Vec::new();
    for name in ["信纸.pdf", "拿错的.pdf"] {
        let body = json!({"csrf": csrf, "draft": draft, "name": name, "size": 2_000, "type": ""});
        let tickets = client.url("/staff/intake/letters/uploads");
        let announced = client.once(client.http().post(tickets).json(&body)).await;
        let ticket: Value = serde_json::from_str(&announced.body).unwrap();
        let url = ticket["url"].as_str().unwrap();
        let sent = post_file(client, url, &fields(&ticket), name, pdf(2_000)).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        cloud.arrived(&fields(&ticket)).await;
        scans.push(ticket["id"].as_str().unwrap().to_owned());
    }
    let ask = |what: &str| client.url(&format!("/staff/intake/letters/uploads/{}{what}", scans[1]));
    let state = format!("/staff/intake/letters/uploads/{}?draft={draft}", scans[1]);
    assert!(client.get(&state).await.body.contains("ready"));
    let about = json!({"csrf": csrf, "draft": draft});
    let look = format!("/staff/intake/letters/uploads/{}/file?letter={draft}", scans[1]);
    assert_eq!(client.get_once(&look).await.status, 303);
    for what in ["/done", "/delete"] {
        let done = client.once(client.http().post(ask(what)).json(&about)).await;
        assert_eq!(done.status, 200, "{what}: {}", done.body);
    }
    let typed = letter("艾草香", "艾草巷的排水沟堵了两年，一下雨就进屋，请求疏通。");
    let typed = changed(&typed, &[("mobile", MOBILE)]);
    let plain = press(clerk, &form, "file", &typed).await;
    let back = client.get(&plain.link("返回登记").unwrap()).await;
    let first = Registered::of(press(clerk, &back, "save", &[]).await);
    let case = client.get(&first.case()).await;
    assert!(case.says("信纸.pdf") && !case.says("拿错的"), "{}", case.main());
    let sms = format!("/staff/intake/letters/{}/slip/sms", first.id);
    let sent = client.submit(&first.slip, &sms, &[]).await;
    assert!(sent.path.ends_with("done=code"), "{} {}", sent.path, sent.main());
    cloud.deliver_to(MOBILE, &first.code).await;

    let visitor = Client::new(&cloud.url);
    let page = visitor.get("/track").await;
    let captcha = cloud.operator.captcha(&page, "/track").await;
    let values = [
        ("name", "艾草香"),
        ("query_code", &first.code),
        ("captcha", &captcha),
    ];
    let tracked = visitor.submit(&page, "/track", &values).await;
    assert!(tracked.says(&first.number), "{}", tracked.main());

    cloud.index().await;
    let form = client.get(NEW).await;
    let found = press(clerk, &form, "check", &typed).await;
    let pick = format!("matter.{}", first.id);
    let linked = client.send(&found.form(NEW).with(&[("pick", &pick)])).await;
    assert!(linked.says("保存时关联"), "{}", linked.main());
    let next = press(clerk, &linked, "next", &[]).await;
    assert!(next.says("已登记 L370102-"), "{}", next.main());
    let brief = press(clerk, &next, "brief", &letter("艾草香", "又来催问")).await;
    let values = [("kind", "repeat"), ("method", "file"), ("then", "save")];
    let kept = client.submit(&brief, BRIEF, &values).await;
    assert!(kept.says("已登记") && kept.says("重复来信"), "{}", kept.main());
    let path = kept.path.split('?').next().unwrap();
    let whole = client.submit(&kept, path, &[("reason", "verify")]).await;
    assert!(whole.says("艾草香"), "{}", whole.main());
    // One joins the case; then who wrote it is put right, by `intake`.
    let form = client.get(BRIEF).await;
    let values = [
        ("kind", "repeat"),
        ("destination", &*first.number),
        ("then", "save"),
    ];
    let joined = client.submit(&form, BRIEF, &values).await;
    assert!(joined.says("已并入原件"), "{}", joined.main());
    let path = format!("{}/sender", first.case());
    let form = client.get(&path).await;
    let anew = [("name", "艾草乡"), ("reason", "字看错了")];
    let corrected = client.submit(&form, &path, &anew).await;
    for words in ["更正了：姓名", "又收到来信 1 件"] {
        assert!(corrected.says(words), "{words}: {}", corrected.main());
    }
    cloud.index().await;
    // A letter of the same petitioner takes over the number.
    let typed = changed(&letter("艾草乡", "又来说另一件事"), &[("mailing_address", "")]);
    let found = press(clerk, &client.get(NEW).await, "check", &typed).await;
    let pick = format!("person.{}", first.id);
    let linked = client.send(&found.form(NEW).with(&[("pick", &pick)])).await;
    assert!(linked.says("138****0066"), "{}", linked.main());
    Registered::of(press(clerk, &linked, "save", &[]).await);
    for tab in ["detailed", "brief"] {
        let list = client.get(&format!("{LIST}?tab={tab}")).await;
        assert!(list.says("艾**"), "{tab}: {}", list.main());
    }
    let mut again = first.slip.form(&sms).with(&[("reason", "serve")]);
    again.action = format!("/staff/intake/letters/{}/slip", first.id);
    let again = client.send(&again).await;
    assert!(again.says(&first.code), "{}", again.main());
}
