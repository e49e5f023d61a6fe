//! 联名: several petitioners in one petition. Owns who may be named beside the one who files, how many,
//! and what is asked of them. Must not check a person against any service: that is for the one who files.

use crate::contact::{ANONYMOUS_NAME, Mobile, NameError, normalise_name, real_name};
use crate::resident_id::ResidentId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// 代表人数上限: the one who files is one of them (条例第 20 条).
pub const REPRESENTATIVES_MAX: usize = 5;
/// How many may be named beside the one who files.
pub const CO_PETITIONERS_MAX: usize = REPRESENTATIVES_MAX - 1;
/// 联名人: somebody who files together with the account's owner. Only the name is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoPetitioner {
    /// The name, as on the document.
    pub name: String,
    /// Resident ID number, if given: its check digit holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// Mobile number, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
}

/// 联名人 as typed, not yet valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPerson {
    /// 姓名
    pub name: String,
    /// 身份证号
    pub id_number: String,
    /// 手机号
    pub mobile: String,
}

/// 提交人: the one who files, to tell the others from.
#[derive(Clone, Copy, Debug)]
pub struct Filer<'a> {
    /// The name; 匿名 if anonymous.
    pub name: &'a str,
    /// Identity number, if known.
    pub id_number: Option<&'a str>,
    /// Files without a name.
    pub anonymous: bool,
}

impl TypedPerson {
    /// Whether nothing was typed at all: such a row counts as absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.id_number, &self.mobile]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// The form's field of the `at`th person (from 1): `co_2_name`.
#[must_use]
pub fn field(at: usize, what: &str) -> String {
    format!("co_{at}_{what}")
}

/// The people named beside the one who files, or what is wrong: field and sentence. Rows in which
/// nothing was typed are passed over.
///
/// # Errors
/// The fields that are wrong, each with what to tell the person.
pub fn parse(
    typed: &[TypedPerson],
    filer: Filer<'_>,
    today: NaiveDate,
) -> Result<Vec<CoPetitioner>, Vec<(String, String)>> {
    let mut errors = Vec::new();
    if filer.anonymous {
        let why = "匿名反映不能联名：联名人要写明姓名。请不要勾选联名，或者用实名账号反映";
        return Err(vec![("joint".to_owned(), why.to_owned())]);
    }
    let filled: Vec<(usize, &TypedPerson)> = (1..)
        .zip(typed)
        .filter(|(_, person)| !person.is_empty())
        .collect();
    if filled.is_empty() {
        let why = "联名的，请至少写上一位联名人的姓名；只有您一个人反映的，不要勾选联名";
        return Err(vec![("joint".to_owned(), why.to_owned())]);
    }
    if filled.len() > CO_PETITIONERS_MAX {
        let why = format!("联名的代表最多 {REPRESENTATIVES_MAX} 人，含您本人（《信访工作条例》第二十条）");
        return Err(vec![("joint".to_owned(), why)]);
    }
    let mut people: Vec<CoPetitioner> = Vec::new();
    for (at, person) in filled {
        match one(at, person, today) {
            Ok(person) => match clash(&person, &people, filer) {
                None => people.push(person),
                Some((what, why)) => errors.push((field(at, what), why.to_owned())),
            },
            Err(wrong) => errors.extend(wrong),
        }
    }
    if errors.is_empty() {
        Ok(people)
    } else {
        Err(errors)
    }
}

fn one(at: usize, typed: &TypedPerson, today: NaiveDate) -> Result<CoPetitioner, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let mut fail = |what: &str, why: String| errors.push((field(at, what), why));
    let name = match read_name(&typed.name) {
        Ok(name) => name,
        Err(why) => {
            fail("name", why);
            String::new()
        }
    };
    let mut id_number = None;
    if !typed.id_number.trim().is_empty() {
        match ResidentId::parse(&typed.id_number, today) {
            Ok(id) => id_number = Some(id.as_str().to_owned()),
            Err(error) => fail("id_number", error.message()),
        }
    }
    let mut mobile = None;
    if !typed.mobile.trim().is_empty() {
        match Mobile::parse(&typed.mobile) {
            Ok(number) => mobile = Some(number.as_str().to_owned()),
            Err(error) => fail("mobile", error.to_string()),
        }
    }
    if errors.is_empty() {
        Ok(CoPetitioner {
            name,
            id_number,
            mobile,
        })
    } else {
        Err(errors)
    }
}

fn read_name(typed: &str) -> Result<String, String> {
    match real_name(typed) {
        Err(NameError::Empty) => Err("请填写联名人的姓名，或者移除这一位".to_owned()),
        Ok(name) if normalise_name(&name) == ANONYMOUS_NAME => Err("联名人要写真实姓名".to_owned()),
        other => other.map_err(|error| error.to_string()),
    }
}

