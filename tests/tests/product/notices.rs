//! Notices: written as drafts, published, corrected, taken down; seen by whom they are for and by nobody else.

use domain::audit::Deed;
use std::time::Duration;
use tests::{Client, Officer, Page, Stack};

const LIST: &str = "/staff/admin/notices";
const NEW: &str = "/staff/admin/notices/new";

async fn write(client: &Client, values: &[(&str, &str)]) -> Page {
    let form = client.get(NEW).await;
    let mut all = vec![
        ("title", "12 月 1 日系统维护"),
        ("body", "0 时至 6 时不能提交。\n\n<b>可以</b>查询。"),
        ("audience", "public"),
    ];
    for (name, value) in values {
        all.retain(|(key, _)| key != name);
        all.push((name, value));
    }
    client.submit(&form, NEW, &all).await
}

/// The path of the notice whose page this is.
fn path_of(page: &Page) -> String {
    page.path.split('?').next().unwrap_or_default().to_owned()
}

async fn step(client: &Client, path: &str, step: &str) -> Page {
    let page = client.get(path).await;
    client.submit(&page, &format!("{path}/{step}"), &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_a_draft_for_nobody_then_for_everybody_then_gone() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let client = Officer::login(&stack, "guanli").await.client;
    let anybody = Client::new(&stack.url);
    assert_eq!(
        client.get("/staff/admin").await.link("公告").as_deref(),
        Some(LIST)
    );
    let draft = write(&client, &[("important", "yes"), ("until", "2026年12月1日")]).await;
    let path = path_of(&draft);
    assert!(
        draft.says("草稿") && draft.says("到2026年12月1日（周二）为止"),
        "{}",
        draft.main()
    );
    let public = path.replace("/staff/admin", "");
    assert_eq!(anybody.get(&public).await.status, 404, "a draft is not there");
    assert_eq!(
        anybody
            .get(&path.replace("/admin", ""))
            .await
            .path
            .split('?')
            .next(),
        Some("/staff/login")
    );
    assert!(!anybody.get("/").await.body.contains("12 月 1 日系统维护"));

    let hung = step(&client, &path, "publish").await;
    assert!(hung.says("已经发布"), "{}", hung.main());
    assert_eq!(hung.link("打开发布后的页面").as_deref(), Some(public.as_str()));
    let page = anybody.get(&public).await;
    assert!(
        page.says("2026年11月23日（周一）发布") && page.says("重要"),
        "{}",
        page.main()
    );
    assert!(page.body.contains("&lt;b&gt;可以"), "plain text stays text");
    assert_eq!(
        page.texts(".prose p"),
        ["0 时至 6 时不能提交。", "<b>可以</b>查询。"]
    );
    // At once in the process that published it: on top of the home page, and in the list.
    let home = anybody.get("/").await;
    let top = home.text("aside.top-notice").unwrap_or_default();
    assert!(top.contains("12 月 1 日系统维护"), "{top}");
    assert_eq!(home.link("全部公告").as_deref(), Some("/notices"));
    assert_eq!(
        anybody.get("/notices").await.link("12 月 1 日系统维护"),
        Some(public.clone())
    );
    assert!(anybody.get("/sitemap").await.link("公告").is_some());

    // Published twice is published once; an edit goes on hanging.
    let again = client.submit(&draft, &format!("{path}/publish"), &[]).await;
    assert!(again.says("已经发布"), "{}", again.main());
    let edit = client.get(&format!("{path}/edit")).await;
    assert!(edit.says("已经发布，保存以后读的人马上看到改动"));
    let words = [
        ("title", "12 月 1 日系统维护改到 12 月 2 日"),
        ("until", "2026-12-02"),
    ];
    client.submit(&edit, &format!("{path}/edit"), &words).await;
    assert!(anybody.get(&public).await.says("改到 12 月 2 日"));

    let down = step(&client, &path, "down").await;
    assert!(down.says("已经撤下"), "{}", down.main());
    assert_eq!(anybody.get(&public).await.status, 404);
    assert!(anybody.get("/notices").await.link("改到 12 月 2 日").is_none());
    assert!(client.get(LIST).await.says("已撤下"));

    let store = crate::audit::store_of(dir.path(), &stack);
    let deeds = crate::audit::deeds_of(&store, "officer-").await;
    let expected = [
        Deed::SignedIn,
        Deed::NoticeSaved,
        Deed::NoticePublished,
        Deed::NoticeSaved,
        Deed::NoticeTakenDown,
    ];
    assert_eq!(deeds[0].1, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_shown_through_its_last_day() {
    let stack = Stack::start().await;
    let client = Officer::login(&stack, "guanli").await.client;
    let anybody = Client::new(&stack.url);
    let path = path_of(&write(&client, &[("until", "2026-11-23")]).await);
    step(&client, &path, "publish").await;
    let public = path.replace("/staff/admin", "");
    assert_eq!(anybody.get(&public).await.status, 200);
    // Midnight in Shanghai.
    stack.advance(Duration::from_secs(15 * 3600)).await;
    assert_eq!(anybody.get(&public).await.status, 404);
    assert!(anybody.get("/notices").await.link("12 月 1 日系统维护").is_none());
    assert!(!anybody.get("/").await.body.contains("12 月 1 日系统维护"));
    let client = Officer::login(&stack, "guanli").await.client;
    assert!(client.get(LIST).await.says("已过期"));
    step(&client, &path, "down").await;
    let over = client.get(&path).await;
    assert!(
        over.says("截止日期已经过了") && over.forms().iter().all(|form| !form.action.ends_with("publish"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_read_what_is_for_them_and_the_public_does_not() {
    let stack = Stack::start().await;
    let client = Officer::login(&stack, "guanli").await.client;
    let anybody = Client::new(&stack.url);
    let officer = Officer::login(&stack, "jinan").await.client;
    let own = path_of(&write(&client, &[("title", "只给工作人员"), ("audience", "staff")]).await);
    let both = path_of(&write(&client, &[("title", "给所有人"), ("audience", "both")]).await);
    step(&client, &own, "publish").await;
    step(&client, &both, "publish").await;
    let of = |path: &str, base: &str| path.replace("/staff/admin", base);
    assert_eq!(anybody.get(&of(&own, "")).await.status, 404);
    assert_eq!(anybody.get(&of(&both, "")).await.status, 200);
    assert!(!anybody.get("/notices").await.says("只给工作人员"));
    let workbench = officer.get("/staff").await;
    assert_eq!(workbench.link("只给工作人员"), Some(of(&own, "/staff")));
    assert!(workbench.says("给所有人"), "{}", workbench.main());
    assert!(
        officer
            .get(&of(&own, "/staff"))
            .await
            .says("0 时至 6 时不能提交。")
    );
    let all = officer.get("/staff/notices").await;
    assert!(
        all.says("只给工作人员") && all.says("登记时请逐件核对"),
        "{}",
        all.main()
    );
    assert_eq!(
        officer.get(&own).await.status,
        404,
        "keeping them is the administrators'"
    );
    // Another audience, and it moves to the other board in the same step.
    let edit = client.get(&format!("{own}/edit")).await;
    client
        .submit(&edit, &format!("{own}/edit"), &[("audience", "public")])
        .await;
    assert_eq!(anybody.get(&of(&own, "")).await.status, 200);
    assert_eq!(officer.get(&of(&own, "/staff")).await.status, 404);
    assert!(officer.get("/staff").await.link("只给工作人员").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_beside_the_field_and_who_comes_second_keeps_what_was_typed() {
    let stack = Stack::start().await;
    let client = Officer::login(&stack, "guanli").await.client;
    let long = "长".repeat(61);
    let wrong = write(
        &client,
        &[
            ("title", &long),
            ("body", " "),
            ("audience", "x"),
            ("until", "明天"),
        ],
    )
    .await;
    assert_eq!(wrong.status, 422);
    for field in ["title", "body", "audience", "until"] {
        assert!(wrong.error(field).is_some(), "{field}: {}", wrong.main());
    }
    assert_eq!(wrong.form(NEW).value("until"), Some("明天"));
    // The form sent twice writes one.
    let form = client.get(NEW).await;
    let values = [("title", "写一次"), ("body", "正文")];
    let first = client.submit(&form, NEW, &values).await;
    let second = client.submit(&form, NEW, &values).await;
    assert_eq!(path_of(&first), path_of(&second));
    let listed = client.get(LIST).await.texts("tbody a");
    assert_eq!(listed.iter().filter(|title| *title == "写一次").count(), 1);

    let path = path_of(&first);
    let edit = format!("{path}/edit");
    let (one, other) = (client.get(&edit).await, client.get(&edit).await);
    let shown = client.get(&path).await;
    client.submit(&one, &edit, &[("title", "先改的")]).await;
    let late = client.submit(&other, &edit, &[("title", "后改的")]).await;
    assert_eq!(late.status, 409);
    assert!(late.says("先改的") && late.says("没有保存"), "{}", late.main());
    assert_eq!(late.form(&edit).value("title"), Some("后改的"));
    // What was looked at is not what would be published.
    let blind = client.submit(&shown, &format!("{path}/publish"), &[]).await;
    assert_eq!(blind.status, 409, "{}", blind.main());
    let saved = client.send(&late.form(&edit)).await;
    assert!(saved.says("后改的") && saved.says("草稿"), "{}", saved.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_pages_and_the_home_page_the_newest() {
    let stack = Stack::start().await;
    let client = Officer::login(&stack, "guanli").await.client;
    for number in 1..=27 {
        let path = path_of(&write(&client, &[("title", &format!("第 {number} 条"))]).await);
        step(&client, &path, "publish").await;
        stack.advance(Duration::from_secs(1)).await;
    }
    let anybody = Client::new(&stack.url);
    // The home page reads the settings, the newest notices and the newest cases at the same time, and then goes by
    // its copies.
    // The settings may have been read a moment ago: delivery looks at them too, in this very process.
    stack.advance(Duration::from_secs(20)).await;
    for expected in [&["requests=2", "requests=3"][..], &["requests=0"]] {
        let home = anybody.get("/").await;
        let usage = home
            .headers
            .get("x-store-usage")
            .and_then(|usage| usage.to_str().ok());
        let usage = usage.unwrap_or_default().split(' ').next().unwrap_or_default();
        assert!(expected.contains(&usage), "{usage}, not {expected:?}");
    }
    let first = anybody.get("/notices").await;
    assert_eq!(first.texts(".teasers a").len(), 25);
    let second = anybody.get(&first.link("下一页").expect("there are more")).await;
    let rest = second.texts(".teasers a");
    // Two of ours and the three of the demonstration that the public may read.
    assert_eq!(rest.len(), 5, "{rest:?}");
    assert!(second.link("回到第一页").is_some() && second.link("下一页").is_none());
    let home = anybody.get("/").await;
    let newest = home.texts("section[aria-labelledby=notices] .teasers a");
    assert_eq!(newest, ["第 27 条", "第 26 条", "第 25 条"]);
    assert!(home.body.len() < 60_000, "{}", home.body.len());
    let kept = client.get(LIST).await;
    assert!(kept.link("下一页").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_still_hangs_is_found_behind_many_that_are_over() {
    let stack = Stack::start().await;
    let client = Officer::login(&stack, "guanli").await.client;
    let important = [("title", "一直重要的事"), ("important", "yes")];
    let path = path_of(&write(&client, &important).await);
    step(&client, &path, "publish").await;
    for number in 1..=27 {
        let words = [("title", &*format!("第 {number} 条")), ("until", "2026-11-23")];
        let path = path_of(&write(&client, &words).await);
        step(&client, &path, "publish").await;
    }
    let anybody = Client::new(&stack.url);
    assert!(anybody.get("/").await.says("第 27 条"));
    // Midnight in Shanghai.
    stack.advance(Duration::from_secs(15 * 3600)).await;
    let home = anybody.get("/").await;
    let usage = home
        .headers
        .get("x-store-usage")
        .and_then(|usage| usage.to_str().ok());
    let usage = usage.unwrap_or_default().split(' ').next().unwrap_or_default();
    assert!(["requests=3", "requests=4"].contains(&usage), "{usage}");
    let top = home.text("aside.top-notice").unwrap_or_default();
    assert!(top.contains("一直重要的事"), "{}", home.main());
    assert!(!home.says("第 27 条"), "{}", home.main());
    let others = home.texts("section[aria-labelledby=notices] .teasers a");
    assert_eq!(others.len(), 3, "those of the demonstration: {others:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_with_other_words_is_no_double_click() {
    let stack = Stack::start().await;
    let client = Officer::login(&stack, "guanli").await.client;
    let form = client.get(NEW).await;
    let words = [
        ("title", "第一次的标题"),
        ("body", "第一次的正文"),
        ("audience", "public"),
    ];
    let first = client.submit(&form, NEW, &words).await;
    let path = path_of(&first);
    let again = client.submit(&form, NEW, &words).await;
    assert_eq!(again.path, first.path, "the same words are the same notice");

    let words = [
        ("title", "第二次的标题"),
        ("body", "第二次的正文"),
        ("audience", "staff"),
    ];
    let asked = client.submit(&form, NEW, &words).await;
    assert_eq!(asked.status, 409, "{}", asked.main());
    assert!(asked.title().starts_with("错误"), "{}", asked.title());
    assert!(
        asked.says("第一次的标题") && asked.says("没有保存"),
        "{}",
        asked.main()
    );
    let edit = asked.form(&format!("{path}/edit"));
    assert_eq!(edit.value("title"), Some("第二次的标题"));
    assert_eq!(edit.value("body"), Some("第二次的正文"));
    assert!(
        client.get(&path).await.says("第一次的正文"),
        "nothing was covered"
    );
    let saved = client.send(&edit).await;
    assert!(
        saved.says("第二次的正文") && path_of(&saved) == path,
        "{}",
        saved.main()
    );
    let list = client.get(LIST).await;
    assert!(list.says("第二次的标题") && !list.says("第一次的标题"));
}
