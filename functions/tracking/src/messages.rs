//! `POST /track/messages`: 进度短信: whoever found the petition by name and query code switches messages
//! about its steps off, and on again. Default is on.

use axum::extract::State;
use domain::audit::Doer;
use web::{App, AppError, FormData, Result, Visit, see_other, tell, tracked};

/// `POST /track/messages`
pub async fn switch(State(app): State<App>, visit: Visit, sent: FormData) -> Result {
    let Some(id) = tracked::found(&app, &visit) else {
        return Ok(see_other("/track"));
    };
    let head = app.store.head(id).await?.ok_or(AppError::NotFound)?;
    let done = tell::switch(&app, &visit, &Doer::Tracker(id), &head, sent.text("want")).await?;
    Ok(see_other(&format!("/track/result?done={done}")))
}
