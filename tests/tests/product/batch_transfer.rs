//! 集中转送、交办: several cases passed on at once, from the lists of all three ways in, and how each of them went.

use crate::intake_list::{LIST, case, registered, titles};
use crate::material::add;
use crate::{letters, visits};
use serde_json::Value;
use tests::{Citizen, Officer, Stack};

const BATCH: &str = "/staff/batch/transfer";

#[tokio::test(flavor = "multi_thread")]
async fn several_are_passed_on_at_once_and_each_says_how_it_went() {
    let stack = Stack::start().await;
    let (filed, clerk) = registered(&stack, &["第一件", "第二件", "第三件"]).await;
    let list = clerk.client.get(&format!("{LIST}?tab=registered")).await;
    let boxes = list.attributes("main tbody input[name=id]", "value");
    assert!(filed.iter().all(|one| boxes.contains(&one.id)), "{boxes:?}");
    assert_eq!(list.attribute("form#batch", "action").as_deref(), Some(BATCH));
    let ids: Vec<String> = filed.iter().map(|one| format!("id={}", one.id)).collect();
    let chosen = format!("{BATCH}?{}", ids.join("&"));
    let page = clerk.client.get(&chosen).await;
    assert_eq!(page.texts("main tbody tr").len(), 3, "{}", page.main());
    assert!(
        page.says("济南市信访局"),
        "the place of the matter proposes: {}",
        page.main()
    );

    // Nothing chosen, nobody named: said at the field, with all three still there.
    let mut form = page.form(BATCH);
    form.fields.retain(|(name, _)| name != "row");
    let form = form.with(&[("to", "one"), ("note", "请并案研究")]);
    let wrong = clerk.client.send(&form).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.error("row").is_some() && wrong.error("agency").is_some(),
        "{}",
        wrong.main()
    );
    assert_eq!(wrong.texts("main tbody tr").len(), 3);
    assert_eq!(wrong.form(BATCH).value("note"), Some("请并案研究"));
    assert!(
        wrong.form(BATCH).value("row").is_none(),
        "what was left out stays left out"
    );

    // One is passed on by a colleague meanwhile; the other two go.
    let colleague = Officer::login(&stack, "dengji2").await;
    let to = [("agency", "370200-xfj"), ("note", "")];
    colleague.step(&filed[1].id, "transfer", &to).await;
    let form = page.form(BATCH).with(&[("to", "place"), ("note", "请并案研究")]);
    let done = clerk.client.send(&form).await;
    assert!(done.says("成功 2 件，未成功 1 件"), "{}", done.main());
    let results = done.texts("main tbody td[data-label=结果]");
    assert!(
        results[0].starts_with("已转送")
            && results[1].contains("未成功：这件信访现在由中共青岛市委青岛市人民政府信访局办理"),
        "{results:?}"
    );
    // The same form again ends where the first did: one letter each.
    let again = clerk.client.send(&form).await;
    assert!(again.says("成功 2 件，未成功 1 件"), "{}", again.main());
    for one in [&filed[0], &filed[2]] {
        let page = clerk.client.get(&case(one)).await;
        let letters = page.texts(".letters a");
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(page.says("请并案研究"), "{}", page.main());
    }
    let city = Officer::login(&stack, "jinan").await;
    let inbox = city.client.get("/staff/inbox").await;
    assert!(inbox.says("第一件") && inbox.says("第三件") && !inbox.says("第二件"));

    // An officer elsewhere sees none of them, and moves none.
    let there = city.client.get(&format!("{BATCH}?id={}", filed[1].id)).await;
    assert!(there.says("没有选中信访件"), "{}", there.main());
    let own = city.client.get(&chosen).await;
    let there = Officer::login(&stack, "qingdao").await;
    let page = there.client.get(&format!("{BATCH}?id={}", filed[1].id)).await;
    let listed = page.form(BATCH).value("listed").unwrap_or_default().to_owned();
    assert!(listed.starts_with(&filed[1].id), "{}", page.main());
    // Its very version, and where this officer may pass cases on to.
    for to in [("place", ""), ("one", "370102-xfj")] {
        let form = own.form(BATCH).with(&[
            ("to", to.0),
            ("agency", to.1),
            ("row", &filed[1].id),
            ("listed", &listed),
        ]);
        let request = city.client.http().post(city.client.url(BATCH));
        let request = request.form(&form.fields).header("accept", "application/json");
        let told = city.client.once(request).await;
        assert_eq!(told.status, 404, "{}", told.body);
        let page = city.client.send(&form).await;
        assert!(page.says("没有选中信访件"), "{}", page.main());
    }
    let still = clerk.client.get(&case(&filed[1])).await;
    assert!(
        still.says("现在由 中共青岛市委青岛市人民政府信访局 办理"),
        "{}",
        still.main()
    );
    assert_eq!(still.texts(".letters a").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_petitioner_added_is_read_before_it_is_passed_on() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = citizen.file("补充过材料的一件", "内容").await;
    clerk.open(&filed.id).await;
    clerk.register(&filed.id, "later", &[]).await;
    let chosen = format!("{BATCH}?id={}", filed.id);
    let page = clerk.client.get(&chosen).await;
    let form = page.form(BATCH).with(&[("to", "place")]);
    add(&citizen, &filed, "新的照片").await;
    // Added while the page was looked at, and before it.
    let late = clerk.client.send(&form).await;
    assert!(late.says("未成功：有新材料"), "{}", late.main());
    let page = clerk.client.get(&chosen).await;
    assert!(page.says("有新材料"), "{}", page.main());
    assert!(page.form(BATCH).value("row").is_none(), "{}", page.main());
    let form = page.form(BATCH).with(&[("to", "place"), ("row", &filed.id)]);
    let refused = clerk.client.send(&form).await;
    assert!(refused.says("未成功：有新材料"), "{}", refused.main());
    let case = clerk.client.get(&case(&filed)).await;
    assert!(case.says("有新材料") && case.says("已登记"), "{}", case.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_leads_to_the_list_as_it_was_narrowed_and_nowhere_else() {
    let stack = Stack::start().await;
    let (filed, clerk) = registered(&stack, &["要转送的"]).await;
    let narrowed = format!("{LIST}?tab=registered&place=370100");
    let list = clerk.client.get(&narrowed).await;
    let back = list.attribute("form#batch input[name=back]", "value");
    assert_eq!(back.as_deref(), Some(&*narrowed));
    let chosen = format!("{BATCH}?id={}", filed[0].id);
    let page = clerk
        .client
        .get(&format!("{chosen}&back={}", narrowed.replace('&', "%26")))
        .await;
    assert_eq!(page.link("返回列表").as_deref(), Some(&*narrowed));
    let done = clerk.client.submit(&page, BATCH, &[("to", "place")]).await;
    assert!(done.says("成功 1 件"), "{}", done.main());
    assert_eq!(done.link("返回列表").as_deref(), Some(&*narrowed));
    for evil in [
        "https://example.com/",
        "//example.com",
        "/staff/admin",
        "javascript:alert(1)",
    ] {
        let page = clerk.client.get(&format!("{chosen}&back={evil}")).await;
        let whole = format!("{LIST}?tab=registered");
        assert_eq!(page.link("返回列表"), Some(whole), "{evil}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_and_visits_are_passed_on_together_from_their_own_lists() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let (one, two) = ("路灯坏了半年没人修", "井盖松动夜里响");
    let mut letters = Vec::new();
    for (name, summary) in [("季春生", one), ("季秋生", two)] {
        letters.push(
            letters::register(&clerk, &letters::letter(name, summary))
                .await
                .id,
        );
    }
    let visit = visits::register(&clerk, &visits::visit("季冬生", "暖气不热"))
        .await
        .id;
    for (path, ids, menu) in [
        (letters::LIST, letters.clone(), "来信登记"),
        (visits::LIST, vec![visit], "来访登记"),
    ] {
        let list = clerk.client.get(&format!("{path}?mark=waiting")).await;
        let boxes = list.attributes("main tbody input[name=id]", "value");
        assert!(
            ids.iter().all(|id| boxes.contains(id)),
            "{boxes:?} {}",
            list.main()
        );
        let back = list.attribute("form#batch input[name=back]", "value").unwrap();
        assert_eq!(back, format!("{path}?mark=waiting"));
        let asked: Vec<String> = ids.iter().map(|id| format!("id={id}")).collect();
        let page = clerk
            .client
            .get(&format!("{BATCH}?{}&back={back}", asked.join("&")))
            .await;
        assert_eq!(
            page.text(".side [aria-current]").as_deref().map(str::trim),
            Some(menu)
        );
        let done = clerk
            .client
            .submit(&page, BATCH, &[("to", "place"), ("note", "请一并研究")])
            .await;
        assert!(done.says(&format!("成功 {} 件", ids.len())), "{}", done.main());
        assert_eq!(done.link("返回列表"), Some(back));
        let list = clerk.client.get(&format!("{path}?mark=waiting")).await;
        let left = list.attributes("main tbody input[name=id]", "value");
        assert!(ids.iter().all(|id| !left.contains(id)), "{left:?}");
    }
    let city = Officer::login(&stack, "jinan").await;
    let inbox = city.client.get("/staff/inbox").await;
    for title in [one, two, "暖气不热"] {
        assert!(inbox.says(title), "{}", inbox.main());
    }
    // Whoever passes nothing on is offered no boxes.
    let interviewer = Officer::login(&stack, "jietan").await;
    let list = interviewer.client.get(visits::LIST).await;
    assert!(
        list.attribute("form#batch", "action").is_none(),
        "{}",
        list.main()
    );

    // The case leads back to the list where it stands, for whoever has it there.
    let case = format!("/staff/petitions/{}", letters[0]);
    let seen = clerk.client.get(&case).await;
    assert_eq!(seen.link("返回来信登记").as_deref(), Some(letters::LIST));
    let there = city.client.get(&case).await;
    assert_eq!(there.link("返回单位收件").as_deref(), Some("/staff/inbox"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_knows_what_it_showed_and_leaves_out_what_has_no_destination() {
    let stack = Stack::start().await;
    let (filed, clerk) = registered(&stack, &["有人记了一笔的", "全省的"]).await;
    clerk
        .register(&filed[1].id, "later", &[("division", "370000")])
        .await;
    let chosen = format!("{BATCH}?id={}&id={}", filed[0].id, filed[1].id);
    let page = clerk.client.get(&chosen).await;
    let ticked = page.attributes("main tbody input[name=row][checked]", "value");
    assert_eq!(ticked, [filed[0].id.clone()], "{}", page.main());
    // A colleague notes something; the form comes back for another reason, and still says what it has shown.
    let colleague = Officer::login(&stack, "dengji2").await;
    let of_case = colleague.client.get(&case(&filed[0])).await;
    let notes = format!("{}/notes", case(&filed[0]));
    let note = [("note", "先别转，等市里回话")];
    colleague.client.submit(&of_case, &notes, &note).await;
    let wrong = clerk.client.submit(&page, BATCH, &[("to", "one")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.error("agency").is_some(), "{}", wrong.main());
    let (shown, again) = (page.form(BATCH), wrong.form(BATCH));
    for name in ["row", "listed"] {
        assert_eq!(again.value(name), shown.value(name), "{name}");
    }
    let late = clerk.client.send(&again.with(&[("to", "place")])).await;
    assert!(late.says("未成功：刚有了新情况"), "{}", late.main());
    let province = clerk
        .client
        .get(&format!("{LIST}?tab=registered&place=370000"))
        .await;
    assert_eq!(titles(&province), ["全省的"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_passes_on_one_by_one_and_is_told_each_time() {
    let stack = Stack::start().await;
    let (filed, clerk) = registered(&stack, &["逐件转送的"]).await;
    let page = clerk.client.get(&format!("{BATCH}?id={}", filed[0].id)).await;
    let form = page.form(BATCH).with(&[("to", "place")]);
    let send = async || {
        let client = &clerk.client;
        let request = client
            .http()
            .post(client.url(BATCH))
            .header("accept", "application/json")
            .form(&form.fields);
        let answer = client.once(request).await;
        serde_json::from_str::<Value>(&answer.body).unwrap_or(Value::Null)
    };
    for _ in 0..2 {
        let told = send().await;
        assert_eq!(told["done"], true, "{told}");
        assert!(told["text"].as_str().unwrap().contains("济南市"), "{told}");
    }
    let page = clerk.client.get(&case(&filed[0])).await;
    assert_eq!(page.texts(".letters a").len(), 1, "{}", page.main());
}
