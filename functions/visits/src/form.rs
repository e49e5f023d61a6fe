//! 来访登记, from what was typed to what is registered. Pure.

use chrono::NaiveDate;
use domain::ids::OfficerId;
use domain::incoming::{JOINT_PEOPLE_MIN, line};
use domain::registration::{Channel, Procedure, Registration};
use domain::text::{ADDRESS_MAX, Content, Title};
use domain::visitors::Visitors;
use store::cases::Petitioner;
use web::forms::take;
use web::registration::{self, Desk, Origin};
use web::sender;
use web::{FormData, FormState};

/// 一批来访, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The first of those who came.
    pub petitioner: Petitioner,
    /// How many came, and who along.
    pub visitors: Visitors,
    /// 标题: typed, or the beginning of the summary.
    pub title: String,
    /// 陈述: typed, or the summary.
    pub content: String,
    /// 问题详细地址; may be empty.
    pub address: String,
    /// 登记要素
    pub registration: Registration,
    /// 接谈人, as chosen: whether there is such an interviewer is the caller's to look at.
    pub interviewer: OfficerId,
}

/// What was typed, as a visit; `None` with the errors in `state`, in the order of the page.
#[must_use]
pub fn parse(form: &FormData, state: &mut FormState, today: NaiveDate, desk: Desk<'_>) -> Option<Entry> {
    let anonymous = sender::is_anonymous(form);
    let (petitioner, visitors) = sender::visit::visit(form, state, today);
    let title = match form.get("title") {
        None => Some(None),
        Some(_) => {
            take(state, "title", Title::parse(form.raw("title"))).map(|title| Some(title.into_string()))
        }
    };
    let content = match form.get("content") {
        None => Some(None),
        Some(_) => {
            take(state, "content", Content::parse(form.raw("content"))).map(|text| Some(text.into_string()))
        }
    };
    let address = take(
        state,
        "address",
        line(form.raw("address"), "详细地址", ADDRESS_MAX),
    );
    let came = visitors.as_ref().map_or(1, |visitors| visitors.count);
    let origin = Origin {
        channel: Channel::Visit,
        anonymous,
        desk,
    };
    let registration = registration::parse(&counted(form, came), state, origin);
    if let Some(registration) = &registration
        && registration.people_count < came
    {
        state.fail(
            "people_count",
            format!("来访的就有 {came} 人，信访人数至少是 {came}"),
        );
    }
    let chosen = form.text("interviewer").parse().map_err(|_| "请选择接谈人");
    let interviewer = take(state, "interviewer", chosen);
    if state.has_errors() {
        return None;
    }
    let registration = registration?;
    let summary = registration.summary.as_str();
    Some(Entry {
        title: title?.unwrap_or_else(|| registration::title_of(summary)),
        content: content?.unwrap_or_else(|| summary.to_owned()),
        address: address?,
        petitioner: petitioner?,
        visitors: visitors?,
        interviewer: interviewer?,
        registration,
    })
}

/// The form with what follows from how many came: 信访人数 where it was left empty, and 联名 of a collective visit.
fn counted(form: &FormData, came: u32) -> FormData {
    let mut pairs = form.kept();
    if form.get("people_count").is_none() {
        pairs.retain(|(name, _)| name != "people_count");
        pairs.push(("people_count".to_owned(), came.to_string()));
    }
    let joint = form.get_all("flags").any(|flag| flag == "joint");
    if came >= JOINT_PEOPLE_MIN && !joint {
        pairs.push(("flags".to_owned(), "joint".to_owned()));
    }
    FormData::from_pairs(pairs)
}

/// An empty form.
#[must_use]
pub(crate) fn empty(csrf: String) -> FormState {
    FormState::new(csrf)
        .with("visitors", "1")
        .with("people_affected", "0")
        .with("initial", "initial")
        .with("procedure", Procedure::Petition.code())
        .with("public", "no")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity_document::Sex;

    const GOOD: [(&str, &str); 9] = [
        ("name", "李秀英"),
        ("visitors", "1"),
        ("division", "370102"),
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("procedure", "petition"),
        ("summary", "车库积水半年没有人修。要求修好水泵。"),
        ("people_affected", "0"),
        ("interviewer", "019f0000-0000-7000-8000-000000000001"),
    ];

    fn read(changes: &[(&str, &str)]) -> (Option<Entry>, Vec<String>) {
        let mut pairs: Vec<(String, String)> = GOOD
            .iter()
            .filter(|(name, _)| changes.iter().all(|(other, _)| other != name))
            .chain(changes)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        pairs.retain(|(_, value)| !value.is_empty());
        let form = FormData::from_pairs(pairs);
        let mut state = form.state("t");
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let (agency, agencies) = ("370000-xfj".parse().unwrap(), store::content::Agencies::default());
        let desk = Desk {
            agency: &agency,
            agencies: &agencies,
        };
        let entry = parse(&form, &mut state, today, desk);
        assert_eq!(entry.is_none(), state.has_errors());
        (entry, state.errors.into_iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn how_many_came_stands_in_for_how_many_petition() {
        let alone = read(&[]).0.unwrap();
        assert_eq!((alone.registration.people_count, alone.visitors.count), (1, 1));
        let many = [("visitors", "23"), ("sole_representative", "yes")];
        let many = read(&many).0.unwrap();
        assert_eq!(many.registration.people_count, 23);
        assert!(
            many.registration.flags.joint,
            "a collective visit is a joint matter"
        );
        let more = read(&[("visitors", "3"), ("people_count", "40"), ("flags", "joint")]);
        assert_eq!(more.0.unwrap().registration.people_count, 40);
        let fewer = read(&[("visitors", "3"), ("people_count", "2")]);
        assert_eq!(fewer.1, ["people_count"]);
        assert_eq!(read(&[("people_count", "5")]).1, ["flags"]);
    }

    #[test]
    fn the_sex_is_the_numbers_where_there_is_one() {
        let stated = read(&[("sex", "1")]).0.unwrap();
        assert_eq!(stated.petitioner.sex, Some(Sex::Male));
        assert_eq!(read(&[("sex", "9")]).0.unwrap().petitioner.sex, None);
        let number = ("id_number", "370202198509230022");
        assert_eq!(read(&[number]).0.unwrap().petitioner.sex, Some(Sex::Female));
        assert_eq!(read(&[number, ("sex", "1")]).1, ["sex"]);
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let long = "长".repeat(201);
        let (_, errors) = read(&[
            ("name", "1"),
            ("visitors", "六"),
            ("companion_1_name", "王1"),
            ("title", &long),
            ("content", &"长".repeat(10_001)),
            ("address", &long),
            ("division", "1"),
            ("summary", ""),
            ("interviewer", "x"),
        ]);
        for field in [
            "name",
            "visitors",
            "companion_1_name",
            "title",
            "content",
            "address",
            "division",
            "summary",
            "interviewer",
        ] {
            assert!(errors.iter().any(|wrong| wrong == field), "{field}: {errors:?}");
        }
    }
}
