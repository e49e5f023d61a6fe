//! Requests through the whole router, as far as no store is needed to answer them.

use super::*;
use crate::app::Parts;
use crate::{Config, FormData, MaybeCitizen, Officer, Path, Result, Visit, html, see_other};
use axum::body::{Body, to_bytes};
use axum::extract::State;
use chrono::{DateTime, Utc};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use services::keys::KeyRing;
use std::sync::Arc;
use store::{Store, StoreConfig};
use tower::ServiceExt as _;

const PUBLIC: &str = "http://127.0.0.1:3000";

/// A store that nothing reaches: a test that asks it fails.
fn app() -> App {
    let env = |name: &str| match name {
        "AWS_ENDPOINT_URL" => Some("http://127.0.0.1:9".to_owned()),
        "BUCKET_PUBLIC_URL" => Some(format!("{PUBLIC}/xf-attachments")),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".to_owned()),
        _ => None,
    };
    let keys = Arc::new(KeyRing::from_json(&KeyRing::generate()).unwrap());
    let at: DateTime<Utc> = "2026-11-23T00:00:00Z".parse().unwrap();
    App::new(Parts {
        store: Store::new(StoreConfig::from_env(env).unwrap(), keys.clone()),
        keys,
        clock: domain::time::Clock::starting_at(at),
        config: Config::new(PUBLIC, &format!("{PUBLIC}/xf-attachments")),
        realname: None,
    })
}

async fn form(State(app): State<App>, visit: Visit, MaybeCitizen(who): MaybeCitizen) -> Result {
    assert!(who.is_none());
    Ok(html(
        maud::html! { input name="csrf" value=(visit.csrf(&app)); (maud::PreEscaped("<p>网上信访</p>".repeat(99))) },
    ))
}

async fn thanks(data: FormData) -> Result {
    Ok(see_other(&format!("/thanks?n={}", data.text("n"))))
}

async fn panics() -> Result {
    panic!("on purpose");
}

async fn number(Path(number): Path<u32>) -> Result {
    Ok(html(maud::html! { (number) }))
}

async fn officers_only(_officer: Officer) -> Result {
    Ok(see_other("/"))
}

fn router(app: &App) -> Router {
    Routes::new("test")
        .get("/form", Action::ReadPublic, form)
        .post("/form", Action::Authenticate, thanks)
        .post_without_token("/free", Action::ReadPublic, thanks)
        .get("/panic", Action::ReadPublic, panics)
        .get("/number/{n}", Action::ReadPublic, number)
        .get("/me", Action::UseAccount, number)
        .merge(Routes::new("other").get("/staff/x", Action::StaffHome, officers_only))
        .into_router(app.clone())
}

async fn send(app: &App, request: http::Request<Body>) -> (http::response::Parts, String) {
    let (parts, body) = router(app).oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    (parts, String::from_utf8_lossy(&body).into_owned())
}

fn get(path: &str) -> http::Request<Body> {
    http::Request::get(path).body(Body::empty()).unwrap()
}

fn post(path: &str, cookie: &str, origin: &str, body: String) -> http::Request<Body> {
    http::Request::post(path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, cookie)
        .header(ORIGIN, origin)
        .body(Body::from(body))
        .unwrap()
}

/// Opens the form: its cookie and token.
async fn opened(app: &App) -> (String, String) {
    let (parts, body) = send(app, get("/form")).await;
    let cookie = parts.headers[SET_COOKIE]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let token = body
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    (cookie, token)
}

#[tokio::test]
async fn a_form_of_ours_goes_through_with_its_token_and_cookie() {
    let app = app();
    let (cookie, token) = opened(&app).await;
    let (parts, _) = send(&app, post("/form", &cookie, PUBLIC, format!("csrf={token}&n=7"))).await;
    assert_eq!(
        (parts.status, &parts.headers[LOCATION]),
        (StatusCode::SEE_OTHER, &HeaderValue::from_static("/thanks?n=7"))
    );
}

#[tokio::test]
async fn another_origin_is_refused_even_with_a_token() {
    let app = app();
    let (cookie, token) = opened(&app).await;
    let (parts, body) = send(
        &app,
        post("/form", &cookie, "https://evil.example", format!("csrf={token}")),
    )
    .await;
    assert_eq!(parts.status, StatusCode::BAD_REQUEST);
    assert!(
        !body.contains("name=\"csrf\""),
        "what another site sent is not offered again"
    );
    assert_eq!(
        send(&app, post("/free", "", "https://evil.example", String::new()))
            .await
            .0
            .status,
        400
    );
}

#[tokio::test]
async fn a_token_of_another_browser_or_none_gets_the_form_back_with_what_was_typed() {
    let app = app();
    let ((_, token), (other_cookie, _)) = (opened(&app).await, opened(&app).await);
    for (cookie, token) in [
        (other_cookie.as_str(), token.as_str()),
        (other_cookie.as_str(), ""),
        ("", token.as_str()),
    ] {
        let sent = format!("csrf={token}&n=%E6%B3%89%E5%9F%8E%E8%B7%AF&password=secret1");
        let (parts, body) = send(&app, post("/form", cookie, PUBLIC, sent)).await;
        assert_eq!(parts.status, StatusCode::BAD_REQUEST);
        assert!(
            body.contains("泉城路") && body.contains("name=\"csrf\""),
            "{body}"
        );
        assert!(!body.contains("secret1"));
    }
}

