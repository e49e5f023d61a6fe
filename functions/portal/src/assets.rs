//! Assets under their hashed names, for ever; `robots.txt`; the icon that browsers ask for unasked.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use web::{AppError, Path, Result, see_other};

/// `GET /assets/{file}`
pub async fn show(Path(file): Path<String>) -> Result {
    let asset = templates::assets::find(&format!("/assets/{file}")).ok_or(AppError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, asset.content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.bytes).into_response())
}

/// `GET /robots.txt`: public pages may be found, people's pages not.
pub async fn robots() -> Response {
    let text = "User-agent: *\nDisallow: /petitions\nDisallow: /suggestions\nDisallow: /track/\nDisallow: /me\nDisallow: /login\n\
                Disallow: /register\nDisallow: /staff\nDisallow: /resume\nDisallow: /offline\nDisallow: /cases?\n";
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, text).into_response()
}

/// `GET /favicon.ico`
pub async fn favicon() -> Response {
    see_other(&templates::assets::asset_url("icon.svg"))
}
