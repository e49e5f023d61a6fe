//! 来访接谈: the interviewer records, marks done, takes back and sends on; two at once, double clicks and late forms.

use crate::visits::{NEW, Registered, changed, interviewer, press, register, stack, visit};
use futures_util::future::join;
use tests::{Officer, Page};

const RECORD: [(&str, &str); 2] = [("text", "谈了四十分钟，带来照片。"), ("conclusion", "pass_on")];

async fn save(
    officer: &Officer,
    page: &Page,
    done: &Registered,
    then: &str,
    values: &[(&str, &str)],
) -> Page {
    let values = changed(values, &[("then", then)]);
    officer.client.submit(page, &done.interview(), &values).await
}

/// Presses 发送 on the page of who has the interview.
async fn send(officer: &Officer, page: &Page, done: &Registered, values: &[(&str, &str)]) -> Page {
    let to = format!("{}/send", done.interview());
    let button = format!("button[formaction='{to}']");
    assert_eq!(page.texts(&button), ["发送"], "{}", page.main());
    let mut form = page.form(&done.interview()).with(values);
    form.action = to;
    officer.client.send(&form).await
}

/// Whether an interview stands in a tab of an officer's list.
async fn stands(officer: &Officer, tab: &str, number: &str) -> bool {
    let list = officer.client.get(&format!("/staff/interviews?tab={tab}")).await;
    assert_eq!(list.status, 200, "{}", list.main());
    list.says(number)
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_an_interviewer_records_marks_done_takes_back_and_the_case_goes_on() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let talks = Officer::shared(stack, "jietan").await;
    let done = register(&clerk, &visit("来谈的人", "接谈从头到尾走一遍")).await;
    assert!(stands(&talks, "waiting", &done.number).await);
    let page = talks.client.get(&done.interview()).await;
    assert!(
        page.says("接谈从头到尾走一遍") && page.says("来**"),
        "{}",
        page.main()
    );
    assert!(!page.body.contains("来谈的人"), "masked: {}", page.main());

    // Saved, and amended, and only then done.
    let saved = save(&talks, &page, &done, "save", &RECORD).await;
    assert!(
        saved.path.ends_with("done=saved"),
        "{} {}",
        saved.path,
        saved.main()
    );
    assert_eq!(
        saved.form(&done.interview()).value("text").map(str::trim),
        Some("谈了四十分钟，带来照片。")
    );
    let list = talks.client.get("/staff/interviews").await;
    assert!(list.says("已有记录"), "{}", list.main());
    let more = [
        ("text", "谈了四十分钟，带来照片和合同。"),
        ("advice", "转历下区住建部门"),
    ];
    let over = save(&talks, &saved, &done, "done", &more).await;
    assert!(over.path.ends_with("done=done"), "{} {}", over.path, over.main());
    assert!(
        over.says("已设为已办") && over.says("照片和合同"),
        "{}",
        over.main()
    );
    assert!(!stands(&talks, "waiting", &done.number).await);
    assert!(stands(&talks, "done", &done.number).await);
    let case = clerk.client.get(&done.case()).await;
    for words in [
        "蒋言已接谈",
        "接谈记录",
        "照片和合同",
        "转历下区住建部门",
        "接谈设为已办",
    ] {
        assert!(case.says(words), "{words}: {}", case.main());
    }

    // Taken back by the same person, amended, done again.
    let reopen = format!("{}/reopen", done.interview());
    let colleague = Officer::shared(stack, "jietan2").await;
    let seen = colleague.client.get(&done.interview()).await;
    assert!(
        seen.forms().iter().all(|form| !form.action.ends_with("/reopen")),
        "not a colleague's: {}",
        seen.main()
    );
    let back = talks.client.submit(&over, &reopen, &[]).await;
    assert!(
        back.path.ends_with("done=reopened"),
        "{} {}",
        back.path,
        back.main()
    );
    assert!(stands(&talks, "waiting", &done.number).await);
    let again = talks.client.submit(&over, &reopen, &[]).await;
    assert!(
        again.path.ends_with("done=reopened"),
        "a second click: {}",
        again.main()
    );
    let over = save(&talks, &back, &done, "done", &[]).await;
    assert!(over.path.ends_with("done=done"), "{}", over.main());

    // Once the case has gone on, it is not taken back any more.
    let passed = clerk.step(&done.id, "transfer", &[]).await;
    assert!(passed.path.ends_with("done=transferred"), "{}", passed.main());
    let late = talks.client.submit(&over, &reopen, &[]).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.says("已经往下办理"), "{}", late.main());
    assert!(stands(&talks, "done", &done.number).await);
    let page = talks.client.get(&done.interview()).await;
    assert!(
        page.forms().iter().all(|form| !form.action.ends_with("/reopen")),
        "{}",
        page.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_needs_words_a_time_and_a_conclusion_and_keeps_what_was_typed() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let talks = Officer::shared(stack, "jietan").await;
    let done = register(&clerk, &visit("记录不全的人", "记录里有一处不对")).await;
    let page = talks.client.get(&done.interview()).await;
    let long = "长".repeat(5_001);
    for (field, wrong) in [
        ("text", ("text", " \n")),
        ("text", ("text", long.as_str())),
        ("conclusion", ("conclusion", "")),
        ("date", ("date", "")),
        ("date", ("date", "2999-01-01")),
        ("date", ("date", "2026-01-01")),
        ("time", ("time", "下午")),
        ("advice", ("advice", &long[..1_800])),
    ] {
        let values = changed(&changed(&RECORD, &[("advice", "建议")]), &[wrong]);
        for then in ["save", "done"] {
            let refused = save(&talks, &page, &done, then, &values).await;
            assert_eq!(refused.status, 422, "{field}: {}", refused.main());
            assert!(
                refused.error(field).is_some(),
                "{wrong:?} at {field}: {}",
                refused.main()
            );
            assert!(refused.title().starts_with("错误"));
            let form = refused.form(&done.interview());
            for (name, value) in values.iter().filter(|(name, _)| *name != "conclusion") {
                assert_eq!(
                    form.value(name).unwrap_or_default().trim(),
                    value.trim(),
                    "{name}"
                );
            }
        }
    }
    assert!(stands(&talks, "waiting", &done.number).await, "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_is_sent_on_for_a_reason_and_the_first_keeps_nothing() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let (talks, other) = (
        Officer::shared(stack, "jietan").await,
        Officer::shared(stack, "jietan2").await,
    );
    let done = register(&clerk, &visit("被转手的人", "先给一位又给另一位")).await;
    let page = talks.client.get(&done.interview()).await;
    let refused = send(&talks, &page, &done, &[]).await;
    for field in ["to", "reason"] {
        assert!(refused.error(field).is_some(), "{field}: {}", refused.main());
    }
    let to = page.attribute("input[name=to]", "value").unwrap();
    let nobody = [
        ("to", "019a0000-0000-7000-8000-000000000001"),
        ("reason", "他熟悉"),
    ];
    let refused = send(&talks, &page, &done, &nobody).await;
    assert_eq!(
        refused.status,
        422,
        "a clerk is no interviewer: {}",
        refused.main()
    );
    assert!(refused.says("他熟悉"), "kept: {}", refused.main());
    let values = [("to", to.as_str()), ("reason", "他熟悉这个小区")];
    let (one, two) = join(
        send(&talks, &page, &done, &values),
        send(&talks, &page, &done, &values),
    )
    .await;
    for sent in [&one, &two] {
        assert!(sent.path.ends_with("done=sent"), "{} {}", sent.path, sent.main());
    }
    assert!(!stands(&talks, "waiting", &done.number).await);
    assert!(stands(&other, "waiting", &done.number).await);
    // Whoever had it writes nothing any more; what was typed is shown to be copied.
    let late = save(&talks, &page, &done, "done", &RECORD).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.says("谈了四十分钟") && late.says("不在您名下") && late.says("他熟悉这个小区"),
        "{}",
        late.main()
    );
    let theirs = other.client.get(&done.interview()).await;
    let over = save(&other, &theirs, &done, "done", &RECORD).await;
    assert!(over.path.ends_with("done=done"), "{}", over.main());
    // The other holds the post of a registrar too: the case goes on from there.
    assert!(
        over.link("转送").is_some() && over.link("修改登记").is_some(),
        "{}",
        over.main()
    );
    assert!(
        page.link("转送").is_none(),
        "whoever only interviews: {}",
        page.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_into_the_record_is_sent_along_and_a_record_that_is_wrong_sends_nothing() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let (talks, other) = (
        Officer::shared(stack, "jietan").await,
        Officer::shared(stack, "jietan2").await,
    );
    let done = register(&clerk, &visit("谈到一半的人", "谈到一半要换人")).await;
    let page = talks.client.get(&done.interview()).await;
    let to = page.attribute("input[name=to]", "value").unwrap();
    let half = [("to", &*to), ("reason", "要去开会"), ("text", "先说了水泵的事。")];
    let refused = send(&talks, &page, &done, &half).await;
    assert_eq!(refused.status, 422, "{}", refused.main());
    assert!(refused.error("conclusion").is_some(), "{}", refused.main());
    let kept = refused.form(&done.interview());
    for (name, value) in half {
        assert_eq!(kept.value(name).map(str::trim), Some(value), "{name}");
    }
    assert!(
        stands(&talks, "waiting", &done.number).await && !refused.says("接谈记录："),
        "nothing was written: {}",
        refused.main()
    );
    let whole = changed(&half, &[("conclusion", "again"), ("advice", "请他带合同来")]);
    let (one, two) = join(
        send(&talks, &refused, &done, &whole),
        send(&talks, &refused, &done, &whole),
    )
    .await;
    for sent in [&one, &two] {
        assert!(sent.path.ends_with("done=sent"), "{} {}", sent.path, sent.main());
    }
    let theirs = other.client.get(&done.interview()).await;
    let form = theirs.form(&done.interview());
    assert_eq!(form.value("text").map(str::trim), Some("先说了水泵的事。"));
    assert_eq!(form.value("advice").map(str::trim), Some("请他带合同来"));
    let steps = theirs.texts(".tl h3, .tl strong").join("|");
    assert_eq!(
        theirs.main().matches("先说了水泵的事。").count() - 1,
        1,
        "recorded once: {steps} {}",
        theirs.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interviewer_amends_the_registration_of_the_own_visit_and_of_no_other() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let (talks, other) = (
        Officer::shared(stack, "jietan").await,
        Officer::shared(stack, "jietan2").await,
    );
    let done = register(&clerk, &visit("说得不全的人", "登记的时候没有说清楚")).await;
    let page = talks.client.get(&done.interview()).await;
    let path = page.link("修改登记").expect("the way to the registration");
    let form = talks.client.get(&path).await;
    assert_eq!(form.status, 200, "{}", form.main());
    assert!(form.link("返回接谈").is_some(), "{}", form.main());
    assert!(
        form.attribute("button[value=transfer]", "name").is_none() && !form.says("送领导审批"),
        "passing on is the registrar's: {}",
        form.main()
    );
    let wrong = talks.client.submit(&form, &path, &[("summary", "")]).await;
    assert!(wrong.error("summary").is_some(), "{}", wrong.main());
    let summary = "他要说的是楼上漏水泡了他家的墙，物业三次不管。";
    let values = [("summary", summary), ("people_affected", "3")];
    let saved = talks.client.submit(&form, &path, &values).await;
    assert!(
        saved.path.ends_with("done=amended") && saved.says("登记已保存") && saved.says(summary),
        "{} {}",
        saved.path,
        saved.main()
    );
    let case = clerk.client.get(&done.case()).await;
    assert!(case.says(summary) && case.says("蒋言"), "{}", case.main());
    // Neither a colleague's visit nor what came by the web, and nothing once it is somebody else's.
    assert_eq!(other.client.get(&path).await.status, 200, "who registers, too");
    let theirs = register(&clerk, &visit("给别人的人", "由另一位接谈")).await;
    let to_other = talks.client.get(&theirs.interview()).await;
    let to = to_other.attribute("input[name=to]", "value").unwrap();
    let sent = send(&talks, &to_other, &theirs, &[("to", &to), ("reason", "他熟悉")]).await;
    assert!(sent.path.ends_with("done=sent"), "{}", sent.main());
    let gone = format!("/staff/intake/web/{}", theirs.id);
    assert_eq!(talks.client.get(&gone).await.status, 404);
    let page = clerk.client.get(&format!("{}/transfer", done.case())).await;
    let transfer = format!("{}/transfer", done.case());
    clerk
        .client
        .submit(&page, &transfer, &[("agency", "370102-xfj")])
        .await;
    let over = talks.client.get(&path).await;
    assert!(over.says("登记内容不能再改"), "{}", over.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registrar_sends_on_what_waits_for_an_interviewer_who_is_away() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let (away, other) = (
        Officer::shared(stack, "jietan").await,
        Officer::shared(stack, "jietan2").await,
    );
    let done = register(&clerk, &visit("等病了的人的", "接谈人今天没有来")).await;
    let case = clerk.client.get(&done.case()).await;
    let page = clerk.client.get(&case.link("接谈").expect("the way there")).await;
    assert!(
        page.text("textarea[name=text]").is_none() && page.link("返回这一件").is_some(),
        "a clerk writes no record: {}",
        page.main()
    );
    let send = format!("{}/send", done.interview());
    let names = page.texts("label");
    let values = page.attributes("input[name=to]", "value");
    let at = names.iter().position(|name| name.starts_with("沈问"));
    let to = &values[at.unwrap_or_else(|| panic!("{names:?} {values:?}"))];
    let sent = clerk
        .client
        .submit(&page, &send, &[("to", to), ("reason", "今天病了")])
        .await;
    assert!(sent.says("已发送给其他接谈人"), "{} {}", sent.path, sent.main());
    assert!(!stands(&away, "waiting", &done.number).await);
    assert!(stands(&other, "waiting", &done.number).await);
    let elsewhere = Officer::shared(stack, "jinan_dj").await;
    assert_eq!(elsewhere.client.get(&done.interview()).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_record_one_after_the_other_and_a_double_click_once() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji").await;
    let talks = Officer::shared(stack, "jietan").await;
    let done = register(&clerk, &visit("两个窗口的人", "两个窗口同时写")).await;
    let page = talks.client.get(&done.interview()).await;
    let (one, two) = join(
        save(&talks, &page, &done, "save", &RECORD),
        save(&talks, &page, &done, "save", &RECORD),
    )
    .await;
    for saved in [&one, &two] {
        assert!(saved.path.ends_with("done=saved"), "{}", saved.main());
    }
    let case = clerk.client.get(&done.case()).await;
    let times = case
        .texts(".tl")
        .iter()
        .filter(|step| step.contains("谈了四十分钟"))
        .count();
    assert_eq!(times, 1, "{}", case.main());
    // The other window still shows the page from before.
    let other = [("text", "另一个窗口写的"), ("conclusion", "again")];
    let late = save(&talks, &page, &done, "save", &other).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.says("另一个窗口写的") && late.says("谈了四十分钟"),
        "{}",
        late.main()
    );
    let kept = save(&talks, &late, &done, "save", &[]).await;
    assert!(
        kept.path.ends_with("done=saved") && kept.says("另一个窗口写的"),
        "{}",
        kept.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_of_an_interviewer_shows_how_many_wait_for_each() {
    let stack = stack().await;
    let clerk = Officer::shared(stack, "dengji2").await;
    let load = |page: &Page| -> u32 {
        let labels = page.texts("input[name=interviewer] ~ label");
        let label = labels.iter().find(|label| label.contains("沈问")).unwrap();
        let digits: String = label.chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    };
    let form = clerk.client.get(NEW).await;
    let before = load(&form);
    let chosen = interviewer(&form, "沈问");
    let typed = changed(&visit("排队的人", "看看排了几个"), &[("interviewer", &chosen)]);
    Registered::of(press(&clerk, &form, "save", &typed).await);
    // Others register and talk at the same time.
    let after = load(&clerk.client.get(NEW).await);
    assert!(after > 0, "{before} before");
    let administrator = Officer::shared(stack, "guanli").await;
    assert_eq!(administrator.client.get("/staff/interviews").await.status, 404);
    let clerk_list = clerk.client.get("/staff/interviews").await;
    assert_eq!(clerk_list.status, 404, "a clerk talks with nobody");
}
