//! The single-server edition: every function in one process, against a DynamoDB-compatible and an
//! S3-compatible store. Configured by the environment only (the variables stand in README.md); links
//! no embedded engine and no simulator.

use anyhow::Context as _;
use gateway::proxy::BucketProxy;
use gateway::ticks::Ticks;
use services::scanner::Scanner;
use services::sms::Sms;
use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;
use web::App;

/// Where it listens unless `LISTEN` says otherwise.
const LISTEN_DEFAULT: &str = "127.0.0.1:3000";

#[tokio::main]
async fn main() -> ExitCode {
    let levels = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(levels)
        .with_writer(std::io::stderr)
        .init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let stop = gateway::serve::stop_signal()?;
    let app = App::from_env_with_real_name()?;
    let http = services::http::client()?;
    let sms = Sms::from_env(http.clone(), env)?;
    let scanner = env("SCANNER_URL").map(|url| Scanner::new(http, url));
    let proxy = bucket_proxy(&app);

    let address: SocketAddr = env("LISTEN")
        .as_deref()
        .unwrap_or(LISTEN_DEFAULT)
        .parse()
        .context("LISTEN")?;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))?;
    let wake = Arc::new(Notify::new());
    let ticks = Ticks::start(app.clone(), sms, scanner, wake.clone());
    let router = gateway::dispatch::router(&app, proxy, axum::Router::new(), wake);
    let _ = writeln!(std::io::stdout(), "ready http://{}", listener.local_addr()?);
    gateway::serve::serve(listener, router, stop).await?;
    ticks.stop().await;
    Ok(())
}

/// The bucket is served under the portal's own origin only when that is its public address.
fn bucket_proxy(app: &App) -> Option<BucketProxy> {
    let config = app.store.config();
    let own = format!("{}/{}", app.config.public_origin, config.bucket);
    let endpoint = config.s3_endpoint_url.as_ref().or(config.endpoint_url.as_ref())?;
    (app.config.bucket_public_url == own)
        .then(|| BucketProxy::new(endpoint, &config.bucket).ok())
        .flatten()
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
