//! 送审 (first version): an officer shows a draft to one leader of the own agency, who approves it or returns it with an
//! instruction (批示). Owns what a draft is and the life of a submission, as the fold of the events of its case. Asking
//! changes nothing of the case: the officer carries the draft out, by the step it is a draft of.

use crate::access::Action;
use crate::ending::{is_answered_directly, is_directed};
use crate::event::{Body, By, Event, OfficerRef};
use crate::ids::AgencyCode;
use crate::petition::{Identity, Petition, StatusKind, TransitionError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Submissions of one case; more than any case needs.
pub const SUBMISSIONS_MAX: usize = 40;

/// 送审内容种类: which form it is a draft of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// 登记
    Registration,
    /// 转送
    Transfer,
    /// 交办
    Assign,
    /// 处理意见
    Opinion,
    /// 告知法定途径
    Route,
    /// 直接回复
    DirectReply,
}

impl DraftKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Registration,
        Self::Transfer,
        Self::Assign,
        Self::Opinion,
        Self::Route,
        Self::DirectReply,
    ];

    /// The name in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Transfer => "transfer",
            Self::Assign => "assign",
            Self::Opinion => "opinion",
            Self::Route => "route",
            Self::DirectReply => "direct-reply",
        }
    }

    /// The kind of a form's name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What is drafted, in a word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "登记",
            Self::Transfer => "转送",
            Self::Assign => "交办",
            Self::Opinion => "处理意见",
            Self::Route => "告知法定途径",
            Self::DirectReply => "直接回复",
        }
    }

    /// The form it is a draft of.
    #[must_use]
    pub fn form(self, petition: crate::ids::PetitionId) -> String {
        match self {
            Self::Registration => format!("/staff/intake/web/{petition}"),
            _ => format!("/staff/petitions/{petition}/{}", self.code()),
        }
    }

    /// What whoever carries it out must be allowed to do.
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            Self::Registration => Action::RegisterPetition,
            Self::Transfer => Action::TransferCase,
            Self::Assign => Action::AssignCase,
            Self::Opinion => Action::HandleCase,
            Self::Route => Action::DirectCase,
            Self::DirectReply => Action::ReplyDirectly,
        }
    }

    /// Whether `agency` could carry such a draft out on a case as it stands.
    #[must_use]
    pub fn fits(self, petition: &Petition, agency: &AgencyCode) -> bool {
        use StatusKind as S;
        let state = petition.status.kind();
        let in_time = match self {
            Self::Registration => matches!(state, S::Opened | S::Registered),
            Self::Transfer | Self::Assign => matches!(state, S::Registered | S::Transferred),
            Self::Opinion => state == S::Accepted,
            // Links that were changed bar the step for a while, not the question about it.
            Self::Route => {
                matches!(state, S::Registered | S::Transferred) && petition.procedure.is_some_and(is_directed)
            }
            Self::DirectReply => {
                state == S::Registered
                    && petition.is_ordinary()
                    && petition.purpose.is_some_and(is_answered_directly)
            }
        };
        in_time && petition.holder.code == *agency
    }

    /// Whether an event is the step that it is a draft of.
    fn is_carried_out_by(self, body: &Body) -> bool {
        match self {
            Self::Registration => matches!(body, Body::RegistrationSaved { .. }),
            Self::Transfer => matches!(body, Body::Transferred { task: None, .. }),
            Self::Assign => matches!(body, Body::Transferred { task: Some(_), .. }),
            Self::Opinion => matches!(body, Body::Replied { .. }),
            Self::Route => matches!(body, Body::Directed { .. }),
            Self::DirectReply => matches!(body, Body::DirectReplied { .. }),
        }
    }
}

/// 送审稿: what a leader is shown. `Debug` shows no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form.
    pub kind: DraftKind,
    /// What was typed into it, by field: the form is filled in again from these.
    pub fields: Vec<(String, String)>,
    /// The same as people read it.
    pub lines: Vec<(String, String)>,
    /// 请示事项: what the officer asks.
    pub question: String,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// 批示结果
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 同意
    Approved,
    /// 退回修改
    Returned,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Approved, Self::Returned];

    /// The name in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Approved => "approve",
            Self::Returned => "return",
        }
    }

    /// The verdict of a form's name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// The word people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Approved => "同意",
            Self::Returned => "退回修改",
        }
    }
}

/// 批示: that a leader has answered; the words are the event's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// How.
    pub verdict: Verdict,
    /// When.
    pub at: DateTime<Utc>,
    /// The event that says so.
    pub event: u32,
}

/// 送审的结束: why nothing is to be done about a submission any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// 已办: the officer carried out such a step after the leader approved the draft.
    Used,
    /// 退回后已办: such a step was carried out though the leader had returned the draft and saw no other.
    Otherwise,
    /// 已撤回: by who asked, or a colleague in their place.
    TakenBack,
    /// 已过时: the case has moved on without it.
    Lapsed,
    /// 已重新送审: another draft of the same kind took its place.
    Replaced,
}

impl Ended {
    /// The word people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Used => "已办",
            Self::Otherwise => "没有再送审就办了",
            Self::TakenBack => "已撤回",
            Self::Lapsed => "已过时",
            Self::Replaced => "已重新送审",
        }
    }
}

/// 送审: one submission, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The event that made it: its name within the case.
    pub submission: u32,
    /// What it is a draft of.
    pub kind: DraftKind,
    /// Who asks.
    pub by: OfficerRef,
    /// Who is asked.
    pub to: OfficerRef,
    /// When.
    pub at: DateTime<Utc>,
    /// What the leader said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// How and when it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Ended, DateTime<Utc>)>,
}

impl Approval {
    /// Whether the leader is still to answer.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.decided.is_none() && self.ended.is_none()
    }

    /// Whether anybody still has to do with it.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.ended.is_none()
    }
}

