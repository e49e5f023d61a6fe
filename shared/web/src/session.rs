//! Sessions: who is asking. A cookie's token names a session row; one request to the store reads the
//! row and the person together. Thirty minutes idle end a session, twelve hours an officer's anyway.
//! The extractors [`Citizen`], [`Officer`] and [`MaybeCitizen`] hand the person to handlers.

use crate::app::App;
use crate::audit;
use crate::cookies;
use crate::errors::{AppError, Result};
use crate::visit::Visit;
use axum::extract::FromRequestParts;
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Actor;
use domain::audit::{Deed, Doer};
use domain::ids::SessionId;
use http::request::Parts;
use services::session_token::{Audience, SessionClaims};
use std::ops::Deref;
use std::sync::Arc;
use store::accounts::Account;
use store::sessions::Session;
use store::staff::OfficerRecord;

/// Minutes without a request after which a session ends.
pub const IDLE_MINUTES: i64 = 30;
/// Hours after which an officer's session ends in any case.
pub const STAFF_HOURS_MAX: i64 = 12;
/// Hours after which a citizen's session ends in any case.
pub const CITIZEN_HOURS_MAX: i64 = 24;
/// A session row is written at most this often.
const TOUCH_SECONDS: i64 = 60;

/// 已登录的信访人: the account of the request's session; reads as the account.
#[derive(Clone)]
pub struct Citizen {
    account: Arc<Account>,
    session: Session,
}

/// 已登录的工作人员: the officer of the request's session; reads as the officer.
#[derive(Clone)]
pub struct Officer {
    /// The full name of the officer's agency.
    pub agency_name: String,
    officer: Arc<OfficerRecord>,
    session: Session,
}

/// 可能已登录的信访人: for pages that are for everyone.
#[derive(Clone)]
pub struct MaybeCitizen(pub Option<Citizen>);

/// A session row to be prolonged.
pub(crate) struct Touch {
    pub(crate) subject: String,
    pub(crate) session_id: SessionId,
    pub(crate) seen: DateTime<Utc>,
    pub(crate) expires: DateTime<Utc>,
}

impl Deref for Citizen {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

impl Deref for Officer {
    type Target = OfficerRecord;

    fn deref(&self) -> &OfficerRecord {
        &self.officer
    }
}

impl Citizen {
    /// Who asks, in the terms of permission.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Citizen {
            account: self.account.id,
        }
    }

    /// The session's id.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.session.id
    }

    /// What to call the person at the top of pages: `李女士`; an anonymous account by its username.
    #[must_use]
    pub fn display_name(&self, app: &App) -> String {
        self.account.display_name(&app.keys)
    }

    pub(crate) fn touch(&self, visit: &Visit) -> Option<Touch> {
        touch(&self.session, visit.now())
    }
}

impl Officer {
    /// Who asks, in the terms of permission.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Officer {
            officer: self.officer.id,
            agency: self.officer.agency.clone(),
            roles: self.officer.roles.clone(),
        }
    }

    /// The officer as events name the one who acted.
    #[must_use]
    pub fn reference(&self) -> domain::event::OfficerRef {
        domain::event::OfficerRef {
            id: self.officer.id,
            name: self.officer.name.clone(),
            agency: domain::event::AgencyRef {
                code: self.officer.agency.clone(),
                name: self.agency_name.clone(),
            },
        }
    }

    /// The session's id.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.session.id
    }

    pub(crate) fn touch(&self, visit: &Visit) -> Option<Touch> {
        touch(&self.session, visit.now())
    }
}

/// How long a session lives if nothing more comes, from its start and its last request.
fn expiry(kind: Audience, created: DateTime<Utc>, seen: DateTime<Utc>) -> DateTime<Utc> {
    (seen + TimeDelta::minutes(IDLE_MINUTES)).min(created + TimeDelta::hours(hours_max(kind)))
}

const fn hours_max(kind: Audience) -> i64 {
    match kind {
        Audience::Citizen => CITIZEN_HOURS_MAX,
        Audience::Staff => STAFF_HOURS_MAX,
    }
}

fn touch(session: &Session, now: DateTime<Utc>) -> Option<Touch> {
    if now - session.seen < TimeDelta::seconds(TOUCH_SECONDS) {
        return None;
    }
    let kind = if session.staff {
        Audience::Staff
    } else {
        Audience::Citizen
    };
    let expires = expiry(kind, session.created, now);
    Some(Touch {
        subject: session.subject.clone(),
        session_id: session.id,
        seen: now,
        expires,
    })
}

