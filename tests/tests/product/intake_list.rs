//! The list of web petitions: narrowed and ordered, who is at which one, and several passed on at once.

use crate::material::add;
use crate::{letters, visits};
use futures_util::future::join_all;
use serde_json::Value;
use std::time::Duration;
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

const LIST: &str = "/staff/intake/web";
const BATCH: &str = "/staff/batch/transfer";

fn titles(page: &Page) -> Vec<String> {
    let cells = page.texts("main tbody td[data-label=标题]");
    cells
        .into_iter()
        .map(|title| title.trim_start_matches("未打开：").trim().to_owned())
        .collect()
}

fn case(filed: &Filed) -> String {
    format!("/staff/petitions/{}", filed.id)
}

/// What the script of a registration form reports; who else is at it.
async fn report(officer: &Officer, filed: &Filed) -> (u16, Value) {
    let path = format!("{LIST}/{}/editing", filed.id);
    let csrf = crate::access::token(&officer.client, &path).await;
    let client = &officer.client;
    let request = client
        .http()
        .post(client.url(&path))
        .header("accept", "application/json")
        .form(&[("csrf", csrf)]);
    let answer = client.once(request).await;
    let told = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer.status.as_u16(), told)
}

async fn registered(stack: &Stack, titles: &[&str]) -> (Vec<Filed>, Officer) {
    let clerk = Officer::login(stack, "dengji").await;
    let mut all = Vec::new();
    for title in titles {
        let citizen = Citizen::anonymous(stack).await;
        let filed = citizen.file(title, "内容").await;
        clerk.open(&filed.id).await;
        let saved = clerk.register(&filed.id, "later", &[]).await;
        assert!(saved.says("登记已保存"), "{}", saved.main());
        all.push(filed);
    }
    (all, clerk)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_by_place_and_mark_ordered_and_paged_through() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let citizen = Citizen::named(&stack).await;
    let named = citizen.file("实名的一件", "内容").await;
    let hidden = Citizen::anonymous(&stack).await;
    hidden.file("匿名的一件", "内容").await;
    let all = clerk.client.get(LIST).await;
    let mut in_order = titles(&all);
    assert!(in_order.len() >= 6, "{in_order:?}");
    assert_eq!(in_order.last().unwrap(), "匿名的一件", "the newest comes last");
    let counts = all.texts(".tabs .num");
    assert_eq!(counts.len(), 3, "{counts:?}");
    assert_eq!(counts[0], in_order.len().to_string());

    let turned = clerk.client.get(&format!("{LIST}?order=turned")).await;
    in_order.reverse();
    assert_eq!(titles(&turned), in_order);

    let unopened = clerk
        .client
        .get(&format!("{LIST}?place=370100&mark=unopened"))
        .await;
    let own = ["实名的一件", "匿名的一件"].map(str::to_owned);
    assert!(titles(&unopened).ends_with(&own), "{}", unopened.main());
    // The demonstration has one there, too.
    let count = format!("这一页符合的 {} 件", titles(&unopened).len());
    assert!(unopened.says(&count), "{}", unopened.main());
    let chosen = unopened.attributes("form.filters option[selected]", "value");
    assert_eq!(chosen, ["370100", "", "unopened", "", ""]);
    let nobody = clerk
        .client
        .get(&format!("{LIST}?mark=anonymous&place=370100"))
        .await;
    assert_eq!(titles(&nobody), ["匿名的一件"]);
    let none = clerk.client.get(&format!("{LIST}?mark=files&place=371700")).await;
    assert!(
        titles(&none).is_empty() && none.says("没有符合的"),
        "{}",
        none.main()
    );
    assert!(none.link("清除筛选").is_some());

    // A city that is chosen offers its counties; the other tabs are narrowed alike.
    let county = clerk
        .client
        .get(&format!("{LIST}?place=370100&county=370103&order=turned"))
        .await;
    assert!(county.says("没有符合的"), "{}", county.main());
    assert!(
        county
            .attributes("select[name=county] option", "value")
            .contains(&"370102".to_owned())
    );
    let tabs = county.attributes(".tabs a", "href");
    let narrowed = |tab: &str| format!("{LIST}?tab={tab}&place=370100&county=370103");
    assert_eq!(tabs, ["unregistered", "registered", "withdrawn"].map(narrowed));
    let there = clerk
        .client
        .get(&format!("{LIST}?place=370100&county=370102&mark=unopened"))
        .await;
    assert!(titles(&there).ends_with(&own), "{}", there.main());

    clerk.open(&named.id).await;
    let unopened = clerk
        .client
        .get(&format!("{LIST}?place=370100&mark=unopened"))
        .await;
    let left = titles(&unopened);
    assert!(left.contains(&own[1]) && !left.contains(&own[0]), "{left:?}");
    add(&citizen, &named, "又有照片").await;
    let material = clerk.client.get(&format!("{LIST}?mark=material")).await;
    assert_eq!(titles(&material), ["实名的一件"]);

    // Thirteen days later it is due soon, a month later it is late.
    for (days, asked) in [(13, "soon"), (20, "overdue")] {
        stack.advance(Duration::from_hours(24 * days)).await;
        let clerk = Officer::login(&stack, "dengji").await;
        let due = clerk
            .client
            .get(&format!("{LIST}?place=370100&due={asked}"))
            .await;
        assert!(
            titles(&due).contains(&"匿名的一件".to_owned()),
            "{asked}: {}",
            due.main()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_that_is_narrowed_is_looked_through_page_by_page() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let citizens = join_all((0..6).map(|_| Citizen::anonymous(&stack))).await;
    for at in 0..5 {
        join_all(citizens.iter().map(|citizen| async move {
            citizen.file(&format!("第 {at} 轮"), "内容").await;
        }))
        .await;
    }
    let mut page = clerk
        .client
        .get(&format!("{LIST}?place=370100&order=turned"))
        .await;
    let mut found = titles(&page).len();
    assert_eq!(found, 25);
    assert!(page.says("后面还有"), "{}", page.main());
    while let Some(next) = page.link("下一页") {
        assert!(next.contains("place=370100&order=turned&after="), "{next}");
        page = clerk.client.get(&next).await;
        found += titles(&page).len();
    }
    assert!(found >= 30, "{found}");
    assert!(page.link("回到第一页").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_fills_in_a_registration_is_told_to_colleagues_until_it_is_saved_or_time_is_up() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = citizen.file("两个人都想登记的一件", "内容").await;
    let first = Officer::login(&stack, "dengji").await;
    let second = Officer::login(&stack, "dengji2").await;
    assert_eq!(report(&first, &filed).await.0, 404, "nobody has opened it");
    first.open(&filed.id).await;
    let form = format!("{LIST}/{}", filed.id);
    let list = second.client.get(LIST).await;
    assert!(list.says("正由邓洁登记"), "{}", list.main());
    let own = first.client.get(LIST).await;
    assert!(own.says("正由您登记"), "{}", own.main());
    let theirs = second.client.get(&form).await;
    assert!(theirs.says("邓洁 也在登记这一件"), "{}", theirs.main());
    let (status, told) = report(&second, &filed).await;
    assert_eq!((status, told["other"].as_str()), (200, Some("邓洁")));
    let (status, told) = report(&first, &filed).await;
    assert_eq!((status, told["other"].is_null()), (200, true));

    // Nothing heard for three minutes: the next one is at it.
    stack.advance(Duration::from_mins(4)).await;
    let list = second.client.get(LIST).await;
    assert!(!list.says("正由"), "{}", list.main());
    assert!(report(&second, &filed).await.1["other"].is_null());
    let (_, told) = report(&first, &filed).await;
    assert_eq!(told["other"].as_str(), Some("冯岩"));

    // Saving ends it, and reading it elsewhere says nothing.
    second.register(&filed.id, "later", &[]).await;
    let page = first.client.get(&form).await;
    assert!(
        page.attribute("[data-editing-other]", "hidden").is_some(),
        "{}",
        page.main()
    );
    let city = Officer::login(&stack, "jinan_dj").await;
    assert_eq!(report(&city, &filed).await.0, 404, "it did not come in there");
}

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

#[tokio::test(flavor = "multi_thread")]
async fn handling_records_are_added_by_several_at_once_and_lost_by_nobody() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("要记很多的一件", "内容").await;
    let clerk = Officer::login(&stack, "dengji").await;
    clerk.open(&filed.id).await;
    clerk.register(&filed.id, "later", &[]).await;
    let path = format!("{}/notes", case(&filed));
    let page = clerk.client.get(&case(&filed)).await;
    let empty = clerk.client.submit(&page, &path, &[("note", "  ")]).await;
    assert!(
        empty.status == 422 && empty.error("note").is_some(),
        "{}",
        empty.main()
    );
    let long = "长".repeat(501);
    let long = clerk.client.submit(&page, &path, &[("note", &long)]).await;
    assert!(long.status == 422 && long.form(&path).value("note").unwrap().starts_with("长长"));
    // A double click, two different ones of the same page, and a colleague's, all at once.
    let colleague = Officer::login(&stack, "dengji2").await;
    let theirs = colleague.client.get(&case(&filed)).await;
    let (one, two) = ([("note", "已电话联系物业")], [("note", "物业承诺周五前修")]);
    let three = [("note", "街道也已知悉")];
    let sent = join_all([
        clerk.client.submit(&page, &path, &one),
        clerk.client.submit(&page, &path, &one),
        clerk.client.submit(&page, &path, &two),
        colleague.client.submit(&theirs, &path, &three),
    ])
    .await;
    for page in &sent {
        assert!(
            page.path.ends_with("?done=noted"),
            "{} {}",
            page.path,
            page.main()
        );
    }
    let old = page;
    let page = clerk.client.get(&case(&filed)).await;
    let said = page.texts(".timeline .tl-body");
    for note in [one[0].1, two[0].1, three[0].1] {
        assert_eq!(
            said.iter().filter(|body| body.contains(note)).count(),
            1,
            "{said:?}"
        );
    }
    let leader = Officer::login(&stack, "lingdao").await;
    let page = leader.client.get(&case(&filed)).await;
    let noted = leader.client.submit(&page, &path, &[("note", "请盯住")]).await;
    assert!(noted.says("办理记录已记下"), "{}", noted.main());
    // Later the same words, from the same old page, are another record.
    stack.advance(Duration::from_mins(6)).await;
    let later = clerk.client.submit(&old, &path, &one).await;
    let said = later.texts(".timeline .tl-body");
    let same = said.iter().filter(|body| body.contains(one[0].1)).count();
    assert_eq!(same, 2, "{said:?}");
    // Nobody but officers reads any of it.
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let tracked = tests::Client::new(&stack.url)
        .track(&citizen.name, &filed.code)
        .await;
    assert!(
        mine.says("已登记") && tracked.says("已登记"),
        "{}",
        tracked.main()
    );
    let sent = stack.outbox().await;
    for note in [one[0].1, two[0].1, three[0].1, "请盯住"] {
        assert!(
            !mine.body.contains(note) && !tracked.body.contains(note),
            "{note}"
        );
        assert!(!sent.iter().any(|(_, text)| text.contains(note)), "{sent:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_through_a_list_misses_no_row_repeats_none_and_reads_no_more_than_it_says() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizens = [Citizen::anonymous(&stack).await, Citizen::named(&stack).await];
    let mut filed = Vec::new();
    for at in 0..9 {
        let citizen = &citizens[usize::from(at % 4 == 0)];
        filed.push((at % 4 == 0, citizen.file(&format!("第 {at} 件"), "内容").await.id));
    }
    let store = crate::audit::store_of(dir.path(), &stack);
    let agency = "370000-xfj".parse().unwrap();
    let now: chrono::DateTime<chrono::Utc> = "2026-11-23T04:00:00Z".parse().unwrap();
    for newest_first in [false, true] {
        let (mut found, mut short, mut cursor) = (Vec::new(), 0, None);
        loop {
            let look = store::lists::Look {
                newest_first,
                rows_max: 2,
                cursor: cursor.as_ref(),
            };
            let queue = store::head::Queue::WebUnregistered;
            let named = |row: &store::head::Row| !row.anonymous && row.division.to_string() == "370102";
            let part = store
                .queue_matching(&agency, queue, look, now, named)
                .await
                .unwrap();
            assert!(part.looked_through <= 2, "{}", part.looked_through);
            short += usize::from(part.page.items.is_empty() && part.page.next.is_some());
            found.extend(part.page.items.iter().map(|row| row.id.to_string()));
            cursor = part.page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut expected: Vec<String> = filed
            .iter()
            .filter(|(named, _)| *named)
            .map(|(_, id)| id.clone())
            .collect();
        if newest_first {
            expected.reverse();
        }
        // The demonstration has one there, too.
        found.retain(|id| filed.iter().any(|(_, own)| own == id));
        assert_eq!(found, expected);
        assert!(short > 0, "some parts hold none and go on");
    }
}
