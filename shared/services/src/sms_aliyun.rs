//! 阿里云短信服务 (`dysmsapi`, `SendSms`, version 2017-05-25): the provider has the words, registered as
//! templates; it is told which one and what to fill in. Owns the call, the limits of values and what each
//! answer means.
//!
//! Must not: retry, log, or send to anything but a mobile number of the mainland.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::contact::Mobile;
use domain::message::{Blank, MessageKind};
use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;

use crate::acs_signature::Call;
use crate::random;
use crate::sms::{Outgoing, SmsError, SmsSetupError, TIMEOUT_SECONDS};
use crate::sms_text::SmsText;

/// Where it is, unless the environment says otherwise.
const ENDPOINT: &str = "https://dysmsapi.aliyuncs.com";
/// The longest value of a template's variable, characters.
const VALUE_CHARS_MAX: usize = 35;
/// The longest error code that is kept.
const CODE_CHARS_MAX: usize = 64;

/// How the installation is known there.
#[derive(Clone)]
pub struct AliyunConfig {
    /// `https://dysmsapi.aliyuncs.com`, or another address that speaks like it.
    pub endpoint: Url,
    /// Access key.
    pub key_id: String,
    /// Its secret.
    pub key_secret: String,
    /// 签名, without brackets.
    pub sign_name: String,
    /// 模板代码 of each kind.
    pub templates: BTreeMap<MessageKind, String>,
}

impl AliyunConfig {
    /// Reads `ALIYUN_SMS_KEY_ID`, `ALIYUN_SMS_KEY_SECRET`, `ALIYUN_SMS_SIGN_NAME`, `ALIYUN_SMS_TEMPLATES`
    /// (JSON: kind → template code) and `ALIYUN_SMS_ENDPOINT`. A kind without a template is no mistake
    /// here: its messages wait until there is one, or are given up.
    ///
    /// # Errors
    /// [`SmsSetupError`] names the variable.
    pub fn read(env: impl Fn(&str) -> Option<String>) -> Result<Self, SmsSetupError> {
        let need = |name: &'static str| env(name).ok_or(SmsSetupError::Missing(name));
        let endpoint = env("ALIYUN_SMS_ENDPOINT").unwrap_or_else(|| ENDPOINT.to_owned());
        let endpoint = Url::parse(&endpoint)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let endpoint = endpoint.ok_or_else(|| {
            SmsSetupError::Malformed("ALIYUN_SMS_ENDPOINT", "an address with https://".to_owned())
        })?;
        let (key_id, key_secret) = (need("ALIYUN_SMS_KEY_ID")?, need("ALIYUN_SMS_KEY_SECRET")?);
        let sign_name = need("ALIYUN_SMS_SIGN_NAME")?;
        let templates = need("ALIYUN_SMS_TEMPLATES")?;
        let malformed = |why: &str| SmsSetupError::Malformed("ALIYUN_SMS_TEMPLATES", why.to_owned());
        let templates: BTreeMap<String, String> = serde_json::from_str(&templates)
            .map_err(|_| malformed("an object of kinds and template codes"))?;
        let templates = templates.into_iter().map(|(kind, template)| {
            let kind = MessageKind::from_code(&kind).ok_or_else(|| malformed(&format!("no kind {kind}")))?;
            if template.is_empty() {
                return Err(malformed(&format!("no template for {}", kind.code())));
            }
            Ok((kind, template))
        });
        Ok(Self {
            endpoint,
            key_id,
            key_secret,
            sign_name,
            templates: templates.collect::<Result<_, _>>()?,
        })
    }
}

/// The connection.
#[derive(Clone)]
pub struct Aliyun {
    http: Client,
    config: AliyunConfig,
    timeout: Duration,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Code")]
    code: String,
}

impl Aliyun {
    /// A connection; sends nothing yet.
    #[must_use]
    pub fn new(http: Client, config: AliyunConfig) -> Self {
        Self {
            http,
            config,
            timeout: Duration::from_secs(TIMEOUT_SECONDS),
        }
    }

