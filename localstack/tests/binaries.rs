//! The two binaries from outside: the command line contract of the local stack, and what the server
//! must not contain. Journeys through the product are the `tests` crate's.

#![expect(
    clippy::unwrap_used,
    reason = "a test ends at the first surprise, its helpers too"
)]

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const STACK: &str = env!("CARGO_BIN_EXE_localstack");
const SERVER: &str = env!("CARGO_BIN_EXE_server");

struct Stack {
    child: Child,
    base: String,
    out: BufReader<ChildStdout>,
}

impl Stack {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(STACK)
            .args(["--port", "0", "--quiet"])
            .args(arguments)
            .env_remove("AWS_ENDPOINT_URL")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let base = line
            .trim_end()
            .strip_prefix("ready ")
            .expect("the ready line")
            .to_owned();
        assert!(base.starts_with("http://127.0.0.1:"), "{base}");
        Self { child, base, out }
    }

    async fn json(&self, path: &str) -> Value {
        let bytes = client()
            .get(format!("{}{path}", self.base))
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    async fn order(&self, order: &Value) -> (u16, Value) {
        let response = client()
            .post(format!("{}/_local/clock", self.base))
            .json(order)
            .send()
            .await
            .unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// SIGTERM, and how long the end took; nothing else was printed.
    fn stop(mut self) -> Duration {
        let asked = Instant::now();
        Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(self.child.wait().unwrap().success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        asked.elapsed()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Stack {
    fn refused(arguments: &[&str], env: &[(&str, &str)]) -> String {
        let output = Command::new(STACK)
            .args(arguments)
            .envs(env.iter().copied())
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }
}

fn client() -> reqwest::Client {
    services::http::client().unwrap()
}

fn contains(binary: &str, needle: &[u8]) -> bool {
    std::fs::read(binary)
        .unwrap()
        .windows(needle.len())
        .any(|window| window == needle)
}

#[test]
fn the_server_links_neither_the_embedded_database_nor_the_demo_people() {
    for needle in [&b"SQLite format 3"[..], b"Xinfang-2026"] {
        assert!(contains(STACK, needle), "the search itself works");
        assert!(!contains(SERVER, needle), "{}", String::from_utf8_lossy(needle));
    }
}

#[test]
fn a_server_without_settings_says_which_one_is_missing() {
    let output = Command::new(SERVER).env_clear().output().unwrap();
    assert!(!output.status.success());
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("is not set"), "{words}");
}

#[tokio::test]
async fn a_stack_in_memory_shows_its_people_and_moves_its_clock_forward_only() {
    let stack = Stack::start(&["--memory", "--clock", "2026-11-23T08:00:00+08:00"]);
    let people = stack.json("/_local/people.json").await;
    assert!(people["people"].as_array().unwrap().len() >= 40);
    let codes: Vec<_> = people["officers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["totp"].clone())
        .collect();
    assert!(
        codes
            .iter()
            .all(|code| code.as_str().is_some_and(|code| code.len() == 6))
    );
    let again = stack.json("/_local/people.json?username=dengji").await;
    assert_ne!(again["officers"][0]["totp"], people["officers"][0]["totp"]);
    assert_eq!(stack.json("/_local/outbox.json").await, json!([]));

    let (status, now) = stack.order(&json!({"set": "2026-12-01T09:00:00+08:00"})).await;
    assert_eq!(status, 200);
    assert!(
        now["now"].as_str().unwrap().starts_with("2026-12-01T09:00"),
        "{now}"
    );
    let (status, error) = stack.order(&json!({"set": "2026-11-30T09:00:00+08:00"})).await;
    assert_eq!((status, error["error"].is_string()), (400, true));
    let (_, now) = stack.order(&json!({"advance_seconds": 3600})).await;
    assert!(
        now["now"].as_str().unwrap().starts_with("2026-12-01T10:00"),
        "{now}"
    );
    assert!(stack.stop() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_bucket_is_under_the_portals_address_and_asks_for_a_signature() {
    let stack = Stack::start(&["--memory"]);
    let response = client()
        .get(format!("{}/xf-attachments/clean/x", stack.base))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 403);
}

#[tokio::test]
async fn a_directory_keeps_its_clock_belongs_to_one_stack_and_starts_again_within_a_second() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("data");
    let dir = dir.to_str().unwrap();
    let first = Stack::start(&["--data-dir", dir, "--clock", "2030-01-02T08:00:00+08:00"]);
    let words = Stack::refused(&["--port", "0", "--data-dir", dir], &[]);
    assert!(words.contains("in use by another local stack"), "{words}");
    let run = Path::new(dir).join("run.json");
    let told: Value = serde_json::from_slice(&std::fs::read(&run).unwrap()).unwrap();
    assert_eq!(told["url"], first.base.as_str());
    first.stop();
    assert!(!run.exists());
    assert!(Path::new(dir).join("database.sqlite").exists());

    let asked = Instant::now();
    let second = Stack::start(&["--data-dir", dir]);
    let took = asked.elapsed();
    // The promise is one second; a machine that is busy with other tests gets some more.
    assert!(took < Duration::from_secs(3), "{took:?}");
    let now = second.json("/_local/clock").await;
    assert!(
        now["now"].as_str().unwrap().starts_with("2030-01-02T08:0"),
        "{now}"
    );
}

#[test]
fn an_endpoint_elsewhere_and_a_taken_port_are_refused_in_words() {
    let env = [("AWS_ENDPOINT_URL", "http://192.0.2.1:8000")];
    let words = Stack::refused(&["--port", "0", "--memory"], &env);
    assert!(words.contains("not on this machine"), "{words}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let words = Stack::refused(&["--port", &port, "--memory"], &[]);
    assert!(words.contains("is taken"), "{words}");
}
