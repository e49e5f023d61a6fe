//! 来访人: the first of those who came, how many there were, and who came along, from what an officer typed. Pure.

use super::{is_anonymous, parse};
use crate::forms::{FormData, FormState};
use chrono::NaiveDate;
use domain::identity_document::Sex;
use domain::visitors::{self, COMPANIONS_MAX, Typed, TypedCompanion, Visitors, field};
use store::cases::Petitioner;

/// The fields of a companion's row.
pub const FIELDS: [&str; 4] = ["name", "id_number", "representative", "photo"];
/// The hidden field that says how many rows there are.
pub const ROWS: &str = "companions";

/// What was typed of whoever came, each `None` with the errors in `state`, in the order of the page.
#[must_use]
pub fn visit(
    form: &FormData,
    state: &mut FormState,
    today: NaiveDate,
) -> (Option<Petitioner>, Option<Visitors>) {
    let sender = parse(form, state, today).map(|sender| sender.petitioner);
    let petitioner = sender.and_then(|petitioner| with_sex(petitioner, form, state));
    let typed = typed(form);
    let read = visitors::parse(
        Typed {
            count: form.raw("visitors"),
            companions: &typed,
            first_id_number: petitioner.as_ref().and_then(|one| one.id_number.as_deref()),
            anonymous: is_anonymous(form),
            sole_representative: form.text("sole_representative") == "yes",
        },
        today,
    );
    let visitors = match read {
        Ok(visitors) => Some(visitors),
        Err(wrong) => {
            for (field, sentence) in wrong {
                state.fail(field, sentence);
            }
            None
        }
    };
    (petitioner, visitors)
}

/// The sex as stated, where no resident ID says it; one that the ID contradicts is an error.
fn with_sex(mut petitioner: Petitioner, form: &FormData, state: &mut FormState) -> Option<Petitioner> {
    let stated = Sex::from_code(form.text("sex")).filter(|sex| matches!(sex, Sex::Male | Sex::Female));
    match (petitioner.sex, stated) {
        (Some(known), Some(stated)) if known != stated => {
            state.fail("sex", format!("按身份证号，性别是{}，请核对", known.label()));
            return None;
        }
        (None, stated) if !petitioner.anonymous => petitioner.sex = stated,
        _ => {}
    }
    Some(petitioner)
}

/// How many rows of companions a form has: as many as it says, and as it has typed ones.
#[must_use]
pub fn rows(state: &FormState) -> usize {
    let said = state.value(ROWS).parse().unwrap_or(0);
    let typed = (1..=COMPANIONS_MAX).rev().find(|at| {
        FIELDS
            .iter()
            .any(|what| !state.value(&field(*at, what)).is_empty())
    });
    usize::max(said, typed.unwrap_or(0)).min(COMPANIONS_MAX)
}

/// What was typed of each companion, from the first.
#[must_use]
pub fn typed(sent: &FormData) -> Vec<TypedCompanion> {
    (1..=rows(&sent.state("")))
        .map(|at| TypedCompanion {
            name: sent.raw(&field(at, "name")).to_owned(),
            id_number: sent.raw(&field(at, "id_number")).to_owned(),
            representative: sent.text(&field(at, "representative")) == "yes",
            photo: sent.text(&field(at, "photo")).parse().ok(),
        })
        .collect()
}
