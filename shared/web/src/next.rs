//! Where to go after login: only paths of this site, so that a link cannot send people elsewhere.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Longest target that is remembered.
const TARGET_BYTES_MAX: usize = 2000;

const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/');

/// The target, if it is a path of this site (with or without a query) that login may lead to.
#[must_use]
pub fn local_path(target: &str) -> Option<&str> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let loops = matches!(path, "/login" | "/logout" | "/staff/login" | "/staff/logout");
    (is_local(target) && !loops).then_some(target)
}

/// Whether every browser reads the target as a path of this site.
#[must_use]
pub fn is_local(target: &str) -> bool {
    let Some(rest) = target.strip_prefix('/') else {
        return false;
    };
    let leaves = rest.starts_with('/') || target.contains('\\');
    let odd = target.chars().any(|c| c.is_control() || c.is_whitespace()) || target.len() > TARGET_BYTES_MAX;
    !leaves && !odd
}

/// A value as it stands in a query string.
#[must_use]
pub fn encode(value: &str) -> String {
    utf8_percent_encode(value, COMPONENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_site_are_kept_with_their_query() {
        for good in [
            "/",
            "/petitions/new?division=370100&from=jinan",
            "/staff/intake/web?tab=registered",
        ] {
            assert_eq!(local_path(good), Some(good));
        }
    }

    #[test]
    fn whatever_a_browser_could_read_as_another_site_is_refused() {
        for bad in [
            "",
            "petitions",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            "/a b",
            " /a",
            "/a\\b",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
        assert_eq!(local_path(&format!("/{}", "a".repeat(2000))), None);
    }

    #[test]
    fn login_never_leads_to_login_or_logout() {
        for bad in [
            "/login",
            "/login?next=/",
            "/logout",
            "/staff/login",
            "/staff/logout#x",
        ] {
            assert_eq!(local_path(bad), None);
        }
        assert!(local_path("/login-help").is_some());
        assert!(is_local("/login"), "the page itself is still one of this site");
    }

    #[test]
    fn a_target_survives_its_way_through_a_query_string() {
        assert_eq!(
            encode("/petitions/new?division=370100&from=济南"),
            "/petitions/new%3Fdivision%3D370100%26from%3D%E6%B5%8E%E5%8D%97"
        );
    }
}
