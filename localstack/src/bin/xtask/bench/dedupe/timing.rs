//! What one dedupe costs: the index asked, the candidates read, opened and compared, as the registration form has it done.
//! The stores are filled with edited copies of the messages, each from one of many people, through the store's own
//! transactions.

use super::Message;
use super::labelled::{Draw, edited, in_other_words};
use crate::bench::{fill, millis, quantile, ratio};
use crate::connect;
use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use domain::dedupe::Profile;
use domain::ids::PetitionId;
use domain::username::Username;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::{ProgressBar, ProgressStyle};
use petitions::command::Answers;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use store::matching::profile;
use store::usage::measured;
use tests::Stack;
use tests::stack::Options;
use web::{App, Clock};

const SMALL: usize = 1_000;
/// Filings at a time: the embedded database has one writer.
const AT_ONCE: usize = 16;
/// Dedupes measured in each round, and rounds.
const EACH: usize = 100;
const ROUNDS: usize = 3;

struct Bench {
    app: App,
    ids: Vec<PetitionId>,
    _stack: Stack,
    _dir: tempfile::TempDir,
}

#[derive(Default)]
struct Cost {
    times: Vec<Duration>,
    requests: f64,
    rcu: f64,
    rcu_most: f64,
    found: usize,
}

/// Fills both and prints the table.
pub(super) async fn run(messages: &[Message], large: usize) -> anyhow::Result<()> {
    let small = Bench::start(messages, SMALL).await?;
    let big = Bench::start(messages, large).await?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\none dedupe, one after the other, {ROUNDS} interleaved rounds of {EACH}"
    )?;
    writeln!(
        out,
        "{:>9} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "petitions", "p50 ms", "p95 ms", "requests", "RCU", "RCU most", "found", "p50 ×"
    )?;
    let (mut few, mut many) = (Cost::default(), Cost::default());
    for round in 0..ROUNDS {
        small.round(round, &mut few).await?;
        big.round(round, &mut many).await?;
    }
    let base = quantile(&mut few.times, 50);
    for (count, cost) in [(SMALL, &mut few), (large, &mut many)] {
        let p50 = quantile(&mut cost.times, 50);
        let p95 = quantile(&mut cost.times, 95);
        #[expect(clippy::cast_precision_loss, reason = "some hundred")]
        let each = |sum: f64| sum / cost.times.len() as f64;
        #[expect(clippy::cast_precision_loss, reason = "some thousand")]
        let found = each(cost.found as f64);
        writeln!(
            out,
            "{count:>9} {:>8} {:>8} {:>9.1} {:>9.1} {:>9.1} {found:>9.1} {:>7.2}",
            millis(p50),
            millis(p95),
            each(cost.requests),
            each(cost.rcu),
            cost.rcu_most,
            ratio(p50, base)
        )?;
    }
    Ok(())
}

impl Bench {
    async fn start(messages: &[Message], count: usize) -> anyhow::Result<Self> {
        let dir = tempfile::tempdir()?;
        let options = || Options {
            data_dir: Some(dir.path().to_owned()),
            clock: None,
            ..Options::default()
        };
        let stack = Stack::with(options()).await;
        let ids = filled(dir.path(), messages, count, Clock::system().now()).await?;
        // As for `bench sizes`: a store that was just filled would be measured by how fast it was filled.
        drop(stack);
        let stack = Stack::with(options()).await;
        let app = connect::app(dir.path())?;
        Ok(Self {
            app,
            ids,
            _stack: stack,
            _dir: dir,
        })
    }

    async fn round(&self, round: usize, cost: &mut Cost) -> anyhow::Result<()> {
        let mut draw = Draw::new(round as u64 + 7);
        for _ in 0..EACH {
            let id = self.ids[draw.below(self.ids.len())];
            let case = self.app.store.case(id).await?.context("it was filed")?;
            let begun = Instant::now();
            let (found, usage) = measured(self.dedupe(&case)).await;
            cost.times.push(begun.elapsed());
            cost.found += found?;
            cost.requests += f64::from(usage.requests);
            cost.rcu += usage.rcu;
            cost.rcu_most = cost.rcu_most.max(usage.rcu);
        }
        Ok(())
    }

    async fn dedupe(&self, case: &store::cases::CaseFile) -> anyhow::Result<usize> {
        let keys = self.app.store.keys();
        let own: Profile = profile(keys, &case.file.head, &case.file.detail)?;
        let mut found = 0;
        let petition = &case.file.head.petition;
        let asked = self
            .app
            .store
            .candidates(petition.id, petition.filed_at, &own, &[]);
        for candidate in asked.await? {
            let other = profile(keys, &candidate.head, &candidate.detail)?;
            found += usize::from(!own.reasons(&other).is_empty());
        }
        Ok(found)
    }
}

async fn filled(
    dir: &Path,
    messages: &[Message],
    count: usize,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<PetitionId>> {
    let app = connect::app(dir)?;
    let account = app.store.account_by_username(&Username::parse("shimin")?).await?;
    let account = account.context("the demonstration's citizen is not there")?;
    let bar = ProgressBar::new(count as u64);
    bar.set_style(ProgressStyle::with_template(
        "filling {bar:40} {pos}/{len} {per_sec} {eta}",
    )?);
    let (app, account, bar) = (&app, &account, &bar);
    let ids = stream::iter(0..count)
        .map(|index| async move {
            let back = TimeDelta::seconds(i64::try_from(index * 864_000 / count.max(1))?);
            let at = now - back;
            let id = PetitionId::new(at, services::random::bytes());
            let answers = answers(&messages[index % messages.len()], index)?;
            let person = |detail: &mut store::cases::Detail| somebody(detail, index, count);
            fill::file(app, account, id, &answers, at, person).await?;
            bar.inc(1);
            anyhow::Ok(id)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    bar.finish_and_clear();
    Ok(ids)
}

/// The message as it came the first time, put in other words from the second time on.
fn answers(message: &Message, index: usize) -> anyhow::Result<Answers> {
    let mut draw = Draw::new(index as u64);
    let content = match index % 3 {
        0 => message.body.clone(),
        1 => in_other_words(&message.body, &mut draw),
        _ => edited(&message.body, &mut draw),
    };
    let title: String = message.title.trim().chars().take(100).collect();
    let content: String = content.trim().chars().take(10_000).collect();
    Ok(Answers {
        title: if title.is_empty() {
            "没有标题".to_owned()
        } else {
            title
        },
        division: "370102".parse()?,
        address: "来件没有写明".to_owned(),
        content: if content.is_empty() {
            "没有内容".to_owned()
        } else {
            content
        },
        category_hint: None,
        people_count: 1,
        co_petitioners: Vec::new(),
    })
}

/// One of half as many people as there are petitions, and one in a hundred files for very many.
fn somebody(detail: &mut store::cases::Detail, index: usize, count: usize) {
    let who = if index.is_multiple_of(100) {
        0
    } else {
        index % (count / 2).max(1)
    };
    let person = &mut detail.petitioner;
    person.name = format!("测试{who}");
    person.id_number = Some(format!("37010219{who:010}"));
    person.mobile = Some(format!("199{who:08}"));
}
