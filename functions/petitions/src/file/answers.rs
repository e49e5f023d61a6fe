//! The answers of each stage: which fields belong to it, and what is wrong with them. Pure.

use crate::command::Answers;
use domain::category::Category;
use domain::division::{DivisionCode, Level};
use domain::text::{Address, Content, Title};
use store::drafts::Draft;
use web::FormData;

/// 步骤
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 地点与标题
    Where,
    /// 内容
    Details,
    /// 附件
    Attachments,
    /// 核对
    Check,
}

/// All stages in order.
pub(super) const STEPS: [Step; 4] = [Step::Where, Step::Details, Step::Attachments, Step::Check];

impl Step {
    /// The word in addresses and hidden fields.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Where => "where",
            Self::Details => "details",
            Self::Attachments => "attachments",
            Self::Check => "check",
        }
    }

    pub(super) fn parse(slug: &str) -> Option<Self> {
        STEPS.into_iter().find(|step| step.slug() == slug)
    }

    pub(super) fn after(self) -> Self {
        match self {
            Self::Where => Self::Details,
            Self::Details => Self::Attachments,
            Self::Attachments | Self::Check => Self::Check,
        }
    }

    pub(super) fn before(self) -> Self {
        match self {
            Self::Where | Self::Details => Self::Where,
            Self::Attachments => Self::Details,
            Self::Check => Self::Attachments,
        }
    }
}

/// The most people a petition can say it concerns.
pub(super) const PEOPLE_MAX: u32 = 100_000;

/// Takes over the fields that the form carries; others stay as they were.
pub(super) fn merge(draft: &mut Draft, form: &FormData) {
    let step = Step::parse(form.text("step")).unwrap_or(Step::Where);
    match step {
        Step::Where => {
            draft.title = domain::text::normalise_line(form.raw("title"));
            draft.division = form.text("division").to_owned();
            draft.address = domain::text::normalise_line(form.raw("address"));
            draft.category_hint = form.text("category_hint").to_owned();
            draft.from = form.text("from").chars().take(20).collect();
        }
        Step::Details => {
            draft.content = domain::text::normalise(form.raw("content"));
            draft.people_count = form.text("people_count").to_owned();
            draft.joint = form.text("joint") == "yes";
        }
        Step::Attachments | Step::Check => {}
    }
    // Far more than any limit is not kept either: an item has room for 400 kB.
    draft.content = cut(&draft.content, 60_000);
    draft.title = cut(&draft.title, 2_000);
    draft.address = cut(&draft.address, 2_000);
}

fn cut(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}

/// What is wrong with the answers of one stage; for the check, of all of them.
pub(super) fn errors_of(step: Step, draft: &Draft) -> Vec<(String, String)> {
    let mut errors = Vec::new();
    let mut fail = |name: &str, message: String| errors.push((name.to_owned(), message));
    if matches!(step, Step::Where | Step::Check) {
        if let Err(error) = Title::parse(&draft.title) {
            fail("title", error.message());
        }
        if let Err(message) = division(&draft.division) {
            fail("division", message.to_owned());
        }
        if let Err(error) = Address::parse(&draft.address) {
            fail("address", error.message());
        }
        if !draft.category_hint.is_empty() && !is_category(&draft.category_hint) {
            fail("category_hint", "请从列表中选择分类，也可以不选".to_owned());
        }
    }
    if matches!(step, Step::Details | Step::Check) {
        if let Err(error) = Content::parse(&draft.content) {
            fail("content", error.message());
        }
        if people(&draft.people_count).is_none() {
            fail("people_count", format!("涉及人数请填 1 到 {PEOPLE_MAX} 的整数"));
        }
    }
    errors
}

/// The place: a county, or a city where the matter concerns no single county.
pub(super) fn division(code: &str) -> Result<DivisionCode, &'static str> {
    if code.is_empty() {
        return Err("请选择问题发生地");
    }
    let code: DivisionCode = code.parse().map_err(|_| "请从列表中选择问题发生地")?;
    match code.level() {
        Level::Province | Level::City | Level::County => Ok(code),
    }
}

fn is_category(hint: &str) -> bool {
    Category::parse(hint).is_ok() || domain::category::level1().any(|first| first == hint)
}

/// How many people it concerns; nothing typed means one.
pub(super) fn people(typed: &str) -> Option<u32> {
    if typed.is_empty() {
        return Some(1);
    }
    let count: u32 = domain::text::half_width(typed).trim().parse().ok()?;
    (1..=PEOPLE_MAX).contains(&count).then_some(count)
}

/// The answers of a draft in which nothing is wrong.
pub(super) fn whole(draft: &Draft) -> Result<Answers, &'static str> {
    Ok(Answers {
        title: draft.title.clone(),
        division: division(&draft.division)?,
        address: draft.address.clone(),
        content: draft.content.clone(),
        category_hint: Some(draft.category_hint.clone()).filter(|hint| !hint.is_empty()),
        people_count: people(&draft.people_count).ok_or("涉及人数请填整数")?,
        joint: draft.joint,
    })
}

/// The first stage with something missing, where a resumed draft goes on.
pub(super) fn first_unfinished(draft: &Draft) -> Step {
    STEPS
        .into_iter()
        .find(|step| !errors_of(*step, draft).is_empty())
        .unwrap_or(Step::Check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Draft {
        Draft {
            title: "小区水泵漏水".to_owned(),
            division: "370102".to_owned(),
            address: "泉城路1号".to_owned(),
            content: "水泵房漏水两年。".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_whole_draft_has_nothing_wrong_and_goes_to_the_check() {
        assert_eq!(errors_of(Step::Check, &whole()), []);
        assert_eq!(first_unfinished(&whole()), Step::Check);
    }

    #[test]
    fn every_required_answer_is_missed_where_it_belongs() {
        let empty = Draft::default();
        let names = |step| {
            errors_of(step, &empty)
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Step::Where), ["title", "division", "address"]);
        assert_eq!(names(Step::Details), ["content"]);
        assert_eq!(names(Step::Check), ["title", "division", "address", "content"]);
        assert_eq!(first_unfinished(&empty), Step::Where);
    }

    #[test]
    fn numbers_of_people_are_whole_and_within_reason() {
        assert_eq!(people(""), Some(1));
        assert_eq!(people("１８"), Some(18));
        for bad in ["0", "-1", "很多", "1.5", "100001", "99999999999"] {
            assert_eq!(people(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_stage_changes_only_its_own_fields() {
        let mut draft = whole();
        let form = FormData::parse(b"step=details&content=new&title=other").unwrap();
        merge(&mut draft, &form);
        assert_eq!(
            (draft.content.as_str(), draft.title.as_str()),
            ("new", "小区水泵漏水")
        );
    }
}
