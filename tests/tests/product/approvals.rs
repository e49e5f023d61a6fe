//! 送审批示: an officer shows a leader a draft, the leader answers, the officer carries it out.

use crate::material::add;
use futures_util::future::join;
use tests::page::Form;
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

const QUESTION: &str = "直接转市里，还是先请省住建厅核实？";
const NOTE: &str = "请核实维修资金的进度。";
const LIST: &str = "/staff/approvals";

pub fn page_of(filed: &Filed) -> String {
    format!("/staff/petitions/{}", filed.id)
}

pub fn asking(filed: &Filed) -> String {
    format!("{}/approvals", page_of(filed))
}

/// Opened and registered at the province.
pub async fn registered(citizen: &Citizen, clerk: &Officer, title: &str) -> Filed {
    let filed = citizen.file(title, "请督促物业尽快修好水泵。").await;
    clerk.open(&filed.id).await;
    let saved = clerk.register(&filed.id, "later", &[]).await;
    assert!(saved.says("登记已保存"), "{}", saved.main());
    filed
}

/// A form sent by its button 送领导审批.
pub fn by_button(page: &Page, action: &str, filed: &Filed, kind: &str, values: &[(&str, &str)]) -> Form {
    let button = format!("button[formaction='{}'][value={kind}]", asking(filed));
    assert_eq!(page.texts(&button), ["送领导审批"], "{}", page.main());
    let form = page.form(action).with(values).with(&[("ask_kind", kind)]);
    Form {
        action: asking(filed),
        ..form
    }
}

/// The page that asks for leader and question, from the form of a step.
pub async fn ask(officer: &Officer, filed: &Filed, kind: &str, values: &[(&str, &str)]) -> Page {
    let path = format!("{}/{kind}", page_of(filed));
    let form = officer.client.get(&path).await;
    officer
        .client
        .send(&by_button(&form, &path, filed, kind, values))
        .await
}

/// Asks, and sends it to a leader.
pub async fn submit(
    officer: &Officer,
    filed: &Filed,
    kind: &str,
    values: &[(&str, &str)],
    leader: &str,
) -> Page {
    let page = ask(officer, filed, kind, values).await;
    assert_eq!(page.status, 200, "{}", page.main());
    let form = page.form(&asking(filed)).with(&[
        ("ask_leader", &leader_id(&page, leader)),
        ("ask_text", QUESTION),
        ("ask_send", "yes"),
    ]);
    let sent = officer.client.send(&form).await;
    assert_eq!(
        sent.path,
        format!("{}?done=submitted", page_of(filed)),
        "{}",
        sent.main()
    );
    sent
}

pub fn leader_id(page: &Page, name: &str) -> String {
    let names = page.texts("select[name=ask_leader] option");
    let ids = page.attributes("select[name=ask_leader] option", "value");
    let at = names.iter().position(|option| option == name);
    ids[at.unwrap_or_else(|| panic!("{name} is not offered: {names:?}"))].clone()
}

/// The page of the newest submission that a list of an officer shows for a case.
pub async fn opened(officer: &Officer, tab: &str, filed: &Filed) -> Page {
    let list = officer.client.get(&format!("{LIST}?tab={tab}")).await;
    let links = list.attributes("tbody a", "href");
    let href = links.iter().find(|href| href.contains(&filed.id));
    let href = href.unwrap_or_else(|| panic!("not in {tab}: {}", list.main()));
    officer.client.get(href).await
}

async fn lists(officer: &Officer, tab: &str, filed: &Filed) -> bool {
    let list = officer.client.get(&format!("{LIST}?tab={tab}")).await;
    list.attributes("tbody a", "href")
        .iter()
        .any(|href| href.contains(&filed.id))
}

