//! Drafts: kept step by step and while somebody types, offered again on any device.

use serde_json::Value;
use tests::people::{Filed, PASSWORD};
use tests::stack::CAPTCHA;
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
    let begun = page.form(NEW).value("draft").map(str::to_owned);
    let (status, first) = autosave(&citizen.client, &page, &[("title", "楼道灯")]).await;
    assert_eq!(status, 200, "{first}");
    assert!(text(&first, "saved").contains("已保存"), "{first}");
    assert_eq!(
        begun.as_deref(),
        Some(text(&first, "draft")),
        "drawn with the page"
    );
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
    let answer = citizen
        .client
        .once(request.header("accept", "application/json"))
        .await;
    assert!(
        answer.status == 409 && answer.body.contains("已经提交"),
        "{}",
        answer.body
    );
    // The button: what was typed stands there to be copied.
    let typed = [
        ("draft", filed.id.as_str()),
        ("revision", "1"),
        ("content", "提交以后才想起来的"),
    ];
    let late = citizen.client.submit(&details, NEW, &typed).await;
    assert!(
        late.status == 409 && late.says("已经提交过了") && late.says("提交以后才想起来的"),
        "{}",
        late.main()
    );
    let offer = citizen.client.get(NEW).await;
    assert!(!offer.says("没写完"), "{}", offer.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_filed_is_what_stood_on_the_check_page() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let check = citizen.write("核对过的一件", "核对过的全文").await;
    let details = check.path.replace("step=check", "step=details");
    let details = citizen.client.get(&details).await;
    let (status, told) = autosave(&citizen.client, &details, &[("content", "又打了半句")]).await;
    assert_eq!(status, 200, "{told}");
    let again = citizen.client.submit(&check, NEW, &[("captcha", CAPTCHA)]).await;
    assert_eq!(again.status, 422, "{}", again.main());
    assert!(
        again.says("内容在别处改过") && again.says("又打了半句"),
        "{}",
        again.main()
    );
    let receipt = citizen.client.submit(&again, NEW, &[("captcha", CAPTCHA)]).await;
    let filed = Filed::of(&receipt);
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("又打了半句"), "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_whose_answer_was_lost_is_no_conflict_and_the_first_page_sent_twice_is_one_draft() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = citizen.client.get(&format!("{NEW}?fresh=1")).await;
    let own = [("page", "c0ffee"), ("title", "地铁里写的")];
    let (status, lost) = autosave(&citizen.client, &page, &own).await;
    assert_eq!(status, 200, "{lost}");
    let (status, told) = autosave(&citizen.client, &page, &[own[0], ("title", "地铁里写的，又一句")]).await;
    assert_eq!(
        (status, &told["revision"]),
        (200, &serde_json::json!(2)),
        "{told}"
    );
    let (status, told) = autosave(&citizen.client, &page, &[("page", "other"), ("title", "另一页")]).await;
    assert_eq!(status, 409, "{told}");
    // Buttons of the same page, pressed twice at once, after its script saved.
    let values = [("title", "按钮"), ("division", "370102"), ("address", "路")];
    let form = page.form(NEW).with(&values);
    let (one, two) = futures_util::future::join(citizen.client.send(&form), citizen.client.send(&form)).await;
    assert!(
        one.path.contains("step=details") && one.path == two.path,
        "{} {}",
        one.path,
        two.path
    );
    let offer = citizen.client.get(NEW).await;
    citizen.client.submit(&offer, NEW, &[("confirm", "yes")]).await;
    let none = citizen.client.get(NEW).await;
    assert!(!none.says("没写完"), "{}", none.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_version_changes_nothing() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let check = citizen.write("上一版的页面", "全文").await;
    let old = check.form(NEW).with(&[("step", "attachments"), ("title", "")]);
    let page = citizen.client.send(&old).await;
    assert!(
        page.path.contains("draft=") && page.says("上一版的页面") && page.says("全文"),
        "{} {}",
        page.path,
        page.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_filed_before_writes_it_on_one_page_and_is_offered_the_last_place() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let first = citizen.client.get(NEW).await;
    assert_eq!(first.form(NEW).value("step"), Some("where"), "the first time");
    citizen.file("第一件", "第一件的内容").await;

    let page = citizen
        .client
        .get(&format!("{NEW}?division=370200&from=qingdao"))
        .await;
    assert!(
        page.says("第 1 步，共 2 步") && page.says("济南市历下区 泉城路 1 号院") && page.says("青岛市"),
        "{}",
        page.main()
    );
    let form = page.form(NEW);
    assert_eq!(
        (form.value("division"), form.value("address")),
        (Some("370200"), Some("")),
        "the link's place stands there, the last one is only offered"
    );
    // Offered by a button that needs no script.
    let there = [
        ("then", "last_place"),
        ("title", "第二件"),
        ("content", "写了一半"),
    ];
    let page = citizen.client.submit(&page, NEW, &there).await;
    let form = page.form(NEW);
    assert_eq!(
        ["division", "address", "title", "content"].map(|name| form.value(name)),
        [
            Some("370102"),
            Some("泉城路 1 号院"),
            Some("第二件"),
            Some("写了一半")
        ],
        "{}",
        page.main()
    );
    // What is wrong is said at its field, of both halves at once.
    let wrong = [("title", ""), ("content", ""), ("people_count", "很多")];
    let page = citizen.client.submit(&page, NEW, &wrong).await;
    assert_eq!(page.status, 422);
    for message in ["请填写标题", "请填写反映内容", "涉及人数请填"] {
        assert!(page.says(message), "{message}: {}", page.main());
    }
    // Stages of an old address lead to the same page, and the check leads back to it.
    let (status, told) = autosave(
        &citizen.client,
        &page,
        &[("title", "第二件"), ("content", "全文")],
    )
    .await;
    assert_eq!(status, 200, "{told}");
    let draft = page.form(NEW).value("draft").unwrap().to_owned();
    for step in ["where", "details", "whole"] {
        let page = citizen
            .client
            .get(&format!("{NEW}?draft={draft}&step={step}"))
            .await;
        assert_eq!(page.form(NEW).value("content"), Some("全文"), "{step}");
    }
    let page = citizen
        .client
        .get(&format!("{NEW}?draft={draft}&step=whole"))
        .await;
    let check = citizen.client.submit(&page, NEW, &[("people_count", "1")]).await;
    assert!(
        check.path.contains("step=check")
            && check.says("第 2 步，共 2 步")
            && check
                .attributes("a", "href")
                .iter()
                .any(|to| to.contains("step=whole#title")),
        "{}",
        check.main()
    );
    let receipt = citizen.client.submit(&check, NEW, &[("captcha", CAPTCHA)]).await;
    assert!(!Filed::of(&receipt).code.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_draft_is_listed_and_another_one_is_written_beside_them() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let client = &citizen.client;
    let page = client.get(&format!("{NEW}?fresh=1")).await;
    client.submit(&page, NEW, &[("title", "第一份草稿")]).await;
    let link = format!("{NEW}?division=370100&from=jinan");
    let offer = client.get(&link).await;
    assert!(
        offer.says("第一份草稿") && offer.says("济南市") && offer.says("留着它，另写一份"),
        "{}",
        offer.main()
    );
    let fresh = client.get(&offer.link("留着它，另写一份").unwrap()).await;
    let form = fresh.form(NEW);
    assert_eq!(
        (form.value("division"), form.value("from")),
        (Some("370100"), Some("jinan")),
        "what the link said"
    );
    client.submit(&fresh, NEW, &[("title", "第二份草稿")]).await;
    for path in [NEW, "/petitions"] {
        let page = client.get(path).await;
        assert!(
            page.says("第一份草稿") && page.says("第二份草稿"),
            "{path}: {}",
            page.main()
        );
    }
    // One is thrown away where it is listed; the other stays.
    let mine = client.get("/petitions").await;
    let mine = client.submit(&mine, NEW, &[("confirm", "yes")]).await;
    assert!(
        mine.path == "/petitions" && mine.says("第一份草稿") && !mine.says("第二份草稿"),
        "{} {}",
        mine.path,
        mine.main()
    );
    let offer = client.get(&link).await;
    let form = client.submit(&offer, NEW, &[("confirm", "yes")]).await;
    assert_eq!(form.form(NEW).value("from"), Some("jinan"), "{}", form.path);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_ten_drafts_at_most_and_what_was_typed_into_another_is_not_lost() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let client = &citizen.client;
    let late = client.get(&format!("{NEW}?fresh=1")).await;
    for at in 1..=10 {
        let page = client.get(&format!("{NEW}?fresh=1")).await;
        client
            .submit(&page, NEW, &[("title", &format!("草稿之{at}"))])
            .await;
    }
    let full = client.get(&format!("{NEW}?fresh=1")).await;
    assert!(
        full.says("草稿已经有 10 份") && full.says("草稿之10"),
        "{}",
        full.main()
    );
    let typed = [("title", "第十一份"), ("address", "打好的地址")];
    let (status, told) = autosave(client, &late, &typed).await;
    assert_eq!(status, 409, "{told}");
    assert!(text(&told, "message").contains("10 份"), "{told}");
    let page = client.submit(&late, NEW, &typed).await;
    assert_eq!(
        (page.status, page.form(NEW).value("address")),
        (409.try_into().unwrap(), Some("打好的地址"))
    );
    // With room again, the same page goes through.
    client.submit(&full, NEW, &[("confirm", "yes")]).await;
    let values = [("division", "370102")];
    let details = client.submit(&page, NEW, &values).await;
    assert!(
        details.path.contains("step=details"),
        "{} {}",
        details.path,
        details.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_nothing_to_check_before_everything_is_filled_in() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = citizen.client.get(&format!("{NEW}?fresh=1")).await;
    let values = [("title", "没有内容"), ("division", "370102"), ("address", "路")];
    let details = citizen.client.submit(&page, NEW, &values).await;
    let check = details.path.replace("step=details", "step=check");
    let sent_back = citizen.client.get(&check).await;
    assert!(
        sent_back.path.contains("step=details") && sent_back.says("请填写反映内容"),
        "{} {}",
        sent_back.path,
        sent_back.main()
    );
}
