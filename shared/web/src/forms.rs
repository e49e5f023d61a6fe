//! Forms as they arrive: pairs of names and values. Unknown fields are ignored, missing ones are
//! empty; only bytes that are no text are refused. Validation is the domain's.

use crate::app::App;
use crate::errors::AppError;
use axum::extract::FromRequestParts;
use domain::paging::Cursor;
use http::request::Parts;
use percent_encoding::percent_decode;
use std::fmt;
use std::sync::Arc;
use store::StoreError;
pub use templates::FormState;

/// Fields that are never kept, shown or sent again: secrets, and what must be fresh each time.
const NEVER_KEPT: [&str; 10] = [
    "password",
    "password_again",
    "new_password",
    "new_password_again",
    "totp",
    "sms_code",
    "captcha",
    "captcha_id",
    "csrf",
    "refresh",
];
/// More pairs than any page of ours has.
const PAIRS_MAX: usize = 500;

/// 表单数据: what was typed. `Debug` shows names only. As an extractor it is the urlencoded body.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormData(Arc<Vec<(String, String)>>);

/// The bytes of a form are no text, or far too many fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the form cannot be read")]
pub struct FormError;

impl FormData {
    /// Reads `application/x-www-form-urlencoded` bytes.
    ///
    /// # Errors
    /// [`FormError`] when a name or value is not UTF-8, or there are more than 500 pairs.
    pub fn parse(body: &[u8]) -> Result<Self, FormError> {
        let pieces: Vec<&[u8]> = body
            .split(|b| *b == b'&')
            .filter(|piece| !piece.is_empty())
            .collect();
        if pieces.len() > PAIRS_MAX {
            return Err(FormError);
        }
        let mut pairs = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let at = piece.iter().position(|b| *b == b'=').unwrap_or(piece.len());
            pairs.push((
                decode(&piece[..at])?,
                decode(piece.get(at + 1..).unwrap_or_default())?,
            ));
        }
        Ok(Self(Arc::new(pairs)))
    }

    /// Pairs that are known already (a held form, a test).
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(Arc::new(pairs))
    }

    /// The first value of a field as typed, or the empty string.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The first value of a field without white space around it, or the empty string.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value of a field without white space around it, if anything is left.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// Where a list goes on (`after`); `None` at its beginning.
    ///
    /// # Errors
    /// A bad request for what no list gave.
    pub fn cursor(&self) -> Result<Option<Cursor>, AppError> {
        let cursor = self.get("after").map(Cursor::parse).transpose();
        cursor.map_err(|_| StoreError::Cursor.into())
    }

    /// Whether the form is only asked for again, as it was typed, from a page that it led to.
    #[must_use]
    pub fn asks_form_again(&self) -> bool {
        self.has(templates::staff::step::FORM_AGAIN)
    }

    /// The version that the page of the form showed (hidden field `version`); 0 if it does not say.
    #[must_use]
    pub fn seen_version(&self) -> u32 {
        self.text("version").parse().unwrap_or(0)
    }

    /// Every value of a field that is not empty.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|v| !v.is_empty())
    }

    /// Whether a field was sent with anything in it (a checkbox that is ticked).
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether the person asked for another captcha instead of sending the form.
    #[must_use]
    pub fn asks_for_new_captcha(&self) -> bool {
        self.text("refresh") == "captcha"
    }

    /// What may be kept and shown again: everything but secrets, captchas and tokens.
    #[must_use]
    pub fn kept(&self) -> Vec<(String, String)> {
        self.0
            .iter()
            .filter(|(name, _)| !NEVER_KEPT.contains(&name.as_str()))
            .cloned()
            .collect()
    }

    /// The state a form page is rendered from: what may be kept, and a fresh token.
    #[must_use]
    pub fn state(&self, csrf: impl Into<String>) -> FormState {
        FormState::typed(csrf, self.kept())
    }
}

impl fmt::Debug for FormData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl FromRequestParts<App> for FormData {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, AppError> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Adds a failure to a form's state and gives the value of a success: `take(&mut form, "title",
/// Title::parse(..))`.
pub fn take<T, E: fmt::Display>(form: &mut FormState, name: &str, parsed: Result<T, E>) -> Option<T> {
    match parsed {
        Ok(value) => Some(value),
        Err(error) => {
            form.fail(name, error.to_string());
            None
        }
    }
}

fn decode(bytes: &[u8]) -> Result<String, FormError> {
    let spaced: Vec<u8> = bytes.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    String::from_utf8(percent_decode(&spaced).collect()).map_err(|_| FormError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_trimmed_on_demand_and_repeated_names_kept() {
        let form =
            FormData::parse("name=+%E6%9D%8E+%E5%9B%9B+&flag=a&flag=&flag=b&&empty".as_bytes()).unwrap();
        assert_eq!(form.raw("name"), " 李 四 ");
        assert_eq!(form.text("name"), "李 四");
        assert_eq!(form.get_all("flag").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(
            (form.get("empty"), form.get("unknown"), form.has("flag")),
            (None, None, true)
        );
    }

    #[test]
    fn bytes_that_are_no_text_and_floods_of_fields_are_refused() {
        assert_eq!(FormData::parse(b"a=%FF%FE"), Err(FormError));
        assert_eq!(FormData::parse(b"%C3=1"), Err(FormError));
        assert_eq!(FormData::parse("a=1&".repeat(501).as_bytes()), Err(FormError));
        assert!(
            FormData::parse(b"a=%zz&b=%").is_ok(),
            "a stray percent sign is text"
        );
    }

    #[test]
    fn secrets_and_tokens_are_never_kept_nor_shown_in_debug() {
        let form = FormData::parse(b"title=x&password=secret&csrf=t&captcha=12345&totp=123456").unwrap();
        assert_eq!(form.kept(), [("title".to_owned(), "x".to_owned())]);
        assert_eq!(form.state("fresh").value("password"), "");
        assert!(!format!("{form:?}").contains("secret"));
    }
}