    pub(crate) fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// One call of `SendSms`. The message's id goes along as `OutId`, which its receipts name; the
    /// provider does not drop repeats by it, so a message whose answer was lost may come twice.
    pub(crate) async fn send(&self, message: Outgoing<'_>) -> Result<(), SmsError> {
        let refused = |why: &str| SmsError::Refused(Some(why.to_owned()));
        let Ok(to) = Mobile::parse(message.to) else {
            return Err(refused("not-a-mainland-number"));
        };
        let Some(tells) = message.tells else {
            return Err(refused("words-without-template"));
        };
        let Some(template) = self.config.templates.get(&tells.kind()) else {
            return Err(SmsError::Setup(Some(format!(
                "no-template-{}",
                tells.kind().code()
            ))));
        };
        let values = values(tells);
        let nonce = hex::encode(random::bytes::<16>());
        let host = host(&self.config.endpoint);
        let call = Call {
            host: &host,
            action: "SendSms",
            version: "2017-05-25",
            query: BTreeMap::from([
                ("PhoneNumbers", to.as_str()),
                ("SignName", self.config.sign_name.as_str()),
                ("TemplateCode", template.as_str()),
                ("TemplateParam", values.as_str()),
                ("OutId", message.id),
            ]),
            at: message.at,
            nonce: &nonce,
        };
        let mut url = self.config.endpoint.clone();
        url.set_path("/");
        url.set_query(Some(&call.query()));
        let mut request = self.http.post(url).timeout(self.timeout);
        for (name, value) in call.headers(&self.config.key_id, &self.config.key_secret) {
            request = request.header(name, value);
        }
        let failed = |error: reqwest::Error| {
            if error.is_timeout() {
                SmsError::Timeout
            } else {
                SmsError::Unavailable(None)
            }
        };
        let answer = request.send().await.map_err(failed)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(failed)?;
        verdict(status, &body)
    }
}

/// Host and, where it is not the usual one, port: what the HTTP client sends and what is signed.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// `TemplateParam`: JSON of every value but the site's address, which templates write out. Values are cut
/// at 35 characters, which only the name of an agency reaches; a query code goes without its gaps, since
/// variables for numbers take no spaces.
fn values(tells: &SmsText) -> String {
    let values = tells.values().into_iter().map(|(blank, value)| {
        let value: String = match blank {
            Blank::Code => value.chars().filter(char::is_ascii_alphanumeric).collect(),
            _ => value.chars().take(VALUE_CHARS_MAX).collect(),
        };
        (blank.name(), value)
    });
    let values: BTreeMap<&str, String> = values.collect();
    serde_json::to_string(&values).unwrap_or_default()
}

/// What an answer means. Only what is wrong with this very message is refused for good; whatever the
/// operator or time can mend (money, limits, keys, templates) is worth another try, and so is a code that
/// is not known here: the outbox gives up by itself.
fn verdict(status: StatusCode, body: &[u8]) -> Result<(), SmsError> {
    let code = serde_json::from_slice::<Answer>(body)
        .ok()
        .map(|answer| answer.code);
    let kept = code.as_deref().map(tidy);
    match code.as_deref() {
        Some("OK") if status.is_success() => Ok(()),
        Some(
            "isv.MOBILE_NUMBER_ILLEGAL"
            | "isv.MOBILE_COUNT_OVER_LIMIT"
            | "isv.TEMPLATE_PARAMS_ILLEGAL"
            | "isv.PARAM_LENGTH_LIMIT"
            | "isv.PARAM_NOT_SUPPORT_URL"
            | "isv.INVALID_JSON_PARAM"
            | "isv.BLACK_KEY_CONTROL_LIMIT"
            | "isv.SMS_CONTENT_ILLEGAL",
        ) => Err(SmsError::Refused(kept)),
        Some("isv.BUSINESS_LIMIT_CONTROL" | "isv.DAY_LIMIT_CONTROL" | "isv.MONTH_LIMIT_CONTROL") => {
            Err(SmsError::Throttled(kept))
        }
        Some(code) if code.starts_with("Throttling") => Err(SmsError::Throttled(kept)),
        _ if status == StatusCode::TOO_MANY_REQUESTS => Err(SmsError::Throttled(kept)),
        _ if status.is_server_error() => Err(SmsError::Unavailable(kept)),
        Some(code) if code.starts_with("isp.") => Err(SmsError::Unavailable(kept)),
        Some(_) => Err(SmsError::Setup(kept)),
        // Nothing that the provider says: a proxy, a wrong address.
        None => Err(SmsError::Unavailable(kept)),
    }
}

