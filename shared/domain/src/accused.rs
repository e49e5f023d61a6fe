//! 被揭发控告的人或者单位 (条例第三十条): an accusation is never passed to whom it accuses, nor to their unit. Owns what is
//! recorded of the accused, and which agencies its words name. Must not know the directory or who may read it.

use crate::ids::AgencyCode;
use crate::text::{ADDRESS_MAX, char_count, normalise_line};
use serde::{Deserialize, Serialize};

/// Longest name, unit or post, in characters.
pub const WORDS_MAX: usize = 100;

/// Fewest characters of an agency's name that count as naming it: shorter ones stand in too many texts.
const NAME_MIN: usize = 4;

/// 职级 of who is accused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccusedLevel {
    /// 村（社区）干部
    Village,
    /// 乡科级
    Township,
    /// 县处级
    County,
    /// 厅局级及以上
    Bureau,
    /// 单位
    Unit,
    /// 其他
    Other,
    /// 不清楚
    Unknown,
}

impl AccusedLevel {
    /// Every level, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Village,
        Self::Township,
        Self::County,
        Self::Bureau,
        Self::Unit,
        Self::Other,
        Self::Unknown,
    ];

    /// The value in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Township => "township",
            Self::County => "county",
            Self::Bureau => "bureau",
            Self::Unit => "unit",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Village => "村（社区）干部",
            Self::Township => "乡科级",
            Self::County => "县处级",
            Self::Bureau => "厅局级及以上",
            Self::Unit => "单位",
            Self::Other => "其他",
            Self::Unknown => "不清楚",
        }
    }

    /// The level with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// 被揭发控告的人或者单位. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accused {
    /// 姓名或者单位名称; 不清楚 where the petition does not say.
    pub name: String,
    /// 所在单位, or 不清楚.
    pub unit: String,
    /// 职务; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// 级别
    pub level: AccusedLevel,
    /// 地址; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The agencies of the directory that the words name: the case is not passed to them, and they do not see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<AgencyCode>,
}

impl std::fmt::Debug for Accused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Accused({}, {:?})", self.level.code(), self.agencies)
    }
}

/// The same as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// 姓名或者单位名称
    pub name: &'a str,
    /// 所在单位
    pub unit: &'a str,
    /// 职务
    pub post: &'a str,
    /// 级别, its code
    pub level: &'a str,
    /// 地址
    pub address: &'a str,
}

impl Typed<'_> {
    /// Whether nothing was given at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [self.name, self.unit, self.post, self.level, self.address]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// What was typed, or what is wrong: the end of the field's name and a sentence each.
    ///
    /// # Errors
    /// The fields that are missing or too long.
    pub fn parse(&self) -> Result<Accused, Vec<(&'static str, String)>> {
        let mut wrong = Vec::new();
        let mut words = |field, label, typed: &str, max, needed: bool| {
            let words = normalise_line(typed);
            let count = char_count(&words);
            if count > max {
                wrong.push((field, format!("{label}不能超过 {max} 个字，现在有 {count} 个字")));
            } else if needed && count == 0 {
                wrong.push((field, format!("请填写{label}；信里没有写的，填“不清楚”")));
            }
            words
        };
        let name = words("name", "被揭发控告的人或者单位", self.name, WORDS_MAX, true);
        let unit = words("unit", "所在单位", self.unit, WORDS_MAX, true);
        let post = words("post", "职务", self.post, WORDS_MAX, false);
        let address = words("address", "地址", self.address, ADDRESS_MAX, false);
        let level = AccusedLevel::from_code(self.level.trim());
        if level.is_none() {
            wrong.push(("level", "请选择级别；不知道的，选“不清楚”".to_owned()));
        }
        match level.filter(|_| wrong.is_empty()) {
            Some(level) => Ok(Accused {
                name,
                unit,
                post,
                level,
                address,
                agencies: Vec::new(),
            }),
            None => Err(wrong),
        }
    }
}

impl Accused {
    /// Notes which of the agencies the words name, each given by its code, full name and short name.
    pub fn recognise<'a>(&mut self, directory: impl IntoIterator<Item = (&'a AgencyCode, [&'a str; 2])>) {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let said = [&self.name, &self.unit, &self.post].map(|text| squeezed(text));
        let named = |name: &str| {
            let name = squeezed(name);
            char_count(&name) >= NAME_MIN && said.iter().any(|text| text.contains(&name))
        };
        self.agencies = directory
            .into_iter()
            .filter(|(_, names)| names.iter().any(|name| named(name)))
            .map(|(code, _)| code.clone())
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AgencyCode {
        text.parse().unwrap()
    }

    fn recognised(name: &str, unit: &str) -> Vec<String> {
        let typed = Typed {
            name,
            unit,
            level: "unknown",
            ..Typed::default()
        };
        let mut accused = typed.parse().unwrap();
        let [office, housing, other] = ["370102-xfj", "370102-zjj", "370103-zjj"].map(code);
        accused.recognise([
            (&office, ["济南市历下区信访局", "历下区信访局"]),
            (&housing, ["济南市历下区住房和城乡建设局", "历下区住建局"]),
            (&other, ["济南市市中区住房和城乡建设局", "住建局"]),
        ]);
        accused.agencies.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_unit_is_recognised_by_either_name_wherever_it_stands() {
        let none: [&str; 0] = [];
        assert_eq!(recognised("王某", "历下区住建局物业科"), ["370102-zjj"]);
        assert_eq!(
            recognised("济南市 历下区住房和城乡建设局", "不清楚"),
            ["370102-zjj"]
        );
        assert_eq!(
            recognised("历下区信访局局长", "历下区住建局"),
            ["370102-xfj", "370102-zjj"]
        );
        assert_eq!(recognised("王某", "某某公司"), none);
        assert_eq!(recognised("王某", "住建局"), none, "too short to say which");
    }

    #[test]
    fn what_is_missing_or_too_long_is_told_at_its_field() {
        let fields = |typed: Typed<'_>| -> Vec<&str> {
            typed
                .parse()
                .unwrap_err()
                .into_iter()
                .map(|(field, _)| field)
                .collect()
        };
        assert!(Typed::default().is_empty());
        assert_eq!(fields(Typed::default()), ["name", "unit", "level"]);
        let long = "长".repeat(WORDS_MAX + 1);
        let wrong = Typed {
            name: &long,
            unit: "不清楚",
            post: &long,
            level: "none",
            ..Typed::default()
        };
        assert!(!wrong.is_empty());
        assert_eq!(fields(wrong), ["name", "post", "level"]);
        for level in AccusedLevel::ALL {
            assert_eq!(AccusedLevel::from_code(level.code()), Some(level));
            assert!(!level.label().is_empty());
        }
    }

    #[test]
    fn nobody_s_name_gets_into_a_log() {
        let typed = Typed {
            name: "王某",
            unit: "某局",
            level: "county",
            ..Typed::default()
        };
        assert!(!format!("{:?}", typed.parse().unwrap()).contains('王'));
    }
}
