//! People beside those of `persons`: a worker who does not say who he is, and a pensioner who comes again, files together
//! with her neighbour and adds what she forgot. Scripts on a wide screen, and off on a phone.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use serde_json::json;
use tests::people::{PASSWORD, fresh_username};
use tests::stack::CAPTCHA;
use tests::{Citizen, Stack};

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_who_stays_anonymous_files_leaves_and_follows_it_by_code_on_a_wide_screen() {
    worker(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_who_stays_anonymous_files_leaves_and_follows_it_by_code_without_scripts_on_a_phone() {
    worker(PHONE_WITHOUT_SCRIPTS).await;
}

/// Waits for an error at each of these fields, and looks the page over.
async fn wrong(b: &Browser, fields: &[&str]) {
    for field in fields {
        b.wait(&format!("//*[@id='{field}-error']")).await;
    }
    b.inspect().await;
}

async fn worker(setup: Setup) {
    const TITLE: &str = "工地食堂半年没有检疫票";
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.open("/register?agree=yes").await;
    b.see("实名还是匿名").await;
    b.press("匿名注册").await;
    b.see("匿名注册").await;
    b.press("注册").await;
    wrong(b, &["username", "password", "captcha"]).await;
    let username = fresh_username();
    b.fill(&[
        ("username", &username),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("captcha", CAPTCHA),
    ])
    .await;
    b.press("注册").await;
    b.see("注册成功").await;

    b.open("/petitions/new").await;
    b.see("什么事").await;
    b.press("保存并继续").await;
    wrong(b, &["title", "division", "address"]).await;
    b.fill(&[
        ("title", TITLE),
        ("division", "370102"),
        ("address", "工业南路 9 号"),
    ])
    .await;
    b.press("保存并继续").await;
    b.see("详细情况").await;
    b.press("保存并继续").await;
    wrong(b, &["content"]).await;
    b.fill(&[("content", "食堂的肉没有检疫票，吃坏过人。")]).await;
    b.press("保存并继续").await;
    b.see("核对后提交").await;
    b.press("提交").await;
    wrong(b, &["captcha"]).await;
    b.fill(&[("captcha", CAPTCHA)]).await;
    b.press("提交").await;
    b.see("已成功反映问题").await;
    let (number, code) = (b.text("#number").await, b.text("#query-code").await);
    b.open("/logout").await;
    b.press("退出").await;
    b.wait("//a[contains(@href, '/login')]").await;
    b.open("/petitions").await;
    assert!(b.path().await.starts_with("/login"), "he is signed out");

    b.open("/track").await;
    b.fill(&[("name", "匿名"), ("query_code", &code), ("captcha", CAPTCHA)])
        .await;
    b.press("查询").await;
    b.see(TITLE).await;
    b.says(&number).await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pensioner_files_with_her_neighbour_and_adds_what_she_forgot_on_a_wide_screen() {
    pensioner(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pensioner_files_with_her_neighbour_and_adds_what_she_forgot_without_scripts_on_a_phone() {
    pensioner(PHONE_WITHOUT_SCRIPTS).await;
}

async fn pensioner(setup: Setup) {
    const TITLE: &str = "两家的墙都被楼上漏水泡了";
    const FORGOTTEN: &str = "漏水是从六月十二日开始的。";
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.open("/login?next=/petitions/new").await;
    b.fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    b.press("登录").await;
    // Who comes again files in three screens; the receipt is where it ends.
    b.see("什么事").await;
    b.fill(&[
        ("title", TITLE),
        ("division", "370102"),
        ("address", "泉城路 1 号"),
    ])
    .await;
    b.press("保存并继续").await;
    b.see("详细情况").await;
    b.fill(&[("content", "楼上漏水，我们两家的墙都泡了。"), ("joint", "yes")])
        .await;
    b.press("添加一位联名人").await;
    b.wait("//*[@name='co_1_name']").await;
    b.press("保存并继续").await;
    wrong(b, &["joint"]).await;
    b.fill(&[("co_1_name", "王芳")]).await;
    b.press("保存并继续").await;
    b.see("核对后提交").await;
    b.says("王芳").await;
    b.fill(&[("captcha", CAPTCHA)]).await;
    b.press("提交").await;
    b.see("已成功反映问题").await;
    let id = b.path().await.split('/').nth(2).unwrap_or_default().to_owned();

    b.open(&format!("/petitions/{id}")).await;
    b.see(TITLE).await;
    b.press("补充材料").await;
    b.see("补充材料").await;
    b.press("提交补充材料").await;
    wrong(b, &["content"]).await;
    b.fill(&[("content", FORGOTTEN)]).await;
    b.press("提交补充材料").await;
    b.see(TITLE).await;
    b.says(FORGOTTEN).await;

    // All that is kept about her, as a file.
    b.open("/me/download").await;
    b.see("下载").await;
    let shown = b
        .script("return document.querySelector('main form[method=post]') !== null")
        .await;
    assert_eq!(shown, json!(true));
    browser.finish().await;
}
