//! 忘了用户名 (`/username/forgotten`): who registered by name types the document, and the username goes by SMS to the
//! number on record. One answer for every document: same limits, as many requests, as much written.

use crate::applicant::{Document, read_document};
use axum::extract::State;
use chrono::TimeDelta;
use domain::time::local_date;
use http::StatusCode;
use services::random;
use services::sms_text::SmsText;
use store::outbox::NewMessage;
use templates::public::account::username::{self, View};
use web::limits::{self, RESET_ADDRESS, USERNAME_DOCUMENT};
use web::render::{html_with, invalid, public_shell};
use web::{
    App, AppError, FormData, FormState, MaybeCitizen, Query, Result, Visit, captcha, html, see_other,
    settings,
};

/// How long what is written instead of a message lies there.
const PADDING_HOURS: i64 = 2;

/// `GET /username/forgotten`; with `done`, after it was asked for.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Query(query): Query,
) -> Result {
    if query.has("done") {
        let shell = public_shell(&app, &visit, citizen.as_ref());
        return Ok(html(username::sent(&username::SentView { shell })));
    }
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, form, None).await?))
}

/// `POST /username/forgotten`.
pub async fn submit(State(app): State<App>, visit: Visit, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    if data.asks_for_new_captcha() {
        return Ok(html(page(&app, &visit, form, None).await?));
    }
    if app.store.settings(visit.now()).await?.sms_stopped {
        let page = page(&app, &visit, form, None).await?;
        return Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page));
    }
    let document = read_document(&data, &mut form, local_date(visit.now()));
    if !data.has("captcha") {
        form.fail("captcha", captcha::complaint(&data));
    }
    let Some(document) = document.filter(|_| !form.has_errors()) else {
        return Ok(invalid(page(&app, &visit, form, None).await?));
    };
    if !captcha::check(&app, &visit, &data).await? {
        form.fail("captcha", captcha::complaint(&data));
        return Ok(invalid(page(&app, &visit, form, None).await?));
    }
    let of = [
        (USERNAME_DOCUMENT, document.number()),
        (RESET_ADDRESS, visit.address()),
    ];
    // Every time counts, sent or not.
    match limits::attempt(&app, &visit, &of).await {
        Ok(_counted) => {}
        Err(AppError::TooMany { minutes }) => {
            let page = page(&app, &visit, form, Some(minutes)).await?;
            return Ok(html_with(StatusCode::TOO_MANY_REQUESTS, page));
        }
        Err(error) => return Err(error),
    }
    send(&app, &visit, &document).await?;
    Ok(see_other("/username/forgotten?done=1"))
}

/// The message to the number on record, if the document has an account and the account a number.
async fn send(app: &App, visit: &Visit, document: &Document) -> Result<()> {
    let account = app
        .store
        .account_by_document(document.id_type(), document.number())
        .await?;
    let message = match account.filter(store::accounts::Account::is_open) {
        Some(account) => account.recovery_mobile(&app.keys)?.map(|to| {
            let username = account.username.as_str().to_owned();
            NewMessage::new(None, to, SmsText::Username { username }, visit.now())
        }),
        None => None,
    };
    let expires = visit.now() + TimeDelta::hours(PADDING_HOURS);
    app.store
        .send_if_anybody(&random::token(), message.as_ref(), expires, visit.now())
        .await?;
    Ok(())
}

async fn page(
    app: &App,
    visit: &Visit,
    form: FormState,
    wait_minutes: Option<u32>,
) -> Result<templates::Markup> {
    let captcha = captcha::issue(app, visit).await?;
    Ok(username::page(&View {
        shell: public_shell(app, visit, None),
        form,
        captcha,
        wait_minutes,
        sms_stopped: settings::sms_stopped(app, visit),
    }))
}
