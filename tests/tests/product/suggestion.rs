//! What the product offers while somebody writes: a category that the text suggests, an own petition that
//! is like it, and the place that a city's site knew. Offered, never forced.

use tests::people::{Filed, PASSWORD, fresh_username};
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Officer, Page, Stack};

const NEW: &str = "/petitions/new";
const TITLE: &str = "工地拖欠农民工工资，要求尽快发放";
const CONTENT: &str =
    "我们在工地做了三个月，包工头拖欠农民工工资不发，社保也没有缴纳。劳动局让我们等，请帮我们要回工资。";

async fn check_page(citizen: &Citizen, title: &str, content: &str, hint: &str) -> Page {
    let page = citizen.client.get("/petitions/new?fresh=1").await;
    let place = [
        ("title", title),
        ("division", "370102"),
        ("address", "泉城路 1 号院"),
        ("category_hint", hint),
    ];
    let page = citizen.client.submit(&page, NEW, &place).await;
    let page = citizen.client.submit(&page, NEW, &[("content", content)]).await;
    assert!(page.path.ends_with("step=check"), "{} {}", page.path, page.main());
    page
}

fn offered(page: &Page) -> Vec<String> {
    page.attributes("input[name=category_hint]", "value")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_is_offered_from_the_text_and_taken_only_if_chosen() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = check_page(&citizen, TITLE, CONTENT, "").await;
    assert_eq!(
        offered(&page).first().map(String::as_str),
        Some("劳动和社会保障"),
        "{}",
        page.main()
    );
    assert_eq!(offered(&page).last().map(String::as_str), Some("none"));
    assert_eq!(marked(&page), None, "nothing is filled in");
    assert!(
        page.says("系统按您写的文字推测"),
        "it says where it comes from: {}",
        page.main()
    );

    // Kept when the captcha is wrong, and in the petition once it is right.
    let wrong = [("category_hint", "劳动和社会保障"), ("captcha", "0")];
    let wrong = citizen.client.submit(&page, NEW, &wrong).await;
    assert_eq!(
        marked(&wrong).as_deref(),
        Some("劳动和社会保障"),
        "{}",
        wrong.main()
    );
    let filed = Filed::of(&citizen.client.submit(&wrong, NEW, &[("captcha", CAPTCHA)]).await);
    assert_eq!(proposed(stack, &filed).await, "劳动和社会保障");
}

/// What is marked among the offered.
fn marked(page: &Page) -> Option<String> {
    page.attribute("input[name=category_hint][checked]", "value")
}

