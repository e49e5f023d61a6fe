//! 来信: a clerk of a petition office registers letters, in detail and in brief, one after the other; who wrote one follows
//! it with the slip; nobody else's office sees it.

mod batch;
mod brief;
mod joined;
mod scans;
mod taken;

use futures_util::future::join;
use std::time::Duration;
use tests::{Client, Officer, Page, Stack};
use tokio::sync::OnceCell;

pub const NEW: &str = "/staff/intake/letters/new";
pub const LIST: &str = "/staff/intake/letters";
const MOBILE: &str = "13812340088";

/// The stack of these tests alone: what other tests file would be alike.
pub async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

/// What a clerk types at least.
pub fn letter<'a>(name: &'a str, summary: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("mailing_address", "济南市历下区燕子山路 20 号 5 号楼"),
        ("division", "370102"),
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("summary", summary),
        ("way", "later"),
    ]
}

/// Other values for some fields.
pub fn changed<'a>(values: &[(&'a str, &'a str)], by: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = values
        .iter()
        .filter(|(name, _)| by.iter().all(|(other, _)| other != name));
    kept.chain(by).copied().collect()
}

/// Fills in the form of a page and presses a button.
pub async fn press(officer: &Officer, page: &Page, then: &str, values: &[(&str, &str)]) -> Page {
    let values = changed(values, &[("then", then)]);
    officer.client.submit(page, NEW, &values).await
}

/// Registers a letter from an empty form; gives the slip.
pub async fn register(officer: &Officer, values: &[(&str, &str)]) -> Registered {
    let form = officer.client.get(NEW).await;
    let slip = press(officer, &form, "save", values).await;
    Registered::of(slip)
}

/// A registered letter.
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
        let id = slip.path.trim_start_matches("/staff/intake/letters/");
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
}

