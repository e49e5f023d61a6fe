//! The commands of 案例选登: choosing a petition and carrying out a step. The demo data call the same.

use chrono::{DateTime, Utc};
use domain::audit::Deed;
use domain::event::OfficerRef;
use domain::ids::ShowcaseId;
use domain::letter::{Letter, LetterKind, Paragraph};
use domain::showcase::{Field, Place, Refusal, Showcase, Step, Words};
use store::StoreError;
use store::cases::CaseFile;
use store::head::SealedField;
use web::App;

/// The words to begin from: what was registered and what was answered, not yet fit for anybody's eyes.
///
/// # Errors
/// The store's, if a seal does not open.
pub fn prefill(app: &App, case: &CaseFile) -> Result<Words, StoreError> {
    let petition = &case.file.head.petition;
    let registration = case.registration();
    let opinion = case
        .file
        .letters
        .iter()
        .rev()
        .find(|letter| letter.kind == LetterKind::HandlingOpinion);
    let fits = |field: Field, text: &str| {
        if text.chars().count() <= field.max() {
            return text.to_owned();
        }
        // Whoever writes on sees that something is missing.
        let kept: String = text.chars().take(field.max() - 2).collect();
        format!("{kept}……")
    };
    let part = |heading: &str| opinion.map(|letter| section(letter, heading)).unwrap_or_default();
    // The first of the last section is the legal formula, the last tells of the review.
    let decided = part("三、处理意见");
    let decided = match decided.as_slice() {
        [_, middle @ .., _] if !middle.is_empty() => middle.join("\n"),
        other => other.join("\n"),
    };
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    Ok(Words {
        title: fits(Field::Title, &title),
        outcome: fits(Field::Outcome, &decided),
        reported: fits(
            Field::Reported,
            registration.map_or("", |registration| registration.summary.as_str()),
        ),
        handled: fits(Field::Handled, &part("一、调查核实的事实").join("\n")),
        place: Place::of(petition.division),
        category: registration.map_or_else(String::new, |one| one.category.first().to_owned()),
    })
}

/// The paragraphs of a letter under a heading.
fn section(letter: &Letter, heading: &str) -> Vec<String> {
    let mut parts = letter.body.iter();
    parts.find(|part| matches!(part, Paragraph::Heading(text) if text == heading));
    parts
        .map_while(|part| match part {
            Paragraph::Text(text) => Some(text.clone()),
            Paragraph::Heading(_) => None,
        })
        .collect()
}

/// Chooses a petition. [`StoreError::Conflict`] if it was chosen already.
///
/// # Errors
/// The store's.
pub async fn pick(
    app: &App,
    by: &OfficerRef,
    id: ShowcaseId,
    case: &CaseFile,
    now: DateTime<Utc>,
) -> Result<Showcase, StoreError> {
    let petition = &case.file.head.petition;
    let words = prefill(app, case)?;
    let new = Showcase::begin(id, (petition.id, petition.number), words, by, now);
    app.store.pick_showcase(&new).await
}

/// Why a step was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// It is not possible.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed, or somebody else was first.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Carries out a step on the case that was read.
///
/// # Errors
/// [`Failed`]
pub async fn carry_out(
    app: &App,
    by: &OfficerRef,
    showcase: &Showcase,
    step: &Step,
    now: DateTime<Utc>,
) -> Result<Showcase, Failed> {
    let next = showcase.apply(step, by, now)?;
    Ok(app.store.change_showcase(showcase, &next).await?)
}

/// What the audit chain calls a step.
#[must_use]
pub(crate) const fn deed(step: &Step) -> Deed {
    match step {
        Step::Save { .. } => Deed::ShowcaseSaved,
        Step::Ask(_) => Deed::ShowcaseWish,
        Step::Submit => Deed::ShowcaseSubmitted,
        Step::TakeBack => Deed::ShowcaseTakenBack,
        Step::SendBack { .. } => Deed::ShowcaseSentBack,
        Step::Approve => Deed::ShowcasePublished,
        Step::Withdraw { .. } => Deed::ShowcaseWithdrawn,
        Step::DropVersion => Deed::ShowcaseDropped,
    }
}
