//! A citizen who is not content rates in a browser, changes their mind later, and tracks to do so: with
//! scripts on a wide screen, without scripts on a narrow one.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use serde_json::json;
use tests::people::PASSWORD;
use tests::stack::CAPTCHA;

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_rates_the_answer_twice_on_a_wide_screen() {
    whole(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_rates_the_answer_twice_without_scripts_on_a_phone() {
    whole(PHONE_WITHOUT_SCRIPTS).await;
}

async fn reasons_are_shown(browser: &Browser) -> bool {
    let shown = browser
        .script("return Boolean(document.getElementsByName('unit_reasons')[0].getClientRects().length)")
        .await;
    shown == json!(true)
}

async fn whole(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let (citizen, filed, _) = crate::rating::answered(stack).await;
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.open("/login").await;
    b.fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    b.press("登录").await;
    b.see("我反映的问题").await;
    b.open("/petitions?tab=to-rate").await;
    b.see("我反映的问题").await;
    // With the petition's title, as a screen reader says it; the tab is called 待评价.
    b.press("评价：").await;
    b.see("满意度评价").await;
    assert_eq!(
        reasons_are_shown(b).await,
        !setup.scripts,
        "the reasons come with 不满意, and are always there without a script"
    );
    b.fill(&[("unit_grade", "dissatisfied")]).await;
    assert!(reasons_are_shown(b).await);
    b.press("继续").await;
    b.wait("//*[@id='office_grade-error']").await;
    b.wait("//*[@id='unit_reasons-error']").await;
    b.see("满意度评价").await;
    b.fill(&[
        ("office_grade", "satisfied"),
        ("unit_reasons", "not_done"),
        ("unit_message", "泵还没有换"),
    ])
    .await;
    b.press("继续").await;
    b.see("核对您的评价").await;
    b.press("返回修改").await;
    b.see("满意度评价").await;
    assert!(reasons_are_shown(b).await, "what was chosen is still chosen");
    if setup.scripts {
        // Another grade takes the reasons away, and with them what would contradict it.
        b.fill(&[("unit_grade", "mostly")]).await;
        assert!(!reasons_are_shown(b).await);
        b.press("继续").await;
        b.see("核对您的评价").await;
        assert!(!b.main().await.contains("泵还没有换"), "{}", b.main().await);
        b.press("返回修改").await;
        b.see("满意度评价").await;
        b.fill(&[
            ("unit_grade", "dissatisfied"),
            ("unit_reasons", "late"),
            ("unit_message", "泵还没有换"),
        ])
        .await;
    }
    b.press("继续").await;
    b.see("核对您的评价").await;
    b.press("提交评价").await;
    b.see("评价已收到").await;
    // Back and once more: it is still the first one.
    b.client.refresh().await.unwrap();
    b.see("评价已收到").await;
    assert!(b.main().await.contains("还可以再评价一次"));

    b.open("/track").await;
    b.fill(&[
        ("name", &citizen.name),
        ("query_code", &filed.code),
        ("captcha", CAPTCHA),
    ])
    .await;
    b.press("查询").await;
    b.says(&filed.number).await;
    b.press("再评价一次").await;
    b.see("再评价一次").await;
    b.fill(&[("office_grade", "satisfied"), ("unit_grade", "satisfied")])
        .await;
    b.press("继续").await;
    b.see("核对您的评价").await;
    b.press("提交评价").await;
    b.see("评价已收到").await;
    b.press("返回查询结果").await;
    b.says("已经评价过两次").await;
    b.inspect().await;
    browser.finish().await;
}
