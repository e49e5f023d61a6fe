//! Tasks around the product: `load` files real messages through the public pages, `check` proves the
//! invariants of the store, `bench` prints the numbers we owe.

mod bench;
mod check;
mod connect;
mod load;

use clap::{Parser, Subcommand};
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
    /// Read the whole store of a running local stack and verify every invariant.
    Check {
        /// The data directory of the running stack.
        #[arg(long, default_value = ".local")]
        data_dir: PathBuf,
    },
    /// Measure and print tables. Use `cargo run --release --bin xtask -- bench`.
    Bench {
        /// `pages` (weights), `sizes` (a small store against a large one) or `cold` (cold starts).
        what: Option<String>,
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
            Task::Check { data_dir } => check::run(&data_dir).await,
            Task::Bench { what, large } => bench::run(what.as_deref(), large).await,
        }
    })
}
