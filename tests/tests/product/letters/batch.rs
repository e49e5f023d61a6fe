//! One letter after the other: what the day shares is kept, what belongs to one letter is not.

use super::{NEW, changed, letter, press, stack};
use tests::{Officer, Stack};

#[tokio::test(flavor = "multi_thread")]
async fn three_letters_in_a_row_keep_what_the_day_shares_and_count_up() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "jinan_dj").await;
    let mut page = officer.client.get(NEW).await;
    let counted = |page: &tests::Page| page.text("[data-today]").unwrap().parse::<u32>().unwrap();
    let before = counted(&page);
    let today: chrono::NaiveDate = page.form(NEW).value("received").unwrap().parse().unwrap();
    let came = (today - chrono::Days::new(2)).to_string();
    for (at, name) in ["头一封信", "第二封信", "第三封信"].into_iter().enumerate() {
        let mut values = letter(name, "连着登记的一封");
        if at == 0 {
            values.extend([("received", came.as_str()), ("addressee", "济南市市长")]);
        }
        page = press(&officer, &page, "next", &values).await;
        assert!(
            page.path.starts_with(&format!("{NEW}?last=")),
            "{} {}",
            page.path,
            page.main()
        );
        let form = page.form(NEW);
        assert_eq!(form.value("received"), Some(came.as_str()), "shared");
        assert_eq!(form.value("addressee"), Some("济南市市长"), "shared");
        for own in ["name", "mailing_address", "summary", "division", "title"] {
            assert_eq!(
                form.value(own).unwrap_or_default(),
                "",
                "{own} is the letter's own"
            );
        }
        assert_eq!(counted(&page), before + u32::try_from(at).unwrap() + 1);
        assert!(page.says("已登记 L370102-"), "{}", page.main());
        assert!(
            page.attribute("#name", "autofocus").is_some(),
            "the first field has the focus"
        );
    }
    let slip = page.link("打印查询码条").unwrap();
    assert!(officer.client.get(&slip).await.says("第三封信"));
    // Nobody else's office counts them, and the address of a form leads to nothing of others.
    let province = Officer::login(&stack, "dengji").await;
    let other = province.client.get(&page.path).await;
    assert!(other.status == 200 && !other.says("已登记 L"), "{}", other.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_paged_turned_and_narrowed() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "lixia_dj").await;
    let list = officer.client.get(super::LIST).await;
    assert!(
        list.says("还没有登记过来信"),
        "an office of its own: {}",
        list.main()
    );
    for at in 0..27 {
        let name = format!("排队的人{}", char::from_u32('甲' as u32 + at).unwrap());
        let title = format!("翻页用的第 {at} 封");
        let mut values = letter(&name, "翻页");
        values.push(("title", &title));
        if at == 3 {
            values.retain(|(field, _)| !matches!(*field, "name" | "mailing_address"));
            values.push(("anonymous", "yes"));
        }
        let form = officer.client.get(NEW).await;
        press(&officer, &form, "save", &values).await;
    }
    let first = officer.client.get(super::LIST).await;
    assert_eq!(first.texts("tbody tr").len(), 25);
    assert!(
        first.says("第 26 封") && !first.says("第 1 封"),
        "{}",
        first.main()
    );
    let second = officer.client.get(&first.link("下一页").unwrap()).await;
    assert_eq!(second.texts("tbody tr").len(), 2, "{}", second.main());
    let turned = officer.client.get(&format!("{}?order=turned", super::LIST)).await;
    assert!(
        turned.says("第 0 封") && !turned.says("第 26 封"),
        "{}",
        turned.main()
    );
    let nameless = officer
        .client
        .get(&format!("{}?mark=anonymous", super::LIST))
        .await;
    assert_eq!(nameless.texts("tbody tr").len(), 1, "{}", nameless.main());
    assert!(nameless.says("这一页符合的 1 件"), "{}", nameless.main());
    let elsewhere = officer.client.get(&format!("{}?place=370200", super::LIST)).await;
    assert!(elsewhere.says("没有符合的"), "{}", elsewhere.main());
    let foreign = format!("{}?after=x", super::LIST);
    assert_eq!(officer.client.get(&foreign).await.status.as_u16() / 100, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_passed_on_as_it_is_registered_and_looked_for_before() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "dengji").await;
    let onward = [("way", "transfer"), ("note", "请尽快核实")];
    let first = changed(
        &letter("转走的来信人", "楼顶太阳能水箱漏水，三楼墙面都湿了。"),
        &onward,
    );
    let form = officer.client.get(NEW).await;
    let slip = press(&officer, &form, "save", &first).await;
    let id = slip.path.split('/').nth(4).unwrap().to_owned();
    assert!(
        slip.path.ends_with("slip?done=transferred"),
        "{} {}",
        slip.path,
        slip.main()
    );
    assert!(
        slip.says("已登记，并转送中共济南市委") && slip.text("#query-code").is_some(),
        "{}",
        slip.main()
    );
    assert!(slip.link("转送").is_none(), "it is passed on: {}", slip.main());
    let case = officer.client.get(&format!("/staff/petitions/{id}")).await;
    assert!(
        case.says("请尽快核实") && case.link("告知书").is_some(),
        "{}",
        case.main()
    );
    let city = Officer::login(&stack, "jinan").await;
    assert!(city.client.get("/staff/inbox").await.says("楼顶太阳能水箱漏水"));
    // A second click ends where the first did.
    let twice = press(&officer, &form, "save", &first).await;
    assert_eq!(twice.path, slip.path);

    // The next says the same in other words. Once passed on it is linked to nothing: what is alike is shown first.
    stack
        .until("the first letter in the index", || async {
            let form = officer.client.get(NEW).await;
            let found = press(&officer, &form, "check", &first).await;
            (!found.attributes("button[name=pick]", "value").is_empty()).then_some(())
        })
        .await;
    let form = officer.client.get(NEW).await;
    let shown = press(&officer, &form, "next", &first).await;
    assert_eq!(shown.status, 409, "{}", shown.main());
    assert!(
        shown.says("转送以后不能再关联") && shown.form(NEW).value("note") == Some("请尽快核实"),
        "{}",
        shown.main()
    );
    let next = officer
        .client
        .send(&shown.form(NEW).with(&[("then", "next")]))
        .await;
    assert!(
        next.path.starts_with(&format!("{NEW}?last=")),
        "{} {}",
        next.path,
        next.main()
    );
    assert!(next.says("已转给中共济南市委"), "{}", next.main());
    assert_eq!(next.form(NEW).value("way"), Some("transfer"), "shared");
    assert_eq!(
        next.form(NEW).value("note").unwrap_or_default(),
        "",
        "the letter's own"
    );

    // What is missing is told before anything is registered.
    let nowhere = changed(
        &first,
        &[
            ("division", "370000"),
            ("summary", "省里的事情，没有默认的去向。"),
        ],
    );
    let refused = press(&officer, &next, "save", &nowhere).await;
    assert!(
        refused.status == 422 && refused.error("agency").is_some(),
        "{}",
        refused.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_put_aside_with_its_scans_and_another_one_registered_meanwhile() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    super::scans::upload(&stack, &officer, &form, "信纸.jpg", crate::uploads::photo()).await;
    let half = [
        ("name", "写到一半的人"),
        ("summary", "字迹看不清，要问一下"),
        ("way", "later"),
    ];
    let kept = press(&officer, &form, "keep", &half).await;
    assert_eq!(kept.path, format!("{NEW}?done=kept"), "{}", kept.main());
    assert_eq!(
        kept.form(NEW).value("name").unwrap_or_default(),
        "",
        "a form of its own"
    );
    // Another letter is registered on that form: what was put aside stays.
    let other = press(&officer, &kept, "next", &letter("另一封信的人", "路灯坏了")).await;
    assert!(other.says("已登记 L"), "{}", other.main());
    let again = officer.client.get(&other.link("接着填").unwrap()).await;
    let taken_up = again.form(NEW);
    assert_eq!(taken_up.value("name"), Some("写到一半的人"));
    assert!(
        again.says("信纸.jpg") && again.says("暂存的，还没有登记"),
        "{}",
        again.main()
    );
    // A colleague has nothing of it.
    let colleague = Officer::login(&stack, "dengji2").await;
    let theirs = colleague.client.get(&format!("{NEW}?unfinished=1")).await;
    assert!(
        !theirs.body.contains("写到一半的人") && !theirs.says("暂存的"),
        "{}",
        theirs.main()
    );
    let done = press(
        &officer,
        &again,
        "save",
        &letter("写到一半的人", "问清楚了：屋顶漏水"),
    )
    .await;
    assert!(done.path.ends_with("done=registered"), "{}", done.main());
    let id = done.path.split('/').nth(4).unwrap();
    let case = officer.client.get(&format!("/staff/petitions/{id}")).await;
    assert!(case.says("信纸.jpg"), "{}", case.main());
    let fresh = officer.client.get(NEW).await;
    assert!(!fresh.says("没有填完的表"), "it is finished: {}", fresh.main());
    // Thrown away from the next form, which keeps what is typed in it.
    press(&officer, &fresh, "keep", &half).await;
    let next = officer.client.get(NEW).await;
    assert!(next.says("没有填完的表"), "{}", next.main());
    let thrown = press(&officer, &next, "forget", &[("name", "正在填的人")]).await;
    assert_eq!(thrown.form(NEW).value("name"), Some("正在填的人"));
    assert!(!officer.client.get(NEW).await.says("没有填完的表"));
}
