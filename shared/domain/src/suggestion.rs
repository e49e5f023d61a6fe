//! 网上建议 (条例第 29 条): a proposal that asks for nothing to be decided. Like every matter it is registered
//! and, where it is for another office, passed on within fifteen days (第 22 条); then it is studied and answered,
//! for which the law sets no time, and that is all: no procedure, no rating, no review. Owns its states, the one
//! `match` that decides every transition, and that deadline. Pure: no clock, no store. (What suggests a
//! *category* while somebody writes is [`crate::suggest`].)

use crate::calendar::Calendar;
use crate::deadline::{Deadline, DeadlineKind, RollRule};
use crate::division::DivisionCode;
use crate::event::{AgencyRef, By};
use crate::ids::SuggestionId;
use crate::number::SuggestionNumber;
use crate::time::local_date;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// 建议状态: where a suggestion stands, with what only that state knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Status {
    /// 已收到: nobody has opened it.
    Received,
    /// 研究中: opened by the petition office that has it.
    Studying {
        /// When it was opened there.
        at: DateTime<Utc>,
    },
    /// 已转交: lies with another petition office, which has not opened it yet.
    Transferred {
        /// The office that passed it on.
        from: AgencyRef,
        /// When; unknown of what was passed on before this was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime<Utc>>,
    },
    /// 已答复: final.
    Replied {
        /// When it was answered.
        at: DateTime<Utc>,
        /// What became of it.
        outcome: Outcome,
    },
}

/// 状态种类: the state without its data, for lists, tags and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    /// 已收到
    Received,
    /// 研究中
    Studying,
    /// 已转交
    Transferred,
    /// 已答复
    Replied,
}

impl StatusKind {
    /// Every state, in the order of a suggestion's life.
    pub const ALL: [Self; 4] = [Self::Received, Self::Studying, Self::Transferred, Self::Replied];

    /// The word people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "已收到",
            Self::Studying => "研究中",
            Self::Transferred => "已转交",
            Self::Replied => "已答复",
        }
    }

    /// Whether the office that has it has not opened it yet.
    #[must_use]
    pub const fn is_unread(self) -> bool {
        matches!(self, Self::Received | Self::Transferred)
    }
}

impl Status {
    /// The state without its data.
    #[must_use]
    pub const fn kind(&self) -> StatusKind {
        match self {
            Self::Received => StatusKind::Received,
            Self::Studying { .. } => StatusKind::Studying,
            Self::Transferred { .. } => StatusKind::Transferred,
            Self::Replied { .. } => StatusKind::Replied,
        }
    }

    /// 登记转送期限 (条例第 22 条) while nobody at the office that has it has opened it. It runs from the day it
    /// came to that office (`made_at` if nobody passed it on). `None` once it was opened: the law sets no time for
    /// the study. (Whether it should still be passed on, only [`routing_due`] of its events can remind of.)
    #[must_use]
    pub fn due(&self, made_at: DateTime<Utc>) -> Option<Deadline> {
        let came = match self {
            Self::Received => made_at,
            Self::Transferred { at, .. } => at.unwrap_or(made_at),
            Self::Studying { .. } | Self::Replied { .. } => return None,
        };
        Some(routing_due(came))
    }
}

/// 登记转送期限 (条例第 22 条) of what came to an office at this time.
#[must_use]
pub fn routing_due(came: DateTime<Utc>) -> Deadline {
    DeadlineKind::Registration.from(local_date(came), Calendar::builtin(), RollRule::default())
}

/// When it came to the office that has it: when it was made or last passed on. `events` are in order.
#[must_use]
pub fn came_at<'a>(events: impl DoubleEndedIterator<Item = &'a Event>) -> Option<DateTime<Utc>> {
    let mut came = events
        .rev()
        .filter(|event| matches!(event.body, Body::Made { .. } | Body::Transferred { .. }));
    came.next().map(|event| event.at)
}

/// 研究结果: what became of a suggestion (条例第 29 条: 科学合理、具有现实可行性的，采纳或者部分采纳，并予以回复).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 采纳
    Adopted,
    /// 部分采纳
    PartlyAdopted,
    /// 留作参考
    KeptForReference,
    /// 已有规定: what is proposed is in force already.
    AlreadyProvided,
}

impl Outcome {
    /// Every outcome, in the order of the form.
    pub const ALL: [Self; 4] = [
        Self::Adopted,
        Self::PartlyAdopted,
        Self::KeptForReference,
        Self::AlreadyProvided,
    ];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::PartlyAdopted => "partly_adopted",
            Self::KeptForReference => "kept_for_reference",
            Self::AlreadyProvided => "already_provided",
        }
    }

    /// The word people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Adopted => "采纳",
            Self::PartlyAdopted => "部分采纳",
            Self::KeptForReference => "留作参考",
            Self::AlreadyProvided => "已有规定",
        }
    }

    /// The outcome of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// 事件内容: one thing that happened to a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// 收到: somebody made the suggestion; what it says lies sealed beside the event.
    Made {
        /// The place it concerns.
        division: DivisionCode,
        /// 领域: a first-level category, if one was chosen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        /// The petition office it goes to.
        office: AgencyRef,
    },
    /// 调阅: the office that has it opened it.
    Opened,
    /// 研究意见 (internal): what officers write down while they study it, and why it was passed on.
    Noted {
        /// The words.
        note: String,
    },
    /// 转交: passed to another petition office.
    Transferred {
        /// The office that has it now.
        to: AgencyRef,
    },
    /// 答复: final; the words lie sealed beside the event.
    Replied {
        /// What became of it.
        outcome: Outcome,
    },
}

