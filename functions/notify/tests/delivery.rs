//! Delivery against the embedded database and an SMS gateway on loopback: what is due goes out once,
//! what fails is tried again with growing pauses, what keeps failing is given up.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

use std::sync::{Arc, Mutex};

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router, routing};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::MessageId;
use domain::settings::Settings;
use notify::{Delivered, deliver_due};
use serde_json::Value;
use services::keys::KeyRing;
use services::sms::Sms;
use store::outbox::{ATTEMPTS_MAX, NewMessage, pause_after};
use store::{Store, StoreConfig};
use tokio::net::TcpListener;

/// A gateway that keeps what it took, and refuses while told so.
#[derive(Clone, Default)]
struct Gateway {
    taken: Arc<Mutex<Vec<Value>>>,
    refuse: Arc<Mutex<Option<StatusCode>>>,
}

impl Gateway {
    fn texts(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        taken
            .iter()
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect()
    }

    fn refuse(&self, status: Option<StatusCode>) {
        *self.refuse.lock().unwrap() = status;
    }
}

async fn take(State(gateway): State<Gateway>, Json(message): Json<Value>) -> StatusCode {
    if let Some(status) = *gateway.refuse.lock().unwrap() {
        return status;
    }
    gateway.taken.lock().unwrap().push(message);
    StatusCode::ACCEPTED
}

struct Stack {
    store: Store,
    sms: Sms,
    gateway: Gateway,
    now: DateTime<Utc>,
}

impl Stack {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let database = dynoxide::Database::memory().unwrap();
        tokio::spawn(dynoxide::server::serve_with_shutdown(
            listener,
            database,
            std::future::pending(),
        ));
        let mut environment = vec![("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")];
        environment.extend([
            ("AWS_ENDPOINT_URL", endpoint.as_str()),
            ("BUCKET_PUBLIC_URL", endpoint.as_str()),
        ]);
        let read = |name: &str| {
            environment
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        let config = StoreConfig::from_env(read).unwrap();
        assert_eq!(
            config.credentials,
            Credentials::new("local", "local", None, None, "environment")
        );
        let store = Store::new(
            config,
            Arc::new(KeyRing::from_json(&KeyRing::generate()).unwrap()),
        );
        for name in ["xf-petitions", "xf-audit", "xf-content"] {
            create_table(&store, name).await;
        }

        let gateway = Gateway::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/", routing::post(take))
            .with_state(gateway.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let sms = Sms::new(services::http::client().unwrap(), url, "token".into());
        Self {
            store,
            sms,
            gateway,
            now: "2026-11-23T04:00:00Z".parse().unwrap(),
        }
    }

    async fn enqueue(&self, text: &str) {
        let id = MessageId::new(self.now, services::random::bytes());
        let message = NewMessage {
            id,
            petition: None,
            to: "13800000000".into(),
            text: text.into(),
        };
        self.store.enqueue(&message, self.now).await.unwrap();
    }

    async fn deliver(&self) -> Delivered {
        deliver_due(&self.store, &self.sms, self.now, 25).await.unwrap()
    }

    /// Items of the petitions table whose partition begins with a prefix.
    async fn items(&self, prefix: &str) -> usize {
        let output = self
            .store
            .dynamodb()
            .scan()
            .table_name("xf-petitions")
            .send()
            .await
            .unwrap();
        let begins = |value: &AttributeValue| value.as_s().is_ok_and(|pk| pk.starts_with(prefix));
        output.items().iter().filter(|item| begins(&item["pk"])).count()
    }
}

async fn create_table(store: &Store, name: &str) {
    let mut table = store
        .dynamodb()
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest);
    for (name, key) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let kind = ScalarAttributeType::S;
        table = table
            .attribute_definitions(
                AttributeDefinition::builder()
                    .attribute_name(name)
                    .attribute_type(kind)
                    .build()
                    .unwrap(),
            )
            .key_schema(
                KeySchemaElement::builder()
                    .attribute_name(name)
                    .key_type(key)
                    .build()
                    .unwrap(),
            );
    }
    table.send().await.unwrap();
}

