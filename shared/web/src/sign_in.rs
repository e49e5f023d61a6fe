//! Signing in as a citizen, and what both logins share. Every failure looks and takes the same:
//! unknown name, wrong password, locked account.

use crate::app::App;
use crate::audit;
use crate::captcha;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::limits::{self, Attempt, CONFIRM_ACCOUNT, LOGIN_ACCOUNT, LOGIN_ADDRESS, LOGIN_ALL, Rule};
use crate::session;
use crate::visit::Visit;
use chrono::{DateTime, Utc};
use domain::audit::{Deed, Doer};
use domain::username::Username;
use services::passwords;
use store::accounts::Account;

/// 登录失败: what to say at which field, and whether the form now needs a captcha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field and the message, in page order.
    pub errors: Vec<(&'static str, String)>,
    /// Whether the form must show a captcha.
    pub captcha: bool,
}

impl Refusal {
    pub(crate) fn one(field: &'static str, message: &str, captcha: bool) -> Self {
        Self {
            errors: vec![(field, message.to_owned())],
            captcha,
        }
    }
}

/// The fields that are empty, each with its message; nothing is counted for them.
pub(crate) fn missing(form: &FormData, required: &[(&'static str, &str)]) -> Option<Refusal> {
    let empty = required.iter().filter(|(name, _)| form.raw(name).is_empty());
    let errors: Vec<_> = empty
        .map(|(name, message)| (*name, (*message).to_owned()))
        .collect();
    (!errors.is_empty()).then(|| Refusal {
        errors,
        captcha: form.has("captcha_id"),
    })
}

/// Counts a try; asks for a captcha where the limits demand one.
pub(crate) async fn knock(
    app: &App,
    visit: &Visit,
    form: &FormData,
    rules: [Rule; 3],
) -> Result<Result<Attempt, Refusal>> {
    let name = account_key(form.text("username"));
    let [by_account, by_address, by_all] = rules;
    let of = [
        (by_account, name.as_str()),
        (by_address, visit.address()),
        (by_all, ""),
    ];
    let attempt = limits::attempt(app, visit, &of).await?;
    if attempt.captcha && !captcha::check(app, visit, form).await? {
        attempt.withdrawn(app).await;
        return Ok(Err(Refusal::one("captcha", captcha::complaint(form), true)));
    }
    Ok(Ok(attempt))
}

/// What failures of a name are counted under, whether or not anybody has it.
pub(crate) fn account_key(typed: &str) -> String {
    Username::parse(typed).map_or_else(|_| typed.to_lowercase(), |name| name.key())
}

/// Whether the login form of a page freshly opened shows a captcha.
///
/// # Errors
/// The store's.
pub async fn captcha_at_first(app: &App, visit: &Visit) -> Result<bool> {
    limits::captcha_demanded(app, visit, &[(LOGIN_ADDRESS, visit.address()), (LOGIN_ALL, "")]).await
}

/// Signs a citizen in from the fields `username password captcha captcha_id`.
///
/// # Errors
/// [`crate::AppError::TooMany`] after too many failures; the store's.
pub async fn citizen(app: &App, visit: &Visit, form: &FormData) -> Result<Result<Account, Refusal>> {
    if let Some(refusal) = missing(form, &[("username", "请填写用户名"), ("password", "请填写密码")])
    {
        return Ok(Err(refusal));
    }
    let attempt = match knock(app, visit, form, [LOGIN_ACCOUNT, LOGIN_ADDRESS, LOGIN_ALL]).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let account = match Username::parse(form.text("username")) {
        Ok(name) => app.store.account_by_username(&name).await?,
        Err(_) => None,
    };
    let actor = match &account {
        Some(account) => Doer::Citizen(account.id),
        None => audit::unknown(app, &account_key(form.text("username"))),
    };
    let typed = form.raw("password").to_owned();
    // A closed account is nobody's, and takes as long.
    let account = account.filter(Account::is_open);
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let right = passwords::verify_async(typed.clone(), stored).await;
    let Some(account) = account.filter(|_| right) else {
        audit::record(app, visit, &actor, Deed::SignInRefused).await?;
        let message = wrong(&attempt, "用户名或密码不正确，请检查后再试");
        return Ok(Err(Refusal::one("username", &message, attempt.captcha_next)));
    };
    audit::record(app, visit, &actor, Deed::SignedIn).await?;
    attempt.succeeded(app).await;
    renew_hash(app, &account, typed, visit.now()).await;
    session::start_citizen(app, visit, &account).await?;
    Ok(Ok(account))
}

/// Hashes a password anew when the parameters have changed since; the login succeeds in any case.
async fn renew_hash(app: &App, account: &Account, password: String, now: DateTime<Utc>) {
    if !passwords::is_stale(&account.password_hash) {
        return;
    }
    let Ok(hash) = passwords::hash_async(password).await else {
        return;
    };
    if let Err(error) = app.store.set_password(account, &hash, false, None, now).await {
        tracing::warn!(%error, "a password was not hashed anew");
    }
}

/// From how many failures left on people are told the number.
const WARN_FROM: u64 = 3;

/// What to say of a failure; near the limit also how near.
fn wrong(attempt: &Attempt, message: &str) -> String {
    match attempt.left {
        Some(0) => format!("{message}。已经错了很多次，再错就要等一会儿才能试"),
        Some(left) if left <= WARN_FROM => format!("{message}。再错 {left} 次，就要等一会儿才能试"),
        _ => message.to_owned(),
    }
}

/// Whether somebody who is signed in has typed their password (field `password`) before a change that
/// matters; if not, what to say at the field. Failures are counted, so that an unwatched screen is no
/// place to guess.
///
/// # Errors
/// The store's.
pub async fn confirm(
    app: &App,
    visit: &Visit,
    account: &Account,
    form: &FormData,
) -> Result<Result<(), String>> {
    let typed = form.raw("password");
    if typed.is_empty() {
        return Ok(Err("请填写现在的密码，确认是您本人".to_owned()));
    }
    let key = account.id.to_string();
    let attempt = match limits::attempt(app, visit, &[(CONFIRM_ACCOUNT, &key)]).await {
        Ok(attempt) => attempt,
        Err(AppError::TooMany { minutes }) => {
            return Ok(Err(format!("密码错的次数太多，请过 {minutes} 分钟再试")));
        }
        Err(error) => return Err(error),
    };
    if passwords::verify_async(typed.to_owned(), Some(account.password_hash.clone())).await {
        attempt.succeeded(app).await;
        return Ok(Ok(()));
    }
    Ok(Err(wrong(&attempt, "密码不对，请检查后再填一次")))
}

/// Lets an account sign in at once although many passwords were wrong: it was just recovered.
///
/// # Errors
/// The store's.
pub async fn forgive(app: &App, visit: &Visit, username: &str) -> Result<()> {
    limits::forgive(app, visit, LOGIN_ACCOUNT, &account_key(username)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_counted_together_even_if_nobody_has_it() {
        assert_eq!(account_key("Li_XiuYing"), account_key("li_xiuying"));
        assert_eq!(account_key("A"), account_key("a"));
        assert_ne!(account_key("lixiuying"), account_key("wangwei"));
    }

    #[test]
    fn each_empty_field_has_its_own_message_and_a_shown_captcha_stays() {
        let form = FormData::parse(b"username=li&captcha_id=x").unwrap();
        let refusal = missing(&form, &[("username", "a"), ("password", "b")]).unwrap();
        assert_eq!(
            refusal,
            Refusal {
                errors: vec![("password", "b".into())],
                captcha: true
            }
        );
        assert!(
            missing(
                &FormData::parse(b"username=li&password=+x").unwrap(),
                &[("password", "b")]
            )
            .is_none()
        );
    }
}
