//! Running a function: `main.rs` of each one calls [`serve`] and nothing else.

use crate::app::App;
use crate::routes::Routes;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// One JSON line per event on standard output. `RUST_LOG` chooses by level and target
/// (`info`, `warn,store=debug`), default `info`; without the span filters that would need
/// regular expressions, whose tables cost a cold start more than the rest of the logging.
pub fn init_tracing() {
    let levels = std::env::var("RUST_LOG").ok().and_then(|text| text.parse().ok());
    let levels = levels.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_target(false);
    // A second call (tests) finds a subscriber in place; that one stays.
    let _ = tracing_subscriber::registry().with(levels).with(lines).try_init();
}

/// Serves a function's routes in Lambda until the runtime stops it.
///
/// # Errors
/// A configuration that cannot be used, or the runtime's own.
pub async fn serve(routes: Routes) -> Result<(), lambda_http::Error> {
    init_tracing();
    run(routes, App::from_env()?).await
}

/// [`serve`] for the one function that asks the real-name service.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with_real_name(routes: Routes) -> Result<(), lambda_http::Error> {
    init_tracing();
    run(routes, App::from_env_with_real_name()?).await
}

async fn run(routes: Routes, app: App) -> Result<(), lambda_http::Error> {
    lambda_http::run(routes.into_router(app)).await
}
