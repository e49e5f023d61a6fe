//! 拟稿: which fields of a form make a draft, and how people read them. It is shown as it was typed: a leader may be asked
//! about what is not complete yet, and the form itself refuses what is wrong when it is carried out. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accused::AccusedLevel;
use domain::approval::DraftKind;
use domain::assignment::usual_due;
use domain::calendar::Calendar;
use domain::category::Category;
use domain::deadline::Deadline;
use domain::division::{DivisionCode, full_name};
use domain::ending::LawfulRoute;
use domain::registration::{Flags, Outcome, Procedure, Purpose};
use domain::text::char_count;
use domain::time::{local_date, zh_date};
use store::content::Agencies;
use web::FormData;

/// Characters of one field; as many as the longest of the forms takes.
pub(crate) const FIELD_MAX: usize = 5_000;

/// The fields of a form in the order of its page, with what they are called.
fn names(kind: DraftKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        DraftKind::Transfer => &[("agency", "转送给"), ("note", "转送意见")],
        DraftKind::Assign => &[
            ("agency", "交办给"),
            ("note", "交办要求"),
            ("due", "交办期限"),
            ("reason", "期限的理由"),
        ],
        DraftKind::Opinion => &[
            ("outcome", "结论"),
            ("facts", "调查核实的事实"),
            ("basis", "依据"),
            ("opinion", "处理意见"),
        ],
        DraftKind::Route => &[
            ("route", "法定途径"),
            ("body", "向哪里提出"),
            ("explanation", "说明"),
        ],
        DraftKind::DirectReply => &[("reply", "答复内容")],
        DraftKind::Registration => &[
            ("division", "问题属地"),
            ("category", "内容分类"),
            ("purpose", "信访目的"),
            ("procedure", "诉求分类"),
            ("summary", "摘要"),
            ("people_count", "信访人数"),
            ("people_affected", "涉及人数"),
            ("initial", "初次还是重复"),
            ("repeat_number", "重复次数"),
            ("initial_nationally", "全国初次"),
            ("cause", "信访原因"),
            ("hot_topic", "热点问题"),
            ("flags", "标记"),
            ("threat_text", "扬言内容"),
            ("accused_name", "被揭发控告的人或者单位"),
            ("accused_unit", "被揭发控告人所在单位"),
            ("accused_post", "被揭发控告人职务"),
            ("accused_level", "被揭发控告人级别"),
            ("accused_address", "被揭发控告人地址"),
            ("public", "办结后是否可以公开"),
            ("rating", "满意度评价"),
        ],
    }
}

/// What was typed into the form of a draft. The usual day of an assignment is not in it: on the day on which it is carried
/// out another is usual.
pub(crate) fn fields(kind: DraftKind, sent: &FormData, now: DateTime<Utc>) -> Vec<(String, String)> {
    let usual = usual(now).due.to_string();
    let of = |name: &'static str| {
        let values = sent.get_all(name);
        values.map(move |value| (name.to_owned(), value.to_owned()))
    };
    let own = names(kind).iter().flat_map(|(name, _)| of(name));
    own.filter(|(name, value)| name != "due" || *value != usual)
        .collect()
}

fn usual(now: DateTime<Utc>) -> Deadline {
    usual_due(local_date(now), Calendar::builtin())
}

/// The name of the first field that is too long.
pub(crate) fn too_long(kind: DraftKind, fields: &[(String, String)]) -> Option<&'static str> {
    let (name, _) = fields.iter().find(|(_, value)| char_count(value) > FIELD_MAX)?;
    names(kind)
        .iter()
        .find(|(of, _)| of == name)
        .map(|(_, label)| *label)
}

/// The same as people read it; what a registration leaves empty is left out.
pub(crate) fn lines(
    kind: DraftKind,
    fields: &[(String, String)],
    agencies: &Agencies,
    now: DateTime<Utc>,
) -> Vec<(String, String)> {
    let line = |(name, label): &(&str, &str)| {
        let values: Vec<String> = fields
            .iter()
            .filter(|(of, _)| of == name)
            .map(|(_, value)| read(name, value, agencies))
            .collect();
        let words = match (*name, values.is_empty()) {
            ("due", true) => format!("一般期限：今天交办的，是{}", zh_date(usual(now).due)),
            _ => values.join("、"),
        };
        ((*label).to_owned(), words)
    };
    let kept = |(_, value): &(String, String)| kind != DraftKind::Registration || !value.is_empty();
    names(kind).iter().map(line).filter(kept).collect()
}

