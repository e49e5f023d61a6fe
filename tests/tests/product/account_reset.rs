//! Forgotten passwords and too many wrong ones: how people get in again, and nobody else does.

use crate::account_access::{NEW_PASSWORD, limited, login, traveller};
use std::time::Duration;
use tests::people::PASSWORD;
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Page, Stack};

/// Asks for a code; the page one ends at.
pub async fn ask(client: &Client, username: &str, mobile: &str) -> Page {
    let page = client.get("/password/reset").await;
    let values = [("username", username), ("mobile", mobile), ("captcha", CAPTCHA)];
    client.submit(&page, "/password/reset", &values).await
}

/// The codes sent to a number, oldest first.
async fn codes(stack: &Stack, mobile: &str) -> Vec<String> {
    let code = |text: &str| {
        let rest = text.split_once("验证码")?.1;
        Some(rest.chars().take(6).collect())
    };
    let sent = stack.outbox().await;
    let mine = sent.iter().filter(|(to, _)| to == mobile);
    mine.filter_map(|(_, text)| code(text)).collect()
}

/// The code, once the message has arrived.
pub async fn code(stack: &Stack, mobile: &str) -> String {
    stack
        .until("the code by SMS", || async { codes(stack, mobile).await.pop() })
        .await
}

pub async fn reset(client: &Client, code: &str, password: &str) -> Page {
    let page = client.get("/password/reset/code").await;
    send_code(client, &page, code, password).await
}

async fn send_code(client: &Client, page: &Page, code: &str, password: &str) -> Page {
    let values = [
        ("sms_code", code),
        ("new_password", password),
        ("new_password_again", password),
    ];
    client.submit(page, "/password/reset/code", &values).await
}

