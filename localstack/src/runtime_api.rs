//! A Lambda execution environment on this machine: starts a compiled function as a process and speaks
//! the Runtime API to it (version 2018-06-01: next, response, error, init error). For tests of the
//! binaries that are deployed and for measuring their start. Must not know HTTP events: those are
//! [`crate::api_gateway`]'s.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::time::Clock;
use http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// What to run.
#[derive(Clone, Debug)]
pub struct Launch {
    /// Name of the function, as in the template.
    pub name: String,
    /// The compiled binary (`bootstrap` in the cloud).
    pub binary: PathBuf,
    /// Its whole environment besides what Lambda sets; nothing is inherited.
    pub env: Vec<(String, String)>,
    /// Longest time for one invocation.
    pub timeout: Duration,
}

/// Why an invocation has no result.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// The binary cannot be run, or no port is free.
    #[error("the function cannot be started: {0}")]
    Start(#[from] std::io::Error),
    /// The function said that it failed: its own words.
    #[error("the function failed: {0}")]
    Function(String),
    /// The process ended before it answered.
    #[error("the function's process ended before it answered")]
    Exited,
    /// No answer within the launch's time-out.
    #[error("the function did not answer in time")]
    Timeout,
}

/// A running function.
#[derive(Debug)]
pub struct Function {
    launch: Launch,
    queue: mpsc::UnboundedSender<Invocation>,
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
    stop: Option<oneshot::Sender<()>>,
}

#[derive(Debug)]
struct Invocation {
    id: String,
    event: Bytes,
    deadline_ms: i64,
}

type Answer = Result<Bytes, InvokeError>;

#[derive(Debug)]
struct Shared {
    arn: String,
    waiting: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
    incoming: tokio::sync::Mutex<mpsc::UnboundedReceiver<Invocation>>,
    started: Instant,
    ready: OnceLock<Duration>,
    exited: OnceLock<()>,
    next_id: AtomicU64,
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Answer>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, id: &str, answer: Answer) -> StatusCode {
        match self.waiting().remove(id) {
            Some(asked) => {
                // Who asked may have given up in the meantime.
                let _ = asked.send(answer);
                StatusCode::ACCEPTED
            }
            None => StatusCode::BAD_REQUEST,
        }
    }
}

