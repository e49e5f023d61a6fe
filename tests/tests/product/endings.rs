//! The ends of a case besides the handling opinion: the notice of the lawful route and the direct reply — who may give
//! which, what the petitioner gets, and that the wrong letter is given to nobody.

use crate::approvals::{answer, opened as submitted, page_of, submit};
use crate::material::add;
use crate::{letters, visits};
use futures_util::future::join;
use tests::people::Filed;
use tests::{Citizen, Client, Officer, Page, Stack};

const BODY: &str = "济南市历下区劳动人事争议仲裁委员会";
const ROUTE: [(&str, &str); 4] = [
    ("route", "labour_arbitration"),
    ("body", BODY),
    ("explanation", "拖欠工资属于劳动争议，请带劳动合同和工资流水。"),
    ("next", "issue"),
];
const REPLY: [(&str, &str); 2] = [
    ("reply", "老年卡在户籍地的社区服务中心办理，带身份证就行。"),
    ("next", "issue"),
];
/// A labour dispute, to be resolved: in the rating's scope where somebody is named.
const ARBITRATION: [(&str, &str); 1] = [("procedure", "arbitration")];
const ENQUIRY: [(&str, &str); 1] = [("purpose", "enquiry")];

fn route_of(filed: &Filed) -> String {
    format!("{}/route", page_of(filed))
}

fn reply_of(filed: &Filed) -> String {
    format!("{}/direct-reply", page_of(filed))
}

/// Filed, opened and registered at the province.
pub async fn registered(citizen: &Citizen, clerk: &Officer, title: &str, values: &[(&str, &str)]) -> Filed {
    let filed = citizen.file(title, "请告诉我该找哪里。").await;
    clerk.open(&filed.id).await;
    let saved = clerk.register(&filed.id, "later", values).await;
    assert!(saved.says("登记已保存"), "{}", saved.main());
    filed
}

/// The button of a step on a page: where it leads, or why it is grey; none where it is not shown.
fn button(page: &Page, label: &str) -> Option<Result<String, String>> {
    let html = scraper::Html::parse_document(&page.body);
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let words = |e: scraper::ElementRef<'_>| e.text().collect::<String>().trim().to_owned();
    let link = html
        .select(&select("main a.button"))
        .find(|link| words(*link) == label);
    if let Some(link) = link {
        return Some(Ok(link.value().attr("href").unwrap_or_default().to_owned()));
    }
    let off = html
        .select(&select("main button.button-off"))
        .find(|off| words(*off) == label)?;
    let id = off.value().attr("aria-describedby").unwrap();
    let why = html.select(&select(&format!("[id='{id}']"))).next().unwrap();
    Some(Err(words(why)))
}

fn grey(page: &Page, label: &str) -> String {
    match button(page, label) {
        Some(Err(why)) => why,
        other => panic!("{label} is not grey but {other:?}: {}", page.main()),
    }
}

/// Whether a list of an officer shows a title.
async fn lists(officer: &Officer, list: &str, title: &str) -> bool {
    let page = officer.client.get(list).await;
    assert_eq!(page.status, 200, "{list}: {}", page.main());
    page.texts("tbody tr").iter().any(|row| row.contains(title))
}

