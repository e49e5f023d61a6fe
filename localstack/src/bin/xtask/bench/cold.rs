//! Cold starts: from the spawn of a function's process to its first answer under the Runtime API emulator,
//! against a function that does nothing; and how large each binary is.

use super::{millis, quantile, ratio};
use anyhow::Context as _;
use gateway::runtime_api::{Function, Launch};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tests::stack::{Options, binaries};
use tests::{Client, Stack};

const RUNS: usize = 15;
/// A page that reads nothing, and one that reads one item (a captcha that is not there).
const NOTHING: (&str, &str) = ("portal", "/guide/rules");
const ONE_ITEM: (&str, &str) = ("registration", "/captcha/none.png");
const FUNCTIONS: [&str; 16] = [
    "portal",
    "registration",
    "identity",
    "petitions",
    "tracking",
    "ratings",
    "suggestions",
    "intake",
    "letters",
    "visits",
    "handling",
    "administration",
    "notify",
    "attachments",
    "matching",
    "audit",
];

pub async fn run() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        clock: None,
        ..Options::default()
    };
    let stack = Stack::with(options).await;
    // One request first, so that the stack itself is warm.
    Client::new(&stack.url).get("/track").await;
    let env = gateway::stack_env::of(dir.path(), &stack.url)?;
    let folder = binaries();
    let mut times: [Vec<Duration>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    let cases = [("empty", "/"), NOTHING, ONE_ITEM];
    for _ in 0..RUNS {
        for ((function, path), times) in cases.iter().zip(&mut times) {
            times.push(first_answer(function, path, folder, &env).await?);
        }
    }
    let mut out = std::io::stdout();
    writeln!(out, "\nspawn to first answer, median of {RUNS} interleaved runs")?;
    let [empty, nothing, one] = &mut times;
    let empty = quantile(empty, 50);
    writeln!(out, "{:<28} {:>9} ms", "empty function", millis(empty))?;
    for (name, times) in [
        ("reads nothing (portal)", nothing),
        ("reads one item (registration)", one),
    ] {
        let median = quantile(times, 50);
        writeln!(
            out,
            "{name:<28} {:>9} ms  × {:.2}",
            millis(median),
            ratio(median, empty)
        )?;
    }
    sizes(folder)
}

async fn first_answer(
    function: &str,
    path: &str,
    folder: &Path,
    env: &[(String, String)],
) -> anyhow::Result<Duration> {
    let launch = Launch {
        name: function.to_owned(),
        binary: folder.join(function),
        env: env.to_vec(),
        timeout: Duration::from_secs(10),
    };
    let begun = Instant::now();
    let function = Function::start(launch)
        .await
        .map_err(|e| anyhow::anyhow!("{e}"))?;
    let answer = function
        .invoke(&event(path))
        .await
        .map_err(|e| anyhow::anyhow!("{e}"))?;
    let took = begun.elapsed();
    let status = answer["statusCode"]
        .as_u64()
        .context("an answer of API Gateway's form")?;
    anyhow::ensure!(status < 500, "{path}: {status}");
    function.stop().await;
    Ok(took)
}

/// A GET as API Gateway sends it (payload format 2.0).
fn event(path: &str) -> Value {
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {"host": "127.0.0.1", "accept": "text/html"},
        "requestContext": {
            "accountId": "000000000000", "apiId": "bench", "domainName": "127.0.0.1", "domainPrefix": "bench",
            "http": {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "bench"},
            "requestId": "bench", "routeKey": "$default", "stage": "$default",
            "time": "23/Nov/2026:01:00:00 +0000", "timeEpoch": 1_795_395_600_000_i64
        },
        "isBase64Encoded": false
    })
}

/// Sizes of the binaries beside this one, and zipped as Lambda takes them.
fn sizes(folder: &Path) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "\n{:<16} {:>10} {:>10}", "function", "MB", "zipped MB")?;
    for function in FUNCTIONS {
        let binary: PathBuf = folder.join(function);
        let bytes = std::fs::read(&binary).with_context(|| format!("{} is not built", binary.display()))?;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("bootstrap", zip::write::SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
        let zipped = zip.finish()?.into_inner().len();
        writeln!(
            out,
            "{function:<16} {:>10} {:>10}",
            megabytes(bytes.len()),
            megabytes(zipped)
        )?;
    }
    Ok(())
}

fn megabytes(bytes: usize) -> String {
    format!("{}.{:02}", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}
