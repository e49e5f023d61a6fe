//! The rules of petitions, as pure code: what is valid, what follows from what, by which date.
//! Owns the words of the domain. Must not know about HTTP, AWS, async, the environment or a
//! random number generator: all of these come in as parameters.

pub mod access;
pub mod approval;
pub mod assignment;
pub mod audit;
pub mod calendar;
pub mod category;
pub mod contact;
pub mod deadline;
pub mod dedupe;
pub mod difference;
pub mod division;
pub mod ending;
pub mod event;
pub mod fingerprint;
pub mod id_card;
pub mod identity_document;
pub mod ids;
pub mod incoming;
pub mod interview;
pub mod joint;
pub mod letter;
pub mod message;
pub mod notice;
pub mod number;
pub mod office;
pub mod paging;
pub mod password;
pub mod petition;
pub mod query_code;
pub mod quiet_hours;
pub mod rating;
pub mod redaction;
pub mod registration;
pub mod resident_id;
pub mod settings;
pub mod showcase;
pub mod similar;
pub mod suggest;
pub mod suggestion;
pub mod text;
pub mod time;
pub mod username;
pub mod visitors;
pub mod wording;
