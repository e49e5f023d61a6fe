//! `POST /view`: elder mode and high contrast, remembered in a cookie; changes nothing else.

use axum::extract::State;
use axum::response::Response;
use web::next::local_path;
use web::{App, FormData, Visit, see_other};

/// `POST /view`
pub async fn change(State(app): State<App>, visit: Visit, form: FormData) -> Response {
    visit.set_prefs(&app, visit.prefs().apply(form.text("mode")));
    see_other(local_path(form.text("back")).unwrap_or("/"))
}
