//! The product in Chromium, as people meet it: with scripts and without, on a phone and on a desk, by
//! keyboard, on paper. Skipped, and said so, where Chromium is missing, unless `REQUIRE_BROWSER=1`.

mod account;
mod admin_looks;
mod approvals;
mod camera;
mod dedupe;
mod driver;
mod filing;
mod finer;
mod intake;
mod letters;
mod looks;
mod offline;
mod others;
mod persons;
mod rating;
mod rating_scope;
mod samples;
mod showcase;
mod slow;
mod spine;
mod suggestions;
mod tools;
mod visits;

use tests::Stack;
use tokio::sync::OnceCell;

/// The stack of these tests alone: their lists stay short enough for a page.
async fn stack() -> &'static Stack {
    static STACK: OnceCell<Stack> = OnceCell::const_new();
    STACK.get_or_init(Stack::start).await
}
