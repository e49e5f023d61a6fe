//! The pages of fixed content: the page for a lost connection, governor's mailbox, help, privacy, accessibility, site map.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use templates::public::about::{self, Topic};
use templates::public::{offline, sitemap};
use web::render::{kept, public_shell};
use web::session::Citizen;
use web::{App, MaybeCitizen, Visit, html};

fn about(app: &App, visit: &Visit, citizen: Option<&Citizen>, topic: Topic) -> Response {
    let page = about::page(&about::View {
        shell: public_shell(app, visit, citizen),
        topic,
    });
    kept(visit, citizen, page)
}

/// `GET /governor`
pub async fn governor(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    about(&app, &visit, citizen.as_ref(), Topic::Governor)
}

/// `GET /help`
pub async fn help(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    about(&app, &visit, citizen.as_ref(), Topic::Help)
}

/// `GET /privacy`
pub async fn privacy(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    about(&app, &visit, citizen.as_ref(), Topic::Privacy)
}

/// `GET /accessibility`
pub async fn accessibility(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
) -> Response {
    about(&app, &visit, citizen.as_ref(), Topic::Accessibility)
}

/// `GET /sitemap`
pub async fn sitemap(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    let cities = domain::division::cities().iter();
    let page = sitemap::page(&sitemap::View {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        cities: cities
            .map(|city| (city.code.to_string(), city.name.to_owned()))
            .collect(),
    });
    kept(&visit, citizen.as_ref(), page)
}

/// What browsers keep for when they have no network; the same for everybody.
fn in_browsers(app: &App) -> offline::View {
    offline::View {
        site: app.config.site.clone(),
    }
}

/// `GET /offline`
pub async fn offline(State(app): State<App>) -> Response {
    html(offline::page(&in_browsers(&app)))
}

/// `GET /sw.js`: browsers ask whether it is still the same.
pub async fn worker(State(app): State<App>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, offline::worker(&in_browsers(&app))).into_response()
}
