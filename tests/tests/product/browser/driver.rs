//! One Chromium: its processes, its window, and the few things that people do in it. What is wrong with
//! the pages it passes is collected, so that one run names it all.

use super::tools::Tools;
use fantoccini::elements::Element;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Url;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a driver is started: it looks for a free port in two steps, and another driver can take the
/// port between them.
const STARTS: usize = 5;

/// Runs the driver until our end of the pipe closes, then ends it with every process it started.
const KEPT: &str = r#""$@" & exec >&-; read -r _; kill -9 0"#;

/// How the browser is set up.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    pub scripts: bool,
    pub width: u32,
    /// Whether a camera is connected, and whoever sits there lets it be used.
    pub camera: bool,
}

/// A phone whose owner has switched scripts off.
pub const PHONE_WITHOUT_SCRIPTS: Setup = Setup {
    scripts: false,
    width: 360,
    camera: false,
};

/// A phone.
pub const PHONE: Setup = Setup {
    scripts: true,
    width: 360,
    camera: false,
};

/// An ordinary screen.
pub const DESK: Setup = Setup {
    scripts: true,
    width: 1280,
    camera: false,
};

/// The driver's processes.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// A browser in use.
pub struct Browser {
    pub client: Client,
    base: String,
    axe: Option<String>,
    scripts: bool,
    wrong: Mutex<Vec<String>>,
    // In this order: the processes end before their folder is deleted.
    _driver: Driver,
    _folder: tempfile::TempDir,
}

/// A command that only Chromium's driver knows.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _url: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// Starts the driver, or tells what it said before it ended. Whatever it and the browser leave behind lies
/// in `folder`.
fn start(tools: &Tools, folder: &std::path::Path) -> Result<(Driver, String), String> {
    let mut command = Command::new("sh");
    command
        .args(["-c", KEPT, "sh"])
        .arg(&tools.driver)
        .arg("--port=0");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .env("TMPDIR", folder)
        .env("HOME", folder)
        .process_group(0);
    let mut child = command.spawn().unwrap();
    let stdout = child.stdout.take().unwrap();
    let driver = Driver(child);
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let mut said = Vec::new();
    let port = lines.find_map(|line| {
        let port = line
            .split_once("successfully on port ")
            .and_then(|(_, port)| port.trim_end_matches('.').parse::<u16>().ok());
        said.push(line);
        port
    });
    let Some(port) = port else {
        return Err(format!("chromedriver ended: {}", said.join(" / ")));
    };
    std::thread::spawn(move || lines.for_each(drop));
    Ok((driver, format!("http://127.0.0.1:{port}")))
}

/// A driver with a session in it. A start that fails is tried again: on a busy machine either of the two
/// programs may give up before it serves.
async fn connect(tools: &Tools, folder: &std::path::Path, setup: Setup) -> (Driver, Client) {
    let mut failures = Vec::new();
    for attempt in 0..STARTS {
        let profile = folder.join(format!("profile-{attempt}"));
        let (driver, address) = match start(tools, folder) {
            Ok(started) => started,
            Err(why) => {
                failures.push(why);
                continue;
            }
        };
        let connected = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(tools, &profile, setup))
            .connect(&address)
            .await;
        match connected {
            Ok(client) => return (driver, client),
            Err(why) => failures.push(why.to_string()),
        }
    }
    panic!("no browser after {STARTS} starts: {failures:#?}")
}

fn capabilities(tools: &Tools, profile: &std::path::Path, setup: Setup) -> Capabilities {
    let profile = format!("--user-data-dir={}", profile.display());
    let mut arguments: Vec<&str> = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
        --force-prefers-reduced-motion --lang=zh-CN --window-size=1280,900"
        .split_whitespace()
        .collect();
    arguments.push(&profile);
    if setup.camera {
        arguments.extend([
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ]);
    }
    let mut prefs = json!({ "credentials_enable_service": false });
    if !setup.scripts {
        prefs["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    let all = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": tools.chromium, "args": arguments, "prefs": prefs },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": PATIENCE.as_millis(), "pageLoad": PATIENCE.as_millis() },
    });
    all.as_object().cloned().unwrap()
}

