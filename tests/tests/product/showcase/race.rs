//! Two officers at one case, and forms that are sent twice.

use super::{agreed, choose, concluded, editors, press, public, stack, waiting, write};
use futures_util::future::{join, join_all};
use tests::{Citizen, Officer};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_approve_at_once_one_wins_and_the_other_is_told() {
    let stack = stack().await;
    let (editor, second) = editors(stack).await;
    let leader = Officer::shared(stack, "lingdao").await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "两个人同时审核的一件").await;
    let case = waiting(&editor, &filed, &[("title", "两个人同时审核的案例")]).await;
    let path = format!("{case}/approve");
    let pages = join(second.client.get(&case), leader.client.get(&case)).await;
    let forms = (pages.0.form(&path), pages.1.form(&path));
    let (one, two) = join(second.client.send(&forms.0), leader.client.send(&forms.1)).await;
    let mut ends = [one.status.as_u16(), two.status.as_u16()];
    ends.sort_unstable();
    assert_eq!(ends, [200, 409], "{} {}", one.main(), two.main());
    let lost = if one.status == 409 { &one } else { &two };
    assert!(lost.says("您的操作没有生效"), "{}", lost.main());
    let trail = editor
        .client
        .get(&case)
        .await
        .texts(".timeline .tl-title")
        .join(" ");
    assert_eq!(trail.matches("同意发布").count(), 1, "{trail}");
    // The winner's second click ends where the first did.
    let (winner, form) = if one.status == 200 {
        (&second, &forms.0)
    } else {
        (&leader, &forms.1)
    };
    assert!(winner.client.send(form).await.path.ends_with("?done=published"));
}

#[tokio::test(flavor = "multi_thread")]
async fn approving_against_taking_back_exactly_one_takes_effect() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "边审核边取回的一件").await;
    let case = waiting(&editor, &filed, &[("title", "边审核边取回的案例")]).await;
    let pages = join(approver.client.get(&case), editor.client.get(&case)).await;
    let approve = pages.0.form(&format!("{case}/approve"));
    let take_back = pages.1.form(&format!("{case}/take-back"));
    let (approved, taken) = join(approver.client.send(&approve), editor.client.send(&take_back)).await;
    let public = tests::Client::new(&stack.url).get(&public(&case)).await;
    if approved.status == 200 {
        assert_eq!(
            (taken.status.as_u16(), public.status.as_u16()),
            (409, 200),
            "{}",
            taken.main()
        );
    } else {
        assert_eq!(
            (approved.status.as_u16(), public.status.as_u16()),
            (409, 404),
            "{}",
            approved.main()
        );
        assert_eq!(taken.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_come_after_a_colleagues_are_kept_and_shown_with_who_was_first() {
    let stack = stack().await;
    let (editor, colleague) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "两个人同时写的一件").await;
    let case = choose(&editor, &filed).await;
    let path = format!("{case}/edit");
    let old = editor.client.get(&path).await;
    write(&colleague, &case, &[("title", "同事写的标题")]).await;
    let mine = [
        ("title", "我写的标题"),
        ("outcome", "我写的结果"),
        ("then", "save"),
    ];
    let late = editor.client.submit(&old, &path, &mine).await;
    assert_eq!(late.status, 409);
    assert!(late.title().starts_with("错误"), "{}", late.title());
    let banner = late.text("#overtaken").unwrap_or_default();
    assert!(banner.contains("柏青") && banner.contains("保存稿子"), "{banner}");
    assert!(
        late.says("现在保存的标题") && late.says("同事写的标题"),
        "what would be overwritten is shown: {}",
        late.main()
    );
    let form = late.form(&path);
    assert_eq!(form.value("title"), Some("我写的标题"));
    assert_eq!(form.value("outcome").map(str::trim), Some("我写的结果"));
    let saved = editor.client.submit(&late, &path, &[("then", "save")]).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    // The same form again is the same save.
    let again = editor.client.submit(&late, &path, &[("then", "save")]).await;
    assert!(again.says("已经保存"), "{}", again.main());
    assert!(editor.client.get(&case).await.says("我写的标题"));

    // What comes after it was submitted cannot be saved, and can still be copied.
    write(&editor, &case, &[("title", "我写的标题")]).await;
    agreed(&editor, &case).await;
    let open = colleague.client.get(&path).await;
    press(&editor, &case, "submit").await;
    let closed = colleague
        .client
        .submit(&open, &path, &[("title", "太晚的标题"), ("then", "save")])
        .await;
    assert_eq!(closed.status, 409);
    let banner = closed.text("#overtaken").unwrap_or_default();
    assert!(
        banner.contains("已经送审") && banner.contains("需要的请复制"),
        "{banner}"
    );
    assert_eq!(closed.form(&path).value("title"), Some("太晚的标题"));

    // So can the words of a colleague who would send it back too late.
    let back = colleague.client.get(&format!("{case}/back")).await;
    assert_eq!(
        back.status,
        409,
        "who wrote it does not send it back: {}",
        back.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_to_send_back_that_comes_too_late_is_kept() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "退回来晚了的一件").await;
    let case = waiting(&editor, &filed, &[("title", "退回来晚了的案例")]).await;
    let path = format!("{case}/back");
    let page = approver.client.get(&path).await;
    press(&editor, &case, "take-back").await;
    let late = approver
        .client
        .submit(&page, &path, &[("remark", "请把门牌去掉")])
        .await;
    assert_eq!(late.status, 409);
    assert_eq!(
        late.form(&path).value("remark").map(str::trim),
        Some("请把门牌去掉")
    );
    assert!(
        late.text("#overtaken").unwrap_or_default().contains("取回"),
        "{}",
        late.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_choose_the_same_petition_end_at_one_case() {
    let stack = stack().await;
    let (editor, colleague) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "两个人同时选的一件").await;
    let new = format!("/staff/showcase/new?petition={}", filed.id);
    let pages = join(editor.client.get(&new), colleague.client.get(&new)).await;
    let action = "/staff/showcase/new";
    let forms = [
        (&editor, pages.0.form(action)),
        (&colleague, pages.1.form(action)),
    ];
    let sent = join_all(forms.iter().map(|(officer, form)| officer.client.send(form))).await;
    let path = |page: &tests::Page| {
        let path = page.path.split('?').next().unwrap_or_default();
        path.trim_end_matches("/edit").to_owned()
    };
    assert_eq!(
        path(&sent[0]),
        path(&sent[1]),
        "{} {}",
        sent[0].path,
        sent[1].path
    );
    assert!(sent.iter().all(|page| page.status == 200));
    // Later, too, choosing it leads to the case there is.
    let case = path(&sent[0]);
    assert_eq!(colleague.client.get(&new).await.path, case);
    let withdraw = step_is_refused(&editor, &case).await;
    assert!(withdraw.contains("没有公开"), "{withdraw}");
}

async fn step_is_refused(officer: &Officer, case: &str) -> String {
    let page = officer.client.get(&format!("{case}/withdraw")).await;
    assert_eq!(page.status, 409);
    page.main()
}
