//! 提交: everything is validated again, then one transaction files it. A second click, a reload or a
//! lost connection finds the petition filed and shows the same receipt.

use super::answers::{self, Step};
use super::{Named, Writer, Writing, check, named, seen};
use crate::command;
use axum::response::Response;
use chrono::{DateTime, Datelike as _, Days, Utc};
use domain::event::Body;
use domain::time::{local_date, local_midnight};
use store::filing::{FilingError, FilingLimit};
use web::session::Citizen;
use web::uploads::arrived;
use web::{App, AppError, FormData, Result, Visit, see_other};

/// Petitions one account may file in a day.
const FILINGS_A_DAY_MAX: u32 = 20;

pub(super) async fn submit(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: Writing,
    form: &FormData,
) -> Result<Response> {
    let chosen = form.text("category_hint");
    if form.asks_for_new_captcha() {
        return check::page(app, visit, citizen, &writing, chosen, Vec::new()).await;
    }
    if seen(form) != writing.draft.revision {
        return changed(app, visit, citizen, &writing, chosen).await;
    }
    let now = visit.now();
    let writer = Writer::of(app, citizen)?;
    let errors = answers::errors_of(Step::Check, &writing.draft, writer.judge(visit));
    let Some(petition) = errors
        .is_empty()
        .then_some(form)
        .filter(|form| form.has("captcha"))
    else {
        let mut errors = errors;
        if !form.has("captcha") {
            errors.push(("captcha".to_owned(), "请填写验证码".to_owned()));
        }
        return check::page(app, visit, citizen, &writing, chosen, errors).await;
    };
    let (kept, dropped) = arrived(app, &writing.attachments).await?;
    let answers =
        answers::whole(&writing.draft, chosen, writer.judge(visit)).map_err(AppError::bad_request)?;
    let mut new = command::prepare(app, writing.id, citizen, &answers, now).await?;
    if let Body::Filed { attachments, .. } = &mut new.event.body {
        *attachments = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    }
    new.draft_revision = writing.draft.revision;
    new.attachments = kept;
    new.dropped = dropped;
    new.captcha = Some(web::captcha::consume_in(app, visit, petition)?);
    new.limit = app.config.limits.then(|| FilingLimit {
        max: FILINGS_A_DAY_MAX,
        window: local_date(now).num_days_from_ce().into(),
        expires: day_ends(now).timestamp(),
    });
    let receipt = format!("/petitions/{}/receipt", writing.id);
    match app.store.file(new, now).await {
        Ok(_) | Err(FilingError::AlreadyFiled) => Ok(see_other(&receipt)),
        Err(FilingError::Captcha) => {
            web::captcha::burn(app, visit, form).await?;
            let wrong = vec![(
                "captcha".to_owned(),
                "验证码不正确或者已过期，请按新的图片重新填写".to_owned(),
            )];
            check::page(app, visit, citizen, &writing, chosen, wrong).await
        }
        Err(FilingError::Draft) => match named(app, visit, citizen, form).await? {
            Named::Filed(_) => Ok(see_other(&receipt)),
            Named::Writing(writing) => changed(app, visit, citizen, &writing, chosen).await,
        },
        Err(FilingError::Attachment) => {
            let gone = vec![(
                "file".to_owned(),
                "有一个附件已经不在了，请核对附件后再提交".to_owned(),
            )];
            check::page(app, visit, citizen, &writing, chosen, gone).await
        }
        Err(FilingError::TooMany) => {
            let left = day_ends(now) - now;
            Err(AppError::TooMany {
                minutes: u32::try_from(left.num_minutes() + 1).unwrap_or(1),
            })
        }
        Err(FilingError::Store(error)) => Err(error.into()),
    }
}

/// The check once more, of what the draft says now: what is filed is what was read.
async fn changed(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    chosen: &str,
) -> Result<Response> {
    let told = vec![(
        "content".to_owned(),
        "您打开这一页以后，内容在别处改过。请核对下面的内容，再提交".to_owned(),
    )];
    check::page(app, visit, citizen, writing, chosen, told).await
}

/// The next midnight in Shanghai: a day is a day there.
fn day_ends(now: DateTime<Utc>) -> DateTime<Utc> {
    local_midnight(local_date(now) + Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_shanghai() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(day_ends(at("2026-11-23T15:59:59Z")), at("2026-11-23T16:00:00Z"));
        assert_eq!(day_ends(at("2026-11-23T16:00:00Z")), at("2026-11-24T16:00:00Z"));
    }
}
