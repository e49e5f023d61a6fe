//! Forms of a suggestion that come too late, or twice: nothing an officer wrote is lost, and nothing happens twice.

use super::{Made, REPLY, make, open, step};
use futures_util::future::{join, join_all};
use tests::{Citizen, Officer, Page, Stack};

/// A suggestion that the province's office studies, and two officers of that office.
async fn studied(stack: &Stack) -> (Citizen, Made, Officer, Officer) {
    let citizen = Citizen::anonymous(stack).await;
    let made = make(&citizen.client, &[("division", "370000")]).await;
    let first = Officer::login(stack, "dengji").await;
    let second = Officer::login(stack, "dengji2").await;
    open(&first, &made).await;
    (citizen, made, first, second)
}

/// How often words stand in the course of the study.
fn times(page: &Page, words: &str) -> usize {
    page.texts(".timeline .tl-body")
        .iter()
        .filter(|body| body.contains(words))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_written_while_a_colleague_wrote_a_note_is_shown_again_with_the_note() {
    let stack = Stack::start().await;
    let (citizen, made, first, second) = studied(&stack).await;
    let path = format!("{}/reply", made.desk());
    let old = first.client.get(&path).await;
    step(&second, &made, "notes", &[("note", "交通厅说明年才有钱")]).await;
    let late = first.client.submit(&old, &path, &REPLY).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.title().starts_with("错误"), "{}", late.title());
    let banner = late.text("#overtaken").unwrap_or_default();
    let (note, who) = ("交通厅说明年才有钱", second_name(&second, &made).await);
    assert!(banner.contains(note) && banner.contains(&who), "{banner}");
    assert!(banner.contains("您填的内容都还在下面"), "{banner}");
    let form = late.form(&path);
    assert_eq!(form.value("reply"), Some(REPLY[1].1));
    assert!(
        late.attribute("input[name=outcome][value=partly_adopted][checked]", "value")
            .is_some()
    );
    assert!(!citizen.client.get(&made.page()).await.says(REPLY[1].1));
    // A preview of the old page tells it too.
    let preview = [REPLY[0], REPLY[1], ("next", "preview")];
    let preview = first.client.submit(&old, &path, &preview).await;
    assert!(preview.status == 409 && preview.text("#overtaken").is_some());
    // Sent again as it is.
    let sent = first.client.submit(&late, &path, &[("next", "send")]).await;
    assert_eq!(
        sent.path,
        format!("{}?done=replied", made.desk()),
        "{}",
        sent.main()
    );
    assert!(citizen.client.get(&made.page()).await.says(REPLY[1].1));
}