impl Browser {
    /// A new browser with a profile of its own.
    pub async fn start(tools: &Tools, base: &str, setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (driver, client) = connect(tools, folder.path(), setup).await;
        let browser = Self {
            client,
            base: base.to_owned(),
            axe: tools.axe.clone(),
            scripts: setup.scripts,
            wrong: Mutex::default(),
            _driver: driver,
            _folder: folder,
        };
        // As on a phone, where a scroll bar takes no room.
        browser
            .cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true }))
            .await;
        browser.resize(setup.width).await;
        browser
    }

    /// A command of Chromium's own protocol.
    pub async fn cdp(&self, name: &str, params: Value) -> Value {
        let vendor = Vendor {
            path: "goog/cdp/execute",
            body: json!({ "cmd": name, "params": params }),
        };
        self.client.issue_cmd(vendor).await.unwrap()
    }

    /// Makes the window this wide; the page lays itself out anew.
    pub async fn resize(&self, width: u32) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.base);
        self.client.goto(&url).await.unwrap();
    }

    /// The path and query of the page.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.query().map_or_else(
            || url.path().to_owned(),
            |query| format!("{}?{query}", url.path()),
        )
    }

    /// The first element, once it is there. A look that the next page cut short is taken again.
    pub async fn wait(&self, xpath: &str) -> Element {
        let begun = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let found = self.client.wait().at_most(left);
            let found = found
                .every(Duration::from_millis(40))
                .for_element(Locator::XPath(xpath))
                .await;
            match found {
                Ok(element) => return element,
                Err(error) if !left.is_zero() && error.to_string().contains("aborted by navigation") => {}
                Err(error) => panic!("waited in vain for {xpath}: {error}\n{}", self.describe().await),
            }
        }
    }

    /// Waits for the page with this heading and looks it over.
    pub async fn see(&self, heading: &str) {
        self.wait(&format!("//h1[contains(normalize-space(.), '{heading}')]"))
            .await;
        self.inspect().await;
    }

    /// Waits until `main` says this.
    pub async fn says(&self, words: &str) {
        self.wait(&format!("//main[contains(normalize-space(.), '{words}')]"))
            .await;
    }

    async fn describe(&self) -> String {
        let title = self.client.title().await.unwrap_or_default();
        format!("{} {title}\n{}", self.path().await, self.main().await)
    }

    /// What `main` shows.
    pub async fn main(&self) -> String {
        self.text("main").await
    }

    /// What the first element shows that a selector finds.
    pub async fn text(&self, css: &str) -> String {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// How many elements a selector finds.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// Fills in fields by their names: text, lists, radios and boxes.
    pub async fn fill(&self, values: &[(&str, &str)]) {
        for (name, value) in values {
            let css = format!("main [name='{name}']:not([type=hidden])");
            let Ok(field) = self.client.find(Locator::Css(&css)).await else {
                panic!("no field {name}\n{}", self.describe().await);
            };
            let tag = field.tag_name().await.unwrap();
            let kind = field.attr("type").await.unwrap().unwrap_or_default();
            if tag == "select" {
                field.select_by_value(value).await.unwrap();
            } else if kind == "radio" || kind == "checkbox" {
                let css = format!("{css}[value='{value}']");
                let choice = self.client.find(Locator::Css(&css)).await.unwrap();
                choice.click().await.unwrap();
            } else {
                field.clear().await.unwrap();
                field.send_keys(value).await.unwrap();
            }
        }
    }

    /// The first button or link of `main` that shows just these words, or else that has them in it.
    pub async fn button(&self, words: &str) -> Element {
        for test in [
            format!("normalize-space(.) = '{words}'"),
            format!("contains(normalize-space(.), '{words}')"),
        ] {
            let xpath = format!("//main//*[self::button or self::a][{test}]");
            for element in self.client.find_all(Locator::XPath(&xpath)).await.unwrap() {
                if element.is_displayed().await.unwrap() {
                    return element;
                }
            }
        }
        panic!("no button {words}\n{}", self.describe().await)
    }

    /// Presses it.
    pub async fn press(&self, words: &str) {
        self.button(words).await.click().await.unwrap();
    }

    /// Chooses files, as the file dialog does.
    pub async fn choose(&self, files: &[&std::path::Path]) {
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let input = self.client.find(Locator::Css("input[type=file]")).await.unwrap();
        input.send_keys(&names.join("\n")).await.unwrap();
    }

    /// What a script says of the page.
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Loads the page again as long as it says this.
    pub async fn reload_while(&self, words: &str) {
        let begun = Instant::now();
        while self.main().await.contains(words) {
            assert!(begun.elapsed() < PATIENCE, "{words}: {}", self.describe().await);
            self.client.refresh().await.unwrap();
        }
    }

    /// Signs an officer in with password and one-time code.
    pub async fn sign_in_officer(&self, stack: &tests::Stack, username: &str) {
        let begun = Instant::now();
        loop {
            let all = stack.local(&format!("people.json?username={username}")).await;
            let officers = all["officers"].as_array().cloned().unwrap_or_default();
            let me = officers.iter().find(|o| o["username"] == username).unwrap();
            let word = |key: &str| me[key].as_str().unwrap_or_default().to_owned();
            self.open("/staff/login").await;
            self.fill(&[
                ("username", username),
                ("password", &word("password")),
                ("totp", &word("totp")),
            ])
            .await;
            self.press("登录").await;
            self.wait("//a[contains(@href, '/staff/logout')] | //*[contains(@class, 'errors')]")
                .await;
            if !self.path().await.starts_with("/staff/login") {
                return;
            }
            // Another test may have used the code; the next one comes within half a minute.
            assert!(begun.elapsed() < PATIENCE * 3, "{}", self.describe().await);
        }
    }

    /// Signs an officer out, and waits until it is so: the next page opened would cut it short.
    pub async fn sign_out_officer(&self) {
        self.open("/staff/logout").await;
        self.press("退出").await;
        self.wait("//h1[contains(., '工作人员登录')]").await;
    }

    /// Notes something that is wrong.
    pub fn note(&self, what: String) {
        let mut wrong = self.wrong.lock().unwrap();
        if !wrong.contains(&what) {
            wrong.push(what);
        }
    }

    /// Looks a page over as it stands: nothing sideways, no complaint of the browser, no barrier.
    pub async fn inspect(&self) {
        let path = self.path().await;
        self.fits(&path).await;
        for complaint in self.complaints().await {
            self.note(format!("{path}: console: {complaint}"));
        }
        self.barriers(
            &path,
            &json!(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]),
            "tag",
        )
        .await;
    }

    /// Notes what makes the page wider than the window.
    pub async fn fits(&self, label: &str) {
        let found = self
            .script(
                "const root = document.documentElement, wide = innerWidth;
                 if (root.scrollWidth <= wide) return null;
                 const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 1);
                 return `${root.scrollWidth} > ${wide}: ` + out.slice(0, 4).map(e => e.outerHTML.slice(0, 120)).join(' | ');",
            )
            .await;
        if let Some(found) = found.as_str() {
            self.note(format!("{label}: sideways: {found}"));
        }
    }

    /// What the console has complained about since the last look. A form with errors answers 422 and a
    /// step that is not due 409, which the browser mentions as well.
    pub async fn complaints(&self) -> Vec<String> {
        let vendor = Vendor {
            path: "se/log",
            body: json!({ "type": "browser" }),
        };
        let log = self.client.issue_cmd(vendor).await.unwrap();
        let lines = log.as_array().cloned().unwrap_or_default();
        lines
            .iter()
            .filter(|line| matches!(line["level"].as_str(), Some("SEVERE" | "WARNING")))
            .filter_map(|line| line["message"].as_str().map(str::to_owned))
            .filter(|message| {
                !["status of 400", "status of 422", "status of 409", "status of 404"]
                    .iter()
                    .any(|status| message.contains(status))
            })
            .collect()
    }

    /// Notes what axe-core finds by these rules (`kind` is `tag` or `rule`). It needs the page's timers,
    /// which stand still with scripts off.
    pub async fn barriers(&self, label: &str, rules: &Value, kind: &str) {
        let Some(axe) = self.axe.as_ref().filter(|_| self.scripts) else {
            return;
        };
        if self.script("return !window.axe").await == json!(true) {
            self.client.execute(axe, Vec::new()).await.unwrap();
        }
        let found = self
            .client
            .execute_async(
                "const [values, type, done] = arguments;
                 axe.run(document, { runOnly: { type, values }, resultTypes: ['violations'], preload: false }).then(
                   (result) => done(result.violations.flatMap((v) => v.nodes.map((n) => `${v.id} at ${n.target.join(' ')}: ${n.failureSummary}`))),
                   (error) => done([String(error)]));",
                vec![rules.clone(), json!(kind)],
            )
            .await
            .unwrap();
        for barrier in found.as_array().into_iter().flatten() {
            let words = barrier.as_str().unwrap_or_default().replace('\n', " ");
            self.note(format!("{label}: {words}"));
        }
    }

    /// What was noted so far; it is forgotten with that.
    pub fn take_notes(&self) -> Vec<String> {
        std::mem::take(&mut self.wrong.lock().unwrap())
    }

    /// Ends the browser.
    ///
    /// # Panics
    /// If anything was wrong with the pages it passed.
    pub async fn finish(self) {
        let _ = self.client.clone().close().await;
        let wrong = self.wrong.lock().unwrap();
        assert!(
            wrong.is_empty(),
            "{} findings:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}
