//! The SMS gateway: one message to one mobile number, through whichever gateway the installation has.
//! What messages say is in `sms_text`; Alibaba Cloud's gateway is in `sms_aliyun`.
//!
//! Must not: retry (the outbox does, with the same id), or log a number or a text. Only the function
//! `notify` has its address and keys.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Client;
use serde::Serialize;

use crate::http::{CallError, body_of_success};
use crate::sms_aliyun::{Aliyun, AliyunConfig};
use crate::sms_text::SmsText;

/// Longest wait for the gateway, seconds.
pub const TIMEOUT_SECONDS: u64 = 5;

/// 待发短信: one message as it is given to a gateway.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// Identity: the same at every try.
    pub id: &'a str,
    /// The mobile number.
    pub to: &'a str,
    /// The words, signature included.
    pub text: &'a str,
    /// What it tells, for gateways that have the words; none of messages kept as words.
    pub tells: Option<&'a SmsText>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// 短信网关: the connection to it.
#[derive(Clone)]
pub enum Sms {
    /// A gateway that takes words over HTTP.
    Webhook(Webhook),
    /// 阿里云短信服务
    Aliyun(Aliyun),
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// No answer in time: it may have been sent.
    #[error("the SMS gateway did not answer in time")]
    Timeout,
    /// It cannot be reached, or says that it is in trouble: worth another try.
    #[error("the SMS gateway is not available{}", code(.0.as_ref()))]
    Unavailable(Option<String>),
    /// It takes no more just now, from us or for this number: worth another try, later.
    #[error("the SMS gateway takes no more now{}", code(.0.as_ref()))]
    Throttled(Option<String>),
    /// It cannot send because of how the installation is set up: worth another try when that is mended.
    #[error("the SMS gateway is not set up for this{}", code(.0.as_ref()))]
    Setup(Option<String>),
    /// It refused this message; another try will not help.
    #[error("the SMS gateway refused the message{}", code(.0.as_ref()))]
    Refused(Option<String>),
}

fn code(code: Option<&String>) -> String {
    code.map(|code| format!(" ({code})")).unwrap_or_default()
}

impl SmsError {
    /// Whether another try is of no use.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

impl From<CallError> for SmsError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Timeout => Self::Timeout,
            CallError::Unavailable | CallError::Status(408 | 425) => Self::Unavailable(None),
            // Only these say something of this message; any other answer (a token that ran out, an address
            // that moved, a proxy in between) says something of the installation, which can be mended
            // while the message waits.
            CallError::Status(status @ (400 | 422)) => Self::Refused(Some(status.to_string())),
            CallError::Status(status) => Self::Setup(Some(status.to_string())),
        }
    }
}

/// Why the gateway cannot be set up from the environment.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsSetupError {
    /// A variable is missing.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// A variable cannot be understood.
    #[error("{0} is malformed: {1}")]
    Malformed(&'static str, String),
}

impl Sms {
    /// The gateway that takes words, at `url` with its bearer token.
    #[must_use]
    pub fn webhook(http: Client, url: String, token: String) -> Self {
        Self::Webhook(Webhook {
            http,
            url,
            token,
            timeout: Duration::from_secs(TIMEOUT_SECONDS),
        })
    }

