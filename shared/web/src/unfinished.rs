//! 暂存: a registration form that an officer puts aside half filled in and comes back to, from any machine: sealed, one of
//! each kind, for a while. It is nothing of the case's: whoever else opens the case sees nothing of it.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::{FormData, FormState};
use crate::held::{CONTENT_BYTES_MAX, FIELD};
use crate::session::Officer;
use crate::visit::Visit;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PetitionId;
use domain::time::zh_datetime;
use serde::{Deserialize, Serialize};
use services::crypto::FieldAad;
use store::guards::Held;
use templates::components::put_aside::PutAside;

/// 登记表: of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Of a petition that was opened: as long as there is for registering one (15 days, 条例第二十二条).
    Petition(PetitionId),
    /// Of a letter: as long as its ticket holds.
    Letter,
    /// Of a visit: likewise.
    Visit,
}

impl Sheet {
    /// How long it is kept.
    fn kept(self) -> TimeDelta {
        match self {
            Self::Petition(_) => TimeDelta::days(15),
            Self::Letter | Self::Visit => TimeDelta::hours(crate::ticket::HOURS),
        }
    }

    fn id(self, officer: &Officer) -> String {
        match self {
            Self::Petition(petition) => format!("sheet-{}-{petition}", officer.id),
            Self::Letter => format!("sheet-{}-letter", officer.id),
            Self::Visit => format!("sheet-{}-visit", officer.id),
        }
    }
}

/// The button that puts a form aside.
pub const KEEP: &str = "keep";
/// The button that throws away what was put aside.
pub const FORGET: &str = "forget";
/// The hidden field of a form that was taken up again; the query of its page too.
pub const TAKEN_UP: &str = "unfinished";

/// 暂存的一张表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// When it was put aside.
    pub at: DateTime<Utc>,
    /// What was typed.
    pub fields: Vec<(String, String)>,
}

impl Unfinished {
    /// What its page says of it. `resume`: where it is taken up again; none if it is the form of the page.
    #[must_use]
    pub fn shown(&self, sheet: Sheet, resume: Option<String>) -> PutAside {
        PutAside {
            when: zh_datetime(self.at),
            until: zh_datetime(self.at + sheet.kept()),
            resume,
            news: Vec::new(),
        }
    }

    /// The version of the case that its page showed; 0 where it showed none.
    #[must_use]
    pub fn seen_version(&self) -> u32 {
        FormData::from_pairs(self.fields.clone()).seen_version()
    }

    /// The form as it was left, but for the fields named.
    #[must_use]
    pub fn form(&self, csrf: String, without: &[&str]) -> FormState {
        let fields = self.fields.iter();
        let fields = fields.filter(|(name, _)| !without.contains(&name.as_str()));
        FormState {
            // It is kept: nobody has to be asked before leaving.
            typed: false,
            ..FormState::typed(csrf, fields.cloned().collect())
        }
    }
}

/// Puts a form aside, in place of what was there before.
///
/// # Errors
/// The store's; too large a form.
pub async fn put(app: &App, visit: &Visit, officer: &Officer, sheet: Sheet, form: &FormData) -> Result<()> {
    let id = sheet.id(officer);
    let content = Unfinished {
        at: visit.now(),
        fields: form.kept(),
    };
    let content = serde_json::to_string(&content).map_err(AppError::internal)?;
    if content.len() > CONTENT_BYTES_MAX {
        return Err(AppError::TooLarge);
    }
    let aad = FieldAad {
        owner: &id,
        field: FIELD,
    };
    let held = Held {
        staff: true,
        subject: officer.id.to_string(),
        content: app.keys.seal(&content, &aad),
        expires: visit.now() + sheet.kept(),
    };
    Ok(app.store.hold_instead(&id, &held).await?)
}

/// What was put aside, if anything.
///
/// # Errors
/// The store's.
pub async fn find(app: &App, visit: &Visit, officer: &Officer, sheet: Sheet) -> Result<Option<Unfinished>> {
    let id = sheet.id(officer);
    let Some(held) = app.store.held(&id, visit.now()).await? else {
        return Ok(None);
    };
    let aad = FieldAad {
        owner: &id,
        field: FIELD,
    };
    let content = app.keys.open(&held.content, &aad).map_err(AppError::internal)?;
    Ok(Some(serde_json::from_str(&content).map_err(AppError::internal)?))
}

/// [`find`], where the page is asked for to take it up again.
///
/// # Errors
/// The store's.
pub async fn taken_up(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    sheet: Sheet,
    query: &FormData,
) -> Result<Option<Unfinished>> {
    match query.has(TAKEN_UP) {
        true => find(app, visit, officer, sheet).await,
        false => Ok(None),
    }
}

/// Throws it away: it was finished, or is not wanted. What stays behind ends by itself.
pub async fn forget(app: &App, officer: &Officer, sheet: Sheet) {
    if let Err(error) = app.store.drop_held(&sheet.id(officer)).await {
        tracing::warn!(%error, "a form that was put aside was not taken away");
    }
}
