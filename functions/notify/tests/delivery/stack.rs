//! The embedded database, a gateway on loopback, and one message of each kind.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router, routing};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PetitionId;
use domain::message::MessageKind;
use domain::time::Clock;
use notify::{Delivered, deliver_due};
use serde_json::Value;
use services::keys::KeyRing;
use services::sms::Sms;
use services::sms_text::SmsText;
use store::outbox::NewMessage;
use store::{Store, StoreConfig};
use tokio::net::TcpListener;

/// A gateway that keeps what it took, and refuses while told so.
#[derive(Clone, Default)]
pub struct Gateway {
    taken: Arc<Mutex<Vec<Value>>>,
    refuse: Arc<Mutex<Option<StatusCode>>>,
    slow: Arc<Mutex<Option<(Clock, Duration)>>>,
}

impl Gateway {
    pub fn texts(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        taken
            .iter()
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect()
    }

    pub fn refuse(&self, status: Option<StatusCode>) {
        *self.refuse.lock().unwrap() = status;
    }

    /// Each answer takes `time` by `clock`.
    pub fn answer_after(&self, clock: &Clock, time: Duration) {
        *self.slow.lock().unwrap() = Some((clock.clone(), time));
    }
}

async fn take(State(gateway): State<Gateway>, Json(message): Json<Value>) -> StatusCode {
    if let Some((clock, time)) = &*gateway.slow.lock().unwrap() {
        clock.advance(*time);
    }
    if let Some(status) = *gateway.refuse.lock().unwrap() {
        return status;
    }
    gateway.taken.lock().unwrap().push(message);
    StatusCode::ACCEPTED
}

pub struct Stack {
    pub store: Store,
    pub sms: Sms,
    pub gateway: Gateway,
    pub now: DateTime<Utc>,
}

impl Stack {
    pub async fn start() -> Self {
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
        let sms = Sms::webhook(services::http::client().unwrap(), url, "token".into());
        Self {
            store,
            sms,
            gateway,
            now: "2026-11-23T04:00:00Z".parse().unwrap(),
        }
    }

    pub async fn enqueue(&self, text: SmsText) {
        self.enqueue_of(None, text).await;
    }

    pub async fn enqueue_of(&self, petition: Option<PetitionId>, text: SmsText) {
        let message = NewMessage::new(petition, "13800000000".into(), text, self.now);
        self.store.enqueue(&message, self.now).await.unwrap();
    }

    /// Delivers everything that is due: no partition of the outbox ever holds so much here.
    pub async fn deliver(&self) -> Delivered {
        deliver_due(&self.store, &self.sms, "https://xf.example/", self.now, 100)
            .await
            .unwrap()
    }

    /// What was recorded of the delivery.
    pub async fn audited(&self) -> Vec<String> {
        let day = domain::time::local_date(self.now - TimeDelta::days(2));
        let entries = self.store.audit_chain("delivery", day).await.unwrap();
        entries
            .iter()
            .map(|entry| {
                serde_json::to_value(entry.entry.deed)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    /// What the delivery log says of the outcomes.
    pub async fn outcomes(&self) -> Vec<String> {
        let output = self
            .store
            .dynamodb()
            .scan()
            .table_name("xf-petitions")
            .send()
            .await
            .unwrap();
        let mut found: Vec<String> = output
            .items()
            .iter()
            .filter(|item| item["pk"].as_s().is_ok_and(|pk| pk.starts_with("SENT#")))
            .map(|item| item["outcome"].as_s().unwrap().clone())
            .collect();
        found.sort();
        found
    }

    /// Items of the petitions table whose partition begins with a prefix.
    pub async fn items(&self, prefix: &str) -> usize {
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

pub fn filed(number: usize) -> SmsText {
    SmsText::Filed {
        number: format!("W370102-20261123-{number:05}"),
    }
}

/// One text of each kind.
pub fn every_kind() -> Vec<SmsText> {
    let (number, agency, day) = (
        "W370102-20261123-00042",
        "历下区住房和城乡建设局",
        "2026年12月23日",
    );
    MessageKind::ALL
        .into_iter()
        .map(|kind| {
            let (number, agency, day) = (number.to_owned(), agency.to_owned(), day.to_owned());
            match kind {
                MessageKind::AccountRegistered => SmsText::AccountRegistered,
                MessageKind::PasswordChanged => SmsText::PasswordChanged,
                MessageKind::MobileChanged => SmsText::MobileChanged,
                MessageKind::AccountClosed => SmsText::AccountClosed,
                MessageKind::ResetCode => SmsText::ResetCode {
                    code: "012345".into(),
                },
                MessageKind::Username => SmsText::Username {
                    username: "lixiuying".into(),
                },
                MessageKind::Filed => SmsText::Filed { number },
                MessageKind::Registered => SmsText::Registered { number },
                MessageKind::Transferred => SmsText::Transferred { number, agency },
                MessageKind::Accepted => SmsText::Accepted {
                    number,
                    agency,
                    due: day,
                },
                MessageKind::Suspended => SmsText::Suspended { number, agency },
                MessageKind::Resumed => SmsText::Resumed {
                    number,
                    agency,
                    due: day,
                },
                MessageKind::Replied => SmsText::Replied {
                    number,
                    agency,
                    rate_by: None,
                },
                MessageKind::RepliedToRate => SmsText::Replied {
                    number,
                    agency,
                    rate_by: Some(day),
                },
                MessageKind::RatingReminder => SmsText::RatingReminder { number, rate_by: day },
                MessageKind::Concluded => SmsText::Concluded { number },
                MessageKind::Directed => SmsText::Directed {
                    number,
                    agency,
                    rate_by: None,
                },
                MessageKind::DirectedToRate => SmsText::Directed {
                    number,
                    agency,
                    rate_by: Some(day),
                },
                MessageKind::SuggestionReceived => SmsText::SuggestionReceived { number },
                MessageKind::SuggestionReplied => SmsText::SuggestionReplied { number, agency },
                MessageKind::QueryCode => SmsText::QueryCode {
                    number,
                    code: "4821 0937 5562 1048".into(),
                },
            }
        })
        .collect()
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