#[tokio::test]
async fn what_is_due_goes_out_once_and_moves_to_the_delivery_log() {
    let mut stack = Stack::start().await;
    for number in 0..12 {
        stack.enqueue(&format!("短信{number}")).await;
    }
    let all = Delivered {
        sent: 12,
        ..Delivered::default()
    };
    assert_eq!(stack.deliver().await, all);
    let mut texts = stack.gateway.texts();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 12);
    stack.now += TimeDelta::days(3);
    assert_eq!(stack.deliver().await, Delivered::default());
    assert_eq!(
        (stack.items("OUTBOX#").await, stack.items("SENT#").await),
        (0, 12)
    );
}

#[tokio::test]
async fn two_who_wake_at_the_same_moment_send_nothing_twice() {
    let stack = Stack::start().await;
    for number in 0..20 {
        stack.enqueue(&format!("短信{number}")).await;
    }
    let (one, other) = tokio::join!(stack.deliver(), stack.deliver());
    assert_eq!(one.sent + other.sent, stack.gateway.texts().len());
    let mut texts = stack.gateway.texts();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), stack.gateway.texts().len());
}

#[tokio::test]
async fn a_gateway_that_is_down_is_asked_again_after_a_pause_and_nothing_is_lost() {
    let mut stack = Stack::start().await;
    stack.enqueue("您好").await;
    stack.gateway.refuse(Some(StatusCode::SERVICE_UNAVAILABLE));
    let refused = Delivered {
        failed: 1,
        ..Delivered::default()
    };
    assert_eq!(stack.deliver().await, refused);
    stack.gateway.refuse(None);
    stack.now += pause_after(0) - TimeDelta::seconds(1);
    assert_eq!(
        stack.deliver().await,
        Delivered::default(),
        "not before its pause is over"
    );
    stack.now += TimeDelta::seconds(1);
    let late = Delivered {
        sent: 1,
        oldest_seconds: pause_after(0).num_seconds(),
        ..Delivered::default()
    };
    assert_eq!(stack.deliver().await, late, "its age is told, pauses included");
    assert_eq!(stack.gateway.texts(), ["您好"]);
}

#[tokio::test]
async fn a_message_that_keeps_failing_ends_in_the_dead_letter_list() {
    let mut stack = Stack::start().await;
    stack.enqueue("您好").await;
    stack.gateway.refuse(Some(StatusCode::SERVICE_UNAVAILABLE));
    for _ in 0..ATTEMPTS_MAX {
        assert_eq!(stack.deliver().await.failed, 1);
        stack.now += TimeDelta::hours(13);
    }
    assert_eq!(stack.deliver().await, Delivered::default());
    assert_eq!((stack.items("OUTBOX#").await, stack.items("DEAD#").await), (0, 1));
}

#[tokio::test]
async fn a_message_that_the_gateway_refuses_is_not_offered_again() {
    let stack = Stack::start().await;
    stack.enqueue("您好").await;
    stack.gateway.refuse(Some(StatusCode::BAD_REQUEST));
    assert_eq!(stack.deliver().await.failed, 1);
    assert_eq!((stack.items("OUTBOX#").await, stack.items("DEAD#").await), (0, 1));
}

#[tokio::test]
async fn while_messages_are_stopped_none_is_touched_and_afterwards_all_go_out() {
    let mut stack = Stack::start().await;
    stack.enqueue("第一条").await;
    stack.enqueue("第二条").await;
    let stopped = Settings {
        sms_stopped: true,
        ..Settings::default()
    };
    let stopped = stack.store.save_settings(&stopped).await.unwrap();
    // Longer than all attempts together would take.
    for _ in 0..ATTEMPTS_MAX {
        stack.now += TimeDelta::hours(13);
        assert_eq!(stack.deliver().await, Delivered::default());
    }
    let lists = [stack.items("OUTBOX#").await, stack.items("DEAD#").await];
    assert_eq!(lists, [2, 0]);
    assert_eq!(stack.store.messages_waiting(stack.now).await.unwrap(), 2);
    let sent_again = Settings {
        sms_stopped: false,
        ..stopped
    };
    stack.store.save_settings(&sent_again).await.unwrap();
    assert_eq!(stack.deliver().await.sent, 2, "at once, and as first attempts");
    assert_eq!(stack.store.messages_waiting(stack.now).await.unwrap(), 0);
}
