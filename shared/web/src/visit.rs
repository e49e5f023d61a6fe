//! What is known of one request before anybody looks into its body: id, path, cookies, address,
//! time. Handlers take it as the extractor [`Visit`]; it also collects cookies to set.

use crate::app::App;
use crate::config::Config;
use crate::cookies;
use crate::errors::AppError;
use chrono::{DateTime, Utc};
use cookie::Cookie;
use http::{HeaderMap, Method, Uri, header};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use templates::ViewPrefs;

/// 本次访问: the request at hand. Cheap to clone; clones share cookies to set.
#[derive(Clone)]
pub struct Visit(Arc<Facts>);

struct Facts {
    id: String,
    method: Method,
    uri: Uri,
    host: Option<String>,
    origin: Option<String>,
    fetch_site: Option<String>,
    wants_json: bool,
    address: String,
    user_agent: String,
    cookies: HashMap<String, String>,
    jar: Mutex<Vec<Cookie<'static>>>,
    now: DateTime<Utc>,
    /// What forms of this request are bound to, once a session is known.
    session: OnceLock<String>,
    /// The pre-session that forms are bound to without one.
    form: OnceLock<String>,
}

impl Visit {
    /// Reads the facts of a request. `id` is its reference number.
    pub(crate) fn new<B>(
        request: &http::Request<B>,
        config: &Config,
        now: DateTime<Utc>,
        id: String,
    ) -> Self {
        let headers = request.headers();
        let form = OnceLock::new();
        let cookies = cookies::parse(headers);
        if let Some(value) = cookies.get(cookies::FORM).filter(|value| is_token(value)) {
            let _ = form.set(value.clone());
        }
        Self(Arc::new(Facts {
            id,
            method: request.method().clone(),
            uri: request.uri().clone(),
            host: text(headers, header::HOST.as_str()),
            origin: text(headers, header::ORIGIN.as_str())
                .or_else(|| text(headers, header::REFERER.as_str()).and_then(|url| origin_of(&url))),
            fetch_site: text(headers, "sec-fetch-site"),
            wants_json: is_json(headers, &header::CONTENT_TYPE) || is_json(headers, &header::ACCEPT),
            address: crate::client::address(headers, request.extensions(), config.trusted_proxies),
            user_agent: text(headers, header::USER_AGENT.as_str()).unwrap_or_default(),
            cookies,
            jar: Mutex::default(),
            now,
            session: OnceLock::new(),
            form,
        }))
    }

    /// The request's id: twelve digits, which people are shown as the reference number of a failure.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.uri.path()
    }

    /// Path and query, as typed.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        self.0
            .uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str)
    }

    /// Whether the page is one of the staff's.
    #[must_use]
    pub fn is_staff_page(&self) -> bool {
        self.path() == "/staff" || self.path().starts_with("/staff/")
    }

    /// Whether a script asked and expects JSON.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        self.0.wants_json
    }

    /// When the request came in, by the injected clock: one request has one time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    /// The network address it came from, for limits; never logged.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// What the browser says of itself; empty if it says nothing. Never logged.
    pub(crate) fn user_agent(&self) -> &str {
        &self.0.user_agent
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.0.cookies.get(name).map(String::as_str)
    }

    /// How the person wants pages to look.
    #[must_use]
    pub fn prefs(&self) -> ViewPrefs {
        ViewPrefs::from_cookie(self.cookie(cookies::VIEW).unwrap_or_default())
    }

    /// Sets a cookie with the response (HttpOnly, Lax, whole site, Secure over TLS). Without
    /// `max_age_seconds` it goes when the browser closes.
    pub fn set_cookie(&self, app: &App, name: &str, value: String, max_age_seconds: Option<i64>) {
        self.push(cookies::make(&app.config, name, value, max_age_seconds));
    }

    /// Makes the browser forget a cookie.
    pub fn remove_cookie(&self, app: &App, name: &str) {
        self.push(cookies::gone(&app.config, name));
    }

    /// Remembers how the person wants pages to look.
    pub fn set_prefs(&self, app: &App, prefs: ViewPrefs) {
        const YEAR_SECONDS: i64 = 365 * 24 * 3600;
        self.set_cookie(app, cookies::VIEW, prefs.to_cookie(), Some(YEAR_SECONDS));
    }

    fn push(&self, cookie: Cookie<'static>) {
        let mut jar = self.0.jar.lock().unwrap_or_else(PoisonError::into_inner);
        jar.retain(|other| other.name() != cookie.name());
        jar.push(cookie);
    }

    /// The cookies to set, once.
    pub(crate) fn take_cookies(&self) -> Vec<Cookie<'static>> {
        std::mem::take(&mut self.0.jar.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn host(&self) -> Option<&str> {
        self.0.host.as_deref()
    }

    pub(crate) fn origin(&self) -> Option<&str> {
        self.0.origin.as_deref()
    }

    pub(crate) fn fetch_site(&self) -> Option<&str> {
        self.0.fetch_site.as_deref()
    }

    /// Binds the forms of this request's page to a session.
    pub(crate) fn bind_session(&self, session_id: &str) {
        let _ = self.0.session.set(session_id.to_owned());
    }

    pub(crate) fn session_binding(&self) -> Option<&str> {
        self.0.session.get().map(String::as_str)
    }

    /// The pre-session of this browser, if it has one.
    pub(crate) fn form_binding(&self) -> Option<&str> {
        self.0.form.get().map(String::as_str)
    }

    /// The pre-session of this browser; made, and its cookie set, if there is none yet.
    pub(crate) fn ensure_form_binding(&self, app: &App) -> &str {
        self.0.form.get_or_init(|| {
            let token = services::random::token();
            self.set_cookie(app, cookies::FORM, token.clone(), None);
            token
        })
    }
}

impl axum::extract::FromRequestParts<App> for Visit {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut http::request::Parts, _app: &App) -> Result<Self, AppError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| AppError::internal("the request has no visit"))
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

fn is_json(headers: &HeaderMap, name: &header::HeaderName) -> bool {
    text(headers, name.as_str()).is_some_and(|value| value.trim_start().starts_with("application/json"))
}

fn is_token(value: &str) -> bool {
    value.len() == 22
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn origin_of(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}
