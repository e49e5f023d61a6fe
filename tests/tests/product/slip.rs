//! The query code of a petition from the web, at the window of the office where it came in: asked for with a reason,
//! printed, sent by message, each recorded; nobody else's office has it.

use crate::audit::store_of;
use crate::settings::switch;
use domain::audit::Deed;
use futures_util::future::join;
use std::time::Duration;
use tests::people::Filed;
use tests::stack::Options;
use tests::{Citizen, Client, Officer, Page, Stack};

const STORY: &str = "东院的变压器半夜嗡嗡响，请检修。";

fn path(filed: &Filed) -> String {
    format!("/staff/petitions/{}/slip", filed.id)
}

/// A petition that `officer` has opened.
async fn opened(citizen: &Citizen, officer: &Officer, title: &str) -> Filed {
    let filed = citizen.file(title, STORY).await;
    officer.open(&filed.id).await;
    filed
}

async fn shown(officer: &Officer, filed: &Filed, reason: &str) -> Page {
    let (page, reason) = (officer.client.get(&path(filed)).await, [("reason", reason)]);
    officer.client.submit(&page, &path(filed), &reason).await
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_whoever_comes_to_the_window_gets_the_query_code_for_a_reason_each_time() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let officer = Officer::shared(stack, "dengji").await;
    let filed = opened(&citizen, &officer, "变压器太响").await;
    let case = officer
        .client
        .get(&format!("/staff/petitions/{}", filed.id))
        .await;
    let at = case.link("查询码条").unwrap();
    assert_eq!(at, path(&filed));
    // Whoever opened it is asked on the same day too.
    let asks = officer.client.get(&at).await;
    for words in ["变压器太响", "每次看都要说明理由", "请先看来人的证件"] {
        assert!(asks.says(words), "{words}: {}", asks.main());
    }
    let who = officer.client.get(&asks.link("查看完整信息").unwrap()).await;
    assert!(who.says("信访人信息"), "{}", who.main());
    // Neither without a reason nor for one that is none.
    for reason in [None, Some("contact"), Some("")] {
        let values: Vec<_> = reason.map(|reason| ("reason", reason)).into_iter().collect();
        let refused = officer.client.submit(&asks, &at, &values).await;
        assert_eq!(refused.status, 422, "{reason:?}");
        assert!(refused.error("reason").is_some() && refused.title().starts_with("错误"));
        assert!(
            refused.text("#query-code").is_none() && !refused.body.contains(&filed.code),
            "{}",
            refused.main()
        );
    }
    let slip = shown(&officer, &filed, "in_person").await;
    assert_eq!(slip.text("#query-code").as_ref(), Some(&filed.code));
    assert_eq!(slip.text("#number").as_ref(), Some(&filed.number));
    for words in [
        "已记录：您因“信访人本人来要”",
        "登记并转办",
        "山东省人民政府信访局",
    ] {
        assert!(slip.says(words), "{words}: {}", slip.main());
    }
    assert!(
        !slip.body.contains(&citizen.name),
        "it lies on counters and is lost"
    );
    let tracked = Client::new(&stack.url)
        .track(&citizen.name, &slip.text("#query-code").unwrap())
        .await;
    assert!(tracked.says(&filed.number), "{}", tracked.main());
    assert!(officer.client.get(&at).await.text("#query-code").is_none());

    // It is the same wherever the case lies and however far it is, and what comes next is said as it stands.
    officer
        .register(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let city = Officer::shared(stack, "jinan").await;
    let passed_on = shown(&officer, &filed, "lost").await;
    assert!(
        passed_on.says("受理告知") && !passed_on.says("登记并转办"),
        "{}",
        passed_on.main()
    );
    city.step(&filed.id, "accept", &[]).await;
    let accepted = shown(&officer, &filed, "proxy").await;
    assert!(
        accepted.says("答复") && !accepted.says("受理告知"),
        "{}",
        accepted.main()
    );
    assert_eq!(accepted.text("#query-code").as_ref(), Some(&filed.code));
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_slip_of_what_was_not_opened_came_in_elsewhere_or_came_otherwise() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let officer = Officer::shared(stack, "dengji").await;
    let unopened = citizen.file("还没有打开的", STORY).await;
    let withdrawn = citizen.file("自己撤回的", STORY).await;
    let withdraw = format!("/petitions/{}/withdraw", withdrawn.id);
    let ask = citizen.client.get(&withdraw).await;
    citizen.client.submit(&ask, &withdraw, &[]).await;
    let filed = opened(&citizen, &officer, "别的单位看不到查询码的").await;
    officer
        .register(&filed.id, "transfer", &[("agency", "370102-xfj")])
        .await;
    // Of the demonstration: a letter and a visit that this office registered.
    let [letter, visit] = ["3a1", "3c1"].map(|id| format!("019a0000-0000-7000-8000-000000000{id}"));
    for id in [&unopened.id, &withdrawn.id, &letter, &visit] {
        let at = format!("/staff/petitions/{id}/slip");
        let token = crate::access::token(&officer.client, &at).await;
        assert_eq!(officer.client.get(&at).await.status, 404, "{id}");
        for path in [at.clone(), format!("{at}/sms")] {
            let form = [("csrf", token.as_str()), ("reason", "in_person"), ("sent", "0")];
            let request = officer.client.http().post(officer.client.url(&path));
            let refused = officer.client.once(request.form(&form)).await;
            assert_eq!(refused.status, 404, "{path}");
        }
    }
    // A registrar who holds the case, but at whose office it did not come in; and who registers nothing.
    let holder = Officer::shared(stack, "lixia_dj").await;
    let case = holder.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert_eq!(case.status, 200);
    assert!(case.link("查询码条").is_none(), "{}", case.main());
    let token = crate::access::token(&holder.client, &path(&filed)).await;
    for what in [path(&filed), format!("{}/sms", path(&filed))] {
        let form = [("csrf", token.as_str()), ("reason", "in_person"), ("sent", "0")];
        let request = holder.client.http().post(holder.client.url(&what));
        let refused = holder.client.once(request.form(&form)).await;
        assert_eq!(refused.status, 404, "{what}");
        assert!(!refused.body.contains(&filed.code));
    }
    for username in ["lingdao", "jietan", "lixia"] {
        let other = Officer::shared(stack, username).await;
        assert_eq!(other.client.get(&path(&filed)).await.status, 404, "{username}");
        let case = other.client.get(&format!("/staff/petitions/{}", filed.id)).await;
        assert!(case.link("查询码条").is_none(), "{username}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_name_it_is_tracked_by_that_word_and_no_message_can_be_sent() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let officer = Officer::shared(stack, "dengji").await;
    let filed = opened(&citizen, &officer, "不留姓名的").await;
    let asks = officer.client.get(&path(&filed)).await;
    assert!(
        asks.says("核对不了证件") && asks.link("查看完整信息").is_none(),
        "{}",
        asks.main()
    );
    let slip = shown(&officer, &filed, "in_person").await;
    assert_eq!(slip.text(".slip-code strong").as_deref(), Some("匿名"));
    let tracked = Client::new(&stack.url)
        .track("匿名", &slip.text("#query-code").unwrap())
        .await;
    assert!(tracked.says(&filed.number), "{}", tracked.main());
    let sms = format!("{}/sms", path(&filed));
    assert!(slip.says("没有登记手机号"), "{}", slip.main());
    assert!(slip.forms().iter().all(|form| form.action != sms));
    let token = crate::access::token(&officer.client, &sms).await;
    let form = [("csrf", token.as_str()), ("sent", "0")];
    let request = officer.client.http().post(officer.client.url(&sms));
    assert_eq!(officer.client.once(request.form(&form)).await.status, 404);
}

/// Which messages with the code went out.
async fn codes(stack: &Stack, filed: &Filed) -> Vec<String> {
    let sent = stack.outbox().await.into_iter();
    let codes = sent.filter(|(_, text)| text.contains(&filed.code));
    codes.map(|(to, _)| to).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_goes_to_the_number_on_record_within_the_petitioners_own_limit() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let officer = Officer::shared(stack, "dengji").await;
    let filed = opened(&citizen, &officer, "请发短信的").await;
    let sms = format!("{}/sms", path(&filed));
    let first = officer.client.get(&path(&filed)).await;
    assert!(!first.body.contains(&citizen.mobile), "{}", first.main());
    let form = first.form(&sms);
    // A double click sends one.
    let (one, two) = join(officer.client.send(&form), officer.client.send(&form)).await;
    for page in [one, two] {
        assert!(page.says("查询码短信已经交给短信平台"), "{}", page.main());
        assert!(page.says("今天还可以发 2 次"), "{}", page.main());
        assert!(
            page.text("#query-code").is_none(),
            "sending shows it to no officer"
        );
    }
    // The petitioner's own sending counts among them, and what is shown for a reason offers the rest.
    let own = format!("/petitions/{}", filed.id);
    let page = citizen.client.get(&own).await;
    citizen
        .client
        .submit(&page, &format!("{own}/code/sms"), &[])
        .await;
    let slip = shown(&officer, &filed, "lost").await;
    assert!(slip.says("今天还可以发 1 次"), "{}", slip.main());
    let done = officer.client.submit(&slip, &sms, &[]).await;
    assert!(done.says("今天已经发过 3 次"), "{}", done.main());
    assert!(
        done.forms().iter().all(|form| form.action != sms),
        "{}",
        done.main()
    );
    let late = officer.client.send(&slip.form(&sms).with(&[("sent", "3")])).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.says("请明天再发"), "{}", late.main());
    let sent = stack
        .until("three messages", || async {
            let sent = codes(stack, &filed).await;
            (sent.len() >= 3).then_some(sent)
        })
        .await;
    assert_eq!(sent, vec![citizen.mobile; 3], "to nobody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_look_and_every_message_is_recorded_and_stopped_messages_are_not_sent() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        ..Options::default()
    };
    let stack = Stack::with(options).await;
    let citizen = Citizen::named(&stack).await;
    let officer = Officer::login(&stack, "dengji").await;
    let filed = opened(&citizen, &officer, "记录在案的").await;
    let asks = officer.client.get(&path(&filed)).await;
    officer.client.submit(&asks, &path(&filed), &[]).await;
    shown(&officer, &filed, "in_person").await;
    shown(&officer, &filed, "duty").await;
    let sms = format!("{}/sms", path(&filed));
    let before = officer.client.submit(&asks, &sms, &[]).await;
    assert!(before.path.ends_with("done=code"), "{}", before.path);
    let administrator = Officer::login(&stack, "guanli").await;
    let stopped = switch(&administrator.client, &[("sms", "stopped")]).await;
    assert!(stopped.says("已经保存"), "{}", stopped.main());
    let late = officer.client.submit(&before, &sms, &[]).await;
    assert_eq!(late.status, 409, "{}", late.main());
    let off = officer.client.get(&path(&filed)).await;
    assert!(off.says("短信现在暂停发送"), "{}", off.main());

    let store = store_of(dir.path(), &stack);
    let today = "2026-11-23".parse().unwrap();
    let mut recorded = Vec::new();
    for actor in store.audit_actors(today).await.unwrap() {
        if actor.starts_with("officer-") {
            let chain = store.audit_chain(&actor, today).await.unwrap();
            let looks = chain.into_iter().map(|link| link.entry);
            let looks = looks.filter(|entry| entry.deed == Deed::ReceiptShown);
            recorded.extend(looks.map(|entry| (entry.petition.unwrap().to_string(), entry.object.unwrap())));
        }
    }
    let expected = ["slip in_person", "slip duty", "sms"].map(|what| (filed.id.clone(), what.to_owned()));
    assert_eq!(recorded, expected, "neither asking nor a refusal is a look");

    // What is overdue is promised for no day that is past.
    assert!(shown(&officer, &filed, "lost").await.says("最迟 2026年12月8日"));
    stack.advance(Duration::from_secs(20 * 24 * 3600)).await;
    let officer = Officer::login(&stack, "dengji").await;
    let overdue = shown(&officer, &filed, "lost").await;
    assert!(
        overdue.says("尽快") && !overdue.says("最迟"),
        "{}",
        overdue.main()
    );
}
