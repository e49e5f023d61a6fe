//! 领导公开接访: recorded by who registers or interviews, with what is required, and shown on the case.

use super::{LIST, register, stack, visit};
use crate::uploads::{photo, post_file};
use futures_util::future::join;
use tests::Officer;

#[tokio::test(flavor = "multi_thread")]
async fn a_reception_needs_leader_day_place_and_words_and_stands_on_the_case() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let done = register(&officer, &visit("见领导的人", "要求见领导的来访")).await;
    let path = format!("{LIST}/{}/reception", done.id);
    let form = officer.client.get(&path).await;
    assert!(
        form.says("郭志远"),
        "the office's leaders are offered: {}",
        form.main()
    );
    let nothing = [("date", ""), ("place", " "), ("text", "")];
    let refused = officer.client.submit(&form, &path, &nothing).await;
    assert_eq!(refused.status, 422);
    for field in ["leader", "date", "place", "text"] {
        assert!(refused.error(field).is_some(), "{field}: {}", refused.main());
    }
    for (field, wrong) in [
        ("leader", vec![("leader", "没有的领导")]),
        (
            "leader_other",
            vec![("leader", "郭志远"), ("leader_other", "高岚")],
        ),
        ("leader", vec![("leader_other", "外请的厅长")]),
        ("leader_other", vec![("leader", "other")]),
        ("leader_other", vec![("leader", "other"), ("leader_other", "1")]),
        ("date", vec![("leader", "郭志远"), ("date", "2999-01-01")]),
        ("date", vec![("leader", "郭志远"), ("date", "1999-01-01")]),
    ] {
        let mut values = vec![("place", "接访大厅"), ("text", "谈了一小时")];
        values.extend(&wrong);
        let page = officer.client.submit(&form, &path, &values).await;
        assert!(
            page.error(field).is_some(),
            "{wrong:?} at {field}: {}",
            page.main()
        );
        assert!(page.says("谈了一小时"), "kept: {}", page.main());
    }
    // With a file, by the plain form; a double click records it once.
    let values = [
        ("leader", "郭志远"),
        ("place", "接访大厅一号室"),
        ("text", "当场要求住建部门一周内答复。"),
        ("then", "file"),
    ];
    let plain = officer.client.submit(&form, &path, &values).await;
    let upload = plain
        .forms()
        .into_iter()
        .find(|form| form.fields.iter().any(|(name, _)| name == "key"))
        .expect("a form to the bucket");
    let sent = post_file(
        &officer.client,
        &upload.action,
        &upload.fields,
        "合影.jpg",
        photo(),
    )
    .await;
    let back = sent.headers.get("location").unwrap().to_str().unwrap().to_owned();
    let back = back
        .split_once("/staff/")
        .map(|(_, path)| format!("/staff/{path}"))
        .unwrap();
    let form = stack
        .until("the file is checked", || async {
            let page = officer.client.get(&back).await;
            page.says("可以使用").then_some(page)
        })
        .await;
    let send = || officer.client.submit(&form, &path, &[("then", "save")]);
    let (one, two) = join(send(), send()).await;
    for page in [&one, &two] {
        assert!(
            page.path.ends_with("done=received"),
            "{} {}",
            page.path,
            page.main()
        );
    }
    let case = officer.client.get(&done.case()).await;
    for words in [
        "领导公开接访",
        "郭志远",
        "接访大厅一号室",
        "一周内答复",
        "1 次",
        "附件 1 个",
    ] {
        assert!(case.says(words), "{words}: {}", case.main());
    }
    let link = case.link("附件1").expect("its file is linked");
    assert_eq!(officer.client.get_once(&link).await.status, 303);
    // Somebody else recorded one meanwhile: what comes late is shown what happened, and keeps its words.
    let late = officer
        .client
        .submit(&form, &path, &[("then", "save"), ("text", "另一次接访")])
        .await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.says("另一次接访") && late.says("一周内答复"),
        "{}",
        late.main()
    );
    let values = [
        ("leader", "other"),
        ("leader_other", "外请的厅长"),
        ("text", "另一次接访"),
    ];
    let second = officer.client.submit(&late, &path, &values).await;
    assert!(second.path.ends_with("done=received"), "{}", second.main());
    // A letter's clerk elsewhere and the public know nothing of it.
    let other = Officer::shared(stack, "lixia_dj").await;
    assert_eq!(other.client.get(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interviewer_may_record_it_and_a_leader_may_not() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let done = register(&officer, &visit("接谈后见领导的人", "先接谈再见领导")).await;
    let path = format!("{LIST}/{}/reception", done.id);
    let talks = Officer::shared(stack, "jietan").await;
    let form = talks.client.get(&path).await;
    let values = [("leader", "高岚"), ("place", "二号室"), ("text", "听取了意见")];
    let kept = talks.client.submit(&form, &path, &values).await;
    assert!(kept.path.ends_with("done=received"), "{}", kept.main());
    let leader = Officer::shared(stack, "lingdao").await;
    assert_eq!(leader.client.get(&path).await.status, 404);
}
