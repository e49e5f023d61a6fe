//! What cannot be told, and by whom.

use super::{agreed, choose, concluded, editors, press, public, stack, step, waiting, write};
use crate::material::accepted;
use tests::{Citizen, Officer};

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_concluded_and_has_a_name_can_be_chosen() {
    let stack = stack().await;
    let (editor, _) = editors(stack).await;
    let named = Citizen::named(stack).await;
    let open = accepted(stack, &named, "还没有办结的一件").await;
    let page = editor.client.get(&format!("/staff/petitions/{}", open.id)).await;
    assert!(
        page.says("选登为案例") && page.says("办结以后才能选登"),
        "{}",
        page.main()
    );
    let new = format!("/staff/showcase/new?petition={}", open.id);
    let asked = editor.client.get(&new).await;
    assert!(
        asked.says("办结以后才能选登")
            && asked
                .forms()
                .iter()
                .all(|form| form.action != "/staff/showcase/new")
    );

    let nobody = Citizen::anonymous(stack).await;
    let anonymous = concluded(stack, &nobody, "匿名反映的一件").await;
    let page = editor
        .client
        .get(&format!("/staff/petitions/{}", anonymous.id))
        .await;
    assert!(page.says("没有办法征求信访人的意愿"), "{}", page.main());

    // A registrar is offered nothing of the kind, and finds nothing there.
    let registrar = Officer::shared(stack, "dengji").await;
    let page = registrar
        .client
        .get(&format!("/staff/petitions/{}", anonymous.id))
        .await;
    assert!(!page.says("选登为案例"));
    assert_eq!(registrar.client.get("/staff/showcase").await.status, 404);
    assert_eq!(registrar.client.get(&new).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_agencys_officers_find_no_case_and_no_petition_there() {
    let stack = stack().await;
    let (editor, _) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "别的机构看不到的一件").await;
    let case = waiting(&editor, &filed, &[("title", "别的机构看不到的案例")]).await;
    let elsewhere = Officer::shared(stack, "qingdao_al").await;
    for path in ["", "/preview", "/edit", "/wish", "/back", "/withdraw", "/drop"] {
        let page = elsewhere.client.get(&format!("{case}{path}")).await;
        assert_eq!(page.status, 404, "{path}");
    }
    let new = format!("/staff/showcase/new?petition={}", filed.id);
    assert_eq!(elsewhere.client.get(&new).await.status, 404);
    let list = elsewhere.client.get("/staff/showcase?tab=waiting").await;
    assert!(list.status == 200 && !list.says("别的机构"), "{}", list.main());
    // With a token of their own and the right revision they change nothing either.
    let before = editor.client.get(&case).await;
    let form = before.form(&format!("{case}/take-back"));
    let revision = form.value("revision").unwrap();
    for step in [
        "edit",
        "wish",
        "submit",
        "take-back",
        "approve",
        "back",
        "withdraw",
        "drop",
    ] {
        let path = format!("{case}/{step}");
        let csrf = crate::access::token(&elsewhere.client, &path).await;
        let values = [
            ("csrf", csrf.as_str()),
            ("revision", revision),
            ("remark", "不行"),
            ("answer", "refused"),
            ("way", "phone"),
            ("on", "2026-11-23"),
            ("title", "别人改的"),
            ("city", "370200"),
        ];
        let request = elsewhere.client.http().post(elsewhere.client.url(&path));
        let sent = elsewhere.client.once(request.form(&values)).await;
        assert_eq!(sent.status, 404, "{path}: {}", sent.main());
    }
    let after = editor.client.get(&case).await;
    assert_eq!(before.texts(".tl-title"), after.texts(".tl-title"));
    assert!(after.says("待审核"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_masked_or_explained_before_it_is_submitted() {
    let stack = stack().await;
    let (editor, approver) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "号码要说明的一件").await;
    let case = choose(&editor, &filed).await;
    agreed(&editor, &case).await;
    let number = "37010219720315061X";
    let with = format!("值班电话 0531-88886666；身份证 {number}。");
    let saved = write(
        &editor,
        &case,
        &[("title", "号码要说明的案例"), ("handled", &with)],
    )
    .await;
    assert!(saved.says("只能遮盖"), "{}", saved.main());
    let page = editor.client.get(&case).await;
    assert!(page.says("还有 2 处号码没有遮盖"), "{}", page.main());

    // The document is masked, the telephone of an office is explained.
    let edit = editor.client.get(&format!("{case}/edit")).await;
    let path = format!("{case}/edit");
    let mask = format!("handled|resident_id|{number}");
    let kept = editor
        .client
        .submit(&edit, &path, &[("mask", &mask), ("then", "mask")])
        .await;
    assert!(kept.says("已经遮盖"), "{}", kept.main());
    assert!(editor.client.get(&case).await.says("还有 1 处号码没有遮盖"));
    let why = [("why-0", "office_contact"), ("then", "save")];
    editor.client.submit(&kept, &path, &why).await;
    let page = editor.client.get(&case).await;
    assert!(
        page.says("保留的号码") && page.says("是单位对外公开的电话"),
        "{}",
        page.main()
    );
    assert!(press(&editor, &case, "submit").await.says("已送审"));
    press(&approver, &case, "approve").await;
    let shown = tests::Client::new(&stack.url).get(&public(&case)).await;
    assert!(
        shown.says("0531-88886666") && !shown.body.contains(number),
        "{}",
        shown.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_long_words_come_back_with_what_was_typed() {
    let stack = stack().await;
    let (editor, _) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "标题太长的一件").await;
    let case = choose(&editor, &filed).await;
    let long = "长".repeat(61);
    let wrong = write(&editor, &case, &[("title", &long)]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.title().starts_with("错误"), "{}", wrong.title());
    assert!(
        wrong
            .error("title")
            .unwrap_or_default()
            .contains("不能超过 60 个字")
    );
    let form = wrong.form(&format!("{case}/edit"));
    assert_eq!(form.value("title"), Some(long.as_str()));
    assert_eq!(form.value("handled").map(str::trim), Some(super::WORDS[3].1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_deleted_whole_and_its_petition_can_be_chosen_again() {
    let stack = stack().await;
    let (editor, _) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "删掉稿子的一件").await;
    let case = choose(&editor, &filed).await;
    let page = editor.client.get(&format!("{case}/drop")).await;
    let gone = editor.client.submit(&page, &format!("{case}/drop"), &[]).await;
    assert!(gone.says("稿子已经删除"), "{}", gone.main());
    // A second click ends where the first did.
    let again = editor.client.submit(&page, &format!("{case}/drop"), &[]).await;
    assert!(again.says("稿子已经删除"), "{}", again.main());
    assert_eq!(editor.client.get(&case).await.status, 404);
    let other = choose(&editor, &filed).await;
    assert_ne!(other, case);
    // What was submitted is taken back first.
    write(&editor, &other, &[]).await;
    agreed(&editor, &other).await;
    press(&editor, &other, "submit").await;
    let refused = editor.client.get(&format!("{other}/drop")).await;
    assert_eq!(refused.status, 409);
    assert!(refused.says("先取回"), "{}", refused.main());
    assert!(press(&editor, &other, "take-back").await.says("已取回"));
    assert!(step(&editor, &other, "drop", &[]).await.says("稿子已经删除"));
}
