//! 工作人员登录: password and one-time code; logging out; what an expired session left behind.

use axum::extract::State;
use axum::response::Response;
use templates::components::captcha::Captcha;
use templates::public::login::LogoutView;
use templates::public::resume;
use templates::staff::login as page;
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, html, see_other, session, staff_session};

/// `GET /staff/login`
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query) -> Result {
    let captcha = match staff_session::captcha_at_first(&app, &visit).await? {
        true => Some(web::captcha::issue(&app, &visit).await?),
        false => None,
    };
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page::page(&view(&app, &visit, &query, form, captcha))))
}

fn view(app: &App, visit: &Visit, sent: &FormData, form: FormState, captcha: Option<Captcha>) -> page::View {
    let (next, held) = (sent.text("next"), sent.text("held"));
    let reason = match (next.is_empty(), held.is_empty()) {
        (_, false) => "登录已过期。登录后，您刚才填写的内容会还给您。",
        (false, true) => "请先登录，再打开这个页面。",
        (true, true) => "",
    };
    page::View {
        shell: staff_shell(app, visit, None),
        form,
        captcha,
        next: next.to_owned(),
        held: held.to_owned(),
        reason: reason.to_owned(),
    }
}

/// `POST /staff/login`
pub async fn login(State(app): State<App>, visit: Visit, form: FormData) -> Result<Response> {
    let refusal = if form.asks_for_new_captcha() {
        None
    } else {
        match staff_session::sign_in(&app, &visit, &form).await? {
            Ok(_) => return Ok(see_other(&web::held::after_login(&form, true))),
            Err(refusal) => Some(refusal),
        }
    };
    let mut state = form.state(visit.csrf(&app));
    let captcha = match refusal.as_ref().is_none_or(|refusal| refusal.captcha) {
        true => Some(web::captcha::issue(&app, &visit).await?),
        false => None,
    };
    for (field, message) in refusal.into_iter().flat_map(|refusal| refusal.errors) {
        state.fail(field, message);
    }
    let wrong = state.has_errors();
    let page = page::page(&view(&app, &visit, &form, state, captcha));
    Ok(if wrong { invalid(page) } else { html(page) })
}

/// `GET /staff/logout`
pub async fn ask(State(app): State<App>, visit: Visit) -> Response {
    html(templates::public::login::logout(&LogoutView {
        shell: staff_shell(&app, &visit, None).into(),
        csrf: visit.csrf(&app),
        action: "/staff/logout".to_owned(),
    }))
}

/// `POST /staff/logout`
pub async fn logout(State(app): State<App>, visit: Visit) -> Result<Response> {
    session::end_officer(&app, &visit).await?;
    Ok(see_other("/staff/login"))
}

/// `GET /staff/resume/{id}`
pub async fn resume(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<String>,
) -> Result {
    let held = web::held::resume_officer(&app, &visit, &officer, &id).await?;
    Ok(html(resume::page(&resume::View {
        shell: staff_shell(&app, &visit, Some(&officer)).into(),
        csrf: held.csrf,
        action: held.action,
        fields: held.fields,
    })))
}
