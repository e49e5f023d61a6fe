//! What only a real browser shows: two clicks at once, the way of the keyboard, the paper.

use super::driver::{Browser, DESK};
use super::tools::Tools;
use base64::Engine as _;
use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::json;
use std::time::Duration;
use tests::people::PASSWORD;
use tests::stack::CAPTCHA;
use tests::{Citizen, Officer};

/// Keys as the driver takes them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";

const CONTENT: &str = "地下车库长期积水，请督促物业修好水泵。";

async fn sign_in(browser: &Browser, citizen: &Citizen) {
    browser.open("/login").await;
    browser
        .fill(&[("username", &citizen.username), ("password", PASSWORD)])
        .await;
    browser.press("登录").await;
    browser.wait("//a[@href='/me']").await;
}

async fn press_key(browser: &Browser, keys: &str) {
    let focused = browser.client.active_element().await.unwrap();
    focused.send_keys(keys).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_files_once() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let title = "连点两下提交的一件";
    let draft = citizen.write(title, CONTENT).await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    sign_in(&browser, &citizen).await;
    browser.open(&draft.path).await;
    browser.see("核对后提交").await;
    browser.fill(&[("captcha", CAPTCHA)]).await;
    let button = browser.button("提交").await;
    browser
        .client
        .execute(
            "arguments[0].scrollIntoView({ block: 'center' })",
            vec![serde_json::to_value(&button).unwrap()],
        )
        .await
        .unwrap();
    let twice = MouseActions::new("mouse".to_owned())
        .then(PointerAction::MoveToElement {
            element: button,
            duration: Some(Duration::ZERO),
            x: 0.0,
            y: 0.0,
        })
        .then(PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        })
        .then(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        })
        .then(PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        })
        .then(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        });
    browser.client.perform_actions(twice).await.unwrap();
    browser.see("已成功反映问题").await;
    let first = browser.text("#number").await;
    // The way back and once more: the first receipt again.
    browser.client.back().await.unwrap();
    browser.client.forward().await.unwrap();
    browser.see("已成功反映问题").await;
    assert_eq!(browser.text("#number").await, first);
    browser.open("/petitions").await;
    browser.see("我反映的问题").await;
    assert_eq!(browser.main().await.matches(title).count(), 1);
    browser.finish().await;
}

/// Tabs on until the focus is on what matches the selector. Every stop on the way must be seen: within
/// the window, and marked.
async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..80 {
        press_key(browser, TAB).await;
        let stop = browser
            .client
            .execute(
                "const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
                 const over = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
                 return { there: e.matches(arguments[0]), what: e.outerHTML.slice(0, 120),
                   seen: box.bottom > 0 && box.top < innerHeight && box.width > 0, covered: Boolean(over && !e.contains(over) && !over.contains(e)),
                   marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };",
                vec![json!(css)],
            )
            .await
            .unwrap();
        if stop["what"]
            .as_str()
            .is_some_and(|what| what.starts_with("<body"))
        {
            continue;
        }
        assert_eq!(stop["seen"], true, "the focus is out of sight: {stop}");
        assert_eq!(
            stop["covered"], false,
            "the focus is under something else: {stop}"
        );
        assert_eq!(stop["marked"], true, "the focus is not marked: {stop}");
        if stop["there"] == true {
            return;
        }
    }
    panic!("the keyboard does not reach {css} on {}", browser.path().await);
}

