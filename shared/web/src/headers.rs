//! Response headers that every answer carries: content security policy, transport, caching.

use crate::config::Config;
use axum::response::Response;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, STRICT_TRANSPORT_SECURITY};
use http::{HeaderMap, HeaderName, HeaderValue};

const PERMISSIONS: &str = "permissions-policy";
/// As on every page, but for the camera.
const WITH_CAMERA: &str = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()";

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        PERMISSIONS,
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()",
    ),
    // Older browsers that do not know frame-ancestors.
    ("x-frame-options", "DENY"),
];

/// The headers of one installation, made once.
#[derive(Clone)]
pub struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// Makes them.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let mut all: Vec<(HeaderName, HeaderValue)> = FIXED
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        if let Ok(policy) = HeaderValue::from_str(&policy(config)) {
            all.push((CONTENT_SECURITY_POLICY, policy));
        }
        if config.is_https() {
            all.push((
                STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            ));
        }
        Self(all)
    }

    /// Adds them where the handler has not said otherwise; without a caching rule nothing is stored.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
}

/// A page whose own scripts may ask for the camera. Every other page goes without, whatever gets into it.
#[must_use]
pub fn with_camera(mut response: Response) -> Response {
    let name = HeaderName::from_static(PERMISSIONS);
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(WITH_CAMERA));
    response
}

fn policy(config: &Config) -> String {
    let bucket = config.bucket_origin();
    let bucket = if bucket == config.public_origin {
        String::new()
    } else {
        format!(" {bucket}")
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; \
         connect-src 'self'{bucket}; form-action 'self'{bucket}; base-uri 'none'; frame-ancestors 'none'; \
         manifest-src 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_no_inline_code_and_names_the_bucket_only_where_forms_and_scripts_need_it() {
        let mut headers = HeaderMap::new();
        SecurityHeaders::new(&Config::new("https://xf.example.cn", "https://b.example.cn/x"))
            .apply(&mut headers);
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(!policy.contains("unsafe") && policy.contains("default-src 'none'"));
        assert_eq!(policy.matches("https://b.example.cn").count(), 2);
        assert!(policy.contains("connect-src 'self' https://b.example.cn;"));
        assert!(policy.contains("form-action 'self' https://b.example.cn;"));
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY));
        assert_eq!(headers[CACHE_CONTROL], "no-store");
    }

    #[test]
    fn a_page_with_the_camera_differs_from_every_other_in_that_alone() {
        let headers = SecurityHeaders::new(&Config::new("http://127.0.0.1:1", "http://127.0.0.1:1/b"));
        let (mut plain, mut camera) = (Response::default(), with_camera(Response::default()));
        headers.apply(plain.headers_mut());
        headers.apply(camera.headers_mut());
        let of = |response: &Response| response.headers()[PERMISSIONS].to_str().unwrap().to_owned();
        assert!(of(&plain).starts_with("camera=(),"));
        assert_eq!(of(&camera), of(&plain).replace("camera=()", "camera=(self)"));
    }

    #[test]
    fn a_page_may_allow_caching_and_plain_http_gets_no_hsts() {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
        SecurityHeaders::new(&Config::new("http://127.0.0.1:1", "http://127.0.0.1:1/b")).apply(&mut headers);
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=60");
        assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }
}
