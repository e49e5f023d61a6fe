//! What a link has to do with what was saved, with the other case, and with who may see it.

use super::*;

const BATCH: &str = "/staff/batch/transfer";

/// The stack of these tests alone: of too many like stories on one, the index yields others.
async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_linked_after_saving_is_saved_once_more_before_it_is_passed_on() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "银杏", &officer).await;
    officer.register(&second.id, "later", &[]).await;
    let page = form_with(stack, &officer, &second, &first).await;
    let linked = officer
        .client
        .send(&pressed(&page, &second, "matter", &first))
        .await;
    assert!(linked.says("已关联"), "{}", linked.main());

    let case = format!("/staff/petitions/{}", second.id);
    let refused = officer.client.get(&format!("{case}/transfer")).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.says("再保存一次才能转送") && refused.link("去登记") == Some(form_path(&second)),
        "{}",
        refused.main()
    );
    assert!(officer.client.get(&case).await.says("再保存一次才能转送"));
    let batch = officer.client.get(&format!("{BATCH}?id={}", second.id)).await;
    assert!(batch.says("再保存一次才能转送"), "{}", batch.main());

    let again = officer.client.get(&form_path(&second)).await;
    let form = again.form(&form_path(&second));
    assert_eq!(form.value("repeat_number"), Some("1"), "{}", again.main());
    assert_eq!(form.value("way"), Some("later"), "who comes back amends it");
    let onward = [("way", "transfer"), ("next", "save")];
    let sent = officer.client.send(&form.with(&onward)).await;
    assert!(sent.path.ends_with("done=transferred"), "{}", sent.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_saved_is_not_overwritten_by_a_link_nor_by_looking_again() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "石榴", &officer).await;
    let theirs = [
        ("category", "环境保护/空气/烟尘"),
        ("summary", "对方的摘要"),
        ("flags", "taiwan"),
    ];
    officer.register(&first.id, "later", &theirs).await;
    let own = [
        ("summary", "自己的摘要"),
        ("initial", "repeat"),
        ("repeat_number", "5"),
    ];
    officer.register(&second.id, "later", &own).await;
    let page = form_with(stack, &officer, &second, &first).await;
    let mut answer = officer
        .client
        .send(&pressed(&page, &second, "matter", &first))
        .await;
    for turn in ["answer of the button", "page read again"] {
        let form = answer.form(&form_path(&second));
        for (name, value) in [
            ("category", "城乡建设/住房保障与房地产/物业服务"),
            ("summary", "自己的摘要"),
            ("initial", "repeat"),
            ("repeat_number", "5"),
        ] {
            assert_eq!(form.value(name), Some(value), "{turn}");
        }
        assert!(
            !form.fields.contains(&("flags".into(), "taiwan".into())),
            "{turn}: the same matter may be somebody else's"
        );
        answer = officer.client.get(&form_path(&second)).await;
    }
    let undone = officer
        .client
        .send(&pressed(&answer, &second, "undo", &first))
        .await;
    let kept = undone.form(&form_path(&second));
    assert_eq!(kept.value("repeat_number"), Some("5"), "{}", undone.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_seen_counted_and_taken_back_from_the_other_side_too() {
    let stack = stack().await;
    let one = Officer::shared(stack, "dengji").await;
    let two = Officer::shared(stack, "dengji2").await;
    let (first, second) = two_alike(stack, "海棠", &one).await;
    one.register(&first.id, "later", &[]).await;
    let page = form_with(stack, &one, &first, &second).await;
    let linked = one.client.send(&pressed(&page, &first, "matter", &second)).await;
    assert_eq!(
        linked.form(&form_path(&first)).value("initial"),
        Some("initial"),
        "the other one came later: {}",
        linked.main()
    );

    let theirs = two.client.get(&form_path(&second)).await;
    let found = row(&theirs, &first).unwrap();
    assert!(
        found.contains("已关联：同一件事") && found.contains("登记对方的时候关联的"),
        "{found}"
    );
    let form = theirs.form(&form_path(&second));
    assert_eq!(
        (form.value("initial"), form.value("repeat_number")),
        (Some("repeat"), Some("1"))
    );
    let offered = theirs.attributes("button[name=pick]", "value");
    assert!(
        !offered.contains(&format!("matter.{}", first.id)),
        "it is not linked twice: {offered:?}"
    );

    // Changed from here: still one link, on both sides.
    let changed = two.client.send(&pressed(&theirs, &second, "undo", &first)).await;
    assert!(changed.says("已取消关联"), "{}", changed.main());
    assert_eq!(
        changed.form(&form_path(&second)).value("initial"),
        Some("initial"),
        "{}",
        changed.main()
    );
    let other = one.client.get(&form_path(&first)).await;
    assert!(!row(&other, &second).unwrap().contains("已关联"));
    let again = two
        .client
        .send(&pressed(&changed, &second, "matter", &first))
        .await;
    let person = pressed(&again, &second, "undo", &first);
    assert!(
        row(&again, &first).unwrap().contains("已关联"),
        "{}",
        again.main()
    );
    let case = one.client.get(&format!("/staff/petitions/{}", first.id)).await;
    let related = case.texts("#related + .match-list > .match");
    assert_eq!(related.len(), 1, "{related:?}");
    let twice = two.client.send(&person).await;
    assert!(twice.says("已取消关联"), "{}", twice.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_pressed_after_the_case_was_passed_on_gives_back_what_was_typed() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "玉兰", &officer).await;
    let page = form_with(stack, &officer, &second, &first).await;
    let ask = pressed(&page, &second, "matter", &first).with(&[("summary", "写了一半的摘要")]);
    officer
        .register(&second.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let late = officer.client.send(&ask).await;
    assert_eq!(late.status, 409);
    assert!(
        late.body.contains("写了一半的摘要") && late.text("#overtaken").unwrap().contains("已经转送"),
        "{}",
        late.main()
    );
    assert!(late.attributes("button[name=pick]", "value").is_empty());

    // Whoever comes back to the address of the answer is led to the form.
    let back = officer.client.get(&links_path(&first)).await;
    assert_eq!(back.path, form_path(&first));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_page_says_nothing_of_a_linked_case_out_of_reach() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (first, second) = two_alike(stack, "杏林", &officer).await;
    let page = form_with(stack, &officer, &second, &first).await;
    officer
        .client
        .send(&pressed(&page, &second, "matter", &first))
        .await;
    let repeat = [
        ("initial", "repeat"),
        ("repeat_number", "1"),
        ("agency", "370200-xfj"),
    ];
    officer.register(&second.id, "transfer", &repeat).await;
    let of = format!("/staff/petitions/{}", second.id);
    assert!(
        officer.client.get(&of).await.says(&first.number),
        "whoever may see both sees both"
    );
    let city = Officer::shared(stack, "qingdao").await;
    let case = city.client.get(&of).await;
    assert_eq!(case.status, 200);
    assert!(
        !case.body.contains(&first.number)
            && !case.body.contains(&first.id)
            && !case.says("杏林活动室没有暖气"),
        "{}",
        case.main()
    );
    assert!(case.text("#related").is_none(), "{}", case.main());
    let other = format!("/staff/petitions/{}", first.id);
    assert_eq!(city.client.get(&other).await.status, 404);
}
