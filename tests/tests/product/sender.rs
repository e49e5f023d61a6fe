//! 更正来信人、来访人: a name that was mistyped is put right, and then opens the case; nothing is shown in full, nothing typed
//! is lost, it happens once, and only at the office that registered it.

use crate::letters::{self, Registered, changed, letter, register};
use crate::visits;
use futures_util::future::join;
use std::time::Duration;
use tests::stack::Options;
use tests::{Citizen, Client, Officer, Page, Stack};
use tokio::sync::OnceCell;

const REASON: (&str, &str) = ("reason", "字看错了，按来信人的身份证更正");

/// The stack of these tests alone: what other tests file would be alike.
async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}

fn path(id: &str) -> String {
    format!("/staff/petitions/{id}/sender")
}

async fn send(officer: &Officer, page: &Page, id: &str, values: &[(&str, &str)]) -> Page {
    officer.client.submit(page, &path(id), values).await
}

/// Opens the page and sends it with these values.
async fn correct(officer: &Officer, id: &str, values: &[(&str, &str)]) -> Page {
    let page = officer.client.get(&path(id)).await;
    assert_eq!(page.status, 200, "{}", page.main());
    send(officer, &page, id, values).await
}

fn is_done(page: &Page) -> bool {
    page.path.ends_with("?done=corrected")
}

async fn tracks(stack: &Stack, name: &str, code: &str) -> bool {
    let found = Client::new(&stack.url).track(name, code).await;
    match found.status.as_u16() {
        200 => true,
        // The same answer for a wrong name and a wrong code.
        422 => false,
        other => panic!("{other}: {}", found.main()),
    }
}

