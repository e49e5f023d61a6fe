//! A forgotten username: it goes to the number on record, and to nobody else.

use crate::account_access::traveller;
use tests::stack::CAPTCHA;
use tests::{Client, Page, Stack};

const PATH: &str = "/username/forgotten";

async fn ask(client: &Client, id_type: &str, id_number: &str, captcha: &str) -> Page {
    let page = client.get(PATH).await;
    let values = [
        ("id_type", id_type),
        ("id_number", id_number),
        ("captcha", captcha),
    ];
    client.submit(&page, PATH, &values).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgot_the_username_gets_it_by_sms_and_signs_in_with_it() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let client = Client::new(&stack.url);
    let way = client.get("/login").await.link("忘了用户名").unwrap();
    assert_eq!(way, PATH);
    let sent = ask(&client, "414", &citizen.id_number.to_lowercase(), CAPTCHA).await;
    assert!(
        sent.path.starts_with(PATH) && sent.says("请看短信"),
        "{}",
        sent.main()
    );
    assert!(!sent.body.contains(&citizen.username) && !sent.body.contains(&citizen.mobile));
    let told = || async {
        let sent = stack.outbox().await;
        sent.into_iter()
            .find(|(to, text)| *to == citizen.mobile && text.contains(&citizen.username))
    };
    stack.until("the username", told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_a_document_is_registered_nobody_can_tell() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let before = stack.outbox().await.len();
    let mut answers = Vec::new();
    for number in [citizen.id_number.as_str(), "E00990099"] {
        let client = Client::new(&stack.url);
        let page = ask(&client, "414", number, CAPTCHA).await;
        answers.push((page.status, page.path.clone(), page.body.clone()));
    }
    assert_eq!(answers[0], answers[1]);
    // The same number as another kind of document is another document.
    let page = ask(&Client::new(&stack.url), "990", &citizen.id_number, CAPTCHA).await;
    assert!(page.says("请看短信"), "{}", page.main());
    let told = || async {
        let sent = stack.outbox().await;
        let mine = sent
            .iter()
            .filter(|(_, text)| text.contains(&citizen.username))
            .count();
        (mine > 0).then_some(mine)
    };
    assert_eq!(stack.until("the username", told).await, 1);
    assert!(stack.outbox().await.len() > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_is_told_at_its_field_and_too_many_have_to_wait() {
    let stack = crate::account_access::limited().await;
    let client = Client::new(&stack.url);
    for (id_type, number, captcha, field) in [
        ("111", "3701021958", CAPTCHA, "id_number"),
        ("414", "", CAPTCHA, "id_number"),
        ("", "E00990099", CAPTCHA, "id_type"),
        ("414", "E00990099", "", "captcha"),
        ("414", "E00990099", "99999", "captcha"),
    ] {
        let page = ask(&client, id_type, number, captcha).await;
        assert_eq!(page.status, 422, "{}", page.main());
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
        assert_eq!(page.form(PATH).value("id_number"), Some(number));
    }
    for _ in 0..5 {
        let page = ask(&client, "414", "E00990099", CAPTCHA).await;
        assert!(page.says("请看短信"), "{}", page.main());
    }
    let page = ask(&client, "414", "E00990099", CAPTCHA).await;
    assert!(page.status == 429 && page.says("小时再试"), "{}", page.main());
    assert_eq!(page.form(PATH).value("id_number"), Some("E00990099"));
}
