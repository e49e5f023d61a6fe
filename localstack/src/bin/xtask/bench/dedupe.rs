//! How well dedupe (判重) tells what is one matter, on a labelled set made of real messages, and what one dedupe costs in a
//! small store and in a large one.

mod labelled;
mod timing;

use anyhow::{Context as _, bail};
use domain::fingerprint::{ALIKE_PERCENT_MIN, CONTAINED_PERCENT_MIN, Fingerprint, Likeness, RUNS_MIN};
use labelled::{Origin, Pair, pairs};
use serde::Deserialize;
use std::io::Write as _;
use std::path::PathBuf;

/// One message.
#[derive(Clone, Deserialize)]
struct Message {
    id: String,
    #[serde(default)]
    user: Option<String>,
    title: String,
    body: String,
    #[serde(default)]
    category: Option<String>,
}

impl Message {
    fn text(&self) -> String {
        format!("{}\n{}", self.title, self.body)
    }
}

/// A pair, measured.
struct Measured<'a> {
    pair: &'a Pair,
    likeness: Likeness,
    bands: usize,
}

/// Thresholds, in per cent.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Thresholds {
    alike: u32,
    contained: u32,
}

impl Thresholds {
    const BUILT_IN: Self = Self {
        alike: ALIKE_PERCENT_MIN,
        contained: CONTAINED_PERCENT_MIN,
    };

    fn says_same(self, likeness: Likeness) -> bool {
        likeness.own.min(likeness.other) >= RUNS_MIN
            && (likeness.percent() >= self.alike || likeness.contained_percent() >= self.contained)
    }
}

/// Prints both.
pub async fn run(files: &[PathBuf], large: usize) -> anyhow::Result<()> {
    let messages = read(files)?;
    accuracy(&messages)?;
    if large == 0 {
        return Ok(());
    }
    timing::run(&messages, large).await
}

fn read(files: &[PathBuf]) -> anyhow::Result<Vec<Message>> {
    let mut messages = Vec::new();
    for file in files {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            messages.push(serde_json::from_str::<Message>(line).context("a line is no message")?);
        }
    }
    if messages.len() < 20 {
        bail!("too few messages: name files with JSON lines of id, title and body");
    }
    Ok(messages)
}

fn accuracy(messages: &[Message]) -> anyhow::Result<()> {
    let pairs = pairs(messages);
    let measured: Vec<Measured> = pairs.iter().map(measure).collect();
    // A message and all its copies lie in one half.
    let (mut tuned, mut held_out) = (Vec::new(), Vec::new());
    for one in &measured {
        let half = one.pair.ids.0.bytes().fold(0_u8, u8::wrapping_add) % 2;
        let into = if half == 0 { &mut tuned } else { &mut held_out };
        into.push(one);
    }
    let chosen = choose(&tuned);
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\ndedupe by words: {} pairs of {} messages; thresholds from {} pairs, reported on {}",
        measured.len(),
        messages.len(),
        tuned.len(),
        held_out.len()
    )?;
    for (name, thresholds) in [
        ("chosen on the other half", chosen),
        ("built in", Thresholds::BUILT_IN),
    ] {
        report(name, thresholds, &held_out)?;
    }
    Ok(())
}

fn measure(pair: &Pair) -> Measured<'_> {
    let (one, other) = (Fingerprint::of(&pair.one), Fingerprint::of(&pair.other));
    Measured {
        pair,
        likeness: one.likeness(&other),
        bands: one.bands_shared(&other),
    }
}

/// The thresholds with the best balance of precision and recall (F1).
fn choose(pairs: &[&Measured]) -> Thresholds {
    let mut best = (0.0, Thresholds::BUILT_IN);
    for alike in (20..=80).step_by(2) {
        for contained in (40..=96).step_by(2) {
            let thresholds = Thresholds { alike, contained };
            let score = Score::of(thresholds, pairs).f1();
            if score > best.0 {
                best = (score, thresholds);
            }
        }
    }
    best.1
}

#[derive(Default)]
struct Score {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Score {
    fn of(thresholds: Thresholds, pairs: &[&Measured]) -> Self {
        let mut score = Self::default();
        for one in pairs {
            let same = one.pair.origin != Origin::Unrelated;
            match (thresholds.says_same(one.likeness), same) {
                (true, true) => score.right += 1.0,
                (true, false) => score.wrong += 1.0,
                (false, true) => score.missed += 1.0,
                (false, false) => {}
            }
        }
        score
    }

    fn precision(&self) -> f64 {
        self.right / (self.right + self.wrong).max(1.0)
    }

    fn recall(&self) -> f64 {
        self.right / (self.right + self.missed).max(1.0)
    }

    fn f1(&self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.wrong + self.missed).max(1.0)
    }
}

fn report(name: &str, thresholds: Thresholds, pairs: &[&Measured]) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    let score = Score::of(thresholds, pairs);
    writeln!(
        out,
        "thresholds {name}: alike from {} %, contained from {} %: precision {:.1} %, recall {:.1} %, F1 {:.1} %",
        thresholds.alike,
        thresholds.contained,
        score.precision() * 100.0,
        score.recall() * 100.0,
        score.f1() * 100.0
    )?;
    writeln!(
        out,
        "{:<22} {:>7} {:>14} {:>14} {:>16}",
        "pairs", "count", "said the same", "share a band", "both: is listed"
    )?;
    for origin in Origin::ALL {
        let of: Vec<_> = pairs.iter().filter(|one| one.pair.origin == origin).collect();
        let part = |says: &dyn Fn(&Measured) -> bool| {
            let count = of.iter().filter(|one| says(one)).count();
            #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
            let share = count as f64 * 100.0 / of.len().max(1) as f64;
            format!("{share:.1} %")
        };
        let same = |one: &Measured| thresholds.says_same(one.likeness);
        let band = |one: &Measured| one.bands > 0;
        writeln!(
            out,
            "{:<22} {:>7} {:>14} {:>14} {:>16}",
            origin.name(),
            of.len(),
            part(&same),
            part(&band),
            part(&|one| same(one) && band(one))
        )?;
    }
    let wrong = pairs
        .iter()
        .filter(|one| one.pair.origin == Origin::Unrelated && thresholds.says_same(one.likeness));
    let ids: Vec<String> = wrong
        .map(|one| format!("{}/{}", one.pair.ids.0, one.pair.ids.1))
        .take(12)
        .collect();
    if !ids.is_empty() {
        writeln!(
            out,
            "said the same of different messages, for looking at: {}",
            ids.join(" ")
        )?;
    }
    Ok(())
}
