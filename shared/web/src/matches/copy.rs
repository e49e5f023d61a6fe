//! What a linked case brings into the registration form: of the same matter, what was registered of the matter; of the
//! same petitioner, what marks the person. It goes only where nothing was typed or chosen yet.

use super::{Sight, sight};
use crate::app::App;
use crate::errors::Result;
use crate::forms::FormState;
use crate::session::Officer;
use domain::dedupe::{Link, Relation};
use domain::registration::{Flags, Registration};
use store::cases::CaseFile;

/// Marks of a matter, and marks of a person.
const OF_MATTER: [&str; 1] = ["litigation_related"];
const OF_PERSON: [&str; 5] = ["hong_kong", "macao", "taiwan", "overseas_chinese", "foreign"];

/// Brings what there is in a linked case into the form, wherever that is as in `baseline`, and says what it was. Nothing
/// from a case that the officer may not read, or that is not registered.
///
/// # Errors
/// The store's.
pub async fn from(
    app: &App,
    officer: &Officer,
    link: &Link,
    state: &mut FormState,
    baseline: &FormState,
) -> Result<Vec<&'static str>> {
    let other = app.store.case(link.other).await?;
    Ok(other
        .map(|other| of(officer, &other, link.relation, state, baseline))
        .unwrap_or_default())
}

/// The same, from a case that was read already.
pub fn of(
    officer: &Officer,
    other: &CaseFile,
    relation: Relation,
    state: &mut FormState,
    baseline: &FormState,
) -> Vec<&'static str> {
    match other.registration() {
        Some(registration) if sight(officer, &other.file.head.petition) == Sight::Whole => {
            bring(registration, relation, state, baseline)
        }
        _ => Vec::new(),
    }
}

/// The same, from a registration.
fn bring(
    from: &Registration,
    relation: Relation,
    state: &mut FormState,
    baseline: &FormState,
) -> Vec<&'static str> {
    let mut brought = Vec::new();
    if relation == Relation::SameMatter {
        let values = [
            ("division", "问题属地", from.division.to_string()),
            ("category", "内容分类", from.category.to_string()),
            ("purpose", "信访目的", from.purpose.code().to_owned()),
            ("procedure", "诉求分类", from.procedure.code().to_owned()),
            ("summary", "摘要", from.summary.as_str().to_owned()),
            ("people_affected", "涉及人数", from.people_affected.to_string()),
        ];
        for (name, label, value) in values {
            let untouched = state.value(name).is_empty() || state.value(name) == baseline.value(name);
            if untouched && state.value(name) != value {
                set(state, name, value);
                brought.push(label);
            }
        }
    }
    let marks = match relation {
        Relation::SameMatter => OF_MATTER.iter().chain(&OF_PERSON),
        Relation::SamePetitioner => [].iter().chain(&OF_PERSON),
    };
    for (name, label) in Flags::ALL {
        let is_theirs = marks.clone().any(|mark| *mark == name) && from.flags.has(name);
        if is_theirs && !state.is_chosen("flags", name) {
            state.values.push(("flags".to_owned(), name.to_owned()));
            brought.push(label);
        }
    }
    brought
}

/// Whether the form says that it is a repeat, and of how many.
#[must_use]
pub fn repeats(state: &FormState) -> Option<String> {
    (state.value("initial") == "repeat").then(|| state.value("repeat_number").trim().to_owned())
}

/// Has the form say that it is the repeat of so many, or an initial one.
pub fn set_repeats(state: &mut FormState, number: Option<u32>) {
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
            initial: true,
            repeat_number: 0,
            public: false,
            rating: None,
            cause: None,
            hot_topic: None,
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
        assert!(typed.is_chosen("flags", "litigation_related") && typed.is_chosen("flags", "taiwan"));
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
    fn the_repeat_number_is_set_and_taken_back() {
        let mut form = untouched();
        set_repeats(&mut form, Some(3));
        assert_eq!(repeats(&form), Some("3".to_owned()));
        set_repeats(&mut form, None);
        assert_eq!((repeats(&form), form.value("repeat_number")), (None, ""));
    }
}
