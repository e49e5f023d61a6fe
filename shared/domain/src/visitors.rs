//! 来访人: how many came, who came along, and who speaks for them. From five people on a visit is a collective one (集体访)
//! and chooses representatives, of whom at most five are received (《信访工作条例》第二十条). Owns these rules and what is
//! kept of a companion. Must not know how it is typed or stored.

use crate::contact::{ANONYMOUS_NAME, NameError, normalise_name, real_name};
use crate::ids::AttachmentId;
use crate::incoming::JOINT_PEOPLE_MIN;
use crate::joint::{CoPetitioner, REPRESENTATIVES_MAX};
use crate::resident_id::ResidentId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most people of one visit.
pub const VISITORS_MAX: u32 = 9_999;
/// Most companions that are written down one by one.
pub const COMPANIONS_MAX: usize = 30;

/// 随访人: somebody who came along. `Debug` shows no name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// 姓名
    pub name: String,
    /// 身份证号, if given: its check digit holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// 代表: is received with the first, and tracks the case by the own name.
    #[serde(default)]
    pub representative: bool,
    /// 照片: an attachment of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<AttachmentId>,
}

impl std::fmt::Debug for Companion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Companion(representative: {})", self.representative)
    }
}

/// 来访情况: of a petition that came by a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitors {
    /// 来访人数, the first included.
    pub count: u32,
    /// 随访人
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<Companion>,
}

impl Visitors {
    /// Those who speak for the others beside the first.
    #[must_use]
    pub fn representatives(&self) -> Vec<CoPetitioner> {
        let chosen = self.companions.iter().filter(|one| one.representative);
        chosen
            .map(|one| CoPetitioner {
                name: one.name.clone(),
                id_number: one.id_number.clone(),
                mobile: None,
            })
            .collect()
    }
}

/// 人数段: how many came, as statistics count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Band {
    /// 个访: one to four.
    Individual,
    /// 5–10 人
    FromFive,
    /// 11–20 人
    FromEleven,
    /// 21–50 人
    FromTwentyOne,
    /// 51–100 人
    FromFiftyOne,
    /// 超过 100 人
    OverHundred,
}

impl Band {
    /// Every band, the smallest first.
    pub const ALL: [Self; 6] = [
        Self::Individual,
        Self::FromFive,
        Self::FromEleven,
        Self::FromTwentyOne,
        Self::FromFiftyOne,
        Self::OverHundred,
    ];

    /// The band of so many people.
    #[must_use]
    pub fn of(visitors: u32) -> Self {
        match visitors {
            0..=4 => Self::Individual,
            5..=10 => Self::FromFive,
            11..=20 => Self::FromEleven,
            21..=50 => Self::FromTwentyOne,
            51..=100 => Self::FromFiftyOne,
            _ => Self::OverHundred,
        }
    }

    /// Whether it is a collective visit.
    #[must_use]
    pub fn is_collective(self) -> bool {
        self != Self::Individual
    }

    /// The word people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Individual => "个访",
            Self::FromFive => "集体访 5–10 人",
            Self::FromEleven => "集体访 11–20 人",
            Self::FromTwentyOne => "集体访 21–50 人",
            Self::FromFiftyOne => "集体访 51–100 人",
            Self::OverHundred => "集体访 超过 100 人",
        }
    }
}

/// 随访人 as typed, not yet valid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedCompanion {
    /// 姓名
    pub name: String,
    /// 身份证号
    pub id_number: String,
    /// 代表
    pub representative: bool,
    /// 照片
    pub photo: Option<AttachmentId>,
}

impl TypedCompanion {
    /// Whether nothing was given at all: such a row counts as absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.trim().is_empty()
            && self.id_number.trim().is_empty()
            && !self.representative
            && self.photo.is_none()
    }
}

/// 来访 as typed: what the rules look at besides the companions.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// 来访人数
    pub count: &'a str,
    /// 随访人
    pub companions: &'a [TypedCompanion],
    /// The ID number of the first, if known.
    pub first_id_number: Option<&'a str>,
    /// The first gives no name.
    pub anonymous: bool,
    /// 代表只有来访人一人
    pub sole_representative: bool,
}

/// The form's field of the `at`th companion (from 1): `companion_2_name`.
#[must_use]
pub fn field(at: usize, what: &str) -> String {
    format!("companion_{at}_{what}")
}

