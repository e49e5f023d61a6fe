//! The public-security real-name service: does this name belong to this resident ID number?
//!
//! Must not: log or keep what is asked, or decide who must be checked (`domain`). Only the function
//! `identity` has its address and token.

use std::time::Duration;

use reqwest::Client;
use serde::{Deserialize, Serialize};

use crate::http::{CallError, body_of_success};

/// Longest wait for an answer, seconds: a person is waiting too.
pub const TIMEOUT_SECONDS: u64 = 5;

/// The connection to the service.
#[derive(Clone)]
pub struct RealName {
    http: Client,
    url: String,
    token: String,
    timeout: Duration,
}

/// What the service says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The name belongs to the number.
    Match,
    /// The number exists under another name.
    Mismatch,
    /// The number is not in the register.
    NotFound,
}

/// Why there is no verdict. Nothing is known about the person then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RealNameError {
    /// No answer in time.
    #[error("the real-name service did not answer in time")]
    Timeout,
    /// It cannot be reached, or says that it is in trouble.
    #[error("the real-name service is not available")]
    Unavailable,
    /// It refused the request or answered what nobody understands.
    #[error("the real-name service answered unexpectedly")]
    Protocol,
}

impl From<CallError> for RealNameError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Timeout => Self::Timeout,
            CallError::Unavailable => Self::Unavailable,
            CallError::Status(_) => Self::Protocol,
        }
    }
}

#[derive(Serialize)]
struct Question<'a> {
    name: &'a str,
    id_number: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    verdict: WireVerdict,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WireVerdict {
    Match,
    Mismatch,
    NotFound,
}

impl RealName {
    /// The service at `url` (`REALNAME_URL`), with its bearer token (`REALNAME_TOKEN`).
    #[must_use]
    pub fn new(http: Client, url: String, token: String) -> Self {
        Self {
            http,
            url,
            token,
            timeout: Duration::from_secs(TIMEOUT_SECONDS),
        }
    }

    /// The same with another time-out.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Asks: POST `{"name", "id_number"}` → `{"verdict": "match" | "mismatch" | "not_found"}`.
    ///
    /// # Errors
    /// [`RealNameError`] when there is no verdict.
    pub async fn check(&self, name: &str, id_number: &str) -> Result<Verdict, RealNameError> {
        let request = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .timeout(self.timeout)
            .json(&Question { name, id_number });
        let body = body_of_success(request).await?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| RealNameError::Protocol)?;
        Ok(match answer.verdict {
            WireVerdict::Match => Verdict::Match,
            WireVerdict::Mismatch => Verdict::Mismatch,
            WireVerdict::NotFound => Verdict::NotFound,
        })
    }
}
