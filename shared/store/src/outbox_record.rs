//! How a message is stored: sealed, told apart by its layout version. Owns the layouts and the upcaster;
//! what becomes of a message is `outbox`'s.

use crate::client::{Item, read};
use crate::error::{Result, StoreError};
use chrono::{DateTime, Utc};
use domain::ids::{MessageId, PetitionId};
use domain::message::{Blank, DiscardReason, MessageKind};
use serde::{Deserialize, Serialize};
use services::crypto::{FieldAad, Sealed};
use services::keys::KeyRing;
use services::sms_text::SmsText;

/// The layout that is written.
pub(crate) const LAYOUT: u8 = 2;

/// 短信的结局: why a message is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The gateway took it.
    Sent,
    /// It was not worth sending any more.
    Expired,
    /// Its reason was gone.
    NotNeeded,
    /// The petitioner wants no messages about this petition.
    SwitchedOff,
    /// The number that it was written to was wrong, and is corrected.
    NumberCorrected,
    /// An administrator gave it up.
    Discarded,
}

/// What a message tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Kind and values; worded at delivery.
    Template(SmsText),
    /// Words, as messages were kept at first.
    Words(String),
}

/// A message as stored, in the newest layout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub v: u8,
    pub id: MessageId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petition: Option<PetitionId>,
    /// None of those kept as words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageKind>,
    /// The petition's number, for the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// To the recovery number of an anonymous account, which nobody is ever shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    pub to: String,
    /// [`SmsText`] as JSON, sealed; none in the log, which needs no words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Sealed words, of layout 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub attempts: u32,
    pub created: DateTime<Utc>,
    /// Since when it waits to be sent.
    pub due: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unless_rated: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// In the log: what became of it, when, and when the entry goes (epoch seconds).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded_for: Option<DiscardReason>,
}

/// Layout 1: the words themselves; only reminders had more than one time.
#[derive(Deserialize)]
struct RecordV1 {
    id: MessageId,
    #[serde(default)]
    petition: Option<PetitionId>,
    to: String,
    text: String,
    attempts: u32,
    created: DateTime<Utc>,
    #[serde(default)]
    last_error: Option<String>,
    #[serde(default)]
    reminder: Option<RemindingV1>,
}

#[derive(Deserialize)]
struct RemindingV1 {
    due: DateTime<Utc>,
    until: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Layout {
    v: u8,
}

impl From<RecordV1> for Record {
    fn from(old: RecordV1) -> Self {
        Self {
            v: LAYOUT,
            id: old.id,
            petition: old.petition,
            kind: old.reminder.as_ref().map(|_| MessageKind::RatingReminder),
            number: None,
            // Of an account's own messages it was not noted whose they are.
            anonymous: old.petition.is_none(),
            to: old.to,
            message: None,
            text: Some(old.text),
            attempts: old.attempts,
            created: old.created,
            due: old.reminder.as_ref().map_or(old.created, |reminder| reminder.due),
            valid_until: old.reminder.as_ref().map(|reminder| reminder.until),
            unless_rated: old.reminder.is_some(),
            last_error: old.last_error,
            outcome: None,
            ended: None,
            expires: None,
            discarded_for: None,
        }
    }
}

impl Record {
    /// The record in an item, whichever layout it has.
    pub(crate) fn from_item(item: Item) -> Result<Self> {
        match read::<Layout>(item.clone())?.v {
            1 => read::<RecordV1>(item).map(Self::from),
            LAYOUT => read(item),
            other => Err(StoreError::Corrupt(format!("message layout {other}"))),
        }
    }

    /// The number.
    pub(crate) fn open_to(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.id, "to", &self.to)
    }

    /// What it tells.
    pub(crate) fn open_content(&self, keys: &KeyRing) -> Result<Content> {
        match (&self.message, &self.text) {
            (Some(message), _) => {
                let json = open(keys, self.id, "message", message)?;
                let text = serde_json::from_str(&json).map_err(|e| StoreError::unreadable(&e))?;
                Ok(Content::Template(text))
            }
            (None, Some(text)) => open(keys, self.id, "text", text).map(Content::Words),
            (None, None) => Err(StoreError::Corrupt("a message that says nothing".to_owned())),
        }
    }
}

/// The petition's number in what a message tells.
pub(crate) fn number_in(text: &SmsText) -> Option<String> {
    let values = text.values();
    let number = values.iter().find(|(blank, _)| *blank == Blank::Number);
    number.map(|(_, number)| (*number).to_owned())
}

fn owner(id: MessageId) -> String {
    format!("message/{id}")
}

pub(crate) fn seal(keys: &KeyRing, id: MessageId, field: &str, text: &str) -> String {
    let owner = owner(id);
    keys.seal(text, &FieldAad { owner: &owner, field }).0
}

fn open(keys: &KeyRing, id: MessageId, field: &str, sealed: &str) -> Result<String> {
    let owner = owner(id);
    keys.open(&Sealed(sealed.to_owned()), &FieldAad { owner: &owner, field })
        .map_err(|e| StoreError::Corrupt(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two messages as version 0.1 wrote them, with the keys of that test run.
    const FROZEN: &str = include_str!("../fixtures/outbox-v1.json");

    fn frozen(name: &str) -> (KeyRing, Record) {
        let fixture: serde_json::Value = serde_json::from_str(FROZEN).unwrap();
        let keys = KeyRing::from_json(&fixture["keys"].to_string()).unwrap();
        let item = serde_dynamo::to_item(&fixture[name]).unwrap();
        (keys, Record::from_item(item).unwrap())
    }

    #[test]
    fn a_message_of_the_first_layout_is_still_delivered_in_its_own_words() {
        let (keys, record) = frozen("message");
        assert_eq!(record.open_to(&keys).unwrap(), "13800000000");
        let words = "【山东信访】您的信访事项（编号W370100-20261123-00042）已登记。查询：xinfang.example";
        assert_eq!(
            record.open_content(&keys).unwrap(),
            Content::Words(words.to_owned())
        );
        assert_eq!(
            (record.kind, record.valid_until, record.unless_rated),
            (None, None, false)
        );
        assert_eq!(record.due, record.created);
    }

    #[test]
    fn a_reminder_of_the_first_layout_keeps_its_times_and_its_condition() {
        let (keys, record) = frozen("reminder");
        let Content::Words(words) = record.open_content(&keys).unwrap() else {
            panic!("a reminder without words")
        };
        assert!(words.contains("还没有评价"), "{words}");
        assert_eq!(
            record.due,
            "2026-12-16T01:00:00Z".parse::<DateTime<Utc>>().unwrap()
        );
        let until = "2026-12-24T01:00:00Z".parse().unwrap();
        assert_eq!(record.valid_until, Some(until));
        assert!(record.unless_rated && record.petition.is_some());
        assert_eq!(record.kind, Some(MessageKind::RatingReminder));
    }

    #[test]
    fn a_layout_of_a_later_version_is_not_guessed_at() {
        let fixture: serde_json::Value = serde_json::from_str(FROZEN).unwrap();
        let mut later = fixture["message"].clone();
        later["v"] = 9.into();
        let item = serde_dynamo::to_item(later).unwrap();
        assert!(matches!(Record::from_item(item), Err(StoreError::Corrupt(_))));
    }
}
