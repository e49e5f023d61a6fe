//! `GET /staff/showcase/{id}/preview`: the page as the public will read it, in the public's frame.

use crate::reach::{known, path};
use axum::extract::State;
use domain::ids::ShowcaseId;
use templates::public::cases::{self, View};
use web::render::public_shell;
use web::session::Officer;
use web::{App, Path, Result, Visit, html};

/// `GET /staff/showcase/{id}/preview`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
) -> Result {
    let showcase = known(&app, &officer, id).await?;
    let now = visit.now();
    let since = match showcase.public {
        domain::showcase::Public::Shown { since, .. } => since,
        _ => now,
    };
    let case = web::cases::text(&showcase.words, Some((since, now)));
    Ok(html(cases::page(&View {
        shell: public_shell(&app, &visit, None),
        case,
        preview: path(id),
        public: showcase.is_shown() && showcase.work == domain::showcase::Work::None,
    })))
}
