//! 注册须知 → 实名或匿名 → 注册表: the pages before `POST /register` (which is `identity`'s), and the
//! page after it. Agreeing is a step of its own; nothing is stored before the form is sent. While
//! registration is closed, all of them say so.

use crate::next_of;
use axum::extract::State;
use templates::public::closed;
use templates::public::register::{self, DoneView, ModeView, NoticeView};
use templates::public::register_form;
use web::render::public_shell;
use web::{App, Citizen, FormState, MaybeCitizen, Query, Result, Visit, html};

/// `GET /register`.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Query(query): Query,
) -> Result {
    let reason = web::settings::registration_closed(&app, &visit).await?;
    let shell = public_shell(&app, &visit, citizen.as_ref());
    if let Some(reason) = reason {
        return Ok(html(closed::registration(&closed::RegistrationView {
            shell,
            reason,
        })));
    }
    let next = next_of(&query);
    if query.text("agree") != "yes" {
        let must_agree = query.has("agree") || query.has("mode");
        return Ok(html(register::notice(&NoticeView {
            shell,
            next,
            must_agree,
        })));
    }
    let anonymous = match query.text("mode") {
        "realname" => false,
        "anonymous" => true,
        _ => return Ok(html(register::mode(&ModeView { shell, next }))),
    };
    let captcha = web::captcha::issue(&app, &visit).await?;
    let form = FormState::new(visit.csrf(&app));
    Ok(html(register_form::page(&register_form::View {
        shell,
        form,
        anonymous,
        captcha,
        next,
        trouble: None,
    })))
}

/// `GET /register/done`.
pub async fn done(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    let view = DoneView {
        shell: public_shell(&app, &visit, Some(&citizen)),
        username: citizen.username.clone(),
        anonymous: citizen.anonymous,
        next: next_of(&query),
    };
    Ok(html(register::done(&view)))
}
