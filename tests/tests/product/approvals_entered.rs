//! 送领导审批 from letters and visits: they are registered as they are entered, so that the leader is asked about what was
//! registered, on a page that opens after it; the slip stays within reach.

use crate::approvals::{answer, leader_id, opened};
use crate::{letters, visits};
use futures_util::future::join;
use tests::people::Filed;
use tests::{Citizen, Officer, Page, Stack};

const QUESTION: &str = "算咨询还是求决？要不要当日上报？";

/// The page that asks about a registration, of a petition.
fn asking(id: &str) -> String {
    format!("/staff/petitions/{id}/approvals?kind=registration")
}

fn posts(id: &str) -> String {
    format!("/staff/petitions/{id}/approvals")
}

/// The id of the petition that a page is about, and the page as the helpers of submissions name it.
fn filed(page: &Page) -> Filed {
    let id = page.path.trim_start_matches("/staff/petitions/");
    let id = id.split('/').next().unwrap_or_default().to_owned();
    Filed {
        id,
        number: page.text(".about .num").unwrap_or_default(),
        code: String::new(),
    }
}

/// Checks that a page asks about what was just registered, and sends the question.
async fn ask(officer: &Officer, page: &Page, leader: &str) -> Page {
    let id = filed(page).id;
    let form = page.form(&posts(&id)).with(&[
        ("ask_leader", &leader_id(page, leader)),
        ("ask_text", QUESTION),
        ("ask_send", "yes"),
    ]);
    officer.client.send(&form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_letter_is_registered_and_a_leader_asked_who_answers_and_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let clerk = Officer::login(&stack, "dengji").await;
    let form = clerk.client.get(letters::NEW).await;
    // Where it was to go is the leader's answer first: nothing is passed on, though the form says so.
    let typed = letters::changed(
        &letters::letter("拿不准的来信人", "来信问低保怎么办，又要求查处村干部。"),
        &[("way", "transfer"), ("agency", "370100-xfj")],
    );
    let asked = letters::press(&clerk, &form, "ask", &typed).await;
    let one = filed(&asked);
    assert_eq!(
        asked.path,
        format!("{}&done=registered", asking(&one.id)),
        "{}",
        asked.main()
    );
    for words in ["拟登记", "来信问低保怎么办", "求决", "已登记"] {
        assert!(asked.says(words), "{words}: {}", asked.main());
    }
    assert!(one.number.starts_with("L370102-"), "{}", one.number);
    let slip = asked.link("查询码条").expect("the slip is linked");
    assert_eq!(slip, format!("/staff/intake/letters/{}/slip", one.id));
    // Pressed twice, or gone back to: the same letter.
    let again = letters::press(&clerk, &form, "ask", &typed).await;
    assert_eq!(again.path, asked.path);
    let saved = letters::press(
        &clerk,
        &form,
        "save",
        &letters::changed(&typed, &[("way", "later")]),
    )
    .await;
    assert!(
        saved.path.ends_with(&format!("{}/slip?done=registered", one.id)),
        "{}",
        saved.path
    );

    let nothing = asked
        .form(&posts(&one.id))
        .with(&[("ask_leader", ""), ("ask_send", "yes")]);
    let nothing = clerk.client.send(&nothing).await;
    assert!(
        nothing.status == 422 && nothing.error("ask_text").is_some(),
        "{}",
        nothing.main()
    );
    assert!(
        nothing.link("查询码条").is_some(),
        "still within reach: {}",
        nothing.main()
    );
    let submit = asked.form(&posts(&one.id)).with(&[
        ("ask_leader", &leader_id(&asked, "郭志远")),
        ("ask_text", QUESTION),
        ("ask_send", "yes"),
    ]);
    let (first, second) = join(clerk.client.send(&submit), clerk.client.send(&submit)).await;
    for page in [first, second] {
        assert!(
            page.says("已送审") && page.says("拟登记，送郭志远"),
            "{}",
            page.main()
        );
        assert_eq!(page.texts(".case-notes li").len(), 1, "{}", page.main());
        assert!(page.says("已登记") && !page.says("已转送"), "{}", page.main());
    }
    // Going back in the browser, the page says that it waits and asks nobody else; so does the case.
    let back = clerk.client.get(&asked.path).await;
    assert!(!back.says("还没有送审"), "{}", back.main());
    assert!(
        back.says("还没有批示") && back.link("查询码条").is_some(),
        "{}",
        back.main()
    );
    assert!(
        back.forms().iter().all(|form| form.action != posts(&one.id)),
        "{}",
        back.main()
    );
    let case = clerk.client.get(&format!("/staff/petitions/{}", one.id)).await;
    assert!(
        !case.attributes(".actions a", "href").contains(&asking(&one.id)),
        "{}",
        case.main()
    );
    // The slip shows the code on the day, as ever.
    let slip = clerk.client.get(&slip).await;
    let code = slip.text("#query-code").unwrap_or_default();
    assert_eq!(code.replace(' ', "").len(), 16, "{}", slip.main());

    let leader = Officer::login(&stack, "lingdao").await;
    let page = opened(&leader, "waiting", &one).await;
    assert!(
        page.says(QUESTION) && page.says("来信问低保怎么办"),
        "{}",
        page.main()
    );
    answer(&leader, &page, "return", "按咨询登记，另附政策说明。").await;
    let case = clerk.client.get(&format!("/staff/petitions/{}", one.id)).await;
    let form = clerk.client.get(&case.link("按批示继续办").unwrap()).await;
    let at = format!("/staff/intake/web/{}", one.id);
    assert_eq!(
        form.form(&at).value("summary"),
        Some("来信问低保怎么办，又要求查处村干部。")
    );
    let values = [("purpose", "enquiry"), ("way", "later"), ("next", "save")];
    let saved = clerk.client.submit(&form, &at, &values).await;
    assert!(
        saved.says("登记已保存") && saved.says("退回修改，没有再送审就办了"),
        "{}",
        saved.main()
    );
    let (well, words) =
        crate::audit::run_task(&["check", "--data-dir", dir.path().to_str().unwrap()], &[]).await;
    assert!(well && words.contains("every invariant holds"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_visit_is_registered_and_a_leader_asked_and_the_slip_is_at_hand() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let form = clerk.client.get(visits::NEW).await;
    let chosen = visits::interviewer(&form, "蒋言");
    let typed = visits::changed(
        &visits::visit("拿不准的来访人", "来访人说要反映法院的事，又说要补发工资。"),
        &[("interviewer", &chosen)],
    );
    // What is wrong is said first, and nothing is lost.
    let wrong = visits::press(&clerk, &form, "ask", &visits::changed(&typed, &[("summary", "")])).await;
    assert!(
        wrong.status == 422 && wrong.error("summary").is_some(),
        "{}",
        wrong.main()
    );
    assert_eq!(wrong.form(visits::NEW).value("name"), Some("拿不准的来访人"));
    let asked = visits::press(&clerk, &wrong, "ask", &typed).await;
    let one = filed(&asked);
    assert_eq!(
        asked.path,
        format!("{}&done=registered", asking(&one.id)),
        "{}",
        asked.main()
    );
    assert!(
        asked.says("又说要补发工资") && asked.says("已登记"),
        "{}",
        asked.main()
    );
    let slip = asked.link("接谈单").expect("the slip is linked");
    assert_eq!(slip, format!("/staff/intake/visits/{}/slip", one.id));
    let slip = clerk.client.get(&slip).await;
    assert!(
        slip.says("蒋言") && slip.text("#query-code").is_some(),
        "{}",
        slip.main()
    );
    let again = visits::press(&clerk, &wrong, "ask", &typed).await;
    assert_eq!(again.path, asked.path);
    let sent = ask(&clerk, &asked, "高岚").await;
    assert!(
        sent.says("已送审") && sent.says("拟登记，送高岚"),
        "{}",
        sent.main()
    );
    // It waits for its interviewer as any visit does.
    let talks = Officer::login(&stack, "jietan").await;
    assert!(talks.client.get("/staff/interviews").await.says(&one.number));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_leads_to_the_question_and_only_who_may_register_it_gets_there() {
    let stack = Stack::start().await;
    let clerk = Officer::login(&stack, "dengji").await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("登记以后才拿不准的一件", "内容").await;
    // Neither unopened nor opened only: nothing is registered that could be asked about.
    assert_ne!(clerk.client.get(&asking(&filed.id)).await.status, 200);
    clerk.open(&filed.id).await;
    let form = clerk.client.get(&asking(&filed.id)).await;
    assert_eq!(
        form.path,
        format!("/staff/intake/web/{}", filed.id),
        "{}",
        form.main()
    );
    clerk
        .register(&filed.id, "later", &[("purpose", "enquiry"), ("rating", "yes")])
        .await;
    let case = clerk.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    let link = case.link("登记送领导审批").expect("the case leads there");
    assert_eq!(link, asking(&filed.id));
    let page = clerk.client.get(&link).await;
    assert!(page.says("咨询") && page.says("纳入评价范围"), "{}", page.main());
    assert!(
        page.link("查询码条").is_none(),
        "the web has none: {}",
        page.main()
    );
    // Nobody else's, no other step's, and nothing that makes no sense.
    let posted = posts(&filed.id);
    for (who, username) in [
        ("another office", "jinan_dj"),
        ("a handler", "jinan"),
        ("a leader", "lingdao"),
        ("an interviewer", "jietan"),
    ] {
        let other = Officer::login(&stack, username).await;
        assert_eq!(other.client.get(&asking(&filed.id)).await.status, 404, "{who}");
    }
    for query in ["?kind=transfer", "?kind=nonsense"] {
        assert_eq!(
            clerk.client.get(&format!("{posted}{query}")).await.status,
            404,
            "{query}"
        );
    }
    let colleague = Officer::login(&stack, "dengji2").await;
    // A colleague passes it on meanwhile: what was typed is kept, and the page says that it is too late.
    colleague.step(&filed.id, "transfer", &[]).await;
    let late = ask(&clerk, &page, "郭志远").await;
    assert_eq!(late.status, 409, "{}", late.main());
    assert!(late.says("已转送") && late.says(QUESTION), "{}", late.main());
    let after = clerk.client.get(&asking(&filed.id)).await;
    assert_eq!(after.status, 200, "{}", after.main());
    assert!(
        after.forms().iter().all(|form| form.action != posted),
        "{}",
        after.main()
    );
    let case = clerk.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert!(case.link("登记送领导审批").is_none(), "{}", case.main());
}
