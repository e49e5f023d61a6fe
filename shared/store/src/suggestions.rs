//! 网上建议 as stored: the header, and reading one whole; its lists are in `suggestion_lists`. What the maker may
//! see lies under `SUG#`, what only staff may see under `STUDY#`; changes are in `suggestions_change`.
//! Must not decide a transition: that is [`domain::suggestion`]'s.

use crate::cases::{READS, chained_of, is_whole, sort_key, unseal};
use crate::client::{Item, Query, Store, Table, item, read};
use crate::error::{Result, StoreError};
use crate::filing::{FilingLimit, Write};
use crate::head::{json, open};
use crate::keys::{self, DETAIL, EVENT_PREFIX, HEAD, Key, REPLY};
use crate::outbox::NewMessage;
use domain::event::By;
use domain::ids::{AccountId, SuggestionId};
use domain::number::SuggestionNumber;
use domain::suggestion::{Body, Event, Suggestion};
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;

/// Field names under which parts of a suggestion are sealed.
pub(crate) const TITLE: &str = "title";
pub(crate) const NAME: &str = "name";
pub(crate) const MOBILE: &str = "mobile";
pub(crate) const TEXT: &str = "suggestion";
pub(crate) const ANSWER: &str = "reply";

/// 建议头: the fold of the events with what lists and messages need, sealed.
#[derive(Clone, Debug)]
pub struct SuggestionHead {
    /// The fold.
    pub suggestion: Suggestion,
    /// Whose it is.
    pub owner: AccountId,
    /// Whether it was made from an account without a name.
    pub anonymous: bool,
    /// The title, sealed under the suggestion.
    pub title: String,
    /// The maker's name (匿名 for an anonymous one), sealed under the suggestion.
    pub name: String,
    /// The mobile number for messages, sealed under the suggestion; none if not given or anonymous.
    pub mobile: Option<String>,
    /// The chain value of the last event.
    pub mac: String,
}

#[derive(Serialize, Deserialize)]
struct HeadRecord {
    v: u8,
    version: u32,
    data: String,
    owner: AccountId,
    anonymous: bool,
    title: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mobile: Option<String>,
    mac: String,
}

impl SuggestionHead {
    pub(crate) fn to_item(&self) -> Result<Item> {
        let record = HeadRecord {
            v: 1,
            version: self.suggestion.version,
            data: json(&self.suggestion)?,
            owner: self.owner,
            anonymous: self.anonymous,
            title: self.title.clone(),
            name: self.name.clone(),
            mobile: self.mobile.clone(),
            mac: self.mac.clone(),
        };
        item(&Key::new(keys::suggestion(self.suggestion.id), HEAD), &record)
    }

    /// The header in an item.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a layout this version does not know.
    pub fn from_item(stored: Item) -> Result<Self> {
        let record: HeadRecord = read(stored)?;
        if record.v != 1 {
            return Err(StoreError::Corrupt(format!("suggestion layout {}", record.v)));
        }
        Ok(Self {
            suggestion: serde_json::from_str(&record.data).map_err(|e| StoreError::unreadable(&e))?,
            owner: record.owner,
            anonymous: record.anonymous,
            title: record.title,
            name: record.name,
            mobile: record.mobile,
            mac: record.mac,
        })
    }

    /// Opens the title.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_title(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.suggestion.id, TITLE, &self.title)
    }

    /// Opens the maker's name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_name(&self, keys: &KeyRing) -> Result<String> {
        open(keys, self.suggestion.id, NAME, &self.name)
    }

    /// Opens the number that messages go to, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the seal does not open.
    pub fn open_mobile(&self, keys: &KeyRing) -> Result<Option<String>> {
        let sealed = self.mobile.as_ref();
        sealed
            .map(|mobile| open(keys, self.suggestion.id, MOBILE, mobile))
            .transpose()
    }
}

/// 新的建议: everything that making it writes.
#[derive(Clone, Debug)]
pub struct NewSuggestion {
    /// Identity, drawn when its form was made.
    pub id: SuggestionId,
    /// Whose it is.
    pub owner: AccountId,
    /// Its number.
    pub number: SuggestionNumber,
    /// Whether the account has no name.
    pub anonymous: bool,
    /// The maker's name; 匿名 if anonymous.
    pub name: String,
    /// The number that messages go to, if one is known.
    pub mobile: Option<String>,
    /// 标题
    pub title: String,
    /// 建议内容
    pub text: String,
    /// The event of its making, `seq` 1.
    pub event: Event,
    /// The receipt by message, if a number is known.
    pub messages: Vec<NewMessage>,
    /// The captcha to consume, as [`Store::tx_consume_captcha`] makes it; `None` where none is asked.
    pub captcha: Option<Write>,
    /// The limit of suggestions of one account in one window.
    pub limit: Option<FilingLimit>,
}

/// A change of a suggestion: what happens, and what goes with it.
#[derive(Clone, Debug, Default)]
pub struct SuggestionChange {
    /// What happens, in order.
    pub steps: Vec<(By, Body)>,
    /// The words of the reply, with a reply.
    pub reply: Option<String>,
    /// Messages to send.
    pub messages: Vec<NewMessage>,
}

