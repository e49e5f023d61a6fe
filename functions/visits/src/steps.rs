//! Registering a visit, and the steps of its interview, as commands without pages; the demonstration data use them too.

use crate::form::Entry;
use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::deadline::{DeadlineKind, RollRule};
use domain::event::{Body, By, Event, OfficerRef};
use domain::ids::{AttachmentId, PetitionId};
use domain::interview::{InterviewRecord, LeaderReception};
use domain::query_code::QueryCode;
use domain::registration::Channel;
use domain::time::local_date;
use services::sms_text::SmsText;
use store::StoreError;
use store::attachments::Uploader;
use store::cases::{Change, Detail, OfficerFiles};
use store::filing::NewPetition;
use store::head::Head;
use store::outbox::NewMessage;
use web::{App, AppError, Result};

/// The files of a form: those that belong to it, and those that were announced and never came.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// They arrived.
    pub kept: Vec<AttachmentId>,
    /// They did not.
    pub dropped: Vec<AttachmentId>,
}

/// 来访登记: everything that `Store::file` writes. Takes a number and a number of the day, draws a query code, registers
/// it in the same step and has it wait for `interviewer`. `links` are what dedupe found it to belong to.
///
/// # Errors
/// The store's failures.
#[expect(clippy::too_many_arguments, reason = "everything of one registration")]
pub async fn prepare(
    app: &App,
    by: &OfficerRef,
    id: PetitionId,
    entry: &Entry,
    interviewer: OfficerRef,
    files: Files,
    links: Vec<Body>,
    now: DateTime<Utc>,
) -> Result<NewPetition> {
    let registration = &entry.registration;
    let rating = registration.is_rated().map_err(AppError::internal)?;
    let division = registration.division;
    let today = local_date(now);
    let (number, ticket) = tokio::try_join!(
        app.store.next_petition_number(Channel::Visit, division, today),
        app.store.next_visit_ticket(&by.agency.code, today)
    )?;
    let text = SmsText::Registered {
        number: number.to_string(),
    };
    let message = entry
        .petitioner
        .mobile
        .clone()
        .map(|to| NewMessage::new(Some(id), to, text, now));
    let officer = By::Officer(by.clone());
    let filed = Body::Filed {
        channel: Channel::Visit,
        division,
        intake: by.agency.clone(),
        attachments: u32::try_from(files.kept.len()).unwrap_or(u32::MAX),
        due: DeadlineKind::Registration.from(today, Calendar::builtin(), RollRule::default()),
    };
    let arranged = Body::InterviewArranged {
        ticket,
        visitors: entry.visitors.count,
        to: interviewer,
    };
    let saved = Body::RegistrationSaved {
        registration: Box::new(registration.clone()),
    };
    let registered = Body::Registered { division, rating };
    // First the links: the registration that follows was saved with them in sight.
    let more = std::iter::once(arranged).chain(links).chain([saved, registered]);
    let mut digits = [0; 15];
    digits.copy_from_slice(&services::random::digits(15));
    Ok(NewPetition {
        id,
        draft_revision: 0,
        owner: None,
        uploader: Uploader::Officer(by.id),
        number,
        code: QueryCode::from_random(digits),
        title: entry.title.clone(),
        detail: detail(entry),
        event: Event {
            seq: 1,
            at: now,
            by: officer.clone(),
            body: filed,
        },
        more: more.map(|body| (officer.clone(), body)).collect(),
        letters: Vec::new(),
        office_letters: Vec::new(),
        attachments: files.kept,
        dropped: files.dropped,
        messages: message.into_iter().collect(),
        captcha: None,
        limit: None,
    })
}

/// What is kept of who came and what they said.
#[must_use]
pub fn detail(entry: &Entry) -> Detail {
    Detail {
        address: entry.address.clone(),
        content: entry.content.clone(),
        category_hint: None,
        people_count: entry.registration.people_count,
        joint: entry.registration.flags.joint,
        co_petitioners: entry.visitors.representatives(),
        petitioner: entry.petitioner.clone(),
        letter: None,
        visit: Some(Box::new(entry.visitors.clone())),
    }
}

async fn commit(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    bodies: Vec<Body>,
    files: Option<Files>,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let change = Change {
        steps: bodies
            .into_iter()
            .map(|body| (By::Officer(by.clone()), body))
            .collect(),
        files: files.map(|files| OfficerFiles {
            by: by.id,
            kept: files.kept,
            dropped: files.dropped,
        }),
        ..Change::default()
    };
    app.store.commit(head, change, now).await
}

/// 接谈记录, and with `done` 设为已办 in the same moment.
///
/// # Errors
/// [`StoreError::Conflict`] if somebody was first; [`StoreError::Transition`] if it is not possible; the store's failures.
pub async fn record(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    record: InterviewRecord,
    done: bool,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let mut bodies = vec![Body::InterviewRecorded {
        record: Box::new(record),
    }];
    if done {
        bodies.push(Body::InterviewDone);
    }
    commit(app, by, head, bodies, None, now).await
}

/// 发送给其他接谈人: to whom and why, with what was recorded so far.
///
/// # Errors
/// As [`record`].
pub async fn send_on(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    (to, reason): (OfficerRef, String),
    record: Option<InterviewRecord>,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let record = record.map(|record| Body::InterviewRecorded {
        record: Box::new(record),
    });
    let bodies = record.into_iter().chain([Body::InterviewSent { to, reason }]);
    commit(app, by, head, bodies.collect(), None, now).await
}

/// 恢复待办
///
/// # Errors
/// As [`record`].
pub async fn reopen(app: &App, by: &OfficerRef, head: &Head, now: DateTime<Utc>) -> Result<Head, StoreError> {
    commit(app, by, head, vec![Body::InterviewReopened], None, now).await
}

/// 领导公开接访
///
/// # Errors
/// As [`record`].
pub async fn receive(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    reception: LeaderReception,
    files: Files,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let body = Body::LeaderReceived {
        reception: Box::new(reception),
    };
    commit(app, by, head, vec![body], Some(files), now).await
}
