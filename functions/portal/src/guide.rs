//! 信访指南: the rules in plain words, and the directory of petition offices.

use crate::offices;
use axum::extract::State;
use axum::response::Response;
use templates::public::guide::{self, Slug};
use web::render::{kept, public_shell};
use web::{App, AppError, MaybeCitizen, Path, Result, Visit, html};

/// `GET /guide`
pub async fn index(State(app): State<App>, visit: Visit, MaybeCitizen(citizen): MaybeCitizen) -> Response {
    let page = guide::index(&guide::IndexView {
        shell: public_shell(&app, &visit, citizen.as_ref()),
    });
    kept(&visit, citizen.as_ref(), page)
}

/// `GET /guide/{slug}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Path(slug): Path<String>,
) -> Result {
    let slug = Slug::parse(&slug).ok_or(AppError::NotFound)?;
    let mut view = guide::View {
        slug,
        ..guide::View::default()
    };
    if slug == Slug::Offices {
        let (agencies, ()) = tokio::join!(app.store.agencies(app.now()), web::settings::look(&app, &visit));
        let agencies = agencies?;
        view.offices = offices::petition_offices(&agencies);
        view.departments = offices::departments(&agencies);
    }
    view.shell = public_shell(&app, &visit, citizen.as_ref());
    let page = guide::page(&view);
    // Addresses and telephone numbers of offices are right at once.
    Ok(match slug {
        Slug::Offices => html(page),
        _ => kept(&visit, citizen.as_ref(), page),
    })
}
