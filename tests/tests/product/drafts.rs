//! Drafts: kept step by step and while somebody types, offered again on any device.

use serde_json::Value;
use tests::people::PASSWORD;
use tests::{Citizen, Client, Page, Stack};

const NEW: &str = "/petitions/new";

/// What the page's script sends while somebody types.
async fn autosave(client: &Client, page: &Page, values: &[(&str, &str)]) -> (u16, Value) {
    let form = page.form(NEW).with(values).with(&[("then", "save")]);
    let request = client
        .http()
        .post(client.url(NEW))
        .header("accept", "application/json")
        .form(&form.fields);
    let answer = client.once(request).await;
    let told = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer.status.as_u16(), told)
}

fn text<'a>(told: &'a Value, key: &str) -> &'a str {
    told[key].as_str().unwrap_or_default()
}

/// The same account in another browser.
async fn elsewhere(stack: &Stack, citizen: &Citizen) -> Client {
    let client = Client::new(&stack.url);
    let login = client.get("/login").await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    client.submit(&login, "/login", &values).await;
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_what_is_typed_is_kept_unfinished_and_goes_on_on_another_device() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = citizen.client.get(&format!("{NEW}?fresh=1")).await;
    assert_eq!(page.form(NEW).value("draft"), None);
    let (status, first) = autosave(&citizen.client, &page, &[("title", "楼道灯")]).await;
    assert_eq!(status, 200, "{first}");
    assert!(text(&first, "saved").contains("已保存"), "{first}");
    let known = [
        ("draft", text(&first, "draft")),
        ("revision", &first["revision"].to_string()),
    ];
    let values = [
        known[0],
        known[1],
        ("title", "楼道灯不亮半年"),
        ("address", "泉城路"),
    ];
    let (status, second) = autosave(&citizen.client, &page, &values).await;
    assert_eq!(
        (status, text(&second, "draft")),
        (200, known[0].1),
        "one draft, not two"
    );

    let telephone = elsewhere(stack, &citizen).await;
    let offer = telephone.get(NEW).await;
    assert!(
        offer.says("没写完") && offer.says("楼道灯不亮半年"),
        "{}",
        offer.main()
    );
    let page = telephone.get(&offer.link("接着写").unwrap()).await;
    let form = page.form(NEW);
    assert_eq!(
        (form.value("title"), form.value("address")),
        (Some("楼道灯不亮半年"), Some("泉城路")),
        "the first stage is not finished, so it is shown"
    );
    let details = telephone.submit(&page, NEW, &[("division", "370102")]).await;
    assert!(details.path.contains("step=details"), "{}", details.path);
    let (status, told) = autosave(&telephone, &details, &[("content", "天黑了看不见台阶")]).await;
    assert_eq!(status, 200, "{told}");
    let again = citizen.client.get(&details.path).await;
    assert_eq!(again.form(NEW).value("content"), Some("天黑了看不见台阶"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_while_typing_never_overwrites_what_was_saved_elsewhere_since() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let values = [("title", "两个窗口"), ("division", "370102"), ("address", "路")];
    let page = citizen.client.get(&format!("{NEW}?fresh=1")).await;
    let one = citizen.client.submit(&page, NEW, &values).await;
    let other = elsewhere(stack, &citizen).await;
    let two = other.get(&one.path).await;
    let check = other.submit(&two, NEW, &[("content", "新写的全文")]).await;
    assert!(check.path.contains("step=check"), "{}", check.path);

    let (status, told) = autosave(&citizen.client, &one, &[("content", "旧窗口里的半句")]).await;
    assert_eq!(status, 409, "{told}");
    assert!(text(&told, "message").contains("别处"), "{told}");
    let kept = citizen.client.get(&one.path).await;
    assert_eq!(kept.form(NEW).value("content"), Some("新写的全文"));
    // Whoever presses the button decides.
    let pressed = [("content", "旧窗口里写完的一段")];
    let check = citizen.client.submit(&one, NEW, &pressed).await;
    assert!(check.says("旧窗口里写完的一段"), "{}", check.main());

    // Of many at once one is kept, and the others are told.
    let page = citizen.client.get(&one.path).await;
    let words: Vec<String> = (0..6).map(|n| format!("同时的第 {n} 句")).collect();
    let values: Vec<[(&str, &str); 1]> = words.iter().map(|words| [("content", words.as_str())]).collect();
    let sent = values
        .iter()
        .map(|values| autosave(&citizen.client, &page, values));
    let answers = futures_util::future::join_all(sent).await;
    let kept = answers.iter().filter(|(status, _)| *status == 200).count();
    let told = answers.iter().filter(|(status, _)| *status == 409).count();
    assert_eq!((kept, told), (1, 5), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_thrown_away_or_filed_is_not_brought_back_by_a_window_left_open() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let values = [("title", "不写了"), ("division", "370102"), ("address", "路")];
    let page = citizen.client.get(&format!("{NEW}?fresh=1")).await;
    let details = citizen.client.submit(&page, NEW, &values).await;
    let offer = citizen.client.get(NEW).await;
    citizen.client.submit(&offer, NEW, &[("confirm", "yes")]).await;
    let (status, told) = autosave(&citizen.client, &details, &[("content", "还在打字")]).await;
    assert_eq!(status, 409, "{told}");
    let offer = citizen.client.get(NEW).await;
    assert!(!offer.says("没写完"), "{}", offer.main());

    let filed = citizen.file("已经提交的一件", "内容").await;
    let stale = details.form(NEW).with(&[("draft", &filed.id), ("then", "save")]);
    let request = citizen
        .client
        .http()
        .post(citizen.client.url(NEW))
        .form(&stale.fields);
    let answer = citizen.client.once(request).await;
    assert_eq!(answer.status, 303, "{}", answer.main());
    let offer = citizen.client.get(NEW).await;
    assert!(!offer.says("没写完"), "{}", offer.main());
}
