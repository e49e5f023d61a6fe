//! Every page that people can come to: well-formed, strict, light, and without a dead link.

use gateway::dispatch::functions;
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use tests::{Citizen, Client, Officer, Page, Stack};

/// The most that a first visit may cost, html and assets together, compressed.
const BYTES_MAX: usize = 60_000;

fn attributes(page: &Page, css: &str, name: &str) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let selector = Selector::parse(css).unwrap();
    html.select(&selector)
        .filter_map(|element| element.value().attr(name).map(str::to_owned))
        .collect()
}

/// What must hold of every page.
fn is_sound(page: &Page) {
    let at = &page.path;
    assert_eq!(page.texts("h1").len(), 1, "{at}: one h1");
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("zh-CN"), "{at}");
    assert!(page.title().chars().count() > 2, "{at}: {}", page.title());
    assert_eq!(page.texts("main").len(), 1, "{at}");
    assert!(
        page.attribute("a[href='#main'], a.skip", "href").is_some(),
        "{at}: skip link"
    );
    let policy = page.headers["content-security-policy"]
        .to_str()
        .unwrap_or_default();
    assert!(
        policy.contains("default-src 'none'")
            && policy.contains("frame-ancestors 'none'")
            && !policy.contains("unsafe"),
        "{at}: {policy}"
    );
    assert_eq!(page.headers["x-content-type-options"], "nosniff", "{at}");
    let html = Html::parse_document(&page.body);
    let all = Selector::parse("*").unwrap();
    let mut ids = BTreeSet::new();
    for element in html.select(&all) {
        let element = element.value();
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style", "{at}: {name}={value}");
            let is_address = matches!(name, "href" | "src" | "action");
            assert!(
                !is_address || !value.trim().starts_with("javascript:"),
                "{at}: {value}"
            );
            let loads = name == "src" || (name == "href" && element.name() == "link");
            assert!(!loads || value.starts_with('/'), "{at} loads {value}");
            if name == "id" {
                assert!(ids.insert(value.to_owned()), "{at}: id {value} twice");
            }
        }
        assert!(element.name() != "style", "{at}: a style element");
        assert!(
            element.name() != "script" || element.attr("src").is_some(),
            "{at}: an inline script"
        );
    }
}

/// Bytes over the wire with compression, html and everything it loads.
async fn weight(client: &Client, page: &Page) -> usize {
    let mut addresses = vec![page.path.clone()];
    addresses.extend(attributes(page, "link[rel=stylesheet], link[rel~=icon]", "href"));
    addresses.extend(attributes(page, "script[src]", "src"));
    let mut bytes = 0;
    for address in addresses {
        let request = client
            .http()
            .get(client.url(&address))
            .header("accept-encoding", "br, gzip");
        let response = request.send().await.expect("the stack answers");
        assert_eq!(response.status(), 200, "{address}");
        bytes += response.bytes().await.expect("the body arrives").len();
    }
    bytes
}

/// Public pages: from the routes, with something for their parameters, and the variants of some.
fn public_paths() -> Vec<String> {
    let not_pages = [
        "/robots.txt",
        "/sw.js",
        "/favicon.ico",
        "/assets/{file}",
        "/captcha/{file}",
        // These need something found first.
        "/track/result",
        "/track/rate",
        "/track/rate/done",
        "/logout",
    ];
    let mut paths: Vec<String> = functions()
        .iter()
        .flat_map(web::Routes::list)
        .filter(|route| route.method == http::Method::GET)
        .filter(|route| route.action.audience() == domain::access::Audience::Anyone)
        .filter(|route| !not_pages.contains(&route.path))
        .map(|route| {
            route
                .path
                .replace("{code}", "370200")
                .replace("{slug}", "offices")
                .replace("/cases/{id}", "/cases/019a0000-0000-7000-8000-0000000001f1")
                .replace("{id}", "019a2b00-0000-7000-8000-000000000d03")
        })
        .collect();
    let more = [
        "/guide/how",
        "/guide/rules",
        "/guide/notes",
        "/register?agree=yes",
        "/register?agree=yes&mode=realname",
        "/register?agree=yes&mode=anonymous",
    ];
    paths.extend(more.map(str::to_owned));
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn every_public_page_is_sound_and_light() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    let paths = public_paths();
    assert!(paths.len() > 18, "{paths:?}");
    for path in paths {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        is_sound(&page);
        let bytes = weight(&client, &page).await;
        assert!(bytes <= BYTES_MAX, "{path}: {bytes} bytes");
    }
}

