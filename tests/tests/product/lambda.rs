//! The functions as they are deployed: the compiled binaries under the Runtime API, behind the routes of
//! `infra/app.yaml`, with the rights it gives them, on the data of a local stack.

mod account;
mod administration;
mod approvals;
mod cloud;
mod dedupe;
mod letters;
mod messages;
mod showcase;
mod suggestion;
mod visits;

use crate::uploads::{details_stage, download, pdf};
use cloud::Cloud;
use gateway::template;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tests::people::Filed;
use tests::{Citizen, Client, Officer};

const TITLE: &str = "地下车库积水半年没有人修";

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_functions_carry_a_petition_from_registration_to_conclusion() {
    let cloud = Cloud::start().await;
    let citizen = cloud.citizen().await;
    let home = citizen.client.get("/").await;
    assert!(
        home.body.contains("/logout"),
        "every function knows who is signed in"
    );

    let page = details_stage(&citizen, TITLE).await;
    let attachment = cloud.upload(&citizen, &page, pdf(2_000)).await;
    let check = citizen.client.submit(&page, "/petitions/new", &[]).await;
    let wrong = citizen
        .client
        .submit(&check, "/petitions/new", &[("captcha", "0")])
        .await;
    assert!(
        wrong.error("captcha").is_some(),
        "no answer but the picture's: {}",
        wrong.main()
    );
    let answer = cloud.operator.captcha(&wrong, "/petitions/new").await;
    let receipt = citizen
        .client
        .submit(&wrong, "/petitions/new", &[("captcha", &answer)])
        .await;
    let filed = Filed::of(&receipt);
    let waiting = cloud.messages(&filed).await;
    assert_eq!(waiting, [], "nobody delivers but the function");
    cloud.deliver_to(&citizen.mobile, &filed.number).await;
    let told = cloud.messages(&filed).await;
    assert!(told.iter().all(|(to, _)| *to == citizen.mobile), "{told:?}");

    let visitor = Client::new(&cloud.url);
    let page = visitor.get("/track").await;
    let values = [
        ("name", citizen.name.as_str()),
        ("query_code", &filed.code),
        ("captcha", &cloud.operator.captcha(&page, "/track").await),
    ];
    let tracked = visitor.submit(&page, "/track", &values).await;
    assert!(
        tracked.path == "/track/result" && tracked.says(&filed.number),
        "{}",
        tracked.main()
    );

    let off = visitor.submit(&tracked, "/track/messages", &[]).await;
    assert!(off.says("现在不发短信到"), "{}", off.main());
    let on = visitor.submit(&off, "/track/messages", &[]).await;
    assert!(on.says("每一步都发短信到"), "{}", on.main());

    conclude(&cloud, &filed, &attachment).await;
    showcase::told_and_withdrawn(&cloud, &filed).await;

    let page = citizen.client.get(&format!("/petitions/{}", filed.id)).await;
    let steps = [
        "收到",
        "工作人员已查看",
        "已登记",
        "已交办",
        "责任单位已受理",
        "责任单位已答复",
        "已办结",
    ];
    let titles = page.texts(".tl-title");
    for step in steps {
        assert!(titles.iter().any(|title| title == step), "{step}: {titles:?}");
    }
    let letter = citizen
        .client
        .get(&page.link("信访事项处理意见书").unwrap())
        .await;
    assert!(letter.says("信访事项处理意见书"), "{}", letter.main());
    let after = cloud.deliver(&filed).await.len();
    // The functions go by the system's clock: what officers do at night is told in the morning.
    let night = domain::quiet_hours::quiet_until(domain::time::Clock::system().now()).is_some();
    assert_eq!(after > told.len(), !night, "{after}");
    rate(&cloud, &citizen, &visitor, &filed).await;
    let clerk = suggestion::made_and_answered(&cloud, &citizen).await;
    slip(&cloud, &clerk, &citizen, &filed).await;
    dedupe::found_and_linked(&cloud, &citizen, &clerk).await;
    letters::registered(&cloud, &clerk).await;
    visits::registered(&cloud, &clerk).await;

    cloud.seal().await;
    assert!(cloud.log("audit").contains("audit heads"));
    // What the metric filter of the template reads.
    let log = cloud.log("notify");
    let ages = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["fields"]["outbox_age_seconds"].is_u64());
    assert!(ages.count() >= 2, "{log}");
    assert!(cloud.log("petitions").contains("\"path\":\"/petitions/new\""));
    for rights in &cloud.guarded {
        assert_eq!(rights.refused(), Vec::<String>::new());
        // Nobody administers anything here; that is another test.
        let used = rights.allowed() > 0 || rights.function == "administration";
        assert!(used, "{} went past its rights", rights.function);
        for secret in [&citizen.name, &citizen.mobile, &citizen.id_number] {
            assert!(
                !cloud.log(&rights.function).contains(secret),
                "{}",
                rights.function
            );
        }
    }
}

