//! People who come to the portal in a browser, one test for each: a visitor without an account, a teacher with an
//! idea, a man who takes back what he filed. Scripts on a wide screen, and off on a phone.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use crate::suggestions::{Made, REPLY, open, step};
use tests::people::PASSWORD;
use tests::stack::CAPTCHA;
use tests::{Citizen, Officer, Stack};

async fn sign_in(b: &Browser, citizen: &Citizen) {
    b.fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    b.press("登录").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_finds_rules_offices_and_a_city_and_files_for_it_on_a_wide_screen() {
    visitor(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_finds_rules_offices_and_a_city_and_files_for_it_without_scripts_on_a_phone() {
    visitor(PHONE_WITHOUT_SCRIPTS).await;
}

/// Someone who knows nothing of the site: rules, the governor's mailbox, offices, and from a city's page to the
/// form, with a password mistyped on the way.
async fn visitor(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::anonymous(stack).await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.open("/").await;
    b.see("有诉求，在这里说").await;
    b.press("信访工作条例要点").await;
    b.see("信访工作条例要点").await;
    b.says("第二十三条").await;
    b.wait("//nav//a[.='信访指南']").await.click().await.unwrap();
    b.see("信访指南").await;
    b.press("注意事项").await;
    b.see("注意事项").await;
    b.open("/").await;
    b.press("省长信箱").await;
    b.see("省长信箱").await;
    b.wait("//main//a[contains(@href, 'shandong.gov.cn')]").await;
    b.open("/guide").await;
    b.press("省市信访部门").await;
    b.see("省市信访部门").await;
    b.wait("//main//a[@href='/cities/370100']")
        .await
        .click()
        .await
        .unwrap();
    b.see("济南市信访").await;
    b.press("反映济南市的问题").await;
    b.see("登录").await;
    b.fill(&[("username", &citizen.username), ("password", "not-my-password-1")])
        .await;
    b.press("登录").await;
    b.wait("//*[contains(@class, 'error-summary') or @role='alert']")
        .await;
    b.inspect().await;
    sign_in(b, &citizen).await;
    b.see("什么事").await;
    b.says("您从济南市信访页面过来").await;
    let chosen = b
        .wait("//select[@name='division']//option[@selected]")
        .await
        .attr("value")
        .await
        .unwrap();
    assert_eq!(
        chosen.as_deref(),
        Some("370100"),
        "the city's link is not lost at the login"
    );
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_suggests_and_reads_what_became_of_it_on_a_wide_screen() {
    teacher(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_suggests_and_reads_what_became_of_it_without_scripts_on_a_phone() {
    teacher(PHONE_WITHOUT_SCRIPTS).await;
}

async fn teacher(setup: Setup) {
    const TITLE: &str = "放学时段在校门口设临时停车带";
    const CONTENT: &str = "校门口放学时堵车半小时，建议每天 16:00 到 17:30 在北侧划临时停车带。";
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let citizen = Citizen::anonymous(&stack).await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.open("/").await;
    b.press("提一条建议").await;
    b.see("登录").await;
    sign_in(b, &citizen).await;
    b.see("提一条建议").await;
    b.press("提交建议").await;
    for field in ["title", "content", "captcha"] {
        b.wait(&format!("//*[@id='{field}-error']")).await;
    }
    b.inspect().await;
    b.fill(&[
        ("title", TITLE),
        ("category", "交通运输"),
        ("division", "370100"),
        ("content", CONTENT),
        ("captcha", "0"),
    ])
    .await;
    b.press("提交建议").await;
    b.wait("//*[@id='captcha-error']").await;
    b.wait(&format!("//textarea[@name='content'][contains(., '{CONTENT}')]"))
        .await;
    b.fill(&[("captcha", CAPTCHA)]).await;
    b.press("提交建议").await;
    b.see("建议已收到").await;
    let path = b.path().await;
    let made = Made {
        id: path.split('/').nth(2).unwrap_or_default().to_owned(),
        number: b.text("#number").await,
    };
    let city = Officer::login(&stack, "jinan_dj").await;
    open(&city, &made).await;
    let replied = step(&city, &made, "reply", &REPLY).await;
    assert!(replied.says("已答复"), "{}", replied.main());
    b.open("/suggestions").await;
    b.see("我的建议").await;
    b.press(TITLE).await;
    b.see(TITLE).await;
    b.says(REPLY[1].1).await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_man_takes_back_what_nobody_opened_and_is_told_when_it_is_too_late_on_a_wide_screen() {
    man(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_man_takes_back_what_nobody_opened_and_is_told_when_it_is_too_late_without_scripts() {
    man(PHONE_WITHOUT_SCRIPTS).await;
}

async fn man(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::anonymous(stack).await;
    let (early, late) = (
        citizen.file("自己解决了的一件", "内容").await,
        citizen.file("撤得太晚的一件", "内容").await,
    );
    let officer = Officer::shared(stack, "dengji").await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.open("/login?next=/petitions?tab=withdrawable").await;
    sign_in(b, &citizen).await;
    b.see("我反映的问题").await;
    b.press("自己解决了的一件").await;
    b.see("自己解决了的一件").await;
    b.press("撤回").await;
    b.see("确定撤回吗").await;
    b.press("不撤回").await;
    b.see("自己解决了的一件").await;
    b.press("撤回").await;
    b.press("确定撤回").await;
    b.says("已撤回").await;
    b.inspect().await;

    b.open(&format!("/petitions/{}/withdraw", late.id)).await;
    b.see("确定撤回吗").await;
    officer.open(&late.id).await;
    b.press("确定撤回").await;
    b.says("不能再撤回").await;
    let kept = citizen.client.get(&format!("/petitions/{}", late.id)).await;
    assert!(!kept.says("已撤回"), "{}", kept.main());
    b.open(&format!("/petitions/{}/withdraw", late.id)).await;
    b.see("不能撤回了").await;
    b.open(&format!("/petitions/{}/withdraw", early.id)).await;
    b.see("已经撤回了").await;
    browser.finish().await;
}
