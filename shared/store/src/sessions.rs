//! Sessions: the rows behind the cookies. All sessions of one person lie in one partition, so that a
//! list of them is one Query. They end by expiry (compared here: the table's own is late by hours), by
//! deletion, or all at once by the account's epoch. Must not know cookies or how long a session may live.

use crate::accounts::Account;
use crate::client::{Item, Query, Store, Table, item, key_item, n, read};
use crate::error::{Result, StoreError};
use crate::guards::living;
use crate::keys::{self, EXPIRES};
use crate::staff::OfficerRecord;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, OfficerId, SessionId};
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use services::crypto::Sealed;

/// The most sessions that a list shows; somebody with more ends them all at once.
pub const SESSIONS_MAX: i32 = 50;

/// 会话: one login on one browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Identity; also in the cookie's token.
    pub id: SessionId,
    /// An officer's, not a citizen's.
    pub staff: bool,
    /// The account's or officer's id.
    pub subject: String,
    /// The account's `session_epoch` at login: a later one ends the session.
    pub epoch: u32,
    /// When it began.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub created: DateTime<Utc>,
    /// Its last request, to the minute.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub seen: DateTime<Utc>,
    /// The device in plain words, as told at login; sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Sealed>,
    /// When it ends if nothing more comes.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub expires: DateTime<Utc>,
}

/// The session as far as it lives, and whose it is.
fn session_and_person(
    (session, person): (Option<Item>, Option<Item>),
    now: DateTime<Utc>,
) -> Result<Option<(Session, Item)>> {
    let (Some(session), Some(person)) = (living(session, now), person) else {
        return Ok(None);
    };
    Ok(Some((read(session)?, person)))
}

impl Store {
    /// Writes a new session.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn create_session(&self, session: &Session) -> Result<()> {
        self.put(
            Table::Guards,
            item(&keys::session(&session.subject, session.id), session)?,
            true,
        )
        .await
    }

    /// Session and account of a citizen, and the settings if the copy of them is old, in one request;
    /// `None` if the session has ended, was ended by a newer epoch or a lock, or is not this account's.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn citizen_session(
        &self,
        id: SessionId,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Option<(Session, Account)>> {
        let mut wanted = vec![
            (Table::Guards, keys::session(account, id)),
            (Table::Accounts, keys::account(account)),
        ];
        // What the frame of the page says comes along when the copy is old: no request of its own.
        let reading = self.reading_settings(now);
        if reading.is_some() {
            wanted.push((Table::Content, keys::settings()));
        }
        let mut found = self.get_many(&wanted).await?.into_iter();
        let both = (found.next().flatten(), found.next().flatten());
        if let Some(reading) = reading {
            self.keep_settings(&reading, now, found.next().flatten());
        }
        let Some((session, person)) = session_and_person(both, now)? else {
            return Ok(None);
        };
        let account: Account = read(person)?;
        let fits = !session.staff
            && session.subject == account.id.to_string()
            && session.epoch == account.session_epoch
            && account.is_open();
        Ok(fits.then_some((session, account)))
    }

    /// Session and officer in one request; `None` as for [`Store::citizen_session`].
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn officer_session(
        &self,
        id: SessionId,
        officer: OfficerId,
        now: DateTime<Utc>,
    ) -> Result<Option<(Session, OfficerRecord)>> {
        let wanted = [
            (Table::Guards, keys::session(officer, id)),
            (Table::Staff, keys::officer(officer)),
        ];
        let mut found = self.get_many(&wanted).await?.into_iter();
        let both = (found.next().flatten(), found.next().flatten());
        let Some((session, person)) = session_and_person(both, now)? else {
            return Ok(None);
        };
        let officer: OfficerRecord = read(person)?;
        let fits = session.staff
            && session.subject == officer.id.to_string()
            && session.epoch == officer.session_epoch
            && !officer.locked;
        Ok(fits.then_some((session, officer)))
    }

    /// Prolongs a session that still exists; one that was signed out meanwhile stays ended.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn touch_session(
        &self,
        subject: &str,
        id: SessionId,
        seen: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Result<()> {
        let sent = self
            .db()
            .update_item()
            .table_name(self.config.table(Table::Guards))
            .set_key(Some(key_item(&keys::session(subject, id))))
            .update_expression("SET #seen = :seen, #x = :x")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#seen", "seen")
            .expression_attribute_names("#x", EXPIRES)
            .expression_attribute_values(":seen", n(seen.timestamp()))
            .expression_attribute_values(":x", n(expires.timestamp()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .boxed()
            .await;
        match sent {
            Ok(output) => {
                crate::usage::record(crate::usage::Kind::Write, output.consumed_capacity());
                Ok(())
            }
            Err(e)
                if e.as_service_error()
                    .is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
            {
                Ok(())
            }
            Err(e) => Err(StoreError::service(&e)),
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn delete_session(&self, subject: &str, id: SessionId) -> Result<()> {
        self.take(Table::Guards, &keys::session(subject, id))
            .await
            .map(drop)
    }

    /// The sessions of an account that live, newest first, at most [`SESSIONS_MAX`]: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn sessions_of(&self, account: &Account, now: DateTime<Utc>) -> Result<Vec<Session>> {
        let pk = keys::sessions(account.id);
        let query = Query {
            newest_first: true,
            limit: Some(SESSIONS_MAX),
            ..Query::of(Table::Guards, &pk)
        };
        let (items, _) = self.query(query).await?;
        let mut sessions = Vec::new();
        for item in items {
            let Some(item) = living(Some(item), now) else {
                continue;
            };
            let session: Session = read(item)?;
            if session.epoch == account.session_epoch {
                sessions.push(session);
            }
        }
        Ok(sessions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_row_carries_its_expiry_as_epoch_seconds_for_the_table() {
        let at: DateTime<Utc> = "2026-11-23T00:00:00Z".parse().unwrap();
        let id = SessionId::new(at, [1; 10]);
        let session = Session {
            id,
            staff: false,
            subject: "x".into(),
            epoch: 3,
            created: at,
            seen: at,
            device: None,
            expires: at,
        };
        let stored = item(&keys::session("x", id), &session).unwrap();
        assert_eq!(stored[EXPIRES], n(at.timestamp()));
        assert_eq!(read::<Session>(stored).unwrap(), session);
    }
}
