//! Messages about a step of a case: to the number its petitioner left, in the words of the template,
//! with the petition's number and never its text.

use crate::app::App;
use crate::errors::Result;
use chrono::{DateTime, Utc};
use domain::ids::MessageId;
use services::sms_text::SmsText;
use store::head::{Head, SealedField};
use store::outbox::NewMessage;

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