/// Whether dedupe finds a case by a telephone number alone.
async fn found_by(officer: &Officer, mobile: &str, number: &str) -> bool {
    let form = officer.client.get(letters::NEW).await;
    let typed = [
        ("name", "别人"),
        ("mobile", mobile),
        ("summary", "与此无关的另一件事"),
    ];
    let page = letters::press(officer, &form, "check", &typed).await;
    page.texts(".match").iter().any(|row| row.contains(number))
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_mistyped_name_is_corrected_and_then_opens_the_case() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let (wrong, right) = ("13700010001", "13700010002");
    let typed = [
        ("mobile", wrong),
        ("id_number", "370202198509230022"),
        ("envelope_name", "申先生"),
        ("co_1_name", "申小妹"),
        ("people_count", "2"),
    ];
    let values = changed(&letter("申大路", "河堤上的护栏倒了两处，要求修好。"), &typed);
    let done = register(&officer, &values).await;
    assert!(tracks(stack, "申大路", &done.code).await);
    stack
        .until("the case is found by its number", || async {
            found_by(&officer, wrong, &done.number).await.then_some(())
        })
        .await;

    // Two ways lead to the page, which shows nothing in full.
    let case = officer.client.get(&done.case()).await;
    assert_eq!(case.link("更正来信人"), Some(path(&done.id)));
    let form = officer
        .client
        .get(&format!("/staff/intake/web/{}", done.id))
        .await;
    assert_eq!(form.link("更正来信人"), Some(path(&done.id)));
    let page = officer.client.get(&path(&done.id)).await;
    for words in ["申**", "137****0001", "370", "申*"] {
        assert!(page.says(words), "{words}: {}", page.main());
    }
    for secret in [
        "申大路",
        wrong,
        "370202198509230022",
        "申小妹",
        "申先生",
        "燕子山路",
    ] {
        assert!(!page.body.contains(secret), "{secret}: {}", page.main());
    }
    assert_eq!(page.form(&path(&done.id)).value("name"), Some(""));

    let anew = [
        ("name", "由大路"),
        ("mobile", right),
        ("drop_co_1", "yes"),
        ("addressee", "省长"),
        REASON,
    ];
    let saved = send(&officer, &page, &done.id, &anew).await;
    assert!(is_done(&saved), "{} {}", saved.path, saved.main());
    for words in [
        "已更正",
        "更正信访人信息",
        "更正了：姓名、手机号、其他署名人、收信人。",
        REASON.1,
        "由**",
        "137****0002",
        "省长",
    ] {
        assert!(saved.says(words), "{words}: {}", saved.main());
    }
    assert!(!saved.says("137****0001"), "{}", saved.main());
    let list = officer.client.get(letters::LIST).await;
    assert!(list.says("由**"), "{}", list.main());

    // The new name opens it, the old ones do not; who tracks learns nothing of the correction.
    assert!(tracks(stack, "由大路", &done.code).await);
    for gone in ["申大路", "申小妹"] {
        assert!(!tracks(stack, gone, &done.code).await, "{gone}");
    }
    let client = Client::new(&stack.url);
    let seen = client.track("由大路", &done.code).await;
    assert!(!seen.says("更正"), "{}", seen.main());
    // What was not typed is as it was.
    let whole = format!("{}/petitioner", done.case());
    let ask = officer.client.get(&whole).await;
    let whole = officer.client.submit(&ask, &whole, &[("reason", "verify")]).await;
    for words in ["由大路", right, "370202198509230022", "燕子山路", "申先生"] {
        assert!(whole.says(words), "{words}: {}", whole.main());
    }
    assert!(!whole.says("申小妹"), "{}", whole.main());
    // Dedupe finds it under the new number only.
    stack
        .until("the index follows", || async {
            let new = found_by(&officer, right, &done.number).await;
            let old = found_by(&officer, wrong, &done.number).await;
            (new && !old).then_some(())
        })
        .await;
    // The slip and everything that is sent from now on go by the new name and number.
    let slip = officer
        .client
        .get(&format!("/staff/intake/letters/{}/slip", done.id))
        .await;
    assert!(slip.says("由大路") && !slip.says("申大路"), "{}", slip.main());
    let passed = officer.step(&done.id, "transfer", &[]).await;
    assert!(passed.path.ends_with("done=transferred"), "{}", passed.main());
    let notice = passed.link("信访事项转送告知书").unwrap();
    let notice = officer.client.get(&notice).await;
    assert!(
        notice.says("由大路") && !notice.says("申大路"),
        "{}",
        notice.main()
    );
    let sent = stack
        .until("the message about the transfer", || async {
            let sent = stack.outbox().await;
            sent.into_iter()
                .find(|(to, text)| to == right && text.contains(&done.number))
        })
        .await;
    assert!(sent.1.contains("转"), "{}", sent.1);
    let to_old = stack.outbox().await;
    let to_old = to_old.iter().filter(|(to, _)| to == wrong).count();
    assert_eq!(to_old, 1, "that it was registered, and nothing more");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_issued_before_stay_and_the_case_goes_on_wherever_it_lies() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let done = register(&officer, &letter("单一平", "变压器的响声整夜不停，要求检修。")).await;
    let passed = officer.step(&done.id, "transfer", &[]).await;
    let first = passed.link("信访事项转送告知书").unwrap();
    // It lies with the city, and is corrected where it was registered; the city has no such page.
    let city = Officer::shared(stack, "jinan").await;
    let accepted = city.client.get(&format!("{}/accept", done.case())).await;
    let saved = correct(&officer, &done.id, &[("name", "单义平"), REASON]).await;
    assert!(is_done(&saved), "{}", saved.main());
    let first = officer.client.get(&first).await;
    assert!(
        first.says("单一平") && !first.says("单义平"),
        "as it was issued: {}",
        first.main()
    );
    let there = city.client.get(&done.case()).await;
    assert!(
        there.says("更正信访人信息") && !there.says("更正来信人"),
        "{}",
        there.main()
    );
    // Whoever had the form of the next step open is told.
    let accept = format!("{}/accept", done.case());
    let late = city.client.submit(&accepted, &accept, &[]).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.text("#overtaken").unwrap().contains("更正信访人信息"),
        "{}",
        late.main()
    );
    let again = city.client.submit(&late, &accept, &[]).await;
    assert!(again.path.ends_with("done=accepted"), "{}", again.main());
    let notice = again.link("受理告知书").unwrap();
    let notice = city.client.get(&notice).await;
    assert!(notice.says("单义平"), "{}", notice.main());

    for (who, username) in [
        ("the city's clerk", "jinan_dj"),
        ("its handler", "jinan"),
        ("another city", "qingdao"),
    ] {
        let other = Officer::shared(stack, username).await;
        assert_eq!(other.client.get(&path(&done.id)).await.status, 404, "{who}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let done = register(&officer, &letter("关山月", "自来水发黄已经两个星期，要求化验。")).await;
    let long = "长".repeat(201);
    let mistakes: [(&str, &[(&str, &str)]); 12] = [
        ("name", &[("name", "某1")]),
        ("name", &[("name", "匿名")]),
        ("mobile", &[("mobile", "12345")]),
        ("id_number", &[("id_number", "370202198509230023")]),
        ("mailing_address", &[("mailing_address", &long)]),
        ("mailing_address", &[("drop_mailing_address", "yes")]),
        ("received", &[("received", "2999-01-01")]),
        ("postmark_date", &[("postmark_date", "2999-01-01")]),
        ("co_1_name", &[("co_1_name", "王芳")]),
        ("co_1_name", &[("co_1_name", "关山月")]),
        ("reason", &[("reason", "")]),
        ("reason", &[("reason", &long)]),
    ];
    for (field, wrong) in mistakes {
        let unusual = [("name", "关山岳"), ("addressee", "省委书记"), REASON];
        let values = changed(&unusual, wrong);
        let page = correct(&officer, &done.id, &values).await;
        assert_eq!(page.status, 422, "{wrong:?}: {}", page.main());
        assert!(
            page.error(field).is_some(),
            "{wrong:?} at {field}: {}",
            page.main()
        );
        assert!(page.title().starts_with("错误"), "{}", page.title());
        assert!(
            page.attribute(&format!(".errors a[href='#{field}']"), "href")
                .is_some(),
            "{field} is in the summary"
        );
        let kept = page.form(&path(&done.id));
        for (name, value) in &values {
            assert_eq!(
                kept.value(name).map(str::trim),
                Some(value.trim()),
                "{name} after {wrong:?}"
            );
        }
        assert!(!page.body.contains("关山月") || wrong.iter().any(|(_, typed)| *typed == "关山月"));
    }
    let nothing = correct(&officer, &done.id, &[REASON]).await;
    assert_eq!(nothing.status, 422);
    assert!(
        nothing.error("reason").unwrap().contains("没有要更正的"),
        "{}",
        nothing.main()
    );
    let case = officer.client.get(&done.case()).await;
    assert!(!case.says("更正信访人信息"), "nothing happened: {}", case.main());
    // An address that is unclear after all.
    let unclear = [("drop_mailing_address", "yes"), ("reply_unknown", "yes"), REASON];
    let saved = correct(&officer, &done.id, &unclear).await;
    assert!(
        saved.says("更正了：通讯地址、回信地址是否清楚。"),
        "{}",
        saved.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_corrects_once_and_a_late_form_is_shown_again_with_all_that_was_typed() {
    let stack = stack().await;
    let officer = Officer::login(stack, "dengji").await;
    let colleague = Officer::login(stack, "dengji2").await;
    let values = changed(
        &letter("池中玉", "公交站牌被树挡住了，要求移开。"),
        &[
            ("co_1_name", "池中莲"),
            ("co_2_name", "池中荷"),
            ("people_count", "3"),
        ],
    );
    let done = register(&officer, &values).await;
    let old = officer.client.get(&path(&done.id)).await;
    let other = colleague.client.get(&path(&done.id)).await;
    // The first row goes: sent twice it must not take the one that moved up.
    let anew = [("name", "迟中玉"), ("drop_co_1", "yes"), REASON];
    let (one, two) = join(
        send(&officer, &old, &done.id, &anew),
        send(&officer, &old, &done.id, &anew),
    )
    .await;
    assert!(is_done(&one) && is_done(&two), "{} {}", one.main(), two.main());
    let steps = one.texts(".timeline .tl-body");
    let times = steps.iter().filter(|step| step.contains("更正了：")).count();
    assert_eq!(times, 1, "{steps:?}");
    assert!(tracks(stack, "池中荷", &done.code).await && !tracks(stack, "池中莲", &done.code).await);

    let theirs = [
        ("name", "池中宇"),
        ("drop_co_1", "yes"),
        ("co_2_mobile", "13700010009"),
        ("reason", "听电话里说的"),
    ];
    let late = send(&colleague, &other, &done.id, &theirs).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.title().starts_with("错误"), "{}", late.title());
    let news = late.text("#overtaken").unwrap();
    assert!(news.contains("更正了：姓名、其他署名人"), "{news}");
    let kept = late.form(&path(&done.id));
    assert_eq!(kept.value("name"), Some("池中宇"));
    assert_eq!(kept.value("co_2_mobile"), Some("13700010009"));
    assert_eq!(kept.value("reason").map(str::trim), Some("听电话里说的"));
    assert_eq!(
        kept.value("drop_co_1"),
        None,
        "it stands beside somebody else now"
    );
    assert!(late.says("迟**"), "what stands now: {}", late.main());
    let again = send(&colleague, &late, &done.id, &[("co_2_mobile", "")]).await;
    assert!(is_done(&again), "{}", again.main());
    assert!(tracks(stack, "池中宇", &done.code).await && !tracks(stack, "迟中玉", &done.code).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_receipt_moves_the_deadline_until_the_letter_is_passed_on() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let done = register(&officer, &letter("时来远", "信晚登记了几天的一件，要求修路灯。")).await;
    let page = officer.client.get(&path(&done.id)).await;
    let today = page.form(&path(&done.id)).value("received").unwrap().to_owned();
    let day: chrono::NaiveDate = today.parse().unwrap();
    let earlier = (day - chrono::Days::new(6)).to_string();
    let last = |page: &Page| page.text(".deadline").unwrap_or_default();
    let before = last(&officer.client.get(&done.case()).await);
    let saved = send(&officer, &page, &done.id, &[("received", &earlier), REASON]).await;
    assert!(saved.says("更正了：收信日期。"), "{}", saved.main());
    assert_ne!(last(&saved), before, "{}", saved.main());
    let list = officer
        .client
        .get(&format!("{}?mark=waiting", letters::LIST))
        .await;
    assert!(list.says(&done.number), "{}", list.main());
    let passed = officer.step(&done.id, "transfer", &[]).await;
    let notice = last(&passed);
    let saved = correct(&officer, &done.id, &[("received", &today), REASON]).await;
    assert!(is_done(&saved), "{}", saved.main());
    assert_eq!(last(&saved), notice, "the city's days are its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_came_after_it_was_registered() {
    let stack = Stack::start().await;
    let officer = Officer::login(&stack, "dengji").await;
    let done = register(&officer, &letter("时不待", "信早就到了的一件，要求修桥。")).await;
    let page = officer.client.get(&path(&done.id)).await;
    let day: chrono::NaiveDate = page
        .form(&path(&done.id))
        .value("received")
        .unwrap()
        .parse()
        .unwrap();
    stack.advance(std::time::Duration::from_hours(24 * 5)).await;
    let officer = Officer::login(&stack, "dengji").await;
    let later = (day + chrono::Days::new(4)).to_string();
    let refused = correct(&officer, &done.id, &[("received", &later), REASON]).await;
    assert_eq!(refused.status, 422, "{}", refused.main());
    let said = refused.error("received").unwrap_or_default();
    assert!(said.contains("日期不能晚于登记的那天"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_filed_on_the_web_is_the_accounts_and_what_is_over_stays() {
    let stack = stack().await;
    let officer = Officer::shared(stack, "dengji").await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file("网上来的一件", "网上来的，信访人是账号的").await;
    officer.open(&filed.id).await;
    let page = officer.client.get(&path(&filed.id)).await;
    assert_eq!(page.status, 409, "{}", page.main());
    assert!(page.says("以其账号为准"), "{}", page.main());
    let form = officer
        .client
        .get(&format!("/staff/intake/web/{}", filed.id))
        .await;
    assert!(!form.says("更正来信人"), "{}", form.main());

    let values = changed(
        &letter("答完了", "问一下取暖费减免的条件。"),
        &[("purpose", "enquiry"), ("rating", "")],
    );
    let done = register(&officer, &values).await;
    let old = officer.client.get(&path(&done.id)).await;
    let reply = officer.client.get(&format!("{}/direct-reply", done.case())).await;
    let reply = officer
        .client
        .submit(
            &reply,
            &format!("{}/direct-reply", done.case()),
            &[
                ("matter", "问取暖费减免的条件。"),
                ("reply", "低保家庭可以申请减免，请到社区办理。"),
                ("next", "issue"),
            ],
        )
        .await;
    assert!(reply.path.ends_with("done=direct-replied"), "{}", reply.main());
    assert_eq!(officer.client.get(&path(&done.id)).await.status, 409);
    let late = send(&officer, &old, &done.id, &[("name", "答完啦"), REASON]).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.says("已经办结") && late.form(&path(&done.id)).value("name") == Some("答完啦"),
        "{}",
        late.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interviewer_corrects_the_own_visit_and_who_came_along_with_it() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let talks = Officer::shared(stack, "jietan").await;
    let typed = [
        ("visitors", "3"),
        ("sex", "1"),
        ("companions", "2"),
        ("companion_1_name", "燕小乙"),
        ("companion_1_representative", "yes"),
        ("companion_2_name", "燕小丙"),
        ("companion_2_representative", "yes"),
    ];
    let values = visits::changed(&visits::visit("燕大有", "菜场搬走以后买菜要走三里路。"), &typed);
    let done = visits::register(&clerk, &values).await;
    let case = talks.client.get(&done.case()).await;
    assert_eq!(case.link("更正来访人"), Some(path(&done.id)), "{}", case.main());
    let page = talks.client.get(&path(&done.id)).await;
    for secret in ["燕大有", "燕小乙", "燕小丙"] {
        assert!(!page.body.contains(secret), "{secret}: {}", page.main());
    }
    // A row more, without losing what is typed.
    let more = send(
        &talks,
        &page,
        &done.id,
        &[("name", "晏大有"), ("then", "companion_add")],
    )
    .await;
    assert_eq!(
        more.form(&path(&done.id)).value("name"),
        Some("晏大有"),
        "{}",
        more.main()
    );
    let anew = [
        ("visitors", "2"),
        ("drop_companion_1", "yes"),
        ("companion_3_name", "燕小丁"),
        ("people_count", "2"),
        REASON,
    ];
    let wrong = send(&talks, &more, &done.id, &changed(&anew, &[("visitors", "9")])).await;
    assert!(
        wrong.error("visitors").unwrap().contains("信访人数是 3"),
        "{}",
        wrong.main()
    );
    let wrong = send(&talks, &wrong, &done.id, &[("visitors", "2")]).await;
    assert!(
        wrong.error("visitors").is_some(),
        "three are named: {}",
        wrong.main()
    );
    let saved = send(&talks, &wrong, &done.id, &[("companion_3_name", "")]).await;
    assert!(is_done(&saved), "{} {}", saved.path, saved.main());
    for words in ["更正了：姓名、来访人数、随访人。", "2 人", "晏**"] {
        assert!(saved.says(words), "{words}: {}", saved.main());
    }
    for (name, opens) in [
        ("晏大有", true),
        ("燕小丙", true),
        ("燕小乙", false),
        ("燕大有", false),
    ] {
        assert_eq!(tracks(stack, name, &done.code).await, opens, "{name}");
    }
    let waiting = talks.client.get("/staff/interviews").await;
    assert!(
        waiting.says("晏**") && !waiting.says("燕**"),
        "{}",
        waiting.main()
    );
    // Somebody else's visit is no interviewer's to correct, elsewhere or once it was sent on.
    let elsewhere = Officer::shared(stack, "qingdao_jt").await;
    assert_eq!(elsewhere.client.get(&path(&done.id)).await.status, 404);
    let old = talks.client.get(&path(&done.id)).await;
    let interview = talks.client.get(&done.interview()).await;
    let to = interview.attribute("input[name=to]", "value").unwrap();
    let mut on = interview
        .form(&done.interview())
        .with(&[("to", &to), ("reason", "她熟悉")]);
    on.action = format!("{}/send", done.interview());
    let sent = talks.client.send(&on).await;
    assert_eq!(sent.status, 200, "{}", sent.main());
    let late = send(&talks, &old, &done.id, &[("name", "燕大友"), REASON]).await;
    assert_eq!(late.status, 404, "{}", late.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_waits_for_the_morning_does_not_go_to_a_number_that_was_wrong() {
    let stack = Stack::with(Options {
        clock: Some("2026-11-23T20:50:00+08:00"),
        ..Options::default()
    })
    .await;
    let officer = Officer::login(&stack, "dengji").await;
    stack.advance(Duration::from_secs(900)).await;
    let (wrong, right) = ("13700010021", "13700010022");
    let values = changed(&letter("夜班登记", "晚上登记的一件。"), &[("mobile", wrong)]);
    let done = register(&officer, &values).await;
    assert!(is_done(
        &correct(&officer, &done.id, &[("mobile", right), REASON]).await
    ));
    officer.step(&done.id, "transfer", &[]).await;
    stack.advance(Duration::from_secs(11 * 3600)).await;
    stack
        .until("the message about the transfer", || async {
            let sent = stack.outbox().await;
            sent.iter().any(|(to, _)| to == right).then_some(())
        })
        .await;
    let administrator = Officer::login(&stack, "guanli").await.client;
    stack
        .until("what was not sent is in the log", || async {
            let log = administrator.get("/staff/admin/messages/log").await;
            log.says("号码已经更正").then_some(())
        })
        .await;
    assert!(stack.outbox().await.iter().all(|(to, _)| to != wrong));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_invariant_holds_after_corrections() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let officer = Officer::login(&stack, "dengji").await;
    let values = changed(
        &letter("曾用名", "更正以后数据对得上的一件。"),
        &[("mobile", "13700010011")],
    );
    let done: Registered = register(&officer, &values).await;
    let anew = [
        ("name", "增用名"),
        ("drop_mobile", "yes"),
        ("people_count", "1"),
        REASON,
    ];
    assert!(is_done(&correct(&officer, &done.id, &anew).await));
    let came = visits::register(&officer, &visits::visit("来过人", "来访的一件。")).await;
    assert!(is_done(
        &correct(&officer, &came.id, &[("mobile", "13700010012"), REASON]).await
    ));
    stack.advance(Duration::from_secs(90)).await;
    stack
        .until("what changed is indexed", || async {
            found_by(&officer, "13700010012", &came.number)
                .await
                .then_some(())
        })
        .await;
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
}
