//! The answers of each stage: which fields belong to it, and what is wrong with them. Pure.

use crate::command::Answers;
use chrono::NaiveDate;
use domain::category::Category;
use domain::division::{DivisionCode, Level};
use domain::joint::{self, CO_PETITIONERS_MAX, CoPetitioner, Filer, TypedPerson};
use domain::suggest::Model;
use domain::text::{Address, Content, Title};
use store::drafts::Draft;
use web::FormData;

/// 步骤
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 地点与标题
    Where,
    /// 内容与附件
    Details,
    /// 地点、标题、内容和附件 on one page, for who has filed before
    Whole,
    /// 核对
    Check,
}

/// All stages; a draft goes through the first two or through the third, see [`Step::of`].
const STEPS: [Step; 4] = [Step::Where, Step::Details, Step::Whole, Step::Check];

impl Step {
    /// The word in addresses and hidden fields.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Where => "where",
            Self::Details => "details",
            Self::Whole => "whole",
            Self::Check => "check",
        }
    }

    pub(super) fn parse(slug: &str) -> Option<Self> {
        STEPS.into_iter().find(|step| step.slug() == slug)
    }

    pub(super) fn after(self) -> Self {
        match self {
            Self::Where => Self::Details,
            Self::Details | Self::Whole | Self::Check => Self::Check,
        }
    }

    /// The page of a draft on which a stage is filled in.
    pub(super) fn of(self, draft: &Draft) -> Self {
        match (self, draft.whole) {
            (Self::Where | Self::Details, true) => Self::Whole,
            (Self::Whole, false) => Self::Where,
            (step, _) => step,
        }
    }

    pub(super) fn before(self) -> Self {
        match self {
            Self::Where | Self::Details => Self::Where,
            Self::Whole => Self::Whole,
            Self::Check => Self::Details,
        }
    }
}

/// The most people a petition can say it concerns.
pub(super) const PEOPLE_MAX: u32 = 100_000;

/// The button that takes over the place of what was filed before.
const LAST_PLACE: &str = "last_place";

/// Takes over the fields that the form carries; others stay as they were.
pub(super) fn merge(draft: &mut Draft, step: Step, form: &FormData) {
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
            draft.people = people_of(form);
            edit_people(draft, form.text("then"));
        }
        Step::Whole => {
            merge(draft, Step::Where, form);
            merge(draft, Step::Details, form);
            draft.whole = true;
            draft.last_place = (
                form.text("last_division").chars().take(6).collect(),
                cut(&domain::text::normalise_line(form.raw("last_address")), 2_000),
            );
            if form.text("then") == LAST_PLACE {
                (draft.division, draft.address) = draft.last_place.clone();
            }
        }
        Step::Check => {}
    }
    // Far more than any limit is not kept either: an item has room for 400 kB.
    draft.content = cut(&draft.content, 60_000);
    draft.title = cut(&draft.title, 2_000);
    draft.address = cut(&draft.address, 2_000);
}

/// The rows of 联名人 as typed, empty ones too: the page says how many it shows.
fn people_of(form: &FormData) -> Vec<TypedPerson> {
    let rows: usize = form.text("co_rows").parse().unwrap_or(0);
    let line = |at, what| {
        cut(
            &domain::text::normalise_line(form.raw(&joint::field(at, what))),
            200,
        )
    };
    (1..=rows.min(CO_PETITIONERS_MAX))
        .map(|at| TypedPerson {
            name: line(at, "name"),
            id_number: line(at, "id_number"),
            mobile: line(at, "mobile"),
        })
        .collect()
}

/// The buttons that add a row and take one away; the first says that it is a joint petition.
fn edit_people(draft: &mut Draft, then: &str) {
    if then == "add_person" {
        draft.joint = true;
        if draft.people.len() < CO_PETITIONERS_MAX {
            draft.people.push(TypedPerson::default());
        }
    }
    let removed: Option<usize> = then.strip_prefix("remove_").and_then(|at| at.parse().ok());
    if let Some(at) = removed.filter(|at| (1..=draft.people.len()).contains(at)) {
        draft.people.remove(at - 1);
    }
}

