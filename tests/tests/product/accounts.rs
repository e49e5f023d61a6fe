//! Accounts: registering once and for all, what is never stored, signing in and out.

use tests::people::{PASSWORD, fresh_person, fresh_username};
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Page, Stack};

async fn anonymous_form(client: &Client, username: &str) -> tests::page::Form {
    let page = client.get("/register?agree=yes&mode=anonymous").await;
    page.form("/register").with(&[
        ("username", username),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("captcha", CAPTCHA),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_registers_once() {
    let stack = Stack::shared().await;
    let (client, username) = (Client::new(&stack.url), fresh_username());
    let form = anonymous_form(&client, &username).await;
    let (first, second) = tokio::join!(client.send(&form), client.send(&form));
    let third = client.send(&form).await;
    for page in [first, second, third] {
        assert!(
            page.path.starts_with("/register/done"),
            "{} {}",
            page.path,
            page.main()
        );
        assert!(page.says(&username));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_account_keeps_no_identity_even_if_one_is_sent() {
    let stack = Stack::shared().await;
    let person = fresh_person(stack).await;
    let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
    let (name, id_number, mobile) = (text("name"), text("id_number"), text("mobile"));
    let client = Client::new(&stack.url);
    let mut form = anonymous_form(&client, &fresh_username()).await;
    for (field, value) in [
        ("real_name", &name),
        ("id_number", &id_number),
        ("id_type", &"111".to_owned()),
    ] {
        form.fields.push((field.to_owned(), value.clone()));
    }
    let done = client.send(&form).await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());
    let me = client.get("/me").await;
    let surname = name.chars().next().unwrap_or_default();
    assert!(
        !me.body.contains(&id_number[14..]) && !me.body.contains(&format!("{surname}*")),
        "{}",
        me.main()
    );
    // The number is free: nobody has registered with it.
    let named = Citizen {
        client: Client::new(&stack.url),
        username: fresh_username(),
        name,
        mobile,
        id_number,
    };
    let done = named.register(&[]).await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());
    let me = named.client.get("/me").await;
    for secret in [&named.name, &named.id_number, &named.mobile] {
        assert!(
            !me.body.contains(secret),
            "one's own page is masked too: {}",
            me.main()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_full_of_mistakes_tells_all_of_them_at_once_and_links_to_each() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    let page = client.get("/register?agree=yes&mode=realname").await;
    let values = [
        ("username", "a"),
        ("password", "short"),
        ("password_again", "other"),
        ("real_name", "1"),
        ("id_number", "370102"),
        ("mobile", "123"),
        ("captcha", ""),
    ];
    let page = client.submit(&page, "/register", &values).await;
    assert_eq!(page.status, 422);
    assert!(page.title().starts_with("错误"), "{}", page.title());
    for field in [
        "username",
        "password",
        "real_name",
        "sex",
        "id_number",
        "mobile",
        "household_address",
        "captcha",
    ] {
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
        let link = page.attribute(&format!(".errors a[href='#{field}']"), "href");
        assert!(link.is_some(), "the summary links to {field}");
    }
    assert!(!page.body.contains("value=\"short\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_captcha_keeps_the_form_and_works_only_once() {
    let stack = Stack::shared().await;
    let (client, username) = (Client::new(&stack.url), fresh_username());
    let form = anonymous_form(&client, &username)
        .await
        .with(&[("captcha", "99999")]);
    let wrong = client.send(&form).await;
    assert!(wrong.error("captcha").is_some(), "{}", wrong.main());
    let again = wrong.form("/register");
    assert_eq!(again.value("username"), Some(username.as_str()));
    assert_eq!(again.value("password"), Some(""));
    assert_ne!(
        again.value("captcha_id"),
        form.value("captcha_id"),
        "a captcha is answered once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_captcha_is_a_picture_and_a_sound() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    let page = client.get("/track").await;
    for (selector, attribute, kind) in [
        ("main img[src^='/captcha/']", "src", "image/png"),
        (
            "main audio[src^='/captcha/'], main audio source, main a[href$='.wav']",
            "src",
            "audio/wav",
        ),
    ] {
        let address = page
            .attribute(selector, attribute)
            .or_else(|| page.attribute(selector, "href"));
        let address = address.unwrap_or_else(|| panic!("no {kind}: {}", page.body));
        let file = client.get(&address).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.headers["content-type"], kind);
    }
}

async fn login(client: &Client, start: &str, citizen: &Citizen) -> Page {
    let page = client.get(start).await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    client.submit(&page, "/login", &values).await
}

#[tokio::test(flavor = "multi_thread")]
async fn login_leads_back_to_where_one_was_going_and_never_elsewhere() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let client = Client::new(&stack.url);
    let page = login(&client, "/petitions/new?division=370200&from=qingdao", &citizen).await;
    assert_eq!(page.path, "/petitions/new?division=370200&from=qingdao");
    assert_eq!(page.form("/petitions/new").value("division"), Some("370200"));
    for evil in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/staff",
    ] {
        let client = Client::new(&stack.url);
        let page = login(&client, &format!("/login?next={evil}"), &citizen).await;
        assert_eq!(page.path, "/petitions", "{evil}");
    }
    let ask = client.get("/logout").await;
    assert_eq!(client.get("/me").await.path, "/me", "asking signs nobody out");
    client.submit(&ask, "/logout", &[]).await;
    assert_eq!(client.get("/me").await.path, "/login?next=/me");
}
