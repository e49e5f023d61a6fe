//! 我现在要做什么: what the petitioner's list, page and tracking say of the next deadline, of what to do and of what
//! is still to come, from filing to the end; what they cease to offer; and letters as files to keep.

use tests::people::Filed;
use tests::{Citizen, Client, Officer, Page, Stack};

const CONTENT: &str = "今年五月起地下车库长期积水，请督促物业修好水泵。";

async fn tracked(stack: &Stack, name: &str, filed: &Filed) -> Page {
    let client = Client::new(&stack.url);
    let found = client.track(name, &filed.code).await;
    assert_eq!(found.path, "/track/result", "{}", found.main());
    found
}

async fn pass_on(stack: &Stack, filed: &Filed) {
    let province = Officer::shared(stack, "dengji").await;
    province.open(&filed.id).await;
    let to = [("agency", "370100-xfj")];
    let sent = province.register(&filed.id, "transfer", &to).await;
    assert!(sent.says("已转送"), "{}", sent.main());
}

async fn answer(stack: &Stack, filed: &Filed) -> Officer {
    let city = Officer::shared(stack, "jinan").await;
    city.step(&filed.id, "accept", &[]).await;
    let opinion = [
        ("outcome", "explain"),
        ("facts", "两台水泵损坏。"),
        ("basis", "物业管理条例。"),
        ("opinion", "已责令更换。"),
        ("next", "issue"),
    ];
    let replied = city.step(&filed.id, "opinion", &opinion).await;
    assert!(replied.says("已答复"), "{}", replied.main());
    city
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_list_page_and_tracking_say_what_to_do_now_and_what_is_to_come() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("现在要我做什么", CONTENT).await;
    let at = format!("/petitions/{}", filed.id);
    // The same sentence in three places; the list with the deadline and the days left.
    let look = async |sentence: &str, due: Option<&str>| -> [Page; 2] {
        let list = citizen.client.get("/petitions").await;
        assert_eq!(list.text(".case-due").as_deref(), due, "{}", list.main());
        assert_eq!(
            list.text("p.case-now").as_deref(),
            Some(sentence),
            "{}",
            list.main()
        );
        let pages = [
            citizen.client.get(&at).await,
            tracked(stack, &citizen.name, &filed).await,
        ];
        for page in &pages {
            assert_eq!(page.text(".now p").as_deref(), Some(sentence), "{}", page.main());
        }
        pages
    };
    look(
        "现在不用您做什么，2026年12月8日（周二）以前会登记并转办。",
        Some("登记转送期限：2026年12月8日（周二） 剩 15 天"),
    )
    .await;
    pass_on(stack, &filed).await;
    let pages = look(
        "现在不用您做什么，2026年12月8日（周二）以前会告知您是否受理。",
        Some("受理告知期限：2026年12月8日（周二） 剩 15 天"),
    )
    .await;
    for page in pages {
        let steps = page.texts(".tl-title");
        assert_eq!(
            steps[..4],
            ["您来评价", "答复", "受理告知", "已转送"],
            "read downwards"
        );
        assert_eq!(page.texts(".tl-next .tl-when"), ["还没有发生"; 3]);
        assert_eq!(page.texts(".now a.button"), Vec::<String>::new());
    }

    let city = answer(stack, &filed).await;
    let review = "对答复不服的，可以在 2026年12月23日（周三）以前向上一级机关申请复查。";
    let sentence = format!("请评价，到 2026年12月23日（周三）为止。{review}");
    let due = Some("申请复查期限：2026年12月23日（周三） 剩 30 天");
    for page in look(&sentence, due).await {
        let steps = page.texts(".tl-title");
        assert_eq!(
            steps[..4],
            ["办结", "申请复查", "您来评价", "责任单位已答复"],
            "{steps:?}"
        );
        // The one blue button stands above the timeline.
        assert_eq!(page.texts(".now a.button"), ["评价"]);
        let all = page.texts("main .button");
        assert_eq!(
            all.iter().filter(|words| words.contains("评价")).count(),
            1,
            "{all:?}"
        );
        assert!(page.body.find("class=\"now\"") < page.body.find("id=\"process\""));
    }
    let case = city.client.get(&format!("/staff{at}")).await;
    assert_eq!(case.texts(".tl-title")[..3], ["办结", "申请复查", "信访人评价"]);

    let before = citizen.client.get(&at).await;
    city.step(&filed.id, "conclude", &[]).await;
    for page in look(&sentence, None).await {
        assert!(
            !page.says("进度短信") && !page.says("还没有发生"),
            "{}",
            page.main()
        );
    }
    let list = citizen.client.get("/petitions").await;
    assert!(list.says("已办结") && !list.says("现在由"), "{}", list.main());
    // A page that was open meanwhile is told so.
    let messages = format!("{at}/messages");
    let late = citizen.client.submit(&before, &messages, &[]).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.says("没有进度可发了"), "{}", late.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_what_was_withdrawn_offers_no_slip_and_no_code_by_message() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("撤回以后不再提供的", CONTENT).await;
    let at = format!("/petitions/{}", filed.id);
    let before = citizen.client.get(&at).await;
    assert!(
        before.says("打印查询单") && before.says("用短信发给我"),
        "{}",
        before.main()
    );
    let withdraw = format!("{at}/withdraw");
    let asked = citizen.client.get(&withdraw).await;
    let gone = citizen.client.submit(&asked, &withdraw, &[]).await;
    assert!(
        gone.says("已经撤回，不用您做什么") && !gone.says("打印查询单") && !gone.says("用短信发给我"),
        "{}",
        gone.main()
    );
    let late = citizen
        .client
        .submit(&before, &format!("{at}/code/sms"), &[])
        .await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.says("已经撤回，不再发查询码"), "{}", late.main());
}

