//! Fills a store with petitions by the store's own transactions, much faster than people could.

use crate::connect;
use anyhow::{Context as _, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PetitionId;
use domain::username::Username;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::{ProgressBar, ProgressStyle};
use petitions::command::{Answers, prepare};
use std::path::Path;
use web::App;

/// Filings at a time: the embedded database has one writer.
const AT_ONCE: usize = 16;
/// The demonstration's citizen files them all.
const CITIZEN: &str = "shimin";

/// Files `count` petitions into the running stack of `dir`, spread over the last ten days.
pub async fn fill(dir: &Path, count: usize, now: DateTime<Utc>) -> anyhow::Result<()> {
    let app = connect::app(dir)?;
    let account = app.store.account_by_username(&Username::parse(CITIZEN)?).await?;
    let account = account.context("the demonstration's citizen is not there")?;
    let bar = ProgressBar::new(count as u64);
    bar.set_style(ProgressStyle::with_template(
        "filling {bar:40} {pos}/{len} {per_sec} {eta}",
    )?);
    let (app, account, bar) = (&app, &account, &bar);
    stream::iter(0..count)
        .map(|index| async move {
            let back = TimeDelta::seconds(i64::try_from(index * 864_000 / count.max(1))?);
            one(app, account, index, now - back).await?;
            bar.inc(1);
            anyhow::Ok(())
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<()>>()
        .await?;
    bar.finish_and_clear();
    Ok(())
}

async fn one(
    app: &App,
    account: &store::accounts::Account,
    index: usize,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let answers = Answers {
        title: format!("路灯第 {index} 次不亮"),
        division: "370102".parse()?,
        address: "泉城路".to_owned(),
        content: "这盏路灯坏了很久，晚上走路看不清，请尽快修好。".repeat(8),
        category_hint: None,
        people_count: 1,
        co_petitioners: Vec::new(),
    };
    let id = PetitionId::new(at, services::random::bytes());
    file(app, account, id, &answers, at, |_| {}).await
}

/// Files one petition, `changed` as told, and has it found as the background does: while the larger store is measured,
/// nothing may wait to be indexed.
pub async fn file(
    app: &App,
    account: &store::accounts::Account,
    id: PetitionId,
    answers: &Answers,
    at: DateTime<Utc>,
    changed: impl FnOnce(&mut store::cases::Detail),
) -> anyhow::Result<()> {
    let mut new = prepare(app, id, account, answers, at)
        .await
        .map_err(|e| anyhow!("{e:?}"))?;
    // So many receipts would still be on their way while the larger store is measured.
    new.messages.clear();
    changed(&mut new.detail);
    let head = app.store.file(new, at).await?;
    app.store.index_filed(&head).await?;
    Ok(())
}
