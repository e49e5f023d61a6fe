//! 交办: a petition office has an agency handle a case by a day it names, and sees the result reported.

use crate::material::add;
use std::time::Duration;
use tests::page::Form;
use tests::people::Filed;
use tests::{Citizen, Client, Officer, Page, Stack};

const TASK: &str = "查明积水原因，督促物业十日内修好水泵";
const LIST: &str = "/staff/assigned";
const OWED: &str = "/staff/assigned?tab=owed";
const BATCH: &str = "/staff/batch/transfer";
/// 60 days after the clock of these tests: a Friday.
const USUAL: &str = "2027-01-22";
const OPINION: [(&str, &str); 5] = [
    ("outcome", "support"),
    ("facts", "水泵已更换。"),
    ("basis", "《物业管理条例》"),
    ("opinion", "已修复。"),
    ("next", "issue"),
];

fn page_of(filed: &Filed) -> String {
    format!("/staff/petitions/{}", filed.id)
}

fn path(filed: &Filed) -> String {
    format!("{}/assign", page_of(filed))
}

/// Filed by somebody, registered at the province.
async fn registered(citizen: &Citizen, clerk: &Officer, title: &str) -> Filed {
    let filed = citizen.file(title, "请督促物业尽快修好水泵。").await;
    clerk.open(&filed.id).await;
    let saved = clerk.register(&filed.id, "later", &[]).await;
    assert!(saved.says("登记已保存"), "{}", saved.main());
    filed
}

async fn assign(officer: &Officer, filed: &Filed, values: &[(&str, &str)]) -> Page {
    let values = [&[("note", TASK)], values].concat();
    officer.step(&filed.id, "assign", &values).await
}

