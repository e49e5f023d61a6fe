//! 中止计时、恢复计时 as commands: the clock of handling is stopped under a rule, and goes on.

use super::{noted, said};
use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::deadline::RollRule;
use domain::event::{Body, OfficerRef};
use domain::suspension::Basis;
use domain::time::{local_date, zh_date_plain};
use services::sms_text::SmsText;
use store::cases::Change;
use store::head::Head;
use web::{App, AppError, Result, tell};

/// 中止计时, under a rule that can be cited: no day counts until [`resume`]; the petitioner is told.
///
/// # Errors
/// As [`super::transfer`].
pub async fn suspend(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    basis: &Basis,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Head> {
    let body = Body::Suspended { basis: basis.clone() };
    let text = SmsText::Suspended {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
    };
    change_clock(app, by, head, (body, text), note, now).await
}

/// 恢复计时: the deadline is counted anew, without the days of the suspension.
///
/// # Errors
/// As [`super::transfer`].
pub async fn resume(app: &App, by: &OfficerRef, head: &Head, note: &str, now: DateTime<Utc>) -> Result<Head> {
    let Some(open) = head.petition.suspended() else {
        return Err(AppError::conflict("计时没有中止，不用恢复。"));
    };
    let (excluded, due) = open.resumed(local_date(now), Calendar::builtin(), RollRule::default());
    let body = Body::Resumed {
        basis: open.basis.clone(),
        excluded,
        due,
    };
    let text = SmsText::Resumed {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
        due: zh_date_plain(due.due),
    };
    change_clock(app, by, head, (body, text), note, now).await
}

async fn change_clock(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    (body, text): (Body, SmsText),
    note: &str,
    now: DateTime<Utc>,
) -> Result<Head> {
    let change = Change {
        steps: said(by, noted(note), body),
        messages: tell::petitioner(app, head, &text, now)?,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}