/// Who came, or what is wrong: field and sentence. Rows in which nothing was given are passed over.
///
/// # Errors
/// The fields that are wrong, each with what to tell the officer.
pub fn parse(typed: Typed<'_>, today: NaiveDate) -> Result<Visitors, Vec<(String, String)>> {
    let mut wrong = Vec::new();
    let filled: Vec<(usize, &TypedCompanion)> = (1..)
        .zip(typed.companions)
        .filter(|(_, one)| !one.is_empty())
        .collect();
    let mut companions: Vec<Companion> = Vec::new();
    let mut numbers: Vec<String> = typed.first_id_number.map(str::to_owned).into_iter().collect();
    if let (true, Some((at, _))) = (typed.anonymous, filled.first()) {
        let why = "勾选了匿名，随访人不要写；有人写明姓名的，请登记为来访人，不要勾选匿名";
        wrong.push((field(*at, "name"), why.to_owned()));
    }
    for (at, one) in &filled {
        match companion(*at, one, &mut numbers, today) {
            Ok(read) => companions.push(read),
            Err(errors) => wrong.extend(errors),
        }
    }
    let named = u32::try_from(filled.len()).unwrap_or(u32::MAX).saturating_add(1);
    let count = match count(typed.count) {
        Ok(count) if count < named => {
            wrong.push((
                "visitors".to_owned(),
                format!("已经写上 {named} 个人（含来访人），来访人数至少是 {named}"),
            ));
            None
        }
        Ok(count) => Some(count),
        Err(why) => {
            wrong.push(("visitors".to_owned(), why));
            None
        }
    };
    let chosen = filled.iter().filter(|(_, one)| one.representative).count();
    if let Some(why) = representatives_problem(count.unwrap_or(named), chosen, typed) {
        wrong.push(("representatives".to_owned(), why));
    }
    match count.filter(|_| wrong.is_empty()) {
        Some(count) => Ok(Visitors { count, companions }),
        None => Err(wrong),
    }
}

/// What is wrong with who speaks for the others; `chosen` are the companions who do.
fn representatives_problem(count: u32, chosen: usize, typed: Typed<'_>) -> Option<String> {
    let all = chosen + 1;
    if all > REPRESENTATIVES_MAX {
        return Some(format!(
            "接待的代表最多 {REPRESENTATIVES_MAX} 人，含来访人本人，现在勾选了 {all} 人（《信访工作条例》第二十条）。请让来访的人推选，多勾的去掉，名字不用删"
        ));
    }
    if typed.sole_representative && chosen > 0 {
        return Some("勾选了“代表只有来访人一人”，随访人里又勾选了代表，请去掉一样".to_owned());
    }
    let unsaid = chosen == 0 && !typed.sole_representative;
    (count >= JOINT_PEOPLE_MIN && unsaid && !typed.anonymous).then(|| {
        format!(
            "来访 {count} 人，是集体访，应当推选代表，代表最多 {REPRESENTATIVES_MAX} 人（《信访工作条例》第二十条）。请在随访人里勾选代表；只有来访人一人当代表的，勾选“代表只有来访人一人”"
        )
    })
}

/// 来访人数
///
/// # Errors
/// What to say beside the field.
pub fn count(typed: &str) -> Result<u32, String> {
    let text = crate::text::half_width(typed);
    let text = text.trim().trim_end_matches('人').trim();
    if text.is_empty() {
        return Err("请填写来访人数，含来访人本人".to_owned());
    }
    match text.parse::<u32>() {
        Ok(count @ 1..=VISITORS_MAX) => Ok(count),
        Ok(0) => Err("来访人数至少是 1".to_owned()),
        Ok(_) => Err(format!("来访人数不能超过 {VISITORS_MAX}")),
        Err(_) => Err("来访人数要写成数字，如 3".to_owned()),
    }
}

fn companion(
    at: usize,
    typed: &TypedCompanion,
    numbers: &mut Vec<String>,
    today: NaiveDate,
) -> Result<Companion, Vec<(String, String)>> {
    let mut wrong = Vec::new();
    let mut fail = |what: &str, why: String| wrong.push((field(at, what), why));
    let name = match real_name(&typed.name) {
        Ok(name) if normalise_name(&name) == ANONYMOUS_NAME => {
            fail(
                "name",
                "随访人要写真实姓名，不愿意写的不要登记，只算在人数里".to_owned(),
            );
            None
        }
        Ok(name) => Some(name),
        Err(NameError::Empty) => {
            fail("name", "请填写这位随访人的姓名，或者移除这一行".to_owned());
            None
        }
        Err(error) => {
            fail("name", error.to_string());
            None
        }
    };
    let mut id_number = None;
    if !typed.id_number.trim().is_empty() {
        match ResidentId::parse(&typed.id_number, today) {
            Ok(id) if numbers.iter().any(|known| known == id.as_str()) => {
                fail("id_number", "和前面一位的身份证号相同".to_owned());
            }
            Ok(id) => {
                numbers.push(id.as_str().to_owned());
                id_number = Some(id.as_str().to_owned());
            }
            Err(error) => fail("id_number", error.message()),
        }
    }
    match name.filter(|_| wrong.is_empty()) {
        Some(name) => Ok(Companion {
            name,
            id_number,
            representative: typed.representative,
            photo: typed.photo,
        }),
        None => Err(wrong),
    }
}

#[cfg(test)]
#[path = "visitors_tests.rs"]
mod tests;
