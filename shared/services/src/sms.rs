//! The SMS gateway: one message to one mobile number. Texts are in `sms_text`.
//!
//! Must not: retry (the outbox does, with the same id, which the gateway uses to send once), or log a
//! number or a text. Only the function `notify` has its address and token.

use std::time::Duration;

use reqwest::Client;
use serde::Serialize;

use crate::http::{CallError, body_of_success};

/// Longest wait for the gateway, seconds.
pub const TIMEOUT_SECONDS: u64 = 5;

/// The connection to the gateway.
#[derive(Clone)]
pub struct Sms {
    http: Client,
    url: String,
    token: String,
    timeout: Duration,
}

/// Why a message was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// No answer in time: it may have been sent.
    #[error("the SMS gateway did not answer in time")]
    Timeout,
    /// It cannot be reached, or says that it is in trouble: worth another try.
    #[error("the SMS gateway is not available")]
    Unavailable,
    /// It refused this message; another try will not help.
    #[error("the SMS gateway refused the message")]
    Refused,
}

impl From<CallError> for SmsError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Timeout => Self::Timeout,
            CallError::Unavailable => Self::Unavailable,
            CallError::Protocol => Self::Refused,
        }
    }
}

#[derive(Serialize)]
struct Message<'a> {
    id: &'a str,
    to: &'a str,
    text: &'a str,
}

impl Sms {
    /// The gateway at `url` (`SMS_URL`), with its bearer token (`SMS_TOKEN`).
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

    /// Sends one message: POST `{"id", "to", "text"}`. The id makes a second try harmless.
    ///
    /// # Errors
    /// [`SmsError`] when the gateway did not take it.
    pub async fn send(&self, id: &str, to: &str, text: &str) -> Result<(), SmsError> {
        let request = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .timeout(self.timeout)
            .json(&Message { id, to, text });
        body_of_success(request).await?;
        Ok(())
    }
}
