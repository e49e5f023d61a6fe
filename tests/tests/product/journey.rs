//! The main job, end to end: a citizen files, officers take it in and answer, the citizen tracks it.

use std::time::Duration;
use tests::people::Filed;
use tests::stack::{CAPTCHA, Options};
use tests::{Citizen, Client, Officer, Stack};

const TITLE: &str = "地下车库积水半年没有人修";
const CONTENT: &str = "今年五月起地下车库长期积水。\n\n请督促物业尽快修好水泵 <b>&amp; 说明</b> 维修资金。";

/// From filing to conclusion, by the province, the city and back to the citizen.
async fn conclude(stack: &Stack, filed: &Filed) {
    let province = Officer::shared(stack, "dengji").await;
    let form = province.open(&filed.id).await;
    assert!(form.says("车库"), "{}", form.main());
    let sent = province
        .register(&filed.id, "transfer", &[("note", "请尽快")])
        .await;
    assert_eq!(
        sent.path,
        format!("/staff/petitions/{}?done=transferred", filed.id)
    );
    assert!(sent.says("已转送"), "{}", sent.main());

    let city = Officer::shared(stack, "jinan").await;
    let inbox = city.client.get("/staff/inbox").await;
    assert!(inbox.says(&filed.number), "{}", inbox.main());
    let accepted = city.step(&filed.id, "accept", &[]).await;
    assert!(accepted.says("办理中"), "{}", accepted.main());
    let opinion = [
        ("outcome", "support"),
        ("facts", "两台水泵损坏。"),
        ("basis", "物业管理条例。"),
        ("opinion", "已责令更换。"),
    ];
    let preview = city
        .step(
            &filed.id,
            "opinion",
            &[&opinion[..], &[("next", "preview")]].concat(),
        )
        .await;
    assert!(
        preview.says("信访事项处理意见书") && preview.says("申请复查"),
        "{}",
        preview.main()
    );
    let replied = city
        .step(
            &filed.id,
            "opinion",
            &[&opinion[..], &[("next", "issue")]].concat(),
        )
        .await;
    assert!(replied.says("已答复"), "{}", replied.main());
    let concluded = city.step(&filed.id, "conclude", &[]).await;
    assert!(concluded.says("已办结"), "{}", concluded.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_named_citizen_files_and_is_answered() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    assert!(filed.number.starts_with("W370102-20261123-"), "{}", filed.number);
    conclude(stack, &filed).await;

    let page = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    for step in [
        "收到",
        "工作人员已查看",
        "已登记",
        "已转送",
        "责任单位已受理",
        "责任单位已答复",
        "已办结",
    ] {
        assert!(
            page.texts(".tl-title").iter().any(|title| title == step),
            "{step}: {}",
            page.main()
        );
    }
    assert!(
        !page.says("请尽快") && !page.says("内部"),
        "notes between officers stay internal"
    );
    let typed = page.texts(".typed, .summary dd, dd").join("\n");
    assert!(
        typed.contains("请督促物业尽快修好水泵 <b>&amp; 说明</b> 维修资金。"),
        "{typed}"
    );
    for letter in ["信访事项转送告知书", "信访事项受理告知书", "信访事项处理意见书"]
    {
        let page = citizen.client.get(&page.link(letter).expect(letter)).await;
        assert!(page.says(letter) && page.says(&citizen.name), "{}", page.main());
    }
    stack
        .until("a message about each step to the petitioner", || async {
            let mine: Vec<_> = stack
                .outbox()
                .await
                .into_iter()
                .filter(|(_, text)| text.contains(&filed.number))
                .collect();
            (mine.len() >= 5).then_some(mine)
        })
        .await
        .iter()
        .for_each(|(to, text)| {
            assert_eq!(*to, citizen.mobile);
            assert!(
                !text.contains("车库"),
                "a message never tells what it is about: {text}"
            );
        });
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_an_anonymous_petition_shows_nobody_to_anybody() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    conclude(stack, &filed).await;
    let officer = Officer::shared(stack, "jinan").await;
    let case = officer
        .client
        .get(&format!("/staff/petitions/{}", filed.id))
        .await;
    assert!(
        case.says("匿名") && !case.says(&citizen.username),
        "{}",
        case.main()
    );
    assert!(
        case.says("不纳入"),
        "an anonymous petition is barred from the rating"
    );
    let tracked = Client::new(&stack.url).track("匿名", &filed.code).await;
    assert!(tracked.says(&filed.number), "{}", tracked.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_wrong_name_and_a_wrong_code_get_the_same_answer() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    let right = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    assert_eq!(right.path, "/track/result");
    assert!(
        right.says(&filed.number) && !right.says("维修资金"),
        "the text is not for trackers"
    );
    let spaced = Client::new(&stack.url)
        .track(&format!(" {} ", citizen.name), &filed.code.replace(' ', "-"))
        .await;
    assert!(spaced.says(&filed.number));
    let wrong_name = Client::new(&stack.url).track("查无此人", &filed.code).await;
    let wrong_code = Client::new(&stack.url)
        .track(&citizen.name, "1111 1111 1111 1111")
        .await;
    assert_eq!(wrong_name.status, wrong_code.status);
    assert_eq!(wrong_name.error("name"), wrong_code.error("name"));
    assert!(
        wrong_name
            .error("name")
            .is_some_and(|e| e.contains("姓名或查询码不对"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_filing_twice_is_filing_once() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let check = citizen.write(TITLE, CONTENT).await;
    let form = check.form("/petitions/new").with(&[("captcha", CAPTCHA)]);
    let (first, second) = tokio::join!(citizen.client.send(&form), citizen.client.send(&form));
    let again = citizen.client.send(&form).await;
    let ids: Vec<_> = [&first, &second, &again]
        .map(|page| Filed::of(page).number)
        .to_vec();
    assert!(ids.iter().all(|number| *number == ids[0]), "{ids:?}");
    let mine = citizen.client.get("/petitions").await;
    assert_eq!(mine.body.matches(TITLE).count(), 1, "{}", mine.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_wrong_captcha_keeps_everything() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let check = citizen.write(TITLE, CONTENT).await;
    let wrong = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", "00000")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.error("captcha").is_some() && wrong.says(TITLE) && wrong.says("维修资金"),
        "{}",
        wrong.main()
    );
    let receipt = citizen
        .client
        .submit(&wrong, "/petitions/new", &[("captcha", CAPTCHA)])
        .await;
    assert!(!Filed::of(&receipt).number.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_petition_nobody_opened_is_withdrawn_and_an_opened_one_is_not() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let (first, second) = (
        citizen.file(TITLE, CONTENT).await,
        citizen.file(TITLE, CONTENT).await,
    );
    let path = format!("/petitions/{}/withdraw", first.id);
    let page = citizen.client.get(&path).await;
    let done = citizen.client.submit(&page, &path, &[]).await;
    assert!(done.says("已撤回"), "{}", done.main());
    let officer = Officer::shared(stack, "dengji").await;
    let list = officer.client.get("/staff/intake/web?tab=withdrawn").await;
    assert!(list.status.is_success());
    assert!(
        !officer
            .client
            .get("/staff/intake/web")
            .await
            .body
            .contains(&first.id),
        "it left the list of work"
    );

    let path = format!("/petitions/{}/withdraw", second.id);
    let page = citizen.client.get(&path).await;
    officer.open(&second.id).await;
    let late = citizen.client.submit(&page, &path, &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.says("不能再撤回"), "{}", late.main());
    let page = citizen.client.get(&format!("/petitions/{}", second.id)).await;
    assert!(
        page.says("已查看，不能再撤回"),
        "the button says why: {}",
        page.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_opening_and_withdrawing_at_the_same_instant_exactly_one_wins() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let officer = Officer::shared(stack, "dengji2").await;
    let (mut opened, mut withdrawn) = (0, 0);
    for _ in 0..12 {
        let filed = citizen.file(TITLE, CONTENT).await;
        let path = format!("/petitions/{}/withdraw", filed.id);
        let withdraw = citizen.client.get(&path).await.form(&path);
        let open = officer.opening(&filed.id).await;
        let (left, right) = tokio::join!(citizen.client.send(&withdraw), officer.client.send(&open));
        let by_citizen = left.status.is_success() && left.says("已撤回");
        let by_officer = right.status.is_success() && right.says("登记表");
        assert!(
            by_citizen != by_officer,
            "{} {} / {} {}",
            left.status,
            left.main(),
            right.status,
            right.main()
        );
        let loser = if by_citizen { &right } else { &left };
        assert_eq!(loser.status, 409, "{}", loser.main());
        opened += u32::from(by_officer);
        withdrawn += u32::from(by_citizen);
    }
    assert_eq!(opened + withdrawn, 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_two_officers_on_one_case_the_second_is_told() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    let (first, second) = (
        Officer::shared(stack, "dengji").await,
        Officer::shared(stack, "dengji2").await,
    );
    first.open(&filed.id).await;
    let path = format!("/staff/intake/web/{}", filed.id);
    let stale = second.client.get(&path).await;
    first.register(&filed.id, "later", &[]).await;
    let values = [
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "enquiry"),
        ("summary", "另一个摘要"),
    ];
    let late = second.client.submit(&stale, &path, &values).await;
    assert_eq!(late.status, 409, "{}", late.main());
    let case = first.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert!(case.says("车库积水，请求修复") && !case.says("另一个摘要"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_after_a_power_cut() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        ..Options::default()
    };
    let stack = Stack::with(options.clone()).await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file(TITLE, CONTENT).await;
    stack.kill();
    let begun = std::time::Instant::now();
    let stack = Stack::with(Options {
        clock: None,
        ..options
    })
    .await;
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "the second start makes nothing anew"
    );
    let tracked = Client::new(&stack.url).track(&citizen.name, &filed.code).await;
    assert!(tracked.says(&filed.number), "{}", tracked.main());
    let again = Citizen {
        client: Client::new(&stack.url),
        ..citizen
    };
    let login = again.client.get("/login").await;
    let values = [
        ("username", again.username.as_str()),
        ("password", tests::people::PASSWORD),
    ];
    again.client.submit(&login, "/login", &values).await;
    assert!(again.client.get("/petitions").await.says(TITLE));
}
