//! Delivery against the embedded database and an SMS gateway on loopback: what is due goes out once,
//! what fails is tried again with growing pauses, what keeps failing is given up.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod aliyun;
mod stack;
mod timing;

use aws_sdk_dynamodb::types::AttributeValue;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::settings::Settings;
use notify::Delivered;
use stack::{Stack, filed};
use store::outbox::{ATTEMPTS_MAX, pause_after};

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
async fn a_token_that_ran_out_or_an_address_that_moved_costs_no_message() {
    for status in [
        StatusCode::UNAUTHORIZED,
        StatusCode::NOT_FOUND,
        StatusCode::PERMANENT_REDIRECT,
    ] {
        let mut stack = Stack::start().await;
        stack.enqueue(filed(7)).await;
        stack.gateway.refuse(Some(status));
        assert_eq!(stack.deliver().await.failed, 1);
        assert_eq!(
            (stack.items("OUTBOX#").await, stack.items("DEAD#").await),
            (1, 0),
            "{status}"
        );
        stack.gateway.refuse(None);
        stack.now += pause_after(0);
        assert_eq!(stack.deliver().await.sent, 1, "when it is mended: {status}");
    }
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
async fn a_message_that_cannot_be_read_holds_up_no_other_and_is_not_lost() {
    let mut stack = Stack::start().await;
    let item = [
        ("pk", AttributeValue::S("OUTBOX#0".into())),
        (
            "sk",
            AttributeValue::S("00000000000001#of-a-later-version".into()),
        ),
        ("v", AttributeValue::N("9".into())),
    ];
    let mut put = stack.store.dynamodb().put_item().table_name("xf-petitions");
    for (name, value) in item {
        put = put.item(name, value);
    }
    put.send().await.unwrap();
    for number in 0..8 {
        stack.enqueue(filed(number)).await;
    }
    assert_eq!(stack.deliver().await.sent, 8);
    stack.now += TimeDelta::hours(1);
    assert_eq!(stack.deliver().await, Delivered::default());
    assert_eq!(stack.items("OUTBOX#").await, 1);
}
