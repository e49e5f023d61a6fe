//! Filing: one transaction that makes a petition out of a draft, or of what an officer enters, or fails and leaves
//! nothing.

use crate::attachments::Uploader;
use crate::cases::{Detail, event_item, sealed_item};
use crate::client::{Store, Table, item, n};
use crate::error::{Result, StoreError};
use crate::head::{Head, seal};
use crate::interviews::interview_rows;
use crate::keys;
use crate::outbox::NewMessage;
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, NaiveDate, Utc};
use domain::division::DivisionCode;
use domain::event::{Body, By, Event};
use domain::ids::{AccountId, AttachmentId, PetitionId};
use domain::letter::Letter;
use domain::number::PetitionNumber;
use domain::petition::{Identity, Petition};
use domain::query_code::QueryCode;
use domain::registration::Channel;
use serde::{Deserialize, Serialize};

/// One write of a transaction, as the store's own functions make it.
pub type Write = TransactWriteItem;

/// 新的信访件: everything that filing writes.
#[derive(Clone, Debug)]
pub struct NewPetition {
    /// The draft's id, which becomes the petition's.
    pub id: PetitionId,
    /// The revision of the draft that was checked; 0 where there is none.
    pub draft_revision: u32,
    /// Whose it is; none of what an officer registers.
    pub owner: Option<AccountId>,
    /// Who uploaded its attachments.
    pub uploader: Uploader,
    /// Its number.
    pub number: PetitionNumber,
    /// Its query code.
    pub code: QueryCode,
    /// 标题
    pub title: String,
    /// What was written, and by whom.
    pub detail: Detail,
    /// The filing event, `seq` 1.
    pub event: Event,
    /// What happens to it in the same moment: an officer registers what came on paper as it is entered.
    pub more: Vec<(By, Body)>,
    /// Letters to the petitioner issued by these steps.
    pub letters: Vec<Letter>,
    /// Letters to another office.
    pub office_letters: Vec<Letter>,
    /// The uploads that belong to it.
    pub attachments: Vec<AttachmentId>,
    /// Uploads that were announced and never came, or were refused: their items go.
    pub dropped: Vec<AttachmentId>,
    /// The receipt by message, if a number is known.
    pub messages: Vec<NewMessage>,
    /// The captcha to consume, as [`Store::tx_consume_captcha`] makes it; `None` where none is asked.
    pub captcha: Option<TransactWriteItem>,
    /// The limit of filings of one account in one window: counter key and maximum.
    pub limit: Option<FilingLimit>,
}

/// 提交频次限制: at most `max` filings of one account in one window.
#[derive(Clone, Copy, Debug)]
pub struct FilingLimit {
    /// Filings allowed in the window.
    pub max: u32,
    /// Number of the window since the epoch.
    pub window: i64,
    /// When the counter expires, in epoch seconds.
    pub expires: i64,
}

/// Why a filing wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum FilingError {
    /// The draft was filed already: a double click, a reload, a second tab.
    #[error("filed already")]
    AlreadyFiled,
    /// The captcha is wrong, used or expired.
    #[error("the captcha does not match")]
    Captcha,
    /// The account has filed as much as it may in this window.
    #[error("too many filings")]
    TooMany,
    /// An attachment is gone.
    #[error("an attachment is gone")]
    Attachment,
    /// The draft was saved from elsewhere after it was checked.
    #[error("the draft has changed")]
    Draft,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The claim of a query code: which petition, and whose names open it.
#[derive(Serialize, Deserialize)]
pub(crate) struct CodeClaim {
    pub v: u8,
    pub petition: PetitionId,
    pub names: Vec<String>,
}

/// What a name and a query code have found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracked {
    /// Which petition.
    pub petition: PetitionId,
    /// Whether more than one name opens it (联名), so that whoever tracks it need not be the one who filed.
    pub joint: bool,
}

#[derive(Serialize)]
struct NumberClaim {
    v: u8,
    petition: PetitionId,
}

/// What a write of the filing transaction stands for, to tell failed conditions apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Header,
    Draft,
    Attachment,
    Captcha,
    Limit,
    Other,
}

