//! 案例的文字: what an officer writes about a case, its limits, and the numbers in it that have to be masked or
//! explained before it may be published.

use crate::category;
use crate::division::{self, DivisionCode, Level};
use crate::redaction::{self, Find, Kind};
use crate::resident_id::ResidentId;
use crate::text::{TextError, char_count, normalise, normalise_line};
use serde::{Deserialize, Serialize};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 60;
/// Longest account of what was reported, in characters.
pub const REPORTED_MAX: usize = 1_000;
/// Longest account of how it was handled, in characters.
pub const HANDLED_MAX: usize = 1_500;
/// Longest outcome, in characters.
pub const OUTCOME_MAX: usize = 500;

/// 案例的一栏.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 标题.
    Title,
    /// 处理结果: what came of it, first on the page.
    Outcome,
    /// 群众反映.
    Reported,
    /// 办理经过.
    Handled,
}

impl Field {
    /// Every field, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Title, Self::Outcome, Self::Reported, Self::Handled];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Outcome => "outcome",
            Self::Reported => "reported",
            Self::Handled => "handled",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Title => "标题",
            Self::Outcome => "处理结果",
            Self::Reported => "群众反映",
            Self::Handled => "办理经过",
        }
    }

    /// How many characters it takes.
    #[must_use]
    pub const fn max(self) -> usize {
        match self {
            Self::Title => TITLE_MAX,
            Self::Outcome => OUTCOME_MAX,
            Self::Reported => REPORTED_MAX,
            Self::Handled => HANDLED_MAX,
        }
    }

    /// What was typed, as it is kept. A draft may leave a field out.
    ///
    /// # Errors
    /// [`TextError::TooLong`]
    pub fn parse(self, typed: &str) -> Result<String, TextError> {
        let kept = match self {
            Self::Title => normalise_line(typed),
            _ => normalise(typed),
        };
        let count = char_count(&kept);
        if count > self.max() {
            return Err(TextError::TooLong {
                what: self.label(),
                max: self.max(),
                count,
            });
        }
        Ok(kept)
    }
}

/// 地区: the province itself or one of its cities; readers look for cases by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "DivisionCode", try_from = "DivisionCode")]
pub struct Place(DivisionCode);

/// 不是省或市.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("请选择地区")]
pub struct PlaceError;

impl Place {
    /// The city of a division, or the province where it has none.
    #[must_use]
    pub fn of(code: DivisionCode) -> Self {
        Self(code.city().unwrap_or(division::province().code))
    }

    /// The place a form or an address names.
    ///
    /// # Errors
    /// [`PlaceError`]
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let code: DivisionCode = text.trim().parse().map_err(|_| PlaceError)?;
        Self::try_from(code)
    }

    /// Every place, the province last.
    pub fn all() -> impl Iterator<Item = Self> {
        let cities = division::cities().iter().map(|city| Self(city.code));
        cities.chain([Self(division::province().code)])
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> DivisionCode {
        self.0
    }

    /// Its name: 济南市, or 省直.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0.level() {
            Level::Province => "省直",
            _ => self.0.division().name,
        }
    }
}

impl TryFrom<DivisionCode> for Place {
    type Error = PlaceError;
    fn try_from(code: DivisionCode) -> Result<Self, PlaceError> {
        match code.level() {
            Level::Province | Level::City => Ok(Self(code)),
            Level::County => Err(PlaceError),
        }
    }
}

impl From<Place> for DivisionCode {
    fn from(place: Place) -> Self {
        place.0
    }
}

/// 案例的文字.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// 标题.
    pub title: String,
    /// 处理结果.
    pub outcome: String,
    /// 群众反映.
    pub reported: String,
    /// 办理经过.
    pub handled: String,
    /// 地区.
    pub place: Place,
    /// 类别: a first-level category.
    pub category: String,
}

impl Words {
    /// One field's text.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::Outcome => &self.outcome,
            Field::Reported => &self.reported,
            Field::Handled => &self.handled,
        }
    }

    /// One field's text, to be changed.
    pub fn get_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::Outcome => &mut self.outcome,
            Field::Reported => &mut self.reported,
            Field::Handled => &mut self.handled,
        }
    }

    /// What is missing before it can be published: the fields without text, and the category if it is none.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let empty = Field::ALL.into_iter().filter(|field| self.get(*field).is_empty());
        let category = (!category::level1().any(|name| name == self.category)).then_some("类别");
        empty.map(Field::label).chain(category).collect()
    }

    /// What seems personal in a field.
    #[must_use]
    pub fn finds(&self, field: Field) -> Vec<Find> {
        redaction::find(self.get(field))
    }

    /// The numbers that are neither masked nor explained.
    #[must_use]
    pub fn unexplained(&self, explained: &[Explained]) -> Vec<Unexplained> {
        let mut open: Vec<Unexplained> = Vec::new();
        for field in Field::ALL {
            for find in self.finds(field) {
                let words = find.words(self.get(field));
                let one = Unexplained {
                    field,
                    kind: find.kind,
                    words: words.to_owned(),
                };
                let known = explained.iter().any(|reason| reason.covers(find.kind, words));
                if find.kind.is_number() && !known && !open.contains(&one) {
                    open.push(one);
                }
            }
        }
        open
    }
}

/// 未说明的号码.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// Where.
    pub field: Field,
    /// What it seems to be.
    pub kind: Kind,
    /// The characters.
    pub words: String,
}

/// 保留理由: why a number may be read by everybody. A number of an identity document that is really one has no
/// such reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 单位对外公开的电话或者邮箱.
    OfficeContact,
    /// 不是这种号码: a document number, an amount, a date.
    SomethingElse,
}

impl Reason {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::OfficeContact, Self::SomethingElse];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OfficeContact => "office_contact",
            Self::SomethingElse => "something_else",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::OfficeContact => "是单位对外公开的电话或者邮箱",
            Self::SomethingElse => "不是这种号码，是文号、编号、金额、日期等",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The reasons there can be for a number.
    #[must_use]
    pub fn of(kind: Kind, words: &str) -> Vec<Self> {
        match kind {
            Kind::ResidentId | Kind::BankCard if holds_resident_id(words) => Vec::new(),
            Kind::Mobile | Kind::Landline | Kind::Email => Self::ALL.into(),
            _ => vec![Self::SomethingElse],
        }
    }
}

/// Whether in a number, in whatever script, stands one that a person could have: right in its date and its check digit.
fn holds_resident_id(words: &str) -> bool {
    let plain: String = words.chars().filter_map(redaction::plain).collect();
    let parts = plain.as_bytes().windows(18);
    parts
        .filter_map(|part| std::str::from_utf8(part).ok())
        .any(|part| ResidentId::parse(part, chrono::NaiveDate::MAX).is_ok())
}

/// 已说明的号码.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// What it seems to be.
    pub kind: Kind,
    /// The characters, wherever they stand.
    pub words: String,
    /// Why they may stay.
    pub reason: Reason,
}

impl Explained {
    fn covers(&self, kind: Kind, words: &str) -> bool {
        self.kind == kind && self.words == words && Reason::of(kind, words).contains(&self.reason)
    }
}
