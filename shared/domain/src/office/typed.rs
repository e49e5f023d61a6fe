//! How each field of a contact is read from what somebody typed.

use crate::text::{char_count, half_width, normalise_line};

/// Longest address, in characters.
pub const ADDRESS_MAX: usize = 200;
/// Longest reception hours, in characters.
pub const HOURS_MAX: usize = 100;
/// Most telephone numbers.
pub const PHONES_MAX: usize = 3;
/// Longest web address, in characters.
pub const SITE_MAX: usize = 200;

/// 联系方式错误: why a field cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// More characters than the field takes.
    #[error("{what}不能超过 {max} 个字，现在有 {count} 个字")]
    TooLong {
        /// The field as people call it.
        what: &'static str,
        /// How many characters it takes.
        max: usize,
        /// How many there are.
        count: usize,
    },
    /// No telephone number that can be dialled in China.
    #[error("“{0}”不是电话号码，请连区号写成 0531-12345678 这样；分机写成 0531-12345678-801")]
    Phone(String),
    /// More numbers than fit.
    #[error("电话最多写 3 个")]
    Phones,
    /// No web address that is safe to link to.
    #[error("网站请写成 https:// 开头的完整网址，例如 https://www.example.com/")]
    Site,
}

/// One line of plain text; may be empty.
pub(super) fn line(what: &'static str, typed: &str, max: usize) -> Result<String, ContactError> {
    let kept = normalise_line(typed);
    match char_count(&kept) {
        count if count > max => Err(ContactError::TooLong { what, max, count }),
        _ => Ok(kept),
    }
}

/// Telephone numbers as they are kept: half-width, without blanks, an extension after a second hyphen, joined by `、`.
pub(super) fn phones(typed: &str) -> Result<String, ContactError> {
    let line = half_width(&normalise_line(typed)).replace(['–', '—', '－'], "-");
    let parts = line.split(['、', ',', ';', '/']).map(str::trim);
    let numbers: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(phone)
        .collect::<Result<_, _>>()?;
    match numbers.len() {
        count if count > PHONES_MAX => Err(ContactError::Phones),
        _ => Ok(numbers.join("、")),
    }
}

fn phone(part: &str) -> Result<String, ContactError> {
    let wrong = || {
        let shown: String = part.chars().take(20).collect();
        ContactError::Phone(shown)
    };
    let dense: String = part.chars().filter(|c| !c.is_whitespace()).collect();
    let dense = dense.replace(['(', ')'], "-").replace('转', "-");
    let pieces: Vec<&str> = dense.split('-').filter(|piece| !piece.is_empty()).collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !pieces.iter().all(|piece| digits(piece)) {
        return Err(wrong());
    }
    match pieces[..] {
        // Without a hyphen: the area codes of Beijing and the other nine that have three digits, else four.
        [one] if is_landline(one) => {
            let (area, local) = one.split_at(area_length(one));
            Ok(format!("{area}-{local}"))
        }
        [one] if is_short(one) || is_mobile(one) => Ok(one.to_owned()),
        [one] if is_toll_free(one) => Ok(format!("{}-{}-{}", &one[..3], &one[3..6], &one[6..])),
        [a, b, c] if a.len() == 3 && b.len() == 3 && is_toll_free(&format!("{a}{b}{c}")) => {
            Ok(format!("{a}-{b}-{c}"))
        }
        [area, local] if area.len() == area_length(area) && is_landline(&format!("{area}{local}")) => {
            Ok(format!("{area}-{local}"))
        }
        [area, local, extension]
            if area.len() == area_length(area)
                && is_landline(&format!("{area}{local}"))
                && (1..=6).contains(&extension.len()) =>
        {
            Ok(format!("{area}-{local}-{extension}"))
        }
        _ => Err(wrong()),
    }
}

/// `010` and `02x` have three digits, every other area code has four.
fn area_length(number: &str) -> usize {
    if number.starts_with("01") || number.starts_with("02") {
        3
    } else {
        4
    }
}

/// An area code and a number of seven or eight digits.
fn is_landline(number: &str) -> bool {
    let area = area_length(number);
    number.starts_with('0') && !number.starts_with("00") && (area + 7..=area + 8).contains(&number.len())
}

/// Service numbers: `12345`, `12388`, `95598`, `110`.
fn is_short(number: &str) -> bool {
    number.starts_with(['1', '9']) && (3..=6).contains(&number.len())
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9')
}

fn is_toll_free(number: &str) -> bool {
    number.len() == 10 && (number.starts_with("400") || number.starts_with("800"))
}

