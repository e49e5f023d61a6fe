//! Messages about a step of a case: to the number its petitioner left, in the words of the template,
//! with the petition's number and never its text.

use crate::app::App;
use crate::errors::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::deadline::Deadline;
use domain::ids::MessageId;
use domain::rating::WindowRule;
use domain::time::{local_midnight, zh_date_plain};
use services::sms_text::SmsText;
use store::head::{Head, SealedField};
use store::outbox::NewMessage;
use store::reminders::Reminder;

/// The message to write with a change; none where no number is known.
///
/// # Errors
/// The store's, if the number's seal does not open.
pub fn petitioner(app: &App, head: &Head, text: &SmsText, now: DateTime<Utc>) -> Result<Vec<NewMessage>> {
    if head.mobile.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![NewMessage {
        id: MessageId::new(now, services::random::bytes()),
        petition: Some(head.petition.id),
        to: app.store.open_field(head, SealedField::Mobile)?,
        text: text.render(&app.config.public_origin),
    }])
}

/// The message to write with a suggestion or its reply; none where no number is known.
#[must_use]
pub fn suggester(app: &App, mobile: Option<String>, text: &SmsText, now: DateTime<Utc>) -> Vec<NewMessage> {
    let message = mobile.map(|to| NewMessage {
        id: MessageId::new(now, services::random::bytes()),
        petition: None,
        to,
        text: text.render(&app.config.public_origin),
    });
    message.into_iter().collect()
}

/// The reminder to write with a reply: sent as the rule says before the window ends, unless the case was
/// rated by then; none where no number is known or the window is too short for it.
///
/// # Errors
/// The store's, if the number's seal does not open.
pub fn rating_reminder(
    app: &App,
    head: &Head,
    rule: &WindowRule,
    window: &Deadline,
    now: DateTime<Utc>,
) -> Result<Vec<Reminder>> {
    let Some(due) = rule.reminder(window).filter(|due| *due > now) else {
        return Ok(Vec::new());
    };
    let text = SmsText::RatingReminder {
        number: head.petition.number.to_string(),
        rate_by: zh_date_plain(window.due),
    };
    let until = local_midnight(window.due) + TimeDelta::days(1);
    Ok(petitioner(app, head, &text, now)?
        .into_iter()
        .map(|message| Reminder { message, due, until })
        .collect())
}
