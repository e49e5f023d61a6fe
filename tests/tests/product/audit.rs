//! What must be accounted for although it changes no case: each deed is in the chain of who did it,
//! nothing in it can be changed unseen, and the ends of a day that is over lie in the locked bucket.

use domain::audit::Deed;
use services::keys::KeyRing;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::client::Table;
use store::{Store, StoreConfig};
use tests::people::Filed;
use tests::stack::{Options, binaries};
use tests::{Citizen, Client, Officer, Stack};

const DAY: &str = "2026-11-23";

/// The data of a running stack, past the pages.
pub fn store_of(dir: &Path, stack: &Stack) -> Store {
    store_in(&gateway::stack_env::of(dir, &stack.url).unwrap())
}

/// The data of an installation with this environment.
pub fn store_in(env: &[(String, String)]) -> Store {
    let env: BTreeMap<_, _> = env.iter().cloned().collect();
    let keys = Arc::new(KeyRing::from_json(&env["KEYS"]).unwrap());
    Store::new(
        StoreConfig::from_env(|name| env.get(name).cloned()).unwrap(),
        keys,
    )
}

/// Whether a task of the operators ended well, and what it printed.
pub async fn run_task(arguments: &[&str], env: &[(String, String)]) -> (bool, String) {
    let mut command = tokio::process::Command::new(binaries().join("xtask"));
    command
        .args(arguments)
        .envs(env.iter().map(|(name, value)| (name, value)));
    let ran = command.output().await.unwrap();
    let words = [ran.stdout, ran.stderr].concat();
    (ran.status.success(), String::from_utf8(words).unwrap())
}

async fn task(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let place = ["--data-dir", dir.to_str().unwrap()];
    run_task(&[arguments, &place].concat(), &[]).await
}

pub async fn deeds_of(store: &Store, kind: &str) -> Vec<(String, Vec<Deed>)> {
    let date = DAY.parse().unwrap();
    let mut found = Vec::new();
    for actor in store.audit_actors(date).await.unwrap() {
        if actor.starts_with(kind) {
            let chain = store.audit_chain(&actor, date).await.unwrap();
            found.push((actor, chain.iter().map(|link| link.entry.deed).collect()));
        }
    }
    found
}

async fn login(client: &Client, username: &str, password: &str) {
    let page = client.get("/login").await;
    let values = [("username", username), ("password", password)];
    client.submit(&page, "/login", &values).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_from_the_first_login_to_the_sealed_day() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        ..Options::default()
    };
    let stack = Stack::with(options).await;
    let store = store_of(dir.path(), &stack);

    let citizen = Citizen::named(&stack).await;
    let filed = citizen
        .file("路灯不亮", "小区门口的路灯坏了两个月，老人晚上摔过跤。")
        .await;
    let stranger = Client::new(&stack.url);
    login(&stranger, &citizen.username, "Not-Her-Word-1").await;
    login(&stranger, "nobody_of_that_name", "Not-Her-Word-1").await;
    let ask = citizen.client.get("/logout").await;
    citizen.client.submit(&ask, "/logout", &[]).await;

    let officer = Officer::login(&stack, "dengji").await;
    officer.open(&filed.id).await;
    let to = [("agency", "370100-xfj"), ("note", "")];
    officer.register(&filed.id, "transfer", &to).await;
    looks_at_the_petitioner(&stack, &officer, &citizen, &filed).await;
    login(&citizen.client, &citizen.username, tests::people::PASSWORD).await;
    let page = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let letter = page.link("告知书").or_else(|| page.link("转送")).unwrap();
    assert_eq!(citizen.client.get(&letter).await.status, 200);

    let deeds = deeds_of(&store, "citizen-").await;
    let hers = [
        Deed::Registered,
        Deed::ReceiptShown,
        Deed::SignInRefused,
        Deed::SignedOut,
        Deed::SignedIn,
        Deed::LetterShown,
    ];
    assert!(deeds.iter().any(|(_, deeds)| *deeds == hers), "{deeds:?}");
    let unknown = deeds_of(&store, "unknown-").await;
    assert_eq!(unknown.len(), 1, "{unknown:?}");
    assert_eq!(unknown[0].1, [Deed::SignInRefused]);
    let officers = deeds_of(&store, "officer-").await;
    let looked = [Deed::SignedIn, Deed::PetitionerRevealed];
    assert!(officers.iter().any(|(_, deeds)| *deeds == looked), "{officers:?}");
    let delivered = async || {
        let delivery = deeds_of(&store, "delivery").await;
        let sent = delivery.iter().flat_map(|(_, deeds)| deeds);
        let sent = sent.filter(|deed| **deed == Deed::MessageDelivered).count();
        (sent >= 2).then_some(())
    };
    stack.until("the messages are in the chain", delivered).await;

    let (well, log) = task(dir.path(), &["audit", DAY]).await;
    assert!(
        well && log.contains("登录失败") && log.contains("查看或打印文书"),
        "{log}"
    );
    assert!(!log.contains("链已损坏"), "{log}");
    for secret in [&citizen.name, &citizen.mobile, &citizen.username, &filed.code] {
        assert!(!log.contains(secret.as_str()), "{secret}");
    }

    stack.advance(Duration::from_secs(24 * 3600)).await;
    let sealed = async || store.sealed_day(DAY.parse().unwrap()).await.unwrap();
    let heads = stack.until("the day is sealed", sealed).await;
    assert!(heads.chains.len() >= 4, "{heads:?}");
    let (well, words) = task(dir.path(), &["check"]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
    assert!(words.contains("audit days sealed   1"), "{words}");

    tampering_shows(dir.path(), &store, &unknown[0].0, &deeds, &hers).await;
}

