//! 联名: several people file together and each of them can follow it.

use tests::people::Filed;
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Officer, Page, Stack};

const NEW: &str = "/petitions/new";
const ID_NUMBER: &str = "370202198509230022";

/// The second stage of a fresh draft.
async fn details(citizen: &Citizen, title: &str) -> Page {
    let page = citizen.client.get("/petitions/new?fresh=1").await;
    let place = [
        ("title", title),
        ("division", "370102"),
        ("address", "泉城路 1 号院"),
    ];
    citizen.client.submit(&page, NEW, &place).await
}

/// Presses a button of the second stage after filling in some fields.
async fn press(citizen: &Citizen, page: &Page, then: &str, values: &[(&str, &str)]) -> Page {
    let mut values = values.to_vec();
    values.push(("then", then));
    citizen.client.submit(page, NEW, &values).await
}

async fn send(citizen: &Citizen, page: &Page) -> Filed {
    let receipt = citizen.client.submit(page, NEW, &[("captcha", CAPTCHA)]).await;
    Filed::of(&receipt)
}

/// Files together with two others.
async fn file(citizen: &Citizen, title: &str) -> Filed {
    let page = details(citizen, title).await;
    let page = press(citizen, &page, "add_person", &[("content", "我们三家一起反映。")]).await;
    let page = press(citizen, &page, "add_person", &[("co_1_name", "王芳")]).await;
    let others = [
        ("co_2_name", "买合木提·艾山"),
        ("co_2_id_number", ID_NUMBER),
        ("co_2_mobile", "13812340007"),
    ];
    let page = press(citizen, &page, "", &others).await;
    assert!(page.path.ends_with("step=check"), "{} {}", page.path, page.main());
    send(citizen, &page).await
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_every_co_petitioner_tracks_by_the_own_name_and_a_stranger_learns_nothing() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = file(&citizen, "三家一起反映的车库积水").await;
    for name in [citizen.name.as_str(), "王芳", " 王 芳 ", "买合木提・艾山"] {
        let found = Client::new(&stack.url).track(name, &filed.code).await;
        assert_eq!(found.path, "/track/result", "{name}: {}", found.main());
        assert!(found.says(&filed.number), "{name}: {}", found.main());
        for other in ["王芳", "买合木提", citizen.name.as_str()] {
            assert!(!found.says(other), "no name is told: {}", found.main());
        }
    }
    let stranger = Client::new(&stack.url);
    let by_name = stranger.track("王芬", &filed.code).await;
    let by_code = stranger.track("王芳", "4821 0937 5562 1048").await;
    for failed in [&by_name, &by_code] {
        assert_eq!((failed.status.as_u16(), failed.path.as_str()), (422, "/track"));
    }
    assert_eq!(
        by_name.error("name"),
        by_code.error("name"),
        "all failures are one"
    );
    assert!(by_name.error("name").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_messages_of_a_joint_petition_are_switched_by_the_one_who_filed_it_and_nobody_else() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = file(&citizen, "三家联名反映的路灯").await;
    for name in ["王芳", citizen.name.as_str()] {
        let client = Client::new(&stack.url);
        let found = client.track(name, &filed.code).await;
        assert!(found.says(&filed.number), "{}", found.main());
        assert!(!found.says("进度短信"), "{name}: {}", found.main());
        // By hand, with a token of this browser.
        let token = crate::access::token(&client, "/track/messages").await;
        let form = [("csrf", token.as_str()), ("want", "off")];
        let sent = client.http().post(client.url("/track/messages")).form(&form);
        let answer = client.once(sent).await;
        assert_eq!(answer.status, 404, "{name}: {}", answer.main());
    }
    let path = format!("/petitions/{}", filed.id);
    let page = citizen.client.get(&path).await;
    assert!(
        page.says("每一步都发短信到"),
        "nobody switched it: {}",
        page.main()
    );
    let off = citizen
        .client
        .submit(&page, &format!("{path}/messages"), &[])
        .await;
    assert!(off.says("现在不发短信到"), "{}", off.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn check_receipt_and_petition_name_the_others_and_staff_see_them_masked() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let page = details(&citizen, "楼道堆物").await;
    let page = press(
        &citizen,
        &page,
        "add_person",
        &[("content", "我们两家一起反映。")],
    )
    .await;
    let person = [
        ("co_1_name", "王芳"),
        ("co_1_id_number", ID_NUMBER),
        ("co_1_mobile", "138 1234 0007"),
    ];
    let page = press(&citizen, &page, "", &person).await;
    let check = citizen.client.submit(&page, NEW, &[]).await;
    for words in ["联名", "王芳", ID_NUMBER, "2 人"] {
        assert!(check.says(words), "{words}: {}", check.main());
    }
    let receipt = citizen.client.submit(&check, NEW, &[("captcha", CAPTCHA)]).await;
    assert!(
        receipt.says("王芳") && receipt.says("各自用自己的姓名"),
        "{}",
        receipt.main()
    );
    let filed = Filed::of(&receipt);
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("联名人") && mine.says("王芳"), "{}", mine.main());

    let officer = Officer::shared(stack, "dengji").await;
    let intake = officer.open(&filed.id).await;
    let saved = officer.register(&filed.id, "later", &[]).await;
    for page in [&intake, &saved] {
        for words in ["联名人", "王*", "370***********0022", "138****0007"] {
            assert!(page.says(words), "{words}: {}", page.main());
        }
        for secret in ["王芳", ID_NUMBER, "13812340007"] {
            assert!(!page.body.contains(secret), "{secret}: {}", page.main());
        }
    }
    assert!(
        intake.body.contains("checked")
            && intake
                .form(&intake.path)
                .fields
                .contains(&("flags".into(), "joint".into())),
        "the mark for 联名 is set already: {}",
        intake.main()
    );
    let ask = format!("/staff/petitions/{}/petitioner", filed.id);
    let page = officer.client.get(&ask).await;
    assert!(page.says("王*") && !page.body.contains("王芳"), "{}", page.main());
    let whole = officer.client.submit(&page, &ask, &[("reason", "contact")]).await;
    assert!(
        whole.says("王芳") && whole.says(ID_NUMBER),
        "for a reason: {}",
        whole.main()
    );
    let log = stack.log();
    assert!(
        !log.contains("王芳") && !log.contains(ID_NUMBER),
        "nothing of it is logged"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_people_are_added_and_removed_and_the_draft_keeps_them() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let mut page = details(&citizen, "人来人往的一封").await;
    assert_eq!(page.texts(".co-person").len(), 0, "{}", page.main());
    for (at, name) in ["王一一", "王二二", "王三三", "王四四"].into_iter().enumerate() {
        page = press(&citizen, &page, "add_person", &[("content", "写到一半")]).await;
        assert_eq!(page.texts(".co-person").len(), at + 1, "{}", page.main());
        let field = format!("co_{}_name", at + 1);
        // Typed and not yet sent on: the next button keeps it.
        page = press(&citizen, &page, "remove_9", &[(&field, name)]).await;
    }
    assert!(page.says("写满 5 位代表"), "{}", page.main());
    assert!(!page.body.contains("add_person"), "a fifth cannot be added");
    page = press(&citizen, &page, "remove_2", &[]).await;
    let again = citizen.client.get(&page.path).await;
    let form = again.form(NEW);
    let names = ["co_1_name", "co_2_name", "co_3_name"].map(|name| form.value(name).unwrap_or_default());
    assert_eq!(names, ["王一一", "王三三", "王四四"]);
    assert_eq!(
        (form.value("content"), form.value("joint")),
        (Some("写到一半"), Some("yes")),
        "adding somebody says that it is a joint petition"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_about_the_others_stands_at_its_field_and_nothing_is_lost() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let page = details(&citizen, "写错的联名").await;
    let nobody = press(&citizen, &page, "", &[("content", "内容"), ("joint", "yes")]).await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.error("joint").is_some(), "{}", nobody.main());
    assert_eq!(nobody.texts(".co-person").len(), 1, "a row to begin with");

    let own = [("co_1_name", citizen.name.as_str())];
    let page = press(&citizen, &nobody, "", &own).await;
    assert!(
        page.error("co_1_name").is_some_and(|why| why.contains("同名")),
        "{}",
        page.main()
    );
    let wrong = [
        ("co_1_name", "张3"),
        ("co_1_id_number", "370202198509230023"),
        ("co_1_mobile", "12345"),
    ];
    let page = press(&citizen, &page, "", &wrong).await;
    assert_eq!(page.status, 422);
    for (field, value) in wrong {
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
        assert_eq!(page.form(NEW).value(field), Some(value), "what was typed stays");
    }
    let few = [
        ("co_1_name", "张三丰"),
        ("co_1_id_number", ""),
        ("co_1_mobile", ""),
        ("people_count", "1"),
    ];
    let page = press(&citizen, &page, "", &few).await;
    assert!(
        page.error("people_count").is_some_and(|why| why.contains("2 人")),
        "{}",
        page.main()
    );

    // Skipping ahead does not skip the rules: the check judges again.
    let draft = page.form(NEW).value("draft").unwrap_or_default().to_owned();
    let check = citizen
        .client
        .get(&format!("{NEW}?draft={draft}&step=check"))
        .await;
    let refused = citizen.client.submit(&check, NEW, &[("captcha", CAPTCHA)]).await;
    assert_eq!(refused.status, 422, "{}", refused.main());
    assert!(refused.says("不能少于联名的 2 人"), "{}", refused.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_account_is_told_that_it_cannot_file_jointly() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = details(&citizen, "匿名的联名").await;
    assert!(
        page.says("不能联名") && !page.body.contains("add_person"),
        "{}",
        page.main()
    );
    let forged = [
        ("content", "内容"),
        ("joint", "yes"),
        ("co_rows", "1"),
        ("co_1_name", "王芳"),
    ];
    let refused = press(&citizen, &page, "", &forged).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("匿名反映不能联名"), "{}", refused.main());
}
