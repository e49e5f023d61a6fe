//! `POST /petitions/{id}/code/sms`: the owner has the query code sent to the own mobile number, a few
//! times a day. A second click within moments sends nothing more.

use crate::show::own_head;
use axum::extract::State;
use chrono::TimeDelta;
use domain::contact::mask_mobile;
use domain::ids::PetitionId;
use domain::petition::{Petition, Status};
use services::sms_text::SmsText;
use store::StoreError;
use store::code_sms::{CODES_A_DAY_MAX, CodesSent};
use store::head::SealedField;
use store::outbox::NewMessage;
use templates::public::petition::CodeBySms;
use web::session::Citizen;
use web::{App, AppError, FormData, Path, Result, Visit, present, see_other, settings};

/// Two clicks that are no further apart mean one message.
const ONE_CLICK_SECONDS: i64 = 60;

const NO_MOBILE: &str = "您的账号没有手机号，不能发短信。可以打印查询单，或者把查询码抄下来。";
const STOPPED: &str = "短信现在暂停发送，请过一段时间再来。查询码在回执上也有。";
const WITHDRAWN: &str = "这件信访已经撤回，不再发查询码。";
const ANONYMOUS: &str = "匿名账号不发短信。可以打印查询单，或者把查询码抄下来。";

/// What the petition page offers; nothing of a petition that was withdrawn.
pub(crate) fn offer(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    petition: &Petition,
    sent: CodesSent,
) -> Result<Option<CodeBySms>> {
    if petition.status == Status::Withdrawn {
        return Ok(None);
    }
    let mobile = citizen.message_mobile(&app.keys)?;
    let blocked = match &mobile {
        None if citizen.anonymous => Some(ANONYMOUS.to_owned()),
        None => Some(NO_MOBILE.to_owned()),
        Some(_) if settings::sms_stopped(app, visit) => Some(STOPPED.to_owned()),
        Some(_) if sent.left() == 0 => Some(used_up()),
        Some(_) => None,
    };
    Ok(Some(CodeBySms {
        action: format!("/petitions/{}/code/sms", petition.id),
        csrf: visit.csrf(app),
        sent: sent.count,
        to: mobile.as_deref().map(mask_mobile).unwrap_or_default(),
        left: sent.left(),
        blocked,
    }))
}

fn used_up() -> String {
    format!("今天已经发过 {CODES_A_DAY_MAX} 次，每天最多 {CODES_A_DAY_MAX} 次，请明天再发。")
}

/// `POST /petitions/{id}/code/sms`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
    form: FormData,
) -> Result {
    let now = visit.now();
    let (head, sent) = tokio::try_join!(own_head(&app, &citizen, id), async {
        Ok(app.store.codes_sent(id, now).await?)
    })?;
    let refused = |why: &str| AppError::conflict_at(why, format!("/petitions/{id}"), "返回这一件");
    if head.petition.status == Status::Withdrawn {
        return Err(refused(WITHDRAWN));
    }
    let to = citizen.message_mobile(&app.keys)?;
    let to = to.ok_or_else(|| refused(if citizen.anonymous { ANONYMOUS } else { NO_MOBILE }))?;
    let done = see_other(&format!("/petitions/{id}?done=code"));
    let just_sent = |sent: CodesSent| {
        let recent = sent
            .last
            .is_some_and(|last| now - last < TimeDelta::seconds(ONE_CLICK_SECONDS));
        recent && form.text("sent") != sent.count.to_string()
    };
    if just_sent(sent) {
        return Ok(done);
    }
    if settings::sms_stopped(&app, &visit) {
        return Err(refused(STOPPED));
    }
    if sent.left() == 0 {
        return Err(refused(&used_up()));
    }
    let code = app.store.open_field(&head, SealedField::Code)?;
    let text = SmsText::QueryCode {
        number: head.petition.number.to_string(),
        code: present::grouped_code(&code),
    };
    let message = NewMessage::new(Some(id), to, text, now);
    match app.store.send_code(id, &message, sent, now).await {
        // A conflict: the other click of two was first.
        Ok(()) | Err(StoreError::Conflict) => Ok(done),
        Err(error) => Err(error.into()),
    }
}
