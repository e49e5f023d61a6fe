//! Captchas: five digits as a picture and as speech. The store keeps the answer for ten minutes; it
//! works once, right or wrong.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::visit::Visit;
use chrono::TimeDelta;
use services::captcha::{Challenge, normalise};
use services::crypto::FieldAad;
use store::guards::CaptchaRow;
use templates::components::captcha::Captcha;

/// How long a captcha can be answered.
const MINUTES: i64 = 10;
const FIELD: &str = "captcha";
const ID_BYTES_MAX: usize = 64;

/// A fresh captcha for a form.
///
/// # Errors
/// The store's.
pub async fn issue(app: &App, visit: &Visit) -> Result<Captcha> {
    let mut challenge = Challenge::new();
    if let Some(fixed) = &app.config.fixed_captcha {
        challenge.answer.clone_from(fixed);
    }
    let id = services::random::token();
    let row = CaptchaRow {
        hash: app.keys.blind(FIELD, &bound(&id, &challenge.answer)),
        answer: app.keys.seal(
            &challenge.answer,
            &FieldAad {
                owner: &id,
                field: FIELD,
            },
        ),
        seed: challenge.seed,
        expires: visit.now() + TimeDelta::minutes(MINUTES),
    };
    let put = app.store.put_captcha(&id, &row);
    if visit.is_staff_page() {
        put.await?;
    } else {
        // Who is asked for a captcha often has no session that would bring the settings along.
        futures_util::join!(put, crate::settings::look(app, visit)).0?;
    }
    Ok(Captcha::new(id))
}

/// Whether the form's `captcha` answers its `captcha_id`. Whatever the answer, the captcha is used up.
///
/// # Errors
/// The store's.
pub async fn check(app: &App, visit: &Visit, form: &FormData) -> Result<bool> {
    let (id, typed) = (form.text("captcha_id"), form.text("captcha"));
    if id.is_empty() || id.len() > ID_BYTES_MAX || typed.is_empty() {
        return Ok(false);
    }
    let Some(row) = app.store.take_captcha(id, visit.now()).await? else {
        return Ok(false);
    };
    Ok(app.keys.blind_all(FIELD, &bound(id, typed)).contains(&row.hash))
}

/// What to say at the field `captcha` when [`check`] said no.
#[must_use]
pub fn complaint(form: &FormData) -> &'static str {
    if form.has("captcha") {
        "验证码不对或已过期，请按新的图片填写"
    } else {
        "请填写验证码"
    }
}

/// The challenge of an id, for drawing and speaking it.
///
/// # Errors
/// [`AppError::NotFound`] when it is used up or has expired.
pub async fn challenge(app: &App, visit: &Visit, id: &str) -> Result<Challenge> {
    if id.len() > ID_BYTES_MAX {
        return Err(AppError::NotFound);
    }
    let row = app
        .store
        .captcha(id, visit.now())
        .await?
        .ok_or(AppError::NotFound)?;
    let opened = app.keys.open(
        &row.answer,
        &FieldAad {
            owner: id,
            field: FIELD,
        },
    );
    Ok(Challenge {
        answer: opened.map_err(AppError::internal)?,
        seed: row.seed,
    })
}

/// The write that consumes the form's captcha inside the transaction it guards. A captcha that cannot
/// be right makes a write that cannot succeed.
///
/// # Errors
/// The store's, if the request cannot be built.
pub fn consume_in(app: &App, visit: &Visit, form: &FormData) -> Result<store::filing::Write> {
    let id = form.text("captcha_id");
    let id = if id.is_empty() || id.len() > ID_BYTES_MAX {
        "none"
    } else {
        id
    };
    let hash = app.keys.blind(FIELD, &bound(id, form.text("captcha")));
    Ok(app.store.tx_consume_captcha(id, &hash, visit.now())?)
}

/// Takes a captcha away after a wrong answer, so that it cannot be guessed at again.
///
/// # Errors
/// The store's.
pub async fn burn(app: &App, visit: &Visit, form: &FormData) -> Result<()> {
    let id = form.text("captcha_id");
    if !id.is_empty() && id.len() <= ID_BYTES_MAX {
        app.store.take_captcha(id, visit.now()).await?;
    }
    Ok(())
}

/// An answer counts only with the captcha it was given to.
fn bound(id: &str, answer: &str) -> String {
    format!("{id}:{}", normalise(answer))
}
