//! When a message may go out, until when, and whether it is wanted at all.

use crate::stack::{Stack, every_kind, filed};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PetitionId;
use domain::message::{MessageKind, Timing};
use domain::time::{Clock, SHANGHAI};
use notify::{Delivered, LAST_ROUND_SECONDS};
use services::sms::TIMEOUT_SECONDS;
use services::sms_text::SmsText;
use std::time::Duration;

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
        MessageKind::ALL.iter().filter(|kind| kind.is_step()).count()
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

#[tokio::test]
async fn a_backlog_is_worked_off_while_the_time_lasts_and_nobody_is_cut_off_in_the_middle() {
    let mut stack = Stack::start().await;
    for number in 0..60 {
        stack.enqueue(filed(number)).await;
    }
    let site = "https://xf.example/";
    let clock = Clock::starting_at(stack.now);
    let soon = stack.now + TimeDelta::seconds(LAST_ROUND_SECONDS.cast_signed() - 1);
    notify::work_off(&stack.store, &stack.sms, site, &clock, soon)
        .await
        .unwrap();
    assert_eq!(
        stack.gateway.texts().len(),
        0,
        "no time for a round: nothing is touched"
    );

    // Every answer takes the whole of its time.
    stack
        .gateway
        .answer_after(&clock, Duration::from_secs(TIMEOUT_SECONDS));
    let begun = clock.now();
    let deadline = begun + TimeDelta::seconds(60);
    notify::work_off(&stack.store, &stack.sms, site, &clock, deadline)
        .await
        .unwrap();
    let sent = stack.gateway.texts().len();
    assert!((1..60).contains(&sent), "{sent}");
    stack.now += TimeDelta::days(2);
    assert_eq!(stack.audited().await.len(), sent, "each is recorded");
    let waiting = stack.store.messages_waiting(begun).await.unwrap();
    assert_eq!(waiting as usize, 60 - sent, "the rest is not leased");

    let deadline = clock.now() + TimeDelta::days(1);
    notify::work_off(&stack.store, &stack.sms, site, &clock, deadline)
        .await
        .unwrap();
    assert_eq!(stack.gateway.texts().len(), 60);
}
