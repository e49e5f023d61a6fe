//! The malware scanner: a service in front of a virus engine that takes a file and says whether it is
//! clean. An installation without one has no `SCANNER_URL`.
//!
//! Must not: decide what happens to an infected file (the function `attachments` does).

use std::time::Duration;

use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;

use crate::http::{CallError, body_of_success};

/// Longest wait for a verdict, seconds: a file may have 50 MB.
pub const TIMEOUT_SECONDS: u64 = 60;

/// The connection to the scanner.
#[derive(Clone)]
pub struct Scanner {
    http: Client,
    url: String,
    timeout: Duration,
}

/// What the scanner found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// Nothing.
    Clean,
    /// Malware, with the engine's name for it.
    Infected {
        /// Name of the threat, for the log and for officers.
        threat: String,
    },
}

/// Why there is no verdict; the file stays in quarantine and is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// No answer in time.
    #[error("the scanner did not answer in time")]
    Timeout,
    /// It cannot be reached, or says that it is in trouble.
    #[error("the scanner is not available")]
    Unavailable,
    /// It answered what nobody understands.
    #[error("the scanner answered unexpectedly")]
    Protocol,
}

impl From<CallError> for ScanError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Timeout => Self::Timeout,
            CallError::Unavailable => Self::Unavailable,
            CallError::Status(_) => Self::Protocol,
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    clean: bool,
    threat: Option<String>,
}

impl Scanner {
    /// The scanner at `url` (`SCANNER_URL`).
    #[must_use]
    pub fn new(http: Client, url: String) -> Self {
        Self {
            http,
            url,
            timeout: Duration::from_secs(TIMEOUT_SECONDS),
        }
    }

    /// The same with another time-out.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Scans a file: POST the bytes → `{"clean": true}` or `{"clean": false, "threat": "…"}`.
    ///
    /// # Errors
    /// [`ScanError`] when there is no verdict; never take that for clean.
    pub async fn scan(&self, bytes: Vec<u8>) -> Result<Scan, ScanError> {
        let request = self
            .http
            .post(&self.url)
            .timeout(self.timeout)
            .header(CONTENT_TYPE, "application/octet-stream")
            .body(bytes);
        let body = body_of_success(request).await?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| ScanError::Protocol)?;
        Ok(match (answer.clean, answer.threat) {
            (true, None) => Scan::Clean,
            (true, Some(_)) => return Err(ScanError::Protocol),
            (false, threat) => Scan::Infected {
                threat: threat.unwrap_or_default(),
            },
        })
    }
}
