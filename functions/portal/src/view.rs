//! `POST /view`: elder mode and high contrast, remembered in a cookie; changes nothing else.

use axum::extract::State;
use axum::response::Response;
use web::next::is_local;
use web::{App, FormData, Visit, see_other};

/// `POST /view`
pub async fn change(State(app): State<App>, visit: Visit, form: FormData) -> Response {
    visit.set_prefs(&app, visit.prefs().apply(form.text("mode")));
    // Back to where one stands, the login among them.
    let back = form.text("back");
    see_other(if is_local(back) { back } else { "/" })
}
