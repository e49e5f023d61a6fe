//! What is typed into the form of a notice, as it is kept: title, text, last day. Must not know what a notice
//! is.

use crate::text::{TextError, char_count, half_width, normalise, normalise_line};
use chrono::NaiveDate;

/// Longest title, in characters: a line on a telephone and a half.
pub const TITLE_MAX: usize = 60;
/// Longest text, in characters.
pub const BODY_MAX: usize = 5_000;

/// A title as it is kept.
///
/// # Errors
/// [`TextError`]
pub fn title(typed: &str) -> Result<String, TextError> {
    limited(normalise_line(typed), "标题", TITLE_MAX)
}

/// A text as it is kept.
///
/// # Errors
/// [`TextError`]
pub fn body(typed: &str) -> Result<String, TextError> {
    limited(normalise(typed), "正文", BODY_MAX)
}

/// 截止日期填写错误.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UntilError {
    /// It is no date.
    #[error("日期看不懂，请写成 2026-12-01 这样")]
    NoDate,
    /// It is over: nobody would see the notice.
    #[error("截止日期已经过了，请写今天或者以后的日期")]
    Over,
}

/// The last day of a notice as typed: `2026-12-01`, `2026/12/1` or `2026年12月1日`; nothing for none.
///
/// # Errors
/// [`UntilError`]
pub fn until(typed: &str, today: NaiveDate) -> Result<Option<NaiveDate>, UntilError> {
    let typed = normalise_line(&half_width(typed));
    if typed.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = typed
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    let [year, month, day] = parts[..] else {
        return Err(UntilError::NoDate);
    };
    let date = match (year.parse(), month.parse(), day.parse()) {
        (Ok(year @ 1000..=9999), Ok(month), Ok(day)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    match date {
        None => Err(UntilError::NoDate),
        Some(date) if date < today => Err(UntilError::Over),
        some => Ok(some),
    }
}

fn limited(kept: String, what: &'static str, max: usize) -> Result<String, TextError> {
    match char_count(&kept) {
        0 => Err(TextError::Empty { what }),
        count if count > max => Err(TextError::TooLong { what, max, count }),
        _ => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn title_and_text_have_limits_that_are_told() {
        assert_eq!(title(" \n").unwrap_err().to_string(), "请填写标题");
        assert_eq!(
            title(&"字".repeat(61)).unwrap_err().to_string(),
            "标题不能超过 60 个字，现在有 61 个字"
        );
        assert!(title(&"字".repeat(60)).is_ok() && body(&"字".repeat(BODY_MAX)).is_ok());
        assert!(body(&"字".repeat(BODY_MAX + 1)).is_err());
    }

    #[test]
    fn a_last_day_is_read_as_people_write_dates() {
        let today = day("2026-11-23");
        for typed in [
            "2026-12-01",
            " 2026/12/1",
            "2026年12月1日",
            "２０２６．１２．０１",
        ] {
            assert_eq!(until(typed, today), Ok(Some(day("2026-12-01"))), "{typed}");
        }
        assert_eq!(until(" ", today), Ok(None));
        assert_eq!(until("2026-11-23", today), Ok(Some(today)), "today counts");
        assert_eq!(until("2026-11-22", today), Err(UntilError::Over));
        for typed in [
            "明天",
            "2026-13-01",
            "2026-2-30",
            "26-12-1",
            "12-1",
            "2026-12-01-01",
        ] {
            assert_eq!(until(typed, today), Err(UntilError::NoDate), "{typed}");
        }
    }
}
