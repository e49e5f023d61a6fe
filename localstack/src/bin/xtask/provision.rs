//! `xtask provision`: sets up the store of an installation. Makes only what is missing, so that it can
//! be cut off anywhere and run again; what administrators have changed since stays.

use crate::connect::Place;
use crate::officer::{self, New};
use anyhow::{Context as _, ensure};
use domain::access::Role;
use domain::ids::AgencyCode;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use gateway::reference::petition_offices;
use gateway::tables::Plan;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use store::Store;
use store::content::Agency;

/// Writes at a time.
const WRITES_AT_ONCE: usize = 8;

/// What to set up.
#[derive(Clone, Debug, clap::Args)]
pub struct Provision {
    #[command(flatten)]
    place: Place,
    /// Further agencies, one JSON object a line: `code`, `name`, `short_name`, `kind` (`department`,
    /// `township`, `petition_office`), `parent`.
    #[arg(long)]
    agencies: Option<PathBuf>,
    /// Username of the first administrator.
    #[arg(long, requires = "name")]
    admin: Option<String>,
    /// Name of the first administrator.
    #[arg(long)]
    name: Option<String>,
}

impl Provision {
    /// Sets up, and prints what was made.
    pub async fn run(self) -> anyhow::Result<()> {
        let store = self.place.store()?;
        let further = self
            .agencies
            .as_deref()
            .map(read)
            .transpose()?
            .unwrap_or_default();
        let config = store.config();
        let plan = Plan::from_template(&config.table_prefix, &config.bucket, &config.audit_bucket)?;
        let made = plan.provision(store.dynamodb(), store.s3()).await?;
        say(&format!("tables made      {}", made.tables.len()))?;
        say(&format!("buckets made     {}", made.buckets.len()))?;
        let all: Vec<Agency> = petition_offices().into_iter().chain(further).collect();
        let written = write(&store, &all).await?;
        say(&format!("agencies made    {written} of {}", all.len()))?;
        let (Some(username), Some(name)) = (self.admin, self.name) else {
            return Ok(());
        };
        let province = AgencyCode::petition_office(domain::division::province().code);
        officer::enter(
            &store,
            &New {
                place: self.place,
                username,
                name,
                agency: province,
                roles: vec![Role::Administrator],
            },
        )
        .await
    }
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

async fn write(store: &Store, all: &[Agency]) -> anyhow::Result<usize> {
    let made: Vec<bool> = stream::iter(all.iter().map(|agency| store.add_agency(agency)))
        .buffer_unordered(WRITES_AT_ONCE)
        .try_collect()
        .await?;
    Ok(made.into_iter().filter(|made| *made).count())
}

/// The agencies of a file. Each stands under one that is known by then.
fn read(file: &Path) -> anyhow::Result<Vec<Agency>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    parse(&text).with_context(|| file.display().to_string())
}

fn parse(text: &str) -> anyhow::Result<Vec<Agency>> {
    let mut known: BTreeSet<AgencyCode> = petition_offices().into_iter().map(|a| a.code).collect();
    let mut agencies = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let place = || format!("line {}", at + 1);
        let mut value: serde_json::Value = serde_json::from_str(line).with_context(place)?;
        value["v"] = 1.into();
        let agency: Agency = serde_json::from_value(value).with_context(place)?;
        let parent = agency.parent.as_ref();
        let under = parent.with_context(|| format!("line {}: no parent", at + 1))?;
        ensure!(
            known.contains(under),
            "line {}: no agency {under} above it",
            at + 1
        );
        ensure!(
            known.insert(agency.code.clone()),
            "line {}: {} stands twice",
            at + 1,
            agency.code
        );
        agencies.push(agency);
    }
    Ok(agencies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_wrong_is_named_with_what_is_wrong() {
        let line = |code: &str, parent: &str| {
            format!(
                r#"{{"code":"{code}","name":"某局","short_name":"某局","kind":"department","parent":"{parent}"}}"#
            )
        };
        let good = line("370102-zjj", "370102-xfj");
        assert_eq!(parse(&good).unwrap().len(), 1);
        assert_eq!(
            parse(&format!("{good}\n\n{}", line("370102-zjj1", "370102-zjj")))
                .unwrap()
                .len(),
            2
        );
        for (text, said) in [
            (format!("{good}\n{good}"), "line 2: 370102-zjj stands twice"),
            (
                line("370102-zjj", "370102-none"),
                "line 1: no agency 370102-none above it",
            ),
            (line("nonsense", "370102-xfj"), "line 1"),
            ("{".to_owned(), "line 1"),
        ] {
            let error = parse(&text).unwrap_err();
            assert!(error.to_string().contains(said), "{error:#}");
        }
    }
}