async fn type_into(browser: &Browser, name: &str, words: &str) {
    tab_to(browser, &format!("[name='{name}']")).await;
    press_key(browser, words).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_petition_is_filed_and_opened_by_keyboard_alone() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let title = "只用键盘提交的一件";
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    browser.open("/login?next=/petitions/new").await;
    tab_to(&browser, ".skip").await;
    press_key(&browser, ENTER).await;
    let focused = browser.script("return document.activeElement.tagName").await;
    assert_eq!(focused, "MAIN", "the first stop skips to the content");
    type_into(&browser, "username", &citizen.username).await;
    type_into(&browser, "password", &format!("{PASSWORD}{ENTER}")).await;
    browser.see("什么事").await;
    type_into(&browser, "title", title).await;
    tab_to(&browser, "#division-box").await;
    press_key(&browser, &format!("济南历下{DOWN}{ENTER}")).await;
    let chosen = browser
        .script("return document.getElementsByName('division')[0].value")
        .await;
    assert_eq!(chosen, "370102", "the one that is found is chosen");
    type_into(&browser, "address", "泉城路 1 号院").await;
    tab_to(&browser, "main button[type=submit].button").await;
    press_key(&browser, ENTER).await;
    browser.see("详细情况").await;
    type_into(&browser, "content", CONTENT).await;
    tab_to(&browser, ".drop button").await;
    tab_to(&browser, "main .buttons button").await;
    press_key(&browser, ENTER).await;
    browser.see("核对后提交").await;
    type_into(&browser, "captcha", CAPTCHA).await;
    tab_to(&browser, "main .buttons button").await;
    press_key(&browser, ENTER).await;
    browser.see("已成功反映问题").await;
    tab_to(&browser, "main [data-print]").await;

    browser.sign_in_officer(stack, "dengji2").await;
    browser.open("/staff/intake/web").await;
    browser.see("网信登记").await;
    let rows = browser.count("tbody tr").await;
    let mut at = String::new();
    for _ in 0..rows {
        press_key(&browser, "j").await;
        at = browser.text("tbody tr.at").await;
        if at.contains(title) {
            break;
        }
    }
    assert!(at.contains(title), "j goes down the list: {at}");
    press_key(&browser, ENTER).await;
    browser.see("登记：").await;
    tab_to(&browser, "main .buttons button").await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_letter_is_one_page_of_a4() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("地下车库积水", CONTENT).await;
    let registrar = Officer::login(stack, "dengji").await;
    registrar.open(&filed.id).await;
    let sent = registrar
        .register(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    assert!(sent.says("已转送"), "{}", sent.main());
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    sign_in(&browser, &citizen).await;
    browser.open(&format!("/petitions/{}", filed.id)).await;
    // On paper the page says where it is from and of when, and there is nothing to press.
    let media = |name: &str| json!({ "media": name });
    let paper = "return [...document.querySelectorAll('.printed')].filter((e) => e.getClientRects().length).map((e) => e.textContent);";
    let pressed = "return [...document.querySelectorAll('button, .button, .nav, .toolbar, .foot, .card:has(.actions)')].filter((e) => e.getClientRects().length).length;";
    assert_eq!(browser.script(paper).await, json!([]), "not on the screen");
    browser.cdp("Emulation.setEmulatedMedia", media("print")).await;
    let line = browser.script(paper).await[0]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(
        line.starts_with("2026年11月") && line.ends_with(&format!("{}/petitions/{}", stack.url, filed.id)),
        "{line}"
    );
    assert_eq!(browser.script(pressed).await, json!(0));
    browser.cdp("Emulation.setEmulatedMedia", media("")).await;
    browser.press("信访事项转送告知书").await;
    browser.see("转送告知书").await;
    let printed = browser
        .cdp("Page.printToPDF", json!({ "preferCSSPageSize": true }))
        .await;
    let pdf = base64::engine::general_purpose::STANDARD
        .decode(printed["data"].as_str().unwrap())
        .unwrap();
    let pdf = String::from_utf8_lossy(&pdf);
    let pages = pdf.matches("/Type /Page").count() - pdf.matches("/Type /Pages").count();
    assert_eq!(pages, 1, "the letter's pages");
    let sheet = pdf
        .split_once("/MediaBox [")
        .map(|(_, rest)| rest.split(']').next().unwrap());
    let size: Vec<f64> = sheet
        .unwrap()
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    assert!(
        (size[2] - 595.3).abs() < 1.5 && (size[3] - 841.9).abs() < 1.5,
        "A4 in points: {size:?}"
    );
    // On paper there is the letter and nothing else of the page.
    browser
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))
        .await;
    let shown = browser
        .script("return [...document.querySelectorAll('.head, .toolbar, .nav, .foot, .letter-bar, .sheet')].filter((e) => e.getClientRects().length).map((e) => e.className)")
        .await;
    assert_eq!(shown.as_array().map(Vec::len), Some(1), "{shown}");
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_on_a_receipt_is_black_on_white_in_every_colour_scheme() {
    let Some(tools) = Tools::find() else { return };
    let stack = super::stack().await;
    let citizen = Citizen::named(stack).await;
    let filed = citizen.file("夜里看的回执", CONTENT).await;
    let browser = Browser::start(&tools, &stack.url, DESK).await;
    sign_in(&browser, &citizen).await;
    for scheme in ["light", "dark"] {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser
            .cdp("Emulation.setEmulatedMedia", json!({ "features": features }))
            .await;
        browser.open(&format!("/petitions/{}/receipt", filed.id)).await;
        let colours = browser
            .script(
                "const svg = document.querySelector('.qr svg');
                 return [getComputedStyle(svg.querySelector('path')).fill, getComputedStyle(svg).backgroundColor];",
            )
            .await;
        assert_eq!(colours, json!(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]), "{scheme}");
    }
    browser.finish().await;
}
