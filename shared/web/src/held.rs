//! Forms that met an expired session: kept sealed for an hour, offered again after login to the same
//! person. Secrets in them are not kept at all.

use crate::app::App;
use crate::csrf;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::session;
use crate::visit::Visit;
use chrono::TimeDelta;
use domain::access::Audience;
use serde::{Deserialize, Serialize};
use services::crypto::FieldAad;
use services::session_token::Audience as TokenAudience;
use store::guards::Held;

/// How long a form is kept.
const HELD_MINUTES: i64 = 60;
/// Bytes of a form that is kept: its sealed form must fit an item (400 kB).
pub(crate) const CONTENT_BYTES_MAX: usize = 250_000;
pub(crate) const FIELD: &str = "held";

#[derive(Serialize, Deserialize)]
struct Content {
    action: String,
    fields: Vec<(String, String)>,
}

/// 留存的表单: ready to be offered again.
pub struct Resumed {
    /// Where it was going.
    pub action: String,
    /// What was typed.
    pub fields: Vec<(String, String)>,
    /// A fresh token.
    pub csrf: String,
}

/// Keeps what an officer has typed while a page without scripts goes somewhere else and comes back; gives its id. It is
/// read again, as often as needed, by [`resume_officer`].
///
/// # Errors
/// The store's; too large a form.
pub async fn keep_for_officer(
    app: &App,
    visit: &Visit,
    officer: &session::Officer,
    form: &FormData,
) -> Result<String> {
    put(app, visit, TokenAudience::Staff, officer.id.to_string(), form).await
}

/// Keeps a form and gives its id; `None` when nobody was signed in whom it could be given back to.
pub(crate) async fn hold(
    app: &App,
    visit: &Visit,
    audience: Audience,
    form: &FormData,
) -> Result<Option<String>> {
    let kind = token_audience(audience);
    let Some(subject) = session::last_subject(app, visit, kind) else {
        return Ok(None);
    };
    Ok(Some(put(app, visit, kind, subject, form).await?))
}

async fn put(
    app: &App,
    visit: &Visit,
    kind: TokenAudience,
    subject: String,
    form: &FormData,
) -> Result<String> {
    let id = services::random::token();
    let content = Content {
        action: visit.path_and_query().to_owned(),
        fields: form.kept(),
    };
    let content = serde_json::to_string(&content).map_err(AppError::internal)?;
    if content.len() > CONTENT_BYTES_MAX {
        return Err(AppError::TooLarge);
    }
    let held = Held {
        staff: kind == TokenAudience::Staff,
        subject,
        content: app.keys.seal(
            &content,
            &FieldAad {
                owner: &id,
                field: FIELD,
            },
        ),
        expires: visit.now() + TimeDelta::minutes(HELD_MINUTES),
    };
    app.store.hold(&id, &held).await?;
    Ok(id)
}

/// What a citizen had sent when the session ended.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there any more or was somebody else's.
pub async fn resume_citizen(
    app: &App,
    visit: &Visit,
    citizen: &session::Citizen,
    id: &str,
) -> Result<Resumed> {
    resume(app, visit, TokenAudience::Citizen, &citizen.id.to_string(), id).await
}

/// What an officer had sent when the session ended.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there any more or was somebody else's.
pub async fn resume_officer(
    app: &App,
    visit: &Visit,
    officer: &session::Officer,
    id: &str,
) -> Result<Resumed> {
    resume(app, visit, TokenAudience::Staff, &officer.id.to_string(), id).await
}

async fn resume(app: &App, visit: &Visit, kind: TokenAudience, subject: &str, id: &str) -> Result<Resumed> {
    let held = app.store.held(id, visit.now()).await?.ok_or(AppError::NotFound)?;
    if held.staff != (kind == TokenAudience::Staff) || held.subject != subject {
        return Err(AppError::NotFound);
    }
    let content = app
        .keys
        .open(
            &held.content,
            &FieldAad {
                owner: id,
                field: FIELD,
            },
        )
        .map_err(AppError::internal)?;
    let content: Content = serde_json::from_str(&content).map_err(AppError::internal)?;
    Ok(Resumed {
        action: content.action,
        fields: content.fields,
        csrf: csrf::issue(app, visit),
    })
}

fn token_audience(audience: Audience) -> TokenAudience {
    match audience {
        Audience::Officer => TokenAudience::Staff,
        Audience::Citizen | Audience::Anyone => TokenAudience::Citizen,
    }
}

/// Where to go after login: the held form, the page asked for, or `home`.
#[must_use]
pub fn after_login(form: &FormData, staff: bool) -> String {
    let held = form.text("held");
    if held.len() == 22
        && held
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        return format!("{}/resume/{held}", if staff { "/staff" } else { "" });
    }
    let target = crate::next::local_path(form.text("next"));
    // Each login leads only to its own side.
    let target = target.filter(|path| {
        let is_staff = path
            .split(['?', '#'])
            .next()
            .is_some_and(|p| p == "/staff" || p.starts_with("/staff/"));
        is_staff == staff
    });
    target
        .unwrap_or(if staff { "/staff" } else { "/petitions" })
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_leads_to_the_held_form_then_to_the_page_asked_for_then_home() {
        let form = |text: &str| FormData::parse(text.as_bytes()).unwrap();
        assert_eq!(
            after_login(&form("held=aaaaaaaaaaaaaaaaaaaaaa&next=/me"), false),
            "/resume/aaaaaaaaaaaaaaaaaaaaaa"
        );
        assert_eq!(
            after_login(&form("next=/petitions/new%3Fdivision=370100"), false),
            "/petitions/new?division=370100"
        );
        assert_eq!(
            after_login(&form("held=../../evil&next=//evil.example"), false),
            "/petitions"
        );
        assert_eq!(after_login(&form("next=/staff/inbox"), false), "/petitions");
        assert_eq!(after_login(&form("next=/petitions"), true), "/staff");
        assert_eq!(after_login(&form("next=/staff/inbox"), true), "/staff/inbox");
    }
}
