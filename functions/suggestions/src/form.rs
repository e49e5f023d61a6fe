//! The fields of a suggestion: reading what was typed, or saying beside each field what is wrong. Pure.

use crate::command::Answers;
use domain::division::DivisionCode;
use domain::text::{SuggestionText, Title};
use web::forms::take;
use web::{FormData, FormState};

/// Reads the form; `None` with every error in `state`, in page order.
pub(crate) fn read(sent: &FormData, state: &mut FormState) -> Option<Answers> {
    let title = take(state, "title", Title::parse(sent.raw("title")));
    let category = take(state, "category", category(sent.text("category")));
    let division = take(state, "division", division(sent.text("division")));
    let text = take(state, "content", SuggestionText::parse(sent.raw("content")));
    if !sent.has("captcha") {
        state.fail("captcha", "请填写验证码");
        return None;
    }
    Some(Answers {
        title: title?.into_string(),
        category: category?,
        division: division?,
        text: text?.into_string(),
    })
}

fn category(typed: &str) -> Result<Option<String>, &'static str> {
    if typed.is_empty() {
        return Ok(None);
    }
    let known = domain::category::level1().any(|first| first == typed);
    known
        .then(|| Some(typed.to_owned()))
        .ok_or("请从列表中选择领域，也可以不选")
}

/// The province, a city or a county: each has a petition office that can study it.
fn division(typed: &str) -> Result<DivisionCode, &'static str> {
    if typed.is_empty() {
        return Err("请选择建议涉及的地区");
    }
    typed.parse().map_err(|_| "请从列表中选择建议涉及的地区")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: [(&str, &str); 5] = [
        ("title", " 建议加密\r\n公交 "),
        ("category", "交通运输"),
        ("division", "370100"),
        ("content", "早高峰\r\n十五分钟一班。"),
        ("captcha", "12345"),
    ];

    fn try_with(name: &str, value: &str) -> (Option<Answers>, FormState) {
        let pairs = WHOLE.map(|(key, whole)| {
            let value = if key == name { value } else { whole };
            (key.to_owned(), value.to_owned())
        });
        let sent = FormData::from_pairs(pairs.to_vec());
        let mut state = sent.state("token");
        (read(&sent, &mut state), state)
    }

    #[test]
    fn a_whole_form_is_read_as_it_is_kept() {
        let (answers, state) = try_with("", "");
        let answers = answers.unwrap();
        assert!(!state.has_errors());
        assert_eq!(answers.title, "建议加密 公交");
        assert_eq!(answers.text, "早高峰\n十五分钟一班。");
        assert_eq!(answers.category.as_deref(), Some("交通运输"));
    }

    #[test]
    fn every_error_stands_at_its_own_field() {
        let (title, text) = ("长".repeat(101), "长".repeat(5_001));
        for (field, bad) in [
            ("title", ""),
            ("title", "\u{200B}"),
            ("title", &title),
            ("category", "交通运输/公交"),
            ("category", "<b>"),
            ("division", ""),
            ("division", "999999"),
            ("division", "济南市"),
            ("content", " \n"),
            ("content", &text),
            ("captcha", ""),
        ] {
            let (answers, state) = try_with(field, bad);
            assert!(answers.is_none(), "{field} {bad:.10}");
            let fields: Vec<_> = state.errors.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(fields, [field], "{bad:.10}");
        }
    }

    #[test]
    fn a_field_may_be_full_and_the_category_left_out() {
        assert!(try_with("content", &"长".repeat(5_000)).0.is_some());
        assert!(try_with("title", &"长".repeat(100)).0.is_some());
        let (answers, _) = try_with("category", "");
        assert_eq!(answers.map(|answers| answers.category), Some(None));
    }

    #[test]
    fn nothing_typed_asks_for_everything_in_page_order() {
        let sent = FormData::default();
        let mut state = sent.state("token");
        assert!(read(&sent, &mut state).is_none());
        let fields: Vec<_> = state.errors.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(fields, ["title", "division", "content", "captcha"]);
    }
}