/// Whether the person stands there already, and at which field to say so. Namesakes are told apart by
/// their numbers.
fn clash(
    person: &CoPetitioner,
    before: &[CoPetitioner],
    filer: Filer<'_>,
) -> Option<(&'static str, &'static str)> {
    let same_number = |other: Option<&str>| other.is_some() && other == person.id_number.as_deref();
    let same_name = |other: &str| normalise_name(other) == normalise_name(&person.name);
    if same_number(filer.id_number) {
        return Some(("id_number", "这是您自己的身份证号。您是提交人，不用再写一遍"));
    }
    if before.iter().any(|other| same_number(other.id_number.as_deref())) {
        return Some(("id_number", "这个身份证号前面已经写过"));
    }
    if person.id_number.is_some() {
        return None;
    }
    if same_name(filer.name) {
        return Some((
            "name",
            "和您同名。您是提交人，不用再写；确是另一个人的，请写上身份证号",
        ));
    }
    before
        .iter()
        .any(|other| same_name(&other.name))
        .then_some(("name", "和前面一位同名；确是另一个人的，请写上身份证号"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "11010519491231002X";
    const OTHER: &str = "370202198509230022";

    fn filer() -> Filer<'static> {
        Filer {
            name: "李秀英",
            id_number: Some(OWN),
            anonymous: false,
        }
    }

    fn typed(name: &str, id_number: &str, mobile: &str) -> TypedPerson {
        TypedPerson {
            name: name.into(),
            id_number: id_number.into(),
            mobile: mobile.into(),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn wrong(people: &[TypedPerson]) -> Vec<String> {
        let errors = parse(people, filer(), today()).unwrap_err();
        errors.into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn a_name_is_enough_and_numbers_are_kept_as_they_are_written_officially() {
        let people = [
            typed(" 王芳 ", "", ""),
            typed("", " ", ""),
            typed("赵河", "370202 19850923 0022", "+86 138-1234-5678"),
        ];
        let found = parse(&people, filer(), today()).unwrap();
        let names: Vec<_> = found.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["王芳", "赵河"], "an empty row is passed over");
        assert_eq!(found[1].id_number.as_deref(), Some(OTHER));
        assert_eq!(found[1].mobile.as_deref(), Some("13812345678"));
        assert_eq!(
            (found[0].id_number.as_ref(), found[0].mobile.as_ref()),
            (None, None)
        );
    }

    #[test]
    fn each_mistake_is_told_at_its_own_field() {
        let people = [
            typed("", "370202198509230023", "12345"),
            typed("张3", "", ""),
            typed("王", "", ""),
            typed("匿 名", "", ""),
        ];
        assert_eq!(
            wrong(&people),
            [
                "co_1_name",
                "co_1_id_number",
                "co_1_mobile",
                "co_2_name",
                "co_3_name",
                "co_4_name"
            ]
        );
        assert_eq!(wrong(&[typed(&"王".repeat(51), "", "")]), ["co_1_name"]);
    }

    #[test]
    fn nobody_five_others_and_an_anonymous_filer_are_no_joint_petition() {
        assert_eq!(wrong(&[]), ["joint"]);
        assert_eq!(wrong(&[TypedPerson::default()]), ["joint"]);
        let five: Vec<_> = ["王一", "王二", "王三", "王四", "王五"]
            .map(|name| typed(name, "", ""))
            .into();
        assert!(parse(&five[..4], filer(), today()).is_ok());
        assert_eq!(wrong(&five), ["joint"]);
        let anonymous = Filer {
            name: "匿名",
            id_number: None,
            anonymous: true,
        };
        assert_eq!(parse(&five[..1], anonymous, today()).unwrap_err()[0].0, "joint");
    }

    #[test]
    fn nobody_is_named_twice_but_namesakes_with_numbers_are_two_people() {
        assert_eq!(wrong(&[typed("李 秀英", "", "")]), ["co_1_name"]);
        assert_eq!(wrong(&[typed("别人", OWN, "")]), ["co_1_id_number"]);
        assert_eq!(
            wrong(&[typed("王芳", "", ""), typed("王芳", "", "")]),
            ["co_2_name"]
        );
        assert_eq!(
            wrong(&[typed("王芳", OTHER, ""), typed("王方", OTHER, "")]),
            ["co_2_id_number"]
        );
        assert!(parse(&[typed("李秀英", OTHER, "")], filer(), today()).is_ok());
    }
}
