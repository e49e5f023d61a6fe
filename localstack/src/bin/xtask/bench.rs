//! `xtask bench`: the numbers we owe, printed as tables. Times are medians of interleaved rounds; requests
//! and capacity are counted, so they do not depend on the machine. Run it with `--release`.

mod cold;
mod dedupe;
mod fill;
mod lighthouse;
mod pages;
mod sizes;

use anyhow::bail;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// Runs one of the benchmarks, or all of them.
///
/// # Errors
/// When a stack does not start or an operation fails: a number measured over failures is none.
pub async fn run(what: Option<&str>, large: usize) -> anyhow::Result<()> {
    let profile = if cfg!(debug_assertions) {
        "debug (use --release for times that mean something)"
    } else {
        "release"
    };
    writeln!(std::io::stdout(), "profile: {profile}")?;
    match what {
        None => {
            pages::run().await?;
            sizes::run(large).await?;
            cold::run().await
        }
        Some("pages") => pages::run().await,
        Some("sizes") => sizes::run(large).await,
        Some("cold") => cold::run().await,
        Some("lighthouse") => lighthouse::run().await,
        Some(other) => {
            bail!("there is no benchmark {other}: pages, sizes, cold, lighthouse, suggest, dedupe, redact")
        }
    }
}

/// How well dedupe tells, and how long it takes at 1,000 and at `large` petitions.
///
/// # Errors
/// As [`run`].
pub async fn dedupe(files: &[PathBuf], large: usize) -> anyhow::Result<()> {
    dedupe::run(files, large).await
}

/// The value at a part of the sorted times.
fn quantile(times: &mut [Duration], per_cent: usize) -> Duration {
    times.sort();
    let at = (times.len().saturating_sub(1) * per_cent).div_ceil(100);
    times.get(at).copied().unwrap_or_default()
}

/// Milliseconds with two decimals.
fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

/// How many times as much.
fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(1e-9)
}
