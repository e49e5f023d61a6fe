//! 登记表: what an officer records of every petition that comes in, however it comes, from what was typed to a
//! [`Registration`] and back. Pure. Who wrote it is [`crate::sender`]'s.

use crate::forms::{FormData, FormState, take};
use domain::accused::{Accused, AccusedLevel, Typed};
use domain::category::Category;
use domain::division::DivisionCode;
use domain::ids::AgencyCode;
use domain::incoming::joint_problem;
use domain::rating::{RatingChoice, RatingScope, rating_scope};
use domain::registration::{Channel, Flags, Procedure, Purpose, Registration};
use domain::suggest::Model;
use domain::text::{Summary, TITLE_MAX, normalise_line};
use store::cases::Detail;
use store::content::Agencies;
use templates::components::registration::{Lists, RatingView};
use templates::components::select::Choice;

/// How much of a summary makes a title where none was typed.
const TITLE_FROM_SUMMARY: usize = 40;

/// 来件: what is known of a petition besides what is typed.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// How it came in.
    pub channel: Channel,
    /// Filed without a name.
    pub anonymous: bool,
    /// Who registers it.
    pub desk: Desk<'a>,
}

/// 登记单位
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// Whoever is accused registers nothing of it (条例第三十条).
    pub agency: &'a AgencyCode,
    /// The directory in which an accused unit is looked up.
    pub agencies: &'a Agencies,
}

/// What was typed, as a registration; `None` with the errors in `state`.
#[must_use]
pub fn parse(form: &FormData, state: &mut FormState, origin: Origin<'_>) -> Option<Registration> {
    let division = take(
        state,
        "division",
        required(form, "division", "请选择问题属地").and_then(|text| {
            text.parse::<DivisionCode>()
                .map_err(|_| "请从列表中选择问题属地".to_owned())
        }),
    );
    let category = take(
        state,
        "category",
        required(form, "category", "请选择内容分类")
            .and_then(|text| Category::parse(text).map_err(|_| "请从列表中选择内容分类".to_owned())),
    );
    let purpose = take(
        state,
        "purpose",
        Purpose::from_code(form.text("purpose")).ok_or("请选择信访目的"),
    );
    let procedure = take(
        state,
        "procedure",
        Procedure::from_code(form.text("procedure")).ok_or("请选择诉求分类处理的途径"),
    );
    let summary = take(state, "summary", Summary::parse(form.raw("summary")));
    let people_count = take(state, "people_count", number(form, "people_count", 1));
    let people_affected = take(state, "people_affected", number(form, "people_affected", 0));
    let initial = form.text("initial") != "repeat";
    let repeat_number = take(
        state,
        "repeat_number",
        if initial {
            Ok(0)
        } else {
            number(form, "repeat_number", 0)
        },
    );
    let flags = Flags {
        anonymous: origin.anonymous,
        ..Flags::from_names(form.get_all("flags"))
    };
    let mut registration = Registration {
        division: division?,
        category: category?,
        purpose: purpose?,
        procedure: procedure?,
        summary: summary?,
        people_count: people_count?,
        people_affected: people_affected?,
        flags,
        threat_text: form.get("threat_text").map(str::to_owned),
        initial,
        repeat_number: repeat_number?,
        public: form.text("public") == "yes",
        rating: None,
        accused: accused(form, state, origin.desk)?,
        cause: words(form, "cause"),
        hot_topic: words(form, "hot_topic"),
        initial_nationally: match form.text("initial_nationally") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    };
    // Only where the officer decides does the tick count; an unticked box is a decision too.
    if !registration.rating_scope().is_locked() {
        let ticked = form.text("rating") == "yes";
        registration.rating = Some(if ticked {
            RatingChoice::Include
        } else {
            RatingChoice::Exclude
        });
    }
    let problems = registration.problems();
    for problem in &problems {
        state.fail(problem.field(), problem.to_string());
    }
    let joint = joint_problem(&registration, origin.channel);
    if let Some((field, sentence)) = joint {
        state.fail(field, sentence);
    }
    (problems.is_empty() && joint.is_none()).then_some(registration)
}

/// 被揭发控告的人或者单位 as typed, with the agencies that it names, to which it is not passed; nothing where nothing was
/// given. `None` with the errors in `state`.
fn accused(form: &FormData, state: &mut FormState, desk: Desk<'_>) -> Option<Option<Accused>> {
    let typed = Typed {
        name: form.raw("accused_name"),
        unit: form.raw("accused_unit"),
        post: form.raw("accused_post"),
        level: form.text("accused_level"),
        address: form.raw("accused_address"),
    };
    if typed.is_empty() {
        return Some(None);
    }
    let mut accused = match typed.parse() {
        Ok(accused) => accused,
        Err(wrong) => {
            for (field, sentence) in wrong {
                state.fail(format!("accused_{field}"), sentence);
            }
            return None;
        }
    };
    let all = desk.agencies.iter();
    accused.recognise(all.map(|one| (&one.code, [&*one.name, &*one.short_name])));
    if accused.agencies.contains(desk.agency) {
        let sentence = "揭发控告本单位或者本单位人员的，本单位不能登记办理，请报上一级信访部门登记（《信访工作条例》第三十条）";
        state.fail("accused_unit", sentence);
        return None;
    }
    Some(Some(accused))
}

/// The title of what came without one: the first sentence of its summary, or as much of it as a list shows.
#[must_use]
pub fn title_of(summary: &str) -> String {
    let first = summary
        .split(['。', '；', '\n', '！', '？'])
        .map(str::trim)
        .find(|part| !part.is_empty())
        .unwrap_or(summary);
    let mut title: String = first.chars().take(TITLE_FROM_SUMMARY).collect();
    if first.chars().nth(TITLE_FROM_SUMMARY).is_some() {
        title.push('…');
    }
    debug_assert!(title.chars().count() <= TITLE_MAX);
    title
}

