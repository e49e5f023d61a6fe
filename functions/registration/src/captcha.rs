//! 验证码的图片和语音: `/captcha/{id}.png` and `/captcha/{id}.wav`, the same digits both times. Showing
//! one does not use it up; only an answer does.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::CONTENT_TYPE;
use services::captcha::Challenge;
use web::{App, AppError, Path, Result, Visit};

/// `GET /captcha/{file}`.
pub async fn show(State(app): State<App>, visit: Visit, Path(file): Path<String>) -> Result {
    let (id, ending) = file.rsplit_once('.').ok_or(AppError::NotFound)?;
    let (content_type, draw): (_, fn(&Challenge) -> Vec<u8>) = match ending {
        "png" => ("image/png", Challenge::png),
        "wav" => ("audio/wav", Challenge::wav),
        _ => return Err(AppError::NotFound),
    };
    let challenge = web::captcha::challenge(&app, &visit, id).await?;
    let bytes = tokio::task::spawn_blocking(move || draw(&challenge))
        .await
        .map_err(AppError::internal)?;
    Ok(file_response(content_type, bytes))
}

fn file_response(content_type: &'static str, bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, content_type)], bytes).into_response()
}