fn claims(app: &App, visit: &Visit, kind: Audience) -> Option<SessionClaims> {
    let token = visit
        .cookie(cookie_name(kind))
        .filter(|token| !token.is_empty())?;
    app.keys.verify_session(kind, token, visit.now()).ok()
}

const fn cookie_name(kind: Audience) -> &'static str {
    match kind {
        Audience::Citizen => cookies::CITIZEN,
        Audience::Staff => cookies::STAFF,
    }
}

/// The person a request's token was issued to, even if the session has ended since.
pub(crate) fn last_subject(app: &App, visit: &Visit, kind: Audience) -> Option<String> {
    claims(app, visit, kind).map(|claims| claims.sub)
}

/// The citizen of a request: one round trip, none without a token.
pub(crate) async fn citizen(app: &App, visit: &Visit) -> Result<Option<Citizen>> {
    let Some((session, account)) = ids(claims(app, visit, Audience::Citizen)) else {
        return Ok(None);
    };
    let found = app.store.citizen_session(session, account, visit.now()).await?;
    Ok(found.map(|(session, account)| Citizen {
        account: Arc::new(account),
        session,
    }))
}

/// The officer of a request: one round trip, none without a token.
pub(crate) async fn officer(app: &App, visit: &Visit) -> Result<Option<Officer>> {
    let Some((session, officer)) = ids(claims(app, visit, Audience::Staff)) else {
        return Ok(None);
    };
    // The tree is kept for a minute; when it has to be read, that happens at the same time.
    let reads = futures_util::join!(
        app.store.officer_session(session, officer, visit.now()),
        app.store.agencies(visit.now())
    );
    let (Some((session, officer)), agencies) = (reads.0?, reads.1?) else {
        return Ok(None);
    };
    let agency_name = agencies
        .get(&officer.agency)
        .map_or_else(String::new, |agency| agency.name.clone());
    Ok(Some(Officer {
        agency_name,
        officer: Arc::new(officer),
        session,
    }))
}

fn ids<T: std::str::FromStr>(claims: Option<SessionClaims>) -> Option<(SessionId, T)> {
    let claims = claims?;
    Some((claims.sid.parse().ok()?, claims.sub.parse().ok()?))
}

/// Opens a session and sets its cookie.
pub(crate) async fn start(
    app: &App,
    visit: &Visit,
    kind: Audience,
    subject: String,
    epoch: u32,
) -> Result<()> {
    let now = visit.now();
    // A copied cookie of the session before is worth nothing from here on.
    delete(app, claims(app, visit, kind)).await?;
    let id = SessionId::new(now, services::random::bytes());
    let latest = now + TimeDelta::hours(hours_max(kind));
    let session = Session {
        id,
        staff: kind == Audience::Staff,
        subject: subject.clone(),
        epoch,
        created: now,
        seen: now,
        device: Some(crate::device::seal(app, id, visit.user_agent())),
        expires: expiry(kind, now, now),
    };
    app.store.create_session(&session).await?;
    let claims = SessionClaims {
        sid: session.id.to_string(),
        sub: subject,
        iat: now.timestamp(),
        exp: latest.timestamp(),
    };
    let token = app
        .keys
        .issue_session(kind, &claims)
        .map_err(AppError::internal)?;
    visit.set_cookie(app, cookie_name(kind), token, None);
    Ok(())
}

/// Signs a citizen in.
///
/// # Errors
/// The store's.
pub async fn start_citizen(app: &App, visit: &Visit, account: &Account) -> Result<()> {
    start(
        app,
        visit,
        Audience::Citizen,
        account.id.to_string(),
        account.session_epoch,
    )
    .await
}

/// Signs an officer in.
///
/// # Errors
/// The store's.
pub async fn start_officer(app: &App, visit: &Visit, officer: &OfficerRecord) -> Result<()> {
    start(
        app,
        visit,
        Audience::Staff,
        officer.id.to_string(),
        officer.session_epoch,
    )
    .await
}

