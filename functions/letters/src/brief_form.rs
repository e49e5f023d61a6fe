//! 来信简单登记, from what was typed to what is kept. Pure. What cannot be read on the paper is left out.

use crate::joined;
use chrono::NaiveDate;
use domain::contact::Mobile;
use domain::division::DivisionCode;
use domain::incoming::{
    BriefEntry, BriefKind, BriefMethod, COUNT_MAX, DESTINATION_MAX, LINE_MAX, NOTE_MAX, line,
};
use domain::text::{ADDRESS_MAX, char_count, half_width, normalise};
use templates::components::select::Choice;
use web::forms::take;
use web::sender::received;
use web::{FormData, FormState};

/// What was typed; `None` with the errors in `state`, in the order of the page.
#[must_use]
pub fn parse(form: &FormData, state: &mut FormState, today: NaiveDate) -> Option<BriefEntry> {
    let name = take(state, "name", line(form.raw("name"), "姓名", LINE_MAX));
    let address = take(
        state,
        "mailing_address",
        line(form.raw("mailing_address"), "住址", ADDRESS_MAX),
    );
    let mobile = match form.get("mobile") {
        None => Some(None),
        Some(typed) => {
            take(state, "mobile", Mobile::parse(typed)).map(|mobile| Some(mobile.as_str().to_owned()))
        }
    };
    let division = match form.get("division") {
        None => Some(None),
        Some(typed) => take(
            state,
            "division",
            typed
                .parse::<DivisionCode>()
                .map_err(|_| "请从列表中选择问题属地"),
        )
        .map(Some),
    };
    let received = received(form, state, today);
    let addressee = take(
        state,
        "addressee",
        line(form.raw("addressee"), "收信人", LINE_MAX),
    );
    let count = take(state, "count", count(form));
    let kind = take(
        state,
        "kind",
        BriefKind::from_code(form.text("kind")).ok_or("请选择类型"),
    );
    let method = match form.get("method") {
        None => kind.map(BriefKind::usual),
        Some(code) => take(
            state,
            "method",
            BriefMethod::from_code(code).ok_or("请从列表中选择办理方式"),
        ),
    };
    let destination = take(
        state,
        "destination",
        line(form.raw("destination"), "去向", DESTINATION_MAX),
    );
    let missing = method
        .and_then(BriefMethod::destination)
        .filter(|_| destination.as_ref().is_some_and(String::is_empty));
    if let Some(sentence) = missing {
        state.fail("destination", sentence);
    }
    let destination = match destination {
        Some(typed) if method == Some(BriefMethod::Join) && !typed.is_empty() => {
            take(state, "destination", joined::number(&typed))
        }
        other => other,
    };
    let note = take(state, "note", note(form));
    if state.has_errors() {
        return None;
    }
    Some(BriefEntry {
        name: name?,
        address: address?,
        mobile: mobile?,
        division: division?,
        received: received?,
        addressee: addressee?,
        kind: kind?,
        count: count?,
        note: note?,
        method: method?,
        destination: destination?,
    })
}

fn count(form: &FormData) -> Result<u32, String> {
    let wrong = || format!("来信数量应当在 1 到 {COUNT_MAX} 之间");
    let count: u32 = match form.get("count") {
        None => 1,
        Some(text) => half_width(text).parse().map_err(|_| wrong())?,
    };
    (1..=COUNT_MAX)
        .contains(&count)
        .then_some(count)
        .ok_or_else(wrong)
}

fn note(form: &FormData) -> Result<String, String> {
    let text = normalise(form.raw("note"));
    match char_count(&text) {
        count if count > NOTE_MAX => Err(format!("说明不能超过 {NOTE_MAX} 个字，现在有 {count} 个字")),
        _ => Ok(text),
    }
}

/// 类型
pub(crate) fn kinds() -> Vec<Choice> {
    let choices = BriefKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.label()));
    choices.collect()
}

/// 办理方式
pub(crate) fn methods() -> Vec<Choice> {
    let choices = BriefMethod::ALL
        .iter()
        .map(|method| Choice::new(method.code(), method.label()));
    choices.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> (Option<BriefEntry>, Vec<String>) {
        let form = FormData::parse(query.as_bytes()).unwrap();
        let mut state = form.state("t");
        let entry = parse(&form, &mut state, NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
        assert_eq!(entry.is_none(), state.has_errors());
        (entry, state.errors.into_iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn a_date_and_a_kind_are_enough_and_the_method_follows_from_the_kind() {
        let entry = read("received=2026-11-26&kind=unclear").0.unwrap();
        assert_eq!(
            (entry.method, entry.count, entry.name.as_str()),
            (BriefMethod::File, 1, "")
        );
        assert_eq!(read("received=2026-11-26&kind=litigation").1, ["destination"]);
        let sent = read("received=2026-11-26&kind=litigation&destination=x")
            .0
            .unwrap();
        assert_eq!(sent.method, BriefMethod::Forward);
        let kept = read("received=2026-11-26&kind=litigation&method=file").0.unwrap();
        assert_eq!(kept.method, BriefMethod::File, "what is chosen counts");
    }

    #[test]
    fn each_mistake_is_told_at_its_field() {
        let long = "x".repeat(501);
        let query = format!(
            "name={long}&mailing_address={long}&mobile=1&division=9&received=&addressee={long}&count=0&kind=&\
             method=x&destination={long}&note={long}"
        );
        assert_eq!(
            read(&query).1,
            [
                "name",
                "mailing_address",
                "mobile",
                "division",
                "received",
                "addressee",
                "count",
                "kind",
                "method",
                "destination",
                "note"
            ]
        );
        for wrong in ["1000", "-1", "两"] {
            assert_eq!(
                read(&format!("received=2026-11-26&kind=unclear&count={wrong}")).1,
                ["count"]
            );
        }
    }
}