async fn holds(dir: &std::path::Path) {
    let (well, words) = crate::audit::run_task(&["check", "--data-dir", dir.to_str().unwrap()], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_clerk_tells_the_lawful_route_and_the_petitioner_reads_where_to_go() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::named(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let title = "单位拖欠三个月工资";
    let filed = registered(&citizen, &clerk, title, &ARBITRATION).await;
    let case = clerk.client.get(&page_of(&filed)).await;
    assert_eq!(button(&case, "告知法定途径"), Some(Ok(route_of(&filed))));
    assert!(
        grey(&case, "直接回复").contains("应当告知法定途径"),
        "{}",
        case.main()
    );
    // What is still to come promises neither acceptance nor an opinion.
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("转办，或者告知法定途径"), "{}", mine.main());
    assert!(!mine.says("受理后 60 日内"), "{}", mine.main());

    // The form knows what was registered; nothing typed, too much typed, and a preview.
    let at = route_of(&filed);
    let form = clerk.client.get(&at).await;
    assert!(form.says("仲裁事项") && form.says("请按照法律规定向有关仲裁机构申请仲裁"));
    let offered = form.attributes("input[name=route]", "value");
    assert_eq!(
        offered,
        ["labour_arbitration", "land_arbitration", "commercial_arbitration"]
    );
    let empty = clerk.client.submit(&form, &at, &[("next", "issue")]).await;
    assert_eq!(empty.status, 422, "{}", empty.main());
    for field in ["route", "body", "explanation"] {
        assert!(empty.error(field).is_some(), "{field}: {}", empty.main());
    }
    let long = "长".repeat(101);
    let wrong = [ROUTE[0], ("body", long.as_str()), ROUTE[2], ROUTE[3]];
    let wrong = clerk.client.submit(&form, &at, &wrong).await;
    assert_eq!(wrong.status, 422, "{}", wrong.main());
    assert!(
        wrong
            .error("body")
            .is_some_and(|said| said.contains("现在有 101 个字"))
    );
    let kept = wrong.form(&at);
    assert_eq!(
        (kept.value("body"), kept.value("explanation")),
        (Some(long.as_str()), Some(ROUTE[2].1))
    );
    assert_eq!(kept.value("route"), Some("labour_arbitration"));
    let preview = [ROUTE[0], ROUTE[1], ROUTE[2], ("next", "preview")];
    let preview = clerk.client.submit(&form, &at, &preview).await;
    let shown = preview.text(".preview").unwrap_or_default();
    assert!(
        shown.contains("（签发时编号）") && shown.contains(BODY) && shown.contains("第三十一条第二项"),
        "{shown}"
    );
    assert_eq!(
        clerk.client.get(&at).await.status,
        200,
        "a preview issues nothing"
    );

    let done = clerk.client.submit(&form, &at, &ROUTE).await;
    assert_eq!(done.path, format!("{}?done=directed", page_of(&filed)));
    assert!(
        done.says("法定途径告知书已发给信访人") && done.says("已办结") && done.says("已告知法定途径"),
        "{}",
        done.main()
    );
    assert_eq!(button(&done, "告知法定途径"), None, "{}", done.main());
    // Sent again, it ends where the first did; with other words it is too late, and they are kept.
    let again = clerk.client.submit(&form, &at, &ROUTE).await;
    assert_eq!(again.path, format!("{}?done=directed", page_of(&filed)));
    let other = [ROUTE[0], ("body", "济南仲裁委员会"), ROUTE[2], ROUTE[3]];
    let other = clerk.client.submit(&form, &at, &other).await;
    assert_eq!(other.status, 409, "{}", other.main());
    assert_eq!(other.form(&at).value("body"), Some("济南仲裁委员会"));
    assert!(other.says("这件信访已经办结"), "{}", other.main());
    assert_eq!(clerk.client.get(&at).await.status, 409);
    assert!(lists(&clerk, "/staff/done", title).await);

    // The petitioner: page, letter, file, list, tracking, message; nothing of a review anywhere.
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("已办结") && mine.says("已告知法定途径") && mine.says("劳动人事争议仲裁"));
    assert!(
        mine.says("请看法定途径告知书，向其中写明的机关、单位提出"),
        "{}",
        mine.main()
    );
    assert!(
        mine.says("评价") && mine.says("为止"),
        "in scope: {}",
        mine.main()
    );
    let href = mine.link("法定途径告知书").expect("the letter is linked");
    let letter = citizen.client.get(&href).await;
    for words in [
        "法定途径告知书",
        "信途〔2026〕第1号",
        citizen.name.as_str(),
        BODY,
        "拖欠工资属于劳动争议，请带劳动合同和工资流水。",
        "不按信访程序受理",
    ] {
        assert!(letter.says(words), "{words}: {}", letter.main());
    }
    let file = citizen.client.get(&format!("{href}?download=1")).await;
    assert!(file.body.contains(BODY) && !file.body.contains("复查"));
    let list = citizen.client.get("/petitions?tab=concluded").await;
    assert!(list.says(title), "{}", list.main());
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    assert!(
        tracked.says("已告知法定途径") && tracked.says("已办结"),
        "{}",
        tracked.main()
    );
    assert!(
        !tracked.says(BODY),
        "where to go stands in the letter: {}",
        tracked.main()
    );
    let rate = citizen.client.get(&format!("/rate/{}", filed.id)).await;
    assert_eq!(rate.status, 200, "{}", rate.main());
    assert_eq!(rate.link("法定途径告知书"), Some(href));
    for page in [&mine, &letter, &list, &tracked, &preview, &rate] {
        assert!(!page.says("复查"), "{}: {}", page.path, page.main());
    }
    let data = citizen.client.get("/me/download").await;
    let data = citizen.client.send(&data.form("/me/download")).await;
    assert!(
        data.body.contains("已告知法定途径") && data.body.contains(BODY),
        "{}",
        data.body
    );
    let told = |text: &String| text.contains(&filed.number) && text.contains("法定途径");
    let text = stack
        .until("the message about the route", || async {
            let sent = stack.outbox().await;
            sent.into_iter().map(|(_, text)| text).find(told)
        })
        .await;
    assert!(text.contains("评价是否满意") && !text.contains("工资"), "{text}");
    holds(dir.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_tells_the_route_of_what_was_assigned_to_it_and_the_result_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let title = "交下去的仲裁事项";
    let filed = registered(&citizen, &clerk, title, &ARBITRATION).await;
    clerk
        .step(
            &filed.id,
            "assign",
            &[("agency", "370100-xfj"), ("note", "请核实后答复")],
        )
        .await;
    assert!(lists(&clerk, "/staff/assigned", title).await);
    let city = Officer::login(&stack, "jinan").await;
    city.step(&filed.id, "transfer", &[("agency", "370102-zjj")])
        .await;
    let unit = Officer::login(&stack, "zhujian").await;
    assert!(lists(&unit, "/staff/inbox", title).await);
    let case = unit.client.get(&page_of(&filed)).await;
    assert_eq!(button(&case, "告知法定途径"), Some(Ok(route_of(&filed))));
    assert_eq!(button(&case, "直接回复"), None, "a unit answers by an opinion");
    assert!(grey(&case, "受理").contains("不适用信访程序"), "{}", case.main());
    // Who passed it on sees it and can do nothing; who never had it sees nothing.
    assert!(grey(&city.client.get(&page_of(&filed)).await, "告知法定途径").contains("现在由"));
    assert_eq!(city.client.get(&route_of(&filed)).await.status, 409);
    let elsewhere = Officer::login(&stack, "qingdao").await;
    assert_eq!(elsewhere.client.get(&route_of(&filed)).await.status, 404);
    let token = crate::access::token(&elsewhere.client, &route_of(&filed)).await;
    let values: Vec<_> = ROUTE
        .into_iter()
        .chain([("csrf", token.as_str()), ("version", "9")])
        .collect();
    let request = elsewhere
        .client
        .http()
        .post(elsewhere.client.url(&route_of(&filed)))
        .form(&values);
    assert_eq!(elsewhere.client.once(request).await.status, 404);

    let done = unit.step(&filed.id, "route", &ROUTE).await;
    assert!(
        done.path.ends_with("done=directed"),
        "{} {}",
        done.path,
        done.main()
    );
    assert!(!lists(&unit, "/staff/inbox", title).await && lists(&unit, "/staff/done", title).await);
    assert!(!lists(&clerk, "/staff/assigned", title).await);
    assert!(lists(&clerk, "/staff/assigned?tab=reported", title).await);
    assert!(!lists(&city, "/staff/assigned?tab=owed", title).await);
    // Nobody is named: it is rated by nobody, and the letter names nobody.
    let letter = done.link("法定途径告知书").unwrap();
    assert!(unit.client.get(&letter).await.says("匿名信访人"));
    holds(dir.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_answers_an_enquiry_itself_and_a_suggestion_by_its_article() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::named(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let title = "老年卡在哪里办";
    let filed = registered(&citizen, &clerk, title, &ENQUIRY).await;
    let case = clerk.client.get(&page_of(&filed)).await;
    assert_eq!(button(&case, "直接回复"), Some(Ok(reply_of(&filed))));
    assert!(
        grey(&case, "告知法定途径").contains("先修改登记"),
        "{}",
        case.main()
    );
    let at = reply_of(&filed);
    let form = clerk.client.get(&at).await;
    assert!(form.says("登记的信访目的：咨询"), "{}", form.main());
    let empty = clerk.client.submit(&form, &at, &[("next", "issue")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.error("reply").is_some(), "{}", empty.main());
    let long = "长".repeat(5_001);
    let wrong = clerk
        .client
        .submit(&form, &at, &[("reply", &long), ("next", "issue")])
        .await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.form(&at).value("reply"), Some(long.as_str()));
    let preview = clerk
        .client
        .submit(&form, &at, &[REPLY[0], ("next", "preview")])
        .await;
    let shown = preview.text(".preview").unwrap_or_default();
    assert!(
        shown.contains("信访事项答复函") && shown.contains(REPLY[0].1),
        "{shown}"
    );
    let done = clerk.client.submit(&form, &at, &REPLY).await;
    assert_eq!(done.path, format!("{}?done=direct-replied", page_of(&filed)));
    assert!(
        done.says("答复函已发给信访人") && done.says("已直接回复"),
        "{}",
        done.main()
    );
    let again = clerk.client.submit(&form, &at, &REPLY).await;
    assert_eq!(again.path, done.path, "a second click");
    assert!(lists(&clerk, "/staff/done", title).await);

    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(mine.says("已直接回复") && mine.says("已办结"), "{}", mine.main());
    let letter = mine.link("信访事项答复函").expect("the letter is linked");
    let letter = citizen.client.get(&letter).await;
    assert!(
        letter.says(REPLY[0].1) && letter.says("信复〔2026〕第"),
        "{}",
        letter.main()
    );
    assert!(!letter.says("条例") && !letter.says("复查"), "{}", letter.main());
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    assert!(
        tracked.says("已直接回复") && !tracked.says(REPLY[0].1),
        "{}",
        tracked.main()
    );
    let text = stack
        .until("the message about the reply", || async {
            let sent = stack.outbox().await;
            let told = |text: &String| text.contains(&filed.number) && text.contains("已答复");
            sent.into_iter().map(|(_, text)| text).find(told)
        })
        .await;
    assert!(!text.contains("评价"), "left out of the rating: {text}");

    // A suggestion that was taken into the rating: its article, and one agency to rate.
    let values = [("purpose", "suggestion"), ("rating", "yes")];
    let filed = registered(&citizen, &clerk, "建议加一个饮水点", &values).await;
    let done = clerk.step(&filed.id, "direct-reply", &REPLY).await;
    let letter = done.link("信访事项答复函").unwrap();
    assert!(clerk.client.get(&letter).await.says("第二十九条"));
    let rate = citizen.client.get(&format!("/rate/{}", filed.id)).await;
    assert_eq!(rate.status, 200, "{}", rate.main());
    assert!(rate.attributes("input[name=office_grade]", "value").is_empty());
    assert!(!rate.attributes("input[name=unit_grade]", "value").is_empty());
    holds(dir.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_letter_is_given_to_nobody_and_the_reason_is_said() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let clerk = Officer::shared(stack, "dengji").await;
    let refused =
        |officer: &Officer, path: String, values: Vec<(&'static str, &'static str)>, version: String| {
            let officer = officer.clone();
            async move {
                let token = crate::access::token(&officer.client, &path).await;
                let own = [("csrf", token.as_str()), ("version", version.as_str())];
                let values: Vec<_> = values.iter().copied().chain(own).collect();
                let request = officer
                    .client
                    .http()
                    .post(officer.client.url(&path))
                    .form(&values);
                officer.client.once(request).await
            }
        };
    // Who asks to have something decided, appeals or accuses is owed acceptance.
    for (purpose, label) in [
        ("request_to_resolve", "求决"),
        ("appeal", "申诉"),
        ("accusation", "揭发控告"),
    ] {
        let mut values = vec![("purpose", purpose)];
        if purpose == "accusation" {
            values.extend([
                ("accused_name", "王某"),
                ("accused_unit", "不清楚"),
                ("accused_level", "unknown"),
            ]);
        }
        let filed = registered(&citizen, &clerk, "要求解决的一件", &values).await;
        let case = clerk.client.get(&page_of(&filed)).await;
        let why = grey(&case, "直接回复");
        assert!(why.contains(label) && why.contains("受理"), "{why}");
        let page = clerk.client.get(&reply_of(&filed)).await;
        assert!(page.says(&format!("信访目的是“{label}”")), "{}", page.main());
        assert!(page.attributes("textarea[name=reply]", "id").is_empty());
        for (path, values) in [
            (reply_of(&filed), REPLY.to_vec()),
            (route_of(&filed), ROUTE.to_vec()),
        ] {
            let sent = refused(&clerk, path, values, "4".to_owned()).await;
            assert_eq!(sent.status, 409, "{}", sent.main());
        }
        let after = clerk.client.get(&page_of(&filed)).await;
        assert!(
            after.says("已登记") && !after.says("已办结。"),
            "{}",
            after.main()
        );
    }
    // A duty that was asked for gets neither.
    let filed = registered(
        &citizen,
        &clerk,
        "请求查处的一件",
        &[("procedure", "duty_request"), ENQUIRY[0]],
    )
    .await;
    let case = clerk.client.get(&page_of(&filed)).await;
    assert!(grey(&case, "告知法定途径").contains("第五项"), "{}", case.main());
    assert!(grey(&case, "直接回复").contains("履行职责"), "{}", case.main());
    assert!(
        clerk
            .client
            .get(&route_of(&filed))
            .await
            .says("不能用法定途径告知书")
    );
    // A route of another kind of demand is none of this one.
    let filed = registered(&citizen, &clerk, "走错路的一件", &ARBITRATION).await;
    let version = clerk.client.get(&route_of(&filed)).await;
    let version = version
        .form(&route_of(&filed))
        .value("version")
        .unwrap()
        .to_owned();
    let court = vec![("route", "court"), ROUTE[1], ROUTE[2], ROUTE[3]];
    let sent = refused(&clerk, route_of(&filed), court, version).await;
    assert_eq!(sent.status, 409, "{}", sent.main());
    // Who neither registers nor handles ends nothing; who handles at an office answers nothing directly.
    let leader = Officer::shared(stack, "lingdao").await;
    for path in [route_of(&filed), reply_of(&filed)] {
        assert_eq!(leader.client.get(&path).await.status, 404);
    }
    let handler = Officer::shared(stack, "jinan").await;
    assert_eq!(handler.client.get(&reply_of(&filed)).await.status, 404);
    // Not registered yet.
    let fresh = citizen.file("还没有登记的一件", "内容").await;
    clerk.open(&fresh.id).await;
    for path in [route_of(&fresh), reply_of(&fresh)] {
        let page = clerk.client.get(&path).await;
        assert!(
            page.status == 409 && page.says("登记完成后才能"),
            "{}",
            page.main()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_one_ends_it_and_what_came_late_is_kept_and_told() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::anonymous(&stack).await;
    let first = Officer::login(&stack, "dengji").await;
    let second = Officer::login(&stack, "dengji2").await;
    let filed = registered(&citizen, &first, "两个人同时了结的一件", &ARBITRATION).await;
    let at = route_of(&filed);
    let (one, two) = join(first.client.get(&at), second.client.get(&at)).await;
    // Something was added meanwhile: looked at before it ends.
    add(&citizen, &filed, "劳动合同找到了").await;
    let late = first.client.submit(&one, &at, &ROUTE).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.title().starts_with("错误"), "{}", late.title());
    let news = late.text("#overtaken").unwrap_or_default();
    assert!(news.contains("劳动合同找到了"), "{news}");
    assert_eq!(late.form(&at).value("body"), Some(BODY));
    let again = second
        .client
        .submit(
            &two,
            &at,
            &[ROUTE[0], ROUTE[1], ("explanation", "另一种说明"), ROUTE[3]],
        )
        .await;
    assert_eq!(again.status, 409);
    // Both press at once, with other words: one letter.
    let (a, b) = join(
        first.client.submit(&late, &at, &[("next", "issue")]),
        second.client.submit(&again, &at, &[("next", "issue")]),
    )
    .await;
    let won = [&a, &b]
        .into_iter()
        .filter(|page| page.path.ends_with("done=directed"))
        .count();
    let lost = [&a, &b].into_iter().filter(|page| page.status == 409).count();
    assert_eq!((won, lost), (1, 1), "{} {}", a.main(), b.main());
    let loser = if a.status == 409 { &a } else { &b };
    assert!(
        loser
            .form(&at)
            .value("explanation")
            .is_some_and(|words| !words.is_empty())
    );
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let letters = mine.texts(".timeline a");
    assert_eq!(
        letters.iter().filter(|link| link.contains("告知书")).count(),
        1,
        "{letters:?}"
    );

    // A transfer and a direct reply race; a form of the other step comes too late with its words.
    let filed = registered(&citizen, &first, "转送还是回复", &ENQUIRY).await;
    let (reply, transfer) = join(
        first.client.get(&reply_of(&filed)),
        second.client.get(&format!("{}/transfer", page_of(&filed))),
    )
    .await;
    let to = [("agency", "370100-xfj")];
    let transfer_at = format!("{}/transfer", page_of(&filed));
    let passed = second.client.submit(&transfer, &transfer_at, &to).await;
    assert!(passed.path.ends_with("done=transferred"), "{}", passed.main());
    let late = first.client.submit(&reply, &reply_of(&filed), &REPLY).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert_eq!(late.form(&reply_of(&filed)).value("reply"), Some(REPLY[0].1));
    // The same form twice in one instant.
    let filed = registered(&citizen, &first, "点了两次的一件", &ENQUIRY).await;
    let form = first.client.get(&reply_of(&filed)).await;
    let press = || first.client.submit(&form, &form.path, &REPLY);
    let (a, b) = join(press(), press()).await;
    for page in [&a, &b] {
        assert!(
            page.path.ends_with("done=direct-replied"),
            "{} {}",
            page.path,
            page.main()
        );
    }
    holds(dir.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_leads_to_the_end_that_fits_and_the_visit_waits_no_more() {
    let stack = visits::stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let talks = Officer::shared(stack, "jietan").await;
    let summary = "欠薪三个月，来问找谁要";
    let done = visits::register(&clerk, &visits::visit("路有方", summary)).await;
    let waiting = "/staff/intake/visits?mark=waiting";
    assert!(lists(&clerk, waiting, &done.number).await);
    let page = talks.client.get(&done.interview()).await;
    assert!(!page.says("下一步"), "{}", page.main());
    let record = [
        ("text", "说明了劳动争议要先仲裁。"),
        ("conclusion", "other_way"),
        ("then", "done"),
    ];
    let over = talks.client.submit(&page, &done.interview(), &record).await;
    assert!(
        over.says("接谈结论是“引导走诉讼、仲裁、复议等法定途径”。下一步：告知法定途径，由登记岗办理。"),
        "{}",
        over.main()
    );
    assert_eq!(button(&over, "告知法定途径"), None, "an interviewer ends nothing");

    // Who registers is led there, and told what has to be changed first.
    let seen = clerk.client.get(&done.interview()).await;
    assert!(seen.says("法定途径”。下一步：告知法定途径。"), "{}", seen.main());
    assert!(
        grey(&seen, "告知法定途径").contains("先修改登记"),
        "{}",
        seen.main()
    );
    let case = clerk.client.get(&done.case()).await;
    assert!(case.says("下一步：") && grey(&case, "告知法定途径").contains("先修改登记"));
    clerk
        .register(&done.id, "later", &[("procedure", "arbitration")])
        .await;
    let case = clerk.client.get(&done.case()).await;
    let first = case.attributes("aside .actions a.button:not(.button-second)", "href");
    assert_eq!(first, [format!("{}/route", done.case())], "{}", case.main());
    let told = clerk.step(&done.id, "route", &ROUTE).await;
    assert!(
        told.path.ends_with("done=directed"),
        "{} {}",
        told.path,
        told.main()
    );
    assert!(!told.says("下一步："), "{}", told.main());
    assert!(!lists(&clerk, waiting, &done.number).await);
    assert!(lists(&clerk, "/staff/intake/visits", &done.number).await);
    let letter = clerk.client.get(&told.link("法定途径告知书").unwrap()).await;
    assert!(letter.says("您走访提出的"), "{}", letter.main());

    // Explained on the spot: an enquiry is answered directly.
    let enquiry = visits::changed(&visits::visit("路有德", "问退休金怎么算"), &ENQUIRY);
    let done = visits::register(&clerk, &enquiry).await;
    let page = talks.client.get(&done.interview()).await;
    let record = [
        ("text", "讲清了算法。"),
        ("conclusion", "explained"),
        ("then", "done"),
    ];
    talks.client.submit(&page, &done.interview(), &record).await;
    let seen = clerk.client.get(&done.interview()).await;
    assert_eq!(
        button(&seen, "直接回复"),
        Some(Ok(format!("{}/direct-reply", done.case()))),
        "{}",
        seen.main()
    );
    let told = clerk.step(&done.id, "direct-reply", &REPLY).await;
    assert!(told.path.ends_with("done=direct-replied"), "{}", told.main());
    let slip = Client::new(&stack.url).track("路有德", &done.code).await;
    assert!(slip.says("已直接回复"), "{}", slip.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_answered_directly_leaves_the_list_of_what_waits() {
    let stack = letters::stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let enquiry = letters::changed(&letters::letter("路有仁", "问老年证怎么补办"), &ENQUIRY);
    let done = letters::register(&clerk, &enquiry).await;
    let waiting = "/staff/intake/letters?mark=waiting";
    assert!(lists(&clerk, waiting, &done.number).await);
    let told = clerk.step(&done.id, "direct-reply", &REPLY).await;
    assert!(
        told.path.ends_with("done=direct-replied"),
        "{} {}",
        told.path,
        told.main()
    );
    assert!(!lists(&clerk, waiting, &done.number).await);
    let letter = clerk.client.get(&told.link("信访事项答复函").unwrap()).await;
    assert!(
        letter.says("您来信提出的") && letter.says("路有仁："),
        "{}",
        letter.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_is_asked_about_either_letter_and_the_draft_fills_the_form() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let leader = Officer::login(&stack, "lingdao").await;
    for (kind, what, registered_as, values, read) in [
        (
            "route",
            "告知法定途径",
            &ARBITRATION[..],
            &ROUTE[..3],
            "劳动人事争议仲裁",
        ),
        (
            "direct-reply",
            "直接回复",
            &ENQUIRY[..],
            &REPLY[..1],
            "老年卡在户籍地",
        ),
    ] {
        let filed = registered(&citizen, &clerk, &format!("先问领导：{what}"), registered_as).await;
        submit(&clerk, &filed, kind, values, "郭志远").await;
        let asked = submitted(&leader, "waiting", &filed).await;
        assert!(asked.says(what) && asked.says(read), "{}", asked.main());
        answer(&leader, &asked, "approve", "同意。").await;
        let case = clerk.client.get(&page_of(&filed)).await;
        let go_on = case
            .link("按批示继续办")
            .expect("it is carried out from the case");
        let form = clerk.client.get(&go_on).await;
        assert!(form.says("同意。"), "{}", form.main());
        let action = format!("{}/{kind}", page_of(&filed));
        let (name, value) = values.last().copied().unwrap();
        assert_eq!(form.form(&action).value(name), Some(value));
        let done = clerk.client.submit(&form, &action, &[("next", "issue")]).await;
        assert!(done.says("同意，已办"), "{} {}", done.path, done.main());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_without_an_opinion_can_be_told_to_the_public() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let clerk = Officer::shared(stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "选登一件直接回复的", &ENQUIRY).await;
    clerk.step(&filed.id, "direct-reply", &REPLY).await;
    let editor = Officer::shared(stack, "anli").await;
    let choose = editor
        .client
        .get(&format!("/staff/showcase/new?petition={}", filed.id))
        .await;
    assert!(
        choose.status == 200 && choose.says("已直接回复"),
        "{}",
        choose.main()
    );
    let chosen = editor.client.submit(&choose, "/staff/showcase/new", &[]).await;
    assert_eq!(chosen.status, 200, "{}", chosen.main());
    assert!(
        chosen.says("信访事项答复函") && chosen.says(REPLY[0].1),
        "{}",
        chosen.main()
    );
}
