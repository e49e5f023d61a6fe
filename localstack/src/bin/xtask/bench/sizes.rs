//! The same operations on a small and on a large store, side by side: times may differ a little, the
//! requests and the capacity that each costs may not.

use super::{fill::fill, millis, quantile, ratio};
use anyhow::{Context as _, bail};
use futures_util::future::{join_all, try_join_all};
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tests::stack::{CAPTCHA, Options};
use tests::{Citizen, Client, Officer, Page, Stack};
use web::Clock;

const SMALL: usize = 1_000;
const CONCURRENCY: usize = 16;
const ROUNDS: usize = 5;
/// Operations of each worker in each round.
const EACH: usize = 10;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Home,
    Track,
    File,
    Queue,
}

impl Operation {
    const ALL: [Self; 4] = [Self::Home, Self::Track, Self::Queue, Self::File];

    fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Track => "track (POST and result)",
            Self::File => "file (the last step)",
            Self::Queue => "staff queue",
        }
    }
}

/// Requests, read and write capacity units of one operation.
#[derive(Clone, Copy, Default)]
struct Cost {
    requests: f64,
    rcu: f64,
    wcu: f64,
}

/// A filled stack with the people who work on it.
struct Bench {
    stack: Stack,
    citizens: Vec<Citizen>,
    officer: Officer,
    filed: tests::people::Filed,
    _dir: tempfile::TempDir,
}

#[derive(Default)]
struct Measured {
    times: Vec<Duration>,
    busy: Duration,
    cost: Cost,
}

pub async fn run(large: usize) -> anyhow::Result<()> {
    let (small, big) = (Bench::start(SMALL).await?, Bench::start(large).await?);
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\n{SMALL} against {large} petitions, concurrency {CONCURRENCY}, {ROUNDS} interleaved rounds"
    )?;
    writeln!(
        out,
        "{:<24} {:>9} {:>8} {:>8} {:>8} {:>9} {:>7} {:>7} {:>7}",
        "operation", "petitions", "ops/s", "p50 ms", "p99 ms", "requests", "RCU", "WCU", "p50 ×"
    )?;
    for operation in Operation::ALL {
        let (mut few, mut many) = (Measured::default(), Measured::default());
        for _ in 0..ROUNDS {
            small.round(operation, &mut few).await?;
            big.round(operation, &mut many).await?;
        }
        let base = quantile(&mut few.times, 50);
        for (count, measured) in [(SMALL, &mut few), (large, &mut many)] {
            let p50 = quantile(&mut measured.times, 50);
            let p99 = quantile(&mut measured.times, 99);
            let done = u32::try_from(measured.times.len())?;
            let rate = f64::from(done) / measured.busy.as_secs_f64();
            let cost = measured.cost;
            writeln!(
                out,
                "{:<24} {count:>9} {rate:>8.0} {:>8} {:>8} {:>9.1} {:>7.1} {:>7.1} {:>7.2}",
                operation.name(),
                millis(p50),
                millis(p99),
                cost.requests,
                cost.rcu,
                cost.wcu,
                ratio(p50, base)
            )?;
        }
    }
    writeln!(
        out,
        "resident memory: {} MB and {} MB",
        small.stack.resident_mb(),
        big.stack.resident_mb()
    )?;
    Ok(())
}

impl Bench {
    async fn start(count: usize) -> anyhow::Result<Self> {
        let dir = tempfile::tempdir()?;
        let options = || Options {
            data_dir: Some(dir.path().to_owned()),
            clock: None,
            ..Options::default()
        };
        let stack = Stack::with(options()).await;
        fill(dir.path(), count, Clock::system().now()).await?;
        // The embedded engine remembers the tokens of the transactions of the last ten minutes and looks through all of
        // them at each further one: a store that was just filled would be measured by how fast it was filled.
        drop(stack);
        let stack = Stack::with(options()).await;
        let citizens = join_all((0..CONCURRENCY).map(|_| Citizen::anonymous(&stack))).await;
        let officer = Officer::login(&stack, "dengji").await;
        let filed = citizens[0].file("跟踪用", "跟踪用").await;
        Ok(Self {
            stack,
            citizens,
            officer,
            filed,
            _dir: dir,
        })
    }