/// What a telephone dials for a number as it is kept: its digits without the extension.
#[must_use]
pub fn dial(phone: &str) -> String {
    let without_extension = match phone.rsplit_once('-') {
        Some((number, _)) if phone.starts_with('0') && number.contains('-') => number,
        _ => phone,
    };
    without_extension.chars().filter(char::is_ascii_digit).collect()
}

/// A web address that may be linked to: `https`, a host name, nothing that could name somebody or hide the host.
pub(super) fn site(typed: &str) -> Result<String, ContactError> {
    let kept = normalise_line(typed);
    let count = char_count(&kept);
    if count == 0 {
        return Ok(kept);
    }
    if count > SITE_MAX {
        let (what, max) = ("网址", SITE_MAX);
        return Err(ContactError::TooLong { what, max, count });
    }
    let scheme = kept.get(..8).ok_or(ContactError::Site)?;
    if !scheme.eq_ignore_ascii_case("https://") || !kept.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(ContactError::Site);
    }
    let rest = &kept[8..];
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let port_ok = port.parse::<u16>().is_ok_and(|port| port > 0);
    let odd = |c: char| matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^');
    if !is_host(host) || !port_ok || path.contains(odd) {
        return Err(ContactError::Site);
    }
    Ok(format!("https://{}{path}", authority.to_ascii_lowercase()))
}

/// At least two labels of letters, digits and hyphens; the last is no number, so it is no address either.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let labels: Vec<&str> = host.split('.').collect();
    let last_is_name = labels
        .last()
        .is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()));
    labels.len() >= 2 && last_is_name && labels.iter().all(|one| label(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_telephone_number_is_read_however_it_is_typed() {
        for (typed, kept, dialled) in [
            ("0531-0000 0001", "0531-00000001", "053100000001"),
            ("053100000001", "0531-00000001", "053100000001"),
            ("（0531）00000001", "0531-00000001", "053100000001"),
            ("010-00000001", "010-00000001", "01000000001"),
            ("0543-0000001转12", "0543-0000001-12", "05430000001"),
            ("400-000-0001", "400-000-0001", "4000000001"),
            ("4000000001", "400-000-0001", "4000000001"),
            ("12345", "12345", "12345"),
            ("13800000000", "13800000000", "13800000000"),
        ] {
            assert_eq!(phones(typed).as_deref(), Ok(kept), "{typed}");
            assert_eq!(dial(kept), dialled, "{typed}");
        }
        assert_eq!(
            phones("12345；0531-00000001 / ").as_deref(),
            Ok("12345、0531-00000001")
        );
    }

    #[test]
    fn what_nobody_can_dial_is_refused_with_its_own_words() {
        for typed in [
            "00000001",
            "0531-123",
            "0531-1234567890",
            "001-5550100",
            "电话 12345",
            "12",
            "531-00000001",
            "0531-00000001-1234567",
            "+86 531 00000001",
        ] {
            assert!(matches!(phones(typed), Err(ContactError::Phone(_))), "{typed}");
        }
        assert_eq!(phones("12345、12345、12345、12345"), Err(ContactError::Phones));
        assert!(phones("某某").unwrap_err().to_string().contains("“某某”"));
    }

    #[test]
    fn only_an_address_that_is_safe_to_link_to_is_a_site() {
        for good in [
            "https://xf.example.com",
            "https://xf.example.com/a?b=c#d",
            "https://xf.example.com:8443/",
        ] {
            assert_eq!(site(good).as_deref(), Ok(good));
        }
        for bad in [
            "http://example.com/",
            "javascript:alert(1)",
            "https:/",
            "https://",
            "example.com",
            "https://localhost/",
            "https://10.0.0.1/",
            "https://good.com@bad.com/",
            "https://a b.com/",
            "https://a.com:0/",
            "https://-a.com/",
            "https://a..com/",
            "https://某.政务/",
            "https://a.com/\"><script>",
        ] {
            assert_eq!(site(bad), Err(ContactError::Site), "{bad}");
        }
        let long = format!("https://example.com/{}", "a".repeat(SITE_MAX));
        assert!(matches!(site(&long), Err(ContactError::TooLong { .. })));
    }

    #[test]
    fn a_line_that_is_too_long_says_by_how_much() {
        let long = line("地址", &"路".repeat(ADDRESS_MAX + 3), ADDRESS_MAX).unwrap_err();
        assert_eq!(long.to_string(), "地址不能超过 200 个字，现在有 203 个字");
        assert!(line("地址", &"路".repeat(ADDRESS_MAX), ADDRESS_MAX).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_kept_reads_back_as_it_is(text in "[0-9转（）、, -]{0,30}|https://[a-z.:/@?]{0,30}|.{0,40}") {
            for read in [phones, site] {
                if let Ok(kept) = read(&text) {
                    prop_assert_eq!(read(&kept), Ok(kept.clone()));
                }
            }
        }
    }
}
