//! 短信记录: the delivery log of a day and the messages that were given up, as administrators see them.
//! Numbers leave this file masked, and those of anonymous accounts not at all; what a message said does
//! not leave it.

use crate::client::{Item, Query, Store, Table, item};
use crate::error::{Result, StoreError};
use crate::keys;
use crate::lists::{BADGE_MAX, PAGE_ROWS};
use crate::outbox::{Outcome, outbox_key};
use crate::outbox_record::{LAYOUT, Record};
use chrono::{DateTime, NaiveDate, Utc};
use domain::contact::mask_mobile;
use domain::ids::{MessageId, PetitionId};
use domain::message::{DiscardReason, MessageKind};
use domain::paging::{Cursor, Page};

/// 一条短信 as the log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Identity.
    pub id: MessageId,
    /// Its kind; none of messages kept as words.
    pub kind: Option<MessageKind>,
    /// The petition it told of, if any.
    pub petition: Option<PetitionId>,
    /// That petition's number; none where it is not known.
    pub number: Option<String>,
    /// The mobile number, masked; none of an anonymous account.
    pub to: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was written.
    pub created: DateTime<Utc>,
    /// When it was sent, dropped or given up.
    pub ended: DateTime<Utc>,
    /// What became of it; none of what was given up and waits for a decision.
    pub outcome: Option<Outcome>,
    /// What the gateway said last.
    pub error: Option<String>,
    /// Why an administrator discarded it.
    pub discarded_for: Option<DiscardReason>,
    /// Until when it is worth sending.
    pub valid_until: Option<DateTime<Utc>>,
}

/// 再次发送失败: why a message could not be put back.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// Somebody else sent or discarded it.
    #[error("the message is not there any more")]
    Gone,
    /// It is too late for it.
    #[error("the message is over")]
    Over,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// A page of the delivery log of a day (Shanghai), newest first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn messages_sent_on(
        &self,
        date: NaiveDate,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<Logged>> {
        self.logged(&keys::sent_on(date), cursor, now).await
    }

    /// A page of the messages that were given up, newest first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] for a foreign cursor; otherwise the store's failures.
    pub async fn messages_given_up(
        &self,
        cursor: Option<&Cursor>,
        now: DateTime<Utc>,
    ) -> Result<Page<Logged>> {
        self.logged(keys::DEAD, cursor, now).await
    }

    /// How many messages were given up and wait for a decision, up to [`BADGE_MAX`]: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn given_up_count(&self) -> Result<u32> {
        self.count(Query {
            limit: Some(BADGE_MAX),
            consistent: false,
            ..Query::of(Table::Petitions, keys::DEAD)
        })
        .await
    }

    /// One message that was given up.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn message_given_up(&self, id: MessageId) -> Result<Option<Logged>> {
        let found = self.get(Table::Petitions, &keys::dead(id)).await?;
        found.map(|item| self.logged_of(item)).transpose()
    }

    /// Puts a message that was given up back into the outbox, due now, with all its attempts before it. Of
    /// two who do so one is told.
    ///
    /// # Errors
    /// [`ResendError`]
    pub async fn resend_message(&self, id: MessageId, now: DateTime<Utc>) -> Result<(), ResendError> {
        let dead = keys::dead(id);
        let found = self.get(Table::Petitions, &dead).await?;
        let record = Record::from_item(found.ok_or(ResendError::Gone)?)?;
        if record.valid_until.is_some_and(|until| now >= until) {
            return Err(ResendError::Over);
        }
        let again = Record {
            v: LAYOUT,
            attempts: 0,
            due: now,
            last_error: None,
            ended: None,
            ..record
        };
        let writes = vec![
            self.tx_delete(Table::Petitions, &dead, true)?,
            self.tx_put(Table::Petitions, item(&outbox_key(id, now), &again)?, true)?,
        ];
        gone(self.transact(writes).await)
    }

    /// Discards a message that was given up: into the log, with the reason.
    ///
    /// # Errors
    /// [`ResendError`]
    pub async fn discard_message(
        &self,
        id: MessageId,
        reason: DiscardReason,
        now: DateTime<Utc>,
    ) -> Result<(), ResendError> {
        let dead = keys::dead(id);
        let found = self.get(Table::Petitions, &dead).await?;
        let record = Record {
            discarded_for: Some(reason),
            ..Record::from_item(found.ok_or(ResendError::Gone)?)?
        };
        gone(self.log_message(&dead, record, Outcome::Discarded, now).await)
    }

    async fn logged(&self, pk: &str, cursor: Option<&Cursor>, now: DateTime<Utc>) -> Result<Page<Logged>> {
        let after = cursor
            .map(|cursor| self.read_cursor(pk, cursor, now))
            .transpose()?;
        let query = Query {
            limit: Some(PAGE_ROWS),
            newest_first: true,
            after,
            ..Query::of(Table::Petitions, pk)
        };
        let (items, last) = self.query(query).await?;
        let full = items.len() >= usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let entries: Result<Vec<Logged>> = items.into_iter().map(|item| self.logged_of(item)).collect();
        let next = last
            .filter(|_| full)
            .map(|last| self.write_cursor(&last, now))
            .transpose()?;
        Ok(Page::new(entries?, next))
    }

    fn logged_of(&self, item: Item) -> Result<Logged> {
        let record = Record::from_item(item)?;
        let to = match record.anonymous {
            true => None,
            false => Some(mask_mobile(&record.open_to(&self.keys)?)),
        };
        Ok(Logged {
            id: record.id,
            kind: record.kind,
            petition: record.petition,
            number: record.number,
            to,
            attempts: record.attempts,
            created: record.created,
            ended: record.ended.unwrap_or(record.created),
            // The first layout's log held nothing but what was sent.
            outcome: record.outcome,
            error: record.last_error,
            discarded_for: record.discarded_for,
            valid_until: record.valid_until,
        })
    }
}

fn gone(outcome: Result<()>) -> Result<(), ResendError> {
    match outcome {
        Err(StoreError::Cancelled(_)) => Err(ResendError::Gone),
        other => other.map_err(ResendError::from),
    }
}
