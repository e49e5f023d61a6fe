//! Numbers that people quote: of a petition, of a suggestion, of a letter that came in and was registered in brief, and
//! of a letter that goes out.
//! Owns their spelling. Must not count: the store's counters do.

use crate::division::{Division, DivisionCode, Level, path};
use crate::registration::Channel;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Division, date and a count of that day: what numbers of every series consist of after their letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Dated {
    division: [u8; 6],
    date: NaiveDate,
    n: u32,
}

impl Dated {
    fn new(division: DivisionCode, date: NaiveDate, n: u32) -> Self {
        let mut digits = [b'0'; 6];
        for (digit, byte) in digits.iter_mut().zip(division.to_string().bytes()) {
            *digit = byte;
        }
        Self {
            division: digits,
            date,
            n,
        }
    }

    /// The letter, and what follows it.
    fn read(raw: &str) -> Option<(char, Self)> {
        let text = crate::text::half_width(raw).trim().to_ascii_uppercase();
        let letter = text.chars().next()?;
        let mut parts = text.split('-');
        let (head, date, n) = (parts.next()?, parts.next()?, parts.next()?);
        let division: [u8; 6] = head.as_bytes().get(1..)?.try_into().ok()?;
        let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
        let shape = parts.next().is_none()
            && letter.is_ascii()
            && digits(&division)
            && date.len() == 8
            && digits(date.as_bytes())
            && digits(n.as_bytes())
            // One text for one number: padded to five digits, never more.
            && (n.len() == 5 || (n.len() > 5 && !n.starts_with('0')));
        let number = |range: std::ops::Range<usize>| date.get(range)?.parse::<u32>().ok();
        let year = i32::try_from(number(0..4).filter(|_| shape)?).ok()?;
        let date = NaiveDate::from_ymd_opt(year, number(4..6)?, number(6..8)?)?;
        let n = n.parse().ok().filter(|n| *n > 0)?;
        Some((letter, Self { division, date, n }))
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let division = self
            .division
            .iter()
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        let (date, n) = (self.date.format("%Y%m%d"), self.n);
        write!(f, "{division:06}-{date}-{n:05}")
    }
}

/// 信访件编号: channel, division, date and a count of that day, `W370102-20261014-00042`.
///
/// Only its shape is checked when it is read: a number stays valid when its division is abolished.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PetitionNumber {
    channel: Channel,
    rest: Dated,
}

/// 编号错误: a text that is no petition number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("编号格式不对，应当像 W370102-20261014-00042")]
pub struct PetitionNumberError;

impl PetitionNumber {
    /// The `n`-th petition of this channel and division on that date (Shanghai); `n` from 1.
    #[must_use]
    pub fn new(channel: Channel, division: DivisionCode, date: NaiveDate, n: u32) -> Self {
        Self {
            channel,
            rest: Dated::new(division, date, n),
        }
    }

    /// Reads a number as people type it: lower case and white space around it are fine.
    ///
    /// # Errors
    /// [`PetitionNumberError`] when it is none.
    pub fn parse(raw: &str) -> Result<Self, PetitionNumberError> {
        let (letter, rest) = Dated::read(raw).ok_or(PetitionNumberError)?;
        let channel = Channel::ALL.into_iter().find(|c| c.prefix() == letter);
        let channel = channel.ok_or(PetitionNumberError)?;
        Ok(Self { channel, rest })
    }

    /// How the petition came in.
    #[must_use]
    pub fn channel(self) -> Channel {
        self.channel
    }

    /// The date in it.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.rest.date
    }
}

/// 建议编号: division, date and a count of that day, `J370102-20261014-00042` (J for 建议).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct SuggestionNumber(Dated);

/// 编号错误: a text that is no suggestion number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("编号格式不对，应当像 J370102-20261014-00042")]
pub struct SuggestionNumberError;

impl SuggestionNumber {
    /// The letter of the series; no channel of petitions has it.
    pub const PREFIX: char = 'J';