/// 送审不成: why an event of a submission is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalRefusal {
    /// One of the same kind waits for its answer.
    #[error("这一件已经有一份同样的拟稿在等领导批示")]
    Waiting,
    /// It was submitted as often as is possible.
    #[error("这一件送审的次数太多，不能再送")]
    TooMany,
    /// Such a step is not possible now, or not for this agency.
    #[error("这件信访已经有了变化，这份拟稿用不上了")]
    Stale,
    /// It was answered.
    #[error("这次送审已经批示过")]
    Decided,
    /// It has ended.
    #[error("这次送审已经结束")]
    Over,
    /// There is none, or it is somebody else's.
    #[error("没有这次送审")]
    Unknown,
}

/// 一件信访的全部送审, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Approvals(pub Vec<Approval>);

impl Approvals {
    /// The submissions of a history.
    ///
    /// # Errors
    /// [`TransitionError`] or [`ApprovalRefusal`] at the first event that does not fit.
    pub fn fold(identity: Identity, events: &[&Event]) -> Result<Self, FoldError> {
        let mut all = Self::default();
        let Some((first, rest)) = events.split_first() else {
            return Ok(all);
        };
        let mut petition = Petition::begin(identity, first)?;
        for event in rest {
            petition = petition.apply(event)?;
            all.apply(event, &petition)?;
        }
        Ok(all)
    }

    /// The submission that an event made.
    #[must_use]
    pub fn get(&self, submission: u32) -> Option<&Approval> {
        self.0.iter().find(|one| one.submission == submission)
    }

    /// The one of a kind with which somebody still has to do; there is at most one.
    #[must_use]
    pub fn alive(&self, kind: DraftKind) -> Option<&Approval> {
        self.0.iter().find(|one| one.kind == kind && one.is_alive())
    }

    /// Whether no leader can be asked about the case any more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.0.len() >= SUBMISSIONS_MAX
    }

    /// Takes in what happened to the case; `after` is the case after it.
    ///
    /// # Errors
    /// [`ApprovalRefusal`] for a step of a submission that is not possible.
    pub fn apply(&mut self, event: &Event, after: &Petition) -> Result<(), ApprovalRefusal> {
        let officer = match &event.by {
            By::Officer(officer) => Some(officer),
            By::Petitioner => None,
        };
        match &event.body {
            Body::SubmittedForApproval { to, draft } => {
                let by = officer.ok_or(ApprovalRefusal::Unknown)?;
                self.submit(event, by, to, draft.kind, after)
            }
            Body::Instructed {
                submission, verdict, ..
            } => {
                let one = self.named(*submission, |one| officer.is_some_and(|by| by.id == one.to.id))?;
                if one.ended.is_some() {
                    return Err(ApprovalRefusal::Over);
                }
                if one.decided.is_some() {
                    return Err(ApprovalRefusal::Decided);
                }
                one.decided = Some(Decided {
                    verdict: *verdict,
                    at: event.at,
                    event: event.seq,
                });
                Ok(())
            }
            Body::SubmissionWithdrawn { submission, .. } => {
                // A colleague may have to, where who asked is away.
                let one = self.named(*submission, |one| {
                    officer.is_some_and(|by| by.agency.code == one.by.agency.code)
                })?;
                if one.ended.is_some() {
                    return Err(ApprovalRefusal::Over);
                }
                one.ended = Some((Ended::TakenBack, event.at));
                Ok(())
            }
            body => {
                self.follow(event.at, body, after);
                Ok(())
            }
        }
    }

    fn submit(
        &mut self,
        event: &Event,
        by: &OfficerRef,
        to: &OfficerRef,
        kind: DraftKind,
        after: &Petition,
    ) -> Result<(), ApprovalRefusal> {
        if !kind.fits(after, &by.agency.code) {
            return Err(ApprovalRefusal::Stale);
        }
        if self.is_full() {
            return Err(ApprovalRefusal::TooMany);
        }
        if self.alive(kind).is_some_and(Approval::is_waiting) {
            return Err(ApprovalRefusal::Waiting);
        }
        for old in self.0.iter_mut().filter(|one| one.kind == kind && one.is_alive()) {
            old.ended = Some((Ended::Replaced, event.at));
        }
        self.0.push(Approval {
            submission: event.seq,
            kind,
            by: by.clone(),
            to: to.clone(),
            at: event.at,
            decided: None,
            ended: None,
        });
        Ok(())
    }

    /// What a step of the case itself means for its submissions.
    fn follow(&mut self, at: DateTime<Utc>, body: &Body, after: &Petition) {
        for one in self.0.iter_mut().filter(|one| one.is_alive()) {
            let ended = match one.decided.map(|decided| decided.verdict) {
                Some(Verdict::Approved) if one.kind.is_carried_out_by(body) => Ended::Used,
                Some(Verdict::Returned) if one.kind.is_carried_out_by(body) => Ended::Otherwise,
                None if one.kind.is_carried_out_by(body) => Ended::Lapsed,
                _ if one.kind.fits(after, &one.by.agency.code) => continue,
                _ => Ended::Lapsed,
            };
            one.ended = Some((ended, at));
        }
    }

    fn named(
        &mut self,
        submission: u32,
        theirs: impl Fn(&Approval) -> bool,
    ) -> Result<&mut Approval, ApprovalRefusal> {
        let found = self.0.iter_mut().find(|one| one.submission == submission);
        found.filter(|one| theirs(one)).ok_or(ApprovalRefusal::Unknown)
    }
}

/// A history that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// In the case.
    #[error(transparent)]
    Petition(#[from] TransitionError),
    /// In a submission.
    #[error(transparent)]
    Approval(#[from] ApprovalRefusal),
}
