//! 留存的表单: what was sent when the session had ended, offered again after login. Sending it again is
//! the person's own step: nothing is filed by opening this page.

use axum::extract::State;
use templates::public::resume;
use web::render::public_shell;
use web::{App, Citizen, Path, Result, Visit, held, html};

/// `GET /resume/{id}`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Path(id): Path<String>) -> Result {
    let kept = held::resume_citizen(&app, &visit, &citizen, &id).await?;
    let view = resume::View {
        shell: public_shell(&app, &visit, Some(&citizen)).into(),
        csrf: kept.csrf,
        action: kept.action,
        fields: kept.fields,
    };
    Ok(html(resume::page(&view)))
}
