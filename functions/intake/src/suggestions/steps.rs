//! The steps of studying a suggestion as commands, without pages; the demonstration data use them too.

use chrono::{DateTime, Utc};
use domain::event::{By, OfficerRef};
use domain::suggestion::{Body, Outcome};
use domain::text::{StudyNote, SuggestionReply};
use services::sms_text::SmsText;
use store::StoreError;
use store::content::Agency;
use store::suggestions::{SuggestionChange, SuggestionHead};
use web::{App, tell};

async fn steps(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    bodies: Vec<Body>,
    rest: SuggestionChange,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    let steps = bodies.into_iter().map(|body| (By::Officer(by.clone()), body));
    let change = SuggestionChange {
        steps: steps.collect(),
        ..rest
    };
    app.store.commit_suggestion(head, change, now).await
}

/// 调阅: the office that has it begins to study it.
///
/// # Errors
/// [`StoreError::Suggestion`] if the state does not allow it; [`StoreError::Conflict`] if somebody was
/// first; the store's failures.
pub async fn open(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    steps(
        app,
        by,
        head,
        vec![Body::Opened],
        SuggestionChange::default(),
        now,
    )
    .await
}

/// 研究意见: an internal note; nothing is told to anybody.
///
/// # Errors
/// As [`open`].
pub async fn note(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    note: &StudyNote,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    let note = note.as_str().to_owned();
    let bodies = vec![Body::Noted { note }];
    steps(app, by, head, bodies, SuggestionChange::default(), now).await
}

/// 转交: to a petition office below, with the reason as a note that only staff see.
///
/// # Errors
/// As [`open`].
pub async fn transfer(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    to: &Agency,
    reason: &StudyNote,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    let note = reason.as_str().to_owned();
    let bodies = vec![Body::Noted { note }, Body::Transferred { to: to.reference() }];
    steps(app, by, head, bodies, SuggestionChange::default(), now).await
}

/// 答复: the end of a suggestion, told by message where a number is known.
///
/// # Errors
/// As [`open`].
pub async fn reply(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    outcome: Outcome,
    words: &SuggestionReply,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    let text = SmsText::SuggestionReplied {
        number: head.suggestion.number.to_string(),
        agency: by.agency.name.clone(),
    };
    let mobile = head.open_mobile(app.store.keys())?;
    let rest = SuggestionChange {
        reply: Some(words.as_str().to_owned()),
        messages: tell::suggester(mobile, &text, now),
        ..SuggestionChange::default()
    };
    steps(app, by, head, vec![Body::Replied { outcome }], rest, now).await
}