/// 建议 (本人可见部分): everything its maker may see.
#[derive(Clone, Debug)]
pub struct SuggestionFile {
    /// The header.
    pub head: SuggestionHead,
    /// What was suggested.
    pub text: String,
    /// Events its maker may see, in order.
    pub events: Vec<Event>,
    /// The words of the reply, once there is one.
    pub reply: Option<String>,
}

/// 研究卷: a suggestion with what only staff may see.
#[derive(Clone, Debug)]
pub struct StudyFile {
    /// What its maker may see too.
    pub file: SuggestionFile,
    /// Internal events in order.
    pub internal: Vec<Event>,
}

impl StudyFile {
    /// All events, in order.
    #[must_use]
    pub fn all_events(&self) -> Vec<&Event> {
        let mut events: Vec<&Event> = self.file.events.iter().chain(&self.internal).collect();
        events.sort_by_key(|event| event.seq);
        events
    }
}

/// The event in an item, with its stored bytes and chain value for the invariant check.
///
/// # Errors
/// [`StoreError::Corrupt`] for a layout this version does not know.
pub fn event_of(keys: &KeyRing, stored: Item) -> Result<(Event, String, String)> {
    chained_of(keys, "STUDY#", stored)
}

/// The words of a suggestion (`DET`) or of its reply (`RPY`) in an item.
///
/// # Errors
/// [`StoreError::Corrupt`] if the seal does not open.
pub fn words_of(keys: &KeyRing, id: SuggestionId, stored: Item) -> Result<String> {
    let field = if sort_key(&stored) == REPLY { ANSWER } else { TEXT };
    unseal(keys, id, field, stored)
}

impl Store {
    /// Reads a header: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn suggestion_head(&self, id: SuggestionId) -> Result<Option<SuggestionHead>> {
        let key = Key::new(keys::suggestion(id), HEAD);
        let found = self.get(Table::Petitions, &key).await?;
        found.map(SuggestionHead::from_item).transpose()
    }

    /// Reads everything its maker may see: one request.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn suggestion(&self, id: SuggestionId) -> Result<Option<SuggestionFile>> {
        let items = self
            .query_all(Query::of(Table::Petitions, &keys::suggestion(id)))
            .await?;
        let (mut head, mut text, mut reply) = (None, None, None);
        let mut events = Vec::new();
        for item in items {
            match sort_key(&item) {
                HEAD => head = Some(SuggestionHead::from_item(item)?),
                DETAIL => text = Some(words_of(&self.keys, id, item)?),
                REPLY => reply = Some(words_of(&self.keys, id, item)?),
                sk if sk.starts_with(EVENT_PREFIX) => events.push(event_of(&self.keys, item)?.0),
                _ => {}
            }
        }
        Ok(head.zip(text).map(|(head, text)| SuggestionFile {
            head,
            text,
            events,
            reply,
        }))
    }

    /// Reads the whole of it as it was at one moment: two requests in parallel, again if a step was taken between
    /// them.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn study(&self, id: SuggestionId) -> Result<Option<StudyFile>> {
        let mut left = READS;
        loop {
            let study = self.study_once(id).await?;
            left -= 1;
            let whole = study
                .as_ref()
                .is_none_or(|study| is_whole(study.all_events().len(), study.file.head.suggestion.version));
            if whole || left == 0 {
                return Ok(study);
            }
        }
    }

    async fn study_once(&self, id: SuggestionId) -> Result<Option<StudyFile>> {
        let pk = keys::study(id);
        let internal = self.query_all(Query::of(Table::Petitions, &pk));
        let (file, internal) = tokio::try_join!(self.suggestion(id), internal)?;
        let internal = internal
            .into_iter()
            .map(|item| Ok(event_of(&self.keys, item)?.0))
            .collect::<Result<_>>()?;
        Ok(file.map(|file| StudyFile { file, internal }))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::division::DivisionCode;
    use domain::event::AgencyRef;
    use domain::suggestion::{Identity, Status};

    pub(crate) fn head(status: Status) -> SuggestionHead {
        let at = "2026-11-23T01:00:00Z".parse().unwrap();
        let office = AgencyRef {
            code: "370100-xfj".parse().unwrap(),
            name: "济南市信访局".to_owned(),
        };
        let division: DivisionCode = "370100".parse().unwrap();
        let identity = Identity {
            id: SuggestionId::new(at, [1; 10]),
            number: SuggestionNumber::new(division, at.date_naive(), 1),
        };
        let suggestion = Suggestion {
            id: identity.id,
            number: identity.number,
            made_at: at,
            division,
            category: None,
            status,
            holder: office.clone(),
            path: vec![office],
            version: 1,
        };
        SuggestionHead {
            suggestion,
            owner: AccountId::new(at, [2; 10]),
            anonymous: true,
            title: String::new(),
            name: String::new(),
            mobile: None,
            mac: String::new(),
        }
    }

    #[test]
    fn a_header_comes_back_from_its_item() {
        let head = head(Status::Received);
        let back = SuggestionHead::from_item(head.to_item().unwrap()).unwrap();
        assert_eq!(back.suggestion, head.suggestion);
        assert_eq!((back.owner, back.anonymous), (head.owner, head.anonymous));
    }
}
