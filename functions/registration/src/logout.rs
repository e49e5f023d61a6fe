//! 退出: asks first (a link must never sign anybody out), then deletes the session row, so that a
//! copied cookie is worth nothing afterwards.

use axum::extract::State;
use templates::public::login::{self, LogoutView};
use web::render::public_shell;
use web::{App, MaybeCitizen, Result, Visit, html, see_other, session};

/// `GET /logout`.
pub async fn show(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Result {
    let Some(citizen) = citizen else {
        return Ok(see_other("/"));
    };
    let shell = public_shell(&app, &visit, Some(&citizen)).into();
    Ok(html(login::logout(&LogoutView {
        shell,
        csrf: visit.csrf(&app),
        action: "/logout".to_owned(),
    })))
}

/// `POST /logout`.
pub async fn submit(State(app): State<App>, visit: Visit) -> Result {
    session::end_citizen(&app, &visit).await?;
    Ok(see_other("/"))
}
