//! How administration looks, and how the public pages look while something is closed: the same walk as over
//! every other page ([`super::looks`]).

use super::driver::{Browser, DESK};
use super::looks::Walk;
use super::tools::Tools;
use tests::{Citizen, Officer, Stack};

const LONG: &str = "为了让网站打开得更快，我们在 12 月 1 日 0 时至 6 时更换服务器，这段时间可以查询进度、查看答复，不能提交新的信访，已经写好的草稿都在https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const NOTICE: &str = "019a2b00-0000-7000-8000-000000000d03";

/// The switches and the notices, right and wrong, new and hung; nothing that other tests would notice.
pub async fn administrators_pages(walk: &mut Walk, stack: &Stack) {
    walk.browser.sign_out_officer().await;
    walk.browser.sign_in_officer(stack, "guanli").await;
    walk.past_all(&[
        "/staff",
        "/staff/admin",
        "/staff/admin/settings",
        "/staff/admin/suspension",
        "/staff/admin/agencies",
        "/staff/admin/agencies?city=370100",
        "/staff/admin/agencies/370100-xfj",
        "/staff/admin/notices",
        "/staff/admin/notices/new",
        &format!("/staff/admin/notices/{NOTICE}"),
        &format!("/staff/admin/notices/{NOTICE}/edit"),
        "/staff/notices",
        &format!("/staff/notices/{NOTICE}"),
    ])
    .await;
    let b = &walk.browser;
    b.open("/staff/admin/notices/new").await;
    b.fill(&[("title", LONG), ("until", "明天")]).await;
    b.press("保存并看样子").await;
    b.wait("//*[@id='until-error']").await;
    // A form with errors is no success, and Chromium says so.
    b.complaints().await;
    walk.every_way("/staff/admin/notices/new wrong").await;
    let b = &walk.browser;
    b.fill(&[
        ("title", &LONG.chars().take(50).collect::<String>()),
        ("body", LONG),
        ("until", ""),
    ])
    .await;
    b.press("保存并看样子").await;
    b.says("已经存为草稿").await;
    walk.every_way("/staff/admin/notices/{id} draft").await;
    messages_pages(walk, stack).await;
    let b = &walk.browser;
    b.open("/staff/admin/settings").await;
    b.fill(&[("filing", "closed"), ("banner", "on")]).await;
    b.press("保存设置").await;
    b.wait("//*[@id='filing_reason-error']").await;
    b.complaints().await;
    walk.every_way("/staff/admin/settings wrong").await;
}

/// Words of messages, their log, and one that the gateway refused.
async fn messages_pages(walk: &mut Walk, stack: &Stack) {
    let given_up = crate::messages_given_up::refused(stack).await;
    walk.past_all(&[
        "/staff/admin/messages",
        "/staff/admin/messages/replied_to_rate",
        "/staff/admin/messages/log",
        "/staff/admin/messages/log?date=2020-01-01",
        "/staff/admin/messages/dead",
        &given_up,
    ])
    .await;
    let b = &walk.browser;
    b.press("不再发送").await;
    b.wait("//*[@id='reason-error']").await;
    b.complaints().await;
    walk.every_way("/staff/admin/messages/dead/{id} wrong").await;
    let b = &walk.browser;
    b.open("/staff/admin/messages/concluded").await;
    b.fill(&[("words", LONG)]).await;
    b.press("先看看样子").await;
    b.wait("//*[@id='words-error']").await;
    b.complaints().await;
    walk.every_way("/staff/admin/messages/{kind} wrong").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_looks_as_good_as_what_is_open() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    citizen.write("写到一半的", "内容").await;
    let administrator = Officer::login(&stack, "guanli").await;
    let closed = [
        ("filing", "closed"),
        ("filing_reason", LONG),
        ("registration", "closed"),
        ("registration_reason", "实名核验服务维护，明天 8 时恢复。"),
        ("banner", "on"),
        ("banner_words", LONG),
        ("sms", "stopped"),
    ];
    let saved = crate::settings::switch(&administrator.client, &closed).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    let mut walk = Walk::with(browser);
    walk.past_all(&["/", "/register", "/password/reset", "/help"])
        .await;
    let b = &walk.browser;
    b.open("/login").await;
    b.fill(&[
        ("username", &citizen.username),
        ("password", tests::people::PASSWORD),
    ])
    .await;
    b.press("登录").await;
    b.wait("//a[@href='/me']").await;
    walk.past("/petitions/new").await;
    walk.browser.says("写到一半的").await;
    walk.browser.sign_in_officer(&stack, "guanli").await;
    walk.past_all(&["/staff/admin", "/staff/admin/settings"]).await;
    walk.browser.finish().await;
}
