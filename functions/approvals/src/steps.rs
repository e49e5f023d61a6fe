//! 送审、批示、撤回送审 as commands, without pages; the demonstration data use them too.

use chrono::{DateTime, Utc};
use domain::approval::{Approval, Draft, Verdict};
use domain::event::{Body, By, OfficerRef};
use store::StoreError;
use store::cases::Change;
use store::head::Head;
use web::App;

async fn commit(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    body: Body,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let change = Change {
        steps: vec![(By::Officer(by.clone()), body)],
        ..Change::default()
    };
    app.store.commit(head, change, now).await
}

/// 送审
///
/// # Errors
/// [`StoreError::Conflict`] if somebody was first, or the draft does not fit the case; the store's failures.
pub async fn submit(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    to: &OfficerRef,
    draft: Draft,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let body = Body::SubmittedForApproval {
        to: to.clone(),
        draft: Box::new(draft),
    };
    commit(app, by, head, body, now).await
}

/// 批示
///
/// # Errors
/// As [`submit`].
pub async fn instruct(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    one: &Approval,
    (verdict, text): (Verdict, &str),
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let body = Body::Instructed {
        submission: one.submission,
        draft: one.kind,
        verdict,
        text: text.to_owned(),
    };
    commit(app, by, head, body, now).await
}

/// 撤回送审
///
/// # Errors
/// As [`submit`].
pub async fn take_back(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    one: &Approval,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let body = Body::SubmissionWithdrawn {
        submission: one.submission,
        draft: one.kind,
    };
    commit(app, by, head, body, now).await
}