/// Checks that a page is a letter as a file: attached, named, with its own looks, asking nobody for anything.
fn is_file(page: &Page, number: &str) {
    assert_eq!(page.status, 200, "{}", page.body);
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    let name = header("content-disposition");
    let encoded = name
        .strip_prefix("attachment; filename*=UTF-8''")
        .expect("attached");
    assert!(
        encoded.starts_with("%E4%BF%A1%E8%AE%BF") && encoded.ends_with(".html"),
        "{name}"
    );
    assert_eq!(header("cache-control"), "no-store");
    assert!(
        page.body.contains(number) && page.body.contains("@page letter"),
        "{}",
        page.body
    );
    for outside in ["<link", "<script", "src=", "href="] {
        assert!(!page.body.contains(outside), "{outside}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_letter_is_kept_as_one_file_by_whom_it_concerns() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("文书下载", CONTENT).await;
    pass_on(stack, &filed).await;
    let own = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let letter = citizen.client.get(&own.link("信访事项转送告知书").unwrap()).await;
    let number = letter.text(".sheet-number").unwrap();
    let path = letter.link("下载").unwrap();
    is_file(&citizen.client.get(&path).await, &number);

    let stranger = Citizen::anonymous(stack).await;
    assert_eq!(stranger.client.get(&path).await.status, 404);
    let nobody = Client::new(&stack.url).get(&path).await;
    assert!(nobody.path.starts_with("/login?next="), "{}", nobody.path);

    let city = Officer::shared(stack, "jinan").await;
    let case = city.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let shown = city.client.get(&case.link("信访事项转送告知书").unwrap()).await;
    let staff = shown.link("下载").unwrap();
    is_file(&city.client.get(&staff).await, &number);
    let elsewhere = Officer::shared(stack, "qingdao").await;
    assert_eq!(elsewhere.client.get(&staff).await.status, 404);

    // Whoever tracks by name and code reads no letters there, and so keeps none.
    let found = tracked(stack, &citizen.name, &filed).await;
    assert!(!found.body.contains("/letters/"), "{}", found.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_says_which_rules_replaced_which_and_since_when() {
    let stack = Stack::shared().await;
    let rules = Client::new(&stack.url).get("/guide/rules").await;
    assert!(
        rules.says("2005 年的《信访条例》已经由《信访工作条例》代替") && rules.says("自 2022年5月1日起施行"),
        "{}",
        rules.main()
    );
}
