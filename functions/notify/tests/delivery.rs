//! Delivery against the embedded database and an SMS gateway on loopback: what is due goes out once,
//! what fails is tried again with growing pauses, what keeps failing is given up, what can wait waits for
//! the morning, what is too late or not wanted is dropped.

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
use domain::ids::PetitionId;
use domain::message::{MessageKind, Timing};
use domain::settings::Settings;
use domain::time::SHANGHAI;
use notify::{Delivered, deliver_due};
use serde_json::Value;
use services::keys::KeyRing;
use services::sms::Sms;
use services::sms_text::SmsText;
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
        let sms = Sms::webhook(services::http::client().unwrap(), url, "token".into());
        Self {
            store,
            sms,
            gateway,
            now: "2026-11-23T04:00:00Z".parse().unwrap(),
        }
    }

    async fn enqueue(&self, text: SmsText) {
        self.enqueue_of(None, text).await;
    }

    async fn enqueue_of(&self, petition: Option<PetitionId>, text: SmsText) {
        let message = NewMessage::new(petition, "13800000000".into(), text, self.now);
        self.store.enqueue(&message, self.now).await.unwrap();
    }

    async fn deliver(&self) -> Delivered {
        deliver_due(&self.store, &self.sms, "https://xf.example/", self.now, 25)
            .await
            .unwrap()
    }

    /// What was recorded of the delivery.
    async fn audited(&self) -> Vec<String> {
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
    async fn outcomes(&self) -> Vec<String> {
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

fn filed(number: usize) -> SmsText {
    SmsText::Filed {
        number: format!("W370102-20261123-{number:05}"),
    }
}

/// One text of each kind.
fn every_kind() -> Vec<SmsText> {
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
                MessageKind::Filed => SmsText::Filed { number },
                MessageKind::Registered => SmsText::Registered { number },
                MessageKind::Transferred => SmsText::Transferred { number, agency },
                MessageKind::Accepted => SmsText::Accepted {
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

#[tokio::test]
async fn what_is_due_goes_out_once_and_moves_to_the_delivery_log() {
    let mut stack = Stack::start().await;
    for number in 0..12 {
        stack.enqueue(filed(number)).await;
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
        stack.enqueue(filed(number)).await;
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
    stack.enqueue(filed(7)).await;
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
    let words = "【山东信访】您的信访事项已收到，编号W370102-20261123-00007。工作人员将在15日内处理，请妥善保管查询码。查询：xf.example";
    assert_eq!(stack.gateway.texts(), [words]);
}

#[tokio::test]
async fn a_message_that_keeps_failing_ends_in_the_dead_letter_list() {
    let mut stack = Stack::start().await;
    stack.enqueue(filed(7)).await;
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
    stack.enqueue(filed(7)).await;
    stack.gateway.refuse(Some(StatusCode::BAD_REQUEST));
    assert_eq!(stack.deliver().await.failed, 1);
    assert_eq!((stack.items("OUTBOX#").await, stack.items("DEAD#").await), (0, 1));
}

#[tokio::test]
async fn while_messages_are_stopped_none_is_touched_and_afterwards_all_go_out() {
    let mut stack = Stack::start().await;
    stack.enqueue(filed(1)).await;
    stack.enqueue(filed(2)).await;
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

#[tokio::test]
async fn at_every_hour_of_the_day_only_what_may_wake_somebody_goes_out() {
    let mut stack = Stack::start().await;
    let at_once = MessageKind::ALL
        .iter()
        .filter(|kind| kind.timing() == Timing::AtOnce)
        .count();
    let all = MessageKind::ALL.len();
    let midnight = "2026-11-24T00:30:00+08:00".parse::<DateTime<Utc>>().unwrap();
    for hour in 0..24 {
        stack.now = midnight + TimeDelta::hours(hour);
        for text in every_kind() {
            stack.enqueue(text).await;
        }
        let delivered = stack.deliver().await;
        let quiet = !(8..21).contains(&hour);
        let expected = if quiet { (at_once, all - at_once) } else { (all, 0) };
        // At half past eight what waited since midnight goes out as well.
        let late = if hour == 8 { 8 * (all - at_once) } else { 0 };
        assert_eq!(
            (delivered.sent, delivered.held_back),
            (expected.0 + late, expected.1),
            "at {}",
            stack.now.with_timezone(&SHANGHAI)
        );
        assert_eq!(delivered.failed + delivered.dropped, 0);
        // A night's wait is no backlog: nobody is alarmed by it at eight.
        assert!(
            delivered.oldest_seconds <= 30 * 60,
            "{}",
            delivered.oldest_seconds
        );
    }
    stack.now = "2026-11-25T07:59:59+08:00".parse().unwrap();
    assert_eq!(stack.deliver().await, Delivered::default());
    stack.now += TimeDelta::seconds(1);
    assert_eq!(
        stack.deliver().await.sent,
        3 * (all - at_once),
        "from nine to midnight"
    );
}

#[tokio::test]
async fn a_code_that_comes_too_late_is_dropped_and_logged_and_not_sent() {
    let mut stack = Stack::start().await;
    let code = || SmsText::ResetCode {
        code: "012345".into(),
    };
    stack.enqueue(code()).await;
    stack.now += TimeDelta::minutes(10) - TimeDelta::seconds(1);
    assert_eq!(stack.deliver().await.sent, 1, "good to the last second");
    stack.enqueue(code()).await;
    stack.gateway.refuse(Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(stack.deliver().await.failed, 1);
    stack.gateway.refuse(None);
    stack.now += TimeDelta::minutes(10);
    let dropped = stack.deliver().await;
    assert_eq!(
        (dropped.sent, dropped.dropped),
        (0, 1),
        "the gateway is back, too late"
    );
    assert_eq!(stack.gateway.texts().len(), 1);
    assert_eq!(stack.outcomes().await, ["expired", "sent"]);
    stack.now += TimeDelta::days(2);
    assert_eq!(stack.deliver().await, Delivered::default());
    let entries = stack.audited().await;
    assert_eq!(
        entries.iter().filter(|deed| *deed == "message_expired").count(),
        1,
        "{entries:?}"
    );
}

#[tokio::test]
async fn who_wants_no_messages_about_steps_gets_none_but_every_answer_to_what_they_ask() {
    let mut stack = Stack::start().await;
    let petition = PetitionId::new(stack.now, [7; 10]);
    for told in [false, true] {
        stack
            .store
            .set_steps_told(petition, told, stack.now)
            .await
            .unwrap();
        for text in every_kind() {
            stack.enqueue_of(Some(petition), text).await;
        }
        let delivered = stack.deliver().await;
        let steps = MessageKind::ALL.iter().filter(|kind| kind.is_step()).count();
        let dropped = if told { 0 } else { steps };
        assert_eq!(
            (delivered.sent, delivered.dropped),
            (MessageKind::ALL.len() - dropped, dropped)
        );
    }
    let outcomes = stack.outcomes().await;
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| *outcome == "switched_off")
            .count(),
        7
    );
    // What was switched off in the evening is not sent in the morning.
    stack.now = "2026-11-23T23:00:00+08:00".parse().unwrap();
    stack.enqueue_of(Some(petition), filed(1)).await;
    let registered = SmsText::Registered { number: "W1".into() };
    stack.enqueue_of(Some(petition), registered).await;
    let night = stack.deliver().await;
    assert_eq!((night.sent, night.held_back), (1, 1));
    stack
        .store
        .set_steps_told(petition, false, stack.now)
        .await
        .unwrap();
    stack.now = "2026-11-24T08:00:00+08:00".parse().unwrap();
    let morning = stack.deliver().await;
    assert_eq!((morning.sent, morning.dropped), (0, 1));
}

#[tokio::test]
async fn the_log_keeps_neither_the_words_nor_what_was_filled_in() {
    let stack = Stack::start().await;
    for text in every_kind() {
        stack.enqueue(text).await;
    }
    assert_eq!(stack.deliver().await.sent, MessageKind::ALL.len());
    let output = stack
        .store
        .dynamodb()
        .scan()
        .table_name("xf-petitions")
        .send()
        .await
        .unwrap();
    for item in output.items() {
        assert!(item["pk"].as_s().unwrap().starts_with("SENT#2026-11-23"));
        assert!(
            !item.contains_key("message") && !item.contains_key("text"),
            "{item:?}"
        );
        assert!(item["expires"].as_n().is_ok(), "it goes some day");
    }
}
