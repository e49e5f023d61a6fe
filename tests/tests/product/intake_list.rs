//! The list of web petitions: narrowed and ordered, and who is at which one.

use crate::material::add;
use futures_util::future::join_all;
use serde_json::Value;
use std::time::Duration;
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

pub const LIST: &str = "/staff/intake/web";

pub fn titles(page: &Page) -> Vec<String> {
    let cells = page.texts("main tbody td[data-label=标题]");
    cells
        .into_iter()
        .map(|title| title.trim_start_matches("未打开：").trim().to_owned())
        .collect()
}

pub fn case(filed: &Filed) -> String {
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

pub async fn registered(stack: &Stack, titles: &[&str]) -> (Vec<Filed>, Officer) {
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
