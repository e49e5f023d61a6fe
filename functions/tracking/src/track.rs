//! `/track`: 信访事项查询 by name and query code. A wrong name, a wrong code and a code that never was
//! give one and the same answer; failures are counted per code and per address.

use axum::extract::State;
use axum::response::Response;
use domain::query_code::{QueryCode, QueryCodeError};
use templates::public::track;
use web::limits::{self, TRACK_ADDRESS, TRACK_CODE};
use web::render::{invalid, public_shell};
use web::{App, FormData, FormState, MaybeCitizen, Result, Visit, html, see_other, tracked};

const NOT_FOUND: &str = "姓名或查询码不对，请核对回执、短信或单子上的内容。匿名反映的，姓名请填“匿名”。";

/// `GET /track`
pub async fn form(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Result {
    let captcha = web::captcha::issue(&app, &visit).await?;
    Ok(html(track::form_page(&track::FormView {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        form: FormState::default(),
        captcha,
    })))
}

/// `POST /track`
pub async fn find(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    form: FormData,
) -> Result<Response> {
    let mut state = form.state("");
    let from_home = !form.has("captcha_id") || form.asks_for_new_captcha();
    let name = form.text("name");
    let code = QueryCode::parse(form.raw("query_code"));
    if !from_home {
        if name.is_empty() {
            state.fail("name", "请填写信访人姓名");
        }
        match &code {
            Err(QueryCodeError::Length | QueryCodeError::NotDigits) if !form.has("query_code") => {
                state.fail("query_code", "请填写查询码");
            }
            Err(wrong @ (QueryCodeError::Length | QueryCodeError::NotDigits)) => {
                state.fail("query_code", wrong.to_string());
            }
            _ => {}
        }
        if !form.has("captcha") {
            state.fail("captcha", "请填写验证码");
        }
    }
    if from_home || state.has_errors() {
        return again(&app, &visit, citizen.as_ref(), state).await;
    }
    // The limit goes by the code that is looked for, whatever was pasted around it.
    let digits = match &code {
        Ok(code) => code.as_str().to_owned(),
        Err(_) => digits(&form),
    };
    let of = [(TRACK_CODE, digits.as_str()), (TRACK_ADDRESS, visit.address())];
    let attempt = limits::attempt(&app, &visit, &of).await?;
    // A code with a wrong check digit is looked for like any other, so that all failures are one.
    let code = code.ok();
    let (solved, found) = tokio::try_join!(web::captcha::check(&app, &visit, &form), async {
        Ok(match &code {
            Some(code) => app.store.find_by_code(name, code).await?,
            None => None,
        })
    })?;
    if !solved {
        attempt.withdrawn(&app).await;
        state.fail("captcha", web::captcha::complaint(&form));
        return again(&app, &visit, citizen.as_ref(), state).await;
    }
    let Some(found) = found else {
        state.fail("name", NOT_FOUND);
        return again(&app, &visit, citizen.as_ref(), state).await;
    };
    attempt.succeeded(&app).await;
    tracked::remember(&app, &visit, found)?;
    Ok(see_other("/track/result"))
}

/// What was typed as a code, without anything but digits.
fn digits(form: &FormData) -> String {
    domain::text::half_width(form.raw("query_code"))
        .chars()
        .filter(char::is_ascii_digit)
        .take(16)
        .collect()
}

async fn again(
    app: &App,
    visit: &Visit,
    citizen: Option<&web::session::Citizen>,
    form: FormState,
) -> Result<Response> {
    let captcha = web::captcha::issue(app, visit).await?;
    let wrong = form.has_errors();
    let page = track::form_page(&track::FormView {
        shell: public_shell(app, visit, citizen),
        form,
        captcha,
    });
    Ok(if wrong { invalid(page) } else { html(page) })
}