#[tokio::test]
async fn a_token_ends_after_a_day_by_the_injected_clock() {
    let app = app();
    let (cookie, token) = opened(&app).await;
    app.clock.advance(std::time::Duration::from_secs(24 * 3600));
    let (parts, _) = send(&app, post("/form", &cookie, PUBLIC, format!("csrf={token}"))).await;
    assert_eq!(parts.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn rubbish_in_a_form_is_the_senders_fault_never_ours() {
    let app = app();
    for body in ["n=%FF%FE".to_owned(), "a=1&".repeat(1000)] {
        assert_eq!(
            send(&app, post("/free", "", PUBLIC, body)).await.0.status,
            StatusCode::BAD_REQUEST
        );
    }
    let (parts, body) = send(&app, post("/free", "", PUBLIC, "n=x".repeat(100_000))).await;
    assert_eq!(parts.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(body.contains("<h1"), "a page, not a bare status");
}

#[tokio::test]
async fn without_a_session_a_page_leads_to_its_own_login_and_back() {
    let app = app();
    let (parts, _) = send(&app, get("/me?x=1&y=2")).await;
    assert_eq!(
        (parts.status, parts.headers[LOCATION].to_str().unwrap()),
        (StatusCode::SEE_OTHER, "/login?next=/me%3Fx%3D1%26y%3D2")
    );
    let forged = http::Request::get("/staff/x")
        .header(COOKIE, "xf_staff=a.b.c; xf_citizen=d")
        .body(Body::empty())
        .unwrap();
    let (parts, _) = send(&app, forged).await;
    assert_eq!(parts.headers[LOCATION], "/staff/login?next=/staff/x");
}

#[tokio::test]
async fn a_script_without_a_session_is_told_in_json() {
    let request = http::Request::get("/nowhere")
        .header("accept", "application/json")
        .body(Body::empty())
        .unwrap();
    let (parts, body) = send(&app(), request).await;
    assert_eq!(parts.status, StatusCode::NOT_FOUND);
    assert!(serde_json::from_str::<serde_json::Value>(&body).unwrap()["message"].is_string());
}

#[tokio::test]
async fn what_is_not_there_is_a_page_and_a_slash_too_many_is_sent_on() {
    let app = app();
    for path in [
        "/nowhere",
        "/number/x",
        "//evil.example/",
        "/\\evil.example/",
        "/number/-1",
    ] {
        let (parts, body) = send(&app, get(path)).await;
        assert_eq!(parts.status, StatusCode::NOT_FOUND, "{path}");
        assert!(body.contains("<h1"), "{path}");
    }
    let (parts, _) = send(&app, get("/form/?a=1")).await;
    assert_eq!(
        (parts.status, &parts.headers[LOCATION]),
        (
            StatusCode::PERMANENT_REDIRECT,
            &HeaderValue::from_static("/form?a=1")
        )
    );
    let (parts, body) = send(&app, http::Request::delete("/form").body(Body::empty()).unwrap()).await;
    assert_eq!(parts.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(body.contains("<h1"));
}

#[tokio::test]
async fn a_panic_is_a_page_with_the_reference_number_and_without_the_cause() {
    let (parts, body) = send(&app(), get("/panic")).await;
    assert_eq!(parts.status, StatusCode::INTERNAL_SERVER_ERROR);
    let reference = parts.headers["x-request-id"].to_str().unwrap();
    assert_eq!(reference.len(), 12);
    assert!(body.contains(reference) && !body.contains("on purpose"));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_is_not_stored() {
    let app = app();
    for path in ["/form", "/nowhere", "/panic", "/me"] {
        let (parts, _) = send(&app, get(path)).await;
        assert!(
            parts.headers["content-security-policy"]
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'"),
            "{path}"
        );
        assert_eq!(parts.headers[CACHE_CONTROL], "no-store", "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed_for_who_can_read_that_and_head_answers_like_get() {
    let app = app();
    let request = http::Request::get("/form")
        .header("accept-encoding", "gzip")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&app, request).await.0.headers[CONTENT_ENCODING], "gzip");
    let (parts, body) = send(
        &app,
        http::Request::head("/number/7").body(Body::empty()).unwrap(),
    )
    .await;
    assert_eq!((parts.status, body.as_str()), (StatusCode::OK, ""));
}

#[test]
fn the_list_names_function_method_path_and_permission_of_every_route() {
    let routes = Routes::new("a")
        .get("/x", Action::ReadPublic, panics)
        .merge(Routes::new("b").post("/y", Action::UseAccount, thanks));
    let list = routes.list();
    assert_eq!(
        list[0],
        RouteInfo {
            function: "a",
            method: Method::GET,
            path: "/x",
            action: Action::ReadPublic,
            token: false
        }
    );
    assert_eq!(
        list[1],
        RouteInfo {
            function: "b",
            method: Method::POST,
            path: "/y",
            action: Action::UseAccount,
            token: true
        }
    );
}
