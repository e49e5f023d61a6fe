//! The steps of a case for the public, and the one `match` that decides which of them is possible.

use super::{
    Answer, Approved, Explained, Public, Showcase, TRAIL_MAX, Trace, Unexplained, Wish, Words, Work,
};
use crate::event::OfficerRef;
use crate::ids::{PetitionId, ShowcaseId};
use crate::number::PetitionNumber;
use chrono::{DateTime, Utc};

/// 选登的步骤.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// 保存: writes on; of what is shown already, begins a new version.
    Save {
        /// What it says now.
        words: Box<Words>,
        /// The numbers that may stay.
        explained: Vec<Explained>,
    },
    /// 记录意愿: what the petitioner said.
    Ask(Box<Wish>),
    /// 送审.
    Submit,
    /// 取回: before anybody has decided.
    TakeBack,
    /// 退回, with what is to be changed.
    SendBack {
        /// What is to be changed.
        remark: String,
    },
    /// 同意发布.
    Approve,
    /// 撤下, with the reason.
    Withdraw {
        /// Why.
        remark: String,
    },
    /// 放弃: drops a new version of what is or was shown. (A case that never was is dropped whole: see
    /// [`Showcase::may_be_dropped`].)
    DropVersion,
}

/// The name of sending back, in the history.
pub(super) const SENT_BACK: &str = "退回";

impl Step {
    /// The Chinese name of the step.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Save { .. } => "保存稿子",
            Self::Ask(_) => "记录信访人意愿",
            Self::Submit => "送审",
            Self::TakeBack => "取回",
            Self::SendBack { .. } => SENT_BACK,
            Self::Approve => "同意发布",
            Self::Withdraw { .. } => "撤下",
            Self::DropVersion => "放弃修改",
        }
    }
}

/// 不能这样办: why a step is not possible; a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The words lie with whoever approves.
    #[error("稿子已经送审，要改请先取回")]
    IsWaiting,
    /// Nobody has asked for approval.
    #[error("稿子没有在等审核")]
    NotWaiting,
    /// Nobody is writing.
    #[error("没有正在起草的稿子")]
    NothingWritten,
    /// It is not shown.
    #[error("这个案例没有公开，或者已经撤下")]
    NotShown,
    /// It was shown: it cannot be dropped, only withdrawn.
    #[error("这个案例公开过，只能撤下，不能删除")]
    WasShown,
    /// It never was: it is dropped whole.
    #[error("这个案例还没有公开过")]
    NeverShown,
    /// The petitioner was not asked, or not reached.
    #[error("还没有信访人同意公开的记录")]
    NotAgreed,
    /// It was withdrawn since the petitioner agreed.
    #[error("撤下以后还没有重新征求信访人的意见")]
    AskAgain,
    /// The refusal has to stay on record.
    #[error("已经记下信访人不同意公开，稿子要留着，不能删除")]
    KeepsRefusal,
    /// The petitioner refused.
    #[error("信访人不同意公开")]
    Refused,
    /// Something is not written.
    #[error("还没有写：{}", .0.join("、"))]
    Missing(Vec<&'static str>),
    /// Numbers that could be somebody's.
    #[error("还有 {} 处号码没有遮盖，也没有说明为什么可以保留", .0.len())]
    Unexplained(Vec<Unexplained>),
    /// Whoever wrote it cannot approve it.
    #[error("您写过这一稿，要由另一位同事审核")]
    Own,
}

