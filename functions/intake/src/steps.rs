//! The steps of intake as commands, without pages; the demonstration data use them too.

use chrono::{DateTime, Utc};
use domain::correction::Correction;
use domain::event::{Body, By, OfficerRef};
use domain::petition::StatusKind;
use domain::registration::Registration;
use services::sms_text::SmsText;
use store::StoreError;
use store::cases::{Change, Detail};
use store::head::Head;
use web::issuing::About;
use web::passing_on::Passing;
use web::{App, AppError, Result, tell};

/// 调阅: ends the petitioner's right to withdraw.
///
/// # Errors
/// [`StoreError::Conflict`] or [`StoreError::Transition`] if the petitioner or a colleague was first.
pub async fn open(app: &App, by: &OfficerRef, head: &Head, now: DateTime<Utc>) -> Result<Head, StoreError> {
    let change = Change {
        steps: vec![(By::Officer(by.clone()), Body::Opened)],
        ..Change::default()
    };
    app.store.commit(head, change, now).await
}

/// 登记: saves what was entered; the first time makes the petition registered and tells the petitioner. `onward` passes it on
/// in the same step, and then that is what the petitioner is told.
///
/// # Errors
/// A conflict if somebody was first; the store's failures.
pub async fn register(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    registration: Registration,
    onward: Option<Passing<'_>>,
    now: DateTime<Utc>,
) -> Result<Head> {
    let passed = match onward {
        Some(passing) => Some(passing.prepare(app, by, &About::case(app, head)?, now).await?),
        None => None,
    };
    let officer = By::Officer(by.clone());
    let rating = registration.is_rated().map_err(AppError::internal)?;
    let division = registration.division;
    let mut change = Change::default();
    change.steps.push((
        officer.clone(),
        Body::RegistrationSaved {
            registration: Box::new(registration),
        },
    ));
    if head.petition.status.kind() == StatusKind::Opened {
        change
            .steps
            .push((officer, Body::Registered { division, rating }));
        let text = SmsText::Registered {
            number: head.petition.number.to_string(),
        };
        change.messages = tell::petitioner(app, head, &text, now)?;
    }
    if let Some(passed) = passed {
        passed.add_to(&mut change, app, by, head, now)?;
    }
    Ok(app.store.commit(head, change, now).await?)
}

/// 关联, 取消关联: says what a petition is to another one, or takes it back. Nobody is told.
///
/// # Errors
/// As [`open`].
pub async fn relate(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    steps: Vec<Body>,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let by = By::Officer(by.clone());
    let change = Change {
        steps: steps.into_iter().map(|body| (by.clone(), body)).collect(),
        ..Change::default()
    };
    app.store.commit(head, change, now).await
}

/// 更正来信人、来访人: who stands behind a letter or a visit is recorded anew. Nobody is told: who has the number may not be
/// who wrote it.
///
/// # Errors
/// A conflict if somebody was first; the store's failures.
pub async fn correct(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    detail: Detail,
    correction: Correction,
    now: DateTime<Utc>,
) -> Result<Head> {
    let body = Body::SenderCorrected {
        correction: Box::new(correction),
    };
    let change = Change {
        steps: vec![(By::Officer(by.clone()), body)],
        sender: Some(Box::new(detail)),
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}