/// Follows every link of a site from a page on, and gives the paths it saw.
async fn crawl(client: &Client, start: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::from([start.to_owned()]);
    let mut waiting = vec![start.to_owned()];
    while let Some(path) = waiting.pop() {
        let page = client.get_once(&path).await;
        assert!(
            page.status.as_u16() < 400,
            "{path}: {} ({})",
            page.status,
            page.title()
        );
        // A file to keep is no page.
        if !page.body.starts_with("<!DOCTYPE html>") || page.headers.contains_key("content-disposition") {
            continue;
        }
        is_sound(&page);
        for link in attributes(&page, "a[href]", "href") {
            let target = link.split('#').next().unwrap_or_default().to_owned();
            let ours = target.starts_with('/') && !target.starts_with("//");
            assert!(
                ours || link.starts_with('#')
                    || link.starts_with("http")
                    || link.starts_with("tel:")
                    || link.starts_with("mailto:"),
                "{path} links to {link}"
            );
            // One town is like another.
            let town = target.starts_with("/cities/3") || target.contains("?division=");
            let wanted = ours && (!town || target.contains("370100"));
            if wanted && seen.insert(target.clone()) {
                waiting.push(target);
            }
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_dead_for_a_visitor() {
    let stack = Stack::shared().await;
    let seen = crawl(&Client::new(&stack.url), "/").await;
    for path in [
        "/register",
        "/login",
        "/track",
        "/guide",
        "/cities",
        "/help",
        "/privacy",
        "/governor",
    ] {
        assert!(seen.contains(path), "{path} is linked: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_dead_for_a_citizen_with_petitions() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let filed = citizen.file("链接都通的一封信", "内容").await;
    let officer = Officer::shared(stack, "dengji").await;
    officer.open(&filed.id).await;
    officer.register(&filed.id, "later", &[]).await;
    officer
        .step(&filed.id, "transfer", &[("agency", "370100-xfj")])
        .await;
    let seen = crawl(&citizen.client, "/petitions").await;
    assert!(seen.contains(&format!("/petitions/{}", filed.id)), "{seen:?}");
    assert!(seen.iter().any(|path| path.contains("/letters/")), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_dead_for_officers() {
    // A stack of its own: with the demonstration petitions only, and nobody who acts in between.
    let stack = Stack::start().await;
    for username in ["dengji2", "jinan", "lingdao", "guanli"] {
        let officer = Officer::login(&stack, username).await;
        let seen = crawl(&officer.client, "/staff").await;
        assert!(username == "guanli" || seen.len() > 5, "{username}: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_has_a_page_that_says_what_to_do() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    for (path, status) in [
        ("/no/such/page", 404),
        ("/petitions/new/extra", 404),
        ("/cities/370102", 404),
        ("/guide/nothing", 404),
        ("/assets/site.0000000000.css", 404),
    ] {
        let page = client.get(path).await;
        assert_eq!(page.status, status, "{path}");
        is_sound(&page);
        assert!(
            !attributes(&page, "main a[href]", "href").is_empty(),
            "{path} leads on: {}",
            page.main()
        );
    }
    let wrong_method = client.once(client.http().post(client.url("/help"))).await;
    assert_eq!(wrong_method.status, 405);
    is_sound(&wrong_method);
    let slash = client.get_once("/help/?a=1").await;
    assert_eq!(
        (slash.status.as_u16(), slash.headers["location"].to_str().unwrap()),
        (308, "/help?a=1")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_kept_for_ever_and_pages_about_people_never() {
    let stack = Stack::shared().await;
    let citizen = Citizen::anonymous(stack).await;
    let page = citizen.client.get("/petitions").await;
    assert_eq!(page.headers["cache-control"], "no-store");
    let sheet = page
        .attribute("link[rel=stylesheet]", "href")
        .expect("a style sheet");
    let asset = citizen.client.get(&sheet).await;
    assert!(
        asset.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert!(
        !asset.body.contains("http://") && !asset.body.contains("@import"),
        "no third party"
    );
    let about = page.attribute("meta[name=description]", "content");
    assert!(about.is_some_and(|about| about.chars().count() > 20));
    let robots = citizen.client.get("/robots.txt").await;
    assert!(robots.body.contains("Disallow: /staff") && robots.body.contains("Disallow: /petitions"));
    // The form may be found, the result not.
    assert!(robots.body.contains("Disallow: /track/\n"), "{}", robots.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_look_the_same_to_everybody_are_kept_for_a_minute_and_others_not_at_all() {
    let stack = Stack::shared().await;
    let guest = Client::new(&stack.url);
    let citizen = Citizen::anonymous(stack).await.client;
    let rule = |page: &Page| page.headers["cache-control"].to_str().unwrap().to_owned();
    let same = [
        "/guide",
        "/guide/rules",
        "/cities",
        "/help",
        "/governor",
        "/privacy",
        "/accessibility",
        "/sitemap",
        "/cases",
    ];
    for path in same {
        let page = guest.get(path).await;
        assert_eq!(rule(&page), "public, max-age=60", "{path}");
        let varies = page.headers.get_all("vary").iter();
        let varies = varies
            .map(|value| value.to_str().unwrap())
            .collect::<Vec<_>>()
            .join(", ");
        assert!(varies.contains("cookie"), "{path}: {varies}");
        assert_eq!(rule(&citizen.get(path).await), "no-store", "{path}, signed in");
    }
    for path in [
        "/",
        "/notices",
        "/guide/offices",
        "/cities/370100",
        "/track",
        "/login",
    ] {
        assert_eq!(rule(&guest.get(path).await), "no-store", "{path}");
    }
    let elder = guest
        .get("/guide")
        .await
        .form("/view")
        .with(&[("mode", "elder-on")]);
    guest.send(&elder).await;
    assert_eq!(
        rule(&guest.get("/guide").await),
        "no-store",
        "in a mode of its own"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn elder_mode_and_high_contrast_are_remembered_and_lead_back() {
    let stack = Stack::shared().await;
    let client = Client::new(&stack.url);
    let page = client.get("/guide?x=1").await;
    let before = page.attribute("html", "class").unwrap_or_default();
    let form = page.form("/view");
    let back = client.send(&form.with(&[("mode", "elder-on")])).await;
    assert_eq!(back.path, "/guide?x=1");
    assert!(
        back.attribute("html", "class")
            .unwrap_or_default()
            .contains("elder")
            && !before.contains("elder")
    );
    let next = client.get("/help").await;
    assert!(
        next.attribute("html", "class")
            .unwrap_or_default()
            .contains("elder"),
        "it is remembered"
    );
    let evil = next
        .form("/view")
        .with(&[("back", "//evil.example"), ("mode", "elder-on")]);
    assert_eq!(client.send(&evil).await.path, "/");
}
