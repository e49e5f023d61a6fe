//! Serving: the listener, stopping on Ctrl-C or SIGTERM, and letting running requests finish.

use axum::Router;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// How long running requests may take after a stop was asked for.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until `stop` resolves, then at most five seconds longer.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = told.await;
    });
    let mut serving = tokio::spawn(serving.into_future());
    tokio::select! {
        ended = &mut serving => return ended.map_err(std::io::Error::other)?,
        () = stop => {}
    }
    let _ = tell.send(());
    match tokio::time::timeout(GRACE, &mut serving).await {
        Ok(ended) => ended.map_err(std::io::Error::other)?,
        Err(_) => {
            serving.abort();
            Ok(())
        }
    }
}

/// Resolves at Ctrl-C or SIGTERM.
///
/// # Errors
/// When the process may not install the handler.
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
