//! Messages by the deployed functions: what an administrator writes in one process another one sends, and
//! what was given up is put back and discarded with the rights there are.

use super::cloud::Cloud;
use crate::account_access::NEW_PASSWORD;
use tests::people::PASSWORD;

const DEAD: &str = "/staff/admin/messages/dead";

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_functions_send_in_the_administrators_words_and_keep_what_was_refused() {
    let cloud = Cloud::start().await;
    let administrator = cloud.officer("guanli").await.client;
    let path = "/staff/admin/messages/account_registered";
    let page = administrator.get(path).await;
    let words = [("words", "欢迎您，账号可以用了。{site}"), ("do", "save")];
    let saved = administrator.submit(&page, path, &words).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    let citizen = cloud.citizen().await;
    let text = cloud.deliver_to(&citizen.mobile, "账号").await;
    assert!(text.starts_with("【山东信访】欢迎您，账号可以用了。"), "{text}");

    // From now on the gateway refuses what is sent to this person; what was filed before follows to that number.
    super::dedupe::file(&cloud, &citizen, "换号以前反映的").await;
    let page = citizen.client.get("/me/profile").await;
    let moved = [("mobile", "19900000400"), ("password", PASSWORD)];
    let page = citizen.client.submit(&page, "/me/profile", &moved).await;
    assert_eq!(page.path, "/me?done=profile", "{}", page.main());
    let page = citizen.client.submit(&page, "/petitions/contact", &[]).await;
    assert_eq!(page.path, "/me?done=contact", "{}", page.main());
    let page = citizen.client.get("/me/password").await;
    let values = [
        ("password", PASSWORD),
        ("new_password", NEW_PASSWORD),
        ("new_password_again", NEW_PASSWORD),
    ];
    citizen.client.submit(&page, "/me/password", &values).await;
    let list = cloud
        .deliver_until_given_up(&administrator, DEAD, "密码已修改")
        .await;
    assert!(list.says("199****0400"), "{}", list.main());
    let one = administrator.get(&list.link("密码已修改").unwrap()).await;
    let again = administrator.submit(&one, DEAD, &[]).await;
    assert!(again.says("1 条短信已经放回发送队列"), "{}", again.main());
    assert!(again.says("没有发不出去的短信"), "{}", again.main());
    let list = cloud
        .deliver_until_given_up(&administrator, DEAD, "密码已修改")
        .await;
    let one = administrator.get(&list.link("密码已修改").unwrap()).await;
    let reason = [("reason", "wrong_number")];
    let gone = administrator.submit(&one, &one.path, &reason).await;
    assert!(gone.says("没有发不出去的短信"), "{}", gone.main());
    let log = administrator.get("/staff/admin/messages/log").await;
    assert!(
        log.says("号码有误或已停用") && log.says("注册成功"),
        "{}",
        log.main()
    );
    for rights in &cloud.guarded {
        assert_eq!(rights.refused(), Vec::<String>::new());
    }
}
