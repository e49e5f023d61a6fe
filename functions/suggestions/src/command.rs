//! Making a suggestion as a command, without pages; the demonstration data use it too.

use chrono::{DateTime, Utc};
use domain::division::DivisionCode;
use domain::event::By;
use domain::ids::SuggestionId;
use domain::suggestion::{Body, Event};
use domain::time::local_date;
use services::sms_text::SmsText;
use store::accounts::Account;
use store::suggestions::NewSuggestion;
use web::{App, AppError, Result, tell};

/// 填写的内容, checked.
#[derive(Clone, Debug)]
pub struct Answers {
    /// 标题
    pub title: String,
    /// 领域: a first-level category, if one was chosen.
    pub category: Option<String>,
    /// The place it concerns.
    pub division: DivisionCode,
    /// 建议内容
    pub text: String,
}

/// Everything that `Store::suggest` writes, but for captcha and limit. It goes to the petition office of
/// the place it concerns (属地管理、分级负责): who can change something there studies it, not the province.
/// Of the person only name and number are kept, to mask the one and to tell of the reply by the other.
///
/// # Errors
/// The store's failures.
pub async fn prepare(
    app: &App,
    id: SuggestionId,
    account: &Account,
    answers: &Answers,
    now: DateTime<Utc>,
) -> Result<NewSuggestion> {
    let agencies = app.store.agencies(app.now()).await?;
    let office = agencies
        .petition_office(answers.division)
        .ok_or_else(|| AppError::internal("the province has no petition office"))?
        .reference();
    let number = app
        .store
        .next_suggestion_number(answers.division, local_date(now))
        .await?;
    let mobile = account.message_mobile(&app.keys)?;
    let text = SmsText::SuggestionReceived {
        number: number.to_string(),
    };
    let petitioner = account.petitioner(&app.keys)?;
    Ok(NewSuggestion {
        id,
        owner: account.id,
        number,
        anonymous: petitioner.anonymous,
        name: petitioner.name,
        title: answers.title.clone(),
        text: answers.text.clone(),
        event: Event {
            seq: 1,
            at: now,
            by: By::Petitioner,
            body: Body::Made {
                division: answers.division,
                category: answers.category.clone(),
                office,
            },
        },
        messages: tell::suggester(mobile.clone(), &text, now),
        mobile,
        captcha: None,
        limit: None,
    })
}