/// A code that is none of those sent.
fn other_than(code: &str) -> String {
    if code == "000000" { "000001" } else { "000000" }.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_forgot_the_password_sets_a_new_one_by_sms_and_every_session_ends() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let browser = Client::new(&stack.url);
    let way = browser.get("/login").await.link("用手机短信重设").unwrap();
    assert_eq!(way, "/password/reset");
    let waiting = ask(&browser, &citizen.username, &citizen.mobile).await;
    assert_eq!(waiting.path, "/password/reset/code", "{}", waiting.main());
    assert!(!waiting.body.contains(&citizen.mobile), "the number is masked");
    let again = browser.get("/password/reset?again=1").await;
    let form = again.form("/password/reset");
    assert_eq!(form.value("mobile"), Some(citizen.mobile.as_str()));
    let code = code(stack, &citizen.mobile).await;
    let wrong = reset(&browser, &other_than(&code), NEW_PASSWORD).await;
    assert!(
        wrong.error("sms_code").unwrap().contains("还能试 4 次"),
        "{}",
        wrong.main()
    );
    let short = reset(&browser, &code, "short").await;
    assert!(short.error("new_password").is_some(), "{}", short.main());
    let page = browser.get("/password/reset/code").await;
    let done = send_code(&browser, &page, &code, NEW_PASSWORD).await;
    assert_eq!(done.path, "/login?done=reset", "{}", done.main());
    // A second click of the same page ends at the same place; the code itself is used up.
    let twice = send_code(&browser, &page, &code, NEW_PASSWORD).await;
    assert_eq!(twice.path, "/login?done=reset", "{}", twice.main());
    let used = reset(&browser, &code, "Third-River-333").await;
    assert!(
        used.error("sms_code").unwrap().contains("用过"),
        "{}",
        used.main()
    );
    assert_eq!(citizen.client.get("/me").await.path, "/login?next=/me");
    let (_, new) = login(stack, &citizen.username, NEW_PASSWORD).await;
    assert_eq!(new.path, "/petitions", "{}", new.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_account_with_a_number_is_recovered_and_the_number_is_shown_to_nobody() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let mobile = "18755550001";
    let page = citizen.client.get("/me/profile").await;
    let values = [("mobile", mobile), ("password", PASSWORD)];
    let saved = citizen.client.submit(&page, "/me/profile", &values).await;
    assert_eq!(saved.path, "/me?done=profile", "{}", saved.main());
    for path in ["/me", "/me/profile"] {
        let page = citizen.client.get(path).await;
        assert!(!page.body.contains("0001"), "{path}: {}", page.main());
    }
    let browser = Client::new(&stack.url);
    ask(&browser, &citizen.username, mobile).await;
    let done = reset(&browser, &code(stack, mobile).await, NEW_PASSWORD).await;
    assert_eq!(done.path, "/login?done=reset", "{}", done.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_name_and_number_fit_together_nobody_can_tell() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let stranger = "18799998765";
    let mut answers = Vec::new();
    for (username, mobile) in [
        (citizen.username.as_str(), citizen.mobile.as_str()),
        (citizen.username.as_str(), stranger),
        ("nobody_has_this", stranger),
    ] {
        let browser = Client::new(&stack.url);
        let page = ask(&browser, username, mobile).await;
        let wrong = reset(&browser, "999999", NEW_PASSWORD).await;
        assert_eq!(wrong.status, 422);
        let masked = format!("{}****{}", &mobile[..3], &mobile[7..]);
        let bare = |page: &Page| {
            let csrf = page.attribute("main input[name=csrf]", "value").unwrap();
            page.body.replace(&csrf, "TOKEN").replace(&masked, "MASKED")
        };
        answers.push((page.status, page.path.clone(), bare(&page), bare(&wrong)));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
    code(stack, &citizen.mobile).await;
    assert_eq!(codes(stack, stranger).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_in_asking_for_a_code_is_told_at_its_field() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    assert_eq!(
        client.get("/password/reset/code").await.path,
        "/password/reset",
        "nothing was asked for yet"
    );
    for (username, mobile, captcha, field) in [
        ("", "18612345678", CAPTCHA, "username"),
        ("somebody", "123", CAPTCHA, "mobile"),
        ("somebody", "", CAPTCHA, "mobile"),
        ("somebody", "18612345678", "", "captcha"),
        ("somebody", "18612345678", "99999", "captcha"),
    ] {
        let page = client.get("/password/reset").await;
        let values = [("username", username), ("mobile", mobile), ("captcha", captcha)];
        let page = client.submit(&page, "/password/reset", &values).await;
        assert_eq!(page.status, 422, "{}", page.main());
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
        assert_eq!(page.form("/password/reset").value("username"), Some(username));
    }
    let page = client.get("/password/reset").await;
    // What is left to who has neither number nor username, and nothing that does not exist.
    assert!(
        page.says("没有办法找回") && !page.says("帮您办理"),
        "{}",
        page.main()
    );
    assert_eq!(page.link("查询进度").as_deref(), Some("/track"));
    assert_eq!(
        page.link("先用证件找回用户名").as_deref(),
        Some("/username/forgotten")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_used_in_two_places_at_once_sets_one_password() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let browser = Client::new(&stack.url);
    ask(&browser, &citizen.username, &citizen.mobile).await;
    let code = code(stack, &citizen.mobile).await;
    let form = |page: &Page, password: &str| {
        page.form("/password/reset/code").with(&[
            ("sms_code", &code),
            ("new_password", password),
            ("new_password_again", password),
        ])
    };
    let passwords = ["First-River-1", "Second-River-2"];
    let first = form(&browser.get("/password/reset/code").await, passwords[0]);
    let second = form(&browser.get("/password/reset/code").await, passwords[1]);
    let (first, second) = tokio::join!(browser.send(&first), browser.send(&second));
    let won = [&first, &second].map(|page| page.path == "/login?done=reset");
    assert!(won[0] != won[1], "{} / {}", first.main(), second.main());
    for (password, won) in passwords.into_iter().zip(won) {
        let (_, page) = login(stack, &citizen.username, password).await;
        assert_eq!(page.path == "/petitions", won, "{password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_can_be_tried_five_times_and_for_ten_minutes() {
    let stack = Stack::start().await;
    let citizen = traveller(&stack).await;
    let browser = Client::new(&stack.url);
    ask(&browser, &citizen.username, &citizen.mobile).await;
    let first = code(&stack, &citizen.mobile).await;
    for _ in 0..5 {
        reset(&browser, &other_than(&first), NEW_PASSWORD).await;
    }
    let over = reset(&browser, &first, NEW_PASSWORD).await;
    assert!(
        over.error("sms_code").unwrap().contains("不能再用"),
        "{}",
        over.main()
    );
    let again = over.link("再发一次").unwrap();
    assert_eq!(again, "/password/reset?again=1");
    ask(&browser, &citizen.username, &citizen.mobile).await;
    let both = || async { Some(codes(&stack, &citizen.mobile).await).filter(|codes| codes.len() == 2) };
    let second = stack.until("the second code", both).await.pop().unwrap();
    let page = browser.get("/password/reset/code").await;
    stack.advance(Duration::from_secs(10 * 60)).await;
    let late = send_code(&browser, &page, &second, NEW_PASSWORD).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert_eq!(late.link("重新发").as_deref(), Some("/password/reset"));
    let (_, still) = login(&stack, &citizen.username, PASSWORD).await;
    assert_eq!(still.path, "/petitions");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_flooded_with_codes() {
    let stack = limited().await;
    let citizen = traveller(&stack).await;
    for _ in 0..5 {
        let page = ask(&Client::new(&stack.url), &citizen.username, &citizen.mobile).await;
        assert_eq!(page.path, "/password/reset/code", "{}", page.main());
    }
    let refused = ask(&Client::new(&stack.url), &citizen.username, &citizen.mobile).await;
    assert_eq!(refused.status, 429);
    assert!(
        refused.says("分钟") && refused.form("/password/reset").value("username").is_some(),
        "{}",
        refused.main()
    );
    let stranger = ask(&Client::new(&stack.url), &citizen.username, "18700000000").await;
    assert_eq!(
        stranger.path, "/password/reset/code",
        "a number that does not fit is counted by itself"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_locked_out_reads_until_when_and_gets_in_at_once_by_sms() {
    let stack = limited().await;
    let citizen = traveller(&stack).await;
    let client = Client::new(&stack.url);
    let mut page = client.get("/login").await;
    let mut warned = false;
    for _ in 0..10 {
        let values = [
            ("username", citizen.username.as_str()),
            ("password", "forgotten"),
            ("captcha", CAPTCHA),
        ];
        page = client.submit(&page, "/login", &values).await;
        assert_eq!(page.status, 422, "{}", page.main());
        warned |= page
            .error("username")
            .is_some_and(|error| error.contains("再错 1 次"));
    }
    assert!(warned, "the end does not come as a surprise");
    let values = [
        ("username", citizen.username.as_str()),
        ("password", PASSWORD),
        ("captcha", CAPTCHA),
    ];
    let locked = client.submit(&page, "/login", &values).await;
    assert_eq!(locked.status, 429);
    assert!(locked.headers.contains_key("retry-after"));
    assert!(
        locked.says("15 分钟") && locked.says("09:15"),
        "{}",
        locked.main()
    );
    assert_eq!(locked.link("短信").as_deref(), Some("/password/reset"));
    ask(&client, &citizen.username, &citizen.mobile).await;
    let done = reset(&client, &code(&stack, &citizen.mobile).await, NEW_PASSWORD).await;
    assert_eq!(done.path, "/login?done=reset", "{}", done.main());
    // So many failures from one address ask for a captcha, which keeps nobody out.
    let values = [
        ("username", citizen.username.as_str()),
        ("password", NEW_PASSWORD),
        ("captcha", CAPTCHA),
    ];
    let page = client.submit(&done, "/login", &values).await;
    assert_eq!(page.path, "/petitions", "{}", page.main());
}