/// Where on the page one goes on after a button that only fills in: a row was added or taken away, or the last place
/// taken over; `None` for every other button.
pub(super) fn filled_in(form: &FormData, draft: &Draft) -> Option<String> {
    match form.text("then") {
        "add_person" => Some(joint::field(draft.people.len(), "name")),
        LAST_PLACE => Some("address".to_owned()),
        then if then.starts_with("remove_") => Some("joint".to_owned()),
        _ => None,
    }
}

fn cut(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}

/// Who is filing and when: what the answers are judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judge<'a> {
    /// The account's owner.
    pub(super) filer: Filer<'a>,
    /// Today in Shanghai.
    pub(super) today: NaiveDate,
}

/// What is wrong with the answers of one stage; for the check, of all of them.
pub(super) fn errors_of(step: Step, draft: &Draft, judge: Judge<'_>) -> Vec<(String, String)> {
    let mut errors = Vec::new();
    let mut fail = |name: &str, message: String| errors.push((name.to_owned(), message));
    if step != Step::Details {
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
    if step != Step::Where {
        if let Err(error) = Content::parse(&draft.content) {
            fail("content", error.message());
        }
        let co_petitioners = co_petitioners(draft, judge);
        let named = 1 + co_petitioners.as_ref().map_or(0, Vec::len);
        match people(&draft.people_count, named) {
            None => fail("people_count", format!("涉及人数请填 1 到 {PEOPLE_MAX} 的整数")),
            Some(count) if usize::try_from(count).is_ok_and(|count| count < named) => fail(
                "people_count",
                format!("涉及人数不能少于联名的 {named} 人（含您本人）"),
            ),
            Some(_) => {}
        }
        errors.extend(co_petitioners.err().unwrap_or_default());
    }
    errors
}

/// The people named beside the one who files; nobody unless 联名 is chosen.
fn co_petitioners(draft: &Draft, judge: Judge<'_>) -> Result<Vec<CoPetitioner>, Vec<(String, String)>> {
    if draft.joint {
        joint::parse(&draft.people, judge.filer, judge.today)
    } else {
        Ok(Vec::new())
    }
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

/// How many people it concerns; nothing typed means those who are named.
pub(super) fn people(typed: &str, named: usize) -> Option<u32> {
    if typed.is_empty() {
        return u32::try_from(named).ok();
    }
    let count: u32 = domain::text::half_width(typed).trim().parse().ok()?;
    (1..=PEOPLE_MAX).contains(&count).then_some(count)
}

/// The answers of a draft in which nothing is wrong. `chosen` is what the check page's form says of the
/// category: one that its text suggests, or nothing.
pub(super) fn whole(draft: &Draft, chosen: &str, judge: Judge<'_>) -> Result<Answers, &'static str> {
    let co_petitioners = co_petitioners(draft, judge).map_err(|_| "联名人的姓名请核对")?;
    let named = 1 + co_petitioners.len();
    let hint = if draft.category_hint.is_empty() && is_category(chosen) {
        chosen
    } else {
        &draft.category_hint
    };
    Ok(Answers {
        title: draft.title.clone(),
        division: division(&draft.division)?,
        address: draft.address.clone(),
        content: draft.content.clone(),
        category_hint: Some(hint.to_owned()).filter(|hint| !hint.is_empty()),
        people_count: people(&draft.people_count, named).ok_or("涉及人数请填整数")?,
        co_petitioners,
    })
}

/// Categories that the text suggests, while the person has not chosen one.
pub(super) fn suggestions(draft: &Draft) -> Vec<String> {
    if !draft.category_hint.is_empty() {
        return Vec::new();
    }
    let found = Model::built_in().suggest(&draft.title, &draft.content);
    found.into_iter().map(|suggestion| suggestion.category).collect()
}

/// The first stage with something missing, where a resumed draft goes on.
pub(super) fn first_unfinished(draft: &Draft, judge: Judge<'_>) -> Step {
    STEPS
        .into_iter()
        .filter(|step| step.of(draft) == *step)
        .find(|step| !errors_of(*step, draft, judge).is_empty())
        .unwrap_or(Step::Check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge() -> Judge<'static> {
        Judge {
            filer: Filer {
                name: "李秀英",
                id_number: None,
                anonymous: false,
            },
            today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        }
    }

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
        assert_eq!(errors_of(Step::Check, &whole(), judge()), []);
        assert_eq!(first_unfinished(&whole(), judge()), Step::Check);
    }

    #[test]
    fn every_required_answer_is_missed_where_it_belongs() {
        let empty = Draft::default();
        let names = |step| {
            errors_of(step, &empty, judge())
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Step::Where), ["title", "division", "address"]);
        assert_eq!(names(Step::Details), ["content"]);
        assert_eq!(names(Step::Check), ["title", "division", "address", "content"]);
        assert_eq!(first_unfinished(&empty, judge()), Step::Where);
    }

    #[test]
    fn what_is_written_on_one_page_is_missed_there() {
        let one = Draft {
            whole: true,
            content: String::new(),
            ..whole()
        };
        assert_eq!(first_unfinished(&one, judge()), Step::Whole);
        assert_eq!(Step::Details.of(&one), Step::Whole);
        assert_eq!(Step::Whole.of(&whole()), Step::Where);
    }

    #[test]
    fn numbers_of_people_are_whole_and_within_reason() {
        assert_eq!(people("", 1), Some(1));
        assert_eq!(people("１８", 1), Some(18));
        for bad in ["0", "-1", "很多", "1.5", "100001", "99999999999"] {
            assert_eq!(people(bad, 1), None, "{bad}");
        }
    }

    #[test]
    fn a_stage_changes_only_its_own_fields() {
        let mut draft = whole();
        let form = FormData::parse(b"content=new&title=other").unwrap();
        merge(&mut draft, Step::Details, &form);
        assert_eq!(
            (draft.content.as_str(), draft.title.as_str()),
            ("new", "小区水泵漏水")
        );
    }

    #[test]
    fn buttons_add_and_remove_a_person_and_keep_what_was_typed() {
        let mut draft = whole();
        let post = |draft: &mut Draft, body: &str| {
            merge(draft, Step::Details, &FormData::parse(body.as_bytes()).unwrap());
        };
        post(&mut draft, "content=c&then=add_person");
        post(&mut draft, "content=c&joint=yes&co_rows=1&then=add_person");
        assert_eq!((draft.joint, draft.people.len()), (true, 2));
        post(
            &mut draft,
            "joint=yes&co_rows=2&co_1_name=a&co_2_name=b&co_2_mobile=1&then=remove_1",
        );
        let names: Vec<_> = draft.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!((names, draft.people[0].mobile.as_str()), (vec!["b"], "1"));
        for _ in 0..6 {
            let rows = draft.people.len();
            post(&mut draft, &format!("joint=yes&co_rows={rows}&then=add_person"));
        }
        assert_eq!(draft.people.len(), CO_PETITIONERS_MAX);
        post(&mut draft, "co_rows=9999999&then=remove_77");
        assert_eq!(
            draft.people.len(),
            CO_PETITIONERS_MAX,
            "no more than the law allows"
        );
    }

    #[test]
    fn a_joint_petition_names_somebody_and_concerns_no_fewer_than_it_names() {
        let person = |name: &str| TypedPerson {
            name: name.to_owned(),
            ..TypedPerson::default()
        };
        let joint = |people_count: &str, names: &[&str]| Draft {
            joint: true,
            people: names.iter().map(|name| person(name)).collect(),
            people_count: people_count.to_owned(),
            ..whole()
        };
        let wrong = |draft: &Draft| {
            let errors = errors_of(Step::Details, draft, judge());
            errors.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&joint("", &[])), ["joint"]);
        assert_eq!(wrong(&joint("2", &["王芳", "赵河"])), ["people_count"]);
        assert_eq!(wrong(&joint("3", &["王芳", "赵河"])), [""; 0]);
        let answers = super::whole(&joint("", &["王芳", "赵河"]), "", judge()).unwrap();
        assert_eq!((answers.people_count, answers.co_petitioners.len()), (3, 2));
        let unticked = Draft {
            joint: false,
            ..joint("", &["王芳"])
        };
        assert!(
            super::whole(&unticked, "", judge())
                .unwrap()
                .co_petitioners
                .is_empty()
        );
    }
}
