//! Petition offices and their suggestions: who may see what, two officers at once, passing one on.

use super::{Made, REPLY, listed, make, open, opening, step};
use crate::access::token;
use futures_util::future::join;
use tests::{Citizen, Officer, Page, Stack};

/// The address of every step.
fn steps(made: &Made) -> [String; 4] {
    ["open", "notes", "transfer", "reply"].map(|step| format!("{}/{step}", made.desk()))
}

#[tokio::test(flavor = "multi_thread")]
async fn another_citizen_and_an_officer_elsewhere_find_nothing_and_change_nothing() {
    let stack = Stack::shared().await;
    let owner = Citizen::anonymous(stack).await;
    let made = make(&owner.client, &[]).await;
    let city = Officer::shared(stack, "jinan_dj").await;
    open(&city, &made).await;

    let stranger = Citizen::anonymous(stack).await;
    for path in [made.page(), format!("{}/receipt", made.page())] {
        assert_eq!(stranger.client.get(&path).await.status, 404, "{path}");
    }
    assert!(!stranger.client.get("/suggestions").await.says(&made.number));
    // Somebody else's id in a form makes no suggestion and shows none.
    let taken = super::send(&stranger.client, &[("entry", &made.id)]).await;
    assert_eq!(taken.status, 404, "{}", taken.main());

    // A county below the city, another city, a department, and posts that suggestions are not for.
    for username in ["lixia_dj", "qingdao", "zhujian", "lingdao", "guanli"] {
        let officer = Officer::shared(stack, username).await;
        let page = officer.client.get(&made.desk()).await;
        assert_eq!(page.status, 404, "{username}");
        if !["lixia_dj", "qingdao"].contains(&username) {
            let list = officer.client.get("/staff/suggestions").await;
            assert_eq!(list.status, 404, "{username}");
            let menu = officer.client.get("/staff").await;
            assert!(!menu.body.contains("href=\"/staff/suggestions"), "{username}");
            continue;
        }
        let token = token(&officer.client, &steps(&made)[0]).await;
        for path in steps(&made) {
            let form = [("csrf", token.as_str()), ("version", "2"), ("note", "别处的话")];
            let http = officer.client.http();
            let page = officer
                .client
                .once(http.post(officer.client.url(&path)).form(&form))
                .await;
            assert_eq!(page.status, 404, "{path}: {}", page.main());
        }
    }
    let study = city.client.get(&made.desk()).await;
    assert!(
        study.says("研究中") && !study.says("别处的话"),
        "{}",
        study.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_at_once_both_may_open_and_exactly_one_answers() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let (first, second) = (
        Officer::shared(stack, "dengji").await,
        Officer::shared(stack, "dengji2").await,
    );
    for _ in 0..3 {
        let made = make(&citizen.client, &[("division", "370000")]).await;
        // Both have the list before either opens it.
        let (p, q) = (opening(&first, &made).await, opening(&second, &made).await);
        let (a, b) = join(first.client.send(&p), second.client.send(&q)).await;
        assert_eq!((a.path, b.path), (made.desk(), made.desk()));
        let opened = citizen.client.get(&made.page()).await;
        assert_eq!(opened.texts(".tl-title"), ["开始研究", "收到"]);

        let mine = [REPLY[0], ("reply", "第一位的答复"), REPLY[2]];
        let theirs = [("outcome", "adopted"), ("reply", "第二位的答复"), REPLY[2]];
        let path = format!("{}/reply", made.desk());
        let (p, q) = (first.client.get(&path).await, second.client.get(&path).await);
        let (a, b) = join(
            first.client.submit(&p, &path, &mine),
            second.client.submit(&q, &path, &theirs),
        )
        .await;
        let won = |page: &Page| page.path == format!("{}?done=replied", made.desk());
        assert!(
            won(&a) != won(&b),
            "{} {} / {} {}",
            a.status,
            a.main(),
            b.status,
            b.main()
        );
        let lost = if won(&a) { &b } else { &a };
        assert_eq!(lost.status, 409, "{}", lost.main());
        let kept = if won(&a) { theirs[1].1 } else { mine[1].1 };
        assert_eq!(lost.form(&path).value("reply"), Some(kept), "{}", lost.main());
        let read = citizen.client.get(&made.page()).await;
        assert!(read.says("第一位的答复") == won(&a) && read.says("第二位的答复") == won(&b));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_older_version_has_no_effect_and_a_reply_is_the_end() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let made = make(&citizen.client, &[]).await;
    let officer = Officer::shared(stack, "jinan_dj").await;
    open(&officer, &made).await;
    let reply = format!("{}/reply", made.desk());
    let old = officer.client.get(&reply).await;
    step(&officer, &made, "notes", &[("note", "后来的意见")]).await;
    let late = officer.client.submit(&old, &reply, &REPLY).await;
    assert_eq!(late.status, 409, "{}", late.main());
    let empty = step(&officer, &made, "notes", &[("note", " ")]).await;
    assert_eq!(empty.error("note").as_deref(), Some("错误： 请填写研究意见"));
    for (values, field) in [
        (
            [("outcome", "support"), ("reply", "好"), ("next", "send")],
            "outcome",
        ),
        ([("outcome", "adopted"), ("reply", ""), ("next", "send")], "reply"),
        (
            [
                ("outcome", "adopted"),
                ("reply", &*"长".repeat(2_001)),
                ("next", "preview"),
            ],
            "reply",
        ),
    ] {
        let page = step(&officer, &made, "reply", &values).await;
        assert_eq!(page.status, 422);
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
    }
    step(&officer, &made, "reply", &REPLY).await;
    let token = token(&officer.client, &steps(&made)[0]).await;
    for path in &steps(&made)[1..] {
        let form = [
            ("csrf", token.as_str()),
            ("version", "4"),
            ("note", "太晚"),
            REPLY[0],
            REPLY[1],
        ];
        let http = officer.client.http();
        let page = officer
            .client
            .once(http.post(officer.client.url(path)).form(&form))
            .await;
        assert_eq!(page.status, 409, "{path}: {}", page.main());
        assert!(page.says("已经答复"), "{path}: {}", page.main());
    }
    let study = officer.client.get(&made.desk()).await;
    assert!(
        !study.says("太晚") && study.texts(".button-off").len() == 2,
        "{}",
        study.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn passed_on_it_lies_unread_below_and_who_passed_it_on_still_reads_it() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let made = make(&citizen.client, &[("division", "370000"), ("category", "")]).await;
    assert!(made.number.starts_with("J370000-"));
    let province = Officer::shared(stack, "dengji").await;
    let city = Officer::shared(stack, "jinan_dj").await;
    assert_eq!(city.client.get(&made.desk()).await.status, 404);
    open(&province, &made).await;

    let form = province.client.get(&format!("{}/transfer", made.desk())).await;
    let offered = form.attributes("select[name=agency] option", "value");
    assert!(offered.iter().any(|code| code == "370202-xfj"), "counties too");
    assert!(
        offered
            .iter()
            .all(|code| code.is_empty() || code.ends_with("-xfj")),
        "only petition offices: {offered:?}"
    );
    assert!(!offered.iter().any(|code| code == "370000-xfj"));
    for (to, why, field) in [
        ("", "理由", "agency"),
        ("370102-zjj", "理由", "agency"),
        ("370000-xfj", "理由", "agency"),
        ("370100-xfj", " ", "note"),
    ] {
        let page = step(&province, &made, "transfer", &[("agency", to), ("note", why)]).await;
        assert_eq!(page.status, 422, "{to}");
        assert!(page.error(field).is_some(), "{to}: {}", page.main());
    }
    let to = [("agency", "370100-xfj"), ("note", "线路归济南市管")];
    let passed = step(&province, &made, "transfer", &to).await;
    assert!(
        passed.says("已转交中共济南市委济南市人民政府信访局") && passed.says("线路归济南市管"),
        "{}",
        passed.main()
    );
    assert!(
        passed.says("这条建议现在由中共济南市委济南市人民政府信访局研究"),
        "{}",
        passed.main()
    );
    for tab in ["unread", "studying", "replied"] {
        assert!(
            !listed(&province, tab, "tr").await.contains(&made.number),
            "{tab}"
        );
    }
    let mine = citizen.client.get(&made.page()).await;
    assert!(
        mine.says("已转交") && mine.says("转交中共济南市委济南市人民政府信访局研究"),
        "{}",
        mine.main()
    );
    assert!(!mine.body.contains("线路归济南市管"));

    let row = listed(&city, "unread", "tr.fresh").await;
    let row = row
        .lines()
        .find(|row| row.contains(&made.number))
        .unwrap()
        .to_owned();
    assert!(row.contains("由省信访局转交"), "{row}");
    let study = open(&city, &made).await;
    assert!(
        study.says("线路归济南市管"),
        "the reason is known below: {}",
        study.main()
    );
    step(&city, &made, "reply", &REPLY).await;
    assert!(province.client.get(&made.desk()).await.says("加密采纳"));
    assert!(
        citizen
            .client
            .get(&made.page())
            .await
            .says("由 中共济南市委济南市人民政府信访局 答复")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_passes_what_is_not_its_own_up_its_line_and_to_nobody_else() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let made = make(&citizen.client, &[("division", "370102")]).await;
    let county = Officer::shared(stack, "lixia_dj").await;
    let study = open(&county, &made).await;
    let page = study.link("转交其他信访部门").expect("there is an office above");
    let page = county.client.get(&page).await;
    let mut offered = page.attributes("select[name=agency] option", "value");
    offered.retain(|code| !code.is_empty());
    offered.sort();
    assert_eq!(offered, ["370000-xfj", "370100-xfj"], "{}", page.main());
    // Neither itself nor another county.
    for agency in ["370102-xfj", "370103-xfj"] {
        let refused = step(
            &county,
            &made,
            "transfer",
            &[("agency", agency), ("note", "理由")],
        )
        .await;
        assert!(
            refused.status == 422 && refused.error("agency").is_some(),
            "{agency}: {}",
            refused.main()
        );
    }
    let sent = step(
        &county,
        &made,
        "transfer",
        &[("agency", "370000-xfj"), ("note", "省级政策")],
    )
    .await;
    assert!(sent.says("已转交"), "{}", sent.main());
    let province = Officer::shared(stack, "dengji").await;
    let study = open(&province, &made).await;
    assert!(study.says("省级政策"), "{}", study.main());
}
