//! Filing and adding to what was filed, as commands, without pages; the demonstration data use it too.

use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::deadline::{DeadlineKind, RollRule};
use domain::division::DivisionCode;
use domain::event::{Body, By, Event};
use domain::ids::{AttachmentId, PetitionId};
use domain::joint::CoPetitioner;
use domain::query_code::QueryCode;
use domain::registration::Channel;
use domain::time::local_date;
use services::sms_text::SmsText;
use store::accounts::Account;
use store::attachments::Uploader;
use store::cases::{Change, Detail};
use store::filing::NewPetition;
use store::materials::{Material, NewMaterial};
use store::outbox::NewMessage;
use web::{App, AppError, Result};

/// 填写的内容, checked.
#[derive(Clone, Debug)]
pub struct Answers {
    /// 标题
    pub title: String,
    /// 问题发生地
    pub division: DivisionCode,
    /// 问题详细地址
    pub address: String,
    /// 投诉内容
    pub content: String,
    /// The category the petitioner proposes.
    pub category_hint: Option<String>,
    /// How many people it concerns.
    pub people_count: u32,
    /// 联名人 beside the account's owner; with anybody in it, it is a joint petition.
    pub co_petitioners: Vec<CoPetitioner>,
}

/// Everything that `Store::file` writes, but for attachments, captcha and limit: takes a number, draws a
/// query code, addresses the province's petition office and sets the 15 days of registration running
/// (条例第 22 条).
///
/// # Errors
/// The store's failures.
pub async fn prepare(
    app: &App,
    id: PetitionId,
    account: &Account,
    answers: &Answers,
    now: DateTime<Utc>,
) -> Result<NewPetition> {
    let today = local_date(now);
    let agencies = app.store.agencies(app.now()).await?;
    let intake = agencies
        .petition_office(DivisionCode::PROVINCE)
        .ok_or_else(|| AppError::internal("the province has no petition office"))?
        .reference();
    let number = app
        .store
        .next_petition_number(Channel::Web, answers.division, today)
        .await?;
    let text = SmsText::Filed {
        number: number.to_string(),
    };
    let mobile = account.message_mobile(&app.keys)?;
    let message = mobile.map(|to| NewMessage::new(Some(id), to, text, now));
    let body = Body::Filed {
        channel: Channel::Web,
        division: answers.division,
        intake,
        attachments: 0,
        due: DeadlineKind::Registration.from(today, Calendar::builtin(), RollRule::default()),
    };
    let mut digits = [0; 15];
    digits.copy_from_slice(&services::random::digits(15));
    Ok(NewPetition {
        draft_revision: 0,
        id,
        owner: Some(account.id),
        uploader: Uploader::Citizen(account.id),
        number,
        code: QueryCode::from_random(digits),
        title: answers.title.clone(),
        detail: Detail {
            address: answers.address.clone(),
            content: answers.content.clone(),
            category_hint: answers.category_hint.clone(),
            people_count: answers.people_count,
            joint: !answers.co_petitioners.is_empty(),
            co_petitioners: answers.co_petitioners.clone(),
            petitioner: account.petitioner(&app.keys)?,
            letter: None,
            visit: None,
        },
        event: Event {
            seq: 1,
            at: now,
            by: By::Petitioner,
            body,
        },
        more: Vec::new(),
        letters: Vec::new(),
        office_letters: Vec::new(),
        attachments: Vec::new(),
        dropped: Vec::new(),
        messages: message.into_iter().collect(),
        captcha: None,
        limit: None,
    })
}

/// 补充材料: the event and the addition of what a petitioner sends. `dropped` are uploads that never came.
#[must_use]
pub fn addition(material: Material, dropped: Vec<AttachmentId>) -> Change {
    let body = Body::MaterialAdded {
        words: !material.words.is_empty(),
        attachments: u32::try_from(material.attachments.len()).unwrap_or(u32::MAX),
    };
    Change {
        steps: vec![(By::Petitioner, body)],
        material: Some(NewMaterial { material, dropped }),
        ..Change::default()
    }
}
