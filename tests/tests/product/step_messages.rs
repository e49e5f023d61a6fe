//! 进度短信: a petitioner with a number switches messages about the steps of a petition off and on again:
//! on the result of tracking, by name and code, and on the petition's own page.

use crate::audit::{deeds_of, store_of};
use crate::messages::{told, transferred};
use domain::audit::Deed;
use tests::people::Filed;
use tests::{Citizen, Client, Officer, Page, Stack};

const TRACK: &str = "/track/messages";

/// Finds a petition by name and query code.
async fn track(stack: &Stack, name: &str, filed: &Filed) -> (Client, Page) {
    let client = Client::new(&stack.url);
    let found = client.track(name, &filed.code).await;
    assert_eq!(found.path, "/track/result", "{}", found.main());
    (client, found)
}

/// What the log says of the messages about a petition, newest first: kind and outcome.
async fn logged(administrator: &Client, filed: &Filed) -> Vec<(String, String)> {
    let log = administrator.get("/staff/admin/messages/log").await;
    let html = scraper::Html::parse_document(&log.body);
    let row = scraper::Selector::parse("tbody tr").unwrap();
    let cell = scraper::Selector::parse("td").unwrap();
    let rows = html.select(&row).map(|row| {
        let cells = row.select(&cell);
        cells
            .map(|cell| cell.text().collect::<String>().trim().to_owned())
            .collect::<Vec<String>>()
    });
    rows.filter(|cells| cells[3] == filed.number)
        .map(|cells| (cells[0].clone(), cells[4].clone()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn by_name_and_code_step_messages_are_switched_off_and_on_again_and_no_case_changes() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let citizen = Citizen::named(&stack).await;
    let administrator = Officer::login(&stack, "guanli").await.client;
    let filed = citizen.file("不想让家里人看到短信", "内容").await;
    told(&stack, &citizen.mobile, &filed.number).await;
    let (client, found) = track(&stack, &citizen.name, &filed).await;
    let masked = domain::contact::mask_mobile(&citizen.mobile);
    assert!(
        !found.body.contains(&masked),
        "this page shows nothing of the person"
    );
    assert!(
        found.says("每一步都发短信到") && found.says("登记时留的手机号"),
        "{}",
        found.main()
    );
    assert!(!found.body.contains(&citizen.mobile), "masked");

    // An officer has the form open meanwhile: a wish of the petitioner's does not disturb it.
    let officer = Officer::login(&stack, "dengji").await;
    officer.open(&filed.id).await;
    let path = format!("/staff/intake/web/{}", filed.id);
    let open_form = officer.client.get(&path).await;
    let off = client.submit(&found, TRACK, &[]).await;
    assert!(
        off.says("以后办理进度不再发短信") && off.says("现在不发短信到"),
        "{}",
        off.main()
    );
    // A second click of the same page changes nothing.
    let twice = client.submit(&found, TRACK, &[]).await;
    assert!(twice.says("现在不发短信到"), "{}", twice.main());
    let values = [
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("summary", "摘要"),
        ("way", "later"),
        ("next", "save"),
    ];
    let saved = officer.client.submit(&open_form, &path, &values).await;
    assert!(saved.status.is_success(), "{} {}", saved.status, saved.main());
    stack
        .until("the step in the log", || async {
            let all = logged(&administrator, &filed).await;
            all.iter()
                .any(|(kind, outcome)| kind == "已登记" && outcome.starts_with("群众不要"))
                .then_some(())
        })
        .await;
    // What is asked for comes all the same.
    let page = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(page.says("现在不发短信到"), "{}", page.main());
    let sms = format!("/petitions/{}/code/sms", filed.id);
    citizen.client.submit(&page, &sms, &[]).await;
    told(&stack, &citizen.mobile, "查询码是").await;

    let on = client.submit(&twice, TRACK, &[]).await;
    assert!(on.says("以后每办一步都发短信告诉您"), "{}", on.main());
    let done = officer
        .step(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    assert!(done.says("已转送"), "{}", done.main());
    let text = told(&stack, &citizen.mobile, "已转").await;
    assert!(text.contains(&filed.number), "{text}");
    let all: Vec<String> = stack.outbox().await.into_iter().map(|(_, text)| text).collect();
    let registered = all
        .iter()
        .find(|text| text.contains("已登记") && text.contains(&filed.number));
    assert_eq!(registered, None);

    let deeds = deeds_of(&store_of(dir.path(), &stack), "tracker-").await;
    assert_eq!(deeds.len(), 1, "{deeds:?}");
    let expected = [Deed::StepMessagesOff, Deed::StepMessagesOff, Deed::StepMessagesOn];
    assert_eq!(deeds[0].1, expected);
    let checked = crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(checked.0, "{}", checked.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_switches_them_on_the_petitions_own_page() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("在自己的页面上关短信", "内容").await;
    let path = format!("/petitions/{}", filed.id);
    let action = format!("{path}/messages");
    let page = citizen.client.get(&path).await;
    let off = citizen.client.submit(&page, &action, &[]).await;
    assert!(off.says("以后办理进度不再发短信"), "{}", off.main());
    assert!(citizen.client.get(&path).await.says("现在不发短信到"));
    let odd = citizen.client.submit(&off, &action, &[("want", "perhaps")]).await;
    assert_eq!(odd.status, 400, "{}", odd.main());
    let on = citizen.client.submit(&off, &action, &[]).await;
    assert!(on.says("每一步都发短信到"), "{}", on.main());
    transferred(stack, &filed).await;
    told(stack, &citizen.mobile, "已转").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_number_there_is_nothing_to_switch_and_without_proof_nobody_switches() {
    let stack = Stack::shared().await;
    let anonymous = Citizen::anonymous(stack).await;
    let filed = anonymous.file("匿名反映的没有短信", "内容").await;
    let page = anonymous.client.get(&format!("/petitions/{}", filed.id)).await;
    assert!(!page.says("进度短信"), "{}", page.main());
    let (client, found) = track(stack, "匿名", &filed).await;
    assert!(!found.says("进度短信"), "{}", found.main());
    // By hand, with a token of this browser.
    let token = crate::access::token(&client, TRACK).await;
    let form = [("csrf", token.as_str()), ("want", "off")];
    let answer = client
        .once(client.http().post(client.url(TRACK)).form(&form))
        .await;
    assert_eq!(answer.status, 404, "{}", answer.main());
    let stranger = Client::new(&stack.url);
    let token = crate::access::token(&stranger, TRACK).await;
    let form = [("csrf", token.as_str()), ("want", "off")];
    let answer = stranger
        .once(stranger.http().post(stranger.url(TRACK)).form(&form))
        .await;
    let target = answer
        .headers
        .get("location")
        .and_then(|value| value.to_str().ok());
    assert_eq!((answer.status.as_u16(), target), (303, Some("/track")));
}
