//! Grave, urgent and threatening cases (条例第二十五条): on top of every desk they reach until each has reported them.

use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

const MARKED: [(&str, &str); 3] = [
    ("flags", "grave_urgent"),
    ("agency", "370100-xfj"),
    ("note", "请立即到场"),
];

fn case(filed: &Filed) -> String {
    format!("/staff/petitions/{}", filed.id)
}

fn alert(filed: &Filed) -> String {
    format!("{}/alert", case(filed))
}

async fn report(officer: &Officer, filed: &Filed, words: &str) -> Page {
    let page = officer.client.get(&case(filed)).await;
    officer
        .client
        .submit(&page, &alert(filed), &[("report", words)])
        .await
}

/// Whether the case stands among what is reported at once, on the workbench and in the list.
async fn stands(officer: &Officer, title: &str) -> bool {
    let desk = officer.client.get("/staff").await;
    let on_desk = desk
        .text("[aria-labelledby=alerts]")
        .unwrap_or_default()
        .contains(title);
    let listed = officer.client.get("/staff/alerts").await.says(title);
    assert!(on_desk == listed, "{title}: {on_desk} {listed}");
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_grave_case_is_reported_by_each_desk_it_reaches() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let title = "工地塌方有人被埋";
    let filed = citizen
        .file(title, "今天早上工地塌了，还有三个人没有救出来。")
        .await;
    let clerk = Officer::login(&stack, "dengji").await;
    let leader = Officer::login(&stack, "lingdao").await;
    clerk.open(&filed.id).await;
    assert!(!stands(&clerk, title).await, "nobody has marked it yet");
    let sent = clerk.register(&filed.id, "transfer", &MARKED).await;
    assert!(
        sent.says("重大紧急，应当立即报告") && sent.says("第二十五条"),
        "{}",
        sent.main()
    );
    // On every desk it reached, whoever sits there; in the lists it is marked.
    let city = Officer::login(&stack, "jinan").await;
    for officer in [&clerk, &leader, &city] {
        assert!(stands(officer, title).await);
    }
    let inbox = city.client.get("/staff/inbox").await;
    assert!(inbox.says("重大紧急"), "{}", inbox.main());
    let elsewhere = Officer::login(&stack, "qingdao").await;
    assert!(!stands(&elsewhere, title).await);
    let foreign = elsewhere.client.get(&case(&filed)).await;
    assert_eq!(foreign.status, 404);
    let csrf = crate::access::token(&elsewhere.client, &alert(&filed)).await;
    let forged = sent
        .form(&alert(&filed))
        .with(&[("csrf", csrf.as_str()), ("report", "不该看到的人写的")]);
    assert_eq!(elsewhere.client.send(&forged).await.status, 404);

    // Without words nothing is recorded, too many are kept.
    let empty = report(&city, &filed, " ").await;
    assert!(
        empty.status == 422 && empty.error("report").is_some(),
        "{}",
        empty.main()
    );
    let long = "长".repeat(501);
    let kept = report(&city, &filed, &long).await;
    assert_eq!(kept.status, 422);
    assert!(kept.body.contains(&long), "nothing typed is lost");
    let words = "九点报市委办、市公安局，消防已到场。";
    let twice = city.client.get(&case(&filed)).await;
    let done = report(&city, &filed, words).await;
    assert!(
        done.path.ends_with("done=alert-reported") && done.says(words),
        "{}",
        done.main()
    );
    assert!(!stands(&city, title).await && stands(&clerk, title).await);
    // A second click ends where the first did; other words become a record, if whoever wrote them wants that.
    let again = city
        .client
        .submit(&twice, &alert(&filed), &[("report", words)])
        .await;
    assert!(again.path.ends_with("done=alert-reported"), "{}", again.main());
    let other = city
        .client
        .submit(&twice, &alert(&filed), &[("report", "十点又报了一次")])
        .await;
    assert_eq!(other.status, 409, "{}", other.main());
    let notes = format!("{}/notes", case(&filed));
    assert_eq!(
        other.form(&notes).value("note").map(str::trim),
        Some("十点又报了一次")
    );

    // The petitioner sees nothing of it.
    let own = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let tracked = tests::Client::new(&stack.url)
        .track(&citizen.name, &filed.code)
        .await;
    for page in [&own, &tracked] {
        assert!(page.status == 200 && !page.says("重大紧急") && !page.body.contains(words));
    }
    // The leader reports for the office; then it stands on no desk.
    let done = report(&leader, &filed, "已报省委值班室。").await;
    assert!(done.path.ends_with("done=alert-reported"), "{}", done.main());
    for officer in [&clerk, &leader, &city] {
        assert!(!stands(officer, title).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_threat_that_is_marked_later_is_reported_too_and_one_that_was_none_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let title = "拖欠工资说要堵路";
    let filed = citizen.file(title, "再不发工资就去堵路。").await;
    clerk.open(&filed.id).await;
    clerk.register(&filed.id, "later", &[]).await;
    assert!(!stands(&clerk, title).await);
    let threat = [("flags", "threat"), ("threat_text", "再不发工资就去堵路")];
    clerk.register(&filed.id, "later", &threat).await;
    assert!(stands(&clerk, title).await);
    let list = clerk.client.get("/staff/intake/web?tab=registered").await;
    assert!(list.says("扬言"), "{}", list.main());
    let none = [("flags", ""), ("threat_text", "")];
    clerk.register(&filed.id, "later", &none).await;
    assert!(!stands(&clerk, title).await);
    clerk.register(&filed.id, "transfer", &threat).await;
    let two = tokio::join!(
        report(&clerk, &filed, "已报值班领导。"),
        report(&clerk, &filed, "已报值班领导。")
    );
    assert!(two.0.path.ends_with("done=alert-reported") && two.1.path.ends_with("done=alert-reported"));
    let told = clerk.client.get(&case(&filed)).await;
    let titles = told.texts(".timeline .tl-title");
    let count = titles
        .iter()
        .filter(|title| title.starts_with("紧急情况已报告"))
        .count();
    assert_eq!(count, 1, "{titles:?}");
    let checked = crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(checked.0, "{}", checked.1);
}