/// The name under which an officer's steps stand.
async fn second_name(officer: &Officer, made: &Made) -> String {
    let page = officer.client.get(&made.desk()).await;
    let when = page.text(".timeline .tl-when").unwrap_or_default();
    when.split(" · ")
        .nth(1)
        .expect("the step names who did it")
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn passing_on_too_late_keeps_the_office_and_the_reason() {
    let stack = Stack::start().await;
    let (_citizen, made, first, second) = studied(&stack).await;
    let path = format!("{}/transfer", made.desk());
    let old = first.client.get(&path).await;
    step(&second, &made, "notes", &[("note", "先问交通厅")]).await;
    let values = [("agency", "370100-xfj"), ("note", "归济南市管")];
    let late = first.client.submit(&old, &path, &values).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.text("#overtaken").unwrap_or_default().contains("先问交通厅"));
    assert_eq!(late.form(&path).value("note"), Some("归济南市管"));
    let chosen = late.attribute("select[name=agency] option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("370100-xfj"));
    let passed = first.client.submit(&late, &path, &[]).await;
    assert_eq!(
        passed.path,
        format!("{}?done=transferred", made.desk()),
        "{}",
        passed.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_after_a_colleagues_answer_can_be_copied_and_not_sent() {
    let stack = Stack::start().await;
    let (_citizen, made, first, second) = studied(&stack).await;
    let study = first.client.get(&made.desk()).await;
    let pages = ["reply", "transfer"].map(|step| format!("{}/{step}", made.desk()));
    let reply = first.client.get(&pages[0]).await;
    let transfer = first.client.get(&pages[1]).await;
    step(&second, &made, "reply", &REPLY).await;
    let notes = format!("{}/notes", made.desk());
    for (page, path, values, field) in [
        (&study, &notes, vec![("note", "白写的意见")], "note"),
        (
            &reply,
            &pages[0],
            vec![("outcome", "adopted"), ("reply", "白写的答复"), ("next", "send")],
            "reply",
        ),
        (
            &transfer,
            &pages[1],
            vec![("agency", "370100-xfj"), ("note", "白写的理由")],
            "note",
        ),
    ] {
        let late = first.client.submit(page, path, &values).await;
        assert_eq!(late.status, 409, "{path}: {}", late.main());
        let banner = late.text("#overtaken").unwrap_or_default();
        assert!(
            banner.contains("已经答复") && banner.contains("需要的请复制"),
            "{banner}"
        );
        let typed = values.iter().find(|(name, _)| *name == field).unwrap().1;
        let form = late.form(path);
        assert_eq!(form.value(field), Some(typed));
        let buttons = format!("form[action='{path}'] button[type=submit]");
        assert!(late.texts(&buttons).is_empty(), "{path} cannot be sent any more");
    }
    let study = first.client.get(&made.desk()).await;
    assert!(!study.body.contains("白写的"), "{}", study.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_click_of_a_step_ends_where_the_first_did() {
    let stack = Stack::start().await;
    let (citizen, made, first, second) = studied(&stack).await;
    let desk = made.desk();
    let click = async |officer: &Officer, name: &str, from: &str, values: &[(&str, &str)]| {
        let path = format!("{desk}/{name}");
        let page = officer.client.get(from).await;
        let form = page.form(&path).with(values);
        let at_once = join_all((0..3).map(|_| officer.client.send(&form))).await;
        let later = officer.client.send(&form).await;
        at_once
            .into_iter()
            .chain([later])
            .map(|page| page.path)
            .collect::<Vec<_>>()
    };
    let noted = click(&first, "notes", &desk, &[("note", "只记一次的意见")]).await;
    assert_eq!(noted, vec![format!("{desk}?done=noted"); 4]);
    assert_eq!(times(&first.client.get(&desk).await, "只记一次的意见"), 1);
    // A colleague may write the same, and so may the same officer on a new page.
    let noted = click(&second, "notes", &desk, &[("note", "只记一次的意见")]).await;
    assert_eq!(noted, vec![format!("{desk}?done=noted"); 4]);
    let transfer = [("agency", "370100-xfj"), ("note", "只转一次的理由")];
    let passed = click(&first, "transfer", &format!("{desk}/transfer"), &transfer).await;
    assert_eq!(passed, vec![format!("{desk}?done=transferred"); 4]);
    let study = first.client.get(&desk).await;
    assert_eq!(
        (times(&study, "只记一次的意见"), times(&study, "只转一次的理由")),
        (2, 1)
    );

    let city = Officer::login(&stack, "jinan_dj").await;
    open(&city, &made).await;
    let replied = click(&city, "reply", &format!("{desk}/reply"), &REPLY).await;
    assert_eq!(replied, vec![format!("{desk}?done=replied"); 4]);
    let read = citizen.client.get(&made.page()).await;
    let titles = read.texts(".tl-title");
    assert_eq!(
        titles.iter().filter(|title| *title == "已答复").count(),
        1,
        "{titles:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_of_two_at_once_are_both_kept_and_older_pages_may_still_note() {
    let stack = Stack::start().await;
    let (_citizen, made, first, second) = studied(&stack).await;
    let path = format!("{}/notes", made.desk());
    let (p, q) = (
        first.client.get(&made.desk()).await,
        second.client.get(&made.desk()).await,
    );
    let (a, b) = join(
        first.client.submit(&p, &path, &[("note", "第一位的意见")]),
        second.client.submit(&q, &path, &[("note", "第二位的意见")]),
    )
    .await;
    for page in [&a, &b] {
        assert_eq!(
            page.path,
            format!("{}?done=noted", made.desk()),
            "{}",
            page.main()
        );
    }
    let third = first
        .client
        .submit(&p, &path, &[("note", "同一页上再写一条")])
        .await;
    assert_eq!(
        third.path,
        format!("{}?done=noted", made.desk()),
        "{}",
        third.main()
    );
    for words in ["第一位的意见", "第二位的意见", "同一页上再写一条"] {
        assert_eq!(times(&third, words), 1, "{words}: {}", third.main());
    }
}
