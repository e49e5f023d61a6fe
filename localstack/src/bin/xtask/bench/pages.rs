//! What each public page weighs over the wire (gzip), with the assets it loads first, and how much
//! memory the gateway holds afterwards.

use std::io::Write as _;
use tests::{Client, Page, Stack};

pub(super) const PAGES: [&str; 19] = [
    "/",
    "/cases",
    "/sitemap",
    "/notices",
    "/guide",
    "/guide/how",
    "/guide/rules",
    "/guide/notes",
    "/guide/offices",
    "/cities",
    "/cities/370100",
    "/governor",
    "/help",
    "/privacy",
    "/register",
    "/register?agree=yes&mode=realname",
    "/login",
    "/track",
    "/staff/login",
];
/// Bytes a first visit may cost.
const BYTES_MAX: usize = 60_000;

pub async fn run() -> anyhow::Result<()> {
    let stack = Stack::start().await;
    let client = Client::new(&stack.url);
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\nbytes over the wire (gzip), first visit; limit {BYTES_MAX}"
    )?;
    writeln!(out, "{:<36} {:>8} {:>8} {:>8}", "page", "html", "assets", "all")?;
    for path in PAGES {
        let page = client.get(path).await;
        let html = weigh(&client, path).await?;
        let mut assets = 0;
        for address in loads(&page) {
            assets += weigh(&client, &address).await?;
        }
        let all = html + assets;
        let over = if all > BYTES_MAX { "  OVER" } else { "" };
        writeln!(out, "{path:<36} {html:>8} {assets:>8} {all:>8}{over}")?;
    }
    writeln!(
        out,
        "resident memory of the local stack (engines included): {} MB",
        stack.resident_mb()
    )?;
    Ok(())
}

fn loads(page: &Page) -> Vec<String> {
    let sheets = page.attributes("link[rel=stylesheet]", "href");
    let icons = page.attributes("link[rel=icon]", "href");
    [sheets, icons, page.attributes("script[src]", "src")].concat()
}

async fn weigh(client: &Client, path: &str) -> anyhow::Result<usize> {
    let request = client
        .http()
        .get(client.url(path))
        .header("accept-encoding", "gzip");
    Ok(request.send().await?.error_for_status()?.bytes().await?.len())
}
