//! `/suggestions/new`: one page and one transaction. The form carries the id that the suggestion will have,
//! so that a second click, a reload or a second window ends at the receipt of the first. Gone back to and filled in
//! anew it is another suggestion, which is sent once more, under an id of its own.

use crate::command::Answers;
use crate::{command, form};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Datelike as _, Days, Utc};
use domain::division::DivisionCode;
use domain::ids::SuggestionId;
use domain::time::{local_date, local_midnight};
use http::StatusCode;
use store::filing::{FilingError, FilingLimit};
use store::suggestions::SuggestionFile;
use templates::public::suggest::{ClosedView, Earlier, FormView, closed_page, form_page};
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
    Ok(html(page(&app, &visit, &citizen, form, None).await?))
}

/// The form, with a fresh captcha each time it is shown.
async fn page(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    form: FormState,
    earlier: Option<Earlier>,
) -> Result<templates::Markup> {
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
        earlier,
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
    let mut state = with_entry(sent.state(visit.csrf(&app)), id);
    if sent.asks_for_new_captcha() {
        return Ok(html(page(&app, &visit, &citizen, state, None).await?));
    }
    let Some(answers) = form::read(&sent, &mut state) else {
        return Ok(invalid(page(&app, &visit, &citizen, state, None).await?));
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
        Ok(_) => Ok(see_other(&receipt(id))),
        Err(FilingError::AlreadyFiled) => {
            let earlier = made_before(&app, &citizen, id).await?.ok_or(AppError::NotFound)?;
            if is_same(&app, &earlier, &answers)? {
                return Ok(see_other(&receipt(id)));
            }
            let other = SuggestionId::new(visit.now(), services::random::bytes());
            let earlier = Earlier {
                number: earlier.head.suggestion.number.to_string(),
                title: earlier.head.open_title(app.store.keys())?,
                href: format!("/suggestions/{id}"),
            };
            let page = page(&app, &visit, &citizen, with_entry(state, other), Some(earlier)).await?;
            Ok(html_with(StatusCode::CONFLICT, page))
        }
        Err(FilingError::Captcha) => {
            web::captcha::burn(&app, &visit, &sent).await?;
            state.fail("captcha", "验证码不正确或者已过期，请按新的图片重新填写");
            Ok(invalid(page(&app, &visit, &citizen, state, None).await?))
        }
        Err(FilingError::TooMany) => {
            let words =
                format!("今天已经提了 {SUGGESTIONS_A_DAY_MAX} 条，不能再提了。请把内容存好，明天再提交");
            state.fail("content", words);
            let page = page(&app, &visit, &citizen, state, None).await?;
            Ok(html_with(StatusCode::TOO_MANY_REQUESTS, page))
        }
        Err(FilingError::Attachment | FilingError::Draft) => Err(AppError::internal(
            "a suggestion has neither attachment nor draft",
        )),
        Err(FilingError::Store(error)) => Err(error.into()),
    }
}

/// Sent when none are taken any more: what was made before has its receipt, what was typed is shown.
async fn late(app: &App, visit: &Visit, citizen: &Citizen, sent: &FormData) -> Result<Response> {
    if let Ok(id) = sent.text("entry").parse::<SuggestionId>()
        && let Some(earlier) = made_before(app, citizen, id).await?
        && let Some(answers) = form::read(sent, &mut sent.state(""))
        && is_same(app, &earlier, &answers)?
    {
        return Ok(see_other(&receipt(id)));
    }
    let typed = ["title", "content"].map(|name| domain::text::normalise(sent.raw(name)));
    let typed = typed.into_iter().filter(|text| !text.is_empty()).collect();
    let page = closed(app, visit, citizen, typed);
    Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page))
}

/// The form under the id that what it makes will have.
fn with_entry(mut form: FormState, id: SuggestionId) -> FormState {
    form.values.retain(|(name, _)| name != "entry");
    form.with("entry", id.to_string())
}

fn receipt(id: SuggestionId) -> String {
    format!("/suggestions/{id}/receipt")
}

/// What this person made from the form with this id.
async fn made_before(app: &App, citizen: &Citizen, id: SuggestionId) -> Result<Option<SuggestionFile>> {
    let found = app.store.suggestion(id).await?;
    Ok(found.filter(|file| file.head.owner == citizen.id))
}

/// Whether a form says what was made from it before.
fn is_same(app: &App, made: &SuggestionFile, answers: &Answers) -> Result<bool> {
    let suggestion = &made.head.suggestion;
    Ok(made.text == answers.text
        && suggestion.division == answers.division
        && suggestion.category == answers.category
        && made.head.open_title(app.store.keys())? == answers.title)
}

/// The next midnight in Shanghai: a day is a day there.
fn day_ends(now: DateTime<Utc>) -> DateTime<Utc> {
    local_midnight(local_date(now) + Days::new(1))
}
