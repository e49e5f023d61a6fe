//! `/password/reset`: asks for a code. Everything up to the answer is the same whether or not the account
//! exists and has this number: the limits go by what was typed, as many items are read and written.

use super::{COOKIE, DIGITS, MINUTES, Typed, current, hash};
use axum::extract::State;
use chrono::TimeDelta;
use domain::contact::Mobile;
use domain::username::Username;
use http::StatusCode;
use services::random;
use services::sms_text::SmsText;
use store::accounts::Account;
use store::outbox::NewMessage;
use store::resets::Reset;
use templates::public::account::reset::{self, View};
use web::forms::take;
use web::limits::{self, RESET_ACCOUNT, RESET_ADDRESS, RESET_MOBILE};
use web::render::{html_with, invalid, public_shell};
use web::{
    App, AppError, FormData, FormState, MaybeCitizen, Query, Result, Visit, captcha, html, see_other,
    settings,
};

/// `GET /password/reset`; with `again`, filled in with what this browser asked for last.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: MaybeCitizen,
    Query(query): Query,
) -> Result {
    let mut form = FormState::new(visit.csrf(&app));
    if query.has("again")
        && let Some((id, reset)) = current(&app, &visit).await?
    {
        let typed = Typed::open(&app, &id, &reset)?;
        form = form.with("username", typed.username).with("mobile", typed.mobile);
    } else if let MaybeCitizen(Some(citizen)) = &citizen {
        form = form.with("username", citizen.username.as_str());
    }
    Ok(html(page(&app, &visit, citizen, form, None).await?))
}

/// `POST /password/reset`.
pub async fn submit(State(app): State<App>, visit: Visit, citizen: MaybeCitizen, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    if data.asks_for_new_captcha() {
        return Ok(html(page(&app, &visit, citizen, form, None).await?));
    }
    if app.store.settings(visit.now()).await?.sms_stopped {
        let page = page(&app, &visit, citizen, form, None).await?;
        return Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page));
    }
    let username = take(&mut form, "username", Username::parse(data.text("username")));
    let mobile = take(&mut form, "mobile", Mobile::parse(data.text("mobile")));
    if !data.has("captcha") {
        form.fail("captcha", captcha::complaint(&data));
    }
    let (Some(username), Some(mobile), false) = (username, mobile, form.has_errors()) else {
        return Ok(invalid(page(&app, &visit, citizen, form, None).await?));
    };
    if !captcha::check(&app, &visit, &data).await? {
        form.fail("captcha", captcha::complaint(&data));
        return Ok(invalid(page(&app, &visit, citizen, form, None).await?));
    }
    let pair = format!("{}:{}", username.key(), mobile.as_str());
    let of = [
        (RESET_ACCOUNT, pair.as_str()),
        (RESET_MOBILE, mobile.as_str()),
        (RESET_ADDRESS, visit.address()),
    ];
    // Every code asked for counts, sent or not.
    match limits::attempt(&app, &visit, &of).await {
        Ok(_counted) => {}
        Err(AppError::TooMany { minutes }) => {
            let page = page(&app, &visit, citizen, form, Some(minutes)).await?;
            return Ok(html_with(StatusCode::TOO_MANY_REQUESTS, page));
        }
        Err(error) => return Err(error),
    }
    open(&app, &visit, &username, &mobile).await?;
    Ok(see_other("/password/reset/code"))
}

/// Writes the request, with a message to whom it concerns.
async fn open(app: &App, visit: &Visit, username: &Username, mobile: &Mobile) -> Result<()> {
    let account = app.store.account_by_username(username).await?;
    let account = match account {
        Some(account) if fits(app, &account, mobile)? => Some(account),
        _ => None,
    };
    let (id, digits) = (random::token(), random::digits(DIGITS));
    let code: String = digits.into_iter().map(|digit| char::from(b'0' + digit)).collect();
    let typed = Typed {
        username: username.as_str().to_owned(),
        mobile: mobile.as_str().to_owned(),
    };
    let reset = Reset {
        hash: hash(app, &id, &code),
        account: account.as_ref().map(|account| account.id),
        typed: typed.seal(app, &id)?,
        tries: 0,
        used: None,
        expires: visit.now() + TimeDelta::minutes(MINUTES),
    };
    let message = account.map(|account| NewMessage {
        anonymous: account.anonymous,
        ..NewMessage::new(None, typed.mobile, SmsText::ResetCode { code }, visit.now())
    });
    app.store
        .open_reset(&id, &reset, message.as_ref(), visit.now())
        .await?;
    visit.set_cookie(app, COOKIE, id, Some(MINUTES * 60));
    Ok(())
}

fn fits(app: &App, account: &Account, mobile: &Mobile) -> Result<bool> {
    let recorded = account.recovery_mobile(&app.keys)?;
    Ok(account.is_open() && recorded.as_deref() == Some(mobile.as_str()))
}

async fn page(
    app: &App,
    visit: &Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    form: FormState,
    wait_minutes: Option<u32>,
) -> Result<templates::Markup> {
    let captcha = captcha::issue(app, visit).await?;
    Ok(reset::page(&View {
        shell: public_shell(app, visit, citizen.as_ref()),
        form,
        captcha,
        wait_minutes,
        sms_stopped: settings::sms_stopped(app, visit),
    }))
}
