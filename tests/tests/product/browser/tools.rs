//! What these tests need of the machine: Chromium, its driver, and axe-core.

use std::path::PathBuf;

/// The programs, found.
#[derive(Clone, Debug)]
pub struct Tools {
    pub chromium: PathBuf,
    pub driver: PathBuf,
    /// The text of `axe.min.js`.
    pub axe: Option<String>,
}

fn required() -> bool {
    std::env::var("REQUIRE_BROWSER").is_ok_and(|value| value == "1")
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

fn axe() -> Option<String> {
    let file = std::env::var_os("AXE_JS");
    assert!(
        file.is_some() || !required(),
        "AXE_JS must name axe.min.js of the npm package axe-core"
    );
    file.map(|file| std::fs::read_to_string(file).expect("AXE_JS can be read"))
}

impl Tools {
    /// The programs, or nothing, which ends a test that has said so.
    ///
    /// # Panics
    /// If something is missing and `REQUIRE_BROWSER=1`.
    #[expect(clippy::print_stdout, reason = "a skipped test says that it was skipped")]
    pub fn find() -> Option<Self> {
        let chromium = on_path(&["chromium", "chromium-browser", "google-chrome"]);
        let driver = on_path(&["chromedriver"]);
        let (Some(chromium), Some(driver)) = (chromium, driver) else {
            assert!(!required(), "chromium and chromedriver must be on the path");
            println!("skipped: no chromium or no chromedriver on the path");
            return None;
        };
        let axe = axe();
        if axe.is_none() {
            println!("without axe: AXE_JS names no file");
        }
        Some(Self {
            chromium,
            driver,
            axe,
        })
    }
}
