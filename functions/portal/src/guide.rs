//! 信访指南: the rules in plain words, and the directory of petition offices.

use axum::extract::State;
use axum::response::Response;
use domain::division::{cities, province};
use domain::ids::AgencyCode;
use templates::public::guide::{self, Office, Slug};
use web::render::public_shell;
use web::{App, AppError, MaybeCitizen, Path, Result, Visit, html};

/// `GET /guide`
pub async fn index(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    html(guide::index(&guide::IndexView {
        shell: public_shell(&app, &visit, citizen.as_ref()),
    }))
}

/// `GET /guide/{slug}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Path(slug): Path<String>,
) -> Result {
    let slug = Slug::parse(&slug).ok_or(AppError::NotFound)?;
    let offices = if slug == Slug::Offices {
        tokio::join!(offices(&app), web::settings::look(&app, &visit)).0?
    } else {
        Vec::new()
    };
    Ok(html(guide::page(&guide::View {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        slug,
        offices,
    })))
}

/// The offices of the province and its cities, in the order of the codes.
async fn offices(app: &App) -> Result<Vec<Office>> {
    let agencies = app.store.agencies(app.now()).await?;
    let codes = std::iter::once(province().code).chain(cities().iter().map(|city| city.code));
    Ok(codes
        .filter_map(|code| agencies.get(&AgencyCode::petition_office(code)))
        .map(|agency| Office {
            name: agency.name.clone(),
            ..Office::default()
        })
        .collect())
}
