//! 判重 in the browser: the panel and the comparison in the walk past every page, and that the Enter key never links.

use super::driver::{Browser, DESK};
use super::looks::Walk;
use super::tools::Tools;
use crate::dedupe::{form_path, form_with, story};
use tests::people::Filed;
use tests::{Citizen, Officer};

/// The panel with rows, after linking and after taking it back, and both texts side by side; an officer is signed in.
pub async fn officers_pages(walk: &mut Walk, opened: &Filed, other: &Filed) {
    walk.past(&format!("/staff/intake/web/{}/compare/{}", opened.id, other.id))
        .await;
    let b = &walk.browser;
    b.open(&form_path(opened)).await;
    b.press("同一件事").await;
    b.wait("//*[contains(@class, 'match-linked')]").await;
    walk.every_way("/staff/intake/web/{id} linked").await;
    let b = &walk.browser;
    b.press("取消关联").await;
    b.says("已取消关联").await;
    walk.every_way("/staff/intake/web/{id} taken back").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_enter_key_saves_the_form_and_links_nothing_and_a_button_keeps_what_was_typed() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let clerk = Officer::login(stack, "dengji2").await;
    let first = Citizen::anonymous(stack)
        .await
        .file("槐荫活动室没有暖气", &story("槐荫"))
        .await;
    let second = Citizen::anonymous(stack)
        .await
        .file("槐荫的老人没处去", &story("槐荫"))
        .await;
    for filed in [&first, &second] {
        clerk.open(&filed.id).await;
    }
    form_with(stack, &clerk, &second, &first).await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    browser.sign_in_officer(stack, "dengji").await;
    browser.open(&form_path(&second)).await;
    browser.fill(&[("people_affected", "37\u{E007}")]).await;
    // What is missing is told at its field: the form was sent to be registered.
    browser.wait("//*[@id='category-error']").await;
    assert_eq!(browser.count(".match-linked").await, 0);
    browser.complaints().await;
    browser.fill(&[("summary", "写到一半的摘要")]).await;
    browser.press("同一件事").await;
    browser.wait("//*[contains(@class, 'match-linked')]").await;
    let typed = browser
        .script("return [document.getElementById('summary').value, document.getElementById('people_affected').value]")
        .await;
    assert!(
        typed[0]
            .as_str()
            .is_some_and(|summary| summary.contains("写到一半的摘要")),
        "{typed}"
    );
    assert_eq!(typed[1], "37");
    assert_eq!(browser.count("[name=initial][value=repeat]:checked").await, 1);
    browser.finish().await;
}
