//! Routes with the permission each one needs. The list is data: the gateway mounts it, the template
//! of the cloud is compared with it, the access sweep goes over it.

use crate::app::App;
use crate::errors::AppError;
use crate::guard::{Gate, guard};
use crate::headers::SecurityHeaders;
use crate::observe::{Outer, observe};
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use domain::access::Action;
use http::header::LOCATION;
use http::{HeaderValue, Method, StatusCode};
use tower_http::compression::CompressionLayer;

/// 路由: one method of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// The function that serves it.
    pub function: &'static str,
    /// `GET` (which serves `HEAD` too) or `POST`.
    pub method: Method,
    /// The path with `{parameters}`.
    pub path: &'static str,
    /// What it does, in the terms of permission.
    pub action: Action,
    /// Whether a form token must come with it; never for `GET`.
    pub token: bool,
}

/// 路由表: the routes of one function, or of several that one process serves.
pub struct Routes {
    function: &'static str,
    entries: Vec<(RouteInfo, MethodRouter<App>)>,
}

impl Routes {
    /// No routes yet of a function.
    #[must_use]
    pub fn new(function: &'static str) -> Self {
        Self {
            function,
            entries: Vec::new(),
        }
    }

    /// A page. It changes nothing.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, action, false, get(handler))
    }

    /// A form's target. The origin and the form token are checked before the handler runs.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, action, true, post(handler))
    }

    /// A form's target that needs no token, because it changes nothing that matters and its form may
    /// stand on pages that are cached (display preferences, tracking). The origin is checked.
    #[must_use]
    pub fn post_without_token<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, action, false, post(handler))
    }

    /// These routes and those of another function, for a process that serves both.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self
    }

    /// What there is.
    #[must_use]
    pub fn list(&self) -> Vec<RouteInfo> {
        self.entries.iter().map(|(info, _)| info.clone()).collect()
    }

    /// The name given at the start.
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// The service: every route behind its guard, and around all of them compression, headers, the log
    /// line, error pages.
    pub fn into_router(self, app: App) -> Router {
        let outer = Outer {
            app: app.clone(),
            headers: SecurityHeaders::new(&app.config),
        };
        let mut router = Router::new();
        for (route, handler) in self.entries {
            let gate = Gate {
                app: app.clone(),
                route: route.clone(),
            };
            router = router.route(route.path, handler.route_layer(from_fn_with_state(gate, guard)));
        }
        router
            .fallback(elsewhere)
            .method_not_allowed_fallback(|| async { AppError::MethodNotAllowed })
            .layer(from_fn_with_state(outer, observe))
            .layer(CompressionLayer::new())
            .with_state(app)
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        action: Action,
        token: bool,
        handler: MethodRouter<App>,
    ) -> Self {
        let info = RouteInfo {
            function: self.function,
            method,
            path,
            action,
            token,
        };
        self.entries.push((info, handler));
        self
    }
}

/// What no route serves: a path with a slash too many is sent on, the rest is not found.
async fn elsewhere(request: Request) -> Response {
    let path = request.uri().path();
    let trimmed = path.trim_end_matches('/');
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_page && trimmed.len() < path.len() && crate::next::is_local(trimmed) {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        if let Ok(target) = HeaderValue::from_str(&format!("{trimmed}{query}")) {
            return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, target)]).into_response();
        }
    }
    AppError::NotFound.into_response()
}

#[cfg(test)]
#[path = "routes_tests.rs"]
mod tests;
