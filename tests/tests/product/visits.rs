//! 来访: a clerk of a petition office registers whoever comes, with companions, by typing or from a card reader; who came
//! follows it with the slip; nobody else's office sees it.

mod card;
mod files;
mod reception;

use futures_util::future::join;
use std::time::Duration;
use tests::{Client, Officer, Page, Stack};
use tokio::sync::OnceCell;

pub const NEW: &str = "/staff/intake/visits/new";
pub const LIST: &str = "/staff/intake/visits";
const MOBILE: &str = "13812340077";

/// The stack of these tests alone: what other tests file would be alike.
pub async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

/// What a clerk types at least, besides the interviewer.
pub fn visit<'a>(name: &'a str, summary: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("division", "370102"),
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("summary", summary),
    ]
}

/// Other values for some fields.
pub fn changed<'a>(values: &[(&'a str, &'a str)], by: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = values
        .iter()
        .filter(|(name, _)| by.iter().all(|(other, _)| other != name));
    kept.chain(by).copied().collect()
}

/// The id of an interviewer, as the form offers it, by the name on it.
pub fn interviewer(page: &Page, name: &str) -> String {
    let labels = page.texts("input[name=interviewer] ~ label");
    let at = labels.iter().position(|label| label.contains(name));
    let at = at.unwrap_or_else(|| panic!("no {name} among {labels:?}"));
    page.attributes("input[name=interviewer]", "value")
        .swap_remove(at)
}

/// Fills in the form of a page and presses a button.
pub async fn press(officer: &Officer, page: &Page, then: &str, values: &[(&str, &str)]) -> Page {
    let values = changed(values, &[("then", then)]);
    officer.client.submit(page, NEW, &values).await
}

/// Registers a visit from an empty form, for 蒋言 to talk with; gives the slip.
pub async fn register(officer: &Officer, values: &[(&str, &str)]) -> Registered {
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let values = changed(values, &[("interviewer", &chosen)]);
    Registered::of(press(officer, &form, "save", &values).await)
}

/// A registered visit.
pub struct Registered {
    pub id: String,
    pub number: String,
    pub code: String,
    pub slip: Page,
}

impl Registered {
    pub fn of(slip: Page) -> Self {
        assert!(
            slip.path.ends_with("/slip?done=registered"),
            "{} {}",
            slip.path,
            slip.main()
        );
        let id = slip.path.trim_start_matches("/staff/intake/visits/");
        let id = id.split('/').next().unwrap_or_default().to_owned();
        Self {
            id,
            number: slip.text("#number").unwrap(),
            code: slip.text("#query-code").unwrap_or_default(),
            slip,
        }
    }

    pub fn case(&self) -> String {
        format!("/staff/petitions/{}", self.id)
    }

