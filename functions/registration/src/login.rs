//! 登录: one form, one uniform failure. Afterwards one is where one wanted to go: the form that an
//! expired session held back, the page asked for, or one's petitions.

use crate::next_of;
use axum::extract::State;
use chrono::TimeDelta;
use domain::time::time_of_day;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use templates::public::login;
use web::held::after_login;
use web::render::{html_with, invalid, public_shell};
use web::sign_in::Refusal;
use web::{
    App, AppError, FormData, FormState, MaybeCitizen, Query, Result, Visit, captcha, html, see_other, sign_in,
};

/// `GET /login`.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Query(query): Query,
) -> Result {
    if citizen.is_some() {
        return Ok(see_other(&after_login(&query, false)));
    }
    let form = FormState::new(visit.csrf(&app));
    let (with_captcha, ()) = tokio::join!(
        sign_in::captcha_at_first(&app, &visit),
        web::settings::look(&app, &visit)
    );
    let with_captcha = with_captcha?;
    Ok(html(page(&app, &visit, &query, form, with_captcha).await?))
}

/// `POST /login`.
pub async fn submit(State(app): State<App>, visit: Visit, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    if data.asks_for_new_captcha() {
        return Ok(html(page(&app, &visit, &data, form, true).await?));
    }
    match sign_in::citizen(&app, &visit, &data).await {
        Err(AppError::TooMany { minutes }) => Ok(wait(&app, &visit, &data, minutes)),
        Err(error) => Err(error),
        Ok(Ok(_account)) => Ok(see_other(&after_login(&data, false))),
        Ok(Err(Refusal { errors, captcha })) => {
            for (field, message) in errors {
                form.fail(field, message);
            }
            Ok(invalid(page(&app, &visit, &data, form, captcha).await?))
        }
    }
}

/// Too many failures: until when one has to wait, and what to do instead.
fn wait(app: &App, visit: &Visit, data: &FormData, minutes: u32) -> axum::response::Response {
    let next = next_of(data);
    let again = match next.as_str() {
        "" => "/login".to_owned(),
        next => format!("/login?next={}", web::next::encode(next)),
    };
    let page = login::wait(&login::WaitView {
        shell: public_shell(app, visit, None),
        minutes,
        until: time_of_day(visit.now() + TimeDelta::minutes(i64::from(minutes))),
        again,
    });
    let mut response = html_with(StatusCode::TOO_MANY_REQUESTS, page);
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(u64::from(minutes) * 60));
    response
}

/// What one is told who was sent here by something done elsewhere.
fn done(what: &str) -> &'static str {
    match what {
        "reset" => "密码改好了，请用新密码登录。",
        "closed" => "账号已经注销。已提交的信访事项照常办理，用姓名和查询码就能查询进度。",
        _ => "",
    }
}

/// The form; `data` says where to go afterwards.
async fn page(
    app: &App,
    visit: &Visit,
    data: &FormData,
    form: FormState,
    with_captcha: bool,
) -> Result<templates::Markup> {
    let next = next_of(data);
    let captcha = if with_captcha {
        Some(captcha::issue(app, visit).await?)
    } else {
        None
    };
    Ok(login::page(&login::View {
        shell: public_shell(app, visit, None),
        form,
        captcha,
        reason: closed(app, visit, &next).unwrap_or_else(|| reason(&next).to_owned()),
        next,
        held: data.text("held").to_owned(),
        flash: done(data.text("done")).to_owned(),
    }))
}

/// That what one wanted to do is closed, before one logs in or registers for nothing; as far as the process
/// knows, since the page behind the login says it anyway.
fn closed(app: &App, visit: &Visit, next: &str) -> Option<String> {
    let why = app.store.kept_settings(visit.now())?.filing_closed.clone()?;
    (path_of(next) == "/petitions/new")
        .then(|| format!("现在暂停网上反映。{why} 登录后可以看写好的草稿和以前反映的问题。"))
}

fn path_of(next: &str) -> &str {
    next.split(['?', '#']).next().unwrap_or_default()
}

/// Why one has to log in, by where one wanted to go.
fn reason(next: &str) -> &'static str {
    match path_of(next) {
        "" | "/" => "",
        "/petitions/new" => "反映问题要先登录，登录后接着填写。",
        path if path.starts_with("/petitions") => "登录后才能看到您反映的问题。",
        _ => "这一页要登录后才能看。",
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn the_reason_fits_the_page_one_came_from_and_the_plain_login_has_none() {
        assert_eq!(reason(""), "");
        assert!(reason("/petitions/new?division=370100&from=jinan").contains("反映问题"));
        assert!(reason("/petitions?tab=withdrawn").contains("您反映的问题"));
        assert!(!reason("/me").is_empty());
    }
}
