//! The adapter of Alibaba Cloud's SMS service against a server of ours that checks every signature as the
//! gateway's description says, and answers in the shape the gateway answers.

use super::server;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use services::sms::{Outgoing, Sms, SmsError};
use services::sms_text::SmsText;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const SECRET: &str = "only-for-tests";
const NOW: &str = "2026-11-23T01:00:00Z";

/// What the server saw: header and query by name.
type Seen = BTreeMap<String, String>;

/// Headers and parameters, if the signature holds.
fn verified(request: &str) -> Result<Seen, &'static str> {
    let (head, body) = request.split_once("\r\n\r\n").ok_or("no request")?;
    let mut lines = head.lines();
    let target = lines.next().and_then(|line| line.strip_prefix("POST /?"));
    let query = target
        .and_then(|line| line.strip_suffix(" HTTP/1.1"))
        .ok_or("no POST to /")?;
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    let authorization = headers.get("authorization").ok_or("not signed")?;
    let parts = authorization
        .strip_prefix("ACS3-HMAC-SHA256 ")
        .ok_or("not version 3")?;
    let part = |name: &str| {
        let found = parts.split(',').find_map(|part| part.strip_prefix(name));
        found.and_then(|part| part.strip_prefix('='))
    };
    if part("Credential") != Some("test-key") {
        return Err("another key");
    }
    let names = part("SignedHeaders").ok_or("no list of headers")?;
    let all = headers
        .keys()
        .filter(|name| name.starts_with("x-acs-") || *name == "host");
    if all.map(String::as_str).collect::<Vec<_>>().join(";") != names {
        return Err("a header that is not signed");
    }
    let signed: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", headers[name]))
        .collect();
    let body = hex::encode(Sha256::digest(body.as_bytes()));
    if headers["x-acs-content-sha256"] != body {
        return Err("another body");
    }
    let canonical = format!("POST\n/\n{}\n{signed}\n{names}\n{body}", pairs.join("&"));
    let to_sign = format!(
        "ACS3-HMAC-SHA256\n{}",
        hex::encode(Sha256::digest(canonical.as_bytes()))
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(to_sign.as_bytes());
    if Some(hex::encode(mac.finalize().into_bytes()).as_str()) != part("Signature") {
        return Err("another signature");
    }
    let decoded = pairs
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
            (name.to_owned(), value)
        });
    Ok(decoded.chain(headers.clone()).collect())
}