    /// The `n`-th suggestion for a division on that date (Shanghai); `n` from 1.
    #[must_use]
    pub fn new(division: DivisionCode, date: NaiveDate, n: u32) -> Self {
        Self(Dated::new(division, date, n))
    }

    /// Reads a number as people type it: lower case and white space around it are fine.
    ///
    /// # Errors
    /// [`SuggestionNumberError`] when it is none.
    pub fn parse(raw: &str) -> Result<Self, SuggestionNumberError> {
        let read = Dated::read(raw).filter(|(letter, _)| *letter == Self::PREFIX);
        read.map(|(_, rest)| Self(rest)).ok_or(SuggestionNumberError)
    }
}

/// 简单登记编号: division of the office, date and a count of that day, `B370000-20261127-00003`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BriefNumber(Dated);

/// 编号错误: a text that is no number of a letter registered in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("编号格式不对，应当像 B370000-20261127-00003")]
pub struct BriefNumberError;

impl BriefNumber {
    /// The letter of the series; no channel of petitions has it.
    pub const PREFIX: char = 'B';

    /// The `n`-th letter that an office of this division registered in brief on that date (Shanghai); `n` from 1.
    #[must_use]
    pub fn new(division: DivisionCode, date: NaiveDate, n: u32) -> Self {
        Self(Dated::new(division, date, n))
    }

    /// Reads a number as people type it: lower case and white space around it are fine.
    ///
    /// # Errors
    /// [`BriefNumberError`] when it is none.
    pub fn parse(raw: &str) -> Result<Self, BriefNumberError> {
        let read = Dated::read(raw).filter(|(letter, _)| *letter == Self::PREFIX);
        read.map(|(_, rest)| Self(rest)).ok_or(BriefNumberError)
    }
}

impl fmt::Display for BriefNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::PREFIX, self.0)
    }
}

impl fmt::Display for PetitionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.channel.prefix(), self.rest)
    }
}

impl fmt::Display for SuggestionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::PREFIX, self.0)
    }
}

macro_rules! as_text {
    ($($number:ident, $error:ident;)+) => {$(
        impl fmt::Debug for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($number), "({})"), self)
            }
        }

        impl FromStr for $number {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl From<$number> for String {
            fn from(number: $number) -> Self {
                number.to_string()
            }
        }

        impl TryFrom<String> for $number {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }
    )+};
}

as_text! {
    PetitionNumber, PetitionNumberError;
    SuggestionNumber, SuggestionNumberError;
    BriefNumber, BriefNumberError;
}

/// 文号: issuer, word, year and a count of that year, `鲁信受〔2026〕第1024号`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterNumber {
    issuer: String,
    word: &'static str,
    year: i32,
    n: u32,
}

impl LetterNumber {
    /// The `n`-th letter of that kind by that issuer in the year of `date`; `issuer` as from
    /// [`issuer_word`], `word` is the kind's (`信受`).
    #[must_use]
    pub fn new(issuer: impl Into<String>, word: &'static str, date: NaiveDate, n: u32) -> Self {
        Self {
            issuer: issuer.into(),
            word,
            year: date.year(),
            n,
        }
    }
}

impl fmt::Display for LetterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            issuer,
            word,
            year,
            n,
        } = self;
        write!(f, "{issuer}{word}〔{year}〕第{n}号")
    }
}

/// What a division's petition office calls itself in letter numbers: `鲁`, `济南`, `济南历下`. With
/// the city's name, because several cities have a 市中区; a department adds its own word.
#[must_use]
pub fn issuer_word(division: DivisionCode) -> String {
    if division == DivisionCode::PROVINCE {
        return "鲁".to_owned();
    }
    path(division)
        .into_iter()
        .filter(|d| d.level != Level::Province)
        .map(short_name)
        .collect()
}

