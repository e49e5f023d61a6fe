//! A connection that is lost: in place of the browser's own page the one that says what to do, with nothing of
//! anybody's kept for it, and no form sent into the void.

use super::driver::{Browser, DESK};
use super::tools::Tools;
use serde_json::json;
use tests::people::PASSWORD;
use tests::{Citizen, Stack};

/// What the browser keeps, as paths.
const KEPT: &str = "return caches.keys()
    .then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))
    .then(found => found.flat().map(request => new URL(request.url).pathname));";

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_a_page_says_so_and_nothing_of_anybody_is_kept() {
    let Some(tools) = Tools::find() else { return };
    let stack = Stack::start().await;
    let citizen = Citizen::named(&stack).await;
    let filed = citizen.file("断网以前看过的一件", "内容").await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    browser.open("/login").await;
    stack
        .until("the script that stands in for the network", || async {
            let known = "return navigator.serviceWorker.controller !== null;";
            browser.script(known).await.as_bool().filter(|known| *known)
        })
        .await;

    // The line breaks while somebody has typed.
    let network = |offline: bool| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.cdp("Network.enable", json!({})).await;
    browser
        .cdp("Network.emulateNetworkConditions", network(true))
        .await;
    browser
        .fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    browser.press("登录").await;
    browser.wait("//*[@role='alert'][contains(., '没有提交')]").await;
    assert_eq!(browser.path().await, "/login");
    browser
        .cdp("Network.emulateNetworkConditions", network(false))
        .await;
    // What was typed is still there.
    browser.press("登录").await;
    browser.see("我反映的问题").await;
    let path = format!("/petitions/{}", filed.id);
    browser.open(&path).await;
    browser.says("断网以前看过的一件").await;
    let kept = browser.script(KEPT).await;
    let kept: Vec<&str> = kept
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|path| path.as_str())
        .collect();
    assert!(kept.contains(&"/offline"), "{kept:?}");
    for path in kept {
        assert!(path == "/offline" || path.starts_with("/assets/"), "{path}");
    }

    stack.kill();
    browser.open(&path).await;
    browser.see("网络断开了").await;
    assert_eq!(
        browser.path().await,
        path,
        "trying again asks for the page that was wanted"
    );
    let shown = browser.main().await;
    assert!(!shown.contains("断网以前看过的一件"), "{shown}");
    let looks = "return getComputedStyle(document.querySelector('.button')).minHeight;";
    assert_eq!(browser.script(looks).await, json!("48px"), "with its looks");
    browser.press("再试一次").await;
    browser.see("网络断开了").await;
}
