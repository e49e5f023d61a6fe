//! The model behind the suggestion of a category: training it (`suggest-train`) and measuring it
//! (`bench suggest`) on labelled messages. One message in five is never trained on, by its id, so that
//! what is measured on those was not learnt by heart.

use anyhow::{Context as _, bail};
use domain::suggest::{BUCKETS, CHANCE_MIN, Model, chances, features, weigh};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Into so many parts the messages are divided; the first is held out.
const FOLDS: u32 = 5;
/// Rounds over all messages.
const ROUNDS: u16 = 60;
/// How far one message moves the weights in the first round.
const STEP: f32 = 2.0;
/// How much every weight shrinks in a round.
const SHRINK: f32 = 0.001;
/// An n-gram that fewer messages have is left out: it is somebody's name, or chance.
const MESSAGES_MIN: u32 = 4;
/// What importance is counted in: the logarithm of how rare an n-gram is, so many steps to one.
const IMPORTANCE_STEPS: f64 = 32.0;

/// A labelled message, one JSON object a line.
#[derive(Clone, Deserialize)]
struct Message {
    id: String,
    title: String,
    body: String,
    category: String,
}

impl Message {
    /// The part it belongs to, by its id alone.
    fn fold(&self) -> u32 {
        let hash = self.id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        (hash >> 8) % FOLDS
    }
}

fn read(files: &[PathBuf]) -> anyhow::Result<Vec<Message>> {
    let mut messages: Vec<Message> = Vec::new();
    for file in files {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            messages.push(
                serde_json::from_str(line)
                    .context("a line is not a message with id, title, body, category")?,
            );
        }
    }
    if messages.is_empty() {
        bail!("name at least one file with labelled messages");
    }
    messages.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(messages)
}

/// Trains on what is not held out and writes the model.
///
/// # Errors
/// When a file cannot be read or written.
pub fn train(files: &[PathBuf], out: &Path) -> anyhow::Result<()> {
    let messages = read(files)?;
    let (kept, held): (Vec<_>, Vec<_>) = messages.into_iter().partition(|message| message.fold() != 0);
    let model = learn(&kept);
    let bytes = model.to_bytes();
    std::fs::write(out, &bytes)?;
    writeln!(
        std::io::stdout(),
        "{}: {} bytes from {} messages; {} held out",
        out.display(),
        bytes.len(),
        kept.len(),
        held.len()
    )?;
    Ok(())
}

/// Measures the built-in model on what it was not trained on, and the way it is trained by cross-validation.
///
/// # Errors
/// When a file cannot be read.
pub fn bench(files: &[PathBuf]) -> anyhow::Result<()> {
    let messages = read(files)?;
    let mut out = std::io::stdout();
    let held: Vec<&Message> = messages.iter().filter(|message| message.fold() == 0).collect();
    let mut score = Score::default();
    let begun = Instant::now();
    for message in &held {
        score.ask(Model::built_in(), message);
    }
    let each = begun.elapsed() / u32::try_from(held.len().max(1))?;
    writeln!(out, "built in, {} messages held out: {score}", held.len())?;
    writeln!(out, "one suggestion: {:.3} ms", each.as_secs_f64() * 1000.0)?;
    let mut score = Score::default();
    for fold in 0..FOLDS {
        let (asked, kept): (Vec<_>, Vec<_>) = messages
            .iter()
            .cloned()
            .partition(|message| message.fold() == fold);
        let model = learn(&kept);
        for message in &asked {
            score.ask(&model, message);
        }
    }
    writeln!(
        out,
        "cross-validation in {FOLDS} parts, {} messages: {score}",
        messages.len()
    )?;
    Ok(())
}

/// How often the model was right.
#[derive(Default)]
struct Score {
    asked: u32,
    first: u32,
    among_three: u32,
    spoken: u32,
    spoken_right: u32,
}

impl Score {
    fn ask(&mut self, model: &Model, message: &Message) {
        let ranked = model.rank(&message.title, &message.body);
        let place = ranked
            .iter()
            .position(|answer| answer.category == message.category);
        self.asked += 1;
        self.first += u32::from(place == Some(0));
        self.among_three += u32::from(place.is_some_and(|place| place < 3));
        if ranked.first().is_some_and(|best| best.chance >= CHANCE_MIN) {
            self.spoken += 1;
            self.spoken_right += u32::from(place == Some(0));
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |some: u32, of: u32| f64::from(some) / f64::from(of.max(1)) * 100.0;
        write!(
            f,
            "top-1 {:.1} %, top-3 {:.1} %; speaks {:.1} % of the time and is then right {:.1} %",
            part(self.first, self.asked),
            part(self.among_three, self.asked),
            part(self.spoken, self.asked),
            part(self.spoken_right, self.spoken)
        )
    }
}

/// Logistic regression by plain gradient steps over the messages in a fixed order.
fn learn(messages: &[Message]) -> Model {
    let classes: Vec<String> = messages
        .iter()
        .map(|message| message.category.clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let importance = importance(messages);
    let samples: Vec<(usize, Vec<(usize, f32)>)> = messages
        .iter()
        .map(|message| {
            let class = classes.iter().position(|class| *class == message.category);
            let features = features(&message.title, &message.body);
            (class.unwrap_or(0), weigh(&features, &importance))
        })
        .collect();
    let mut weights = vec![vec![0.0_f32; BUCKETS]; classes.len()];
    for round in 0..ROUNDS {
        let step = STEP / (1.0 + f32::from(round) / 20.0);
        for row in &mut weights {
            row.iter_mut().for_each(|weight| *weight *= 1.0 - SHRINK);
        }
        for (class, sample) in &samples {
            let score = |row: &Vec<f32>| sample.iter().map(|(bucket, x)| row[*bucket] * x).sum();
            let scores: Vec<f32> = weights.iter().map(score).collect();
            for (at, chance) in chances(&scores).into_iter().enumerate() {
                let wrong = if at == *class { 1.0 - chance } else { -chance };
                for (bucket, x) in sample {
                    weights[at][*bucket] += step * wrong * x;
                }
            }
        }
    }
    quantise(classes, importance, &weights)
}

/// How much each bucket tells: nothing if too few messages have it, else the more the fewer.
fn importance(messages: &[Message]) -> Vec<u8> {
    let mut counts = vec![0_u32; BUCKETS];
    for message in messages {
        for bucket in features(&message.title, &message.body) {
            counts[usize::from(bucket)] += 1;
        }
    }
    let all = f64::from(u32::try_from(messages.len()).unwrap_or(u32::MAX)) + 1.0;
    let of = |count: u32| {
        let rare = (all / (f64::from(count) + 1.0)).ln() * IMPORTANCE_STEPS;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte"
        )]
        let byte = rare.round().clamp(0.0, 255.0) as u8;
        if count < MESSAGES_MIN { 0 } else { byte }
    };
    counts.into_iter().map(of).collect()
}

fn quantise(classes: Vec<String>, importance: Vec<u8>, weights: &[Vec<f32>]) -> Model {
    let largest = weights
        .iter()
        .flatten()
        .fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    let scale = largest / 127.0;
    #[expect(clippy::cast_possible_truncation, reason = "at most 127 by the scale")]
    let small = weights
        .iter()
        .flatten()
        .map(|weight| (weight / scale.max(f32::MIN_POSITIVE)).round() as i8)
        .collect();
    Model::new(classes, scale, importance, small)
}
