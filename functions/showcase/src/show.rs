//! `GET /cases/{id}`: one case; in place of one that was withdrawn, that it was (410).

use axum::extract::State;
use domain::ids::ShowcaseId;
use domain::time::{local_date, zh_date};
use http::StatusCode;
use templates::public::cases::{self, GoneView, View};
use web::render::{html_with, public_shell};
use web::{App, AppError, MaybeCitizen, Path, Result, Visit};

/// `GET /cases/{id}`
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<ShowcaseId>) -> Result {
    let (MaybeCitizen(citizen), found) = tokio::join!(
        MaybeCitizen::with_settings(&app, &visit),
        app.store.shown_case(id)
    );
    let shown = found?.ok_or(AppError::NotFound)?;
    let shell = public_shell(&app, &visit, citizen.as_ref());
    let Some(words) = &shown.words else {
        let when = zh_date(local_date(shown.at));
        return Ok(html_with(
            StatusCode::GONE,
            cases::gone(&GoneView { shell, when }),
        ));
    };
    let case = web::cases::text(words, Some((shown.since, shown.at)));
    let page = cases::page(&View {
        shell,
        case,
        preview: String::new(),
        public: false,
    });
    Ok(web::render::kept(&visit, citizen.as_ref(), page))
}
