//! The outside edges against a real server on loopback: one that answers, one that is slow, one that
//! is down, one that fails and one that talks nonsense.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod aliyun;
mod server;

use std::time::Duration;

use chrono::DateTime;
use server::{nobody, server};
use services::realname::{RealName, RealNameError, Verdict};
use services::scanner::{Scan, ScanError, Scanner};
use services::sms::{Outgoing, Sms, SmsError};

fn realname(url: String) -> RealName {
    RealName::new(services::http::client().unwrap(), url, "secret-token".into())
        .with_timeout(Duration::from_millis(300))
}

fn sms(url: String) -> Sms {
    Sms::webhook(services::http::client().unwrap(), url, "secret-token".into())
        .with_timeout(Duration::from_millis(300))
}

const fn message<'a>(id: &'a str, to: &'a str, text: &'a str) -> Outgoing<'a> {
    Outgoing {
        id,
        to,
        text,
        tells: None,
        at: DateTime::UNIX_EPOCH,
    }
}

fn scanner(url: String) -> Scanner {
    Scanner::new(services::http::client().unwrap(), url).with_timeout(Duration::from_millis(300))
}

const NOW: Duration = Duration::ZERO;
const LATER: Duration = Duration::from_secs(5);

#[tokio::test]
async fn the_real_name_service_is_asked_with_its_token_and_its_verdicts_are_understood() {
    let (url, mut asked) = server(NOW, "200 OK", r#"{"verdict":"match"}"#).await;
    assert_eq!(
        realname(url).check("张三", "370102199001011234").await,
        Ok(Verdict::Match)
    );
    let question = asked.recv().await.unwrap();
    assert!(question.starts_with("POST /check HTTP/1.1"));
    assert!(
        question
            .to_lowercase()
            .contains("authorization: bearer secret-token")
    );
    assert!(question.ends_with(r#"{"name":"张三","id_number":"370102199001011234"}"#));

    let (url, _asked) = server(NOW, "200 OK", r#"{"verdict":"mismatch"}"#).await;
    assert_eq!(realname(url).check("张三", "1").await, Ok(Verdict::Mismatch));
    let (url, _asked) = server(NOW, "200 OK", r#"{"verdict":"not_found"}"#).await;
    assert_eq!(realname(url).check("张三", "1").await, Ok(Verdict::NotFound));
}

#[tokio::test]
async fn a_slow_a_failing_and_an_absent_real_name_service_are_told_apart() {
    let (url, _asked) = server(LATER, "200 OK", r#"{"verdict":"match"}"#).await;
    assert_eq!(
        realname(url).check("张三", "1").await,
        Err(RealNameError::Timeout)
    );
    assert_eq!(
        realname(nobody().await).check("张三", "1").await,
        Err(RealNameError::Unavailable)
    );
    for (status, body, error) in [
        ("500 Internal Server Error", "", RealNameError::Unavailable),
        ("503 Service Unavailable", "", RealNameError::Unavailable),
        ("429 Too Many Requests", "", RealNameError::Unavailable),
        ("401 Unauthorized", "", RealNameError::Protocol),
        (
            "302 Found\r\nlocation: http://127.0.0.1:9/",
            "",
            RealNameError::Protocol,
        ),
        ("200 OK", "<html>maintenance</html>", RealNameError::Protocol),
        ("200 OK", r#"{"verdict":"perhaps"}"#, RealNameError::Protocol),
        ("200 OK", "{}", RealNameError::Protocol),
    ] {
        let (url, _asked) = server(NOW, status, body).await;
        assert_eq!(
            realname(url).check("张三", "1").await,
            Err(error),
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn a_message_goes_out_with_its_id_so_that_a_second_try_sends_nothing_twice() {
    let (url, mut asked) = server(NOW, "202 Accepted", "").await;
    assert_eq!(sms(url).send(message("m-1", "13800000000", "您好")).await, Ok(()));
    let question = asked.recv().await.unwrap();
    assert!(
        question
            .to_lowercase()
            .contains("authorization: bearer secret-token")
    );
    assert!(question.ends_with(r#"{"id":"m-1","to":"13800000000","text":"您好"}"#));
}

#[tokio::test]
async fn messages_that_may_be_tried_again_are_told_from_those_that_may_not() {
    let (url, _asked) = server(LATER, "200 OK", "").await;
    assert_eq!(
        sms(url).send(message("m", "1", "x")).await,
        Err(SmsError::Timeout)
    );
    assert_eq!(
        sms(nobody().await).send(message("m", "1", "x")).await,
        Err(SmsError::Unavailable(None))
    );
    let (url, _asked) = server(NOW, "502 Bad Gateway", "").await;
    assert_eq!(
        sms(url).send(message("m", "1", "x")).await,
        Err(SmsError::Unavailable(None))
    );
    for status in ["400 Bad Request", "422 Unprocessable Entity"] {
        let (url, _asked) = server(NOW, status, "").await;
        let refused = Err(SmsError::Refused(Some(status[..3].to_owned())));
        assert_eq!(sms(url).send(message("m", "1", "x")).await, refused);
    }
}

#[tokio::test]
async fn a_gateway_that_is_set_up_wrongly_costs_no_message() {
    let statuses = [
        "301 Moved Permanently",
        "307 Temporary Redirect",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "407 Proxy Authentication Required",
        "410 Gone",
    ];
    for status in statuses {
        let (url, _asked) = server(NOW, status, "").await;
        let error = sms(url).send(message("m", "1", "x")).await.unwrap_err();
        assert_eq!(error, SmsError::Setup(Some(status[..3].to_owned())));
        assert!(!error.is_final(), "{status}");
    }
    let (url, _asked) = server(NOW, "408 Request Timeout", "").await;
    let error = sms(url).send(message("m", "1", "x")).await.unwrap_err();
    assert_eq!(error, SmsError::Unavailable(None));
}

#[tokio::test]
async fn only_a_clear_word_of_the_scanner_makes_a_file_clean() {
    let (url, mut asked) = server(NOW, "200 OK", r#"{"clean":true}"#).await;
    assert_eq!(scanner(url).scan(b"file bytes".to_vec()).await, Ok(Scan::Clean));
    assert!(asked.recv().await.unwrap().ends_with("\r\n\r\nfile bytes"));

    let (url, _asked) = server(NOW, "200 OK", r#"{"clean":false,"threat":"Eicar-Signature"}"#).await;
    assert_eq!(
        scanner(url).scan(vec![1]).await,
        Ok(Scan::Infected {
            threat: "Eicar-Signature".into()
        })
    );

    for (pause, status, body, error) in [
        (LATER, "200 OK", r#"{"clean":true}"#, ScanError::Timeout),
        (
            NOW,
            "500 Internal Server Error",
            r#"{"clean":true}"#,
            ScanError::Unavailable,
        ),
        (NOW, "200 OK", "", ScanError::Protocol),
        (
            NOW,
            "200 OK",
            r#"{"clean":true,"threat":"Eicar-Signature"}"#,
            ScanError::Protocol,
        ),
    ] {
        let (url, _asked) = server(pause, status, body).await;
        assert_eq!(scanner(url).scan(vec![1]).await, Err(error), "{status} {body}");
    }
    assert_eq!(
        scanner(nobody().await).scan(vec![1]).await,
        Err(ScanError::Unavailable)
    );
}
