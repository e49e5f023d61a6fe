//! `POST /staff/intake/web/{id}/open`: 调阅. Ends the petitioner's right to withdraw, so it is a POST and
//! happens once. If the petitioner withdrew at the same moment, exactly one of the two holds.

use crate::register::came_in_here;
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use store::StoreError;
use web::session::Officer;
use web::{App, AppError, Path, Result, Visit, see_other};

/// `POST /staff/intake/web/{id}/open`
pub async fn open(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result<Response> {
    let form = format!("/staff/intake/web/{id}");
    // Twice at most: whoever was first at the second look has changed the state for good.
    for _ in 0..2 {
        let head = app.store.head(id).await?.ok_or(AppError::NotFound)?;
        if !came_in_here(&officer, &head.petition) {
            return Err(AppError::NotFound);
        }
        match head.petition.status.kind() {
            StatusKind::Filed => {}
            StatusKind::Withdrawn => return Err(withdrawn()),
            _ => return Ok(see_other(&form)),
        }
        let by = officer.reference();
        match steps::open(&app, &by, &head, visit.now()).await {
            Ok(_) => {
                // Whoever opens it is the one who fills in the form that comes next.
                let marked = app.store.mark_editing(id, officer.id, &officer.name, visit.now());
                if let Err(error) = marked.await {
                    tracing::warn!(%error, "who registers was not marked");
                }
                return Ok(see_other(&form));
            }
            Err(StoreError::Conflict | StoreError::Transition(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(withdrawn())
}

fn withdrawn() -> AppError {
    AppError::conflict_at(
        "信访人刚刚撤回了这件信访，不能再调阅。",
        "/staff/intake/web?tab=withdrawn",
        "查看已撤回的信访",
    )
}
