//! The local stack: the whole product on this machine with one command. Owns the order in which
//! things start and stop; the only binary that embeds the engines. Must never speak to anything that
//! is not on loopback.

mod banner;
mod card_reader;
mod cli;
mod codes;
mod contacts;
mod data_dir;
mod demo;
mod endpoints;
mod engines;
mod local_clock;
mod local_routes;
mod notices;
mod outbox;
mod people;
mod seed;
mod simulators;

use anyhow::{Context, bail};
use clap::Parser as _;
use cli::{Cli, Limits};
use data_dir::DataDir;
use endpoints::Endpoints;
use gateway::proxy::BucketProxy;
use gateway::tables::Plan;
use gateway::ticks::Ticks;
use local_clock::LocalClock;
use local_routes::Local;
use outbox::Outbox;
use people::People;
use services::realname::RealName;
use simulators::Simulators;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;
use web::app::Parts;
use web::{App, Config};

/// The engines report every refused condition and signature, which is daily business here.
const QUIET_ENGINES: &str = "warn,dynoxide=off,s3s=off,s3s_fs=off";

fn main() -> ExitCode {
    let cli = Cli::parse();
    let levels = EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        EnvFilter::new(if cli.quiet {
            "error,dynoxide=off,s3s=off,s3s_fs=off"
        } else {
            QUIET_ENGINES
        })
    });
    tracing_subscriber::fmt()
        .with_env_filter(levels)
        .with_writer(std::io::stderr)
        .init();
    // The embedded database works on the runtime's own threads: two would leave none for the pages.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(6)
        .enable_all()
        .build();
    let ended = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let ended = runtime.block_on(run(&cli));
        runtime.shutdown_timeout(std::time::Duration::from_secs(1));
        ended
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"), true);
            ExitCode::FAILURE
        }
    }
}

/// One line to a person; nobody reading any more is no reason to fail.
fn say(line: &str, error: bool) {
    let _ = if error {
        writeln!(std::io::stderr(), "{line}")
    } else {
        writeln!(std::io::stdout(), "{line}")
    };
}

async fn run(cli: &Cli) -> anyhow::Result<()> {
    let progress = |line: &str| {
        if !cli.quiet {
            say(line, false);
        }
    };
    let stop = gateway::serve::stop_signal()?;
    let listener = listen(cli.port).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let dir = if cli.memory {
        DataDir::temporary()?
    } else {
        DataDir::open(&cli.data_dir)?
    };
    let keys = Arc::new(dir.keys()?);
    let clock = LocalClock::open(&dir.clock(), cli.clock)?;
    let people = Arc::new(People::load()?);
    let outbox = Outbox::open(&dir.outbox())?;

    progress("starting the database and the object store …");
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let endpoints = Endpoints::open(&dir, cli.memory, env).await?;
    let bucket_public_url = format!("{base}/{}", endpoints.bucket);
    let store = Store::new(endpoints.store_config(&bucket_public_url), keys.clone());
    let plan = Plan::from_template(
        &endpoints.table_prefix,
        &endpoints.bucket,
        &endpoints.audit_bucket,
    )?
    .without_expiry();
    let made = plan.provision(store.dynamodb(), store.s3()).await?;
    for name in made.tables.iter().chain(&made.buckets) {
        progress(&format!("made {name}"));
    }

    let simulators = Simulators::start(people.clone(), outbox.clone(), clock.clock.clone()).await?;
    let http = services::http::client()?;
    let mut config = Config::new(&base, &bucket_public_url);
    config.limits = cli.limits == Limits::On;
    config.fixed_captcha.clone_from(&cli.captcha);
    config.expose_usage = config.usage_asked_for();
    let realname = RealName::new(
        http.clone(),
        simulators.realname.clone(),
        simulators::TOKEN.to_owned(),
    );
    let app = App::new(Parts {
        store,
        keys,
        clock: clock.clock.clone(),
        config,
        realname: Some(realname),
    });

    seed::run(&app, &people, progress).await?;

    let sms = services::sms::Sms::webhook(http, simulators.sms.clone(), simulators::TOKEN.to_owned());
    let wake = Arc::new(Notify::new());
    let ticks = Ticks::start(app.clone(), sms, None, wake.clone());
    let local = Local {
        clock,
        outbox,
        people: people.clone(),
        codes: Arc::default(),
        store: app.store.clone(),
    };
    let proxy = BucketProxy::new(&endpoints.s3, &endpoints.bucket).ok();
    let router = gateway::dispatch::router(&app, proxy, local_routes::router(local), wake);

    let mut run = endpoints.run_json(&base);
    run["realname"] = simulators.realname.as_str().into();
    run["sms"] = simulators.sms.as_str().into();
    run["services_token"] = simulators::TOKEN.into();
    dir.write_run_file(&run)?;
    if !cli.quiet {
        let data = (!cli.memory).then(|| dir.path());
        say(&banner::block(&base, data, &people), false);
    }
    say(&format!("ready {base}"), false);
    gateway::serve::serve(listener, router, stop).await?;

    progress("stopping …");
    // Left behind by a process that was killed, it only leads to endpoints that do not answer.
    let _ = std::fs::remove_file(dir.run_file());
    ticks.stop().await;
    simulators.stop().await;
    if let Some(engines) = endpoints.engines {
        engines.stop().await;
    }
    Ok(())
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!(
                "port {port} is taken by another program; choose another with --port (0 takes any free one)"
            )
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on 127.0.0.1:{port}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_said_in_words() {
        let first = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = first.local_addr().unwrap().port();
        assert!(listen(port).await.unwrap_err().to_string().contains("is taken"));
    }
}
