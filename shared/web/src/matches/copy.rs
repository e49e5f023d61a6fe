//! What a linked case brings into the registration form: of the same matter, what was registered of the matter; of the
//! same petitioner, what marks the person. It goes only where nothing was typed, chosen or saved yet.

use super::{Sight, sight};
use crate::forms::FormState;
use crate::registration::accused_values;
use crate::session::Officer;
use domain::dedupe::Relation;
use domain::registration::{Flags, Registration};
use store::cases::CaseFile;

/// Marks of a matter, and marks of a person.
const OF_MATTER: [&str; 1] = ["litigation_related"];
const OF_PERSON: [&str; 5] = ["hong_kong", "macao", "taiwan", "overseas_chinese", "foreign"];

/// What was registered of a case that the officer may read.
#[must_use]
pub fn registered<'a>(officer: &Officer, case: &'a CaseFile) -> Option<&'a Registration> {
    let whole = sight(&officer.agency, &case.file.head.petition) == Sight::Whole;
    case.registration().filter(|_| whole)
}

/// What a registration has for a form: name, label and value of each field.
fn offered(from: &Registration, relation: Relation) -> Vec<(&'static str, &'static str, String)> {
    if relation != Relation::SameMatter {
        return Vec::new();
    }
    let accused = from.accused.iter().flat_map(accused_values);
    let accused = accused.map(|(name, value)| (name, "被揭发控告的人或者单位", value.to_owned()));
    let matter = vec![
        ("division", "问题属地", from.division.to_string()),
        ("category", "内容分类", from.category.to_string()),
        ("purpose", "信访目的", from.purpose.code().to_owned()),
        ("procedure", "诉求分类", from.procedure.code().to_owned()),
        ("summary", "摘要", from.summary.as_str().to_owned()),
        ("people_affected", "涉及人数", from.people_affected.to_string()),
    ];
    let others = [
        ("cause", "信访原因", &from.cause),
        ("hot_topic", "热点问题", &from.hot_topic),
    ];
    let others = others
        .into_iter()
        .filter_map(|(name, label, value)| Some((name, label, value.clone()?)));
    matter.into_iter().chain(others).chain(accused).collect()
}

/// The marks that a registration has for a form: name and label of each.
fn marks(from: &Registration, relation: Relation) -> impl Iterator<Item = (&'static str, &'static str)> {
    let of: &[&str] = match relation {
        Relation::SameMatter => &OF_MATTER,
        Relation::SamePetitioner => &OF_PERSON,
    };
    Flags::ALL
        .into_iter()
        .filter(move |(name, _)| of.contains(name) && from.flags.has(name))
}

/// Brings what was registered of a linked case into the form, wherever that is empty or as in `baseline`, the form as it
/// is before anybody fills it in; says what it was.
pub fn bring(
    from: &Registration,
    relation: Relation,
    state: &mut FormState,
    baseline: &FormState,
) -> Vec<&'static str> {
    let mut brought = Vec::new();
    for (name, label, value) in offered(from, relation) {
        let untouched = state.value(name).is_empty() || state.value(name) == baseline.value(name);
        if untouched && state.value(name) != value {
            set(state, name, value);
            brought.push(label);
        }
    }
    for (name, label) in marks(from, relation) {
        if !state.is_chosen("flags", name) {
            state.values.push(("flags".to_owned(), name.to_owned()));
            brought.push(label);
        }
    }
    brought
}

/// What in the form is as in a registration and not as before anybody filled it in: it may have come from there.
#[must_use]
pub fn left(
    from: &Registration,
    relation: Relation,
    state: &FormState,
    baseline: &FormState,
) -> Vec<&'static str> {
    let values = offered(from, relation).into_iter();
    let values =
        values.filter(|(name, _, value)| state.value(name) == value && baseline.value(name) != value);
    let marks = marks(from, relation)
        .filter(|(name, _)| state.is_chosen("flags", name) && !baseline.is_chosen("flags", name));
    values
        .map(|(_, label, _)| label)
        .chain(marks.map(|(_, label)| label))
        .collect()
}

/// Has the repeat number follow the links where it followed them before, or where they say more than the form; what an
/// officer knows from elsewhere stays. Says whether the form is changed.
pub fn follow(state: &mut FormState, before: Option<u32>, now: Option<u32>) -> bool {
    let written = (state.value("initial") == "repeat").then(|| {
        domain::text::half_width(state.value("repeat_number").trim())
            .parse()
            .unwrap_or(0)
    });
    let follows = written != now && (written == before || now > written);
    if follows {
        set_repeats(state, now);
    }
    follows
}

