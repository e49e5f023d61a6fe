//! Running a function: `main.rs` of each one calls [`serve`] and nothing else.

use crate::app::App;
use crate::routes::Routes;
use tracing_subscriber::EnvFilter;

/// One JSON line per event on standard output; `RUST_LOG` chooses, default `info`.
pub fn init_tracing() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A second call (tests) finds a subscriber in place; that one stays.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_target(false)
        .with_env_filter(filter)
        .try_init();
}

/// Serves a function's routes in Lambda until the runtime stops it.
///
/// # Errors
/// A configuration that cannot be used, or the runtime's own.
pub async fn serve(routes: Routes) -> Result<(), lambda_http::Error> {
    init_tracing();
    let app = App::from_env()?;
    lambda_http::run(routes.into_router(app)).await
}
