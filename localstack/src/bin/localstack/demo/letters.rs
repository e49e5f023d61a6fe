//! Demonstration letters: read by the rules of the form that people fill in, and registered by the same commands.

use super::{Stage, failed};
use anyhow::{Context as _, bail};
use chrono::NaiveTime;
use domain::ids::{AgencyCode, BriefId, PetitionId};
use domain::time::{iso_date, local_date};
use letters::steps::{self, Scans};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::filing::FilingError;
use web::registration::Desk;
use web::{FormData, FormState};

const DATA: &str = include_str!("../../../../data/demo-letters.json");

/// The file.
#[derive(Deserialize)]
struct Demo {
    detailed: Vec<Letter<PetitionId>>,
    brief: Vec<Letter<BriefId>>,
}

/// 演示来信: the form as a clerk filled it in, so many days ago; it came the day before.
#[derive(Deserialize)]
struct Letter<Id> {
    id: Id,
    officer: String,
    day: u64,
    /// To whom it was passed on the same day; nobody if empty.
    #[serde(default)]
    to: String,
    form: BTreeMap<String, String>,
}

impl<Id> Letter<Id> {
    fn form(&self, received: String) -> (FormData, FormState) {
        let typed = self
            .form
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let form = FormData::from_pairs(typed.chain([("received".to_owned(), received)]).collect());
        let state = form.state("");
        (form, state)
    }
}

/// Registers whatever of the demonstration is not there yet.
pub(super) async fn run(stage: &Stage<'_>) -> anyhow::Result<()> {
    let demo: Demo = serde_json::from_str(DATA).context("localstack/data/demo-letters.json")?;
    for letter in &demo.detailed {
        detailed(stage, letter)
            .await
            .with_context(|| letter.id.to_string())?;
    }
    for letter in &demo.brief {
        brief(stage, letter)
            .await
            .with_context(|| letter.id.to_string())?;
    }
    Ok(())
}

async fn detailed(stage: &Stage<'_>, letter: &Letter<PetitionId>) -> anyhow::Result<()> {
    let (app, by) = (stage.app, stage.officer(&letter.officer)?);
    let at = stage.working_time(letter.day, 0, 0);
    let received = local_date(stage.at(letter.day + 1, NaiveTime::MIN));
    let (form, mut state) = letter.form(iso_date(received));
    let agencies = app.store.agencies(app.now()).await?;
    let desk = Desk {
        agency: &by.agency.code,
        agencies: &agencies,
    };
    let Some(entry) = letters::parse(&form, &mut state, local_date(at), desk) else {
        bail!("{:?}", state.errors)
    };
    let new = steps::prepare(app, &by, letter.id, &entry, Scans::default(), Vec::new(), at);
    let head = match app.store.file(new.await.map_err(failed)?, at).await {
        Ok(head) => head,
        Err(FilingError::AlreadyFiled) => app.store.head(letter.id).await?.context("registered and gone")?,
        Err(error) => return Err(error.into()),
    };
    if letter.to.is_empty() || head.petition.path.len() > 1 {
        return Ok(());
    }
    let to: AgencyCode = letter.to.parse()?;
    let to = stage
        .agencies
        .get(&to)
        .with_context(|| format!("no agency {to}"))?;
    handling::steps::transfer(
        app,
        &by,
        &head,
        to,
        "",
        None,
        stage.working_time(letter.day, 0, 1),
    )
    .await
    .map_err(failed)?;
    Ok(())
}

async fn brief(stage: &Stage<'_>, letter: &Letter<BriefId>) -> anyhow::Result<()> {
    let (app, by) = (stage.app, stage.officer(&letter.officer)?);
    if app.store.brief(&by.agency.code, letter.id).await?.is_some() {
        return Ok(());
    }
    let at = stage.working_time(letter.day, 0, 2);
    let received = local_date(stage.at(letter.day + 1, NaiveTime::MIN));
    let (form, mut state) = letter.form(iso_date(received));
    let Some(entry) = letters::parse_brief(&form, &mut state, local_date(at)) else {
        bail!("{:?}", state.errors)
    };
    steps::register_brief(app, &by, letter.id, &entry, None, at)
        .await
        .map_err(failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_valid_by_the_rules_that_clerks_meet() {
        let demo: Demo = serde_json::from_str(DATA).unwrap();
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let (agency, agencies) = ("370000-xfj".parse().unwrap(), store::content::Agencies::default());
        let desk = Desk {
            agency: &agency,
            agencies: &agencies,
        };
        for letter in &demo.detailed {
            let (form, mut state) = letter.form("2026-11-26".to_owned());
            assert!(
                letters::parse(&form, &mut state, today, desk).is_some(),
                "{:?}",
                state.errors
            );
        }
        for letter in &demo.brief {
            let (form, mut state) = letter.form("2026-11-26".to_owned());
            assert!(
                letters::parse_brief(&form, &mut state, today).is_some(),
                "{:?}",
                state.errors
            );
        }
    }
}