/// The row of a case in a list, if it is there.
async fn row(officer: &Officer, list: &str, title: &str) -> Option<String> {
    let page = officer.client.get(list).await;
    assert_eq!(page.status, 200, "{}", page.main());
    page.texts("tbody tr").into_iter().find(|row| row.contains(title))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_assigns_with_a_due_date_and_sees_the_result_reported() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::named(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let title = "交给济南市办的一件";
    let filed = registered(&citizen, &clerk, title).await;
    let form = clerk.client.get(&path(&filed)).await;
    assert!(form.says("2027年1月22日（周五）") && form.says("2027年3月8日（周一）"));
    assert_eq!(form.form(&path(&filed)).value("due"), Some(USUAL));
    assert_eq!(form.form(&path(&filed)).value("agency"), Some("370100-xfj"));
    let done = assign(&clerk, &filed, &[]).await;
    assert_eq!(done.path, format!("{}?done=assigned", page_of(&filed)));
    assert!(
        done.says("交中共济南市委济南市人民政府信访局办理")
            && done.says("2027年1月22日（周五），暂定 反馈结果")
    );
    // The letter goes to the agency, in the office's own series, and prints.
    let letter = done.link("信访事项交办函").expect("the letter is linked");
    let letter = clerk.client.get(&letter).await;
    assert!(letter.says("中共济南市委济南市人民政府信访局：") && letter.says(TASK));
    assert!(letter.says("信交〔2026〕第1号") && letter.says("2027年1月22日以前"));
    assert!(!letter.says(&citizen.name), "{}", letter.main());

    // The citizen sees to whom it went, and nothing of what is between the offices.
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    for page in [&mine, &tracked] {
        assert!(page.says("已交办") && page.says("交由中共济南市委济南市人民政府信访局办理"));
        for hidden in [TASK, "交办函", "2027年1月22日", "反馈办理结果", "暂定"] {
            assert!(!page.says(hidden), "{hidden}: {}", page.main());
        }
    }
    let hidden = letter.path.replace("/staff", "");
    assert_eq!(citizen.client.get(&hidden).await.status, 404);
    let notice = mine.link("信访事项交办告知书").expect("the notice is linked");
    let notice = citizen.client.get(&notice).await;
    assert!(
        notice.says("交由中共济南市委济南市人民政府信访局办理"),
        "{}",
        notice.main()
    );

    // The agency has it with its mark, passes it on, and the unit that handles it sees who waits for it.
    let city = Officer::login(&stack, "jinan").await;
    let there = row(&city, "/staff/inbox", title)
        .await
        .expect("it is in the inbox");
    assert!(there.contains("交办 剩 60 天"), "{there}");
    let case = city.client.get(&page_of(&filed)).await;
    assert!(
        case.says("中共山东省委山东省人民政府信访局交中共济南市委济南市人民政府信访局办理")
            && case.says(TASK)
            && case.says("剩 60 天"),
        "{}",
        case.main()
    );
    let letter = case.link("信访事项交办函").expect("the agency has its letter");
    assert!(city.client.get(&letter).await.says(TASK));
    city.step(&filed.id, "transfer", &[("agency", "370102-zjj")])
        .await;
    let unit = Officer::login(&stack, "zhujian").await;
    // Below a department there is nobody to pass it on to.
    let nobody = unit.client.get(&format!("{}/transfer", page_of(&filed))).await;
    assert!(nobody.says("没有可以转送的单位"), "{}", nobody.main());
    assert!(
        nobody.attributes("main select", "name").is_empty(),
        "{}",
        nobody.main()
    );
    unit.step(&filed.id, "accept", &[]).await;
    assert!(
        row(&unit, "/staff/todo", title)
            .await
            .is_some_and(|row| row.contains("交办 剩 60 天"))
    );
    let open = row(&clerk, LIST, title).await.expect("it is open");
    assert!(
        open.contains("济南市信访局") || open.contains("济南市人民政府信访局"),
        "{open}"
    );
    assert!(
        open.contains("历下区住房和城乡建设局") && open.contains("办理中"),
        "{open}"
    );
    let desk = clerk.client.get("/staff").await;
    assert!(
        desk.says("交办 超期或快到期 0 一周内 0 时间充裕 1"),
        "{}",
        desk.main()
    );
    // The city still owes the result, though the case is not on its desk any more.
    assert!(row(&city, "/staff/inbox", title).await.is_none());
    let owed = row(&city, OWED, title).await.expect("what it owes is listed");
    assert!(
        owed.contains("山东省") && owed.contains("历下区住房和城乡建设局") && owed.contains("剩 60 天"),
        "{owed}"
    );
    let desk = city.client.get("/staff").await;
    assert!(
        desk.says("我单位承办、已转出的") && desk.says("催办并反馈结果"),
        "{}",
        desk.main()
    );
    assert_eq!(
        unit.client.get(LIST).await.status,
        404,
        "departments assign nothing"
    );
    unit.step(&filed.id, "opinion", &OPINION).await;
    let asked = unit.client.get(&format!("{}/conclude", page_of(&filed))).await;
    assert!(asked.says("办结就是向其反馈办理结果"), "{}", asked.main());
    unit.step(&filed.id, "conclude", &[]).await;

    assert!(row(&clerk, LIST, title).await.is_none() && row(&city, OWED, title).await.is_none());
    let reported = row(&clerk, &format!("{LIST}?tab=reported"), title).await;
    assert!(reported.is_some_and(|row| row.contains("已反馈")));
    let case = clerk.client.get(&page_of(&filed)).await;
    assert!(case.says("已反馈"), "{}", case.main());
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_filled_in_well_comes_back_whole_and_is_said_beside_its_field() {
    let stack = Stack::shared().await;
    let clerk = Officer::shared(stack, "dengji2").await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = registered(&citizen, &clerk, "填错的交办").await;
    let at = path(&filed);
    let page = clerk.client.get(&at).await;
    let wrong = |values: &[(&str, &str)]| {
        let form = page.form(&at).with(values);
        let clerk = clerk.clone();
        async move { clerk.client.send(&form).await }
    };
    let nothing = wrong(&[("note", ""), ("due", ""), ("agency", "")]).await;
    assert_eq!(nothing.status, 422);
    for field in ["note", "due", "agency"] {
        assert!(nothing.error(field).is_some(), "{field}: {}", nothing.main());
    }
    for (day, said) in [
        ("2026-11-23", "今天以后"),
        ("2026-12-05", "不是工作日"),
        ("2027-03-09", "最迟2027年3月8日"),
        ("明天", "日期"),
        ("2026-02-30", "日期"),
    ] {
        let late = wrong(&[("note", TASK), ("due", day), ("reason", "急")]).await;
        assert_eq!(late.status, 422, "{day}");
        assert!(
            late.error("due").is_some_and(|error| error.contains(said)),
            "{day}: {}",
            late.main()
        );
        let form = late.form(&at);
        assert_eq!((form.value("due"), form.value("note")), (Some(day), Some(TASK)));
        assert_eq!(form.value("reason"), Some("急"));
    }
    // Another day wants a reason; with one it is right.
    let early = [("note", TASK), ("due", "2026-12-10")];
    let why = wrong(&early).await;
    assert!(
        why.status == 422 && why.error("reason").is_some(),
        "{}",
        why.main()
    );
    let long = wrong(&[early[0], early[1], ("reason", &"急".repeat(201))]).await;
    assert!(long.error("reason").is_some_and(|error| error.contains("201")));
    let done = wrong(&[early[0], early[1], ("reason", "汛期将至")]).await;
    assert!(done.says("2026年12月10日（周四）") && done.says("汛期将至"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_one_stands_among_the_late_and_comes_first_on_the_desk() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let (soon, later) = ("很快到期的一件", "照常到期的一件");
    let first = registered(&citizen, &clerk, soon).await;
    let second = registered(&citizen, &clerk, later).await;
    let tomorrow = [("due", "2026-11-26"), ("reason", "群众将集体上访")];
    assign(&clerk, &first, &tomorrow).await;
    assign(&clerk, &second, &[]).await;
    let late = format!("{LIST}?tab=late");
    assert!(
        row(&clerk, LIST, soon)
            .await
            .is_some_and(|row| row.contains("剩 3 天"))
    );
    assert!(row(&clerk, &late, soon).await.is_none());
    stack.advance(Duration::from_hours(4 * 24)).await;
    let clerk = Officer::login(&stack, "dengji").await;
    assert!(
        row(&clerk, &late, soon)
            .await
            .is_some_and(|row| row.contains("超期 1 天"))
    );
    assert!(row(&clerk, &late, later).await.is_none());
    assert!(row(&clerk, LIST, later).await.is_some());
    let city = Officer::login(&stack, "jinan").await;
    assert!(
        row(&city, "/staff/inbox", soon)
            .await
            .is_some_and(|row| row.contains("交办 超期 1 天"))
    );
    let desk = city.client.get("/staff").await;
    let due = desk.texts("tbody tr");
    let at = |title: &str| due.iter().position(|row| row.contains(title));
    assert!(
        at(soon).is_some_and(|at| due[at].contains("办结交办件")),
        "{due:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_click_assigns_once_and_who_comes_late_keeps_what_was_typed() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let colleague = Officer::login(&stack, "dengji2").await;
    let filed = registered(&citizen, &clerk, "两个人交办的一件").await;
    let at = path(&filed);
    let form = clerk.client.get(&at).await.form(&at).with(&[("note", TASK)]);
    let other = colleague.client.get(&at).await.form(&at);
    let other = other.with(&[("note", "另一种要求"), ("due", "2026-12-10"), ("reason", "急")]);
    let (one, two) = futures_util::future::join(clerk.client.send(&form), clerk.client.send(&form)).await;
    for page in [one, two, clerk.client.send(&form).await] {
        assert_eq!(
            page.path,
            format!("{}?done=assigned", page_of(&filed)),
            "{}",
            page.main()
        );
        assert_eq!(
            page.texts(".letters a").len(),
            2,
            "a notice and a letter: {}",
            page.main()
        );
    }
    let late = colleague.client.send(&other).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.text("#overtaken")
            .is_some_and(|news| news.contains("已交办"))
    );
    let kept = late.form(&at);
    assert_eq!(
        (kept.value("note"), kept.value("due"), kept.value("reason")),
        (Some("另一种要求"), Some("2026-12-10"), Some("急"))
    );
    // The same case, the same day, other words: not the same form.
    let changed = form.with(&[("note", "再加一条要求")]);
    assert_eq!(clerk.client.send(&changed).await.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_petition_office_that_holds_a_registered_case_assigns_it() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "谁能交办的一件").await;
    let at = path(&filed);
    let own = clerk.client.get(&at).await.form(&at).with(&[("note", TASK)]);
    let elsewhere = Officer::login(&stack, "qingdao").await;
    assert_eq!(elsewhere.client.get(&at).await.status, 404);
    let steal = |officer: &Officer, form: &Form| {
        let (officer, form) = (officer.clone(), form.clone());
        async move {
            let csrf = crate::access::token(&officer.client, &form.action).await;
            officer.client.send(&form.with(&[("csrf", &csrf)])).await.status
        }
    };
    assert_eq!(steal(&elsewhere, &own).await, 404);
    let leader = Officer::login(&stack, "lingdao").await;
    assert_eq!(
        leader.client.get(&at).await.status,
        404,
        "a leader changes no case"
    );
    // A department has nobody to assign to: no such page, no such button.
    assign(&clerk, &filed, &[]).await;
    let city = Officer::login(&stack, "jinan").await;
    let nested = city
        .step(&filed.id, "assign", &[("note", TASK), ("agency", "370102-zjj")])
        .await;
    assert!(
        nested.says("交济南市历下区住房和城乡建设局办理"),
        "{}",
        nested.main()
    );
    let unit = Officer::login(&stack, "zhujian").await;
    assert_eq!(unit.client.get(&at).await.status, 404);
    assert_eq!(unit.client.send(&own).await.status, 404);
    let case = unit.client.get(&page_of(&filed)).await;
    let offered = case.texts(".actions a.button");
    assert!(
        offered.iter().all(|label| label != "交办") && offered.iter().any(|label| label == "受理"),
        "{offered:?}"
    );
    // Both who wait for it have it in their list; accepted, it is assigned no more.
    for office in [&clerk, &city] {
        assert!(row(office, LIST, "谁能交办的一件").await.is_some());
    }
    unit.step(&filed.id, "accept", &[]).await;
    assert_eq!(city.client.get(&at).await.status, 409);
    add(&citizen, &filed, "又坏了").await;
    let letters = unit.client.get(&page_of(&filed)).await;
    assert_eq!(
        letters.texts(".letters a").len(),
        5,
        "two each, and the acceptance"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_assigned_at_once_each_with_its_letter() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let citizen = Citizen::anonymous(&stack).await;
    let mut chosen = String::new();
    let mut all = Vec::new();
    for title in ["集中交办一", "集中交办二"] {
        let filed = registered(&citizen, &clerk, title).await;
        chosen.push_str(&format!("id={}&", filed.id));
        all.push(filed);
    }
    let page = clerk.client.get(&format!("{BATCH}?{chosen}")).await;
    let form = page.form(BATCH);
    assert_eq!(
        (form.value("way"), form.value("due")),
        (Some("transfer"), Some(USUAL))
    );
    let wrong = form.clone().with(&[
        ("way", "assign"),
        ("note", ""),
        ("due", "2026-12-05"),
        ("reason", "急"),
    ]);
    let wrong = clerk.client.send(&wrong).await;
    assert!(wrong.status == 422 && wrong.error("note").is_some() && wrong.error("due").is_some());
    assert_eq!(wrong.form(BATCH).value("way"), Some("assign"));
    assert_eq!(wrong.texts("main tbody tr").len(), 2);
    let nowhere = clerk.client.send(&form.clone().with(&[("way", "x")])).await;
    assert!(nowhere.status == 422 && nowhere.error("way").is_some());
    let send = form.with(&[("way", "assign"), ("to", "place"), ("note", TASK)]);
    for _ in 0..2 {
        let done = clerk.client.send(&send).await;
        assert!(done.says("成功 2 件"), "{}", done.main());
        assert!(
            done.texts("td[data-label=结果]")
                .iter()
                .all(|cell| cell.starts_with("已交办"))
        );
    }
    for filed in &all {
        let case = clerk.client.get(&page_of(filed)).await;
        assert_eq!(case.texts(".letters a").len(), 2, "{}", case.main());
        assert!(row(&clerk, LIST, &filed.number).await.is_some());
    }
    // One case at a time, as the script sends it.
    let filed = registered(&citizen, &clerk, "一件一件交办").await;
    let page = clerk.client.get(&format!("{BATCH}?id={}", filed.id)).await;
    let form = page.form(BATCH).with(&[("way", "assign"), ("note", TASK)]);
    let request = clerk.client.http().post(clerk.client.url(BATCH));
    let request = request.form(&form.fields).header("accept", "application/json");
    let told = clerk.client.once(request).await;
    assert!(
        told.status == 200 && told.body.contains("已交办"),
        "{}",
        told.body
    );
}
