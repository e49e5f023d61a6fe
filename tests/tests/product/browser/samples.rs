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
};

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
