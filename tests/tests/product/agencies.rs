//! How people reach agencies: an administrator writes it on a page, the public reads it, and of two who write at once one
//! is told.

use domain::audit::Deed;
use tests::stack::Options;
use tests::{Client, Officer, Page, Stack};

const LIST: &str = "/staff/admin/agencies";
const JINAN: &str = "/staff/admin/agencies/370100-xfj";
const LIAOCHENG: &str = "/staff/admin/agencies/371500-xfj";

async fn write(client: &Client, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = client.get(path).await;
    client.submit(&page, path, fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_can_be_called_and_names_what_is_not_known_only_once() {
    let stack = Stack::shared().await;
    let anybody = Client::new(&stack.url);
    let page = anybody.get("/guide/offices").await;
    let numbers = page.attributes("main a[href^='tel:']", "href");
    assert!(numbers.len() >= 15, "{numbers:?}");
    assert!(
        numbers
            .iter()
            .all(|number| number["tel:".len()..].bytes().all(|b| b.is_ascii_digit()))
    );
    assert!(!page.body.contains("正在核对"));
    assert_eq!(
        page.body.matches("联系方式公布以前").count(),
        1,
        "{}",
        page.main()
    );
    assert!(page.says("省直部门") && page.says("山东省住房和城乡建设厅"));
    let city = anybody.get("/cities/370100").await;
    assert!(city.says("县（市、区）和其他单位的联系方式") && city.says("济南市历下区住房和城乡建设局"));
    assert!(!city.attributes("main a[href^='tel:']", "href").is_empty());
    let unknown = anybody.get("/cities/371700").await;
    assert!(unknown.says("联系方式还没有公布"), "{}", unknown.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_an_agency_and_nobody_else_finds_the_page() {
    let stack = Stack::shared().await;
    let administrator = Officer::shared(stack, "guanli").await;
    let index = administrator.client.get("/staff/admin").await;
    let link = index
        .link("机构联系方式")
        .expect("the index leads to the agencies");
    let list = administrator.client.get(&link).await;
    assert_eq!(list.attributes("tbody a", "href").len(), 17, "{}", list.main());
    assert!(list.says("缺地址、电话、接待时间"));
    let found = administrator
        .client
        .get(&format!("{LIST}?q=住房&city=370100"))
        .await;
    let links = found.attributes("tbody a", "href");
    assert_eq!(
        links,
        [format!("{LIST}/370100-zjj"), format!("{LIST}/370102-zjj")],
        "{}",
        found.main()
    );
    let form = administrator.client.get(&links[1]).await;
    assert!(form.says("济南市历下区住房和城乡建设局") && form.link("济南市信访").is_some());
    let nothing = administrator.client.get(&format!("{LIST}?q=没有这个局")).await;
    assert!(nothing.says("没有找到"), "{}", nothing.main());
    for path in [format!("{LIST}/370100-none"), format!("{LIST}/nonsense")] {
        assert_eq!(administrator.client.get(&path).await.status, 404, "{path}");
    }
    for username in ["dengji", "jinan", "lingdao"] {
        let officer = Officer::shared(stack, username).await;
        for path in [LIST, JINAN] {
            assert_eq!(officer.client.get(path).await.status, 404, "{username} {path}");
        }
        let forged = officer.client.http().post(officer.client.url(JINAN));
        let forged = officer
            .client
            .once(forged.form(&[("phone", "12345"), ("revision", "0")]))
            .await;
        assert_eq!(forged.status, 404, "{username}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_published_within_a_minute_recorded_and_stays() {
    let dir = tempfile::tempdir().unwrap();
    let stack = Stack::in_dir(dir.path()).await;
    let administrator = Officer::login(&stack, "guanli").await;
    let store = crate::audit::store_of(dir.path(), &stack);
    let code = "371500-xfj".parse().unwrap();
    let now = "2026-11-23T01:00:00Z".parse().unwrap();
    // Another process reads the tree before the change: it goes by its copy for a minute.
    assert!(
        store
            .agencies(now)
            .await
            .unwrap()
            .get(&code)
            .unwrap()
            .contact
            .is_empty()
    );

    let wrong = [
        ("address", "聊城市示范路 1 号"),
        ("phone", "白天打"),
        ("hours", &"长".repeat(101)),
        ("site", "http://example.com"),
    ];
    let refused = write(&administrator.client, LIAOCHENG, &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .error("phone")
            .is_some_and(|words| words.contains("“白天打”不是电话号码"))
    );
    assert!(refused.error("hours").is_some_and(|words| words.contains("101")));
    assert!(
        refused
            .error("site")
            .is_some_and(|words| words.contains("https://"))
    );
    assert_eq!(refused.error("address"), None);
    let form = refused.form(LIAOCHENG);
    for (field, typed) in wrong {
        assert_eq!(form.value(field), Some(typed), "nothing typed is lost");
    }

    let right = [
        ("phone", "0635 0000 0001，12345"),
        ("hours", "工作日 9:00–16:00"),
        ("site", "https://liaocheng.example.com/"),
    ];
    let saved = administrator.client.send(&form.with(&right)).await;
    assert!(
        saved.says("已经保存") && saved.says("最近修改"),
        "{}",
        saved.main()
    );
    assert_eq!(saved.form(LIAOCHENG).value("phone"), Some("0635-00000001、12345"));

    let anybody = Client::new(&stack.url);
    for path in ["/guide/offices", "/cities/371500"] {
        let page = anybody.get(path).await;
        let numbers = page.attributes("main a[href^='tel:']", "href");
        assert!(
            numbers.contains(&"tel:063500000001".to_owned()) && numbers.contains(&"tel:12345".to_owned()),
            "{path}: {numbers:?}"
        );
        assert!(
            page.says("聊城市示范路 1 号") && page.says("工作日 9:00–16:00"),
            "{path}"
        );
        assert!(
            page.attributes("main a", "href")
                .contains(&"https://liaocheng.example.com/".to_owned())
        );
    }
    let shown = async |seconds| {
        let tree = store
            .agencies(now + chrono::TimeDelta::seconds(seconds))
            .await
            .unwrap();
        tree.get(&code).unwrap().contact.phone.clone()
    };
    assert_eq!(shown(59).await, "");
    assert_eq!(shown(60).await, "0635-00000001、12345");

    let date = "2026-11-23".parse().unwrap();
    let mut told = Vec::new();
    for actor in store.audit_actors(date).await.unwrap() {
        let chain = store.audit_chain(&actor, date).await.unwrap();
        let changes = chain
            .into_iter()
            .filter(|link| link.entry.deed == Deed::AgencyContactChanged);
        told.extend(changes.map(|link| link.entry.object.unwrap_or_default()));
    }
    assert_eq!(told.len(), 1, "{told:?}");
    for part in [
        "371500-xfj",
        "address:",
        "\" -> \"0635-00000001、12345\"",
        "hours:",
        "site:",
    ] {
        assert!(told[0].contains(part), "{part}: {}", told[0]);
    }

    // A restart forgets nothing.
    stack.kill();
    let again = Stack::with(Options {
        data_dir: Some(dir.path().to_owned()),
        clock: None,
        ..Options::default()
    })
    .await;
    let page = Client::new(&again.url).get("/cities/371500").await;
    assert!(page.says("聊城市示范路 1 号"), "{}", page.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_at_one_agency_one_wins_and_the_other_keeps_what_was_typed() {
    let stack = Stack::start().await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let (first, second) = (client.get(JINAN).await, client.get(JINAN).await);
    let phone = [("phone", "0531-00000007")];
    let won = client.submit(&first, JINAN, &phone).await;
    assert!(won.says("已经保存"), "{}", won.main());
    // The same form once more (a double click) changes nothing and is no conflict.
    let twice = client.submit(&first, JINAN, &phone).await;
    assert!(twice.says("已经保存"), "{}", twice.main());
    let lost = client.submit(&second, JINAN, &[("hours", "只在上午")]).await;
    assert_eq!(lost.status, 409, "{}", lost.main());
    assert!(
        lost.says("没有保存") && lost.says("0531-00000007"),
        "{}",
        lost.main()
    );
    assert_eq!(lost.form(JINAN).value("hours"), Some("只在上午"));
    let untouched = client.get(JINAN).await.form(JINAN);
    assert_eq!(untouched.value("phone"), Some("0531-00000007"));
    assert_ne!(untouched.value("hours"), Some("只在上午"));
    // Knowing what is published now, the form may be sent again.
    let saved = client.send(&lost.form(JINAN).with(&phone)).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    let now = client.get(JINAN).await.form(JINAN);
    assert_eq!(
        (now.value("phone"), now.value("hours")),
        (Some("0531-00000007"), Some("只在上午"))
    );
    // What is emptied is not shown any more.
    let nothing = [("address", ""), ("phone", ""), ("hours", ""), ("site", "")];
    let emptied = write(client, JINAN, &nothing).await;
    assert!(emptied.says("已经保存"), "{}", emptied.main());
    let city = Client::new(&stack.url).get("/cities/370100").await;
    assert!(city.says("联系方式还没有公布"), "{}", city.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_forms_for_one_agency_sent_in_the_same_instant_exactly_one_is_saved() {
    let stack = Stack::start().await;
    let administrator = Officer::login(&stack, "guanli").await;
    let client = &administrator.client;
    let form = client.get(JINAN).await.form(JINAN);
    let hours: Vec<String> = (1..=6).map(|hour| format!("每天 {hour} 时")).collect();
    let forms: Vec<_> = hours
        .iter()
        .map(|hours| form.clone().with(&[("hours", hours)]))
        .collect();
    let answers = futures_util::future::join_all(forms.iter().map(|form| client.send(form))).await;
    let won: Vec<usize> = (0..answers.len())
        .filter(|at| answers[*at].says("已经保存"))
        .collect();
    let told = answers.iter().filter(|page| page.status == 409).count();
    assert_eq!((won.len(), told), (1, answers.len() - 1));
    let now = client.get(JINAN).await.form(JINAN);
    assert_eq!(now.value("hours"), Some(hours[won[0]].as_str()));
}
