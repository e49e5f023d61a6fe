//! Registration, login, uploads and bad input, as citizens meet them.

use domain::query_code::QueryCode;
use tests::people::{PASSWORD, fresh_person, fresh_username};
use tests::stack::{CAPTCHA, Options};
use tests::{Citizen, Client, Officer, Page, Stack};

async fn somebody(stack: &Stack) -> Citizen {
    let person = fresh_person(stack).await;
    let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
    Citizen {
        client: Client::new(&stack.url),
        username: fresh_username(),
        name: text("name"),
        mobile: text("mobile"),
        id_number: text("id_number"),
    }
}

async fn special(stack: &Stack, behaviour: &str) -> (String, String) {
    let all = stack.local("people.json").await;
    let found = all["special"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|p| p["behaviour"] == behaviour)
        .cloned();
    let person = found.expect("the local stack has one of each");
    let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
    (text("name"), text("id_number"))
}

fn keeps_what_was_typed(page: &Page, citizen: &Citizen) {
    let form = page.form("/register");
    assert_eq!(form.value("username"), Some(citizen.username.as_str()));
    assert_eq!(form.value("household_address"), Some("泉城路 1 号"));
    assert_eq!(form.value("password"), Some(""), "passwords are never sent back");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_real_name_failure_has_its_own_message_and_keeps_what_was_typed() {
    let stack = Stack::shared().await;
    let citizen = somebody(stack).await;
    let wrong_digit = format!("{}0", &citizen.id_number[..17]);
    let wrong_digit = if wrong_digit == citizen.id_number {
        format!("{}1", &citizen.id_number[..17])
    } else {
        wrong_digit
    };
    let digit = citizen.register(&[("id_number", &wrong_digit)]).await;
    keeps_what_was_typed(&digit, &citizen);
    let mut messages = vec![digit.error("id_number").expect("the check digit is wrong")];
    for behaviour in ["mismatch", "slow", "down"] {
        let (name, id_number) = special(stack, behaviour).await;
        let page = citizen
            .register(&[("real_name", &name), ("id_number", &id_number)])
            .await;
        assert!(
            page.status.is_client_error() || page.status.as_u16() == 503,
            "{behaviour}: {}",
            page.status
        );
        keeps_what_was_typed(&page, &citizen);
        let own = page
            .error("id_number")
            .or_else(|| page.text(".inset, .warning, .notice"));
        messages.push(own.unwrap_or_else(|| page.main()));
    }
    let distinct: std::collections::BTreeSet<_> = messages.iter().collect();
    assert_eq!(distinct.len(), 4, "{messages:?}");
    let done = citizen.register(&[]).await;
    assert!(
        done.path.starts_with("/register/done"),
        "in the end it succeeds: {}",
        done.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_from_elsewhere_are_not_asked_about_and_documents_register_once() {
    let stack = Stack::shared().await;
    let all = stack.local("people.json").await;
    let elsewhere = all["people"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|p| !p["id_number"].as_str().unwrap_or("37").starts_with("37"));
    let number = elsewhere.expect("some numbers are of other provinces")["id_number"]
        .as_str()
        .unwrap()
        .to_owned();
    let first = somebody(stack).await;
    let done = first
        .register(&[("id_number", &number), ("real_name", "名字不必相符")])
        .await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());
    let second = somebody(stack).await;
    let taken = second
        .register(&[("id_number", &number), ("real_name", "名字不必相符")])
        .await;
    assert!(taken.error("id_number").is_some(), "{}", taken.main());
    let name = second.register(&[("username", &first.username)]).await;
    assert!(name.error("username").is_some(), "{}", name.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_fails_the_same_way_whoever_it_is() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let client = Client::new(&stack.url);
    let mut answers = Vec::new();
    for (username, password) in [
        (citizen.username.as_str(), "wrong-password-1"),
        ("nobody_has_this", PASSWORD),
    ] {
        let page = client.get("/login").await;
        let page = client
            .submit(&page, "/login", &[("username", username), ("password", password)])
            .await;
        answers.push((page.status, page.error("username")));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].1.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_throttled_for_codes_and_for_passwords() {
    let stack = Stack::with(Options {
        limits: true,
        ..Options::default()
    })
    .await;
    let client = Client::new(&stack.url);
    let mut refused = None;
    let code = QueryCode::from_random([4, 8, 2, 1, 0, 9, 3, 7, 5, 5, 6, 2, 1, 0, 4]).grouped();
    for attempt in 0..15 {
        let page = client.get("/track").await;
        // What stands around a code makes it no other one.
        let pasted = format!("{attempt}x{code}");
        let values = [
            ("name", "张三"),
            ("query_code", pasted.as_str()),
            ("captcha", CAPTCHA),
        ];
        let page = client.submit(&page, "/track", &values).await;
        if page.status == 429 {
            assert!(page.says("分钟"), "{}", page.main());
            refused = Some(attempt);
            break;
        }
        assert_eq!(page.status, 422, "{}", page.main());
    }
    assert_eq!(refused, Some(10));
    let mut captcha_asked = false;
    for _ in 0..4 {
        let page = client.get("/login").await;
        let page = client
            .submit(
                &page,
                "/login",
                &[("username", "somebody"), ("password", "wrong-one-1")],
            )
            .await;
        captcha_asked |= page.body.contains("name=\"captcha\"");
    }
    assert!(captcha_asked, "after a few failures a captcha is asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_expired_session_would_lose_is_offered_again() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let page = citizen.client.get("/petitions/new?fresh=1").await;
    let form = page.form("/petitions/new").with(&[
        ("title", "写了很久的标题"),
        ("division", "370102"),
        ("address", "泉城路"),
    ]);
    stack.advance(std::time::Duration::from_secs(31 * 60)).await;
    let login = citizen.client.send(&form).await;
    assert!(login.path.starts_with("/login?held="), "{}", login.path);
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let resume = citizen.client.submit(&login, "/login", &values).await;
    assert!(
        resume.path.starts_with("/resume/") && resume.body.contains("写了很久的标题"),
        "{} {}",
        resume.path,
        resume.main()
    );
    assert!(
        resume.says("济南市历下区") && resume.says("接着填写") && !resume.says("接着提交"),
        "{}",
        resume.main()
    );
    let next = citizen.client.submit(&resume, "/petitions/new", &[]).await;
    assert!(next.path.ends_with("step=details"), "{}", next.path);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_is_logged() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("日志里不能有的标题", "日志里不能有的正文").await;
    let officer = Officer::login(&stack, "dengji").await;
    officer.open(&filed.id).await;
    let page = citizen.client.get("/track").await;
    let values = [
        ("name", citizen.name.as_str()),
        ("query_code", &filed.code),
        ("captcha", CAPTCHA),
    ];
    citizen.client.submit(&page, "/track", &values).await;
    let log = stack.log();
    assert!(
        log.contains("/petitions/{id}"),
        "requests are logged by their route: {log}"
    );
    for secret in [
        citizen.name.as_str(),
        &citizen.id_number,
        &citizen.mobile,
        &citizen.username,
        "日志里不能有的",
        &filed.code,
        &filed.code.replace(' ', ""),
        PASSWORD,
    ] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_messages_come_back_as_they_were_typed() {
    let file = tests::stack::root().join("../shared/data/messages/plain.jsonl");
    let Ok(text) = std::fs::read_to_string(file) else {
        return;
    };
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    for line in text.lines().step_by(170) {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let title: String = message["title"].as_str().unwrap().chars().take(100).collect();
        let content: String = message["body"].as_str().unwrap().chars().take(10_000).collect();
        let filed = citizen.file(&title, &content).await;
        let page = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
        let html = scraper::Html::parse_document(&page.body);
        let typed = scraper::Selector::parse(".typed").unwrap();
        let expected = domain::text::normalise(&content);
        let found = html
            .select(&typed)
            .any(|element| element.text().collect::<String>() == expected);
        assert!(found, "{title}: {}", page.main());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_form_is_no_place_to_try_passwords() {
    let stack = Stack::shared().await;
    let victim = Citizen::anonymous(stack).await;
    let stranger = Client::new(&stack.url);
    let page = stranger.get("/register?agree=yes&mode=anonymous").await;
    let fresh = fresh_username();
    let form = page.form("/register").with(&[
        ("username", &fresh),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("agree", "yes"),
        ("captcha", "00000"),
    ]);
    let spent = stranger.send(&form).await;
    assert_eq!(spent.status, 422, "{}", spent.main());
    let again = form.with(&[("username", &victim.username), ("captcha", CAPTCHA)]);
    let refused = stranger.send(&again).await;
    assert_eq!(refused.status, 422, "{}", refused.main());
    let me = stranger.get("/me").await;
    assert!(
        me.path.starts_with("/login"),
        "somebody else's account is not entered: {}",
        me.path
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_is_printed_again_promises_nothing_that_is_over() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("打开以后再打印的回执", "内容").await;
    let path = format!("/petitions/{}/receipt", filed.id);
    let fresh = citizen.client.get(&path).await;
    assert!(fresh.says("现在还可以撤回"), "{}", fresh.main());
    Officer::shared(stack, "dengji").await.open(&filed.id).await;
    let again = citizen.client.get(&path).await;
    assert!(
        again.says(&filed.code) && !again.says("现在还可以撤回"),
        "{}",
        again.main()
    );
    assert_eq!(
        again.link("看这一件的页面"),
        Some(format!("/petitions/{}", filed.id))
    );
}
