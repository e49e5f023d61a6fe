//! Registering letters as commands, without pages; the demonstration data use them too.

use crate::form::Entry;
use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::deadline::{DeadlineKind, RollRule};
use domain::division::DivisionCode;
use domain::event::{Body, By, Event, OfficerRef};
use domain::ids::{AttachmentId, BriefId, PetitionId};
use domain::incoming::{Brief, BriefEntry};
use domain::query_code::QueryCode;
use domain::registration::Channel;
use domain::time::local_date;
use services::sms_text::SmsText;
use store::attachments::Uploader;
use store::cases::{Change, Detail};
use store::filing::NewPetition;
use store::outbox::NewMessage;
use web::issuing::About;
use web::passing_on::Passing;
use web::{App, AppError, Result};

/// How often a letter tries to join a case on which somebody works at the same moment.
const JOIN_TRIES: usize = 8;

/// The scans of a letter: those that belong to it, and those that were announced and never came.
#[derive(Clone, Debug, Default)]
pub struct Scans {
    /// They arrived.
    pub kept: Vec<AttachmentId>,
    /// They did not.
    pub dropped: Vec<AttachmentId>,
}

/// 来信详细登记: everything that `Store::file` writes. Takes a number, draws a query code, registers it in the same
/// step, and sets the 15 days running from the day on which the letter came (条例第二十二条). `links` are what dedupe
/// found it to belong to.
///
/// # Errors
/// The store's failures.
pub async fn prepare(
    app: &App,
    by: &OfficerRef,
    id: PetitionId,
    entry: &Entry,
    scans: Scans,
    links: Vec<Body>,
    now: DateTime<Utc>,
) -> Result<NewPetition> {
    let registration = &entry.registration;
    let rating = registration.is_rated().map_err(AppError::internal)?;
    let division = registration.division;
    let number = app
        .store
        .next_petition_number(Channel::Letter, division, local_date(now))
        .await?;
    let petitioner = &entry.sender.petitioner;
    let text = SmsText::Registered {
        number: number.to_string(),
    };
    let message = petitioner
        .mobile
        .clone()
        .map(|to| NewMessage::new(Some(id), to, text, now));
    let officer = By::Officer(by.clone());
    let filed = Body::Filed {
        channel: Channel::Letter,
        division,
        intake: by.agency.clone(),
        attachments: u32::try_from(scans.kept.len()).unwrap_or(u32::MAX),
        due: DeadlineKind::Registration.from(
            entry.incoming.received,
            Calendar::builtin(),
            RollRule::default(),
        ),
    };
    let saved = Body::RegistrationSaved {
        registration: Box::new(registration.clone()),
    };
    let registered = Body::Registered { division, rating };
    // First the links: the registration that follows was saved with them in sight.
    let more = links.into_iter().chain([saved, registered]);
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
        attachments: scans.kept,
        dropped: scans.dropped,
        messages: message.into_iter().collect(),
        captcha: None,
        limit: None,
    })
}

/// 转送、交办 in the same step: the petitioner is told of that and not of the registration by itself.
///
/// # Errors
/// The store's failures.
pub async fn pass_on(
    app: &App,
    by: &OfficerRef,
    mut new: NewPetition,
    passing: Passing<'_>,
    now: DateTime<Utc>,
) -> Result<NewPetition> {
    let about = About::new_petition(&new, Channel::Letter);
    let passed = passing.prepare(app, by, &about, now).await?;
    let by = By::Officer(by.clone());
    let steps = passed.steps.into_iter();
    new.more.extend(steps.map(|body| (by.clone(), body)));
    new.letters.push(passed.letter);
    new.office_letters.extend(passed.office_letter);
    for message in &mut new.messages {
        message.text = passed.text.clone();
    }
    Ok(new)
}

/// What is kept of who wrote it and what it says.
#[must_use]
pub fn detail(entry: &Entry) -> Detail {
    Detail {
        address: entry.address.clone(),
        content: entry.content.clone(),
        category_hint: None,
        people_count: entry.registration.people_count,
        joint: entry.registration.flags.joint,
        co_petitioners: entry.sender.others.clone(),
        petitioner: entry.sender.petitioner.clone(),
        letter: Some(Box::new(entry.incoming.clone())),
        visit: None,
    }
}

/// 来信简单登记: written once. `None` if its form was registered before. With `joins` the case that it joins learns of it in
/// the same transaction, whoever else works on that case meanwhile.
///
/// # Errors
/// Not found if the case is out of reach; the store's failures.
pub async fn register_brief(
    app: &App,
    by: &OfficerRef,
    id: BriefId,
    entry: &BriefEntry,
    joins: Option<PetitionId>,
    now: DateTime<Utc>,
) -> Result<Option<Brief>> {
    let office = by.agency.code.division_code().unwrap_or(DivisionCode::PROVINCE);
    let number = app.store.next_brief_number(office, local_date(now)).await?;
    let brief = Brief {
        id,
        number,
        at: now,
        by: by.clone(),
        entry: entry.clone(),
        joined: joins,
    };
    let written = match joins {
        Some(petition) => join(app, petition, &brief, now).await,
        None => app.store.register_brief(&brief).await.map_err(AppError::from),
    };
    match written {
        Ok(()) => Ok(Some(brief)),
        Err(AppError::Conflict { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a letter in brief with the event of the case that it joins; a conflict if its form was registered before.
async fn join(app: &App, petition: PetitionId, brief: &Brief, now: DateTime<Utc>) -> Result<()> {
    let by = &brief.by;
    let mut tries = JOIN_TRIES;
    loop {
        let head = app.store.head(petition).await?.ok_or(AppError::NotFound)?;
        if !head.petition.is_in_scope_of(&by.agency.code) {
            return Err(AppError::NotFound);
        }
        let body = Body::LetterJoined {
            brief: brief.id,
            number: brief.number,
            received: brief.entry.received,
            count: brief.entry.count,
        };
        let change = Change {
            steps: vec![(By::Officer(by.clone()), body)],
            brief: Some(Box::new(brief.clone())),
            ..Change::default()
        };
        tries -= 1;
        match app.store.commit(&head, change, now).await {
            Ok(_) => return Ok(()),
            Err(store::StoreError::Conflict) if tries > 0 => {
                // Either the same form was first, or somebody works on the case: that is no reason not to join it.
                if app.store.brief(&by.agency.code, brief.id).await?.is_some() {
                    return Err(store::StoreError::Conflict.into());
                }
            }
            Err(store::StoreError::Conflict) => {
                return Err(AppError::internal("a case that is never left alone"));
            }
            Err(error) => return Err(error.into()),
        }
    }
}
