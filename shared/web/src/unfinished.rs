//! 暂存: a registration form that an officer puts aside half filled in and comes back to, from any machine: sealed, one of
//! each kind, for a while. It is nothing of the case's: whoever else opens the case sees nothing of it.

use crate::app::App;
use crate::errors::Result;
use crate::forms::{FormData, FormState};
use crate::held;
use crate::session::Officer;
use crate::ticket::{HOURS, Tickets};
use crate::visit::Visit;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::PetitionId;
use domain::time::zh_datetime;
use serde::{Deserialize, Serialize};
use store::guards::Held;
use templates::components::put_aside::{self, PutAside};

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
            Self::Letter | Self::Visit => TimeDelta::hours(HOURS),
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
/// What is said once a letter's or a visit's form is put aside.
pub const KEPT: &str = "已暂存，还没有登记。明天这个时候以前，从任何一台电脑都能接着填；别的同事看不到。";
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
    let held = Held {
        staff: true,
        subject: officer.id.to_string(),
        content: held::seal(app, &id, &content)?,
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
    let held = app.store.held(&id, visit.now()).await?;
    held.map(|held| held::open(app, &id, &held)).transpose()
}

/// Puts a form with a ticket aside; its ticket holds as long as it is kept. There is room for one of each kind: `false`,
/// with the error in `state`, where another one is there that this form did not take up.
///
/// # Errors
/// As [`put`].
pub async fn keep(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    sheet: Sheet,
    (tickets, id): (Tickets, PetitionId),
    state: &mut FormState,
) -> Result<bool> {
    let taken_up = !state.value(TAKEN_UP).is_empty();
    if !taken_up && find(app, visit, officer, sheet).await?.is_some() {
        let sentence = "您已经暂存了一张没有填完的表，只能暂存一张。请先接着填完那一张，或者点“不要暂存的了”，再暂存这一张";
        state.fail(put_aside::ID, sentence);
        return Ok(false);
    }
    tickets.put(state, tickets.draw_for(app, visit, officer, id)?);
    let typed = FormData::from_pairs(state.values.clone());
    put(app, visit, officer, sheet, &typed).await?;
    Ok(true)
}

/// What was put aside, as the next empty form at `path` offers it.
///
/// # Errors
/// The store's.
pub async fn offered(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    sheet: Sheet,
    path: &str,
) -> Result<Option<PutAside>> {
    let left = find(app, visit, officer, sheet).await?;
    Ok(left.map(|left| left.shown(sheet, Some(format!("{path}?{TAKEN_UP}=1")))))
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
