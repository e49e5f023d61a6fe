//! Signing in as an officer: name, password, and the six digits of the authenticator, each code once.

use crate::app::App;
use crate::audit;
use crate::errors::Result;
use crate::forms::FormData;
use crate::limits::{self, STAFF_LOGIN_ACCOUNT, STAFF_LOGIN_ADDRESS, STAFF_LOGIN_ALL};
use crate::session;
use crate::sign_in::{Refusal, account_key, knock, missing};
use crate::visit::Visit;
use chrono::TimeDelta;
use domain::audit::{Deed, Doer};
use domain::username::Username;
use services::passwords;
use services::totp::{DRIFT_STEPS, STEP_SECONDS};
use store::staff::OfficerRecord;

/// A used code is remembered for longer than it could still be accepted.
const USED_CODE_SECONDS: i64 = 10 * (DRIFT_STEPS as i64 + 1) * STEP_SECONDS as i64;

/// Whether the login form of a page freshly opened shows a captcha.
///
/// # Errors
/// The store's.
pub async fn captcha_at_first(app: &App, visit: &Visit) -> Result<bool> {
    limits::captcha_demanded(
        app,
        visit,
        &[(STAFF_LOGIN_ADDRESS, visit.address()), (STAFF_LOGIN_ALL, "")],
    )
    .await
}

/// Signs an officer in from the fields `username password totp captcha captcha_id`: opens the
/// session and sets the cookie.
///
/// # Errors
/// [`crate::AppError::TooMany`] after too many failures; the store's.
pub async fn sign_in(app: &App, visit: &Visit, form: &FormData) -> Result<Result<OfficerRecord, Refusal>> {
    let required = [
        ("username", "请填写用户名"),
        ("password", "请填写密码"),
        ("totp", "请填写动态口令"),
    ];
    if let Some(refusal) = missing(form, &required) {
        return Ok(Err(refusal));
    }
    let rules = [STAFF_LOGIN_ACCOUNT, STAFF_LOGIN_ADDRESS, STAFF_LOGIN_ALL];
    let attempt = match knock(app, visit, form, rules).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let officer = match Username::parse(form.text("username")) {
        Ok(name) => app.store.officer_by_username(&name).await?,
        Err(_) => None,
    };
    let actor = match &officer {
        Some(officer) => Doer::Officer(officer.id),
        None => audit::unknown(app, &account_key(form.text("username"))),
    };
    let hash = officer.as_ref().map(|officer| officer.password_hash.clone());
    let right = passwords::verify_async(form.raw("password").to_owned(), hash).await;
    let admitted = match officer.filter(|officer| right && !officer.locked) {
        Some(officer) if uses_code(app, visit, &officer, form.text("totp")).await? => Some(officer),
        _ => None,
    };
    let Some(officer) = admitted else {
        audit::record(app, visit, &actor, Deed::SignInRefused).await?;
        let message = "用户名、密码或动态口令不正确；每个动态口令只能用一次，请等新的口令再试";
        return Ok(Err(Refusal::one("username", message, attempt.captcha_next)));
    };
    audit::record(app, visit, &actor, Deed::SignedIn).await?;
    attempt.succeeded(app).await;
    session::start_officer(app, visit, &officer).await?;
    Ok(Ok(officer))
}

async fn uses_code(app: &App, visit: &Visit, officer: &OfficerRecord, typed: &str) -> Result<bool> {
    let secret = officer.totp(&app.keys)?;
    let Some(step) = secret.matching_step(typed, visit.now(), DRIFT_STEPS) else {
        return Ok(false);
    };
    let expires = visit.now() + TimeDelta::seconds(USED_CODE_SECONDS);
    Ok(app.store.use_totp_step(officer.id, step, expires).await?)
}
