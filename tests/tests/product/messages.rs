//! 短信: who is told what and when, the words an administrator gives them, and the log of what was
//! delivered.

use crate::account_reset::{ask, code};
use crate::audit::{deeds_of, store_of};
use domain::audit::Deed;
use std::time::Duration;
use tests::people::Filed;
use tests::stack::Options;
use tests::{Citizen, Client, Officer, Page, Stack};

const WORDS: &str = "/staff/admin/messages";
const LOG: &str = "/staff/admin/messages/log";
const DEAD: &str = "/staff/admin/messages/dead";
const HOUR: u64 = 3600;

/// The texts sent to a number, oldest first.
async fn sent_to(stack: &Stack, mobile: &str) -> Vec<String> {
    let sent = stack.outbox().await.into_iter();
    sent.filter(|(to, _)| to == mobile)
        .map(|(_, text)| text)
        .collect()
}

/// Waits for a message to a number that holds these words.
pub async fn told(stack: &Stack, mobile: &str, words: &str) -> String {
    stack
        .until(words, || async {
            let sent = sent_to(stack, mobile).await.into_iter();
            sent.rev().find(|text| text.contains(words))
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_registers_by_name_is_told_and_an_anonymous_applicants_number_only_recovers_the_password() {
    let stack = Stack::start().await;
    let named = Citizen::named(&stack).await;
    let text = told(&stack, &named.mobile, "已成功注册").await;
    assert!(text.starts_with("【山东信访】"), "{text}");

    let anonymous = Client::new(&stack.url);
    let page = anonymous.get("/register?agree=yes&mode=anonymous").await;
    let values = [
        ("username", "wumingshi"),
        ("password", tests::people::PASSWORD),
        ("password_again", tests::people::PASSWORD),
        ("mobile", "18755550001"),
        ("agree", "yes"),
        ("captcha", tests::stack::CAPTCHA),
    ];
    let done = anonymous.submit(&page, "/register", &values).await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());
    ask(&anonymous, "wumingshi", "18755550001").await;
    code(&stack, "18755550001").await;
    let all = sent_to(&stack, "18755550001").await;
    assert_eq!(
        all.len(),
        1,
        "the code that was asked for and nothing else: {all:?}"
    );

    // Nobody is ever shown the number, not even masked.
    let administrator = Officer::login(&stack, "guanli").await;
    let log = administrator.client.get(LOG).await;
    assert!(log.says("匿名账号，不显示"), "{}", log.main());
    assert!(!log.body.contains("187****0001") && !log.body.contains("18755550001"));
    assert!(
        log.says("注册成功") && log.says(&masked(&named.mobile)),
        "{}",
        log.main()
    );
    assert!(!log.body.contains(&named.mobile), "no number in full");
}

fn masked(mobile: &str) -> String {
    domain::contact::mask_mobile(mobile)
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_of_officers_wait_for_the_morning_and_the_receipt_does_not() {
    let stack = Stack::with(Options {
        clock: Some("2026-11-23T20:50:00+08:00"),
        ..Options::default()
    })
    .await;
    let citizen = Citizen::named(&stack).await;
    let officer = Officer::login(&stack, "dengji").await;
    stack.advance(Duration::from_secs(900)).await;
    // Five past nine in the evening.
    let filed = citizen.file("夜里反映的", "内容").await;
    told(&stack, &citizen.mobile, "已收到").await;
    officer.open(&filed.id).await;
    officer.register(&filed.id, "later", &[]).await;
    let again = citizen.file("再反映一件，看看短信", "内容").await;
    told(&stack, &citizen.mobile, &again.number).await;
    let all = sent_to(&stack, &citizen.mobile).await;
    assert!(!all.iter().any(|text| text.contains("已登记")), "{all:?}");
    stack.advance(Duration::from_secs(11 * HOUR)).await;
    let text = told(&stack, &citizen.mobile, "已登记").await;
    assert!(text.contains(&filed.number), "{text}");
    let sent = stack.local("outbox.json").await;
    let at = sent
        .as_array()
        .unwrap()
        .iter()
        .find(|sms| sms["text"] == text.as_str());
    let at: chrono::DateTime<chrono::Utc> = at.unwrap()["at"].as_str().unwrap().parse().unwrap();
    let morning = "2026-11-24T08:00:00+08:00"
        .parse::<chrono::DateTime<chrono::Utc>>()
        .unwrap();
    assert!(at >= morning, "{at}");
}

/// Opens a kind's page from the list, as one does.
async fn words_of(client: &Client, name: &str) -> Page {
    let list = client.get(WORDS).await;
    let link = list
        .link(name)
        .unwrap_or_else(|| panic!("{name}: {}", list.main()));
    client.get(&link).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_gives_messages_other_words_and_the_next_one_goes_out_in_them() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let index = client.get("/staff/admin").await;
    let way = index.link("短信").expect("the index leads to the messages");
    assert_eq!(way, WORDS);
    let page = words_of(client, "信访事项已收到").await;
    let path = page.path.clone();
    assert!(
        page.says("【山东信访】您的信访事项已收到") && page.says("按 2 条计费"),
        "{}",
        page.main()
    );
    assert!(page.says("阿里云登记的模板"), "{}", page.main());

    // Looked at first: nothing is saved by that.
    let short = "已收到您反映的{number}，15日内处理。{site}";
    let values = [("words", short), ("do", "preview")];
    let preview = client.submit(&page, &path, &values).await;
    assert!(
        preview.says("还没有保存") && preview.says("【山东信访】已收到您反映的W370102-20261123-00042"),
        "{}",
        preview.main()
    );
    assert!(preview.says("按 1 条计费"), "{}", preview.main());
    assert!(words_of(client, "信访事项已收到").await.says("请妥善保管查询码"));

    for (typed, said) in [
        ("", "请填写"),
        ("已收到您反映的事项", "缺少“{number}”"),
        ("已收到{number}，单位{agency}", "没有“{agency}”"),
        ("已收到{number", "花括号要成对"),
        (&format!("{{number}}{}", "长".repeat(200)), "太长"),
    ] {
        let refused = client
            .submit(&preview, &path, &[("words", typed), ("do", "save")])
            .await;
        assert_eq!(refused.status, 422, "{typed}");
        let error = refused.error("words").unwrap_or_default();
        assert!(error.contains(said), "{typed}: {error}");
        assert_eq!(refused.form(&path).value("words").map(str::trim), Some(typed));
    }
    let saved = client
        .submit(&preview, &path, &[("words", short), ("do", "save")])
        .await;
    assert!(
        saved.says("已经保存") && saved.says("最近一次修改"),
        "{}",
        saved.main()
    );
    // A double click changes nothing more and is no conflict.
    let twice = client
        .submit(&preview, &path, &[("words", short), ("do", "save")])
        .await;
    assert!(twice.says("已经保存"), "{}", twice.main());
    assert!(client.get(WORDS).await.says("已修改"));

    // Twenty seconds later every process has them.
    stack.advance(Duration::from_secs(20)).await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("用语改过以后反映的", "内容").await;
    let text = told(&stack, &citizen.mobile, &filed.number).await;
    let site = stack.url.trim_start_matches("http://");
    assert_eq!(
        text,
        format!("【山东信访】已收到您反映的{}，15日内处理。{site}", filed.number)
    );

    // They survive a restart, and go when the built-in ones are wanted again.
    stack.kill();
    let stack = Stack::with(Options {
        data_dir: Some(dir.path().to_owned()),
        clock: None,
        ..Options::default()
    })
    .await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let page = words_of(client, "信访事项已收到").await;
    assert_eq!(page.form(&path).value("words").map(str::trim), Some(short));
    let restore = page.forms().into_iter().rfind(|form| form.action == path);
    let restored = client.send(&restore.unwrap().with(&[("do", "restore")])).await;
    assert!(restored.says("已经恢复内置的用语"), "{}", restored.main());
    assert!(
        restored.says("最近一次修改") && restored.says("请妥善保管查询码"),
        "{}",
        restored.main()
    );

    let deeds = deeds_of(&store_of(dir.path(), &stack), "officer-").await;
    let changes = deeds.iter().flat_map(|(_, deeds)| deeds);
    let changes = changes.filter(|deed| **deed == Deed::MessageWordsChanged).count();
    assert_eq!(changes, 2, "saved once, restored once: {deeds:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_who_reword_one_message_one_wins_and_the_other_keeps_what_was_typed() {
    let stack = Stack::start().await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let path = format!("{WORDS}/concluded");
    let (first, second) = (client.get(&path).await, client.get(&path).await);
    let save = |words| [("words", words), ("do", "save")];
    let won = client.submit(&first, &path, &save("{number}办完了。")).await;
    assert!(won.says("已经保存"), "{}", won.main());
    let lost = client.submit(&second, &path, &save("{number}已经办结。")).await;
    assert_eq!(lost.status, 409, "{}", lost.main());
    assert!(
        lost.says("{number}办完了。") && lost.says("没有保存"),
        "{}",
        lost.main()
    );
    assert_eq!(
        lost.form(&path).value("words").map(str::trim),
        Some("{number}已经办结。")
    );
    // Knowing that, it may be saved over the other.
    let saved = client.submit(&lost, &path, &[("do", "save")]).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    assert!(client.get(&path).await.body.contains("{number}已经办结。"));
    assert_eq!(client.get(&format!("{WORDS}/nonsense")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_day_tells_what_became_of_each_message_and_shows_no_code() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("看看发送记录", "内容").await;
    let path = format!("/petitions/{}", filed.id);
    let page = citizen.client.get(&path).await;
    citizen
        .client
        .submit(&page, &format!("{path}/code/sms"), &[])
        .await;
    told(&stack, &citizen.mobile, "查询码是").await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let log = stack
        .until("the code in the log", || async {
            let log = client.get(LOG).await;
            let kinds = log.texts("td[data-label=种类]");
            kinds.contains(&"查询码".to_owned()).then_some(log)
        })
        .await;
    for words in ["注册成功", "信访事项已收到", "已发出", "2026年11月23日"] {
        assert!(log.says(words), "{words}: {}", log.main());
    }
    assert!(
        log.says(&filed.number) && log.says(&masked(&citizen.mobile)),
        "{}",
        log.main()
    );
    assert!(!log.body.contains(&filed.code), "no code");
    assert!(!log.body.contains(&citizen.mobile), "no number in full");
    let days = log.attributes("button[name=date]", "value");
    assert_eq!(days, ["2026-11-22"], "the day before, and none after today");
    let before = client.get(&format!("{LOG}?date={}", days[0])).await;
    assert!(
        before.says("2026年11月22日") && before.says("这一天没有短信"),
        "{}",
        before.main()
    );
    assert_eq!(
        before.attributes("button[name=date]", "value"),
        ["2026-11-21", "2026-11-23"]
    );
    let odd = client.get(&format!("{LOG}?date=昨天")).await;
    assert_eq!((odd.status.as_u16(), odd.error("date").is_some()), (422, true));
    assert_eq!(client.get(&format!("{LOG}?after=garbage")).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_administrator_sees_words_log_and_list() {
    let stack = Stack::shared().await;
    let registrar = Officer::shared(stack, "dengji").await;
    for path in [WORDS, LOG, DEAD, "/staff/admin/messages/filed"] {
        assert_eq!(registrar.client.get(path).await.status, 404, "{path}");
    }
}

/// A case that an officer has registered and passed to the city.
pub async fn transferred(stack: &Stack, filed: &Filed) {
    let officer = Officer::shared(stack, "dengji").await;
    officer.open(&filed.id).await;
    officer.register(&filed.id, "later", &[]).await;
    let done = officer
        .step(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    assert!(done.says("已转送"), "{}", done.main());
}
