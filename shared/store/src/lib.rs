//! The product's only door to DynamoDB and S3: concrete, no traits. Tests and local runs swap the
//! endpoint, never the code. Owns item layouts, keys ([`keys`]), transactions and paging; must not
//! know about HTTP, and decides no rule: transitions are [`domain::petition`]'s.

pub mod accounts;
pub mod accounts_change;
mod accounts_person;
pub mod approvals;
pub mod attachments;
pub mod audit;
pub mod briefs;
pub mod cases;
pub mod checks;
mod claims;
pub mod client;
pub mod code_sms;
pub mod content;
pub mod drafts;
pub mod due;
pub mod editing;
pub mod error;
pub mod filing;
pub mod guards;
pub mod head;
pub mod interviews;
mod kept;
pub mod keys;
pub mod links;
pub mod lists;
pub mod matching;
pub mod materials;
pub mod message_log;
pub mod notices;
pub mod objects;
pub mod outbox;
mod outbox_record;
pub mod ratings;
pub mod reminders;
pub mod resets;
pub mod senders;
pub mod sessions;
pub mod settings;
pub mod showcase;
pub mod showcase_rows;
pub mod showcase_search;
pub mod staff;
pub mod suggestion_lists;
pub mod suggestions;
mod suggestions_change;
pub mod usage;
pub mod wordings;

pub use client::{Store, StoreConfig};
pub use error::StoreError;
