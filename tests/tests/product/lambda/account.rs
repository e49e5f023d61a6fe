//! Everything an account's owner can do to it, by the deployed functions with the rights they have.

use super::cloud::Cloud;
use crate::account_access::NEW_PASSWORD;
use tests::people::{PASSWORD, fresh_username};
use tests::{Client, Page};

/// Fills in a form of an own page, with its captcha if it has one.
async fn send(cloud: &Cloud, client: &Client, path: &str, values: &[(&str, &str)]) -> Page {
    let page = client.get(path).await;
    let action = path.split('?').next().unwrap();
    let mut form = page.form(action).with(values);
    if form.value("captcha_id").is_some() {
        form = form.with(&[("captcha", &cloud.operator.captcha(&page, action).await)]);
    }
    client.send(&form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deployed_functions_look_after_an_account_until_it_is_closed() {
    let cloud = Cloud::start().await;
    let client = Client::new(&cloud.url);
    let (username, mobile) = (fresh_username(), "18677770001");
    let person = [
        ("username", username.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("real_name", "林远行"),
        ("sex", "1"),
        ("id_type", "414"),
        ("id_number", "L00010001"),
        ("mobile", mobile),
        ("usual_address", "泉城路 1 号"),
        ("agree", "yes"),
    ];
    let page = client.get("/register?agree=yes&mode=realname").await;
    let captcha = cloud.operator.captcha(&page, "/register").await;
    let form = page
        .form("/register")
        .with(&person)
        .with(&[("captcha", &captcha)]);
    let done = client.send(&form).await;
    assert!(done.path.starts_with("/register/done"), "{}", done.main());

    let password = ("password", PASSWORD);
    for (path, values, ends_at) in [
        (
            "/me/profile",
            vec![("household_address", "解放路 9 号"), password],
            "/me?done=profile",
        ),
        (
            "/me/document",
            vec![("id_number", "L00010002"), password],
            "/me?done=document",
        ),
        (
            "/me/password",
            vec![
                password,
                ("new_password", NEW_PASSWORD),
                ("new_password_again", NEW_PASSWORD),
            ],
            "/me?done=password",
        ),
    ] {
        let page = send(&cloud, &client, path, &values).await;
        assert_eq!(page.path, ends_at, "{}", page.main());
    }
    let file = send(&cloud, &client, "/me/download", &[]).await;
    assert!(file.body.contains("L00010002") && file.body.contains("解放路 9 号"));

    let other = Client::new(&cloud.url);
    let request = [("username", username.as_str()), ("mobile", mobile)];
    let waiting = send(&cloud, &other, "/password/reset", &request).await;
    assert_eq!(waiting.path, "/password/reset/code", "{}", waiting.main());
    let text = cloud.deliver_to(mobile, "验证码").await;
    let code = text.split_once("验证码").and_then(|(_, rest)| rest.get(..6));
    let values = [
        ("sms_code", code.unwrap()),
        ("new_password", PASSWORD),
        ("new_password_again", PASSWORD),
    ];
    let reset = send(&cloud, &other, "/password/reset/code", &values).await;
    assert_eq!(reset.path, "/login?done=reset", "{}", reset.main());
    for client in [&client, &other] {
        let values = [("username", username.as_str()), password];
        let home = send(&cloud, client, "/login", &values).await;
        assert_eq!(home.path, "/petitions", "{}", home.main());
    }
    let list = client.get("/me/sessions").await;
    let one = list
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/end"));
    let ended = client.send(&one.unwrap()).await;
    assert_eq!(ended.path, "/me/sessions?done=ended", "{}", ended.main());
    assert_eq!(other.get("/me").await.path, "/login?next=/me");
    send(
        &cloud,
        &other,
        "/login",
        &[("username", username.as_str()), password],
    )
    .await;
    let list = client.get("/me/sessions").await;
    let rest = client.submit(&list, "/me/sessions/others", &[]).await;
    assert_eq!(rest.path, "/me/sessions?done=others", "{}", rest.main());
    let closed = send(&cloud, &client, "/me/close", &[("confirm", "yes"), password]).await;
    assert_eq!(closed.path, "/login?done=closed", "{}", closed.main());
    for rights in &cloud.guarded {
        assert_eq!(rights.refused(), Vec::<String>::new());
        for secret in ["林远行", mobile, "L0001000", "解放路"] {
            assert!(
                !cloud.log(&rights.function).contains(secret),
                "{}: {secret}",
                rights.function
            );
        }
    }
}
