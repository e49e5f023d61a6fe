//! How Lighthouse judges each public page on a slow telephone: each request waits 150 ms, 1.6 Mbit/s down, a processor four
//! times slower, applied and not estimated. Wants Node, Chromium and Lighthouse
//! (`npm install lighthouse`); `LIGHTHOUSE` names its `cli/index.js`.

use super::pages::PAGES;
use anyhow::{Context as _, bail};
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;
use tests::Stack;
use tokio::process::Command;

/// What each category should reach, of 100.
const SCORE_MIN: u64 = 95;
/// By when the largest part of a page should be painted, in milliseconds.
const PAINT_MAX: f64 = 1000.0;

/// Prints scores and paint times of every public page.
///
/// # Errors
/// When Lighthouse is not there or cannot judge a page.
pub async fn run() -> anyhow::Result<()> {
    let program = std::env::var("LIGHTHOUSE")
        .context("LIGHTHOUSE names Lighthouse's cli/index.js (npm install lighthouse)")?;
    let stack = Stack::start().await;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\nLighthouse on a slow telephone; at least {SCORE_MIN} each, largest paint at most {PAINT_MAX:.0} ms"
    )?;
    writeln!(
        out,
        "{:<36} {:>11} {:>13} {:>14} {:>13} {:>9}",
        "page", "performance", "accessibility", "best-practices", "largest paint", "bytes"
    )?;
    for path in PAGES {
        let report = judge(&program, &format!("{}{path}", stack.url)).await?;
        let score = |category: &str| {
            let score = report["categories"][category]["score"]
                .as_f64()
                .unwrap_or_default();
            format!("{:.0}", score * 100.0)
        };
        let number = |audit: &str| {
            report["audits"][audit]["numericValue"]
                .as_f64()
                .unwrap_or_default()
        };
        let scores = [
            score("performance"),
            score("accessibility"),
            score("best-practices"),
        ];
        let paint = number("largest-contentful-paint");
        let low = scores
            .iter()
            .any(|score| score.parse().is_ok_and(|score: u64| score < SCORE_MIN));
        let over = if low || paint > PAINT_MAX { "  OVER" } else { "" };
        let [performance, accessibility, practices] = scores;
        writeln!(
            out,
            "{path:<36} {performance:>11} {accessibility:>13} {practices:>14} {paint:>10.0} ms {:>9.0}{over}",
            number("total-byte-weight")
        )?;
    }
    Ok(())
}

async fn judge(program: &str, url: &str) -> anyhow::Result<Value> {
    let output = Command::new("node")
        .arg(program)
        .arg(url)
        .args([
            "--quiet",
            "--output=json",
            "--throttling-method=devtools",
            "--throttling.requestLatencyMs=150",
            "--throttling.downloadThroughputKbps=1638",
            "--throttling.uploadThroughputKbps=750",
            "--throttling.cpuSlowdownMultiplier=4",
            "--only-categories=performance,accessibility,best-practices",
            "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --no-first-run",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .await
        .context("node does not start")?;
    if !output.status.success() {
        bail!("Lighthouse could not judge {url}");
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