/// The category that the petitioner proposed, as the registrar reads it; empty for none.
async fn proposed(stack: &Stack, filed: &Filed) -> String {
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.open(&filed.id).await;
    let facts = form.texts(".facts div");
    let proposed = facts.iter().find_map(|fact| fact.trim().strip_prefix("自选类别"));
    proposed.unwrap_or_default().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_taken_that_was_not_chosen_and_where_nothing_stands_out_nothing_is_offered() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    for answer in ["", "none", "<b>没有这一类</b>"] {
        let page = check_page(&citizen, TITLE, CONTENT, "").await;
        let values = [("category_hint", answer), ("captcha", CAPTCHA)];
        let filed = Filed::of(&citizen.client.submit(&page, NEW, &values).await);
        assert_eq!(proposed(stack, &filed).await, "", "{answer}");
    }
    let chosen = check_page(&citizen, TITLE, CONTENT, "城乡建设").await;
    assert!(offered(&chosen).is_empty(), "who has chosen is not corrected");
    // Nor by a forged answer.
    let values = [("category_hint", "劳动和社会保障"), ("captcha", CAPTCHA)];
    let filed = Filed::of(&citizen.client.submit(&chosen, NEW, &values).await);
    assert_eq!(proposed(stack, &filed).await, "城乡建设");
    let vague = check_page(&citizen, "你好", "谢谢！", "").await;
    assert!(offered(&vague).is_empty(), "{}", vague.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_registrar_sees_the_suggestion_until_a_category_is_saved() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.open(&filed.id).await;
    let picks = form.attributes("[data-picks=category] [data-pick]", "data-pick");
    assert_eq!(
        picks.first().map(String::as_str),
        Some("劳动和社会保障"),
        "{}",
        form.main()
    );
    officer.register(&filed.id, "later", &[]).await;
    let saved = officer
        .client
        .get(&format!("/staff/intake/web/{}", filed.id))
        .await;
    assert!(
        saved.attributes("[data-pick]", "data-pick").is_empty(),
        "{}",
        saved.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_filed_before_is_named_before_filing_and_stops_nobody() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let first = citizen
        .file("泉城路 1 号院地下车库积水，物业半年未修", "请督促物业修好水泵。")
        .await;
    let other = citizen.write("学校门口没有红绿灯", "孩子过马路太危险。").await;
    assert!(!other.says("有些像"), "{}", other.main());
    let check = citizen
        .write("泉城路1号院地下车库又积水，物业还是不修", "又漏了。")
        .await;
    assert!(
        check.says("2026年11月23日") && check.says("有些像"),
        "{}",
        check.main()
    );
    assert_eq!(
        check.link("物业半年未修"),
        Some(format!("/petitions/{}", first.id))
    );
    let receipt = citizen.client.submit(&check, NEW, &[("captcha", CAPTCHA)]).await;
    assert_ne!(Filed::of(&receipt).id, first.id);

    let stranger = Citizen::anonymous(stack).await;
    let check = stranger
        .write("泉城路1号院地下车库又积水，物业还是不修", "又漏了。")
        .await;
    assert!(
        !check.says("有些像"),
        "only one's own are compared: {}",
        check.main()
    );
}

const DEEP: &str = "/petitions/new?division=370100&from=jinan";

fn from_jinan(page: &Page) {
    assert!(
        page.says("济南市") && page.says("已经替您选好地点"),
        "{} {}",
        page.path,
        page.main()
    );
    let form = page.form(NEW);
    assert_eq!(
        (form.value("division"), form.value("from")),
        (Some("370100"), Some("jinan"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_sites_link_keeps_its_place_through_login() {
    let stack = Stack::shared().await;
    let known = Citizen::anonymous(stack).await;
    let client = Client::new(&stack.url);
    let login = client.get(DEEP).await;
    assert!(login.path.starts_with("/login?next="), "{}", login.path);
    let values = [("username", known.username.as_str()), ("password", PASSWORD)];
    let wrong = [
        ("username", known.username.as_str()),
        ("password", "wrong-password-9"),
    ];
    let login = client.submit(&login, "/login", &wrong).await;
    let page = client.submit(&login, "/login", &values).await;
    from_jinan(&page);
    // A draft that is offered first does not lose it either.
    let place = [("title", "先写一半"), ("division", "370100"), ("address", "路")];
    client.submit(&page, NEW, &place).await;
    let offer = client.get(DEEP).await;
    assert!(offer.says("没写完"), "{}", offer.main());
    from_jinan(&client.submit(&offer, NEW, &[("confirm", "yes")]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_sites_link_keeps_its_place_through_registration() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    let login = client.get(DEEP).await;
    let notice = client
        .get(&login.link("注册").expect("registration is offered"))
        .await;
    let next = notice.attribute("input[name=next]", "value");
    assert_eq!(next.as_deref(), Some(DEEP), "the notice carries it on");
    let query: String = form_urlencoded(&[("agree", "yes"), ("next", DEEP)]);
    let mode = client.get(&format!("/register?{query}")).await;
    let page = client
        .get(&mode.link("匿名").expect("anonymous registration is offered"))
        .await;
    let username = fresh_username();
    let values = [
        ("username", username.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("agree", "yes"),
        ("captcha", CAPTCHA),
    ];
    let done = client.submit(&page, "/register", &values).await;
    assert!(
        done.path.starts_with("/register/done"),
        "{} {}",
        done.path,
        done.main()
    );
    from_jinan(&client.get(&done.link("反映问题").expect("it leads on")).await);
}

/// What a browser puts into an address from a form that gets.
fn form_urlencoded(pairs: &[(&str, &str)]) -> String {
    let url = reqwest::Url::parse_with_params("http://x", pairs).unwrap();
    url.query().unwrap_or_default().to_owned()
}
