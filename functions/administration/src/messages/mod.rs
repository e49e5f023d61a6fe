//! 短信管理: the words of each kind of message, what was delivered, what was given up.

pub mod dead;
pub mod log;
pub mod words;
pub mod words_one;

use store::message_log::Logged;

/// What lists call a message.
fn kind(message: &Logged) -> String {
    let label = message
        .kind
        .map_or("升级以前写下的短信", domain::message::MessageKind::label);
    label.to_owned()
}

/// The number as lists show it.
fn number(message: &Logged) -> String {
    message
        .to
        .clone()
        .unwrap_or_else(|| "匿名账号，不显示".to_owned())
}