/// Answers it.
pub async fn answer(leader: &Officer, page: &Page, verdict: &str, text: &str) -> Page {
    let values = [("verdict", verdict), ("instruction", text)];
    leader.client.submit(page, &page.path, &values).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_returns_a_draft_with_an_instruction_and_approves_the_next_and_the_officer_carries_it_out() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::named(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "拿不准往哪里转的一件").await;
    let draft = [("agency", "370100-xfj"), ("note", NOTE)];
    let asked = ask(&clerk, &filed, "transfer", &draft).await;
    assert!(asked.says("拟转送") && asked.says("济南市人民政府信访局") && asked.says(NOTE));
    let nothing = asked
        .form(&asking(&filed))
        .with(&[("ask_leader", ""), ("ask_send", "yes")]);
    let nothing = clerk.client.send(&nothing).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.error("ask_leader").is_some() && nothing.error("ask_text").is_some());
    assert!(nothing.says(NOTE), "the draft is kept: {}", nothing.main());
    let sent = submit(&clerk, &filed, "transfer", &draft, "郭志远").await;
    assert!(
        sent.says("拟转送，送郭志远") && sent.says("等待批示"),
        "{}",
        sent.main()
    );
    // While it waits the form says so, and asks nobody else.
    let form = clerk.client.get(&format!("{}/transfer", page_of(&filed))).await;
    assert!(form.says("等待批示"), "{}", form.main());
    assert!(form.attribute("button[formaction]", "value").is_none());

    let leader = Officer::login(&stack, "lingdao").await;
    let desk = leader.client.get("/staff").await;
    assert!(desk.says("等我批示"), "{}", desk.main());
    assert!(
        desk.text("nav.menu a[href='/staff/approvals'] .badge").is_some(),
        "{}",
        desk.body
    );
    let page = opened(&leader, "waiting", &filed).await;
    assert!(
        page.says(QUESTION) && page.says(NOTE) && page.says("邓洁"),
        "{}",
        page.main()
    );
    let case = leader.client.get(&page_of(&filed)).await;
    let offered = case.texts(".actions .button");
    assert!(
        case.says("拿不准往哪里转的一件") && offered == ["打印"],
        "{offered:?}"
    );
    let empty = answer(&leader, &page, "return", "").await;
    assert!(
        empty.status == 422 && empty.error("instruction").is_some(),
        "{}",
        empty.main()
    );
    let neither = answer(&leader, &page, "", "想一想").await;
    assert!(neither.error("verdict").is_some());
    assert_eq!(neither.form(&page.path).value("instruction"), Some("想一想"));
    let done = answer(&leader, &page, "return", "先问省住建厅，写清楚再送。").await;
    assert!(done.says("已退回修改"), "{} {}", done.path, done.main());
    assert!(!lists(&leader, "waiting", &filed).await && lists(&leader, "decided", &filed).await);

    // The officer sees it on the desk and the case, changes the draft and asks again.
    let desk = clerk.client.get("/staff").await;
    assert!(desk.says("我送审的，已退回 1"), "{}", desk.main());
    let case = clerk.client.get(&page_of(&filed)).await;
    assert!(
        case.says("先问省住建厅") && case.says("批示：退回修改"),
        "{}",
        case.main()
    );
    let go_on = case.link("按批示继续办").expect("the draft is carried on from");
    let form = clerk.client.get(&go_on).await;
    let path = format!("{}/transfer", page_of(&filed));
    assert_eq!(form.form(&path).value("note"), Some(NOTE));
    assert!(form.says("先问省住建厅"), "{}", form.main());
    let changed = [("agency", "370100-xfj"), ("note", "已问省住建厅。")];
    let again = clerk
        .client
        .send(&by_button(&form, &path, &filed, "transfer", &changed))
        .await;
    let again = again
        .form(&asking(&filed))
        .with(&[("ask_text", "按批示改过了"), ("ask_send", "yes")]);
    let again = again.with(&[(
        "ask_leader",
        &leader_id(&ask(&clerk, &filed, "transfer", &changed).await, "郭志远"),
    )]);
    assert!(clerk.client.send(&again).await.says("已送审"));
    let page = opened(&leader, "waiting", &filed).await;
    let done = answer(&leader, &page, "approve", "").await;
    assert!(done.says("已批示同意"), "{}", done.main());
    let case = clerk.client.get(&page_of(&filed)).await;
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    assert_eq!(form.form(&path).value("note"), Some("已问省住建厅。"));
    let moved = clerk.client.submit(&form, &path, &[]).await;
    assert_eq!(
        moved.path,
        format!("{}?done=transferred", page_of(&filed)),
        "{}",
        moved.main()
    );
    assert!(
        moved.says("同意，已办") && moved.says("已重新送审"),
        "{}",
        moved.main()
    );
    assert!(!lists(&clerk, "sent", &filed).await && lists(&clerk, "past", &filed).await);

    // The citizen reads nothing of it, nor does the agency that has it now.
    let mine = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let city = Officer::login(&stack, "jinan").await;
    let there = city.client.get(&page_of(&filed)).await;
    for page in [&mine, &there] {
        for hidden in ["送审", "批示", QUESTION, "先问省住建厅"] {
            assert!(!page.says(hidden), "{hidden}: {}", page.main());
        }
    }
    let file = citizen.client.get("/me/download").await;
    let file = citizen.client.submit(&file, "/me/download", &[]).await;
    assert!(!file.body.contains("省住建厅"), "{}", file.body);
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_an_assignment_and_an_opinion_are_drafts_too() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let leader = Officer::login(&stack, "lingdao").await;
    let filed = citizen.file("登记时拿不准的一件", "内容").await;
    clerk.open(&filed.id).await;
    // Not all of it is filled in: that is why one asks.
    let at = format!("/staff/intake/web/{}", filed.id);
    let form = clerk.client.get(&at).await;
    let typed = [("summary", "来件说得不清楚"), ("purpose", "enquiry")];
    let asked = clerk
        .client
        .send(&by_button(&form, &at, &filed, "registration", &typed))
        .await;
    assert!(
        asked.says("来件说得不清楚") && asked.says("咨询"),
        "{}",
        asked.main()
    );
    let send = asked.form(&asking(&filed)).with(&[
        ("ask_leader", &leader_id(&asked, "郭志远")),
        ("ask_text", "算咨询还是求决？"),
        ("ask_send", "yes"),
    ]);
    assert!(clerk.client.send(&send).await.says("已送审"));
    let page = opened(&leader, "waiting", &filed).await;
    answer(&leader, &page, "approve", "按咨询登记。").await;
    let case = clerk.client.get(&page_of(&filed)).await;
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    assert_eq!(form.form(&at).value("summary"), Some("来件说得不清楚"));
    assert!(form.says("按咨询登记。"), "{}", form.main());
    let rest = [
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("way", "later"),
        ("next", "save"),
    ];
    let saved = clerk.client.submit(&form, &at, &rest).await;
    assert!(
        saved.says("登记已保存") && saved.says("同意，已办"),
        "{}",
        saved.main()
    );

    let task = [("note", "查明原因"), ("due", "2026-12-10"), ("reason", "急")];
    submit(&clerk, &filed, "assign", &task, "郭志远").await;
    let page = opened(&leader, "waiting", &filed).await;
    assert!(page.says("2026年12月10日（周四）"), "{}", page.main());
    answer(&leader, &page, "approve", "").await;
    let case = clerk.client.get(&page_of(&filed)).await;
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    let assign = format!("{}/assign", page_of(&filed));
    let kept = form.form(&assign);
    assert_eq!(
        (kept.value("due"), kept.value("reason")),
        (Some("2026-12-10"), Some("急"))
    );
    let done = clerk.client.send(&kept.with(&[("agency", "370100-xfj")])).await;
    assert!(done.says("已交办"), "{}", done.main());

    let city = Officer::login(&stack, "jinan").await;
    city.step(&filed.id, "transfer", &[("agency", "370102-zjj")])
        .await;
    let unit = Officer::login(&stack, "zhujian").await;
    let own = Officer::login(&stack, "zhujian_ld").await;
    unit.step(&filed.id, "accept", &[]).await;
    let opinion = [
        ("outcome", "explain"),
        ("facts", "已核实。"),
        ("basis", "条例"),
        ("opinion", "解释如下"),
    ];
    submit(&unit, &filed, "opinion", &opinion, "李国华").await;
    let page = opened(&own, "waiting", &filed).await;
    assert!(page.says("解释说明") && page.says("解释如下"), "{}", page.main());
    answer(&own, &page, "approve", "可以出具。").await;
    let case = unit.client.get(&page_of(&filed)).await;
    let form = unit.client.get(&case.link("按批示继续办").unwrap()).await;
    let path = format!("{}/opinion", page_of(&filed));
    let sent = unit.client.submit(&form, &path, &[("next", "issue")]).await;
    assert!(sent.says("已答复") && sent.says("同意，已办"), "{}", sent.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_is_made_once_answered_once_and_by_the_leader_who_was_asked() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let colleague = Officer::login(&stack, "dengji2").await;
    let filed = registered(&citizen, &clerk, "点了两次的一件").await;
    let draft = [("agency", "370100-xfj"), ("note", NOTE)];
    let page = ask(&clerk, &filed, "transfer", &draft).await;
    let form = page.form(&asking(&filed)).with(&[
        ("ask_leader", &leader_id(&page, "郭志远")),
        ("ask_text", QUESTION),
        ("ask_send", "yes"),
    ]);
    let other = ask(&colleague, &filed, "transfer", &[("note", "同事的拟稿")]).await;
    let other = other.form(&asking(&filed)).with(&[
        ("ask_leader", &leader_id(&page, "高岚")),
        ("ask_text", "同事也想问"),
        ("ask_send", "yes"),
    ]);
    let (one, two) = join(clerk.client.send(&form), clerk.client.send(&form)).await;
    for page in [one, two, clerk.client.send(&form).await] {
        assert!(page.says("已送审"), "{}", page.main());
        assert_eq!(page.texts(".case-notes li").len(), 1, "{}", page.main());
    }
    // A colleague's draft of the same kind came late: everything typed is still there.
    let late = colleague.client.send(&other).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.title().starts_with("错误"));
    assert!(
        late.says("还没有批示") && late.says("同事的拟稿"),
        "{}",
        late.main()
    );
    assert_eq!(late.form(&asking(&filed)).value("ask_text"), Some("同事也想问"));

    let leader = Officer::login(&stack, "lingdao").await;
    let second = Officer::login(&stack, "lingdao2").await;
    let page = opened(&leader, "waiting", &filed).await;
    assert!(!lists(&second, "waiting", &filed).await);
    let seen = second.client.get(&page.path).await;
    assert!(
        seen.says(QUESTION) && seen.text("form[method=post] textarea").is_none(),
        "{}",
        seen.main()
    );
    let answered = page
        .form(&page.path)
        .with(&[("verdict", "approve"), ("instruction", "可以")]);
    let csrf = crate::access::token(&second.client, &page.path).await;
    let stolen = second
        .client
        .send(&answered.clone().with(&[("csrf", &csrf)]))
        .await;
    assert_eq!(stolen.status, 404);
    let (one, two) = join(leader.client.send(&answered), leader.client.send(&answered)).await;
    for page in [one, two, leader.client.send(&answered).await] {
        assert!(page.says("已批示同意"), "{} {}", page.path, page.main());
    }
    let other = leader
        .client
        .send(&answered.with(&[("verdict", "return"), ("instruction", "不行")]))
        .await;
    assert_eq!(other.status, 409, "{}", other.main());
    assert!(
        other.text("#overtaken").is_some_and(|news| news.contains("同意")),
        "{}",
        other.main()
    );
    assert_eq!(other.form(&page.path).value("instruction"), Some("不行"));
    let case = clerk.client.get(&page_of(&filed)).await;
    assert_eq!(
        case.texts(".timeline .tl-title")
            .iter()
            .filter(|t| t.contains("批示"))
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_back_and_answering_race_and_one_of_them_wins() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let leader = Officer::login(&stack, "lingdao").await;
    let filed = registered(&citizen, &clerk, "撤回的一件").await;
    let draft = [("agency", "370100-xfj"), ("note", NOTE)];
    submit(&clerk, &filed, "transfer", &draft, "郭志远").await;
    let mine = opened(&clerk, "sent", &filed).await;
    let take_back = mine.form(&format!("{}/take-back", mine.path));
    let theirs = opened(&leader, "waiting", &filed).await;
    let csrf = crate::access::token(&clerk.client, &take_back.action).await;
    assert!(!csrf.is_empty());
    let given = theirs
        .form(&theirs.path)
        .with(&[("verdict", "return"), ("instruction", "再想想")]);
    let (back, said) = join(clerk.client.send(&take_back), leader.client.send(&given)).await;
    let took = back.says("已撤回送审");
    if took {
        assert_eq!(said.status, 409, "{}", said.main());
        assert_eq!(said.form(&theirs.path).value("instruction"), Some("再想想"));
        assert!(
            clerk.client.send(&take_back).await.says("已撤回送审"),
            "a second click"
        );
    } else {
        assert!(back.status == 409 && back.says("刚刚批示"), "{}", back.main());
        assert!(said.says("已退回修改"), "{}", said.main());
        let again = opened(&clerk, "sent", &filed).await;
        let end = again.form(&format!("{}/take-back", again.path));
        assert!(clerk.client.send(&end).await.says("已撤回送审"));
    }
    assert!(lists(&clerk, "past", &filed).await && !lists(&clerk, "sent", &filed).await);
    assert!(!lists(&leader, "waiting", &filed).await);
    // Who asked may be away: a colleague takes it back, by name; whoever could not carry it out does not.
    submit(&clerk, &filed, "transfer", &draft, "郭志远").await;
    let page = opened(&clerk, "sent", &filed).await;
    let colleague = Officer::login(&stack, "dengji2").await;
    let shown = colleague.client.get(&page.path).await;
    assert!(shown.says(QUESTION), "{}", shown.main());
    let action = format!("{}/take-back", page.path);
    let status = leader.client.send(&page.form(&action)).await.status;
    assert_eq!(status, 404, "leaders answer, they do not carry out");
    let back = colleague.client.send(&shown.form(&action)).await;
    assert!(back.says("已撤回送审"), "{}", back.main());
    let case = clerk.client.get(&page_of(&filed)).await;
    assert!(
        case.texts(".timeline li")
            .iter()
            .any(|step| step.contains("冯岩") && step.contains("撤回")),
        "{}",
        case.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_the_case_has_overtaken_says_so_and_keeps_what_was_typed() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let colleague = Officer::login(&stack, "dengji2").await;
    let leader = Officer::login(&stack, "lingdao").await;
    let filed = registered(&citizen, &clerk, "情况变了的一件").await;
    let draft = [("agency", "370100-xfj"), ("note", NOTE)];
    // The petitioner adds something while the officer writes the question.
    let page = ask(&clerk, &filed, "transfer", &draft).await;
    add(&citizen, &filed, "又坏了一台水泵").await;
    let form = page.form(&asking(&filed)).with(&[
        ("ask_leader", &leader_id(&page, "郭志远")),
        ("ask_text", QUESTION),
        ("ask_send", "yes"),
    ]);
    let late = clerk.client.send(&form).await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.text("#overtaken")
            .is_some_and(|news| news.contains("又坏了一台水泵"))
    );
    let kept = late.form(&asking(&filed));
    assert_eq!(
        (kept.value("ask_text"), kept.value("note")),
        (Some(QUESTION), Some(NOTE))
    );
    let sent = clerk.client.send(&kept.with(&[("ask_send", "yes")])).await;
    assert!(sent.says("已送审"), "{}", sent.main());

    // A colleague passes it on while the leader writes: the draft has lapsed, the words are kept.
    let page = opened(&leader, "waiting", &filed).await;
    colleague
        .step(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let late = answer(&leader, &page, "approve", "可以，抓紧。").await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(
        late.text("#overtaken")
            .is_some_and(|news| news.contains("已转送")),
        "{}",
        late.main()
    );
    assert_eq!(late.form(&page.path).value("instruction"), Some("可以，抓紧。"));
    assert!(!lists(&leader, "waiting", &filed).await && lists(&leader, "decided", &filed).await);
    let past = opened(&clerk, "past", &filed).await;
    assert!(
        past.says("已过时") && past.link("按批示继续办").is_none(),
        "{}",
        past.main()
    );
    // Nothing is asked about a case that lies elsewhere.
    let again = clerk.client.send(&form).await;
    assert!(again.status == 409 && again.says("办理"), "{}", again.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_no_case_asks_nobody_and_an_agency_without_leaders_says_so() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "没有领导可问的一件").await;
    let elsewhere = Officer::login(&stack, "qingdao").await;
    let page = ask(&clerk, &filed, "transfer", &[("note", NOTE)]).await;
    let form = page.form(&asking(&filed));
    let csrf = crate::access::token(&elsewhere.client, &form.action).await;
    assert_eq!(
        elsewhere
            .client
            .send(&form.clone().with(&[("csrf", &csrf)]))
            .await
            .status,
        404
    );
    let nonsense = clerk.client.send(&form.clone().with(&[("ask_kind", "x")])).await;
    assert_eq!(nonsense.status, 400, "{}", nonsense.main());
    // A registrar issues no opinion, and so asks about none.
    assert_eq!(
        clerk
            .client
            .send(&form.with(&[("ask_kind", "opinion")]))
            .await
            .status,
        404
    );
    clerk
        .step(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let city = Officer::login(&stack, "jinan").await;
    let alone = ask(&city, &filed, "transfer", &[("note", NOTE)]).await;
    assert!(
        alone.says("没有可以送审的领导") && alone.says(NOTE),
        "{}",
        alone.main()
    );
    let seen = city.client.get(LIST).await;
    assert!(seen.says("没有送审的"), "{}", seen.main());
    let leader = Officer::login(&stack, "lingdao").await;
    let demo = leader.client.get(LIST).await;
    assert!(
        demo.says("退休金少发了两个月"),
        "one of the demonstration waits: {}",
        demo.main()
    );
}
