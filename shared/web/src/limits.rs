//! Limits on failures: per account and per network address, in fixed windows. A failure is counted
//! before the answer is known and taken back on success, so that many tries at once count too. What
//! everybody does together never refuses anybody: it only demands a captcha.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::visit::Visit;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{join_all, try_join_all};
use store::guards::Counter;

/// 限制: how many failures of one kind and key are borne in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Names the counter.
    pub what: &'static str,
    /// Length of the window.
    pub window_minutes: i64,
    /// After this many failures a captcha is demanded.
    pub captcha_after: u64,
    /// After this many failures the try is refused until the window ends; `None`: never.
    pub refuse_after: Option<u64>,
}

/// Wrong passwords of one citizen account.
pub const LOGIN_ACCOUNT: Rule = rule("login-account", 15, 3, Some(10));
/// Wrong passwords from one address; a village hall or a petition office has one for all.
pub const LOGIN_ADDRESS: Rule = rule("login-address", 15, 10, Some(100));
/// Wrong passwords of everybody together.
pub const LOGIN_ALL: Rule = rule("login-all", 15, 1000, None);
/// Wrong passwords or codes of one officer.
pub const STAFF_LOGIN_ACCOUNT: Rule = rule("staff-login-account", 15, 3, Some(10));
/// Wrong officers' passwords or codes from one address; an office has one for all.
pub const STAFF_LOGIN_ADDRESS: Rule = rule("staff-login-address", 15, 10, Some(100));
/// Wrong officers' passwords or codes of everybody together.
pub const STAFF_LOGIN_ALL: Rule = rule("staff-login-all", 15, 300, None);
/// Wrong names or query codes from one address (the form always has a captcha).
pub const TRACK_ADDRESS: Rule = rule("track-address", 15, 0, Some(60));
/// Wrong names for one query code.
pub const TRACK_CODE: Rule = rule("track-code", 15, 0, Some(10));
/// Real-name checks that failed, from one address (the form always has a captcha).
pub const REGISTER_ADDRESS: Rule = rule("register-address", 60, 0, Some(60));
/// Real-name checks that failed, for one document number.
pub const REGISTER_DOCUMENT: Rule = rule("register-document", 60, 0, Some(5));

/// Wrong passwords of somebody who is signed in and confirms a change.
pub const CONFIRM_ACCOUNT: Rule = rule("confirm-account", 15, u64::MAX, Some(10));
/// Codes asked for one account and its number (the form always has a captcha). Both together: somebody who
/// knows only one of them can't shut the owner out.
pub const RESET_ACCOUNT: Rule = rule("reset-account", 60, 0, Some(5));
/// Codes asked for one number, whose owner may have several accounts.
pub const RESET_MOBILE: Rule = rule("reset-mobile", 60, 0, Some(10));
/// Codes asked for from one address; a village hall or a petition office has one for all.
pub const RESET_ADDRESS: Rule = rule("reset-address", 60, 0, Some(60));
/// Usernames asked for with one document: each costs its owner a message, whoever asks.
pub const USERNAME_DOCUMENT: Rule = rule("username-document", 24 * 60, 0, Some(5));

const fn rule(
    what: &'static str,
    window_minutes: i64,
    captcha_after: u64,
    refuse_after: Option<u64>,
) -> Rule {
    Rule {
        what,
        window_minutes,
        captcha_after,
        refuse_after,
    }
}

/// 一次尝试: counted as a failure until [`Attempt::succeeded`] or [`Attempt::withdrawn`].
#[must_use = "a try that succeeded must be taken back"]
pub struct Attempt {
    counters: Vec<Counter>,
    /// Whether this try needs a captcha that is answered.
    pub captcha: bool,
    /// Whether the next one will, if this one fails.
    pub captcha_next: bool,
    /// How many more may fail before one has to wait; `None`: nothing refuses.
    pub left: Option<u64>,
}

