//! 运行设置: what the administrators of an installation switch while it runs: closing filing or
//! registration with a reason, the banner that says the site is slow, stopping messages, taking
//! suggestions, and the grounds on which handling may stop. Owns what each switch means and which words are
//! allowed. Must not know where it is kept
//! or what a closed page looks like.

use crate::suspension::Ground;
use crate::text::{TextError, char_count, normalise_line};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Longest reason or banner, in characters: it has to be read on a telephone.
pub const WORDS_MAX: usize = 200;

/// 运行设置: missing fields mean what a new installation has, so that an older or a newer record reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Layout version.
    pub v: u8,
    /// Raised by each change; of two administrators at once exactly one wins.
    pub revision: u32,
    /// 暂停网上反映: the reason people are shown; none while filing is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing_closed: Option<String>,
    /// 暂停注册: the reason people are shown; none while registration is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_closed: Option<String>,
    /// 拥堵提示: the words of the banner; none while there is no banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_banner: Option<String>,
    /// 暂停发送短信: messages wait in the outbox.
    pub sms_stopped: bool,
    /// 网上建议: whether suggestions are taken.
    pub suggestions_open: bool,
    /// 中止事由: on which grounds the clock of handling may be stopped, each with its rule; by default none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suspension_grounds: Vec<Ground>,
    /// When and by whom it was changed last; none of an installation that never changed anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// 最近一次修改.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// When.
    pub at: DateTime<Utc>,
    /// The officer's name.
    pub by: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            v: 1,
            revision: 0,
            filing_closed: None,
            registration_closed: None,
            slow_banner: None,
            sms_stopped: false,
            suggestions_open: true,
            suspension_grounds: Vec::new(),
            changed: None,
        }
    }
}

impl Settings {
    /// What differs from `before`, each as the audit log names it: `filing=closed`, `slow_banner=words`
    /// (switched before, said in other words now). Never the words themselves; of the grounds for stopping the
    /// clock only that they changed (see [`crate::suspension::changes`]). Empty if nothing does.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Vec<&'static str> {
        let words = |now: &Option<String>, then: &Option<String>, on, off, reworded| match (now, then) {
            (now, then) if now == then => None,
            (Some(_), Some(_)) => Some(reworded),
            (Some(_), None) => Some(on),
            (None, _) => Some(off),
        };
        let switch = |now: bool, then: bool, on, off| (now != then).then_some(if now { on } else { off });
        [
            words(
                &self.filing_closed,
                &before.filing_closed,
                "filing=closed",
                "filing=open",
                "filing=words",
            ),
            words(
                &self.registration_closed,
                &before.registration_closed,
                "registration=closed",
                "registration=open",
                "registration=words",
            ),
            words(
                &self.slow_banner,
                &before.slow_banner,
                "slow_banner=on",
                "slow_banner=off",
                "slow_banner=words",
            ),
            switch(self.sms_stopped, before.sms_stopped, "sms=stopped", "sms=sent"),
            switch(
                self.suggestions_open,
                before.suggestions_open,
                "suggestions=open",
                "suggestions=closed",
            ),
            (self.suspension_grounds != before.suspension_grounds).then_some("suspension_grounds=changed"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The words of a switch as they are kept: one line, at most [`WORDS_MAX`] characters. `what` is the field
/// as the administrator knows it.
///
/// # Errors
/// [`TextError`]: people must be told why, so nothing at all is refused too.
pub fn words(typed: &str, what: &'static str) -> Result<String, TextError> {
    let kept = normalise_line(typed);
    match char_count(&kept) {
        0 => Err(TextError::Empty { what }),
        count if count > WORDS_MAX => Err(TextError::TooLong {
            what,
            max: WORDS_MAX,
            count,
        }),
        _ => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_that_never_changed_anything_is_open() {
        let read: Settings = serde_json::from_str("{}").unwrap();
        assert_eq!(read, Settings::default());
        assert!(read.filing_closed.is_none() && read.registration_closed.is_none());
        assert!(read.suggestions_open && !read.sms_stopped && read.slow_banner.is_none());
    }

    #[test]
    fn a_record_of_a_later_version_reads_and_a_record_reads_back_as_written() {
        let later: Settings =
            serde_json::from_str(r#"{"v":2,"revision":7,"sms_stopped":true,"something_new":[1]}"#).unwrap();
        assert!(later.sms_stopped && later.suggestions_open && later.revision == 7);
        let closed = Settings {
            filing_closed: Some("系统维护，6 时以后可以提交。".into()),
            changed: Some(Changed {
                at: DateTime::UNIX_EPOCH,
                by: "管理员".into(),
            }),
            ..Settings::default()
        };
        let text = serde_json::to_string(&closed).unwrap();
        assert!(!text.contains("registration_closed"), "{text}");
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), closed);
    }

    #[test]
    fn words_are_one_line_of_a_length_that_is_read() {
        assert_eq!(words(" 系统维护\r\n请稍后 ", "原因").unwrap(), "系统维护 请稍后");
        assert_eq!(words(" \n ", "原因").unwrap_err().to_string(), "请填写原因");
        assert!(words(&"字".repeat(WORDS_MAX), "原因").is_ok());
        let long = words(&"字".repeat(WORDS_MAX + 1), "原因").unwrap_err();
        assert_eq!(long.to_string(), "原因不能超过 200 个字，现在有 201 个字");
        assert_eq!(
            words("a\u{202E}b", "原因").unwrap(),
            "ab",
            "no mark that turns the text"
        );
    }

    #[test]
    fn the_audit_log_is_told_what_was_switched_and_none_of_the_words() {
        let before = Settings::default();
        let after = Settings {
            filing_closed: Some("甲".into()),
            slow_banner: Some("乙".into()),
            sms_stopped: true,
            suggestions_open: false,
            ..before.clone()
        };
        assert_eq!(
            after.changes_since(&before),
            [
                "filing=closed",
                "slow_banner=on",
                "sms=stopped",
                "suggestions=closed"
            ]
        );
        assert_eq!(
            before.changes_since(&after),
            ["filing=open", "slow_banner=off", "sms=sent", "suggestions=open"]
        );
        let reworded = Settings {
            filing_closed: Some("丙".into()),
            revision: 9,
            ..after.clone()
        };
        assert_eq!(reworded.changes_since(&after), ["filing=words"]);
        assert!(after.changes_since(&after).is_empty());
    }
}