/// The gateway: answers by the last digit of the number.
async fn gateway() -> (String, mpsc::UnboundedReceiver<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (saw, seen) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let saw = saw.clone();
            tokio::spawn(async move {
                let request = server::request(&mut stream).await;
                let (status, body) = match verified(&request) {
                    Err(why) => (
                        "400 Bad Request",
                        json!({
                            "Code": "SignatureDoesNotMatch", "Message": why, "HostId": "dysmsapi.aliyuncs.com",
                            "RequestId": "85DF4A5B-DE8D-5D5C-9C0D-1B6C3D0A3E4F",
                        }),
                    ),
                    Ok(found) => {
                        let answer = answer(&found["PhoneNumbers"]);
                        let _ = saw.send(found);
                        answer
                    }
                };
                let body = body.to_string();
                let answer = format!(
                    "HTTP/1.1 {status}\r\ncontent-type: application/json;charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    (url, seen)
}

fn answer(number: &str) -> (&'static str, Value) {
    let request = "819BE656-D2E0-4858-8B21-B2E477085AAF";
    let business = |code: &str, message: &str| {
        (
            "200 OK",
            json!({ "Code": code, "Message": message, "RequestId": request }),
        )
    };
    match number.chars().last() {
        Some('1') => business("isv.MOBILE_NUMBER_ILLEGAL", "invalid mobile number"),
        Some('2') => business("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5"),
        Some('3') => business("isv.AMOUNT_NOT_ENOUGH", "账户余额不足"),
        Some('4') => (
            "400 Bad Request",
            json!({ "Code": "Throttling.User", "Message": "Request was denied due to user flow control.", "RequestId": request }),
        ),
        Some('5') => (
            "503 Service Unavailable",
            json!({ "Code": "ServiceUnavailable", "Message": "The request has failed due to a temporary failure of the server.", "RequestId": request }),
        ),
        _ => (
            "200 OK",
            json!({ "Code": "OK", "Message": "OK", "BizId": "9006197469364984400", "RequestId": request }),
        ),
    }
}

fn adapter(endpoint: &str, secret: &str) -> Sms {
    let env = |name: &str| {
        let value = match name {
            "SMS_PROVIDER" => "aliyun",
            "ALIYUN_SMS_ENDPOINT" => endpoint,
            "ALIYUN_SMS_KEY_ID" => "test-key",
            "ALIYUN_SMS_KEY_SECRET" => secret,
            "ALIYUN_SMS_SIGN_NAME" => "山东信访",
            "ALIYUN_SMS_TEMPLATES" => r#"{"transferred":"SMS_100000001","reset_code":"SMS_100000002"}"#,
            _ => return None,
        };
        Some(value.to_owned())
    };
    Sms::from_env(services::http::client().unwrap(), env)
        .unwrap()
        .with_timeout(Duration::from_millis(300))
}

fn transferred() -> SmsText {
    SmsText::Transferred {
        number: "W370102-20261123-00042".into(),
        agency: "历下区住房和城乡建设局（东关 & 解放路）".into(),
    }
}

fn message<'a>(to: &'a str, tells: &'a SmsText) -> Outgoing<'a> {
    Outgoing {
        id: "019ab000-0000-7000-8000-000000000001",
        to,
        text: "【山东信访】不用的文字",
        tells: Some(tells),
        at: NOW.parse::<DateTime<Utc>>().unwrap(),
    }
}

#[tokio::test]
async fn a_message_goes_out_signed_as_a_template_with_its_values_and_its_id() {
    let (url, mut seen) = gateway().await;
    let text = transferred();
    assert_eq!(
        adapter(&url, SECRET).send(message("13800000000", &text)).await,
        Ok(())
    );
    let seen = seen.recv().await.unwrap();
    for (name, value) in [
        ("x-acs-action", "SendSms"),
        ("x-acs-version", "2017-05-25"),
        ("x-acs-date", NOW),
        ("PhoneNumbers", "13800000000"),
        ("SignName", "山东信访"),
        ("TemplateCode", "SMS_100000001"),
        ("OutId", "019ab000-0000-7000-8000-000000000001"),
    ] {
        assert_eq!(seen[name], value, "{name}");
    }
    let values: Value = serde_json::from_str(&seen["TemplateParam"]).unwrap();
    let expected =
        json!({ "number": "W370102-20261123-00042", "agency": "历下区住房和城乡建设局（东关 & 解放路）" });
    assert_eq!(values, expected);
    assert!(!seen.values().any(|value| value.contains("不用的文字")));
}

#[tokio::test]
async fn each_answer_of_the_gateway_says_whether_another_try_is_of_use() {
    let (url, _seen) = gateway().await;
    let (sms, text) = (adapter(&url, SECRET), transferred());
    let code = |code: &str| Some(code.to_owned());
    for (number, error) in [
        (
            "13800000001",
            SmsError::Refused(code("isv.MOBILE_NUMBER_ILLEGAL")),
        ),
        (
            "13800000002",
            SmsError::Throttled(code("isv.BUSINESS_LIMIT_CONTROL")),
        ),
        ("13800000003", SmsError::Setup(code("isv.AMOUNT_NOT_ENOUGH"))),
        ("13800000004", SmsError::Throttled(code("Throttling.User"))),
        ("13800000005", SmsError::Unavailable(code("ServiceUnavailable"))),
    ] {
        assert_eq!(sms.send(message(number, &text)).await, Err(error), "{number}");
    }
    let wrong = adapter(&url, "another-secret")
        .send(message("13800000000", &text))
        .await;
    assert_eq!(wrong, Err(SmsError::Setup(code("SignatureDoesNotMatch"))));
}

#[tokio::test]
async fn a_gateway_that_is_slow_or_gone_is_asked_again() {
    let text = transferred();
    let (slow, _asked) = server::server(Duration::from_secs(5), "200 OK", "{}").await;
    let slow = adapter(&slow, SECRET).send(message("13800000000", &text)).await;
    assert_eq!(slow, Err(SmsError::Timeout));
    let gone = adapter(&server::nobody().await, SECRET);
    let gone = gone.send(message("13800000000", &text)).await;
    assert_eq!(gone, Err(SmsError::Unavailable(None)));
}

#[tokio::test]
async fn what_cannot_be_sent_this_way_never_reaches_the_gateway() {
    let (url, mut seen) = gateway().await;
    let (sms, text) = (adapter(&url, SECRET), transferred());
    let abroad = sms.send(message("+85251234567", &text)).await;
    assert!(abroad.is_err_and(|error| error.is_final()));
    let words = Outgoing {
        tells: None,
        ..message("13800000000", &text)
    };
    assert!(sms.send(words).await.is_err_and(|error| error.is_final()));
    let without = SmsText::AccountRegistered;
    let without = sms.send(message("13800000000", &without)).await;
    let waits = SmsError::Setup(Some("no-template-account_registered".to_owned()));
    assert_eq!(without, Err(waits), "a template can still be registered");
    assert!(seen.try_recv().is_err());
}
