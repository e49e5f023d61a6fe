//! 忘了密码 (`/password/reset`): username and number, a code by SMS, a new password. A family may share
//! one number, so the username is asked too. Whether the two fit together nobody is told: same page, same
//! writes. The browser remembers by a cookie which request is its own; no address ever names it.

mod code;
mod request;

pub use code::{show as show_code, submit as submit_code};
pub use request::{show, submit};

use serde::{Deserialize, Serialize};
use services::crypto::{FieldAad, Sealed};
use store::resets::Reset;
use web::{App, AppError, Result, Visit};

/// How long a code works.
const MINUTES: i64 = 10;
/// Digits of a code.
const DIGITS: usize = 6;
const COOKIE: &str = "xf_reset";
const FIELD: &str = "reset";

/// What was typed to ask for a code.
#[derive(Serialize, Deserialize)]
struct Typed {
    username: String,
    mobile: String,
}

impl Typed {
    fn seal(&self, app: &App, id: &str) -> Result<Sealed> {
        let text = serde_json::to_string(self).map_err(AppError::internal)?;
        Ok(app.keys.seal(
            &text,
            &FieldAad {
                owner: id,
                field: FIELD,
            },
        ))
    }

    fn open(app: &App, id: &str, reset: &Reset) -> Result<Self> {
        let opened = app.keys.open(
            &reset.typed,
            &FieldAad {
                owner: id,
                field: FIELD,
            },
        );
        serde_json::from_str(&opened.map_err(AppError::internal)?).map_err(AppError::internal)
    }
}

/// The keyed hash of a code, for this request only.
fn hash(app: &App, id: &str, code: &str) -> String {
    app.keys.blind(FIELD, &bound(id, code))
}

fn bound(id: &str, code: &str) -> String {
    format!("{id}:{code}")
}

/// The request that this browser made last, if its time is not over.
async fn current(app: &App, visit: &Visit) -> Result<Option<(String, Reset)>> {
    let Some(id) = cookie(visit) else {
        return Ok(None);
    };
    Ok(app.store.reset(&id, visit.now()).await?.map(|reset| (id, reset)))
}

fn cookie(visit: &Visit) -> Option<String> {
    let is_token = |value: &&str| {
        value.len() == 22
            && value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    visit.cookie(COOKIE).filter(is_token).map(str::to_owned)
}
