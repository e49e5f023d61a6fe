//! Demonstration visits: read by the rules of the form that people fill in, registered and talked about by the same
//! commands.

use super::{Stage, failed};
use anyhow::{Context as _, bail};
use domain::ids::{AgencyCode, PetitionId};
use domain::interview::{Conclusion, InterviewRecord, LeaderReception};
use domain::time::local_date;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::filing::FilingError;
use store::head::Head;
use visits::steps::{self, Files};
use web::registration::Desk;
use web::{FormData, FormState};

const DATA: &str = include_str!("../../../../data/demo-visits.json");

/// The file.
#[derive(Deserialize)]
struct Demo {
    visits: Vec<Visited>,
}

/// 演示来访: the form as a clerk filled it in, so many days ago, and what came of it the same day.
#[derive(Deserialize)]
struct Visited {
    id: PetitionId,
    officer: String,
    interviewer: String,
    day: u64,
    form: BTreeMap<String, String>,
    #[serde(default)]
    sent: Option<Sent>,
    #[serde(default)]
    record: Option<Record>,
    #[serde(default)]
    reception: Option<Reception>,
    done: bool,
    /// To whom it was passed on the same day; nobody if empty.
    #[serde(default)]
    to: String,
}

/// 发送
#[derive(Deserialize)]
struct Sent {
    to: String,
    reason: String,
}

/// 接谈记录
#[derive(Deserialize)]
struct Record {
    text: String,
    conclusion: String,
    #[serde(default)]
    advice: String,
}

/// 领导公开接访
#[derive(Deserialize)]
struct Reception {
    leader: String,
    place: String,
    text: String,
}

impl Visited {
    fn form(&self, interviewer: String) -> (FormData, FormState) {
        let typed = self
            .form
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let form = FormData::from_pairs(typed.chain([("interviewer".to_owned(), interviewer)]).collect());
        let state = form.state("");
        (form, state)
    }
}

/// Registers whatever of the demonstration is not there yet, and goes on with what is.
pub(super) async fn run(stage: &Stage<'_>) -> anyhow::Result<()> {
    let demo: Demo = serde_json::from_str(DATA).context("localstack/data/demo-visits.json")?;
    for visited in &demo.visits {
        let head = register(stage, visited)
            .await
            .with_context(|| visited.id.to_string())?;
        follow(stage, visited, head)
            .await
            .with_context(|| visited.id.to_string())?;
    }
    Ok(())
}

async fn register(stage: &Stage<'_>, visited: &Visited) -> anyhow::Result<Head> {
    let (app, by) = (stage.app, stage.officer(&visited.officer)?);
    let interviewer = stage.officer(&visited.interviewer)?;
    if let Some(there) = app.store.head(visited.id).await? {
        return Ok(there);
    }
    let at = stage.working_time(visited.day, 0, 0);
    let (form, mut state) = visited.form(interviewer.id.to_string());
    let agencies = app.store.agencies(app.now()).await?;
    let desk = Desk {
        agency: &by.agency.code,
        agencies: &agencies,
    };
    let Some(entry) = visits::parse(&form, &mut state, local_date(at), desk) else {
        bail!("{:?}", state.errors)
    };
    let new = steps::prepare(
        app,
        &by,
        visited.id,
        &entry,
        interviewer,
        Files::default(),
        Vec::new(),
        at,
    );
    match app.store.file(new.await.map_err(failed)?, at).await {
        Ok(head) => Ok(head),
        Err(FilingError::AlreadyFiled) => app.store.head(visited.id).await?.context("registered and gone"),
        Err(error) => Err(error.into()),
    }
}

/// What came of it: each step is taken if the header does not say that it was.
async fn follow(stage: &Stage<'_>, visited: &Visited, mut head: Head) -> anyhow::Result<()> {
    let app = stage.app;
    let mut to = stage.officer(&visited.interviewer)?;
    let standing = |head: &Head| {
        head.petition
            .interview
            .clone()
            .context("a visit without an interview")
    };
    if let Some(sent) = &visited.sent {
        let other = stage.officer(&sent.to)?;
        if standing(&head)?.to.id == to.id {
            let at = stage.working_time(visited.day, 0, 1);
            head = steps::send_on(app, &to, &head, (other.clone(), sent.reason.clone()), None, at).await?;
        }
        to = other;
    }
    if let Some(record) = visited.record.as_ref().filter(|_| !head_is_recorded(&head)) {
        let at = stage.working_time(visited.day, 0, 2);
        let record = InterviewRecord {
            at,
            text: record.text.clone(),
            conclusion: Conclusion::from_code(&record.conclusion).context("no such conclusion")?,
            advice: record.advice.clone(),
        };
        head = steps::record(app, &to, &head, record, visited.done, at).await?;
    }
    if let Some(reception) = visited.reception.as_ref()
        && standing(&head)?.receptions == 0
    {
        let at = stage.working_time(visited.day, 0, 3);
        let by = stage.officer(&visited.officer)?;
        let reception = LeaderReception {
            leader: reception.leader.clone(),
            date: local_date(at),
            place: reception.place.clone(),
            text: reception.text.clone(),
            attachments: Vec::new(),
        };
        head = steps::receive(app, &by, &head, reception, Files::default(), at).await?;
    }
    if visited.to.is_empty() || head.petition.path.len() > 1 {
        return Ok(());
    }
    let agency: AgencyCode = visited.to.parse()?;
    let agency = stage
        .agencies
        .get(&agency)
        .with_context(|| format!("no agency {agency}"))?;
    let by = stage.officer(&visited.officer)?;
    let at = stage.working_time(visited.day, 0, 4);
    handling::steps::transfer(app, &by, &head, agency, "", None, at)
        .await
        .map_err(failed)?;
    Ok(())
}

fn head_is_recorded(head: &Head) -> bool {
    head.petition
        .interview
        .as_ref()
        .is_some_and(|interview| interview.recorded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_visit_is_valid_by_the_rules_that_clerks_meet() {
        let demo: Demo = serde_json::from_str(DATA).unwrap();
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let (agency, agencies) = ("370000-xfj".parse().unwrap(), store::content::Agencies::default());
        let desk = Desk {
            agency: &agency,
            agencies: &agencies,
        };
        for visited in &demo.visits {
            let (form, mut state) = visited.form(visited.id.to_string());
            assert!(
                visits::parse(&form, &mut state, today, desk).is_some(),
                "{:?}",
                state.errors
            );
            if let Some(record) = &visited.record {
                assert!(Conclusion::from_code(&record.conclusion).is_some());
            }
            assert!(!visited.done || visited.record.is_some());
        }
    }
}