/// What is written in a line that may be left out.
fn words(form: &FormData, name: &str) -> Option<String> {
    Some(normalise_line(form.raw(name))).filter(|words| !words.is_empty())
}

fn required<'a>(form: &'a FormData, name: &str, message: &str) -> Result<&'a str, String> {
    form.get(name).ok_or_else(|| message.to_owned())
}

fn number(form: &FormData, name: &str, missing: u32) -> Result<u32, &'static str> {
    match form.get(name) {
        None => Ok(missing),
        Some(text) => domain::text::half_width(text).parse().map_err(|_| "请填写整数"),
    }
}

/// The form as it stands at first: from what the petitioner wrote.
#[must_use]
pub fn prefilled(csrf: String, detail: &Detail, division: DivisionCode, title: &str) -> FormState {
    let mut state = FormState::new(csrf)
        .with("division", division.to_string())
        .with("summary", title)
        .with("people_count", detail.people_count.to_string())
        .with("people_affected", "0")
        .with("initial", "initial")
        .with("repeat_number", "")
        .with("procedure", Procedure::Petition.code())
        .with("public", "no");
    if let Some(hint) = detail
        .category_hint
        .as_deref()
        .filter(|hint| Category::parse(hint).is_ok())
    {
        state = state.with("category", hint);
    }
    if detail.joint {
        state = state.with("flags", "joint");
    }
    state
}

/// The form of a registration saved before.
#[must_use]
pub fn filled(csrf: String, saved: &Registration) -> FormState {
    let mut state = FormState::new(csrf)
        .with("division", saved.division.to_string())
        .with("category", saved.category.to_string())
        .with("purpose", saved.purpose.code())
        .with("procedure", saved.procedure.code())
        .with("summary", saved.summary.as_str())
        .with("people_count", saved.people_count.to_string())
        .with("people_affected", saved.people_affected.to_string())
        .with("initial", if saved.initial { "initial" } else { "repeat" })
        .with(
            "repeat_number",
            if saved.initial {
                String::new()
            } else {
                saved.repeat_number.to_string()
            },
        )
        .with("threat_text", saved.threat_text.clone().unwrap_or_default())
        .with("public", if saved.public { "yes" } else { "no" });
    let nationally = match saved.initial_nationally {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    for (name, value) in [
        ("cause", saved.cause.as_deref().unwrap_or_default()),
        ("hot_topic", saved.hot_topic.as_deref().unwrap_or_default()),
        ("initial_nationally", nationally),
    ] {
        if !value.is_empty() {
            state = state.with(name, value);
        }
    }
    if let Some(accused) = &saved.accused {
        state = accused_values(accused)
            .into_iter()
            .fold(state, |state, (name, value)| state.with(name, value));
    }
    for (name, _) in Flags::ALL {
        if saved.flags.has(name) {
            state = state.with("flags", name);
        }
    }
    if saved.rating == Some(RatingChoice::Include) {
        state = state.with("rating", "yes");
    }
    state
}

/// What is recorded of the accused, as fields of the form.
#[must_use]
pub fn accused_values(accused: &Accused) -> [(&'static str, &str); 5] {
    [
        ("accused_name", &accused.name),
        ("accused_unit", &accused.unit),
        ("accused_post", &accused.post),
        ("accused_level", accused.level.code()),
        ("accused_address", &accused.address),
    ]
}

/// The lists of the form, and what the rule says of the rating for the values in it. `title` and `content` suggest a
/// category, where none is chosen yet.
#[must_use]
pub fn lists(state: &FormState, anonymous: bool, title: &str, content: &str) -> Lists {
    let chosen = !state.value("category").is_empty();
    let says_nothing = title.is_empty() && content.is_empty();
    let suggested = if chosen || says_nothing {
        Vec::new()
    } else {
        Model::built_in().suggest(title, content)
    };
    Lists {
        suggestions: suggested
            .into_iter()
            .map(|suggestion| suggestion.category)
            .collect(),
        purposes: Purpose::ALL
            .into_iter()
            .map(|purpose| Choice::new(purpose.code(), purpose.label()))
            .collect(),
        procedures: Procedure::ALL
            .into_iter()
            .map(|procedure| Choice::new(procedure.code(), procedure.label()))
            .collect(),
        levels: AccusedLevel::ALL
            .into_iter()
            .map(|level| Choice::new(level.code(), level.label()))
            .collect(),
        rating: rating_view(state, anonymous),
        anonymous,
    }
}

/// What the rule says for the values in the form as far as they are chosen.
fn rating_view(state: &FormState, anonymous: bool) -> RatingView {
    let flags = state.values.iter().filter(|(name, _)| name == "flags");
    let flags = Flags::from_names(flags.map(|(_, value)| value.as_str()));
    let initial = state.value("initial") != "repeat";
    let purpose = Purpose::from_code(state.value("purpose"));
    let scope = rating_scope(
        initial,
        anonymous,
        flags.litigation_related,
        purpose.unwrap_or(Purpose::Other),
    );
    match (scope, purpose) {
        (RatingScope::Must, _) => RatingView::Must,
        (RatingScope::OfficerDecides, _) => RatingView::Free,
        (RatingScope::Barred(reasons), _) => {
            RatingView::Barred(reasons.iter().map(|reason| reason.label().to_owned()).collect())
        }
    }
}