impl Showcase {
    /// A concluded petition chosen, with the words to begin from.
    #[must_use]
    pub fn begin(
        id: ShowcaseId,
        petition: (PetitionId, PetitionNumber),
        words: Words,
        by: &OfficerRef,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            v: 1,
            id,
            petition: petition.0,
            number: petition.1,
            agency: by.agency.clone(),
            revision: 0,
            words,
            authors: vec![by.id],
            explained: Vec::new(),
            approved: None,
            public: Public::Never,
            work: Work::Draft,
            wish: None,
            trail: vec![Trace {
                at: now,
                revision: 1,
                by: by.name.clone(),
                by_id: by.id,
                done: "选登".to_owned(),
                remark: String::new(),
            }],
            changed_at: now,
            changed_by: by.name.clone(),
        }
    }

    /// The case after a step: the only place where it changes.
    ///
    /// # Errors
    /// [`Refusal`]: why it is not possible.
    pub fn apply(&self, step: &Step, by: &OfficerRef, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let mut remark = String::new();
        match (step, self.work, self.public) {
            (Step::Save { .. } | Step::Submit | Step::DropVersion, Work::Waiting, _) => {
                return Err(Refusal::IsWaiting);
            }
            (Step::Save { words, explained }, _, _) => {
                if !next.authors.contains(&by.id) {
                    next.authors.push(by.id);
                }
                next.words = (**words).clone();
                // Of what stands there no more nothing is said.
                let standing = words.unexplained(&[]);
                let stands = |one: &&Explained| {
                    standing
                        .iter()
                        .any(|there| there.kind == one.kind && there.words == one.words)
                };
                next.explained = explained.iter().filter(stands).cloned().collect();
                next.work = Work::Draft;
            }
            (Step::Ask(wish), _, public) => {
                remark = wish.told();
                if self.counts(wish) {
                    next.wish = Some((**wish).clone());
                } else if wish.answer != Answer::NotReached {
                    remark.push_str("（早于不同意公开的答复，不作数）");
                }
                if let (Answer::Refused, Public::Shown { since, .. }) = (wish.answer, public) {
                    next.withdraw(since, now);
                }
            }
            (Step::Submit | Step::DropVersion, Work::None, _) => return Err(Refusal::NothingWritten),
            (Step::Submit, Work::Draft | Work::SentBack, _) => {
                self.ready()?;
                next.work = Work::Waiting;
            }
            (Step::TakeBack, Work::Waiting, _) => next.work = Work::Draft,
            (Step::SendBack { .. } | Step::Approve, Work::Waiting, _) if self.authors.contains(&by.id) => {
                return Err(Refusal::Own);
            }
            (Step::SendBack { remark: words }, Work::Waiting, _) => {
                next.work = Work::SentBack;
                remark.clone_from(words);
            }
            (Step::Approve, Work::Waiting, public) => {
                self.ready()?;
                let since = match public {
                    Public::Shown { since, .. } => since,
                    Public::Never | Public::Withdrawn { .. } => now,
                };
                next.public = Public::Shown { since, at: now };
                next.approved = Some(Approved {
                    words: self.words.clone(),
                    explained: self.explained.clone(),
                });
                next.authors.clear();
                next.work = Work::None;
            }
            (Step::TakeBack | Step::SendBack { .. } | Step::Approve, _, _) => {
                return Err(Refusal::NotWaiting);
            }
            (Step::Withdraw { remark: words }, _, Public::Shown { since, .. }) => {
                next.withdraw(since, now);
                remark.clone_from(words);
            }
            (Step::Withdraw { .. }, _, _) => return Err(Refusal::NotShown),
            (Step::DropVersion, Work::Draft | Work::SentBack, Public::Never) => {
                return Err(Refusal::NeverShown);
            }
            (Step::DropVersion, Work::Draft | Work::SentBack, _) => {
                if let Some(approved) = &self.approved {
                    next.words = approved.words.clone();
                    next.explained.clone_from(&approved.explained);
                    next.authors.clear();
                }
                next.work = Work::None;
            }
        }
        next.trace(step.label(), remark, by, now);
        Ok(next)
    }

    /// Whether it can be deleted as if it had never been chosen.
    ///
    /// # Errors
    /// [`Refusal`]: why not.
    pub fn may_be_dropped(&self) -> Result<(), Refusal> {
        match (self.public, self.work) {
            (Public::Never, Work::Waiting) => Err(Refusal::IsWaiting),
            // Who said no is not asked again because nobody remembers.
            (Public::Never, _) if self.is_refused() => Err(Refusal::KeepsRefusal),
            (Public::Never, _) => Ok(()),
            _ => Err(Refusal::WasShown),
        }
    }

    /// Whether the words may be read by everybody, apart from who approves them.
    ///
    /// # Errors
    /// [`Refusal`]: what bars it.
    pub fn ready(&self) -> Result<(), Refusal> {
        match self.wish.as_ref().map(|wish| wish.answer) {
            Some(Answer::Agreed) => {}
            Some(Answer::Refused) => return Err(Refusal::Refused),
            None if matches!(self.public, Public::Withdrawn { .. }) => return Err(Refusal::AskAgain),
            Some(Answer::NotReached) | None => return Err(Refusal::NotAgreed),
        }
        let missing = self.words.missing();
        if !missing.is_empty() {
            return Err(Refusal::Missing(missing));
        }
        let open = self.words.unexplained(&self.explained);
        if open.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Unexplained(open))
        }
    }

    /// Whether an answer takes the place of what was said before: who is not at home next time has not taken back
    /// anything, and a consent from before a refusal that is written down later is past.
    fn counts(&self, wish: &Wish) -> bool {
        match (self.wish.as_ref(), wish.answer) {
            (Some(before), Answer::NotReached) => before.answer == Answer::NotReached,
            (Some(before), Answer::Agreed) => before.answer != Answer::Refused || wish.on >= before.on,
            (None, _) | (Some(_), Answer::Refused) => true,
        }
    }

    fn withdraw(&mut self, since: DateTime<Utc>, now: DateTime<Utc>) {
        self.public = Public::Withdrawn { since, at: now };
        // Whoever asked for it has not agreed to the next publication; what was said stands in the history.
        self.wish.take_if(|wish| wish.answer == Answer::Agreed);
    }

    fn trace(&mut self, done: &str, remark: String, by: &OfficerRef, now: DateTime<Utc>) {
        let one = Trace {
            at: now,
            revision: self.revision + 1,
            by: by.name.clone(),
            by_id: by.id,
            done: done.to_owned(),
            remark,
        };
        // Saving again and again is one step.
        let again =
            |last: &&mut Trace| last.done == one.done && last.by_id == one.by_id && one.remark.is_empty();
        match self.trail.last_mut().filter(again) {
            Some(last) => (last.at, last.revision) = (now, one.revision),
            None => self.trail.push(one),
        }
        let surplus = self.trail.len().saturating_sub(TRAIL_MAX);
        self.trail.drain(..surplus);
        self.changed_at = now;
        self.changed_by.clone_from(&by.name);
    }
}

impl Wish {
    /// What was said, how and when, in one line.
    #[must_use]
    pub fn told(&self) -> String {
        let on = crate::time::zh_date(self.on);
        format!("{}：{}，{on}", self.answer.label(), self.way.label())
    }
}