/// A value in words; one that means nothing as it was typed.
fn read(name: &str, value: &str, agencies: &Agencies) -> String {
    let words = match name {
        "agency" => value
            .parse()
            .ok()
            .and_then(|code| agencies.get(&code))
            .map(|agency| agency.name.clone()),
        "due" => value.parse::<NaiveDate>().ok().map(zh_date),
        "route" => LawfulRoute::from_code(value).map(|route| route.label().to_owned()),
        "outcome" => Outcome::from_code(value).map(|outcome| outcome.label().to_owned()),
        "division" => value.parse::<DivisionCode>().ok().map(full_name),
        "category" => Category::parse(value)
            .ok()
            .map(|category| category.to_string().replace('/', " › ")),
        "purpose" => Purpose::from_code(value).map(|purpose| purpose.label().to_owned()),
        "procedure" => Procedure::from_code(value).map(|procedure| procedure.label().to_owned()),
        "accused_level" => AccusedLevel::from_code(value).map(|level| level.label().to_owned()),
        "initial_nationally" => Some(if value == "yes" { "是" } else { "不是" }.to_owned()),
        "initial" => Some(if value == "repeat" { "重复" } else { "初次" }.to_owned()),
        "flags" => Flags::ALL
            .into_iter()
            .find(|(code, _)| *code == value)
            .map(|(_, label)| label.to_owned()),
        "public" => Some(
            if value == "yes" {
                "可以公开"
            } else {
                "不公开"
            }
            .to_owned(),
        ),
        "rating" => Some("纳入评价范围".to_owned()),
        _ => None,
    };
    words.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> FormData {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        FormData::from_pairs(pairs.collect())
    }

    fn now() -> DateTime<Utc> {
        "2026-03-02T02:00:00Z".parse().unwrap()
    }

    fn shown(kind: DraftKind, pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let fields = fields(kind, &typed(pairs), now());
        lines(kind, &fields, &Agencies::from_iter([]), now())
    }

    #[test]
    fn a_draft_has_the_fields_of_its_form_and_no_other() {
        let pairs = [
            ("note", "请查明"),
            ("csrf", "x"),
            ("version", "4"),
            ("facts", "别的表"),
        ];
        let fields = fields(DraftKind::Transfer, &typed(&pairs), now());
        assert_eq!(fields, [("note".to_owned(), "请查明".to_owned())]);
        let of = |pairs: &[(&str, &str)]| shown(DraftKind::Transfer, pairs);
        assert_eq!(
            of(&pairs),
            [
                ("转送给".to_owned(), String::new()),
                ("转送意见".to_owned(), "请查明".to_owned())
            ]
        );
    }

    #[test]
    fn codes_are_read_in_words_and_nonsense_as_it_was_typed() {
        let assigned = shown(DraftKind::Assign, &[("agency", "x"), ("due", "2026-12-10")]);
        let values: Vec<_> = assigned.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["x", "", "2026年12月10日（周四）", ""]);
        let usual = [("agency", "x"), ("due", "2026-05-06")];
        let kept = fields(DraftKind::Assign, &typed(&usual), now());
        assert_eq!(
            kept,
            [("agency".to_owned(), "x".to_owned())],
            "another day another day is usual"
        );
        let today = shown(DraftKind::Assign, &usual);
        assert_eq!(today[2].1, "一般期限：今天交办的，是2026年5月6日（周三）");
        let registered = shown(
            DraftKind::Registration,
            &[
                ("division", "370102"),
                ("flags", "joint"),
                ("flags", "threat"),
                ("initial", "repeat"),
                ("summary", "车库积水"),
            ],
        );
        let value = |label: &str| {
            let found = registered.iter().find(|(name, _)| name == label);
            found.map(|(_, value)| value.as_str())
        };
        assert!(value("问题属地").is_some_and(|place| place.ends_with("历下区")));
        assert_eq!(value("标记"), Some("联名、扬言"));
        assert_eq!((value("初次还是重复"), value("内容分类")), (Some("重复"), None));
    }

    #[test]
    fn a_field_that_no_form_takes_is_named() {
        let long = "字".repeat(FIELD_MAX + 1);
        let fields = fields(DraftKind::Opinion, &typed(&[("basis", &long)]), now());
        assert_eq!(too_long(DraftKind::Opinion, &fields), Some("依据"));
        assert_eq!(too_long(DraftKind::Opinion, &[]), None);
    }
}
