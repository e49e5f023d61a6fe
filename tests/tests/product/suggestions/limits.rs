//! What bounds suggestions: the switch of the installation, the daily limit, an expired session, and what a
//! page may cost.

use super::{Made, NEW, REPLY, TEXT, TITLE, make, open, send, step};
use crate::settings::switch;
use std::time::Duration;
use tests::people::PASSWORD;
use tests::stack::{CAPTCHA, Options};
use tests::{Citizen, Client, Officer, Page, Stack};

#[tokio::test(flavor = "multi_thread")]
async fn while_closed_nothing_typed_is_lost_and_what_was_made_is_read_and_answered() {
    let stack = Stack::start().await;
    let administrator = Officer::login(&stack, "guanli").await.client;
    let citizen = Citizen::anonymous(&stack).await;
    let client = &citizen.client;
    let before = make(client, &[]).await;
    let sent = client.get(NEW).await.form(NEW);
    let sent = sent.with(&[
        ("title", TITLE),
        ("division", "370100"),
        ("content", TEXT),
        ("captcha", CAPTCHA),
    ]);
    let first = Made::of(&client.send(&sent).await);
    let half = client.get(NEW).await;

    let page = switch(&administrator, &[("suggestions", "closed")]).await;
    assert!(page.says("已经保存"), "{}", page.main());
    let late = client
        .submit(&half, NEW, &[("title", "写到一半的建议"), ("content", TEXT)])
        .await;
    assert_eq!(late.status, 503);
    assert!(
        late.says("没有提交") && late.says("写到一半的建议"),
        "{}",
        late.main()
    );
    assert!(late.says("八分钟一班 <b>&amp; 加一站</b>"), "{}", late.main());
    // A second click of what was made in time ends at its receipt all the same.
    assert_eq!(Made::of(&client.send(&sent).await).number, first.number);
    let closed = client.get(NEW).await;
    assert!(
        closed.status == 200 && closed.says("暂未开放"),
        "{}",
        closed.main()
    );
    for (words, to) in [
        ("反映问题", "/petitions/new"),
        ("省长信箱", "/governor"),
        ("我的建议", "/suggestions"),
    ] {
        assert_eq!(closed.link(words).as_deref(), Some(to));
    }
    let home = Client::new(&stack.url).get("/").await;
    assert!(
        home.says("网上建议 暂未开放") && home.link("提一条建议").is_none(),
        "{}",
        home.main()
    );
    let mine = client.get("/suggestions").await;
    assert!(
        mine.says(&before.number) && mine.link("提一条建议").is_none(),
        "{}",
        mine.main()
    );
    assert_eq!(mine.texts("li.case").len(), 2, "{}", mine.main());
    let officer = Officer::login(&stack, "jinan_dj").await;
    open(&officer, &before).await;
    step(&officer, &before, "reply", &REPLY).await;
    assert!(client.get(&before.page()).await.says("加密采纳"));

    switch(&administrator, &[("suggestions", "open")]).await;
    make(client, &[]).await;
    assert!(
        Client::new(&stack.url)
            .get("/")
            .await
            .link("提一条建议")
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_suggests_twenty_times_a_day_and_again_the_next_day() {
    let stack = Stack::with(Options {
        limits: true,
        ..Options::default()
    })
    .await;
    let citizen = Citizen::anonymous(&stack).await;
    for _ in 0..20 {
        make(&citizen.client, &[]).await;
    }
    let over = send(&citizen.client, &[]).await;
    assert_eq!(over.status, 429, "{}", over.main());
    assert!(over.says("今天已经提了 20 条"), "{}", over.main());
    let form = over.form("/suggestions/new");
    assert!(
        form.value("content").is_some_and(|text| !text.is_empty()),
        "nothing typed is lost"
    );
    let mine = citizen.client.get("/suggestions").await;
    assert_eq!(mine.texts("li.case").len(), 20, "{}", mine.main());
    // Petitions are counted by themselves.
    citizen.file("另一件事", "内容").await;
    stack.advance(Duration::from_secs(15 * 3600 + 60)).await;
    let login = citizen.client.get("/login").await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    citizen.client.submit(&login, "/login", &values).await;
    make(&citizen.client, &[]).await;
    for _ in 0..5 {
        make(&citizen.client, &[]).await;
    }
    // Twenty-six: two pages, and nothing twice.
    let mine = citizen.client.get("/suggestions").await;
    let rest = citizen
        .client
        .get(&mine.link("下一页").expect("a second page"))
        .await;
    assert_eq!(
        (mine.texts("li.case").len(), rest.texts("li.case").len()),
        (25, 1)
    );
    assert!(rest.link("回到第一页").is_some());
    let other = Citizen::anonymous(&stack).await;
    let cursor = mine.link("下一页").unwrap();
    assert_eq!(
        other.client.get(&cursor).await.status,
        400,
        "a cursor opens one list"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_expired_while_somebody_wrote_loses_nothing() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let client = &citizen.client;
    let page = client.get(NEW).await;
    stack.advance(Duration::from_secs(31 * 60)).await;
    let values = [
        ("title", TITLE),
        ("division", "370100"),
        ("content", TEXT),
        ("captcha", CAPTCHA),
    ];
    let login = client.submit(&page, NEW, &values).await;
    assert!(login.path.starts_with("/login?held="), "{}", login.path);
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let resume = client.submit(&login, "/login", &values).await;
    let form = resume.forms().into_iter().find(|form| form.action == NEW);
    let form = form.unwrap_or_else(|| panic!("{}", resume.main()));
    let again = client.send(&form).await;
    assert!(
        again.status == 422 && again.error("captcha").is_some(),
        "{}",
        again.main()
    );
    assert_eq!(again.form(NEW).value("title"), Some(TITLE));
    make_from(client, &again).await;
}

async fn make_from(client: &Client, page: &Page) {
    Made::of(&client.submit(page, NEW, &[("captcha", CAPTCHA)]).await);
}

/// How many requests to the store a page took.
fn requests(page: &Page) -> u32 {
    let usage = page.headers.get("x-store-usage").expect("the local stack tells");
    let first = usage
        .to_str()
        .unwrap()
        .split([' ', '=', ';'])
        .find_map(|word| word.parse().ok());
    first.unwrap_or_else(|| panic!("{usage:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_suggestion_stays_within_its_budget() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let made = make(&citizen.client, &[]).await;
    let officer = Officer::shared(stack, "jinan_dj").await;
    open(&officer, &made).await;
    // Each reads the session, and then what it shows; settings and agencies come along at most once.
    for (client, path) in [
        (&citizen.client, NEW.to_owned()),
        (&citizen.client, "/suggestions".to_owned()),
        (&citizen.client, made.page()),
        (&citizen.client, format!("{}/receipt", made.page())),
        (&officer.client, "/staff/suggestions".to_owned()),
        (&officer.client, made.desk()),
        (&officer.client, format!("{}/transfer", made.desk())),
        (&officer.client, format!("{}/reply", made.desk())),
    ] {
        client.get(&path).await;
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(
            requests(&page) <= 3,
            "{path}: {:?}",
            page.headers.get("x-store-usage")
        );
    }
}
