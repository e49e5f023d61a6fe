//! The outermost step of every request: its id, its one log line, panics, error pages, cookies and
//! headers. Never logs a query, a body, a cookie or an address.

use crate::app::App;
use crate::errors::AppError;
use crate::forms::FormData;
use crate::headers::SecurityHeaders;
use crate::render::{public_shell, staff_shell};
use crate::routes::RouteInfo;
use crate::visit::Visit;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue, Method};
use std::error::Error;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use templates::errors::{Retry, View};

/// What the outermost layer works with.
#[derive(Clone)]
pub(crate) struct Outer {
    pub(crate) app: App,
    pub(crate) headers: SecurityHeaders,
}

/// Runs a request.
pub(crate) async fn observe(State(outer): State<Outer>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let visit = Visit::new(&request, &outer.app.config, outer.app.now(), reference());
    request.extensions_mut().insert(visit.clone());
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    let (outcome, usage) = store::usage::measured(work).await;
    let response =
        outcome.unwrap_or_else(|panic| AppError::internal(words_of(panic.as_ref())).into_response());
    let mut response = present(&outer.app, &visit, response);
    let headers = response.headers_mut();
    for cookie in visit.take_cookies() {
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            headers.append(SET_COOKIE, value);
        }
    }
    if let Ok(id) = HeaderValue::from_str(visit.id()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    if outer.app.config.expose_usage {
        let told = format!("requests={} rcu={} wcu={}", usage.requests, usage.rcu, usage.wcu);
        if let Ok(told) = HeaderValue::from_str(&told) {
            headers.insert(HeaderName::from_static("x-store-usage"), told);
        }
    }
    outer.headers.apply(headers);
    let route = response.extensions().get::<RouteInfo>();
    tracing::info!(
        request = visit.id(),
        function = route.map_or("", |route| route.function),
        method = visit.method().as_str(),
        path = route.map_or("", |route| route.path),
        status = response.status().as_u16(),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        db_requests = usage.requests,
        rcu = usage.rcu,
        wcu = usage.wcu,
        "request"
    );
    response
}

/// Twelve digits: short enough to be read out on the phone, and nothing to be learnt from them.
fn reference() -> String {
    services::random::digits(12)
        .into_iter()
        .map(|digit| char::from(b'0' + digit))
        .collect()
}

/// Turns an error into its page (or JSON for a script) and logs it, once.
fn present(app: &App, visit: &Visit, mut response: Response) -> Response {
    let Some(error) = response.extensions_mut().remove::<Arc<AppError>>() else {
        return response;
    };
    match error.as_ref() {
        AppError::Internal(cause) | AppError::Unavailable(cause) => {
            tracing::error!(request = visit.id(), error = %chain(cause.as_ref()), "request failed");
        }
        other => tracing::debug!(request = visit.id(), error = %other, "request refused"),
    }
    let body = if visit.wants_json() {
        axum::Json(serde_json::json!({ "message": error.message(visit.id()) })).into_response()
    } else {
        let retry = response
            .extensions_mut()
            .remove::<FormData>()
            .filter(|_| *visit.method() == Method::POST);
        let retry = retry.map(|form| Retry {
            csrf: crate::csrf::issue(app, visit),
            action: visit.path_and_query().to_owned(),
            fields: form.kept(),
        });
        let shell = if visit.is_staff_page() {
            staff_shell(app, visit, None).into()
        } else {
            public_shell(app, visit, None).into()
        };
        let kind = error.page_kind(visit.id(), retry);
        templates::errors::page(&View { shell, kind }).into_response()
    };
    let (mut parts, _empty) = response.into_parts();
    let (fresh, body) = body.into_parts();
    parts.headers.extend(fresh.headers);
    if let AppError::TooMany { minutes } = error.as_ref() {
        parts
            .headers
            .insert(http::header::RETRY_AFTER, HeaderValue::from(minutes * 60));
    }
    parts.headers.remove(http::header::CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", words.unwrap_or("without words"))
}
