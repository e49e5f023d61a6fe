//! 来信详细登记, from what was typed to what is registered, and back. Pure.

use chrono::NaiveDate;
use domain::incoming::{Incoming, joint_problem, line};
use domain::registration::{Channel, Procedure, Registration};
use domain::text::{ADDRESS_MAX, Content, Title};
use web::forms::take;
use web::registration::{self, Desk, Origin};
use web::sender::{self, Sender};
use web::{FormData, FormState};

/// 一封来信, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who wrote it.
    pub sender: Sender,
    /// When and to whom it came, and its envelope.
    pub incoming: Incoming,
    /// 标题: typed, or the beginning of the summary.
    pub title: String,
    /// 全文: typed, or the summary.
    pub content: String,
    /// 问题详细地址; may be empty.
    pub address: String,
    /// 登记要素
    pub registration: Registration,
}

/// What was typed, as a letter; `None` with the errors in `state`, in the order of the page.
#[must_use]
pub fn parse(form: &FormData, state: &mut FormState, today: NaiveDate, desk: Desk<'_>) -> Option<Entry> {
    let (sender, incoming) = sender::letter(form, state, today);
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
    let origin = Origin {
        channel: Channel::Letter,
        anonymous: sender::is_anonymous(form),
        desk,
    };
    let registration = registration::parse(form, state, origin);
    let (sender, registration) = (sender?, registration?);
    debug_assert!(joint_problem(&registration, Channel::Letter).is_none());
    let named = u32::try_from(sender.others.len()).unwrap_or(u32::MAX) + 1;
    if registration.people_count < named {
        state.fail(
            "people_count",
            format!("已经写上 {named} 位署名人，信访人数至少是 {named}"),
        );
    }
    if state.has_errors() {
        return None;
    }
    let summary = registration.summary.as_str();
    Some(Entry {
        title: title?.unwrap_or_else(|| registration::title_of(summary)),
        content: content?.unwrap_or_else(|| summary.to_owned()),
        address: address?,
        incoming: incoming?,
        sender,
        registration,
    })
}

/// An empty form, with what the letters of a day share.
#[must_use]
pub(crate) fn empty(csrf: String, received: &str, addressee: &str) -> FormState {
    FormState::new(csrf)
        .with("received", received)
        .with("addressee", addressee)
        .with("people_count", "1")
        .with("people_affected", "0")
        .with("initial", "initial")
        .with("procedure", Procedure::Petition.code())
        .with("public", "no")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 10] = [
        ("name", "李秀英"),
        ("mailing_address", "济南市历下区泉城路 1 号"),
        ("received", "2026-11-26"),
        ("division", "370102"),
        ("category", "城乡建设/住房保障与房地产/物业服务"),
        ("purpose", "request_to_resolve"),
        ("procedure", "petition"),
        ("summary", "车库积水半年没有人修。要求修好水泵。"),
        ("people_count", "1"),
        ("rating", "yes"),
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
    fn the_summary_stands_in_for_a_title_and_a_text_that_were_not_typed() {
        let entry = read(&[]).0.unwrap();
        assert_eq!(entry.title, "车库积水半年没有人修");
        assert_eq!(entry.content, "车库积水半年没有人修。要求修好水泵。");
        assert!(entry.incoming.reply_known);
        let long = "长".repeat(60);
        assert_eq!(
            read(&[("summary", &long)]).0.unwrap().title,
            format!("{}…", "长".repeat(40))
        );
        let typed = read(&[("title", "自己写的"), ("content", "全文")]).0.unwrap();
        assert_eq!(
            (typed.title.as_str(), typed.content.as_str()),
            ("自己写的", "全文")
        );
    }

    #[test]
    fn an_address_is_asked_for_unless_it_is_unclear_or_nobody_signed() {
        assert_eq!(read(&[("mailing_address", "")]).1, ["mailing_address"]);
        let unclear = read(&[("mailing_address", ""), ("reply_unknown", "yes")])
            .0
            .unwrap();
        assert!(!unclear.incoming.reply_known);
        let nobody = read(&[
            ("mailing_address", ""),
            ("name", ""),
            ("anonymous", "yes"),
            ("rating", ""),
        ]);
        let nobody = nobody.0.unwrap();
        assert!(nobody.registration.flags.anonymous && !nobody.incoming.reply_known);
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let long = "长".repeat(201);
        let (_, errors) = read(&[
            ("name", "1"),
            ("received", "2026-12-01"),
            ("addressee", &long),
            ("postmark_place", &long),
            ("postmark_date", "x"),
            ("envelope_name", &long),
            ("envelope_address", &long),
            ("registered_number", "1"),
            ("title", &long),
            ("content", &"长".repeat(10_001)),
            ("address", &long),
            ("division", "1"),
            ("category", "x"),
            ("purpose", ""),
            ("procedure", ""),
            ("summary", ""),
            ("people_count", "两"),
        ]);
        for field in [
            "name",
            "received",
            "addressee",
            "postmark_place",
            "postmark_date",
            "envelope_name",
            "envelope_address",
            "registered_number",
            "title",
            "content",
            "address",
            "division",
            "category",
            "purpose",
            "procedure",
            "summary",
            "people_count",
        ] {
            assert!(errors.iter().any(|wrong| wrong == field), "{field}: {errors:?}");
        }
        assert_eq!(
            read(&[("postmark_date", "2026-11-27")]).1,
            ["postmark_date"],
            "after it came"
        );
    }

    #[test]
    fn joint_letters_are_of_five_and_count_all_who_are_named() {
        assert_eq!(read(&[("people_count", "5")]).1, ["flags"]);
        assert_eq!(
            read(&[("people_count", "4"), ("flags", "joint")]).1,
            ["people_count"]
        );
        assert!(read(&[("people_count", "5"), ("flags", "joint")]).0.is_some());
        assert_eq!(read(&[("co_1_name", "王芳")]).1, ["people_count"]);
        assert!(read(&[("co_1_name", "王芳"), ("people_count", "2")]).0.is_some());
    }
}
