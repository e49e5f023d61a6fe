//! `POST /staff/petitions/{id}/materials/read`: 已阅 — whoever holds the case has looked at what the
//! petitioner added; the mark goes from the agency's lists.

use crate::scope::{held, same_version};
use crate::{step, steps};
use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use web::session::Officer;
use web::{App, FormData, Path, Result, Visit};

/// `POST /staff/petitions/{id}/materials/read`
pub async fn read(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = held(&app, &officer, id).await?;
    let head = &case.file.head;
    // Clicked twice, or a step was taken meanwhile: there is nothing left to mark.
    if head.petition.new_material {
        same_version(&sent, &head.petition)?;
        steps::read_material(&app, &officer.reference(), head, visit.now()).await?;
    }
    Ok(step::done(id, "read"))
}