    async fn round(&self, operation: Operation, into: &mut Measured) -> anyhow::Result<()> {
        // What leads up to a submission is not part of its time.
        let forms = join_all(
            self.citizens
                .iter()
                .map(|citizen| self.prepare(operation, citizen)),
        )
        .await;
        let failed = AtomicUsize::new(0);
        let begun = Instant::now();
        let done = try_join_all(self.citizens.iter().zip(forms).map(|(citizen, mut forms)| {
            let failed = &failed;
            async move {
                let (mut times, mut cost) = (Vec::new(), Cost::default());
                for _ in 0..EACH {
                    let prepared = forms.pop();
                    let one = Instant::now();
                    let answers = self.once(operation, citizen, prepared).await;
                    times.push(one.elapsed());
                    let whole = answers
                        .iter()
                        .all(|page| page.status.is_success() || page.status.is_redirection());
                    failed.fetch_add(usize::from(!whole), Ordering::Relaxed);
                    cost = answers.iter().map(usage).fold(Cost::default(), |sum, one| Cost {
                        requests: sum.requests + one.requests,
                        rcu: sum.rcu + one.rcu,
                        wcu: sum.wcu + one.wcu,
                    });
                }
                anyhow::Ok((times, cost))
            }
        }))
        .await?;
        into.busy += begun.elapsed();
        for (times, cost) in done {
            into.times.extend(times);
            into.cost = cost;
        }
        match failed.into_inner() {
            0 => Ok(()),
            some => bail!("{some} of {} failed: {}", CONCURRENCY * EACH, operation.name()),
        }
    }

    /// One form for each of a citizen's operations in a round.
    async fn prepare(&self, operation: Operation, citizen: &Citizen) -> Vec<tests::page::Form> {
        let mut forms = Vec::new();
        for _ in 0..EACH {
            match operation {
                Operation::Home | Operation::Queue => break,
                Operation::Track => forms.push(self.track_form().await),
                Operation::File => {
                    let check = citizen.write("测速", &"内容".repeat(200)).await;
                    forms.push(check.form("/petitions/new").with(&[("captcha", CAPTCHA)]));
                }
            }
        }
        forms
    }

    async fn track_form(&self) -> tests::page::Form {
        let client = Client::new(&self.stack.url);
        let page = client.get("/track").await;
        page.form("/track").with(&[
            ("name", "匿名"),
            ("query_code", &self.filed.code),
            ("captcha", CAPTCHA),
        ])
    }

    async fn once(
        &self,
        operation: Operation,
        citizen: &Citizen,
        form: Option<tests::page::Form>,
    ) -> Vec<Page> {
        let http = citizen.client.http();
        let url = |path: &str| citizen.client.url(path);
        match (operation, form) {
            (Operation::Home, _) => vec![citizen.client.once(http.get(url("/"))).await],
            (Operation::Queue, _) => vec![self.officer.client.get_once("/staff/intake/web").await],
            (Operation::Track, Some(form)) => {
                let found = citizen
                    .client
                    .once(http.post(url("/track")).form(&form.fields))
                    .await;
                vec![found, citizen.client.get_once("/track/result").await]
            }
            (_, Some(form)) => vec![
                citizen
                    .client
                    .once(http.post(url(&form.action)).form(&form.fields))
                    .await,
            ],
            (_, None) => Vec::new(),
        }
    }
}

/// What an answer says it has cost (`x-store-usage`, local stack only).
fn usage(page: &Page) -> Cost {
    let header = page
        .headers
        .get("x-store-usage")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let part = |name: &str| {
        let found = header
            .split_whitespace()
            .find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        found
            .context("no such part")
            .and_then(|value| Ok(value.parse()?))
            .unwrap_or(0.0)
    };
    Cost {
        requests: part("requests"),
        rcu: part("rcu"),
        wcu: part("wcu"),
    }
}
