//! The account as two people use it: one on a phone without scripts who has forgotten her password, one
//! at a desk who has moved, was signed in elsewhere, and in the end leaves.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use crate::account_access::{NEW_PASSWORD, login, traveller};
use crate::account_reset::code;
use tests::people::PASSWORD;
use tests::stack::CAPTCHA;

#[tokio::test(flavor = "multi_thread")]
async fn an_old_woman_who_forgot_her_password_sets_a_new_one_on_her_phone() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = traveller(stack).await;
    let browser = Browser::start(&tools, &stack.url, PHONE_WITHOUT_SCRIPTS).await;
    browser.open("/login").await;
    browser
        .client
        .find(fantoccini::Locator::XPath("//button[contains(., '长者模式')]"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.see("登录").await;
    // The username is gone, too: a wrong document first, then her own.
    browser.press("忘了用户名").await;
    browser.see("忘了用户名").await;
    browser
        .fill(&[("id_type", "414"), ("id_number", "12"), ("captcha", CAPTCHA)])
        .await;
    browser.press("把用户名发给我").await;
    browser.wait("//*[@id='id_number-error']").await;
    browser.inspect().await;
    browser
        .fill(&[("id_number", &citizen.id_number), ("captcha", CAPTCHA)])
        .await;
    browser.press("把用户名发给我").await;
    browser.says("请看短信").await;
    browser.inspect().await;
    let told = || async {
        let sent = stack.outbox().await;
        sent.into_iter()
            .find(|(to, text)| *to == citizen.mobile && text.contains(&citizen.username))
    };
    stack.until("the username", told).await;
    browser.open("/login").await;
    browser.press("用手机短信重设").await;
    browser.see("忘了密码").await;
    browser.fill(&[("mobile", "123"), ("captcha", CAPTCHA)]).await;
    browser.press("发送短信").await;
    browser.says("手机号码应当是 11 位数字").await;
    browser.says("请填写用户名").await;
    browser
        .fill(&[
            ("username", &citizen.username),
            ("mobile", &citizen.mobile),
            ("captcha", CAPTCHA),
        ])
        .await;
    browser.press("发送短信").await;
    browser.see("设新密码").await;
    browser.says("186****").await;
    let code = code(stack, &citizen.mobile).await;
    browser
        .fill(&[
            ("sms_code", &code),
            ("new_password", NEW_PASSWORD),
            ("new_password_again", "not the same"),
        ])
        .await;
    browser.press("设为新密码").await;
    browser.says("两次输入的密码不一样").await;
    browser
        .fill(&[
            ("sms_code", &code),
            ("new_password", NEW_PASSWORD),
            ("new_password_again", NEW_PASSWORD),
        ])
        .await;
    browser.press("设为新密码").await;
    browser.says("密码改好了，请用新密码登录").await;
    browser
        .fill(&[("username", &citizen.username), ("password", NEW_PASSWORD)])
        .await;
    browser.press("登录").await;
    browser.see("我反映的问题").await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_man_who_moved_puts_his_account_in_order_and_leaves_on_a_wide_screen() {
    moved(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_man_who_moved_puts_his_account_in_order_and_leaves_without_scripts_on_a_phone() {
    moved(PHONE_WITHOUT_SCRIPTS).await;
}

async fn moved(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = traveller(stack).await;
    let filed = citizen.file("注销前反映的一件", "内容").await;
    let (elsewhere, _) = login(stack, &citizen.username, PASSWORD).await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    browser.open("/login?next=/me").await;
    browser
        .fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    browser.press("登录").await;
    browser.see("我的账号").await;
    browser.open("/me/profile").await;
    browser.see("修改联系方式和住址").await;
    browser
        .fill(&[
            ("mobile", "187 0000 1234"),
            ("household_address", ""),
            ("password", PASSWORD),
        ])
        .await;
    browser.press("保存").await;
    browser.says("至少填写一个").await;
    browser
        .fill(&[("usual_address", "解放路 9 号"), ("password", PASSWORD)])
        .await;
    browser.press("保存").await;
    browser.see("我的账号").await;
    browser.says("187****1234").await;

    browser.press("登录过的设备").await;
    browser.see("登录过的设备").await;
    browser.says("就是这里").await;
    browser.says("Linux 电脑，Chrome 浏览器").await;
    browser.press("退出其他").await;
    browser.says("其他地方都退出了").await;
    assert_eq!(elsewhere.get("/me").await.path, "/login?next=/me");

    browser.open("/me/password").await;
    browser
        .fill(&[
            ("password", PASSWORD),
            ("new_password", NEW_PASSWORD),
            ("new_password_again", NEW_PASSWORD),
        ])
        .await;
    browser.press("修改密码").await;
    browser.says("密码改好了").await;

    browser.press("注销账号").await;
    browser.see("注销账号").await;
    browser.fill(&[("password", NEW_PASSWORD)]).await;
    browser.press("注销账号").await;
    browser.says("请先看清楚，再勾选").await;
    browser
        .fill(&[("confirm", "yes"), ("password", NEW_PASSWORD)])
        .await;
    browser.press("注销账号").await;
    browser.says("账号已经注销").await;
    browser.press("查询进度").await;
    browser
        .fill(&[
            ("name", &citizen.name),
            ("query_code", &filed.code),
            ("captcha", CAPTCHA),
        ])
        .await;
    browser.press("查询").await;
    browser.says(&filed.number).await;
    browser.finish().await;
}
