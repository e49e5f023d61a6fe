//! 网上建议 as people meet it: a citizen suggests, petition offices study and answer, the citizen reads.
//! (What the product suggests while somebody files a petition is in `suggestion`.)

mod deadline;
mod limits;
mod offices;
mod overtaken;

use tests::page::Form;
use tests::stack::CAPTCHA;
use tests::{Citizen, Client, Officer, Page, Stack};

pub const NEW: &str = "/suggestions/new";
pub const TITLE: &str = "建议早高峰加密公交车";
pub const TEXT: &str = "十五分钟一班挤不上。\n\n建议八分钟一班 <b>&amp; 加一站</b>。";

/// A suggestion as its maker knows it from the receipt.
pub struct Made {
    pub id: String,
    pub number: String,
}

impl Made {
    /// What a receipt says.
    pub fn of(receipt: &Page) -> Self {
        assert!(receipt.says("建议已收到"), "{} {}", receipt.path, receipt.main());
        Self {
            id: receipt.path.split('/').nth(2).unwrap_or_default().to_owned(),
            number: receipt.text("#number").unwrap_or_default(),
        }
    }

    pub fn page(&self) -> String {
        format!("/suggestions/{}", self.id)
    }

    pub fn desk(&self) -> String {
        format!("/staff/suggestions/{}", self.id)
    }
}

/// Fills in the form and sends it, with some values changed.
pub async fn send(client: &Client, changed: &[(&str, &str)]) -> Page {
    let page = client.get(NEW).await;
    let values = [
        ("title", TITLE),
        ("category", "交通运输"),
        ("division", "370100"),
        ("content", TEXT),
        ("captcha", CAPTCHA),
    ];
    client.send(&page.form(NEW).with(&values).with(changed)).await
}

pub async fn make(client: &Client, changed: &[(&str, &str)]) -> Made {
    Made::of(&send(client, changed).await)
}

/// Every row of a tab, on all pages of the list.
pub async fn listed(officer: &Officer, tab: &str, css: &str) -> String {
    let mut page = officer.client.get(&format!("/staff/suggestions?tab={tab}")).await;
    let mut found = page.texts(css);
    while let Some(next) = page.link("下一页") {
        page = officer.client.get(&next).await;
        found.extend(page.texts(css));
    }
    found.join("\n")
}

/// Opens it from the list, as officers do.
pub async fn open(officer: &Officer, made: &Made) -> Page {
    officer.client.send(&opening(officer, made).await).await
}

/// The form in the list that opens it.
pub async fn opening(officer: &Officer, made: &Made) -> Form {
    let action = format!("{}/open", made.desk());
    let mut page = officer.client.get("/staff/suggestions").await;
    loop {
        if let Some(form) = page.forms().into_iter().find(|form| form.action == action) {
            return form;
        }
        let next = page
            .link("下一页")
            .unwrap_or_else(|| panic!("{} is not in the list: {}", made.number, page.main()));
        page = officer.client.get(&next).await;
    }
}

/// Fills in the form of a step and sends it.
pub async fn step(officer: &Officer, made: &Made, step: &str, values: &[(&str, &str)]) -> Page {
    let action = format!("{}/{step}", made.desk());
    let from = if step == "notes" {
        made.desk()
    } else {
        action.clone()
    };
    let page = officer.client.get(&from).await;
    officer.client.submit(&page, &action, values).await
}

pub const REPLY: [(&str, &str); 3] = [
    ("outcome", "partly_adopted"),
    ("reply", "加密采纳；加站要等改造。"),
    ("next", "send"),
];

