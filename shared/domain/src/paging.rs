//! Pages of lists: items and an opaque mark of where to go on.
//! Must not know what a cursor holds: the store makes and signs it.

use serde::{Deserialize, Serialize};

/// 一页: some items and, when there are more, where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in list order.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last page.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page of `items` that goes on at `next`.
    #[must_use]
    pub fn new(items: Vec<T>, next: Option<Cursor>) -> Self {
        Self { items, next }
    }

    /// The only page of an empty list.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(Vec::new(), None)
    }

    /// The same page with each item turned into something else.
    #[must_use]
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(turn).collect(),
            next: self.next,
        }
    }

    /// The same page with each item turned into something else, or the first failure.
    ///
    /// # Errors
    /// Whatever `turn` fails with.
    pub fn try_map<U, E>(self, turn: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let items = self.items.into_iter().map(turn).collect::<Result<_, E>>()?;
        Ok(Page {
            items,
            next: self.next,
        })
    }

    /// Whether nothing is on this page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// 翻页标记: opaque text that fits into a URL; whoever made it checks it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor(String);

/// 翻页标记无效: empty, too long, or with characters no cursor of ours has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("翻页标记无效")]
pub struct CursorError;

impl Cursor {
    /// Longest cursor taken from a URL, in bytes.
    pub const LENGTH_MAX: usize = 2048;

    /// Takes the text of a cursor: URL-safe base64 characters, `.` and `~`.
    ///
    /// # Errors
    /// [`CursorError`] when the text can't be one.
    pub fn parse(text: &str) -> Result<Self, CursorError> {
        let fits = (1..=Self::LENGTH_MAX).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.~=".contains(&b));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(CursorError)
        }
    }

    /// The text for the URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Cursor {
    type Error = CursorError;
    fn try_from(text: String) -> Result<Self, CursorError> {
        Self::parse(&text)
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mapping_a_page_keeps_where_it_goes_on() {
        let next = Some(Cursor::parse("v1.abc-_").unwrap());
        let page = Page::new(vec![1, 2], next.clone());
        assert_eq!(page.clone().map(|n| n * 10), Page::new(vec![10, 20], next));
        assert_eq!(
            page.try_map(|n| if n == 2 { Err("two") } else { Ok(n) }),
            Err("two")
        );
    }

    #[test]
    fn text_that_no_cursor_has_is_refused() {
        for bad in ["", "a b", "a/b", "页", "a\n", &"a".repeat(Cursor::LENGTH_MAX + 1)] {
            assert_eq!(Cursor::parse(bad), Err(CursorError), "{bad:.20}");
        }
    }
}
