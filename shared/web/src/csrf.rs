//! Protection of POSTs against other sites: the origin of the request, and a token in the form that
//! is bound to the session, or to the pre-session cookie before login. The token names only a keyed
//! hash and differs from page to page, so that compressed pages give nothing away and a handler can
//! tell a second click of one page from a second try.

use crate::app::App;
use crate::cookies;
use crate::errors::AppError;
use crate::visit::Visit;
use chrono::TimeDelta;
use domain::access::Audience;
use http::Uri;
use services::session_token::Audience as TokenAudience;

/// How long a page may lie open before it is sent. Sessions end sooner; forms without one do not.
const TOKEN_HOURS: i64 = 24;
const PURPOSE: &str = "csrf";

/// The token for the forms of the page that this request gets.
#[must_use]
pub fn issue(app: &App, visit: &Visit) -> String {
    let binding = match visit.session_binding() {
        Some(session) => session,
        None => visit.ensure_form_binding(app),
    };
    let expires = visit.now() + TimeDelta::hours(TOKEN_HOURS);
    let payload = (app.keys.blind(PURPOSE, binding), services::random::token());
    // Strings always serialise; an empty token would only be refused later.
    app.keys.sign(PURPOSE, &payload, expires).unwrap_or_default()
}

impl Visit {
    /// The value of the hidden field `csrf` for the forms of this request's page.
    #[must_use]
    pub fn csrf(&self, app: &App) -> String {
        issue(app, self)
    }
}

/// Checks the token of a form. A route that needs a session takes only tokens of that session; other
/// routes (logout, login) take any that belongs to this browser.
pub(crate) fn check_token(app: &App, visit: &Visit, audience: Audience, token: &str) -> Result<(), AppError> {
    let Ok((bound, _page)) = app.keys.verify::<(String, String)>(PURPOSE, token, visit.now()) else {
        return Err(AppError::FormExpired);
    };
    let mut bindings: Vec<String> = visit.session_binding().map(str::to_owned).into_iter().collect();
    if audience == Audience::Anyone {
        bindings.extend(visit.form_binding().map(str::to_owned));
        for (name, kind) in [
            (cookies::CITIZEN, TokenAudience::Citizen),
            (cookies::STAFF, TokenAudience::Staff),
        ] {
            let claims = visit
                .cookie(name)
                .and_then(|t| app.keys.verify_session(kind, t, visit.now()).ok());
            bindings.extend(claims.map(|claims| claims.sid));
        }
    }
    let fits = bindings
        .iter()
        .any(|binding| app.keys.blind_all(PURPOSE, binding).contains(&bound));
    if fits { Ok(()) } else { Err(AppError::FormExpired) }
}

/// Checks that a POST comes from a page of ours, as far as the browser says where it comes from.
pub(crate) fn check_origin(app: &App, visit: &Visit) -> Result<(), AppError> {
    let ours = match (visit.origin(), visit.fetch_site()) {
        (Some(origin), _) => origin_is_ours(&app.config.public_origin, visit.host(), origin),
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        // Browsers always say; what says nothing must at least hold a token.
        (None, None) => true,
    };
    if ours {
        Ok(())
    } else {
        Err(AppError::bad_request(
            "这个请求不是从本网站的页面发出的，没有处理。",
        ))
    }
}

/// On a developer's machine 127.0.0.1 and localhost are the same place, whatever links say.
fn origin_is_ours(public_origin: &str, host: Option<&str>, origin: &str) -> bool {
    if origin.eq_ignore_ascii_case(public_origin) {
        return true;
    }
    let same_host = host.is_some_and(|host| origin.eq_ignore_ascii_case(&format!("http://{host}")));
    same_host && is_loopback(public_origin) && is_loopback(origin)
}

fn is_loopback(origin: &str) -> bool {
    let host = origin
        .parse::<Uri>()
        .ok()
        .and_then(|uri| uri.host().map(str::to_owned));
    host.is_some_and(|host| matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::origin_is_ours;

    #[test]
    fn only_the_public_origin_is_ours_in_production() {
        let public = "https://xf.example.cn";
        assert!(origin_is_ours(
            public,
            Some("xf.example.cn"),
            "https://xf.example.cn"
        ));
        for bad in [
            "https://evil.example",
            "http://xf.example.cn",
            "https://xf.example.cn.evil.example",
            "https://xf.example.cn:8443",
            "null",
            "",
            "http://127.0.0.1",
        ] {
            assert!(!origin_is_ours(public, Some("xf.example.cn"), bad), "{bad}");
        }
        assert!(!origin_is_ours(
            public,
            Some("evil.example"),
            "http://evil.example"
        ));
    }

    #[test]
    fn on_loopback_the_names_of_the_own_machine_are_the_same_if_the_host_says_so_too() {
        let public = "http://127.0.0.1:3000";
        assert!(origin_is_ours(
            public,
            Some("localhost:3000"),
            "http://localhost:3000"
        ));
        assert!(!origin_is_ours(
            public,
            Some("127.0.0.1:3000"),
            "http://localhost:4000"
        ));
        assert!(!origin_is_ours(
            public,
            Some("evil.example:3000"),
            "http://evil.example:3000"
        ));
        assert!(!origin_is_ours(public, None, "http://localhost:3000"));
    }
}
