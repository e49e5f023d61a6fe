//! The switches, the notices and the contacts of agencies by the deployed functions: each a process of its
//! own with the rights it has, so that what one writes the others have to read.

use super::cloud::Cloud;
use crate::account_access::NEW_PASSWORD;
use crate::settings::switch;
use std::time::Duration;
use tests::Client;
use tests::people::PASSWORD;

/// How many messages wait, as the page of the switches tells.
async fn waiting(administrator: &Client) -> u32 {
    let page = administrator.get("/staff/admin/settings").await;
    let told = page.text(".inset strong.num").unwrap_or_default();
    told.parse()
        .unwrap_or_else(|_| panic!("{told:?}: {}", page.main()))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_functions_go_by_what_the_administrator_sets_and_show_what_was_published() {
    let cloud = Cloud::start().await;
    let citizen = cloud.citizen().await;
    let administrator = cloud.officer("guanli").await.client;
    let set = [
        ("filing", "closed"),
        ("filing_reason", "系统升级，18 时恢复。"),
        ("banner", "on"),
        ("banner_words", "现在访问的人很多。"),
        ("sms", "stopped"),
    ];
    let saved = switch(&administrator, &set).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    assert!(administrator.get("/staff/admin").await.says("短信已暂停"));
    // These processes have not asked before, so they have no copy that is older.
    let visitor = Client::new(&cloud.url);
    let home = visitor.get("/").await;
    assert!(
        home.says("系统升级，18 时恢复。") && home.body.contains("现在访问的人很多。"),
        "{}",
        home.main()
    );
    let closed = citizen.client.get("/petitions/new").await;
    assert!(closed.says("现在暂停网上反映"), "{}", closed.main());
    // The stack behind the functions delivers too, and goes by a copy of the switches of its own until this.
    cloud.stack.advance(Duration::from_secs(20)).await;
    let page = citizen.client.get("/me/password").await;
    let values = [
        ("password", PASSWORD),
        ("new_password", NEW_PASSWORD),
        ("new_password_again", NEW_PASSWORD),
    ];
    citizen.client.submit(&page, "/me/password", &values).await;
    assert!(waiting(&administrator).await > 0);
    cloud.wake_delivery().await;
    assert!(waiting(&administrator).await > 0);
    let sent = cloud.stack.outbox().await;
    assert!(!sent.iter().any(|(_, text)| text.contains("修改了密码")));

    let form = administrator.get("/staff/admin/notices/new").await;
    let values = [
        ("title", "给所有人的公告"),
        ("body", "第一段"),
        ("audience", "both"),
    ];
    let draft = administrator
        .submit(&form, "/staff/admin/notices/new", &values)
        .await;
    let path = draft.path.split('?').next().unwrap().to_owned();
    let edit = administrator.get(&format!("{path}/edit")).await;
    let changed = [("body", "改过的第一段")];
    let draft = administrator
        .submit(&edit, &format!("{path}/edit"), &changed)
        .await;
    let hung = administrator
        .submit(&draft, &format!("{path}/publish"), &[])
        .await;
    assert!(hung.says("已经发布"), "{}", hung.main());
    let public = path.replace("/staff/admin", "");
    assert!(visitor.get(&public).await.says("改过的第一段"));
    assert!(visitor.get("/notices").await.link("给所有人的公告").is_some());
    let officer = cloud.officer("jinan").await.client;
    assert!(
        officer
            .get("/staff/notices")
            .await
            .link("给所有人的公告")
            .is_some()
    );
    assert!(
        officer
            .get(&path.replace("/admin", ""))
            .await
            .says("改过的第一段")
    );
    assert!(officer.get("/staff").await.says("登记时请逐件核对"));
    let down = administrator.submit(&hung, &format!("{path}/down"), &[]).await;
    assert!(down.says("已经撤下"), "{}", down.main());
    assert_eq!(visitor.get(&public).await.status, 404);
    for rights in &cloud.guarded {
        assert_eq!(rights.refused(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_functions_publish_how_to_reach_an_agency() {
    let cloud = Cloud::start().await;
    let administrator = cloud.officer("guanli").await.client;
    let list = administrator.get("/staff/admin/agencies?city=371500").await;
    let path = "/staff/admin/agencies/371500-xfj";
    assert!(list.attributes("tbody a", "href").contains(&path.to_owned()));
    let form = administrator.get(path).await;
    let saved = administrator
        .submit(&form, path, &[("phone", "0635-00000001")])
        .await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    // The process of the portal has not asked before, so it has no copy that is older.
    let visitor = Client::new(&cloud.url);
    for page in ["/cities/371500", "/guide/offices"] {
        let numbers = visitor.get(page).await.attributes("main a[href^='tel:']", "href");
        assert!(
            numbers.contains(&"tel:063500000001".to_owned()),
            "{page}: {numbers:?}"
        );
    }
    for rights in &cloud.guarded {
        assert_eq!(rights.refused(), Vec::<String>::new());
    }
}