/// The name without 市, 区 or 县, unless only one character would be left.
fn short_name(division: &Division) -> &'static str {
    let name = division.name;
    let short = name.strip_suffix(['市', '区', '县']).unwrap_or(name);
    if short.chars().count() >= 2 { short } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn number(n: u32) -> PetitionNumber {
        PetitionNumber::new(
            Channel::Web,
            "370102".parse().unwrap(),
            NaiveDate::from_ymd_opt(2026, 10, 14).unwrap(),
            n,
        )
    }

    #[test]
    fn a_number_reads_as_channel_division_date_and_count() {
        assert_eq!(number(42).to_string(), "W370102-20261014-00042");
        assert_eq!(number(123_456).to_string(), "W370102-20261014-123456");
        assert_eq!(PetitionNumber::parse(" ｗ370102-20261014-00042 "), Ok(number(42)));
        assert_eq!(
            serde_json::to_string(&number(42)).unwrap(),
            "\"W370102-20261014-00042\""
        );
    }

    #[test]
    fn a_number_of_an_abolished_division_still_reads() {
        let old = PetitionNumber::parse("L371200-20181231-00007").unwrap();
        assert_eq!(old.to_string(), "L371200-20181231-00007");
        assert_eq!(
            (old.channel(), old.date()),
            (Channel::Letter, "2018-12-31".parse().unwrap())
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "",
            "W370102",
            "X370102-20261014-00042",
            "W37010-20261014-00042",
            "W370102-20261314-00042",
            "W370102-20261014-42",
            "W370102-20261014-00000",
            "W370102-20261014-000042",
            "W370102-20261014-00042-1",
            "W370102-2026101-00042",
            "W37010访-20261014-00042",
            "W370102-20261014-+0042",
            "370102-20261014-00042",
            "W370102-20261014-99999999999",
        ] {
            assert_eq!(PetitionNumber::parse(bad), Err(PetitionNumberError), "{bad}");
        }
    }

    #[test]
    fn a_suggestions_number_has_its_own_letter_and_is_no_petitions() {
        let date = NaiveDate::from_ymd_opt(2026, 10, 14).unwrap();
        let number = SuggestionNumber::new("370102".parse().unwrap(), date, 42);
        assert_eq!(number.to_string(), "J370102-20261014-00042");
        assert_eq!(SuggestionNumber::parse(" j370102-20261014-00042 "), Ok(number));
        assert!(PetitionNumber::parse(&number.to_string()).is_err());
        for bad in [
            "",
            "W370102-20261014-00042",
            "J370102-20261014-42",
            "建370102-20261014-00042",
        ] {
            assert_eq!(SuggestionNumber::parse(bad), Err(SuggestionNumberError), "{bad}");
        }
        assert!(
            Channel::ALL
                .iter()
                .all(|c| c.prefix() != SuggestionNumber::PREFIX)
        );
    }

    proptest! {
        #[test]
        fn every_number_reads_back(n in 1_u32.., days in 0_i64..30_000, channel in 0_usize..4) {
            let date = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            let number = PetitionNumber::new(Channel::ALL[channel], "370102".parse().unwrap(), date, n);
            prop_assert_eq!(PetitionNumber::parse(&number.to_string()), Ok(number));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,30}|[W0-9-]{20,24}") {
            let _ = PetitionNumber::parse(&text);
            let _ = SuggestionNumber::parse(&text);
        }
    }

    #[test]
    fn a_letter_number_names_issuer_kind_year_and_count() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let letter = LetterNumber::new(issuer_word(DivisionCode::PROVINCE), "信受", date, 1024);
        assert_eq!(letter.to_string(), "鲁信受〔2026〕第1024号");
        assert_eq!(issuer_word("370102".parse().unwrap()), "济南历下");
        assert_eq!(issuer_word("371522".parse().unwrap()), "聊城莘县");
    }

    #[test]
    fn no_two_divisions_share_an_issuer_word() {
        let words: HashSet<_> = crate::division::all()
            .iter()
            .map(|d| issuer_word(d.code))
            .collect();
        assert_eq!(words.len(), crate::division::all().len());
    }
}
