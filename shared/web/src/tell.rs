//! Messages about a step of a case: to the number its petitioner left, with the petition's number and
//! never its text. Whether they are wanted, and whether it is night, is asked when they go out.

use crate::app::App;
use crate::audit;
use crate::errors::{AppError, Result};
use crate::visit::Visit;
use chrono::{DateTime, TimeDelta, Utc};
use domain::audit::{Deed, Doer};
use domain::contact::mask_mobile;
use domain::deadline::Deadline;
use domain::petition::StatusKind;
use domain::rating::WindowRule;
use domain::time::{local_midnight, zh_date_plain};
use services::sms_text::SmsText;
use store::head::{Head, SealedField};
use store::outbox::NewMessage;
use store::reminders::Reminder;
use templates::components::step_messages::StepMessages;

/// The message to write with a change; none where no number is known.
///
/// # Errors
/// The store's, if the number's seal does not open.
pub fn petitioner(app: &App, head: &Head, text: &SmsText, now: DateTime<Utc>) -> Result<Vec<NewMessage>> {
    if head.mobile.is_none() {
        return Ok(Vec::new());
    }
    let to = app.store.open_field(head, SealedField::Mobile)?;
    Ok(vec![NewMessage::new(
        Some(head.petition.id),
        to,
        text.clone(),
        now,
    )])
}

/// The message to write with a suggestion or its reply; none where no number is known.
#[must_use]
pub fn suggester(mobile: Option<String>, text: &SmsText, now: DateTime<Utc>) -> Vec<NewMessage> {
    let message = mobile.map(|to| NewMessage::new(None, to, text.clone(), now));
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

/// Whether no step follows any more.
fn is_over(head: &Head) -> bool {
    let status = head.petition.status.kind();
    matches!(status, StatusKind::Withdrawn | StatusKind::Concluded)
}

/// 进度短信 as a page shows it; none where no number is known or nothing more will happen.
///
/// # Errors
/// The store's, if the number's seal does not open.
pub fn step_messages(
    app: &App,
    visit: &Visit,
    head: &Head,
    on: bool,
    action: String,
) -> Result<Option<StepMessages>> {
    if head.mobile.is_none() || is_over(head) {
        return Ok(None);
    }
    Ok(Some(StepMessages {
        action,
        csrf: visit.csrf(app),
        to: mask_mobile(&app.store.open_field(head, SealedField::Mobile)?),
        on,
    }))
}

/// What a page says after [`switch`]; empty for anything else.
#[must_use]
pub fn switched(done: &str) -> String {
    let words = match done {
        "messages-on" => "以后每办一步都发短信告诉您。",
        "messages-off" => "以后办理进度不再发短信。",
        _ => "",
    };
    words.to_owned()
}

/// Switches messages about the steps of a petition on or off, as `want` says, and records who did it. It is
/// no change of the case. Gives what the page is told ([`switched`]).
///
/// # Errors
/// The store's; a bad request for a wish that is none; a conflict once no step follows.
pub async fn switch(app: &App, visit: &Visit, who: &Doer, head: &Head, want: &str) -> Result<&'static str> {
    let (told, deed, done) = match want {
        "on" => (true, Deed::StepMessagesOn, "messages-on"),
        "off" => (false, Deed::StepMessagesOff, "messages-off"),
        _ => return Err(AppError::bad_request("要么打开，要么关闭")),
    };
    if head.mobile.is_none() {
        return Err(AppError::NotFound);
    }
    if is_over(head) {
        return Err(AppError::conflict("这件信访已经撤回或者办结，没有进度可发了。"));
    }
    let id = head.petition.id;
    let mut entry = audit::entry(app, visit, deed);
    entry.petition = Some(id);
    app.store.audit(who, entry).await?;
    app.store.set_steps_told(id, told, visit.now()).await?;
    Ok(done)
}
