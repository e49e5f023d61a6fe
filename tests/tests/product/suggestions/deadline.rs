//! The fifteen days of article 22: in the list of what nobody has opened, and on the workbench.

use super::{Made, make, open, step};
use std::time::Duration;
use tests::{Citizen, Officer, Page, Stack};

const CARD: &str = "网上建议（未阅）";
const DAY: u64 = 24 * 3600;

/// The cell of the deadline in a suggestion's row, and the class of its tag.
async fn left(officer: &Officer, made: &Made) -> (String, String) {
    let page = officer.client.get("/staff/suggestions").await;
    let row = format!(
        "tr:has(form[action='{}/open']) td[data-label=期限] .tag",
        made.desk()
    );
    let class = page.attribute(&row, "class").unwrap_or_default();
    (
        page.text(&row).unwrap_or_else(|| panic!("{}", page.main())),
        class,
    )
}

/// How many the card of suggestions counts; `None` without the card.
fn counted(home: &Page) -> Option<u32> {
    let cards = home.texts(".cards .card");
    let card = cards.into_iter().find(|card| card.contains(CARD))?;
    let numbers = card
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|n| n.parse::<u32>().ok());
    Some(numbers.sum())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unread_suggestion_shows_its_fifteen_days_at_the_office_that_has_it() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let passed = make(&citizen.client, &[("division", "370000")]).await;
    let kept = make(&citizen.client, &[("division", "370000")]).await;
    let province = Officer::login(&stack, "dengji").await;
    // Made on the 23rd: the last day is 8 December, a Tuesday.
    assert_eq!(left(&province, &kept).await.0, "剩 15 天");

    stack.advance(Duration::from_secs(14 * DAY)).await;
    let province = Officer::login(&stack, "dengji").await;
    let (words, class) = left(&province, &kept).await;
    assert_eq!(words, "剩 1 天");
    assert!(class.contains("tag-urgent"), "{class}");
    let study = open(&province, &passed).await;
    assert!(
        study.says("转交期限") && study.says("2026年12月8日（周二），还剩 1 天"),
        "{}",
        study.main()
    );
    let to = [("agency", "370100-xfj"), ("note", "归济南市管")];
    step(&province, &passed, "transfer", &to).await;
    stack.advance(Duration::from_secs(2 * DAY)).await;

    let province = Officer::login(&stack, "dengji").await;
    let (words, class) = left(&province, &kept).await;
    assert_eq!(words, "超期 1 天");
    assert!(class.contains("tag-urgent"), "{class}");
    let home = province.client.get("/staff").await;
    let due = home.texts("section[aria-labelledby=due] tr").join("\n");
    assert!(due.contains(&kept.number) && due.contains("打开建议"), "{due}");
    assert!(!due.contains(&passed.number), "{due}");
    // The city has had it for two days only: fifteen days from 7 December, a Tuesday again.
    let city = Officer::login(&stack, "jinan_dj").await;
    assert_eq!(left(&city, &passed).await.0, "剩 13 天");
    let study = open(&city, &passed).await;
    assert!(
        study.says("2026年12月22日（周二），还剩 13 天"),
        "{}",
        study.main()
    );
    let studying = city.client.get("/staff/suggestions?tab=studying").await;
    assert!(
        studying.says(&passed.number) && !studying.says("期限"),
        "{}",
        studying.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbench_counts_unread_suggestions_for_who_reads_them() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "jinan_dj").await;
    let home = officer.client.get("/staff").await;
    assert_eq!(counted(&home), Some(0), "{}", home.main());
    let citizen = Citizen::anonymous(&stack).await;
    let first = make(&citizen.client, &[]).await;
    make(&citizen.client, &[]).await;
    let home = officer.client.get("/staff").await;
    assert_eq!(counted(&home), Some(2), "{}", home.main());
    assert_eq!(home.link(CARD).as_deref(), Some("/staff/suggestions"));
    open(&officer, &first).await;
    assert_eq!(counted(&officer.client.get("/staff").await), Some(1));
    // A department, its leader and an administrator read none; another office counts its own.
    for (username, count) in [
        ("zhujian", None),
        ("lingdao", None),
        ("guanli", None),
        ("qingdao", Some(0)),
    ] {
        let home = Officer::login(&stack, username).await.client.get("/staff").await;
        assert_eq!(counted(&home), count, "{username}: {}", home.main());
    }
}
