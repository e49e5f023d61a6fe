//! `/suggestions/new`: one page and one transaction. The form carries the id that the suggestion will have,
//! so that a second click, a reload or a second window ends at the receipt of the first.

use crate::{command, form};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Datelike as _, Days, Utc};
use domain::division::DivisionCode;
use domain::ids::SuggestionId;
use domain::time::{local_date, local_midnight};
use http::StatusCode;
use store::filing::{FilingError, FilingLimit};
use templates::public::suggest::{ClosedView, FormView, closed_page, form_page};
use web::render::{html_with, invalid, public_shell};
use web::session::Citizen;
use web::{App, AppError, FormData, FormState, Query, Result, Visit, html, see_other, settings};

/// Suggestions one account may make in a day.
const SUGGESTIONS_A_DAY_MAX: u32 = 20;

/// `GET /suggestions/new`: empty, or with the place that a deep link names.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    if !settings::suggestions_open(&app, &visit).await? {
        return Ok(html(closed(&app, &visit, &citizen, Vec::new())));
    }
    let form = FormState::new(visit.csrf(&app))
        .with(
            "entry",
            SuggestionId::new(visit.now(), services::random::bytes()).to_string(),
        )
        .with("division", query.text("division"))
        .with("from", query.text("from").chars().take(20).collect::<String>());
    Ok(html(page(&app, &visit, &citizen, form).await?))
}

/// The form, with a fresh captcha each time it is shown.
async fn page(app: &App, visit: &Visit, citizen: &Citizen, form: FormState) -> Result<templates::Markup> {
    let captcha = web::captcha::issue(app, visit).await?;
    let from = form.value("from").to_owned();
    let city = form.value("division").parse().ok().and_then(DivisionCode::city);
    let from_city = city
        .filter(|_| !from.is_empty())
        .map(|city| (city.division().name.to_owned(), from));
    Ok(form_page(&FormView {
        shell: public_shell(app, visit, Some(citizen)),
        form,
        from_city,
        anonymous: citizen.anonymous,
        captcha,
    }))
}

fn closed(app: &App, visit: &Visit, citizen: &Citizen, typed: Vec<String>) -> templates::Markup {
    let mut shell = public_shell(app, visit, Some(citizen));
    shell.site.suggestions = false;
    closed_page(&ClosedView { shell, typed })
}

/// `POST /suggestions/new`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    sent: FormData,
) -> Result<Response> {
    if !settings::suggestions_open(&app, &visit).await? {
        return late(&app, &visit, &citizen, &sent).await;
    }
    let entry: Option<SuggestionId> = sent.text("entry").parse().ok();
    // A form without an id of ours still holds what somebody wrote: it gets one.
    let id = entry.unwrap_or_else(|| SuggestionId::new(visit.now(), services::random::bytes()));
    let mut state = sent.state(visit.csrf(&app));
    state.values.retain(|(name, _)| name != "entry");
    state = state.with("entry", id.to_string());
    if sent.asks_for_new_captcha() {
        return Ok(html(page(&app, &visit, &citizen, state).await?));
    }
    let Some(answers) = form::read(&sent, &mut state) else {
        return Ok(invalid(page(&app, &visit, &citizen, state).await?));
    };
    let now = visit.now();
    let mut new = command::prepare(&app, id, &citizen, &answers, now).await?;
    new.captcha = Some(web::captcha::consume_in(&app, &visit, &sent)?);
    new.limit = app.config.limits.then(|| FilingLimit {
        max: SUGGESTIONS_A_DAY_MAX,
        window: local_date(now).num_days_from_ce().into(),
        expires: day_ends(now).timestamp(),
    });
    match app.store.suggest(new, now).await {
        Ok(_) | Err(FilingError::AlreadyFiled) => Ok(see_other(&format!("/suggestions/{id}/receipt"))),
        Err(FilingError::Captcha) => {
            web::captcha::burn(&app, &visit, &sent).await?;
            state.fail("captcha", "验证码不正确或者已过期，请按新的图片重新填写");
            Ok(invalid(page(&app, &visit, &citizen, state).await?))
        }
        Err(FilingError::TooMany) => {
            let words =
                format!("今天已经提了 {SUGGESTIONS_A_DAY_MAX} 条，不能再提了。请把内容存好，明天再提交");
            state.fail("content", words);
            let page = page(&app, &visit, &citizen, state).await?;
            Ok(html_with(StatusCode::TOO_MANY_REQUESTS, page))
        }
        Err(FilingError::Attachment) => Err(AppError::internal("a suggestion has no attachment")),
        Err(FilingError::Store(error)) => Err(error.into()),
    }
}

/// Sent when none are taken any more: what was made before has its receipt, what was typed is shown.
async fn late(app: &App, visit: &Visit, citizen: &Citizen, sent: &FormData) -> Result<Response> {
    if let Ok(id) = sent.text("entry").parse::<SuggestionId>()
        && let Some(head) = app.store.suggestion_head(id).await?
        && head.owner == citizen.id
    {
        return Ok(see_other(&format!("/suggestions/{id}/receipt")));
    }
    let typed = ["title", "content"].map(|name| domain::text::normalise(sent.raw(name)));
    let typed = typed.into_iter().filter(|text| !text.is_empty()).collect();
    let page = closed(app, visit, citizen, typed);
    Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page))
}

/// The next midnight in Shanghai: a day is a day there.
fn day_ends(now: DateTime<Utc>) -> DateTime<Utc> {
    local_midnight(local_date(now) + Days::new(1))
}
