//! What each switch of the installation does to people, on and off again: in the process that was told at
//! once, in every other one after twenty seconds at the latest.

use crate::settings::switch;
use domain::settings::Settings;
use std::time::Duration;
use tests::people::Filed;
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Officer, Page, Stack};

const REASON: &str = "系统升级，18 时恢复。";
const BUSY: &str = "现在访问的人很多，打开会慢一些。";
const HELD_SECONDS: u64 = store::settings::KEPT_SECONDS as u64;

/// A stack of its own, and its administrator.
async fn start() -> (tempfile::TempDir, Stack, Client) {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let administrator = Officer::login(&stack, "guanli").await;
    (dir, stack, administrator.client)
}

async fn saved(administrator: &Client, changed: &[(&str, &str)]) {
    let page = switch(administrator, changed).await;
    assert!(page.says("已经保存"), "{}", page.main());
}

fn banner(page: &Page) -> Option<String> {
    page.text("aside.banner")
}

fn requests(page: &Page) -> String {
    let usage = page
        .headers
        .get("x-store-usage")
        .and_then(|usage| usage.to_str().ok());
    usage
        .unwrap_or_default()
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn while_filing_is_closed_nothing_typed_is_lost_and_nothing_is_filed() {
    let (_dir, stack, administrator) = start().await;
    let citizen = Citizen::named(&stack).await;
    let client = &citizen.client;
    let filed_before = citizen.write("暂停前提交的", "内容一").await;
    let receipt = client
        .submit(&filed_before, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    let before = Filed::of(&receipt);
    let details = client.get("/petitions/new?fresh=1").await;
    let where_values = [
        ("title", "写到一半的"),
        ("division", "370102"),
        ("address", "泉城路 1 号"),
    ];
    let details = client.submit(&details, "/petitions/new", &where_values).await;
    let other = Citizen::anonymous(&stack).await;
    let check = other.write("写完没有提交的", "内容二").await;

    saved(&administrator, &[("filing", "closed"), ("filing_reason", REASON)]).await;
    // Half written: what was typed on this page is kept too.
    let late = client
        .submit(&details, "/petitions/new", &[("content", "墙上写了三天的话")])
        .await;
    assert_eq!(late.status, 503);
    assert!(
        late.says("已经保存，还没有提交") && late.says(REASON) && late.says("写到一半的"),
        "{}",
        late.main()
    );
    assert!(!late.title().starts_with("错误"), "{}", late.title());
    // Written to the end: not filed, and a second click files nothing either.
    for _ in 0..2 {
        let late = other
            .client
            .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
            .await;
        assert_eq!(late.status, 503, "{}", late.main());
        assert!(
            late.says("写完没有提交的") && late.link("我反映的问题").is_some(),
            "{}",
            late.main()
        );
    }
    assert!(
        !other.client.get("/petitions").await.says("W37"),
        "nothing was filed"
    );
    // What was filed before has its receipt, from its last page too.
    let again = client
        .submit(&filed_before, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    assert_eq!(Filed::of(&again).number, before.number);
    // The way in explains itself, and every other way is named.
    let closed = client.get("/petitions/new").await;
    assert_eq!(closed.status, 200);
    for words in [
        REASON,
        "写到一半的",
        "墙上写了三天的话",
        "泉城路 1 号",
        "写信",
        "走访",
        "照常办",
    ] {
        assert!(closed.says(words), "{words}: {}", closed.main());
    }
    let home = Client::new(&stack.url).get("/").await;
    assert!(
        home.says("现在暂停网上反映") && home.says(REASON),
        "{}",
        home.main()
    );
    assert_eq!(home.link("还能怎么办").as_deref(), Some("/petitions/new"));
    // Who has to log in first is told before that.
    let login = Client::new(&stack.url)
        .get("/petitions/new?division=370100")
        .await;
    assert!(
        login.path.starts_with("/login") && login.says(REASON),
        "{}",
        login.main()
    );
    still_works(client, &before.id).await;

    saved(&administrator, &[("filing", "open")]).await;
    let offer = client.get("/petitions/new").await;
    let draft = offer.link("接着写").expect("the draft is offered");
    let draft = draft.replace("step=check", "step=details");
    assert!(client.get(&draft).await.body.contains("墙上写了三天的话"));
    let check = other.client.get(&check_path(&check)).await;
    let receipt = other
        .client
        .submit(&check, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    assert!(!Filed::of(&receipt).number.is_empty());
    assert!(!Client::new(&stack.url).get("/").await.says("暂停网上反映"));
}

/// The address of the page from which a check form comes.
fn check_path(check: &Page) -> String {
    let draft = check
        .form("/petitions/new")
        .value("draft")
        .unwrap_or_default()
        .to_owned();
    format!("/petitions/new?draft={draft}&step=check")
}

/// What closing filing does not touch, and what it does besides.
async fn still_works(client: &Client, filed: &str) {
    for path in [
        "/petitions",
        &format!("/petitions/{filed}"),
        "/track",
        &format!("/petitions/{filed}/withdraw"),
    ] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
    let added = client.get(&format!("/petitions/{filed}/materials")).await;
    let values = [("content", "补充一句"), ("then", "send")];
    let added = client
        .submit(&added, &format!("/petitions/{filed}/materials"), &values)
        .await;
    assert!(
        added.status.is_success() && added.says("补充一句"),
        "{}",
        added.main()
    );
    let token = added
        .attribute("main input[name=csrf]", "value")
        .expect("a form has a token");
    let ticket = |draft: String| {
        let body = serde_json::json!({"csrf": token, "draft": draft, "name": "照片.jpg", "size": 1000});
        client.http().post(client.url("/petitions/uploads")).json(&body)
    };
    let to_filed = client.once(ticket(filed.to_owned())).await;
    assert_eq!(to_filed.status, 200, "{}", to_filed.body);
    let draft = client
        .get("/petitions")
        .await
        .link("看写好的")
        .expect("the draft is listed");
    let draft = draft.split("draft=").nth(1).unwrap_or_default().to_owned();
    let refused = client.once(ticket(draft)).await;
    assert_eq!(refused.status, 503);
    assert!(refused.body.contains(REASON), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_registration_is_closed_a_form_that_was_filled_in_stands_there_to_be_sent_later() {
    let (_dir, stack, administrator) = start().await;
    let client = Client::new(&stack.url);
    let form = client.get("/register?agree=yes&mode=anonymous").await;
    saved(
        &administrator,
        &[("registration", "closed"), ("registration_reason", REASON)],
    )
    .await;
    for path in [
        "/register",
        "/register?agree=yes",
        "/register?agree=yes&mode=realname",
    ] {
        let closed = Client::new(&stack.url).get(path).await;
        assert!(
            closed.says("现在暂停注册") && closed.says(REASON),
            "{path}: {}",
            closed.main()
        );
        assert!(
            closed.link("登录").is_some() && closed.forms().iter().all(|form| form.action != "/register")
        );
    }
    let name = tests::people::fresh_username();
    let values = [
        ("username", name.as_str()),
        ("password", tests::people::PASSWORD),
        ("password_again", tests::people::PASSWORD),
        ("agree", "yes"),
        ("captcha", CAPTCHA),
    ];
    let late = client.submit(&form, "/register", &values).await;
    assert_eq!(late.status, 503);
    assert!(late.says(REASON), "{}", late.main());
    assert_eq!(late.form("/register").value("username"), Some(name.as_str()));
    saved(&administrator, &[("registration", "open")]).await;
    // The very page that was answered with is good for it, without a word typed again but the secrets.
    let done = client.submit(&late, "/register", &values[1..]).await;
    assert!(
        done.path.starts_with("/register/done"),
        "{} {}",
        done.path,
        done.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_sends_nobody_to_what_another_switch_has_closed() {
    let (_dir, stack, administrator) = start().await;
    let citizen = Citizen::named(&stack).await;
    let stranger = Client::new(&stack.url);
    let open = stranger.get("/login").await;
    assert!(open.link("注册").is_some(), "{}", open.main());
    saved(
        &administrator,
        &[
            ("filing", "closed"),
            ("filing_reason", REASON),
            ("registration", "closed"),
            ("registration_reason", REASON),
            ("suggestions", "closed"),
        ],
    )
    .await;
    let login = stranger.get("/login?next=/petitions/new").await;
    assert!(
        login.says("现在暂停注册") && login.says("暂停网上反映") && login.link("注册").is_none(),
        "{}",
        login.main()
    );
    let register = stranger.get("/register").await;
    assert!(register.says("网上反映现在也暂停"), "{}", register.main());
    let reset = stranger.get("/password/reset").await;
    assert!(!reset.says("再注册一个"), "{}", reset.main());
    let mine = citizen.client.get("/petitions").await;
    assert!(
        mine.link("反映新的问题").is_none() && mine.says("现在暂停网上反映"),
        "{}",
        mine.main()
    );
    let suggest = citizen.client.get("/suggestions/new").await;
    assert!(
        !suggest.says("随时可以提交") && suggest.says("网上反映现在也暂停"),
        "{}",
        suggest.main()
    );

    saved(&administrator, &[("registration", "open")]).await;
    let notice = stranger.get("/register").await;
    assert!(notice.says("现在暂停网上反映"), "{}", notice.main());
    saved(&administrator, &[("filing", "open")]).await;
    let mine = citizen.client.get("/petitions").await;
    assert!(mine.link("反映新的问题").is_some(), "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banner_shows_where_a_page_reads_anyway_and_makes_none_read_that_does_not() {
    let (_dir, stack, administrator) = start().await;
    let citizen = Citizen::anonymous(&stack).await;
    saved(&administrator, &[("banner", "on"), ("banner_words", BUSY)]).await;
    let stranger = Client::new(&stack.url);
    for path in ["/", "/track", "/login", "/register", "/password/reset"] {
        let page = stranger.get(path).await;
        assert!(
            banner(&page).is_some_and(|words| words.contains(BUSY)),
            "{path}: {}",
            page.body
        );
    }
    assert!(banner(&citizen.client.get("/petitions").await).is_some());
    assert!(
        banner(&stranger.get("/help").await).is_some(),
        "the process knows"
    );
    let staff = administrator.get("/staff").await;
    assert!(
        banner(&staff).is_none(),
        "officers are not told what the public is told"
    );
    // Nobody has read for twenty seconds: a page that reads nothing still reads nothing.
    let unread = || async {
        stack.advance(Duration::from_secs(HELD_SECONDS)).await;
        let help = stranger.get("/guide/rules").await;
        assert_eq!(requests(&help), "requests=0");
        // The delivery of messages, which reads the switches, may have come in between.
        banner(&help).is_none().then_some(())
    };
    stack
        .until("a page that nobody's reading came before", unread)
        .await;
    // With a session it comes along in the same request.
    let guide = citizen.client.get("/guide/rules").await;
    assert_eq!(requests(&guide), "requests=1");
    assert!(banner(&guide).is_some());
    assert!(banner(&stranger.get("/guide/rules").await).is_some());
    saved(&administrator, &[("banner", "off")]).await;
    assert!(banner(&stranger.get("/track").await).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_goes_by_its_copy_for_twenty_seconds_and_no_longer() {
    let (dir, stack, _administrator) = start().await;
    let stranger = Client::new(&stack.url);
    assert!(
        banner(&stranger.get("/track").await).is_none(),
        "the stack has a copy now"
    );
    // This process is another one than the stack's.
    let here = crate::audit::store_of(dir.path(), &stack);
    let now: chrono::DateTime<chrono::Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
    let found = here.settings(now).await.unwrap();
    let busy = Settings {
        slow_banner: Some(BUSY.to_owned()),
        registration_closed: Some(REASON.to_owned()),
        ..(*found).clone()
    };
    let first = here.save_settings(&busy).await.unwrap();
    assert_eq!(first.revision, found.revision + 1);
    let second = here.save_settings(&busy).await;
    assert!(matches!(second, Err(store::StoreError::Conflict)), "{second:?}");
    assert_eq!(
        *here.settings(now).await.unwrap(),
        first,
        "at once where it was saved"
    );
    assert!(
        banner(&stranger.get("/track").await).is_none(),
        "not yet elsewhere"
    );
    stack.advance(Duration::from_secs(HELD_SECONDS)).await;
    assert!(banner(&stranger.get("/track").await).is_some());
    assert!(stranger.get("/register").await.says(REASON));
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_were_stopped_wait_and_go_out_when_they_are_sent_again() {
    let (_dir, stack, administrator) = start().await;
    let citizen = Citizen::named(&stack).await;
    crate::messages::told(&stack, &citizen.mobile, "已成功注册").await;
    saved(&administrator, &[("sms", "stopped")]).await;
    let filed = citizen.file("路灯不亮", "小区门口的路灯坏了两个月。").await;
    let waiting = administrator.get("/staff/admin/settings").await;
    assert!(waiting.says("现在等着发送的短信： 1 条"), "{}", waiting.main());
    // Longer than all pauses between attempts together would be.
    stack.advance(Duration::from_secs(3 * 24 * 3600)).await;
    let administrator = Officer::login(&stack, "guanli").await.client;
    let waiting = administrator.get("/staff/admin/settings").await;
    assert!(waiting.says("现在等着发送的短信： 1 条"), "{}", waiting.main());
    let number = filed.number.as_str();
    let told = |messages: Vec<(String, String)>| messages.into_iter().any(|(_, text)| text.contains(number));
    assert!(!told(stack.outbox().await));
    let reset = Client::new(&stack.url).get("/password/reset").await;
    assert!(
        reset.says("短信现在暂停发送") && reset.forms().iter().all(|form| form.action != "/password/reset")
    );
    saved(&administrator, &[("sms", "sent")]).await;
    stack
        .until("the message goes out", || async {
            told(stack.outbox().await).then_some(())
        })
        .await;
    let page = administrator.get("/staff/admin/settings").await;
    assert!(!page.says("等着发送"), "{}", page.main());
    assert!(
        !Client::new(&stack.url)
            .get("/password/reset")
            .await
            .says("暂停发送")
    );
}