impl Body {
    /// Whether the one who made the suggestion sees this event.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        !matches!(self, Self::Noted { .. })
    }

    /// The Chinese name of the step, as timelines head it.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Made { .. } => "收到",
            Self::Opened => "开始研究",
            Self::Noted { .. } => "研究意见",
            Self::Transferred { .. } => "已转交",
            Self::Replied { .. } => "已答复",
        }
    }
}

/// 办理记录: one appended event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Position in the suggestion's history, from 1 without gaps, public and internal together.
    pub seq: u32,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who made it happen; [`By::Petitioner`] is the one who made the suggestion.
    pub by: By,
    /// What happened.
    pub body: Body,
}

/// 网上建议: the header of a suggestion, the fold of its events. Holds nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Identity.
    pub id: SuggestionId,
    /// The number people quote.
    pub number: SuggestionNumber,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The place it concerns.
    pub division: DivisionCode,
    /// 领域: a first-level category, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// The petition office that has it now.
    pub holder: AgencyRef,
    /// Every office that has or had it, without repeats, in order: the scope of who may read it.
    pub path: Vec<AgencyRef>,
    /// The number of events folded in; conditions every write.
    pub version: u32,
}

/// 操作冲突: an event that the present state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{attempted} is not possible for a suggestion in state {state:?}")]
pub struct TransitionError {
    /// The state found.
    pub state: StatusKind,
    /// The Chinese name of the step attempted.
    pub attempted: &'static str,
}

impl TransitionError {
    /// What to tell an officer, in one sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let why = match self.state {
            StatusKind::Received => "这条建议还没有打开",
            StatusKind::Studying => "这条建议已经有人打开，正在研究",
            StatusKind::Transferred => "这条建议已经转交，接收的信访部门还没有打开",
            StatusKind::Replied => "这条建议已经答复",
        };
        format!("{why}，刚才的操作没有生效。")
    }
}

/// What a suggestion is called before its first event, so that its making can be folded too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Identity.
    pub id: SuggestionId,
    /// The number people quote.
    pub number: SuggestionNumber,
}

impl Suggestion {
    /// The header that the first event makes.
    ///
    /// # Errors
    /// [`TransitionError`] if the event is anything but the making of a suggestion.
    pub fn begin(identity: Identity, event: &Event) -> Result<Self, TransitionError> {
        let (
            Body::Made {
                division,
                category,
                office,
            },
            1,
        ) = (&event.body, event.seq)
        else {
            return Err(TransitionError {
                state: StatusKind::Received,
                attempted: event.body.label(),
            });
        };
        Ok(Self {
            id: identity.id,
            number: identity.number,
            made_at: event.at,
            division: *division,
            category: category.clone(),
            status: Status::Received,
            holder: office.clone(),
            path: vec![office.clone()],
            version: event.seq,
        })
    }

    /// The header after `event`: the only place where a suggestion changes state.
    ///
    /// # Errors
    /// [`TransitionError`] if the present state does not allow the event.
    pub fn apply(&self, event: &Event) -> Result<Self, TransitionError> {
        let refused = TransitionError {
            state: self.status.kind(),
            attempted: event.body.label(),
        };
        if event.seq != self.version + 1 {
            return Err(refused);
        }
        let mut next = self.clone();
        next.version = event.seq;
        match (&self.status, &event.body) {
            (Status::Received | Status::Transferred { .. }, Body::Opened) => {
                next.status = Status::Studying { at: event.at };
            }
            (Status::Studying { .. }, Body::Noted { .. }) => {}
            (Status::Studying { .. }, Body::Transferred { to }) if to.code != self.holder.code => {
                next.status = Status::Transferred {
                    from: self.holder.clone(),
                    at: Some(event.at),
                };
                next.holder = to.clone();
                if !next.path.iter().any(|office| office.code == to.code) {
                    next.path.push(to.clone());
                }
            }
            (Status::Studying { .. }, Body::Replied { outcome }) => {
                next.status = Status::Replied {
                    at: event.at,
                    outcome: *outcome,
                };
            }
            _ => return Err(refused),
        }
        Ok(next)
    }

    /// Folds a whole history.
    ///
    /// # Errors
    /// [`TransitionError`] at the first event that does not fit; `None` if there is no event at all.
    pub fn fold(identity: Identity, events: &[Event]) -> Option<Result<Self, TransitionError>> {
        let (first, rest) = events.split_first()?;
        let start = Self::begin(identity, first);
        Some(
            rest.iter()
                .fold(start, |header, event| header.and_then(|h| h.apply(event))),
        )
    }

    /// Makes the event that follows this header.
    #[must_use]
    pub fn next_event(&self, at: DateTime<Utc>, by: By, body: Body) -> Event {
        Event {
            seq: self.version + 1,
            at,
            by,
            body,
        }
    }
}

#[cfg(test)]
#[path = "suggestion_tests.rs"]
mod tests;
