//! The switches of an installation: an administrator sets them on a page, and of two who do so at once
//! one is told.

use domain::audit::Deed;
use tests::stack::Options;
use tests::{Client, Officer, Page, Stack};

const PAGE: &str = "/staff/admin/settings";

/// Everything as in a new installation, with some fields changed.
pub async fn switch(client: &Client, changed: &[(&str, &str)]) -> Page {
    let page = client.get(PAGE).await;
    client.submit(&page, PAGE, changed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_the_switches_in_the_menu_and_nobody_else_does() {
    let stack = Stack::shared().await;
    let administrator = Officer::shared(stack, "guanli").await;
    let home = administrator.client.get("/staff").await;
    let menu = home.attributes(".menu a", "href");
    assert!(menu.contains(&"/staff/admin".to_owned()), "{menu:?}");
    let index = administrator.client.get("/staff/admin").await;
    let link = index.link("运行设置").expect("the index leads to the switches");
    let page = administrator.client.get(&link).await;
    assert_eq!(page.form(PAGE).value("filing"), Some("open"));
    assert_eq!(page.form(PAGE).value("suggestions"), Some("open"));
    let registrar = Officer::shared(stack, "dengji").await;
    let menu = registrar.client.get("/staff").await.attributes(".menu a", "href");
    assert!(!menu.contains(&"/staff/admin".to_owned()), "{menu:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_is_there_again_is_recorded_and_needs_its_words() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let administrator = Officer::login(&stack, "guanli").await;
    let wordless = [
        ("filing", "closed"),
        ("banner", "on"),
        ("banner_words", &"慢".repeat(201)),
    ];
    let refused = switch(&administrator.client, &wordless).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.error("filing_reason").as_deref(),
        Some("错误： 请填写暂停的原因")
    );
    assert!(
        refused
            .error("banner_words")
            .is_some_and(|words| words.contains("201"))
    );
    assert_eq!(
        refused.form(PAGE).value("filing"),
        Some("closed"),
        "nothing typed is lost"
    );
    let odd = switch(&administrator.client, &[("sms", "perhaps")]).await;
    assert_eq!((odd.status.as_u16(), odd.error("sms").is_some()), (422, true));

    let closed = [
        ("filing", "closed"),
        ("filing_reason", "系统升级，18 时恢复。"),
        ("sms", "stopped"),
    ];
    let saved = switch(&administrator.client, &closed).await;
    assert!(
        saved.says("已经保存") && saved.says("最近一次修改"),
        "{}",
        saved.main()
    );
    let form = saved.form(PAGE);
    assert_eq!(
        form.value("filing_reason").map(str::trim),
        Some("系统升级，18 时恢复。")
    );
    assert_eq!(
        (form.value("sms"), form.value("registration")),
        (Some("stopped"), Some("open"))
    );
    let index = administrator.client.get("/staff/admin").await;
    assert!(
        index.says("网上反映已暂停") && index.says("短信已暂停"),
        "{}",
        index.main()
    );

    let store = crate::audit::store_of(dir.path(), &stack);
    let date = "2026-11-23".parse().unwrap();
    let mut told = Vec::new();
    for actor in store.audit_actors(date).await.unwrap() {
        let chain = store.audit_chain(&actor, date).await.unwrap();
        let changes = chain
            .into_iter()
            .filter(|link| link.entry.deed == Deed::SettingsChanged);
        told.extend(changes.map(|link| (actor.clone(), link.entry.object.unwrap_or_default())));
    }
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0.starts_with("officer-"), "{told:?}");
    assert_eq!(told[0].1, "filing=closed sms=stopped");
    // A restart forgets nothing.
    stack.kill();
    let again = Stack::with(Options {
        data_dir: Some(dir.path().to_owned()),
        clock: None,
        ..Options::default()
    })
    .await;
    let administrator = Officer::login(&again, "guanli").await;
    let page = administrator.client.get(PAGE).await;
    assert_eq!(page.form(PAGE).value("filing"), Some("closed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_at_once_one_wins_and_the_other_keeps_what_was_typed() {
    let stack = Stack::start().await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let (first, second) = (client.get(PAGE).await, client.get(PAGE).await);
    let slow = [("banner", "on"), ("banner_words", "现在访问的人很多。")];
    let won = client.submit(&first, PAGE, &slow).await;
    assert!(won.says("已经保存"), "{}", won.main());
    // The same form once more (a double click) changes nothing and is no conflict.
    let twice = client.submit(&first, PAGE, &slow).await;
    assert!(twice.says("已经保存"), "{}", twice.main());
    let reason = [("registration", "closed"), ("registration_reason", "暂停一天。")];
    let lost = client.submit(&second, PAGE, &reason).await;
    assert_eq!(lost.status, 409, "{}", lost.main());
    assert!(
        lost.says("改过设置") && lost.says("现在访问的人很多。"),
        "{}",
        lost.main()
    );
    let form = lost.form(PAGE);
    assert_eq!(
        form.value("registration_reason").map(str::trim),
        Some("暂停一天。")
    );
    let untouched = client.get(PAGE).await;
    assert_eq!(untouched.form(PAGE).value("registration"), Some("open"));
    // Knowing how things stand, the form may be sent again.
    let both = lost.form(PAGE).with(&slow);
    let saved = client.send(&both).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    let now = client.get(PAGE).await;
    let form = now.form(PAGE);
    assert_eq!(
        (form.value("banner"), form.value("registration")),
        (Some("on"), Some("closed"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_forms_sent_in_the_same_instant_exactly_one_is_saved() {
    let stack = Stack::start().await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let form = client.get(PAGE).await.form(PAGE);
    let words: Vec<String> = (1..=6)
        .map(|number| format!("第 {number} 个人写的提示。"))
        .collect();
    let forms = words
        .iter()
        .map(|words| form.clone().with(&[("banner", "on"), ("banner_words", words)]));
    let forms: Vec<_> = forms.collect();
    let sent = forms.iter().map(|form| client.send(form));
    let answers = futures_util::future::join_all(sent).await;
    let won: Vec<usize> = (0..answers.len())
        .filter(|at| answers[*at].says("已经保存"))
        .collect();
    let told = answers.iter().filter(|page| page.status == 409).count();
    assert_eq!((won.len(), told), (1, answers.len() - 1));
    let now = client.get(PAGE).await.form(PAGE);
    assert_eq!(
        now.value("banner_words").map(str::trim),
        Some(words[won[0]].as_str())
    );
}