    pub fn interview(&self) -> String {
        format!("/staff/interviews/{}", self.id)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_visit_is_registered_followed_with_its_slip_and_waits_for_its_interviewer() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let typed = changed(
        &visit("桑玉梅", "院里的电梯停了三个月，老人下不了楼，要求修好。"),
        &[
            ("mobile", MOBILE),
            ("mailing_address", "济南市历下区棋盘街 4 号"),
            ("sex", "2"),
            ("visitors", "3"),
            ("companions", "1"),
            ("companion_1_name", "桑晓"),
            ("companion_1_id_number", "370202198509230022"),
            ("companion_1_representative", "yes"),
        ],
    );
    let done = register(&officer, &typed).await;
    assert!(done.number.starts_with("V370102-"), "{}", done.number);
    assert_eq!(done.code.replace(' ', "").len(), 16, "{}", done.slip.main());
    for words in ["蒋言", "桑**", "3 人", "打印"] {
        assert!(done.slip.says(words), "{words}: {}", done.slip.main());
    }
    assert!(
        !done.slip.body.contains("桑玉梅"),
        "the slip is called out and lies about"
    );
    let ticket: u32 = done.slip.text("#ticket").unwrap().parse().unwrap();
    let next = register(&officer, &visit("第二批", "第二批来的，问门牌号怎么改。")).await;
    assert!(
        next.slip.text("#ticket").unwrap().parse::<u32>().unwrap() > ticket,
        "the numbers of a day go up"
    );

    // Both who speak follow it by their own names; a wrong one learns nothing.
    assert_eq!(
        Client::new(&stack.url).track("桑小梅", &done.code).await.status,
        422
    );
    for name in ["桑玉梅", "桑晓"] {
        let found = Client::new(&stack.url).track(name, &done.code).await;
        for words in [&done.number, "接待来访", "已登记"] {
            assert!(found.says(words), "{words}: {}", found.main());
        }
        assert!(
            !found.says("蒋言"),
            "who talks with them is nobody else's: {}",
            found.main()
        );
    }
    let told = stack
        .until("the message", || async {
            let sent = stack.outbox().await;
            sent.into_iter()
                .find(|(to, text)| to == MOBILE && text.contains(&done.number))
        })
        .await;
    assert!(!told.1.contains(&done.code), "{}", told.1);

    // The case has what was written down, masked; who speaks for others can be seen for a reason.
    let case = officer.client.get(&done.case()).await;
    for words in [
        "来访",
        "3 人",
        "桑*（代表）",
        "等蒋言接谈",
        "138****0077",
        "安排接谈",
    ] {
        assert!(case.says(words), "{words}: {}", case.main());
    }
    for secret in ["桑玉梅", "桑晓", MOBILE, "370202198509230022", "棋盘街 4 号"] {
        assert!(!case.body.contains(secret), "{secret}: {}", case.main());
    }
    let whole = format!("{}/petitioner", done.case());
    let ask = officer.client.get(&whole).await;
    let whole = officer
        .client
        .submit(&ask, &whole, &[("reason", "contact")])
        .await;
    for words in ["桑玉梅", "女", "桑晓", "370202198509230022"] {
        assert!(whole.says(words), "{words}: {}", whole.main());
    }
    // It waits for the interviewer, on the workbench too, and stands in the office's list; nobody else finds it.
    let talks = Officer::shared(stack, "jietan").await;
    let desk = talks.client.get("/staff").await;
    assert!(desk.says("等我接谈"), "{}", desk.main());
    let waiting = talks.client.get("/staff/interviews").await;
    assert!(
        waiting.says(&done.number) && waiting.says("桑**"),
        "{}",
        waiting.main()
    );
    let slip = format!("{LIST}/{}/slip", done.id);
    for (who, username) in [
        ("another office's clerk", "jinan_dj"),
        ("another interviewer", "qingdao_jt"),
    ] {
        let other = Officer::shared(stack, username).await;
        for path in [&done.case(), &slip, &done.interview()] {
            assert_eq!(other.client.get(path).await.status, 404, "{who} at {path}");
        }
    }
    // Passed on like any petition, it leaves the lists of what waits to be.
    let waiting = officer.client.get(&format!("{LIST}?mark=waiting")).await;
    assert!(waiting.says(&done.number), "{}", waiting.main());
    let desk = officer.client.get("/staff").await;
    assert!(desk.says("来访（待转送）"), "{}", desk.main());
    let passed = officer.step(&done.id, "transfer", &[]).await;
    assert!(passed.path.ends_with("done=transferred"), "{}", passed.main());
    let waiting = officer.client.get(&format!("{LIST}?mark=waiting")).await;
    assert!(!waiting.says(&done.number), "{}", waiting.main());
    let today = officer.client.get(&format!("{LIST}?day=today")).await;
    assert!(
        today.says(&done.number) && today.says("已转送"),
        "{}",
        today.main()
    );
    let city = Officer::shared(stack, "jinan").await;
    let accepted = city.step(&done.id, "accept", &[]).await;
    assert!(accepted.path.ends_with("done=accepted"), "{}", accepted.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_is_told_at_its_field_and_nothing_typed_is_lost() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let good = visit("填错的人", "表里有一处填错");
    let long = "长".repeat(201);
    let mistakes: [(&str, &[(&str, &str)]); 20] = [
        ("name", &[("name", "")]),
        ("name", &[("name", "某1")]),
        ("sex", &[("id_number", "370202198509230022"), ("sex", "1")]),
        ("id_number", &[("id_number", "370202198509230023")]),
        ("mobile", &[("mobile", "12345")]),
        ("mailing_address", &[("mailing_address", &long)]),
        ("visitors", &[("visitors", "")]),
        ("visitors", &[("visitors", "一群")]),
        ("visitors", &[("companions", "1"), ("companion_1_name", "王芳")]),
        (
            "companion_1_name",
            &[
                ("companions", "1"),
                ("companion_1_id_number", "370202198509230022"),
                ("visitors", "2"),
            ],
        ),
        (
            "companion_2_id_number",
            &[
                ("companions", "2"),
                ("companion_2_name", "王芳"),
                ("companion_2_id_number", "37020219850923002"),
                ("visitors", "3"),
            ],
        ),
        ("representatives", &[("visitors", "5")]),
        ("people_count", &[("visitors", "3"), ("people_count", "2")]),
        ("flags", &[("people_count", "6")]),
        ("title", &[("title", &long)]),
        ("division", &[("division", "110101")]),
        ("category", &[("category", "")]),
        ("summary", &[("summary", " \n")]),
        ("threat_text", &[("flags", "threat")]),
        (
            "interviewer",
            &[("interviewer", "019a0000-0000-7000-8000-000000000001")],
        ),
    ];
    for (field, wrong) in mistakes {
        let form = officer.client.get(NEW).await;
        let chosen = interviewer(&form, "蒋言");
        let unusual = [
            ("address", "某街某号"),
            ("people_affected", "4321"),
            ("interviewer", &chosen),
        ];
        let values = changed(&changed(&good, &unusual), wrong);
        let page = press(&officer, &form, "save", &values).await;
        assert_eq!(page.status, 422, "{wrong:?}: {}", page.main());
        assert!(
            page.error(field).is_some(),
            "{wrong:?} is told at {field}: {}",
            page.main()
        );
        let summary = page.attribute(&format!(".errors a[href='#{field}']"), "href");
        assert!(summary.is_some(), "{field} is in the summary");
        assert!(page.title().starts_with("错误"));
        let again = page.form(NEW);
        // What is in no list cannot come back in one.
        let listed = values.iter().filter(|(name, value)| {
            *value != "110101" && !(field == "interviewer" && *name == "interviewer")
        });
        for (name, value) in listed {
            assert!(
                again
                    .fields
                    .iter()
                    .any(|(known, kept)| known == name && kept.trim() == value.trim()),
                "{name} after {wrong:?}"
            );
        }
    }
    // Nobody is chosen at first: the clerk decides.
    let form = officer.client.get(NEW).await;
    let nobody = press(&officer, &form, "save", &good).await;
    assert!(nobody.error("interviewer").is_some(), "{}", nobody.main());
    let list = officer.client.get(LIST).await;
    assert!(
        !list.says("表里有一处填错"),
        "nothing was registered: {}",
        list.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collective_visit_chooses_at_most_five_representatives() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let names = ["甄一", "甄二", "甄三", "甄四", "甄五"];
    let mut values: Vec<(String, String)> = vec![("companions".into(), "5".into())];
    for (at, name) in (1..).zip(names) {
        values.push((format!("companion_{at}_name"), name.into()));
        values.push((format!("companion_{at}_representative"), "yes".into()));
    }
    let companions: Vec<(&str, &str)> = values.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let many = changed(
        &visit("甄大力", "二十三户的补偿款还没有发"),
        &[("visitors", "23"), ("interviewer", &chosen)],
    );
    let many = changed(&many, &companions);
    let refused = press(&officer, &form, "save", &many).await;
    assert_eq!(refused.status, 422);
    let why = refused.error("representatives").unwrap();
    assert!(why.contains("最多 5 人") && why.contains("第二十条"), "{why}");
    assert!(
        refused.says("集体访 21–50 人"),
        "the band shows: {}",
        refused.main()
    );
    assert_eq!(refused.form(NEW).value("companion_5_name"), Some("甄五"));
    // One less is received; the fifth stays a companion.
    let done = press(&officer, &refused, "save", &[("companion_5_representative", "")]).await;
    let done = Registered::of(done);
    assert!(done.slip.says("23 人（集体访 21–50 人）"), "{}", done.slip.main());
    for name in ["甄大力", "甄一", "甄四"] {
        assert!(
            Client::new(&stack.url)
                .track(name, &done.code)
                .await
                .says(&done.number),
            "{name}"
        );
    }
    assert_eq!(
        Client::new(&stack.url).track("甄五", &done.code).await.status,
        422,
        "no representative"
    );
    let case = officer.client.get(&done.case()).await;
    assert!(case.says("联名") && case.says("23 人"), "{}", case.main());
    // Narrowed by how many came.
    for (filter, there) in [
        ("size=collective", true),
        ("size=21", true),
        ("size=11", false),
        ("size=individual", false),
        ("size=collective&mark=interview&day=today", true),
    ] {
        let list = officer.client.get(&format!("{LIST}?{filter}")).await;
        assert_eq!(list.says(&done.number), there, "{filter}: {}", list.main());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_companions_come_and_go_without_scripts() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    assert!(
        !form.body.contains("companion_1_name"),
        "nobody came along at first"
    );
    let one = press(&officer, &form, "companion_add", &visit("带人来的", "写了一半")).await;
    assert_eq!(one.status, 200);
    assert_eq!(one.form(NEW).value("name"), Some("带人来的"));
    let two = press(&officer, &one, "companion_add", &[("companion_1_name", "先来的")]).await;
    let less = [
        ("companion_2_name", "后来的"),
        ("companion_2_representative", "yes"),
    ];
    let less = press(&officer, &two, "companion_remove_1", &less).await;
    let now = less.form(NEW);
    assert_eq!(now.value("companion_1_name"), Some("后来的"));
    assert_eq!(now.value("companion_1_representative"), Some("yes"));
    assert!(!less.body.contains("companion_2_name"), "{}", less.main());
    assert_eq!(now.value("summary").map(str::trim), Some("写了一半"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_registers_once_and_another_visit_on_the_same_form_is_asked_about() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "沈问");
    let values = changed(&visit("双击的人", "按了两下保存"), &[("interviewer", &chosen)]);
    let (one, two) = join(
        press(&officer, &form, "save", &values),
        press(&officer, &form, "save", &values),
    )
    .await;
    let (one, two) = (Registered::of(one), Registered::of(two));
    assert_eq!((&one.number, &one.id), (&two.number, &two.id));
    // Back in the browser, another name on the same form: nothing is overwritten, nothing typed is lost.
    let other = changed(&values, &[("name", "另外一人")]);
    let asked = press(&officer, &form, "save", &other).await;
    assert_eq!(asked.status, 409, "{}", asked.main());
    assert!(
        asked.says(&one.number) && asked.title().starts_with("错误"),
        "{}",
        asked.main()
    );
    assert_eq!(asked.form(NEW).value("name"), Some("另外一人"));
    let second = Registered::of(press(&officer, &asked, "save", &[]).await);
    assert_ne!(second.number, one.number);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_no_name_is_received_tracked_as_such_and_not_rated() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let chosen = interviewer(&form, "蒋言");
    let named = changed(
        &visit("有名有姓", "不愿意说姓名的来访"),
        &[
            ("anonymous", "yes"),
            ("interviewer", &chosen),
            ("companions", "1"),
            ("companion_1_name", "王芳"),
            ("visitors", "2"),
        ],
    );
    let refused = press(&officer, &form, "save", &named).await;
    for field in ["name", "companion_1_name"] {
        assert!(refused.error(field).is_some(), "{field}: {}", refused.main());
    }
    let nobody = [("name", ""), ("companion_1_name", "")];
    let done = Registered::of(press(&officer, &refused, "save", &nobody).await);
    assert!(done.slip.says("匿名"), "{}", done.slip.main());
    assert!(
        Client::new(&stack.url)
            .track("匿名", &done.code)
            .await
            .says(&done.number)
    );
    let case = officer.client.get(&done.case()).await;
    assert!(case.says("匿名") && case.says("不纳入"), "{}", case.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_slip_is_shown_to_who_registered_that_day_and_to_others_for_a_reason() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "dengji").await;
    let with_phone = changed(&visit("要再打一次的人", "接谈单丢了"), &[("mobile", MOBILE)]);
    let done = register(&officer, &with_phone).await;
    let path = format!("{LIST}/{}/slip", done.id);
    assert_eq!(
        officer.client.get(&path).await.text("#query-code").as_ref(),
        Some(&done.code)
    );
    let colleague = Officer::login(&stack, "dengji2").await;
    let asks = colleague.client.get(&path).await;
    assert!(
        asks.text("#query-code").is_none() && !asks.body.contains(&done.code),
        "{}",
        asks.main()
    );
    let refused = colleague.client.submit(&asks, &path, &[]).await;
    assert_eq!(
        (refused.status.as_u16(), refused.error("reason").is_some()),
        (422, true)
    );
    let shown = colleague
        .client
        .submit(&refused, &path, &[("reason", "serve")])
        .await;
    assert_eq!(shown.text("#query-code").as_ref(), Some(&done.code));
    // By message, to the number that was given; a double click sends one.
    let sms = format!("{path}/sms");
    let form = officer.client.get(&path).await.form(&sms);
    join(officer.client.send(&form), officer.client.send(&form)).await;
    let sent = stack
        .until("the code by message", || async {
            let sent = stack.outbox().await;
            let codes: Vec<_> = sent
                .into_iter()
                .filter(|(to, text)| to == MOBILE && text.contains(&done.code))
                .collect();
            (!codes.is_empty()).then_some(codes)
        })
        .await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    // The next day whoever registered it is asked too, and the numbers of the day begin again.
    stack.advance(Duration::from_secs(24 * 3600)).await;
    let officer = Officer::login(&stack, "dengji").await;
    let later = officer.client.get(&path).await;
    assert!(
        later.text("#query-code").is_none() && later.says("要说明理由"),
        "{}",
        later.main()
    );
    let first = register(&officer, &visit("第二天的人", "第二天头一批")).await;
    assert_eq!(first.slip.text("#ticket").as_deref(), Some("1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn dedupe_finds_an_earlier_visit_before_anything_is_saved_and_links_it() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let story = "凤鸣苑西门的变压器夜里嗡嗡响，正对着三号楼卧室，量过六十多分贝，找过供电所说归小区，\
                 小区说归供电所，来回跑了半年，要求把变压器挪走或者做隔音。";
    let typed = visit("尤凤兰", story);
    let first = register(&officer, &typed).await;
    let form = officer.client.get(NEW).await;
    let values = changed(&typed, &[("category", ""), ("purpose", "")]);
    let found = stack
        .until("the first visit is found", || async {
            let page = press(&officer, &form, "check", &values).await;
            assert_eq!(page.status, 200, "{}", page.main());
            page.says(&first.number).then_some(page)
        })
        .await;
    for words in ["姓名、问题属地相同", "文字相似", "已登记"] {
        assert!(found.says(words), "{words}: {}", found.main());
    }
    let pick = format!("matter.{}", first.id);
    let mut sent = found.form(NEW).with(&[("pick", &pick)]);
    sent.action = NEW.to_owned();
    let linked = officer.client.send(&sent).await;
    assert!(
        linked.says("保存时关联") && linked.says("来访还没有登记"),
        "{}",
        linked.main()
    );
    let now = linked.form(NEW);
    assert_eq!(now.value("category"), Some("城乡建设/住房保障与房地产/物业服务"));
    assert_eq!(
        (now.value("initial"), now.value("repeat_number")),
        (Some("repeat"), Some("1"))
    );
    let chosen = interviewer(&linked, "蒋言");
    let done = press(&officer, &linked, "save", &[("interviewer", &chosen)]).await;
    let done = Registered::of(done);
    let case = officer.client.get(&done.case()).await;
    assert!(
        case.says("关联的信访件") && case.says(&first.number) && case.says("重复"),
        "{}",
        case.main()
    );
    // What was registered can be amended until it is passed on; the rule of joint matters holds there too.
    let path = format!("/staff/intake/web/{}", done.id);
    let amended = officer.client.get(&path).await;
    assert!(amended.link("返回来访登记").is_some(), "{}", amended.main());
    let wrong = [("people_count", "5"), ("next", "save")];
    let refused = officer.client.submit(&amended, &path, &wrong).await;
    assert!(
        refused.error("flags").is_some_and(|error| error.contains("来访")),
        "{}",
        refused.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_put_aside_while_another_one_is_registered() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let half = [
        ("name", "先坐一会儿的人"),
        ("companions", "1"),
        ("companion_1_name", "陪着来的人"),
    ];
    let kept = press(&officer, &form, "keep", &half).await;
    assert_eq!(kept.path, format!("{NEW}?done=kept"), "{}", kept.main());
    register(&officer, &visit("后面一位", "问门牌号怎么改，跑了两趟。")).await;
    let list = officer.client.get(NEW).await;
    let again = officer.client.get(&list.link("接着填").unwrap()).await;
    let taken_up = again.form(NEW);
    assert_eq!(taken_up.value("name"), Some("先坐一会儿的人"));
    assert_eq!(taken_up.value("companion_1_name"), Some("陪着来的人"));
    let chosen = interviewer(&again, "蒋言");
    let whole = changed(
        &visit("先坐一会儿的人", "院里的电梯停了三个月。"),
        &[
            ("interviewer", &chosen),
            ("companions", "0"),
            ("companion_1_name", ""),
        ],
    );
    let done = Registered::of(press(&officer, &again, "save", &whole).await);
    assert!(officer.client.get(&done.case()).await.says(&done.number));
    let fresh = officer.client.get(NEW).await;
    assert!(!fresh.says("没有填完的表"), "{}", fresh.main());
}
