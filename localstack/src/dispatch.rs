//! One router over all functions, as API Gateway puts them together in the cloud. Must not add
//! behaviour of its own: what a page does is the same in Lambda.

use crate::proxy::BucketProxy;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use http::Method;
use std::sync::Arc;
use tokio::sync::Notify;
use web::{App, Routes};

/// The routes of every HTTP function, `portal` first: it answers what no other does.
#[must_use]
pub fn functions() -> Vec<Routes> {
    vec![
        portal::routes(),
        registration::routes(),
        identity::routes(),
        petitions::routes(),
        tracking::routes(),
        ratings::routes(),
        suggestions::routes(),
        showcase::routes(),
        showcase_editor::routes(),
        intake::routes(),
        letters::routes(),
        visits::routes(),
        handling::routes(),
        approvals::routes(),
        administration::routes(),
    ]
}

/// Puts the functions, the bucket (where it is proxied) and `extra` routes together. `wake` is
/// notified after each request that may have left work for the background.
pub fn router(app: &App, bucket: Option<BucketProxy>, extra: Router, wake: Arc<Notify>) -> Router {
    let all = functions()
        .into_iter()
        .reduce(Routes::merge)
        .unwrap_or_else(|| Routes::new("portal"));
    let mut router = all.into_router(app.clone());
    if let Some(bucket) = bucket {
        router = router.merge(bucket.router());
    }
    router
        .merge(extra)
        .layer(middleware::from_fn_with_state(wake, wake_after))
}

/// GET changes nothing, so only the others can leave work behind.
async fn wake_after(State(wake): State<Arc<Notify>>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    if changes {
        wake.notify_one();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_functions_claim_the_same_method_and_path() {
        let mut seen = BTreeSet::new();
        for routes in functions() {
            for info in routes.list() {
                assert!(
                    seen.insert((info.path, info.method.to_string())),
                    "{} {}",
                    info.method,
                    info.path
                );
            }
        }
    }

    #[test]
    fn the_local_addresses_and_the_bucket_are_no_functions_paths() {
        for routes in functions() {
            for info in routes.list() {
                assert!(
                    !info.path.starts_with("/_local") && !info.path.starts_with("/xf-"),
                    "{}",
                    info.path
                );
            }
        }
    }
}