/// Has the form say that it is the repeat of so many, or an initial one.
fn set_repeats(state: &mut FormState, number: Option<u32>) {
    set(
        state,
        "initial",
        if number.is_some() { "repeat" } else { "initial" }.to_owned(),
    );
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    set(state, "repeat_number", number);
}

fn set(state: &mut FormState, name: &str, value: String) {
    state.values.retain(|(key, _)| key != name);
    state.values.push((name.to_owned(), value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::category::Category;
    use domain::registration::{Procedure, Purpose};
    use domain::text::Summary;

    fn registered() -> Registration {
        Registration {
            division: "370102".parse().unwrap(),
            category: Category::parse("城乡建设/住房保障与房地产/物业服务").unwrap(),
            purpose: Purpose::RequestToResolve,
            procedure: Procedure::Petition,
            summary: Summary::parse("车库积水").unwrap(),
            people_count: 3,
            people_affected: 40,
            flags: Flags {
                litigation_related: true,
                taiwan: true,
                grave_urgent: true,
                ..Flags::default()
            },
            threat_text: None,
            accused: None,
            initial: true,
            repeat_number: 0,
            public: false,
            rating: None,
            cause: None,
            hot_topic: None,
            initial_nationally: None,
        }
    }

    fn untouched() -> FormState {
        FormState::new("t")
            .with("division", "370100")
            .with("summary", "标题")
            .with("people_affected", "0")
            .with("procedure", "ordinary")
    }

    #[test]
    fn what_was_typed_stays_and_what_was_not_is_filled_in() {
        let baseline = untouched();
        let mut typed = untouched().with("category", "环境保护/空气/烟尘");
        set(&mut typed, "summary", "我自己写的摘要".to_owned());
        let brought = bring(&registered(), Relation::SameMatter, &mut typed, &baseline);
        assert_eq!(typed.value("summary"), "我自己写的摘要");
        assert_eq!(typed.value("category"), "环境保护/空气/烟尘");
        assert_eq!(typed.value("division"), "370102");
        assert_eq!(typed.value("people_affected"), "40");
        assert!(
            brought.contains(&"问题属地") && !brought.contains(&"摘要"),
            "{brought:?}"
        );
        assert!(typed.is_chosen("flags", "litigation_related"));
        assert!(
            !typed.is_chosen("flags", "taiwan"),
            "the same matter may be somebody else's"
        );
        assert!(
            !typed.is_chosen("flags", "grave_urgent"),
            "what is urgent now is seen now"
        );
        let again = bring(&registered(), Relation::SameMatter, &mut typed, &baseline);
        assert_eq!(again, Vec::<&str>::new(), "bringing it twice is bringing it once");
    }

    #[test]
    fn of_the_same_petitioner_only_what_marks_the_person_is_brought() {
        let mut form = untouched();
        let brought = bring(&registered(), Relation::SamePetitioner, &mut form, &untouched());
        assert_eq!(brought, ["涉台"]);
        assert_eq!(form.value("division"), "370100");
    }

    #[test]
    fn what_may_have_been_brought_is_named_when_the_link_is_taken_back() {
        let baseline = untouched();
        let mut form = untouched().with("category", "环境保护/空气/烟尘");
        bring(&registered(), Relation::SameMatter, &mut form, &baseline);
        let left = left(&registered(), Relation::SameMatter, &form, &baseline);
        assert!(
            left.contains(&"问题属地") && left.contains(&"涉法涉诉"),
            "{left:?}"
        );
        assert!(!left.contains(&"内容分类"), "that was typed: {left:?}");
    }

    #[test]
    fn the_repeat_number_follows_the_links_and_no_link_takes_away_what_somebody_knew() {
        let form = |number: &str| {
            let initial = if number.is_empty() { "initial" } else { "repeat" };
            untouched().with("initial", initial).with("repeat_number", number)
        };
        for (written, before, now, then) in [
            ("", None, Some(2), "2"),
            ("2", Some(2), None, ""),
            ("2", Some(2), Some(1), "1"),
            ("1", None, Some(3), "3"),
            // Letters on paper count, too.
            ("5", None, Some(1), "5"),
            ("5", Some(1), None, "5"),
            ("5", None, None, "5"),
            ("５", Some(5), None, ""),
        ] {
            let mut state = form(written);
            let changed = follow(&mut state, before, now);
            assert_eq!(state.value("repeat_number"), then, "{written} {before:?} {now:?}");
            assert_eq!(
                state.value("initial") == "repeat",
                !then.is_empty(),
                "{written} {before:?} {now:?}"
            );
            assert_eq!(changed, written != then);
        }
    }
}
