//! 中止计时: an administrator says on which grounds; the unit stops the clock of a case and lets it go on; whoever filed
//! it reads why, and nobody is late meanwhile.

use crate::material::{accepted, add};
use domain::audit::Deed;
use futures_util::future::{join, join_all};
use std::time::Duration;
use tests::people::{Filed, PASSWORD};
use tests::{Citizen, Client, Officer, Page, Stack};

const GROUNDS: &str = "/staff/admin/suspension";
const GROUND: [(&str, &str); 4] = [
    ("words_1", "等待司法鉴定结论"),
    ("rule_1", "《某某办法》"),
    ("article_1", "第四十四条"),
    ("from_1", "2026-11-01"),
];
const TOLD: &str = "等待司法鉴定结论（《某某办法》第四十四条）";
const DAY: u64 = 86_400;

/// The page of the grounds, sent with some fields changed.
async fn set(client: &Client, changed: &[(&str, &str)]) -> Page {
    let page = client.get(GROUNDS).await;
    client.submit(&page, GROUNDS, changed).await
}

/// An administrator has said on which ground handling may stop.
pub async fn with_a_ground(stack: &Stack) {
    let administrator = Officer::login(stack, "guanli").await;
    let saved = set(&administrator.client, &GROUND).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
}

fn path(filed: &Filed, step: &str) -> String {
    format!("/staff/petitions/{}/{step}", filed.id)
}

fn done(filed: &Filed, what: &str) -> String {
    format!("/staff/petitions/{}?done={what}", filed.id)
}

async fn case(officer: &Officer, filed: &Filed) -> Page {
    officer
        .client
        .get(&format!("/staff/petitions/{}", filed.id))
        .await
}

/// The unit stops the clock.
pub async fn suspend(city: &Officer, filed: &Filed) -> Page {
    let page = city.step(&filed.id, "suspend", &[("basis", TOLD)]).await;
    assert_eq!(page.path, done(filed, "suspended"), "{}", page.main());
    page
}

async fn resume(city: &Officer, filed: &Filed) -> Page {
    let page = city.step(&filed.id, "resume", &[]).await;
    assert_eq!(page.path, done(filed, "resumed"), "{}", page.main());
    page
}

async fn days(stack: &Stack, count: u64) {
    stack.advance(Duration::from_secs(count * DAY)).await;
}

/// Days later the session is over.
async fn again(stack: &Stack, citizen: &Citizen) -> Client {
    let client = Client::new(&stack.url);
    let page = client.get("/login").await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let page = client.submit(&page, "/login", &values).await;
    assert_eq!(page.path, "/petitions", "{}", page.main());
    client
}

/// The bar of a page: its class and its words.
fn bar(page: &Page) -> (String, String) {
    let class = page.attribute("section.deadline", "class").unwrap_or_default();
    (class, page.text("section.deadline").unwrap_or_default())
}

