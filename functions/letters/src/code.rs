//! `POST /staff/intake/letters/{id}/slip/sms`: [`web::code_sms`].

use crate::reach;
use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use web::session::Officer;
use web::{App, FormData, Path, Result, Visit, code_sms};

/// `POST /staff/intake/letters/{id}/slip/sms`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    form: FormData,
) -> Result<Response> {
    let (file, sent) = tokio::try_join!(reach::own(&app, &officer, id), async {
        Ok(app.store.codes_sent(id, visit.now()).await?)
    })?;
    let slip = format!("/staff/intake/letters/{id}/slip");
    code_sms::send(&app, &visit, &officer, &file, sent, (slip, &form)).await
}
