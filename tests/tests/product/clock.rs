//! What time does: deadlines change their colour, sessions end, what was being written stays.

use crate::uploads::{details_stage, download, photo, upload};
use std::time::Duration;
use tests::people::{Filed, PASSWORD};
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Officer, Page, Stack};

const DAY: u64 = 86_400;

async fn days(stack: &Stack, count: u64) {
    stack.advance(Duration::from_secs(count * DAY)).await;
}

/// The tag of a petition's row in the registrar's list.
fn tag(list: &Page, title: &str) -> (String, String) {
    let html = scraper::Html::parse_document(&list.body);
    let row = scraper::Selector::parse("tbody tr").unwrap();
    let found = html
        .select(&row)
        .find(|row| row.text().collect::<String>().contains(title))
        .unwrap_or_else(|| panic!("no row {title}: {}", list.main()));
    let selector = scraper::Selector::parse("td[data-label=登记期限] .tag").unwrap();
    let tag = found.select(&selector).next().expect("a deadline");
    let class = tag.value().attr("class").unwrap_or_default().to_owned();
    (class, tag.text().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_turns_amber_then_red_then_overdue_for_officer_and_citizen() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let title = "期限会变颜色的一封信";
    let filed = citizen.file(title, "内容").await;
    // Filed on Monday, 23 November 2026: fifteen days end on Tuesday, 8 December.
    let steps = [
        (0, "tag-good", "剩 15 天", "deadline"),
        (10, "tag-warn", "剩 5 天", "deadline deadline-soon"),
        (3, "tag-urgent", "剩 2 天", "deadline deadline-late"),
        (2, "tag-urgent", "今天到期", "deadline deadline-late"),
        (3, "tag-urgent", "超期 3 天", "deadline deadline-late"),
    ];
    for (forward, class, word, bar) in steps {
        if forward > 0 {
            days(&stack, forward).await;
        }
        let officer = Officer::login(&stack, "dengji").await;
        let (found, said) = tag(&officer.client.get("/staff/intake/web").await, title);
        assert!(
            found.contains(class) && said == word,
            "day +{forward}: {found} {said}"
        );
        let again = login(&stack, &citizen).await;
        let page = again.get(&format!("/petitions/{}", filed.id)).await;
        assert_eq!(
            page.attribute("section.deadline", "class").as_deref(),
            Some(bar),
            "{}",
            page.main()
        );
        assert!(page.says("2026年12月8日"), "{}", page.main());
    }
}

/// The citizen in a browser without a session yet.
async fn login(stack: &Stack, citizen: &Citizen) -> Client {
    let client = Client::new(&stack.url);
    let page = client.get("/login").await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let page = client.submit(&page, "/login", &values).await;
    assert_eq!(page.path, "/petitions", "{}", page.main());
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_typed_outlives_the_session_and_is_nobody_elses() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = citizen.file("登记到一半的一封信", "内容").await;
    let officer = Officer::login(&stack, "dengji").await;
    officer.open(&filed.id).await;
    let path = format!("/staff/intake/web/{}", filed.id);
    let form = officer.client.get(&path).await.form(&path).with(&[
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "enquiry"),
        ("summary", "打了很久的摘要"),
        ("way", "later"),
        ("next", "save"),
    ]);
    stack.advance(Duration::from_secs(31 * 60)).await;
    let sent = officer.client.send(&form).await;
    assert!(sent.path.starts_with("/staff/login?held="), "{}", sent.path);
    let held = sent.path.trim_start_matches("/staff/login?held=").to_owned();

    let other = Officer::login(&stack, "dengji2").await;
    let page = other.client.get(&format!("/staff/resume/{held}")).await;
    assert_eq!(page.status, 404, "{}", page.main());

    let all = stack.local("people.json?username=dengji").await;
    let text = |key: &str| all["officers"][0][key].as_str().unwrap_or_default().to_owned();
    let (password, totp) = (text("password"), text("totp"));
    let values = [("username", "dengji"), ("password", &password), ("totp", &totp)];
    let resumed = officer.client.submit(&sent, "/staff/login", &values).await;
    assert_eq!(
        resumed.path,
        format!("/staff/resume/{held}"),
        "{}",
        resumed.main()
    );
    assert!(resumed.says("打了很久的摘要"), "{}", resumed.main());
    let saved = officer.client.submit(&resumed, &path, &[]).await;
    assert!(
        saved.path.ends_with("done=registered") && saved.says("打了很久的摘要"),
        "{}",
        saved.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_waits_for_its_writer_and_is_offered_again() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let first = citizen
        .client
        .get("/petitions/new?division=370100&from=jinan")
        .await;
    assert_eq!(
        first.form("/petitions/new").value("division"),
        Some("370100"),
        "{}",
        first.main()
    );
    let values = [
        ("title", "写到一半的标题"),
        ("division", "370102"),
        ("address", "泉城路"),
    ];
    citizen.client.submit(&first, "/petitions/new", &values).await;
    days(&stack, 2).await;
    let asked = citizen.client.get("/petitions/new").await;
    assert_eq!(
        asked.path, "/login?next=/petitions/new",
        "the way goes over the login"
    );
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let offered = citizen.client.submit(&asked, "/login", &values).await;
    assert_eq!(offered.path, "/petitions/new", "and back");
    assert!(offered.says("写到一半的标题"), "{}", offered.main());
    let go_on = offered.link("接着写").expect("a way on");
    let details = citizen.client.get(&go_on).await;
    assert!(details.says("详细情况和附件"), "{}", details.main());
    let gone = citizen.client.submit(&offered, "/petitions/new", &[]).await;
    assert!(
        gone.status.is_success() && !gone.body.contains("写到一半的标题"),
        "{}",
        gone.main()
    );
    assert!(
        !citizen
            .client
            .get("/petitions/new")
            .await
            .body
            .contains("写到一半的标题")
    );
}

/// The files of a draft live as long as the draft, which each save prolongs; those of a draft that was left alone
/// do not outlive it.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_waits_for_its_draft_and_goes_with_it() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let client = &citizen.client;
    let sign_in = async || {
        let asked = client.get("/petitions/new").await;
        let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
        client.submit(&asked, "/login", &values).await
    };
    let saved = details_stage(&citizen, "一直在写的一封信").await;
    let (_, state, message) = upload(&stack, &citizen, &saved, "收据.jpg", photo()).await;
    assert_eq!(state, "ready", "{message}");
    let left = details_stage(&citizen, "写了就放下的一封信").await;
    let (_, state, message) = upload(&stack, &citizen, &left, "放下的.jpg", photo()).await;
    assert_eq!(state, "ready", "{message}");

    days(&stack, 20).await;
    sign_in().await;
    let page = client.get(&saved.path).await;
    client.submit(&page, "/petitions/new", &[("then", "save")]).await;
    days(&stack, 20).await;
    sign_in().await;
    let page = client.get(&saved.path).await;
    assert!(page.says("收据.jpg"), "{}", page.main());
    let check = client.submit(&page, "/petitions/new", &[]).await;
    let receipt = client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    let filed = Filed::of(&receipt);
    days(&stack, 60).await;
    sign_in().await;
    let page = client.get(&format!("/petitions/{}", filed.id)).await;
    let link = page.link("收据.jpg").unwrap_or_else(|| panic!("{}", page.main()));
    assert_eq!(download(client, &link).await.0.status, 200, "what is filed stays");
    let gone = client.get(&left.path).await;
    assert!(gone.says("放了三十天没有提交，文件已经删除"), "{}", gone.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_of_tracking_is_shown_for_half_an_hour() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = citizen.file("查询结果会过期", "内容").await;
    let client = Client::new(&stack.url);
    let page = client.get("/track").await;
    let values = [
        ("name", "匿名"),
        ("query_code", filed.code.as_str()),
        ("captcha", "12345"),
    ];
    let result = client.submit(&page, "/track", &values).await;
    assert_eq!(result.path, "/track/result", "{}", result.main());
    assert!(!result.path.contains(&filed.code) && !result.body.contains(&filed.code.replace(' ', "")));
    stack.advance(Duration::from_secs(31 * 60)).await;
    assert_eq!(client.get("/track/result").await.path, "/track");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_goes_forward_only() {
    let stack = Stack::start().await;
    let client = Client::new(&stack.url);
    let set = |at: &'static str| {
        let client = client.clone();
        async move {
            let body = serde_json::json!({"set": at});
            let request = client.http().post(client.url("/_local/clock")).json(&body);
            client.once(request).await.status.as_u16()
        }
    };
    assert_eq!(set("2026-11-22T09:00:00+08:00").await, 400);
    assert_eq!(set("2026-12-01T09:00:00+08:00").await, 200);
    assert_eq!(set("2026-11-30T09:00:00+08:00").await, 400);
}
