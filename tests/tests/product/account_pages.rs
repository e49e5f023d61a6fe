//! 我的账号: what can be changed and what not, one's data as a file, closing it.

use crate::account_access::{NEW_PASSWORD, change, login, traveller};
use crate::account_reset::{ask, code, reset};
use crate::audit::{deeds_of, store_of};
use domain::audit::Deed;
use tests::people::PASSWORD;
use tests::stack::{CAPTCHA, Options};
use tests::{Citizen, Client, Officer, Page, Stack};

async fn save(client: &Client, path: &str, values: &[(&str, &str)]) -> Page {
    let page = client.get(path).await;
    let mut all = values.to_vec();
    if !values.iter().any(|(name, _)| *name == "password") {
        all.push(("password", PASSWORD));
    }
    client.submit(&page, path, &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_who_moved_changes_number_and_address_and_the_old_number_is_told() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let me = citizen.client.get("/me").await;
    for words in ["不能在网上改", "林**", "护照"] {
        assert!(me.says(words), "{words}: {}", me.main());
    }
    assert!(me.link("修改").is_some());
    let form = citizen.client.get("/me/profile").await.form("/me/profile");
    assert_eq!(form.value("mobile"), Some(citizen.mobile.as_str()));
    assert_eq!(form.value("household_address"), Some("泉城路 1 号"));
    assert!(form.value("real_name").is_none() && form.value("username").is_none());
    let moved = [
        ("mobile", "187 1111 2222"),
        ("household_address", ""),
        ("usual_address", "解放路 9 号 3 单元"),
        // What cannot be changed is not changed, whatever is sent.
        ("real_name", "别人"),
        ("username", "somebody_else"),
    ];
    let saved = save(&citizen.client, "/me/profile", &moved).await;
    assert_eq!(saved.path, "/me?done=profile", "{}", saved.main());
    assert!(saved.says("187****2222") && saved.says("没有填") && saved.says("林**"));
    assert!(saved.says(&citizen.username));
    let told = || async {
        let sent = stack.outbox().await;
        sent.into_iter()
            .find(|(to, text)| *to == citizen.mobile && text.contains("换用别的手机号"))
    };
    stack.until("the notice to the old number", told).await;
    // What is filed from now on carries the new number.
    citizen.file("搬家以后反映的", "内容").await;
    let receipt = || async {
        let sent = stack.outbox().await;
        sent.into_iter().find(|(to, _)| to == "18711112222")
    };
    stack.until("the receipt to the new number", receipt).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_follows_a_changed_number_once_its_owner_says_so() {
    let stack = Stack::start().await;
    let citizen = traveller(&stack).await;
    let (open, withdrawn) = (
        citizen.file("搬家以前反映的", "内容").await,
        citizen.file("撤回的", "内容").await,
    );
    let confirm = citizen
        .client
        .get(&format!("/petitions/{}/withdraw", withdrawn.id))
        .await;
    let gone = format!("/petitions/{}/withdraw", withdrawn.id);
    citizen.client.submit(&confirm, &gone, &[]).await;
    let nothing = renew(&citizen.client).await;
    assert!(nothing.says("已经是现在的联系方式"), "{}", nothing.main());

    let saved = [("mobile", "18711113333"), ("usual_address", "解放路 9 号")];
    let saved = save(&citizen.client, "/me/profile", &saved).await;
    assert!(saved.says("还是原来的联系方式"), "{}", saved.main());
    let page = format!("/petitions/{}", open.id);
    let before = citizen.client.get(&page).await;
    assert!(before.says("每一步都发短信到 186****"), "{}", before.main());
    let clerk = Officer::login(&stack, "dengji").await;
    clerk.open(&open.id).await;
    let late = clerk.client.get(&format!("/staff/intake/web/{}", open.id)).await;

    let renewed = renew(&citizen.client).await;
    assert!(renewed.says("以后用新的联系方式"), "{}", renewed.main());
    let again = renew(&citizen.client).await;
    assert!(again.says("已经是现在的联系方式"), "{}", again.main());
    let after = citizen.client.get(&page).await;
    assert!(after.says("每一步都发短信到 187****3333"), "{}", after.main());
    assert!(after.says("信访人换了手机号、地址"), "{}", after.main());
    assert_eq!(after.body.matches("联系方式已更新").count(), 1);
    let closed = citizen.client.get(&format!("/petitions/{}", withdrawn.id)).await;
    assert!(!closed.says("联系方式已更新"), "{}", closed.main());

    // A form that an officer had open by then comes back with what happened; the next step is told to the new number.
    let path = format!("/staff/intake/web/{}", open.id);
    let form = late.form(&path).with(&[
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("way", "later"),
    ]);
    let refused = clerk.client.send(&form).await;
    assert_eq!(refused.status, 409, "{}", refused.main());
    assert!(refused.says("联系方式已更新"), "{}", refused.main());
    let registered = clerk.client.submit(&refused, &path, &[]).await;
    assert!(registered.says("登记已保存"), "{}", registered.main());
    let step = || async {
        let sent = stack.outbox().await;
        let number = open.number.clone();
        let of_it = |(_, text): &(String, String)| text.contains(&number) && text.contains("登记");
        sent.into_iter().filter(of_it).map(|(to, _)| to).next_back()
    };
    stack
        .until("the message to the new number", || async {
            step().await.filter(|to| to == "18711113333")
        })
        .await;
    let nobody = Citizen::anonymous(&stack).await;
    let me = nobody.client.get("/me").await;
    assert!(!me.says("也用到还没有办结的事项上"), "{}", me.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_list_the_button_goes_on_where_it_ended() {
    let stack = Stack::start().await;
    let citizen = traveller(&stack).await;
    let mut filed = Vec::new();
    for at in 0..26 {
        filed.push(citizen.file(&format!("第 {at} 件"), "内容").await);
    }
    save(&citizen.client, "/me/profile", &[("mobile", "18711114444")]).await;
    // The list's own cursor, behind its newest page: only what lies there is renewed.
    let list = citizen.client.get("/petitions").await;
    let after = list.link("下一页").unwrap();
    let after = after.split("after=").nth(1).unwrap();
    let more = citizen
        .client
        .get(&format!("/me?done=contact-more&after={after}"))
        .await;
    assert!(more.says("还有更早提交的"), "{}", more.main());
    let done = citizen.client.submit(&more, "/petitions/contact", &[]).await;
    assert_eq!(done.path, "/me?done=contact", "{}", done.main());
    for (one, renewed) in [(&filed[0], true), (&filed[1], false), (&filed[25], false)] {
        let page = citizen.client.get(&format!("/petitions/{}", one.id)).await;
        assert_eq!(
            page.says("每一步都发短信到 187****4444"),
            renewed,
            "{}",
            page.main()
        );
    }
    let wrong = more.form("/petitions/contact").with(&[("after", "x")]);
    assert_eq!(citizen.client.send(&wrong).await.status, 400);
    renew(&citizen.client).await;
    let page = citizen.client.get(&format!("/petitions/{}", filed[25].id)).await;
    assert!(page.says("每一步都发短信到 187****4444"), "{}", page.main());
}

async fn renew(client: &Client) -> Page {
    let me = client.get("/me").await;
    client.submit(&me, "/petitions/contact", &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_in_the_profile_is_told_at_its_field_and_nothing_typed_is_lost() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let long = "路".repeat(201);
    for (field, values) in [
        ("mobile", vec![("mobile", "12345")]),
        ("mobile", vec![("mobile", "")]),
        ("household_address", vec![("household_address", "")]),
        ("household_division", vec![("household_division", "999999")]),
        ("mailing_address", vec![("mailing_address", long.as_str())]),
        ("password", vec![("password", "")]),
        ("password", vec![("password", "wrong-password")]),
    ] {
        let mut all = values.clone();
        if field != "household_address" {
            all.push(("usual_address", "<b>解放路</b> 9 号"));
        }
        let page = save(&citizen.client, "/me/profile", &all).await;
        assert_eq!(page.status, 422, "{values:?}: {}", page.main());
        assert!(page.error(field).is_some(), "{values:?}: {}", page.main());
        if field != "household_address" {
            let form = page.form("/me/profile");
            assert_eq!(form.value("usual_address"), Some("<b>解放路</b> 9 号"));
            assert_eq!(form.value("password"), Some(""));
        }
    }
    let me = citizen.client.get("/me").await;
    assert!(me.says("经常居住地址 没有填"), "nothing was saved: {}", me.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_at_once_one_is_saved_and_the_other_keeps_what_was_typed() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let form = |page: &Page, address: &str| {
        page.form("/me/profile")
            .with(&[("usual_address", address), ("password", PASSWORD)])
    };
    let first = form(&citizen.client.get("/me/profile").await, "经十路 1 号甲");
    let second = form(&citizen.client.get("/me/profile").await, "纬二路 2 号乙");
    let (first, second) = tokio::join!(citizen.client.send(&first), citizen.client.send(&second));
    let won = [&first, &second].map(|page| page.path == "/me?done=profile");
    assert!(won[0] != won[1], "{} / {}", first.main(), second.main());
    let (lost, typed) = if won[0] {
        (second, "纬二路 2 号乙")
    } else {
        (first, "经十路 1 号甲")
    };
    assert_eq!(lost.status, 409, "{}", lost.main());
    assert!(lost.says("刚刚在别处改过"), "{}", lost.main());
    assert_eq!(lost.form("/me/profile").value("usual_address"), Some(typed));
    let again = citizen
        .client
        .submit(&lost, "/me/profile", &[("password", PASSWORD)])
        .await;
    assert_eq!(again.path, "/me?done=profile", "{}", again.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_number_moves_its_claim_and_belongs_to_one_account() {
    let stack = Stack::shared().await;
    let (one, other) = (traveller(stack).await, traveller(stack).await);
    let change = |citizen: &Citizen, number: &str| {
        let (client, number) = (citizen.client.clone(), number.to_owned());
        async move { save(&client, "/me/document", &[("id_number", &number)]).await }
    };
    let same = change(&one, &one.id_number).await;
    assert!(
        same.error("id_number").unwrap().contains("一样"),
        "{}",
        same.main()
    );
    let taken = change(&other, &one.id_number).await;
    assert!(
        taken.error("id_number").unwrap().contains("已经注册"),
        "{}",
        taken.main()
    );
    let bad = change(&one, "*").await;
    assert!(bad.error("id_number").is_some(), "{}", bad.main());
    let wrong = [("id_number", "G99990001"), ("password", "wrong-password")];
    let wrong = save(&one.client, "/me/document", &wrong).await;
    assert!(wrong.error("password").is_some(), "{}", wrong.main());
    let number = format!("G{}", &one.id_number[1..]);
    let moved = change(&one, &number).await;
    assert_eq!(moved.path, "/me?done=document", "{}", moved.main());
    assert!(!moved.body.contains(&number), "the number is masked");
    // The number that was given up is free again.
    let freed = change(&other, &one.id_number).await;
    assert_eq!(freed.path, "/me?done=document", "{}", freed.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_id_number_is_verified_again_and_an_outage_changes_nothing() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let people = stack.local("people.json").await;
    let special = |behaviour: &str| {
        let all = people["special"].as_array().unwrap();
        let person = all.iter().find(|p| p["behaviour"] == behaviour).unwrap();
        person["id_number"].as_str().unwrap().to_owned()
    };
    let before = citizen.client.get("/me").await.main();
    for (number, status) in [
        (special("mismatch"), 422),
        (special("down"), 503),
        ("370102195810215243".to_owned(), 422),
    ] {
        let page = save(&citizen.client, "/me/document", &[("id_number", &number)]).await;
        assert_eq!(page.status.as_u16(), status, "{number}: {}", page.main());
        let form = page.form("/me/document");
        assert_eq!(form.value("id_number"), Some(number.as_str()));
    }
    assert_eq!(citizen.client.get("/me").await.main(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_account_has_a_number_to_recover_it_with_and_nothing_else() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    assert_eq!(citizen.client.get("/me/document").await.path, "/me");
    let me = citizen.client.get("/me").await;
    assert!(me.says("没有留"), "{}", me.main());
    let set = [("mobile", "18755550002"), ("usual_address", "泉城路 1 号")];
    let set = save(&citizen.client, "/me/profile", &set).await;
    assert!(set.says("已留（不显示）"), "{}", set.main());
    let both = [("mobile", "18755550003"), ("remove_mobile", "yes")];
    let both = save(&citizen.client, "/me/profile", &both).await;
    assert!(both.error("mobile").is_some(), "{}", both.main());
    let kept = save(&citizen.client, "/me/profile", &[]).await;
    assert!(kept.says("已留（不显示）"), "{}", kept.main());
    let file = download(&citizen.client).await;
    assert_eq!(file["账号"]["留有找回密码的手机号"], true);
    assert_eq!(file["账号"]["实名信息"], serde_json::Value::Null);
    assert!(
        !file.to_string().contains("18755550002"),
        "nobody is ever shown it"
    );
    let gone = save(&citizen.client, "/me/profile", &[("remove_mobile", "yes")]).await;
    assert!(gone.says("没有留"), "{}", gone.main());
}

async fn download(client: &Client) -> serde_json::Value {
    let page = client.get("/me/download").await;
    let form = page.form("/me/download");
    let file = client.send(&form).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.headers["cache-control"], "no-store");
    let disposition = file.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename="), "{disposition}");
    serde_json::from_str(&file.body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_with_ones_data_holds_all_of_it_and_nobody_elses() {
    let stack = Stack::shared().await;
    let (citizen, stranger) = (traveller(stack).await, traveller(stack).await);
    stranger.file("别人的一封信", "别人的内容").await;
    let filed = citizen.file("自己的一封信", "自己的内容\n第二行").await;
    let officer = tests::Officer::shared(stack, "dengji").await;
    officer.open(&filed.id).await;
    let values = [
        ("summary", "只给工作人员看的摘要"),
        ("agency", "370100-xfj"),
        ("note", "只给工作人员看的备注"),
    ];
    officer.register(&filed.id, "transfer", &values).await;
    let path = format!("/petitions/{}/materials", filed.id);
    let page = citizen.client.get(&path).await;
    let added = [("content", "又漏水了"), ("then", "send")];
    citizen.client.submit(&page, &path, &added).await;
    let page = citizen.client.get("/petitions/new?fresh=1").await;
    let draft = [("title", "写到一半"), ("division", "370102"), ("address", "路")];
    citizen.client.submit(&page, "/petitions/new", &draft).await;

    let told = citizen.client.get("/me/download").await;
    assert!(
        told.says("反映过 1 件") && told.says("附件本身"),
        "{}",
        told.main()
    );
    let file = download(&citizen.client).await;
    let person = &file["账号"]["实名信息"];
    assert_eq!(person["证件号码"], citizen.id_number.as_str());
    assert_eq!(person["手机号"], citizen.mobile.as_str());
    let petition = &file["信访事项"][0];
    assert_eq!(petition["编号"], filed.number.as_str());
    assert_eq!(petition["查询码"], filed.code.as_str());
    assert_eq!(petition["正文"], "自己的内容\n第二行");
    assert_eq!(petition["补充材料"][0]["内容"], "又漏水了");
    assert_eq!(petition["文书"][0]["名称"], "信访事项转送告知书");
    assert!(!petition["文书"][0]["内容"].as_array().unwrap().is_empty());
    let steps = petition["办理过程"].to_string();
    assert!(steps.contains("已登记") && steps.contains("已转送"), "{steps}");
    assert_eq!(file["草稿"][0]["标题"], "写到一半");
    let all = file.to_string();
    for foreign in ["别人的", "只给工作人员看的", "argon2"] {
        assert!(!all.contains(foreign), "{foreign}");
    }
    let form = told.form("/me/download").with(&[("part", "2")]);
    assert_eq!(citizen.client.send(&form).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_filed_more_than_fifty_gets_them_in_files_of_fifty_each_once() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let mut numbers = std::collections::BTreeSet::new();
    for n in 0..51 {
        let filed = citizen.file(&format!("第 {n} 件"), "内容").await;
        assert!(numbers.insert(filed.number));
    }
    let told = citizen.client.get("/me/download").await;
    assert!(
        told.says("反映过 51 件") && told.says("共 2 份"),
        "{}",
        told.main()
    );
    let mut found = Vec::new();
    for (form, size) in told
        .forms()
        .iter()
        .filter(|form| form.action == "/me/download")
        .zip([50, 1])
    {
        let file = citizen.client.send(form).await;
        let file: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        let petitions = file["信访事项"].as_array().unwrap();
        assert_eq!(petitions.len(), size);
        found.extend(
            petitions
                .iter()
                .map(|petition| petition["编号"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(found.len(), 51);
    assert_eq!(
        found.into_iter().collect::<std::collections::BTreeSet<_>>(),
        numbers
    );
    let third = told.form("/me/download").with(&[("part", "3")]);
    assert_eq!(citizen.client.send(&third).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_closed_for_good_and_what_was_filed_goes_on() {
    let stack = Stack::shared().await;
    let citizen = traveller(stack).await;
    let filed = citizen.file("注销以后还要办的", "内容").await;
    let (elsewhere, _) = login(stack, &citizen.username, PASSWORD).await;
    let page = citizen.client.get("/me/close").await;
    for words in ["不能恢复", "查询码", "按法律规定保存"] {
        assert!(page.says(words), "{words}: {}", page.main());
    }
    let unread = save(&citizen.client, "/me/close", &[]).await;
    assert!(unread.error("confirm").is_some(), "{}", unread.main());
    let wrong = [("confirm", "yes"), ("password", "wrong-password")];
    let wrong = save(&citizen.client, "/me/close", &wrong).await;
    assert!(wrong.error("password").is_some(), "{}", wrong.main());
    let closed = save(&citizen.client, "/me/close", &[("confirm", "yes")]).await;
    assert_eq!(closed.path, "/login?done=closed", "{}", closed.main());
    assert!(closed.says("已经注销"), "{}", closed.main());
    for client in [&citizen.client, &elsewhere] {
        assert_eq!(client.get("/me").await.path, "/login?next=/me");
    }
    let (_, page) = login(stack, &citizen.username, PASSWORD).await;
    assert_eq!(page.status, 422, "{}", page.main());
    let (_, nobody) = login(stack, "nobody_has_this", PASSWORD).await;
    assert_eq!(page.error("username"), nobody.error("username"));

    let visitor = Client::new(&stack.url);
    let page = visitor.get("/track").await;
    let values = [
        ("name", citizen.name.as_str()),
        ("query_code", &filed.code),
        ("captcha", CAPTCHA),
    ];
    let found = visitor.submit(&page, "/track", &values).await;
    assert!(found.says(&filed.number), "{}", found.main());

    let back = Citizen {
        client: Client::new(&stack.url),
        ..citizen
    };
    let taken = back.register(&[("id_type", "414")]).await;
    assert!(
        taken.error("username").is_some(),
        "the name is never given again: {}",
        taken.main()
    );
    let username = tests::people::fresh_username();
    let anew = back
        .register(&[("id_type", "414"), ("username", &username)])
        .await;
    assert!(anew.path.starts_with("/register/done"), "{}", anew.main());
    assert!(!back.client.get("/petitions").await.says(&filed.number));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_owner_does_to_an_account_stands_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        ..Options::default()
    };
    let stack = Stack::with(options).await;
    let citizen = traveller(&stack).await;
    let client = &citizen.client;
    save(client, "/me/profile", &[("usual_address", "解放路 9 号")]).await;
    save(client, "/me/document", &[("id_number", "G00010001")]).await;
    // What is refused is not recorded as done.
    save(client, "/me/profile", &[("password", "wrong-password")]).await;
    download(client).await;
    let list = {
        login(&stack, &citizen.username, PASSWORD).await;
        client.get("/me/sessions").await
    };
    client.submit(&list, "/me/sessions/others", &[]).await;
    change(client, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).await;
    ask(client, &citizen.username, &citizen.mobile).await;
    reset(client, &code(&stack, &citizen.mobile).await, PASSWORD).await;
    let page = client.get("/login").await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    client.submit(&page, "/login", &values).await;
    save(client, "/me/close", &[("confirm", "yes")]).await;
    let deeds = deeds_of(&store_of(dir.path(), &stack), "citizen-").await;
    let expected = [
        Deed::Registered,
        Deed::ProfileChanged,
        Deed::ProfileChanged,
        Deed::DataDownloaded,
        Deed::SignedIn,
        Deed::SessionsEnded,
        Deed::PasswordChanged,
        Deed::PasswordReset,
        Deed::SignedIn,
        Deed::AccountClosed,
        Deed::SignedOut,
    ];
    assert!(deeds.iter().any(|(_, deeds)| *deeds == expected), "{deeds:?}");
}
