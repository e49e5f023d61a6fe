//! The command line of the local stack. Owns options and their meaning; starts nothing.

use chrono::{DateTime, Utc};
use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// Runs the whole petition system on this machine: web server, database, object store, simulated
/// real-name and SMS services. Needs nothing else and listens on 127.0.0.1 only.
///
/// When it serves it prints one line `ready http://127.0.0.1:PORT`.
#[derive(Debug, Parser)]
#[command(name = "localstack", version)]
pub struct Cli {
    /// Port to serve on; 0 takes any free one.
    #[arg(long, default_value_t = 3000)]
    pub port: u16,

    /// Where data, keys, the clock and "sent" messages are kept.
    #[arg(long, value_name = "DIR", default_value = ".local")]
    pub data_dir: PathBuf,

    /// Keep nothing: everything is gone when the process ends.
    #[arg(long, conflicts_with = "data_dir")]
    pub memory: bool,

    /// The time it is at start, e.g. 2026-11-23T08:00:00+08:00; runs on from there. A kept clock is
    /// never moved back.
    #[arg(long, value_name = "RFC3339")]
    pub clock: Option<DateTime<Utc>>,

    /// Every captcha accepts exactly this answer.
    #[arg(long, value_name = "TEXT")]
    pub captcha: Option<String>,

    /// `off`: failures are not counted and nobody is told to wait.
    #[arg(long, value_enum, default_value_t = Limits::On)]
    pub limits: Limits,

    /// Print nothing but the ready line (and what goes wrong).
    #[arg(long)]
    pub quiet: bool,
}

/// Whether failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Limits {
    /// As in production.
    On,
    /// For tests and measurements.
    Off,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("localstack").chain(arguments.iter().copied()))
    }

    #[test]
    fn without_options_it_serves_port_3000_from_dot_local_with_limits() {
        let cli = parse(&[]).unwrap();
        assert_eq!(
            (cli.port, cli.data_dir.to_str().unwrap(), cli.memory),
            (3000, ".local", false)
        );
        assert_eq!((cli.limits, cli.quiet, cli.clock), (Limits::On, false, None));
    }

    #[test]
    fn every_option_of_the_contract_is_understood() {
        let cli = parse(&[
            "--port",
            "0",
            "--memory",
            "--clock",
            "2026-11-23T08:00:00+08:00",
            "--captcha",
            "12345",
            "--limits",
            "off",
            "--quiet",
        ])
        .unwrap();
        assert_eq!(cli.clock.unwrap().to_rfc3339(), "2026-11-23T00:00:00+00:00");
        assert_eq!(cli.captcha.as_deref(), Some("12345"));
        assert_eq!(
            (cli.limits, cli.memory, cli.port, cli.quiet),
            (Limits::Off, true, 0, true)
        );
    }

    #[test]
    fn a_data_directory_and_memory_exclude_each_other() {
        assert!(parse(&["--memory", "--data-dir", "x"]).is_err());
    }
}
