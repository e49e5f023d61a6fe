//! 送审批示, what must not get lost and what must not get out: what was typed on every way back, the words of other
//! agencies' leaders, and a record that claims no more than happened.

use crate::approvals::{answer, ask, asking, by_button, leader_id, opened, page_of, registered, submit};
use crate::dedupe::{form_path, form_with, pressed, story};
use std::time::Duration;
use tests::{Citizen, Officer, Page, Stack};

const NOTE: &str = "请核实维修资金的进度。";
const DRAFT: &str = "水泵属于物业维修范围，我局不再处理。";
const WORDS: &str = "先去现场看过再写。";

/// The timeline of the case as this page shows it.
fn history(page: &Page) -> String {
    page.texts(".timeline").join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_leader_below_was_asked_is_read_on_no_page_of_the_office_above() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "下级送审的一件").await;
    let register = format!("/staff/intake/web/{}", filed.id);
    let transfer = format!("{}/transfer", page_of(&filed));
    // Pages of the province from before the case went to the city.
    let old_step = clerk.client.get(&transfer).await.form(&transfer);
    let old_record = clerk.client.get(&register).await.form(&register);
    clerk
        .step(&filed.id, "transfer", &[("agency", "370102-zjj")])
        .await;
    let unit = Officer::login(&stack, "zhujian").await;
    let leader = Officer::login(&stack, "zhujian_ld").await;
    unit.step(&filed.id, "accept", &[]).await;
    let draft = [
        ("outcome", "explain"),
        ("facts", "已核实。"),
        ("basis", "条例"),
        ("opinion", DRAFT),
    ];
    submit(&unit, &filed, "opinion", &draft, "李国华").await;
    let page = opened(&leader, "waiting", &filed).await;
    answer(&leader, &page, "return", WORDS).await;
    let own = unit.client.get(&page_of(&filed)).await;
    assert!(history(&own).contains(WORDS), "{}", own.main());

    let late_step = clerk
        .client
        .send(&old_step.with(&[("agency", "370200-xfj")]))
        .await;
    let late_record = clerk
        .client
        .send(&old_record.with(&[("summary", "改一下")]))
        .await;
    assert!(late_step.status == 409 && late_record.status == 409);
    let seen = [
        late_step,
        late_record,
        clerk.client.get(&register).await,
        clerk.client.get(&page_of(&filed)).await,
    ];
    for page in seen {
        assert!(page.says("已转送"), "{} {}", page.path, page.main());
        for hidden in [DRAFT, WORDS, "李国华"] {
            assert!(!page.says(hidden), "{hidden} on {}: {}", page.path, page.main());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn carrying_out_what_the_leader_returned_is_not_recorded_as_following_it() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let leader = Officer::login(&stack, "lingdao").await;
    let filed = registered(&citizen, &clerk, "退回了还是办的一件").await;
    let draft = [("agency", "370100-xfj"), ("note", NOTE)];
    submit(&clerk, &filed, "transfer", &draft, "郭志远").await;
    let page = opened(&leader, "waiting", &filed).await;
    answer(&leader, &page, "return", "先不要转。").await;
    let moved = clerk.step(&filed.id, "transfer", &draft).await;
    assert!(
        moved.says("退回修改，没有再送审就办了") && !moved.says("按批示"),
        "{}",
        moved.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_that_is_approved_days_later_is_due_on_the_usual_day_of_then() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "过了两天才批的交办").await;
    let path = format!("{}/assign", page_of(&filed));
    let before = clerk.client.get(&path).await;
    assert!(
        before.says("，暂定"),
        "the days off of 2027 are not known: {}",
        before.main()
    );
    let before = before.form(&path).value("due").map(str::to_owned);
    submit(&clerk, &filed, "assign", &[("note", NOTE)], "郭志远").await;
    stack.advance(Duration::from_hours(4 * 24)).await;
    let leader = Officer::login(&stack, "lingdao").await;
    let page = opened(&leader, "waiting", &filed).await;
    assert!(page.says("一般期限"), "{}", page.main());
    answer(&leader, &page, "approve", "").await;
    let clerk = Officer::login(&stack, "dengji").await;
    let case = clerk.client.get(&page_of(&filed)).await;
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    let due = form.form(&path).value("due").map(str::to_owned);
    assert!(due.is_some() && due != before, "{due:?}, not {before:?}");
    let done = clerk.client.submit(&form, &path, &[]).await;
    assert!(done.says("已交办，交办函"), "{}", done.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_way_back_from_asking_loses_what_was_typed() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let filed = registered(&citizen, &clerk, "问了又不问的一件").await;
    let path = format!("{}/transfer", page_of(&filed));
    let draft = [("agency", "370100-xfj"), ("note", NOTE)];
    // From the page that asks, back to the form.
    let page = ask(&clerk, &filed, "transfer", &draft).await;
    let back = async |officer: &Officer, page: &Page, to: &str| {
        let button = format!("button[formaction='{to}']");
        assert_eq!(
            page.attributes(&button, "name"),
            ["form_again"],
            "{}",
            page.main()
        );
        let mut form = page.form(&asking(&filed)).with(&[("form_again", "yes")]);
        to.clone_into(&mut form.action);
        officer.client.send(&form).await
    };
    let again = back(&clerk, &page, &path).await;
    assert_eq!(again.status, 200, "{}", again.main());
    let kept = again.form(&path);
    assert_eq!(
        (kept.value("agency"), kept.value("note")),
        (Some("370100-xfj"), Some(NOTE)),
        "and nothing was carried out"
    );
    // The same from a registration that is not complete: asked for again, it shows no errors.
    let record = format!("/staff/intake/web/{}", filed.id);
    let form = clerk.client.get(&record).await;
    let typed = [("summary", "改过的摘要"), ("category", "")];
    let asked = clerk
        .client
        .send(&by_button(&form, &record, &filed, "registration", &typed))
        .await;
    let again = back(&clerk, &asked, &record).await;
    assert_eq!(again.status, 200, "{}", again.main());
    assert_eq!(again.form(&record).value("summary"), Some("改过的摘要"));

    // Asked and taken back: the form is filled in from the draft all the same; the page sent before is no new question.
    let sending = page.form(&asking(&filed)).with(&[
        ("ask_leader", &*leader_id(&page, "郭志远")),
        ("ask_text", "合适吗？"),
        ("ask_send", "yes"),
    ]);
    assert!(clerk.client.send(&sending).await.says("已送审"));
    let waiting = clerk.client.get(&path).await;
    let fill = waiting
        .link("用拟稿填写")
        .expect("who does not wait types nothing again");
    assert_eq!(
        clerk.client.get(&fill).await.form(&path).value("note"),
        Some(NOTE)
    );
    let blocked = clerk.client.get(&record).await;
    assert!(
        blocked.attribute("button[formaction]", "value").is_some(),
        "another kind of draft may be asked about"
    );
    let mine = opened(&clerk, "sent", &filed).await;
    let taken = clerk
        .client
        .submit(&mine, &format!("{}/take-back", mine.path), &[])
        .await;
    let fill = taken.link("用拟稿填写").expect("it is not typed again");
    assert_eq!(
        clerk.client.get(&fill).await.form(&path).value("note"),
        Some(NOTE)
    );
    let stale = clerk.client.send(&sending).await;
    assert_eq!(stale.status, 409, "nothing waits for an answer: {}", stale.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn several_at_once_do_not_pass_on_what_a_leader_is_asked_about() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let asked = registered(&citizen, &clerk, "领导正在看的一件").await;
    let free = registered(&citizen, &clerk, "没有问谁的一件").await;
    submit(&clerk, &asked, "transfer", &[("note", NOTE)], "郭志远").await;
    let batch = "/staff/batch/transfer";
    let page = clerk
        .client
        .get(&format!("{batch}?id={}&id={}", asked.id, free.id))
        .await;
    let send = page.form(batch).with(&[("way", "transfer"), ("to", "place")]);
    let done = clerk.client.send(&send).await;
    let results = done.texts("td[data-label=结果]");
    assert!(results[0].contains("已送郭志远审批"), "{results:?}");
    assert!(results[1].starts_with("已转送"), "{results:?}");
    let case = clerk.client.get(&page_of(&asked)).await;
    assert!(case.says("等待批示"), "{}", case.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_linked_after_asking_holds_in_the_draft_and_waits_to_be_saved_before_it_is_assigned() {
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let first = citizen.file("竹园活动室没有暖气", &story("竹园")).await;
    clerk.open(&first.id).await;
    clerk.register(&first.id, "later", &[]).await;
    let again = Citizen::anonymous(&stack).await;
    let filed = again.file("竹园的老人活动室冬天太冷", &story("竹园")).await;
    clerk.open(&filed.id).await;
    clerk.register(&filed.id, "later", &[]).await;
    let path = form_path(&filed);
    let form = clerk.client.get(&path).await;
    assert_eq!(form.form(&path).value("initial"), Some("initial"));
    let typed = [("summary", "送审时的摘要")];
    let page = clerk
        .client
        .send(&by_button(&form, &path, &filed, "registration", &typed))
        .await;
    let sending = page.form(&asking(&filed)).with(&[
        ("ask_leader", &*leader_id(&page, "郭志远")),
        ("ask_text", "是不是同一件？"),
        ("ask_send", "yes"),
    ]);
    assert!(clerk.client.send(&sending).await.says("已送审"));
    let form = form_with(&stack, &clerk, &filed, &first).await;
    let linked = clerk.client.send(&pressed(&form, &filed, "matter", &first)).await;
    assert!(linked.status.is_success(), "{}", linked.main());
    let leader = Officer::login(&stack, "lingdao").await;
    let page = opened(&leader, "waiting", &filed).await;
    answer(&leader, &page, "approve", "按同一件登记。").await;
    let case = clerk.client.get(&page_of(&filed)).await;
    let buttons = case.texts(".actions .why").join(" ");
    assert!(
        case.texts(".actions a.button")
            .iter()
            .all(|label| label != "交办")
            && buttons.contains("才能转送、交办"),
        "{buttons}"
    );
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    let form = form.form(&path);
    assert_eq!(
        (form.value("summary"), form.value("initial")),
        (Some("送审时的摘要"), Some("repeat"))
    );
}