    /// The gateway the environment names in `SMS_PROVIDER`: `webhook` (also where nothing is said), which
    /// needs `SMS_URL` and `SMS_TOKEN`, or `aliyun` with its own variables ([`AliyunConfig::read`]).
    ///
    /// # Errors
    /// [`SmsSetupError`] names the variable.
    pub fn from_env(http: Client, env: impl Fn(&str) -> Option<String>) -> Result<Self, SmsSetupError> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        match env("SMS_PROVIDER").as_deref() {
            None | Some("webhook") => {
                let need = |name: &'static str| env(name).ok_or(SmsSetupError::Missing(name));
                Ok(Self::webhook(http, need("SMS_URL")?, need("SMS_TOKEN")?))
            }
            Some("aliyun") => Ok(Self::Aliyun(Aliyun::new(http, AliyunConfig::read(env)?))),
            Some(_) => Err(SmsSetupError::Malformed(
                "SMS_PROVIDER",
                "webhook or aliyun".to_owned(),
            )),
        }
    }

    /// The same with another time-out.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        match self {
            Self::Webhook(webhook) => Self::Webhook(Webhook { timeout, ..webhook }),
            Self::Aliyun(aliyun) => Self::Aliyun(aliyun.with_timeout(timeout)),
        }
    }

    /// Sends one message.
    ///
    /// # Errors
    /// [`SmsError`] when the gateway did not take it.
    pub async fn send(&self, message: Outgoing<'_>) -> Result<(), SmsError> {
        match self {
            Self::Webhook(webhook) => webhook.send(message).await,
            Self::Aliyun(aliyun) => aliyun.send(message).await,
        }
    }
}

/// A gateway that takes words over HTTP.
#[derive(Clone)]
pub struct Webhook {
    http: Client,
    url: String,
    token: String,
    timeout: Duration,
}

#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    to: &'a str,
    text: &'a str,
}

impl Webhook {
    /// POST `{"id", "to", "text"}`. The id makes a second try harmless.
    async fn send(&self, message: Outgoing<'_>) -> Result<(), SmsError> {
        let Outgoing { id, to, text, .. } = message;
        let request = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .timeout(self.timeout)
            .json(&Body { id, to, text });
        body_of_success(request).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Sms, SmsSetupError> {
        let read = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Sms::from_env(crate::http::client().unwrap(), read)
    }

    const ALIYUN: [(&str, &str); 5] = [
        ("SMS_PROVIDER", "aliyun"),
        ("ALIYUN_SMS_KEY_ID", "id"),
        ("ALIYUN_SMS_KEY_SECRET", "secret"),
        ("ALIYUN_SMS_SIGN_NAME", "山东信访"),
        ("ALIYUN_SMS_TEMPLATES", r#"{"filed":"SMS_1"}"#),
    ];

    #[test]
    fn the_environment_says_which_gateway_it_is_and_what_is_missing() {
        let webhook = [("SMS_URL", "https://sms.example"), ("SMS_TOKEN", "t")];
        assert!(matches!(from(&webhook), Ok(Sms::Webhook(_))));
        assert!(matches!(from(&ALIYUN), Ok(Sms::Aliyun(_))));
        assert_eq!(
            from(&webhook[..1]).err(),
            Some(SmsSetupError::Missing("SMS_TOKEN"))
        );
        for left_out in 1..ALIYUN.len() {
            let mut some = ALIYUN.to_vec();
            let (name, _) = some.remove(left_out);
            assert_eq!(from(&some).err(), Some(SmsSetupError::Missing(name)));
        }
        let other = [("SMS_PROVIDER", "pigeon")];
        assert!(matches!(
            from(&other),
            Err(SmsSetupError::Malformed("SMS_PROVIDER", _))
        ));
    }

    #[test]
    fn templates_for_kinds_that_do_not_exist_are_a_mistake_and_told() {
        for templates in ["[]", "SMS_1", r#"{"filled":"SMS_1"}"#, r#"{"filed":""}"#] {
            let mut variables = ALIYUN;
            variables[4].1 = templates;
            let error = from(&variables).err();
            let told = matches!(error, Some(SmsSetupError::Malformed("ALIYUN_SMS_TEMPLATES", _)));
            assert!(told, "{templates}");
        }
        let mut variables = ALIYUN.to_vec();
        variables.push(("ALIYUN_SMS_ENDPOINT", "dysmsapi.aliyuncs.com"));
        let error = from(&variables).err();
        assert!(matches!(
            error,
            Some(SmsSetupError::Malformed("ALIYUN_SMS_ENDPOINT", _))
        ));
    }
}