async fn track(stack: &Stack, name: &str, code: &str) -> (Client, Page) {
    let client = Client::new(&stack.url);
    let found = client.track(name, code).await;
    (client, found)
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_letter_is_registered_followed_with_its_slip_and_handled_like_any_petition() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let envelope = [
        ("mobile", MOBILE),
        ("addressee", "省信访局局长"),
        ("postmark_place", "济南燕山"),
        ("envelope_name", "曲先生"),
        ("envelope_address", "燕子山路 20 号院传达室"),
        ("registered_number", "xa 3701 0021 837"),
        ("title", "院内路灯坏了一年"),
        ("content", "院里的路灯去年冬天就坏了。\n请求修好。"),
    ];
    let typed = letter("曲大力", "院内路灯坏了一年没有人修，要求修复。");
    let done = register(&officer, &changed(&typed, &envelope)).await;
    assert!(done.number.starts_with("L370102-"), "{}", done.number);
    assert_eq!(done.code.replace(' ', "").len(), 16, "{}", done.slip.main());
    assert!(
        done.slip.says("曲大力") && done.slip.says("打印"),
        "{}",
        done.slip.main()
    );

    // The sender follows it; a wrong name learns nothing.
    let (_, wrong) = track(stack, "曲小力", &done.code).await;
    assert_eq!(wrong.status, 422);
    let (client, found) = track(stack, " 曲 大力", &done.code).await;
    for words in [&done.number, "收到来信", "已登记", "中共山东省委"] {
        assert!(found.says(words), "{words}: {}", found.main());
    }
    assert!(
        !found.says("路灯坏了一年没有人修"),
        "no text of it: {}",
        found.main()
    );
    let told = stack
        .until("the message", || async {
            let sent = stack.outbox().await;
            sent.into_iter()
                .find(|(to, text)| to == MOBILE && text.contains(&done.number))
        })
        .await;
    assert!(
        told.1.contains("登记") && !told.1.contains(&done.code),
        "{}",
        told.1
    );

    // The case has what the envelope says, masked; nobody of another city sees any of it.
    let case = officer.client.get(&done.case()).await;
    for words in [
        "来信",
        "收信日期",
        "省信访局局长",
        "济南燕山",
        "XA37010021837",
        "曲**",
        "138****0088",
    ] {
        assert!(case.says(words), "{words}: {}", case.main());
    }
    for secret in ["曲大力", "曲先生", MOBILE, "传达室"] {
        assert!(!case.body.contains(secret), "{secret}: {}", case.main());
    }
    let whole = format!("{}/petitioner", done.case());
    let ask = officer.client.get(&whole).await;
    let whole = officer
        .client
        .submit(&ask, &whole, &[("reason", "contact")])
        .await;
    assert!(whole.says("曲先生") && whole.says("传达室"), "{}", whole.main());
    let slip = format!("/staff/intake/letters/{}/slip", done.id);
    for (who, username) in [("another office's clerk", "jinan_dj"), ("a handler", "qingdao")] {
        let other = Officer::shared(stack, username).await;
        for path in [&done.case(), &slip] {
            assert_eq!(other.client.get(path).await.status, 404, "{who} at {path}");
        }
    }

    // On the workbench and in the list until it is passed on; then with the city, like any petition.
    let desk = officer.client.get("/staff").await;
    assert!(desk.says("来信（待转送）"), "{}", desk.main());
    let waiting = officer.client.get(&format!("{LIST}?mark=waiting")).await;
    assert!(
        waiting.says(&done.number) && waiting.says("曲**"),
        "{}",
        waiting.main()
    );
    let passed = officer.step(&done.id, "transfer", &[]).await;
    assert!(
        passed.path.ends_with("done=transferred"),
        "{} {}",
        passed.path,
        passed.main()
    );
    let waiting = officer.client.get(&format!("{LIST}?mark=waiting")).await;
    assert!(!waiting.says(&done.number), "{}", waiting.main());
    let all = officer.client.get(LIST).await;
    assert!(all.says(&done.number) && all.says("已转送"), "{}", all.main());
    let city = Officer::shared(stack, "jinan").await;
    let inbox = city.client.get("/staff/inbox").await;
    assert!(inbox.says("院内路灯坏了一年"), "{}", inbox.main());
    let accepted = city.step(&done.id, "accept", &[]).await;
    assert!(accepted.path.ends_with("done=accepted"), "{}", accepted.main());
    assert_eq!(
        Officer::shared(stack, "jinan_dj")
            .await
            .client
            .get(&slip)
            .await
            .status,
        404,
        "who got it did not register it"
    );
    let found = client.get("/track/result").await;
    assert!(found.says("责任单位已受理"), "{}", found.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_is_told_at_its_field_and_nothing_typed_is_lost() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let good = letter("填错的人", "表里有一处填错");
    let long = "长".repeat(201);
    let mistakes: [(&str, &[(&str, &str)]); 24] = [
        ("name", &[("name", "")]),
        ("name", &[("name", "某1")]),
        ("name", &[("name", "匿名")]),
        ("mailing_address", &[("mailing_address", "")]),
        ("mailing_address", &[("mailing_address", &long)]),
        ("mobile", &[("mobile", "12345")]),
        ("id_number", &[("id_number", "370202198509230023")]),
        ("id_number", &[("id_type", "414"), ("id_number", "1")]),
        ("co_1_name", &[("co_1_name", "填错的人"), ("people_count", "2")]),
        (
            "co_2_mobile",
            &[("co_2_name", "王芳"), ("co_2_mobile", "1"), ("people_count", "2")],
        ),
        ("received", &[("received", "")]),
        ("received", &[("received", "2999-01-01")]),
        ("received", &[("received", "前天")]),
        ("addressee", &[("addressee", &long)]),
        ("postmark_date", &[("postmark_date", "2999-01-01")]),
        ("registered_number", &[("registered_number", "１２")]),
        ("title", &[("title", &long)]),
        ("division", &[("division", "110101")]),
        ("category", &[("category", "")]),
        ("summary", &[("summary", " \n")]),
        ("people_count", &[("co_1_name", "王芳")]),
        ("people_count", &[("flags", "joint"), ("people_count", "4")]),
        ("flags", &[("people_count", "5")]),
        ("threat_text", &[("flags", "threat")]),
    ];
    for (field, wrong) in mistakes {
        let form = officer.client.get(NEW).await;
        let unusual = [("postmark_place", "泉城路支局"), ("people_affected", "4321")];
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
        let listed = values.iter().filter(|(_, value)| *value != "110101");
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
    let list = officer.client.get(LIST).await;
    assert!(
        !list.says("表里有一处填错"),
        "nothing was registered: {}",
        list.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_registers_once_and_another_letter_on_the_same_form_is_asked_about() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let values = letter("双击的人", "按了两下保存");
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
    assert!(second.slip.says("另外一人"), "{}", second.slip.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_letter_names_nobody_is_tracked_as_such_and_not_rated() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let named = changed(
        &letter("有名有姓", "没有署名的来信"),
        &[("anonymous", "yes"), ("mobile", MOBILE), ("co_1_name", "王芳")],
    );
    let refused = press(&officer, &form, "save", &named).await;
    for field in ["name", "mailing_address", "mobile", "co_1_name"] {
        assert!(refused.error(field).is_some(), "{field}: {}", refused.main());
    }
    let nobody = [
        ("name", ""),
        ("mailing_address", ""),
        ("mobile", ""),
        ("co_1_name", ""),
    ];
    let slip = press(&officer, &refused, "save", &nobody).await;
    let done = Registered::of(slip);
    let (_, found) = track(stack, "匿名", &done.code).await;
    assert!(found.says(&done.number), "{}", found.main());
    let case = officer.client.get(&done.case()).await;
    assert!(case.says("匿名") && case.says("不纳入"), "{}", case.main());
    assert!(
        case.link("查看信访人完整信息").is_none(),
        "there is nobody to see"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_letter_is_of_five_and_each_who_signed_follows_it() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let joint = [
        ("people_count", "23"),
        ("flags", "joint"),
        ("co_1_name", "仲崇林"),
        ("co_4_name", "仲维刚"),
        ("co_4_id_number", "370202198509230022"),
    ];
    let typed = letter("仲崇山", "二十三户联名反映补偿款没有发完");
    let done = register(&officer, &changed(&typed, &joint)).await;
    assert!(done.slip.says("仲崇林、仲维刚"), "{}", done.slip.main());
    for name in ["仲崇山", "仲崇林", "仲维刚"] {
        let (_, found) = track(stack, name, &done.code).await;
        assert!(found.says(&done.number), "{name}: {}", found.main());
    }
    let case = officer.client.get(&done.case()).await;
    assert!(
        case.says("联名") && case.says("23 人") && !case.body.contains("仲崇林"),
        "{}",
        case.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_slip_is_shown_to_who_registered_that_day_and_to_others_for_a_reason() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "dengji").await;
    let with_phone = changed(&letter("要再打一次的人", "查询码条丢了"), &[("mobile", MOBILE)]);
    let done = register(&officer, &with_phone).await;
    let path = format!("/staff/intake/letters/{}/slip", done.id);
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

    // By message, to the number in the letter; a double click sends one.
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

    // The next day whoever registered it is asked too. A session ends long before.
    stack.advance(Duration::from_secs(24 * 3600)).await;
    let officer = Officer::login(&stack, "dengji").await;
    let later = officer.client.get(&path).await;
    assert!(
        later.text("#query-code").is_none() && later.says("要说明理由"),
        "{}",
        later.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fifteen_days_run_from_the_day_on_which_it_came_and_the_registration_can_be_amended() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let form = officer.client.get(NEW).await;
    let today: chrono::NaiveDate = form.form(NEW).value("received").unwrap().parse().unwrap();
    let came = (today - chrono::Days::new(30)).to_string();
    let values = changed(&letter("迟来的人", "信在路上走了一个月"), &[("received", &came)]);
    let done = Registered::of(press(&officer, &form, "save", &values).await);
    let case = officer.client.get(&done.case()).await;
    assert!(case.says("已经超过"), "fifteen days are over: {}", case.main());
    let path = format!("/staff/intake/web/{}", done.id);
    let amended = officer.client.get(&path).await;
    assert!(amended.link("返回来信登记").is_some(), "{}", amended.main());
    let wrong = [("people_count", "5"), ("next", "save")];
    let refused = officer.client.submit(&amended, &path, &wrong).await;
    assert!(
        refused.error("flags").is_some(),
        "a letter's rule holds there too: {}",
        refused.main()
    );
    let saved = officer
        .client
        .submit(&amended, &path, &[("summary", "改过的摘要"), ("next", "save")])
        .await;
    assert!(saved.says("改过的摘要"), "{}", saved.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn dedupe_finds_an_earlier_letter_before_anything_is_saved_and_links_it() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let story = "梧桐苑东门的化粪池每到下雨就往外冒，臭水流到幼儿园门口，孩子们只能踩着砖头进门，\
                 找过物业和环卫所都说不归他们管，要求清掏并查清归谁管理。";
    let typed = letter("邢秀珍", story);
    let first = register(&officer, &typed).await;
    let form = officer.client.get(NEW).await;
    let values = changed(&typed, &[("category", ""), ("purpose", "")]);
    let found = stack
        .until("the first letter is found", || async {
            let page = press(&officer, &form, "check", &values).await;
            assert_eq!(page.status, 200, "{}", page.main());
            page.says(&first.number).then_some(page)
        })
        .await;
    for words in ["姓名、问题属地相同", "文字相似", "已登记"] {
        assert!(found.says(words), "{words}: {}", found.main());
    }
    assert_eq!(
        found.form(NEW).value("name"),
        Some("邢秀珍"),
        "what was typed is there"
    );
    // It is the same matter: what was registered of it comes into the form, and it is a repeat.
    let pick = format!("matter.{}", first.id);
    let mut sent = found.form(NEW).with(&[("pick", &pick)]);
    sent.action = NEW.to_owned();
    let linked = officer.client.send(&sent).await;
    assert!(
        linked.says("保存时关联") && linked.says("已关联"),
        "{}",
        linked.main()
    );
    let now = linked.form(NEW);
    assert_eq!(now.value("category"), Some("城乡建设/住房保障与房地产/物业服务"));
    assert_eq!(
        (now.value("initial"), now.value("repeat_number")),
        (Some("repeat"), Some("1"))
    );
    let done = Registered::of(press(&officer, &linked, "save", &[]).await);
    let case = officer.client.get(&done.case()).await;
    assert!(
        case.says("关联的信访件") && case.says(&first.number),
        "{}",
        case.main()
    );
    assert!(case.says("重复") && case.says("不纳入"), "{}", case.main());
    let other = officer.client.get(&first.case()).await;
    assert!(other.says(&done.number), "on either side: {}", other.main());
    // Nobody links what does not exist, or what is no match and out of reach.
    for pick in [
        "matter.019f0000-0000-7000-8000-00000000abcd",
        "person.019f0000-0000-7000-8000-00000000abcd",
    ] {
        let typed = [("pick", pick), ("summary", "写了一半")];
        let sent = officer.client.get(NEW).await.form(NEW).with(&typed);
        let refused = officer.client.send(&sent).await;
        assert_eq!(refused.status, 409, "{}", refused.main());
        assert!(
            refused.says("没有找到要关联的这一件") && refused.form(NEW).value("summary").is_some(),
            "what was typed is kept: {}",
            refused.main()
        );
    }
}
