//! `POST /staff/intake/letters/{id}/slip/sms`: the query code goes to the number that the letter gave, a few times a day.
//! A second click within moments sends nothing more. Recorded, because a phone may be somebody else's too.

use crate::reach;
use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use domain::audit::{Deed, Doer};
use domain::ids::PetitionId;
use services::sms_text::SmsText;
use store::StoreError;
use store::code_sms::CODES_A_DAY_MAX;
use store::head::SealedField;
use store::outbox::NewMessage;
use web::session::Officer;
use web::{App, AppError, FormData, Path, Result, Visit, audit, present, see_other};

/// Two clicks that are no further apart mean one message.
const ONE_CLICK_SECONDS: i64 = 60;

/// `POST /staff/intake/letters/{id}/slip/sms`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    form: FormData,
) -> Result<Response> {
    let now = visit.now();
    let (file, sent) = tokio::try_join!(reach::own(&app, &officer, id), async {
        Ok(app.store.codes_sent(id, now).await?)
    })?;
    let slip = format!("/staff/intake/letters/{id}/slip");
    let head = &file.head;
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
    let refused = |why: String| AppError::conflict_at(why, slip.clone(), "返回查询码条");
    if app.store.settings(now).await?.sms_stopped {
        return Err(refused("短信现在暂停发送，请过一段时间再来。".to_owned()));
    }
    if sent.left() == 0 {
        return Err(refused(format!(
            "今天已经发过 {CODES_A_DAY_MAX} 次，每天最多 {CODES_A_DAY_MAX} 次，请明天再发。"
        )));
    }
    let entry = audit::entry(&app, &visit, Deed::ReceiptShown).of(id, "sms");
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
