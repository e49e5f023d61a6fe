//! The clock of one data directory: where it starts, and that it is kept over restarts. It never goes
//! back, because what is stored was stamped by it.

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use domain::time::{Clock, iso_datetime};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A clock and the file that keeps its offset.
#[derive(Clone, Debug)]
pub struct LocalClock {
    /// The clock itself, shared with the product.
    pub clock: Clock,
    file: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    offset_ms: i64,
    /// The latest time the file knows of; for people who read it.
    shown: DateTime<Utc>,
}

/// How the clock is to be moved; exactly one of the two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Seconds forward.
    pub advance_seconds: Option<u64>,
    /// To that time, not before the present.
    pub set: Option<DateTime<Utc>>,
}

impl LocalClock {
    /// Opens the kept clock, or starts one at `start` (the system's time if `None`).
    pub fn open(file: &Path, start: Option<DateTime<Utc>>) -> anyhow::Result<Self> {
        let kept: Option<Kept> = match std::fs::read_to_string(file) {
            Ok(text) => {
                Some(serde_json::from_str(&text).with_context(|| format!("{} is damaged", file.display()))?)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
        };
        let clock = match (kept, start) {
            (None, None) => Clock::system(),
            (None, Some(at)) => Clock::starting_at(at),
            (Some(kept), start) => {
                let clock = Clock::with_offset_ms(kept.offset_ms);
                if let Some(at) = start
                    && clock.set(at).is_err()
                {
                    bail!(
                        "--clock {} lies before this data directory's own time, {}; its clock only moves forward",
                        iso_datetime(at),
                        iso_datetime(clock.now())
                    );
                }
                clock
            }
        };
        let opened = Self {
            clock,
            file: file.to_owned(),
        };
        opened.keep()?;
        Ok(opened)
    }

    /// Moves the clock forward and keeps it. The error is for the one who asked.
    pub fn apply(&self, order: &Move) -> Result<(), String> {
        match (order.advance_seconds, order.set) {
            (Some(seconds), None) => self.clock.advance(Duration::from_secs(seconds)),
            (None, Some(at)) => self.clock.set(at).map_err(|_| {
                format!(
                    "the clock shows {} and only moves forward",
                    iso_datetime(self.clock.now())
                )
            })?,
            _ => return Err("give either advance_seconds or set".to_owned()),
        }
        self.keep().map_err(|e| format!("{e:#}"))
    }

    fn keep(&self) -> anyhow::Result<()> {
        let kept = Kept {
            offset_ms: self.clock.offset_ms(),
            shown: self.clock.now(),
        };
        let unfinished = self.file.with_extension("new");
        std::fs::write(&unfinished, serde_json::to_vec(&kept)?)?;
        std::fs::rename(&unfinished, &self.file)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn near(clock: &LocalClock, text: &str) -> bool {
        let off = clock.clock.now() - at(text);
        (0..60).contains(&off.num_seconds())
    }

    #[test]
    fn a_moved_clock_is_still_moved_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clock.json");
        let clock = LocalClock::open(&file, Some(at("2026-01-05T00:00:00Z"))).unwrap();
        clock
            .apply(&Move {
                advance_seconds: Some(86_400),
                set: None,
            })
            .unwrap();
        drop(clock);
        assert!(near(
            &LocalClock::open(&file, None).unwrap(),
            "2026-01-06T00:00:00Z"
        ));
    }

    #[test]
    fn neither_a_start_option_nor_an_order_moves_it_back() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clock.json");
        let clock = LocalClock::open(&file, Some(at("2027-01-05T00:00:00Z"))).unwrap();
        let back = Move {
            advance_seconds: None,
            set: Some(at("2027-01-04T00:00:00Z")),
        };
        assert!(clock.apply(&back).unwrap_err().contains("only moves forward"));
        let error = LocalClock::open(&file, Some(at("2026-12-31T00:00:00Z")))
            .unwrap_err()
            .to_string();
        assert!(error.contains("only moves forward"), "{error}");
        assert!(near(
            &LocalClock::open(&file, None).unwrap(),
            "2027-01-05T00:00:00Z"
        ));
    }

    #[test]
    fn an_order_says_one_thing() {
        let dir = tempfile::tempdir().unwrap();
        let clock = LocalClock::open(&dir.path().join("clock.json"), None).unwrap();
        assert!(
            clock
                .apply(&Move {
                    advance_seconds: None,
                    set: None
                })
                .is_err()
        );
    }
}