/// What the messages to a number say.
async fn told(stack: &Stack, mobile: &str) -> Vec<String> {
    let sent = stack.outbox().await.into_iter();
    sent.filter(|(to, _)| to == mobile)
        .map(|(_, text)| text)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_citizen_suggests_and_an_office_studies_and_answers() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let form = citizen.client.get(NEW).await;
    assert!(form.says("反映问题") && form.link("两者有什么不同").is_some());
    let made = make(&citizen.client, &[]).await;
    assert!(made.number.starts_with("J370100-20261123-"), "{}", made.number);
    let receipt = citizen.client.get(&format!("{}/receipt", made.page())).await;
    assert!(
        receipt.says("济南市人民政府信访局") && receipt.says("发短信告诉您"),
        "{}",
        receipt.main()
    );
    stack
        .until("the receipt by message", || async {
            let told = told(stack, &citizen.mobile).await;
            told.iter()
                .any(|text| text.contains(&made.number) && text.contains("已收到"))
                .then_some(())
        })
        .await;

    let officer = Officer::shared(stack, "jinan_dj").await;
    let bold = listed(&officer, "unread", "tr.fresh").await;
    let row = bold.lines().find(|row| row.contains(&made.number));
    let row = row.unwrap_or_else(|| panic!("{bold}"));
    assert!(row.contains(TITLE) && row.contains("交通运输"), "{row}");
    let early = officer.client.get(&made.desk()).await;
    assert_eq!(early.status, 409, "reading is opening: {}", early.main());
    assert!(!early.body.contains("八分钟一班"));

    let study = open(&officer, &made).await;
    assert_eq!(study.path, made.desk());
    assert!(study.says("八分钟一班 <b>&amp; 加一站</b>"), "{}", study.main());
    let masked = format!("{}*", citizen.name.chars().next().unwrap());
    for page in [&row.to_owned(), &study.body] {
        assert!(!page.contains(&citizen.name) && !page.contains(&citizen.mobile));
        assert!(page.contains(&masked), "{page}");
    }
    let noted = step(&officer, &made, "notes", &[("note", "已商交通部门，加密可行。")]).await;
    assert!(noted.says("已记下") && noted.says("加密可行") && noted.says("内部"));

    let preview = [REPLY[0], REPLY[1], ("next", "preview")];
    let preview = step(&officer, &made, "reply", &preview).await;
    assert!(
        preview.text(".answer").unwrap().contains("部分采纳"),
        "{}",
        preview.main()
    );
    let before = citizen.client.get(&made.page()).await;
    assert!(
        before.says("研究中") && !before.says("加站要等改造"),
        "{}",
        before.main()
    );
    let reply = format!("{}/reply", made.desk());
    let replied = officer.client.submit(&preview, &reply, &[("next", "send")]).await;
    assert!(
        replied.says("已答复") && replied.says("加站要等改造"),
        "{}",
        replied.main()
    );
    assert!(!listed(&officer, "studying", "tr").await.contains(&made.number));
    assert!(listed(&officer, "replied", "tr").await.contains(&made.number));

    let page = citizen.client.get(&made.page()).await;
    let answer = page.text(".answer").unwrap();
    for words in [
        "部分采纳",
        "加密采纳；加站要等改造。",
        "济南市人民政府信访局",
        "2026年11月23日",
    ] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    assert!(!page.body.contains("加密可行"), "notes stay inside");
    assert!(!page.body.contains("潘文静"), "officers are not named");
    assert_eq!(page.texts(".tl-title"), ["已答复", "开始研究", "收到"]);
    let mine = citizen.client.get("/suggestions").await;
    assert!(
        mine.says(TITLE) && mine.says("由中共济南市委济南市人民政府信访局答复"),
        "{}",
        mine.main()
    );
    stack
        .until("the reply by message", || async {
            let told = told(stack, &citizen.mobile).await;
            let text = told.into_iter().find(|text| text.contains("已答复您的建议"))?;
            assert!(text.contains(&made.number) && !text.contains("公交"), "{text}");
            Some(())
        })
        .await;
    let download = citizen.client.get("/me/download").await;
    let file = citizen.client.submit(&download, "/me/download", &[]).await;
    assert!(
        file.body.contains(&made.number) && file.body.contains("加站要等改造"),
        "{}",
        file.body
    );
    assert!(!file.body.contains("加密可行"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_an_office_has_handlers_only_they_read_its_suggestions() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let made = make(&citizen.client, &[("division", "370200")]).await;
    let officer = Officer::login(stack, "qingdao").await;
    assert!(listed(&officer, "unread", "tr").await.contains(&made.number));
    // A department gets no suggestions, and no entry in its menu.
    let department = Officer::login(stack, "zhujian").await.client;
    let desk = department.get("/staff").await;
    assert!(desk.link("网上建议").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_a_reload_and_a_second_captcha_suggest_once() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let client = &citizen.client;
    let page = client.get(NEW).await;
    let values = [("title", TITLE), ("division", "370000"), ("content", TEXT)];
    let form = page.form(NEW).with(&values).with(&[("captcha", CAPTCHA)]);
    let sent = futures_util::future::join_all((0..4).map(|_| client.send(&form))).await;
    let made: Vec<_> = sent.iter().map(Made::of).collect();
    assert!(made.iter().all(|one| one.number == made[0].number));
    // The same form with a captcha that is fresh, as after "back": the same receipt.
    let other = client.get(NEW).await.form(NEW);
    let fresh = [("captcha_id", other.value("captcha_id").unwrap())];
    let again = client.send(&form.clone().with(&fresh)).await;
    assert_eq!(Made::of(&again).number, made[0].number);
    let mine = client.get("/suggestions").await;
    assert_eq!(mine.texts("li.case").len(), 1, "{}", mine.main());
}

/// Text without what HTML does to it on the way to a page and back: line breaks become one kind.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_with_other_words_is_another_suggestion_and_asks_first() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let client = &citizen.client;
    let form = client.get(NEW).await.form(NEW);
    let values = [
        ("title", TITLE),
        ("division", "370100"),
        ("content", TEXT),
        ("captcha", CAPTCHA),
    ];
    let form = form.with(&values);
    let first = Made::of(&client.send(&form).await);
    let others = [
        ("title", "建议增设夜班车"),
        ("content", "末班车太早。"),
        ("division", "370000"),
        ("category", "交通运输"),
    ];
    for (field, words) in others {
        let fresh = client.get(NEW).await.form(NEW);
        let fresh = [("captcha_id", fresh.value("captcha_id").unwrap()), (field, words)];
        let asked = client.send(&form.clone().with(&fresh)).await;
        assert_eq!(asked.status, 409, "{field}: {}", asked.main());
        assert!(asked.title().starts_with("错误"), "{}", asked.title());
        assert!(
            asked.says("还没有提交") && asked.says(&first.number),
            "{}",
            asked.main()
        );
        assert_eq!(asked.link(TITLE), Some(first.page()));
        assert_eq!(
            asked.form(NEW).value(field),
            Some(words),
            "what was typed is there"
        );
        // Sent once more it is a suggestion of its own.
        let other = Made::of(&client.submit(&asked, NEW, &[("captcha", CAPTCHA)]).await);
        assert_ne!(other.number, first.number);
    }
    let mine = client.get("/suggestions").await;
    assert_eq!(mine.texts("li.case").len(), 1 + others.len(), "{}", mine.main());
    let kept = client.get(&first.page()).await;
    assert!(kept.says("十五分钟一班挤不上") && !kept.says("末班车太早"));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let client = &citizen.client;
    let (title, text) = ("题".repeat(101), "文".repeat(5_001));
    for (field, bad, says) in [
        ("title", "\u{200B} ", "请填写标题"),
        ("title", title.as_str(), "现在有 101 个字"),
        ("category", "不存在的领域", "请从列表中选择领域"),
        ("division", "", "请选择建议涉及的地区"),
        ("division", "110000", "请从列表中选择"),
        ("division", "\u{0}💥", "请从列表中选择"),
        ("content", " \r\n ", "请填写建议内容"),
        ("content", text.as_str(), "现在有 5001 个字"),
        ("captcha", "", "请填写验证码"),
        ("captcha", "99999", "验证码不正确"),
    ] {
        let page = send(client, &[(field, bad)]).await;
        assert_eq!(page.status, 422, "{field} {bad:.12}: {}", page.main());
        assert!(page.title().starts_with("错误"), "{field}");
        let error = page.error(field).unwrap_or_default();
        assert!(error.contains(says), "{field}: {error}");
        let form = page.form(NEW);
        for (name, kept) in [("title", TITLE), ("content", TEXT)] {
            let kept = if name == field { bad } else { kept };
            let shown = form.value(name).unwrap();
            assert_eq!(plain(shown), plain(kept), "{field}: {name}");
        }
        // What is shown can be corrected and sent.
        if field == "captcha" {
            Made::of(&client.submit(&page, NEW, &[("captcha", CAPTCHA)]).await);
        }
    }
    let other = send(client, &[("refresh", "captcha"), ("captcha", "")]).await;
    assert_eq!((other.status.as_u16(), other.error("captcha")), (200, None));
    assert_eq!(other.form(NEW).value("title"), Some(TITLE));
    // An id that is none gets a new one: what was written is not lost.
    for entry in ["", "x", "../../etc", "019A0000-0000-7000-8000-00000000000A"] {
        make(client, &[("entry", entry)]).await;
    }
    for path in [
        "/suggestions/x",
        "/suggestions/019a0000-0000-7000-8000-00000000dead",
        "/suggestions/019a0000-0000-7000-8000-00000000dead/receipt",
        "/suggestions/%00",
    ] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
    for after in ["x", "%00", "e30.e30.e30"] {
        let page = client.get(&format!("/suggestions?after={after}")).await;
        assert_eq!(page.status, 400, "{after}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deep_link_keeps_its_place_through_login() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let visitor = Client::new(&stack.url);
    let login = visitor.get("/suggestions/new?division=370200&from=qingdao").await;
    assert!(login.path.starts_with("/login"), "{}", login.path);
    let values = [
        ("username", citizen.username.as_str()),
        ("password", tests::people::PASSWORD),
    ];
    let page = visitor.submit(&login, "/login", &values).await;
    assert_eq!(page.form(NEW).value("division"), Some("370200"), "{}", page.path);
    assert!(page.says("您从 青岛市 信访页面过来"), "{}", page.main());
    // Wrong, and the city is still known.
    let wrong = visitor.submit(&page, NEW, &[("captcha", CAPTCHA)]).await;
    assert!(
        wrong.status == 422 && wrong.says("您从 青岛市"),
        "{}",
        wrong.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_account_reveals_nobody_and_gets_no_message() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let made = make(&citizen.client, &[("division", "370102")]).await;
    let receipt = citizen.client.get(&format!("{}/receipt", made.page())).await;
    assert!(
        receipt.says("历下区") && !receipt.says("发短信"),
        "{}",
        receipt.main()
    );
    let officer = Officer::shared(stack, "lixia_dj").await;
    let study = open(&officer, &made).await;
    assert!(
        study.says("匿名") && !study.body.contains(&citizen.username),
        "{}",
        study.main()
    );
    let replied = step(&officer, &made, "reply", &REPLY).await;
    assert!(replied.says("已答复"), "{}", replied.main());
    let waiting = stack.outbox().await;
    assert!(waiting.iter().all(|(_, text)| !text.contains(&made.number)));
    assert!(citizen.client.get(&made.page()).await.says("加密采纳"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_the_way_and_the_difference_to_a_petition() {
    let stack = Stack::shared().await;
    let visitor = Client::new(&stack.url);
    let home = visitor.get("/").await;
    assert_eq!(home.link("提一条建议").as_deref(), Some(NEW));
    let guide = home
        .link("建议和反映问题有什么不同")
        .expect("the guide is linked");
    let guide = visitor.get(&guide).await;
    for words in ["第二十九条", "部分采纳", "没有复查和评价"] {
        assert!(guide.says(words), "{words}: {}", guide.main());
    }
    let map = visitor.get("/sitemap").await;
    assert!(map.link("提一条建议").is_some() && map.link("我的建议").is_some());
    let citizen = Citizen::anonymous(stack).await;
    for page in ["/me", "/petitions"] {
        let link = citizen.client.get(page).await.link("我的建议");
        assert_eq!(link.as_deref(), Some("/suggestions"), "{page}");
    }
    let mine = citizen.client.get("/suggestions").await;
    assert!(mine.says("还没有提过建议"), "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_invariant_holds_after_suggestions_in_every_state() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::anonymous(&stack).await;
    let officer = Officer::login(&stack, "jinan_dj").await;
    for last in 0..4 {
        let made = make(&citizen.client, &[]).await;
        if last > 0 {
            open(&officer, &made).await;
            step(&officer, &made, "notes", &[("note", "一条意见")]).await;
        }
        match last {
            2 => {
                let to = [("agency", "370102-xfj"), ("note", "由历下区研究")];
                step(&officer, &made, "transfer", &to).await;
            }
            3 => {
                step(&officer, &made, "reply", &REPLY).await;
            }
            _ => {}
        }
    }
    let place = dir.path().to_str().unwrap();
    let (well, words) = crate::audit::run_task(&["check", "--data-dir", place], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
    // Four of the demonstration and these.
    assert!(words.contains("suggestions         8"), "{words}");
}
