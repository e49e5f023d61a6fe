//! A link as data: where it goes and what it says.

/// 链接: where to and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// A path on this site, or an absolute address for a city's own site.
    pub href: String,
    /// The words of the link; they say where it leads.
    pub text: String,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
        }
    }
}

/// A value as it stands in a query: everything but letters, digits and `-._~/` is escaped.
#[must_use]
pub fn query_value(value: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::query_value;

    #[test]
    fn a_query_value_can_hold_another_query() {
        assert_eq!(
            query_value("/petitions/new?division=370100&from=济"),
            "/petitions/new%3Fdivision%3D370100%26from%3D%E6%B5%8E"
        );
    }
}
