//! `GET /`: 首页. It reads the session or the settings, the notices and the newest cases, at the same time; without them it is
//! still there.

use axum::extract::State;
use axum::response::Response;
use domain::notice::Board;
use templates::components::link::Link;
use templates::public::home;
use web::render::public_shell;
use web::{App, MaybeCitizen, Visit, cases, html, notices};

/// `GET /`
pub async fn show(State(app): State<App>, visit: Visit) -> Response {
    let (MaybeCitizen(citizen), notices, cases) = tokio::join!(
        MaybeCitizen::with_settings(&app, &visit),
        notices::newest(&app, &visit, Board::Public),
        cases::newest(&app, &visit)
    );
    let settings = app.store.kept_settings(visit.now());
    html(home::page(&home::View {
        filing_closed: settings.and_then(|settings| settings.filing_closed.clone()),
        shell: public_shell(&app, &visit, citizen.as_ref()),
        csrf: String::new(),
        cases,
        notices: notices.others,
        important: notices
            .important
            .map(|notice| Link::new(notice.href, notice.title)),
        cities: city_links(),
    }))
}

/// The 16 cities with their short names.
pub(crate) fn city_links() -> Vec<Link> {
    domain::division::cities()
        .iter()
        .map(|city| Link::new(format!("/cities/{}", city.code), city.name.trim_end_matches('市')))
        .collect()
}
