//! Demonstration suggestions (网上建议): made, studied and answered by the same commands as people's.

use super::{Stage, failed};
use anyhow::{Context as _, anyhow};
use domain::division::DivisionCode;
use domain::ids::{AgencyCode, SuggestionId};
use domain::suggestion::Outcome;
use domain::text::{StudyNote, SuggestionReply};
use intake::suggestions::steps::{self, Work};
use serde::Deserialize;
use store::filing::FilingError;
use store::suggestions::SuggestionHead;
use suggestions::command::{Answers, prepare};

const DATA: &str = include_str!("../../../../data/demo-suggestions.json");

/// The file.
#[derive(Deserialize)]
struct Demo {
    suggestions: Vec<Idea>,
}

/// 演示建议
#[derive(Deserialize)]
struct Idea {
    id: SuggestionId,
    by: String,
    day: u64,
    time: String,
    title: String,
    category: String,
    division: DivisionCode,
    content: String,
    steps: Vec<Step>,
}

/// What an officer does, so many days after it was made.
#[derive(Deserialize)]
struct Step {
    #[serde(rename = "do")]
    what: What,
    after: u64,
    officer: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    text: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum What {
    Open,
    Note,
    Transfer,
    Reply,
}

impl Step {
    /// How many events it appends.
    fn events(&self) -> u32 {
        1 + u32::from(self.what == What::Transfer)
    }
}

/// Makes and studies whatever of the demonstration is not there yet.
pub(super) async fn run(stage: &Stage<'_>) -> anyhow::Result<()> {
    let demo: Demo = serde_json::from_str(DATA).context("localstack/data/demo-suggestions.json")?;
    for idea in &demo.suggestions {
        play(stage, idea).await.with_context(|| idea.title.clone())?;
    }
    Ok(())
}

async fn play(stage: &Stage<'_>, idea: &Idea) -> anyhow::Result<()> {
    let mut head = make(stage, idea).await?;
    let mut version = 1;
    for (index, step) in idea.steps.iter().enumerate() {
        version += step.events();
        if head.suggestion.version < version {
            head = carry_out(stage, idea, step, index, &head).await?;
        }
    }
    Ok(())
}

async fn make(stage: &Stage<'_>, idea: &Idea) -> anyhow::Result<SuggestionHead> {
    let at = stage.at(idea.day, idea.time.parse()?);
    let account = stage.account(&idea.by).await?;
    let answers = Answers {
        title: idea.title.clone(),
        category: Some(idea.category.clone()).filter(|category| !category.is_empty()),
        division: idea.division,
        text: idea.content.clone(),
    };
    let new = prepare(stage.app, idea.id, &account, &answers, at).await;
    match stage.app.store.suggest(new.map_err(failed)?, at).await {
        Ok(head) => Ok(head),
        Err(FilingError::AlreadyFiled) => {
            let head = stage.app.store.suggestion_head(idea.id).await?;
            head.ok_or_else(|| anyhow!("made and not there"))
        }
        Err(error) => Err(error.into()),
    }
}

async fn carry_out(
    stage: &Stage<'_>,
    idea: &Idea,
    step: &Step,
    index: usize,
    head: &SuggestionHead,
) -> anyhow::Result<SuggestionHead> {
    let at = stage.working_time(idea.day, step.after, index);
    let (app, by) = (stage.app, stage.officer(&step.officer)?);
    let work = match step.what {
        What::Open => return Ok(steps::open(app, &by, head, at).await?),
        What::Note => Work::Note(StudyNote::parse(&step.text)?),
        What::Transfer => {
            let to: AgencyCode = step.to.parse()?;
            let to = stage
                .agencies
                .get(&to)
                .with_context(|| format!("no agency {to}"))?;
            Work::Transfer {
                to: to.reference(),
                reason: StudyNote::parse(&step.text)?,
            }
        }
        What::Reply => Work::Reply {
            outcome: Outcome::from_code(&step.outcome).context("no such outcome")?,
            words: SuggestionReply::parse(&step.text)?,
        },
    };
    Ok(steps::carry_out(app, &by, head, &work, at).await?)
}
