//! 没有发出的短信: what was given up is sent again, or discarded with a reason.

use crate::audit::store_of;
use domain::audit::Deed;
use domain::contact::mask_mobile;
use std::time::Duration;
use tests::{Citizen, Client, Officer, Stack};

const LOG: &str = "/staff/admin/messages/log";
const DEAD: &str = "/staff/admin/messages/dead";
/// The number that the simulated gateway never reaches, and the one that it refuses.
const NEVER: &str = "19900000503";
const REFUSED: &str = "19900000400";
const HOUR: u64 = 3600;

/// Somebody who registers with one of these numbers.
async fn register(stack: &Stack, mobile: &str) {
    let person = tests::people::fresh_person(stack).await;
    let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
    let citizen = Citizen {
        client: Client::new(&stack.url),
        username: tests::people::fresh_username(),
        name: text("name"),
        mobile: mobile.to_owned(),
        id_number: text("id_number"),
    };
    let done = citizen.register(&[]).await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());
}

/// A message that the simulated gateway refuses, so that it is given up at once: the path of its page.
pub async fn refused(stack: &Stack) -> String {
    register(stack, REFUSED).await;
    let administrator = Officer::shared(stack, "guanli").await;
    stack
        .until("the message is given up", || async {
            administrator.client.get(DEAD).await.link("注册成功")
        })
        .await
}

/// Waits until the gateway was tried so often for one message.
async fn tried(stack: &Stack, attempts: usize) {
    let words = format!("attempts={attempts}");
    stack
        .until(&words, || async {
            let log = stack.log();
            let failed = log.lines().filter(|line| line.contains("message not delivered"));
            failed.into_iter().any(|line| line.contains(&words)).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_sent_again_or_discarded_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    register(&stack, NEVER).await;
    for attempt in 1..=13 {
        tried(&stack, attempt).await;
        stack.advance(Duration::from_secs(13 * HOUR)).await;
    }
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let list = stack
        .until("the message in the list", || async {
            let list = client.get(DEAD).await;
            list.says("注册成功").then_some(list)
        })
        .await;
    assert!(
        list.says("短信网关无法连接或暂时停用") && list.says(&mask_mobile(NEVER)),
        "{}",
        list.main()
    );
    assert!(client.get("/staff/admin").await.says("1 条没有发出"));
    let nothing = client.submit(&list, DEAD, &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("请先选择"), "{}", nothing.main());

    // Again, from its own page; a second click finds that it was decided.
    let one = client.get(&list.link("注册成功").unwrap()).await;
    let again = client.submit(&one, DEAD, &[]).await;
    assert!(again.says("1 条短信已经放回发送队列"), "{}", again.main());
    let twice = client.submit(&one, DEAD, &[]).await;
    assert!(
        twice.says("0 条短信已经放回") && twice.says("1 条已经有人处理过"),
        "{}",
        twice.main()
    );

    // One that the gateway refuses is there at once, and is discarded from its own page.
    let one = client.get(&refused(&stack).await).await;
    assert!(one.says("短信网关拒绝了这条短信"), "{}", one.main());
    let path = one.path.clone();
    let wordless = client.submit(&one, &path, &[]).await;
    assert_eq!(wordless.status, 422);
    assert!(wordless.error("reason").is_some(), "{}", wordless.main());
    let reason = [("reason", "wrong_number")];
    let discarded = client.submit(&one, &path, &reason).await;
    assert!(
        discarded.says("不再发送") && discarded.says("没有发不出去的短信"),
        "{}",
        discarded.main()
    );
    let late = client.submit(&one, &path, &reason).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert_eq!(client.get(&path).await.status, 404);
    let log = client.get(LOG).await;
    assert!(log.says("号码有误或已停用"), "{}", log.main());

    let store = store_of(dir.path(), &stack);
    let mut told = Vec::new();
    let today = domain::time::local_date("2026-11-23T01:00:00Z".parse().unwrap());
    for day in today.iter_days().take(20) {
        for actor in store.audit_actors(day).await.unwrap() {
            let chain = store.audit_chain(&actor, day).await.unwrap();
            told.extend(
                chain
                    .into_iter()
                    .map(|link| (link.entry.deed, link.entry.object.unwrap_or_default())),
            );
        }
    }
    let count = |deed| told.iter().filter(|(found, _)| *found == deed).count();
    assert!(count(Deed::MessageFailed) >= 14, "{}", count(Deed::MessageFailed));
    // Recorded before the deed: the clicks that came too late are there too.
    assert_eq!(
        (count(Deed::MessageResent), count(Deed::MessageDiscarded)),
        (2, 2)
    );
    assert!(
        told.iter()
            .any(|(deed, what)| *deed == Deed::MessageDiscarded && what.ends_with("wrong_number"))
    );
}