/// A code is shown to operators: nothing but what codes are made of.
fn tidy(code: &str) -> String {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    code.chars().filter(allowed).take(CODE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, code: &str) -> Result<(), SmsError> {
        let body = serde_json::json!({ "Code": code, "Message": "…", "RequestId": "R" });
        verdict(StatusCode::from_u16(status).unwrap(), body.to_string().as_bytes())
    }

    #[test]
    fn only_what_is_wrong_with_the_message_itself_is_refused_for_good() {
        let kept = |code: &str| Some(code.to_owned());
        assert_eq!(of(200, "OK"), Ok(()));
        for code in [
            "isv.MOBILE_NUMBER_ILLEGAL",
            "isv.TEMPLATE_PARAMS_ILLEGAL",
            "isv.PARAM_LENGTH_LIMIT",
            "isv.BLACK_KEY_CONTROL_LIMIT",
        ] {
            assert_eq!(of(200, code), Err(SmsError::Refused(kept(code))));
        }
        for (status, code) in [
            (200, "isv.BUSINESS_LIMIT_CONTROL"),
            (200, "isv.DAY_LIMIT_CONTROL"),
            (400, "Throttling.User"),
            (429, "Whatever"),
        ] {
            assert_eq!(of(status, code), Err(SmsError::Throttled(kept(code))));
        }
        for (status, code) in [
            (200, "isv.AMOUNT_NOT_ENOUGH"),
            (200, "isv.SMS_TEMPLATE_ILLEGAL"),
            (200, "isv.SMS_SIGNATURE_ILLEGAL"),
            (404, "InvalidAccessKeyId.NotFound"),
            (400, "SignatureDoesNotMatch"),
            (400, "InvalidTimeStamp.Expired"),
            (400, "something.new"),
        ] {
            assert_eq!(of(status, code), Err(SmsError::Setup(kept(code))));
        }
        for (status, code) in [
            (200, "isp.SYSTEM_ERROR"),
            (503, "ServiceUnavailable"),
            (500, "OK"),
        ] {
            assert_eq!(of(status, code), Err(SmsError::Unavailable(kept(code))));
        }
        for (status, body) in [(200, "<html>"), (404, ""), (502, "Bad Gateway")] {
            let found = verdict(StatusCode::from_u16(status).unwrap(), body.as_bytes());
            assert_eq!(found, Err(SmsError::Unavailable(None)), "{body}");
        }
    }

    #[test]
    fn what_operators_read_of_a_code_holds_nothing_else() {
        let long = format!("isv.<b>13800000000 {}", "X".repeat(100));
        let Err(SmsError::Setup(Some(code))) = of(400, &long) else {
            panic!("a code")
        };
        assert_eq!(code.len(), CODE_CHARS_MAX);
        assert!(code.starts_with("isv.b13800000000XX"));
    }

    #[test]
    fn values_fit_the_variables_of_a_template() {
        let agency = "中".repeat(40);
        let text = SmsText::Transferred {
            number: "W370102-20261123-00042".into(),
            agency: agency.clone(),
        };
        let sent: serde_json::Value = serde_json::from_str(&values(&text)).unwrap();
        assert_eq!(sent["agency"].as_str().unwrap(), "中".repeat(35));
        assert_eq!(sent["number"], "W370102-20261123-00042");
        let code = SmsText::QueryCode {
            number: "W1".into(),
            code: "4821 0937 5562 1048".into(),
        };
        assert_eq!(values(&code), r#"{"code":"4821093755621048","number":"W1"}"#);
        assert_eq!(values(&SmsText::AccountRegistered), "{}");
    }
}