/// Whose session a token names.
fn doer(kind: Audience, subject: &str) -> Option<Doer> {
    match kind {
        Audience::Citizen => subject.parse().ok().map(Doer::Citizen),
        Audience::Staff => subject.parse().ok().map(Doer::Officer),
    }
}

/// Deletes the session that a token names.
async fn delete(app: &App, claims: Option<SessionClaims>) -> Result<()> {
    if let Some(claims) = claims
        && let Ok(id) = claims.sid.parse()
    {
        app.store.delete_session(&claims.sub, id).await?;
    }
    Ok(())
}

/// Ends the session of a request's cookie, if there is one, and makes the browser forget it.
async fn end(app: &App, visit: &Visit, kind: Audience) -> Result<()> {
    let claims = claims(app, visit, kind);
    if let Some(doer) = claims.as_ref().and_then(|claims| doer(kind, &claims.sub)) {
        audit::record(app, visit, &doer, Deed::SignedOut).await?;
    }
    delete(app, claims).await?;
    visit.remove_cookie(app, cookie_name(kind));
    // What somebody looked up by code is gone with the session too: computers are shared.
    visit.remove_cookie(app, cookies::TRACK);
    Ok(())
}

/// Signs a citizen out.
///
/// # Errors
/// The store's.
pub async fn end_citizen(app: &App, visit: &Visit) -> Result<()> {
    end(app, visit, Audience::Citizen).await
}

/// Signs an officer out.
///
/// # Errors
/// The store's.
pub async fn end_officer(app: &App, visit: &Visit) -> Result<()> {
    end(app, visit, Audience::Staff).await
}

impl FromRequestParts<App> for Citizen {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| AppError::internal("the route's action asks for no citizen"))
    }
}

impl FromRequestParts<App> for Officer {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| AppError::internal("the route's action asks for no officer"))
    }
}

impl FromRequestParts<App> for MaybeCitizen {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if let Some(citizen) = parts.extensions.get::<Citizen>() {
            return Ok(Self(Some(citizen.clone())));
        }
        let visit = Visit::from_request_parts(parts, app).await?;
        let Self(citizen) = Self::of(app, &visit).await;
        if let Some(citizen) = &citizen {
            parts.extensions.insert(citizen.clone());
        }
        Ok(Self(citizen))
    }
}

impl MaybeCitizen {
    /// The citizen of a request. A page for everyone must not fail because the session cannot be read.
    async fn of(app: &App, visit: &Visit) -> Self {
        Self(citizen(app, visit).await.unwrap_or_else(|error| {
            tracing::warn!(request = visit.id(), %error, "the session of a public page was not read");
            None
        }))
    }

    /// The citizen of a request, with a fresh copy of the settings in the process: one request with a
    /// session and without one. For pages that have more to read at the same time.
    pub async fn with_settings(app: &App, visit: &Visit) -> Self {
        if claims(app, visit, Audience::Citizen).is_none() {
            crate::settings::look(app, visit).await;
            return Self(None);
        }
        Self::of(app, visit).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_session_lives_thirty_minutes_from_the_last_request_and_never_beyond_its_day() {
        let start = at("2026-11-23T00:00:00Z");
        assert_eq!(expiry(Audience::Staff, start, start), at("2026-11-23T00:30:00Z"));
        assert_eq!(
            expiry(Audience::Staff, start, at("2026-11-23T11:50:00Z")),
            at("2026-11-23T12:00:00Z")
        );
        assert_eq!(
            expiry(Audience::Citizen, start, at("2026-11-23T11:50:00Z")),
            at("2026-11-23T12:20:00Z")
        );
        assert_eq!(
            expiry(Audience::Citizen, start, at("2026-11-23T23:50:00Z")),
            at("2026-11-24T00:00:00Z")
        );
    }

    #[test]
    fn a_session_row_is_written_at_most_once_a_minute() {
        let start = at("2026-11-23T00:00:00Z");
        let id = SessionId::new(start, [7; 10]);
        let session = Session {
            id,
            staff: false,
            subject: String::new(),
            epoch: 0,
            created: start,
            seen: start,
            device: None,
            expires: start,
        };
        assert!(touch(&session, at("2026-11-23T00:00:59Z")).is_none());
        let due = touch(&session, at("2026-11-23T00:01:00Z")).unwrap();
        assert_eq!(due.expires, at("2026-11-23T00:31:00Z"));
    }
}