/// Counts a try as a failure of every rule and key.
///
/// # Errors
/// [`AppError::TooMany`] if one of them refuses; the store's.
pub async fn attempt(app: &App, visit: &Visit, of: &[(Rule, &str)]) -> Result<Attempt> {
    let mut attempt = Attempt {
        counters: Vec::new(),
        captcha: false,
        captcha_next: false,
        left: None,
    };
    if !app.config.limits {
        return Ok(attempt);
    }
    attempt.counters = counters(app, visit, of);
    let counted = try_join_all(
        attempt
            .counters
            .iter()
            .map(|counter| app.store.count_failure(counter, 1)),
    )
    .await?;
    for ((rule, _), tries) in of.iter().zip(counted) {
        if rule.refuse_after.is_some_and(|most| tries > most) {
            return Err(AppError::TooMany {
                minutes: minutes_left(rule, visit.now()),
            });
        }
        let left = rule.refuse_after.map(|most| most - tries);
        attempt.left = attempt.left.into_iter().chain(left).min();
        attempt.captcha |= tries > rule.captcha_after;
        attempt.captcha_next |= tries >= rule.captcha_after;
    }
    Ok(attempt)
}

impl Attempt {
    /// The try succeeded: it is no failure. A counter that cannot be written must not undo a success.
    pub async fn succeeded(self, app: &App) {
        for outcome in join_all(
            self.counters
                .iter()
                .map(|counter| app.store.count_failure(counter, -1)),
        )
        .await
        {
            if let Err(error) = outcome {
                tracing::warn!(%error, "a failure was not taken back");
            }
        }
    }

    /// The try was not really one (the form was incomplete): it is no failure.
    pub async fn withdrawn(self, app: &App) {
        self.succeeded(app).await;
    }
}

/// Forgets the failures of a key: it has been proved in another way that its owner is there.
///
/// # Errors
/// The store's.
pub async fn forgive(app: &App, visit: &Visit, rule: Rule, key: &str) -> Result<()> {
    for counter in counters(app, visit, &[(rule, key)]) {
        app.store.forget_failures(&counter).await?;
    }
    Ok(())
}

/// Whether a form needs a captcha from the start, by failures so far: one request.
///
/// # Errors
/// The store's.
pub async fn captcha_demanded(app: &App, visit: &Visit, of: &[(Rule, &str)]) -> Result<bool> {
    if !app.config.limits {
        return Ok(false);
    }
    let failures = app.store.failures(&counters(app, visit, of)).await?;
    Ok(of
        .iter()
        .zip(failures)
        .any(|((rule, _), failures)| failures >= rule.captcha_after))
}

fn counters(app: &App, visit: &Visit, of: &[(Rule, &str)]) -> Vec<Counter> {
    of.iter()
        .map(|(rule, key)| {
            let (window, end) = window(rule, visit.now());
            // Kept for one window more: a clock may differ a little from the next.
            let expires = end + TimeDelta::minutes(rule.window_minutes);
            Counter {
                what: rule.what,
                blind: app.keys.blind(rule.what, key),
                window,
                expires,
            }
        })
        .collect()
}

/// The number of the window that `now` lies in, and when it ends.
fn window(rule: &Rule, now: DateTime<Utc>) -> (i64, DateTime<Utc>) {
    let seconds = rule.window_minutes * 60;
    let number = now.timestamp().div_euclid(seconds);
    (
        number,
        DateTime::from_timestamp((number + 1) * seconds, 0).unwrap_or(now),
    )
}

fn minutes_left(rule: &Rule, now: DateTime<Utc>) -> u32 {
    let left = (window(rule, now).1 - now).num_seconds();
    u32::try_from((left + 59) / 60).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_window_holds_its_first_second_and_not_its_last() {
        let (first, end) = window(&LOGIN_ACCOUNT, at("2026-11-23T08:15:00Z"));
        assert_eq!(end, at("2026-11-23T08:30:00Z"));
        assert_eq!(window(&LOGIN_ACCOUNT, at("2026-11-23T08:29:59Z")).0, first);
        assert_eq!(window(&LOGIN_ACCOUNT, at("2026-11-23T08:30:00Z")).0, first + 1);
    }

    #[test]
    fn people_are_told_whole_minutes_and_never_zero() {
        assert_eq!(minutes_left(&LOGIN_ACCOUNT, at("2026-11-23T08:15:00Z")), 15);
        assert_eq!(minutes_left(&LOGIN_ACCOUNT, at("2026-11-23T08:29:59Z")), 1);
        assert_eq!(minutes_left(&LOGIN_ACCOUNT, at("2026-11-23T08:28:59Z")), 2);
    }

    #[test]
    fn what_everybody_does_together_refuses_nobody() {
        assert_eq!(LOGIN_ALL.refuse_after, None);
        assert_eq!(STAFF_LOGIN_ALL.refuse_after, None);
    }
}
