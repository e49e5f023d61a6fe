//! 隐去个人信息: finds in a text what could tell who somebody is, and proposes what to put in its place.
//! Numbers (documents, telephones, cards, plates, e-mail addresses) are found by rule, in whatever digits and
//! with whatever between them; names and addresses by heuristics that miss some and find too much. Changes no
//! text by itself: an officer decides about each find.

mod addresses;
mod emails;
mod names;
mod numbers;
mod plates;

use serde::{Deserialize, Serialize};

/// 个人信息的种类.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 居民身份证号码: 18 or 15 characters.
    ResidentId,
    /// 手机号.
    Mobile,
    /// 固定电话.
    Landline,
    /// 银行卡号, or any other number as long (a query code has 16 digits).
    BankCard,
    /// 车牌号.
    Plate,
    /// 电子邮箱.
    Email,
    /// 姓名.
    Name,
    /// 住址, finer than a county.
    Address,
}

impl Kind {
    /// Every kind; those found by rule first.
    pub const ALL: [Self; 8] = [
        Self::ResidentId,
        Self::Mobile,
        Self::Landline,
        Self::BankCard,
        Self::Plate,
        Self::Email,
        Self::Name,
        Self::Address,
    ];

    /// Its name in forms and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ResidentId => "resident_id",
            Self::Mobile => "mobile",
            Self::Landline => "landline",
            Self::BankCard => "bank_card",
            Self::Plate => "plate",
            Self::Email => "email",
            Self::Name => "name",
            Self::Address => "address",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ResidentId => "身份证号",
            Self::Mobile => "手机号",
            Self::Landline => "固定电话",
            Self::BankCard => "银行卡号或者长号码",
            Self::Plate => "车牌号",
            Self::Email => "电子邮箱",
            Self::Name => "姓名",
            Self::Address => "住址",
        }
    }

    /// Whether it is found by rule: what is left of it bars a publication until it is explained.
    #[must_use]
    pub const fn is_number(self) -> bool {
        !matches!(self, Self::Name | Self::Address)
    }
}

/// 一处个人信息: where it stands in the text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Find {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

impl Find {
    /// The words themselves.
    #[must_use]
    pub fn words(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A text by characters, with the byte at which each begins.
struct Chars {
    chars: Vec<char>,
    bytes: Vec<usize>,
}

impl Chars {
    fn of(text: &str) -> Self {
        let (mut bytes, chars): (Vec<usize>, Vec<char>) = text.char_indices().unzip();
        bytes.push(text.len());
        Self { chars, bytes }
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    fn starts_with(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(n, c)| self.get(at + n) == Some(c))
    }

    fn ends_with(&self, end: usize, word: &str) -> bool {
        let length = word.chars().count();
        end >= length && self.starts_with(end - length, word)
    }

    fn find(&self, kind: Kind, from: usize, to: usize) -> Find {
        Find {
            kind,
            start: self.bytes[from],
            end: self.bytes[to],
        }
    }
}

/// A Chinese character.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

/// Whatever a text seems to hold, in its order and without overlaps; where two kinds claim the same characters, the
/// one found by rule has them.
#[must_use]
pub fn find(text: &str) -> Vec<Find> {
    let chars = Chars::of(text);
    let mut all = Vec::new();
    for found in [
        emails::find(&chars),
        numbers::find(&chars),
        plates::find(&chars),
        names::find(&chars),
        addresses::find(&chars),
    ] {
        for one in found {
            let free = all
                .iter()
                .all(|other: &Find| one.end <= other.start || other.end <= one.start);
            // What was put in place of a name is no name.
            let words = one.words(text);
            if free && mask(one.kind, words) != words {
                all.push(one);
            }
        }
    }
    all.sort_by_key(|one| one.start);
    all
}

/// A character of the number of a document as it stands on the card: `0` to `9` for a digit of any script, `X` for what
/// is written for it; none for marks and blanks.
#[must_use]
pub fn plain(c: char) -> Option<char> {
    numbers::plain(c)
}

/// What is proposed in place of a find.
#[must_use]
pub fn mask(kind: Kind, words: &str) -> String {
    match kind {
        Kind::ResidentId => "（证件号码略）".to_owned(),
        Kind::Mobile | Kind::Landline => "（电话略）".to_owned(),
        Kind::BankCard => "（号码略）".to_owned(),
        Kind::Plate => "（车牌略）".to_owned(),
        Kind::Email => "（邮箱略）".to_owned(),
        Kind::Name => names::mask(words),
        Kind::Address => "某处".to_owned(),
    }
}

/// The text with the finds replaced that `take` says yes to.
#[must_use]
pub fn masked(text: &str, mut take: impl FnMut(Kind, &str) -> bool) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for one in find(text) {
        let words = one.words(text);
        masked.push_str(text.get(done..one.start).unwrap_or_default());
        if take(one.kind, words) {
            masked.push_str(&mask(one.kind, words));
        } else {
            masked.push_str(words);
        }
        done = one.end;
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests;
