//! 补充材料 and the query code by message: what a petitioner can still do after filing.

use crate::uploads::{download, pdf, photo, post_file, ticket, upload};
use std::time::Duration;
use tests::people::Filed;
use tests::stack::Options;
use tests::{Citizen, Client, Officer, Page, Stack};

fn path(filed: &Filed) -> String {
    format!("/petitions/{}/materials", filed.id)
}

/// Opens the page and sends some words.
pub async fn add(citizen: &Citizen, filed: &Filed, words: &str) -> Page {
    let page = citizen.client.get(&path(filed)).await;
    let values = [("content", words), ("then", "send")];
    citizen.client.submit(&page, &path(filed), &values).await
}

/// In hand at the city.
pub async fn accepted(stack: &Stack, citizen: &Citizen, title: &str) -> Filed {
    let filed = citizen.file(title, "请督促物业尽快修好水泵。").await;
    let province = Officer::shared(stack, "dengji").await;
    province.open(&filed.id).await;
    let sent = province
        .register(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    assert!(sent.says("已转送"), "{}", sent.main());
    let city = Officer::shared(stack, "jinan").await;
    let done = city.step(&filed.id, "accept", &[]).await;
    assert!(done.says("办理中"), "{}", done.main());
    filed
}

async fn reply(city: &Officer, filed: &Filed) {
    let opinion = [
        ("outcome", "explain"),
        ("facts", "已核实。"),
        ("basis", "物业管理条例。"),
        ("opinion", "正在维修。"),
        ("next", "issue"),
    ];
    let done = city.step(&filed.id, "opinion", &opinion).await;
    assert!(done.says("已答复"), "{}", done.main());
}

/// The row of a petition in an agency's list.
async fn row(officer: &Officer, list: &str, title: &str) -> String {
    let page = officer.client.get(list).await;
    let found = page.texts("tbody tr").into_iter().find(|row| row.contains(title));
    found.unwrap_or_else(|| panic!("{title} is not in {list}: {}", page.main()))
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_what_a_petitioner_adds_reaches_the_officer_who_marks_it_read() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let title = "要补充材料的一件";
    let filed = accepted(stack, &citizen, title).await;
    let city = Officer::shared(stack, "jinan").await;
    assert!(!row(&city, "/staff/todo", title).await.contains("有新材料"));

    let page = citizen.client.get(&path(&filed)).await;
    let (attachment, state, message) = upload(stack, &citizen, &page, "昨天的照片.jpg", photo()).await;
    assert_eq!(state, "ready", "{message}");
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(!mine.says("昨天的照片"), "not sent yet: {}", mine.main());
    let case = format!("/staff/petitions/{}", filed.id);
    assert!(
        !city.client.get(&case).await.says("昨天的照片"),
        "the officer sees only what was sent"
    );
    let download_path = format!("{case}/attachments/{attachment}");
    assert_eq!(city.client.get(&download_path).await.status, 404);

    let done = add(&citizen, &filed, "昨天又淹了一次。\n照片在附件里。").await;
    assert!(
        done.path.starts_with(&format!("/petitions/{}", filed.id)),
        "{}",
        done.path
    );
    for words in [
        "已经交给办理单位",
        "补充的材料",
        "昨天又淹了一次",
        "昨天的照片.jpg",
        "已补充材料",
    ] {
        assert!(done.says(words), "{words}: {}", done.main());
    }
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    assert!(
        tracked.says("补充了文字说明和 1 个附件") && !tracked.says("又淹了一次"),
        "the words are not for trackers: {}",
        tracked.main()
    );

    assert!(row(&city, "/staff/todo", title).await.contains("有新材料"));
    let page = city.client.get(&case).await;
    for words in ["有新材料", "昨天又淹了一次", "昨天的照片.jpg", "2026年11月23日"] {
        assert!(page.says(words), "{words}: {}", page.main());
    }
    let (_, bytes) = download(&city.client, &download_path).await;
    assert!(bytes.len() > 60_000);
    let read = city
        .client
        .submit(&page, &format!("{case}/materials/read"), &[])
        .await;
    assert!(read.says("已标为看过"), "{}", read.main());
    assert!(!row(&city, "/staff/todo", title).await.contains("有新材料"));
    let again = city
        .client
        .submit(&page, &format!("{case}/materials/read"), &[])
        .await;
    assert_eq!(
        again.status,
        200,
        "a second click is no conflict: {}",
        again.main()
    );
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(!mine.says("已阅"), "an internal step: {}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_the_same_form_twice_adds_once_and_another_window_adds_its_own() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("连点两下补充的一件", "内容").await;
    let page = citizen.client.get(&path(&filed)).await;
    let other_window = citizen.client.get(&path(&filed)).await;
    let form = page
        .form(&path(&filed))
        .with(&[("content", "只加一次的话"), ("then", "send")]);
    let (one, two) = tokio::join!(citizen.client.send(&form), citizen.client.send(&form));
    for page in [&one, &two, &citizen.client.send(&form).await] {
        assert_eq!(page.status, 200, "{}", page.main());
        assert_eq!(page.texts(".added").len(), 1, "{}", page.main());
    }
    let values = [("content", "另一个窗口的话"), ("then", "send")];
    let both = citizen.client.submit(&other_window, &path(&filed), &values).await;
    assert_eq!(both.texts(".added").len(), 2, "{}", both.main());
    assert!(both.says("撤回"), "nobody has opened it: {}", both.main());
    let officer = Officer::shared(stack, "dengji").await;
    let intake = officer.open(&filed.id).await;
    assert!(
        intake.says("只加一次的话") && intake.says("另一个窗口的话"),
        "{}",
        intake.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_and_concluding_at_once_gives_each_one_clear_answer() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let city = Officer::shared(stack, "jinan").await;
    for round in 0..4 {
        let filed = accepted(stack, &citizen, &format!("同时办结和补充 {round}")).await;
        reply(&city, &filed).await;
        let page = citizen.client.get(&path(&filed)).await;
        let adding = page
            .form(&path(&filed))
            .with(&[("content", "最后的话"), ("then", "send")]);
        let step = format!("/staff/petitions/{}/conclude", filed.id);
        let concluding = city.client.get(&step).await.form(&step);
        let (added, concluded) = if round % 2 == 0 {
            tokio::join!(citizen.client.send(&adding), city.client.send(&concluding))
        } else {
            let (concluded, added) =
                tokio::join!(city.client.send(&concluding), citizen.client.send(&adding));
            (added, concluded)
        };
        let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
        match (added.status.as_u16(), concluded.status.as_u16()) {
            // Added first: the officer is told to look before concluding.
            (200, 409) => assert!(mine.says("最后的话") && !mine.says("已办结"), "{}", mine.main()),
            // Concluded first: the words come back to be copied.
            (409, 200) => {
                assert!(
                    added.says("已经办结") && added.says("最后的话"),
                    "{}",
                    added.main()
                );
                assert!(!mine.says("最后的话") && mine.says("已办结"), "{}", mine.main());
            }
            other => panic!("{other:?}\n{}\n{}", added.main(), concluded.main()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_or_full_or_wrong_is_said_beside_the_field_or_instead_of_it() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file("写错的补充", "内容").await;
    let empty = add(&citizen, &filed, " \n ").await;
    assert_eq!(empty.status, 422);
    assert!(empty.error("content").is_some(), "{}", empty.main());
    let long = "长".repeat(2001);
    let refused = add(&citizen, &filed, &long).await;
    assert!(
        refused.error("content").is_some_and(|why| why.contains("2001")),
        "{}",
        refused.main()
    );
    assert_eq!(refused.form(&path(&filed)).value("content"), Some(long.as_str()));
    for at in 1..=10 {
        let done = add(&citizen, &filed, &format!("第 {at} 次")).await;
        assert_eq!(done.texts(".added").len(), at, "{}", done.main());
    }
    let full = citizen.client.get(&path(&filed)).await;
    assert!(full.says("补充过 10 次") && full.forms().iter().all(|form| form.action != path(&filed)));
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("补充过 10 次"), "the button says why: {}", mine.main());

    let withdrawn = citizen.file("撤回了的补充", "内容").await;
    let stale = citizen.client.get(&path(&withdrawn)).await;
    let (status, announced) = ticket(&citizen.client, &stale, "早.pdf", 10).await;
    assert_eq!(status, 200, "{announced}");
    let confirm = citizen
        .client
        .get(&format!("/petitions/{}/withdraw", withdrawn.id))
        .await;
    citizen.client.submit(&confirm, &confirm.path, &[]).await;
    let late = [("content", "撤回以后的话"), ("then", "send")];
    let refused = citizen.client.submit(&stale, &path(&withdrawn), &late).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.says("已经撤回") && refused.says("撤回以后的话"),
        "{}",
        refused.main()
    );
    let (status, answer) = ticket(&citizen.client, &stale, "晚.pdf", 10).await;
    assert_eq!(status, 409, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_files_are_added_one_by_one_and_the_words_stay() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file("不用脚本的补充", "内容").await;
    let page = citizen.client.get(&path(&filed)).await;
    let values = [("content", "写到一半的话"), ("then", "file")];
    let choose = citizen.client.submit(&page, &path(&filed), &values).await;
    assert!(choose.says("写到一半的话"), "{}", choose.main());
    let forms = choose.forms();
    let form = forms
        .iter()
        .find(|form| form.fields.iter().any(|(name, _)| name == "policy"))
        .unwrap_or_else(|| panic!("no form to the bucket: {}", choose.main()));
    let sent = post_file(&citizen.client, &form.action, &form.fields, "合同.pdf", pdf(900)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let back = sent.headers["location"].to_str().unwrap().to_owned();
    let page = citizen.client.get(&back).await;
    assert_eq!(page.form(&path(&filed)).value("content"), Some("写到一半的话"));
    assert_eq!(page.texts(".file").len(), 1, "{}", page.main());

    // A second one, and away with it again: the words stay.
    let again = [("then", "file"), ("content", "写完的话")];
    citizen.client.submit(&page, &path(&filed), &again).await;
    let page = citizen.client.get(&path(&filed)).await;
    assert_eq!(page.texts(".file").len(), 2, "{}", page.main());
    let unsent = page.attributes("[data-remove]", "value").pop().unwrap();
    let page = citizen
        .client
        .submit(&page, &path(&filed), &[("then", &unsent)])
        .await;
    assert_eq!(page.texts(".file").len(), 1, "{}", page.main());
    assert_eq!(page.form(&path(&filed)).value("content"), Some("写完的话"));
    stack
        .until("the check of a plain upload", || async {
            citizen
                .client
                .get(&path(&filed))
                .await
                .says("可以使用")
                .then_some(())
        })
        .await;
    let done = citizen
        .client
        .submit(&page, &path(&filed), &[("then", "send")])
        .await;
    assert_eq!(
        (done.texts(".added").len(), done.texts(".added .file").len()),
        (1, 1),
        "{}",
        done.main()
    );
    let fresh = citizen.client.get(&path(&filed)).await;
    assert_eq!(
        fresh.form(&path(&filed)).value("content"),
        Some(""),
        "nothing is left over"
    );
    assert!(fresh.texts(".file").is_empty(), "{}", fresh.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_gets_the_code_by_message_three_times_a_day() {
    let stack = Stack::with(Options {
        clock: Some("2026-11-23T20:00:00+08:00"),
        ..Options::default()
    })
    .await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("要查询码的一件", "内容").await;
    let (own, action) = (
        format!("/petitions/{}", filed.id),
        format!("/petitions/{}/code/sms", filed.id),
    );
    let page = citizen.client.get(&own).await;
    assert!(
        page.says("今天还可以发 3 次") && page.says("****"),
        "{}",
        page.main()
    );
    let form = page.form(&action);
    let (one, two) = tokio::join!(citizen.client.send(&form), citizen.client.send(&form));
    for page in [&one, &two] {
        assert!(
            page.says("已经发往") && page.says("今天还可以发 2 次"),
            "{}",
            page.main()
        );
    }
    for left in [1, 0] {
        let page = citizen.client.get(&own).await;
        let page = citizen.client.submit(&page, &action, &[]).await;
        let says = if left > 0 {
            "今天还可以发 1 次"
        } else {
            "每天最多 3 次"
        };
        assert!(page.says(says), "{}", page.main());
    }
    let refused = citizen
        .client
        .send(&one.form(&action).with(&[("sent", "3")]))
        .await;
    assert_eq!(refused.status, 409, "{}", refused.main());
    assert!(refused.says("每天最多 3 次"), "{}", refused.main());

    let with_code = |outbox: Vec<(String, String)>| {
        let mine = |(to, text): &&(String, String)| *to == citizen.mobile && text.contains(&filed.code);
        outbox.iter().filter(mine).count()
    };
    stack
        .until("three messages with the code", || async {
            let count = with_code(stack.outbox().await);
            assert!(count <= 3, "{count}");
            (count == 3).then_some(())
        })
        .await;
    // Another day by the calendar in Shanghai. The session ends with so long a pause.
    stack.advance(Duration::from_secs(5 * 3600)).await;
    let login = citizen.client.get("/login").await;
    let values = [
        ("username", citizen.username.as_str()),
        ("password", tests::people::PASSWORD),
    ];
    citizen.client.submit(&login, "/login", &values).await;
    let page = citizen.client.get(&own).await;
    assert!(page.says("今天还可以发 3 次"), "{}", page.main());

    let nameless = Citizen::anonymous(&stack).await;
    let filed = nameless.file("匿名的一件", "内容").await;
    let page = nameless.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(page.says("匿名账号不发短信"), "{}", page.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_with_other_words_asks_and_loses_nothing() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("补充两次的一件", "内容").await;
    let path = path(&filed);
    let page = citizen.client.get(&path).await;
    let words = |words| [("content", words), ("then", "send")];
    for _click in 0..2 {
        let done = citizen.client.submit(&page, &path, &words("第一次写的")).await;
        assert!(done.path.contains("done=added"), "{}", done.path);
    }
    let asked = citizen
        .client
        .submit(&page, &path, &words("回头又写的另一段"))
        .await;
    assert_eq!(asked.status, 409, "{}", asked.main());
    assert!(asked.title().starts_with("错误"), "{}", asked.title());
    assert_eq!(asked.form(&path).value("content"), Some("回头又写的另一段"));
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(
        mine.says("第一次写的") && !mine.says("回头又写的另一段"),
        "{}",
        mine.main()
    );
    let done = citizen.client.submit(&asked, &path, &[("then", "send")]).await;
    assert!(
        done.path.contains("done=added") && done.says("回头又写的另一段"),
        "{} {}",
        done.path,
        done.main()
    );

    // The same words with a file that was chosen since are something else too.
    let again = citizen.client.get(&path).await;
    citizen.client.submit(&again, &path, &words("同样的话")).await;
    let (_, state, message) = upload(stack, &citizen, &again, "后来才选的.jpg", photo()).await;
    assert_eq!(state, "ready", "{message}");
    let asked = citizen.client.submit(&again, &path, &words("同样的话")).await;
    assert!(
        asked.status == 409 && asked.says("后来才选的"),
        "{}",
        asked.main()
    );
}