/// The petitioner rates twice: signed in, and then from the result of tracking.
async fn rate(cloud: &Cloud, citizen: &Citizen, visitor: &Client, filed: &Filed) {
    let path = format!("/rate/{}", filed.id);
    let form = citizen.client.get(&path).await;
    let grades = [("office_grade", "satisfied"), ("unit_grade", "mostly")];
    let check = citizen.client.submit(&form, &path, &grades).await;
    let done = citizen.client.submit(&check, &path, &[("next", "submit")]).await;
    assert!(done.says("评价已收到"), "{}", done.main());
    let found = visitor.get("/track/result").await;
    let form = visitor.get(&found.link("再评价一次").unwrap()).await;
    let grades = [
        ("office_grade", "satisfied"),
        ("unit_grade", "dissatisfied"),
        ("unit_reasons", "not_done"),
        ("unit_message", "泵还没有换"),
    ];
    let check = visitor.submit(&form, "/track/rate", &grades).await;
    let done = visitor.submit(&check, "/track/rate", &[("next", "submit")]).await;
    assert!(done.says("评价已收到"), "{}", done.main());
    let leader = cloud.officer("lingdao").await;
    let case = leader.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert!(
        case.says("泵还没有换") && case.says("第 2 次评价"),
        "{}",
        case.main()
    );
}

/// The officers' part: the province takes the petition in, the city answers it.
async fn conclude(cloud: &Cloud, filed: &Filed, attachment: &str) {
    let province = cloud.officer("dengji").await;
    let form = province.open(&filed.id).await;
    assert!(
        form.says(TITLE) || form.says("附件里说得更清楚"),
        "{}",
        form.main()
    );
    let path = format!("/staff/petitions/{}/attachments/{attachment}", filed.id);
    let (_, bytes) = download(&province.client, &path).await;
    assert!(bytes == pdf(2_000), "the attachment arrives as it was sent");
    province.register(&filed.id, "later", &[]).await;
    approvals::asked_and_assigned(cloud, &province, filed).await;

    let city = cloud.officer("jinan").await;
    let inbox = city.client.get("/staff/inbox").await;
    assert!(inbox.says(&filed.number), "{}", inbox.main());
    let accepted = city.step(&filed.id, "accept", &[]).await;
    assert!(accepted.says("办理中"), "{}", accepted.main());
    let opinion = [
        ("outcome", "support"),
        ("facts", "两台水泵损坏。"),
        ("basis", "物业管理条例。"),
        ("opinion", "已责令更换。"),
        ("next", "issue"),
    ];
    let replied = city.step(&filed.id, "opinion", &opinion).await;
    assert!(replied.says("已答复"), "{}", replied.main());
    let concluded = city.step(&filed.id, "conclude", &[]).await;
    assert!(concluded.says("已办结"), "{}", concluded.main());
}

/// Somebody comes to the window for the query code: on paper and by message.
async fn slip(cloud: &Cloud, clerk: &Officer, citizen: &Citizen, filed: &Filed) {
    let path = format!("/staff/petitions/{}/slip", filed.id);
    let asks = clerk.client.get(&path).await;
    let shown = clerk
        .client
        .submit(&asks, &path, &[("reason", "in_person")])
        .await;
    assert!(shown.says(&filed.code), "{}", shown.main());
    let sent = clerk.client.submit(&shown, &format!("{path}/sms"), &[]).await;
    assert!(sent.path.ends_with("done=code"), "{} {}", sent.path, sent.main());
    cloud.deliver_to(&citizen.mobile, &filed.code).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_functions_answer_a_visitor_as_the_local_stack_does_whatever_the_method() {
    let cloud = Cloud::start().await;
    let paths: std::collections::BTreeSet<String> = template::routes()
        .into_iter()
        .filter_map(|route| route.at)
        .map(|(_, path)| {
            let words = path
                .split('/')
                .map(|word| if word.starts_with('{') { "x" } else { word });
            words.collect::<Vec<_>>().join("/")
        })
        .chain([
            "/nowhere".to_owned(),
            "/guide/".to_owned(),
            "/staff/nowhere".to_owned(),
        ])
        .collect();
    let (here, there) = (Client::new(&cloud.url), Client::new(&cloud.stack.url));
    for path in &paths {
        for method in [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::DELETE,
        ] {
            let ask = |client: &Client| client.http().request(method.clone(), client.url(path));
            let deployed = here.once(ask(&here)).await;
            let local = there.once(ask(&there)).await;
            assert_eq!(deployed.status, local.status, "{method} {path}");
            assert!(
                deployed.status < StatusCode::INTERNAL_SERVER_ERROR,
                "{method} {path}"
            );
            if method == Method::HEAD {
                assert_eq!(
                    deployed.headers.get("content-type"),
                    local.headers.get("content-type")
                );
                assert!(deployed.body.is_empty(), "{path}");
            }
        }
    }
    let login = here.once(here.http().head(here.url("/login"))).await;
    assert_eq!(login.status, StatusCode::OK);
    for rights in &cloud.guarded {
        assert_eq!(rights.refused(), Vec::<String>::new());
    }
}
