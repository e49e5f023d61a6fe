//! A running local stack, as a process of its own. Killed when dropped.

use crate::page::plain_http;
use anyhow::{Context as _, bail};
use serde_json::Value;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// The answer of every captcha in the tests.
pub const CAPTCHA: &str = "12345";

/// Runs a program until our end of the pipe closes, then kills it: a stack that is a static is never
/// dropped, and a test process that is killed drops nothing.
const KEPT: &str = r#""$@" & running=$!; exec >&-; read -r _; kill -9 $running; wait"#;

/// How a stack is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// `--clock`; without one the data directory's own time goes on.
    pub clock: Option<&'static str>,
    /// Whether failures are limited.
    pub limits: bool,
    /// A data directory that outlives the stack; in memory without one.
    pub data_dir: Option<PathBuf>,
    /// A fixed captcha answer, unless the test wants real ones.
    pub captcha: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Some("2026-11-23T09:00:00+08:00"),
            limits: false,
            data_dir: None,
            captcha: true,
        }
    }
}

/// A running stack.
pub struct Stack {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    child: Mutex<Child>,
    log: tempfile::NamedTempFile,
}

/// The repository.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The folder of this profile's binaries; builds them once for each test process, since `cargo test`
/// builds no other package's.
pub fn binaries() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let exe = std::env::current_exe().expect("the test binary has a path");
        let beside = exe.parent().expect("a binary lies in a folder");
        // Test binaries lie one folder deeper than the others.
        let folder = if beside.ends_with("deps") {
            beside.parent().unwrap_or(beside)
        } else {
            beside
        }
        .to_owned();
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut build = Command::new(cargo);
        build
            .args(["build", "--workspace", "--bins", "--quiet"])
            .current_dir(root());
        if folder.ends_with("release") {
            build.arg("--release");
        }
        // What cargo tells a test about its package, build scripts that watch it (ring's) would take for
        // a change: everything above them would be built again, here and in the next `cargo test`.
        for (name, _) in std::env::vars_os() {
            let about = name.to_string_lossy();
            if about.starts_with("CARGO_PKG_") || about.starts_with("CARGO_MANIFEST_") || about == "OUT_DIR" {
                build.env_remove(&name);
            }
        }
        let built = build.status().expect("cargo starts");
        assert!(built.success(), "the binaries build");
        folder
    })
}

/// Names for the tables and buckets of a data directory, the same at every start. The embedded engines lie
/// in the directory and take no notice; on another implementation all stacks would share one set.
fn names_of(dir: &Path) -> [(&'static str, String); 3] {
    let mut hash = DefaultHasher::new();
    dir.hash(&mut hash);
    let own = format!("xf-{:016x}", hash.finish());
    [
        ("TABLE_PREFIX", format!("{own}-")),
        ("BUCKET", format!("{own}-attachments")),
        ("AUDIT_BUCKET", format!("{own}-heads")),
    ]
}

impl Stack {
    /// A stack in memory with a fixed clock and captcha and without limits.
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// A stack whose data lie in a directory.
    pub async fn in_dir(dir: &Path) -> Self {
        Self::with(Options {
            data_dir: Some(dir.to_owned()),
            ..Options::default()
        })
        .await
    }

    /// A stack started as told.
    pub async fn with(options: Options) -> Self {
        tokio::task::spawn_blocking(move || Self::spawn(&options).expect("the local stack starts"))
            .await
            .expect("the start is not cancelled")
    }

    /// The stack that tests share when each only adds accounts and petitions of its own.
    pub async fn shared() -> &'static Self {
        static SHARED: LazyLock<Stack> =
            LazyLock::new(|| Stack::spawn(&Options::default()).expect("the local stack starts"));
        tokio::task::spawn_blocking(|| &*SHARED)
            .await
            .expect("the start is not cancelled")
    }

    fn spawn(options: &Options) -> anyhow::Result<Self> {
        let log = tempfile::NamedTempFile::new()?;
        let mut command = Command::new("sh");
        command
            .args(["-c", KEPT, "sh"])
            .arg(binaries().join("localstack"));
        command.args(["--port", "0", "--quiet"]);
        if let Some(clock) = options.clock {
            command.args(["--clock", clock]);
        }
        if options.captcha {
            command.args(["--captcha", CAPTCHA]);
        }
        if !options.limits {
            command.args(["--limits", "off"]);
        }
        match &options.data_dir {
            Some(dir) => command.arg("--data-dir").arg(dir).envs(names_of(dir)),
            None => command.arg("--memory"),
        };
        command
            .env("RUST_LOG", "info")
            .env("EXPOSE_USAGE", "1")
            .current_dir(root());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.reopen()?);
        let mut child = command.spawn()?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let mut lines = BufReader::new(stdout).lines();
        let ready = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ready ").map(str::to_owned));
        let Some(url) = ready else {
            let said = std::fs::read_to_string(log.path()).unwrap_or_default();
            bail!("the local stack ended before it was ready: {said}");
        };
        // Nobody reads on, so nothing may block on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            url,
            child: Mutex::new(child),
            log,
        })
    }

    /// Ends the process at once, as a power cut would.
    pub fn kill(&self) {
        let mut child = self.child.lock().expect("nobody panicked here");
        drop(child.stdin.take());
        let _ = child.wait();
    }

    /// The resident memory of the process in megabytes; 0 where the system does not tell.
    #[must_use]
    pub fn resident_mb(&self) -> u64 {
        let shell = self.child.lock().expect("nobody panicked here").id();
        let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children"));
        let children = children.unwrap_or_default();
        let id = children.split_whitespace().next().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
            .unwrap_or(0)
            / 1024
    }

    /// What the stack has logged.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log.path()).unwrap_or_default()
    }

    /// A JSON document of `/_local/…`.
    pub async fn local(&self, path: &str) -> Value {
        let url = format!("{}/_local/{path}", self.url);
        let client = plain_http().build().expect("a plain client builds");
        let response = client.get(url).send().await.expect("the stack answers");
        response.json().await.expect("the answer is JSON")
    }

    /// Moves the clock forward.
    pub async fn advance(&self, by: Duration) {
        let url = format!("{}/_local/clock", self.url);
        let body = serde_json::json!({"advance_seconds": by.as_secs()});
        let client = plain_http().build().expect("a plain client builds");
        let response = client
            .post(url)
            .json(&body)
            .send()
            .await
            .expect("the stack answers");
        assert!(response.status().is_success(), "the clock moves");
    }

    /// The messages sent so far, as `(to, text)`.
    pub async fn outbox(&self) -> Vec<(String, String)> {
        let messages = self.local("outbox.json").await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = messages.as_array().cloned().unwrap_or_default();
        list.iter().map(|m| (text(&m["to"]), text(&m["text"]))).collect()
    }

    /// Waits until `condition` holds, at most a minute: the machine may be busy.
    pub async fn until<F, T>(&self, what: &str, condition: impl Fn() -> F) -> T
    where
        F: Future<Output = Option<T>>,
    {
        let begun = Instant::now();
        loop {
            if let Some(value) = condition().await {
                return value;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "waited in vain for: {what}"
            );
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.kill();
    }
}
