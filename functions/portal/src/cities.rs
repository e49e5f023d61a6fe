//! 各市信访: the 16 cities, each with its office and links that carry the place along.

use crate::home::city_links;
use axum::extract::State;
use axum::response::Response;
use domain::division::{DivisionCode, Level, counties_of};
use domain::ids::AgencyCode;
use templates::public::cities;
use web::render::{kept, public_shell};
use web::{App, AppError, MaybeCitizen, Path, Result, Visit, html};

/// `GET /cities`
pub async fn index(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    let page = cities::index(&cities::IndexView {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        cities: city_links(),
    });
    kept(&visit, citizen.as_ref(), page)
}

/// `GET /cities/{code}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Path(code): Path<String>,
) -> Result {
    let code: DivisionCode = code.parse().map_err(|_| AppError::NotFound)?;
    let city = code.division();
    if code.level() != Level::City {
        return Err(AppError::NotFound);
    }
    let (agencies, ()) = tokio::join!(app.store.agencies(app.now()), web::settings::look(&app, &visit));
    let agencies = agencies?;
    let office = agencies
        .get(&AgencyCode::petition_office(code))
        .map(crate::offices::office);
    Ok(html(cities::page(&cities::View {
        shell: public_shell(&app, &visit, citizen.as_ref()),
        code: code.to_string(),
        name: city.name.to_owned(),
        office: office.unwrap_or_default(),
        others: crate::offices::others(&agencies, code),
        counties: counties_of(code)
            .map(|county| (county.code.to_string(), county.name.to_owned()))
            .collect(),
    })))
}