impl Store {
    /// Takes the next number of a channel, division and day (one request; gaps are allowed).
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn next_petition_number(
        &self,
        channel: Channel,
        division: DivisionCode,
        date: NaiveDate,
    ) -> Result<PetitionNumber> {
        let key = keys::number_counter(channel.prefix(), &division.to_string(), date);
        let next = self.add(Table::Petitions, &key, 1, None).await?;
        let next = u32::try_from(next).map_err(|_| StoreError::Corrupt("petition counter".to_owned()))?;
        Ok(PetitionNumber::new(channel, division, date, next))
    }

    /// The blind index of a name, under which a query code opens.
    pub(crate) fn name_blind(&self, name: &str) -> String {
        self.keys
            .blind("petitioner-name", &domain::contact::normalise_name(name))
    }

    pub(crate) fn code_blind(&self, code: &QueryCode) -> String {
        self.keys.blind("query-code", code.as_str())
    }

    /// Files: header, first event, text, claims, list rows, attachments, receipt message, captcha,
    /// limit and the draft's end, all or nothing.
    ///
    /// # Errors
    /// [`FilingError`], with nothing written.
    pub async fn file(&self, new: NewPetition, now: DateTime<Utc>) -> Result<Head, FilingError> {
        let id = new.id;
        let identity = Identity {
            id,
            number: new.number,
        };
        let mut petition = Petition::begin(identity, &new.event).map_err(StoreError::from)?;
        let (event, mut mac) = event_item(&self.keys, id, &new.event, "")?;
        let mut events = vec![event];
        let links = self.tx_links((id, new.number), new.more.iter().map(|(_, body)| body), now)?;
        for (by, body) in new.more {
            let event = petition.next_event(now, by, body);
            petition = petition.apply(&event).map_err(StoreError::from)?;
            let (item, next) = event_item(&self.keys, id, &event, &mac)?;
            mac = next;
            events.push(item);
        }
        let petitioner = &new.detail.petitioner;
        let head = Head {
            petition,
            owner: new.owner,
            anonymous: petitioner.anonymous,
            title: seal(&self.keys, id, "title", &new.title)?,
            name: seal(&self.keys, id, "name", &petitioner.name)?,
            mobile: petitioner
                .mobile
                .as_ref()
                .map(|m| seal(&self.keys, id, "mobile", m))
                .transpose()?,
            reached: None,
            code: seal(&self.keys, id, "code", new.code.as_str())?,
            mac,
        };
        let code = CodeClaim {
            v: 1,
            petition: id,
            names: std::iter::once(&petitioner.name)
                .chain(new.detail.co_petitioners.iter().map(|person| &person.name))
                .map(|name| self.name_blind(name))
                .collect(),
        };
        let number = NumberClaim { v: 1, petition: id };
        let mut parts = vec![
            (
                Part::Header,
                self.tx_put(Table::Petitions, head.to_item()?, true)?,
            ),
            (
                Part::Other,
                self.tx_put(
                    Table::Petitions,
                    sealed_item(&self.keys, id, &keys::detail(id), "detail", &new.detail)?,
                    true,
                )?,
            ),
            (
                Part::Other,
                self.tx_put(
                    Table::Petitions,
                    item(&keys::query_code(&self.code_blind(&new.code)), &code)?,
                    true,
                )?,
            ),
            (
                Part::Other,
                self.tx_put(
                    Table::Petitions,
                    item(&keys::number(&new.number.to_string()), &number)?,
                    true,
                )?,
            ),
        ];
        for event in events {
            parts.push((Part::Other, self.tx_put(Table::Petitions, event, true)?));
        }
        if let Some(owner) = new.owner {
            parts.push((Part::Draft, self.tx_discard_draft(owner, id, new.draft_revision)?));
        }
        let letters = self.tx_letters(id, &new.letters, &new.office_letters)?;
        parts.extend(links.into_iter().chain(letters).map(|write| (Part::Other, write)));
        parts.extend(
            self.tx_rows(None, &head)?
                .into_iter()
                .chain(self.tx_row_difference(Vec::new(), interview_rows(&head))?)
                .map(|write| (Part::Other, write)),
        );
        for attachment in &new.attachments {
            parts.push((
                Part::Attachment,
                self.tx_file_attachment(id, new.uploader, *attachment, now)?,
            ));
        }
        parts.push((
            Part::Other,
            self.tx_delete(Table::Petitions, &keys::attachment_count(id), false)?,
        ));
        for attachment in &new.dropped {
            let key = keys::attachment(id, *attachment);
            parts.push((Part::Other, self.tx_delete(Table::Petitions, &key, false)?));
        }
        for message in &new.messages {
            parts.push((Part::Other, self.tx_message(message, now)?));
        }
        parts.push((Part::Other, self.tx_match_due(id, now)?));
        parts.extend(new.captcha.map(|write| (Part::Captcha, write)));
        if let (Some(limit), Some(owner)) = (new.limit, new.owner) {
            parts.push((Part::Limit, self.tx_limit("filing", owner, limit)?));
        }
        self.transact_parts(parts).await?;
        Ok(head)
    }

