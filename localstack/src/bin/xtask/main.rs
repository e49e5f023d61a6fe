//! Tasks around the product: `keys`, `provision` and `officer` set an installation up, `load` files real messages through the public pages, `check` proves the
//! invariants of the store, `audit` prints what was done on a day, `bench` prints the numbers we owe.

mod audit_log;
mod bench;
mod check;
mod connect;
mod load;
mod officer;
mod provision;
mod redact;
mod reindex;
mod suggest;

use clap::{Parser, Subcommand};
use connect::Place;
use services::keys::KeyRing;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "xtask", about = "Tasks around the petition system")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// File messages (JSON lines with `title` and `body`) through the public pages of a running
    /// stack, as up to 50 citizens, and print count, errors, p50 and p99.
    Load {
        /// The messages.
        file: PathBuf,
        /// Petitions a second at most; 0 is as fast as it goes.
        #[arg(long, default_value_t = 0)]
        rate: u32,
        /// How many to file; all by default, round and round if there are fewer.
        #[arg(long)]
        count: Option<usize>,
        /// Where the stack is.
        #[arg(long, default_value = "http://127.0.0.1:3000")]
        url: String,
        /// The captcha answer that the stack was started with (`--captcha`).
        #[arg(long, default_value = "12345")]
        captcha: String,
    },
    /// Read the whole store and verify every invariant.
    Check {
        #[command(flatten)]
        place: Place,
    },
    /// Print a new key ring for `KEYS`: without it nothing stored can be read again.
    Keys,
    /// Make what is missing in the store that the environment names: tables, buckets, petition
    /// offices, further agencies, the first administrator. May be run again.
    Provision(provision::Provision),
    /// Enter an officer, and print the first password and the key for the authenticator once.
    Officer(officer::New),
    /// Print what was done on a day without changing a case: logins, downloads, prints, deliveries.
    Audit {
        /// The day in Shanghai, like 2026-11-23.
        date: chrono::NaiveDate,
        /// Only this actor, as printed at the head of a chain.
        #[arg(long)]
        who: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Have petitions indexed for dedupe that are not yet: those filed before there was an index, indexed in an older
    /// way or under an older key. What indexes new petitions does the work.
    Reindex {
        /// Every petition, whether it is indexed or not.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Make the model that suggests a category, from labelled messages (JSON lines with `id`, `title`,
    /// `body` and `category`); one in five is held out for `bench suggest`.
    SuggestTrain {
        /// The messages.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Where the model goes.
        #[arg(long, default_value = "shared/domain/data/suggest.bin")]
        out: PathBuf,
    },
    /// Measure and print tables. Use `cargo run --release --bin xtask -- bench`.
    Bench {
        /// `pages` (weights), `sizes` (a small store against a large one), `cold` (cold starts), `suggest`
        /// (accuracy of the suggested category on labelled messages), `dedupe` (precision, recall and time) or
        /// `redact` (how much of what is personal is found in messages).
        what: Option<String>,
        /// Messages: JSON lines with `id`, `title` and `body`, for `suggest` with `category` too.
        files: Vec<PathBuf>,
        /// Petitions in the larger of the two stores.
        #[arg(long, default_value_t = 100_000)]
        large: usize,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody reading any more is no reason to fail.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match Cli::parse().task {
            Task::Load {
                file,
                rate,
                count,
                url,
                captcha,
            } => {
                load::run(&load::Load {
                    file,
                    rate,
                    count,
                    url,
                    captcha,
                })
                .await
            }
            Task::Check { place } => check::run(&place).await,
            Task::Audit { date, who, place } => audit_log::run(&place, date, who.as_deref()).await,
            Task::Keys => Ok(writeln!(std::io::stdout(), "{}", KeyRing::generate())?),
            Task::Provision(provision) => provision.run().await,
            Task::Officer(new) => new.run().await,
            Task::Reindex { all, place } => reindex::run(&place, all).await,
            Task::SuggestTrain { files, out } => suggest::train(&files, &out),
            Task::Bench { what, files, large } => match what.as_deref() {
                Some("suggest") => suggest::bench(&files),
                Some("dedupe") => bench::dedupe(&files, large).await,
                Some("redact") => redact::bench(&files),
                what => bench::run(what, large).await,
            },
        }
    })
}
