//! `POST /staff/suggestions/{id}/notes`: 研究意见, internal and sealed.

use super::{late, path, same_version, show, steps, studied};
use axum::extract::State;
use axum::response::Response;
use domain::ids::SuggestionId;
use domain::text::StudyNote;
use web::forms::take;
use web::render::invalid;
use web::session::Officer;
use web::{App, FormData, Path, Result, Visit, see_other};

/// `POST /staff/suggestions/{id}/notes`
pub async fn note(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
    sent: FormData,
) -> Result<Response> {
    let study = studied(&app, &officer, id).await?;
    let head = &study.file.head;
    same_version(&sent, &head.suggestion)?;
    let mut state = sent.state(visit.csrf(&app));
    let Some(note) = take(&mut state, "note", StudyNote::parse(sent.raw("note"))) else {
        let page = show::page(&app, &visit, &officer, &study, state, String::new());
        return Ok(invalid(page.await?));
    };
    let by = officer.reference();
    let noted = steps::note(&app, &by, head, &note, visit.now()).await;
    noted.map_err(late(id))?;
    Ok(see_other(&format!("{}?done=noted", path(id))))
}
