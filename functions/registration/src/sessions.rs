//! 登录过的设备 (`/me/sessions`): where an account is signed in, ending one of them, ending all others.
//! Only the own account's are ever looked at: the key of a session begins with whose it is.

use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::SessionId;
use domain::time::zh_datetime;
use store::StoreError;
use templates::public::account::sessions::{self, View};
use web::render::public_shell;
use web::{App, AppError, Citizen, Path, Query, Result, Visit, audit, device, html, see_other, session};

/// `GET /me/sessions`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    let mut sessions = app.store.sessions_of(&citizen, visit.now()).await?;
    let here = citizen.session_id();
    sessions.sort_by_key(|session| session.id != here);
    let sessions = sessions
        .iter()
        .map(|session| sessions::Session {
            id: session.id.to_string(),
            device: device::of(&app, session),
            since: zh_datetime(session.created),
            seen: zh_datetime(session.seen),
            here: session.id == here,
        })
        .collect();
    Ok(html(sessions::page(&View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        csrf: visit.csrf(&app),
        sessions,
        flash: match query.text("done") {
            "ended" => "那一处已经退出。".to_owned(),
            "others" => "其他地方都退出了。".to_owned(),
            _ => String::new(),
        },
    })))
}

/// `POST /me/sessions/{id}/end`. One that has ended already has ended: a second click is no error.
pub async fn end(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<SessionId>,
) -> Result {
    if id == citizen.session_id() {
        session::end_citizen(&app, &visit).await?;
        return Ok(see_other("/"));
    }
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::SessionsEnded).await?;
    app.store.delete_session(&citizen.id.to_string(), id).await?;
    Ok(see_other("/me/sessions?done=ended"))
}

/// `POST /me/sessions/others`: every session ends, and this browser gets a new one.
pub async fn end_others(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::SessionsEnded).await?;
    match app.store.end_sessions(&citizen, visit.now()).await {
        Ok(account) => {
            session::start_citizen(&app, &visit, &account).await?;
            Ok(see_other("/me/sessions?done=others"))
        }
        Err(StoreError::Conflict) => Err(AppError::conflict_at(
            "您的账号刚刚在别处改过，请再看一遍。",
            "/me/sessions",
            "查看登录过的设备",
        )),
        Err(error) => Err(error.into()),
    }
}
