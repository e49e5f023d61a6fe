//! The title of a row in a list whose rows are opened by a POST: opening tells somebody, ends a right or starts
//! a clock, so that a prefetch must not do it.

use maud::{Markup, html};

/// 标题怎样打开.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opens {
    /// It was opened before: a link.
    #[default]
    Link,
    /// Nobody has opened it yet: a button that posts to `{href}/open`.
    Post,
    /// It cannot be opened any more: text.
    Never,
}

/// 行标题: `href` is the path of what the row is about; `csrf` the token of the forms.
#[must_use]
pub fn row_title(title: &str, href: &str, opens: Opens, csrf: &str) -> Markup {
    html! {
        @match opens {
            Opens::Never => (title),
            Opens::Link => a href=(href) data-open { (title) },
            Opens::Post => form method="post" action={ (href) "/open" } {
                input type="hidden" name="csrf" value=(csrf);
                button.as-link type="submit" data-open { span.vh { "未打开：" } (title) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_has_opened_is_a_form_and_only_what_can_be_opened_a_link() {
        let markup = |opens| row_title("积水", "/staff/x/1", opens, "token").into_string();
        let form = markup(Opens::Post);
        assert!(form.contains(r#"action="/staff/x/1/open""#) && form.contains(r#"value="token""#));
        assert!(!form.contains("href"), "a prefetch finds nothing: {form}");
        assert!(markup(Opens::Link).contains(r#"<a href="/staff/x/1""#));
        assert_eq!(markup(Opens::Never), "积水");
    }
}
