//! The outside world in one loopback port: `/realname` and `/sms`, spoken to by the same HTTP
//! adapters as the real services. Owns their behaviour, the special persons and numbers included;
//! must not touch the product's data.

use crate::engines::{loopback, wait};
use crate::outbox::{Outbox, Sms};
use crate::people::{Behaviour, People};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::time::Clock;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The bearer token of both services.
pub const TOKEN: &str = "local";

/// Messages to this number fail as if the SMS service were down, so that back-off and the dead
/// letters can be seen.
pub const SMS_NEVER: &str = "19900000503";

/// Messages to this number are refused as if it were out of use, and given up at once.
pub const SMS_REFUSED: &str = "19900000400";

/// The slow person is answered after this long.
const SLOW: Duration = Duration::from_secs(20);

/// Both services, running.
#[derive(Debug)]
pub struct Simulators {
    /// `REALNAME_URL`.
    pub realname: String,
    /// `SMS_URL`.
    pub sms: String,
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

#[derive(Clone)]
struct World {
    people: Arc<People>,
    outbox: Outbox,
    clock: Clock,
}

impl Simulators {
    /// Starts both on one free loopback port.
    pub async fn start(people: Arc<People>, outbox: Outbox, clock: Clock) -> anyhow::Result<Self> {
        let (listener, base) = loopback().await?;
        let (stop, stopped) = watch::channel(false);
        let router = router(World {
            people,
            outbox,
            clock,
        });
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(wait(stopped))
                .await
            {
                tracing::error!(%error, "the simulated services stopped");
            }
        });
        Ok(Self {
            realname: format!("{base}/realname"),
            sms: format!("{base}/sms"),
            task,
            stop,
        })
    }

    /// Ends both; nobody waits for the slow person.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(Duration::from_millis(200), self.task).await;
    }
}

fn router(world: World) -> Router {
    Router::new()
        .route("/realname", post(realname))
        .route("/sms", post(sms))
        .with_state(world)
}

fn known(headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    given.and_then(|v| v.strip_prefix("Bearer ")) == Some(TOKEN)
}

#[derive(Deserialize)]
struct Question {
    name: String,
    id_number: String,
}

async fn realname(
    State(world): State<World>,
    headers: HeaderMap,
    Json(question): Json<Question>,
) -> Response {
    if !known(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let verdict = |word: &str| Json(serde_json::json!({ "verdict": word })).into_response();
    let Some(person) = world
        .people
        .people
        .iter()
        .find(|p| p.id_number == question.id_number)
    else {
        return verdict("not_found");
    };
    match person.behaviour {
        Behaviour::Down => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Behaviour::Mismatch => return verdict("mismatch"),
        Behaviour::Slow => tokio::time::sleep(SLOW).await,
        Behaviour::Match => {}
    }
    verdict(if person.name == question.name {
        "match"
    } else {
        "mismatch"
    })
}

#[derive(Deserialize)]
struct Message {
    id: String,
    to: String,
    text: String,
}

async fn sms(State(world): State<World>, headers: HeaderMap, Json(message): Json<Message>) -> StatusCode {
    if !known(&headers) {
        return StatusCode::UNAUTHORIZED;
    }
    match message.to.as_str() {
        SMS_NEVER => return StatusCode::SERVICE_UNAVAILABLE,
        SMS_REFUSED => return StatusCode::BAD_REQUEST,
        _ => {}
    }
    let sms = Sms {
        id: message.id,
        to: message.to,
        text: message.text,
        at: world.clock.now(),
    };
    match world.outbox.accept(sms) {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, "the outbox file cannot be written");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use services::realname::{RealName, RealNameError, Verdict};

    struct Running {
        simulators: Simulators,
        people: Arc<People>,
        outbox: Outbox,
        _dir: tempfile::TempDir,
    }

    async fn start() -> Running {
        let dir = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(&dir.path().join("outbox.jsonl")).unwrap();
        let people = Arc::new(People::load().unwrap());
        let simulators = Simulators::start(people.clone(), outbox.clone(), Clock::system())
            .await
            .unwrap();
        Running {
            simulators,
            people,
            outbox,
            _dir: dir,
        }
    }

    fn adapter(running: &Running, token: &str) -> RealName {
        let http = services::http::client().unwrap();
        RealName::new(http, running.simulators.realname.clone(), token.to_owned())
            .with_timeout(Duration::from_millis(500))
    }

    #[tokio::test]
    async fn the_real_adapter_gets_every_answer_the_service_can_give() {
        let running = start().await;
        let service = adapter(&running, TOKEN);
        let first = &running.people.people[0];
        assert_eq!(
            service.check(&first.name, &first.id_number).await,
            Ok(Verdict::Match)
        );
        assert_eq!(
            service.check("别人", &first.id_number).await,
            Ok(Verdict::Mismatch)
        );
        assert_eq!(
            service.check(&first.name, "370102190001010008").await,
            Ok(Verdict::NotFound)
        );
        for person in running.people.special() {
            let expected = match person.behaviour {
                Behaviour::Slow => Err(RealNameError::Timeout),
                Behaviour::Down => Err(RealNameError::Unavailable),
                Behaviour::Mismatch | Behaviour::Match => Ok(Verdict::Mismatch),
            };
            assert_eq!(
                service.check(&person.name, &person.id_number).await,
                expected,
                "{}",
                person.name
            );
        }
        running.simulators.stop().await;
    }

    #[tokio::test]
    async fn a_wrong_token_is_refused() {
        let running = start().await;
        let first = &running.people.people[0];
        let answer = adapter(&running, "wrong")
            .check(&first.name, &first.id_number)
            .await;
        assert_eq!(answer, Err(RealNameError::Protocol));
    }

    #[tokio::test]
    async fn messages_arrive_once_one_number_always_fails_and_one_is_refused() {
        let running = start().await;
        let http = services::http::client().unwrap();
        let sms = services::sms::Sms::webhook(http, running.simulators.sms.clone(), TOKEN.to_owned());
        let message = |id, to| services::sms::Outgoing {
            id,
            to,
            text: "您好",
            tells: None,
            at: chrono::DateTime::UNIX_EPOCH,
        };
        sms.send(message("m1", "19953100001")).await.unwrap();
        sms.send(message("m1", "19953100001")).await.unwrap();
        let never = sms.send(message("m2", SMS_NEVER)).await.unwrap_err();
        let refused = sms.send(message("m3", SMS_REFUSED)).await.unwrap_err();
        assert!(!never.is_final() && refused.is_final());
        let all = running.outbox.all();
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].to.as_str(), all[0].text.as_str()),
            ("19953100001", "您好")
        );
    }
}
