//! 中止事由: the grounds on which handling may stop, as administrators keep them. Owns how each field is read and
//! what of a change is told; must not know where they lie.

use super::Basis;
use crate::text::{char_count, normalise_line};
use crate::time::zh_date_plain;
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// Most grounds: they stand in a list of radio buttons.
pub const GROUNDS_MAX: usize = 10;
/// Longest ground, in characters.
pub const WORDS_MAX: usize = 40;
/// Longest name of a rule, in characters.
pub const RULE_MAX: usize = 60;
/// Longest article, in characters.
pub const ARTICLE_MAX: usize = 30;

/// Years that somebody may mean.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// 中止事由: one of the grounds of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Words and rule.
    #[serde(flatten)]
    pub basis: Basis,
    /// 生效日期: the first day on which it may be used.
    pub from: NaiveDate,
}

/// 事由的各项: the fields of a ground in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 事由
    Words,
    /// 依据
    Rule,
    /// 条款
    Article,
    /// 生效日期
    From,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Words, Self::Rule, Self::Article, Self::From];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Rule => "rule",
            Self::Article => "article",
            Self::From => "from",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Words => "事由",
            Self::Rule => "依据的名称",
            Self::Article => "条款",
            Self::From => "生效日期",
        }
    }
}

/// 事由有误: why a field of a ground cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroundError {
    /// Nothing typed.
    #[error("请填写{}", .0.label())]
    Empty(Field),
    /// More characters than the field takes.
    #[error("{}不能超过 {max} 个字，现在有 {count} 个字", field.label())]
    TooLong {
        /// The field.
        field: Field,
        /// How many characters it takes.
        max: usize,
        /// How many there are.
        count: usize,
    },
    /// Brackets inside the name.
    #[error("依据的名称里不写书名号，只写一部规定")]
    Brackets,
    /// No day.
    #[error("生效日期请填写年、月、日，例如 2026-12-01")]
    Day,
    /// The same ground stands above.
    #[error("和第 {0} 条重复，请改一条，或者删去一条")]
    Twice(usize),
}

impl Ground {
    /// Reads a ground as somebody typed it; otherwise what is wrong, field by field.
    ///
    /// # Errors
    /// Each field that cannot be taken, with the reason.
    pub fn read<'a>(typed: impl Fn(Field) -> &'a str) -> Result<Self, Vec<(Field, GroundError)>> {
        let words = line(Field::Words, typed(Field::Words), WORDS_MAX);
        let rule = rule(typed(Field::Rule));
        let article = line(Field::Article, typed(Field::Article), ARTICLE_MAX);
        let from = day(typed(Field::From));
        match (words, rule, article, from) {
            (Ok(words), Ok(rule), Ok(article), Ok(from)) => Ok(Self {
                basis: Basis { words, rule, article },
                from,
            }),
            (words, rule, article, from) => Err([
                (Field::Words, words.err()),
                (Field::Rule, rule.err()),
                (Field::Article, article.err()),
                (Field::From, from.err()),
            ]
            .into_iter()
            .filter_map(|(field, error)| Some((field, error?)))
            .collect()),
        }
    }

    /// A field as a form shows it.
    #[must_use]
    pub fn get(&self, field: Field) -> String {
        match field {
            Field::Words => self.basis.words.clone(),
            Field::Rule => self.basis.rule.clone(),
            Field::Article => self.basis.article.clone(),
            Field::From => self.from.to_string(),
        }
    }

    /// The whole of it, for people: `等待司法鉴定结论（《…》第…条），2026年12月1日起`.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{}，{}起", self.basis.told(), zh_date_plain(self.from))
    }
}

/// Those that may be used on `day`, in the administrators' order.
pub fn in_force(grounds: &[Ground], day: NaiveDate) -> impl Iterator<Item = &Ground> {
    grounds.iter().filter(move |ground| ground.from <= day)
}

/// What differs between two lists, for the audit log; the order is no difference. The public reads these words once
/// a clock stops, so they may be told.
#[must_use]
pub fn changes(before: &[Ground], after: &[Ground]) -> Vec<String> {
    let gone = before.iter().filter(|ground| !after.contains(ground));
    let new = after.iter().filter(|ground| !before.contains(ground));
    gone.map(|ground| format!("ground=removed {}", ground.told()))
        .chain(new.map(|ground| format!("ground=added {}", ground.told())))
        .collect()
}

fn line(field: Field, typed: &str, max: usize) -> Result<String, GroundError> {
    let kept = normalise_line(typed);
    match char_count(&kept) {
        0 => Err(GroundError::Empty(field)),
        count if count > max => Err(GroundError::TooLong { field, max, count }),
        _ => Ok(kept),
    }
}

/// The name of a rule; brackets around the whole of it are put there when it is shown.
fn rule(typed: &str) -> Result<String, GroundError> {
    let name = line(Field::Rule, typed, RULE_MAX + 2)?;
    let bare = name.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let bare = line(Field::Rule, bare.unwrap_or(&name), RULE_MAX)?;
    // A law may name another one in its name, in single brackets.
    if bare.contains(['《', '》']) {
        return Err(GroundError::Brackets);
    }
    Ok(bare)
}

fn day(typed: &str) -> Result<NaiveDate, GroundError> {
    if typed.trim().is_empty() {
        return Err(GroundError::Empty(Field::From));
    }
    let day: NaiveDate = typed.trim().parse().map_err(|_| GroundError::Day)?;
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(GroundError::Day)
    }
}
