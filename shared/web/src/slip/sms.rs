//! 查询码短信 from a slip: the query code goes to the number on record, a few times a day, together with what its petitioner
//! had sent. A second click within moments sends nothing more. Recorded, because a phone may be somebody else's too.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::render::see_other;
use crate::session::Officer;
use crate::visit::Visit;
use crate::{audit, present, settings};
use axum::response::Response;
use chrono::TimeDelta;
use domain::audit::{Deed, Doer};
use domain::contact::mask_mobile;
use services::sms_text::SmsText;
use store::StoreError;
use store::cases::PetitionFile;
use store::code_sms::{CODES_A_DAY_MAX, CodesSent};
use store::head::SealedField;
use store::outbox::NewMessage;
use templates::components::code_sms::Sms;

/// Two clicks that are no further apart mean one message.
const ONE_CLICK_SECONDS: i64 = 60;

/// The button of a slip; none where no number is known.
///
/// # Errors
/// The store's, if a seal does not open.
pub(super) fn button(app: &App, visit: &Visit, file: &PetitionFile, sent: CodesSent) -> Result<Option<Sms>> {
    if file.head.mobile.is_none() {
        return Ok(None);
    }
    let to = app.store.open_field(&file.head, SealedField::Mobile)?;
    let blocked = if settings::sms_stopped(app, visit) {
        Some("短信现在暂停发送".to_owned())
    } else if sent.left() == 0 {
        Some(format!("今天已经发过 {CODES_A_DAY_MAX} 次，请明天再发"))
    } else {
        None
    };
    Ok(Some(Sms {
        to: mask_mobile(&to),
        sent: sent.count,
        left: sent.left(),
        blocked,
    }))
}

/// Sends it and goes back to the slip at this path; `sent` is how often it went today.
///
/// # Errors
/// Not found without a number; a conflict while messages are stopped or too many were sent; the store's.
pub(super) async fn send(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    file: &PetitionFile,
    sent: CodesSent,
    (slip, form): (String, &FormData),
) -> Result<Response> {
    let now = visit.now();
    let head = &file.head;
    let id = head.petition.id;
    if head.mobile.is_none() {
        return Err(AppError::NotFound);
    }
    let done = see_other(&format!("{slip}?done=code"));
    let recent = sent
        .last
        .is_some_and(|last| now - last < TimeDelta::seconds(ONE_CLICK_SECONDS));
    if recent && form.text("sent") != sent.count.to_string() {
        return Ok(done);
    }
    let refused = |why: String| AppError::conflict_at(why, slip.clone(), "返回");
    if app.store.settings(now).await?.sms_stopped {
        return Err(refused("短信现在暂停发送，请过一段时间再来。".to_owned()));
    }
    if sent.left() == 0 {
        return Err(refused(format!(
            "今天已经发过 {CODES_A_DAY_MAX} 次，每天最多 {CODES_A_DAY_MAX} 次，请明天再发。"
        )));
    }
    let entry = audit::entry(app, visit, Deed::ReceiptShown).of(id, "sms");
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let code = app.store.open_field(head, SealedField::Code)?;
    let text = SmsText::QueryCode {
        number: head.petition.number.to_string(),
        code: present::grouped_code(&code),
    };
    let to = app.store.open_field(head, SealedField::Mobile)?;
    let message = NewMessage::new(Some(id), to, text, now);
    match app.store.send_code(id, &message, sent, now).await {
        // A conflict: the other click of two was first.
        Ok(()) | Err(StoreError::Conflict) => Ok(done),
        Err(error) => Err(error.into()),
    }
}
