//! Being signed in: another password, guessing at the present one, other devices.

use std::time::Duration;
use tests::people::{PASSWORD, fresh_username};
use tests::stack::Options;
use tests::{Citizen, Client, Page, Stack};

pub const NEW_PASSWORD: &str = "Another-River-99";

/// A citizen with a passport, whom nobody has to confirm, and a number of their own.
pub async fn traveller(stack: &Stack) -> Citizen {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let at = NEXT.fetch_add(1, Ordering::Relaxed);
    let citizen = Citizen {
        client: Client::new(&stack.url),
        username: fresh_username(),
        name: "林远行".to_owned(),
        mobile: format!("186{at:08}"),
        id_number: format!("E{at:08}"),
    };
    let done = citizen.register(&[("id_type", "414")]).await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());
    citizen
}

/// Signs in on another device.
pub async fn login(stack: &Stack, username: &str, password: &str) -> (Client, Page) {
    let client = Client::new(&stack.url);
    let page = client.get("/login").await;
    let values = [("username", username), ("password", password)];
    let page = client.submit(&page, "/login", &values).await;
    (client, page)
}

pub async fn change(client: &Client, old: &str, new: &str, again: &str) -> Page {
    let page = client.get("/me/password").await;
    let values = [
        ("password", old),
        ("new_password", new),
        ("new_password_again", again),
    ];
    client.submit(&page, "/me/password", &values).await
}

pub async fn limited() -> Stack {
    Stack::with(Options {
        limits: true,
        ..Options::default()
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_keeps_this_browser_signed_in_and_ends_every_other() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let (elsewhere, page) = login(stack, &citizen.username, PASSWORD).await;
    assert_eq!(page.path, "/petitions");
    let me = citizen.client.get("/me").await;
    assert_eq!(me.link("修改密码").as_deref(), Some("/me/password"));
    let done = change(&citizen.client, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).await;
    assert_eq!(done.path, "/me?done=password", "{}", done.main());
    assert!(done.says("密码改好了"), "{}", done.main());
    assert_eq!(citizen.client.get("/me").await.path, "/me");
    assert_eq!(elsewhere.get("/me").await.path, "/login?next=/me");
    let (_, old) = login(stack, &citizen.username, PASSWORD).await;
    assert_eq!(old.status, 422, "{}", old.main());
    let (_, new) = login(stack, &citizen.username, NEW_PASSWORD).await;
    assert_eq!(new.path, "/petitions", "{}", new.main());
    let told = || async {
        let sent = stack.outbox().await;
        sent.into_iter()
            .find(|(to, text)| *to == citizen.mobile && text.contains("修改了密码"))
    };
    stack.until("the notice", told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_with_a_new_password_is_told_at_its_field_and_changes_nothing() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let username = citizen.username.as_str();
    for (old, new, again, field) in [
        ("", NEW_PASSWORD, NEW_PASSWORD, "password"),
        ("wrong-password", NEW_PASSWORD, NEW_PASSWORD, "password"),
        (PASSWORD, "", "", "new_password"),
        (PASSWORD, "short", "short", "new_password"),
        (PASSWORD, username, username, "new_password"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, NEW_PASSWORD, "something else", "new_password_again"),
    ] {
        let page = change(&citizen.client, old, new, again).await;
        assert_eq!(page.status, 422, "{old} {new}: {}", page.main());
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
        assert!(!page.body.contains(NEW_PASSWORD), "a password is never sent back");
    }
    let (_, still) = login(stack, username, PASSWORD).await;
    assert_eq!(still.path, "/petitions");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_new_passwords_at_once_exactly_one_holds() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let (other, _) = login(stack, &citizen.username, PASSWORD).await;
    let form = |page: &Page, new: &str| {
        page.form("/me/password").with(&[
            ("password", PASSWORD),
            ("new_password", new),
            ("new_password_again", new),
        ])
    };
    let first = form(&citizen.client.get("/me/password").await, "First-River-1");
    let second = form(&other.get("/me/password").await, "Second-River-2");
    let (first, second) = tokio::join!(citizen.client.send(&first), other.send(&second));
    let won = [&first, &second].map(|page| page.path == "/me?done=password");
    assert!(won[0] != won[1], "{} / {}", first.main(), second.main());
    let passwords = ["First-River-1", "Second-River-2"];
    for (password, won) in passwords.into_iter().zip(won) {
        let (_, page) = login(stack, &citizen.username, password).await;
        assert_eq!(page.path == "/petitions", won, "{password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_password_of_somebody_signed_in_is_stopped() {
    let stack = limited().await;
    let citizen = Citizen::anonymous(&stack).await;
    let mut near_the_end = String::new();
    for _ in 0..10 {
        let page = change(&citizen.client, "wrong-password", NEW_PASSWORD, NEW_PASSWORD).await;
        near_the_end = page.error("password").unwrap();
    }
    assert!(near_the_end.contains("要等"), "{near_the_end}");
    let right = change(&citizen.client, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).await;
    assert!(
        right.error("password").unwrap().contains("分钟"),
        "{}",
        right.main()
    );
    stack.advance(Duration::from_secs(15 * 60)).await;
    let again = change(&citizen.client, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).await;
    assert_eq!(again.path, "/me?done=password", "{}", again.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_in_plain_words_and_end_one_by_one_or_all_at_once() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let (second, _) = login(stack, &citizen.username, PASSWORD).await;
    let (third, _) = login(stack, &citizen.username, PASSWORD).await;
    let list = citizen.client.get("/me/sessions").await;
    assert_eq!(list.texts(".case h2").len(), 3, "{}", list.main());
    assert_eq!(list.texts(".case .tag").len(), 1, "this device is marked");
    let ends: Vec<_> = list
        .forms()
        .into_iter()
        .filter(|form| form.action.ends_with("/end"))
        .collect();
    assert_eq!(ends.len(), 2);
    // Somebody else's session is none of one's own: nothing happens to it.
    let stranger = Citizen::anonymous(stack).await;
    let mut foreign = ends[0].clone();
    let page = stranger.client.get("/me/profile").await;
    let csrf = page.form("/me/profile").value("csrf").unwrap().to_owned();
    foreign.fields = vec![("csrf".to_owned(), csrf)];
    stranger.client.send(&foreign).await;
    let signed_in = |page: Page| page.path == "/me";
    assert!(signed_in(second.get("/me").await) && signed_in(third.get("/me").await));
    for _ in 0..2 {
        let ended = citizen.client.send(&ends[0]).await;
        assert_eq!(ended.path, "/me/sessions?done=ended", "{}", ended.main());
        assert_eq!(ended.texts(".case h2").len(), 2, "{}", ended.main());
    }
    let alive = [
        signed_in(second.get("/me").await),
        signed_in(third.get("/me").await),
    ];
    assert!(alive[0] != alive[1], "exactly the one that was ended");
    let list = citizen.client.get("/me/sessions").await;
    let rest = citizen.client.submit(&list, "/me/sessions/others", &[]).await;
    assert!(rest.says("其他地方都退出了"), "{}", rest.main());
    assert!(!signed_in(second.get("/me").await) && !signed_in(third.get("/me").await));
    assert!(signed_in(citizen.client.get("/me").await));
}
