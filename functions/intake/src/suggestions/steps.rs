//! The steps of studying a suggestion as commands, without pages; the demonstration data use them too.

use chrono::{DateTime, Utc};
use domain::event::{AgencyRef, By, OfficerRef};
use domain::suggestion::{Body, Outcome};
use domain::text::{StudyNote, SuggestionReply};
use services::sms_text::SmsText;
use store::StoreError;
use store::suggestions::{SuggestionChange, SuggestionHead};
use web::{App, tell};

/// 办理: what an office does with a suggestion that it studies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// 研究意见: an internal note; nothing is told to anybody.
    Note(StudyNote),
    /// 转交: to a petition office below, with the reason as a note that only staff see.
    Transfer {
        /// Where to.
        to: AgencyRef,
        /// Why.
        reason: StudyNote,
    },
    /// 答复: the end of a suggestion, told by message where a number is known.
    Reply {
        /// What became of it.
        outcome: Outcome,
        /// What its maker is told.
        words: SuggestionReply,
    },
}

impl Work {
    /// The events it appends, in order.
    #[must_use]
    pub fn bodies(&self) -> Vec<Body> {
        let noted = |note: &StudyNote| Body::Noted {
            note: note.as_str().to_owned(),
        };
        match self {
            Self::Note(note) => vec![noted(note)],
            Self::Transfer { to, reason } => vec![noted(reason), Body::Transferred { to: to.clone() }],
            Self::Reply { outcome, .. } => vec![Body::Replied { outcome: *outcome }],
        }
    }

    /// The words that its maker reads, if it has any.
    #[must_use]
    pub fn reply(&self) -> Option<&str> {
        match self {
            Self::Reply { words, .. } => Some(words.as_str()),
            Self::Note(_) | Self::Transfer { .. } => None,
        }
    }
}

/// 调阅: the office that has it begins to study it.
///
/// # Errors
/// [`StoreError::Suggestion`] if the state does not allow it; [`StoreError::Conflict`] if somebody was
/// first; the store's failures.
pub async fn open(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    let change = SuggestionChange {
        steps: vec![(By::Officer(by.clone()), Body::Opened)],
        ..SuggestionChange::default()
    };
    app.store.commit_suggestion(head, change, now).await
}

/// Carries out a piece of work in one transaction.
///
/// # Errors
/// As [`open`].
pub async fn carry_out(
    app: &App,
    by: &OfficerRef,
    head: &SuggestionHead,
    work: &Work,
    now: DateTime<Utc>,
) -> Result<SuggestionHead, StoreError> {
    let steps = work.bodies().into_iter();
    let mut change = SuggestionChange {
        steps: steps.map(|body| (By::Officer(by.clone()), body)).collect(),
        reply: work.reply().map(str::to_owned),
        ..SuggestionChange::default()
    };
    if matches!(work, Work::Reply { .. }) {
        let text = SmsText::SuggestionReplied {
            number: head.suggestion.number.to_string(),
            agency: by.agency.name.clone(),
        };
        let mobile = head.open_mobile(app.store.keys())?;
        change.messages = tell::suggester(mobile, &text, now);
    }
    app.store.commit_suggestion(head, change, now).await
}
