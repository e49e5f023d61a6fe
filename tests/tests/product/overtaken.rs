//! Steps of handling that come too late, or twice: nothing an officer wrote is lost, and nothing happens twice.

use crate::material::{accepted, add};
use futures_util::future::{join, join_all};
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

const OPINION: [(&str, &str); 5] = [
    ("outcome", "support"),
    ("facts", "现场查看，水泵确已损坏两台。"),
    ("basis", "《物业管理条例》第五十四条"),
    ("opinion", "责成物业公司十日内更换水泵。"),
    ("next", "issue"),
];

fn path(filed: &Filed, step: &str) -> String {
    format!("/staff/petitions/{}/{step}", filed.id)
}

fn done(filed: &Filed, what: &str) -> String {
    format!("/staff/petitions/{}?done={what}", filed.id)
}

fn banner(page: &Page) -> String {
    page.text("#overtaken")
        .unwrap_or_else(|| panic!("nobody was first: {} {}", page.status, page.main()))
}

/// How many letters of a kind the steps of a case lead to.
fn letters(page: &Page, kind: &str) -> usize {
    let steps = page.texts(".timeline .tl-body");
    let links = page.texts(".timeline a");
    assert!(!steps.is_empty(), "{}", page.main());
    links.iter().filter(|link| link.contains(kind)).count()
}

