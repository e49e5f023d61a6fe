//! `POST /track/messages`: 进度短信: whoever found the petition by name and query code switches messages
//! about its steps off, and on again. Default is on. Of a joint petition any of several names finds it, but
//! the messages are those of the one who filed it, who switches them on the petition's own page.

use axum::extract::State;
use domain::audit::Doer;
use web::{App, AppError, FormData, Result, Visit, see_other, tell, tracked};

/// `POST /track/messages`
pub async fn switch(State(app): State<App>, visit: Visit, sent: FormData) -> Result {
    let Some(found) = tracked::found(&app, &visit) else {
        return Ok(see_other("/track"));
    };
    if found.joint {
        return Err(AppError::NotFound);
    }
    let id = found.petition;
    let head = app.store.head(id).await?.ok_or(AppError::NotFound)?;
    let done = tell::switch(&app, &visit, &Doer::Tracker(id), &head, sent.text("want")).await?;
    Ok(see_other(&format!("/track/result?done={done}")))
}
