//! The HTTP client of the outside edges: one per process, TLS by rustls with bundled roots, no proxy,
//! no redirects (an edge that redirects would get the personal data twice).
//!
//! Must not: know any edge.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};

/// Longest time to reach an edge at all.
const CONNECT_SECONDS_MAX: u64 = 3;

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be made: {0}")]
pub struct HttpError(#[from] reqwest::Error);

/// Why a call to an edge failed; the edges' own errors are made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallError {
    Timeout,
    Unavailable,
    /// Any other status that is no success.
    Status(u16),
}

/// Makes the client that the edges share. Call it once and clone it.
///
/// # Errors
/// [`HttpError`] when TLS cannot be set up.
pub fn client() -> Result<Client, HttpError> {
    // Somebody else in the process may have installed it already; it is the same provider then.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots: Result<Vec<Certificate>, _> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| Certificate::from_der(der))
        .collect();
    let client = Client::builder()
        .tls_certs_only(roots?)
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
        .redirect(Policy::none())
        .no_proxy()
        .build()?;
    Ok(client)
}

/// Sends a request and gives the body of a success; everything else is one of three failures.
pub(crate) async fn body_of_success(request: reqwest::RequestBuilder) -> Result<Vec<u8>, CallError> {
    let failed = |error: reqwest::Error| {
        if error.is_timeout() {
            CallError::Timeout
        } else {
            CallError::Unavailable
        }
    };
    let response = request.send().await.map_err(failed)?;
    let status = response.status();
    // A server's own trouble, or its wish to be left alone for a moment: worth another try.
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(CallError::Unavailable);
    }
    if !status.is_success() {
        return Err(CallError::Status(status.as_u16()));
    }
    response.bytes().await.map(|bytes| bytes.to_vec()).map_err(failed)
}
