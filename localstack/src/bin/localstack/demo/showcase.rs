//! Demonstration cases for the public (案例选登): chosen, asked about, written and approved by the same commands as
//! people's. Each step looks at what is there, so that a seed that was cut off goes on where it stopped.

use super::Stage;
use anyhow::{Context as _, anyhow};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::event::OfficerRef;
use domain::ids::{PetitionId, ShowcaseId};
use domain::showcase::{Answer, Showcase, Step, Way, Wish, Words, Work};
use domain::time::local_date;
use serde::Deserialize;
use showcase_editor::steps;
use store::StoreError;
use store::cases::CaseFile;

const DATA: &str = include_str!("../../../../data/demo-showcase.json");

/// The file.
#[derive(Deserialize)]
struct Demo {
    cases: Vec<Case>,
}

/// 演示案例
#[derive(Deserialize)]
struct Case {
    id: ShowcaseId,
    petition: PetitionId,
    editor: String,
    day: u64,
    asked_day: u64,
    way: String,
    #[serde(default)]
    approver: String,
    #[serde(default)]
    approved_day: u64,
    title: String,
    outcome: String,
    reported: String,
    handled: String,
}

/// Tells whatever of the demonstration is not told yet; what was changed by hand since stays.
pub(super) async fn run(stage: &Stage<'_>) -> anyhow::Result<()> {
    let demo: Demo = serde_json::from_str(DATA).context("localstack/data/demo-showcase.json")?;
    for case in &demo.cases {
        play(stage, case).await.with_context(|| case.title.clone())?;
    }
    Ok(())
}

async fn play(stage: &Stage<'_>, case: &Case) -> anyhow::Result<()> {
    let by = stage.officer(&case.editor)?;
    let petition = stage.app.store.case(case.petition).await?;
    let petition = petition.context("no such petition")?;
    let mut showcase = begin(stage, case, &petition, &by).await?;
    let written = Step::Save {
        words: Box::new(case.words(&showcase)),
        explained: Vec::new(),
    };
    let asked = Step::Ask(Box::new(Wish {
        answer: Answer::Agreed,
        way: Way::from_code(&case.way).context("no such way")?,
        on: local_date(at(stage, case.asked_day, 10)),
        by: by.clone(),
        at: at(stage, case.asked_day, 10),
    }));
    let mut todo = vec![
        (written, &by, at(stage, case.day, 15)),
        (asked, &by, at(stage, case.asked_day, 10)),
        (Step::Submit, &by, at(stage, case.asked_day, 16)),
    ];
    let approver = match case.approver.as_str() {
        "" => None,
        name => Some(stage.officer(name)?),
    };
    if let Some(approver) = &approver {
        todo.push((Step::Approve, approver, at(stage, case.approved_day, 9)));
    }
    // The first revision is the choice itself; every step raises it by one.
    for (done, (step, by, at)) in (1..).zip(todo) {
        if showcase.revision == done && showcase.work != Work::None {
            showcase = steps::carry_out(stage.app, by, &showcase, &step, at).await?;
        }
    }
    Ok(())
}

async fn begin(
    stage: &Stage<'_>,
    case: &Case,
    petition: &CaseFile,
    by: &OfficerRef,
) -> anyhow::Result<Showcase> {
    match steps::pick(stage.app, by, case.id, petition, at(stage, case.day, 9)).await {
        Ok(showcase) => Ok(showcase),
        Err(StoreError::Conflict) => {
            let there = stage.app.store.showcase(case.id).await?;
            there.ok_or_else(|| anyhow!("another case tells its petition"))
        }
        Err(error) => Err(error.into()),
    }
}

impl Case {
    fn words(&self, showcase: &Showcase) -> Words {
        Words {
            title: self.title.clone(),
            outcome: self.outcome.clone(),
            reported: self.reported.clone(),
            handled: self.handled.clone(),
            ..showcase.words.clone()
        }
    }
}

/// An hour of a day, so many days ago, as long as that is not in the future.
fn at(stage: &Stage<'_>, days_ago: u64, hour: i64) -> DateTime<Utc> {
    let time = stage.at(days_ago, NaiveTime::MIN) + TimeDelta::hours(hour);
    time.min(stage.now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::showcase::Field;

    #[test]
    fn the_cases_of_demonstration_are_such_as_the_pages_would_take() {
        let demo: Demo = serde_json::from_str(DATA).unwrap();
        assert!(demo.cases.iter().filter(|case| !case.approver.is_empty()).count() >= 3);
        for case in &demo.cases {
            assert_ne!(case.editor, case.approver);
            for (field, text) in [
                (Field::Title, &case.title),
                (Field::Outcome, &case.outcome),
                (Field::Reported, &case.reported),
                (Field::Handled, &case.handled),
            ] {
                assert_eq!(field.parse(text).as_ref(), Ok(text), "{}", case.title);
                let numbers = domain::redaction::find(text);
                assert!(
                    numbers.iter().all(|find| !find.kind.is_number()),
                    "{}",
                    case.title
                );
            }
        }
    }
}