/// What is masked is shown to an officer who says why, and to nobody from elsewhere.
async fn looks_at_the_petitioner(stack: &Stack, officer: &Officer, citizen: &Citizen, filed: &Filed) {
    let case = officer
        .client
        .get(&format!("/staff/petitions/{}", filed.id))
        .await;
    let path = case.link("查看信访人完整信息").unwrap();
    let asked = officer.client.get(&path).await;
    let secrets = [&citizen.name, &citizen.mobile, &citizen.id_number];
    for secret in secrets {
        assert!(
            !case.body.contains(secret.as_str()) && !asked.body.contains(secret.as_str()),
            "{secret}"
        );
    }
    let without = officer.client.submit(&asked, &path, &[]).await;
    assert!(without.error("reason").unwrap().contains("请选择查看的理由"));
    assert!(!without.body.contains(&citizen.mobile), "{}", without.main());
    let shown = officer
        .client
        .submit(&asked, &path, &[("reason", "contact")])
        .await;
    for secret in secrets {
        assert!(shown.says(secret), "{secret}: {}", shown.main());
    }
    let elsewhere = Officer::shared(stack, "qingdao").await;
    assert_eq!(elsewhere.client.get(&path).await.status, 404);
}

/// Somebody with every right on the table deletes one entry and changes another.
async fn tampering_shows(
    dir: &Path,
    store: &Store,
    unknown: &str,
    deeds: &[(String, Vec<Deed>)],
    hers: &[Deed],
) {
    let name = store.config().table(Table::Audit);
    let all = store.dynamodb().scan().table_name(&name).send().await.unwrap();
    let items = all.items();
    let find = |actor: &str, sk: &str| {
        let pk = format!("AUDIT#{actor}#{DAY}");
        let mut found = items
            .iter()
            .filter(|item| item["pk"].as_s().unwrap() == &pk && item["sk"].as_s().unwrap() == sk);
        found.next().unwrap().clone()
    };
    let (citizen, _) = deeds.iter().find(|(_, deeds)| deeds == hers).unwrap();

    let mut changed = find(citizen, "00000003");
    let other = find(citizen, "00000004");
    changed.insert("data".to_owned(), other["data"].clone());
    let put = store.dynamodb().put_item().table_name(&name);
    put.set_item(Some(changed)).send().await.unwrap();
    let (well, words) = task(dir, &["check"]).await;
    assert!(
        !well && words.contains("the chain is broken at entry 3"),
        "{words}"
    );

    let mut gone = find(unknown, "00000001");
    gone.retain(|name, _| name == "pk" || name == "sk");
    let delete = store.dynamodb().delete_item().table_name(&name);
    delete.set_key(Some(gone)).send().await.unwrap();
    let (_, words) = task(dir, &["check"]).await;
    assert!(words.contains("in the list of its day, and gone"), "{words}");
    assert!(words.contains("shorter than when it was sealed"), "{words}");
}