impl Function {
    /// Starts the process; it asks for its first event when its initialisation is done.
    ///
    /// # Errors
    /// [`InvokeError::Start`].
    pub async fn start(launch: Launch) -> Result<Self, InvokeError> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (queue, incoming) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            arn: format!(
                "arn:aws-cn:lambda:cn-north-1:000000000000:function:{}",
                launch.name
            ),
            waiting: Mutex::default(),
            incoming: tokio::sync::Mutex::new(incoming),
            started: Instant::now(),
            ready: OnceLock::new(),
            exited: OnceLock::new(),
            next_id: AtomicU64::new(1),
        });
        let router = router(shared.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the runtime API stopped");
            }
        });
        let child = spawn(&launch, &address);
        let child = match child {
            Ok(child) => child,
            Err(error) => {
                server.abort();
                return Err(error.into());
            }
        };
        let (stop, stopped) = oneshot::channel();
        let keeper = tokio::spawn(keep(child, shared.clone(), stopped));
        Ok(Self {
            launch,
            queue,
            shared,
            tasks: vec![server, keeper],
            stop: Some(stop),
        })
    }

    /// From the start of the process to its first question for work; `None` until then.
    #[must_use]
    pub fn init_time(&self) -> Option<Duration> {
        self.shared.ready.get().copied()
    }

    /// The name given at launch.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.launch.name
    }

    /// Hands one event to the function and waits for its answer. Invocations queue: one environment
    /// works on one event at a time.
    ///
    /// # Errors
    /// [`InvokeError`] when there is no answer.
    pub async fn invoke(&self, event: &Value) -> Result<Value, InvokeError> {
        if self.shared.exited.get().is_some() {
            return Err(InvokeError::Exited);
        }
        let id = format!(
            "00000000-0000-4000-8000-{:012x}",
            self.shared.next_id.fetch_add(1, Ordering::Relaxed)
        );
        let (asked, answer) = oneshot::channel();
        self.shared.waiting().insert(id.clone(), asked);
        let timeout_ms = i64::try_from(self.launch.timeout.as_millis()).unwrap_or(i64::MAX);
        let deadline_ms = Clock::system()
            .now()
            .timestamp_millis()
            .saturating_add(timeout_ms);
        let event = Bytes::from(event.to_string());
        self.queue
            .send(Invocation {
                id: id.clone(),
                event,
                deadline_ms,
            })
            .map_err(|_| InvokeError::Exited)?;
        let bytes = match tokio::time::timeout(self.launch.timeout, answer).await {
            Ok(Ok(answer)) => answer?,
            Ok(Err(_)) => return Err(InvokeError::Exited),
            Err(_) => {
                self.shared.waiting().remove(&id);
                return Err(InvokeError::Timeout);
            }
        };
        serde_json::from_slice(&bytes)
            .map_err(|e| InvokeError::Function(format!("its answer is not JSON: {e}")))
    }

    /// Ends the process as Lambda does when it takes an environment away.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(keeper) = self.tasks.pop() {
            let _ = keeper.await;
        }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // The keeper goes with its child, which is killed on drop.
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn spawn(launch: &Launch, address: &str) -> std::io::Result<Child> {
    Command::new(&launch.binary)
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", address)
        .env("AWS_LAMBDA_FUNCTION_NAME", &launch.name)
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
        .env(
            "AWS_LAMBDA_LOG_GROUP_NAME",
            format!("/aws/lambda/{}", launch.name),
        )
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "local")
        .envs(launch.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

/// Waits for the end of the process; whoever still waits for an answer then gets none.
async fn keep(mut child: Child, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
    tokio::select! {
        _ = child.wait() => {}
        _ = stopped => {
            let _ = child.kill().await;
        }
    }
    let _ = shared.exited.set(());
    for (_, asked) in shared.waiting().drain() {
        let _ = asked.send(Err(InvokeError::Exited));
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        // Lambda allows answers of 6 MB; the base64 text of one is longer.
        .layer(axum::extract::DefaultBodyLimit::max(10 * 1024 * 1024))
        .with_state(shared)
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    let _ = shared.ready.set(shared.started.elapsed());
    let mut incoming = shared.incoming.lock().await;
    loop {
        // Without anybody to hand it events, the process waits to be ended.
        let Some(invocation) = incoming.recv().await else {
            return std::future::pending().await;
        };
        // Nobody waits any more for one that timed out in the queue.
        if !shared.waiting().contains_key(&invocation.id) {
            continue;
        }
        let headers = [
            ("lambda-runtime-aws-request-id", invocation.id),
            ("lambda-runtime-deadline-ms", invocation.deadline_ms.to_string()),
            ("lambda-runtime-invoked-function-arn", shared.arn.clone()),
            (
                "lambda-runtime-trace-id",
                "Root=1-00000000-000000000000000000000000;Sampled=0".to_owned(),
            ),
            ("content-type", "application/json".to_owned()),
        ];
        return (headers, invocation.event).into_response();
    }
}

async fn response(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> Response {
    (shared.answer(&id, Ok(body)), Json(json!({ "status": "OK" }))).into_response()
}

async fn error(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> Response {
    let words = String::from_utf8_lossy(&body).into_owned();
    (
        shared.answer(&id, Err(InvokeError::Function(words))),
        Json(json!({ "status": "OK" })),
    )
        .into_response()
}

async fn init_error(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let words = String::from_utf8_lossy(&body).into_owned();
    for (_, asked) in shared.waiting().drain() {
        let _ = asked.send(Err(InvokeError::Function(words.clone())));
    }
    (StatusCode::ACCEPTED, Json(json!({ "status": "OK" }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// A function that is a shell script: enough of the protocol to see both sides of it.
    fn script(dir: &std::path::Path, body: &str) -> Launch {
        let binary = dir.join("bootstrap");
        std::fs::write(
            &binary,
            format!("#!/bin/bash\nexport PATH=/usr/bin:/bin\n{body}\n"),
        )
        .unwrap();
        std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755)).unwrap();
        Launch {
            name: "script".into(),
            binary,
            env: vec![],
            timeout: Duration::from_secs(10),
        }
    }

    const LOOP: &str = r#"
        api="$AWS_LAMBDA_RUNTIME_API"
        ask() { # method path body
            exec 3<>"/dev/tcp/${api%:*}/${api#*:}"
            printf '%s %s HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: %s\r\n\r\n%s' \
                "$1" "$2" "${#3}" "$3" >&3
            cat <&3
        }
        while true; do
            next=$(ask GET /2018-06-01/runtime/invocation/next "")
            id=$(printf '%s' "$next" | tr -d '\r' | sed -n 's/^lambda-runtime-aws-request-id: //p')
            event=$(printf '%s' "$next" | tail -n 1)
            case "$event" in
                *fail*) ask POST "/2018-06-01/runtime/invocation/$id/error" '{"errorMessage":"as asked"}' ;;
                *die*) exit 3 ;;
                *) ask POST "/2018-06-01/runtime/invocation/$id/response" "{\"got\":$event}" ;;
            esac
        done"#;

    #[tokio::test]
    async fn a_process_gets_events_and_its_answers_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let function = Function::start(script(dir.path(), LOOP)).await.unwrap();
        assert_eq!(
            function.invoke(&json!({"a": 1})).await.unwrap(),
            json!({"got": {"a": 1}})
        );
        assert_eq!(
            function.invoke(&json!("two")).await.unwrap(),
            json!({"got": "two"})
        );
        assert!(function.init_time().is_some());
        function.stop().await;
    }

    #[tokio::test]
    async fn a_failure_is_told_in_the_functions_own_words_and_the_next_event_is_served() {
        let dir = tempfile::tempdir().unwrap();
        let function = Function::start(script(dir.path(), LOOP)).await.unwrap();
        let error = function.invoke(&json!("fail")).await.unwrap_err();
        assert!(error.to_string().contains("as asked"), "{error}");
        assert_eq!(function.invoke(&json!(2)).await.unwrap(), json!({"got": 2}));
    }

    #[tokio::test]
    async fn a_process_that_ends_leaves_nobody_waiting() {
        let dir = tempfile::tempdir().unwrap();
        let function = Function::start(script(dir.path(), LOOP)).await.unwrap();
        assert!(matches!(
            function.invoke(&json!("die")).await,
            Err(InvokeError::Exited)
        ));
        assert!(matches!(
            function.invoke(&json!(1)).await,
            Err(InvokeError::Exited)
        ));
    }

    #[tokio::test]
    async fn a_binary_that_is_not_there_cannot_be_started() {
        let launch = Launch {
            name: "none".into(),
            binary: "/nonexistent/bootstrap".into(),
            env: vec![],
            timeout: Duration::from_secs(1),
        };
        assert!(matches!(
            Function::start(launch).await,
            Err(InvokeError::Start(_))
        ));
    }
}
