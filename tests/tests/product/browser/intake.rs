//! A registration clerk at the list of web petitions: by keyboard on a wide screen, and on a phone without scripts.

use super::driver::{Browser, DESK, PHONE_WITHOUT_SCRIPTS, Setup};
use super::tools::Tools;
use tests::{Citizen, Officer, Stack};

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_passes_on_several_by_keyboard_on_a_wide_screen() {
    clerk(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_passes_on_several_without_scripts_on_a_phone() {
    clerk(PHONE_WITHOUT_SCRIPTS).await;
}

async fn clerk(setup: Setup) {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let colleague = Officer::login(&stack, "dengji2").await;
    for title in ["路灯坏了半年", "井盖松动", "公交站牌倒了"] {
        let filed = Citizen::anonymous(&stack).await.file(title, "内容").await;
        colleague.open(&filed.id).await;
        colleague.register(&filed.id, "later", &[]).await;
    }
    let browser = Browser::start(&tools, &stack.url, setup).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open("/staff/intake/web?tab=registered").await;
    b.see("网信登记").await;
    // The newest three, which wait to be passed on.
    b.fill(&[("mark", "registered")]).await;
    b.press("筛选").await;
    b.says("这一页符合的").await;
    b.inspect().await;
    let boxes = b.count("main tbody input[name=id]").await;
    assert!(boxes >= 3, "{}", b.main().await);
    if setup.scripts {
        let body = b.wait("//body").await;
        body.send_keys("jxjxx").await.unwrap();
        assert_eq!(b.count("main tbody input[name=id]:checked").await, 1);
        body.send_keys("xjx").await.unwrap();
    } else {
        for title in ["路灯坏了半年", "井盖松动", "公交站牌倒了"] {
            let chosen = format!("//input[@aria-label='选择：{title}']");
            b.wait(&chosen).await.click().await.unwrap();
        }
    }
    assert_eq!(b.count("main tbody input[name=id]:checked").await, 3);
    b.press("集中转送、交办所选").await;
    b.see("集中转送、交办").await;
    b.fill(&[("to", "one")]).await;
    b.press("集中转送、交办").await;
    b.wait("//*[@id='agency-error']").await;
    b.inspect().await;
    b.fill(&[("agency", "370100-xfj"), ("note", "请一并研究")]).await;
    b.press("集中转送、交办").await;
    b.says("成功 3 件。").await;
    b.inspect().await;
    let shown = b.main().await;
    assert_eq!(shown.matches("已转送中共济南市委").count(), 3, "{shown}");
    b.press("返回列表").await;
    b.see("网信登记").await;
    let path = b.path().await;
    assert!(
        path.contains("mark=registered"),
        "the list as it was left: {path}"
    );
    let city = Officer::login(&stack, "jinan").await;
    let inbox = city.client.get("/staff/inbox").await;
    for title in ["路灯坏了半年", "井盖松动", "公交站牌倒了"] {
        assert!(inbox.says(title), "{}", inbox.main());
    }
    browser.finish().await;
}

/// Keys as the driver sends them.
const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const DOWN: &str = "\u{e015}";
const CONTROL: &str = "\u{e009}";

/// Presses keys where the focus is, and counts them; a chord counts each of its keys.
async fn keys(browser: &Browser, keys: &[&str]) -> usize {
    for key in keys {
        let focused = browser.client.active_element().await.unwrap();
        focused.send_keys(key).await.unwrap();
    }
    keys.iter().map(|key| key.chars().count()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_from_a_case_leads_to_the_list_as_it_was_narrowed() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    let narrowed = "/staff/intake/web?tab=unregistered&place=370100&order=turned";
    b.open(narrowed).await;
    keys(b, &["j", ENTER]).await;
    b.wait("//form[@data-editing]").await;
    b.press("返回网信登记").await;
    b.see("网信登记").await;
    assert_eq!(b.path().await, narrowed);
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_list_to_transferred_it_takes_twelve_keys_and_two_pages() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    let b = &browser;
    b.sign_in_officer(&stack, "dengji").await;
    b.open("/staff/intake/web").await;
    b.wait("//tbody//*[@data-open]").await;
    let pages = "performance.getEntriesByType('navigation')[0].name";
    let list = b.script(&format!("return {pages}")).await;
    let mut pressed = keys(b, &["j", ENTER]).await;
    b.wait("//form[@data-editing]").await;
    let form = b.script(&format!("return {pages}")).await;
    pressed += keys(b, &["f"]).await;
    let box_id = "return document.activeElement.id";
    assert_eq!(b.script(box_id).await, "category-filter", "what is empty");
    // Words that leave one category are typed text; Enter and Tab around them are not.
    let typed = b.client.active_element().await.unwrap();
    typed.send_keys("物业服务").await.unwrap();
    pressed += keys(b, &[TAB, TAB]).await;
    assert_eq!(b.script(box_id).await, "purpose");
    pressed += keys(b, &[DOWN, DOWN]).await;
    let submit = format!("{CONTROL}{ENTER}");
    pressed += keys(b, &[&submit]).await;
    b.says("已转送").await;
    let done = b.script(&format!("return {pages}")).await;
    assert!(list != form && form != done, "{list} {form} {done}");
    assert!(b.path().await.ends_with("?done=transferred"));
    assert!(pressed <= 12, "{pressed} keys");
    browser.finish().await;
}
