//! 送审 as pages show it: where a submission stands, what was said to it, and the form that is filled in from its draft.
//! Reads nothing; what is possible is [`domain::approval`]'s.

use super::news_of;
use crate::FormState;
use crate::errors::Result;
use crate::forms::FormData;
use domain::approval::{Approval, Approvals, Decided, Draft, DraftKind, Ended, Verdict};
use domain::event::{Body, Event};
use domain::ids::{AgencyCode, PetitionId};
use store::cases::CaseFile;
use templates::components::instruction::Instruction;
use templates::components::tag::{Tag, Tone};
use templates::components::timeline::TimelineItem;
use templates::staff::case::Submitted;

/// The page of a submission.
#[must_use]
pub fn path(petition: PetitionId, submission: u32) -> String {
    format!("/staff/approvals/{petition}/{submission}")
}

/// Where the draft of a submission is carried out, filled in from it.
#[must_use]
pub fn go_on(petition: PetitionId, one: &Approval) -> String {
    format!("{}?draft={}", one.kind.form(petition), one.submission)
}

/// Where a leader is asked about a registration that is saved.
#[must_use]
pub fn asking(petition: PetitionId) -> String {
    format!(
        "/staff/petitions/{petition}/approvals?kind={}",
        DraftKind::Registration.code()
    )
}

/// The same right after it was registered as it was entered.
#[must_use]
pub fn asked_after_registering(petition: PetitionId) -> String {
    format!("{}&done=registered", asking(petition))
}

/// Where a submission stands, from its parts.
#[must_use]
pub fn standing(decided: Option<Decided>, ended: Option<Ended>) -> Tag {
    let verdict = decided.map(|decided| match decided.verdict {
        Verdict::Approved => Tag::new(Verdict::Approved.label(), Tone::Good),
        Verdict::Returned => Tag::new(Verdict::Returned.label(), Tone::Warn),
    });
    match (verdict, ended) {
        (None, None) => Tag::new("等待批示", Tone::Info),
        (None, Some(ended)) => Tag::new(ended.label(), Tone::Quiet),
        (Some(verdict), None) => verdict,
        (Some(verdict), Some(ended)) => Tag::new(format!("{}，{}", verdict.word, ended.label()), Tone::Quiet),
    }
}

/// The same of a submission.
#[must_use]
pub fn standing_of(one: &Approval) -> Tag {
    standing(one.decided, one.ended.map(|(ended, _)| ended))
}

/// What a submission asks.
#[must_use]
pub fn draft_of(case: &CaseFile, submission: u32) -> Option<&Draft> {
    case.internal.iter().find_map(|event| match &event.body {
        Body::SubmittedForApproval { draft, .. } if event.seq == submission => Some(draft.as_ref()),
        _ => None,
    })
}

/// What was said to it; empty while nothing was.
#[must_use]
pub fn words<'a>(case: &'a CaseFile, one: &Approval) -> &'a str {
    let said = |event: &'a Event| match &event.body {
        Body::Instructed { text, .. } if one.decided.is_some_and(|decided| decided.event == event.seq) => {
            Some(text.as_str())
        }
        _ => None,
    };
    case.internal.iter().find_map(said).unwrap_or_default()
}

/// What else happened since it was submitted, newest first.
#[must_use]
pub fn news_since(case: &CaseFile, one: &Approval) -> Vec<TimelineItem> {
    let base = format!("/staff/petitions/{}", case.file.head.petition.id);
    news_of(case, &one.by.agency.code, &base, |event| {
        event.seq > one.submission && !event.body.is_about_approval()
    })
}

/// What of a case an officer of `agency` sees of the drafts of other agencies: nothing.
#[must_use]
pub fn is_ours(event: &Event, agency: &AgencyCode) -> bool {
    let ours = matches!(&event.by, domain::event::By::Officer(by) if by.agency.code == *agency);
    ours || !event.body.is_about_approval()
}

/// The submission whose draft the query names (`?draft=`), whatever became of it: what was typed is not typed again. Of the
/// own agency's only.
///
/// # Errors
/// A history that does not fit.
pub fn named(
    case: &CaseFile,
    agency: &AgencyCode,
    query: &FormData,
    kind: DraftKind,
) -> Result<Option<Approval>> {
    let Ok(submission) = query.text("draft").parse() else {
        return Ok(None);
    };
    let all = case.approvals()?;
    let one = all.get(submission);
    Ok(one
        .filter(|one| one.kind == kind && one.by.agency.code == *agency)
        .cloned())
}

/// The form filled in from the draft of a submission.
#[must_use]
pub fn filled(case: &CaseFile, one: &Approval, form: FormState) -> FormState {
    let Some(draft) = draft_of(case, one.submission) else {
        return form;
    };
    let values = draft.fields.iter().cloned();
    FormState {
        values: values
            .chain([("draft".to_owned(), one.submission.to_string())])
            .collect(),
        ..form
    }
}

/// The same of the submission that the query names; as it is if it names none.
///
/// # Errors
/// A history that does not fit.
pub fn fill(
    case: &CaseFile,
    agency: &AgencyCode,
    query: &FormData,
    kind: DraftKind,
    form: FormState,
) -> Result<FormState> {
    let one = named(case, agency, query, kind)?;
    Ok(match one {
        Some(one) => filled(case, &one, form),
        None => form,
    })
}

/// What a leader was asked about such a step of the case, above its form.
///
/// # Errors
/// A history that does not fit.
pub fn instruction(case: &CaseFile, kind: DraftKind, form: &FormState) -> Result<Option<Instruction>> {
    let all: Approvals = case.approvals()?;
    let id = case.file.head.petition.id;
    Ok(all.alive(kind).map(|one| {
        let filled = form.value("draft") == one.submission.to_string();
        Instruction {
            leader: one.to.name.clone(),
            standing: standing_of(one).word,
            text: words(case, one).to_owned(),
            href: path(id, one.submission),
            waits: one.is_waiting(),
            fill: (!filled).then(|| go_on(id, one)),
            news: if filled { news_since(case, one) } else { Vec::new() },
        }
    }))
}

/// The submissions of a case for its page, as far as officers of `agency` may see them, the newest first; who may carry
/// one out is told where.
///
/// # Errors
/// A history that does not fit.
pub fn of_case(
    case: &CaseFile,
    agency: &AgencyCode,
    goes_on: impl Fn(&Approval) -> bool,
) -> Result<Vec<Submitted>> {
    let all = case.approvals()?;
    let id = case.file.head.petition.id;
    let ours = all.0.iter().rev().filter(|one| one.by.agency.code == *agency);
    Ok(ours
        .map(|one| Submitted {
            href: path(id, one.submission),
            what: format!("拟{}，送{}", one.kind.label(), one.to.name),
            standing: standing_of(one),
            text: words(case, one).to_owned(),
            go_on: (one.is_alive() && one.decided.is_some() && goes_on(one)).then(|| go_on(id, one)),
        })
        .collect())
}
