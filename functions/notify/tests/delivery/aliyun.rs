//! The outbox with Alibaba Cloud's gateway: its answers decide whether a message is tried again. (That a
//! call is signed as it should be is tested beside the adapter.)

use crate::stack::{Stack, filed};
use axum::extract::{Query, State};
use axum::routing::post;
use axum::{Json, Router};
use chrono::TimeDelta;
use notify::Delivered;
use serde_json::{Value, json};
use services::sms::Sms;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use store::outbox::pause_after;

type Parameters = BTreeMap<String, String>;

/// Answers with one code after the other, and keeps what it was asked.
#[derive(Clone, Default)]
struct Provider {
    codes: Arc<Mutex<VecDeque<&'static str>>>,
    asked: Arc<Mutex<Vec<Parameters>>>,
}

async fn answer(State(provider): State<Provider>, Query(asked): Query<Parameters>) -> Json<Value> {
    provider.asked.lock().unwrap().push(asked);
    let code = provider.codes.lock().unwrap().pop_front().unwrap_or("OK");
    Json(json!({ "Code": code, "Message": "…", "RequestId": "819BE656-D2E0-4858-8B21-B2E477085AAF" }))
}

async fn with(codes: &[&'static str]) -> (Stack, Provider) {
    let provider = Provider::default();
    provider.codes.lock().unwrap().extend(codes);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/", post(answer))
        .with_state(provider.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let env = move |name: &str| {
        let value = match name {
            "SMS_PROVIDER" => "aliyun",
            "ALIYUN_SMS_ENDPOINT" => endpoint.as_str(),
            "ALIYUN_SMS_KEY_ID" | "ALIYUN_SMS_KEY_SECRET" => "test",
            "ALIYUN_SMS_SIGN_NAME" => "山东信访",
            "ALIYUN_SMS_TEMPLATES" => r#"{"filed":"SMS_100000001"}"#,
            _ => return None,
        };
        Some(value.to_owned())
    };
    let mut stack = Stack::start().await;
    stack.sms = Sms::from_env(services::http::client().unwrap(), env).unwrap();
    (stack, provider)
}

#[tokio::test]
async fn a_number_that_has_had_too_many_gets_its_message_after_a_pause() {
    let (mut stack, provider) = with(&["isv.BUSINESS_LIMIT_CONTROL"]).await;
    stack.enqueue(filed(42)).await;
    assert_eq!(stack.deliver().await.failed, 1);
    stack.now += pause_after(0);
    assert_eq!(stack.deliver().await.sent, 1);
    stack.now += TimeDelta::days(1);
    assert_eq!(stack.deliver().await, Delivered::default());
    let asked = provider.asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0]["OutId"], asked[1]["OutId"], "the same id at each try");
    assert_eq!(
        asked[0]["TemplateParam"],
        r#"{"number":"W370102-20261123-00042"}"#
    );
}

#[tokio::test]
async fn a_number_that_is_none_is_given_up_at_once_with_the_providers_code() {
    let (stack, _provider) = with(&["isv.MOBILE_NUMBER_ILLEGAL"]).await;
    stack.enqueue(filed(42)).await;
    assert_eq!(stack.deliver().await.failed, 1);
    assert_eq!(stack.items("OUTBOX#").await, 0);
    let given_up = stack
        .store
        .messages_given_up(None, stack.now)
        .await
        .unwrap()
        .items;
    let error = given_up[0].error.as_deref();
    assert_eq!(error, Some("短信网关拒绝了这条短信（isv.MOBILE_NUMBER_ILLEGAL）"));
    assert_eq!(given_up[0].to.as_deref(), Some("138****0000"));
}
