//! What petitioners write with their ratings: sealed beside the events, which hold grades and reasons
//! only. Owns that item, and the one read that a rating needs; must not decide who may rate.

use crate::cases::{event_of, sealed_item, sort_key, unseal};
use crate::client::{Item, Query, Range, Store, Table};
use crate::error::Result;
use crate::head::Head;
use crate::keys::{self, EVENT_PREFIX, HEAD, RATING_PREFIX};
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use domain::event::{Body, Event};
use domain::ids::PetitionId;
use domain::rating::{Rated, Rating};
use serde::{Deserialize, Serialize};
use services::keys::KeyRing;
use std::fmt;

/// The field name under which it is sealed, with its round.
const FIELD: &str = "rating";

/// 评价留言: what was written with one rating, to each agency. Sealed as a whole.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingText {
    /// 第几次评价.
    pub round: u8,
    /// 对信访部门的留言
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// 对责任单位的留言
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl RatingText {
    /// What was written to one agency.
    #[must_use]
    pub fn to(&self, object: Rated) -> Option<&str> {
        match object {
            Rated::PetitionOffice => self.office.as_deref(),
            Rated::ResponsibleUnit => self.unit.as_deref(),
        }
    }
}

impl fmt::Debug for RatingText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RatingText(round {})", self.round)
    }
}

/// 评价页所需: a case as far as whoever rates it has to see it; the petition's text is not read.
#[derive(Clone, Debug)]
pub struct RatingFile {
    /// The header.
    pub head: Head,
    /// Public events in order.
    pub events: Vec<Event>,
    /// What was written with each rating, in their order.
    pub texts: Vec<RatingText>,
}

/// The ratings among events, with their times, in order.
pub fn ratings<'a>(
    events: impl IntoIterator<Item = &'a Event>,
) -> impl Iterator<Item = (DateTime<Utc>, &'a Rating)> {
    events.into_iter().filter_map(|event| match &event.body {
        Body::Rated { rating } => Some((event.at, rating.as_ref())),
        _ => None,
    })
}

/// The field names what it belongs to, so that one round's text cannot stand for another's.
fn field(round: u8) -> String {
    format!("{FIELD}/{round}")
}

/// The text in an item.
///
/// # Errors
/// [`crate::StoreError::Corrupt`] if the seal does not open for its place.
pub fn rating_text(keys: &KeyRing, id: PetitionId, item: Item) -> Result<RatingText> {
    let round = sort_key(&item).strip_prefix(RATING_PREFIX);
    let round = round.and_then(|round| round.parse().ok()).unwrap_or(0);
    unseal(keys, id, &field(round), item)
}

impl Store {
    pub(crate) fn tx_rating_text(&self, id: PetitionId, text: &RatingText) -> Result<TransactWriteItem> {
        let key = keys::rating(id, text.round);
        let item = sealed_item(&self.keys, id, &key, &field(text.round), text)?;
        self.tx_put(Table::Petitions, item, true)
    }

    /// Reads header, public events and what was written with ratings: one request.
    ///
    /// # Errors
    /// [`crate::StoreError`] if the store fails.
    pub async fn rating_file(&self, id: PetitionId) -> Result<Option<RatingFile>> {
        let pk = keys::petition(id);
        let to = format!("{RATING_PREFIX}~");
        let query = Query {
            range: Range::Between(EVENT_PREFIX, &to),
            ..Query::of(Table::Petitions, &pk)
        };
        let (mut head, mut events, mut texts) = (None, Vec::new(), Vec::new());
        for item in self.query_all(query).await? {
            match sort_key(&item) {
                HEAD => head = Some(Head::from_item(item)?),
                sk if sk.starts_with(EVENT_PREFIX) => events.push(event_of(&self.keys, item)?.0),
                sk if sk.starts_with(RATING_PREFIX) => texts.push(rating_text(&self.keys, id, item)?),
                _ => {}
            }
        }
        Ok(head.map(|head| RatingFile { head, events, texts }))
    }
}
