//! Making a suggestion and changing it: each is one transaction. [`Store::commit_suggestion`] is the only
//! way a suggestion changes.

use crate::cases::{chained_item, sealed_item};
use crate::client::{Item, Store, Table, item};
use crate::error::{Result, StoreError};
use crate::filing::{FilingError, Part};
use crate::head::seal;
use crate::keys::{self, DETAIL, Key, REPLY};
use crate::suggestion_lists::rows;
use crate::suggestions::{
    ANSWER, MOBILE, NAME, NewSuggestion, SuggestionChange, SuggestionHead, TEXT, TITLE,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::division::DivisionCode;
use domain::ids::SuggestionId;
use domain::number::SuggestionNumber;
use domain::suggestion::{Event, Identity, Suggestion};
use serde::Serialize;

#[derive(Serialize)]
struct NumberClaim {
    v: u8,
    suggestion: SuggestionId,
}

impl Store {
    /// Takes the next number of suggestions for a division and day (one request; gaps are allowed).
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn next_suggestion_number(
        &self,
        division: DivisionCode,
        date: NaiveDate,
    ) -> Result<SuggestionNumber> {
        let key = keys::number_counter(SuggestionNumber::PREFIX, &division.to_string(), date);
        let next = self.add(Table::Petitions, &key, 1, None).await?;
        let next = u32::try_from(next).map_err(|_| StoreError::Corrupt("suggestion counter".to_owned()))?;
        Ok(SuggestionNumber::new(division, date, next))
    }

    /// Makes a suggestion: header, first event, text, claim of its number, list rows, message, captcha and
    /// limit, all or nothing. Made twice is [`FilingError::AlreadyFiled`]: its id was drawn with its form.
    ///
    /// # Errors
    /// [`FilingError`], with nothing written.
    pub async fn suggest(
        &self,
        new: NewSuggestion,
        now: DateTime<Utc>,
    ) -> Result<SuggestionHead, FilingError> {
        let id = new.id;
        let identity = Identity {
            id,
            number: new.number,
        };
        let suggestion = Suggestion::begin(identity, &new.event).map_err(StoreError::from)?;
        let (event, mac) = self.suggestion_event(id, &new.event, "")?;
        let sealed = |field: &str, text: &str| seal(&self.keys, id, field, text);
        let head = SuggestionHead {
            suggestion,
            owner: new.owner,
            anonymous: new.anonymous,
            title: sealed(TITLE, &new.title)?,
            name: sealed(NAME, &new.name)?,
            mobile: new.mobile.as_ref().map(|m| sealed(MOBILE, m)).transpose()?,
            mac,
        };
        let text = Key::new(keys::suggestion(id), DETAIL);
        let text = sealed_item(&self.keys, id, &text, TEXT, &new.text)?;
        let claim = NumberClaim { v: 1, suggestion: id };
        let claim = item(&keys::number(&new.number.to_string()), &claim)?;
        let mut parts = vec![(
            Part::Header,
            self.tx_put(Table::Petitions, head.to_item()?, true)?,
        )];
        for item in [event, text, claim] {
            parts.push((Part::Other, self.tx_put(Table::Petitions, item, true)?));
        }
        for write in self.tx_row_difference(Vec::new(), rows(&head))? {
            parts.push((Part::Other, write));
        }
        for message in &new.messages {
            parts.push((Part::Other, self.tx_message(message, now)?));
        }
        parts.extend(new.captcha.map(|write| (Part::Captcha, write)));
        if let Some(limit) = new.limit {
            parts.push((Part::Limit, self.tx_limit("suggesting", new.owner, limit)?));
        }
        self.transact_parts(parts).await?;
        Ok(head)
    }

    /// Carries out a change in one transaction, conditioned on the header being the one given.
    ///
    /// # Errors
    /// [`StoreError::Suggestion`] if the state does not allow a step; [`StoreError::Conflict`] if somebody
    /// changed it since `head` was read; otherwise the store's own failures.
    pub async fn commit_suggestion(
        &self,
        head: &SuggestionHead,
        change: SuggestionChange,
        at: DateTime<Utc>,
    ) -> Result<SuggestionHead> {
        let id = head.suggestion.id;
        let mut next = head.clone();
        let mut writes = Vec::new();
        for (by, body) in change.steps {
            let event = next.suggestion.next_event(at, by, body);
            next.suggestion = next.suggestion.apply(&event)?;
            let (item, mac) = self.suggestion_event(id, &event, &next.mac)?;
            next.mac = mac;
            writes.push(self.tx_put(Table::Petitions, item, true)?);
        }
        writes.push(self.tx_put_at_version(next.to_item()?, head.suggestion.version)?);
        if let Some(reply) = &change.reply {
            let key = Key::new(keys::suggestion(id), REPLY);
            let item = sealed_item(&self.keys, id, &key, ANSWER, reply)?;
            writes.push(self.tx_put(Table::Petitions, item, true)?);
        }
        writes.extend(self.tx_row_difference(rows(head), rows(&next))?);
        for message in &change.messages {
            writes.push(self.tx_message(message, at)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(next),
            Err(StoreError::Cancelled(_)) => Err(StoreError::Conflict),
            Err(error) => Err(error),
        }
    }

    /// An event's item, in the collection its visibility asks for, and the chain value after it.
    fn suggestion_event(&self, id: SuggestionId, event: &Event, previous: &str) -> Result<(Item, String)> {
        let public = event.body.is_public();
        let key = keys::suggestion_event(id, public, event.seq);
        let sealed = (!public).then_some((id, event.seq));
        chained_item(&self.keys, &key, sealed, event, previous)
    }
}
