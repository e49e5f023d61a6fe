//! Divisions of Shandong after GB/T 2260: one province, 16 cities, 136 counties.
//! Owns names and the tree. Must not be used to judge a resident ID number: abolished codes stay
//! valid there (see `resident_id`).

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// 行政区划代码: six digits that are in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DivisionCode(u32);

/// 行政区划代码错误: why a text is no code of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// Nothing was chosen.
    #[error("请选择问题发生地")]
    Empty,
    /// Not six digits, or not in the list.
    #[error("请从列表中选择问题发生地")]
    Unknown,
}

impl DivisionCode {
    /// 山东省 itself.
    pub const PROVINCE: Self = Self(370_000);

    /// The division with this code.
    #[must_use]
    pub fn division(self) -> &'static Division {
        // A code exists only when it is in the table.
        table()
            .by_code
            .get(&self.0)
            .map_or(&table().all[0], |at| &table().all[*at])
    }

    /// Its level.
    #[must_use]
    pub fn level(self) -> Level {
        self.division().level
    }

    /// The city this division is or belongs to; `None` for the province.
    #[must_use]
    pub fn city(self) -> Option<Self> {
        (self != Self::PROVINCE).then_some(Self(self.0 / 100 * 100))
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({:06})", self.0)
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionError;
    fn from_str(text: &str) -> Result<Self, DivisionError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DivisionError::Empty);
        }
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DivisionError::Unknown);
        }
        let code = text.parse().map_err(|_| DivisionError::Unknown)?;
        if table().by_code.contains_key(&code) {
            Ok(Self(code))
        } else {
            Err(DivisionError::Unknown)
        }
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = DivisionError;
    fn try_from(text: String) -> Result<Self, DivisionError> {
        text.parse()
    }
}

/// 行政级别: of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省
    Province,
    /// 设区的市
    City,
    /// 县、县级市、市辖区
    County,
}

/// 行政区划: one division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// Its code.
    pub code: DivisionCode,
    /// Its own name, `历下区`.
    pub name: &'static str,
    /// Its level.
    pub level: Level,
    /// The division above; `None` for the province.
    pub parent: Option<DivisionCode>,
}

/// The province.
#[must_use]
pub fn province() -> &'static Division {
    &table().all[0]
}

/// The 16 cities, in the order of their codes.
#[must_use]
pub fn cities() -> &'static [Division] {
    let cities = table().all.iter().filter(|d| d.level == Level::City).count();
    &table().all[1..=cities]
}

/// The counties of a city, in the order of their codes; none for anything but a city.
pub fn counties_of(city: DivisionCode) -> impl Iterator<Item = &'static Division> {
    table()
        .all
        .iter()
        .filter(move |d| d.level == Level::County && d.parent == Some(city))
}

/// Every division: the province, then the cities, then the counties.
#[must_use]
pub fn all() -> &'static [Division] {
    &table().all
}

/// The divisions from the province down to this one.
#[must_use]
pub fn path(code: DivisionCode) -> Vec<&'static Division> {
    let mut path = vec![code.division()];
    while let Some(parent) = path.last().and_then(|d| d.parent) {
        path.push(parent.division());
    }
    path.reverse();
    path
}

/// The name with its city's before it: `济南市历下区`; the province and cities alone.
#[must_use]
pub fn full_name(code: DivisionCode) -> String {
    path(code)
        .iter()
        .filter(|d| d.level != Level::Province || d.code == code)
        .map(|d| d.name)
        .collect()
}

struct Table {
    all: Vec<Division>,
    by_code: HashMap<u32, usize>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    province: (&'a str, &'a str),
    #[serde(borrow)]
    cities: Vec<(&'a str, &'a str)>,
    #[serde(borrow)]
    counties: Vec<(&'a str, &'a str)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        #[expect(
            clippy::expect_used,
            reason = "the file is compiled in and read by every test"
        )]
        let file: File<'static> = serde_json::from_str(include_str!("../data/divisions-shandong.json"))
            .expect("the divisions are well-formed");
        let row = |(code, name): (&str, &'static str), level, parent: fn(u32) -> Option<u32>| {
            let code = code.parse().unwrap_or(0);
            Division {
                code: DivisionCode(code),
                name,
                level,
                parent: parent(code).map(DivisionCode),
            }
        };
        let mut all = vec![row(file.province, Level::Province, |_| None)];
        all.extend(
            file.cities
                .into_iter()
                .map(|r| row(r, Level::City, |c| Some(c / 10_000 * 10_000))),
        );
        all.extend(
            file.counties
                .into_iter()
                .map(|r| row(r, Level::County, |c| Some(c / 100 * 100))),
        );
        let by_code = all.iter().enumerate().map(|(at, d)| (d.code.0, at)).collect();
        Table { all, by_code }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_list_is_whole() {
        assert_eq!((cities().len(), all().len()), (16, 1 + 16 + 136));
        assert_eq!(province().code, DivisionCode::PROVINCE);
        assert!(
            cities()
                .iter()
                .all(|c| c.level == Level::City && c.parent == Some(DivisionCode::PROVINCE))
        );
        let counties: usize = cities().iter().map(|c| counties_of(c.code).count()).sum();
        assert_eq!(counties, 136, "every county belongs to a city of the list");
        assert!(cities().iter().all(|c| counties_of(c.code).next().is_some()));
    }

    #[test]
    fn a_county_is_named_with_its_city_and_a_city_alone() {
        assert_eq!(full_name(code("370102")), "济南市历下区");
        assert_eq!(full_name(code("370100")), "济南市");
        assert_eq!(full_name(code("370000")), "山东省");
        assert_eq!(full_name(code("371002")), "威海市环翠区");
    }

    #[test]
    fn the_path_of_every_division_begins_with_the_province_and_ends_with_it() {
        for division in all() {
            let path = path(division.code);
            assert_eq!(path[0].level, Level::Province);
            assert_eq!(*path.last().unwrap(), division);
            assert_eq!(path.len(), division.level as usize + 1);
            assert_eq!(division.code.to_string().parse(), Ok(division.code));
        }
    }

    #[test]
    fn a_code_knows_its_city() {
        assert_eq!(code("370102").city(), Some(code("370100")));
        assert_eq!(code("371000").city(), Some(code("371000")));
        assert_eq!(code("370000").city(), None);
    }

    #[test]
    fn codes_outside_the_list_are_refused() {
        assert_eq!("".parse::<DivisionCode>(), Err(DivisionError::Empty));
        for bad in [
            "370199",
            "110101",
            "37010",
            "3701020",
            "abcdef",
            "济南市",
            "+37010",
        ] {
            assert_eq!(bad.parse::<DivisionCode>(), Err(DivisionError::Unknown), "{bad}");
        }
        assert!(serde_json::from_str::<DivisionCode>("\"110101\"").is_err());
        assert_eq!(serde_json::to_string(&code("370102")).unwrap(), "\"370102\"");
    }
}
