//! Names and making of cookies. Every cookie is HttpOnly, SameSite=Lax, for the whole site, and
//! Secure when the site is reached over TLS.

use crate::config::Config;
use cookie::{Cookie, SameSite};
use std::collections::HashMap;

/// What was found by name and query code, for half an hour.
pub const TRACK: &str = "xf_track";
/// A citizen's session token.
pub(crate) const CITIZEN: &str = "xf_citizen";
/// An officer's session token.
pub(crate) const STAFF: &str = "xf_staff";
/// What forms are bound to before anybody has logged in.
pub(crate) const FORM: &str = "xf_form";
/// How a person wants pages to look: `elder`, `contrast`, joined with a dot.
pub(crate) const VIEW: &str = "xf_view";

/// A cookie of ours; without `max_age` it goes when the browser closes.
pub(crate) fn make(
    config: &Config,
    name: &str,
    value: String,
    max_age_seconds: Option<i64>,
) -> Cookie<'static> {
    let mut cookie = Cookie::new(name.to_owned(), value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(config.is_https());
    cookie.set_max_age(max_age_seconds.map(cookie::time::Duration::seconds));
    cookie
}

/// A cookie that makes the browser forget the one of this name.
pub(crate) fn gone(config: &Config, name: &str) -> Cookie<'static> {
    make(config, name, String::new(), Some(0))
}

/// Reads `Cookie` headers; of several with one name the first counts (the most specific path).
pub(crate) fn parse(headers: &http::HeaderMap) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for header in headers.get_all(http::header::COOKIE) {
        let Ok(text) = header.to_str() else { continue };
        for cookie in Cookie::split_parse(text).flatten() {
            found
                .entry(cookie.name().to_owned())
                .or_insert_with(|| cookie.value().to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_http_only_lax_and_secure_exactly_over_tls() {
        let local = make(
            &Config::new("http://127.0.0.1:3000", "http://b"),
            CITIZEN,
            "t".into(),
            None,
        );
        assert_eq!(local.to_string(), "xf_citizen=t; HttpOnly; SameSite=Lax; Path=/");
        let cloud = Config::new("https://xf.example.cn", "https://b");
        assert_eq!(
            gone(&cloud, STAFF).to_string(),
            "xf_staff=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
        );
    }

    #[test]
    fn the_first_of_two_cookies_with_one_name_counts_and_rubbish_is_skipped() {
        let mut headers = http::HeaderMap::new();
        headers.append("cookie", "xf_form=a; rubbish; xf_form=b".parse().unwrap());
        headers.append("cookie", "xf_view=elder".parse().unwrap());
        let found = parse(&headers);
        assert_eq!(found["xf_form"], "a");
        assert_eq!(found["xf_view"], "elder");
    }
}
