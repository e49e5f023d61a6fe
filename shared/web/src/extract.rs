//! Extractors whose refusals are our own pages: path parameters, query, JSON body.

use crate::app::App;
use crate::errors::AppError;
use crate::forms::FormData;
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;

/// 路径参数: parsed path parameters; what does not parse is not found.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        found.map(|path| Self(path.0)).map_err(|_| AppError::NotFound)
    }
}

/// 查询参数: the pairs of the query string, as lenient as a form.
pub struct Query(pub FormData);

impl FromRequestParts<App> for Query {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, AppError> {
        Ok(Self(
            FormData::parse(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default(),
        ))
    }
}

/// JSON 正文: a body sent by our scripts; the guard has checked its `csrf`.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, _app: &App) -> Result<Self, AppError> {
        let body = crate::guard::read_body(request.into_body()).await?;
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|_| AppError::bad_request("请求的内容无法识别。"))
    }
}