    /// Runs the transaction of a filing, and tells its failed conditions apart.
    pub(crate) async fn transact_parts(
        &self,
        parts: Vec<(Part, TransactWriteItem)>,
    ) -> Result<(), FilingError> {
        let (kinds, writes): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        match self.transact(writes).await {
            Err(StoreError::Cancelled(failed)) => {
                let failed: Vec<Part> = failed.iter().filter_map(|at| kinds.get(*at)).copied().collect();
                Err(match failed {
                    parts if parts.contains(&Part::Header) => FilingError::AlreadyFiled,
                    parts if parts.contains(&Part::Draft) => FilingError::Draft,
                    parts if parts.contains(&Part::Captcha) => FilingError::Captcha,
                    parts if parts.contains(&Part::Limit) => FilingError::TooMany,
                    parts if parts.contains(&Part::Attachment) => FilingError::Attachment,
                    _ => FilingError::Store(StoreError::Conflict),
                })
            }
            done => Ok(done?),
        }
    }

    /// The write that consumes a captcha if its answer's keyed hash is `hash` and it has not expired:
    /// part of the transaction that it guards, so that a captcha and a filing succeed or fail together.
    ///
    /// # Errors
    /// [`StoreError`] if the request cannot be built.
    pub fn tx_consume_captcha(&self, id: &str, hash: &str, now: DateTime<Utc>) -> Result<TransactWriteItem> {
        let delete = aws_sdk_dynamodb::types::Delete::builder()
            .table_name(self.config.table(Table::Guards))
            .set_key(Some(crate::client::key_item(&keys::captcha(id))))
            .condition_expression("#hash = :hash AND #x > :now")
            .expression_attribute_names("#hash", "hash")
            .expression_attribute_names("#x", keys::EXPIRES)
            .expression_attribute_values(":hash", crate::client::s(hash))
            .expression_attribute_values(":now", n(now.timestamp()))
            .build()
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    /// The write that counts one more of what an account does in a window, unless that is too many.
    pub(crate) fn tx_limit(
        &self,
        what: &str,
        owner: AccountId,
        limit: FilingLimit,
    ) -> Result<TransactWriteItem> {
        let key = keys::rate(what, &owner.to_string(), limit.window);
        self.tx_update(
            Table::Guards,
            &key,
            "SET #x = :x ADD #n :one",
            Some("attribute_not_exists(#n) OR #n < :max"),
            vec![
                ("#x", crate::client::s(keys::EXPIRES)),
                ("#n", crate::client::s("n")),
                (":x", n(limit.expires)),
                (":one", n(1)),
                (":max", n(limit.max)),
            ],
        )
    }

    /// Finds the petition that a name and a query code open: one request. The same `None` for a
    /// wrong name and a wrong code.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn find_by_code(&self, name: &str, code: &QueryCode) -> Result<Option<Tracked>> {
        // Under every version of the key: while it is replaced, old petitions are still found.
        let codes = self.keys.blind_all("query-code", code.as_str());
        let wanted: Vec<_> = codes
            .iter()
            .map(|blind| (Table::Petitions, keys::query_code(blind)))
            .collect();
        let found = self.get_many(&wanted).await?.into_iter().flatten().next();
        let names = self
            .keys
            .blind_all("petitioner-name", &domain::contact::normalise_name(name));
        // The name is looked up either way, so that both failures take the same path.
        let claim: Option<CodeClaim> = found.map(crate::client::read).transpose()?;
        Ok(claim
            .filter(|claim| opens(&claim.names, &names))
            .map(|claim| Tracked {
                petition: claim.petition,
                joint: claim.names.len() > 1,
            }))
    }
}

/// Whether a name is among those that open a petition. Every name is compared, whichever it is.
fn opens(names: &[String], typed: &[String]) -> bool {
    names
        .iter()
        .fold(false, |found, known| found | typed.contains(known))
}
