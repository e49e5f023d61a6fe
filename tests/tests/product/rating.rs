//! 满意度评价: who may rate what and when, how often, what staff see of it, and the reminder.

use std::time::Duration;
use tests::people::{Filed, PASSWORD};
use tests::stack::{CAPTCHA, Options};
use tests::{Citizen, Client, Officer, Page, Stack};

const TITLE: &str = "地下车库积水半年没有人修";
const CONTENT: &str = "今年五月起地下车库长期积水，请督促物业修好水泵。";
const DAY: u64 = 86_400;
const GOOD: [(&str, &str); 2] = [("office_grade", "satisfied"), ("unit_grade", "mostly")];
const BAD: [(&str, &str); 5] = [
    ("office_grade", "satisfied"),
    ("unit_grade", "dissatisfied"),
    ("unit_reasons", "not_done"),
    ("unit_message", "泵还没有换 <b>请给个日子</b>"),
    ("office_message", ""),
];

/// The officers of a case, signed in.
pub struct Officers {
    province: Officer,
    city: Officer,
}

impl Officers {
    async fn shared(stack: &Stack) -> Self {
        Self {
            province: Officer::shared(stack, "dengji").await,
            city: Officer::shared(stack, "jinan").await,
        }
    }

    /// Fresh sessions, for a stack whose clock is moved.
    async fn fresh(stack: &Stack) -> Self {
        Self {
            province: Officer::login(stack, "dengji").await,
            city: Officer::login(stack, "jinan").await,
        }
    }

    async fn transfer(&self, filed: &Filed, changed: &[(&str, &str)]) {
        self.province.open(&filed.id).await;
        let to = [("agency", "370100-xfj")];
        let sent = self
            .province
            .register(&filed.id, "transfer", &[&to, changed].concat())
            .await;
        assert!(sent.says("已转送"), "{}", sent.main());
    }

    async fn reply(&self, filed: &Filed) {
        self.city.step(&filed.id, "accept", &[]).await;
        let opinion = [
            ("outcome", "explain"),
            ("facts", "两台水泵损坏。"),
            ("basis", "物业管理条例。"),
            ("opinion", "已责令更换。"),
            ("next", "issue"),
        ];
        let replied = self.city.step(&filed.id, "opinion", &opinion).await;
        assert!(replied.says("已答复"), "{}", replied.main());
    }

    async fn conclude(&self, filed: &Filed) -> Page {
        self.city.step(&filed.id, "conclude", &[]).await
    }

    async fn case(&self, filed: &Filed) -> Page {
        self.city
            .client
            .get(&format!("/staff/petitions/{}", filed.id))
            .await
    }
}

/// A citizen with an answered petition in the rating's scope.
pub async fn answered(stack: &Stack) -> (Citizen, Filed, Officers) {
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    let officers = Officers::shared(stack).await;
    officers.transfer(&filed, &[]).await;
    officers.reply(&filed).await;
    (citizen, filed, officers)
}

fn path(filed: &Filed) -> String {
    format!("/rate/{}", filed.id)
}

/// Fills in the form, goes past the check, and sends it.
async fn rate(client: &Client, path: &str, values: &[(&str, &str)]) -> Page {
    let check = checked(client, path, values).await;
    client.submit(&check, path, &[("next", "submit")]).await
}

async fn checked(client: &Client, path: &str, values: &[(&str, &str)]) -> Page {
    let form = client.get(path).await;
    let check = client.submit(&form, path, values).await;
    assert!(check.says("核对您的评价"), "{} {}", check.status, check.main());
    check
}

/// Finds a petition by name and code in a browser that knows nothing else.
async fn track(stack: &Stack, name: &str, filed: &Filed) -> (Client, Page) {
    let client = Client::new(&stack.url);
    let result = client.track(name, &filed.code).await;
    assert_eq!(result.path, "/track/result", "{}", result.main());
    (client, result)
}

