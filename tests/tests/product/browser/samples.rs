//! Every state of every page as the templates draw it (empty, wrong, long, late) before all of axe's rules, and at the
//! width of a desk zoomed to 400 %. The walk of looks goes through the running product instead, in every mode.

use super::driver::{Browser, Setup};
use super::tools::Tools;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::{Router, routing};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// 1280 px zoomed to 400 %.
const ZOOMED: Setup = Setup {
    width: 320,
    scripts: true,
    camera: false,
};

/// 1280 px as they are.
const WIDE: Setup = Setup {
    width: 1280,
    scripts: true,
    camera: false,
};

/// What a screen reader reads one after the other stands in the same order for the eye (WCAG 1.3.2, 2.4.3): of two
/// neighbours in the document the second stands neither above the first nor left of it, and nothing is taken out of its
/// turn for the keyboard. What lies over the page or is only there for screen readers has no place to compare.
const OUT_OF_ORDER: &str = "
    const found = [], name = e => e.outerHTML.slice(0, 100);
    for (const e of document.querySelectorAll('[tabindex]')) if (e.tabIndex > 0) found.push('tabindex: ' + name(e));
    for (const parent of [document.body, ...document.body.querySelectorAll('*')]) {
      let before = null;
      for (const e of parent.children) {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        if (['absolute', 'fixed', 'sticky'].includes(style.position) || style.display === 'contents' || !box.width || !box.height) continue;
        if (style.display.startsWith('inline') && style.display !== 'inline-flex' && style.display !== 'inline-block') continue;
        if (before) {
          const a = before.box, above = box.bottom <= a.top + 1, row = box.top < a.bottom - 1 && a.top < box.bottom - 1;
          if (above || (row && box.right <= a.left + 1)) found.push(name(before.e) + ' THEN ' + name(e));
        }
        before = { e, box };
      }
    }
    return found.slice(0, 4).join(' | ');";

/// What axe runs where nothing else is said.
const ALL_RULES: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// The pages by their names, drawn once.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let all = templates::samples::all().into_iter();
    all.map(|sample| (sample.name, sample.page.into_string()))
        .collect()
});

async fn sample(Path(name): Path<String>) -> Response {
    match PAGES.get(&name) {
        Some(page) => Html(page.as_str()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn asset(Path(file): Path<String>) -> Response {
    match templates::assets::find(&file) {
        Some(found) => ([(header::CONTENT_TYPE, found.content_type)], found.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Serves the samples, with the style sheets and scripts of the product.
async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/samples/{name}", routing::get(sample))
        .route("/assets/{file}", routing::get(asset));
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

#[tokio::test(flavor = "multi_thread")]
async fn no_state_of_any_page_raises_a_barrier_or_runs_sideways_when_zoomed() {
    let Some(tools) = Tools::find() else { return };
    let base = serve().await;
    let browser = Browser::start(&tools, &base, ZOOMED).await;
    for sample in templates::samples::all() {
        browser.open(&format!("/samples/{}", sample.name)).await;
        browser.fits(&sample.name).await;
        browser.barriers(&sample.name, &json!(ALL_RULES), "tag").await;
    }
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_read_in_the_order_in_which_it_is_seen() {
    let Some(tools) = Tools::find() else { return };
    let base = serve().await;
    let browser = Browser::start(&tools, &base, WIDE).await;
    for setup in [WIDE, ZOOMED] {
        browser.resize(setup.width).await;
        for sample in templates::samples::all() {
            browser.open(&format!("/samples/{}", sample.name)).await;
            let found = browser.script(OUT_OF_ORDER).await;
            if let Some(found) = found.as_str().filter(|found| !found.is_empty()) {
                browser.note(format!("{} at {}: {found}", sample.name, setup.width));
            }
        }
    }
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_deceives_is_found() {
    let Some(tools) = Tools::find() else { return };
    let base = serve().await;
    let browser = Browser::start(&tools, &base, WIDE).await;
    browser.open("/samples/public-home-0").await;
    assert_eq!(browser.script(OUT_OF_ORDER).await, json!(""));
    for deceit in [
        "document.querySelector('main').style.order = -1;",
        "document.querySelector('.nav ul').style.flexDirection = 'row-reverse';",
        "document.querySelector('main a').tabIndex = 3;",
    ] {
        browser.open("/samples/public-home-0").await;
        browser.script(deceit).await;
        let found = browser.script(OUT_OF_ORDER).await;
        assert_ne!(found, json!(""), "{deceit}");
    }
    browser.finish().await;
}