/// Registered at the province, and two officers there who may pass it on.
async fn registered(stack: &Stack) -> (Filed, Officer, Officer) {
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file("两个人同时转送的一件", "内容").await;
    let first = Officer::login(stack, "dengji").await;
    let second = Officer::login(stack, "dengji2").await;
    first.open(&filed.id).await;
    first.register(&filed.id, "later", &[]).await;
    (filed, first, second)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opinion_written_while_the_petitioner_added_something_is_shown_again_with_it() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = accepted(&stack, &citizen, "正在写意见的一件").await;
    let city = Officer::login(&stack, "jinan").await;
    let at = path(&filed, "opinion");
    let old = city.client.get(&at).await;
    add(&citizen, &filed, "又坏了一台").await;
    // A preview tells it already, and shows the letter all the same.
    let preview = [
        OPINION[0],
        OPINION[1],
        OPINION[2],
        OPINION[3],
        ("next", "preview"),
    ];
    let preview = city.client.submit(&old, &at, &preview).await;
    assert_eq!(preview.status, 409, "{}", preview.main());
    assert!(
        banner(&preview).contains("又坏了一台")
            && preview
                .text(".preview")
                .unwrap_or_default()
                .contains(OPINION[3].1),
        "{}",
        preview.main()
    );
    let late = city.client.submit(&old, &at, &OPINION).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.title().starts_with("错误"), "{}", late.title());
    assert!(
        banner(&late).contains("您填的内容都还在下面"),
        "{}",
        banner(&late)
    );
    let form = late.form(&at);
    assert_eq!(
        (form.value("facts"), form.value("opinion")),
        (Some(OPINION[1].1), Some(OPINION[3].1))
    );
    // Wrong and late at once: both are said.
    let wrong = [OPINION[0], ("facts", ""), OPINION[2], OPINION[3], OPINION[4]];
    let wrong = city.client.submit(&old, &at, &wrong).await;
    assert!(
        wrong.status == 409 && wrong.error("facts").is_some(),
        "{}",
        wrong.main()
    );
    let sent = city.client.submit(&late, &at, &[("next", "issue")]).await;
    assert_eq!(sent.path, done(&filed, "replied"), "{}", sent.main());

    // The same form again ends where the first did; with other words it is too late, and the words are kept.
    let again = city.client.submit(&late, &at, &[("next", "issue")]).await;
    assert_eq!(again.path, done(&filed, "replied"), "{}", again.main());
    let other = [("opinion", "另一种意见"), ("next", "issue")];
    let other = city.client.submit(&late, &at, &other).await;
    assert_eq!(other.status, 409, "{}", other.main());
    assert!(
        banner(&other).contains("已经答复。您填的内容还在下面"),
        "{}",
        banner(&other)
    );
    assert_eq!(other.form(&at).value("opinion"), Some("另一种意见"));
    assert!(
        other.attribute("main button[value=issue]", "name").is_none(),
        "{}",
        other.main()
    );
    let page = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert_eq!(letters(&page, "处理意见书"), 1, "{}", page.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_saved_once_and_what_came_late_is_shown_again() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = citizen.file("两个人同时登记的一件", "内容").await;
    let first = Officer::login(&stack, "dengji").await;
    let second = Officer::login(&stack, "dengji2").await;
    first.open(&filed.id).await;
    let at = format!("/staff/intake/web/{}", filed.id);
    let (one, two) = join(first.client.get(&at), second.client.get(&at)).await;
    let values = |summary| {
        [
            ("category", "城乡建设/住房保障与房地产/物业服务"),
            ("purpose", "request_to_resolve"),
            ("summary", summary),
            ("way", "later"),
            ("next", "save"),
        ]
    };
    // A double click, and the same form in the same instant.
    let mine = values("车库积水，请求修复");
    let sent = join_all((0..4).map(|_| first.client.submit(&one, &at, &mine))).await;
    for page in &sent {
        assert_eq!(page.path, done(&filed, "registered"), "{}", page.main());
    }
    let case = first.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let titles = case.texts(".timeline .tl-title");
    for step in ["已登记", "保存登记要素"] {
        let count = titles.iter().filter(|title| title.starts_with(step)).count();
        assert_eq!(count, 1, "{step}: {titles:?}");
    }

    // The colleague sees what was registered, and has what was typed.
    let theirs = values("另一个摘要");
    let late = second.client.submit(&two, &at, &theirs).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.title().starts_with("错误") && banner(&late).contains("车库积水，请求修复"),
        "{}",
        banner(&late)
    );
    assert_eq!(late.form(&at).value("summary"), Some("另一个摘要"));
    // Wrong and late at once: both are said.
    let wrong = second.client.submit(&two, &at, &values("")).await;
    assert!(
        wrong.status == 409 && wrong.error("summary").is_some(),
        "{}",
        wrong.main()
    );
    // What the petitioner adds is on the page that comes back, too.
    add(&citizen, &filed, "又淹了一次").await;
    let late = second.client.submit(&late, &at, &theirs).await;
    assert!(
        late.status == 409 && banner(&late).contains("又淹了一次"),
        "{}",
        late.main()
    );
    let amended = second.client.submit(&late, &at, &[("next", "save")]).await;
    assert_eq!(amended.path, done(&filed, "registered"), "{}", amended.main());

    // Passed on meanwhile: it cannot be saved any more, and nothing typed is gone.
    let page = second.client.get(&at).await;
    let to = [("agency", "370100-xfj"), ("note", "")];
    let passed = first.step(&filed.id, "transfer", &to).await;
    assert_eq!(passed.path, done(&filed, "transferred"), "{}", passed.main());
    let closed = second.client.submit(&page, &at, &values("第三个摘要")).await;
    assert_eq!(closed.status, 409, "{}", closed.main());
    assert!(
        banner(&closed).contains("登记内容不能再改。您填的内容还在下面"),
        "{}",
        banner(&closed)
    );
    assert_eq!(closed.form(&at).value("summary"), Some("第三个摘要"));
    assert!(
        closed.attribute("main button[value=save]", "name").is_none(),
        "{}",
        closed.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_pass_on_one_succeeds_and_the_other_keeps_the_note() {
    let stack = Stack::start().await;
    let (filed, first, second) = registered(&stack).await;
    let at = path(&filed, "transfer");
    let (one, two) = join(first.client.get(&at), second.client.get(&at)).await;
    let to = |agency, note| [("agency", agency), ("note", note)];
    let passed = first
        .client
        .submit(&one, &at, &to("370100-xfj", "归济南市管"))
        .await;
    assert_eq!(passed.path, done(&filed, "transferred"), "{}", passed.main());
    let late = second
        .client
        .submit(&two, &at, &to("370200-xfj", "归青岛市管"))
        .await;
    assert_eq!(late.status, 409, "{}", late.main());
    let told = banner(&late);
    assert!(
        told.contains("归济南市管")
            && told.contains("济南市人民政府信访局办理。您填的")
            && !told.contains("还没有发生"),
        "{told}"
    );
    assert_eq!(late.form(&at).value("note"), Some("归青岛市管"));
    // The same step with another note is not the same form: nothing is lost in silence.
    let other = to("370100-xfj", "另一条附言");
    let noted = first.client.submit(&one, &at, &other).await;
    assert_eq!(noted.status, 409, "{}", noted.main());
    assert_eq!(noted.form(&at).value("note"), Some("另一条附言"));
    // A double click, with scripts off.
    let again = first
        .client
        .submit(&one, &at, &to("370100-xfj", "归济南市管"))
        .await;
    assert_eq!(again.path, done(&filed, "transferred"), "{}", again.main());
    let elsewhere = first.client.submit(&one, &at, &to("370200-xfj", "")).await;
    assert_eq!(elsewhere.status, 409, "{}", elsewhere.main());
    let case = first.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert_eq!(letters(&case, "转送告知书"), 1, "{}", case.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_sent_in_the_same_instant_happen_once() {
    let stack = Stack::start().await;
    let (filed, first, _) = registered(&stack).await;
    let at = path(&filed, "transfer");
    let page = first.client.get(&at).await;
    let values = [("agency", "370100-xfj"), ("note", "只转一次")];
    let sent = join_all((0..6).map(|_| first.client.submit(&page, &at, &values))).await;
    for page in &sent {
        assert_eq!(page.path, done(&filed, "transferred"), "{}", page.main());
    }
    let city = Officer::login(&stack, "jinan").await;
    for (step, what) in [
        ("accept", "accepted"),
        ("opinion", "replied"),
        ("conclude", "concluded"),
    ] {
        let at = path(&filed, step);
        let page = city.client.get(&at).await;
        let values: &[(&str, &str)] = if step == "opinion" {
            &OPINION
        } else {
            &[("note", "一次")]
        };
        let sent = join_all((0..6).map(|_| city.client.submit(&page, &at, values))).await;
        for page in &sent {
            assert_eq!(page.path, done(&filed, what), "{step}: {}", page.main());
        }
    }
    let case = city.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let steps = case.texts(".timeline .tl-title");
    for step in ["已转送", "已受理", "已答复", "已办结"] {
        let count = steps.iter().filter(|title| title.contains(step)).count();
        assert_eq!(count, 1, "{step}: {steps:?}");
    }
}
