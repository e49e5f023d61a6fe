//! What officers meet beyond the straight way: login, the lists, whom a case may go to, letters that must
//! not be written.

use crate::registering::opened;
use tests::{Citizen, Client, Officer, Page, Stack};

async fn login_form(client: &Client, username: &str, password: &str, totp: &str) -> Page {
    let page = client.get("/staff/login").await;
    let values = [("username", username), ("password", password), ("totp", totp)];
    client.submit(&page, "/staff/login", &values).await
}

/// The texts that a selector finds on all pages of a list.
async fn listed(client: &Client, path: &str, css: &str) -> String {
    let mut page = client.get(path).await;
    let mut found = page.texts(css);
    while let Some(next) = page.link("下一页") {
        page = client.get(&next).await;
        found.extend(page.texts(css));
    }
    found.join("\n")
}

async fn known(stack: &Stack, username: &str) -> (String, String) {
    let all = stack.local(&format!("people.json?username={username}")).await;
    let officer = &all["officers"][0];
    let text = |key: &str| officer[key].as_str().unwrap_or_default().to_owned();
    (text("password"), text("totp"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_works_once_and_every_failure_of_the_login_is_the_same() {
    let stack = Stack::shared().await;
    let (password, totp) = known(stack, "jiedao").await;
    let first = Client::new(&stack.url);
    let page = login_form(&first, "jiedao", &password, &totp).await;
    assert_eq!(page.path, "/staff", "{}", page.main());
    let second = Client::new(&stack.url);
    let (_, other) = known(stack, "jiedao").await;
    let failures = [
        login_form(&second, "jiedao", &password, &totp).await,
        login_form(&second, "jiedao", "wrong-password-1", &other).await,
        login_form(&second, "jiedao", &password, "not-six").await,
        login_form(&second, "nobody_here", &password, &other).await,
    ];
    let told: Vec<_> = failures
        .iter()
        .map(|page| (page.status, page.error("username")))
        .collect();
    assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
    assert_eq!(told[0].0, 422);
    assert!(
        told[0].1.is_some() && failures[0].title().starts_with("错误"),
        "{told:?}"
    );
    assert!(
        failures.iter().all(|page| !page.body.contains(&password)),
        "no password comes back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_signing_out_the_old_cookie_is_worth_nothing() {
    let stack = Stack::shared().await;
    let (password, totp) = known(stack, "shinan").await;
    let client = Client::new(&stack.url);
    let page = client.get("/staff/login").await;
    let form =
        page.form("/staff/login")
            .with(&[("username", "shinan"), ("password", &password), ("totp", &totp)]);
    let signed_in = client
        .once(client.http().post(client.url("/staff/login")).form(&form.fields))
        .await;
    let cookie = signed_in
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with("xf_staff="))
        .expect("a session cookie is set");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let copied = cookie.split(';').next().unwrap_or_default().to_owned();
    let with_copy = || async {
        let thief = Client::new(&stack.url);
        let request = thief.http().get(thief.url("/staff")).header("cookie", &copied);
        thief.once(request).await.status.as_u16()
    };
    assert_eq!(with_copy().await, 200, "the cookie is the session");
    let ask = client.get("/staff/logout").await;
    client.submit(&ask, "/staff/logout", &[]).await;
    assert_eq!(with_copy().await, 303, "the session is gone, not only the cookie");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unopened_petition_is_bold_and_moves_through_the_tabs() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let title = "看得出还没有打开的一封信";
    let filed = citizen.file(title, "内容").await;
    let officer = Officer::shared(stack, "dengji").await;
    let tab = |tab: &str, css: &'static str| {
        let (client, path) = (officer.client.clone(), format!("/staff/intake/web?tab={tab}"));
        async move { listed(&client, &path, css).await }
    };
    let bold = tab("unregistered", "tr.fresh").await;
    let row = bold
        .lines()
        .find(|row| row.contains(title))
        .unwrap_or_else(|| panic!("{bold}"));
    assert!(row.contains("匿名") && row.contains("未打开"), "{row}");
    let early = officer
        .client
        .get(&format!("/staff/intake/web/{}", filed.id))
        .await;
    assert_eq!(
        early.status,
        409,
        "looking at it is opening it, by a button: {}",
        early.main()
    );
    assert!(
        tab("unregistered", "tr.fresh").await.contains(title),
        "a GET opened nothing"
    );

    officer.open(&filed.id).await;
    assert!(!tab("unregistered", "tr.fresh").await.contains(title));
    assert!(tab("unregistered", "tbody tr").await.contains(title));
    officer.register(&filed.id, "later", &[]).await;
    assert!(!tab("unregistered", "tbody tr").await.contains(title));
    assert!(tab("registered", "tbody tr").await.contains(title));
}

/// Transfers to an agency, and gives the case page.
async fn transfer(officer: &Officer, id: &str, agency: &str) -> Page {
    let page = officer
        .step(id, "transfer", &[("agency", agency), ("note", "")])
        .await;
    assert!(page.says("已转送"), "{}", page.main());
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_for_another_way_gets_no_opinion_that_promises_a_review() {
    let stack = Stack::shared().await;
    let (officer, filed) = opened(stack, false).await;
    let values = [("procedure", "litigation"), ("flags", "litigation_related")];
    officer.register(&filed.id, "later", &values).await;
    transfer(&officer, &filed.id, "370100-xfj").await;
    let city = Officer::shared(stack, "jinan").await;
    let case = city.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert_eq!(case.status, 200, "{}", case.main());
    for step in ["accept", "opinion"] {
        let path = format!("/staff/petitions/{}/{step}", filed.id);
        let page = city.client.get(&path).await;
        assert_eq!(page.status, 409, "{step}: {}", page.main());
        let token = crate::access::token(&city.client, &path).await;
        let form = [
            ("csrf", token.as_str()),
            ("outcome", "support"),
            ("facts", "事实"),
            ("basis", "依据"),
            ("opinion", "意见"),
            ("next", "issue"),
        ];
        let request = city.client.http().post(city.client.url(&path)).form(&form);
        let page = city.client.once(request).await;
        assert_eq!(page.status, 409, "{step}: {}", page.main());
    }
    let accept = city
        .client
        .get(&format!("/staff/petitions/{}/accept", filed.id))
        .await;
    assert!(accept.says("不适用信访程序"), "{}", accept.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_agencies_of_the_own_subtree_can_be_sent_to_and_only_the_holder_acts() {
    let stack = Stack::shared().await;
    let (officer, filed) = opened(stack, false).await;
    officer.register(&filed.id, "later", &[]).await;
    for bad in ["", "370000-xfj", "999999-xfj", "垃圾"] {
        let page = officer.step(&filed.id, "transfer", &[("agency", bad)]).await;
        assert_eq!(page.status, 422, "{bad}: {}", page.main());
        assert!(page.error("agency").is_some());
    }
    transfer(&officer, &filed.id, "370100-xfj").await;
    let city = Officer::shared(stack, "jinan").await;
    let page = city
        .step(&filed.id, "transfer", &[("agency", "370200-xfj")])
        .await;
    assert_eq!(page.status, 422, "Jinan cannot send to Qingdao: {}", page.main());
    // The province still sees the case and can do nothing with it; the city's list has it in bold.
    let page = officer
        .client
        .get(&format!("/staff/petitions/{}/transfer", filed.id))
        .await;
    assert_eq!(page.status, 409, "{}", page.main());
    assert!(
        city.client
            .get("/staff/inbox")
            .await
            .texts("tr.fresh")
            .join("")
            .contains(&filed.number)
    );
    transfer(&city, &filed.id, "370102-xfj").await;
    let county = Officer::shared(stack, "lixia").await;
    assert!(
        county
            .client
            .get("/staff/inbox")
            .await
            .body
            .contains(&filed.number)
    );
    assert!(
        !listed(&city.client, "/staff/inbox", "tr")
            .await
            .contains(&filed.number),
        "it left the city's list"
    );
    let case = city.client.get(&format!("/staff/petitions/{}", filed.id)).await;
    assert_eq!(case.status, 200, "who passed it on may still read it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_opinion_is_not_issued_and_keeps_what_was_typed() {
    let stack = Stack::shared().await;
    let (officer, filed) = opened(stack, false).await;
    officer.register(&filed.id, "later", &[]).await;
    transfer(&officer, &filed.id, "370100-xfj").await;
    let city = Officer::shared(stack, "jinan").await;
    let early = city
        .client
        .get(&format!("/staff/petitions/{}/opinion", filed.id))
        .await;
    assert_eq!(early.status, 409, "not before it is accepted");
    city.step(&filed.id, "accept", &[]).await;
    let page = city
        .step(
            &filed.id,
            "opinion",
            &[("facts", "查到了一半"), ("next", "issue")],
        )
        .await;
    assert_eq!(page.status, 422, "{}", page.main());
    for field in ["outcome", "basis", "opinion"] {
        assert!(page.error(field).is_some(), "{field}: {}", page.main());
    }
    let form = page.form(&format!("/staff/petitions/{}/opinion", filed.id));
    assert_eq!(form.value("facts"), Some("查到了一半"));
    let path = format!("/staff/petitions/{}/conclude", filed.id);
    let early = city.client.get(&path).await;
    assert!(early.says("答复信访人以后才能办结"), "{}", early.main());
    let token = crate::access::token(&city.client, &path).await;
    let version = form.value("version").unwrap_or_default().to_owned();
    let request = city
        .client
        .http()
        .post(city.client.url(&path))
        .form(&[("csrf", token.as_str()), ("version", &version)]);
    let concluded = city.client.once(request).await;
    assert_eq!(
        concluded.status,
        409,
        "not before it is answered: {}",
        concluded.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_never_show_a_whole_name_or_number() {
    let stack = Stack::shared().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("列表里的一封信", "内容").await;
    let officer = Officer::shared(stack, "dengji").await;
    let mut pages = vec![
        officer.client.get("/staff/intake/web").await,
        officer.open(&filed.id).await,
    ];
    officer.register(&filed.id, "later", &[]).await;
    transfer(&officer, &filed.id, "370100-xfj").await;
    let city = Officer::shared(stack, "jinan").await;
    pages.push(city.client.get("/staff/inbox").await);
    pages.push(city.client.get("/staff").await);
    pages.push(city.client.get(&format!("/staff/petitions/{}", filed.id)).await);
    for page in pages {
        for secret in [&citizen.name, &citizen.mobile, &citizen.id_number] {
            assert!(!page.body.contains(secret), "{} shows {secret}", page.path);
        }
    }
}
