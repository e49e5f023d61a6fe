//! `xtask load`: files messages through the public pages, as citizens with a browser without scripts do.

use anyhow::{Context as _, bail};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use std::collections::{BTreeMap, VecDeque};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tests::people::{PASSWORD, fresh_username};
use tests::{Client, Page};

/// Citizens who file at the same time.
const CITIZENS_MAX: usize = 50;
/// Reasons that are printed.
const REASONS_MAX: usize = 5;

/// What to file, and where.
pub struct Load {
    /// JSON lines with `title` and `body`.
    pub file: PathBuf,
    /// Petitions a second at most; 0 is as fast as it goes.
    pub rate: u32,
    /// How many to file.
    pub count: Option<usize>,
    /// Where the stack is.
    pub url: String,
    /// The answer of its captchas.
    pub captcha: String,
}

/// One message.
#[derive(Clone, Deserialize)]
struct Message {
    title: String,
    body: String,
}

/// What happened to one message.
struct Outcome {
    submit: Duration,
    whole: Duration,
}

/// Files everything and prints the numbers.
///
/// # Errors
/// When the file cannot be read, nobody can register, or any petition was not filed.
pub async fn run(load: &Load) -> anyhow::Result<()> {
    let messages = read(load)?;
    let there = tests::page::plain_http().build()?.get(&load.url).send().await;
    there.with_context(|| {
        format!(
            "no stack answers at {}: start one, or name another with --url",
            load.url
        )
    })?;
    let total = messages.len();
    let citizens = CITIZENS_MAX.min(total);
    let bar = ProgressBar::new(total as u64);
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} {per_sec} {eta}",
    )?);
    let queue = Arc::new(Mutex::new(messages));
    let begun = Instant::now();
    let pause = if load.rate == 0 {
        Duration::ZERO
    } else {
        Duration::from_secs(1) / load.rate
    };
    let ticket = Arc::new(tokio::sync::Mutex::new(Instant::now()));
    let mut working: FuturesUnordered<_> = (0..citizens)
        .map(|_| one_citizen(load, queue.clone(), ticket.clone(), pause, bar.clone()))
        .collect();
    let mut done = Vec::new();
    let mut errors: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((outcomes, failed)) = working.next().await {
        done.extend(outcomes);
        for reason in failed {
            *errors.entry(reason).or_default() += 1;
        }
    }
    bar.finish_and_clear();
    let failed: usize = errors.values().sum();
    print(&done, failed, begun.elapsed(), citizens)?;
    for (reason, times) in errors.iter().take(REASONS_MAX) {
        writeln!(std::io::stdout(), "  {times} × {reason}")?;
    }
    if failed > 0 {
        bail!(
            "{failed} petitions were not filed (an account files 20 a day: start the stack with --limits off)"
        );
    }
    Ok(())
}

fn read(load: &Load) -> anyhow::Result<VecDeque<Message>> {
    let text = std::fs::read_to_string(&load.file)
        .with_context(|| format!("{} cannot be read", load.file.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let all = lines
        .map(|line| serde_json::from_str(line).context("a line is not a message with title and body"))
        .collect::<anyhow::Result<Vec<Message>>>()?;
    if all.is_empty() {
        bail!("{} holds no message", load.file.display());
    }
    let count = load.count.unwrap_or(all.len());
    Ok(all.into_iter().cycle().take(count).collect())
}

/// One citizen files until nothing is left.
async fn one_citizen(
    load: &Load,
    queue: Arc<Mutex<VecDeque<Message>>>,
    ticket: Arc<tokio::sync::Mutex<Instant>>,
    pause: Duration,
    bar: ProgressBar,
) -> (Vec<Outcome>, Vec<String>) {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    let client = Client::new(&load.url);
    if let Err(error) = register(&client, &load.captcha).await {
        failed.push(format!("registration: {error}"));
        return (done, failed);
    }
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(message) = next else {
            return (done, failed);
        };
        if !pause.is_zero() {
            let mut at = ticket.lock().await;
            *at = (*at).max(Instant::now()) + pause;
            let turn = *at;
            drop(at);
            tokio::time::sleep_until(turn.into()).await;
        }
        match file(&client, &message, &load.captcha).await {
            Ok(outcome) => done.push(outcome),
            Err(error) => failed.push(error.to_string()),
        }
        bar.inc(1);
    }
}

async fn register(client: &Client, captcha: &str) -> anyhow::Result<()> {
    let page = client.get("/register?agree=yes&mode=anonymous").await;
    let username = fresh_username();
    let values = [
        ("username", username.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("agree", "yes"),
        ("captcha", captcha),
    ];
    expect(
        &client.submit(&page, "/register", &values).await,
        "/register/done",
    )
}

async fn file(client: &Client, message: &Message, captcha: &str) -> anyhow::Result<Outcome> {
    let begun = Instant::now();
    let title: String = message.title.trim().chars().take(100).collect();
    let content: String = message.body.trim().chars().take(10_000).collect();
    let title = if title.is_empty() { "没有标题" } else { &title };
    let content = if content.is_empty() {
        "没有内容"
    } else {
        &content
    };
    let mut page = client.get("/petitions/new?fresh=1").await;
    let place = [
        ("title", title),
        ("division", "370102"),
        ("address", "来件没有写明"),
    ];
    let mut rest = vec![("content", content)];
    if page.form("/petitions/new").value("content").is_some() {
        // Who has filed before writes all of it on one page.
        rest.extend(place);
    } else {
        page = client.submit(&page, "/petitions/new", &place).await;
    }
    let check = client.submit(&page, "/petitions/new", &rest).await;
    let sending = Instant::now();
    let receipt = client
        .submit(&check, "/petitions/new", &[("captcha", captcha)])
        .await;
    expect(&receipt, "/receipt")?;
    Ok(Outcome {
        submit: sending.elapsed(),
        whole: begun.elapsed(),
    })
}

fn expect(page: &Page, place: &str) -> anyhow::Result<()> {
    if page.status.is_success() && page.path.contains(place) {
        return Ok(());
    }
    bail!(
        "{} at {}: {}",
        page.status,
        page.path,
        page.texts(".field-error").join(" ")
    )
}

fn print(done: &[Outcome], failed: usize, took: Duration, citizens: usize) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let quantile = |mut times: Vec<Duration>, part: f64| {
        times.sort();
        let last = times.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a rank of a short list"
        )]
        let at = (last as f64 * part).round() as usize;
        times.get(at).copied().unwrap_or_default().as_millis()
    };
    let submits: Vec<_> = done.iter().map(|outcome| outcome.submit).collect();
    let wholes: Vec<_> = done.iter().map(|outcome| outcome.whole).collect();
    writeln!(
        out,
        "filed   {} in {:.1} s by {citizens} citizens",
        done.len(),
        took.as_secs_f64()
    )?;
    writeln!(out, "errors  {failed}")?;
    writeln!(
        out,
        "submit  p50 {} ms, p99 {} ms",
        quantile(submits.clone(), 0.5),
        quantile(submits, 0.99)
    )?;
    writeln!(
        out,
        "whole   p50 {} ms, p99 {} ms (four pages the first time, then three)",
        quantile(wholes.clone(), 0.5),
        quantile(wholes, 0.99)
    )?;
    Ok(())
}
