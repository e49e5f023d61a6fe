//! `POST /staff/suggestions/{id}/open`: 调阅. The one who made it sees that its study has begun, so it is a
//! POST and happens once at each office.

use super::{in_scope, path, steps};
use axum::extract::State;
use axum::response::Response;
use domain::ids::SuggestionId;
use store::StoreError;
use web::session::Officer;
use web::{App, AppError, Path, Result, Visit, see_other};

/// `POST /staff/suggestions/{id}/open`
pub async fn open(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
) -> Result<Response> {
    // Twice at most: a colleague who was first has opened it, and then there is nothing left to do.
    for _ in 0..2 {
        let head = app.store.suggestion_head(id).await?.ok_or(AppError::NotFound)?;
        let suggestion = &head.suggestion;
        let own = suggestion.holder.code == officer.agency;
        if !in_scope(&officer, suggestion) {
            return Err(AppError::NotFound);
        }
        if !own || !suggestion.status.kind().is_unread() {
            return Ok(see_other(&path(id)));
        }
        match steps::open(&app, &officer.reference(), &head, visit.now()).await {
            Ok(_) => return Ok(see_other(&path(id))),
            Err(StoreError::Conflict | StoreError::Suggestion(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppError::conflict_at(
        "刚才有好几个人同时打开这条建议，请再点一次。",
        "/staff/suggestions",
        "去未阅列表",
    ))
}