/// The row of a petition in an agency's list.
async fn row(officer: &Officer, list: &str, title: &str) -> String {
    let page = officer.client.get(list).await;
    let found = page.texts("tbody tr").into_iter().find(|row| row.contains(title));
    found.unwrap_or_else(|| panic!("{title} is not in {list}: {}", page.main()))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_ground_nothing_of_it_appears_and_nothing_can_be_stopped() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = accepted(&stack, &citizen, "没有事由的一件").await;
    let city = Officer::login(&stack, "jinan").await;
    let page = case(&city, &filed).await;
    assert!(!page.main().contains("中止"), "{}", page.main());
    let at = path(&filed, "suspend");
    let refused = city.client.get(&at).await;
    assert!(
        refused.status == 409 && refused.says("没有可以中止计时的事由"),
        "{}",
        refused.main()
    );
    let conclude = city.client.get(&path(&filed, "opinion")).await;
    let form = conclude.form(&path(&filed, "opinion"));
    let csrf = form.value("csrf").unwrap().to_owned();
    let version = form.value("version").unwrap().to_owned();
    let body = [("csrf", csrf.as_str()), ("version", &version), ("basis", TOLD)];
    let posted = city
        .client
        .once(city.client.http().post(city.client.url(&at)).form(&body))
        .await;
    assert!(
        posted.status == 409 && posted.says("没有可以中止计时的事由"),
        "{}",
        posted.main()
    );
    assert!(!case(&city, &filed).await.main().contains("中止"));
    // A ground that takes effect later is none yet.
    let administrator = Officer::login(&stack, "guanli").await;
    let later = [GROUND[0], GROUND[1], GROUND[2], ("from_1", "2026-11-24")];
    let saved = set(&administrator.client, &later).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    assert!(!case(&city, &filed).await.main().contains("中止"));
    days(&stack, 1).await;
    let city = Officer::login(&stack, "jinan").await;
    assert!(case(&city, &filed).await.link("中止计时").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_keeps_the_grounds_and_loses_nothing_typed() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let switches = client.get("/staff/admin/settings").await;
    let page = client.get(&switches.link("中止计时的事由").unwrap()).await;
    assert!(
        page.path == GROUNDS && page.says("现在没有事由"),
        "{}",
        page.main()
    );
    let long = "字".repeat(41);
    let wrong = set(
        client,
        &[
            ("words_1", &long),
            ("rule_1", "《甲》和《乙》"),
            ("from_1", "明天"),
        ],
    )
    .await;
    assert_eq!(wrong.status, 422, "{}", wrong.main());
    assert!(wrong.title().starts_with("错误"));
    for (field, said) in [
        ("words_1", "现在有 41 个字"),
        ("rule_1", "不写书名号"),
        ("article_1", "请填写条款"),
        ("from_1", "请填写年、月、日"),
    ] {
        let error = wrong.error(field).unwrap_or_default();
        assert!(error.contains(said), "{field}: {error}");
    }
    let form = wrong.form(GROUNDS);
    assert_eq!(
        (form.value("words_1"), form.value("rule_1")),
        (Some(&*long), Some("《甲》和《乙》"))
    );
    let saved = set(client, &GROUND).await;
    let form = saved.form(GROUNDS);
    assert_eq!(
        (form.value("words_1"), form.value("rule_1")),
        (Some(GROUND[0].1), Some("某某办法"))
    );
    assert_eq!(form.value("words_2"), Some(""), "and room for another");
    let same = [
        ("words_2", GROUND[0].1),
        ("rule_2", "某某办法"),
        ("article_2", "第四十四条"),
        ("from_2", "2027-01-01"),
    ];
    let twice = set(client, &same).await;
    assert!(
        twice.status == 422
            && twice
                .error("words_2")
                .is_some_and(|said| said.contains("和第 1 条重复"))
    );
    let index = client.get("/staff/admin").await;
    assert!(
        index.says("中止计时的事由") && index.says("1 条"),
        "{}",
        index.main()
    );

    // Of two at once one wins; the other keeps what was typed, sees what is there, and may save over it.
    let (first, second) = (client.get(GROUNDS).await, client.get(GROUNDS).await);
    let more = [
        ("words_2", "等待专家评审"),
        ("rule_2", "某某办法"),
        ("article_2", "第五条"),
        ("from_2", "2026-12-01"),
    ];
    let won = client.submit(&first, GROUNDS, &more).await;
    assert!(won.says("已经保存"), "{}", won.main());
    let clicked = client.submit(&first, GROUNDS, &more).await;
    assert!(
        clicked.status == 200 && clicked.says("已经保存"),
        "{}",
        clicked.main()
    );
    let lost = client.submit(&second, GROUNDS, &[("remove_1", "yes")]).await;
    assert!(
        lost.status == 409 && lost.says("改过设置") && lost.says("等待专家评审"),
        "{}",
        lost.main()
    );
    let saved = client.submit(&lost, GROUNDS, &[("remove_1", "yes")]).await;
    assert!(
        saved.says("已经保存") && saved.says("现在没有事由"),
        "{}",
        saved.main()
    );
    // The switches next door are untouched, and nobody else opens this page.
    assert_eq!(
        client
            .get("/staff/admin/settings")
            .await
            .form("/staff/admin/settings")
            .value("filing"),
        Some("open")
    );
    let registrar = Officer::login(&stack, "dengji").await;
    assert_eq!(registrar.client.get(GROUNDS).await.status, 404);

    let store = crate::audit::store_of(dir.path(), &stack);
    let date = "2026-11-23".parse().unwrap();
    let mut told = Vec::new();
    for actor in store.audit_actors(date).await.unwrap() {
        let chain = store.audit_chain(&actor, date).await.unwrap();
        let changes = chain
            .into_iter()
            .filter(|link| link.entry.deed == Deed::SettingsChanged);
        told.extend(changes.map(|link| link.entry.object.unwrap_or_default()));
    }
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told[0], format!("ground=added {TOLD}，2026年11月1日起"));
    assert!(
        told[2].contains("ground=removed 等待司法鉴定") && told[2].contains("ground=removed 等待专家评审")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_is_stopped_for_two_days_and_everybody_reads_why() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    with_a_ground(&stack).await;
    let citizen = Citizen::named(&stack).await;
    let title = "等待鉴定的一件";
    let filed = accepted(&stack, &citizen, title).await;
    days(&stack, 23).await;
    let city = Officer::login(&stack, "jinan").await;
    let link = case(&city, &filed).await.link("中止计时").unwrap();
    let page = city.client.get(&link).await;
    assert!(
        page.says("等待司法鉴定结论")
            && page.says("《某某办法》第四十四条")
            && page.says("第 23 天，共 60 天")
    );
    let unchosen = city
        .client
        .submit(&page, &link, &[("note", "已委托鉴定所。")])
        .await;
    assert_eq!(unchosen.status, 422, "{}", unchosen.main());
    assert!(
        unchosen
            .error("basis")
            .is_some_and(|said| said.contains("请选择"))
    );
    assert_eq!(unchosen.form(&link).value("note"), Some("已委托鉴定所。"));
    let sent = city.client.submit(&unchosen, &link, &[("basis", TOLD)]).await;
    assert_eq!(sent.path, done(&filed, "suspended"), "{}", sent.main());
    assert!(sent.link("恢复计时").is_some() && sent.link("中止计时").is_none());
    let (class, said) = bar(&sent);
    assert_eq!(class, "deadline deadline-stopped");
    assert!(
        said.contains("计时已中止") && said.contains("停在第 23 天，共 60 天"),
        "{said}"
    );

    days(&stack, 2).await;
    let client = again(&stack, &citizen).await;
    let own = client.get(&format!("/petitions/{}", filed.id)).await;
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    for page in [&own, &tracked] {
        let (class, said) = bar(page);
        assert_eq!(class, "deadline deadline-stopped", "{}", page.main());
        assert!(
            said.contains(&format!("计时已中止： {TOLD}，恢复后继续计算")),
            "{said}"
        );
        assert!(!said.contains("还剩") && !said.contains("最迟"), "{said}");
        assert!(
            page.says("已中止计时") && page.says("人民政府信访局中止计算办理期限"),
            "{}",
            page.main()
        );
        assert!(
            !page.says("已委托鉴定所"),
            "what colleagues are told stays inside"
        );
    }
    let mine = client.get("/petitions").await;
    assert!(mine.says("计时中止") && mine.says(TOLD), "{}", mine.main());

    let city = Officer::login(&stack, "jinan").await;
    let asking = city.client.get(&path(&filed, "resume")).await;
    assert!(
        asking.says("扣除 2 天") && asking.says("2027年1月25日"),
        "{}",
        asking.main()
    );
    resume(&city, &filed).await;
    let own = client.get(&format!("/petitions/{}", filed.id)).await;
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    for page in [&own, &tracked, &case(&city, &filed).await] {
        let (class, said) = bar(page);
        assert_eq!(class, "deadline");
        assert!(
            said.contains(&format!("第 23 天，共 60 天； 已扣除 2 天：{TOLD}")),
            "{said}"
        );
        // The sixtieth day was a Friday; two days later it is a Sunday.
        assert!(
            said.contains("遇休息日顺延，最迟 2027年1月25日") && said.contains("还剩 38 天"),
            "{said}"
        );
        let steps = page.texts(".timeline .tl-body").join("\n") + &page.main();
        assert!(
            steps.contains("已恢复计时") && steps.contains(&format!("扣除 2 天：{TOLD}")),
            "{}",
            page.main()
        );
    }
    // The file of one's data tells both steps.
    let form = client.get("/me/download").await.form("/me/download");
    let file = client.send(&form).await.body;
    assert!(
        file.contains("已中止计时") && file.contains("已恢复计时") && file.contains(TOLD),
        "{file}"
    );
    // Messages go out by day.
    let told = stack
        .until("two messages", async || {
            let sent: Vec<String> = stack.outbox().await.into_iter().map(|(_, words)| words).collect();
            let (stopped, goes_on) = ("中止计算您的信访事项", "已恢复计算您的信访事项");
            let both =
                sent.iter().any(|one| one.contains(stopped)) && sent.iter().any(|one| one.contains(goes_on));
            both.then_some(sent)
        })
        .await;
    let goes_on = told.iter().find(|one| one.contains("已恢复计算")).unwrap();
    assert!(
        goes_on.contains("2027年1月25日") && !goes_on.contains("鉴定"),
        "{goes_on}"
    );
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well, "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_red_while_a_clock_stands_still_though_the_old_day_is_long_past() {
    let stack = Stack::start().await;
    with_a_ground(&stack).await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = accepted(&stack, &citizen, "停了很久的一件").await;
    let runs = accepted(&stack, &citizen, "照常办的一件").await;
    let city = Officer::login(&stack, "jinan").await;
    suspend(&city, &filed).await;
    days(&stack, 70).await;
    let city = Officer::login(&stack, "jinan").await;
    let stopped = row(&city, "/staff/todo", "停了很久的一件").await;
    assert!(
        stopped.contains("计时中止") && !stopped.contains("超期"),
        "{stopped}"
    );
    let late = row(&city, "/staff/todo", "照常办的一件").await;
    assert!(late.contains("超期"), "{late}");
    // What waits for a day stands before what waits for none.
    let titles = city.client.get("/staff/todo").await.texts("tbody tr");
    assert!(titles[0].contains("照常办的一件"), "{titles:?}");
    let bench = city.client.get("/staff").await;
    let lights = bench
        .texts(".cards li.card")
        .into_iter()
        .find(|card| card.contains("办理中"))
        .unwrap();
    assert!(lights.contains("计时中止"), "{lights}");
    assert!(
        !bench
            .texts("section[aria-labelledby=due] tr")
            .iter()
            .any(|row| row.contains("停了很久"))
    );
    let client = again(&stack, &citizen).await;
    let own = client.get(&format!("/petitions/{}", filed.id)).await;
    assert_eq!(bar(&own).0, "deadline deadline-stopped");
    assert!(!own.says("期限已经过了"), "{}", own.main());
    assert!(
        bar(&client.get(&format!("/petitions/{}", runs.id)).await)
            .0
            .contains("deadline-late")
    );
    // An overdue clock cannot be stopped: the button says so.
    let page = case(&city, &runs).await;
    assert!(
        page.link("中止计时").is_none() && page.says("办理期限已经过了"),
        "{}",
        page.main()
    );
    let refused = city.client.get(&path(&runs, "suspend")).await;
    assert!(
        refused.status == 409 && refused.says("办理期限已经过了"),
        "{}",
        refused.main()
    );
    // It may be answered as it stands, and then there is nothing to resume.
    let opinion = [
        ("outcome", "explain"),
        ("facts", "已核实。"),
        ("basis", "物业管理条例。"),
        ("opinion", "正在维修。"),
        ("next", "issue"),
    ];
    let replied = city.step(&filed.id, "opinion", &opinion).await;
    assert!(
        replied.says("已答复") && replied.link("恢复计时").is_none(),
        "{}",
        replied.main()
    );
    let late = city.client.get(&path(&filed, "resume")).await;
    assert!(late.status == 409 && late.says("已经答复"), "{}", late.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_ends_where_the_first_did_and_who_comes_late_keeps_what_was_typed() {
    let stack = Stack::start().await;
    with_a_ground(&stack).await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = accepted(&stack, &citizen, "点了两次的一件").await;
    let city = Officer::login(&stack, "jinan").await;
    let (stop, go) = (path(&filed, "suspend"), path(&filed, "resume"));
    let old = city.client.get(&stop).await;
    // Somebody added something meanwhile.
    add(&citizen, &filed, "又坏了一台").await;
    let late = city
        .client
        .submit(&old, &stop, &[("basis", TOLD), ("note", "委托书")])
        .await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.text("#overtaken").unwrap_or_default().contains("又坏了一台"),
        "{}",
        late.main()
    );
    let form = late.form(&stop);
    assert_eq!(
        (form.value("basis"), form.value("note")),
        (Some(TOLD), Some("委托书"))
    );
    // The same form several times in the same instant: once.
    let clicks = join_all((0..4).map(|_| city.client.submit(&late, &stop, &[]))).await;
    for click in &clicks {
        assert_eq!(click.path, done(&filed, "suspended"), "{}", click.main());
    }
    let page = case(&city, &filed).await;
    let stops = page.texts(".timeline .tl-title");
    let stops = stops.iter().filter(|title| title.contains("已中止计时"));
    assert_eq!(stops.count(), 1, "{}", page.main());
    let twice = city.client.submit(&late, &stop, &[("note", "别的备注")]).await;
    assert_eq!(twice.status, 409, "{}", twice.main());
    assert!(
        twice
            .text("#overtaken")
            .unwrap_or_default()
            .contains("已经中止计时"),
        "{}",
        twice.main()
    );
    assert_eq!(twice.form(&stop).value("note"), Some("别的备注"));
    // Letting it go on, and answering it, at once: one wins.
    let asking = city.client.get(&go).await;
    let (one, two) = join(
        city.client.submit(&asking, &go, &[]),
        city.client.submit(&asking, &go, &[]),
    )
    .await;
    assert_eq!(
        (one.path, two.path),
        (done(&filed, "resumed"), done(&filed, "resumed"))
    );
    let page = case(&city, &filed).await;
    assert!(
        page.link("中止计时").is_some() && !bar(&page).1.contains("已扣除"),
        "{}",
        page.main()
    );
    assert!(page.says("没有扣除日子"), "{}", page.main());
    let over = city.client.submit(&asking, &go, &[("note", "太晚了")]).await;
    assert!(
        over.status == 409
            && over
                .text("#overtaken")
                .unwrap_or_default()
                .contains("计时没有中止")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_unit_that_holds_a_case_stops_its_clock() {
    let stack = Stack::start().await;
    with_a_ground(&stack).await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = accepted(&stack, &citizen, "别的单位的一件").await;
    // Its own page is not even there for another agency; an office above reads the case and stops nothing.
    let other = Officer::login(&stack, "qingdao").await;
    for step in ["suspend", "resume"] {
        assert_eq!(other.client.get(&path(&filed, step)).await.status, 404, "{step}");
    }
    let registrar = Officer::login(&stack, "dengji").await;
    assert_eq!(
        registrar.client.get(&path(&filed, "suspend")).await.status,
        404,
        "no handler"
    );
    assert!(case(&registrar, &filed).await.link("中止计时").is_none());
    // Before acceptance there is no such step.
    let fresh = citizen.file("还没有受理的一件", "内容").await;
    registrar.open(&fresh.id).await;
    registrar
        .register(&fresh.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let city = Officer::login(&stack, "jinan").await;
    let page = case(&city, &fresh).await;
    assert!(!page.main().contains("中止计时"), "{}", page.main());
    let early = city.client.get(&path(&fresh, "suspend")).await;
    assert!(
        early.status == 409 && early.says("受理后才能中止计时"),
        "{}",
        early.main()
    );
    // A ground that was changed while the page was open is chosen anew.
    let page = city.client.get(&path(&filed, "suspend")).await;
    let administrator = Officer::login(&stack, "guanli").await;
    set(&administrator.client, &[("article_1", "第四十五条")]).await;
    let changed = city
        .client
        .submit(&page, &path(&filed, "suspend"), &[("basis", TOLD)])
        .await;
    assert_eq!(changed.status, 422, "{}", changed.main());
    assert!(
        changed
            .error("basis")
            .is_some_and(|said| said.contains("请重新选择"))
    );
    assert!(changed.says("第四十五条"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_above_reads_why_and_an_answer_and_the_clock_at_once_do_not_both_win() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    with_a_ground(&stack).await;
    let citizen = Citizen::anonymous(&stack).await;
    let filed = citizen.file("两个人同时办的一件", "内容").await;
    let registrar = Officer::login(&stack, "dengji").await;
    registrar.open(&filed.id).await;
    let sent = [("agency", "370102-zjj")];
    registrar.register(&filed.id, "transfer", &sent).await;
    let unit = Officer::login(&stack, "zhujian").await;
    unit.step(&filed.id, "accept", &[]).await;
    suspend(&unit, &filed).await;
    // The city's office sees the case and its stopped clock, and cannot touch it.
    let city = Officer::login(&stack, "jinan").await;
    let page = case(&city, &filed).await;
    assert_eq!(bar(&page).0, "deadline deadline-stopped", "{}", page.main());
    assert!(page.link("恢复计时").is_none(), "{}", page.main());
    for step in ["suspend", "resume"] {
        let refused = city.client.get(&path(&filed, step)).await;
        assert_eq!(refused.status, 409, "{step}: {}", refused.main());
    }
    let (go, answer) = (path(&filed, "resume"), path(&filed, "opinion"));
    let (asking, writing) = (unit.client.get(&go).await, unit.client.get(&answer).await);
    let opinion = [
        ("outcome", "support"),
        ("facts", "水泵已坏。"),
        ("basis", "物业管理条例。"),
        ("opinion", "十日内更换。"),
        ("next", "issue"),
    ];
    let (resumed, replied) = join(
        unit.client.submit(&asking, &go, &[]),
        unit.client.submit(&writing, &answer, &opinion),
    )
    .await;
    let won = [
        resumed.path == done(&filed, "resumed"),
        replied.path == done(&filed, "replied"),
    ];
    assert_eq!(
        won.iter().filter(|one| **one).count(),
        1,
        "{} {}",
        resumed.main(),
        replied.main()
    );
    let late = if won[0] { &replied } else { &resumed };
    assert!(
        late.status == 409 && late.text("#overtaken").is_some(),
        "{}",
        late.main()
    );
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well, "{words}");
}
