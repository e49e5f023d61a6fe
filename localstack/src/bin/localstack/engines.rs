//! The embedded engines: DynamoDB on SQLite (dynoxide) and S3 on files (s3s-fs), each behind a
//! loopback port of its own, reached by the ordinary SDK clients. The only file that names either.
//! Must not hold data or know a table.

use crate::data_dir::DataDir;
use anyhow::{Context, anyhow};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http_body_util::BodyExt as _;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Access key of the embedded object store. The database checks that there is one, not which.
pub const ACCESS_KEY: &str = "local";
/// Its secret. Nothing secret about it: both engines listen on loopback and die with the process.
pub const SECRET_KEY: &str = "local-stack-only";

/// Both engines, running.
#[derive(Debug)]
pub struct Engines {
    /// `http://127.0.0.1:PORT` of the database.
    pub dynamodb: String,
    /// `http://127.0.0.1:PORT` of the object store.
    pub s3: String,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Engines {
    /// Starts both. `memory` keeps the database in memory; objects are always files of `dir`.
    pub async fn start(dir: &DataDir, memory: bool) -> anyhow::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let database = if memory {
            dynoxide::Database::memory()
        } else {
            let file = dir.database();
            dynoxide::Database::new(
                file.to_str()
                    .context("the data directory is not named in UTF-8")?,
            )
        };
        let database = database.map_err(|e| anyhow!("cannot open the database: {e}"))?;
        let (listener, dynamodb) = loopback().await?;
        let stopping = wait(stopped.clone());
        let dynamo_task = tokio::spawn(async move {
            if let Err(error) = dynoxide::server::serve_with_shutdown(listener, database, stopping).await {
                tracing::error!(%error, "the database stopped");
            }
        });

        let (listener, s3) = loopback().await?;
        let service = object_store(dir)?;
        let stopping = wait(stopped);
        let s3_task = tokio::spawn(async move {
            let router = Router::new().fallback(move |request: Request| call(service.clone(), request));
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopping)
                .await
            {
                tracing::error!(%error, "the object store stopped");
            }
        });
        Ok(Self {
            dynamodb,
            s3,
            stop,
            tasks: vec![dynamo_task, s3_task],
        })
    }

    /// Lets running requests finish, then closes. Idle keep-alive connections are closed at once.
    pub async fn stop(self) {
        // Nobody listening any more is what is wanted.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if tokio::time::timeout(Duration::from_secs(5), task).await.is_err() {
                tracing::warn!("an engine did not close its connections within 5 s");
            }
        }
    }
}

fn object_store(dir: &DataDir) -> anyhow::Result<S3Service> {
    let files =
        s3s_fs::FileSystem::new(dir.objects()).map_err(|e| anyhow!("cannot open the object store: {e:?}"))?;
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    Ok(builder.build())
}

async fn call(service: S3Service, request: Request) -> Response {
    match service.call(request.map(s3s::Body::http_body_unsync)).await {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            Response::from_parts(parts, Body::new(body.map_err(axum::Error::new)))
        }
        Err(error) => {
            tracing::error!(?error, "the object store failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A listener on any free loopback port, and its address as a URL.
pub async fn loopback() -> anyhow::Result<(TcpListener, String)> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .context("no loopback port is free")?;
    let address = listener.local_addr()?;
    Ok((listener, format!("http://{address}")))
}

/// Resolves when `true` is sent or the sender is gone.
pub async fn wait(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}
