//! What everybody reads: the list in pages, by place and category, by words; what may be kept, and what it costs.

use super::{agreed, choose, concluded, editors, press, public, stack, waiting, write};
use tests::{Citizen, Client, Page, Stack};

fn requests(page: &Page) -> u32 {
    let usage = page
        .headers
        .get("x-store-usage")
        .and_then(|usage| usage.to_str().ok());
    let requests = usage
        .unwrap_or_default()
        .split(' ')
        .find_map(|part| part.strip_prefix("requests="));
    requests
        .and_then(|count| count.parse().ok())
        .unwrap_or_else(|| panic!("{usage:?}"))
}

fn titles(page: &Page) -> Vec<String> {
    page.texts(".teasers h2")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_pages_through_the_cases_and_searches_them_at_a_fixed_cost() {
    let stack = Stack::start().await;
    let (editor, approver) = editors(&stack).await;
    let visitor = Client::new(&stack.url);
    let few = visitor.get("/cases?q=水泵").await;
    let alone = requests(&few);
    let citizens = [Citizen::named(&stack).await, Citizen::named(&stack).await];
    for n in 0..24 {
        let filed = concluded(&stack, &citizens[n % 2], &format!("第 {n} 件")).await;
        let title = format!("路灯修好了，第 {n} 件");
        let city = if n % 3 == 0 { "370200" } else { "370100" };
        let handled = if n == 5 {
            "查明是变压器烧毁。"
        } else {
            "查明是线路老化。"
        };
        let words = [("title", title.as_str()), ("city", city), ("handled", handled)];
        let case = waiting(&editor, &filed, &words).await;
        press(&approver, &case, "approve").await;
    }

    // 24 and the three of the demonstration, the newest first.
    let first = visitor.get("/cases").await;
    assert_eq!(titles(&first).len(), 25);
    assert!(titles(&first)[0].contains("第 23 件"), "{:?}", titles(&first));
    let next = first.link("下一页").expect("there are more");
    let second = visitor.get(&next).await;
    assert_eq!(titles(&second).len(), 2, "{:?}", titles(&second));
    assert!(second.link("下一页").is_none() && second.link("回到第一页").is_some());

    // By place, by category, by both; a cursor opens its own list only.
    let qingdao = visitor.get("/cases?city=370200").await;
    assert_eq!(titles(&qingdao).len(), 8 + 2, "{:?}", titles(&qingdao));
    let wages = visitor.get("/cases?category=劳动和社会保障").await;
    assert_eq!(titles(&wages).len(), 1, "{:?}", titles(&wages));
    let both = visitor.get("/cases?city=370200&category=城乡建设").await;
    assert_eq!(
        titles(&both).len(),
        8 + 1,
        "one of the demonstration is of Qingdao too: {:?}",
        titles(&both)
    );
    let cursor = next.split("after=").nth(1).unwrap();
    assert_eq!(
        visitor
            .get(&format!("/cases?city=370200&after={cursor}"))
            .await
            .status,
        400
    );
    assert_eq!(visitor.get("/cases?after=rubbish").await.status, 400);

    // By words: pages of hits, filters, nothing, and the cost of it all.
    let found = visitor.get("/cases?q=路灯").await;
    assert_eq!(titles(&found).len(), 24, "{:?}", titles(&found));
    assert!(found.body.contains("<mark>路灯</mark>"), "{}", found.main());
    let rare = visitor.get("/cases?q=路灯+变压器").await;
    assert_eq!(titles(&rare), ["路灯修好了，第 5 件"], "{}", rare.main());
    assert!(
        rare.says("查明是变压器烧毁"),
        "the place is shown: {}",
        rare.main()
    );
    let there = visitor.get("/cases?q=路灯&city=370200").await;
    assert_eq!(titles(&there).len(), 8);
    let nothing = visitor.get("/cases?q=地铁").await;
    assert!(
        nothing.status == 200 && nothing.says("没有找到这样的案例"),
        "{}",
        nothing.main()
    );
    let short = visitor.get("/cases?q=灯").await;
    assert_eq!(short.status, 422);
    assert!(
        short.error("q").unwrap_or_default().contains("至少写两个字"),
        "{}",
        short.main()
    );
    let many = visitor.get("/cases?q=水泵").await;
    assert!(
        requests(&many) <= alone && alone <= 3,
        "the cost does not grow with the number of cases"
    );
    assert!(requests(&found) <= 3, "{}", requests(&found));
    assert!(requests(&first) <= 2, "{}", requests(&first));

    // Nobody is told of what a stranger typed.
    let odd = visitor
        .get("/cases?q=%3Cscript%3Ealert(1)&city=x&category=y")
        .await;
    assert!(
        odd.status == 200 && !odd.body.contains("<script>alert"),
        "{}",
        odd.status
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_a_citys_page_and_the_site_map_lead_to_the_cases() {
    let stack = Stack::start().await;
    let visitor = Client::new(&stack.url);
    let home = visitor.get("/").await;
    assert!(home.says("案例公开"), "{}", home.main());
    assert_eq!(home.texts("section[aria-labelledby=cases] .teasers li").len(), 3);
    let case = home
        .attribute("section[aria-labelledby=cases] a", "href")
        .unwrap();
    assert!(visitor.get(&case).await.says("处理结果"));
    assert!(home.attributes("nav a", "href").contains(&"/cases".to_owned()));
    assert!(home.attributes("footer a", "href").contains(&"/cases".to_owned()));
    let city = visitor.get("/cities/370100").await;
    let link = city.link("济南市的案例").unwrap();
    assert_eq!(link, "/cases?city=370100");
    assert!(visitor.get(&link).await.says("济南市"));
    assert!(visitor.get("/sitemap").await.link("案例公开").is_some());
    let robots = visitor.get("/robots.txt").await.body;
    assert!(
        robots.contains("Disallow: /cases?") && !robots.contains("Disallow: /cases\n"),
        "{robots}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_shows_nobody_may_be_kept_for_a_minute_and_what_shows_somebody_not_at_all() {
    let stack = stack().await;
    let visitor = Client::new(&stack.url);
    let kept = |page: &Page| page.headers["cache-control"].to_str().unwrap().to_owned();
    let page = visitor.get("/cases").await;
    assert_eq!(kept(&page), "public, max-age=60");
    let vary: Vec<_> = page
        .headers
        .get_all("vary")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    assert!(vary.iter().any(|value| value.contains("cookie")), "{vary:?}");
    assert!(page.headers.get("set-cookie").is_none());
    let citizen = Citizen::anonymous(stack).await;
    assert_eq!(kept(&citizen.client.get("/cases").await), "no-store");
    assert_eq!(
        visitor
            .get("/cases/019a0000-0000-7000-8000-00000000dead")
            .await
            .status,
        404
    );
    assert_eq!(visitor.get("/cases/nonsense").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_officers_costs_more_than_three_round_trips() {
    let stack = stack().await;
    let (editor, _) = editors(stack).await;
    let citizen = Citizen::named(stack).await;
    let filed = concluded(stack, &citizen, "数一数请求的一件").await;
    let case = choose(&editor, &filed).await;
    write(&editor, &case, &[]).await;
    agreed(&editor, &case).await;
    // A session, a case, and the two parts of a petition at once: four requests in three round trips.
    for (path, most) in [("", 2), ("/edit", 4), ("/wish", 4), ("/preview", 2)] {
        let page = editor.client.get(&format!("{case}{path}")).await;
        assert!(
            page.status == 200 && requests(&page) <= most,
            "{path}: {}",
            requests(&page)
        );
    }
    let list = editor.client.get("/staff/showcase").await;
    assert!(requests(&list) <= 3, "{}", requests(&list));
    assert_eq!(Client::new(&stack.url).get(&public(&case)).await.status, 404);
}