/// The rating button of a page: its link, or the reason why it is grey.
fn button(page: &Page) -> Result<String, String> {
    let html = scraper::Html::parse_document(&page.body);
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let words = |e: scraper::ElementRef<'_>| e.text().collect::<String>().trim().to_owned();
    for link in html.select(&select("main a.button")) {
        if words(link).starts_with("评价") || words(link).starts_with("再评价") {
            return Ok(link.value().attr("href").unwrap_or_default().to_owned());
        }
    }
    for off in html.select(&select("main button.button-off[aria-disabled=true]")) {
        if words(off) == "评价" {
            let id = off.value().attr("aria-describedby").unwrap();
            let why = html.select(&select(&format!("[id='{id}']"))).next().unwrap();
            return Err(words(why));
        }
    }
    panic!("no rating button on {}: {}", page.path, page.main())
}

async fn login(stack: &Stack, citizen: &Citizen) -> Client {
    let client = Client::new(&stack.url);
    let page = client.get("/login").await;
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let page = client.submit(&page, "/login", &values).await;
    assert_eq!(page.path, "/petitions", "{}", page.main());
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_petitioner_rates_after_the_reply_and_once_more_later() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    let officers = Officers::shared(stack).await;
    let mine = format!("/petitions/{}", filed.id);
    let client = &citizen.client;
    let buttons = async || {
        let (_, tracked) = track(stack, &citizen.name, &filed).await;
        [
            button(&client.get(&mine).await),
            button(&client.get("/petitions").await),
            button(&tracked),
        ]
    };
    // Grey on its own pages; the list speaks of a rating only from the reply on.
    let grey_with = async |why: &str| {
        let (_, tracked) = track(stack, &citizen.name, &filed).await;
        for page in [client.get(&mine).await, tracked] {
            assert!(button(&page).unwrap_err().contains(why), "{}", page.main());
        }
        let list = client.get("/petitions").await;
        assert!(
            list.says(&filed.number) && !list.says("才能评价"),
            "{}",
            list.main()
        );
        assert_eq!(list.attributes(".case a.button", "href"), Vec::<String>::new());
    };
    grey_with("登记时确定").await;
    officers.transfer(&filed, &[]).await;
    grey_with("责任单位答复后才能评价").await;
    let early = client.get(&path(&filed)).await;
    assert!(
        early.says("现在不能评价") && early.says("责任单位答复后才能评价"),
        "{}",
        early.main()
    );
    assert!(client.get("/petitions?tab=to-rate").await.says("没有等您评价的"));

    officers.reply(&filed).await;
    let [own, list, tracked] = buttons().await;
    assert_eq!((own, list), (Ok(path(&filed)), Ok(path(&filed))));
    assert_eq!(tracked, Ok("/track/rate".to_owned()));
    assert!(client.get("/petitions?tab=to-rate").await.says(&filed.number));

    let form = client.get(&path(&filed)).await;
    assert!(
        form.says("中共山东省委山东省人民政府信访局") && form.says("济南市") && form.says("2026年12月23日"),
        "both agencies and the last day: {}",
        form.main()
    );
    assert!(form.link("处理意见书").is_some(), "{}", form.main());
    let check = checked(client, &path(&filed), &BAD).await;
    assert!(
        check.says("答复里答应的事没有落实") && check.says("泵还没有换 <b>请给个日子</b>"),
        "{}",
        check.main()
    );
    let edit = client.submit(&check, &path(&filed), &[("next", "edit")]).await;
    let kept = edit.form(&path(&filed));
    assert_eq!(kept.value("unit_grade"), Some("dissatisfied"));
    assert_eq!(kept.value("unit_reasons"), Some("not_done"));
    assert!(kept.value("unit_message").unwrap().contains("泵还没有换"));
    let check = client.send(&kept).await;
    let done = client.submit(&check, &path(&filed), &[("next", "submit")]).await;
    assert_eq!(done.path, format!("/rate/{}/done", filed.id));
    assert!(
        done.says("评价已收到") && done.says("还可以再评价一次") && done.says("评价不是复查申请"),
        "{}",
        done.main()
    );
    assert!(client.get("/petitions?tab=to-rate").await.says("没有等您评价的"));

    // The unit has done something about it, and closed the case.
    officers.conclude(&filed).await;
    let again = client.get(&path(&filed)).await;
    assert!(
        again.says("最后一次") && again.says("第 1 次评价") && again.says("泵还没有换"),
        "{}",
        again.main()
    );
    let done = rate(client, &path(&filed), &GOOD).await;
    assert!(
        done.says("评价已收到") && done.says("以这次评价为准"),
        "{}",
        done.main()
    );
    grey_with("已经评价过两次").await;
    assert!(
        client
            .get("/petitions")
            .await
            .says("已经评价过两次，不能再评价。")
    );
    let third = client.get(&path(&filed)).await;
    assert!(
        third.says("现在不能评价") && third.says("已经评价过两次"),
        "{}",
        third.main()
    );

    let own = client.get(&mine).await;
    let case = officers.case(&filed).await;
    for page in [&own, &case] {
        let cards = page.texts(".rating");
        assert_eq!(cards.len(), 2, "both ratings are seen: {}", page.main());
        assert!(cards[0].contains("已被第二次评价代替") && !cards[1].contains("已被"));
        assert!(cards[0].contains("不满意") && cards[0].contains("泵还没有换 <b>请给个日子</b>"));
        assert!(cards[1].contains("基本满意"));
    }
    assert!(
        case.says("登录后评价") && case.says("统计以最后一次为准"),
        "{}",
        case.main()
    );
    assert_eq!(
        case.texts(".tl-title")
            .iter()
            .filter(|t| *t == "信访人已评价")
            .count(),
        2
    );
    assert_eq!(
        own.texts(".tl-title").iter().filter(|t| *t == "您已评价").count(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_whoever_has_name_and_code_rates_without_an_account() {
    let stack = Stack::shared().await;
    let (citizen, filed, officers) = answered(stack).await;
    let (client, result) = track(stack, &citizen.name, &filed).await;
    let target = button(&result).unwrap();
    let form = client.get(&target).await;
    assert_eq!(form.path, "/track/rate");
    let code = filed.code.replace(' ', "");
    for page in [&result, &form] {
        assert!(!page.body.contains(&code) && !page.path.contains(&filed.id));
    }
    let done = rate(&client, "/track/rate", &BAD).await;
    assert_eq!(done.path, "/track/rate/done");
    assert!(
        done.says("评价已收到") && !done.says("泵还没有换") && done.says("登录后可以看到"),
        "a message is shown to who is signed in: {}",
        done.main()
    );
    let second = client.get("/track/rate").await;
    assert!(
        second.says("不满意") && second.says("答复里答应的事没有落实") && !second.says("泵还没有换"),
        "{}",
        second.main()
    );
    let case = officers.case(&filed).await;
    assert!(
        case.says("凭姓名和查询码评价") && case.says("泵还没有换"),
        "{}",
        case.main()
    );
    let own = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(own.says("泵还没有换"), "{}", own.main());
    let elsewhere = Client::new(&stack.url);
    for path in ["/track/rate", "/track/rate/done"] {
        assert_eq!(elsewhere.get(path).await.path, "/track", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_good_for_its_petition_and_for_nothing_else() {
    let stack = Stack::shared().await;
    let (citizen, filed, _) = answered(stack).await;
    let (other, others, _) = answered(stack).await;
    let (client, _) = track(stack, &citizen.name, &filed).await;
    let check = checked(&client, "/track/rate", &BAD).await;
    let form = check.form("/track/rate").with(&[("next", "submit")]);
    // The same browser finds another petition meanwhile: the form still speaks of the first.
    let page = client.get("/track").await;
    let values = [
        ("name", other.name.as_str()),
        ("query_code", others.code.as_str()),
        ("captcha", CAPTCHA),
    ];
    assert!(client.submit(&page, "/track", &values).await.says(&others.number));
    let bad = form.value("ticket").unwrap().replace('.', "x");
    for ticket in ["", "k1.9.e.x", bad.as_str()] {
        let refused = client.send(&form.clone().with(&[("ticket", ticket)])).await;
        assert_eq!(refused.status, 422, "{ticket}");
        assert!(
            refused.says("请重新查询后再评价") && refused.says("泵还没有换"),
            "what was written is not lost: {}",
            refused.main()
        );
    }
    let done = client.send(&form).await;
    assert!(
        done.says("评价已收到") && done.says(&filed.number),
        "{}",
        done.main()
    );
    let untouched = other.client.get(&format!("/petitions/{}", others.id)).await;
    assert_eq!(untouched.texts(".rating").len(), 0);
    assert_eq!(button(&untouched), Ok(path(&others)));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_petitioner_and_only_a_case_in_scope() {
    let stack = Stack::shared().await;
    let (citizen, filed, officers) = answered(stack).await;
    let stranger = Citizen::anonymous(stack).await;
    for path in [path(&filed), format!("{}/done", path(&filed))] {
        assert_eq!(stranger.client.get(&path).await.status, 404, "{path}");
    }
    let nobody = Client::new(&stack.url).get(&path(&filed)).await;
    assert!(nobody.path.starts_with("/login?next=/rate/"), "{}", nobody.path);
    let done = citizen.client.get(&format!("{}/done", path(&filed))).await;
    assert_eq!(done.path, path(&filed), "there is nothing to thank for yet");

    let enquiry = citizen.file("咨询一件事", CONTENT).await;
    officers
        .transfer(&enquiry, &[("purpose", "enquiry"), ("rating", "")])
        .await;
    officers.reply(&enquiry).await;
    let anonymous = stranger.file("匿名的一件", CONTENT).await;
    officers.transfer(&anonymous, &[]).await;
    officers.reply(&anonymous).await;
    for (client, out) in [(&citizen.client, &enquiry), (&stranger.client, &anonymous)] {
        let page = client.get(&format!("/petitions/{}", out.id)).await;
        assert!(button(&page).unwrap_err().contains("不在满意度评价范围内"));
        let blocked = client.get(&path(out)).await;
        assert!(blocked.says("现在不能评价"), "{}", blocked.main());
        // A form made up from another petition's.
        let mut form = citizen.client.get(&path(&filed)).await.form(&path(&filed));
        form.action = path(out);
        let token = crate::access::token(client, &path(out)).await;
        let sent = client.send(&form.with(&GOOD).with(&[("csrf", &token)])).await;
        assert_eq!(sent.status, 409, "{}", sent.main());
        let case = officers.case(out).await;
        assert_eq!(case.texts(".rating").len(), 0);
    }
    let included = citizen.file("建议，登记人员决定评价", CONTENT).await;
    officers
        .transfer(&included, &[("purpose", "suggestion"), ("rating", "yes")])
        .await;
    officers.reply(&included).await;
    let page = citizen.client.get(&format!("/petitions/{}", included.id)).await;
    assert_eq!(button(&page), Ok(path(&included)));
    let withdrawn = citizen.file("撤回的一件", CONTENT).await;
    let at = format!("/petitions/{}/withdraw", withdrawn.id);
    let ask = citizen.client.get(&at).await;
    let gone = citizen.client.submit(&ask, &at, &[]).await;
    assert!(button(&gone).unwrap_err().contains("已经撤回"));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_told_beside_its_field_and_nothing_is_lost() {
    let stack = Stack::shared().await;
    let (citizen, filed, _) = answered(stack).await;
    let (client, path) = (&citizen.client, path(&filed));
    let form = client.get(&path).await;
    let empty = client.submit(&form, &path, &[]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.error("office_grade").unwrap().contains("信访部门"));
    assert!(empty.error("unit_grade").unwrap().contains("责任单位"));
    assert!(empty.title().starts_with("错误"), "{}", empty.title());

    let long = "长".repeat(501);
    let cases: [(&str, &str, &str, &str, &str); 6] = [
        ("dissatisfied", "", "", "unit_reasons", "请至少选一个不满意的原因"),
        (
            "dissatisfied",
            "made_up",
            "",
            "unit_reasons",
            "请从列出的原因里选",
        ),
        ("dissatisfied", "slow", "", "unit_reasons", "请从列出的原因里选"),
        (
            "dissatisfied",
            "late",
            &long,
            "unit_message",
            "不能超过 500 个字，现在有 501 个字",
        ),
        ("mostly", "late", "", "unit_grade", "只在选“不满意”时填写"),
        (
            "satisfied",
            "",
            "写在这里的话",
            "unit_grade",
            "只在选“不满意”时填写",
        ),
    ];
    for (grade, reason, message, at, words) in cases {
        let values = [
            ("office_grade", "mostly"),
            ("unit_grade", grade),
            ("unit_reasons", reason),
            ("unit_message", message),
            ("next", "submit"),
        ];
        let wrong = client.submit(&form, &path, &values).await;
        assert_eq!(wrong.status, 422, "{words}");
        let told = wrong
            .error(at)
            .unwrap_or_else(|| panic!("{at}: {}", wrong.main()));
        assert!(told.contains(words), "{told}");
        let kept = wrong.form(&path);
        assert_eq!(kept.value("office_grade"), Some("mostly"));
        assert_eq!(kept.value("unit_grade"), Some(grade));
        assert_eq!(kept.value("unit_message").unwrap().trim_start(), message);
    }
    for round in ["0", "2", "3", "x", "", "256"] {
        let values = [&GOOD[..], &[("round", round), ("next", "submit")]].concat();
        let wrong = client.submit(&form, &path, &values).await;
        assert_eq!(wrong.status, 400, "{round}: {}", wrong.main());
    }
    let limit = "字".repeat(500);
    let values = [
        &BAD[..3],
        &[("unit_message", limit.as_str()), ("office_message", " \u{200b}")],
    ]
    .concat();
    let done = rate(client, &path, &values).await;
    assert!(done.says("评价已收到"), "{}", done.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_rates_nothing() {
    let stack = Stack::shared().await;
    let (citizen, filed, officers) = answered(stack).await;
    let (tracker, _) = track(stack, &citizen.name, &filed).await;
    let ways = [
        (&citizen.client, path(&filed)),
        (&tracker, "/track/rate".to_owned()),
    ];
    for (client, path) in ways {
        let form = client.get(&path).await.form(&path);
        for (n, value) in crate::security::garbage().iter().enumerate() {
            let fields = [
                "office_grade",
                "unit_grade",
                "unit_reasons",
                "unit_message",
                "next",
            ];
            let mut sent = form.clone().with(&fields.map(|name| (name, value.as_str())));
            if n % 3 == 1 {
                sent = sent.with(&[("round", value), ("next", "submit")]);
            }
            if n % 3 == 2 {
                sent = sent.with(&[("unit_grade", "dissatisfied"), ("office_grade", "satisfied")]);
            }
            let page = client.send(&sent).await;
            assert!(
                matches!(page.status.as_u16(), 400 | 413 | 422),
                "{n} {}: {}",
                page.status,
                page.main()
            );
        }
    }
    let case = officers.case(&filed).await;
    assert!(
        case.texts(".rating").is_empty() && case.says("等信访人评价"),
        "{}",
        case.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_rates_once_and_two_windows_cannot_both_win() {
    let stack = Stack::shared().await;
    let (citizen, filed, officers) = answered(stack).await;
    let (client, path) = (&citizen.client, path(&filed));
    let form = checked(client, &path, &BAD).await.form(&path);
    let form = form.with(&[("next", "submit")]);
    let (one, two) = tokio::join!(client.send(&form), client.send(&form));
    let reloaded = client.send(&form).await;
    for page in [&one, &two, &reloaded] {
        assert!(page.says("评价已收到"), "{} {}", page.status, page.main());
    }
    assert_eq!(officers.case(&filed).await.texts(".rating").len(), 1);

    // The second one in two windows at the same instant, differently.
    let (other, _) = track(stack, &citizen.name, &filed).await;
    let here = checked(client, &path, &GOOD).await.form(&path);
    let there = checked(&other, "/track/rate", &BAD).await.form("/track/rate");
    let (here, there) = (
        here.with(&[("next", "submit")]),
        there.with(&[("next", "submit")]),
    );
    let (here, there) = tokio::join!(client.send(&here), other.send(&there));
    let statuses = [here.status.as_u16(), there.status.as_u16()];
    assert!(statuses == [200, 409] || statuses == [409, 200], "{statuses:?}");
    let loser = if here.status == 409 { &here } else { &there };
    assert!(
        loser.says("已经提交过了") && loser.link("查看已经提交的评价").is_some(),
        "{}",
        loser.main()
    );
    let case = officers.case(&filed).await;
    assert_eq!(case.texts(".rating").len(), 2, "{}", case.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn rating_and_concluding_at_the_same_instant_both_happen() {
    let stack = Stack::shared().await;
    let (citizen, filed, officers) = answered(stack).await;
    let path = path(&filed);
    let form = checked(&citizen.client, &path, &GOOD).await.form(&path);
    let form = form.with(&[("next", "submit")]);
    let (done, concluded) = tokio::join!(citizen.client.send(&form), officers.conclude(&filed));
    assert!(done.says("评价已收到"), "{} {}", done.status, done.main());
    // The officer's page says that something happened meanwhile, or the step was carried out.
    if concluded.status == 409 {
        let again = officers.conclude(&filed).await;
        assert!(again.says("已办结"), "{}", again.main());
    }
    let case = officers.case(&filed).await;
    assert!(
        case.texts(".rating").len() == 1 && case.says("已办结"),
        "{}",
        case.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_day_is_included_and_the_day_after_is_too_late() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let officers = Officers::fresh(&stack).await;
    let mut all = Vec::new();
    for title in ["最后一天评价的", "过了期限的", "只评价了一次的"] {
        let filed = citizen.file(title, CONTENT).await;
        officers.transfer(&filed, &[]).await;
        officers.reply(&filed).await;
        all.push(filed);
    }
    let [last, late, once] = <[Filed; 3]>::try_from(all).unwrap();
    rate(&citizen.client, &path(&once), &GOOD).await;
    // Answered on Monday, 23 November 2026: the thirtieth day is Wednesday, 23 December.
    stack.advance(Duration::from_secs(30 * DAY + 14 * 3600)).await;
    let client = login(&stack, &citizen).await;
    let open = checked(&client, &path(&late), &GOOD).await.form(&path(&late));
    let done = rate(&client, &path(&last), &GOOD).await;
    assert!(done.says("评价已收到"), "{}", done.main());
    // Two hours later it is the twenty-fourth; the session is over, and what was sent is kept.
    stack.advance(Duration::from_secs(2 * 3600)).await;
    let asked = client.send(&open.with(&[("next", "submit")])).await;
    assert!(asked.path.starts_with("/login?held="), "{}", asked.path);
    let values = [("username", citizen.username.as_str()), ("password", PASSWORD)];
    let resumed = client.submit(&asked, "/login", &values).await;
    let too_late = client.submit(&resumed, &path(&late), &[]).await;
    assert_eq!(too_late.status, 409);
    assert!(
        too_late.says("评价期限到 2026年12月23日") && too_late.says("现在不能评价"),
        "{}",
        too_late.main()
    );
    for (filed, words) in [
        (&late, "已经过了"),
        (&once, "以您已经作出的评价为准"),
        (&last, "以您已经作出的评价为准"),
    ] {
        let page = client.get(&format!("/petitions/{}", filed.id)).await;
        assert!(button(&page).unwrap_err().contains(words), "{}", page.main());
    }
    assert!(client.get("/petitions?tab=to-rate").await.says("没有等您评价的"));
    let list = client.get("/petitions").await;
    assert!(
        list.says("已经过了。") && list.says("以您已经作出的评价为准。"),
        "the list says quietly why no more: {}",
        list.main()
    );
    assert_eq!(
        list.attributes(".case button, .case a.button", "class"),
        Vec::<String>::new()
    );
    let officers = Officers {
        city: Officer::login(&stack, "jinan").await,
        ..officers
    };
    assert!(officers.case(&late).await.says("超期未评价"));
    assert!(officers.case(&once).await.says("统计以最后一次评价为准"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_outlives_the_result_of_tracking_but_not_for_long() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    let officers = Officers::fresh(&stack).await;
    officers.transfer(&filed, &[]).await;
    officers.reply(&filed).await;
    let (slow, _) = track(&stack, &citizen.name, &filed).await;
    let (slower, _) = track(&stack, &citizen.name, &filed).await;
    let form = slow.get("/track/rate").await;
    let forgotten = slower.get("/track/rate").await;
    stack.advance(Duration::from_secs(50 * 60)).await;
    assert_eq!(slow.get("/track/rate").await.path, "/track");
    let check = slow.submit(&form, "/track/rate", &GOOD).await;
    let done = slow.submit(&check, "/track/rate", &[("next", "submit")]).await;
    assert!(done.says("评价已收到"), "{} {}", done.path, done.main());
    stack.advance(Duration::from_secs(75 * 60)).await;
    let expired = slower.submit(&forgotten, "/track/rate", &BAD).await;
    assert_eq!(expired.status, 422);
    assert!(
        expired.says("请重新查询后再评价") && expired.says("泵还没有换"),
        "{}",
        expired.main()
    );
}

/// The messages about a petition that hold these words.
async fn messages(stack: &Stack, filed: &Filed, words: &str) -> usize {
    let all = stack.outbox().await;
    all.iter()
        .filter(|(_, text)| text.contains(&filed.number) && text.contains(words))
        .count()
}

/// Files something and waits for its receipt, twice: then everything that was due before has been
/// looked at.
async fn all_is_delivered(stack: &Stack, citizen: &Citizen) {
    let client = login(stack, citizen).await;
    let citizen = Citizen {
        client,
        username: citizen.username.clone(),
        name: citizen.name.clone(),
        mobile: citizen.mobile.clone(),
        id_number: citizen.id_number.clone(),
    };
    for _ in 0..2 {
        let filed = citizen.file("看看短信发到哪里了", CONTENT).await;
        stack
            .until("the receipt", || async {
                (messages(stack, &filed, "已收到").await > 0).then_some(())
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_rated_is_reminded_once_a_week_before_the_end_and_not_at_night() {
    let stack = Stack::with(Options {
        clock: Some("2026-11-23T09:00:00+08:00"),
        ..Options::default()
    })
    .await;
    let citizen = Citizen::named(&stack).await;
    let officers = Officers::fresh(&stack).await;
    let mut all = Vec::new();
    for title in ["没有评价的", "评价了的", "咨询的"] {
        let filed = citizen.file(title, CONTENT).await;
        let changed: &[(&str, &str)] = match title {
            "咨询的" => &[("purpose", "enquiry"), ("rating", "")],
            _ => &[],
        };
        officers.transfer(&filed, changed).await;
        officers.reply(&filed).await;
        all.push(filed);
    }
    let [silent, rated, enquiry] = <[Filed; 3]>::try_from(all).unwrap();
    rate(&citizen.client, &path(&rated), &GOOD).await;
    all_is_delivered(&stack, &citizen).await;
    assert_eq!(messages(&stack, &silent, "看后请在2026年12月23日前").await, 1);
    assert_eq!(messages(&stack, &enquiry, "评价").await, 0);
    assert_eq!(messages(&stack, &silent, "还没有评价").await, 0, "not yet");

    // Half past nine in the evening of the sixteenth of December: it is due since the morning.
    stack
        .advance(Duration::from_secs(23 * DAY + 12 * 3600 + 1800))
        .await;
    all_is_delivered(&stack, &citizen).await;
    assert_eq!(messages(&stack, &silent, "还没有评价").await, 0, "not at night");
    // A quarter past eight the next morning.
    stack.advance(Duration::from_secs(10 * 3600 + 2700)).await;
    stack
        .until("the reminder", || async {
            (messages(&stack, &silent, "还没有评价").await > 0).then_some(())
        })
        .await;
    stack.advance(Duration::from_secs(3 * DAY)).await;
    all_is_delivered(&stack, &citizen).await;
    assert_eq!(messages(&stack, &silent, "还没有评价").await, 1, "once");
    for none in [&rated, &enquiry] {
        assert_eq!(messages(&stack, none, "还没有评价").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_when_it_is_too_late_to_rate() {
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let officers = Officers::fresh(&stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    officers.transfer(&filed, &[]).await;
    officers.reply(&filed).await;
    stack.advance(Duration::from_secs(31 * DAY)).await;
    all_is_delivered(&stack, &citizen).await;
    assert_eq!(messages(&stack, &filed, "还没有评价").await, 0);
}
